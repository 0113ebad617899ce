"""bench/links.py: what counts as a right actor, place and day, and that its floors hold against lowering."""

from typing import Any

import pytest

from bench import corpus, links
from bench.gate import Gate
from vedette.records import Actor
from vedette.records.place import Place

SECTORS = frozenset(corpus.codebook()["codes"]["sectors"])
HTS = Actor(id="HTS", name="Hayat Tahrir al-Sham", aliases=("HTS",), kind="REB", country="SYR", code="SYRREB")
REBELS = Actor(id="SYRREB", name="Syria: rebels", kind="REB", country="SYR", code="SYRREB")
ARMY = Actor(id="SYRMIL", name="Syria: army", kind="MIL", country="SYR", code="SYRMIL")
ALEPPO = Place(id="geonames:170063", name="Aleppo", country="SYR", lat=36.2, lon=37.16, precision="town")


@pytest.mark.parametrize(
    ("link", "code", "actor", "right"),
    [
        ("Hayat Tahrir al-Sham", "SYRREB", HTS, True),
        ("Tahrir al-Sham", "SYRREB", HTS, True),
        ("Hayat Tahrir al-Sham", "SYRREB", REBELS, False),
        ("Hayat Tahrir al-Sham", "SYRREB", None, False),
        ("state", "SYRGOV", ARMY, True),
        ("state", "IRQMIL", ARMY, False),
        ("state", "SYRMIL", REBELS, False),
        ("group", "SYRREB", REBELS, True),
        ("group", "SYRREB", HTS, False),
        ("group", "IRQREB", REBELS, False),
        ("group", "REB", None, True),
    ],
)
def test_actors(link: str, code: str, actor: Actor | None, right: bool) -> None:  # noqa: FBT001
    assert links.right_actor(link, code, actor, SECTORS) is right


@pytest.mark.parametrize(
    ("gold", "place", "right"),
    [
        ({"lat": 36.3, "lon": 37.2, "precision": "town", "country": "SYR"}, ALEPPO, True),
        ({"lat": 36.6, "lon": 37.2, "precision": "town", "country": "SYR"}, ALEPPO, False),
        ({"lat": 36.6, "lon": 37.2, "precision": "district", "country": "SYR"}, ALEPPO, True),
        ({"lat": 36.2, "lon": 37.16, "precision": "country", "country": "SYR"}, ALEPPO, False),
        ({"lat": 36.2, "lon": 37.16, "precision": "town", "country": "SYR"}, None, False),
    ],
)
def test_places(gold: dict[str, Any], place: Place | None, right: bool) -> None:  # noqa: FBT001
    assert links.right_place(gold, place) is right


@pytest.mark.parametrize("part", ["dev", "test"])
def test_the_gold_is_of_the_part_and_names_its_words(part: str) -> None:
    lines = {line.id: line for line in corpus.load() if line.part == part}
    for key, link in links.links(part).items():
        assert key in lines
        for words in (*link["parties"], *link["places"]):
            assert corpus.occurrences(words, lines[key].text), (key, words)


def test_a_lower_figure_is_refused(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    scores = {name: links.Score(right=9, wrong=1) for name in links.FIELDS}
    monkeypatch.setattr(links, "score", lambda _part: scores)
    path = tmp_path / "links.json"
    Gate().write(path)
    assert links.main(["--gate", str(path), "--update"]) == 0
    scores["place"] = links.Score(right=5, wrong=5)
    assert links.main(["--gate", str(path)]) == 1
    assert "place" in capsys.readouterr().out
    assert links.main(["--gate", str(path), "--update"]) == 1
    assert links.main(["--gate", str(path), "--update", "--allow-regression", "a test"]) == 0

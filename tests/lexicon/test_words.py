"""The word tables: what the packaged ones say, and that a table which breaks its schema is refused with a remedy."""

from collections.abc import Callable
from pathlib import Path

import pytest

from vedette.errors import DataFileError
from vedette.lexicon import words as subject
from vedette.lexicon.frames import MODES, SUB_EVENTS
from vedette.records.vocabulary import Status

Write = Callable[[str], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Put a file in the place of each word table."""
    path = tmp_path / "table.toml"
    monkeypatch.setattr(subject, "data_path", lambda *_: path)

    def run(content: str) -> None:
        path.write_text(content, encoding="utf-8")

    return run


@pytest.mark.parametrize(
    ("noun", "sector", "person"),
    [
        ("soldier", "MIL", False),
        ("rebel", "REB", False),
        ("gunman", "UAF", False),
        ("militia", "PRM", False),
        ("police", "COP", False),
        ("civilian", "CVL", False),
        ("foreign minister", "GOV", True),
        ("refugee", "REF", False),
    ],
)
def test_agents(noun: str, sector: str, *, person: bool) -> None:
    assert subject.agents()[noun] == subject.Agent(sector, person)


@pytest.mark.parametrize(
    ("word", "mode", "sub_event"),
    [
        ("drone", "drone", "Air/drone strike"),
        ("artillery", "heavy-weapons", "Shelling/artillery/missile attack"),
        ("roadside bomb", "explosives", "Remote explosive/landmine/IED"),
        ("machete", "primitive", None),
    ],
)
def test_weapons(word: str, mode: str, sub_event: str | None) -> None:
    found = subject.weapons()[word]
    assert (found.mode, found.sub_event) == (mode, sub_event)


def test_every_weapon_has_codes_of_the_closed_lists() -> None:
    for weapon in subject.weapons().values():
        assert weapon.mode is None or weapon.mode in MODES
        assert weapon.sub_event is None or weapon.sub_event in SUB_EVENTS


def test_statuses() -> None:
    found = subject.status_words()
    assert found.verbs["plan"] == "planned"
    assert found.verbs["threaten"] == "threatened"
    assert found.verbs["deny"] == "denied"
    assert found.nouns["fear"] == "feared"
    assert found.modals["may"] == "possible"
    assert found.promises == {"planned", "threatened"}
    known = set(Status.__args__)  # type: ignore[attr-defined]
    assert {*found.verbs.values(), *found.nouns.values(), *found.adjectives.values(), *found.modals.values()} <= known


def test_sources_light_verbs_and_topics() -> None:
    assert "say" in subject.source_words().say
    light = subject.light_words()
    assert "launch" in light.actor
    assert "suffer" in light.target
    assert "order" in light.object_control
    assert not light.actor & light.target
    assert subject.topics()["film"] == "whole"
    assert set(subject.topics().values()) == {"whole", "soft", "past"}


def test_tables_are_read_once() -> None:
    assert subject.agents() is subject.agents()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('[MIL]\nnouns = ["Soldier"]\npersons = []\n', "MIL.nouns is not a list of lower-case words"),
        ('[MIL]\nnouns = "soldier"\npersons = []\n', "MIL.nouns is not a list of lower-case words"),
        ('[MIL]\nnouns = ["soldier"]\n', "MIL.persons is not a list of lower-case words"),
        (
            '[MIL]\nnouns = ["guard"]\npersons = []\n[COP]\nnouns = ["guard"]\npersons = []\n',
            "'guard' stands under MIL and COP",
        ),
    ],
)
def test_bad_agents(write: Write, content: str, problem: str) -> None:
    write(content)
    with pytest.raises(DataFileError, match=r"table\.toml") as refusal:
        subject.agents.__wrapped__()
    assert problem in str(refusal.value)


@pytest.mark.parametrize(
    "content",
    [
        '[gun]\nkind = "toy"\nrank = 1\nwords = ["gun"]\n',
        '[gun]\nkind = "weapon"\nwords = ["gun"]\n',
        '[gun]\nkind = "weapon"\nrank = "high"\nwords = ["gun"]\n',
        '[gun]\nkind = "weapon"\nrank = 1\nmode = "nuclear"\nwords = ["gun"]\n',
        '[gun]\nkind = "weapon"\nrank = 1\nsub_event = "Battle"\nwords = ["gun"]\n',
    ],
)
def test_bad_weapons(write: Write, content: str) -> None:
    write(content)
    with pytest.raises(DataFileError, match=r"table\.toml: \[gun\] has an unknown kind, mode or sub_event, or no rank"):
        subject.weapons.__wrapped__()


@pytest.mark.parametrize(
    "content",
    [
        '[maybe]\nverbs = []\nnouns = []\nadjectives = []\n[modals]\nmay = "possible"\n',
        '[modals]\nmay = "maybe"\n',
    ],
)
def test_bad_statuses(write: Write, content: str) -> None:
    write(content)
    with pytest.raises(DataFileError, match=r"table\.toml: status 'maybe' is unknown\. Use one of attempted"):
        subject.status_words.__wrapped__()


def test_a_topic_without_its_weight(write: Write) -> None:
    write('[sport]\nweight = "heavy"\nwords = ["goal"]\n')
    with pytest.raises(DataFileError, match=r'\[sport\] has no known weight\. Use "whole", "soft" or "past"'):
        subject.topics.__wrapped__()


@pytest.mark.parametrize("table", [subject.source_words, subject.light_words])
def test_a_missing_list_is_named(write: Write, table: Callable[[], object]) -> None:
    write('nouns = ["source"]\n')
    with pytest.raises(DataFileError, match=r'(say|actor) is not a list of lower-case words\. Write \["word"'):
        table.__wrapped__()  # type: ignore[attr-defined]


def test_a_file_that_is_no_toml_names_the_line(write: Write) -> None:
    write("[MIL]\nnouns = soldier\n")
    with pytest.raises(DataFileError, match=r"table\.toml:2: is not TOML"):
        subject.agents.__wrapped__()

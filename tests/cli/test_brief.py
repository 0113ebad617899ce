"""`vedette brief` from end to end, on a desk in its usual folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from vedette.cli import coding
from vedette.cli.main import app
from vedette.merge.desking import assign_new
from vedette.read import read_item
from vedette.store import open_desk

if TYPE_CHECKING:
    from vedette.pipeline import Pipeline

Vedette = Callable[..., Result]
REPORTS = Path(__file__).parent.parent / "merge" / "reports_a.jsonl"
FIELDS = ("id", "text", "title", "published", "url", "publisher")


@pytest.fixture(scope="module")
def folder(whole: "Pipeline", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with the reports on al-Bab in January 2024."""
    made = tmp_path_factory.mktemp("briefs") / "vedette-desk"
    rows = [json.loads(line) for line in REPORTS.read_text("utf-8").splitlines()]
    kept = [{name: row[name] for name in FIELDS if name in row} for row in rows if "ma-090" <= row["id"] <= "ma-097"]
    with open_desk(made) as desk:
        for coded in whole.code([read_item(row) for row in kept]):
            desk.add(coded, coder=whole.name)
        assign_new(desk)
    alert = '[[alert]]\nname = "bombs"\nfeed = "bombs.xml"\nfilter = { country = "Syria", min_killed = 3 }\n'
    (made / "vedette.toml").write_text(alert, encoding="utf-8")
    return made


@pytest.fixture
def vedette(folder: Path, whole: "Pipeline", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vedette:
    """Runs `vedette brief` on the desk."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VEDETTE_DESK", str(folder))
    monkeypatch.setattr(coding, "make_pipeline", lambda *_, **__: whole)
    return lambda *arguments: CliRunner().invoke(app, ["brief", *arguments])


def test_a_brief_is_read_as_text(vedette: Vedette) -> None:
    done = vedette("--country", "SYR", "--since", "2024-01-01")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Syria: ")
    assert "WHAT HAPPENED" in done.stdout
    assert "0 flagged, 0 dropped" in done.stderr
    assert "Al-Bab on 13 January" in done.stdout


def test_a_brief_goes_to_a_file_of_the_kind_that_its_name_says(vedette: Vedette, tmp_path: Path) -> None:
    begins = {
        "html": b"<!DOCTYPE html>",
        "md": b"# Syria",
        "pdf": b"%PDF",
        "docx": b"PK",
        "json": b"{",
        "txt": b"Syria",
    }
    for ending, begin in begins.items():
        out = tmp_path / f"b.{ending}"
        assert vedette("--country", "Syria", "--since", "2024-01-01", "--out", str(out), "-q").exit_code == 0
        assert out.read_bytes().startswith(begin)
    item = vedette("--country", "SYR", "--since", "2024-01-01", "--as", "ninjs", "--reviewer", "Ada Lovelace")
    assert json.loads(item.stdout)["by"] == "Ada Lovelace"


def test_a_brief_is_checked_again_whoever_rewrote_it(vedette: Vedette, tmp_path: Path) -> None:
    given = json.loads(vedette("--country", "SYR", "--since", "2024-01-01", "--as", "json").stdout)
    path = tmp_path / "b.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    good = vedette("--verify", str(path))
    assert (good.exit_code, good.stdout) == (0, "sentence\tkind\twords\tproblem\n")
    assert " 0 flagged" in good.stderr
    given["happened"][0] |= {"text": "Ninety people were killed in a car bombing in Al-Bab on 14 May."}
    path.write_text(json.dumps(given), encoding="utf-8")
    bad = vedette("--verify", str(path))
    assert bad.exit_code == 1
    assert {line.split("\t")[1] for line in bad.stdout.splitlines()[1:]} == {"number", "date"}


def test_a_difference_brief_has_nothing_where_nothing_is_new(vedette: Vedette, tmp_path: Path) -> None:
    asked = ("--country", "SYR", "--since", "2024-01-01")
    before = tmp_path / "before.json"
    assert vedette(*asked, "--out", str(before), "-q").exit_code == 0
    same = vedette(*asked, "--new-since", str(before), "--as", "json")
    told = json.loads(same.stdout)
    assert not told["happened"]
    earlier = tmp_path / "earlier.json"
    assert vedette(*asked, "--until", "2024-01-14", "--out", str(earlier), "-q").exit_code == 0
    later = json.loads(vedette(*asked, "--new-since", str(earlier), "--as", "json").stdout)
    assert [s for s in later["happened"] if "15 January" in s["text"]]
    assert not [s for s in later["happened"] if "13 January" in s["text"]]


def test_one_incident_a_saved_filter_a_place_and_an_actor(vedette: Vedette) -> None:
    told = json.loads(vedette("--country", "SYR", "--since", "2024-01-01", "--as", "json").stdout)
    ident = told["happened"][0]["cites"][0]
    one = json.loads(vedette("--incident", ident, "--as", "json").stdout)
    assert one["scope"]["incidents"] == [ident]
    saved = json.loads(vedette("--filter", "bombs", "--since", "2024-01-01", "--as", "json").stdout)
    assert saved["scope"]["title"] == "bombs"
    assert len(saved["happened"]) == 1
    assert vedette("--place", "al-Bab", "--since", "1m").exit_code == 0
    nobody = vedette("--actor", "Hezbollah", "--since", "1m")
    assert (nobody.exit_code, "no incident of these days" in nobody.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--since", "soon"), "neither a day nor a span"),
        (("--as", "doc"), "is none. Did you mean docx? Use one of"),
        (("--filter", "none"), "vedette.toml has: bombs"),
        (("--incident", "i999"), "there is no incident i999"),
        (("--verify", "nothing.json"), "cannot be read"),
        (("--new-since", "bad.json"), "is no brief"),
        (("--since", "1m", "--out", "no/where.html"), "cannot be written"),
    ],
)
def test_what_is_asked_wrongly_is_told_with_the_remedy(
    vedette: Vedette, arguments: tuple[str, ...], problem: str
) -> None:
    Path("bad.json").write_text("{}", encoding="utf-8")
    done = vedette(*arguments)
    assert done.exit_code in {1, 2}
    assert problem in done.stderr

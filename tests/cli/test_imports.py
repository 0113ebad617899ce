"""Other coders' events on the command line: import, imported, history, compare, as a user has them."""

import csv
import re
from pathlib import Path

import pytest

from tests.cli.running import Vedette, table
from tests.imports import made
from vedette.cli import coding
from vedette.cli import compare as command
from vedette.cli import imported as listing
from vedette.pipeline import Pipeline

RAID = (
    "Gunmen on motorbikes attacked the market of Djibo in Burkina Faso on Tuesday and killed at least nine traders, "
    "residents said. They burned stalls and drove off with about fifty head of cattle."
)
DJIBO = {
    "country": "Burkina Faso", "admin1": "Sahel", "location": "Djibo", "latitude": "14.10", "longitude": "-1.63",
    "event_date": "2024-03-12", "sub_event_type": "Attack", "fatalities": 10,
}  # fmt: skip


@pytest.fixture
def vedette(work: Vedette, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Vedette:
    """Runs the command in a folder with a desk, the tests' coder and tables of invented events."""
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: pipeline)
    elsewhere = {"event_id_cnty": "BFA2", **DJIBO, "location": "Aribinda", "latitude": "14.23", "longitude": "-0.86"}
    late = {"event_id_cnty": "BFA3", **DJIBO, "event_date": "2024-05-02", "fatalities": 0}
    Path("acled.csv").write_text(made.acled({"event_id_cnty": "BFA1", **DJIBO}, elsewhere, late), "utf-8")
    Path("ucdp.csv").write_text(made.ucdp({}, {"id": 2, "country": "Utopia"}), "utf-8")
    Path("1.export.CSV").write_text(made.gdelt({}), "utf-8")

    assert work("init").exit_code == 0
    return work


def test_a_table_is_imported_told_and_licensed(vedette: Vedette) -> None:
    done = vedette("import", "acled.csv", "--as", "acled")
    assert done.exit_code == 0
    assert done.stdout == "acled.csv: 3 new, 0 revised, 0 deleted, 0 known, 0 older, 0 refused\n"
    assert "acled: ACLED terms of use" in done.stderr
    assert "Cite: ACLED (Armed Conflict Location & Event Data)" in done.stderr
    again = vedette("import", "acled.csv", "--as", "acled", "--quiet")
    assert re.fullmatch(r"acled\.csv: imported before, on 20\S+Z; nothing to do\n", again.stdout)
    assert again.stderr == ""


def test_bad_rows_and_files_are_named_and_the_rest_is_kept(vedette: Vedette) -> None:
    done = vedette("import", "none.csv", "ucdp.csv", "acled.csv", "--as", "ucdp")
    assert done.exit_code == 1
    assert "none.csv: cannot be read: No such file" in done.stderr
    assert "ucdp.csv:3: unknown country 'Utopia'" in done.stderr
    assert "acled.csv:1: no column 'id', which holds id in UCDP" in done.stderr
    assert done.stdout == "ucdp.csv: 1 new, 0 revised, 0 deleted, 0 known, 0 older, 1 refused\n"


def test_a_guessed_encoding_is_told(vedette: Vedette) -> None:
    Path("west.csv").write_bytes(made.acled({"actor1": "Frente Cañón"}, delimiter=";").encode("cp1252"))
    done = vedette("import", "west.csv", "--as", "acled")
    assert "west.csv is not UTF-8; it is read as Windows-1252" in done.stderr
    assert table(vedette("imported", "--actor", "canon"))[0]["who"].startswith("Frente Cañón")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["import", "acled.csv", "--as", "cameo"], "--as 'cameo' is no format"),
        (["import", "acled.csv", "--as", "table"], "--as table needs --map"),
        (["import", "acled.csv", "--as", "table", "--map", "none.toml"], "none.toml: cannot be read"),
        (["import", "acled.csv"], "--as"),
        (["imported", "--country", "Utopia"], "no country"),
        (["imported", "--type", "WAR"], "no type"),
        (["imported", "--from", "May"], "--from 'May' is no date"),
        (["history", "--to", "2024-13"], "--to '2024-13' is no month"),
        (["compare", "--with", "acled", "--only", "mine"], "--only 'mine' is none"),
        (["imported", "--as-of", "May"], "no time"),
    ],
)
def test_wrong_usage(vedette: Vedette, arguments: list[str], problem: str) -> None:
    done = vedette(*arguments)
    assert done.exit_code == 2
    assert problem in done.stderr


def test_a_table_of_one_s_own(vedette: Vedette) -> None:
    Path("ours.toml").write_text(
        'source = "monitor"\ntitle = "Monitor"\nlicence = "ours"\ncitation = "us"\n'
        '[columns]\nday_from = "date"\ncountry = "where"\nkilled_best = "dead"\n',
        "utf-8",
    )
    Path("ours.csv").write_text("date;where;dead\n2024-01-05;Mali;4\n2024-01-05;Mali;4\n", "utf-8")
    done = vedette("import", "ours.csv", "--as", "table", "--map", "ours.toml")
    assert done.stdout == "ours.csv: 1 new, 0 revised, 0 deleted, 1 known, 0 older, 0 refused\n"
    assert table(vedette("imported", "--source", "monitor"))[0]["killed"] == "4"


def test_what_was_imported_is_listed(vedette: Vedette) -> None:
    assert vedette("imported").exit_code == 1
    assert vedette("imported", "--sources").exit_code == 1
    vedette("import", "acled.csv", "--as", "acled")
    vedette("import", "1.export.CSV", "--as", "gdelt")
    done = vedette("imported", "--country", "Burkina Faso", "--limit", "2")
    newest, older = table(done)
    assert tuple(newest) == listing.COLUMNS
    assert (newest["id"], newest["days"], newest["killed"], newest["exact"]) == ("BFA3", "2024-05-02", "0", "day, town")
    assert (older["id"], older["what"], older["who"].split(" / ")[1]) == ("BFA1", "Attack", "Green Army")
    assert "1 more. Show them with --limit 3" in done.stderr
    assert "acled: ACLED terms of use" in done.stderr
    assert [row["id"] for row in table(vedette("imported", "--place", "djibo", "--min-killed", "1"))] == ["BFA1"]
    sources = table(vedette("imported", "--sources"))
    assert [(row["source"], row["rows"], row["files"]) for row in sources] == [("acled", "3", "1"), ("gdelt", "1", "1")]


def test_as_of_before_the_import_there_was_nothing(vedette: Vedette) -> None:
    vedette("import", "acled.csv", "--as", "acled")
    assert vedette("imported", "--as-of", "2020-01-01").exit_code == 1


def test_a_history_is_what_a_forecast_reads(vedette: Vedette) -> None:
    assert vedette("history").exit_code == 1
    vedette("import", "acled.csv", "--as", "acled")
    done = vedette("history", "--source", "acled", "--out", "h.csv", "--to", "2024-04")
    assert done.exit_code == 0, done.stderr
    assert "1 country, 2024-03 to 2024-04, 20 deaths: h.csv" in done.stderr
    with Path("h.csv").open(encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines)) == [
            ["country", "month", "fatalities"], ["BFA", "2024-03", "20"], ["BFA", "2024-04", "0"],
        ]  # fmt: skip
    assert vedette("history", "--source", "acled", "--to", "2024-04").stdout == Path("h.csv").read_text("utf-8")
    assert vedette("history", "--source", "acled", "--out", "none/h.csv").exit_code == 2
    vedette("import", "1.export.CSV", "--as", "gdelt")
    assert "'gdelt' tells no deaths" in vedette("history", "--source", "gdelt").stderr


@pytest.fixture
def beside(vedette: Vedette) -> Vedette:
    """The same with a report of ours on the first of ACLED's events."""
    assert vedette("add", "-", "--published", "2024-03-13", given=RAID).exit_code == 0
    vedette("import", "acled.csv", "--as", "acled")
    return vedette


def test_comparing_tells_who_lacks_what(beside: Vedette) -> None:
    done = beside("compare", "--with", "acled", "--country", "BFA", "--since", "2024-03-01", "--until", "2024-04-01")
    both, theirs = table(done)
    assert tuple(both) == command.COLUMNS
    assert (both["who has it"], both["ours"], both["theirs"]) == ("both", "i1", "BFA1")
    assert (both["our place"], both["our killed"], both["their killed"]) == ("Djibo", "9", "10")
    assert int(both["km"]) < 10
    assert (theirs["who has it"], theirs["theirs"], theirs["ours"]) == ("theirs", "BFA2", "")
    assert "both 1, only ours 0, only acled 1, ours beyond its scope 0; killed by ours 9, by acled 20" in done.stderr
    assert "Cite: ACLED" in done.stderr
    assert [row["theirs"] for row in table(beside("compare", "--with", "acled", "--only", "theirs"))] == [
        "BFA2",
        "BFA3",
    ]


def test_the_other_half_of_a_pair_may_lie_before_the_first_day(beside: Vedette) -> None:
    rows = table(beside("compare", "--with", "acled", "--since", "2024-03-12", "--until", "2024-04-01"))
    assert [row["who has it"] for row in rows] == ["both", "theirs"]
    Path("late.csv").write_text(made.acled({"event_id_cnty": "BFA1", **DJIBO, "event_date": "2024-03-11",
                                            "timestamp": 1740000000}), "utf-8")  # fmt: skip
    beside("import", "late.csv", "--as", "acled")
    rows = table(beside("compare", "--with", "acled", "--since", "2024-03-12", "--until", "2024-04-01"))
    assert (rows[0]["who has it"], rows[0]["their days"]) == ("both", "2024-03-11")


def test_comparing_on_a_terminal(
    beside: Vedette, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert beside("doctor").exit_code == 0
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    command.compare("acled", country="BFA")
    told = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    lines = told.splitlines()
    assert all(len(line) <= 100 for line in lines)
    first = next(n for n, line in enumerate(lines) if "i1" in line)
    assert lines[first].startswith("both")
    assert "BFA1" in lines[first + 1]
    assert "only acled" in told


def test_there_must_be_something_to_compare(beside: Vedette) -> None:
    for arguments in (["--with", "ucdp"], ["--with", "acled", "--country", "FRA"]):
        assert beside("compare", *arguments).exit_code == 1

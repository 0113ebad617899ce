"""The desk's commands from end to end: made, added to, asked, judged, as of a time, looked over and copied."""

import datetime as dt
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from tests.cli import running
from tests.cli.running import Vedette, table
from tests.store import server
from vedette.cli import coding, desks, explain, incidents, log, show, show_terminal
from vedette.cli.main import app
from vedette.merge import judgements
from vedette.pipeline import Pipeline
from vedette.records import Coded, Event, Report
from vedette.store import open_desk, schema
from vedette.store.engine import connect_file, connect_server, is_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FIRST = (
    "Gunmen on motorbikes attacked the market of Djibo in Burkina Faso on Tuesday and killed at least nine traders, "
    "residents said. They burned stalls and drove off with about fifty head of cattle."
)
SECOND = (
    "Jihadists on motorbikes stormed the market in Djibo, Burkina Faso, on Tuesday and killed at least eleven people, "
    "a security source said. Stalls were torched and cattle stolen by the attackers."
)
OTHER = "Rebels shelled the town of Idlib in Syria on Friday, killing three people, the governor said."
COMMANDS = (
    "init", "add", "incidents", "show", "log", "undo", "join", "split", "correct", "confirm", "dispute", "retract",
    "doctor", "backup", "recode", "upgrade",
)  # fmt: skip


def lines(*reports: tuple[str, str, str]) -> str:
    """JSON lines of reports: id, text, day."""
    return running.lines(("id", "text", "published"), reports)


RAID = (("a", FIRST, "2024-03-13"), ("b", SECOND, "2024-03-13"))
SHELLING = ("c", OTHER, "2024-11-30")


@pytest.fixture
def folder(work: Vedette, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Vedette:
    """Runs the command in an empty folder, as ada, with the tests' coder."""
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: pipeline)
    return work


@pytest.fixture
def vedette(folder: Vedette, where: str, monkeypatch: pytest.MonkeyPatch) -> Vedette:
    """The same, once for a desk in its usual folder and once for one on PostgreSQL."""
    if is_server(where):
        monkeypatch.setenv("VEDETTE_DESK", where)
    return folder


@pytest.fixture
def desk(vedette: Vedette) -> Vedette:
    """The same with a desk of two reports of one raid and one of a shelling."""
    assert vedette("init").exit_code == 0
    done = vedette("add", "-", "--jsonl", given=lines(*RAID, SHELLING))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "3 new, 0 known, 0 failed; 2 new incidents\n"
    return vedette


def raid(desk: Vedette) -> str:
    """The id of the raid's incident."""
    return table(desk("incidents", "--country", "BFA"))[0]["id"]


def shelling(desk: Vedette) -> str:
    """The id of the shelling's incident."""
    return table(desk("incidents", "--country", "Syria"))[0]["id"]


def number(done: Result) -> str:
    """The number of the judgement that a command tells."""
    assert done.exit_code == 0, done.output
    found = re.search(r"judgement (\d+)", done.stdout)
    assert found
    return found[1]


def test_a_desk_is_made_once(folder: Vedette, tmp_path: Path) -> None:
    done = folder("init", "sahel")
    assert done.exit_code == 0
    assert "vedette add FILES... --desk sahel" in done.stdout
    assert {"vedette.toml", "desk.sqlite"} <= {path.name for path in (tmp_path / "sahel").iterdir()}
    again = folder("init", "sahel")
    assert again.exit_code == 1
    assert "there is a desk at sahel/desk.sqlite already; it was left as it is" in again.stderr
    assert folder("init", "one.sqlite").exit_code == 2


def test_a_desk_is_made_once_wherever_it_is(vedette: Vedette) -> None:
    assert "made the desk" in vedette("init").stdout
    again = vedette("init")
    assert (again.exit_code, "there is a desk at" in again.stderr) == (1, True)
    assert "is sound: 0 reports" in vedette("doctor").stdout


def test_a_database_without_a_desk_is_told_apart(folder: Vedette, postgres: str) -> None:
    server.empty(postgres)
    done = folder("incidents", "--desk", postgres)
    assert done.exit_code == 2
    assert "is no desk of Vedette's" in done.stderr
    assert "vedette init" in done.stderr


def test_without_a_desk_each_command_says_how_to_make_one(folder: Vedette) -> None:
    for command in (
        ["incidents"],
        ["add", "-"],
        ["show", "i1"],
        ["log"],
        ["confirm", "i1"],
        ["doctor", "--desk", "vedette-desk"],
    ):
        done = folder(*command, given=FIRST)
        assert done.exit_code == 2
        assert "vedette init vedette-desk" in done.stderr


def test_settings_are_read_and_a_strange_one_is_named(folder: Vedette, tmp_path: Path) -> None:
    folder("init", "sahel")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "vedette.toml").write_text('database = "../sahel"\n', "utf-8")
    assert "sahel" in folder("doctor", "--desk", "here").stdout
    (tmp_path / "here" / "vedette.toml").write_text("colour = 3\n", "utf-8")
    done = folder("doctor", "--desk", "here")
    assert (done.exit_code, "colour is no setting" in done.stderr) == (2, True)


def test_two_reports_of_one_raid_are_one_incident(desk: Vedette) -> None:
    newest, older = table(desk("incidents"))
    assert (newest["country"], newest["killed"], newest["reports"]) == ("SYR", "3", "1")
    assert (older["place"], older["killed"], older["reports"], older["origins"]) == ("Djibo", "9-11", "2", "2")


def test_adding_again_adds_nothing(desk: Vedette) -> None:
    before = desk("log").stdout
    done = desk("add", "-", "--jsonl", given=lines(*RAID, ("new name", OTHER, "2024-11-30")))
    assert done.stdout == "0 new, 3 known, 0 failed; 0 new incidents\n"
    assert desk("log").stdout == before


def test_a_later_report_joins_the_incident(vedette: Vedette) -> None:
    vedette("init")
    assert vedette("add", "-", "--jsonl", given=lines(RAID[0])).stdout.endswith("; 1 new incident\n")
    assert vedette("add", "-", "--jsonl", given=lines(RAID[1])).stdout.endswith("; 0 new incidents\n")
    assert [row["reports"] for row in table(vedette("incidents"))] == ["2"]


def test_what_cannot_be_read_is_named_and_the_rest_is_kept(vedette: Vedette) -> None:
    vedette("init")
    done = vedette("add", "none.txt", "-", "--jsonl", given=lines(*RAID))
    assert done.exit_code == 1
    assert "none.txt: cannot be read" in done.stderr
    assert done.stdout == "2 new, 0 known, 1 failed; 1 new incident\n"


def test_an_interrupted_run_keeps_what_was_coded(
    vedette: Vedette, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted:
        """Codes one report, then somebody presses Ctrl-C."""

        name = "interrupted"

        def code(self, reports: object) -> object:
            yield next(pipeline.code(list(reports)[:1]))  # type: ignore[call-overload]
            raise KeyboardInterrupt

    vedette("init")
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: Interrupted())
    assert vedette("add", "-", "--jsonl", given=lines(*RAID)).exit_code != 0
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: pipeline)
    done = vedette("add", "-", "--jsonl", given=lines(*RAID))
    assert done.stdout == "1 new, 1 known, 0 failed; 1 new incident\n"


class Careful:
    """A later coder that knows better: the dead were twelve."""

    name = "frames/9.9"

    def __init__(self, pipeline: Pipeline) -> None:
        """Stand on the other."""
        self.pipeline = pipeline

    def code(self, reports: "Iterable[Report]") -> "Iterator[Coded]":
        """Code reports, and correct the toll."""
        for coded in self.pipeline.code(reports):
            yield coded.model_copy(update={"events": tuple(map(self._better, coded.events))})

    def _better(self, event: Event) -> Event:
        """An event by this coder, its dead one more."""
        counts = tuple(c.model_copy(update={"best": 12, "low": 12}) if c.of == "killed" else c for c in event.counts)
        return event.model_copy(update={"counts": counts, "coder": self.name})


@pytest.fixture
def careful(desk: Vedette, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Vedette:
    """The desk of today with the coder of tomorrow."""
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: Careful(pipeline))
    return desk


def test_reports_are_coded_again_by_a_newer_coder_once(careful: Vedette) -> None:
    one = raid(careful)
    number(careful("confirm", one))
    then = dt.datetime.now(dt.UTC).isoformat()
    assert careful("recode").stdout == "3 coded again, 3 of them read otherwise, 0 failed; 0 new incidents\n"
    assert careful("recode").stdout == "0 coded again, 0 of them read otherwise, 0 failed; 0 new incidents\n"
    (now,) = (row for row in table(careful("incidents")) if row["id"] == one)
    assert (now["killed"], now["standing"], now["reports"]) == ("12", "confirmed", "2")
    (before,) = (row for row in table(careful("incidents", "--as-of", then)) if row["id"] == one)
    assert (before["killed"], before["standing"]) == ("9-11", "confirmed")
    assert {row["value"] for row in table(careful("show", one, "--as-of", then)) if row["field"] == "killed"} == {
        "9-11", "9", "11",
    }  # fmt: skip
    assert careful("doctor").exit_code == 0


def test_an_incident_that_is_told_no_more_is_shown_as_such(
    desk: Vedette, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Sceptical(Careful):
        """Finds nothing."""

        def code(self, reports: "Iterable[Report]") -> "Iterator[Coded]":
            """Code reports as telling of nothing."""
            yield from (coded.model_copy(update={"events": ()}) for coded in self.pipeline.code(reports))

    one, other = raid(desk), shelling(desk)
    number(desk("confirm", one))
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: Sceptical(pipeline))
    assert desk("recode").exit_code == 0
    assert [row["id"] for row in table(desk("incidents"))] == [one]
    told = {row["field"]: row["value"] for row in table(desk("show", other))}
    assert told["events"].startswith("none: the newest coding")


def test_only_the_reports_that_are_named_are_coded_again(careful: Vedette) -> None:
    assert careful("recode", "a").stdout.startswith("1 coded again, 1 of them")
    assert careful("recode", "a").stdout.startswith("1 coded again, 0 of them")
    gone = careful("recode", "nothing")
    assert (gone.exit_code, "there is no report 'nothing'" in gone.stderr) == (1, True)


def test_what_is_given_again_may_be_coded_again(careful: Vedette) -> None:
    more = lines(*RAID, ("d", "A bomb killed two policemen in Kabul on Friday, officials said.", "2024-11-30"))
    done = careful("add", "-", "--jsonl", "--recode", given=more)
    assert done.stdout == "1 new, 0 known, 2 coded again, 0 failed; 1 new incident\n"
    assert careful("recode").stdout.startswith("1 coded again, 1 of them")


def test_incidents_are_chosen_by_what_is_asked(desk: Vedette) -> None:
    both = len(table(desk("incidents")))
    for asked, found in {
        ("--place", "Djibo"): 1, ("--place", "Kaya"): 0, ("--place", "Idleb"): 1,
            ("--actor", "nobody at all"): 0, ("--type", "assault"): both, ("--text", "cattle"): 1,
        ("--from", "2024-06-01"): 1, ("--to", "2024-06-01"): 1, ("--min-killed", "4"): 1, ("--limit", "1"): 1,
        ("--status", "confirmed"): 0, ("--status", "new"): both, ("--as-of", "2020-01-01"): 0,
    }.items():  # fmt: skip
        done = desk("incidents", *asked)
        assert len(done.stdout.splitlines()) - 1 == found, asked
        assert done.exit_code == (0 if found else 1)
    for wrong in (("--type", "WAR"), ("--status", "odd"), ("--from", "May"), ("--country", "Utopia")):
        assert desk("incidents", *wrong).exit_code == 2


def test_show_tells_who_says_what_in_which_words(desk: Vedette) -> None:
    rows = table(desk("show", raid(desk)))
    killed = [row for row in rows if row["field"] == "killed"]
    assert [(row["value"], row["report"]) for row in killed] == [("9-11", ""), ("9", "a"), ("11", "b")]
    assert "killed at least nine traders" in killed[1]["words"]
    assert re.fullmatch(r"[0-9a-f]{16}:e\d+", killed[1]["event"])
    gone = desk("show", "i99")
    assert (gone.exit_code, "there is no incident 'i99'" in gone.stderr) == (1, True)


def test_incidents_are_joined_and_the_join_is_undone(desk: Vedette) -> None:
    one, other = raid(desk), shelling(desk)
    joined = number(desk("join", one, other, "--why", "a test"))
    assert [row["reports"] for row in table(desk("incidents"))] == ["3"]
    told = {row["field"]: row["value"] for row in table(desk("show", other))}
    assert told["merged"] == f"{other} was merged into {one}"
    assert desk("confirm", other).exit_code == 1
    desk("undo", joined)
    assert len(table(desk("incidents"))) == 2
    last = table(desk("log", one))[-2:]
    assert [row["kind"] for row in last] == ["merge", "undo"]
    assert (last[0]["undone by"], last[0]["who"], last[0]["why"]) == (last[1]["number"], "ada", "a test")
    again = desk("undo", joined)
    assert (again.exit_code, "is undone already" in again.stderr) == (1, True)


def test_a_report_is_split_off_and_stays_where_it_was_put(desk: Vedette) -> None:
    done = desk("split", raid(desk), "b", "--who", "bo")
    assert "i3 is an incident of its own now" in done.stdout
    assert desk("add", "-", "--jsonl", given=lines(*RAID)).stdout.endswith("; 0 new incidents\n")
    assert sorted(row["killed"] for row in table(desk("incidents"))) == ["11", "3", "9"]
    assert desk("split", raid(desk), "nothing").exit_code == 1
    assert desk("split", "i99", "b").exit_code == 1


def test_a_correction_counts_in_place_of_what_is_told(desk: Vedette) -> None:
    one = raid(desk)
    number(desk("correct", one, "counts.killed", "12-14", "--why", "the list"))
    assert table(desk("incidents", "--min-killed", "14"))[0]["killed"] == "12-14"
    number(desk("correct", one, "place", "Arbinda"))
    assert [row["id"] for row in table(desk("incidents", "--place", "arbinda"))] == [one]
    assert desk("incidents", "--place", "Djibo").exit_code == 1
    killed = [row for row in table(desk("show", one)) if row["field"] == "killed"]
    assert [row["value"] for row in killed] == ["12-14", "counts.killed: 12-14", "9", "11"]
    for wrong in (("counts.killed", "many"), ("when", "soon"), ("when", "2024-03-12/2024-03-11")):
        assert desk("correct", one, *wrong).exit_code == 2
    assert desk("correct", one, "colour", "red").exit_code == 1
    number(desk("correct", one, "when", "2024-03-12/2024-03-13"))
    number(desk("correct", one, "counts.killed", "null"))
    row = next(row for row in table(desk("incidents")) if row["id"] == one)
    assert (row["days"], row["killed"]) == ("2024-03-12 to 2024-03-13", "")


def test_incidents_are_confirmed_disputed_and_retracted(desk: Vedette) -> None:
    one, other = raid(desk), shelling(desk)
    number(desk("confirm", one))
    number(desk("dispute", other, "one outlet only"))
    assert {row["id"]: row["standing"] for row in table(desk("incidents"))} == {one: "confirmed", other: "disputed"}
    number(desk("retract", other, "an exercise"))
    assert [row["id"] for row in table(desk("incidents"))] == [one]
    assert [row["id"] for row in table(desk("incidents", "--status", "retracted"))] == [other]
    told = {row["field"]: row["value"] for row in table(desk("show", other))}
    assert (told["standing"], told["dispute"], told["retract"]) == ("retracted", "one outlet only", "an exercise")


def test_what_was_judged_since(desk: Vedette) -> None:
    one, other = raid(desk), shelling(desk)
    then = dt.datetime.now(dt.UTC).isoformat()
    assert desk("incidents", "--changed-since", then).exit_code == 1
    number(desk("correct", one, "counts.killed", "20"))
    assert [row["id"] for row in table(desk("incidents", "--changed-since", then))] == [one]
    joined = number(desk("join", one, other))
    standing = {row["id"]: row["standing"] for row in table(desk("incidents", "--changed-since", then))}
    assert standing == {one: "new", other: f"in {one}"}
    number(desk("undo", joined))
    assert len(table(desk("incidents", "--changed-since", then))) == 1
    assert len(table(desk("incidents", "--changed-since", "2020-01-01"))) == 2
    assert desk("incidents", "--changed-since", "lately").exit_code == 2


def test_the_log_of_people_alone_and_as_of_a_time(desk: Vedette) -> None:
    one = raid(desk)
    then = dt.datetime.now(dt.UTC).isoformat()
    assert table(desk("log", "--by", "person")) == []
    number(desk("confirm", one))
    assert [row["kind"] for row in table(desk("log", "--by", "person"))] == ["confirm"]
    assert {row["kind"] for row in table(desk("log", one, "--as-of", then))} == {"assign"}
    assert {row["by"] for row in table(desk("log", "--by", "machine"))} == {"machine"}
    assert desk("log", "--by", "dog").exit_code == 2


def test_the_desk_as_it_was(desk: Vedette) -> None:
    one, other = raid(desk), shelling(desk)
    then = dt.datetime.now(dt.UTC).isoformat()
    number(desk("join", one, other))
    number(desk("correct", one, "counts.killed", "20"))
    assert len(table(desk("incidents"))) == 1
    before = table(desk("incidents", "--as-of", then))
    assert {row["id"]: row["killed"] for row in before} == {one: "9-11", other: "3"}
    assert {row["field"] for row in table(desk("show", other, "--as-of", then))}.isdisjoint({"merged"})
    assert desk("incidents", "--as-of", "yesterday").exit_code == 2


def test_a_sound_desk_is_said_to_be_so(desk: Vedette) -> None:
    done = desk("doctor")
    assert done.exit_code == 0
    assert "is sound: 3 reports" in done.stdout


def test_a_damaged_desk_is_told(folder: Vedette, tmp_path: Path) -> None:
    desk = folder
    desk("init")
    (tmp_path / "vedette-desk" / "desk.sqlite").write_bytes(b"no desk" * 1000)
    assert desk("doctor").exit_code != 0


def test_an_older_desk_is_upgraded_after_a_copy_was_made(vedette: Vedette, where: str, tmp_path: Path) -> None:
    place = where if is_server(where) else str(tmp_path / "vedette-desk")
    store = connect_server(place) if is_server(place) else connect_file(Path(place) / "desk.sqlite")
    (tmp_path / "vedette-desk").mkdir()
    with store.write() as connection:
        schema.migrate(connection, "0001")
    store.close()
    refused = vedette("incidents")
    assert (refused.exit_code, "vedette upgrade" in refused.stderr) == (2, True)
    done = vedette("upgrade")
    assert done.exit_code == 0
    copied, told = done.stdout.splitlines()
    assert Path(copied.rpartition(" ")[2]).is_file()
    assert told.endswith("is up to date")
    assert vedette("doctor").exit_code == 0
    assert vedette("upgrade").stdout.endswith("is up to date already; nothing was done\n")
    assert vedette("upgrade", "--desk", "nowhere").exit_code == 2


def test_a_backup_is_a_desk(desk: Vedette) -> None:
    assert desk("backup", "copy.sqlite").exit_code == 0
    assert desk("incidents", "--desk", "copy.sqlite").stdout == desk("incidents").stdout
    assert desk("backup", "copy.sqlite").exit_code == 2
    with open_desk("copy.sqlite", create=False) as opened:
        assert opened.counts()["reports"] == 3


@pytest.mark.parametrize("width", [80, 160])
def test_on_a_terminal_there_are_tables(
    desk: Vedette, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = raid(desk)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    place = os.environ.get("VEDETTE_DESK", desks.HOME)
    commands: list[Callable[[], None]] = [
        lambda: incidents.incidents(desk=place),
        lambda: log.log(desk=place),
        lambda: explain.explain(one, desk=place),
        lambda: show.show(one, desk=place),
    ]
    for command in commands:
        command()
        told = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
        assert one in told
        assert "\t" not in told
        assert all(len(line) <= width for line in told.splitlines())
    assert told.count("“") == 4  # the sentence of each event once
    assert re.search(r"killed +9-11 +all reports", told)
    assert re.search(r"9 +a \[\d+\]", told)


def test_outlets_that_say_the_same_stand_together() -> None:
    rows = [
        ["what", "Attack", "all reports", "", "", ""], ["what", "Attack", "One", "r1", "x:e1", "“A.”"],
        ["what", "Attack", "One", "r1", "x:e2", "“B.”"], ["what", "Attack", "Two", "r2", "y:e1", "“C.”"],
        ["what", "Raid", "", "r3", "z:e1", "“D.”"],
    ]  # fmt: skip
    numbers = show_terminal.numbered(rows)
    assert list(numbers.values()) == [1, 2, 3, 4]
    assert list(show_terminal.grouped(rows, numbers)) == [
        ("what", "Attack", "all reports, One [1 2], Two [3]"),
        ("what", "Raid", "r3 [4]"),
    ]


def test_an_incident_is_explained(desk: Vedette) -> None:
    one, other = raid(desk), shelling(desk)
    rows = table(desk("explain", one))
    tells = [row for row in rows if row["part"] == "tells"]
    assert [row["report"] for row in tells] == ["a", "b"]
    assert "9 killed" in tells[0]["what"]
    within = next(row for row in rows if row["part"] == "within")
    assert (within["report"], within["other"]) == ("a", one)
    assert "most like report b" in within["what"]
    parts = [part for side in ("for", "against") for part in within[side].split(", ") if part]
    linked = float(re.search(r"\(([+-]\d+\.\d+)\)", within["what"])[1])  # type: ignore[index]
    assert sum(float(part.rsplit(" ", 1)[1]) for part in parts) == pytest.approx(linked, abs=0.06)
    judged = [row for row in rows if row["part"].startswith("judgement")]
    assert all(f"incident {one}" in row["what"] for row in judged)
    alone = [row["part"] for row in table(desk("explain", other))]
    assert "within" not in alone
    number(desk("join", one, other))
    assert len([row for row in table(desk("explain", other)) if row["part"] == "tells"]) == 3
    for wrong, code in ((("explain", "i99"), 1), (("explain", one, "--html", "x.html"), 2)):
        assert desk(*wrong).exit_code == code


def test_an_incident_is_explained_as_it_was(desk: Vedette) -> None:
    one = raid(desk)
    then = dt.datetime.now(dt.UTC).isoformat()
    before = desk("explain", one).stdout
    number(desk("split", one, "b"))
    assert [row["report"] for row in table(desk("explain", one)) if row["part"] == "tells"] == ["a"]
    assert any(row["part"] == "beside" for row in table(desk("explain", one)))
    assert desk("explain", one, "--as-of", then).stdout == before


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    told = CliRunner().invoke(app, [command, "--help"]).stdout
    assert f"vedette {command}" in told.split("Examples:", 1)[1]
    assert "Exit codes" in told


def test_the_help_of_correct_names_every_field() -> None:
    told = CliRunner().invoke(app, ["correct", "--help"]).stdout
    for field in judgements.FIELDS:
        assert field.replace("counts", "") in told, field


def test_an_actor_is_found_by_any_of_its_names(vedette: Vedette) -> None:
    vedette("init")
    text = "Fighters of the Rapid Support Forces shelled the town of El Fasher on Monday, killing five people."
    vedette("add", "-", "--jsonl", given=lines(("a", text, "2024-11-27")))
    for name in ("RSF", "rsf", "rapid support forces"):
        assert len(table(vedette("incidents", "--actor", name))) == 1
    assert vedette("incidents", "--actor", "SAF").exit_code == 1


def test_a_live_blog_that_grew_is_one_report(vedette: Vedette) -> None:
    head = "Follow our live coverage of the fighting in northern Syria as it unfolds, hour by hour.\n\n"
    old = "Government artillery shelled the town of Saraqib on Friday, killing four civilians, rescuers said.\n\n"
    new = "A car bomb killed nine people at a market in Azaz on Friday, the town's council said.\n\n"
    vedette("init")
    page = {"published": "2024-11-29", "url": "https://news.example/live", "publisher": "News"}
    for key, text in (("v1", head + old), ("v2", head + new + old)):
        assert vedette("add", "-", "--jsonl", given=json.dumps({"id": key, "text": text, **page})).exit_code == 0
    found = {row["place"]: row for row in table(vedette("incidents"))}
    assert {place: (row["reports"], row["origins"]) for place, row in found.items()} == {
        "Azaz": ("1", "1"),
        "Saraqib": ("1", "1"),
    }
    rows = table(vedette("show", found["Saraqib"]["id"]))
    assert [row["report"] for row in rows if row["field"] == "version"] == ["v1"]
    assert {row["report"] for row in rows if row["event"]} == {"v2"}

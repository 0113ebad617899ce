"""`vedette tempo`, `ahead` and `rebuild` from end to end, on a desk in its usual folder."""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.running import Vedette, table
from tests.track.telling import desk_of, happening, put, report
from vedette.cli import rebuild as rebuild_command
from vedette.cli import tempo as tempo_command
from vedette.store import open_desk
from vedette.track import rebuild

AT = "2024-12-29"


@pytest.fixture
def vedette(work: Vedette, tmp_path: Path) -> Vedette:
    """Runs the command beside a desk of a quiet year and a loud month, an aim, a threat and a talk."""
    quiet = [happening("rebels", "Hama", f"2024-{month:02}-10", what="Attack") for month in range(1, 12)]
    days = [f"2024-12-{day}" for day in range(10, 20)]
    loud = [happening("HTS", "Damascus", day, killed=(1, 2, 3), weapon="drones", what="Armed clash") for day in days]
    talk = happening("Israel", "Isfahan", "2024-12-11", type="CONSULT")
    aim = happening("HTS", "Damascus", cue="reach", type="MOBILIZE", status="planned", says="its leader")
    threat = happening("Israel", cue="warned", type="THREATEN", status="threatened", target="Iran")
    reports = [report("a", "2024-11-20", *quiet, aim), report("b", AT, *loud, talk), report("c", "2024-12-20", threat)]
    with desk_of(tmp_path / "vedette-desk", reports):
        pass
    return work


def test_tempo_tells_what_rises(vedette: Vedette) -> None:
    rise, fall = table(vedette("tempo", "--by", "actor"))
    assert (rise["unit"], rise["recent"], rise["before"], rise["way"]) == ("Hayat Tahrir al-Sham", "10", "0", "more")
    assert (rise["ratio"], rise["deaths"]) == ("new", "10-20-30")
    assert (fall["unit"], fall["recent"], fall["before"], fall["way"]) == ("Syria: rebels", "0", "10", "as before")
    assert len(rise["weeks"].split(" ")) == 26
    (all_,) = table(vedette("tempo", "--weeks", "4"))
    assert (all_["unit"], all_["weeks"]) == ("all", "0 6 4 0")


def test_tempo_of_a_type_a_place_an_actor_and_a_country(vedette: Vedette) -> None:
    (talks,) = table(vedette("tempo", "--type", "consult"))
    assert talks["recent"] == "1"
    assert {row["unit"] for row in table(vedette("tempo", "--by", "type"))} == {"ASSAULT", "CONSULT"}
    assert {row["unit"] for row in table(vedette("tempo", "--by", "place", "--place", "hama"))} == {"Hama (SYR)"}
    assert {row["unit"] for row in table(vedette("tempo", "--by", "place", "--actor", "HTS"))} == {"Damascus (SYR)"}
    nothing = vedette("tempo", "--country", "COD")
    assert (nothing.exit_code, "no dated incident holds to this" in nothing.stderr) == (1, True)


def test_tempo_up_to_an_earlier_day_knows_nothing_later(vedette: Vedette) -> None:
    (course,) = table(vedette("tempo", "--at", "2024-11-30"))
    assert (course["recent"], course["before"]) == ("1", "9")


def test_tempo_tells_what_is_new(vedette: Vedette) -> None:
    rows = table(vedette("tempo", "--new"))
    assert {(row["day"], row["new"], row["name"]) for row in rows} == {
        ("2024-12-10", "actor", "Hayat Tahrir al-Sham"),
        ("2024-12-10", "place", "Damascus (SYR)"),
        ("2024-12-10", "weapon", "drones"),
        ("2024-12-10", "type", "Armed clash"),
    }
    assert vedette("tempo", "--new", "--weeks", "1").exit_code == 1


def test_tempo_writes_its_weeks_as_csv(vedette: Vedette, tmp_path: Path) -> None:
    assert vedette("tempo", "--by", "country", "--weeks", "4", "--csv", "weeks.csv").exit_code == 0
    with (tmp_path / "weeks.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["incidents"] for row in rows] == ["0", "6", "4", "0"]
    assert (rows[1]["unit"], rows[1]["from"], rows[1]["to"]) == ("SYR", "2024-12-09", "2024-12-15")
    assert [rows[1][name] for name in ("deaths_low", "deaths_best", "deaths_high")] == ["6", "12", "18"]
    refused = vedette("tempo", "--csv", "nowhere/weeks.csv")
    assert (refused.exit_code, "cannot be written" in refused.stderr) == (2, True)


def test_tempo_by_day(vedette: Vedette) -> None:
    rows = table(vedette("tempo", "--calendar", "--weeks", "3"))
    assert len(rows) == 21
    assert sum(int(row["incidents"]) for row in rows) == 10


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["tempo", "--by", "moon"], "--by 'moon' is none"),
        (["tempo", "--at", "then"], "--at 'then' is no date"),
        (["ahead", "--fate", "maybe"], "--fate 'maybe' is none"),
        (["ahead", "--country", "Atlantis"], "is no country"),
        (["rebuild", "--since", "once"], "'once' is no time"),
    ],
)
def test_what_is_asked_wrongly_is_named(vedette: Vedette, arguments: list[str], told: str) -> None:
    done = vedette(*arguments)
    assert (done.exit_code, told in done.stderr) == (2, True), done.output


def test_a_calendar_is_darker_where_more_happened() -> None:
    days = [dt.date(2024, 12, 2) + dt.timedelta(days=n) for n in range(14)]
    told = Counter({"2024-12-02": 1, "2024-12-03": 4, "2024-12-09": 2})
    lines = tempo_command.calendar_lines(told, days)
    assert lines[0].split() == ["Dec"]
    assert lines[1:3] == ["Mon ░▒", "Tue █·"]
    assert lines[-1] == "2024-12-02 to 2024-12-15: · 0, ░ up to 1, ▒ up to 2, ▓ up to 3, █ up to 4"


def test_a_sparkline_is_as_long_as_its_numbers_and_blank_for_none() -> None:
    assert tempo_command.sparkline([0, 1, 4, 8]) == " ▁▄█"
    assert tempo_command.sparkline([0, 0]) == "  "


def test_ahead_tells_what_became_of_each_with_source_and_words(vedette: Vedette) -> None:
    threat, aim = table(vedette("ahead"))
    assert (threat["told"], threat["fate"], threat["until"]) == ("threat: warned, Iran", "open", "2025-02-18")
    assert (aim["told"], aim["fate"], aim["kept"]) == ("declared aim: reach, Damascus", "come true", "2024-12-10")
    assert (aim["kept_by"], aim["why"]) == ("b.e0", "same actor, same place")
    assert aim["source"] == "its leader < outlet a"
    assert "reach at Damascus" in aim["words"]


def test_ahead_of_a_country_an_actor_a_time_and_a_fate(vedette: Vedette) -> None:
    asked = {
        ("--country", "IRN"): ["threat"],
        ("--country", "Syria"): ["intent"],
        ("--actor", "HTS"): ["intent"],
        ("--since", "2024-12-01"): ["threat"],
        ("--fate", "come-true"): ["intent"],
        ("--at", "2024-12-05"): ["intent"],
        ("--limit", "1"): ["threat"],
    }
    found = {option: [row["kind"] for row in table(vedette("ahead", *option))] for option in asked}
    assert found == asked
    (open_,) = table(vedette("ahead", "--at", "2024-12-05"))
    assert open_["fate"] == "open"
    assert vedette("ahead", "--country", "COD").exit_code == 1


def test_rebuild_counts_and_the_way_from_an_earlier_time_comes_to_the_same(vedette: Vedette) -> None:
    rows = table(vedette("rebuild"))
    assert [row["derived"] for row in rows] == ["read", *rebuild.DERIVATIONS]
    assert {row["derived"]: row["items"] for row in rows}["ahead"] == "2"
    with open_desk("vedette-desk", create=False) as desk:
        then = desk.reports()[-1].added_at
        put(desk, [report("d", "2024-12-30", happening("HTS", "Hama", "2024-12-30"))])
    done = vedette("rebuild", "--since", then)
    assert (done.exit_code, "the same" in done.stderr) == (0, True)


def test_rebuild_says_where_the_two_ways_differ(vedette: Vedette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "refreshed", lambda _desk, old, _since, _at: old)
    done = vedette("rebuild", "--since", "2000-01-01")
    assert done.exit_code == 1
    assert "come to something else: incidents, deeds, statements, tempo, firsts, ahead" in done.stderr
    assert rebuild_command.COLUMNS[0] in done.stdout

"""Tempo: what counts, in which week, by which unit; what rises; what is new."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.track.telling import desk_of, happening, put, report
from vedette.merge.desking import signature, state_of
from vedette.merge.judgements import correct_field, retract
from vedette.records import Coded
from vedette.track.deeds import Deed, newest_day
from vedette.track.parts import Party, Where
from vedette.track.rebuild import basis
from vedette.track.tempo import By, Course, by_day, counted, courses, novelties, starts

AT = "2024-12-29"


def deeds_of(folder: Path, *reports: Coded) -> list[Deed]:
    """The deeds of a desk of these reports."""
    with desk_of(folder, reports) as desk:
        return basis(desk).deeds


def deed(day: str, who: str = "M23", place: str = "Goma", **more: Any) -> Deed:
    """A deed of a day."""
    party = Party(who, who, who, "CODREB", "actor")
    where = Where(place, frozenset({place}), "North Kivu", "COD")
    told: dict[str, Any] = {"type": "ASSAULT", "what": "Attack", "types": frozenset({"ASSAULT"}), "weapons": ()}
    told |= {"incident": f"{who} {day}", "day": day, "last": day, "where": where, "parties": (party,), "deaths": None}
    return Deed(**told | more)


def by_unit(deeds: list[Deed], by: By, weeks: int = 4, at: str = AT) -> dict[str, Course]:
    """The courses by their units."""
    return {course.unit: course for course in courses(counted(deeds, at), at, weeks, by)}


def test_what_was_only_said_or_denied_is_no_deed(tmp_path: Path) -> None:
    told = [
        happening("HTS", "Hama", "2024-12-02"),
        happening("HTS", "Hama", "2024-12-02", status="feared"),
        happening("HTS", "Hama", "2024-12-02", negated=True),
    ]
    assert [d.incident for d in deeds_of(tmp_path, report("a", "2024-12-03", *told))] == ["a.e0"]


def test_a_deed_has_its_day_place_parties_weapons_and_dead(tmp_path: Path) -> None:
    told = happening("HTS", "Hama", "2024-12-02", target="Israel", killed=(3, 4, 6), weapon="rockets", what="Attack")
    (one,) = deeds_of(tmp_path, report("a", "2024-12-04", told))
    assert (one.day, one.last, one.dated, one.type, one.what) == ("2024-12-02", "2024-12-02", True, "ASSAULT", "Attack")
    assert (one.where.name, one.where.country, one.where.admin1) == ("Hama", "SYR", "Hama")
    assert (one.named("actor"), one.named("target")) == ({"HTS": "Hayat Tahrir al-Sham"}, {"ISR": "Israel"})
    assert (one.weapons, one.deaths) == (("rockets",), (3, 4, 6))


def test_best_is_the_median_of_reports_between_lowest_and_highest(tmp_path: Path) -> None:
    numbers = [("a", 3), ("b", 10), ("c", 11)]
    some = [report(i, "2024-12-04", happening("HTS", "Hama", "2024-12-02", killed=n)) for i, n in numbers]
    with desk_of(tmp_path) as desk:
        put(desk, some, into="i1")
        assert [d.deaths for d in basis(desk).deeds] == [(3, 10, 11)]


def test_what_nothing_dates_is_of_the_day_of_its_report_and_what_is_told_too_widely_of_none(tmp_path: Path) -> None:
    undated = report("a", "2024-12-04", happening("HTS", "Hama"))
    wide = report("b", "2024-12-05", happening("HTS", "Hama", "2024-01-01", last="2024-11-30"))
    neither = report("c", None, happening("HTS", "Hama"))
    found = {d.incident: (d.day, d.dated) for d in deeds_of(tmp_path, undated, wide, neither)}
    assert found == {"a.e0": ("2024-12-04", False), "b.e0": (None, True), "c.e0": (None, False)}
    assert counted([replace(deed(AT), day=None), deed(AT)], AT) == [deed(AT)]


def test_a_person_s_corrections_count_in_place_of_what_reports_say(tmp_path: Path) -> None:
    with desk_of(tmp_path, [report("a", "2024-12-04", happening("HTS", "Hama", "2024-12-02", killed=3))]) as desk:
        changes: dict[str, Any] = {
            "counts.killed": {"low": 5, "best": 6, "high": 9},
            "when": "2024-12-01",
            "place": "Homs",
        }
        changes |= {"actors": ["SNA"], "type": "COERCE"}
        for field, value in changes.items():
            desk.judge(correct_field(state_of(desk), "a.e0", field, value, signature()))
        (one,) = basis(desk).deeds
        assert (one.deaths, one.day, one.where.name, one.type) == ((5, 6, 9), "2024-12-01", "Homs", "COERCE")
        assert one.named("actor") == {"sna": "SNA"}
        desk.judge(correct_field(state_of(desk), "a.e0", "status", "denied", signature()))
        assert basis(desk).deeds == []


def test_a_day_that_is_none_dates_nothing(tmp_path: Path) -> None:
    with desk_of(tmp_path, [report("a", "2024-12-04", happening("HTS", "Hama", "2024-12-02"))]) as desk:
        desk.judge(correct_field(state_of(desk), "a.e0", "when", "early December", signature()))
        assert [(d.day, d.dated) for d in basis(desk).deeds] == [("2024-12-04", False)]


def test_a_retracted_incident_is_no_deed(tmp_path: Path) -> None:
    with desk_of(tmp_path, [report("a", "2024-12-04", happening("HTS", "Hama", "2024-12-02"))]) as desk:
        desk.judge(retract(state_of(desk), "a.e0", signature("an exercise")))
        assert basis(desk).deeds == []


def test_weeks_end_with_the_day_asked_about() -> None:
    assert starts("2024-12-29", 2) == ["2024-12-16", "2024-12-23"]
    days = ["2024-12-22", "2024-12-23", "2024-12-29", "2024-12-30", "2024-12-08"]
    (course,) = courses(counted([deed(d) for d in days], AT), AT, 3)
    assert [week.incidents for week in course.weeks] == [0, 1, 2]
    assert (course.recent, course.span, course.unit) == (4, 4, "all")


def test_the_dead_of_a_week_are_summed_by_lowest_best_and_highest() -> None:
    some = [deed(AT, deaths=(1, 2, 3)), deed(AT, "ADF", deaths=(10, 20, 30)), deed(AT, "X")]
    (course,) = courses(counted(some, AT), AT, 1)
    assert (course.weeks[0].low, course.weeks[0].best, course.weeks[0].high) == (11, 22, 33)


@pytest.mark.parametrize(
    ("by", "units"),
    [
        ("country", {"COD"}),
        ("admin1", {"North Kivu (COD)"}),
        ("place", {"Goma (COD)", "Sake (COD)"}),
        ("actor", {"M23", "ADF"}),
        ("type", {"ASSAULT"}),
    ],
)
def test_units_are_told_apart(by: By, units: set[str]) -> None:
    assert set(by_unit([deed(AT), deed(AT, "ADF", "Sake")], by)) == units


def test_what_is_told_no_finer_than_a_province_is_no_place() -> None:
    wide = deed(AT, where=Where("North Kivu", frozenset(), "North Kivu", "COD"))
    assert by_unit([wide], "place") == {}
    assert set(by_unit([wide], "admin1")) == {"North Kivu (COD)"}


def test_a_rise_against_the_unit_s_own_past_and_none_where_the_past_is_too_short() -> None:
    past = [deed(f"2024-{month:02}-15") for month in range(1, 12)]
    lately = [deed(f"2024-12-{day}", incident=f"x{day}") for day in range(10, 20)]
    course = by_unit(past + lately, "actor")["M23"]
    assert (course.recent, course.before, course.past) == (10, 11, 46)
    assert course.ratio is not None
    assert course.ratio.way == "more"
    assert course.ratio.value == pytest.approx(10 / 4 / (11 / 46))
    assert by_unit(lately, "actor")["M23"].ratio is None


def test_a_unit_that_is_new_is_compared_with_the_weeks_in_which_it_was_not_there() -> None:
    old = [deed("2024-01-01"), *(deed(f"2024-12-{day}", "ADF") for day in (25, 26, 27, 28))]
    course = by_unit(old, "actor")["ADF"]
    assert (course.recent, course.before, course.past) == (4, 0, 48)
    assert course.ratio is not None
    assert course.ratio.way == "more"


def test_the_surest_rise_comes_first() -> None:
    some = [deed("2024-01-01"), deed("2024-12-28", "B"), *(deed(f"2024-12-{day}", "A") for day in (25, 26, 27, 28))]
    assert [course.unit for course in courses(counted(some, AT), AT, 4, "actor")] == ["A", "B", "M23"]


def test_what_is_new_is_told_once_with_its_day_and_not_while_everything_is_new() -> None:
    some = [
        deed("2024-01-01"),
        deed("2024-12-02", weapons=("drone",)),
        deed("2024-12-03", "ADF", "Sake", weapons=("drone",), what="Armed clash"),
        deed("2024-12-04", "ADF", "Sake", incident="later"),
    ]
    found = [(new.day, new.kind, new.name, new.incident) for new in novelties(counted(some, AT))]
    assert found == [
        ("2024-12-02", "weapon", "drone", "M23 2024-12-02"),
        ("2024-12-03", "actor", "ADF", "ADF 2024-12-03"),
        ("2024-12-03", "place", "Sake (COD)", "ADF 2024-12-03"),
        ("2024-12-03", "type", "Armed clash", "ADF 2024-12-03"),
    ]
    assert novelties(counted(some[1:], AT)) == []
    assert len(novelties(counted(some[1:], AT), settled=0)) == 7
    assert novelties([]) == []


def test_only_the_types_asked_for_are_counted_and_nothing_after_the_day() -> None:
    some = [deed(AT), deed(AT, "ADF", type="CONSULT"), deed("2024-12-30", "X")]
    assert [d.incident for d in counted(some, AT, ["ASSAULT"])] == [f"M23 {AT}"]
    assert by_day(counted(some, AT)) == {AT: 2}


def test_the_newest_report_stands_for_today(tmp_path: Path) -> None:
    with desk_of(tmp_path, [report("a", "2024-12-04", happening("HTS", "Hama"))]) as desk:
        assert basis(desk).at == newest_day(desk.reports()) == "2024-12-04"
    assert newest_day([]) is None

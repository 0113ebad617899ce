"""From our words to ACLED's, UCDP's and PLOVER's: the tables are whole, and rows say what the record says."""

import csv
import io
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.samples import ARMY, BATTLE, CIVILIANS, DENIED, HTS, PLAN, PROTEST, RUSSIA, WHOLE
from tests.export.written import written
from vedette.errors import DataFileError
from vedette.export import crosswalk
from vedette.export.acled import has_row, sub_event
from vedette.export.ged import grid_cell, sides
from vedette.export.kinds import kind_of, kinds
from vedette.export.parties import key, known, sector
from vedette.export.plover import auxiliary
from vedette.export.values import Point, pin, took_place
from vedette.lexicon.countries import countries
from vedette.records import Incident, Participant, Toll
from vedette.records.vocabulary import PloverType, Status, SubEvent


def rows(name: str, *incidents: Incident) -> list[dict[str, str]]:
    """The rows of a CSV format."""
    return list(csv.DictReader(io.StringIO(written(name, incidents).decode("utf-8"), newline="")))


def test_acleds_table_has_each_sub_event_and_only_types_of_ours() -> None:
    table = crosswalk.acled()
    assert set(table.sub_events) == set(get_args(SubEvent))
    assert len({kind.event for kind in table.sub_events.values()}) == 6
    assert {kind.disorder for kind in table.sub_events.values()} == {
        "Political violence", "Demonstrations", "Political violence; Demonstrations", "Strategic developments",
    }  # fmt: skip


def test_each_country_has_its_number_and_its_regions() -> None:
    table = crosswalk.regions()
    assert set(table) == set(countries().codes)
    assert (table["SYR"].numeric, table["SYR"].acled_region, table["SYR"].gw) == ("760", "Middle East", 652)
    assert (table["EGY"].acled_region, table["EGY"].ucdp_region) == ("Northern Africa", "Middle East")
    assert {row.ucdp_region for row in table.values()} == {"Africa", "Americas", "Asia", "Europe", "Middle East", None}
    numbers = [row.gw for row in table.values() if row.gw]
    assert len(set(numbers)) == len(numbers) > 190


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("SYR,760,Middle East,Middle East,652\nSYR,760,Middle East,Middle East,652\n", "stands twice"),
        ("", "is missing"),
    ],
)
def test_a_broken_table_of_countries_is_refused(tmp_path: Path, change: str, problem: str) -> None:
    path = tmp_path / "countries.csv"
    path.write_text(f"iso3,numeric,acled_region,ucdp_region,gw\n{change}", "utf-8")
    with pytest.raises(DataFileError, match=problem):
        crosswalk.load_regions(path)


def test_a_type_without_sub_event_has_that_of_its_mode_and_words_have_none() -> None:
    bare = {"sub_event": None}
    assert sub_event(WHOLE.model_copy(update=bare)) == "Air/drone strike"
    assert sub_event(WHOLE.model_copy(update=bare | {"mode": None})) == "Attack"
    for words in ("ACCUSE", "CONSULT", "REQUEST", "THREATEN", "SUPPORT"):
        assert sub_event(WHOLE.model_copy(update=bare | {"type": words})) is None


def test_what_did_not_take_place_has_no_row() -> None:
    for status in get_args(Status):
        taken = status in {"happened", "ongoing"}
        one = WHOLE.model_copy(update={"status": status})
        assert has_row(one) == taken == took_place(one)
        assert len(rows("acled", one)) == len(rows("ged", one)) == taken
    assert rows("acled", DENIED, PLAN) == rows("ged", DENIED, PLAN, PROTEST) == []


def test_an_acled_like_row() -> None:
    first, second, third = rows("acled", WHOLE, BATTLE, PROTEST)
    assert len(first) == 31
    assert (first["inter1"], first["inter2"]) == ("External/Other forces", "Civilians")
    assert (first["civilian_targeting"], first["fatalities"]) == ("Civilian targeting", "4")
    assert (second["interaction"], second["time_precision"]) == ("Rebel group-State forces", "2")
    assert (second["geo_precision"], second["latitude"]) == ("", ""), "a country is no place of ACLED's"
    assert (third["inter1"], third["interaction"], third["disorder_type"]) == (
        "Protesters",
        "Protesters only",
        "Demonstrations",
    )
    assert "crowd size=300" in third["tags"]


def test_a_ged_like_row() -> None:
    first, second = rows("ged", WHOLE, BATTLE)
    assert len(first) == 49
    assert (first["type_of_violence"], first["deaths_civilians"], first["deaths_unknown"]) == ("3", "4", "0")
    assert (first["low"], first["best"], first["high"]) == ("4", "4", "6")
    assert first["source_original"] == "Syria Wire; rescuers; a doctor"
    assert (second["side_a"], second["side_b"], second["type_of_violence"]) == ("Syrian Army", HTS.name, "1")
    assert (second["where_prec"], second["latitude"], second["date_prec"]) == ("6", "", "2")
    for row in (first, second):
        parts = [int(row[f"deaths_{of}"]) for of in ("a", "b", "civilians", "unknown")]
        assert sum(parts) == int(row["best"])


def _incident(*parties: Participant) -> Incident:
    """One with these parties."""
    return BATTLE.model_copy(update={"parties": parties})


def test_sides_and_kinds_of_violence() -> None:
    other = HTS.model_copy(update={"role": "target", "id": "SNA", "name": "SNA"})
    palace = ARMY.model_copy(update={"id": "SYRGOV", "name": "Palace", "kind": "GOV", "code": "SYRGOV"})
    army = ARMY.model_copy(update={"role": "actor"})
    (row,) = rows("ged", _incident(HTS, other))
    assert row["type_of_violence"] == "2"
    (row,) = rows("ged", _incident(army, palace))
    assert row["type_of_violence"] == "", "a state does not fight itself"
    a, b = sides(_incident(army, palace, other))
    assert (a.name, b.name) == ("Syrian Army", "SNA")
    (row,) = rows("ged", _incident(RUSSIA, ARMY))
    assert (row["type_of_violence"], row["gwnoa"], row["gwnob"]) == ("1", "365", "652")
    (row,) = rows("ged", _incident())
    assert (row["type_of_violence"], row["side_a"], row["dyad_name"]) == ("", "", "")


@given(low=st.integers(0, 500), more=st.integers(0, 500), most=st.integers(0, 500), civil=st.booleans())
def test_the_parts_of_the_dead_are_never_more_than_all(low: int, more: int, most: int, *, civil: bool) -> None:
    toll = Toll(of="killed", low=low, best=low + more, high=low + more + most)
    change: dict[str, Any] = {"tolls": (toll,), "parties": (RUSSIA, CIVILIANS if civil else ARMY)}
    for row in rows("ged", WHOLE.model_copy(update=change)):
        assert int(row["deaths_civilians"]) + int(row["deaths_unknown"]) == toll.best
        assert int(row["deaths_unknown"]) >= 0


def test_cells_of_prio_grid() -> None:
    assert grid_cell(Point(-89.9, -179.9)) == 1
    assert grid_cell(Point(-89.9, 179.9)) == 720
    assert grid_cell(Point(89.9, 179.9)) == grid_cell(Point(90, 180)) == 259_200
    assert grid_cell(None) is None


def test_plovers_auxiliary_modes() -> None:
    told = {status: auxiliary(WHOLE.model_copy(update={"status": status})) for status in get_args(Status)}
    assert told["happened"] == told["ongoing"] == []
    assert told["planned"] == told["ordered"] == told["threatened"] == ["future"]
    assert told["possible"] == told["feared"] == told["hypothetical"] == ["hypothetical"]
    assert told["denied"] == auxiliary(DENIED) == ["negation"]
    assert auxiliary(PROTEST) == ["historical"]
    assert set(crosswalk.plover().quad) == set(get_args(PloverType))


def test_a_country_acts_as_its_government_and_a_code_is_not_always_one_actor() -> None:
    syria = Participant(role="actor", id="SYR", name="Syria", country="SYR", code="SYR")
    rebels = Participant(role="actor", id="SOMREB", name="militants", country="SOM", kind="REB", code="SOMREB")
    anybody = Participant(role="actor", id="UNK", name="gunmen", kind="UNK", code="UNK")
    assert sector(syria) == "GOV"
    assert [known(party) for party in (syria, ARMY, HTS, rebels, anybody)] == [True, True, True, False, False]
    assert key(rebels) != key(rebels.model_copy(update={"name": "others"}))
    assert key(HTS) == key(HTS.model_copy(update={"name": "HTS"}))


def test_no_pin_is_finer_than_what_is_known() -> None:
    assert WHOLE.place is not None
    for precision, shown in {"point": True, "town": True, "province": True, "country": False, "unknown": False}.items():
        there = WHOLE.model_copy(update={"place": WHOLE.place.model_copy(update={"precision": precision})})
        assert (pin(there) is not None) == shown, precision


def test_each_kind_looks_like_no_other() -> None:
    looks = kinds().all()
    assert len({(kind.shape) for kind in looks}) == len({kind.colour for kind in looks}) == len(looks)
    assert kind_of(WHOLE, took_place=True).name == "Strike, shelling, explosion"
    assert kind_of(BATTLE, took_place=True).name == "Battle"
    assert kind_of(PLAN, took_place=False) is kinds().threat
    for event in {kind.event for kind in crosswalk.acled().sub_events.values()}:
        assert any(event in kind.events for kind in kinds().kind), event

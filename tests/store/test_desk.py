"""What a desk keeps and how it answers, alike on SQLite and PostgreSQL."""

import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import text

from tests.store.made import TEXT, coded, count, shelling
from vedette.errors import StoreError
from vedette.records import Coded, Record, Report
from vedette.records.report import content_id
from vedette.store import Desk
from vedette.store.rows import EventFilters

FIRST, SECOND = "2026-01-01T13:00:00.000000Z", "2026-01-01T14:00:00.000000Z"


def test_a_report_comes_back_as_it_was_given(desk: Desk) -> None:
    given = coded(url="https://example.org/1", publisher="The Daily", language="en", original_source="AFP")
    added = desk.add(given)
    assert added.new
    assert added.version_of is None
    assert added.id == content_id(f"{TEXT} Report 0.")
    kept = desk.report(added.id)
    assert kept is not None
    assert kept.coded == given
    assert kept.row.as_json() == {
        "seq": 1,
        "id": added.id,
        "key": "r0",
        "url": "https://example.org/1",
        "publisher": "The Daily",
        "title": "Shelling 0",
        "published": "2024-11-26",
        "language": "en",
        "original_source": "AFP",
        "version_of": None,
        "added_at": FIRST,
    }


def test_the_same_text_is_one_report_however_often_it_is_given(desk: Desk) -> None:
    first = desk.add(coded())
    again = desk.add(coded())
    assert (again.id, again.new) == (first.id, False)
    assert desk.counts() == {
        "reports": 1, "sightings": 1, "events": 2, "duplicates": 0, "incidents": 0, "judgements": 0,
    }  # fmt: skip


def test_where_else_a_text_stood_is_kept(desk: Desk) -> None:
    first = desk.add(coded(url="https://one.example", publisher="One"))
    again = desk.add(coded(url="https://two.example", publisher="Two"), key="mine")
    assert (again.id, again.new) == (first.id, False)
    assert [(s.key, s.url, s.publisher) for s in desk.sightings(first.id)] == [
        ("r0", "https://one.example", "One"),
        ("mine", "https://two.example", "Two"),
    ]
    for asked in ("r0", "mine", first.id):
        kept = desk.report(asked)
        assert kept is not None
        assert kept.row.id == first.id
    assert desk.report("mine", as_of=FIRST) is None
    assert [row.id for row in desk.reports(url="https://two.example")] == [first.id]
    assert desk.report("nothing") is None


def test_an_edited_text_at_the_same_address_is_a_version_of_the_one_before(desk: Desk) -> None:
    ids = [desk.add(coded(n, url="https://example.org/a")).id for n in range(3)]
    assert [row.version_of for row in desk.reports()] == [None, ids[0], ids[1]]
    assert [row.id for row in desk.reports(latest=True)] == [ids[2]]
    assert [row.id for row in desk.reports(latest=True, as_of=SECOND)] == [ids[1]]
    assert {event.report_id for event in desk.events(latest=True)} == {ids[2]}
    assert desk.add(coded(1, url="https://example.org/a")).version_of == ids[0]
    assert desk.add(coded(7)).version_of is None


def test_what_cannot_be_coded_is_refused_with_the_reason(desk: Desk) -> None:
    with pytest.raises(StoreError, match=r"report r9 cannot be stored: no parse\. Code it again"):
        desk.add(Coded(id="r9", report=Report(id="r9", text="x"), error="no parse"))
    with pytest.raises(StoreError, match="it holds no report"):
        desk.add(Coded(id="r9"))
    with pytest.raises(StoreError, match="two of its events have one id"):
        desk.add(coded(events=(shelling(), shelling())))
    assert desk.counts()["reports"] == 0


def test_an_event_has_its_columns_and_its_actors(desk: Desk) -> None:
    ident = desk.add(coded()).id
    first, second = desk.events_of(ident)
    assert first.event == coded().events[0]
    assert (first.id, first.n, first.type, first.status, first.negated) == (
        f"{ident}:e1",
        0,
        "ASSAULT",
        "happened",
        False,
    )
    assert (first.place_id, first.place, first.country) == ("geonames:169389", "Idlib", "SYR")
    assert (first.admin1, first.lat, first.lon, first.precision) == ("Idlib", 35.93, 36.63, "town")
    assert (first.day_from, first.day_to) == ("2024-11-25", "2024-11-25")
    assert (first.killed_low, first.killed_best, first.killed_high) == (12, 12, None)
    assert [(a.role, a.name, a.words, a.code) for a in first.actors] == [
        ("actor", "Front for the Liberation of Sham", "Rebels of the FLS", "SYRREB"),
        ("target", "people", "people", None),
    ]
    assert (second.place_id, second.place, second.day_from, second.killed_best) == (None, None, None, None)
    assert [(a.role, a.actor_id) for a in second.actors] == [("actor", "a2"), ("beneficiary", None)]


FILTERS: list[tuple[EventFilters, list[str]]] = [
    ({}, ["e1", "e2"]),
    ({"place": "idlib"}, ["e1"]),
    ({"place": "geonames:169389"}, ["e1"]),
    ({"place": "Aleppo"}, []),
    ({"country": "syr"}, ["e1"]),
    ({"actor": "a1"}, ["e1"]),
    ({"actor": "front for the liberation of SHAM"}, ["e1"]),
    ({"actor": "rebels of the F.L.S"}, []),
    ({"actor": "Rebels of the FLS"}, ["e1"]),
    ({"actor": "Syrian Army"}, ["e2"]),
    ({"actor": "army", "role": "beneficiary"}, ["e2"]),
    ({"actor": "army", "role": "actor"}, []),
    ({"type": "assault"}, ["e1"]),
    ({"sub_event": "Shelling/artillery/missile attack"}, ["e1"]),
    ({"status": "ongoing"}, ["e2"]),
    ({"day_from": "2024-11-25"}, ["e1"]),
    ({"day_from": "2024-11-26"}, []),
    ({"day_to": "2024-11-25"}, ["e1"]),
    ({"day_to": "2024-11-24"}, []),
    ({"min_killed": 12}, ["e1"]),
    ({"min_killed": 13}, []),
    ({"search": "shelled idlib"}, ["e1", "e2"]),
    ({"search": "nowhere"}, []),
    ({"limit": 1}, ["e1"]),
    ({"limit": 1, "offset": 1}, ["e2"]),
    ({"offset": 1}, ["e2"]),
    ({"order": "day"}, ["e1", "e2"]),
    ({"type": "ASSAULT", "country": "SYR", "place": "Idlib", "actor": "a1", "min_killed": 1}, ["e1"]),
]


def test_events_are_found_by_each_filter(desk: Desk) -> None:
    desk.add(coded())
    for filters, found in FILTERS:
        assert [row.event.id for row in desk.events(**filters)] == found, filters
        if not {"limit", "offset"} & set(filters):
            assert desk.count_events(**filters) == len(found), filters


def test_the_newest_day_comes_first_where_that_is_asked_and_no_day_last(desk: Desk) -> None:
    days = ["2024-11-25", "2024-12-01", None]
    for n, day in enumerate(days):
        when = shelling().when
        assert when is not None
        moved = when.model_copy(update={"start": day, "end": None})
        desk.add(coded(n, events=(shelling(when=moved),)))
    assert [row.day_from for row in desk.events(order="day")] == ["2024-12-01", "2024-11-25", None]
    assert [row.day_from for row in desk.events()] == days


def test_a_number_too_large_to_be_one_of_people_is_no_trouble(desk: Desk) -> None:
    desk.add(coded(events=(shelling(counts=(count("killed", 10**30),)),)))
    assert [row.event.counts[0].best for row in desk.events(min_killed=10**9)] == [10**30]


def test_reports_are_found_by_each_filter(desk: Desk) -> None:
    first = desk.add(
        coded(0, publisher="One", language="en", published="2024-11-01", url="https://one.example"), key="k"
    ).id
    second = desk.add(coded(1, publisher="Two", language="fr", published="2024-12-01")).id
    assert [row.id for row in desk.reports()] == [first, second]
    for filters in (
        {"publisher": "One"},
        {"language": "en"},
        {"published_to": "2024-11-01"},
        {"key": "k"},
        {"url": "https://one.example"},
        {"search": "Report 0"},
        {"limit": 1},
    ):
        assert [row.id for row in desk.reports(**filters)] == [first], filters
    assert [row.id for row in desk.reports(published_from="2024-11-02")] == [second]
    assert [row.id for row in desk.reports(offset=1)] == [second]


def test_a_filter_that_there_is_not_and_a_day_that_is_none_are_refused(desk: Desk) -> None:
    wrong: Any = {"colour": "red"}
    with pytest.raises(StoreError, match=r"no filter 'colour'\. Filters: place, country"):
        desk.events(**wrong)
    with pytest.raises(StoreError, match="'May' is no day"):
        desk.events(day_from="May")
    with pytest.raises(StoreError, match=r"'May' is no time\. Write 2026-11-30"):
        desk.events(as_of="May")


def test_every_question_can_be_asked_as_of_an_earlier_time(desk: Desk) -> None:
    first = desk.add(coded(0)).id
    before = _everything(desk, FIRST)
    second = desk.add(coded(1)).id
    desk.add_duplicate(second, first, "copy", 0.9)
    desk.add_incident("i1")
    desk.judge({"who": "me", "by": "person", "kind": "assign"})
    assert _everything(desk, FIRST) == before
    assert _everything(desk, None) != before
    assert _everything(desk, "2026-01-01") == _everything(desk, None)
    assert not any(_everything(desk, "2025-12-31").values())
    assert desk.report(second, as_of=FIRST) is None
    assert [row.id for row in desk.added_since(FIRST)] == [second]
    assert [row.id for row in desk.added_since("2025-12-31", as_of=FIRST)] == [first]
    assert desk.added_since("2026-01-01") == []


def _everything(desk: Desk, as_of: str | None) -> dict[str, Any]:
    """All that a desk answers."""
    counts = desk.counts(as_of=as_of)
    return {
        "reports": desk.reports(as_of=as_of),
        "events": desk.events(as_of=as_of),
        "search": desk.search("shelled", as_of=as_of),
        "duplicates": desk.duplicates(as_of=as_of),
        "incidents": desk.incidents(as_of=as_of),
        "judgements": desk.judgements(as_of),
        "counts": counts if any(counts.values()) else {},
    }


def test_judgements_are_a_log(desk: Desk) -> None:
    first = desk.judge(
        {"who": "merge 1", "by": "machine", "kind": "assign", "event": "x:e1", "incident": "i1", "score": 0.5}
    )
    second = desk.judge(
        {"who": "Ada", "by": "person", "kind": "undo", "undoes": first, "why": "another town", "at": "x"}
    )
    assert (first, second) == (1, 2)
    one, two = desk.judgements()
    assert (one.payload, one.score, one.at) == ({"event": "x:e1", "incident": "i1"}, 0.5, FIRST)
    assert (two.undoes, two.why, two.payload, two.at) == (1, "another town", {}, SECOND)
    assert desk.judgements(FIRST) == [one]


class Verdict(Record):
    """A judgement as a record of another stage has it: empty where it says nothing."""

    id: int = 0
    at: str
    who: str
    by: str
    kind: str
    why: str = ""
    score: float | None = None
    incident: str = ""
    events: tuple[str, ...] = ()
    value: Any = None
    undoes: int | None = None


def test_a_record_goes_into_the_log_and_comes_out_equal_but_for_its_id_and_time(desk: Desk) -> None:
    given = [
        Verdict(at="x", who="m 1", by="machine", kind="split", incident="i1", events=("a", "b"), score=0.0),
        Verdict(at="x", who="Ada", by="person", kind="correct", incident="i1", value={"low": None}),
        Verdict(at="x", who="Ada", by="person", kind="undo", undoes=1, why="no"),
    ]
    for verdict in given:
        desk.judge(verdict)
    rows = desk.judgements()
    assert [Verdict(**row.as_fields()) for row in rows] == [
        verdict.model_copy(update={"id": n, "at": row.at})
        for n, (verdict, row) in enumerate(zip(given, rows, strict=True), 1)
    ]
    assert rows[0].payload == {"incident": "i1", "events": ["a", "b"]}


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"by": "person", "kind": "assign"}, "needs who"),
        ({"who": "me", "by": "dog", "kind": "assign"}, "not 'dog'"),
        ({"who": "me", "by": "person", "kind": "undo", "undoes": 7}, "judgement 7 cannot be undone"),
    ],
)
def test_a_judgement_that_cannot_be_is_refused(desk: Desk, given: dict[str, Any], problem: str) -> None:
    with pytest.raises(StoreError, match=problem):
        desk.judge(given)
    assert desk.judgements() == []


@pytest.mark.parametrize("statement", ["UPDATE judgement SET why = 'x'", "DELETE FROM judgement"])
def test_the_log_can_be_neither_changed_nor_shortened(desk: Desk, statement: str) -> None:
    desk.judge({"who": "me", "by": "person", "kind": "assign", "payload": {"a": [1, None]}})
    with pytest.raises(StoreError, match="judgements are only ever added"), desk.store.write() as connection:
        connection.execute(text(statement))
    assert desk.judgements()[0].payload == {"a": [1, None]}


def test_duplicates_and_incidents_are_noted_once(desk: Desk) -> None:
    first, second = desk.add(coded(0)).id, desk.add(coded(1)).id
    assert desk.add_duplicate(second, first, "copy", 0.9)
    assert not desk.add_duplicate(second, first, "edit")
    assert [(d.report_id, d.of_report, d.kind, d.score) for d in desk.duplicates()] == [(second, first, "copy", 0.9)]
    with pytest.raises(StoreError, match="there is no report nobody to be a duplicate"):
        desk.add_duplicate("nobody", first, "copy")
    assert [desk.add_incident(ident) for ident in ("i2", "i1", "i2")] == [True, True, False]
    assert desk.incidents() == ["i2", "i1"]


def test_the_record_goes_forward_even_if_the_clock_goes_back(desk: Desk) -> None:
    desk.add(coded(0))
    desk._clock = lambda: dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    desk.add(coded(1))
    assert [row.added_at for row in desk.reports()] == [FIRST, "2026-01-01T13:00:00.000001Z"]


def test_two_texts_with_one_hash_are_not_taken_for_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from vedette.store import flatten

    monkeypatch.setattr(flatten, "content_id", lambda text: "same" if text.startswith(TEXT) else content_id(text))
    desk.add(coded(0, key="a"))
    with pytest.raises(StoreError, match="report b has the id of another text"):
        desk.add(coded(1, key="b"))


def test_half_a_surrogate_pair_and_a_nul_come_back_too(desk: Desk) -> None:
    given = coded(text=TEXT + " \ud800 \x00", title="\x00\udfff", publisher="a\x00b", key="\ud800")
    kept = desk.report(desk.add(given).id)
    assert kept is not None
    assert kept.coded == given
    assert kept.row.publisher == "a\ufffdb"
    desk.judge({"who": "a\x00", "by": "person", "kind": "x", "value": "\ud800\x00"})
    assert desk.judgements()[0].payload == {"value": "\ud800\x00"}
    assert json.dumps(kept.row.as_json())

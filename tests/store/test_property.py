"""Whatever is added comes back equal."""

import itertools
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vedette.records import Actor, Coded, Count, Event, Mention, Place, Report, Span, When
from vedette.store import Desk, doctor

NUMBER = itertools.count()
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MAYBE = st.none() | WORDS
PEOPLE = st.none() | st.integers(0, 10**20)
COUNTS = st.builds(
    Count,
    of=st.sampled_from(["killed", "wounded"]),
    low=PEOPLE,
    best=PEOPLE,
    high=PEOPLE,
    start=st.just(0),
    end=st.just(1),
)
DEGREES = st.none() | st.floats(-180, 180)


@st.composite
def spans(draw: st.DrawFn, text: str) -> dict[str, Any]:
    """Any words of a text."""
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, min(len(text), start + 20)))
    return {"start": start, "end": end, "text": text[start:end]}


@st.composite
def mentions(draw: st.DrawFn, text: str, kind: str, refs: list[str]) -> Mention:
    """Any words that stand for something."""
    return Mention.model_validate(draw(spans(text)) | {"kind": kind, "ref": draw(st.sampled_from([None, *refs]))})


@st.composite
def whens(draw: st.DrawFn, text: str) -> When:
    """Any days, in order."""
    span = draw(spans(text))
    days = sorted(draw(st.lists(st.dates().map(str), min_size=2, max_size=2)))
    keep = draw(st.tuples(st.booleans(), st.booleans()))
    start, end = (day if kept else None for day, kept in zip(days, keep, strict=True))
    return When(start=start, end=end, text=span["text"], span=(span["start"], span["end"]), precision="day")


@st.composite
def events(draw: st.DrawFn, text: str, n: int, actors: list[str], places: list[str]) -> Event:
    """Any event of a text."""
    who = st.lists(mentions(text, "actor", actors + places), max_size=2).map(tuple)
    return Event(
        id=f"e{n}",
        type=draw(st.sampled_from(["ASSAULT", "COERCE", "AID"])),
        mode=draw(MAYBE),
        trigger=Span(**draw(spans(text))),
        actors=draw(who),
        targets=draw(who),
        beneficiaries=draw(who),
        place=draw(st.none() | mentions(text, "place", places)),
        when=draw(st.none() | whens(text)),
        counts=tuple(draw(st.lists(COUNTS, max_size=2))),
        negated=draw(st.booleans()),
        status=draw(st.sampled_from(["happened", "denied"])),
        salience=draw(st.floats(0, 1)),
    )


@st.composite
def reports(draw: st.DrawFn) -> Coded:
    """Any coded report; a number, always as long, makes its text one that no other has."""
    text = f"{draw(st.text(st.characters(exclude_categories=['Cs']), min_size=1))} {next(NUMBER):08}"
    actors = tuple(
        Actor(id=f"a{n}", name=name, country=draw(MAYBE)) for n, name in enumerate(draw(st.lists(WORDS, max_size=2)))
    )
    places = tuple(
        Place(id=f"p{n}", name=name, country=draw(MAYBE), admin1=draw(MAYBE), lat=draw(DEGREES), lon=draw(DEGREES))
        for n, name in enumerate(draw(st.lists(WORDS, max_size=2)))
    )
    ids = [actor.id for actor in actors], [place.id for place in places]
    told = {
        name: draw(MAYBE) for name in ("title", "summary", "byline", "publisher", "original_source", "url", "language")
    }
    found = tuple(draw(events(text, n, *ids)) for n in range(draw(st.integers(0, 2))))
    ident = draw(WORDS)
    return Coded(id=ident, report=Report(id=ident, text=text, **told), actors=actors, places=places, events=found)


@given(reports(), MAYBE)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_what_is_added_comes_back_equal(desk: Desk, coded: Coded, key: str | None) -> None:
    added = desk.add(coded, key=key)
    assert added.new
    assert not desk.add(coded, key=key).new
    kept = desk.report(added.id)
    assert kept is not None
    assert kept.coded == coded
    rows = desk.events_of(added.id)
    assert tuple(row.event for row in rows) == coded.events
    for row in rows:
        who = row.event
        assert [a.role for a in row.actors] == (
            ["actor"] * len(who.actors) + ["target"] * len(who.targets) + ["beneficiary"] * len(who.beneficiaries)
        )
        assert row in desk.events(report=added.id, type=row.type, status=row.status)
        if row.place:
            assert row in desk.events(place=row.place)
        for actor in row.actors:
            assert row in desk.events(actor=actor.name)
            assert row in desk.events(actor=actor.words, role=actor.role)
    assert doctor(desk) == []

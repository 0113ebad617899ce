"""Coded reports for the store's tests, written here: small, whole, and as many as are wanted."""

from typing import Any

from vedette.records import Actor, Coded, Count, Event, Mention, Place, Report, Span, When

TEXT = "Rebels of the FLS shelled Idlib on 25 November, killing 12 people, officials said. The army denied it."
ACTOR = Actor(id="a1", name="Front for the Liberation of Sham", kind="REB", country="SYR", code="SYRREB")
ARMY = Actor(id="a2", name="Syrian Army", kind="MIL", country="SYR", code="SYRMIL")
IDLIB = Place(
    id="geonames:169389", name="Idlib", country="SYR", admin1="Idlib", lat=35.93, lon=36.63, precision="town"
)  # fmt: skip


def span(text: str, words: str) -> Span:
    """The first of these words in a text."""
    start = text.index(words)
    return Span(start=start, end=start + len(words), text=words)


def mention(text: str, words: str, kind: str = "actor", ref: str | None = None) -> Mention:
    """The first of these words as a mention."""
    return Mention.model_validate({**span(text, words).as_json(), "kind": kind, "ref": ref})


def count(of: str, best: int | None, low: int | None = None, high: int | None = None) -> Count:
    """A count of what an event did."""
    return Count.model_validate({"of": of, "low": low, "best": best, "high": high, "start": 0, "end": 1})


def shelling(text: str = TEXT, **changes: Any) -> Event:
    """The shelling of TEXT."""
    given: dict[str, Any] = {
        "id": "e1",
        "type": "ASSAULT",
        "mode": "heavy-weapons",
        "sub_event": "Shelling/artillery/missile attack",
        "trigger": span(text, "shelled"),
        "actors": (mention(text, "Rebels of the FLS", ref="a1"),),
        "targets": (mention(text, "people"),),
        "place": mention(text, "Idlib", "place", "geonames:169389"),
        "when": When(
            start="2024-11-25",
            end="2024-11-25",
            precision="day",
            text="25 November",
            span=(text.index("25"), text.index("25") + 11),
        ),
        "counts": (count("wounded", 40), count("killed", 3), count("killed", 12, 12)),
        "coder": "frames/0.0.9",
    }
    return Event(**(given | changes))


def denial(text: str = TEXT) -> Event:
    """The denial of TEXT: somewhere, some day."""
    return Event(
        id="e2",
        type="REJECT",
        trigger=span(text, "denied"),
        actors=(mention(text, "The army", ref="a2"),),
        beneficiaries=(mention(text, "army"),),
        status="ongoing",
    )


def coded(
    n: int = 0, *, key: str | None = None, text: str = TEXT, events: tuple[Event, ...] | None = None, **report: Any
) -> Coded:
    """The nth report: its text ends in its number, all else is alike."""
    whole = f"{text} Report {n}."
    ident = key or f"r{n}"
    return Coded(
        id=ident,
        report=Report(id=ident, text=whole, **({"title": f"Shelling {n}", "published": "2024-11-26"} | report)),
        actors=(ACTOR, ARMY),
        places=(IDLIB,),
        events=(shelling(), denial()) if events is None else events,
    )

"""Made-up reports for tests of tracking: what each tells is given, so that no coder is needed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vedette.merge.desking import signature, state_of
from vedette.merge.judgements import assign
from vedette.records import Actor, Coded, Control, Count, Event, Mention, Place, Report, When
from vedette.store import Desk, open_desk

CODES = {
    "HTS": ("HTS", "Hayat Tahrir al-Sham", "SYRREB"),
    "rebels": ("SYRREB", "Syria: rebels", "SYRREB"),
    "M23": ("M23", "March 23 Movement", "CODREB"),
    "Israel": ("ISR", "Israel", "ISR"),
    "Israeli army": ("ISRMIL", "Israel: army", "ISRMIL"),
    "Iran": ("IRN", "Iran", "IRN"),
    "Iranian regime": ("IRN", "Iran", "IRN"),
    "Goma": ("COD", "Democratic Republic of the Congo", "COD"),
}
PLACES = {
    "Damascus": ("geonames:170654", "SYR", "town", "Damascus"),
    "Hama": ("geonames:170017", "SYR", "town", "Hama"),
    "Goma": ("geonames:216281", "COD", "town", "North Kivu"),
    "Idlib province": ("admin1:SY.12", "SYR", "province", "Idlib province"),
    "Maarrat": ("geonames:1", "SYR", "town", "Idlib province"),
    "Isfahan": ("geonames:418863", "IRN", "town", "Isfahan"),
    "Syria": ("country:SYR", "SYR", "country", None),
}


def happening(who: str = "", where: str = "", day: str | None = None, **more: Any) -> dict[str, Any]:
    """What a report tells of; `more`: type, what, status, cue, killed, weapon, target, last, negated, says, takes."""
    return {"who": who, "where": where, "day": day} | more


def report(ident: str, published: str | None, *events: dict[str, Any]) -> Coded:
    """A coded report of these happenings, a sentence each."""
    sentences = [_sentence(ident, n, told) for n, told in enumerate(events)]
    text, found, begin = " ".join(sentences), [], 0
    for n, (told, sentence) in enumerate(zip(events, sentences, strict=True)):
        found.append(_event(n, told, sentence, begin))
        begin += len(sentence) + 1
    names = {name for told in events for name in (told["who"], told.get("target")) if name in CODES}
    actors = [
        Actor(id=i, name=name, code=code, country=code[:3]) for i, name, code in (CODES[name] for name in sorted(names))
    ]
    wheres = sorted({told["where"] for told in events if told["where"] in PLACES})
    places = [_place(name) for name in wheres]
    page = Report(id=ident, text=text, published=published, publisher=f"outlet {ident}")
    taken = [_taken(e) for e, told in zip(found, events, strict=True) if told.get("takes")]
    mentions = sorted((m for e in found for m in (*e.actors, *e.targets)), key=lambda m: m.start)
    return Coded(
        id=ident, report=page, actors=actors, places=places, events=found, control=taken, mentions=mentions
    )  # fmt: skip


def _taken(event: Event) -> Control:
    """That an event's actor takes its place."""
    where = Mention.model_validate(event.place)
    span = (event.trigger.start, event.trigger.end)
    return Control(
        place=where, holder=event.actors[0], change="captured", status=event.status, when=event.when,
        start=span[0], end=span[1],
    )  # fmt: skip


def _place(name: str) -> Place:
    """A place of the list."""
    ident, country, precision, admin1 = PLACES[name]
    return Place.model_validate(
        {"id": ident, "name": name, "country": country, "precision": precision, "admin1": admin1}
    )


def _sentence(ident: str, n: int, told: dict[str, Any]) -> str:
    """The sentence that tells a happening."""
    words = (told["who"], told.get("cue", "hit"), told.get("target"), "at", told["where"], told.get("weapon"))
    return " ".join([*filter(None, words), f"({ident}-{n}),", told.get("says", "someone"), "said."])


def _event(n: int, told: dict[str, Any], sentence: str, begin: int) -> Event:
    """The event that a happening is."""

    def at(words: str) -> dict[str, Any]:
        """The span of words."""
        start = begin + sentence.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    def mentions(name: str, kind: str) -> list[dict[str, Any]]:
        """A mention of an actor or weapon, none where none is told."""
        return [at(name) | {"kind": kind, "ref": CODES[name][0] if name in CODES else None}] if name else []

    span, where = at("said"), told["where"]
    return Event.model_validate(
        {
            "id": f"e{n}",
            "type": told.get("type", "ASSAULT"),
            "sub_event": told.get("what"),
            "status": told.get("status", "happened"),
            "negated": told.get("negated", False),
            "salience": 1.0 - n / 10,
            "trigger": at(told.get("cue", "hit")),
            "actors": mentions(told["who"], "actor"),
            "targets": mentions(told.get("target", ""), "actor"),
            "weapons": mentions(told.get("weapon", ""), "weapon"),
            "place": at(where) | {"kind": "place", "ref": PLACES[where][0]} if where else None,
            "when": _when(told, span),
            "counts": _counts(told.get("killed"), span),
            "attribution": [{"source": at(told.get("says", "someone")) | {"kind": "actor"}, "cue": span}],
            "evidence": [{"start": begin, "end": begin + len(sentence), "text": sentence}],
        }
    )


def _when(told: dict[str, Any], span: dict[str, Any]) -> When | None:
    """The days that are told."""
    day, last = told["day"], told.get("last") or told["day"]
    where = (span["start"], span["end"])
    return When(start=day, end=last, precision="day", text=span["text"], span=where) if day else None


def _counts(killed: int | tuple[int, int, int] | None, span: dict[str, Any]) -> list[Count]:
    """The dead that are told."""
    if killed is None:
        return []
    low, best, high = killed if isinstance(killed, tuple) else (killed, killed, killed)
    return [Count(of="killed", low=low, best=best, high=high, start=span["start"], end=span["end"])]


@contextmanager
def desk_of(folder: Path, reports: Iterable[Coded] = ()) -> Iterator[Desk]:
    """A desk on which each event that came about is an incident of its own, named after its report and event."""
    with open_desk(folder) as desk:
        put(desk, reports)
        yield desk


def put(desk: Desk, reports: Iterable[Coded], into: str | None = None) -> None:
    """Add reports, and their events that came about to an incident, each to its own by default."""
    for one in reports:
        kept = desk.add(one).id
        done = [event for event in one.events if event.status in ("happened", "ongoing", "attempted")]
        for event in done:
            state = state_of(desk)
            desk.judge(assign(state, f"{kept}:{event.id}", into or f"{one.id}.{event.id}", signature("a test")))

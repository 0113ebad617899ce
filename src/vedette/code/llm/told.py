"""What a model says, read leniently from its words: events as they come, anything else counted and left out.

A model may answer with prose around its JSON, break off in the middle, or invent keys and codes. Every event that can
be read is read; whatever is not of the form or not in the codebook is dropped, and why is counted.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, cast, get_args

from vedette.code.llm.schema import MOST_EVENTS, MOST_VALUES
from vedette.lexicon.frames import MODES_OF, SUB_EVENTS, TYPES
from vedette.records.vocabulary import CountOf, PloverType, Status, SubEvent

STATUSES: Final = frozenset(get_args(Status))
COUNTED: Final = frozenset(get_args(CountOf))
_OPENING: Final = re.compile(r"[{\[]")
_MOST_DEPTH: Final = 12


@dataclass(frozen=True, slots=True)
class Said:
    """A quote and its translation; neither is believed yet."""

    quote: str
    gloss: str | None = None


@dataclass(slots=True)
class Told:
    """One event as a model tells it, its codes checked, its words not yet looked for."""

    type: PloverType
    trigger: Said
    evidence: Said | None = None
    mode: str | None = None
    sub_event: SubEvent | None = None
    status: Status = "happened"
    negated: bool = False
    actors: list[Said] = field(default_factory=list)
    targets: list[Said] = field(default_factory=list)
    weapons: list[Said] = field(default_factory=list)
    place: Said | None = None
    when: Said | None = None
    counts: list[tuple[CountOf, Said]] = field(default_factory=list)
    sources: list[tuple[Said, Said | None]] = field(default_factory=list)


def read_events(words: str, dropped: Counter[str]) -> list[Told] | None:
    """The events in a model's words; what is of no use is counted in `dropped`. None where there is no JSON."""
    found = _objects(words, dropped)
    if found is None:
        return None
    events = []
    for n, value in enumerate(found):
        if n >= MOST_EVENTS:
            dropped["too many"] += len(found) - MOST_EVENTS
            break
        event = _event(value, dropped) if isinstance(value, dict) else None
        if event is None:
            dropped["not an event"] += 1
        else:
            events.append(event)
    return events


def _objects(words: str, dropped: Counter[str]) -> list[Any] | None:
    """The members of "events", or of a bare list, also of an answer that breaks off."""
    if len(words) > 0 and _too_deep(words):
        dropped["too deep"] += 1
        return None
    for match in _OPENING.finditer(words):
        try:
            value, _ = json.JSONDecoder().raw_decode(words, match.start())
        except ValueError:
            break
        if isinstance(value, dict) and "events" in value:
            return value["events"] if isinstance(value["events"], list) else []
        if isinstance(value, list):
            return value
        if isinstance(value, dict):
            return [value] if "trigger" in value else []
    return _salvaged(words, dropped)


def _too_deep(words: str) -> bool:
    """Whether brackets are nested so deeply that reading them could exhaust the stack."""
    depth = most = 0
    for char in words:
        depth += (char in "{[") - (char in "}]")
        most = max(most, depth)
    return most > _MOST_DEPTH


def _salvaged(words: str, dropped: Counter[str]) -> list[Any] | None:
    """The whole events of an answer that broke off; None where there is not even a beginning."""
    at = words.find('"events"')
    start = words.find("[", max(at, 0))
    if start < 0:
        return None
    dropped["broken off"] += 1
    found, decoder, position = [], json.JSONDecoder(), words.find("{", start)
    while position >= 0:
        try:
            value, end = decoder.raw_decode(words, position)
        except ValueError:
            break
        found.append(value)
        position = words.find("{", end)
    return found


def _event(raw: dict[Any, Any], dropped: Counter[str]) -> Told | None:
    """One event, None where type or trigger are missing."""
    kind, trigger = raw.get("type"), _said(raw.get("trigger"))
    if not isinstance(kind, str) or kind not in TYPES or trigger is None:
        return None
    told = Told(cast("PloverType", kind), trigger, _said(raw.get("evidence")))
    told.mode = _code(raw, "mode", MODES_OF[kind], dropped)
    told.sub_event = cast("SubEvent | None", _code(raw, "sub_event", SUB_EVENTS, dropped))
    told.status = cast("Status", _code(raw, "status", STATUSES, dropped) or "happened")
    told.negated = raw.get("negated") is True
    told.actors, told.targets, told.weapons = (
        list(_many(raw.get(n), dropped)) for n in ("actors", "targets", "weapons")
    )
    told.place, told.when = (_maybe(raw.get(name), dropped) for name in ("place", "when"))
    told.counts = list(_counts(raw.get("counts"), dropped))
    told.sources = list(_sources(raw.get("sources"), dropped))
    return told


def _code(raw: dict[Any, Any], name: str, allowed: frozenset[str], dropped: Counter[str]) -> str | None:
    """A code of the codebook, None where there is none or another."""
    value = raw.get(name)
    if value is None or (isinstance(value, str) and value in allowed):
        return value
    dropped["not in the codebook"] += 1
    return None


def _said(value: Any) -> Said | None:  # noqa: ANN401 - what JSON holds
    """A quote, alone or with its translation."""
    if isinstance(value, str):
        return Said(value) if value.strip() else None
    if isinstance(value, dict) and isinstance(value.get("quote"), str) and value["quote"].strip():
        gloss = value.get("gloss")
        return Said(value["quote"], gloss.strip() or None if isinstance(gloss, str) else None)
    return None


def _maybe(value: Any, dropped: Counter[str]) -> Said | None:  # noqa: ANN401
    """A quote that may be missing."""
    found = _said(value)
    if found is None and value is not None and value != "":
        dropped["not a quote"] += 1
    return found


def _list(value: Any, dropped: Counter[str]) -> Iterator[Any]:  # noqa: ANN401
    """The members of a list that is not too long; a single value counts as a list of one."""
    if value is None:
        return
    members = value if isinstance(value, list) else [value]
    if len(members) > MOST_VALUES:
        dropped["too many"] += len(members) - MOST_VALUES
    yield from members[:MOST_VALUES]


def _many(value: Any, dropped: Counter[str]) -> Iterator[Said]:  # noqa: ANN401
    """The quotes of a role."""
    for member in _list(value, dropped):
        if (found := _maybe(member, dropped)) is not None:
            yield found


def _counts(value: Any, dropped: Counter[str]) -> Iterator[tuple[CountOf, Said]]:  # noqa: ANN401
    """How many of what; a number that the model gives beside the quote is not looked at."""
    for member in _list(value, dropped):
        quote = _said(member)
        of = member.get("of") if isinstance(member, dict) else None
        if quote is None or of not in COUNTED:
            dropped["not a count"] += 1
        else:
            yield cast("CountOf", of), quote


def _sources(value: Any, dropped: Counter[str]) -> Iterator[tuple[Said, Said | None]]:  # noqa: ANN401
    """Who says so, and the word that says it."""
    for member in _list(value, dropped):
        quote = _maybe(member, dropped)
        if quote is not None:
            yield quote, _said(member.get("cue")) if isinstance(member, dict) else None

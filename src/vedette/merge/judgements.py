"""The ways to judge: each checks a judgement against what the desk believes, before it goes into the log.

Every function takes the State as it is, what is judged, and the Signature of who judges. It gives a Judgement without
a number (the log numbers it) or raises JudgementError with the remedy; it changes nothing. A judgement that was sound
when it was made can lose its ground later, by an undo or by another writer: the fold then lists it as idle.
"""

from typing import TYPE_CHECKING, Any, Literal, NoReturn, get_args

from pydantic import ValidationError

from vedette.errors import JudgementError
from vedette.near import meant as did_you_mean
from vedette.records.judgement import Judgement, Signature
from vedette.records.vocabulary import CountOf, IncidentField, PloverType, Status, SubEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic import JsonValue

    from vedette.merge.state import Belief, State
    from vedette.records.vocabulary import JudgementKind

FIELDS = (*get_args(IncidentField), *(f"counts.{of}" for of in get_args(CountOf)))
CLOSED: dict[str, tuple[str | None, ...]] = {
    "type": get_args(PloverType),
    "sub_event": (*get_args(SubEvent), None),
    "status": get_args(Status),
}


def assign(state: "State", event: str, incident: str, signed: Signature) -> Judgement:
    """The event belongs to the incident, which is made if the desk has never heard of it."""
    if event in state.holders:
        remedy = "Split it off there and merge, or undo its assignment"
        _refuse(f"event {event!r} is in incident {state.holders[event]!r} already", remedy)
    if incident in state.named:
        _standing(state, incident)
    return _made("assign", signed, event=event, incident=incident)


def relate_incidents(
    state: "State", said: Literal["same", "different", "unsure"], one: str, other: str, signed: Signature
) -> Judgement:
    """Two incidents are one happening, are two, or it is open; nothing is merged by saying so."""
    pair = (_standing(state, one).id, _standing(state, other).id)
    if one == other:
        _refuse(f"incident {one!r} is itself", "Name two")
    return _made(said, signed, incidents=pair)


def relate_events(said: Literal["same", "different", "unsure"], one: str, other: str, signed: Signature) -> Judgement:
    """Two events tell one happening, two, or it is open; asked of events that need not be in an incident yet."""
    if one == other:
        _refuse(f"event {one!r} is itself", "Name two")
    return _made(said, signed, events=(one, other))


def merge_incidents(state: "State", incidents: "Iterable[str]", into: str, signed: Signature) -> Judgement:
    """The incidents are absorbed by `into`; their ids answer with it from then on."""
    absorbed = tuple(dict.fromkeys(incidents))
    if not absorbed:
        _refuse(f"nothing to merge into {into!r}", "Name the incidents that it should absorb")
    if into in absorbed:
        _refuse(f"incident {into!r} cannot be merged with itself", "Name other incidents")
    for name in (into, *absorbed):
        _standing(state, name)
    return _made("merge", signed, incidents=absorbed, into=into)


def split_incident(state: "State", incident: str, events: "Iterable[str]", into: str, signed: Signature) -> Judgement:
    """The events leave the incident and make a new one of the id `into`, which no incident may ever have had."""
    held, leaving = _standing(state, incident).events, tuple(dict.fromkeys(events))
    strange = [event for event in leaving if event not in set(held)]
    if strange or not leaving:
        told = f"has no event {strange[0]!r}" if strange else "keeps all its events"
        _refuse(f"incident {incident!r} {told}", f"Name some of its events: {_few(held)}")
    if len(leaving) == len(held):
        _refuse(f"all events of {incident!r} would leave it", "Leave one there, or retract the incident")
    if into in state.named:
        _refuse(f"the id {into!r} was given out by judgement {state.named[into]}", "Choose a new id")
    return _made("split", signed, incident=incident, events=leaving, into=into)


def correct_field(state: "State", incident: str, field: str, value: "JsonValue", signed: Signature) -> Judgement:
    """The field's value is another; None says that it is unknown. FIELDS are the fields there are."""
    _standing(state, incident)
    if field not in FIELDS:
        _refuse(f"an incident has no field {field!r} to correct", f"{_near_field(field)}Fields: {', '.join(FIELDS)}")
    if field in CLOSED and value not in CLOSED[field]:
        known = [word for word in CLOSED[field] if word is not None]
        near = did_you_mean(str(value), known)
        _refuse(f"{value!r} is no {field}", f"{near}Use one of {', '.join(map(str, CLOSED[field]))}")
    return _made("correct", signed, incident=incident, field=field, value=value)


def confirm(state: "State", incident: str, signed: Signature) -> Judgement:
    """Somebody stands behind the incident as it is."""
    return _made("confirm", signed, incident=_standing(state, incident).id)


def dispute(state: "State", incident: str, reason: str, signed: Signature) -> Judgement:
    """Somebody doubts the incident, for a reason that others can weigh."""
    _standing(state, incident)
    if not reason.strip():
        _refuse(f"the dispute of {incident!r} has no reason", "Say what is doubtful")
    return _made("dispute", signed, incident=incident, reason=reason)


def retract(state: "State", incident: str, signed: Signature) -> Judgement:
    """The incident should not be there; it becomes a tombstone that keeps its events."""
    return _made("retract", signed, incident=_standing(state, incident).id)


def undo(state: "State", judgement: int, signed: Signature) -> Judgement:
    """The earlier judgement has no effect any more; where it is itself an undo, what that undid is back."""
    if judgement not in state.known:
        _refuse(f"there is no judgement {judgement}", "Check its number in the log")
    if judgement in state.undone:
        by = state.undone[judgement]
        _refuse(f"judgement {judgement} is undone already", f"To bring it back, undo judgement {by}")
    return _made("undo", signed, undoes=judgement)


def _standing(state: "State", incident: str) -> "Belief":
    """The incident, if it can be judged under this id."""
    found = state.incidents.get(incident)
    if found is None:
        raise state.unknown(incident)
    if found.merged_into is not None:
        heir = state.resolve(incident)
        _refuse(f"incident {incident!r} was merged into {heir!r}", f"Judge {heir!r}, or undo the merge")
    if found.retracted:
        _refuse(f"incident {incident!r} was retracted", "Undo the retraction first")
    return found


def _made(kind: "JudgementKind", signed: Signature, **payload: Any) -> Judgement:  # noqa: ANN401 - its parts differ
    """The judgement; what the record itself refuses is told as the other refusals are."""
    origin = {name: getattr(signed, name) for name in Signature.model_fields}
    try:
        return Judgement(**origin, kind=kind, **payload)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]["msg"]
        raise JudgementError(first.removeprefix("Value error, "), "Give all of its parts") from error


def _refuse(problem: str, remedy: str) -> NoReturn:
    """Say why there is no such judgement."""
    raise JudgementError(problem, remedy)


def _near_field(field: str) -> str:
    """Which field may be meant: one spelt much alike, or the count of that kind."""
    count = f"counts.{field.casefold()}"
    return f"Did you mean {count}? " if count in FIELDS else did_you_mean(field, FIELDS)


def _few(names: "Sequence[str]", most: int = 10) -> str:
    """The first names of many, for a message."""
    return ", ".join(names[:most]) + (" ..." if len(names) > most else "")

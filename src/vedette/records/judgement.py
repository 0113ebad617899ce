"""Judgement: one line of the desk's log. Nothing in it is ever changed; what the desk believes is read from the whole.

The log is ordered by `id`. `at`, `who`, `by`, `why` and `score` say where a judgement comes from, `kind` says what is
judged, and each kind has its own payload:

| kind | payload | says |
|---|---|---|
| assign | event, incident | the event belongs to the incident, which is made if it is new |
| same, different, unsure | incidents or events (two) | whether the two are one happening |
| merge | incidents, into | the incidents are absorbed by `into` |
| split | incident, events, into | the events leave the incident and make the new one `into` |
| correct | incident, field, value | the field's value is another |
| confirm | incident | somebody stands behind it |
| dispute | incident, reason | somebody doubts it |
| retract | incident | it should not be there; a tombstone stays |
| undo | undoes | the earlier judgement of that id has no effect; an undo may be undone |
"""

import json
from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, JsonValue, model_validator

from vedette.records.base import Record
from vedette.records.vocabulary import JudgementBy, JudgementKind

PAIR = 2
PAIRED = frozenset({"same", "different", "unsure"})
PAYLOAD: dict[str, tuple[str, ...]] = {
    "assign": ("event", "incident"),
    "same": ("incidents", "events"),
    "different": ("incidents", "events"),
    "unsure": ("incidents", "events"),
    "merge": ("incidents", "into"),
    "split": ("incident", "events", "into"),
    "correct": ("incident", "field", "value"),
    "confirm": ("incident",),
    "dispute": ("incident", "reason"),
    "retract": ("incident",),
    "undo": ("undoes",),
}


def instant(text: str) -> str:
    """An ISO moment of any zone in the log's own form, UTC to the microsecond, so that text sorts as time does.

    Raises ValueError where it is no moment or names no zone ("2024-11-27" could mean its morning or its night).
    """
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    except (ValueError, OverflowError) as error:
        msg = f"{text!r} is no moment. Write it as 2024-11-27T12:00:00Z"
        raise ValueError(msg) from error
    msg = f"{text!r} names no time zone. Write it as 2024-11-27T12:00:00Z"
    raise ValueError(msg)


class Signature(Record):
    """Where a judgement comes from: when, whose (a person's name, a program and its version), why, how sure."""

    at: Annotated[str, AfterValidator(instant)]
    """When, UTC to the microsecond."""
    who: str = Field(min_length=1)
    """A person's name, or a program and its version."""
    by: JudgementBy
    """Whether a machine or a person judged."""
    why: str = ""
    """The reason given."""
    score: float | None = Field(default=None, allow_inf_nan=False)
    """How sure; None where nobody says."""


class Judgement(Signature):
    """One judgement, with the payload of its kind and no other; `id` is 0 until the log has given it its number."""

    id: int = Field(default=0, ge=0)
    """Its number in the log."""
    kind: JudgementKind
    """What is judged."""
    event: str = ""
    """Id of the event."""
    events: tuple[str, ...] = ()
    """Ids of events."""
    incident: str = ""
    """Id of the incident."""
    incidents: tuple[str, ...] = ()
    """Ids of incidents."""
    into: str = ""
    """Id of the incident that they become."""
    field: str = ""
    """The field that is corrected."""
    value: JsonValue = None
    """The value that is right."""
    reason: str = ""
    """Why it is doubted."""
    undoes: int | None = Field(default=None, ge=1)
    """Number of the judgement that is taken back."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Refuse a judgement that lacks a part of its payload or has a part of another's."""
        given = {name for name in _ALL if getattr(self, name) not in ("", (), None)}
        wanted = set(PAYLOAD[self.kind])
        for problem in (self._lacking(given, wanted), self._foreign(given, wanted), self._unsound()):
            if problem:
                msg = f"judgement {self.id} ({self.kind}): {problem}"
                raise ValueError(msg)
        return self

    def _lacking(self, given: set[str], wanted: set[str]) -> str:
        """What is missing; a corrected value may be None, and a pair is of incidents or of events."""
        if self.kind in PAIRED:
            pairs = [pair for pair in (self.incidents, self.events) if pair]
            whole = len(pairs) == 1 and len(pairs[0]) == len(set(pairs[0])) == PAIR
            return "" if whole else "needs two different incidents or two different events"
        missing = wanted - given - {"value"}
        return f"needs {', '.join(sorted(missing))}" if missing else ""

    def _foreign(self, given: set[str], wanted: set[str]) -> str:
        """What belongs to another kind."""
        return f"has no {', '.join(sorted(given - wanted))}" if given - wanted else ""

    def _unsound(self) -> str:
        """What no judgement may hold: an empty id, an undo of a later judgement, a value that is no JSON."""
        if "" in (*self.events, *self.incidents):
            return "an id is empty"
        if self.undoes is not None and self.id and self.undoes >= self.id:
            return f"can undo earlier judgements only, not {self.undoes}"
        if self.value is None or isinstance(self.value, str):
            return ""
        try:
            json.dumps(self.value, allow_nan=False)
        except ValueError:
            return "the value is a number that JSON cannot write"
        return ""

    def payload(self) -> dict[str, Any]:
        """The parts that its kind has, as JSON-ready plain values; with those of Signature they make it anew."""
        plain = self.as_json()
        return {name: plain[name] for name in PAYLOAD[self.kind]}

    def numbered(self, number: int) -> "Judgement":
        """The same judgement with its place in the log."""
        return Judgement.model_validate({**dict(self), "id": number})


_ALL = tuple(sorted({name for names in PAYLOAD.values() for name in names}))

"""What the desk believes: a fold over the log of judgements, from the first to the last or to a moment in the past.

The rules of the fold:

* A judgement that is undone has no effect, and an undo that is undone has none either. So whatever is undone leaves
  the state as if it had never been judged.
* An id keeps its meaning, so the constructors never give out one that was used, were it by a judgement undone since.
  An incident is there while one assignment to it stands, whichever of them came first.
* An absorbed incident stays under its id and says into which other it went; what is later said of events under that
  id (assign, split, merge) goes where its events went. A retracted incident stays as a tombstone with its events, so
  that they are not put into a new one.
* An event is in one incident at a time: the first assignment holds, and only a split or a merge moves it.
* A judgement applies to what is left of what it names. Where nothing is left (its incident was never made, because
  the assignment was undone) it is passed over and listed as idle. A split that would leave nothing behind is idle too.
* Opinions (correct, confirm, dispute, retract) are about one incident as it stood under its id; they are idle where it
  is absorbed, since nobody said them of the incident that absorbed it.
"""

import json
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from vedette.errors import JudgementError
from vedette.records.judgement import Judgement, instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from pydantic import JsonValue

    from vedette.records.vocabulary import Standing

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Belief:
    """One incident as the desk believes it: events in the order they came, corrected fields, and others judged beside.

    `same`, `different` and `unsure` name the incidents it was compared with, under the ids they answer to now.
    """

    id: str
    events: tuple[str, ...] = ()
    merged_into: str | None = None
    retracted: bool = False
    corrections: "Mapping[str, JsonValue]" = field(default_factory=dict)
    standing: "Standing" = "new"
    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def live(self) -> bool:
        """Whether it is neither absorbed nor retracted."""
        return self.merged_into is None and not self.retracted

    def as_json(self) -> dict[str, Any]:
        """The belief as JSON-ready plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class State:
    """All that the desk believes at one moment.

    `incidents` holds every incident under its id, absorbed and retracted ones too; `pairs` what was said of two events
    (ids in order); `holders` which incident an event is in; `idle` the judgements that no longer apply. What is known
    of the log itself is no belief, so it is neither compared nor dumped: `known` its ids, `undone` judgements with the
    undo that stands against them, `named` the incident ids that were ever given out and the judgement that did it.
    """

    incidents: "Mapping[str, Belief]" = field(default_factory=dict)
    pairs: "Mapping[Pair, str]" = field(default_factory=dict)
    holders: "Mapping[str, str]" = field(default_factory=dict)
    idle: tuple[int, ...] = ()
    known: frozenset[int] = field(default=frozenset(), compare=False)
    undone: "Mapping[int, int]" = field(default_factory=dict, compare=False)
    named: "Mapping[str, int]" = field(default_factory=dict, compare=False)

    def resolve(self, incident: str) -> str:
        """The id that answers for an incident: the one that absorbed it, or its own; a tombstone answers for itself.

        Raises JudgementError where the desk has no such incident.
        """
        found = self.incidents.get(incident)
        if found is None:
            raise self.unknown(incident)
        while found.merged_into is not None:
            found = self.incidents[found.merged_into]
        return found.id

    def unknown(self, incident: str) -> JudgementError:
        """The error for an id under which there is no incident, or none any more."""
        made = self.named.get(incident)
        if made is None:
            other = incident.strip().lower()
            near = f"Did you mean {other}? " if other in self.named else ""
            return JudgementError(f"there is no incident {incident!r}", f"{near}Check the id")
        if made in self.undone:
            remedy = f"Name another, or undo judgement {self.undone[made]} to bring it back"
            return JudgementError(f"incident {incident!r} is gone: judgement {made}, which made it, is undone", remedy)
        problem = f"incident {incident!r} is gone: judgement {made}, which made it, no longer applies"
        return JudgementError(problem, "Name another, or bring back the incident that its events came from")

    def relation(self, one: str, other: str) -> str | None:
        """What was last judged of two incidents or two events: same, different, unsure, or None."""
        if one not in self.incidents or other not in self.incidents:
            return self.pairs.get(pair_of(one, other))
        belief, wanted = self.incidents[self.resolve(one)], self.resolve(other)
        return next((kind for kind in ("same", "different", "unsure") if wanted in getattr(belief, kind)), None)

    def dump(self) -> bytes:
        """The whole state as canonical JSON: equal states give equal bytes, on every machine."""
        return canonical(
            {
                "idle": self.idle,
                "incidents": {name: belief.as_json() for name, belief in self.incidents.items()},
                "pairs": [(*pair, self.pairs[pair]) for pair in sorted(self.pairs)],
            }
        )


def canonical(value: object) -> bytes:
    """A value as JSON with sorted keys, no spaces, and every character beyond ASCII escaped."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def fold(judgements: "Iterable[Judgement]", until: str | None = None) -> State:
    """What the judgements come to, in the order of their ids; with `until` only those made up to that moment.

    Raises JudgementError where the log is none: an id missing or twice, `until` not a moment.
    """
    log = _in_order(judgements, until)
    undone = _undone(log)
    known = frozenset(judgement.id for judgement in log)
    folding = Folding(known)
    for judgement in log:
        if judgement.id not in undone:
            folding.take(judgement)
    return State(
        incidents=folding.beliefs(),
        pairs=folding.event_pairs,
        holders=folding.holders,
        idle=tuple(folding.idle),
        known=known,
        undone=undone,
        named=_named(log),
    )


def changed_since(log: "Sequence[Judgement]", moment: str) -> set[str]:
    """The ids of incidents that are otherwise now than they were at a moment, those that came or went among them."""
    then, now = fold(log, until=moment).incidents, fold(log).incidents
    return {name for name in then.keys() | now.keys() if differ(then.get(name), now.get(name))}


def differ(one: Belief | None, other: Belief | None) -> bool:
    """Whether two beliefs are written otherwise; Python's own == takes 1 for True."""
    if one is None or other is None:
        return one is not other
    return canonical(one.as_json()) != canonical(other.as_json())


def _in_order(judgements: "Iterable[Judgement]", until: str | None) -> list[Judgement]:
    """The log by id, cut at a moment; refuses ids that are missing or there twice."""
    log = sorted(judgements, key=lambda judgement: judgement.id)
    if log and log[0].id < 1:
        problem = f"a judgement of kind {log[0].kind!r} has no id"
        raise JudgementError(problem, "Put it into the log first")
    for one, other in pairwise(log):
        if one.id == other.id:
            problem = f"the log has judgement {one.id} twice"
            raise JudgementError(problem, "Read it from the store anew")
    return log if until is None else _cut(log, until)


def _cut(log: "Sequence[Judgement]", until: str) -> list[Judgement]:
    """The judgements made up to a moment, that moment included."""
    try:
        moment = instant(until)
    except ValueError as error:
        problem = "cannot tell what was believed then"
        raise JudgementError(problem, str(error)) from error
    return [judgement for judgement in log if judgement.at <= moment]


def _undone(log: "Sequence[Judgement]") -> dict[int, int]:
    """The judgements that are undone, each with the last undo that stands; from the end, for an undo comes later."""
    undone: dict[int, int] = {}
    for judgement in reversed(log):
        if judgement.undoes is not None and judgement.id not in undone:
            undone.setdefault(judgement.undoes, judgement.id)
    return undone


def _named(log: "Sequence[Judgement]") -> dict[str, int]:
    """Every incident id that the log gave out, undone or not, with the first judgement that did."""
    named: dict[str, int] = {}
    for judgement in log:
        if name := given_out(judgement):
            named.setdefault(name, judgement.id)
    return named


def given_out(judgement: Judgement) -> str:
    """The id that a judgement gives to an incident, were it one that is there; "" for one of another kind."""
    return {"assign": judgement.incident, "split": judgement.into}.get(judgement.kind, "")


def pair_of(one: str, other: str) -> Pair:
    """Two ids in the order in which they are kept."""
    return (one, other) if one <= other else (other, one)


@dataclass(slots=True)
class Draft:
    """An incident while the log is read; `events` is a dict for its order and its quick removal."""

    id: str
    events: dict[str, None] = field(default_factory=dict)
    merged_into: str | None = None
    retracted: bool = False
    corrections: "dict[str, JsonValue]" = field(default_factory=dict)
    standing: "Standing" = "new"


class Folding:
    """Takes the judgements that stand, one after the other."""

    def __init__(self, known: "AbstractSet[int]") -> None:
        """Begin with an empty desk; `known` are the ids of the whole log."""
        self.known = known
        self.drafts: dict[str, Draft] = {}
        self.holders: dict[str, str] = {}
        self.event_pairs: dict[Pair, str] = {}
        self.incident_pairs: dict[Pair, str] = {}
        self.idle: list[int] = []
        self.above: dict[str, str] = {}
        self.ways: dict[str, Callable[[Judgement], bool]] = {
            "assign": self._assign,
            "same": self._relate,
            "different": self._relate,
            "unsure": self._relate,
            "merge": self._merge,
            "split": self._split,
            "correct": self._correct,
            "confirm": self._stand,
            "dispute": self._stand,
            "retract": self._retract,
            "undo": self._undo,
        }

    def take(self, judgement: Judgement) -> None:
        """Apply one judgement, or note that it applies to nothing."""
        if not self.ways[judgement.kind](judgement):
            self.idle.append(judgement.id)

    def beliefs(self) -> dict[str, Belief]:
        """The drafts as they stand at the end, by id."""
        beside = self._beside()
        return {name: belief_of(self.drafts[name], beside.get(name, {})) for name in sorted(self.drafts)}

    def _beside(self) -> dict[str, dict[str, str]]:
        """For each incident what was last said of it and others; what was said of an absorbed one is its heir's."""
        beside: dict[str, dict[str, str]] = {}
        for (one, other), kind in self.incident_pairs.items():
            left, right = self._root(one), self._root(other)
            if left != right:
                beside.setdefault(left, {})[right] = kind
                beside.setdefault(right, {})[left] = kind
        return beside

    def _root(self, name: str) -> str:
        """The id that answers for another; shortens the way, for incidents are merged in long chains."""
        while (over := self.above.get(name)) is not None:
            self.above[name] = self.above.get(over, over)
            name = over
        return name

    def _heir(self, name: str) -> Draft | None:
        """The incident that has the events of an id now, None where it was never made or is a tombstone."""
        draft = self.drafts.get(self._root(name))
        return None if draft is None or draft.retracted else draft

    def _itself(self, name: str) -> Draft | None:
        """The incident of an id, None where it was never made, went into another, or is a tombstone."""
        return None if name in self.above else self._heir(name)

    def _put(self, draft: Draft, events: "Iterable[str]") -> None:
        """Add events to an incident."""
        for event in events:
            draft.events[event] = None
            self.holders[event] = draft.id

    def _assign(self, judgement: Judgement) -> bool:
        """Put an event that is nowhere yet into its incident."""
        name = self._root(judgement.incident)
        if judgement.event in self.holders or (name in self.drafts and self.drafts[name].retracted):
            return False
        self._put(self.drafts.setdefault(name, Draft(name)), [judgement.event])
        return True

    def _relate(self, judgement: Judgement) -> bool:
        """Keep what is said of two events, or of two incidents that are there; the last word goes to the end."""
        pairs = self.incident_pairs if judgement.incidents else self.event_pairs
        if any(name not in self.drafts for name in judgement.incidents):
            return False
        one, other = judgement.incidents or judgement.events
        pairs.pop(pair_of(one, other), None)
        pairs[pair_of(one, other)] = judgement.kind
        return True

    def _merge(self, judgement: Judgement) -> bool:
        """Let one incident absorb those of the others that are there."""
        heir = self._heir(judgement.into)
        if heir is None:
            return False
        absorbed = {draft.id: draft for name in judgement.incidents if (draft := self._heir(name)) is not None}
        absorbed.pop(heir.id, None)
        for draft in absorbed.values():
            draft.merged_into = self.above[draft.id] = heir.id
            self._put(heir, draft.events)
            draft.events = {}
        return bool(absorbed)

    def _split(self, judgement: Judgement) -> bool:
        """Let events leave for an incident of their own."""
        source, leaving = self._heir(judgement.incident), set(judgement.events)
        if source is None or judgement.into in self.drafts:
            return False
        moved = [event for event in source.events if event in leaving]
        if not moved or len(moved) == len(source.events):
            return False
        for event in moved:
            del source.events[event]
        self.drafts[judgement.into] = Draft(judgement.into)
        self._put(self.drafts[judgement.into], moved)
        return True

    def _correct(self, judgement: Judgement) -> bool:
        """Set a field's value; an earlier correction of it is still in the log."""
        draft = self._itself(judgement.incident)
        if draft is not None:
            draft.corrections[judgement.field] = judgement.value
        return draft is not None

    def _stand(self, judgement: Judgement) -> bool:
        """Let an incident be confirmed or disputed; the last word holds."""
        draft = self._itself(judgement.incident)
        if draft is not None:
            draft.standing = "confirmed" if judgement.kind == "confirm" else "disputed"
        return draft is not None

    def _retract(self, judgement: Judgement) -> bool:
        """Make an incident a tombstone."""
        draft = self._itself(judgement.incident)
        if draft is not None:
            draft.retracted = True
        return draft is not None

    def _undo(self, judgement: Judgement) -> bool:
        """An undo has had its effect before the fold; it is idle where the log lacks what it undoes."""
        return judgement.undoes in self.known


def belief_of(draft: Draft, beside: dict[str, str]) -> Belief:
    """A draft made fast, with what was said of it and others."""
    return Belief(
        id=draft.id,
        events=tuple(draft.events),
        merged_into=draft.merged_into,
        retracted=draft.retracted,
        corrections=dict(draft.corrections),
        standing=draft.standing,
        same=_said(beside, "same"),
        different=_said(beside, "different"),
        unsure=_said(beside, "unsure"),
    )


def _said(beside: dict[str, str], kind: str) -> tuple[str, ...]:
    """The incidents of which one thing was said."""
    return tuple(sorted(name for name, said in beside.items() if said == kind))

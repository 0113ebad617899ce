"""The fold that goes on: what a desk believes, kept while its log grows, so that a judgement costs what it touches.

Judgements that share no incident and no event have nothing to do with each other. So what is new is applied to what is
there; and where something is undone, or an undo is, what hangs together with it is read from the log and folded anew.
What it comes to is what `state.fold` makes of the whole log: a test holds both together.
"""

import threading
import weakref
from collections import deque
from typing import TYPE_CHECKING, Final

from vedette.merge.state import Belief, Folding, State, belief_of, differ, given_out, pair_of
from vedette.records.judgement import PAIRED, Judgement
from vedette.store.queries import log_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from vedette.merge.state import Pair
    from vedette.store.desk import Desk

    Look = Callable[[Collection[int]], Iterable[Judgement]]

REMEMBERED: Final = 1000
"""Of how many portions of judgements it is known what they touched."""


class Running(Folding):
    """A fold that goes on. Use it under a lock; the States that it gives stay as they are."""

    def __init__(self) -> None:
        """Begin with an empty log."""
        super().__init__(set[int]())
        self.last = 0
        self._ids: set[int] = set()
        self.known = self._ids
        self._idle: set[int] = set()
        self._undos: dict[int, int] = {}
        self._undone: dict[int, int] = {}
        self._named: dict[str, int] = {}
        self._judged: dict[str, str] = {}
        self._of_incident: dict[str, list[int]] = {}
        self._of_event: dict[str, list[int]] = {}
        self._below: dict[str, set[str]] = {}
        self._beside_it: dict[str, set[str]] = {}
        self._said: dict[Pair, int] = {}
        self._beliefs: dict[str, Belief] = {}
        self._state: State | None = None
        self._touched: deque[tuple[int, int, frozenset[str]]] = deque(maxlen=REMEMBERED)

    # -- asking

    def state(self) -> State:
        """What it comes to."""
        if self._state is None:
            self._state = State(
                incidents=dict(self._beliefs),
                pairs=dict(self.event_pairs),
                holders=dict(self.holders),
                idle=tuple(sorted(self._idle)),
                known=frozenset(self._ids),
                undone=self._undone,  # which is made anew where it changes
                named=dict(self._named),
            )
        return self._state

    def touched_since(self, judgement: int) -> set[str] | None:
        """The incidents that judgements after one named or changed; None where that is not known any more."""
        if judgement >= self.last:
            return set()
        if not self._touched or judgement < self._touched[0][0]:
            return None
        return {name for _, last, names in self._touched if last > judgement for name in names}

    def judged(self, name: str) -> str:
        """When an incident, or what went into it, was last named by a judgement, be it undone since.

        What went into an absorbed one is its heir's.
        """
        group = [name] if name in self.above else self._group(name)
        return max(self._judged.get(one, "") for one in group)

    # -- going on

    def go_on(self, new: "Sequence[Judgement]", look: "Look") -> None:
        """Take judgements that come behind all others, in their order; `look` reads some of the log by their ids."""
        if not new:
            return
        before, undone = self.last, self._undone
        for one in new:
            self._note(one)
        named = {name for one in new for name in self._names_of(one, look)}
        self._undone = self._standing_undos()
        woven = self._woven((undone.keys() ^ self._undone.keys()) & self._ids, before, look)
        touched = self._anew(woven) if woven else set()
        for one in new:
            if one.undoes is None and one.id not in self._undone and one.id not in woven:
                touched |= self._taken(one)
        self._note_idle_undos()
        changed = self._renew(touched)
        self.last, self._state = new[-1].id, None
        if before:  # of what was there at the beginning nobody asks what it touched: everything
            names = frozenset(changed | named | {self._root(name) for name in named})
            self._touched.append((before, self.last, names))

    def _note(self, one: Judgement) -> None:
        """Keep what must be known of a judgement whether it stands or not."""
        self._ids.add(one.id)
        if one.undoes is not None:
            self._undos[one.id] = one.undoes
        for name in dict.fromkeys(incidents_of(one)):
            self._of_incident.setdefault(name, []).append(one.id)
        for event in dict.fromkeys(events_of(one)):
            self._of_event.setdefault(event, []).append(one.id)
        if name := given_out(one):
            self._named.setdefault(name, one.id)

    def _names_of(self, one: Judgement, look: "Look") -> list[str]:
        """The incidents that a judgement names, those of what it undoes among them; noted as judged then."""
        meant: int | None = one.id
        while meant in self._undos:
            meant = self._undos[meant]
        found = [one] if meant == one.id else look([meant]) if meant in self._ids else []
        names = [name for judgement in found for name in incidents_of(judgement)]
        self._judged.update(dict.fromkeys(names, one.at))
        return names

    def _standing_undos(self) -> dict[int, int]:
        """The judgements that are undone, each with the last undo that stands."""
        undone: dict[int, int] = {}
        for ident in sorted(self._undos, reverse=True):
            if ident not in undone:
                undone.setdefault(self._undos[ident], ident)
        return undone

    def _note_idle_undos(self) -> None:
        """Note the undos that stand and undo nothing that is there."""
        for ident, undoes in self._undos.items():
            idle = ident not in self._undone and undoes not in self._ids
            (self._idle.add if idle else self._idle.discard)(ident)

    def _woven(self, turned: "Collection[int]", before: int, look: "Look") -> dict[int, Judgement]:
        """All that hangs together with judgements that were taken and are undone now, or the other way about."""
        found: dict[int, Judgement] = {}
        incidents, events = set[str](), set[str]()
        ahead = {ident for ident in turned if ident <= before and ident not in self._undos}
        while ahead:
            more = {one.id: one for one in look(ahead)}
            found |= more
            incidents_new = {name for one in more.values() for name in incidents_of(one)} - incidents
            events_new = {event for one in more.values() for event in events_of(one)} - events
            incidents |= incidents_new
            events |= events_new
            ahead = {ident for name in incidents_new for ident in self._of_incident[name]}
            ahead |= {ident for event in events_new for ident in self._of_event[event]}
            ahead -= found.keys()
        return found

    def _anew(self, woven: dict[int, Judgement]) -> set[str]:
        """Forget what some judgements came to and fold them once more; the incidents that they name."""
        names = {name for one in woven.values() for name in incidents_of(one)}
        for name in names:
            for held in (self.drafts, self.above, self._below, self._beside_it):
                held.pop(name, None)
        for one in woven.values():
            for event in events_of(one):
                self.holders.pop(event, None)
            if one.kind in PAIRED:
                pair = pair_of(*(one.incidents or one.events))
                for pairs in (self.incident_pairs, self._said) if one.incidents else (self.event_pairs,):
                    pairs.pop(pair, None)
        self._idle -= woven.keys()
        for ident in sorted(woven.keys() - self._undone.keys()):
            self.take(woven[ident])
        return names

    def _taken(self, one: Judgement) -> set[str]:
        """Apply a judgement; the incidents that may be otherwise."""
        names = set(incidents_of(one))
        names |= {self._root(name) for name in names}
        self.take(one)
        names |= {self._root(name) for name in names}
        if one.kind == "merge" or one.kind in PAIRED:
            group = {member for name in names for member in self._group(name)}
            names |= {self._root(other) for member in group for other in self._beside_it.get(member, ())}
        return names

    def take(self, judgement: Judgement) -> None:
        """Apply one judgement, or note that it applies to nothing."""
        applied = self.ways[judgement.kind](judgement)
        (self._idle.discard if applied else self._idle.add)(judgement.id)

    def _merge(self, judgement: Judgement) -> bool:
        """As it is folded; it is kept who was absorbed by whom."""
        before = {self._root(name) for name in judgement.incidents}
        done = super()._merge(judgement)
        for draft in filter(None, map(self.drafts.get, before)):
            if draft.merged_into is not None:
                self._below.setdefault(draft.merged_into, set()).add(draft.id)
        return done

    def _relate(self, judgement: Judgement) -> bool:
        """As it is folded; it is kept which judgement said it last."""
        done = super()._relate(judgement)
        if done and judgement.incidents:
            one, other = judgement.incidents
            self._said[pair_of(one, other)] = judgement.id
            self._beside_it.setdefault(one, set()).add(other)
            self._beside_it.setdefault(other, set()).add(one)
        return done

    # -- beliefs

    def _renew(self, names: "Iterable[str]") -> set[str]:
        """Make the beliefs of some incidents anew; those that are otherwise than they were."""
        changed, added = set[str](), False
        for name in names:
            draft, before = self.drafts.get(name), self._beliefs.get(name)
            now = None if draft is None else belief_of(draft, self._said_of(name))
            if differ(before, now):
                changed.add(name)
                added = added or before is None
                if now is None:
                    del self._beliefs[name]
                else:
                    self._beliefs[name] = now
        if added:
            self._beliefs = dict(sorted(self._beliefs.items()))
        return changed

    def _group(self, name: str) -> "Iterator[str]":
        """An incident and all that went into it."""
        ahead = [name]
        while ahead:
            yield (one := ahead.pop())
            ahead += self._below.get(one, ())

    def _said_of(self, name: str) -> dict[str, str]:
        """What was last said of an incident and others; what was said of an absorbed one is its heir's."""
        if name in self.above:
            return {}
        pairs = {pair_of(one, other) for one in self._group(name) for other in self._beside_it.get(one, ())}
        found: dict[str, str] = {}
        for pair in sorted(pairs, key=self._said.__getitem__):
            others = {self._root(one) for one in pair} - {name}
            found |= dict.fromkeys(others, self.incident_pairs[pair])
        return found


def incidents_of(one: Judgement) -> list[str]:
    """The incidents that a judgement names."""
    return [name for name in (one.incident, one.into, *one.incidents) if name]


def events_of(one: Judgement) -> list[str]:
    """The events that a judgement names."""
    return [name for name in (one.event, *one.events) if name]


class Believed:
    """What one desk believes, brought up to date when it is asked; threads may share it."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._running, self._lock = Running(), threading.Lock()

    def upto(self, desk: "Desk") -> State:
        """What the desk believes now."""
        with self._lock:
            return self._now(desk)

    def changed(self, desk: "Desk", since: int) -> "tuple[State, int, set[str] | None]":
        """What it believes, the last judgement of that, and the incidents that those after one named or changed."""
        with self._lock:
            state = self._now(desk, since)
            return state, self._running.last, self._running.touched_since(since)

    def judged(self, names: "Iterable[str]") -> dict[str, str]:
        """When incidents were last judged, of those that were; as of the last time that it was asked anything else."""
        with self._lock:
            return {name: at for name in names if (at := self._running.judged(name))}

    def _now(self, desk: "Desk", since: int = 0) -> State:
        """Read what is new; what comes behind `since` apart, so that it is known what that touched."""
        with desk.store.read() as connection:
            new = [Judgement(**fields) for fields in log_fields(connection, self._running.last)]

        def look(ids: "Collection[int]") -> list[Judgement]:
            """Some of the log."""
            return [Judgement(**row.as_fields()) for row in desk.judgements(ids=ids)]

        self._running.go_on([one for one in new if one.id <= since], look)
        self._running.go_on([one for one in new if one.id > since], look)
        return self._running.state()


_HELD: "weakref.WeakKeyDictionary[Desk, Believed]" = weakref.WeakKeyDictionary()
_ONE: Final = threading.Lock()


def believed(desk: "Desk") -> Believed:
    """What an open desk believes, kept as long as it is open."""
    with _ONE:
        return _HELD.setdefault(desk, Believed())

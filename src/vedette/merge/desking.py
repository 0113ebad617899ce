"""Merging on a desk: accounts of new reports put to the incidents that are there, written down as judgements.

What is judged stays: an event that an incident holds is never moved, and one whose assignment was undone is not
assigned again. New events join an incident or make a new one. Since incidents are never joined here, two that a person
called different stay two; and an event does not join an incident that holds one from which a person told it apart.

Only accounts that look in the same weeks as a new one are read and compared (see cluster.py), so that an addition costs
what is new. Another version of a page that the desk has brings what it tells again to the incidents that hold it.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

from vedette.merge import judgements
from vedette.merge.cluster import MEMBERS
from vedette.merge.gathering import gather
from vedette.merge.growing import Growing
from vedette.merge.keeping import of_json, weights_of
from vedette.merge.likeness import contributions, features
from vedette.merge.repeats import note_copies, page_of, told_before
from vedette.merge.running import believed
from vedette.merge.state import State, fold
from vedette.records.judgement import Judgement, Signature
from vedette.version import __version__

if TYPE_CHECKING:
    from vedette.merge.account import Account
    from vedette.store.desk import Desk
    from vedette.store.rows import EventRow, JudgementRow

REASONS: Final = 3
"""How many contributions a judgement tells."""
_NEVER: Final = 0
"""The number of incidents that are named otherwise than "i1", "i2" and so on."""
TOGETHER: Final = 1000
"""Judgements that are written in one transaction."""


@dataclass(slots=True)
class Round:
    """One run: what the desk believes, the new reports, and the accounts that they are to be compared with.

    `left` are the events that are not to be assigned by what is told of them, `originals` the report that a new one
    copies, `before` the earlier event that an event of a new version of a page tells again, `pages` the first version
    of each report's page, `closed` the incidents that a person judged.
    """

    state: State
    new: AbstractSet[str]
    left: AbstractSet[str]
    originals: Mapping[str, str]
    before: Mapping[str, str]
    pages: Mapping[str, str] = field(default_factory=dict)
    closed: AbstractSet[str] = frozenset()
    told: list["Account"] = field(default_factory=list)
    main: set[int] = field(default_factory=set)

    def home(self, account: "Account") -> str | None:
        """The live incident that holds most of an account's events."""
        holders = (self.state.holders.get(event) for event in account.events)
        held = Counter(name for name in holders if name is not None and self.state.incidents[name].live)
        return max(held, key=lambda n: (held[n], -_number(n), n), default=None)

    def joinable(self, one: str, other: str) -> bool:
        """Whether the program may join two incidents: no person has judged either, or told events of theirs apart."""
        if self.closed & {one, other}:
            return False
        said = ((self.state.holders.get(a), self.state.holders.get(b)) for a, b in self.state.pairs)
        return {one, other} not in [set(pair) for pair in said]

    def free(self, account: "Account") -> list[str]:
        """The events of an account that are to be put somewhere."""
        if account.report not in self.new:
            return []
        return [event for event in account.events if event not in self.left]


def state_of(desk: "Desk", as_of: str | None = None) -> State:
    """What the desk believes now, or believed at a record time."""
    if as_of is None:
        return believed(desk).upto(desk)
    return fold(Judgement(**row.as_fields()) for row in desk.judgements(as_of))


def assign_new(desk: "Desk", tick: Callable[[], None] = lambda: None) -> int:
    """Put the events of new reports into incidents, and note the copies; how many incidents are new.

    A second run writes nothing. `tick` is called for each report that is read. Raises StoreError.
    """
    let_go(desk)
    gather(desk, tick)
    state = state_of(desk)
    log = _telling(desk, state)
    out = _taken_out(log, state)
    new = desk.worked.unplaced() | _let_go(log, state, out)
    if not new:
        return 0
    reports = desk.reports()
    before = told_before(desk, new, reports)
    pages = page_of({row.id: row.version_of for row in reports})
    left = state.holders.keys() | out | before.keys()
    again = {event: old for event, old in before.items() if event not in state.holders and event not in out}
    this = Round(state, new, left, note_copies(desk, new, pages), again, pages, closed_to(log, state))
    _read(desk, this)
    names = _Names(desk, state)
    made = list(_judgements(desk, this, names))
    for start in range(0, len(made), TOGETHER):
        desk.judge_all(made[start : start + TOGETHER])
    desk.worked.set_placed(new)
    return names.given


def signature(why: str = "", score: float | None = None) -> Signature:
    """The machine's signature."""
    return Signature(at=now(), who=f"vedette {__version__}", by="machine", why=why, score=score)


def now() -> str:
    """The time for a judgement; the desk puts its own in its place."""
    return dt.datetime.now(dt.UTC).isoformat()


def new_incident(desk: "Desk", state: State) -> str:
    """The next incident id that was never given out, set aside on the desk so that no other program takes it."""
    return _Names(desk, state).next()


class _Names:
    """Gives out incident ids; `given` is how many."""

    def __init__(self, desk: "Desk", state: State) -> None:
        """Begin after the last that was given out."""
        self.desk, self.given = desk, 0
        self.last = max(map(_number, (*state.named, *desk.incidents())), default=_NEVER)

    def next(self) -> str:
        """The next."""
        self.given, self.last = self.given + 1, self.last + 1
        while not self.desk.add_incident(f"i{self.last}"):
            self.last += 1
        return f"i{self.last}"


def _number(incident: str) -> int:
    """The number in an id of this module's making."""
    digits = incident.removeprefix("i")
    return int(digits) if digits.isdecimal() and digits.isascii() else _NEVER


def let_go(desk: "Desk") -> int:
    """Undo the program's own assignments of reports that were coded again and now tell of other places or days.

    How many are undone; `assign_new` then puts the events where they belong. All events of such a report go, since the
    place and day of the main one count for those that have none. Events in an incident that a person judged stay there.
    """
    recoded = {ident for ident, coding in desk.worked.behind() if coding > 1}
    if not recoded:
        return 0
    log = desk.judgements()
    state = fold(Judgement(**row.as_fields()) for row in log)
    closed, own = closed_to(log, state), cast("dict[str, list[JudgementRow]]", defaultdict(list))
    for row in log:
        event = row.payload.get("event", "")
        mine = row.kind == "assign" and row.by == "machine" and row.id not in state.undone
        if mine and event.partition(":")[0] in recoded and state.holders.get(event) not in (None, *closed):
            own[event.partition(":")[0]].append(row)
    why = signature("coded again: another place or other days")
    gone = [
        judgements.undo(state, row.id, why) for ident, rows in own.items() if _moved(desk, ident, rows) for row in rows
    ]
    return len(desk.judge_all(gone)) if gone else 0


def _moved(desk: "Desk", report: str, assigned: "Sequence[JudgementRow]") -> bool:
    """Whether an event of a report is told elsewhere or on other days than when it was assigned."""
    told = {row.id: _where_and_when(row) for row in desk.events_of(report)}
    for moment in {row.at for row in assigned}:
        then = {row.id: _where_and_when(row) for row in desk.events_of(report, as_of=moment)}
        events = [row.payload["event"] for row in assigned if row.at == moment]
        if any(event in told and event in then and told[event] != then[event] for event in events):
            return True
    return False


def _where_and_when(row: "EventRow") -> tuple[str | None, str | None, str | None]:
    """By what an event is put into an incident first: its place and its days."""
    return row.place_id or row.place, row.day_from, row.day_to


def _telling(desk: "Desk", state: State) -> "list[JudgementRow]":
    """What of the log is looked at itself: what persons judged, and what was undone or came to nothing."""
    rows = {row.id: row for row in desk.judgements(ids={*state.undone, *state.idle})}
    rows |= {row.id: row for row in desk.judgements(by="person")}
    return [rows[ident] for ident in sorted(rows)]


def _taken_out(log: "Sequence[JudgementRow]", state: State) -> set[str]:
    """The events whose assignment a person undid: they are not to come back."""
    persons = {row.id for row in log if row.by == "person"}
    undone = {row.payload["event"] for row in log if row.kind == "assign" and state.undone.get(row.id) in persons}
    return undone - state.holders.keys()


def closed_to(log: "Sequence[JudgementRow]", state: State) -> set[str]:
    """The incidents that the program leaves as they are: a person judged them, or took back what it had joined."""
    found: set[str] = set()
    for row in log:
        undone = row.id in state.undone
        if (row.by == "person" and not undone) or (row.kind == "merge" and undone):
            told = row.payload
            found |= {told.get("incident", ""), told.get("into", ""), *told.get("incidents", ())}
    return found


def _let_go(log: "Sequence[JudgementRow]", state: State, out: AbstractSet[str]) -> set[str]:
    """The reports with events whose assignment came to nothing, since another writer judged in the same moment."""
    idle = set(state.idle)
    events = {row.payload["event"] for row in log if row.kind == "assign" and row.id in idle}
    return {event.partition(":")[0] for event in events - state.holders.keys() - out}


def _read(desk: "Desk", this: Round) -> None:
    """Read the accounts of the new reports, and those that look in the same weeks or belong to their originals."""
    own = [(rank, of_json(kept)) for rank, kept in desk.worked.accounts_of(this.new)]
    weeks = {week for _, account in own for week in Growing.weeks(account)}
    originals = {this.originals[report] for report in this.new if report in this.originals}
    near = desk.worked.accounts_in(weeks) + desk.worked.accounts_of(originals)
    seen: set[str] = set()
    for rank, account in (*own, *((rank, of_json(kept)) for rank, kept in near)):
        if account.id not in seen:
            seen.add(account.id)
            if rank == 0:
                this.main.add(len(this.told))
            this.told.append(account)


def _judgements(desk: "Desk", this: Round, names: _Names) -> Iterator[Judgement]:
    """The judgements that put the new events where they belong, and join incidents that turn out to be one."""
    growing, clusters = _grown(desk, this)
    placed = dict(this.state.holders)
    for absorbed, (into, bond) in growing.absorbed.items():
        signed = signature("alike on average, now that more is told of them", round(bond, 3))
        yield judgements.merge_incidents(this.state, [absorbed], into, signed)
    named = {number: name for name, number in growing.named.items()}
    for number, members in sorted(clusters.items(), key=lambda item: item[1]):
        new = [(n, events) for n in members if (events := this.free(this.told[n]))]
        name = (named.get(number) or names.next()) if new else ""
        for n, events in new:
            signed = signature(*_reasons(growing, n, members, this))
            yield from (judgements.assign(this.state, event, name, signed) for event in events)
            placed.update(dict.fromkeys(events, name))
    yield from _told_again(this, placed)


def _told_again(this: Round, placed: Mapping[str, str]) -> Iterator[Judgement]:
    """The judgements that put what a later version tells again where it was put before; nowhere if that was taken out.

    What is in a retracted incident stays told there alone, and does not come back.
    """
    for event, old in this.before.items():
        name = placed.get(old)
        belief = this.state.incidents.get(name or "")
        if name is not None and (belief is None or belief.live):
            signed = signature(f"tells again what report {old.partition(':')[0]} told at the same address")
            yield judgements.assign(this.state, event, name, signed)


def _grown(desk: "Desk", this: Round) -> tuple[Growing, dict[int, list[int]]]:
    """The incidents that new accounts may concern, grown by these."""
    growing = Growing(this.told, weights_of(*desk.worked.words()), this.pages)
    barred = _barred(this)
    incidents: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    loose: tuple[list[int], list[int]] = ([], [])
    for n, account in enumerate(this.told):
        home = this.home(account)
        side = 0 if n in this.main else 1
        if home is not None and home not in barred.get(n, ()):
            incidents[home][side].append(n)
        elif this.free(account):
            loose[side].append(n)
    oldest_first = dict(sorted(incidents.items(), key=lambda item: _number(item[0])))
    clusters = growing.grow(oldest_first, *loose, barred, this.joinable)
    _to_originals(clusters, this, set(loose[0]))
    return growing, clusters


def _barred(this: Round) -> dict[int, set[str]]:
    """For new accounts the incidents from which somebody told them apart."""
    apart: dict[str, set[str]] = defaultdict(set)
    for (one, other), said in this.state.pairs.items():
        if said == "different":
            apart[one].add(other)
            apart[other].add(one)
    found: dict[int, set[str]] = {}
    for n, account in enumerate(this.told if apart else ()):
        others = {other for event in this.free(account) for other in apart.get(event, ())}
        if shut := {this.state.holders[other] for other in others if other in this.state.holders}:
            found[n] = shut
    return found


def _to_originals(clusters: dict[int, list[int]], this: Round, movable: AbstractSet[int]) -> None:
    """Put what a new copy is mainly about where its original's is."""
    place = {n: number for number, members in clusters.items() for n in members}
    first = {this.told[n].report: n for n in this.main}
    for copy, original in this.originals.items():
        n, target = first.get(copy), place.get(first.get(original, -1))
        if n is not None and n in movable and target is not None and target != place[n]:
            clusters[place[n]].remove(n)
            clusters[target] = sorted([*clusters[target], n])
            place[n] = target


def _reasons(growing: Growing, n: int, members: Sequence[int], this: Round) -> tuple[str, float | None]:
    """What speaks for an account's cluster, and its mean link to the accounts of other reports there."""
    account = growing.accounts[n]
    others = [m for m in members if not growing.of_one_page(n, m)][:MEMBERS]
    links = [(growing.link(n, m), m) for m in others]
    if not links:
        return "the only report of it so far", None
    score = round(sum(link for link, _ in links) / len(links), 3)
    told = {growing.accounts[m].report for m in members}
    if (original := this.originals.get(account.report)) in told:
        return f"repeats the text of report {original}", score
    return _why(growing, n, max(links)[1]), score


def _why(growing: Growing, n: int, nearest: int) -> str:
    """What speaks most for and against an account and another being one."""
    account, other = growing.accounts[n], growing.accounts[nearest]
    parts = contributions(features(account, other, (growing.vectors[n], growing.vectors[nearest])), growing.held)
    strongest = [f"{name} {value:+.1f}" for name, value in parts if name != "constant"][:REASONS]
    return f"most like report {other.report}: {', '.join(strongest)}"

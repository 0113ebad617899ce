"""Merging on a desk: accounts of all its reports gathered into incidents, written down as judgements of the machine.

What is judged stays: an event that an incident holds is never moved, and one whose assignment was undone is not
assigned again. New events join the incident that holds most of what they were gathered with, or make a new one. Since
incidents are never joined here, two that a person called different stay two; and an event does not join an incident
that holds one from which a person told it apart.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vedette import __version__
from vedette.merge import judgements
from vedette.merge.account import Account, accounts
from vedette.merge.cluster import MEMBERS, Clusterer
from vedette.merge.copies import find_copies
from vedette.merge.likeness import contributions, features
from vedette.merge.state import State, fold
from vedette.merge.texts import Weights
from vedette.records.judgement import Judgement, Signature

if TYPE_CHECKING:
    from vedette.records.coded import Coded
    from vedette.store.desk import Desk

REASONS: Final = 3
"""How many contributions a judgement tells."""
KIND: Final = "copy"
_NEVER: Final = 0
"""The number of incidents that are named otherwise than "i1", "i2" and so on."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """An account that the desk's reports tell, what speaks for its cluster, and how well it fits there."""

    account: Account
    why: str
    score: float | None


def state_of(desk: "Desk", as_of: str | None = None) -> State:
    """What the desk believes now, or believed at a record time."""
    return fold(Judgement(**row.as_fields()) for row in desk.judgements(as_of))


def assign_new(desk: "Desk") -> int:
    """Put the events that are in no incident into one, and note the copies; how many incidents are new.

    A second run writes nothing. Raises StoreError.
    """
    stored = list(_stored(desk))
    originals = _note_copies(desk, stored)
    state = state_of(desk)
    left = set(state.holders) | _taken_out(desk, state)
    made = 0
    for cluster in _clusters(stored, originals):
        new = [g for g in cluster if set(g.account.events) - left]
        if not new:
            continue
        incident = _home(state, cluster, [e for g in new for e in g.account.events if e not in left])
        made += incident is None
        _assign(desk, state, new, incident or new_incident(desk, state), left)
    return made


def signature(why: str = "", score: float | None = None) -> Signature:
    """The machine's signature."""
    return Signature(at=now(), who=f"vedette {__version__}", by="machine", why=why, score=score)


def now() -> str:
    """The time for a judgement; the desk puts its own in its place."""
    return dt.datetime.now(dt.UTC).isoformat()


def new_incident(desk: "Desk", state: State) -> str:
    """The next incident id that was never given out, set aside on the desk so that no other program takes it."""
    number = 1 + max(map(_number, (*state.named, *desk.incidents())), default=_NEVER)
    while not desk.add_incident(f"i{number}"):
        number += 1
    return f"i{number}"


def _number(incident: str) -> int:
    """The number in an id of this module's making."""
    digits = incident.removeprefix("i")
    return int(digits) if digits.isdecimal() and digits.isascii() else _NEVER


def _stored(desk: "Desk") -> "Iterator[Coded]":
    """All reports as coded, under the desk's ids: two may have come under one id of the user's."""
    for row in desk.reports():
        kept = desk.report(row.id)
        if kept is not None and kept.coded.report is not None:
            named = zip(kept.events, kept.coded.events, strict=True)
            events = tuple(event.model_copy(update={"id": name}) for name, event in named)
            report = kept.coded.report.model_copy(update={"id": row.id})
            yield kept.coded.model_copy(update={"id": row.id, "report": report, "events": events})


def _note_copies(desk: "Desk", stored: "Sequence[Coded]") -> dict[str, str]:
    """Note which reports repeat which, where that is not noted yet; the original of each copy."""
    noted = {(row.report_id, row.of_report) for row in desk.duplicates()}
    found = find_copies([coded.report for coded in stored if coded.report])
    for copy in found:
        if (copy.report, copy.of) not in noted:
            desk.add_duplicate(copy.report, copy.of, KIND, copy.held)
    return {copy.report: copy.of for copy in found}


def _taken_out(desk: "Desk", state: State) -> set[str]:
    """The events whose assignment was undone: somebody took them out."""
    rows = (row for row in desk.judgements() if row.kind == "assign" and row.id in state.undone)
    return {row.payload["event"] for row in rows}


def _clusters(stored: "Sequence[Coded]", originals: "Mapping[str, str]") -> "Iterator[list[Gathered]]":
    """The accounts of all reports in clusters: what reports are mainly about makes them, the rest is added."""
    by_report = [accounts(coded) for coded in stored]
    told = [account for own in by_report for account in own]
    main = {own[0].id for own in by_report if own}
    clusterer = Clusterer(told, Weights.of(a.words for a in told))
    first = [n for n, account in enumerate(told) if account.id in main]
    clusters = clusterer.run(first, [n for n, account in enumerate(told) if account.id not in main])
    for members in _with_originals(clusters, {told[n].report: n for n in first}, originals):
        yield [_gathered(clusterer, n, members, originals) for n in members]


def _with_originals(
    clusters: "Sequence[list[int]]", first: "Mapping[str, int]", originals: "Mapping[str, str]"
) -> list[list[int]]:
    """The clusters, what a copy is mainly about put where its original's is; `first` is the main account of each."""
    place = {n: k for k, members in enumerate(clusters) for n in members}
    moved = [list(members) for members in clusters]
    for copy, original in originals.items():
        if copy in first and original in first:
            n, target = first[copy], place[first[original]]
            moved[place[n]].remove(n)
            moved[target].append(n)
            place[n] = target
    return [members for members in moved if members]


def _gathered(clusterer: Clusterer, n: int, members: Sequence[int], originals: "Mapping[str, str]") -> Gathered:
    """An account with its fit: the mean link to other reports' accounts, and what the strongest link is made of."""
    account = clusterer.accounts[n]
    others = [m for m in members if clusterer.accounts[m].report != account.report][:MEMBERS]
    links = [(clusterer.link(n, m), m) for m in others]
    if not links:
        return Gathered(account, "the only report of it so far", None)
    score = round(sum(link for link, _ in links) / len(links), 3)
    told = {clusterer.accounts[m].report for m in members}
    if (original := originals.get(account.report)) in told:
        return Gathered(account, f"repeats the text of report {original}", score)
    return Gathered(account, _why(clusterer, n, max(links)[1]), score)


def _why(clusterer: Clusterer, n: int, nearest: int) -> str:
    """What speaks most for and against an account and another being one."""
    account, other = clusterer.accounts[n], clusterer.accounts[nearest]
    parts = contributions(features(account, other, (clusterer.vectors[n], clusterer.vectors[nearest])), clusterer.held)
    strongest = [f"{name} {value:+.1f}" for name, value in parts if name != "constant"][:REASONS]
    return f"most like report {other.report}: {', '.join(strongest)}"


def _home(state: State, cluster: Sequence[Gathered], new: Sequence[str]) -> str | None:
    """The incident that holds most of a cluster's events and may take the new ones; None where there is none."""
    holders = (state.holders.get(event) for gathered in cluster for event in gathered.account.events)
    held = Counter(name for name in holders if name is not None and state.incidents[name].live)
    barred = {name for name in held if _told_apart(state, state.incidents[name].events, new)}
    return max((n for n in held if n not in barred), key=lambda n: (held[n], -_number(n), n), default=None)


def _told_apart(state: State, held: Sequence[str], new: Sequence[str]) -> bool:
    """Whether somebody called one of the new events another happening than one of those that an incident holds."""
    ours, theirs = set(held), set(new)
    return any(
        said == "different" and ((a in ours and b in theirs) or (b in ours and a in theirs))
        for (a, b), said in state.pairs.items()
    )


def _assign(desk: "Desk", state: State, new: Sequence[Gathered], incident: str, left: set[str]) -> None:
    """Write that the new events of accounts belong to an incident."""
    for gathered in new:
        signed = signature(gathered.why, gathered.score)
        for event in gathered.account.events:
            if event not in left:
                desk.judge(judgements.assign(state, event, incident, signed))

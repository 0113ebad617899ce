"""Whose the dead are: each count of a sentence goes to the event that it most belongs to.

Words of harm say what a count counts, the second reader's chances for which event it does.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from vedette.code.harm import DEATHS
from vedette.code.measures import HURT, as_taken, can_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vedette.code.draft import DraftCount
    from vedette.code.events import Readers
    from vedette.code.filling import Filling
    from vedette.code.second import Reading
    from vedette.code.tree import Tree

DYING = frozenset({"in", "to", "during"})
"""Prepositions before that in which people die."""
HARMING = frozenset({"ASSAULT", "COERCE", "PROTEST"})
"""Acts in which people are killed or hurt."""


def share_counts(readers: "Readers", reading: "Reading", filled: "list[Filling]") -> None:
    """Give each count to the event that it most belongs to: words of harm say what it counts, the reader for whom."""
    known = _suffered(_known(readers, reading, filled), filled)
    owners = [(_owner(c, filled), c) for c in known]
    words = {(c.of, c.token): f for f, c in owners if f is not None}
    owned = [(f, c) for f, c in ((f or words.get((c.of, c.token)), c) for f, c in owners) if f is not None]
    readers.loose = [c for c in known if all(c is not o for _, o in owned)]
    for filling in filled:
        filling.event.counts = [as_taken(c, f.event.mode) for f, c in owned if f is filling]
    for filling, count in _unsaid(filled, known):
        if not readers.counter.parts.nested(count, known):
            filling.event.counts.append(count)
    for filling in filled:
        filling.event.counts += [c for c in filling.parties() if not any(_told(c, f.event.counts) for f in filled)]


def _unsaid(filled: "list[Filling]", known: "list[DraftCount]") -> "Iterator[tuple[Filling, DraftCount]]":
    """The counts that no word tells, each for the event and the measure that it is likeliest of."""
    made = [(chance, n, f, c) for n, f in enumerate(filled) for chance, c in f.numbers() if not _told(c, known)]
    taken: list[DraftCount] = []
    for _, _, filling, count in sorted(made, key=lambda x: (-x[0], x[1])):
        if not _told(count, taken):
            taken.append(count)
            yield filling, _survived(count, known, filling.readers)


def _survived(count: "DraftCount", known: "list[DraftCount]", readers: "Readers") -> "DraftCount":
    """The count, of wounded where only a part is said to have died: "hit four soldiers, of whom one died"."""
    behind = next((c for c in known if c.of in HURT and c.start >= count.end), None)
    if count.of != "killed" or behind is None or behind.of != "killed":
        return count
    tokens = readers.tree.tokens_in(behind.start, behind.end)
    return replace(count, of="wounded") if readers.counter.parts.is_part(tokens[0], tokens[-1]) else count


def _known(readers: "Readers", reading: "Reading", filled: "list[Filling]") -> "list[DraftCount]":
    """The counts that words tell, each once; single persons only where someone comes to harm."""
    told = readers.counter.counts(reading.first, reading.end)
    told += [c for f in filled for c in f.event.counts]
    if any(f.event.type in HARMING for f in filled):
        tokens = {f.event.token for f in filled}
        ones = readers.counter.ones(reading.first, reading.end)
        told += [c for c in ones if tokens.isdisjoint(readers.tree.tokens_in(c.start, c.end)[-1:])]
    known: list[DraftCount] = []
    for count in told:
        known += [] if _told(count, [*known, *(p for c in known for p in c.parts)]) else [count]
    whole: list[DraftCount] = []
    for count in sorted(known, key=lambda c: c.start):
        whole += [] if readers.counter.parts.nested(count, whole) else [count]
    return whole


def _suffered(known: "list[DraftCount]", filled: "list[Filling]") -> "list[DraftCount]":
    """The counts without those who killed others by the same word: "six gunmen in police dress killed 58"."""
    did = {id(c) for c in known if c.of in HURT and any(f.did(c) for f in filled)}
    suffered = {(c.of, c.token) for c in known if id(c) not in did}
    return [c for c in known if id(c) not in did or (c.of, c.token) not in suffered]


def _owner(count: "DraftCount", filled: "list[Filling]") -> "Filling | None":
    """The event that a count belongs to: the likeliest, where it is likely enough."""
    said = (_own(count, filled) or _cause(count, filled)) if count.of in HURT else None
    if said is not None:
        return _attack(said, filled) or said
    attacks = [f for f in filled if f.event.type == "ASSAULT"] if count.of in HURT else []
    best = max(attacks or filled, key=lambda f: f.counted(count), default=None)
    if best is None:
        return None
    least = best.reading.read.thresholds["hurt count" if count.of in HURT else "count"]
    if best.counted(count) <= least:
        return None
    attack = _attack(best, filled) if count.of in HURT else None
    if attack is None and count.of == "killed" and best.event.mode == "suicide-attack" and _bomber(best, count):
        return None
    return attack or best


def _own(count: "DraftCount", filled: "list[Filling]") -> "Filling | None":
    """The event that the word of harm itself tells of."""
    own = (f for f in filled if count.token in (f.event.token, *f.event.words))
    return next((f for f in own if can_count(count.of, f.event.type, f.event.mode)), None)


def _cause(count: "DraftCount", filled: "list[Filling]") -> "Filling | None":
    """The event that is said to have killed, or in which people died, an attack before others.

    "A missile launched from Karabakh killed 13", "rioting left six dead", "eleven lost their lives in the unrest".
    """
    inside = [
        (f.event.type != "ASSAULT", abs(f.event.token - count.token), n)
        for n, f in enumerate(filled)
        if can_count(count.of, f.event.type, f.event.mode)
        and (_caused(f.tree, count, f.event.token) or _ended(count, f))
    ]
    return filled[min(inside)[2]] if inside else None


def _caused(tree: "Tree", count: "DraftCount", event: int) -> bool:
    """Whether an event stands in the subject of the word that tells a count, or behind its "in" or "to"."""
    verb = count.token if tree.pos[count.token] == "VERB" else tree.head[count.token]
    subject = tree.child(verb, "nsubj")
    if subject is not None and tree.left[subject] <= event <= tree.right[subject] < verb:
        return tree.end[tree.right[subject]] <= count.start
    behind = [k for k in tree.children(verb, "prep") if k > verb and tree.lower[k] in DYING]
    return any(k < event <= tree.right[k] for k in behind)


def _ended(count: "DraftCount", filling: "Filling") -> bool:
    """Whether a killing is told by a participle as the end of an attack: "opened fire on a nurse, killing her"."""
    tree, word = filling.tree, count.token
    ends = tree.lemma[word] in DEATHS and tree.tag[word] == "VBG" and tree.dep[word] == "advcl"
    return ends and filling.event.type == "ASSAULT" and tree.head[word] == filling.event.token


def _bomber(filling: "Filling", count: "DraftCount") -> bool:
    """Whether the dead are those who blew themselves up; whom others "killed" are not."""
    actors, tree = filling.event.actors, filling.tree
    if tree.lemma[count.token] == "kill" and tree.tag[count.token] == "VBN":
        return False
    return bool(actors) and all(p.start <= count.end + 1 and count.start <= p.end for p in actors)


def _attack(best: "Filling", filled: "list[Filling]") -> "Filling | None":
    """The attack that a killing told by a participle came of, if one is told: "swooped on the camp, butchering 200"."""
    tree, clause = best.tree, best.tree.clause(best.event.token)
    if clause != best.event.token or tree.dep[clause] != "advcl" or tree.tag[clause] != "VBG":
        return None
    above = tree.clause(tree.head[clause])
    return next((f for f in filled if f.event.type == "ASSAULT" and tree.clause(f.event.token) == above), None)


def _told(count: "DraftCount", known: "list[DraftCount]") -> bool:
    """Whether a number is among counts already."""
    return any(c.start < count.end and count.start < c.end for c in known)

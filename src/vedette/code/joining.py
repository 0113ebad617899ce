"""One happening told in several words is one event.

What is demanded or promised belongs to the demand, and killing and wounding join the attack that caused them.
"""

import itertools
from typing import TYPE_CHECKING

from vedette.code.relevance import is_codable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vedette.code.draft import DraftCount, DraftEvent
    from vedette.code.events import Readers
    from vedette.code.tree import Tree
    from vedette.lexicon.frames import Frame

COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE"})
HOSTILE = frozenset({"COERCE", "SANCTION", "ASSAULT"})
ABSORBING = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "RETREAT", "COERCE", "MOBILIZE", "AID"})
INWARD = frozenset(
    {"xcomp", "ccomp", "dobj", "conj", "pcomp", "prep", "acl", "attr", "acomp", "pobj", "nsubj", "oprd", "nsubjpass"}
)
STILL = {"ACCUSE": frozenset({"ASSAULT", "COERCE", "MOBILIZE", "ACCUSE"})}
PARTICIPANTS = frozenset({"PROTEST", "MOBILIZE", "RETREAT", "COOPERATE"})
SENT = frozenset({"mobilize.deploy", "mobilize.order", "mobilize.recruit"})
OTHER_DEEDS = frozenset({"destroy", "abduct", "sexual", "torture", "beat", "crowd-control", "targeted"})
APART = frozenset({"abduct", "sexual", "torture"})
"""Deeds of which nobody else dies: "snatched 15 children and killed ten herders" are two."""
CONTENT_DEPTH = 6
ASIDE = frozenset({"after", "since", "following", "during", "despite", "amid", "in", "as"})
COUNTED = frozenset({"happened", "ongoing", "denied", "attempted"})
AIMS = frozenset({"REQUEST", "ACCUSE", "SUPPORT", "REJECT"})
THREAT_MODES = {"SANCTION": "relations", "ASSAULT": "violence", "COERCE": "restrict", "PROTEST": "relations"}
COERCE_MODES = {"ban": "ban", "arrest": "arrest", "deport": "expel", "seize": "territory", "curfew": "restrict"}
REQUEST_MODES = {
    "AID": "assist",
    "COOPERATE": "assist",
    "SUPPORT": "assist",
    "CONSULT": "meet",
    "RETREAT": "yield",
    "CONCEDE": "yield",
    "AGREE": "change",
}


def absorb_content(readers: "Readers", events: "list[DraftEvent]") -> "list[DraftEvent]":
    """Let events that take a clause own the events inside it, and turn promised events into AGREE or THREATEN."""
    gone: set[int] = {id(e) for e in events if _warns_of_others(readers, e)}
    for event in events:
        if event.frame.content and event.type in ABSORBING and id(event) not in gone:
            for inner in _inside(readers.tree, event, events):
                if id(inner) not in gone and id(event) not in gone:
                    gone.add(id(inner))
                    _own(event, inner)
        elif event.type in STILL and id(event) not in gone:
            for inner in _inside(readers.tree, event, events):
                if inner.type not in STILL[event.type] and inner.token != event.token:
                    gone.add(id(inner))
                    inner.into = event
    gone |= {id(e) for p in events if p.type == "PROTEST" for e in events if _aim(readers.tree, p, e)}
    kept = [e for e in events if id(e) not in gone]
    for event in kept:
        if event.promised:
            _promise(readers, event)
    return kept


def _warns_of_others(readers: "Readers", event: "DraftEvent") -> bool:
    """Whether a warning is of what someone else may do, which is no threat: "warned that militants could attack"."""
    tree = readers.tree
    if event.frame.id != "threaten.threaten" or tree.lemma[event.token] not in ("warn", "caution"):
        return False
    clauses = [k for k in tree.kids[event.token] if tree.dep[k] in ("ccomp", "parataxis")]
    subjects = [s for k in clauses for s in [tree.child(k, "nsubj", "nsubjpass", "expl")] if s is not None]
    return any(tree.pos[s] != "PRON" for s in subjects)


def _aim(tree: "Tree", protest: "DraftEvent", other: "DraftEvent") -> bool:
    """Whether an event is what a protest is held for: "rallied to demand ..."; its target is then the protest's."""
    if other.type not in AIMS or _different(protest.actors, other.actors):
        return False
    clause = tree.clause(other.token)
    hangs = tree.dep[clause] in ("advcl", "xcomp", "acl", "conj") and tree.head[clause] == tree.clause(protest.token)
    if not hangs and not _is_content(tree, protest.token, other.token):
        return False
    other.into = protest
    if not protest.targets:
        protest.targets = [p for p in other.targets if p not in protest.actors]
    protest.actors = protest.actors or other.actors
    return True


def _inside(tree: "Tree", event: "DraftEvent", events: "list[DraftEvent]") -> "list[DraftEvent]":
    """The events in the content of another: at its trigger, or below it by complements and objects only."""
    return [
        other
        for other in events
        if other is not event and (other.token == event.token or _is_content(tree, event.token, other.token))
    ]


def _is_content(tree: "Tree", outer: int, inner: int) -> bool:
    """Whether a word stands below another by complements and objects only, within a few steps."""
    below = inner
    for node in itertools.islice(tree.up(inner), CONTENT_DEPTH):
        dep = tree.dep[below]
        purpose = dep == "advcl" and any(tree.lower[k] == "to" for k in tree.children(below, "aux"))
        if (
            not (dep in INWARD or purpose)
            or (dep == "conj" and node == outer)
            or (dep == "prep" and tree.lower[below] in ASIDE)
        ):
            return False
        if node == outer:
            return True
        below = node
    return False


def _own(event: "DraftEvent", inner: "DraftEvent") -> None:
    """Make an inner event the content of an outer one."""
    inner.into = event
    if event.content is None:
        event.content = inner
        if event.type == "THREATEN":
            event.mode = _threat_mode(inner)
        elif event.type in ("REQUEST", "REJECT"):
            event.mode = REQUEST_MODES.get(inner.type, event.mode)
    if not event.targets:
        mine = set(map(id, event.actors))
        event.targets = [p for p in (*inner.targets, *inner.actors) if id(p) not in mine][:3]


def _threat_mode(inner: "DraftEvent") -> str | None:
    """PLOVER's mode of a threat: its content."""
    if inner.type == "COERCE":
        return COERCE_MODES.get(inner.mode or "", "restrict")
    if inner.type == "SANCTION" and inner.mode == "expel":
        return "expel"
    return THREAT_MODES.get(inner.type)


def _promise(readers: "Readers", event: "DraftEvent") -> None:
    """What an actor says it will do: cooperative is AGREE, hostile THREATEN (PLOVER 2021, after CAMEO 03 and 13)."""
    if not event.actors or not any(p.actor_like or p.kind == "place" for p in event.actors):
        return
    if event.negated and event.type in COOPERATIVE:
        event.type, event.mode, event.negated, event.status = "REJECT", None, False, "happened"
        event.recoded = True
        return
    voiced = any(s.phrase.head == p.head for s in event.sources for p in event.actors)
    by = readers.status.standing(event.token).by
    if event.type == "CONSULT" and not (voiced or (by is not None and readers.tree.pos[by] in ("VERB", "ADJ"))):
        return
    if event.type == "ASSAULT" and by is not None and readers.tree.lemma[by] == "prepare":
        event.type, event.mode = "MOBILIZE", "weapons"
    elif event.type in COOPERATIVE and event.mode != "resign":
        event.type, event.mode, event.recoded = "AGREE", None, True
    elif event.type in HOSTILE:
        event.mode = _threat_mode(event)
        event.type, event.recoded = "THREATEN", True
        if voiced and by is not None and readers.tree.pos[by] == "AUX":
            event.status = "threatened"


def join(readers: "Readers", events: "list[DraftEvent]", counts: "list[DraftCount]") -> "list[DraftEvent]":
    """Join consequences to causes, drop background words beside others, and give each count to its event."""
    tree = readers.tree
    events = _join_consequences(tree, events)
    readers.note("consequence", events)
    events = _take_by_force(tree, events)
    readers.note("force", events)
    events = _drop_weak(readers, events)
    readers.note("weak", events)
    events = _join_same(tree, events)
    readers.note("same", events)
    for event in events:
        event.counts += _taking_part(readers, event)
    for count in counts:
        owner = _owner(tree, count, events)
        if owner is not None and not any(c.of == count.of and c.start == count.start for c in owner.counts):
            owner.counts.append(count)
    return events


def _taking_part(readers: "Readers", event: "DraftEvent") -> "list[DraftCount]":
    """How many march, are sent, leave or lay down their arms."""
    if event.type not in PARTICIPANTS or event.frame.mode == "release" or readers.tree.pos[event.token] != "VERB":
        return []
    grammar = readers.roles.grammar
    sent = grammar.objects(event.token) if event.frame.id in SENT else []
    own = readers.tree.child(event.token, "nsubj", "nsubjpass")
    tokens = sent or ([own] if own is not None and event.frame.id not in SENT else [])
    return [c for t in tokens[:1] for c in [readers.counter.of_phrase(t, "taking_part")] if c]


def _related(tree: "Tree", one: int, other: int) -> bool:
    """Whether one token stands above the other, or both in one clause."""
    if tree.clause(one) == tree.clause(other):
        return True
    return (
        other in tree.up(one) or one in tree.up(other) or _advclause(tree, one, other) or _advclause(tree, other, one)
    )


def _advclause(tree: "Tree", one: int, other: int) -> bool:
    """Whether the clause of one hangs on the clause of the other as a participle, conjunct or complement."""
    clause = tree.clause(one)
    return tree.head[clause] == tree.clause(other) and tree.dep[clause] in (
        "advcl",
        "conj",
        "xcomp",
        "relcl",
        "acl",
        "ccomp",
        "dep",
    )


def _join_consequences(tree: "Tree", events: "list[DraftEvent]") -> "list[DraftEvent]":
    """Killing, wounding and destroying become part of the attack that did it."""
    kept = list(events)
    for event in events:
        if not event.frame.consequence:
            continue
        causes = [e for e in kept if e is not event and _causes(tree, e, event)]
        if causes:
            cause = min(causes, key=lambda e: (e.frame.weak, abs(e.token - event.token)))
            kept.remove(_absorb(cause, event))
    return kept


def _absorb(cause: "DraftEvent", effect: "DraftEvent") -> "DraftEvent":
    """Make one of the two part of the other and return it; of "killed in the battle" the deaths say who took part."""
    if cause.frame.mutual and not cause.actors:
        effect.frame, effect.mode = cause.frame, cause.mode
        _merge(effect, cause)
        return cause
    _merge(cause, effect)
    return effect


def _causes(tree: "Tree", cause: "DraftEvent", effect: "DraftEvent") -> bool:
    """Whether one event is the attack and the other what came of it."""
    if cause.type != "ASSAULT" or cause.negated != effect.negated:
        return False
    if cause.frame.consequence and not (effect.token > cause.token and cause.type == effect.type):
        return False
    if cause.frame.consequence and (_different(cause.actors, effect.actors)):
        return False
    if cause.mode in APART and effect.targets and _different(cause.targets, effect.targets):
        return False
    return _related(tree, cause.token, effect.token)


def _different(ours: "Sequence[object]", theirs: "Sequence[object]") -> bool:
    """Whether two roles are filled and share nobody."""
    return bool(ours and theirs) and not {id(x) for x in ours} & {id(x) for x in theirs}


def _merge(cause: "DraftEvent", effect: "DraftEvent") -> None:
    """Put what the consequence adds into the cause."""
    effect.into = cause
    heads = {cause.token, *cause.words}
    if not cause.actors:
        cause.actors = [p for p in effect.actors if p.head not in heads]
    if not cause.targets and not cause.frame.mutual:
        cause.targets = [p for p in effect.targets if p not in cause.actors]
    cause.counts += effect.counts
    cause.place = cause.place or effect.place
    cause.time = cause.time or effect.time
    cause.weapons = cause.weapons or effect.weapons
    if not cause.sources:
        cause.sources = effect.sources


def _take_by_force(tree: "Tree", events: "list[DraftEvent]") -> "list[DraftEvent]":
    """Territory taken in a fight of the same sentence is taken by ASSAULT, and the fight is part of it."""
    kept = list(events)
    for event in events:
        if event.frame.territory != "gain" or event.recoded or event.negated:
            continue
        fights = [e for e in kept if e.type == "ASSAULT" and e is not event and _is_its_fight(tree, event, e)]
        for fight in fights:
            event.type, event.mode = "ASSAULT", fight.mode if not fight.frame.mutual else None
            _merge(event, fight)
            kept.remove(fight)
    return kept


def _is_its_fight(tree: "Tree", taking: "DraftEvent", fight: "DraftEvent") -> bool:
    """Whether a fight is the one in which the territory was taken."""
    if fight.recoded or fight.negated or fight.status != taking.status or fight.mode in OTHER_DEEDS:
        return False
    sides = [p for p in fight.actors if p not in (*taking.actors, *taking.targets)]
    alien = bool(sides and taking.actors) and not fight.frame.mutual
    return not alien and _related(tree, taking.token, fight.token)


def _drop_weak(readers: "Readers", events: "list[DraftEvent]") -> "list[DraftEvent]":
    """Background words give way to other events of the sentence."""
    tree = readers.tree
    strong = [e for e in events if not e.frame.weak and is_codable(readers, e)]
    if not strong:
        return events
    kept = []
    for event in events:
        if event.frame.weak and any(_outdone(tree, event, s) for s in strong):
            same = next((s for s in strong if s.type == event.type and _related(tree, event.token, s.token)), None)
            if same is not None and same.frame.mutual == event.frame.mutual:
                _merge(same, event)
            continue
        kept.append(event)
    return kept


def _outdone(tree: "Tree", weak: "DraftEvent", strong: "DraftEvent") -> bool:
    """Whether a background word says no more than another event: one of its type, or any where it names nobody."""
    if strong.type == weak.type:
        return True
    told = weak.type in ("ASSAULT", "PROTEST") and (weak.actors or weak.targets)
    return not told and _related(tree, weak.token, strong.token)


def _join_same(tree: "Tree", events: "list[DraftEvent]") -> "list[DraftEvent]":
    """Two words for one event: same type, related in the tree, and nobody in one role against another."""
    kept: list[DraftEvent] = []
    for event in events:
        twin = next((k for k in kept if _same(tree, k, event)), None)
        if twin is None:
            kept.append(event)
        else:
            _merge(twin, event)
    return kept


def _same(tree: "Tree", one: "DraftEvent", other: "DraftEvent") -> bool:
    """Whether two events of a sentence are one happening."""
    if one.type != other.type or one.status != other.status or not _related(tree, one.token, other.token):
        return False
    if one.mode != other.mode and one.mode and other.mode and not (_bare(one.frame) or _bare(other.frame)):
        return False
    if (
        tree.dep[other.token] == "conj"
        and one.frame is not other.frame
        and one.frame.id != other.frame.id
        and one.mode != other.mode
    ):
        return False
    return not _different(one.actors, other.actors) and not _different(one.targets, other.targets)


def _bare(frame: "Frame") -> bool:
    """Whether a frame leaves the mode to others."""
    return frame.mode is None or frame.consequence or frame.mutual


def _owner(tree: "Tree", count: "DraftCount", events: "list[DraftEvent]") -> "DraftEvent | None":
    """The event that a count belongs to: its word's own, else the nearest related one of a fitting type."""
    fitting = [e for e in events if _fits(count, e) and e.status in COUNTED]
    exact = [e for e in fitting if count.token == e.token or count.token in e.words]
    if exact:
        return exact[0]
    near = [e for e in fitting if _related(tree, count.token, e.token)] or fitting
    return min(near, key=lambda e: abs(e.token - count.token)) if near else None


def _fits(count: "DraftCount", event: "DraftEvent") -> bool:
    """Whether an event's type can have such a count."""
    if count.of in ("killed", "wounded", "missing"):
        return event.type in ("ASSAULT", "COERCE", "PROTEST")
    wanted = {"abducted": ("abduct",), "arrested": ("arrest",), "displaced": ("deport",), "released": ("release",)}.get(
        count.of, ()
    )
    if count.of == "displaced" and event.type in ("ASSAULT", "COERCE"):
        return True
    return event.mode in wanted or (
        count.of in ("displaced", "released", "abducted") and event.type in ("ASSAULT", "RETREAT", "COOPERATE", "AGREE")
    )

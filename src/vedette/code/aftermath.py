"""What a report tells of an attack in later sentences is part of it: the dead and wounded, and who counted them.

A sentence that only says how many died ("Five people were killed and 17 hurt, the hospital said") is no event beside
the attack told before it; its counts, sources and words go to that attack, which then has two evidence sentences.
"""

from typing import TYPE_CHECKING

from vedette.code.measures import harm_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vedette.code.draft import DraftCount, DraftEvent
    from vedette.code.events import Readers
    from vedette.code.tree import Tree

REACH = 2
"""So many sentences before are looked back at."""

HARM = frozenset({"killed", "wounded", "missing"})
LIVE = frozenset({"happened", "ongoing"})


def join_aftermath(
    readers: "Readers", told: "Sequence[DraftEvent]", events: "list[DraftEvent]", sentence: int
) -> "list[DraftEvent]":
    """The events of a sentence that stand for themselves; consequences and loose counts go to an attack told before.

    `told` are the events of the sentences before. Loose counts belong to none of the sentence's own events; where no
    attack was told before either, a word of harm that was set aside is the event ("Six militants died in the firing").
    """
    tree = readers.tree
    kept = []
    for event in events:
        further = _is_consequence(tree, event) or _goes_on(readers, event)
        attack = _attack(told, sentence, event.counts) if further else None
        if attack is None:
            kept.append(event)
            continue
        attack.counts += event.counts
        attack.sources = attack.sources or event.sources
        attack.actors = attack.actors or event.actors
        attack.sentences.append(sentence)
        event.into = attack
    harm = [c for c in readers.loose if c.of in HARM]
    if not harm or any(e.type == "ASSAULT" for e in kept):
        return kept
    attack = _attack(told, sentence, harm)
    if attack is None:
        for event in readers.spare[:1]:
            event.sentences.append(sentence)
            kept.append(event)
    else:
        attack.counts += harm
        attack.sentences += [] if sentence in attack.sentences else [sentence]
    return kept


def _is_consequence(tree: "Tree", event: "DraftEvent") -> bool:
    """Whether an event only tells of dead and wounded: by whom, where and when is left to what was said before."""
    bare = not (event.place or event.origin or event.weapons or event.negated)
    told = any(tree.lemma[event.token] in words for words in harm_words().values())
    own = tree.clause(event.token)
    if any(p.head < event.token or tree.clause(p.head) == own for p in event.actors):
        return False  # only who is blamed further on is the attack's, too: "12 were killed, and the army blamed rebels"
    return (
        event.type == "ASSAULT" and event.status in LIVE and bare and told and any(c.of in HARM for c in event.counts)
    )


def _goes_on(readers: "Readers", event: "DraftEvent") -> bool:
    """Whether an event only tells where the arms of an attack told before went: "The missile went through the roof"."""
    tree = readers.tree
    if event.type != "ASSAULT" or event.status not in LIVE or event.negated or event.actors:
        return False
    subject = tree.child(event.token, "nsubj")
    if subject is None or readers.matcher.phrases.weapon_at(subject) is None:
        return False
    return any(tree.lower[k] == "the" for k in tree.kids[subject])


def _attack(told: "Sequence[DraftEvent]", sentence: int, counts: "Sequence[DraftCount]") -> "DraftEvent | None":
    """The last attack of the sentences before whose dead and wounded are not told yet."""
    new = {c.of for c in counts}
    for event in reversed(told):
        if event.sentences[0] < sentence - REACH:
            return None
        if event.type == "ASSAULT" and event.status in LIVE and not event.negated:
            return event if not new & {c.of for c in event.counts} else None
    return None

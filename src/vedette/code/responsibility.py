"""Who claims an act, who is blamed for it by whom, and who denies it: fields of the event, beside its own actors.

"Islamic State claimed responsibility for the attack" makes Islamic State the one who claims it and not yet the one who
did it; an analyst weighs such claims against each other.
"""

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from vedette.code.filling import GROUND
from vedette.lexicon.tables import data_path, read_toml
from vedette.records.vocabulary import ResponsibilityKind

if TYPE_CHECKING:
    from vedette.code.draft import DraftEvent
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase

KINDS: Final[tuple[ResponsibilityKind, ...]] = get_args(ResponsibilityKind)
ABOUT: Final = ("for", "in", "of", "with")


@dataclass(slots=True)
class DraftResponsibility:
    """Who (`who`) is said by whom (`by`, None where nobody says so) to have done it, with the word that says so."""

    kind: ResponsibilityKind
    who: "Phrase"
    by: "Phrase | None"
    token: int


@dataclass(frozen=True, slots=True)
class _Words:
    """The table of words."""

    kinds: dict[str, list[ResponsibilityKind]]
    direct: frozenset[tuple[str, str]]
    nouns: frozenset[str]
    held: frozenset[str]


@functools.cache
def _words() -> _Words:
    """The packaged table, read once."""
    table = read_toml(data_path("words", "responsibility.toml"))
    kinds: dict[str, list[ResponsibilityKind]] = {}
    for kind in KINDS:
        for verb in table[kind]["verbs"]:
            kinds.setdefault(verb, []).append(kind)
    direct = frozenset((kind, verb) for kind in KINDS for verb in table[kind]["direct"])
    return _Words(kinds, direct, frozenset(table["nouns"]["words"]), frozenset(table["held"]["words"]))


class ResponsibilityReader:
    """Reads one tree; gives each event what is told of who did it."""

    def __init__(self, readers: "Readers") -> None:
        """Take what reads the tree."""
        self.readers, self.tree = readers, readers.tree
        self.grammar, self.phrases = readers.roles.grammar, readers.matcher.phrases

    def read(self, events: "list[DraftEvent]") -> None:
        """Fill in `responsibility` of the events of a report."""
        for token, pos in enumerate(self.tree.pos):
            if pos == "VERB" and self.tree.lemma[token] in _words().kinds:
                self._at(token, events)

    def _at(self, verb: int, events: "list[DraftEvent]") -> None:
        """What one verb tells; a negated one ("nobody has claimed") tells nothing."""
        if self.readers.status.standing(verb).negated:
            return
        for kind in _words().kinds[self.tree.lemma[verb]]:
            for who, by, about in self._told(verb, kind):
                event = self._event(verb, about, events)
                if event is not None and (kind != "blamed" or who is not by):
                    event.responsibility.append(DraftResponsibility(kind, who, by, verb))
                    return

    def _told(self, verb: int, kind: ResponsibilityKind) -> "list[tuple[Phrase, Phrase | None, list[int]]]":
        """Who, by whom, and the tokens of what it is about."""
        subjects, objects = self.grammar.subject(verb), self.grammar.objects(verb)
        if kind != "blamed":
            return self._own(verb, kind, subjects, objects)
        if self.tree.lemma[verb] == "hold":
            return self._held(verb, subjects, objects)
        preps = self.grammar.preps(verb)
        act, laid = self._acts(objects), self._parties(preps.get("on", []) + preps.get("to", []))
        if act and laid and (kind, self.tree.lemma[verb]) in _words().direct:
            return [(who, self._first(subjects), act) for who in laid]
        about = [t for name in ABOUT for t in preps.get(name, [])]
        about += [k for k in self.tree.subtree(verb) if self.tree.dep[k] == "pcomp"]
        return [(who, self._first(subjects), about) for who in self._parties(objects) if about]

    def _own(
        self, verb: int, kind: ResponsibilityKind, subjects: list[int], objects: list[int]
    ) -> "list[tuple[Phrase, Phrase | None, list[int]]]":
        """A claim or denial of one's own act."""
        words = _words()
        nouns = [o for o in objects if self.tree.lemma[o] in words.nouns]
        if nouns:
            spots = (*nouns, verb)
            about = [t for n in spots for name in ABOUT for t in self.grammar.preps(n).get(name, [])]
            return [(who, who, about) for who in self._parties(subjects)]
        acts = self._acts(objects) if (kind, self.tree.lemma[verb]) in words.direct else []
        return [(who, who, acts) for who in self._parties(subjects) if acts]

    def _held(
        self, verb: int, subjects: list[int], objects: list[int]
    ) -> "list[tuple[Phrase, Phrase | None, list[int]]]":
        """As in "held Chad responsible for the raid", whatever the parser hangs the adjective on."""
        held = next((k for k in self.tree.subtree(verb) if self.tree.lemma[k] in _words().held), None)
        if held is None:
            return []
        about = [t for k in (held, verb) for t in self.grammar.preps(k).get("for", [])]
        own = objects or self.tree.children(held, "nsubj")
        return [(who, self._first(subjects), about) for who in self._parties(own)]

    def _acts(self, tokens: list[int]) -> list[int]:
        """The tokens that name no party: an attack, a bombing."""
        return [t for t in tokens if not self._parties([t])]

    def _parties(self, tokens: list[int]) -> "list[Phrase]":
        """The phrases at tokens that can have done something."""
        found = [self.phrases.at(t) for t in tokens]
        return [p for p in found if p is not None and (p.actor_like or p.kind == "place") and not p.pronoun]

    def _first(self, tokens: list[int]) -> "Phrase | None":
        """The first party at tokens."""
        return next(iter(self._parties(tokens)), None)

    def _event(self, verb: int, about: list[int], events: "list[DraftEvent]") -> "DraftEvent | None":
        """The act that is meant: the one named, else the nearest of the sentence, else the last of the one before."""
        ground = [e for e in events if e.type in GROUND and e.token != verb]
        named = {t for a in about for t in self.tree.subtree(a)}
        inside = [e for e in ground if e.token in named or named & set(e.words)]
        if inside:
            return inside[0]
        first, end = self.tree.sentence_of(verb)
        here = [e for e in ground if first <= e.token < end]
        if here:
            return min(here, key=lambda e: abs(e.token - verb))
        start, _ = self.tree.sentence_of(first - 1) if first else (0, 0)
        before = [e for e in ground if start <= e.token < first]
        return before[-1] if before else None

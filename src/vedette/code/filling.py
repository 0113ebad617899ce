"""Who fills the roles of an event, by the second reader's chances and the frames' phrases.

What the second reader says nothing of (the words of a phrase, the cue of a source, the days of a time, the range of a
number) stays the frames'.
"""

from typing import TYPE_CHECKING

import numpy as np

from vedette.code.belongings import settle_attacker, settle_party, settle_target
from vedette.code.circumstances import PLACED
from vedette.code.clues import ROLES
from vedette.code.draft import DraftSource
from vedette.code.measures import HURT, as_taken, can_count, counted_by
from vedette.code.pairclues import roles_of
from vedette.code.towns import is_scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vedette.code.draft import DraftCount, DraftEvent
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase
    from vedette.code.second import Reading
    from vedette.records.vocabulary import CountOf

GROUND = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT"})
"""Acts on the ground; all others are acts of speech and policy."""

MOVING = frozenset({"MOBILIZE", "RETREAT"})
"""Movements, which are where forces go to or leave if nothing else is said."""

CROWDS = MOVING | {"PROTEST"}
"""Acts of which it is told how many take part."""

SPOKEN = frozenset({"AGREE", "ACCUSE", "REQUEST", "THREATEN"})
"""Acts that are done by saying so: who says it is the actor and no source (docs/annotation.md)."""

DESCRIBING = frozenset({"pobj", "prep", "poss", "compound", "nmod", "amod", "appos"})
"""What stands so below a noun only says more of it."""

LIVE = frozenset({"happened", "ongoing", "denied", "possible"})
"""What may have come about."""

AIMED = frozenset({"shoot", "fire"})
"""What is done "at" somebody whether or not it hits."""
PLACES = frozenset({"place", "origin", "destination"})
LONE = frozenset({"actor", "target", "place"})
"""Roles that most events have: where nobody is likely enough to have one, whoever is likeliest has it sooner."""
PARTIES = frozenset({"actor", "target", "beneficiary"})
ROLE = {role: n for n, role in enumerate(ROLES)}
COUNTED: "dict[str, CountOf | None]" = {"killed": "killed", "wounded": "wounded", "counted": None}
"""The roles of numbers, and what they count; None where the event's mode decides."""
NUMBERS = [ROLE[role] for role in COUNTED]
OWN_LEAST = frozenset({*COUNTED, "source"})
"""Roles with a threshold of their own."""


class Filling:
    """Fills the roles of one event."""

    def __init__(self, readers: "Readers", reading: "Reading", event: "DraftEvent") -> None:
        """Take what was read of the sentence."""
        self.readers, self.reading, self.event = readers, reading, event
        self.tree, self.phrases = readers.tree, readers.matcher.phrases
        self.chances = reading.roles(event.token)
        self.framed = roles_of(event)

    def fill(self) -> None:
        """All roles but the counts, which `share_counts` shares out among the events."""
        event = self.event
        event.actors = self._parties("actor", event.actors)
        event.targets = self._parties("target", event.targets)
        self._part()
        self._settle()
        event.beneficiaries = self._parties("beneficiary", event.beneficiaries)
        event.sources = self._sources(event.sources)
        event.place = self._place("place") or self._headed() or self._held() or self._only_place()
        event.origin, event.destination = self._place("origin"), self._place("destination")
        if event.place is None and event.type in MOVING:
            event.place = event.origin if event.type == "RETREAT" else event.destination
        self._time()
        event.weapons = self._parties("weapon", event.weapons)

    @property
    def told(self) -> bool:
        """Whether anything is told of the event: who, to whom, where, or how many."""
        event = self.event
        named = (*event.actors, *event.targets, *event.beneficiaries)
        placed = event.place or event.origin or event.destination
        return bool(named or placed or (self.chances[:, NUMBERS] > self.reading.read.thresholds["role"]).any())

    def _tokens(self, role: str) -> list[int]:
        """The tokens that have a role, in order; of an act of speech those the frames have, where they have any."""
        least, first = self.reading.read.thresholds, self.reading.first
        framed = sorted(t for t, roles in self.framed.items() if role in roles and first <= t < self.reading.end)
        if framed and role in PARTIES and self.event.type not in GROUND:
            return framed
        chances = self.chances[:, ROLE[role]]
        taken = chances > np.float64(least[role if role in OWN_LEAST else "place" if role in PLACES else "role"])
        for token in framed:
            taken[token - first] = float(chances[token - first]) > least["framed"]
        if role in LONE and not taken.any():
            likeliest = int(chances.argmax())
            sure = float(chances[likeliest]) > least[self._lone(role)]
            taken[likeliest] = sure and self._free(first + likeliest, role)
        return (taken.nonzero()[0] + first).tolist()

    def _lone(self, role: str) -> str:
        """The threshold for who has a role that nobody surely has; whom to blame for violence must be the surest."""
        if role == "place":
            return "lone place" if self.event.type in GROUND else "lone place of speech"
        if self.event.type not in GROUND:
            return "lone speech"
        return "lone attacker" if role == "actor" and self.event.type == "ASSAULT" else "lone ground"

    def _free(self, token: int, role: str) -> bool:
        """Whether a word is no relative's ("the Union, whose troops are there"), a place no part of an actor."""
        named = role == "place" and any(p.first <= token <= p.last for p in self.event.actors)
        return not named and all(self.tree.lower[k] != "whose" for k in self.tree.kids[token])

    def _best(self, role: str) -> int | None:
        """The likeliest token of a role that only one can have."""
        tokens = self._tokens(role)
        return max(tokens, key=lambda t: self.chances[t - self.reading.first, ROLE[role]], default=None)

    def _parties(self, role: str, framed: "list[Phrase]") -> "list[Phrase]":
        """The phrases in a role; the frames' where they look back to an earlier sentence and none here fits."""
        found: list[Phrase] = []
        for token in (t for t in self._tokens(role) if not is_scene(self.tree, self.phrases, t)):
            own = [p for p in framed if p.head == token]
            other = None if own else self._phrase(token, role)
            found += [p for p in (*own, other) if p is not None and not p.pronoun]
        earlier = [p for p in framed if p.head < self.reading.first or p.pronoun]
        kept = [p for p in found if any(p is f for f in framed)]
        around = [p for p in found if any(p is not k and p.start <= k.start and k.end <= p.end for k in kept)]
        left = [p for p in dict.fromkeys(found) if all(p is not a for a in around)]
        return (self._apart(left, role) if role == "target" else left) or earlier

    def _apart(self, found: "list[Phrase]", role: str) -> "list[Phrase]":
        """The phrases without the less likely of two where one stands in the other ("fifty head of cattle")."""
        chances, first = self.chances[:, ROLE[role]], self.reading.first
        weaker = [
            min(one, other, key=lambda p: float(chances[p.head - first]))
            for one in found
            for other in found
            if one is not other and one.start <= other.start and other.end <= one.end
        ]
        return [p for p in found if all(p is not w for w in weaker)]

    def _settle(self) -> None:
        """Of what kind the parties are, whose the things are that an act is done to, and who does violence."""
        for phrase in (*self.event.actors, *self.event.targets):
            settle_party(self.readers, phrase)
        for phrase in self.event.targets if self.event.type in GROUND else ():
            settle_target(self.readers, phrase)
        for phrase in self.event.actors if self.event.type == "ASSAULT" else ():
            settle_attacker(self.readers, phrase, self.event.mode)

    def _part(self) -> None:
        """Who is both actor and target is the likelier of the two, unless nobody else is there."""
        event, row = self.event, self.chances
        for phrase in [p for p in event.actors if any(p is t for t in event.targets)]:
            if not self.reading.first <= phrase.head < self.reading.end:
                continue
            actor, target = (float(row[phrase.head - self.reading.first, ROLE[r]]) for r in ("actor", "target"))
            role = "targets" if actor > target else "actors"
            setattr(event, role, [p for p in getattr(event, role) if p is not phrase])

    def _phrase(self, token: int, role: str) -> "Phrase | None":
        """The phrase at a token."""
        if role == "weapon":
            return self.readers.circumstances.weapon_at(token)
        phrase = self.phrases.at(token)
        if phrase is not None:
            self.readers.roles.settle(phrase)
        return phrase

    def _sources(self, framed: list[DraftSource]) -> list[DraftSource]:
        """The chain of sources: those the frames have keep their order and cues, others follow by nearness."""
        attributor = self.readers.attributor
        heads = [t for t in self._tokens("source") if not (attributor.only_hears(t) or attributor.gainsaid(t))]
        heads = [t for t in heads if not self._describes(t, heads)]
        kept = [s for s in framed if s.phrase.head in heads or s.phrase.head < self.reading.first]
        known = {s.phrase.head for s in kept}
        for token in sorted((t for t in heads if t not in known), key=lambda t: abs(t - self.event.token)):
            phrase = self.phrases.at(token)
            if phrase is not None and not phrase.pronoun:
                above = self.tree.head[token]
                kept.append(DraftSource(phrase, (self.tree.start[above], self.tree.end[above])))
        own = self.event.actors if self.event.type in SPOKEN and self.event.status != "denied" else []
        return [s for s in kept if all(s.phrase is not a for a in own)]

    def _describes(self, token: int, others: list[int]) -> bool:
        """Whether a word only says more of one of the others: "an aide to the prime minister", "the daily An-Nahar"."""
        while self.tree.dep[token] in DESCRIBING:
            token = self.tree.head[token]
            if token in others:
                return True
        return False

    def _place(self, role: str) -> "Phrase | None":
        """The place in a role."""
        token = self._best(role)
        return None if token is None else self.readers.circumstances.place_at(token)

    def _headed(self) -> "Phrase | None":
        """The place at the head of the line, for an act that no word places."""
        if self.event.type not in PLACED:
            return None
        return self.readers.circumstances.heading(self.reading.first, self.reading.end)

    def _held(self) -> "Phrase | None":
        """The place that is taken, closed or besieged, where no word says where that is."""
        if self.event.type != "COERCE":
            return None
        return self.readers.circumstances.of_target(self.event)

    def _only_place(self) -> "Phrase | None":
        """The one place that a sentence names, finer than a country, for an act on the ground that no word places."""
        if self.event.type not in GROUND:
            return None
        circumstances, first, end = self.readers.circumstances, self.reading.first, self.reading.end
        named = circumstances.places_in(first, end) or circumstances.places_before(first, end)
        return named[0] if len(named) == 1 else None

    def _time(self) -> None:
        """The time expression of the event: the likeliest, its words taken together."""
        least, framed = self.reading.read.thresholds, self.event.time
        chances = self.chances[:, ROLE["when"]]
        best, most = None, 0.0
        for time, tokens in self.readers.circumstances.times_in(self.reading.first, self.reading.end):
            chance = float(chances[[t - self.reading.first for t in tokens]].sum()) + self._tied(tokens[0])
            if chance > max(most, least["framed when" if time is framed else "when"]):
                best, most = time, chance
        self.event.time = best

    def _tied(self, time: int) -> float:
        """How sure a length ties the event to a time of the clause above: "on Friday, two days after troops seized"."""
        tree, event = self.tree, self.event.token
        ties = [k for k in tree.children(event, "mark") if tree.lower[k] in ("after", "before")]
        counts_from = tree.clause(time) == tree.clause(tree.head[event])
        if not ties or not counts_from or tree.child(event, "npadvmod") is None:
            return 0.0
        return float(self.chances[ties[0] - self.reading.first, ROLE["when"]])

    def counted(self, count: "DraftCount") -> float:
        """How far a count belongs to the event: its words' chance to count anything of it, more if frames say so."""
        if not can_count(as_taken(count, self.event.mode).of, self.event.type, self.event.mode):
            return 0.0
        inside = [t for t in self.tree.tokens_in(count.start, count.end) if t < self.reading.end]
        rows = self.chances[[t - self.reading.first for t in inside]][:, NUMBERS]
        owned = any(c.of == count.of and c.start == count.start for c in self.event.counts)
        least = self.reading.read.thresholds
        bonus = least["owned count"] * owned + least["near count"] * self._near(count.token)
        return float(rows.max(initial=0)) + bonus

    def did(self, count: "DraftCount") -> bool:
        """Whether a count is of those who did an attack, which was no clash and not their own death."""
        event, tree = self.event, self.tree
        if event.type != "ASSAULT" or event.mode == "suicide-attack":
            return False
        theirs = [p for p in event.actors if p.start < count.end and count.start < p.end]
        if event.sub_event == "Armed clash":
            theirs = [p for p in theirs if tree.dep[tree.head[p.head]] == "agent"]
        return bool(theirs) and all(p is not t for p in theirs for t in event.targets)

    def _near(self, word: int) -> float:
        """How near a word of harm is: 1 where it is the event's own or in its clause, a half in the next clause."""
        tree, own, clause = self.tree, self.tree.clause(self.event.token), self.tree.clause(word)
        if word in self.event.words or clause == own:
            return 1.0
        first, last = sorted((word, self.event.token))
        hangs = own == tree.clause(tree.head[clause]) or clause == tree.clause(tree.head[own])
        return 0.5 if hangs and ";" not in tree.lower[first:last] else 0.0

    def numbers(self) -> "Iterator[tuple[float, DraftCount]]":
        """The counts of words that have the role of one and that no word of harm counts, with their chances."""
        for role, of in COUNTED.items():
            for token in self._tokens(role):
                if of in HURT and not self._said(token, of):
                    continue
                made = self.readers.counter.at_number(token, of or counted_by(self.event.mode))
                allowed = made is not None and can_count(made.of, self.event.type, self.event.mode)
                if made is not None and allowed and not self.did(made):
                    yield float(self.chances[token - self.reading.first, ROLE[role]]), made

    def _said(self, token: int, of: "CountOf") -> bool:
        """Whether a word says that who is counted came to harm: of a number it need not, of one person it must."""
        counter = self.readers.counter
        one = self.tree.tag[token] in ("NN", "NNP") and of == "killed" and counter.dies(token)
        return one or (counter.numbered(token) and not self._at_them())

    def _at_them(self) -> bool:
        """Whether the event is fire that is not told to hit: "four of whom were shot at"."""
        tree, token = self.tree, self.event.token
        return tree.lemma[token] in AIMED and tree.lower[token + 1 : token + 2] == ["at"]

    def parties(self) -> "Iterator[DraftCount]":
        """How many were taken, freed, or took part, by the parties themselves, where nothing else tells it."""
        event, counter = self.event, self.readers.counter
        of = counted_by(event.mode)
        if not can_count(of, event.type, event.mode) or any(c.of == of for c in event.counts):
            return
        if of == "taking_part" and event.type not in CROWDS:
            return  # "nine parties agreed", "three men wanted by both": of acts of speech hardly any take a number
        for phrase in event.actors if of == "taking_part" else event.targets:
            if not self.reading.first <= phrase.head < self.reading.end:
                continue
            made = counter.of_phrase(phrase.head, of)
            if made is None and of != "taking_part" and event.status in LIVE:
                made = counter.one_of(phrase.head, of)
            if made is not None:
                yield made

"""Where, when and with what: the circumstances of an event, read from its own clause outward."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from vedette.code.kinds import MISTAKEN
from vedette.code.phrases import Phrase
from vedette.code.towns import BEFORE, is_scene
from vedette.code.tree import CLAUSE_DEPS, VERB_POS
from vedette.lexicon.countries import countries
from vedette.lexicon.places import gazetteer
from vedette.lexicon.words import source_words, weapons, word_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vedette.code.draft import DraftEvent
    from vedette.code.grammar import Grammar
    from vedette.code.phrases import Phrases
    from vedette.code.times import TimeExpression
    from vedette.code.tree import Tree

PLACED = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "CONSULT", "COOPERATE", "CONCEDE", "AID"})
PLACE_PREPS = frozenset({
    "in", "at", "near", "outside", "inside", "around", "across", "throughout", "on", "along", "within", "off",
    "over", "through", "into", "toward", "towards", "of",
})  # fmt: skip
SURROUNDING = frozenset({"outside", "near", "inside", "around", "towards", "toward"})
WITHIN = SURROUNDING | {"in", "at"}
"""Prepositions that make a place of a house: "inside the Green Zone", and "at the Kremlin" where it has one meaning."""
ATTACHED = frozenset({"advcl", "xcomp", "conj", "acl", "pcomp"})
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.? \d{1,2})(?: \d{4})?"
HEADING = re.compile(rf"(?:{_DAY},? )?(?P<place>[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)*)(?:, {_DAY})?:\s")
"""What a line of a situation report or a headline may begin with."""
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
HOME_PREPS = ("of", "from", "in", "at")
NAMED_FOR = frozenset({"GOV", "LEG", "PTY", "OPP", "REB", "PRM", "CRM"})
"""Sectors of bodies that bear the names of those who lead them."""
ORIGIN = frozenset({"from", "out"})
GOAL = frozenset({"to", "into", "toward", "towards", "for", "on", "in", "at", "along", "near"})


class Circumstances:
    """Reads circumstances in one tree."""

    def __init__(self, tree: "Tree", grammar: "Grammar", phrases: "Phrases", times: "list[TimeExpression]") -> None:
        """Take the tree and the time expressions of its text."""
        self.tree, self.grammar, self.phrases = tree, grammar, phrases
        dated = [t for t in times if t.form != "reference"]  # "former" and "now" date nothing
        self._times = [(t, tokens[0]) for t in dated for tokens in [tree.tokens_in(t.start, t.end)] if tokens]
        self._weapons, self._say = weapons(), source_words().say

    def fill(self, event: "DraftEvent") -> None:
        """Fill in place, origin, destination, time and weapons of an event."""
        scope = self._scope(event.token)
        if event.frame.move:
            self._movement(event)
        event.place = self._place(event, scope)
        event.time = self._time(event, scope)
        event.weapons = self._weapon_phrases(event, scope)

    def _scope(self, token: int) -> list[list[int]]:
        """Tokens by nearness: the trigger's words, its clause, what hangs on it, the clauses above a verb of saying."""
        tree, clause = self.tree, self.tree.clause(token)
        rings = [self.own(token), self.own(clause)]
        rings.append([t for k in tree.kids[clause] if tree.dep[k] in ATTACHED for t in self.own(k)])
        for node in tree.up(clause):
            if node == tree.clause(node):
                if tree.lemma[node] in self._say:
                    break
                rings.append(self.own(node))
        return rings

    def own(self, token: int) -> list[int]:
        """The tokens of a clause or phrase without the clauses that hang on it."""
        tree, found, queue = self.tree, [], [token]
        while queue:
            node = queue.pop()
            found.append(node)
            queue.extend(k for k in tree.kids[node] if not self._starts_clause(k))
        return sorted(found)

    def _starts_clause(self, token: int) -> bool:
        """Whether a clause of its own begins at a token."""
        tree = self.tree
        if tree.dep[token] == "acl" and tree.tag[token] == "VBN":
            return False
        return tree.dep[token] in CLAUSE_DEPS or (tree.dep[token] == "conj" and tree.pos[token] in VERB_POS)

    def _place(self, event: "DraftEvent", scope: list[list[int]]) -> Phrase | None:
        """The most exact named place: where forces go or leave, what is taken, else the nearest locative."""
        if event.type not in PLACED:
            return None
        moved = event.origin if event.type == "RETREAT" else event.destination
        taken = self.of_target(event) if event.frame.territory or event.type == "ASSAULT" else None
        nearest = self._nearest(event, scope) or (None if taken else self._nearest(event, self._sentence(event.token)))
        if taken and (event.frame.territory or (nearest and self._coarse(nearest) > self._coarse(taken))):
            nearest = taken
        return moved or nearest or taken

    def _sentence(self, token: int) -> list[list[int]]:
        """All tokens of the sentence, as the widest ring."""
        return [list(range(*self.tree.sentence_of(token)))]

    def of_target(self, event: "DraftEvent") -> Phrase | None:
        """The place that is attacked or taken, or that its words name."""
        verb = self.tree.pos[event.token] == "VERB"
        tokens = [p.head for p in event.targets] + (self.grammar.objects(event.token) if verb else [])
        return next((place for t in tokens for place in [self._place_in(t)] if place), None)

    def _nearest(self, event: "DraftEvent", scope: list[list[int]]) -> Phrase | None:
        """The nearest locative phrase, from the trigger's own words outward; a town before a country."""
        seen: set[int] = set()
        for tokens in scope:
            fresh = [t for t in tokens if t not in seen]
            seen.update(fresh)
            found = [(self._coarse(p), abs(t - event.token), t, p) for t in fresh for p in [self._locative(t)] if p]
            if found:
                return min(found, key=lambda f: f[:3])[3]
        return None

    def _coarse(self, phrase: Phrase) -> int:
        """0 for a town, 1 for a whole country: the finer place is the better one."""
        hit = phrase.hit
        whole = hit is not None and hit.kind == "country" and hit.form in ("name", "historic", "region")
        return int(whole or (hit is None and bool(phrase.countries) and self.tree.pos[phrase.head] == "PROPN"))

    def _named(self, phrase: Phrase | None) -> Phrase | None:
        """A phrase that is a place with a name; a nameless one ("the town") is none."""
        if phrase is None:
            return None
        if phrase.kind != "place":
            return self._seat(phrase)
        capital = countries().capital_meant(phrase.text)
        if capital is not None:
            phrase.place_name = capital
            return phrase
        if phrase.place_name is None and phrase.hit is None:
            named = any(self.tree.pos[t] == "PROPN" for t in range(phrase.first, phrase.last + 1))
            if not named or phrase.text.islower():  # a headline's "metro" is not the town of Metro
                return None
            phrase.place_name = phrase.text
        return phrase

    def _seat(self, phrase: Phrase) -> Phrase | None:
        """The capital, where a house that stands for a state is where something is: "outside the White House"."""
        tree, hit = self.tree, phrase.hit
        if hit is None or hit.form != "metonym" or hit.iso3 is None or tree.dep[phrase.head] != "pobj":
            return None
        if tree.lower[tree.head[phrase.head]] not in (SURROUNDING if hit.known.ambiguous else WITHIN):
            return None
        return replace(phrase, kind="place", place_name=countries().capital(hit.iso3), hit=None)

    def _place_in(self, token: int, depth: int = 2) -> Phrase | None:
        """A named place at or inside a phrase: "the town of Saraqib", "parts of Aleppo", "a Baghdad office"."""
        phrase = self.phrases.at(token)
        inner = None
        if depth:
            preps = self.grammar.preps(token)
            tokens = [t for name in ("of", "in", "at", "near", "outside", "around") for t in preps.get(name, [])]
            inner = next((p for t in tokens for p in [self._place_in(t, depth - 1)] if p), None)
        own = self._named(phrase) or self._frontier(phrase)
        described = own is not None and self.tree.lemma[token] == "capital" and own.place_name != own.text
        if inner is not None and not described and (own is None or self.tree.pos[token] == "NOUN"):
            return inner
        if own is None and phrase is not None and phrase.kind != "nationality":
            kids = [self.phrases.at(k) for k in self.tree.children(token, "compound", "nmod", "poss")]
            own = next((k for k in kids if k and k.kind == "place" and self._named(k)), None)
        return own

    def _frontier(self, phrase: Phrase | None) -> Phrase | None:
        """A border that is told by a country: "the Syrian border", "the frontier with Chad"."""
        if phrase is None or self.tree.lemma[phrase.head] not in word_class("frontiers") or phrase.entry:
            return None
        beyond = (self.phrases.at(t) for t in self.grammar.preps(phrase.head).get("with", []))
        phrase.countries += [c for p in beyond if p for c in p.countries if c not in phrase.countries]
        if not phrase.countries:
            return None
        phrase.kind, phrase.place_name = "place", phrase.text
        return phrase

    def _locative(self, token: int) -> Phrase | None:
        """The named place at a token that stands after a preposition of place, or beside one."""
        tree = self.tree
        if tree.pos[token] not in ("PROPN", "NOUN"):
            return None
        placed = tree.dep[token] == "pobj" and tree.lower[tree.head[token]] in PLACE_PREPS
        if not placed and not (tree.dep[token] in ("appos", "npadvmod", "conj") and self._beside_place(token)):
            return None
        phrase = self.phrases.at(token)
        if phrase is None or phrase.head != token:
            return None
        if tree.lower[tree.head[token]] == "of" and phrase.kind != "place":
            return None
        return self._place_in(token)

    def _beside_place(self, token: int) -> bool:
        """Whether the word above is itself placed: "in Goma, capital of North Kivu"."""
        head = self.tree.head[token]
        return self.tree.dep[head] == "pobj" and self.tree.lower[self.tree.head[head]] in PLACE_PREPS

    def _movement(self, event: "DraftEvent") -> None:
        """Origin and destination of a movement of forces."""
        for token in (event.token, *event.words, *self.grammar.objects(event.token)):
            for name, objects in self.grammar.preps(token).items():
                phrase = next((p for o in objects for p in [self._place_in(o)] if p), None)
                if phrase is None:
                    continue
                if name in ORIGIN:
                    event.origin = event.origin or phrase
                elif name in GOAL and event.type == "MOBILIZE":
                    event.destination = event.destination or phrase
        if self.tree.pos[event.token] == "VERB":
            for token in self.grammar.objects(event.token):
                self._direct(event, token)

    def _direct(self, event: "DraftEvent", token: int) -> None:
        """As in "entered Syria", "left Hama": the object is where to or where from."""
        phrase = self._named(self.phrases.at(token)) and self._place_in(token)
        if phrase is None:
            return
        if event.type == "RETREAT":
            event.origin = event.origin or phrase
        else:
            event.destination = event.destination or phrase

    def place_at(self, token: int) -> Phrase | None:
        """The named place at a token, which a reader says is one: taggers take "Khan Sheikhoun" for a person."""
        of = self.tree.head[token]
        if self.tree.lower[of] == "of" and self.tree.lemma[self.tree.head[of]] == "capital":
            token = self.tree.head[of]
        token = self._head_of_name(token)
        return self._place_in(token) or self._as_place(self.phrases.at(token), token)

    def _head_of_name(self, token: int) -> int:
        """The head of the name or site that a name stands in: "Yuen" of "Yuen Long station"."""
        above = self.tree.head[token]
        phrase = self.phrases.at(above) if self.tree.dep[token] == "compound" and self._proper(token) else None
        if phrase is None or phrase.kind != "place" or phrase.hit is not None or phrase.head != above:
            return token
        known, own = gazetteer().known, self.phrases.at(token)
        return above if known(phrase.text) or not (own and known(own.place_name or own.text)) else token

    def places_in(self, first: int, end: int) -> list[Phrase]:
        """The places finer than a country that are named between two tokens."""
        found = [self._named(self.phrases.at(t)) for t in range(first, end) if self.tree.pos[t] == "PROPN"]
        places = [p for p in dict.fromkeys(found) if p is not None and p.hit is None and not self._coarse(p)]
        return [p for p in places if all(p is o or p.start < o.start or o.end < p.end for o in places)]

    def heading(self, first: int, end: int) -> Phrase | None:
        """The place at the head of a line: "Tibú, 18 Jan: skirmishes ...", "11 Mar, Goma: ...", "Mali: ..."."""
        tree = self.tree
        line = tree.text[tree.start[first] : tree.end[end - 1]]
        found = HEADING.match(line)
        if found is None:
            return None
        start = tree.start[first] + found.start("place")
        tokens = tree.tokens_in(start, start + len(found["place"]))
        if not tokens or tree.start[tokens[0]] != start:
            return None
        phrase, hit = self.phrases.at(tokens[-1]), self.phrases.hit(tokens[-1])
        if hit is not None:
            return (
                phrase if hit.kind == "country" and hit.form == "name" and phrase and phrase.kind == "place" else None
            )
        if not gazetteer().known(found["place"]):
            return None
        low, high, text = tree.slice(tokens[0], tokens[-1])
        return Phrase(tokens[-1], tokens[0], tokens[-1], low, high, text, kind="place", place_name=text)

    def places_before(self, first: int, end: int) -> list[Phrase]:
        """The known places that stand before a noun: "a Peshawar seminary", "El Fasher's last army division".

        A name that taggers take for another thing must stand before one: "the Noboa government" is at no place.
        """
        found = [self._before_noun(t) for t in range(first, end) if self._proper(t)]
        return [p for p in dict.fromkeys(found) if p is not None]

    def home_of(self, phrase: Phrase) -> Phrase | None:
        """The place in a party's words, where they name no country and no actor: "a Frankfurt court", "men of Lahj"."""
        if phrase.countries or phrase.entry or phrase.located or phrase.hit or self.tree.pos[phrase.head] != "NOUN":
            return None
        before = (t for t in self.tree.kids[phrase.head] if t < phrase.head and self._proper(t))
        found = next((place for t in before for place in [self._before_noun(t)] if place), None)
        return found or self._behind_noun(phrase.head)

    def _behind_noun(self, token: int) -> Phrase | None:
        """The named place behind a noun."""
        preps = self.grammar.preps(token)
        behind = (self.phrases.at(t) for name in HOME_PREPS for t in preps.get(name, []))
        return next((p for p in behind if p and p.kind == "place" and p.place_name and not p.hit), None)

    def _before_noun(self, token: int) -> Phrase | None:
        """The known place at a name that stands before a noun."""
        tree, head = self.tree, self.tree.head[token]
        if tree.dep[token] not in BEFORE or tree.pos[head] != "NOUN":
            return None
        if self.phrases.hit(token) is not None:
            return self.phrases.at(token) if is_scene(tree, self.phrases, token) else None
        entity = self.phrases.entity(token)
        label, above = entity[2] if entity else "", self.phrases.at(head)
        sector = above.sector if above else None
        doubtful = sector in NAMED_FOR or (sector is not None and label == "PERSON")
        if label not in PLACE_LABELS and (label not in MISTAKEN or doubtful):
            return None
        first, last = (entity[0], entity[1] - 1) if entity and entity[1] - 1 <= head else (token, token)
        while not entity and first > 0 and tree.head[first - 1] == token and self._proper(first - 1):
            first -= 1
        while last > token and not self._proper(last):
            last -= 1
        start, stop, text = tree.slice(first, last)
        if not gazetteer().known(text):
            return None
        return Phrase(token, first, last, start, stop, text, kind="place", place_name=text)

    def _as_place(self, phrase: Phrase | None, token: int) -> Phrase | None:
        """A phrase with a name that the registry does not know, taken as a place."""
        if phrase is None or phrase.entry or phrase.hit or phrase.pronoun or phrase.people:
            return None
        low = high = next((t for t in (token, *range(phrase.last, phrase.first - 1, -1)) if self._proper(t)), -1)
        if low < 0:
            return None
        while low > phrase.first and (self._proper(low - 1) or self.tree.word[low - 1] == "-"):
            low -= 1
        while high < phrase.last and (self._proper(high + 1) or self.tree.word[high + 1] == "-"):
            high += 1
        if self.tree.word[low] == "-" and low > phrase.first:
            low -= 1
        name = self.tree.slice(low, high)[2]
        if name.islower() and not self.tree.text.islower():  # a headline's "metro arson" is not in the town of Metro
            return None
        phrase.kind, phrase.place_name = "place", name
        return phrase

    def _proper(self, token: int) -> bool:
        """Whether a token is a name."""
        return self.tree.pos[token] == "PROPN"

    def times_in(self, first: int, end: int) -> "Iterator[tuple[TimeExpression, list[int]]]":
        """The time expressions that begin between two tokens, each with its tokens there and the preposition before."""
        for time, token in self._times:
            if first <= token < end:
                tokens = [t for t in self.tree.tokens_in(time.start, time.end) if t < end]
                before = tokens[0] - 1
                led = before >= first and self.tree.pos[before] in ("ADP", "SCONJ")
                yield time, [before, *tokens] if led else tokens

    def weapon_at(self, token: int) -> Phrase | None:
        """The weapon named at a token."""
        word = self.phrases.weapon_at(token)
        return self._weapon_phrase(token, len(word.split())) if word else None

    def _time(self, event: "DraftEvent", scope: list[list[int]]) -> "TimeExpression | None":
        """The nearest time expression, from the event's own clause outward; durations last."""
        seen: set[int] = set()
        for tokens in scope:
            fresh = set(tokens) - seen
            seen |= fresh
            here = [
                (t.type in ("DURATION", "SET"), abs(i - event.token), t.start, t) for t, i in self._times if i in fresh
            ]
            if here:
                best = min(here, key=lambda x: x[:3])
                if not best[0]:
                    return best[3]
        return None

    def _weapon_phrases(self, event: "DraftEvent", scope: list[list[int]]) -> list[Phrase]:
        """The weapons named in the event's own words and clause, outside of its roles."""
        taken = {p.head for p in (*event.actors, *event.targets)}
        found: dict[int, Phrase] = {}
        above = self.tree.head[event.token]
        used = self.own(above) if self.tree.lemma[above] in ("use", "fire") else []
        for token in sorted({*scope[0], *(scope[1] if len(scope) > 1 else ()), *used}):
            word = self.phrases.weapon_at(token) if self.tree.pos[token] in ("NOUN", "PROPN") else None
            if word and token not in taken:
                phrase = self._weapon_phrase(token, len(word.split()))
                found[token] = phrase
        return [
            p
            for t, p in found.items()
            if not any(o != t and found[o].start <= p.start and p.end <= found[o].end for o in found)
        ]

    def _weapon_phrase(self, token: int, length: int) -> Phrase:
        """The words of a weapon as a phrase of their own."""
        word = self.phrases.weapon_at(token) or ""
        start, end, text = self.tree.slice(token - length + 1, token)
        return Phrase(token, token - length + 1, token, start, end, text, kind=self._weapons[word].kind)

"""Phrases: the noun phrases of a text, each with what its words say of who or what it names.

A phrase is read once, from its head outward: registry names outrank the statistical entity labels, agent nouns
("rebels", "foreign minister") give the sector, demonyms and "of X" the country, "X-backed" the backers.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vedette.code.belongings import settle_namesake
from vedette.code.gazetteer import Hit, find_names
from vedette.code.kinds import Kinds
from vedette.code.towns import stands_as_place
from vedette.code.tree import HYPHENS
from vedette.lexicon.words import ARMED, agents, weapons, word_class

if TYPE_CHECKING:
    from vedette.code.tree import Tree
    from vedette.lexicon.actors import ActorEntry, Leader
    from vedette.records.vocabulary import MentionKind

LEFT_DEPS = frozenset({"compound", "amod", "nmod", "nummod", "poss", "quantmod", "case", "punct", "npadvmod", "advmod",
                       "det", "predet", "neg", "cc", "conj", "dep", "appos", "preconj", "acl"})  # fmt: skip
INNER_DEPS = frozenset({"compound", "nmod", "amod", "poss", "nummod", "quantmod", "npadvmod"})
HEAD_POS = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "X", "SYM"})
DASHES = frozenset({"-", "\N{EN DASH}", "\N{EM DASH}"})
LEADING = frozenset({"the", "a", "an", "near"})
"""Words that stand before a phrase and are none of it; taggers take "Near" at the head of a line for a name."""
PERSON_PRONOUNS = frozenset({"he", "she", "i", "him", "her", "me", "his", "my"})
GROUP_PRONOUNS = frozenset({"we", "they", "us", "our", "their", "them", "it", "its"})


@dataclass(slots=True, eq=False)
class Phrase:
    """A noun phrase: tokens `first`..`last` around `head`, and what is known of it.

    `countries` are alpha-3 codes said in it, nearest first; `backers` alpha-3 codes of those behind it; `entry` the
    registry's actor that it names (or, with `inside`, the actor it belongs to); `people` a people's form; `named` the
    full name that the report gave it; `home` the place that its words name ("a Frankfurt court").
    """

    head: int
    first: int
    last: int
    start: int
    end: int
    text: str
    kind: "MentionKind | None" = None
    sector: str | None = None
    entry: "ActorEntry | Leader | None" = None
    choices: "tuple[ActorEntry | Leader, ...]" = ()
    inside: bool = False
    countries: list[str] = field(default_factory=list)
    located: list[str] = field(default_factory=list)
    backers: list[str] = field(default_factory=list)
    people: str | None = None
    place_name: str | None = None
    hit: Hit | None = None
    office: bool = False
    pronoun: bool = False
    antecedent: "Phrase | None" = None
    owner: "Phrase | None" = None
    acts: bool = False
    named: str | None = None
    home: "Phrase | None" = None

    @property
    def actor_like(self) -> bool:
        """Whether it can act or be acted upon as an actor."""
        return self.kind in ("actor", "person", "nationality") or bool(self.sector or self.entry)

    @property
    def armed(self) -> bool:
        """Whether it carries arms."""
        return self.sector in ARMED

    @property
    def civil(self) -> bool:
        """Whether it names people without arms."""
        if self.sector is None:
            return self.people is not None or (self.hit is not None and self.hit.form == "people")
        return self.actor_like and not self.armed and self.sector not in ("GOV", "LEG", "JUD")


class Phrases:
    """All phrases of one tree, made when first asked for."""

    def __init__(self, tree: "Tree") -> None:
        """Find the registry's names in the text; phrases follow on demand."""
        self.tree = tree
        self._made: dict[int, Phrase | None] = {}
        self._hits: dict[int, Hit] = {}
        self._hit_heads: dict[int, int] = {}
        self._hit_range: dict[int, tuple[int, int]] = {}
        self._agents, self._weapons = agents(), weapons()
        self._ents = {i: (first, last, label) for first, last, label in tree.ents for i in range(first, last)}
        self._kinds = Kinds(tree, self._ents, self.weapon_at)
        self.hits = find_names(tree.text)
        for hit in self.hits:
            self._place_hit(hit)

    def _place_hit(self, hit: Hit) -> None:
        """Tie a registry name to its tokens; the token nearest the root speaks for it."""
        tokens = self.tree.tokens_in(hit.start, hit.end)
        if not tokens or self.tree.start[tokens[0]] != hit.start:
            return
        if hit.kind == "leader" and (self._another_person(tokens) or stands_as_place(self.tree, tokens)):
            return
        if hit.kind == "actor" and self._longer_name(hit, tokens):
            return
        inside = set(tokens)
        head = next((t for t in reversed(tokens) if self.tree.head[t] not in inside), tokens[-1])
        for token in tokens:
            self._hits[token] = hit
            self._hit_heads[token] = head
            self._hit_range[token] = (tokens[0], tokens[-1])

    def _another_person(self, tokens: list[int]) -> bool:
        """Whether a leader's family name stands behind another given name: "Mohammed al-Bashir" is not Omar."""
        before = tokens[0] - 1
        one = len(tokens) == 1 or " " not in self.tree.text[self.tree.start[tokens[0]] : self.tree.end[tokens[-1]]]
        if not one or before < 0 or self.tree.head[before] not in tokens:
            return False
        title = self.tree.lemma[before] in self._agents or self.tree.lower[before] in self._agents
        return (
            self.tree.pos[before] == "PROPN"
            and not title
            and before not in self._hits
            and self.tree.tag[before] == "NNP"
        )

    def _longer_name(self, hit: Hit, tokens: list[int]) -> bool:
        """Whether a lesser known group's name is but the beginning of another's: "Popular Front for Change"."""
        of = tokens[-1] + 1
        lesser = all(getattr(entry, "table", "") == "ucdp" for entry in hit.known.entries)
        if not lesser or of + 1 >= len(self.tree) or self.tree.lower[of] not in ("for", "of"):
            return False
        entity = self._ents.get(tokens[0])
        return entity is not None and entity[1] > of + 1 and self.tree.pos[of + 1] == "PROPN"

    def hit(self, token: int) -> Hit | None:
        """The registry's name that covers a token."""
        return self._hits.get(token)

    def hit_tokens(self, token: int) -> tuple[int, int]:
        """First and last token of the registry's name that covers a token."""
        return self._hit_range[token]

    def at(self, token: int) -> Phrase | None:
        """The phrase whose head is the token (or the name that the token is part of)."""
        token = self._hit_heads.get(token, token)
        if token not in self._made:
            self._made[token] = None  # a phrase asked for while it is being made is none yet
            self._made[token] = self._make(token)
        return self._made[token]

    def heads(self) -> Iterator[int]:
        """The tokens that head a phrase: nouns, names and pronouns that are not part of a longer one to their right."""
        tree = self.tree
        for i, pos in enumerate(tree.pos):
            if pos in ("NOUN", "PROPN", "PRON") and not (tree.dep[i] in INNER_DEPS and tree.head[i] > i):
                yield i

    def all(self) -> list[Phrase]:
        """Every phrase of the text, in order."""
        found = [self.at(i) for i in self.heads()]
        return [p for p in dict.fromkeys(found) if p]

    def _make(self, head: int) -> Phrase | None:
        """Read the phrase around a head."""
        tree = self.tree
        if tree.pos[head] not in HEAD_POS and head not in self._hits:
            return None
        first, last = self._extent(head)
        start, end, text = tree.slice(first, last)
        phrase = Phrase(head, first, last, start, end, text)
        if tree.pos[head] == "PRON" and head not in self._hits:
            return self._pronoun(phrase)
        self._read_names(phrase)
        self._read_agent(phrase)
        self._read_tail(phrase)
        settle_namesake(phrase)
        phrase.kind = self._kinds.kind(phrase)
        return phrase

    def _own_start(self, first: int, head: int) -> int:
        """Where a phrase with an article begins: "a week earlier the same group" is "the same group"."""
        article = self.tree.child(head, "det")
        if article is None or not any(self.tree.pos[t] in ("NOUN", "PROPN") for t in range(first, article)):
            return first
        return article

    def _extent(self, head: int) -> tuple[int, int]:
        """First and last token: left modifiers without a leading article, and the whole of a registry name."""
        tree = self.tree
        first = head
        for k in reversed(tree.kids[head]):
            if k < head and tree.dep[k] in LEFT_DEPS:
                first = min(first, tree.left[k])
        last = head
        if head in self._hits:
            low, high = self.hit_tokens(head)
            first, last = min(first, low), max(last, high)
        last = max(last, self._of_end(head))
        first = max([first, *(t + 1 for t in range(first, head) if self._dash(t)), self._own_start(first, head)])
        while first < head and (tree.lower[first] in LEADING or tree.dep[first] in ("punct", "cc", "predet", "case")):
            first += 1
        return first, last

    def _dash(self, token: int) -> bool:
        """Whether a token is a dash with space round it, as between a dateline and the first sentence."""
        tree = self.tree
        spaced = 0 < token < len(tree) - 1 and tree.end[token - 1] < tree.start[token] < tree.start[token + 1] - 1
        return spaced and tree.word[token] in DASHES

    def _of_end(self, head: int) -> int:
        """The last token of an "of X" right behind the head: "the president of Armenia", "a column of pensioners"."""
        tree = self.tree
        of = head + 1
        if (
            of >= len(tree)
            or tree.lower[of] != "of"
            or tree.head[of] != head
            or tree.lemma[head] in word_class("counted")
        ):
            return head
        obj = tree.child(of, "pobj")
        if obj is None or tree.child(obj, "conj") is not None:
            return head
        inner = self.at(obj)
        return inner.last if inner is not None and not inner.pronoun else head

    def _pronoun(self, phrase: Phrase) -> Phrase | None:
        """A personal pronoun as a mention; others are none."""
        word = self.tree.lower[phrase.head]
        if word not in PERSON_PRONOUNS and word not in GROUP_PRONOUNS:
            return None
        phrase.first = phrase.last = phrase.head
        phrase.start, phrase.end, phrase.text = self.tree.slice(phrase.head, phrase.head)
        phrase.pronoun = True
        phrase.kind = "person" if word in PERSON_PRONOUNS else "actor"
        return phrase

    def _read_names(self, phrase: Phrase) -> None:
        """Take countries, groups, leaders and peoples from the registry names inside the phrase."""
        seen: set[int] = set()
        for token in range(phrase.last, phrase.first - 1, -1):
            hit = self._hits.get(token)
            if hit is None or id(hit) in seen:
                continue
            seen.add(id(hit))
            whole = self._hit_heads[token] == phrase.head
            self._take_name(phrase, hit, token, whole=whole)

    def _take_name(self, phrase: Phrase, hit: Hit, token: int, *, whole: bool) -> None:
        """What one registry name says of the phrase; `whole` where it is the head itself."""
        role = self._link(token)
        if role == "held":
            return
        if role == "ethnic":
            phrase.people = hit.text
            phrase.hit = hit if whole else phrase.hit
            return
        if role == "backs":
            phrase.backers += [hit.iso3] if hit.iso3 else []
            return
        if hit.kind == "country":
            if whole:
                phrase.hit = hit
            if hit.iso3:
                phrase.countries.append(hit.iso3)
        elif hit.kind == "people":
            phrase.people = hit.text
            phrase.countries += [hit.iso3] if hit.iso3 else []
            phrase.hit = hit if whole else phrase.hit
        elif whole or phrase.entry is None:
            phrase.entry, phrase.inside, phrase.choices = hit.entry, not whole, hit.known.entries
            phrase.hit = hit if whole else phrase.hit

    def _link(self, token: int) -> str | None:
        """How a name hangs in a compound adjective: "Iranian-backed", "rebel-held", "pro-Russian", "US-led"."""
        tree = self.tree
        low, high = self.hit_tokens(token)
        word = tree.lower[high + 2] if high + 2 < len(tree) and tree.word[high + 1] in HYPHENS else ""
        before = tree.lower[low - 2] if low >= 2 and tree.word[low - 1] in HYPHENS else ""
        if word in word_class("holding") or before == "anti":
            return "held"
        if before == "pro":
            return "backs"
        if low and tree.lower[low - 1] == "ethnic":
            return "ethnic"
        return "backs" if word in word_class("backing") else None

    def _read_agent(self, phrase: Phrase) -> None:
        """The sector that the phrase's nouns give it: the head's first, else those before a name."""
        found = self._agent_at(phrase.head, phrase.first)
        if found is None and self.tree.pos[phrase.head] == "PROPN":
            for token in range(phrase.head - 1, phrase.first - 1, -1):
                found = self._agent_at(token, phrase.first)
                if found:
                    break
        if found:
            phrase.sector, phrase.office = found

    def _agent_at(self, token: int, first: int) -> tuple[str, bool] | None:
        """The longest agent noun that ends at a token."""
        agent = self.tree.longest(self._agents, token, first)
        return (agent.sector, agent.person) if agent else None

    def _read_tail(self, phrase: Phrase) -> None:
        """What stands behind the head: "of Armenia", "in the Ivory Coast", "backed by Iran", "based in Trinidad"."""
        tree = self.tree
        for k in tree.kids[phrase.head]:
            if k <= phrase.head:
                continue
            if tree.dep[k] == "prep" and tree.lower[k] in ("of", "in", "from", "inside", "for", "on", "at"):
                self._read_prep(phrase, k)
            elif tree.dep[k] in ("acl", "relcl"):
                self._read_clause(phrase, k)
            elif tree.dep[k] == "appos" and phrase.entry is None:
                self._read_apposition(phrase, k)

    def _read_prep(self, phrase: Phrase, prep: int) -> None:
        """A country or group in a prepositional phrase."""
        for obj in self.tree.children(prep, "pobj"):
            for token in self.tree.conjuncts(obj):
                inner = self.at(token)
                if inner is None:
                    continue
                if self.tree.lower[prep] == "of":
                    phrase.countries += [c for c in inner.countries if c not in phrase.countries]
                    if inner.entry and phrase.entry is None:
                        phrase.entry, phrase.inside, phrase.choices = inner.entry, True, inner.choices
                    if phrase.sector in (None, "UNK") and inner.sector and not inner.entry:
                        phrase.sector = inner.sector
                else:
                    phrase.located += inner.countries
                    if self.tree.lower[prep] == "from" and _is_group(inner) and _belongs(phrase):
                        phrase.entry, phrase.inside, phrase.choices = inner.entry, True, inner.choices
                phrase.located += inner.located
                if inner.place_name:
                    phrase.place_name = phrase.place_name or inner.place_name

    def _read_clause(self, phrase: Phrase, verb: int) -> None:
        """As in "backed by X" and "based in Y" after the head."""
        lemma = self.tree.lower[verb]
        for prep in self.tree.children(verb, "agent", "prep"):
            for obj in self.tree.children(prep, "pobj"):
                inner = self.at(obj)
                if inner is None:
                    continue
                if lemma in word_class("backing") and self.tree.lower[prep] == "by":
                    phrase.backers += inner.countries
                elif self.tree.lower[prep] in ("in", "from") and lemma in ("based", "living", "operating", "fighting"):
                    phrase.located += inner.countries

    def _read_apposition(self, phrase: Phrase, token: int) -> None:
        """As in "the group, Hamas" and "Kenzo Oshima, the UN coordinator"."""
        inner = self.at(token)
        if inner is None:
            return
        if inner.entry:
            phrase.entry, phrase.inside, phrase.choices = inner.entry, inner.inside, inner.choices
        phrase.countries += [c for c in inner.countries if c not in phrase.countries]
        if phrase.sector is None:
            phrase.sector, phrase.office = inner.sector, inner.office

    def entity(self, token: int) -> tuple[int, int, str] | None:
        """First token, end token and label of the statistical entity at a token."""
        return self._ents.get(token)

    def weapon_at(self, token: int) -> str | None:
        """The longest weapon word that ends at a token."""
        tree = self.tree
        if tree.lemma[token] not in _weapon_ends():
            return None
        for length in (3, 2, 1):
            begin = token - length + 1
            if begin < 0:
                continue
            words = " ".join([*(tree.lower[i] for i in range(begin, token)), tree.lemma[token]])
            if words in self._weapons:
                return words
        return None


def _is_group(phrase: Phrase) -> bool:
    """Whether a phrase names an organisation that has members."""
    return phrase.entry is not None and phrase.kind == "actor"


def _belongs(phrase: Phrase) -> bool:
    """Whether those who are "from" an organisation are of it: fighters are, refugees are not."""
    return phrase.entry is None and phrase.sector not in (None, "REF")


@functools.cache
def _weapon_ends() -> frozenset[str]:
    """The last words of all weapon words."""
    return frozenset(words.rpartition(" ")[2] for words in weapons())

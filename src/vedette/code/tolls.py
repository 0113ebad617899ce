"""Tolls: what became of the counted, by the words right before and behind them.

Reports tell losses in a flat style ("39 dead and 73 hurt", "own losses 11 killed, 40 wounded") and in set phrases
("cost one sergeant his life", "put the dead at three") of which a parser makes little; data/words/tolls.toml has them.
"""

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from vedette.code.belongings import trades
from vedette.code.wordtable import read_table
from vedette.records.vocabulary import CountOf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vedette.code.phrases import Phrases
    from vedette.code.tree import Tree
    from vedette.code.wordtable import WordTable

COUNTED, GAP, PART = "#", "~", "<part>"
WIDEST_GAP, MOST_FILLERS, LONGEST_NOUN = 4, 5, 8
BODIES = ("ment", "gent")
"""Endings of nouns for bodies of men: "a detachment of 30", "a contingent of 40"."""

NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
PASSED = frozenset({"DET", "PRON"})
OBJECTS = frozenset({"DET", "PRON", "NUM", "NOUN", "PROPN", "ADJ"})
OTHER_SECTIONS = frozenset({"verbs", "body", "nouns"})
KEYS = {"told": None, "told_of_people": "people", "told_of_numbers": "numbers"}
"""The lists of a section, and of whom only their phrases hold."""

FILLERS = frozenset({"be", "have", "who", "that", "remain", "lie", "report", "confirm", "leave", "say"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A set phrase: the words before the counted, nearest first, those behind, what it counts, and of whom only."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    of: CountOf
    only: str | None


@dataclass(frozen=True, slots=True)
class TollWords:
    """The set phrases by the word nearest to the counted, those that are a verb, and the lists of words beside."""

    before: dict[str, list[Phrase]]
    after: dict[str, list[Phrase]]
    verbs: "dict[tuple[str, ...], CountOf]"
    parts: frozenset[str]
    others: frozenset[str]
    many: frozenset[str]
    pairs: frozenset[str]
    groups: frozenset[str]
    endings: tuple[str, ...]
    judged: frozenset[str]
    acts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Toll:
    """What is told of the counted: `of`, and the token of the word that says so."""

    of: CountOf
    word: int
    behind: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted: tokens `first` to `last` (of a number, or of one person), the sentence, and which phrases hold."""

    first: int
    last: int
    stop: tuple[int, int]
    one: bool
    kinds: frozenset[str | None]


@functools.cache
def toll_words() -> TollWords:
    """The table of set phrases; raises DataFileError, with file and line, where one does not hold a single "#"."""
    table = read_table("tolls")
    before: dict[str, list[Phrase]] = {}
    after: dict[str, list[Phrase]] = {}
    verbs: dict[tuple[str, ...], CountOf] = {}
    for phrase in sorted(_phrases(table), key=lambda p: -len(p.before) - len(p.after)):  # the longer is tried first
        index, near = (after, phrase.after[0]) if phrase.after else (before, phrase.before[0])
        index.setdefault(near, []).append(phrase)
        if not phrase.after and phrase.only is None:
            verbs[tuple(reversed(phrase.before))] = phrase.of
    return TollWords(
        before,
        after,
        verbs,
        parts=frozenset(table.words("body", "parts")),
        others=frozenset(table.words("nouns", "others")),
        many=frozenset(table.words("nouns", "many")),
        pairs=frozenset(table.words("nouns", "pairs")),
        groups=frozenset(table.words("nouns", "groups")),
        endings=tuple(table.words("nouns", "endings")),
        judged=frozenset(table.words("verbs", "judged")),
        acts=frozenset(table.words("nouns", "acts")),
    )


def _phrases(table: "WordTable") -> "Iterator[Phrase]":
    """Every set phrase of the table."""
    measures: tuple[CountOf, ...] = get_args(CountOf)
    for name in (x for x in table.sections if x not in OTHER_SECTIONS):
        if name not in measures or table.section(name).keys() - KEYS.keys():
            problem = f"[{name}] counts nothing, or has other lists than {', '.join(KEYS)}"
            raise table.fault(problem, f"[{name}]", f"Name it after one of {', '.join(measures)}.")
    for of in (x for x in measures if x in table.sections):
        for key, only in KEYS.items():
            yield from (_phrase(table, of, line, only) for line in table.section(of).get(key, []))


def _phrase(table: "WordTable", of: "CountOf", line: str, only: str | None) -> Phrase:
    """One set phrase: "kill #", "cost # life"."""
    words = line.split()
    if words.count(COUNTED) != 1 or not {*words} - {COUNTED, GAP}:
        problem = f"{line!r} does not say what becomes of one {COUNTED!r}"
        raise table.fault(problem, f'"{line}"', 'Write it as: "kill #"')
    at = words.index(COUNTED)
    return Phrase(tuple(reversed(words[:at])), tuple(words[at + 1 :]), of, only)


class Tolls:
    """Reads what becomes of the counted in one tree."""

    def __init__(self, tree: "Tree", phrases: "Phrases") -> None:
        """Take the tree and its noun phrases."""
        self.tree, self.phrases, self.words = tree, phrases, toll_words()

    def told(self, first: int, last: int, noun: int | None = None) -> Toll | None:
        """What is told of a number (tokens `first` to `last`) with its noun, or of the one person `noun` names."""
        stop = self.tree.sentence_of(first)
        head = self.noun(last) if noun is None else noun
        if head is not None and self.tree.lemma[head] in self.words.others:
            return None
        kinds: set[str | None] = {None} if noun is not None else {None, "numbers"}
        if head is None or self.people(head):
            kinds.add("people")
        counted = Counted(self._whole(first, stop[0]), last, stop, noun is not None, frozenset(kinds))
        return self._behind(counted) or self._before(counted)

    def one(self, noun: int) -> bool:
        """Whether a singular noun can name one person, or one pair."""
        tree = self.tree
        held = self.words.many | self.words.others
        return tree.tag[noun] in ("NN", "NNP") and tree.lemma[noun] not in held and not self._nobody(noun)

    def size(self, noun: int) -> int:
        """How many a noun in the singular names: two in a couple."""
        return 2 if self.tree.lemma[noun] in self.words.pairs else 1

    def _nobody(self, noun: int) -> bool:
        """Whether the words before a noun make it nobody: "not one detainee", "nobody but the bomber"."""
        tree, before = self.tree, self.tree.kids[noun]
        if any(tree.lower[k] in ("no", "any") or tree.lower[k - 1 : k + 1] == ["not", "one"] for k in before):
            return True
        return tree.lower[max(0, tree.left[noun] - 1)] in ("but", "except")

    def noun(self, last: int) -> int | None:
        """The noun behind a number: "30 armed herders" or "30 of the herders"; None where there is none."""
        found = None
        for token in self._run(last):
            if self.tree.lower[token] == "of" and found is not None:
                break
            if self.tree.pos[token] in ("NOUN", "PROPN"):
                found = token
        return found

    def one_person(self, noun: int) -> bool:
        """Whether a noun in the singular is known to name a person: by what it ends in, or as one of a people."""
        if not self.one(noun) or self.tree.lemma[noun] in self.words.groups or self.tree.lemma[noun].endswith(BODIES):
            return False
        lemma = self.tree.lemma[noun]
        return lemma.endswith(self.words.endings) or lemma in trades() or self.tree.ent[noun] == "NORP"

    def right_behind(self, last: int) -> bool:
        """Whether a word of a toll follows a number, or its noun, at once: "the 39 killed", "the 40 people dead"."""
        noun = self.noun(last)
        at = (last if noun is None else noun) + 1
        return at < len(self.tree) and any(
            phrase.after[0] != GAP and self.tree.pos[at] in ("VERB", "ADJ")
            for phrase in self._nearest(self.words.after, at)
        )

    def people(self, noun: int) -> bool:
        """Whether a noun is known to name people."""
        phrase = self.phrases.at(noun)
        if self.tree.lemma[noun].endswith(self.words.endings) and self.tree.tag[noun] == "NNS":
            return True
        if self.tree.lemma[noun] in trades():
            return True
        return phrase is not None and phrase.actor_like and phrase.kind != "place"

    def _whole(self, first: int, floor: int) -> int:
        """Where the counted begin: "a family of six" begins with its article."""
        tree = self.tree
        if first - 2 < floor or tree.lower[first - 1] != "of" or tree.lemma[first - 2] not in self.words.groups:
            return first
        return first - 2

    def _run(self, last: int) -> "Iterator[int]":
        """The words behind a number that may be its noun with what describes it."""
        tree, end = self.tree, self.tree.sentence_of(last)[1]
        for token in range(last + 1, min(last + 1 + LONGEST_NOUN, end)):
            of = tree.lower[token - 1] == "of"
            modifier = tree.tag[token] in ("VBN", "VBG") and token + 1 < end and tree.pos[token + 1] in NOMINAL
            named = tree.pos[token] in NOMINAL or tree.lower[token] in ("of", "'s", "-", "\u2019s")
            if not (named or modifier or (of and tree.pos[token] in PASSED)):
                return
            yield token

    def _behind(self, counted: Counted) -> Toll | None:
        """What the words behind the counted say."""
        ends = [counted.last + 1]
        if not counted.one:
            ends += [token + 1 for token in self._run(counted.last)]
            ends.append(self._past(ends[-1], counted.stop[1]))
        for at in ends:
            found = self._state(counted, at)
            if found is not None:
                return found
        return None

    def _past(self, at: int, stop: int) -> int:
        """Where the sentence goes on behind an insertion: "12 people, two of them nurses, died"."""
        low = self.tree.lower
        inside = low[at + 1 : min(at + LONGEST_NOUN, stop)]
        if at >= stop or low[at] != "," or "," not in inside or {"them", "whom", "aged"}.isdisjoint(inside):
            return at
        return at + 2 + inside.index(",")

    def _state(self, counted: Counted, at: int) -> Toll | None:
        """What is said from one word on, auxiliaries and adverbs passed over."""
        tree = self.tree
        for token in range(at, min(at + MOST_FILLERS, counted.stop[1])):
            near = [] if self._definite(token) else self._nearest(self.words.after, token)
            found = self._matching(near, counted, token)
            if found is not None:
                return found
            passed = tree.pos[token] in ("AUX", "ADV") or tree.tag[token] == "PRP$" or tree.lemma[token] in FILLERS
            if not passed:
                return None
        return None

    def _definite(self, token: int) -> bool:
        """Whether a word is made a noun by its article: "one of the dead"."""
        return self.tree.lower[token - 1] in ("the", "its", "their")

    def _nearest(self, index: dict[str, list[Phrase]], token: int) -> list[Phrase]:
        """The phrases whose word next to the counted is this one, or any."""
        word, base = self.tree.lower[token], self.tree.lemma[token]
        found = index.get(word, [])
        if base != word:
            found = found + index.get(base, [])
        return found + index.get(GAP, [])

    def _matching(self, phrases: list[Phrase], counted: Counted, at: int) -> Toll | None:
        """The longest phrase that stands behind the counted from `at` on, and before them where it begins there."""
        for phrase in phrases:
            if phrase.only not in counted.kinds or (counted.one and phrase.after[0] == GAP):
                continue
            end = self._follows(phrase.after, at, counted.stop[1])
            if end is None or self._judged(phrase, counted, end) or self._has_object(phrase, end, counted.stop[1]):
                continue
            start = self._precedes(phrase.before, counted.first - 1, counted.stop[0]) if phrase.before else at
            if start is not None:
                return Toll(phrase.of, start, behind=not phrase.before)
        return None

    def _judged(self, phrase: Phrase, counted: Counted, end: int) -> bool:
        """Whether "to death" is a judgement: "sentenced 37 officers to death"."""
        if phrase.after[-1] != "death":
            return False
        around = self.tree.lemma[max(counted.stop[0], counted.first - MOST_FILLERS) : end]
        return not self.words.judged.isdisjoint(around)

    def _has_object(self, phrase: Phrase, end: int, stop: int) -> bool:
        """Whether the word behind a participle makes it active ("12 rebels killed three") or a mere description."""
        tree = self.tree
        if phrase.before or phrase.after[-1] == "dead" or end >= stop:
            return False
        return tree.pos[end] in OBJECTS and tree.ent[end] not in ("DATE", "TIME")

    def _before(self, counted: Counted) -> Toll | None:
        """What the words before the counted say: "killing 12 herders", "put the dead at three"."""
        tree, at, floor = self.tree, counted.first - 1, counted.stop[0]
        while at >= max(floor, counted.first - MOST_FILLERS) and tree.pos[at] in PASSED:
            at -= 1
        if at < floor:
            return None
        if tree.lower[at] in ("and", ",") and not counted.one:
            at = self._beside(counted, at)
        for phrase in self._nearest(self.words.before, at):
            start = self._precedes(phrase.before, at, floor)
            if start is not None and phrase.only in counted.kinds and not self._passive(start):
                return Toll(phrase.of, start, behind=False)
        return None

    def _beside(self, counted: Counted, at: int) -> int:
        """The word before what stands beside the counted: "killing herself and eight patients"."""
        tree, start = self.tree, at
        ends = [counted.last, *self._run(counted.last)]
        after = ends[-1] + 1
        if after < counted.stop[1] and tree.pos[after] in ("VERB", "AUX"):
            return start  # "killed the mayor and 14 gunmen fled"
        while at > counted.stop[0] and start - at < LONGEST_NOUN:
            at -= 1
            if tree.pos[at] not in (*NOMINAL, *PASSED):
                return at
        return start

    def _passive(self, token: int) -> bool:
        """Whether a verb says what is done to its subject, not to the counted behind it."""
        return self.tree.child(token, "auxpass", "nsubjpass") is not None

    def _is(self, token: int, word: str) -> bool:
        """Whether a token is a word of a phrase."""
        lemma = self.tree.lemma[token]
        return word in (self.tree.lower[token], lemma) or (word == PART and lemma in self.words.parts)

    def _follows(self, words: tuple[str, ...], at: int, stop: int) -> int | None:
        """Where the words end that stand from token `at` on; None where they do not stand there."""
        if not words:
            return at
        if at >= stop:
            return None
        if words[0] == GAP:
            return self._over(words[1:], at, stop)
        if self._is(at, words[0]):
            return self._follows(words[1:], at + 1, stop)
        return self._follows(words, at + 1, stop) if self.tree.pos[at] in PASSED else None

    def _over(self, words: tuple[str, ...], at: int, stop: int) -> int | None:
        """Where the words end that stand a gap further on; a gap holds no comma and no other number."""
        for token in range(at, min(at + WIDEST_GAP, stop)):
            if self.tree.pos[token] in ("PUNCT", "NUM"):
                return None
            end = self._follows(words, token + 1, stop)
            if end is not None:
                return end
        return None

    def _precedes(self, words: tuple[str, ...], at: int, floor: int) -> int | None:
        """The first of the words, nearest first, that stand up to token `at`; None where they do not stand there."""
        if at < floor:
            return None
        if words[0] == GAP:
            starts = (self._precedes(words[1:], at - n, floor) for n in range(1, WIDEST_GAP + 1))
            return next((s for s in starts if s is not None), None)
        if self._is(at, words[0]):
            return at if len(words) == 1 else self._precedes(words[1:], at - 1, floor)
        return self._precedes(words, at - 1, floor) if self.tree.pos[at] in PASSED else None

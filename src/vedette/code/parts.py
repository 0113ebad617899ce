"""Parts and wholes among numbers: who of the counted are told apart, and which numbers count nobody hurt.

"12 people, two of them nurses" is 12 with a part of two; of "nine of the 40 passengers were killed" the 40 are no dead;
"a student of 19 was killed" has one dead, and an age.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from vedette.code.measures import HURT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vedette.code.draft import DraftCount
    from vedette.code.quantities import Quantity
    from vedette.code.tolls import Tolls

LINKS = frozenset({"and", ",", "plus"})
THEM = frozenset({"them", "whom", "those", "these", "which"})
INCLUDING = frozenset({"including", "inc.", "inc", "incl.", "incl"})
OPENINGS = (["among", "them"], ["among", "whom"], ["incl", "."], ["inc", "."])
SOME = frozenset({"one", "none", "half", "most", "some", "many", "few", "each", "either", "neither", "any"})
"""Words that tell a part of a whole as a number does: "most of the 40"."""

WHOSE = frozenset({"the", "its", "their", "his", "her", "whose", "these", "those"})
AT = frozenset({"in", "at", "near"})
FAR = 4
OLDEST, YOUNGEST = 99, 3


class Parts:
    """Reads how the numbers of one tree stand to one another."""

    def __init__(self, tolls: "Tolls", numbers: "Mapping[int, Quantity]") -> None:
        """Take the reader of tolls, and the number expressions by each of their tokens."""
        self.tolls, self.tree, self.numbers = tolls, tolls.tree, numbers

    def counts_nobody(self, first: int, last: int) -> bool:
        """Whether a number is an age, the whole of which another number tells a part, or "not one"."""
        none = first > 0 and self.tree.lower[first - 1 : first + 1] == ["not", "one"]
        return none or self._is_age(first, last) or self._is_whole(first, last)

    def _is_age(self, first: int, last: int) -> bool:
        """Whether a number is how old the one person before it is: "a nurse of 27 was shot"."""
        tree, quantity = self.tree, self.numbers[first]
        if first < 2 or tree.lower[first - 1] != "of" or self.tolls.noun(last) is not None:
            return False
        exact = quantity.low == quantity.best == quantity.high
        return exact and YOUNGEST <= (quantity.best or 0) <= OLDEST and self.tolls.one_person(first - 2)

    def _is_whole(self, first: int, last: int) -> bool:
        """Whether a number is all those of whom some are told of: "nine of the 40 passengers died"."""
        low = self.tree.lower
        at = first - 2 if first > 0 and low[first - 1] in WHOSE else first - 1
        if at < 1 or low[at] != "of":
            return False
        if self._is_family(last) and self.tolls.people(at - 1):
            return True
        some = at - 1 in self.numbers or low[at - 1] in SOME or low[at + 1] == "whose"
        return some and not self.tolls.right_behind(last)

    def _is_family(self, last: int) -> bool:
        """Whether a number is one of families or bands: "four members of one family"."""
        noun = self.tolls.noun(last)
        return noun is not None and self.tree.lemma[noun] in self.tolls.words.groups

    def is_part(self, first: int, last: int) -> bool:
        """Whether a number is a part of one told before: "12 people, two of them nurses", "including a child"."""
        low = self.tree.lower
        behind = low[last + 1 : last + 3]
        if behind[:1] == ["of"] and not THEM.isdisjoint(behind[1:]):
            return True
        near = low[max(0, first - 2) : first]
        if not INCLUDING.isdisjoint(near[-1:]) or near in OPENINGS:
            return True
        if near == ["of", "whom"] and first - 3 not in self.numbers:
            return True
        return self._closes(last, bracket=near[-1:] == ["("])

    def _closes(self, last: int, *, bracket: bool) -> bool:
        """Whether what closes a part stands behind a number and its noun, or behind those that it is listed with."""
        low = self.tree.lower
        noun = self.tolls.noun(last)
        at = (last if noun is None else noun) + 1
        if (
            low[at : at + 2] == ["among", "them"]
            or low[at : at + 1] == ["included"]
            or (bracket and low[at : at + 1] == [")"])
        ):
            return True
        ahead = next((t for t in range(at + 1, min(at + 3, len(low))) if t in self.numbers), None)
        if ahead is None or any(word not in LINKS for word in low[at:ahead]):
            return False
        return self._closes(self._end(ahead), bracket=bracket)

    def _end(self, token: int) -> int:
        """The last token of a number."""
        while self.numbers.get(token + 1) is self.numbers[token]:
            token += 1
        return token

    def goes_on(self, last: int, token: int) -> bool:
        """Whether a number goes on with the parts of which one ends at `last`: "six children and four women"."""
        between = self.tree.lower[last + 1 : token]
        return 0 < len(between) <= len(LINKS) and between[-1] in LINKS

    def nested(self, count: "DraftCount", told: "list[DraftCount]") -> bool:
        """Whether a count of dead or wounded is of some among those counted before it; it then is put into that one.

        Kept apart, never added: "12 people, two of them nurses", "14 dead, including six children and four women".
        """
        before = [c for c in told if c.of in HURT and c.start < count.start]
        tokens = self.tree.tokens_in(count.start, count.end)
        if count.of not in HURT or not before or not tokens:
            return False
        if not (self._inside(before[-1], tokens) or self._elsewhere(before[-1], tokens)):
            return False
        total = before[-1]
        if (count.of, total.of) == ("killed", "wounded"):
            return False  # "wounded eight, two of them fatally": of two kinds, neither holds the other
        smaller = (count.best or count.low or 0) <= (total.best or total.high or total.low or 0)
        if smaller and total.of == count.of and all(p.start != count.start for p in total.parts):
            whom = self._noun_of_part(tokens[-1])
            total.parts.append(replace(count, whom=count.whom if whom is None else self.tree.lower[whom]))
        return True

    def _inside(self, total: "DraftCount", tokens: list[int]) -> bool:
        """Whether a number is of some of a total's, by its own words or by those of the part before it."""
        if self.is_part(tokens[0], tokens[-1]):
            return True
        parts = total.parts[-1:]
        return any(self.goes_on(self.tree.tokens_in(p.start, p.end)[-1], tokens[0]) for p in parts)

    def _elsewhere(self, total: "DraftCount", tokens: list[int]) -> bool:
        """Whether a bare number tells how many of a total fell at one place: "nine farmers, five in Oicha"."""
        low, last = self.tree.lower, tokens[-1]
        if self.tolls.noun(last) is not None or AT.isdisjoint(low[last + 1 : last + 2]):
            return False
        if total.parts:
            return low[tokens[0] - 1] in LINKS
        whole = self.tree.tokens_in(total.start, total.end)[-1]
        noun = self.tolls.noun(whole)
        return low[(whole if noun is None else noun) + 1 : tokens[0]] == [","]

    def _noun_of_part(self, last: int) -> int | None:
        """Who a part of a total are: "three of them children", "one of whom was a nurse"; else the number's noun."""
        low = self.tree.lower
        if low[last + 1 : last + 2] != ["of"] or self.tree.pos[last + 2 : last + 3] != ["PRON"]:
            return self.tolls.noun(last)
        for token in range(last + 3, min(last + 3 + FAR, len(low))):
            if self.tree.pos[token] in ("NOUN", "PROPN"):
                return token
            if self.tree.pos[token] not in ("DET", "ADJ", "AUX", "NUM"):
                break
        return None

"""Who took a place where the words of its taking name nobody who could: "it captured X", "its men seized X", "X fell".

The taker is looked for in the words around, in this order: whoever says of itself that it took the place; whoever calls
the place freed or regained; whoever took another place in the sentence before; the first armed party that is named in
the sentence after, unless that one gives way there. Where none of them is found, nobody took it. The words that count
are in data/track/control.toml, `[taking]`.
"""

import re
from typing import TYPE_CHECKING, Final

from vedette.lexicon.countries import countries
from vedette.track.rules import control_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vedette.records.actor import Actor
    from vedette.records.coded import Coded
    from vedette.records.event import Event
    from vedette.records.mention import Mention

_SENTENCE: Final = re.compile(r"(?<=[.!?])[\"\u201d]?\s+(?=[\"\u201c\u2018'A-Z])")
_OWN: Final = re.compile(r"(?:its|their|his|her)\b", re.IGNORECASE)
_ITSELF: Final = re.compile(r"\b(?:it|they|he|its|their|his)\b", re.IGNORECASE)
_PART: Final = re.compile(r"\b(?:parts?|half|quarters?|districts?|areas?|edges?|outskirts|suburbs?) of (?:the )?$")
_OBJECT: Final = re.compile(r"(?: over| back| control of)?(?: the(?: [\w-]+){0,2} (?:of|at))?(?: the)? ")
_PASSIVE: Final = re.compile(r" (?:was|were|has been|have been|had been) (?:\w+ )?")
_AFTER: Final = re.compile(r"\b(?:by|of|for|from|with|against|to|in|at|on) (?:the )?$|, an? (?:\w+ )?$")
_NOT: Final = frozenset({"place", "person"})
_STATED: Final = frozenset({"name", "adjective", "people", "historic"})
_BEFORE: Final = 30
"""Characters before a place in which it may be called a part of one."""


def is_country(words: str) -> bool:
    """Whether words are the name of a country, and not of a town that stands for one."""
    form = countries().forms.get(words.removeprefix("the ").removeprefix("The "))
    return form is not None and form.kind in _STATED


class Takers:
    """Finds who takes places in one coded report."""

    def __init__(self, coded: "Coded") -> None:
        """Index the mentions that can hold ground, in the order of the text."""
        self.coded, self.words = coded, control_rules().taking
        self.text = coded.report.text if coded.report else ""
        self.actors: Mapping[str, Actor] = {actor.id: actor for actor in coded.actors}
        able = {(m.start, m.end): m for m in coded.mentions if m.kind not in _NOT and self.can_hold(m)}
        self.able: Sequence[Mention] = [able[key] for key in sorted(able)]
        ends = [m.end() for m in _SENTENCE.finditer(self.text)]
        self.sentences = list(zip([0, *ends], [*ends, len(self.text)], strict=True))
        self.found: list[tuple[int, Mention]] = []

    def can_hold(self, who: "Mention") -> bool:
        """Whether a mention may hold ground: a state's or an armed body, or one that the coder knows nothing of."""
        actor = self.actors.get(who.ref or "")
        if actor is None:
            return who.kind == "actor" and not (who.text.isupper() and who.start == 0)
        if actor.kind is None:  # of a country nothing but its name is known: "Turkey", or a town taken for a party
            return countries().name(actor.id) is None or is_country(who.text)
        return actor.kind in control_rules().holding

    def is_taking(self, start: int, end: int) -> bool:
        """Whether the words at these offsets tell that a place is taken, whoever did it."""
        return self.text[start:end].casefold().startswith(self.words.verbs)

    def whole(self, place: "Mention") -> bool:
        """Whether a place is told of as a whole, not as "parts of" it."""
        return not _PART.search(self.text[max(0, place.start - _BEFORE) : place.start])

    def takes(self, span: tuple[int, int], place: "Mention") -> bool:
        """Whether the words of a taking take this very place, and nothing in it or near it."""
        if not self.is_taking(*span) or not self.whole(place):
            return False
        first = next((a for a, b in self.sentences if a <= span[0] < b), 0)
        said = self.text[first : span[0]].casefold()
        active = span[1] <= place.start and _OBJECT.fullmatch(self.text[span[1] : place.start])
        passive = place.end <= span[0] and _PASSIVE.fullmatch(self.text[place.end : span[0]])
        return bool(active or passive) and not any(word in said for word in self.words.doubt)

    def who(self, named: "Mention | None", start: int, event: "Event | None") -> "Mention | None":
        """Who takes what the words at `start` tell of: `named` where that can, else whoever is told of around."""
        owned = named is not None and _OWN.match(named.text) is not None
        if named is not None and not owned and self.can_hold(named):
            found: Mention | None = named
        else:
            found = next(self._around(start, event), named if named and self.can_hold(named) else None)
        if found is not None:
            self.found.append((start, found))
        return found

    def _around(self, start: int, event: "Event | None") -> "Iterator[Mention]":
        """Candidates for a taking that names nobody, the likeliest first."""
        here = next((n for n, (_, last) in enumerate(self.sentences) if start < last), 0)
        yield from self._speaks(here, start)
        yield from self._claims(here, start, event)
        before = self.sentences[here - 1] if here else (0, 0)
        yield from (who for at, who in reversed(self.found) if before[0] <= at < before[1])
        if here + 1 < len(self.sentences) and not self._says_of_itself(here, start):
            yield from self._goes_on(*self.sentences[here + 1])

    def _speaks(self, here: int, start: int) -> "Iterator[Mention]":
        """Whoever is told to say it of itself: "the army said that it had captured"; the subject before its aside."""
        named = self._within(self.sentences[here][0], start)
        for who in sorted(named, key=lambda m: (_AFTER.search(self.text[: m.start]) is not None, -m.start)):
            between = self.text[who.end : start]
            if any(f" {word} " in f"{between} " for word in self.words.says) and _ITSELF.search(between):
                yield who

    def _says_of_itself(self, here: int, start: int) -> bool:
        """Whether the sentence has a pronoun before the taking, whose party nothing told of before."""
        return _ITSELF.search(self.text[self.sentences[here][0] : start]) is not None

    def _claims(self, here: int, start: int, event: "Event | None") -> "Iterator[Mention]":
        """Whoever calls it freed or regained: only the one who gains says so."""
        if not self.text[start:].casefold().startswith(self.words.gladly):
            return
        last = self.sentences[here][1]
        if event is not None:
            yield from (link.source for link in event.attribution[:1] if self._serves(link.source))
        for who in self._within(start, last):
            said = self.text[who.end : last].lstrip()
            if said.startswith(self.words.says):
                yield who

    def _serves(self, source: "Mention") -> bool:
        """Whether a source is itself somebody who can hold ground, not one whom the coder knows nothing of."""
        return (source.ref or "") in self.actors and source.kind not in _NOT and self.can_hold(source)

    def _goes_on(self, first: int, last: int) -> "Iterator[Mention]":
        """The first party that the sentence after is about, unless it gives way there or only held the place."""
        if any(word in self.text[first:last] for word in self.words.held):
            return
        gives_way = {(m.start, m.end) for e in self.coded.events if e.type == "RETREAT" for m in e.actors}
        named = self._within(first, last)
        if named and (named[0].start, named[0].end) not in gives_way:
            yield named[0]

    def _within(self, first: int, last: int) -> "list[Mention]":
        """The mentions that can hold ground between two offsets."""
        return [m for m in self.able if first <= m.start and m.end <= last and m.ref]

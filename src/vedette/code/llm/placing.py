"""From what a model says to what stands in the text: every quote found or its value dropped, and both counted."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from vedette.code.llm.chunks import Range, sentences
from vedette.code.llm.evidence import Finder
from vedette.code.llm.prompt import is_order
from vedette.code.quantities import Quantity, read_quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vedette.code.llm.told import Said, Told
    from vedette.records.vocabulary import CountOf

MOST: Final = {"trigger": 80, "value": 160}
"""Characters: a trigger is a few words, a party or place not much more; what is longer names nothing."""
CUE_REACH: Final = 250
"""Characters between a source and the word that says it, at most."""
_BLANK: Final = re.compile(r"\n[^\S\n]*\n")
_ARTICLES: Final = ("a ", "an ")


@dataclass(frozen=True, slots=True)
class Value:
    """Words of the text, `text[start:end]`, with the model's translation of them."""

    start: int
    end: int
    gloss: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """How many of what, as our own reader reads the words at `start`..`end`."""

    of: "CountOf"
    whom: str | None
    low: int | None
    best: int | None
    high: int | None
    start: int
    end: int


@dataclass(slots=True)
class Placed:
    """An event all of whose values stand in the text. `evidence` is the range of the sentences it was read from."""

    told: "Told"
    trigger: Value
    evidence: Range
    roles: dict[str, list[Value]] = field(default_factory=dict)
    place: Value | None = None
    when: Value | None = None
    counts: list[Number] = field(default_factory=list)
    sources: list[tuple[Value, Value]] = field(default_factory=list)
    lost: int = 0
    """Values of it that were dropped."""

    @property
    def values(self) -> int:
        """How many values were found, the trigger among them."""
        single = (self.place is not None) + (self.when is not None)
        return 1 + single + sum(map(len, self.roles.values())) + len(self.counts) + len(self.sources)


class Placer:
    """Places what a model says of one text. `kept` and `dropped` count what became of its values."""

    def __init__(self, text: str) -> None:
        """Take the text; its sentences and numbers are read when first needed."""
        self.text, self.finder = text, Finder(text)
        self.kept: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()

    @cached_property
    def sentences(self) -> list[Range]:
        """The sentences of the text."""
        return sentences(self.text)

    @cached_property
    def orders(self) -> list[Range]:
        """Sentences that are meant for a machine, each with what follows it up to the next blank line."""
        found = []
        for start, end in self.sentences:
            if is_order(self.text[start:end]):
                close = _BLANK.search(self.text, end)
                found.append((start, close.start() if close else len(self.text)))
        return found

    @cached_property
    def numbers(self) -> list[Quantity]:
        """The numbers of the text that count something."""
        return read_quantities(self.text)

    def place_all(self, events: "Iterable[Told]", within: Range) -> "Iterator[Placed]":
        """The events whose trigger stands in a range of the text, with those of their values that do."""
        for told in events:
            placed = self._event(told, within)
            if placed is not None:
                yield placed

    def _event(self, told: "Told", within: Range) -> Placed | None:
        """One event; None where its trigger stands nowhere or in an order to a machine."""
        evidence = self._find(told.evidence, within, None, "evidence") if told.evidence else None
        inside = (evidence.start, evidence.end) if evidence else within
        trigger = self._find(told.trigger, inside, None, "trigger", MOST["trigger"])
        if trigger is None:
            self.dropped["events"] += 1
            return None
        cover = self._sentences_of(evidence or trigger)
        if self._ordered(cover):
            self.dropped["orders to a machine"] += 1
            self.dropped["events"] += 1
            return None
        placed = Placed(told, trigger, cover)
        self._fill(placed, within)
        self.kept["events"] += 1
        return placed

    def _fill(self, placed: Placed, within: Range) -> None:
        """Place the values of an event."""
        told = placed.told
        for name in ("actors", "targets", "weapons"):
            found = [self._value(said, placed, within, name) for said in getattr(told, name)]
            placed.roles[name] = _once(value for value in found if value)
        placed.place = self._value(told.place, placed, within, "place") if told.place else None
        placed.when = self._value(told.when, placed, within, "when") if told.when else None
        for of, said in told.counts:
            number = self._number(of, said, placed, within)
            if number is not None and all((n.of, n.start) != (of, number.start) for n in placed.counts):
                placed.counts.append(number)
        for who, cue in told.sources:
            self._source(placed, who, cue, within)

    def _source(self, placed: Placed, who: "Said", cue: "Said | None", within: Range) -> None:
        """Who says so, if the word that says it stands near."""
        source = self._value(who, placed, within, "sources")
        if source is None:
            return
        near = max(within[0], source.start - CUE_REACH), min(within[1], source.end + CUE_REACH)
        said = self._find(cue, near, source.end, "cue", MOST["trigger"]) if cue else None
        if said is None:
            self._lose(placed, "source without its cue")
        else:
            placed.sources.append((source, said))

    def _value(self, said: "Said", placed: Placed, within: Range, name: str) -> Value | None:
        """A value: in the event's own sentences, else in the piece of text that the model was given."""
        found = self._find(said, placed.evidence, placed.trigger.start, name, MOST["value"], count=False)
        found = found or self._find(said, within, placed.trigger.start, name, MOST["value"])
        if found is not None and self._ordered((found.start, found.end)):
            self._lose(placed, "orders to a machine")
            return None
        placed.lost += found is None
        return found

    def _number(self, of: "CountOf", said: "Said", placed: Placed, within: Range) -> Number | None:
        """A count: the number is the one that our reader reads at the quoted words, whatever the model makes of it."""
        value = self._value(said, placed, within, "counts")
        if value is None:
            return None
        number = next((n for n in self.numbers if n.start < value.end and value.start < n.end), None)
        words = self.text[value.start : value.end]
        if number is not None:
            whom = self.text[number.end : value.end]
            return Number(of, _whom(whom), number.low, number.best, number.high, number.start, number.end)
        for article in _ARTICLES:
            if words.lower().startswith(article):
                return Number(of, _whom(words[len(article) :]), 1, 1, 1, value.start, value.end)
        self._lose(placed, "number not read")
        return None

    def _find(
        self, said: "Said", within: Range, near: int | None, name: str, most: int | None = None, *, count: bool = True
    ) -> Value | None:
        """Where a quote stands; counted as kept, or as dropped unless `count` is False."""
        found = None if most is not None and len(said.quote) > most else self.finder.find(said.quote, within, near)
        if found is not None:
            self.kept[found.how] += 1
            return Value(found.start, found.end, said.gloss)
        if count:
            self.dropped["evidence not in the text" if name == "evidence" else "not in the text"] += 1
        return None

    def _lose(self, placed: Placed, why: str) -> None:
        """Drop a value that was found and cannot stand."""
        placed.lost += 1
        self.dropped[why] += 1

    def _sentences_of(self, value: "Value") -> Range:
        """The range of the sentences that words stand in."""
        touched = [s for s in self.sentences if s[0] < value.end and value.start < s[1]]
        return (touched[0][0], touched[-1][1]) if touched else (value.start, value.end)

    def _ordered(self, cover: Range) -> bool:
        """Whether a range touches an order to a machine."""
        return any(start < cover[1] and cover[0] < end for start, end in self.orders)


def _once(values: "Iterable[Value]") -> list[Value]:
    """The values without those that overlap an earlier one."""
    kept: list[Value] = []
    for value in values:
        if all(value.end <= other.start or other.end <= value.start for other in kept):
            kept.append(value)
    return kept


def _whom(words: str) -> str | None:
    """Of whom: the last of the words behind a number."""
    last = words.strip().rpartition(" ")[2].strip(".,;:").lower()
    return last or None


def without_repeats(events: "Iterable[Placed]") -> list[Placed]:
    """The events in order of the text; of those told twice (in the overlap of two pieces) the fuller one."""
    kept: dict[tuple[str, int], Placed] = {}
    for event in events:
        key = (event.told.type, event.trigger.start)
        if key not in kept or event.values > kept[key].values:
            kept[key] = event
    return sorted(kept.values(), key=lambda event: (event.trigger.start, event.trigger.end))

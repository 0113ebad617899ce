"""From placed events to a Draft, as the frames coder makes one, so that all that follows is the same for both.

In English the parse says who the quoted words name; in another language the tables of names in its own script do, and
the translation. Either way a phrase is exactly the words that were quoted.
"""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from vedette.code.draft import Draft, DraftCount, DraftEvent, DraftSource
from vedette.code.llm.cutting import cut, flat_tree
from vedette.code.mentions import settle_kinds, spans_of
from vedette.code.phrases import Phrase, Phrases
from vedette.code.salience import weigh
from vedette.code.times import TimeExpression, find_times
from vedette.code.tree import Tree
from vedette.lexicon.frames import Frame
from vedette.records.asked import Gloss

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vedette.code.llm.chunks import Range
    from vedette.code.llm.naming import Namer
    from vedette.code.llm.placing import Number, Placed, Value
    from vedette.records.asked import Asked
    from vedette.records.vocabulary import MentionKind, PloverType


@dataclass(slots=True)
class AskedDraft(Draft):
    """A Draft of a language model: with what was asked, translations, and, of a hybrid, the other coder's Draft.

    `other` and `other_coder` are those of the coder whose answer is kept beside this one and not believed.
    """

    coder: str | None = None
    asked: "Asked | None" = None
    glosses: list[Gloss] = field(default_factory=list)
    other: Draft | None = None
    other_coder: str | None = None


def draft_english(tree: Tree, placed: "Sequence[Placed]", title: str | None) -> AskedDraft:
    """The Draft of an English report from its parsed tree."""
    tree = cut(tree, _spans(placed))
    draft = AskedDraft(tree, times=find_times(tree.text))
    phrases = Phrases(tree)
    draft.phrases = settle_kinds(tree, phrases)
    _Maker(draft, _English(tree, phrases)).fill(placed)
    draft.spans = spans_of(tree, draft.phrases, phrases, draft.times)
    weigh(tree, draft.events, title)
    return draft


def draft_foreign(text: str, placed: "Sequence[Placed]", title: str | None, namer: "Namer") -> AskedDraft:
    """The Draft of a report in another language; its mentions are the values that were quoted."""
    tree = cut(flat_tree(text), _spans(placed))
    draft = AskedDraft(tree)
    _Maker(draft, _Foreign(tree, namer)).fill(placed)
    draft.spans = sorted({(p.start, p.end, p.kind or "actor") for p in draft.phrases})
    draft.glosses = list(_glosses(text, placed))
    weigh(tree, draft.events, title)
    return draft


def _spans(placed: "Sequence[Placed]") -> "Iterator[Range]":
    """The ranges of all values of some events."""
    for event in placed:
        for value in _values(event):
            yield value.start, value.end
        for number in event.counts:
            yield number.start, number.end


def _values(event: "Placed") -> "Iterator[Value]":
    """All values of an event that are quotes."""
    yield event.trigger
    for values in event.roles.values():
        yield from values
    yield from (value for value in (event.place, event.when) if value)
    for source, cue in event.sources:
        yield source
        yield cue


def _glosses(text: str, placed: "Sequence[Placed]") -> "Iterator[Gloss]":
    """Each value's translation, once."""
    seen: set[Range] = set()
    for event in placed:
        for value in _values(event):
            if value.gloss and (value.start, value.end) not in seen:
                seen.add((value.start, value.end))
                words = text[value.start : value.end]
                yield Gloss(start=value.start, end=value.end, text=words, gloss=value.gloss)


class _English:
    """Phrases and times of an English report: those of its parse, held to the quoted words."""

    def __init__(self, tree: Tree, phrases: Phrases) -> None:
        """Keep the parse."""
        self.tree, self.phrases = tree, phrases

    def phrase(self, value: "Value", kind: "MentionKind") -> Phrase:
        """What the quoted words name."""
        tokens = self.tree.tokens_in(value.start, value.end)
        inside = set(tokens)
        head = next((t for t in tokens if self.tree.head[t] not in inside or self.tree.head[t] == t), tokens[-1])
        read = self.phrases.at(head)
        text = self.tree.text[value.start : value.end]
        if read is None:
            read = Phrase(head, tokens[0], tokens[-1], value.start, value.end, text, kind=kind)
        made = replace(read, start=value.start, end=value.end, text=text, first=tokens[0], last=tokens[-1])
        made.kind = kind if kind in ("place", "weapon") else made.kind or kind
        if kind == "place" and made.place_name is None and made.hit is None:
            made.place_name = text
        return made

    def time(self, value: "Value", times: "Sequence[TimeExpression]") -> TimeExpression | None:
        """The time expression that the quoted words hold."""
        touched = [t for t in times if t.start < value.end and value.start < t.end]
        return max(touched, key=lambda t: min(t.end, value.end) - max(t.start, value.start), default=None)


class _Foreign:
    """Phrases and times of a report in another language."""

    def __init__(self, tree: Tree, namer: "Namer") -> None:
        """Keep what names."""
        self.tree, self.namer = tree, namer

    def phrase(self, value: "Value", kind: "MentionKind") -> Phrase:
        """What the quoted words name."""
        made = self.namer.phrase(self.tree, value, place=kind == "place")
        made.kind = kind if kind in ("place", "weapon") else made.kind or kind
        return made

    def time(self, value: "Value", _: "Sequence[TimeExpression]") -> TimeExpression | None:
        """The time that the translation names, where the quoted words stand."""
        found = find_times(value.gloss or "")
        if not found:
            return None
        ends = found[0].ends
        moved = None
        if ends:
            first, last = (replace(end, start=value.start, end=value.end) for end in ends)
            moved = first, last
        return replace(found[0], start=value.start, end=value.end, ends=moved, cue=None)


class _Maker:
    """Fills a Draft with events."""

    def __init__(self, draft: AskedDraft, reader: "_English | _Foreign") -> None:
        """Keep the draft and what reads the values; the same words are the same phrase throughout."""
        self.draft, self.tree, self.reader = draft, draft.tree, reader
        self._made: dict[tuple[int, int, bool], Phrase] = {}

    def fill(self, placed: "Sequence[Placed]") -> None:
        """Make the events, and their phrases and times mentions of the report."""
        self.draft.events += [self._event(event) for event in placed]
        made = {(p.start, p.end): p for p in self._made.values()}
        others = [p for p in self.draft.phrases if (p.start, p.end) not in made]
        self.draft.phrases = sorted([*others, *made.values()], key=lambda p: (p.start, p.end))
        spans = {(t.start, t.end) for t in self.draft.times}
        own = {(e.time.start, e.time.end): e.time for e in self.draft.events if e.time}
        self.draft.times += [time for span, time in own.items() if span not in spans]
        self.draft.times.sort(key=lambda t: t.start)

    def _event(self, placed: "Placed") -> DraftEvent:
        """One event."""
        told, words = placed.told, self.tree.tokens_in(placed.trigger.start, placed.trigger.end)
        event = DraftEvent(llm_frame(told.type), words[-1], tuple(words), told.type, told.mode, told.sub_event)
        for role, values in placed.roles.items():
            kind: MentionKind = "weapon" if role == "weapons" else "actor"
            setattr(event, role, [self._phrase(value, kind) for value in values])
        event.place = self._phrase(placed.place, "place") if placed.place else None
        event.time = self.reader.time(placed.when, self.draft.times) if placed.when else None
        event.counts = [self._count(number) for number in placed.counts]
        event.sources = [DraftSource(self._phrase(who, "actor"), (cue.start, cue.end)) for who, cue in placed.sources]
        event.status, event.negated = told.status, told.negated
        event.sentences = self._sentences(placed)
        event.confidence = round(placed.values / (placed.values + placed.lost + 1), 3)
        return event

    def _phrase(self, value: "Value", kind: "MentionKind") -> Phrase:
        """The phrase of a value; a place that acts is another phrase than the place where it happens."""
        key = value.start, value.end, kind == "place"
        if key not in self._made:
            self._made[key] = self.reader.phrase(value, kind)
        return self._made[key]

    def _count(self, number: "Number") -> DraftCount:
        """How many of what."""
        token = self.tree.tokens_in(number.start, number.end)[0]
        told = number.low, number.best, number.high
        return DraftCount(number.of, number.whom, *told, number.start, number.end, token)

    def _sentences(self, placed: "Placed") -> list[int]:
        """The sentences of the tree that an event was read from."""
        low, high = placed.evidence
        starts, ends = self.tree.start, self.tree.end
        return [n for n, (a, b) in enumerate(self.tree.sents) if starts[a] < high and low < ends[b - 1]]


@cache
def llm_frame(kind: "PloverType") -> Frame:
    """The frame that stands for a language model's word."""
    return Frame(id=f"llm.{kind.lower()}", type=kind)

"""How things are put before people: a report's text with its marks, an incident's values with who says what."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vedette.gather.clean import plain_lines
from vedette.records.coded import Coded, event_spans

if TYPE_CHECKING:
    from vedette.records.incident import Incident, Told

MARKS: Final = {"trigger": "what", "actor": "who", "target": "to whom", "beneficiary": "for whom", "place": "where",
                "time": "when", "count": "how many", "weapon": "with what", "source": "who says so",
                "evidence": "evidence"}  # fmt: skip
"""What the marks of a text mean, for its legend."""
Mark = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that bears the same marks throughout; `kinds` are in the order of MARKS."""

    text: str
    kinds: tuple[str, ...]
    start: int

    @property
    def title(self) -> str:
        """What the marks mean."""
        return ", ".join(MARKS[kind] for kind in self.kinds)


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """A text cut wherever a mark begins or ends; marks may overlap, and those outside the text are passed over.

    Each character keeps its place: what is harmful or no character becomes U+FFFD, so that offsets counted in the page
    are those of the text.
    """
    known = [(max(0, start), min(end, len(text)), kind) for start, end, kind in marks if kind in MARKS]
    known = [mark for mark in known if mark[0] < mark[1]]
    cuts = sorted({0, len(text), *(n for start, end, _ in known for n in (start, end))})
    found = []
    for start, end in pairwise(cuts):
        kinds = {kind for first, last, kind in known if first <= start and end <= last}
        words = text[start:end]
        found.append(Piece(_kept_length(words), tuple(kind for kind in MARKS if kind in kinds), start))
    return found


def _kept_length(words: str) -> str:
    """The words as long as before, made harmless."""
    made = words.replace("\r", " ").replace("\u2028", " ").replace("\u2029", " ").replace("\x85", " ")
    return "".join(c if c == "\n" or plain_lines(c) == c else "\ufffd" for c in made)


def marks_of(coded: Coded) -> list[Mark]:
    """The marks of everything that was read from a report's events."""
    found: list[Mark] = []
    for event in coded.events:
        found.append((event.trigger.start, event.trigger.end, "trigger"))
        for kind, mentions in (
            ("actor", event.actors),
            ("target", event.targets),
            ("beneficiary", event.beneficiaries),
            ("weapon", event.weapons),
            ("place", [p for p in (event.place, event.origin, event.destination) if p]),
            ("source", [link.source for link in event.attribution]),
        ):
            found += [(m.start, m.end, kind) for m in mentions]
        found += [(count.start, count.end, "count") for count in event.counts]
        if event.when:
            found.append((*event.when.span, "time"))
    return found


def span_of(coded: Coded, number: int) -> tuple[int, int]:
    """Where the words of an event stand, from the first to the last."""
    spans = event_spans(coded.events[number])
    return min(span.start for span in spans), max(span.end for span in spans)


HEADINGS: Final = ("what", "when", "where", "who", "to whom", "status", "killed", "wounded", "abducted", "arrested",
                   "displaced", "missing", "released", "taking_part")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saying:
    """One value of a heading, and the events that give it."""

    value: str
    told: "tuple[Told, ...]"


def sayings(incident: "Incident") -> dict[str, list[Saying]]:
    """For each heading what the reports say of it, the value of most of them first; only what counts."""
    found: dict[str, dict[str, list[Told]]] = {heading: defaultdict(list) for heading in HEADINGS}
    for told in incident.told:
        if told.counted:
            for heading, value in _values(told):
                found[heading][value].append(told)
    return {
        heading: sorted(
            (Saying(value, tuple(said)) for value, said in by_value.items()),
            key=lambda saying: (-len({t.report for t in saying.told}), saying.value),
        )
        for heading, by_value in found.items()
        if by_value
    }


def _values(told: "Told") -> Iterable[tuple[str, str]]:
    """What one event says under each heading that it fills."""
    yield "what", told.sub_event or (f"{told.type} / {told.mode}" if told.mode else told.type)
    if told.first:
        yield "when", told.first if told.first == told.last or not told.last else f"{told.first} to {told.last}"
    if told.place:
        yield "where", told.place
    for heading, names in (("who", told.actors), ("to whom", told.targets)):
        if names:
            yield heading, "; ".join(names)
    yield "status", f"not {told.status}" if told.negated else told.status
    for toll in told.tolls:
        if toll.of in HEADINGS:
            number = _number(toll.low, toll.best, toll.high) + (f" {toll.whom}" if toll.whom else "")
            yield toll.of, f"{number} in all so far" if toll.cumulative else number


def _number(low: int | None, best: int | None, high: int | None) -> str:
    """A number of people as a report gives it."""
    known: Sequence[int] = [n for n in (low, best, high) if n is not None]
    if not known:
        return "some"
    return str(known[0]) if min(known) == max(known) else f"{min(known)}\u2013{max(known)}"

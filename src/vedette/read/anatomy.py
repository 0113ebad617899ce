"""The anatomy of a text: which characters are the article's body, and what the rest is."""

from bisect import bisect_right
from dataclasses import dataclass

from vedette.read.furniture import find_furniture
from vedette.read.layout import Head, read_head
from vedette.read.units import Cut, Unit, folded, plain, split_units

_LAYOUT = ("headline", "standfirst", "byline", "stamp", "agency", "dateline")
_RESTORED = ("headline", "standfirst", "caption", "correction", "navigation")


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The parts of one text; `cuts` are disjoint and in order, `units` its paragraphs, `head` what its top says."""

    text: str
    units: tuple[Unit, ...]
    cuts: tuple[Cut, ...]
    head: Head

    def words(self, *kinds: str) -> tuple[str, ...]:
        """The words of all cuts of some kinds, in order."""
        return tuple(self.text[cut.start : cut.end] for cut in self.cuts if cut.kind in kinds)

    def furniture(self) -> tuple[str, ...]:
        """The words of what is neither body nor a part of the report with a field of its own."""
        kept = (*_LAYOUT, "caption", "correction")
        return tuple(self.text[cut.start : cut.end] for cut in self.cuts if cut.kind not in kept)

    def original_source(self) -> str | None:
        """Whom the text says it relied on: a source line, else the agency of a credit line or dateline."""
        named = (cut.value for cut in self.cuts if cut.kind == "source" and cut.value)
        return next(named, None) or self.head.source

    def body(self, *, standfirst: bool) -> list[tuple[int, int]]:
        """The ranges of the body in order, disjoint, without white space at their ends; with the standfirst or not."""
        cuts = [cut for cut in self.cuts if not (standfirst and cut.kind == "standfirst")]
        if not cuts:
            return [(0, len(self.text))] if self.text else []
        return _ranges(self.text, list(self.units), cuts) or self._restored()

    def _restored(self) -> list[tuple[int, int]]:
        """The body of a text that is all headline or caption: better coded than lost."""
        kept = [cut for cut in self.cuts if cut.kind not in _RESTORED]
        return _ranges(self.text, list(self.units), kept) if len(kept) < len(self.cuts) else []


def dissect(text: str, title: str | None = None) -> Anatomy:
    """Find the body and the rest in a text, of which `title` may be known; the text itself is never changed."""
    simple = plain(text)
    units = split_units(simple)
    furniture = find_furniture(simple, folded(simple), units)
    head = read_head(text, simple, _open_units(text, units, furniture), title)
    return Anatomy(text, tuple(units), tuple(_disjoint([*furniture, *head.cuts])), head)


def _open_units(text: str, units: list[Unit], cuts: list[Cut]) -> list[Unit]:
    """The units that no furniture takes whole, each without the furniture at its ends."""
    if not cuts:
        return units
    ends = [cut.end for cut in cuts]
    remains = (_remains(text, unit, _within(cuts, ends, unit)) for unit in units)
    return [Unit(*pieces[0]) for pieces in remains if pieces]


def _disjoint(cuts: list[Cut]) -> list[Cut]:
    """Cuts in order; of two that overlap the later one loses what they share."""
    result: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, -c.end)):
        start = max(cut.start, result[-1].end) if result else cut.start
        if start < cut.end:
            result.append(Cut(start, cut.end, cut.kind, cut.value))
    return result


def _ranges(text: str, units: list[Unit], cuts: list[Cut]) -> list[tuple[int, int]]:
    """What the cuts leave of the units; neighbours with only white space between them are one range."""
    ends = [cut.end for cut in cuts]
    pieces = [piece for unit in units for piece in _remains(text, unit, _within(cuts, ends, unit))]
    merged: list[tuple[int, int]] = []
    for start, end in pieces:
        if merged and text[merged[-1][1] : start].isspace():
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _within(cuts: list[Cut], ends: list[int], unit: Unit) -> list[Cut]:
    """The cuts that share characters with a unit; cuts are disjoint and in order, `ends` are their ends."""
    first = last = bisect_right(ends, unit.start)
    while last < len(cuts) and cuts[last].start < unit.end:
        last += 1
    return cuts[first:last]


def _remains(text: str, unit: Unit, cuts: list[Cut]) -> list[tuple[int, int]]:
    """The trimmed pieces of a unit outside all cuts that hold at least a letter or digit."""
    pieces: list[tuple[int, int]] = []
    at = unit.start
    for cut in (*cuts, Cut(unit.end, unit.end, "")):
        piece = text[at : cut.start]
        if any(char.isalnum() for char in piece):
            left = at + len(piece) - len(piece.lstrip())
            pieces.append((left, left + len(piece.strip())))
        at = max(at, cut.end)
    return pieces

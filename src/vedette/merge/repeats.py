"""What new reports on a desk repeat: the texts of others (copies), and what an earlier version of their page told."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vedette.lexicon.placekeys import fold
from vedette.lexicon.shingles import HELD, share, shingles
from vedette.merge.copies import find_copies, maybe_copies
from vedette.records.report import Report

if TYPE_CHECKING:
    from vedette.records.event import Event
    from vedette.store.desk import Desk
    from vedette.store.rows import ReportRow

KIND: Final = "copy"


def note_copies(desk: "Desk", new: AbstractSet[str], pages: "Mapping[str, str]") -> dict[str, str]:
    """Note which reports repeat which as far as the new ones are concerned; the original of each copy that is known.

    A later version of a page is no copy of an earlier one; `pages` tells the first version of each report's.
    """
    sketches = desk.worked.sketches()
    near = maybe_copies([sketches[ident] for ident in new if ident in sketches], sketches)
    noted = {row.report_id: row.of_report for row in desk.duplicates()}
    texts = desk.worked.texts(new | set(near))
    for copy in find_copies([Report(id=t.id, text=t.text, published=t.published) for t in texts]):
        original = noted.get(copy.of, copy.of)
        if not {copy.report, copy.of} & new or copy.report in noted or original == copy.report:
            continue
        if pages[copy.report] != pages[original] and desk.add_duplicate(copy.report, original, KIND, copy.held):
            noted[copy.report] = original
    return noted


def page_of(version_of: "dict[str, str | None]") -> dict[str, str]:
    """For each report the first version of its page, itself where there is none earlier."""
    pages: dict[str, str] = {}
    for report in version_of:
        chain, ident = [report], report
        while ident not in pages and (before := version_of.get(ident)) is not None:
            chain.append(ident := before)
        first = pages.get(ident, ident)
        pages.update(dict.fromkeys(chain, first))
    return pages


def told_before(desk: "Desk", new: AbstractSet[str], reports: "Sequence[ReportRow]") -> dict[str, str]:
    """For each event of a new version of a page that an earlier version told too: the id of the earliest such event.

    `reports` are those of the desk in the order of adding, so that what the version before told is known by the first
    that told it. Two events are one telling where their type and trigger are the same and they stand in the same
    paragraph, or in one that was edited.
    """
    found: dict[str, str] = {}
    for row in reports:
        if row.id in new and row.version_of is not None:
            old = _tellings(desk, row.version_of)
            for name, telling in _tellings(desk, row.id).items():
                again = max(((telling.alike(old[other]), other) for other in old), default=(0.0, ""))
                if again[0] >= HELD:
                    found[name] = found.get(again[1], again[1])
                    del old[again[1]]
    return found


@dataclass(frozen=True, slots=True)
class Telling:
    """How a page tells an event: its type and trigger, where this stands in its paragraph, and the paragraph."""

    kind: tuple[str, str]
    at: int
    paragraph: str

    def alike(self, other: "Telling") -> float:
        """How much alike two tellings are, 0 to 2: 2 for the very same, 1 and less for another paragraph."""
        if self.kind != other.kind:
            return 0.0
        if self.paragraph == other.paragraph:
            return 2.0 if self.at == other.at else 0.0
        return share(shingles(self.paragraph), shingles(other.paragraph))


def _tellings(desk: "Desk", report: str) -> dict[str, Telling]:
    """The tellings of a report's events, by the ids of these."""
    kept = desk.report(report)
    if kept is None or kept.coded.report is None:
        return {}
    text = kept.coded.report.text
    return {name: _telling(event, text) for name, event in zip(kept.events, kept.coded.events, strict=True)}


def _telling(event: "Event", text: str) -> Telling:
    """How an event is told."""
    start = text.rfind("\n", 0, event.trigger.start) + 1
    end = text.find("\n", event.trigger.end)
    paragraph = fold(text[start:] if end < 0 else text[start:end])
    return Telling((event.type, fold(event.trigger.text)), event.trigger.start - start, paragraph)

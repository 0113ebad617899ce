"""What new reports on a desk repeat: the texts of others (copies), and what an earlier version of their page told."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final

from vedette.lexicon.placekeys import fold
from vedette.merge.copies import find_copies, maybe_copies
from vedette.records.report import Report

if TYPE_CHECKING:
    from vedette.records.event import Event
    from vedette.store.desk import Desk

KIND: Final = "copy"


def note_copies(desk: "Desk", new: AbstractSet[str]) -> dict[str, str]:
    """Note which reports repeat which as far as the new ones are concerned; the original of each copy that is known.

    A later version of a page is no copy of an earlier one; the desk knows that of it already.
    """
    sketches = desk.worked.sketches()
    near = maybe_copies([sketches[ident] for ident in new if ident in sketches], sketches)
    noted = {row.report_id: row.of_report for row in desk.duplicates()}
    pages = page_of({row.id: row.version_of for row in desk.reports()})
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


def told_before(desk: "Desk", new: Iterable[str]) -> dict[str, str]:
    """For each event of a new version of a page that an earlier version told too: the id of the earliest such event.

    Two events are one telling where their type is the same and they stand on the same words.
    """
    rows = {row.id: row for row in desk.reports()}
    found: dict[str, str] = {}
    # in the order of adding, so that the events of the version before are known by the first that told them
    for ident in sorted((ident for ident in new if ident in rows), key=lambda ident: rows[ident].seq):
        before = rows[ident].version_of
        if before is None:
            continue
        earlier: dict[tuple[str, str, str], str] = {}
        for row in desk.events_of(before):
            earlier.setdefault(_telling(row.event), found.get(row.id, row.id))
        for row in desk.events_of(ident):
            if (old := earlier.get(_telling(row.event))) is not None:
                found[row.id] = old
    return found


def _telling(event: "Event") -> tuple[str, str, str]:
    """By what an event told again is known: its type, its trigger and the sentences that it was read from."""
    return event.type, fold(event.trigger.text), fold(" ".join(span.text for span in event.evidence))

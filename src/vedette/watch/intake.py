"""From kept answers to reports on the desk: read, coded, stored, each answer once, a few at a time.

What is to be read stands in the store, and what became of it is noted only when the report is kept: whatever is in hand
when the program dies is read again by the next one, and a text that the desk has is known and not kept twice.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from vedette.errors import VedetteError
from vedette.gather.failures import ArchiveError
from vedette.records.coded import Coded
from vedette.records.report import content_id
from vedette.store.beside import add_both
from vedette.store.flatten import report_of
from vedette.store.gathering import Settled
from vedette.watch.visiting import as_said

if TYPE_CHECKING:
    from vedette.gather.fetched import Article, Fetched
    from vedette.records.report import Report
    from vedette.store.desk import Desk
    from vedette.store.gathering import CaptureRow, Gathering

log = logging.getLogger(__name__)

IN_HAND: Final = 8
"""Answers that are read and coded together: the least for which the parser is quick, and the most done twice."""

SUSPECT: Final = 3
GIVEN_UP: Final = 20
"""So often has a program died with an answer in hand when it is read alone, and when it is not read any more."""


class Coder(Protocol):
    """What codes reports: one Coded per Report, in order."""

    def code(self, reports: "Iterable[Report]") -> "Iterator[Coded]":
        """Code the reports."""
        ...


Read = Callable[["Fetched", "Article", str | None], "Report"]
"""Makes a report of an answer (see `visiting.read_kept`); raises a VedetteError for one that cannot be read."""

CARRIED: Final = "carried"
"""In an answer's place in the archive: that its source carried it, as page or as text."""


class Keep(Protocol):
    """The archive, as far as it is needed here."""

    def read(self, place: Any) -> "Fetched":  # noqa: ANN401 - an archive's own
        """The answer that stands at a place; raises ArchiveError."""
        ...


class Intake:
    """Takes answers onto the desk. `keep_all` keeps reports that tell of no event too."""

    def __init__(
        self, desk: "Desk", gathering: "Gathering", archive: Keep, place: Callable[[dict[str, Any]], Any],
        read: Read, coder: Callable[[], Coder], *, keep_all: bool = False,
    ) -> None:  # fmt: skip
        """Keep the parts; `place` makes the archive's own place of the stored one, `coder` is made on first use."""
        self._desk, self._gathering, self._archive, self._place = desk, gathering, archive, place
        self._read, self._make, self._keep_all = read, coder, keep_all
        self._held: Coder | None = None

    def take(self, now: str) -> list[Settled]:
        """Take the oldest few answers that are to be read; what became of each, none where there is nothing to read."""
        waiting = self._gathering.to_read(limit=IN_HAND)
        if not waiting:
            return []
        if any(capture.tries >= SUSPECT for capture in waiting):
            waiting = [min(waiting, key=lambda capture: (capture.tries, capture.seq))]
        self._gathering.begin([capture.seq for capture in waiting])
        settled = list(self._settle(waiting, now))
        self._gathering.settle(settled)
        return settled

    def _settle(self, waiting: "Sequence[CaptureRow]", now: str) -> Iterator[Settled]:
        """What becomes of some answers; in their order, so that versions of a page follow each other."""
        found = [self._report(capture, now) for capture in waiting]
        known = {n for n, report in enumerate(found) if not isinstance(report, str) and self._is_known(report)}
        unknown = [report for n, report in enumerate(found) if not isinstance(report, str) and n not in known]
        coded = self._code(unknown)
        for n, (capture, report) in enumerate(zip(waiting, found, strict=True)):
            if isinstance(report, str):
                yield Settled(capture=capture, outcome="unread", error=report)
            else:
                yield self._keep(capture, Coded(id=report.id, report=report) if n in known else next(coded))

    def _is_known(self, report: "Report") -> bool:
        """Whether the desk has the text."""
        return bool(self._desk.sightings(content_id(report.text)))

    def _report(self, capture: "CaptureRow", now: str) -> "Report | str":
        """The report of an answer, or why there is none."""
        if capture.tries >= GIVEN_UP:
            return f"reading it has ended the program {capture.tries} times. Please report this with the page"
        try:
            place = dict(capture.place or {})
            carried = place.pop(CARRIED, None)
            return self._read(self._archive.read(self._place(place)), as_said(capture.url, capture.article), carried)
        except ArchiveError as error:
            self._gathering.fetch_again(capture.page_id, now)
            return f"{error}. Its address is fetched once more"
        except VedetteError as error:
            return str(error)
        except Exception as error:
            log.warning("%s cannot be read", capture.url, exc_info=True)
            return f"cannot be read ({type(error).__name__}: {error}). Please report this with the page"

    def _code(self, reports: "Sequence[Report]") -> "Iterator[Coded]":
        """Code reports together; where that breaks, the rest of them one by one, so that only one is lost."""
        if not reports:
            return
        self._held = self._held or self._make()
        done = 0
        try:
            for coded in self._held.code(reports):
                done += 1
                yield coded
        except VedetteError:
            raise  # no report's fault: the model or a data file
        except Exception:
            log.warning("coding some reports together broke; they are coded one by one", exc_info=True)
        for report in reports[done:]:
            yield self._code_alone(report)

    def _code_alone(self, report: "Report") -> Coded:
        """Code one report; an error of the coder becomes its own."""
        coder = self._held or self._make()
        try:
            return next(iter(coder.code([report])))
        except VedetteError:
            raise
        except Exception as error:
            log.warning("report %s cannot be coded", report.id, exc_info=True)
            return Coded(id=report.id, report=report, error=f"cannot be coded: {type(error).__name__}: {error}")

    def _keep(self, capture: "CaptureRow", coded: Coded) -> Settled:
        """Put a coded report on the desk if it belongs there."""
        if coded.error or coded.report is None:
            return Settled(capture=capture, outcome="unread", error=coded.error or "the coder gave no answer")
        if not (coded.events or self._keep_all or self._is_known(coded.report) or self._follows(capture, coded.report)):
            return Settled(capture=capture, outcome="aside")
        try:
            report_of(coded)
        except VedetteError as error:  # its coding is unsound; an error of the desk itself ends the run instead
            return Settled(capture=capture, outcome="unread", error=str(error))
        added = add_both(self._desk, coded, key=capture.url)
        return Settled(capture=capture, outcome="kept", report=added.id, new=added.new)

    def _follows(self, capture: "CaptureRow", report: "Report") -> bool:
        """Whether an earlier report of the same address is on the desk, which must know what became of it."""
        return capture.report_id is not None or bool(report.url and self._desk.reports(url=report.url, limit=1))

"""The whole way from Reports to coded reports: parse, code, resolve; in order, in batches, in bounded memory."""

import itertools
import logging
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from vedette.code.coder import Coder, default_coder
from vedette.code.gate import may_tell
from vedette.code.parse import load_model, parse
from vedette.errors import VedetteError
from vedette.read import body_spans
from vedette.records.coded import Coded
from vedette.resolve.build import build
from vedette.resolve.places import PlaceResolver

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from vedette.records.report import Report

BATCH = 32
SHOWN = 5
STEP = 8
"""Reports that are parsed at a time; coding stays two steps behind, so that what the coder began has time to finish."""
log = logging.getLogger(__name__)


class Pipeline:
    """Codes reports with one coder and one language model, both kept for reuse.

    With `gated`, for streams of general news, a report whose words tell of no conflict (`code/gate.py`) is not parsed
    and comes back without events; `passed_over` counts these, and `last_over` holds the ids of the last few.
    """

    def __init__(self, model: str | None = None, coder: Coder | None = None, *, gated: bool = False) -> None:
        """Load the model; raises ModelError where that fails."""
        self.gated, self.passed_over = gated, 0
        self.last_over: deque[str] = deque(maxlen=SHOWN)
        self.nlp = load_model(model)
        self.coder = coder or default_coder()
        self.places = PlaceResolver()

    @property
    def name(self) -> str:
        """What codes, with its version, as each event has it under `coder`."""
        return self.coder.name

    def code(self, reports: "Iterable[Report]") -> Iterator[Coded]:
        """The coded reports, in order; a report that cannot be coded comes back with its `error` set."""
        for batch in itertools.batched(reports, BATCH) if hasattr(itertools, "batched") else _batched(reports, BATCH):
            yield from self._batch(batch)

    def _batch(self, reports: "Sequence[Report]") -> Iterator[Coded]:
        """Code what of a batch is worth parsing; the rest comes back, in its place, with nothing coded."""
        worth = [not self.gated or may_tell(report) for report in reports]
        coded = self._parsed([report for report, good in zip(reports, worth, strict=True) if good])
        for report, good in zip(reports, worth, strict=True):
            yield next(coded) if good else self._over(report)

    def _over(self, report: "Report") -> Coded:
        """A report that the gate did not let pass: noted, with nothing coded."""
        self.passed_over += 1
        self.last_over.append(report.id)
        return Coded(id=report.id, report=report)

    def _parsed(self, reports: "Sequence[Report]") -> Iterator[Coded]:
        """Parse one batch together and code it; the model's memory of its words ends with the batch."""
        with self.nlp.memory_zone():  # closed before anything is yielded: zones of two iterators may not cross
            coded: list[Coded] = []
            begun: deque[tuple[Report, Doc]] = deque()
            docs = parse(self.nlp, (r.text for r in reports), STEP)
            for report, doc in zip(reports, docs, strict=True):
                self.coder.begin(doc)
                begun.append((report, doc))
                if len(begun) > 2 * STEP:
                    coded.append(self._one(*begun.popleft()))
            coded += [self._one(*pair) for pair in begun]
        yield from coded

    def _one(self, report: "Report", doc: "Doc") -> Coded:
        """Code one parsed report."""
        try:
            draft = self.coder.code(report, doc, body_spans(report))
            return build(report, draft, self.coder.name, self.places)
        except VedetteError:
            raise
        except Exception as err:
            log.warning("report %s cannot be coded", report.id, exc_info=True)
            return Coded(id=report.id, report=report, error=f"cannot be coded: {err}")


def _batched(items: "Iterable[Report]", size: int) -> "Iterator[tuple[Report, ...]]":
    """itertools.batched for Python 3.11."""
    iterator = iter(items)
    while batch := tuple(itertools.islice(iterator, size)):
        yield batch

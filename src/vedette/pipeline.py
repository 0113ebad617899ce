"""The whole way from Reports to coded reports: parse, code, resolve; in order, in batches, in bounded memory."""

import itertools
import logging
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from vedette.code.coder import Coder, default_coder
from vedette.code.gate import may_tell
from vedette.code.llm.drafting import AskedDraft
from vedette.code.llm.failures import AnswerError
from vedette.code.parse import load_model, parse_reports
from vedette.errors import VedetteError
from vedette.read import body_spans
from vedette.records.coded import Coded
from vedette.resolve.beside import beside, with_asked
from vedette.resolve.build import build
from vedette.resolve.places import PlaceResolver

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from vedette.code.draft import Draft
    from vedette.records.report import Report

BATCH = 64
SHOWN = 5
STEP = 8
"""Reports that are parsed at a time; coding stays two steps behind, so that what the coder began has time to finish."""
MOST_WORDS = 50_000
"""Words that the model may remember for good, some 25 MB: common ones come early, and to learn them anew is dear."""
log = logging.getLogger(__name__)


@runtime_checkable
class Later(Protocol):
    """A coder whose Drafts are done only when others have been begun: it waits for answers from elsewhere."""

    any_language: bool

    def finish(self, draft: "Draft") -> "Draft":
        """The finished Draft; waits as long as it takes. Raises AnswerError where there is no answer."""
        ...


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
        worth = [not self.gated or self._may_tell(report) for report in reports]
        coded = self._parsed([report for report, good in zip(reports, worth, strict=True) if good])
        for report, good in zip(reports, worth, strict=True):
            yield next(coded) if good else self._over(report)

    def _over(self, report: "Report") -> Coded:
        """A report that the gate did not let pass: noted, with nothing coded."""
        self.passed_over += 1
        self.last_over.append(report.id)
        return Coded(id=report.id, report=report)

    def _may_tell(self, report: "Report") -> bool:
        """Whether a report is worth parsing; the gate knows English words alone."""
        return may_tell(report) or (isinstance(self.coder, Later) and report.language not in (None, "en"))

    def _parsed(self, reports: "Sequence[Report]") -> Iterator[Coded]:
        """Parse one batch together and code it; the model's memory of words beyond MOST_WORDS ends with the batch."""
        with self._zone():  # closed before anything is yielded: zones of two iterators may not cross
            coded: list[Coded | tuple[Report, Draft]] = []
            begun: deque[tuple[Report, Doc]] = deque()
            docs = parse_reports(self.nlp, ((r.text, body_spans(r)) for r in reports), STEP)
            for report, doc in zip(reports, docs, strict=True):
                self.coder.begin(doc)
                begun.append((report, doc))
                if len(begun) > 2 * STEP:
                    coded.append(self._one(*begun.popleft()))
            coded += [self._one(*pair) for pair in begun]
            done = [one if isinstance(one, Coded) else self._built(*one) for one in coded]
        yield from done

    def _zone(self) -> AbstractContextManager[object]:
        """What ends the memory of new words, once the model remembers as many as it may."""
        return self.nlp.memory_zone() if len(self.nlp.vocab) >= MOST_WORDS else nullcontext()

    def _one(self, report: "Report", doc: "Doc") -> "Coded | tuple[Report, Draft]":
        """Code one parsed report; what is not done yet comes back as it is."""
        try:
            draft = self.coder.code(report, doc, body_spans(report))
        except VedetteError:
            raise
        except Exception as err:
            log.warning("report %s cannot be coded", report.id, exc_info=True)
            return Coded(id=report.id, report=report, error=f"cannot be coded: {err}")
        return (report, draft) if isinstance(self.coder, Later) else self._built(report, draft)

    def _built(self, report: "Report", draft: "Draft") -> Coded:
        """The record of a Draft."""
        try:
            if isinstance(self.coder, Later):
                draft = self.coder.finish(draft)
            return self._whole(report, draft)
        except AnswerError as err:
            return Coded(id=report.id, report=report, error=f"cannot be coded: {err}")
        except VedetteError:
            raise
        except Exception as err:
            log.warning("report %s cannot be coded", report.id, exc_info=True)
            return Coded(id=report.id, report=report, error=f"cannot be coded: {err}")

    def _whole(self, report: "Report", draft: "Draft") -> Coded:
        """The record of a finished Draft, with what a language model was asked and another coder's events."""
        if not isinstance(draft, AskedDraft):
            return build(report, draft, self.coder.name, self.places)
        coded = build(report, draft, draft.coder or self.coder.name, self.places)
        coded = with_asked(coded, draft.glosses, draft.asked)
        if draft.other is None:
            return coded
        return beside(coded, build(report, draft.other, draft.other_coder or self.coder.name, self.places))


def _batched(items: "Iterable[Report]", size: int) -> "Iterator[tuple[Report, ...]]":
    """itertools.batched for Python 3.11."""
    iterator = iter(items)
    while batch := tuple(itertools.islice(iterator, size)):
        yield batch

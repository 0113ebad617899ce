"""The coder `hybrid`: frames and second reader first; a language model only where they are unsure or cannot read.

Both answers are kept, each under its own coder's name. The model's is believed where it could be used and most of its
values were found in the text; the frames' else, and whenever the model is not there, refuses, or has spent its budget.
"""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vedette.code.draft import Draft
from vedette.code.gate import may_tell
from vedette.code.llm.coder import LlmCoder, Waiting
from vedette.code.llm.drafting import AskedDraft
from vedette.code.llm.failures import AnswerError, BudgetError, EndpointError
from vedette.code.tree import from_doc
from vedette.read.language import detect_language
from vedette.records.asked import Asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from vedette.code.coder import Coder
    from vedette.code.llm.chunks import Range
    from vedette.records.report import Report

log = logging.getLogger(__name__)
TRUSTED: Final = 0.5
"""Share of its quotes that must be found for the model's answer to be believed."""


@dataclass(slots=True)
class Both(Draft):
    """A report that both coders have; `framed` is None where the frames cannot read it."""

    framed: Draft | None = None
    waiting: Waiting | None = None


class HybridCoder:
    """Codes by frames, and by a model where those are unsure."""

    any_language: Final = True

    def __init__(self, frames: "Coder", model: LlmCoder) -> None:
        """Keep both."""
        self.frames, self.model = frames, model
        self.name = f"hybrid({frames.name}, {model.name})"
        self.off: str | None = None
        """Why the model is not asked any more in this run."""

    def close(self) -> None:
        """Close the model's connections."""
        self.model.close()

    def summary(self) -> str:
        """What became of the model's answers in this run, and why it was not asked further."""
        told = self.model.summary()
        return f"{told}; not asked further: {self.off}" if self.off else told

    def begin(self, doc: "Doc") -> None:
        """Begin what the frames' second reader can do beside the parsing."""
        self.frames.begin(doc)

    def code(self, report: "Report", doc: "Doc", body: "Sequence[Range]") -> Draft:
        """Code by frames, and ask the model where that is due."""
        language = report.language or detect_language(report.text)
        foreign = language not in (None, "en")
        if foreign:
            tree = from_doc(doc)
            return Both(tree, waiting=None if self.off else self.model.ask(report, tree, body, language))
        framed = self.frames.code(report, doc, body)
        if not is_unsure(report, framed, self.model.settings.sure):
            return framed
        waiting = None if self.off else self.model.ask(report, framed.tree, body, language)
        return Both(framed.tree, framed=framed, waiting=waiting)

    def finish(self, draft: Draft) -> Draft:
        """The answer that is believed, with the other beside it.

        Raises AnswerError for a report in another language than English to which the model gave no answer.
        """
        if not isinstance(draft, Both):
            return draft
        try:
            answer = self._answer(draft)
        except AnswerError as error:
            return self._without(draft.framed, error)
        if draft.framed is None:
            return answer
        if is_trusted(answer):
            answer.other, answer.other_coder = draft.framed, self.frames.name
            return answer
        return _believed(draft.framed, self.frames.name, answer, self.model.name)

    def _answer(self, draft: Both) -> AskedDraft:
        """The model's answer; raises AnswerError where there is none, also where the model is not asked any more."""
        if draft.waiting is None:
            msg = "not asked"
            raise AnswerError(msg, self.off or "the language model was not asked.")
        try:
            return self.model.finish(draft.waiting)
        except (EndpointError, BudgetError) as error:
            if self.off is None:
                log.warning("the language model is not asked any more: %s", error)
            self.off = self.off or str(error)
            msg = "not asked"
            raise AnswerError(msg, str(error)) from error

    def _without(self, framed: Draft | None, problem: AnswerError) -> AskedDraft:
        """The frames' answer alone, with why there is no other."""
        if framed is None:
            raise problem
        settings = self.model.settings
        made = _as_asked(framed, self.frames.name)
        made.asked = Asked(model=settings.model or "", prompt=self.model.prompt.version, pieces=0, problem=str(problem))
        return made


def is_unsure(report: "Report", draft: Draft, sure: float) -> bool:
    """Whether the frames leave a doubt: an event below `sure`, or none in a report whose words speak of conflict."""
    if draft.events:
        return any(event.confidence < sure for event in draft.events)
    return may_tell(report)


def is_trusted(draft: AskedDraft) -> bool:
    """Whether enough of a model's quotes were found, and every piece of the report was answered."""
    asked = draft.asked
    if asked is None or asked.problem:
        return False
    found = sum(asked.kept.get(how, 0) for how in ("exact", "normalised", "fuzzy"))
    lost = sum(n for why, n in asked.dropped.items() if why != "events")
    return found >= TRUSTED * (found + lost)


def _believed(framed: Draft, coder: str, answer: AskedDraft, other: str) -> AskedDraft:
    """The frames' answer, the model's beside it."""
    made = _as_asked(framed, coder)
    made.asked, made.other, made.other_coder = answer.asked, answer, other
    return made


def _as_asked(draft: Draft, coder: str) -> AskedDraft:
    """A frames coder's Draft that can have another beside it."""
    return AskedDraft(
        draft.tree, draft.phrases, draft.spans, draft.times, draft.events, draft.relations, draft.control, coder
    )

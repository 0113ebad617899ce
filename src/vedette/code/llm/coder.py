"""The coder `llm`: a report is put to a language model, and what it says is kept as far as its words are in the report.

Requests run in threads while other reports are parsed: `begin` sends them, `code` hands the report on, and `finish`
waits for the answer. The model sees the text of one report at a time and nothing else; its answer is data.
"""

import functools
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vedette.code.draft import Draft
from vedette.code.llm.chunks import Range, pieces
from vedette.code.llm.drafting import AskedDraft, draft_english, draft_foreign
from vedette.code.llm.failures import AnswerError
from vedette.code.llm.naming import Namer
from vedette.code.llm.placing import Placed, Placer, without_repeats
from vedette.code.llm.prompt import prompt
from vedette.code.llm.schema import answer_schema
from vedette.code.llm.told import read_events
from vedette.code.tree import from_doc
from vedette.read.language import detect_language
from vedette.records.asked import Asked

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from vedette.code.llm.client import Client
    from vedette.code.llm.keeping import Answer
    from vedette.records.report import Report

VERSION: Final = "1"
_ROUND: Final = 6


@dataclass(slots=True)
class Waiting(Draft):
    """A report whose answers are on their way."""

    title: str | None = None
    foreign: bool = False
    asked: "list[tuple[Range, Future[Answer]]]" = field(default_factory=list)
    begun: float = 0.0


class LlmCoder:
    """Codes by a language model; a Coder, and one that reads any language."""

    any_language: Final = True

    def __init__(self, client: "Client", nlp: "Language | None" = None) -> None:
        """`client` asks the endpoint; `nlp` reads the model's translations."""
        self.client, self.nlp, self.settings = client, nlp, client.settings
        self.prompt = prompt(self.settings.prompt)
        self.name = f"llm/{VERSION}+{self.settings.model}/prompt-{self.prompt.version}"
        self.total: Counter[str] = Counter()
        """What became of all answers of this run, for telling."""
        self.cost = 0.0
        self._lock = threading.Lock()

    @functools.cached_property
    def _threads(self) -> ThreadPoolExecutor:
        """The threads that wait for answers."""
        return ThreadPoolExecutor(self.settings.concurrency, "vedette-llm")

    def close(self) -> None:
        """Ask nothing more and close the connections."""
        self._threads.shutdown(cancel_futures=True)
        self.client.close()

    def begin(self, doc: "Doc") -> None:
        """Nothing yet: what of a text is body is known when the report is there."""

    def code(self, report: "Report", doc: "Doc", body: Sequence[Range]) -> Waiting:
        """Send a report's requests; `finish` has their answers."""
        language = report.language or detect_language(report.text)
        return self.ask(report, from_doc(doc), body, language)

    def ask(self, report: "Report", tree: "object", body: Sequence[Range], language: str | None) -> Waiting:
        """Send the requests for a report in a language."""
        foreign = language not in (None, "en")
        told, text = self.settings, report.text
        schema = answer_schema(foreign=foreign)
        parts = pieces(text, told.chunk, told.overlap, tuple(body) or None)
        sent = [
            (part, self._threads.submit(self.client.ask, self.prompt.messages(text[slice(*part)], language), schema))
            for part in parts
        ]
        return Waiting(tree, title=report.title, foreign=foreign, asked=sent, begun=time.perf_counter())  # type: ignore[arg-type]

    def finish(self, draft: Draft) -> AskedDraft:
        """The Draft of a report that was asked; raises AnswerError where no piece had a usable answer."""
        if not isinstance(draft, Waiting):
            msg = f"{type(draft).__name__} was not asked of this coder"
            raise TypeError(msg)
        placer = Placer(draft.tree.text)
        answers, placed, problems = self._answers(draft, placer)
        self._tell(placer)
        if problems and len(problems) == len(draft.asked):
            raise problems[0]
        made = self._drafted(draft, without_repeats(placed), placer)
        made.coder, made.asked = self.name, self._asked(placer, answers, draft, problems)
        return made

    def _answers(self, draft: Waiting, placer: Placer) -> "tuple[list[Answer], list[Placed], list[AnswerError]]":
        """The answers to a report's pieces, the events of them that stand in it, and what went wrong."""
        answers: list[Answer] = []
        placed: list[Placed] = []
        problems: list[AnswerError] = []
        for part, future in draft.asked:
            try:
                answers.append(future.result())
                placed += self._read(answers[-1], placer, part)
            except AnswerError as error:
                placer.dropped[f"answers: {error.kind}"] += 1
                problems.append(error)
        return answers, placed, problems

    def _drafted(self, draft: Waiting, events: list[Placed], placer: Placer) -> AskedDraft:
        """The Draft of the events, by the report's language."""
        if not draft.foreign:
            return draft_english(draft.tree, events, draft.title)
        namer = Namer(self.nlp)
        made = draft_foreign(draft.tree.text, events, draft.title, namer)
        placer.kept.update({f"named by {how}": n for how, n in namer.how.items()})
        return made

    def _read(self, answer: "Answer", placer: Placer, part: Range) -> Iterable[Placed]:
        """The events of one answer that stand in the piece that was asked."""
        told = read_events(answer.text, placer.dropped)
        if told is None:
            msg = "the language model's answer holds no JSON."
            msg_0 = "malformed"
            raise AnswerError(msg_0, msg)
        return list(placer.place_all(told, part))

    def _asked(self, placer: Placer, got: "list[Answer]", draft: Waiting, problems: list[AnswerError]) -> Asked:
        """What was asked and what became of it, as the record has it."""
        new = [answer for answer in got if not answer.kept]
        sent, answered = sum(a.sent for a in new), sum(a.answered for a in new)
        cost = self.client.cost(sent, answered)
        with self._lock:
            self.total.update({"tokens": sent + answered, "kept before": len(got) - len(new), "reports": 1})
            self.cost += cost
        return Asked(
            model=self.settings.model or "", prompt=self.prompt.version, pieces=len(draft.asked),
            kept_before=len(got) - len(new), kept=dict(placer.kept), dropped=dict(placer.dropped), tokens_in=sent,
            tokens_out=answered, cost=round(cost, _ROUND), seconds=round(time.perf_counter() - draft.begun, 3),
            problem=str(problems[0]) if problems else None,
        )  # fmt: skip

    def _tell(self, placer: Placer) -> None:
        """Add what became of a report's answer to the run's total."""
        with self._lock:
            self.total.update({f"kept {how}": n for how, n in placer.kept.items()})
            self.total.update({f"dropped {why}": n for why, n in placer.dropped.items()})

    def summary(self) -> str:
        """What became of the answers of this run, on one line."""
        return summary(self.total, self.cost)


def summary(total: "Counter[str]", cost: float) -> str:
    """The counts of a run in words: what was kept, by how it was found, and what was dropped, by why."""
    how = {how: total[f"kept {how}"] for how in ("exact", "normalised", "fuzzy")}
    dropped = {key.removeprefix("dropped "): n for key, n in total.items() if key.startswith("dropped ") and n}
    events = dropped.pop("events", 0)
    kept = ", ".join(f"{n:,} {name}" for name, n in how.items())
    lost = ", ".join(f"{n:,} {why}" for why, n in sorted(dropped.items(), key=lambda pair: -pair[1]))
    values = f"{sum(how.values()):,} quotes found ({kept}), {sum(dropped.values()):,} dropped"
    told = f"{total['reports']:,} reports asked; {total['kept events']:,} events kept, {events:,} dropped; {values}"
    return f"{told}{f' ({lost})' if lost else ''}; {total['tokens']:,} tokens, {cost:.4f} spent"

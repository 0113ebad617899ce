"""From items to coded reports: in order, in batches of bounded size, and no report can stop the others."""

import contextlib
import functools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.cli.items import Item
from vedette.cli.options import CoderName
from vedette.scale.coders import MOST_CHARACTERS, Coder, code_each

if TYPE_CHECKING:
    import httpx

    from vedette.code.llm.settings import LlmSettings
    from vedette.pipeline import Pipeline
    from vedette.records.coded import Coded
    from vedette.records.report import Report

MOST_ITEMS = 64
"""spaCy's speed is best in batches of 8 to 64 texts."""

__all__ = ["MOST_CHARACTERS", "Coder", "batches", "code_items", "code_side_by_side", "make_pipeline"]

SIDE_BY_SIDE = 16
"""Reports that a process is given at a time: few, so that a short input too is shared by all of them."""

IN_HAND = 8
"""Reports coded together for a desk: the least for which spaCy is quick, the most that is lost by an interruption."""


def make_pipeline(model: str | None, *, gated: bool = False) -> "Pipeline":
    """The coder of this run, with a gate for streams of general news; raises ModelError where its model is missing."""
    from vedette.pipeline import Pipeline

    return Pipeline(model=model, gated=gated)


def tell_passed_over(coder: object) -> None:
    """Say on stderr how many reports the relevance gate passed over: none is lost without a word."""
    from vedette.cli.console import say

    number = getattr(coder, "passed_over", 0)
    if number:
        named = ", ".join(coder.last_over)  # type: ignore[attr-defined]
        reports = "1 report" if number == 1 else f"{number:,} reports"
        say(
            f"the relevance gate passed over {reports} (last: {named}); `vedette explain` says why, --no-gate codes all"
        )


def make_asking(
    model: str | None, coder: CoderName, told: "LlmSettings | None", folder: Path | None, *, gated: bool = False
) -> "Pipeline":
    """The pipeline whose coder asks a language model; raises ModelError where none is set."""
    from vedette.code.llm.making import make_coder
    from vedette.code.llm.settings import LlmSettings
    from vedette.pipeline import Pipeline

    name = "llm" if coder is CoderName.llm else "hybrid"
    made = make_coder(name, told or LlmSettings(), folder=folder, model=model, transport=make_model_transport())  # type: ignore[arg-type]
    return Pipeline(model=model, coder=made, gated=gated)


def make_model_transport() -> "httpx.BaseTransport | None":
    """How a language model is reached: None is httpx's own way; tests put theirs here."""
    return None


@contextlib.contextmanager
def chosen(
    model: str | None, coder: CoderName, told: "LlmSettings | None" = None, folder: Path | None = None, **how: bool
) -> "Iterator[Callable[[], Pipeline]]":
    """What makes the coder of this run, once; with a language model, texts in any language are read meanwhile.

    At the end it is told on stderr what became of the model's answers.
    """
    from vedette.cli.console import say
    from vedette.read.language import any_language

    if coder is CoderName.frames:
        yield functools.partial(make_pipeline, model, **{name: True for name, wanted in how.items() if wanted})
        return
    made = functools.cache(functools.partial(make_asking, model, coder, told, folder, **how))
    with any_language(coder.value):
        try:
            yield made
        finally:
            if made.cache_info().currsize:
                asking = made().coder
                say(asking.summary())  # type: ignore[attr-defined]  # both coders that ask have it
                asking.close()  # type: ignore[attr-defined]


def code_items(items: Iterable[Item], make: Callable[[], Coder]) -> "Iterator[tuple[Item, Coded]]":
    """Each item with its coded report or its error, in order; the coder is made when the first report needs it."""
    coder: Coder | None = None
    for batch in batches(items):
        if coder is None and any(item.report for item in batch):
            coder = make()
        yield from _code_batch(batch, coder)


def code_side_by_side(items: Iterable[Item], model: str | None, workers: int) -> "Iterator[tuple[Item, Coded]]":
    """The same in several processes; some batches beyond the one that is waited for are in memory, and no more.

    Raises VedetteError where the processes cannot begin.
    """
    from vedette.cli.lines import failed
    from vedette.scale.coders import CodeReports
    from vedette.scale.engine import make_engine

    begun: deque[list[Item]] = deque()

    def tasks() -> "Iterator[list[Report]]":
        """The reports of each batch, which is noted as begun."""
        for batch in batches(items, SIDE_BY_SIDE):
            begun.append(batch)
            yield [item.report for item in batch if item.report]

    with make_engine("pool", workers).hire(CodeReports(model)) as team:
        for outcome in team.map(tasks(), ordered=True):
            results = iter(outcome.result or ())
            missing = outcome.error or "the coder gave no answer. Please report this."
            for item in begun.popleft():
                problem = item.error or "not read"
                yield (
                    item,
                    failed(item.id, problem)
                    if item.report is None
                    else (next(results, None) or failed(item.id, missing)),
                )


def batches(items: Iterable[Item], most: int = MOST_ITEMS) -> Iterator[list[Item]]:
    """Items in lists of at most so many, closed early where MOST_CHARACTERS are reached."""
    batch: list[Item] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.report.text) if item.report else 0
        if len(batch) >= most or characters >= MOST_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _code_batch(batch: Sequence[Item], coder: Coder | None) -> "Iterator[tuple[Item, Coded]]":
    """The items of a batch with what became of them."""
    from vedette.cli.lines import failed

    reports = [item.report for item in batch if item.report]
    results = code_each(reports, coder) if coder else iter(())
    for item in batch:
        if item.report is None:
            yield item, failed(item.id, item.error or "not read")
        else:
            yield item, next(results, None) or failed(item.id, "the coder gave no answer. Please report this.")

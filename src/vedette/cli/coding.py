"""From items to coded reports: in order, in batches of bounded size, and no report can stop the others."""

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from vedette.cli.items import Item
from vedette.cli.options import CoderName
from vedette.errors import VedetteError

if TYPE_CHECKING:
    import httpx

    from vedette.code.llm.settings import LlmSettings
    from vedette.pipeline import Pipeline
    from vedette.records.coded import Coded
    from vedette.records.report import Report

MOST_ITEMS = 64
"""spaCy's speed is best in batches of 8 to 64 texts."""

IN_HAND = 8
"""Reports coded together for a desk: the least for which spaCy is quick, the most that is lost by an interruption."""

MOST_CHARACTERS = 300_000
"""Of text in a batch: what a parse of this much holds is a few hundred megabytes."""


class Coder(Protocol):
    """What codes reports: one Coded per Report, in order, lazily."""

    def code(self, reports: "Iterable[Report]") -> "Iterator[Coded]":
        """Code the reports."""
        ...


def make_pipeline(model: str | None, *, gated: bool = False) -> "Pipeline":
    """The coder of this run, with a gate for streams of general news; raises ModelError where its model is missing."""
    from vedette.pipeline import Pipeline

    return Pipeline(model=model, gated=gated)


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
        yield functools.partial(make_pipeline, model, **how)
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


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in lists of at most MOST_ITEMS, closed early where MOST_CHARACTERS are reached."""
    batch: list[Item] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.report.text) if item.report else 0
        if len(batch) >= MOST_ITEMS or characters >= MOST_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _code_batch(batch: Sequence[Item], coder: Coder | None) -> "Iterator[tuple[Item, Coded]]":
    """The items of a batch with what became of them."""
    from vedette.cli.lines import failed

    reports = [item.report for item in batch if item.report]
    results = _code_all(reports, coder) if coder else iter(())
    for item in batch:
        if item.report is None:
            yield item, failed(item.id, item.error or "not read")
        else:
            yield item, next(results, None) or failed(item.id, "the coder gave no answer. Please report this.")


def _code_all(reports: "Sequence[Report]", coder: Coder) -> "Iterator[Coded]":
    """Code reports together; where that breaks, the rest of them one by one, so that only one is lost."""
    done = 0
    try:
        for coded in coder.code(reports):
            done += 1
            yield coded
    except VedetteError:
        raise  # no report's fault: the model or a data file
    except Exception:  # noqa: BLE001 - whatever it is, it is told with the report that causes it, below
        for report in reports[done:]:
            yield _code_one(report, coder)


def _code_one(report: "Report", coder: Coder) -> "Coded":
    """Code one report; an error of the coder becomes the error of its line."""
    from vedette.cli.lines import failed

    try:
        return next(iter(coder.code([report])))
    except VedetteError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug in the coder must not lose the other reports
        problem = f"the coder failed ({type(error).__name__}: {error}). Please report this with the text."
        return failed(report.id, problem)

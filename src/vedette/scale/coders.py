"""The coder of a worker: loaded once in each process, shared by those that are forked from it before it is used."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from vedette.errors import VedetteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vedette.pipeline import Pipeline
    from vedette.records.coded import Coded
    from vedette.records.report import Report

AT_A_TIME: Final = 64
MOST_CHARACTERS: Final = 300_000
"""Of text that is coded together: what a parse of this much holds is a few hundred megabytes."""


class Coder(Protocol):
    """What codes reports: one Coded per Report, in order, lazily."""

    def code(self, reports: "Iterable[Report]") -> "Iterator[Coded]":
        """Code the reports."""
        ...


@dataclass(slots=True)
class _Held:
    """A pipeline, and the process that has used it: its threads are that one's alone."""

    pipeline: "Pipeline"
    used_by: int | None = None


_HELD: dict[tuple[str | None, bool], _Held] = {}


def load(model: str | None, *, gated: bool) -> None:
    """Have the pipeline in memory without using it, so that processes forked from this one have it too.

    Raises ModelError where its model is missing.
    """
    if (model, gated) not in _HELD:
        from vedette.pipeline import Pipeline  # noqa: PLC0415 - heavy, and the driver of a cluster does not need it

        _HELD[model, gated] = _Held(Pipeline(model, gated=gated))


def pipeline(model: str | None, *, gated: bool) -> "Pipeline":
    """The pipeline of this process; one that another process has used before the fork is loaded anew."""
    load(model, gated=gated)
    held = _HELD[model, gated]
    if held.used_by not in {None, os.getpid()}:
        del _HELD[model, gated]
        load(model, gated=gated)
        held = _HELD[model, gated]
    held.used_by = os.getpid()
    return held.pipeline


@dataclass(frozen=True, slots=True)
class CodeReports:
    """Work: reports to coded reports, some at a time; for `vedette code --workers`."""

    model: str | None = None
    gated: bool = False

    def ready(self) -> None:
        """See `Work.ready`."""
        load(self.model, gated=self.gated)

    def __call__(self, reports: "Sequence[Report]") -> "list[Coded]":
        """Code the reports; one that cannot be coded comes back with its error."""
        return list(code_each(reports, pipeline(self.model, gated=self.gated)))


def code_each(reports: "Sequence[Report]", coder: Coder) -> "Iterator[Coded]":
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
    """Code one report; an error of the coder becomes the error of its record."""
    try:
        return next(iter(coder.code([report])))
    except VedetteError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug in the coder must not lose the other reports
        problem = f"the coder failed ({type(error).__name__}: {error}). Please report this with the text."
        from vedette.records.coded import Coded  # noqa: PLC0415 - the command line is to begin quickly

        return Coded(id=report.id, error=problem)

"""The engine that works in this process, one task after another: what the others are held against."""

import contextlib
from collections.abc import Iterable, Iterator
from typing import Generic

from vedette.errors import VedetteError
from vedette.scale.engine import EngineError, Outcome, Result, Task, Team, Work


class InlineEngine:
    """Works here; takes one worker, whatever it is asked for."""

    name = "inline"

    def __init__(self, workers: int = 1) -> None:  # noqa: ARG002 - every engine is made so
        """There is nothing to set up."""
        self.workers = 1

    @contextlib.contextmanager
    def hire(self, work: Work[Task, Result]) -> Iterator[Team[Task, Result]]:
        """This process as the only worker. Raises EngineError where it cannot begin."""
        begin(work)
        yield _Here(work)


class _Here(Generic[Task, Result]):
    """This process as a team of one."""

    def __init__(self, work: Work[Task, Result]) -> None:
        """Keep the work."""
        self._work = work

    def map(self, tasks: Iterable[Task], *, ordered: bool = False) -> Iterator[Outcome[Task, Result]]:  # noqa: ARG002
        """See `Team.map`; the order is always kept."""
        for number, task in enumerate(tasks):
            result, error = attempt(self._work, task)
            yield Outcome(number, task, result, error)


def begin(work: Work[Task, Result]) -> None:
    """Make work ready; raises EngineError where that fails, in the words of what failed."""
    try:
        work.ready()
    except Exception as error:
        raise EngineError(told(error)) from error


def attempt(work: Work[Task, Result], task: Task) -> tuple[Result | None, str | None]:
    """The result of a task, or the error in words."""
    try:
        return work(task), None
    except Exception as error:  # noqa: BLE001 - one task must not end the others; its outcome tells the error
        return None, told(error)


def told(error: Exception) -> str:
    """An error in words: ours have theirs, of others the kind is named."""
    return str(error) if isinstance(error, VedetteError) else f"{type(error).__name__}: {error}"

"""Engine: what runs a piece of work over many tasks. One protocol, three of ours: `inline`, `pool` and `ray`.

with make_engine("pool", workers=2).hire(work) as team:
    for outcome in team.map(tasks): ...

Other packages add engines through the entry-point group `vedette.engines`: a callable that takes `workers`.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar, cast

from vedette.errors import VedetteError
from vedette.plugins import Plugins

GROUP: Final = "vedette.engines"

OURS: Mapping[str, str] = {
    "inline": "vedette.scale.inline:InlineEngine",
    "pool": "vedette.scale.pool:PoolEngine",
    "ray": "vedette.scale.rays:RayEngine",
}
"""Our own engines, as pyproject.toml declares them too: a checkout that is not installed has them as well."""

Task = TypeVar("Task")
Result = TypeVar("Result")
Task_contra = TypeVar("Task_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)


class EngineError(VedetteError):
    """An engine cannot run here, or its workers cannot begin; the message names the remedy."""


class Work(Protocol[Task_contra, Result_co]):
    """What is done with each task. It is sent to the workers, so it must be picklable; models are loaded in `ready`."""

    def ready(self) -> None:
        """Load what all tasks need. Called in each worker; by an engine that forks also once before, to share it."""
        ...

    def __call__(self, task: Task_contra, /) -> Result_co:
        """Do one task; what it raises becomes the error of the task's outcome."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Task, Result]):
    """What became of a task: its result, or the error; `tries` is how often a worker was given it."""

    number: int
    task: Task
    result: Result | None = None
    error: str | None = None
    tries: int = 1


class Team(Protocol[Task, Result]):
    """Workers that are there until the `with` of their engine ends; they keep what they loaded between two maps."""

    def map(self, tasks: Iterable[Task], *, ordered: bool = False) -> Iterator[Outcome[Task, Result]]:
        """Do the tasks and give each its outcome: as they come, or in the order of the tasks.

        Tasks are taken from the iterable only as fast as outcomes are taken away. A task whose worker dies is given to
        another one; after `TRIES` of them its outcome is an error, and the other tasks go on. Raises EngineError where
        workers cannot begin at all.
        """
        ...


class Engine(Protocol):
    """Runs work on so many workers."""

    name: str
    workers: int

    def hire(self, work: Work[Task, Result]) -> AbstractContextManager[Team[Task, Result]]:
        """Workers that do this work."""
        ...


_ENGINES: Final = Plugins(GROUP, OURS, "engine", "Known", EngineError)


def engines() -> tuple[str, ...]:
    """The names of all engines there are, sorted; whether what they need is installed shows when one is made."""
    return _ENGINES.names()


def make_engine(name: str, workers: int = 1) -> Engine:
    """An engine by name. Raises EngineError for one that there is not, or that needs what is not installed."""
    if workers < 1:
        msg = f"{workers} workers cannot work. Give 1 or more"
        raise EngineError(msg)
    return cast("Engine", _ENGINES.load(name)(workers=workers))

"""Tasks to workers, outcomes back: back-pressure, order, and what happens when a worker dies; for pool and Ray."""

import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from vedette.scale.engine import Outcome, Result, Task, Task_contra

TRIES: Final = 3
"""How many workers a task may take with it: one may die by chance (no memory, a node that goes), three do not."""

AHEAD: Final = 4
"""Tasks a worker that may be begun beyond the first outcome still missing, where order is kept."""

Hand = TypeVar("Hand")


@dataclass(frozen=True, slots=True)
class Reply(Generic[Result]):
    """What a worker sent back: a result or an error; `died` says how it ended where it sent nothing."""

    result: Result | None = None
    error: str | None = None
    died: str | None = None


@dataclass(frozen=True, slots=True)
class Job(Generic[Task]):
    """A task on its way."""

    number: int
    task: Task
    tries: int = 1


class Hands(Protocol[Hand, Task_contra, Result]):
    """The workers of an engine, of whom each does one task at a time."""

    def begin(self) -> Hand:
        """A new worker."""
        ...

    def send(self, hand: Hand, task: Task_contra) -> None:
        """Give a worker a task."""
        ...

    def wait(self, busy: list[Hand]) -> list[tuple[Hand, Reply[Result]]]:
        """The replies that have come; waits until there is one. A worker that died is not to be used again."""
        ...

    def end(self, hand: Hand) -> None:
        """Let a worker go, whatever it is at."""
        ...


class Dispatch(Generic[Hand, Task, Result]):
    """Gives tasks to at most so many workers, which are begun as they are needed and kept for the next map."""

    def __init__(self, hands: Hands[Hand, Task, Result], workers: int) -> None:
        """Begin with no worker."""
        self._hands, self._workers = hands, workers
        self._idle: list[Hand] = []

    def map(self, tasks: Iterable[Task], *, ordered: bool = False) -> Iterator[Outcome[Task, Result]]:
        """See `Team.map`."""
        busy: dict[Hand, Job[Task]] = {}
        try:
            outcomes = self._outcomes(tasks, busy, AHEAD * self._workers if ordered else None)
            yield from _in_order(outcomes) if ordered else outcomes
        finally:  # where the caller leaves early, what is still at work is of no use
            for hand in busy:
                self._hands.end(hand)

    def close(self) -> None:
        """Let all workers go."""
        while self._idle:
            self._hands.end(self._idle.pop())

    def _outcomes(
        self, tasks: Iterable[Task], busy: dict[Hand, Job[Task]], ahead: int | None
    ) -> Iterator[Outcome[Task, Result]]:
        """The outcomes as they come; no task is begun that is `ahead` of the first whose outcome is missing."""
        source: Iterator[Job[Task]] = itertools.starmap(Job, enumerate(tasks))
        again: deque[Job[Task]] = deque()
        begun = 0
        while True:
            while len(busy) < self._workers:
                first = min((job.number for job in (*busy.values(), *again)), default=begun)
                may = ahead is None or begun - first < ahead
                job = again.popleft() if again else next(source, None) if may else None
                if job is None:
                    break
                begun = max(begun, job.number + 1)
                self._give(job, busy)
            if not busy:
                return
            yield from self._taken(busy, again)

    def _give(self, job: Job[Task], busy: dict[Hand, Job[Task]]) -> None:
        """Give a job to a worker that is idle, else to a new one."""
        hand = self._idle.pop() if self._idle else self._hands.begin()
        busy[hand] = job
        self._hands.send(hand, job.task)

    def _taken(self, busy: dict[Hand, Job[Task]], again: deque[Job[Task]]) -> list[Outcome[Task, Result]]:
        """The outcomes that have come; the job of a worker that died is to be done again."""
        found = []
        for hand, reply in self._hands.wait(list(busy)):
            job = busy.pop(hand)
            if reply.died is None:
                self._idle.append(hand)
                found.append(Outcome(job.number, job.task, reply.result, reply.error, job.tries))
            elif job.tries < TRIES:
                again.append(Job(job.number, job.task, job.tries + 1))
            else:
                error = f"{reply.died}, as {TRIES - 1} before it at the same task. Make it smaller, or leave it out"
                found.append(Outcome(job.number, job.task, None, error, job.tries))
        return found


def _in_order(outcomes: Iterable[Outcome[Task, Result]]) -> Iterator[Outcome[Task, Result]]:
    """Outcomes in the order of their tasks; those that come early are held."""
    held: dict[int, Outcome[Task, Result]] = {}
    due = 0
    for outcome in outcomes:
        held[outcome.number] = outcome
        while due in held:
            yield held.pop(due)
            due += 1

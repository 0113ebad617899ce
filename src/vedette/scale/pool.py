"""The engine that works in several processes of this machine, forked so that they share the models where that is safe.

Each worker has a pipe of its own, so that it is known which task a worker died of. Where the system forks (Linux), the
work is made ready once before, and the workers share its memory; elsewhere each makes it ready for itself.
"""

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic

from vedette.scale.dispatch import Dispatch, Reply
from vedette.scale.engine import EngineError, Result, Task, Team, Work
from vedette.scale.inline import attempt, begin, told

PATIENCE: Final = 5
"""Seconds that a worker is given to end by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class _Hand:
    """A worker and our end of its pipe."""

    process: Any
    pipe: "Connection"


class PoolEngine:
    """Works in so many processes."""

    name = "pool"

    def __init__(self, workers: int = 1) -> None:
        """Keep how many there are to be."""
        self.workers = workers

    @contextlib.contextmanager
    def hire(self, work: Work[Task, Result]) -> Iterator[Team[Task, Result]]:
        """The processes, which are begun as tasks come; raises EngineError where the work cannot begin."""
        forks = sys.platform == "linux"
        if forks:
            begin(work)
            gc.collect()
            gc.freeze()  # the collector writes into what it looks at, and what is written to is no longer shared
        dispatch: Dispatch[_Hand, Task, Result] = Dispatch(_Hands(work, "fork" if forks else "spawn"), self.workers)
        try:
            yield dispatch
        finally:
            dispatch.close()
            gc.unfreeze()


class _Hands(Generic[Task, Result]):
    """Processes that do one kind of work."""

    def __init__(self, work: Work[Task, Result], method: str) -> None:
        """Keep the work and how processes are begun."""
        self._work = work
        self._context: Any = multiprocessing.get_context(method)
        self._pipes: set[Connection] = set()

    def begin(self) -> _Hand:
        """A new process."""
        ours, theirs = self._context.Pipe()
        # a forked worker has the driver's ends of the other pipes too, and would keep these workers alive
        closing = (*self._pipes, ours) if self._context.get_start_method() == "fork" else ()
        process = self._context.Process(target=_serve, args=(self._work, theirs, closing), daemon=True)
        process.start()
        theirs.close()
        self._pipes.add(ours)
        return _Hand(process, ours)

    def send(self, hand: _Hand, task: Task) -> None:
        """Give a process a task; one that is gone shows when its reply is waited for."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            hand.pipe.send(task)

    def wait(self, busy: list[_Hand]) -> list[tuple[_Hand, Reply[Result]]]:
        """The replies that are there. Raises EngineError where a worker could not begin."""
        by_pipe = {hand.pipe: hand for hand in busy}
        return [(hand, self._reply(hand)) for pipe in wait(list(by_pipe)) if (hand := by_pipe[pipe])]  # type: ignore[index]

    def _reply(self, hand: _Hand) -> Reply[Result]:
        """A process's reply, or how it ended."""
        try:
            begun, result, error = hand.pipe.recv()
        except (EOFError, ConnectionResetError):
            self.end(hand)
            return Reply(died=_how(hand.process.exitcode))
        if not begun:
            raise EngineError(error)
        return Reply(result, error)

    def end(self, hand: _Hand) -> None:
        """End a process: one that waits for a task ends with its pipe, any other is stopped."""
        hand.pipe.close()
        self._pipes.discard(hand.pipe)
        hand.process.join(0.2)
        if hand.process.is_alive():
            hand.process.terminate()
            hand.process.join(PATIENCE)
        if hand.process.is_alive():
            hand.process.kill()
            hand.process.join()


def _how(code: int | None) -> str:
    """How a worker ended, in words."""
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        hint = " (the system ends processes so when memory runs out)" if name == "SIGKILL" else ""
        return f"the worker was ended by {name}{hint}"
    return f"the worker ended with exit code {code}"


def _serve(work: Work[Task, Result], pipe: Connection, closing: tuple[Connection, ...]) -> None:
    """What a worker does: take tasks and send back results, until the driver is gone."""
    for other in closing:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the driver's to handle
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # the driver may have threads, and one of them may have held the lock of these when the process was forked
    sys.stdout, sys.stderr = (os.fdopen(os.dup(number), "w", errors="replace") for number in (1, 2))
    try:
        work.ready()
    except Exception as error:  # noqa: BLE001 - it is told to the driver, which ends the run
        pipe.send((False, None, told(error)))
        return
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            task = pipe.recv()
            pipe.send((True, *attempt(work, task)))

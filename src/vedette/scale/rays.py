"""The engine that works on a Ray cluster: an actor is a worker, so that each loads the models once.

Without an address of a cluster (RAY_ADDRESS) Ray is begun on this machine and ended with the engine. Actors ask for one
CPU each; where the cluster has fewer, the others begin as it grows, and work goes on with those that are there.
"""

import contextlib
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic

from vedette.scale.dispatch import Dispatch, Reply
from vedette.scale.engine import EngineError, Result, Task, Team, Work
from vedette.scale.inline import attempt, told

HERE = "127.0.0.1"


@dataclass(slots=True, eq=False)
class _Hand:
    """An actor, and what it is at."""

    actor: Any
    reply: Any = None


class RayEngine:
    """Works in so many actors."""

    name = "ray"

    def __init__(self, workers: int = 1) -> None:
        """Keep how many there are to be. Raises EngineError where Ray is not installed."""
        self.workers = workers
        self._ray = _ray()

    @contextlib.contextmanager
    def hire(self, work: Work[Task, Result]) -> Iterator[Team[Task, Result]]:
        """The actors, which are begun as tasks come. Raises EngineError where there is no cluster to be had."""
        ours = not self._ray.is_initialized()
        if ours:
            self._begin()
        dispatch: Dispatch[_Hand, Task, Result] = Dispatch(_Hands(self._ray, work), self.workers)
        try:
            yield dispatch
        finally:
            dispatch.close()
            if ours:
                self._ray.shutdown()

    def _begin(self) -> None:
        """Join the cluster that RAY_ADDRESS names, or begin one on this machine."""
        how: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": False}
        if not os.environ.get("RAY_ADDRESS"):
            how |= {"address": "local", "num_cpus": self.workers, "include_dashboard": False, "_node_ip_address": HERE}
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody unasked
        try:
            self._ray.init(**how)
        except (ConnectionError, OSError, RuntimeError, ValueError) as error:
            msg = f"Ray cannot be begun: {error}. See that RAY_ADDRESS names a cluster, or leave it out"
            raise EngineError(msg) from error


def _ray() -> Any:  # noqa: ANN401 - a module that may not be there
    """Ray; raises EngineError with the way to install it."""
    try:
        import ray  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = "the engine 'ray' needs Ray. Install it: pip install 'vedette[ray]'"
        raise EngineError(msg) from error
    return ray


class _Worker(Generic[Task, Result]):
    """What stands in an actor."""

    def __init__(self, work: Work[Task, Result]) -> None:
        """Make the work ready; what fails is told with the first task."""
        self._work, self._failed = work, ""
        try:
            work.ready()
        except Exception as error:  # noqa: BLE001 - it is told to the driver, which ends the run
            self._failed = told(error)

    def do(self, task: Task) -> tuple[bool, Result | None, str | None]:
        """Do a task."""
        if self._failed:
            return False, None, self._failed
        return (True, *attempt(self._work, task))


class _Hands(Generic[Task, Result]):
    """Actors that do one kind of work."""

    def __init__(self, ray: Any, work: Work[Task, Result]) -> None:  # noqa: ANN401 - a module
        """Put the work where all actors find it."""
        self._ray = ray
        self._work = ray.put(work)
        self._made = ray.remote(num_cpus=1, max_restarts=0)(_Worker)

    def begin(self) -> _Hand:
        """A new actor."""
        return _Hand(self._made.remote(self._work))

    def send(self, hand: _Hand, task: Task) -> None:
        """Give an actor a task."""
        hand.reply = hand.actor.do.remote(task)

    def wait(self, busy: list[_Hand]) -> list[tuple[_Hand, Reply[Result]]]:
        """The replies that are there. Raises EngineError where an actor could not begin."""
        by_reply = {hand.reply: hand for hand in busy}
        done, _ = self._ray.wait(list(by_reply), num_returns=1)
        return [(by_reply[reply], self._reply(by_reply[reply])) for reply in done]

    def _reply(self, hand: _Hand) -> Reply[Result]:
        """An actor's reply, or how it ended."""
        try:
            begun, result, error = self._ray.get(hand.reply)
        except self._ray.exceptions.RayError as gone:
            return Reply(died=f"the worker is gone ({' '.join(str(gone).split())[:200]})")
        if not begun:
            raise EngineError(error)
        return Reply(result, error)

    def end(self, hand: _Hand) -> None:
        """End an actor."""
        self._ray.kill(hand.actor)

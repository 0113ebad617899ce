"""Every engine does the same: results, errors, order, back-pressure, and workers that die."""

import builtins
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scale.works import Dies, NotReady, Slow, Square
from vedette.scale.engine import OURS, Engine, EngineError, engines, make_engine

ENGINES = ["inline", "pool", "ray"]
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine, with two workers."""
    if request.param == "ray":
        request.getfixturevalue("cluster")
    return make_engine(request.param, workers=2)


def test_what_engines_there_are() -> None:
    assert engines() == ("inline", "pool", "ray")
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert declared["project"]["entry-points"]["vedette.engines"] == dict(OURS)


def test_each_task_has_its_outcome(engine: Engine) -> None:
    with engine.hire(Square()) as team:
        found = list(team.map(range(40)))
        again = list(team.map([2, 3]))  # the workers stay
    assert sorted(o.number for o in found) == list(range(40))
    assert {o.task: o.result[0] for o in found if o.result} == {n: n * n for n in range(40) if n != 13}
    (failed,) = [o for o in found if o.error]
    assert (failed.task, failed.error, failed.tries) == (13, "ValueError: thirteen", 1)
    assert {o.result[0] for o in again if o.result} == {4, 9}
    pids = {o.result[1] for o in [*found, *again] if o.result}
    assert pids == {os.getpid()} if engine.name == "inline" else os.getpid() not in pids and 1 <= len(pids) <= 2


def test_outcomes_in_order_and_tasks_taken_only_as_fast_as_they_are_wanted(engine: Engine) -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for number in range(200):
            taken.append(number)
            yield number

    with engine.hire(Slow()) as team:
        outcomes = team.map(tasks(), ordered=True)
        first = next(outcomes)
        assert first.number == 0
        assert len(taken) <= 9  # the first was slow, and the others did not run away
        rest = list(outcomes)
    assert [o.number for o in rest] == list(range(1, 200))


def test_no_task_is_taken_before_an_outcome_is_wanted(engine: Engine) -> None:
    tasks = iter(range(10**9))
    with engine.hire(Square()) as team:
        outcomes = team.map(tasks)
        next(outcomes)
        next(outcomes)
    assert next(tasks) <= 6


def test_work_that_cannot_begin_ends_the_run(engine: Engine) -> None:
    with pytest.raises(EngineError, match=r"no model\. Install one"), engine.hire(NotReady()) as team:
        list(team.map(range(3)))


@pytest.mark.parametrize("name", ["pool", "ray"])
def test_a_worker_that_dies_loses_nothing(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if name == "ray":
        request.getfixturevalue("cluster")
    with make_engine(name, workers=2).hire(Dies(str(tmp_path))) as team:
        found = {o.task: o for o in team.map(range(12))}
    assert {n: o.result[0] for n, o in found.items() if o.result} == {n: n * n for n in range(12)}
    assert {n: o.tries for n, o in found.items() if o.tries > 1} == {7: 2}


@pytest.mark.parametrize("name", ["pool", "ray"])
def test_a_task_that_kills_every_worker_is_given_up(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if name == "ray":
        request.getfixturevalue("cluster")
    with make_engine(name, workers=2).hire(Dies(str(tmp_path), always=True)) as team:
        found = {o.task: o for o in team.map(range(12))}
    assert {n: o.result[0] for n, o in found.items() if o.result} == {n: n * n for n in range(12) if n != 7}
    assert found[7].error is not None
    assert found[7].error.endswith("Make it smaller, or leave it out")
    if name == "pool":
        assert found[7].error.startswith("the worker was ended by SIGKILL (the system ends processes so when memory")


def test_an_engine_that_there_is_not() -> None:
    with pytest.raises(EngineError, match=re.escape("there is no engine 'spark'. Known: inline, pool, ray")):
        make_engine("spark")
    with pytest.raises(EngineError, match="0 workers cannot work"):
        make_engine("pool", workers=0)


def test_ray_that_is_not_installed_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "ray":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(EngineError, match=re.escape("pip install 'vedette[ray]'")):
        make_engine("ray")

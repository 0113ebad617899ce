"""The threads of a watch: all work is done, an error ends none of them, and the end does not wait for the slowest."""

import logging
import threading
import time

import pytest

from vedette.watch.crew import Crew


def test_all_work_is_done_by_as_many_threads_as_there_are() -> None:
    crew, done, together = Crew(4), [], threading.Barrier(4, timeout=10)

    def work() -> None:
        together.wait()
        done.append(threading.current_thread().name)

    for _ in range(4):
        crew.do(work)
    crew.end(10)
    assert len(set(done)) == 4


def test_work_that_breaks_is_told_and_costs_no_thread(caplog: pytest.LogCaptureFixture) -> None:
    crew, done = Crew(1), []
    crew.do(lambda: done.append(1 / 0))
    crew.do(lambda: done.append(2))
    with caplog.at_level(logging.ERROR):
        crew.end(10)
    assert done == [2]
    assert "please report this" in caplog.text


def test_the_end_does_not_wait_for_the_slowest() -> None:
    crew, free = Crew(2), threading.Event()

    def slow() -> None:
        free.wait(20)

    crew.do(slow)
    began = time.monotonic()
    crew.end(0.05)
    assert time.monotonic() - began < 5
    free.set()

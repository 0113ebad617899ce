"""A watch that is killed at random moments loses nothing, does nothing twice, and sends no alert twice.

The full run kills fifty times:

    VEDETTE_CRASHES=50 .venv/bin/python -m pytest -s -q tests/gather/test_kills.py
"""

import multiprocessing
import os
import random
import time
from pathlib import Path

from bench.outlets import Size
from bench.simulated import QuickTime, SimulatedTime, World
from bench.world import check, watch_over
from tests.gather import watcher

CRASHES = int(os.environ.get("VEDETTE_CRASHES", "5"))
SEED = int(os.environ.get("VEDETTE_CRASH_SEED", str(random.randrange(10**6))))  # noqa: S311 - a test's dice
DAYS = 1.0
A_RUN = (0.1, 1.4)
"""Seconds after which a run is killed; the first tenths go by in opening the desk."""
SIZE = Size(feeds=6, articles=max(50, 8 * CRASHES), days=DAYS)


def test_kills_at_random_moments_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    """Five kills; VEDETTE_CRASHES=50 for fifty, VEDETTE_CRASH_SEED=n to see a failure again."""
    dice = random.Random(SEED)  # noqa: S311
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.gather.watcher", "vedette.gather.alerts.webhook"])
    speed = DAYS * 86_400 / (CRASHES * sum(A_RUN) / 2)
    began = time.time()
    world = World(watcher.newsroom(SIZE, SEED), QuickTime(began, speed), SEED)
    told, steps = (str(tmp_path), 0, SIZE, SEED, began, speed), set()
    with world.serve():
        told = (str(tmp_path), world.port, *told[2:])
        for _ in range(CRASHES):
            process = context.Process(target=watcher.watch, args=told, daemon=True)
            process.start()
            process.join(dice.uniform(*A_RUN))
            assert process.exitcode is None, (SEED, process.exitcode)  # it runs until it is killed
            process.kill()
            process.join()
            steps.add(sum(world.ledger.answers.values()))
        assert len(steps) > CRASHES // 2, SEED  # else most runs did nothing, and this test tested little
        world.time = SimulatedTime(world.time.now())
        watch, desk = watch_over(tmp_path, world)
        with desk:
            watch.run()
            found = check(world, desk, tmp_path, killed=True)
    print(f"{CRASHES} kills:", found.figures)  # noqa: T201 - the figures that -s shows
    assert found.sound, (SEED, found)

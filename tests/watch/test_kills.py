"""A watch that is killed at random moments loses nothing, does nothing twice, and sends no alert twice.

The full run kills fifty times:

    VEDETTE_CRASHES=50 .venv/bin/python -m pytest -s -q tests/watch/test_kills.py
"""

import multiprocessing
import os
import random
import time
from multiprocessing.context import ForkServerContext
from pathlib import Path

from bench.outlets import Size
from bench.simulated import QuickTime, SimulatedTime, World
from bench.world import check, watch_over
from tests.watch import watcher

CRASHES = int(os.environ.get("VEDETTE_CRASHES", "5"))
SEED = int(os.environ.get("VEDETTE_CRASH_SEED", str(random.randrange(10**6))))  # noqa: S311 - a test's dice
DAYS = 1.0
LONGEST = 1.0
"""Seconds of a run, at most, from its start or from its first question on."""
PATIENCE = 20
SIZE = Size(feeds=6, articles=max(50, 8 * CRASHES), days=DAYS)


def test_kills_at_random_moments_lose_nothing_and_do_nothing_twice(tmp_path: Path, where: str) -> None:
    """Five kills per database; VEDETTE_CRASHES=50 for fifty, VEDETTE_CRASH_SEED=n to see a failure again."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.watch.watcher", "vedette.watch.alerts.webhook", "psycopg"])
    clock = QuickTime(time.time(), DAYS * 86_400 / (CRASHES * LONGEST))
    world = World(watcher.newsroom(SIZE, SEED), clock, SEED)
    with world.serve():
        hits = _kill(context, (str(tmp_path), where, world.port, SIZE, SEED, clock), world)
        assert hits >= CRASHES // 2, SEED  # else most runs did nothing, and this test tested little
        world.time = SimulatedTime(clock.now())
        watch, desk = watch_over(tmp_path, world, where=where)
        with desk:
            watch.run()
            found = check(world, desk, tmp_path, killed=True)
    print(f"{CRASHES} kills:", found.figures)  # noqa: T201 - the figures that -s shows
    assert found.sound, (SEED, found)


def _kill(context: ForkServerContext, told: tuple[object, ...], world: World) -> int:
    """Start a watch and kill it, again and again; how many of them asked the server for anything."""
    dice = random.Random(SEED)  # noqa: S311
    hits = 0
    for n in range(CRASHES):
        before = _asked(world)
        process = context.Process(target=watcher.watch, args=told, daemon=True)
        process.start()
        if n % 3:  # in the midst of its work, else anywhere from its start, while it opens the desk too
            patience = time.monotonic() + PATIENCE
            while _asked(world) == before and time.monotonic() < patience:
                process.join(0.005)
        process.join(dice.uniform(0, LONGEST))
        assert process.exitcode is None, (SEED, process.exitcode)  # it runs until it is killed
        process.kill()
        process.join()
        hits += _asked(world) > before
    return hits


def _asked(world: World) -> int:
    """How often the server was asked."""
    return sum(world.ledger.answers.values())

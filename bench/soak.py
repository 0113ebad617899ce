"""The whole watch chain for a while over a made-up world: does its memory grow, does it leak? `python -m bench.soak`.

A server in a process of its own shows the world of bench.simulated, faults and all, at twenty times its speed. The
watch in this process fetches, archives, gates, codes with both readers, merges and alerts, as `vedette watch` does.
Every ten seconds the memory that it holds (RSS) and its open files are noted. Printed are a line a minute, the slope of
memory over the second half (least squares: by then models are loaded and caches full), and the files at its two ends.
"""

import argparse
import contextlib
import datetime as dt
import multiprocessing
import os
import sys
import tempfile
import threading
import time as real
from collections import Counter
from collections.abc import Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from bench.outlets import START, Edit, Newsroom, Size
from bench.simulated import QuickTime, World
from bench.world import ALLOW, SECRETS, SLOWEST, settings_of
from vedette.cli.coding import make_pipeline
from vedette.gather.address import Guard
from vedette.gather.manners import PoliteTransport
from vedette.gather.transport import GuardedTransport, Limits
from vedette.gather.turns import Time
from vedette.gather.wire import Wire
from vedette.merge.changes import Lookout
from vedette.merge.desking import assign_new
from vedette.settings import Settings
from vedette.store import doctor, open_desk
from vedette.watch.happenings import Happening
from vedette.watch.making import Means, make_watch
from vedette.watch.parts import Clock
from vedette.watch.watching import Watch

EVERY: Final = 10.0
"""Seconds between two looks."""
STEEP: Final = 100.0
"""MB an hour of the clock from which memory is not called flat: the desk's own growth is well below."""
SPARE: Final = 3
"""Open files that may be more at the end than in the middle: a visit may be under way at each look."""
SEED: Final = 7


class Look(NamedTuple):
    """What was noted at a moment: seconds since the beginning, MB, open files, threads, reports kept."""

    at: float
    memory: float
    files: int
    threads: int
    kept: int


def show(world: World, port: Connection) -> None:
    """Be the world's server until the process is ended."""
    with world.serve():
        port.send(world.port)
        threading.Event().wait()


def evenly(newsroom: Newsroom) -> Newsroom:
    """A newsroom whose articles come evenly over its whole time, edits with them, and not by day alone."""
    span = (newsroom.end - START) * 0.97
    for number, piece in enumerate(newsroom.pieces):
        at = START + dt.timedelta(seconds=round(span.total_seconds() * (number + 0.5) / len(newsroom.pieces)))
        piece.edits = tuple(Edit(edit.at - piece.published + at, edit.loud) for edit in piece.edits)
        piece.published = at
    return newsroom


def often(settings: Settings) -> Settings:
    """Settings by which every source is visited each ten minutes of the world's: there should be much to do."""
    sources = tuple(source.model_copy(update={"interval": 600}) for source in settings.source)
    return settings.model_copy(update={"source": sources})


@contextlib.contextmanager
def served(world: World) -> Iterator[None]:
    """The world in a process of its own."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=show, args=(world, theirs), daemon=True)
    child.start()
    world.port = ours.recv()
    try:
        yield
    finally:
        child.terminate()
        child.join()
        ours.close()
        theirs.close()


def look(began: float, tally: Counter[str]) -> Look:
    """This process now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    memory = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    files = len(list(Path("/proc/self/fd").iterdir()))
    return Look(real.monotonic() - began, memory, files, threading.active_count(), tally["kept"])


def soak(folder: Path, minutes: float, speed: float, size: Size) -> tuple[list[Look], Counter[str], int]:
    """Watch for so many minutes; what was noted, what happened how often, and how much is wrong with the desk."""
    world = World(evenly(Newsroom(size, SEED)), QuickTime(real.time(), speed), SEED)
    tally: Counter[str] = Counter()

    def tell(happening: Happening) -> None:
        """Count."""
        tally[happening.kind] += happening.number or 1

    with served(world), open_desk(folder, clock=world.time.now) as desk:
        time, end = world.time, real.monotonic() + 60 * minutes

        def wait(stopping: threading.Event, seconds: float) -> None:
            """Let the world's time pass, and end the watch when the soak is over."""
            stopping.wait(min(seconds / speed, max(0.0, end - real.monotonic())))
            if real.monotonic() >= end:
                stopping.set()

        inner = GuardedTransport(allow=ALLOW, resolver=world.resolve, follows=False, limits=Limits(seconds=SLOWEST))
        means = Means(
            transport=PoliteTransport(inner, times=Time(time.seconds, time.seconds, time.sleep)),
            wire=Wire(Guard(ALLOW, resolver=world.resolve)),
            clock=Clock(time.now, wait),
            environment=SECRETS,
        )
        watch = make_watch(
            desk, folder, often(settings_of(world)), coder=partial(make_pipeline, None, gated=True), merge=assign_new,
            look=Lookout(desk).changes, tell=tell, means=means,
        )  # fmt: skip
        looks = _watched(watch, end, tally)
        return looks, tally, len(doctor(desk))


def _watched(watch: Watch, end: float, tally: Counter[str]) -> list[Look]:
    """Let it watch until the end, with a look every ten seconds."""
    looks: list[Look] = []
    over = threading.Event()
    began = real.monotonic()

    def note() -> None:
        """Look until it is over; a line a minute."""
        while not over.wait(EVERY):
            looks.append(look(began, tally))
            if real.monotonic() >= end:  # one that is busy all the time never waits, and must be told
                watch.stop()
            if len(looks) % round(60 / EVERY) == 0:
                print(_line(looks[-1]), flush=True)

    watcher = threading.Thread(target=note, daemon=True)
    watcher.start()
    try:
        watch.run()
    finally:
        over.set()
        watcher.join()
    print(f"over {real.monotonic() - end:+.0f} s after its time")
    return looks


def _line(noted: Look) -> str:
    """A look for people."""
    return (f"{noted.at / 60:5.1f} min  {noted.memory:7.1f} MB  {noted.files:4} files  {noted.threads:3} threads  "
            f"{noted.kept:6,} reports kept")  # fmt: skip


def slope(looks: list[Look]) -> float:
    """By how many MB an hour memory grows, by least squares."""
    at, memory = np.array([n.at for n in looks]) / 3600, np.array([n.memory for n in looks])
    return float(np.polyfit(at, memory, 1)[0])


def main() -> None:
    """Run it and print what came of it; exit code 1 where memory or open files grow, or the desk is unsound."""
    parser = argparse.ArgumentParser(prog="bench.soak", description="Memory and open files of a watch over hours.")
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--speed", type=float, default=20.0, help="of the world's time (default 20)")
    parser.add_argument("--feeds", type=int, default=30)
    parser.add_argument("--a-minute", type=float, default=60.0, help="articles a minute of the clock (default 60)")
    given = parser.parse_args()
    days = given.minutes * given.speed / 1440
    size = Size(given.feeds, round(given.minutes * given.a_minute), days)
    with tempfile.TemporaryDirectory(prefix="vedette-soak-") as folder:
        looks, tally, problems = soak(Path(folder), given.minutes, given.speed, size)
    half = looks[len(looks) // 2 :]
    steep, files = slope(half), (half[0].files, half[-1].files)
    print(f"{given.minutes:g} minutes at {given.speed:g} x: {days * 24:.1f} hours of a world of {given.feeds} feeds")
    print(", ".join(f"{number:,} {kind}" for kind, number in sorted(tally.items())))
    print(f"memory: {half[0].memory:.0f} MB at half time, {half[-1].memory:.0f} MB at the end; slope of the second half"
          f" {steep:+.1f} MB an hour")  # fmt: skip
    print(f"open files: {files[0]} at half time, {files[1]} at the end, at most {max(n.files for n in looks)}")
    print(f"problems of the desk: {problems}")
    sys.exit(0 if steep < STEEP and files[1] <= files[0] + SPARE and not problems else 1)


if __name__ == "__main__":
    main()

"""A process that watches a made-up world, for tests that kill it."""

from pathlib import Path

from bench.outlets import Newsroom, Size
from bench.simulated import QuickTime, World
from bench.world import watch_over

EVERYTHING = 10**6


def newsroom(size: Size, seed: int) -> Newsroom:
    """A world whose feeds drop nothing: what is lost is then lost by the watch."""
    made = Newsroom(size, seed)
    for outlet in made.outlets:
        outlet.window = EVERYTHING
    return made


def watch(folder: str, where: str, port: int, size: Size, seed: int, time: QuickTime) -> None:
    """Watch the world that a server of another process shows, until somebody ends it."""
    world = World(newsroom(size, seed), time, seed)
    world.port = port
    made, desk = watch_over(Path(folder), world, where=where)
    with desk:
        made.run()

"""The watch over a small made-up world: nothing lost, nothing twice, every edit seen, each alert once.

`python -m bench.world` is the whole size: sixty feeds, 5,000 articles, six days.
"""

from pathlib import Path

from bench.outlets import Newsroom, Size
from bench.simulated import SimulatedTime, World
from bench.world import check, run, watch_over

SMALL = Size(feeds=6, articles=36, days=1.0)


def test_a_watched_world_is_on_the_desk_whole_and_once(tmp_path: Path) -> None:
    found = run(tmp_path, SMALL, seed=1)
    assert found.sound, found
    assert found.figures["articles"] == 36
    assert found.figures["edits"] > 3
    assert found.figures["answers 304"] > 20
    assert sum(n for name, n in found.figures.items() if name.startswith("answers trouble")) > 5


def test_the_check_finds_what_is_missing_and_what_is_too_much(tmp_path: Path) -> None:
    """A desk that watched half a world's time lacks the other half; the check that passes above must say so."""
    world = World(Newsroom(SMALL, 1), SimulatedTime(), 1)
    world.newsroom.end = world.newsroom.end.replace(year=2025)  # long over when the watch begins
    with world.serve():
        watch, desk = watch_over(tmp_path, world)
        with desk:
            watch.run()
            found = check(world, desk, tmp_path)
            assert len(found.lost) > 20
            world.ledger.served.clear()
            assert check(world, desk, tmp_path).strange or not desk.counts()["reports"]
    assert not found.sound

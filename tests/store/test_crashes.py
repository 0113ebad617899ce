"""A process that is killed while it adds reports leaves a sound desk; run again, it ends with all of them, once.

The full run kills fifty times on each database:

    VEDETTE_CRASHES=50 .venv/bin/python -m pytest -q tests/store/test_crashes.py
"""

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.store.made import coded
from vedette.errors import StoreError
from vedette.store import doctor, open_desk

ROOT = Path(__file__).parents[2]
CRASHES = int(os.environ.get("VEDETTE_CRASHES", "6"))
REPORTS = max(60, 3 * CRASHES)  # enough for each kill to find something still being added
SHARE = REPORTS // CRASHES
SEED = int(os.environ.get("VEDETTE_CRASH_SEED", str(random.randrange(10**6))))  # noqa: S311 - a test's dice


def test_kills_at_random_moments_lose_nothing_and_do_nothing_twice(where: str) -> None:
    """Six kills per database; VEDETTE_CRASHES=50 for fifty, VEDETTE_CRASH_SEED=n to see a failure again."""
    dice = random.Random(SEED)  # noqa: S311
    claimed: set[int] = set()
    hits = 0
    for n in range(CRASHES):
        said, hit = _kill_one(where, dice, kept=_sound(where, claimed), early=n % 3 == 0)
        claimed |= said
        hits += hit
    _sound(where, claimed)
    assert hits >= CRASHES // 2, SEED  # else this test tested little
    whole = subprocess.run(_command(where, REPORTS), cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert len(whole.splitlines()) == 1 + REPORTS, SEED
    assert _sound(where, set(range(REPORTS))) == REPORTS


def _kill_one(where: str, dice: random.Random, *, kept: int, early: bool) -> tuple[set[int], bool]:
    """Start adding and kill it at a random moment: the reports that it said were added, and whether it was killed."""
    # an early kill may come late: then only this kill's share has been added
    command = _command(where, min(REPORTS, kept + SHARE) if early else REPORTS)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        seen: list[str] = []
        if early:  # anywhere from its start, while it makes or opens the desk too
            time.sleep(dice.uniform(0.1, 1))
        else:  # in the midst of adding a report that was not there: those that were come first
            seen = list(itertools.islice(process.stdout, 1 + kept + dice.randrange(SHARE)))
            time.sleep(dice.uniform(0, 0.01))
        process.kill()
        seen += process.stdout.readlines()
    numbers = {int(line.split()[0]) for line in seen if line.endswith(("True\n", "False\n"))}
    return numbers, process.returncode == -signal.SIGKILL


def _command(where: str, end: int) -> list[str]:
    """The command that adds the reports up to a number."""
    return [sys.executable, "-m", "tests.store.writer", where, "0", str(end)]


def _sound(where: str, claimed: set[int]) -> int:
    """How many reports a desk has, which must be sound and hold what was said to be added, whole and once."""
    try:
        desk = open_desk(where, create=False)
    except StoreError:
        assert not claimed, SEED  # killed before there was a desk
        return 0
    with desk:
        assert doctor(desk) == [], SEED
        rows = desk.reports()
        keys = [row.key for row in rows]
        assert len(keys) == len(set(keys)), SEED
        assert {f"r{n}" for n in claimed} <= set(keys), SEED
        for row in rows:
            kept = desk.report(row.id)
            assert kept is not None
            assert kept.coded == coded(int(row.key[1:])), SEED
        assert desk.counts()["events"] == 2 * len(rows), SEED
        return len(rows)

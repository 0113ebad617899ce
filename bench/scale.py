"""How coding spreads over processes and over Ray, and what an article costs: `python -m bench.scale`.

Made-up news as JSON lines, a fifth of it of conflict (bench.furniture), is coded by the work of `vedette scale run`,
gate and Parquet included, by one process held to one core, by two processes and by Ray with two workers. All workers
are begun and warm before the clock starts; the three take turns, and of each the median of its rounds counts. Two
ratios are printed: by the clock, which holds on a machine that does nothing else; and by the processor time that the
workers had, which holds on a busy one, but leaves out what they wait for. `--sizes` instead: the cost of an article in
runs of growing size. `--merge`: seconds and memory to merge so many made-up reports.
"""

import argparse
import contextlib
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bench import adding, furniture
from vedette.scale.engine import Team, make_engine
from vedette.scale.job import CodeShard, Job
from vedette.scale.ledger import Entry, Settings
from vedette.scale.merging import merge
from vedette.scale.places import place
from vedette.scale.shards import Shard, shards
from vedette.scale.writing import ShardWriter

WANTED: Final = (1.8, 0.85)
"""Two processes times one; Ray times two processes."""
PIECE: Final = 60_000
"""Bytes of a shard: small, so that the last one does not decide."""
WARM: Final = 12


def write(path: Path, number: int, first: int = 0) -> Path:
    """A file of so many made-up articles."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(first, first + number):
            sentences = furniture.text(n)
            line = {"id": f"a{n}", "text": " ".join(sentences), "published": f"2026-11-{n % 25 + 1:02}"}
            file.write(json.dumps(line) + "\n")
    return path


Teams = dict[str, Team[Shard, Entry]]


@contextlib.contextmanager
def teams(out: Path, warm: Sequence[Shard]) -> Iterator[Teams]:
    """The three teams, warm; Ray last, since a process with its threads should not be forked."""
    cores = sorted(os.sched_getaffinity(0))
    work = CodeShard(str(out), Settings())
    with contextlib.ExitStack() as stack:
        found: Teams = {}
        for name, engine, workers in (
            ("one process", "pool", 1), ("two processes", "pool", 2), ("ray, two workers", "ray", 2),
        ):  # fmt: skip
            os.sched_setaffinity(0, cores[:workers])  # what is begun now is held to these
            found[name] = stack.enter_context(make_engine(engine, workers).hire(work))
            list(found[name].map(warm))
        os.sched_setaffinity(0, cores)
        yield found


def timed(team: Team[Shard, Entry], given: Sequence[Shard]) -> tuple[float, float, int]:
    """Seconds of the clock and of the processor for all shards, and how many reports they held."""
    begun = time.perf_counter()
    entries = [outcome.result for outcome in team.map(given)]
    took = time.perf_counter() - begun
    if any(entry is None or entry.failed for entry in entries):
        sys.exit("a shard failed: nothing is measured")
    good = [entry for entry in entries if entry]
    return took, sum(entry.cpu for entry in good), sum(entry.counts["read"] for entry in good)


def spread(folder: Path, articles: int, rounds: int) -> int:
    """Measure and print; 0 where the ratios are as wanted."""
    given = list(shards([str(write(folder / "in.jsonl", articles))], PIECE))
    warm = list(shards([str(write(folder / "warm.jsonl", 40 * WARM, first=10**6))], PIECE))[:WARM]
    rates: dict[str, list[float]] = {}
    costs: dict[str, list[float]] = {}
    with teams(folder / "out", warm) as found:
        for _ in range(rounds):
            for name, team in found.items():
                seconds, cpu, number = timed(team, given)
                rates.setdefault(name, []).append(number / seconds)
                costs.setdefault(name, []).append(cpu / number)
                print(f"{name:18} {number:,} articles in {seconds:6.1f} s, {number / seconds:7.1f}/s; "
                      f"{1000 * cpu / number:.1f} ms of a core each", flush=True)  # fmt: skip
    one, two, ray = (statistics.median(some) for some in rates.values())
    cost_one, cost_two, cost_ray = (statistics.median(some) for some in costs.values())
    load = os.getloadavg()[0]
    print(f"{articles:,} articles, a fifth of conflict, {len(given)} shards, {rounds} rounds, medians; load {load:.1f}")
    for name, wanted, clock, processor in (
        ("two processes, times one", WANTED[0], two / one, 2 * cost_one / cost_two),
        ("ray with two, times two processes", WANTED[1], ray / two, cost_two / cost_ray),
    ):
        print(f"{name:34} {clock:.2f} by the clock, {processor:.2f} by processor time (wanted {wanted})")
    return 0 if two / one >= WANTED[0] and ray / two >= WANTED[1] else 1


def flat(folder: Path, sizes: Sequence[int]) -> int:
    """What an article costs in runs of growing size, from the start of the workers to the last file."""
    for size in sizes:
        path, out = write(folder / f"{size}.jsonl", size), folder / f"out-{size}"
        before, begun = _cpu(), time.perf_counter()
        job = Job(place(str(out)), Settings())
        entries = list(job.run(job.due(shards([str(path)])), make_engine("pool", 2)))
        took, cpu = time.perf_counter() - begun, _cpu() - before
        kept = sum(entry.counts.get("kept", 0) for entry in entries)
        megabytes = sum(file.stat().st_size for file in out.rglob("*.parquet")) / 1e6
        print(f"{size:8,} articles: {took:7.1f} s, {1000 * cpu / size:6.2f} ms of a core each, {kept:,} kept, "
              f"{megabytes:.1f} MB of Parquet", flush=True)  # fmt: skip
    return 0


def _cpu() -> float:
    """Seconds of the processor that this process and its ended children have had."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def merging(folder: Path, sizes: Sequence[int]) -> int:
    """Seconds and memory to merge made-up reports, each of one event."""
    for size in sizes:
        out = place(str(folder / f"merge-{size}"))
        job = Job(out, Settings())
        with ShardWriter(out, "made") as writer:
            for coded in adding.made(size):
                writer.add(coded)
            files = writer.finish()
        job.ledger.enter(Entry("made", "made", "", 0, ("made", 0), {"kept": size}, tuple(files)), [])
        begun = time.perf_counter()
        found = merge(out, make_engine("pool", 2))
        took, peak = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:8,} reports: {took:6.1f} s with two workers, {size / took:6,.0f}/s, {found.incidents:,} incidents"
              f", peak of the driver {peak:,.0f} MB", flush=True)  # fmt: skip
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="bench.scale", description="How coding spreads, and what it costs.")
    parser.add_argument("--articles", type=int, default=1200, help="for the three teams (default 1200)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", help="cost of an article in runs of these sizes")
    parser.add_argument("--merge", type=int, nargs="+", help="merging so many made-up reports")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="vedette-scale-") as name:
        folder = Path(name)
        if given.sizes:
            return flat(folder, given.sizes)
        if given.merge:
            return merging(folder, given.merge)
        return spread(folder, given.articles, given.rounds)


if __name__ == "__main__":
    sys.exit(main())

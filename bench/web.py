"""How fast the pages answer: `python -m bench.web --incidents 100000`, on a made-up desk behind a real server.

The desk is that of bench/rebuild.py, its towns strewn over the map. First the table of incidents is made (`refresh`).
Then readers ask for the overview and the map's data at once, each over a connection of its own, while reports are added
and the table is brought up to date. Answers are counted from the first byte sent to the last one read. Seeded.
"""

import argparse
import asyncio
import contextlib
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import httpx

from bench import rebuild
from vedette.merge.current import refresh
from vedette.records import Coded
from vedette.store import Desk, open_desk

READERS, ASKED, ROUND = 50, 4, 20
BATCH: Final = 200
ADDRESSES: Final = {
    "overview": ("/", "/?days=3650", "/?family=strike", "/?country=SYR&order=importance"),
    "map": (
        "/api/v1/map?zoom=2", "/api/v1/map?zoom=6&view=35,32,43,38", "/api/v1/map?zoom=4&from=2024-06-01&to=2024-06-30",
        "/api/v1/map?zoom=3&family=fighting",
    ),
    "timeline": ("/api/v1/timeline", "/api/v1/timeline?family=strike"),
}  # fmt: skip
LIMIT: Final = 0.3


def strewn(one: Coded) -> Coded:
    """The report with coordinates for its towns, the same each time."""
    places = []
    for place in one.places:
        drawn = random.Random(place.id)  # noqa: S311 - made-up data, the same each time
        places.append(place.model_copy(update={"lat": drawn.uniform(-35, 60), "lon": drawn.uniform(-100, 140)}))
    return one.model_copy(update={"places": tuple(places)})


@contextlib.contextmanager
def strewing() -> Iterator[None]:
    """While this lasts the maker of reports gives its towns coordinates."""
    made = rebuild.made
    rebuild.made = lambda number, drawn: strewn(made(number, drawn))
    try:
        yield
    finally:
        rebuild.made = made


def percentile(found: Sequence[float], share: float) -> float:
    """The value below which a share of them lies."""
    return sorted(found)[min(len(found) - 1, int(len(found) * share))]


async def one_by_one(base: str, addresses: Sequence[str]) -> list[float]:
    """The seconds of answers to a reader who asks one thing after the other."""
    took = []
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        for address in list(addresses) * ROUND:
            begun = time.perf_counter()
            (await client.get(address)).raise_for_status()
            took.append(time.perf_counter() - begun)
    return took


async def crowd(base: str) -> tuple[list[float], Counter[str]]:
    """The seconds of many readers at once, and how many answers of each kind there were."""
    addresses = [address for some in ADDRESSES.values() for address in some]
    took: list[float] = []
    answers = Counter[str]()

    async def reader(number: int) -> None:
        """Ask for one page after the other."""
        drawn = random.Random(number)  # noqa: S311 - made-up data, the same each time
        async with httpx.AsyncClient(base_url=base, timeout=120) as client:
            for _ in range(ASKED):
                begun = time.perf_counter()
                try:
                    answer = await client.get(drawn.choice(addresses))
                except httpx.HTTPError as error:
                    answers[type(error).__name__] += 1
                    continue
                took.append(time.perf_counter() - begun)
                answers[str(answer.status_code)] += 1

    await asyncio.gather(*(reader(number) for number in range(READERS)))
    return took, answers


@contextlib.contextmanager
def served(folder: str) -> Iterator[str]:
    """The desk served by a process of its own."""
    (Path(folder) / "vedette.toml").write_text("[serve]\npublic = true\n", "utf-8")
    command = [sys.executable, "-m", "vedette", "serve", "--desk", folder, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            said = process.stdout.readline() if process.stdout else ""
            if "http://" not in said:
                msg = f"the server did not start: {said!r}"
                raise RuntimeError(msg)
            yield said.split("desk is at ")[1].split(" ")[0]
        finally:
            process.terminate()


def ingest(desk: Desk, end: threading.Event, start: int, drawn: random.Random) -> int:
    """Add reports until the end; how many."""
    number = start
    with strewing():
        while not end.is_set():
            rebuild.filled(desk, range(number, number + BATCH // rebuild.EACH), drawn)
            number += BATCH // rebuild.EACH
            end.wait(0.5)
    return number - start


def lines(incidents: int) -> Iterator[str]:
    """The figures, one a line."""
    drawn, reports = random.Random(rebuild.SEED), incidents // rebuild.EACH  # noqa: S311 - made-up data, the same each time
    with tempfile.TemporaryDirectory() as folder, open_desk(folder) as desk:
        begun = time.perf_counter()
        with strewing():
            count = rebuild.filled(desk, range(reports), drawn)
        yield f"{count:,} incidents filled in {time.perf_counter() - begun:.1f} s"
        begun = time.perf_counter()
        refresh(desk)
        yield f"refresh of the whole table: {time.perf_counter() - begun:.1f} s"
        with served(folder) as base:
            asyncio.run(one_by_one(base, ["/", "/api/v1/map?zoom=2"]))
            for name, addresses in ADDRESSES.items():
                took = asyncio.run(one_by_one(base, addresses))
                p95 = percentile(took, 0.95)
                middle = statistics.median(took)
                told = "under" if p95 < LIMIT else "OVER"
                yield f"{name:10} median {middle * 1000:6.0f} ms, p95 {p95 * 1000:6.0f} ms ({told} 300 ms)"
            end, added = threading.Event(), [0]
            adding = threading.Thread(target=lambda: added.append(ingest(desk, end, reports, drawn)))
            adding.start()
            took, answers = asyncio.run(crowd(base))
            end.set()
            adding.join()
            wrong = sum(answers.values()) - answers["200"]
            yield (
                f"{READERS} readers at once while {added[-1]} reports came in: {answers['200']} answers, "
                f"{wrong} errors, "
                f"median {statistics.median(took) * 1000:.0f} ms, p95 {percentile(took, 0.95) * 1000:.0f} ms"
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="web", description="Milliseconds of the pages and the map's data.")
    parser.add_argument("--incidents", type=int, default=100_000, metavar="N", help="how many (default: 100,000)")
    for line in lines(parser.parse_args(arguments).incidents):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

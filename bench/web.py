"""How fast the pages answer: `python -m bench.web --incidents 100000`, on a made-up desk behind a real server.

The desk is that of bench/rebuild.py, its towns strewn over the map. First the table of incidents is made (`refresh`).
Then one reader asks one thing after the other, never the same twice, so that nothing is answered from memory; somebody
judges; and fifty readers ask without a pause, each over a connection of its own, while another process adds reports as
fast as a laptop codes them: first what all ask (the overview, the map), then each something of their own. Answers are
counted from the first byte sent to the last one read. Seeded. `--desk` keeps the desk in a folder for the next run.
"""

import argparse
import asyncio
import contextlib
import datetime as dt
import multiprocessing
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event as EventType
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from bench import rebuild
from vedette.merge.current import refresh
from vedette.merge.desking import state_of
from vedette.records import Coded
from vedette.serve import keys
from vedette.store import Desk, open_desk
from vedette.store.accounts import Accounts

READERS, LASTING, ROUND, JUDGED = 50, 20.0, 20, 30
RATE: Final = 10
"""Reports that come in a second, of five incidents each."""
DAYS: Final = 730
FIRST: Final = dt.date(2024, 1, 1)
LIMIT: Final = 0.3
WHO: Final = "bench"
ADDRESSES: Final = {
    "overview": ("/", "/?days=3650", "/?family=strike", "/?country=SYR&order=importance"),
    "map": (
        "/api/v1/map?zoom=2", "/api/v1/map?zoom=6&view=35,32,43,38", "/api/v1/map?zoom=4&from=2024-06-01&to=2024-06-30",
        "/api/v1/map?zoom=3&family=fighting",
    ),
    "timeline": ("/api/v1/timeline", "/api/v1/timeline?family=strike"),
}  # fmt: skip
Made = Callable[[random.Random], str]


def _days(drawn: random.Random) -> str:
    """Some days, as a query."""
    first = FIRST + dt.timedelta(days=drawn.randrange(DAYS))
    return f"from={first}&to={first + dt.timedelta(days=drawn.randrange(1, 400))}"


def _seen(drawn: random.Random) -> str:
    """A part of the map, as a query."""
    west, south = drawn.uniform(-100, 100), drawn.uniform(-35, 40)
    return f"view={west:.2f},{south:.2f},{west + 40:.2f},{south + 20:.2f}"


OWN: Final[dict[str, Made]] = {
    "overview": lambda drawn: f"/?min_killed={drawn.randrange(9)}&{_days(drawn)}",
    "map, world": lambda drawn: f"/api/v1/map?zoom={drawn.uniform(1, 3):.6f}&{_days(drawn)}",
    "map, all": lambda drawn: f"/api/v1/map?zoom={drawn.uniform(1, 3):.6f}",
    "map, part": lambda drawn: f"/api/v1/map?zoom={drawn.uniform(3, 6):.6f}&{_seen(drawn)}",
    "timeline": lambda drawn: f"/api/v1/timeline?min_killed={drawn.randrange(30)}&min_origins={drawn.randrange(2)}",
}
"""Addresses that nobody asked before, by what they ask for."""


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


async def one_by_one(base: str, addresses: Iterable[str]) -> list[float]:
    """The seconds of answers to a reader who asks one thing after the other."""
    took = []
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        for address in addresses:
            begun = time.perf_counter()
            (await client.get(address)).raise_for_status()
            took.append(time.perf_counter() - begun)
    return took


async def crowd(base: str, made: Made) -> tuple[list[float], Counter[str]]:
    """The seconds of many readers at once, and how many answers of each kind there were.

    They speak HTTP by themselves: what a whole client costs, the server would have to do without on the same cores.
    """
    took: list[float] = []
    answers = Counter[str]()
    at = urlsplit(base)
    end = time.perf_counter() + LASTING

    async def reader(number: int) -> None:
        """Ask for one page after the other, over one connection."""
        drawn = random.Random(number)  # noqa: S311 - made-up data, the same each time
        incoming, outgoing = await asyncio.open_connection(at.hostname, at.port)
        while time.perf_counter() < end:
            begun = time.perf_counter()
            try:
                status = await asked(incoming, outgoing, at.netloc, made(drawn))
            except (OSError, asyncio.IncompleteReadError) as error:
                answers[type(error).__name__] += 1
                incoming, outgoing = await asyncio.open_connection(at.hostname, at.port)
                continue
            took.append(time.perf_counter() - begun)
            answers[status] += 1
        outgoing.close()

    await asyncio.gather(*(reader(number) for number in range(READERS)))
    return took, answers


async def asked(incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter, host: str, address: str) -> str:
    """The status of an answer that was read to its end."""
    outgoing.write(f"GET {address} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = (await incoming.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"^content-length: (\d+)", head, re.IGNORECASE | re.MULTILINE)
    if length is None:
        msg = f"an answer without its length: {head}"
        raise ValueError(msg)
    await incoming.readexactly(int(length[1]))
    return head.split()[1]


def judging(base: str, token: str, drawn: random.Random, incidents: int) -> Iterator[tuple[str, list[float]]]:
    """The seconds of judgements of some incidents, by what is judged, and those of their pages afterwards."""
    took: dict[str, list[float]] = {"confirm": [], "merge": [], "undo": [], "page": []}
    with httpx.Client(base_url=base, timeout=60, headers={"authorization": f"Bearer {token}"}) as client:

        def timed(name: str, address: str, told: dict[str, Any] | None = None) -> httpx.Response:
            """One answer."""
            begun = time.perf_counter()
            answer = client.get(address) if told is None else client.post(address, json=told)
            took[name].append(time.perf_counter() - begun)
            return answer.raise_for_status()

        for _ in range(JUDGED):
            one, other = (f"i{number + 1}" for number in drawn.sample(range(incidents), 2))
            here = f"/api/v1/incidents/{one}/judgements"
            timed("confirm", here, {"kind": "confirm"})
            made = timed("merge", here, {"kind": "merge", "incidents": [other]})
            timed("undo", here, {"kind": "undo", "number": made.json()["judgement"]})
            timed("page", f"/incidents/{one}")
    yield from took.items()


def token_for(desk: Desk) -> str:
    """A token of an editor."""
    accounts = Accounts(desk.store)
    account = accounts.find(WHO) or accounts.add(WHO, "editor", keys.hashed(keys.new_token(), WHO))
    token = keys.new_token()
    accounts.add_token(account.id, keys.digest(token), WHO, ["read", "judge"])
    return token


@contextlib.contextmanager
def served(folder: str) -> Iterator[tuple[str, int]]:
    """The desk served by a process of its own: its address and that process."""
    (Path(folder) / "vedette.toml").write_text("[serve]\npublic = true\n", "utf-8")
    command = [sys.executable, "-m", "vedette", "serve", "--desk", folder, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            said = process.stdout.readline() if process.stdout else ""
            if "http://" not in said:
                msg = f"the server did not start: {said!r}"
                raise RuntimeError(msg)
            yield said.split("desk is at ")[1].split(" ")[0], process.pid
        finally:
            process.terminate()


def ingest(folder: str, start: int, end: EventType, added: Connection) -> None:
    """Add reports to a desk until the end; that it has begun goes into a pipe, and then how many they were."""
    number, drawn = start, random.Random(start)  # noqa: S311 - made-up data, the same each time
    with strewing(), open_desk(folder) as desk:
        state_of(desk)
        added.send(0)
        while not end.is_set():
            begun = time.perf_counter()
            rebuild.filled(desk, range(number, number + RATE), drawn)
            number += RATE
            end.wait(max(0.0, begun + 1 - time.perf_counter()))
    added.send(number - start)


@contextlib.contextmanager
def ingesting(folder: str, start: int) -> Iterator[list[int]]:
    """While this lasts another process adds reports; how many is there afterwards."""
    context, told = multiprocessing.get_context("spawn"), list[int]()
    end, (ours, theirs) = context.Event(), context.Pipe()
    child = context.Process(target=ingest, args=(folder, start, end, theirs))
    child.start()
    ours.recv()
    try:
        yield told
    finally:
        end.set()
        told.append(ours.recv())
        child.join()


def lines(incidents: int, folder: str) -> Iterator[str]:
    """The figures, one a line."""
    drawn, reports = random.Random(rebuild.SEED), incidents // rebuild.EACH  # noqa: S311 - made-up data, the same each time
    with open_desk(folder) as desk:
        begun = time.perf_counter()
        if not desk.counts()["reports"]:
            with strewing():
                count = rebuild.filled(desk, range(reports), drawn)
            yield f"{count:,} incidents filled in {time.perf_counter() - begun:.1f} s"
            begun = time.perf_counter()
        refresh(desk)
        yield f"refresh of the table: {time.perf_counter() - begun:.1f} s"
        there, token = desk.counts(), token_for(desk)
    yield f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    yield f"{there['judgements']:,} judgements, {there['reports']:,} reports on the desk"
    with served(folder) as (base, process):
        yield from _alone(base, token, incidents)
        yield from _together(base, process, folder, there["reports"])


def busy(process: int) -> float:
    """The seconds of the processor that a process has had: unlike the clock's they do not depend on who else works."""
    spent = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def _alone(base: str, token: str, incidents: int) -> Iterator[str]:
    """How long one reader and one who judges wait."""
    drawn = random.Random(rebuild.SEED)  # noqa: S311 - made-up data, the same each time
    asyncio.run(one_by_one(base, ["/", "/api/v1/map?zoom=2"]))
    for name, made in OWN.items():
        yield _told(f"{name}, anew", asyncio.run(one_by_one(base, [made(drawn) for _ in range(ROUND)])))
    for name, addresses in ADDRESSES.items():
        yield _told(f"{name}, again", asyncio.run(one_by_one(base, addresses * ROUND)))
    for name, took in judging(base, token, drawn, incidents):
        yield _told(f"judging: {name}", took)


def _together(base: str, process: int, folder: str, reports: int) -> Iterator[str]:
    """How long many readers wait at once while reports come in."""
    shared = [address for some in ADDRESSES.values() for address in some]
    for what, made in {
        "what all ask": lambda drawn: drawn.choice(shared),
        "something of their own": lambda drawn: drawn.choice(list(OWN.values()))(drawn),
    }.items():
        with ingesting(folder, reports) as added:
            spent = busy(process)
            took, answers = asyncio.run(crowd(base, made))
            spent = busy(process) - spent
        reports += added[0]
        wrong = answers.total() - answers["200"]
        yield (
            f"{READERS} readers at once ask {what} while {added[0]} reports came in: {answers['200']:,} answers "
            f"({answers['200'] / LASTING:.0f} a second), {wrong} errors, the server busy for {spent:.1f} s"
        )
        yield _told("readers at once", took)


def _told(name: str, took: Sequence[float]) -> str:
    """The figures of some answers."""
    p95 = percentile(took, 0.95)
    told = "under" if p95 < LIMIT else "OVER"
    return (
        f"{name:22} median {statistics.median(took) * 1000:6.0f} ms, p95 {p95 * 1000:6.0f} ms ({told} 300 ms), "
        f"most {max(took) * 1000:.0f} ms"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="web", description="Milliseconds of the pages, the map's data and judging.")
    parser.add_argument("--incidents", type=int, default=100_000, metavar="N", help="how many (default: 100,000)")
    parser.add_argument("--desk", metavar="FOLDER", help="keep the desk here, or use the one that is there")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(given.incidents, given.desk or folder):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

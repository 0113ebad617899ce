"""A watch over a made-up world: does it miss nothing, take nothing twice, see every edit? `python -m bench.world`.

Sixty feeds and 5,000 articles over six simulated days, on a real server on this machine: edits, wire copies, articles
in two feeds, dates that are missing or absurd, 304s, 429s, 500s, bodies that drip or break off, redirect loops, feeds
that move, hosts that are down for hours. The clock is simulated, all else is the watch as people run it, with a coder
that costs nothing. `Check` holds what came onto the desk against the server's own ledger.
"""

import argparse
import json
import re
import sys
import tempfile
import threading
import time as real
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.outlets import Newsroom, Piece, Size
from bench.simulated import HOOK, SimulatedTime, World
from vedette.gather.address import Guard
from vedette.gather.manners import PoliteTransport
from vedette.gather.transport import GuardedTransport, Limits
from vedette.gather.turns import Time
from vedette.gather.wire import Wire
from vedette.merge.changes import Lookout
from vedette.merge.desking import state_of
from vedette.records import Coded, Event, Mention, Report, Span
from vedette.records.ids import event_id
from vedette.settings import Settings
from vedette.store import Desk, doctor, open_desk
from vedette.watch.alerts.feeds import NEWEST
from vedette.watch.happenings import Happening, Tell
from vedette.watch.making import Means, make_watch
from vedette.watch.parts import Clock
from vedette.watch.watching import Watch

DRAIN = 2 * 86_400.0
"""Seconds for which the watch goes on after the world's end, to see the last edits."""
_CASE = re.compile(r"in case (\d+)")
ALLOW = ("127.0.0.1",)
SECRETS = {"HOOK": "of these tests"}
SLOWEST = 1.0
"""Real seconds after which a slow body is given up."""


class CheapCoder:
    """Codes a report that names a case as one event, and any other as none."""

    def code(self, reports: Iterable[Report]) -> Iterator[Coded]:
        """Code the reports."""
        for report in reports:
            found = _CASE.search(report.text)
            word = report.text.split()[0]
            actor = Mention(start=0, end=len(word), text=word, kind="actor")
            trigger = Span(start=0, end=len(word), text=word)
            event = Event(id="e1", type="ASSAULT", mode="firearms", trigger=trigger, actors=(actor,))
            yield Coded(id=report.id, report=report, events=(event,) if found else ())


class CaseMerger:
    """Puts the event of each report into the incident of its case; costs what is new, once it knows the desk."""

    def __init__(self) -> None:
        """Know of none."""
        self._cases: dict[str, str] = {}
        self._since = ""
        self._holders: dict[str, str] = {}

    def __call__(self, desk: Desk) -> int:
        """Merge what is new; how many incidents are new."""
        if not self._since:
            self._holders = dict(state_of(desk).holders)
        before = len(self._cases)
        for row in desk.added_since(self._since) if self._since else desk.reports():
            self._since = row.added_at
            kept = desk.report(row.id)
            found = _CASE.search(kept.coded.report.text) if kept and kept.coded.report else None
            if kept is not None and found is not None:
                self._assign(desk, event_id(row.id, kept.coded.events[0]), found[1])
        return len(self._cases) - before

    def _assign(self, desk: Desk, event: str, case: str) -> None:
        """Put an event into the incident of its case."""
        if event in self._holders:
            self._cases[case] = self._holders[event]
            return
        incident = self._cases.setdefault(case, f"i{int(case) + 1}")
        desk.add_incident(incident)
        desk.judge({"who": "bench", "by": "machine", "kind": "assign", "event": event, "incident": incident})
        self._holders[event] = incident


def settings_of(world: World) -> Settings:
    """The settings of a desk that watches all feeds of a world, with an alert as feed file and webhook."""
    sources = [
        {"name": outlet.host, "url": world.feed_of(outlet), "publisher": outlet.host, "kind": "feed"}
        for outlet in world.newsroom.outlets
    ]
    alert = {
        "name": "all", "feed": ("alerts/all.json",), "webhook": f"http://{HOOK}:{world.port}/hook", "secret_env": "HOOK"
    }  # fmt: skip
    return Settings.model_validate({"source": tuple(sources), "alert": (alert,)})


def watch_over(folder: Path, world: World, tell: Tell = lambda _: None, where: str | None = None) -> tuple[Watch, Desk]:
    """A watch over a world in the world's time, and its desk: in the folder, or at an address of PostgreSQL."""
    time = world.time
    desk = open_desk(where or folder, clock=time.now)
    inner = GuardedTransport(allow=ALLOW, resolver=world.resolve, follows=False, limits=Limits(seconds=SLOWEST))
    end = world.newsroom.end.timestamp() + DRAIN

    def wait(stopping: threading.Event, seconds: float) -> None:
        """Let time pass, and end the watch when the world has ended."""
        time.sleep(seconds)
        if time.seconds() > end:
            stopping.set()

    means = Means(
        transport=PoliteTransport(inner, times=Time(time.seconds, time.seconds, time.sleep)),
        wire=Wire(Guard(ALLOW, resolver=world.resolve)),
        clock=Clock(time.now, wait),
        environment=SECRETS,
    )
    parts: dict[str, Any] = {"coder": CheapCoder, "merge": CaseMerger(), "look": Lookout(desk).changes, "tell": tell}
    return make_watch(desk, folder, settings_of(world), means=means, **parts), desk


@dataclass
class Check:
    """What should be on the desk, and what is; every list is of what is wrong, so all should be empty."""

    lost: list[str]
    """Articles that are neither on the desk, nor put aside, nor told as not to be had."""
    unseen: list[str]
    """Articles whose last version is not there."""
    doubled: list[str]
    """Texts or addresses that are there twice."""
    strange: list[str]
    """What is there that the server never gave out, and what the desk's own check finds."""
    alerts: list[str]
    """Incidents that went out not at all or under two keys."""
    figures: dict[str, int]

    @property
    def sound(self) -> bool:
        """Whether all is as it should be."""
        return not (self.lost or self.unseen or self.doubled or self.strange or self.alerts)


def text_of(piece: Piece, version: int) -> str:
    """The text of a report that is read of an article's version."""
    return "\n\n".join(piece.words(version))


def check(world: World, desk: Desk, folder: Path, *, killed: bool = False) -> Check:
    """Hold a desk against the world that it watched.

    Where the watch was `killed` on the way, a version that the server gave out may have been replaced by the next
    before it was asked for again, and a call that it took may come once more under the same key.
    """
    kept, twice = _kept(desk)
    lost, unseen = [], []
    expected: set[tuple[str, str]] = set()
    possible: set[tuple[str, str]] = set()
    states = _states(desk)
    for piece in world.newsroom.pieces:
        url = world.address(piece)
        if piece.fate != "article":
            if states.get(url) not in ("failed", "unread"):
                lost.append(f"{url}: {piece.fate}, but {states.get(url)}")
            continue
        served = {version for number, version in world.ledger.served if number == piece.number}
        if not served:
            lost.append(f"{url}: never fetched whole, {states.get(url)}")
        elif not piece.of_conflict:
            lost += [] if states.get(url) == "aside" else [f"{url}: {states.get(url)}, not aside"]
        else:
            expected |= {(url, text_of(piece, version)) for version in ({max(served)} if killed else served)}
            possible |= {(url, text_of(piece, version)) for version in served}
        if served and max(served) < len(piece.edits):
            unseen.append(f"{url}: version {max(served)} of {len(piece.edits)}")
    lost += [f"{url}: {text[-60:]!r}" for url, text in sorted(expected - kept.keys())]
    strange = [f"{url}: {text[-60:]!r}" for url, text in sorted(kept.keys() - possible)]
    strange += [str(problem) for problem in doctor(desk)]
    return Check(
        lost, unseen, twice, strange, _alerts(world, desk, folder, killed=killed), _figures(world, desk, folder)
    )


def _kept(desk: Desk) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Address and text of every sighting, and what is there twice."""
    kept: Counter[tuple[str, str]] = Counter()
    texts: Counter[str] = Counter()
    for row in desk.reports():
        found = desk.report(row.id)
        assert found is not None  # noqa: S101 - it was listed a line before
        assert found.coded.report is not None  # noqa: S101
        texts[found.coded.report.text] += 1
        kept.update((seen.url or "", found.coded.report.text) for seen in desk.sightings(row.id))
    twice = [text[-60:] for text, times in texts.items() if times > 1]
    return kept, twice + [url for (url, _), times in kept.items() if times > 1]


def _states(desk: Desk) -> dict[str, str]:
    """What became of each address: the state of its last capture, or failed."""
    from sqlalchemy import text  # noqa: PLC0415

    asked = (
        "SELECT page.url, coalesce((SELECT state FROM capture WHERE page_id = page.id ORDER BY seq DESC LIMIT 1), "
        "CASE WHEN page.due IS NULL THEN 'failed' ELSE 'waiting' END) AS state FROM page"
    )
    with desk.store.read() as connection:
        return {row.url: row.state for row in connection.execute(text(asked))}


def _alerts(world: World, desk: Desk, folder: Path, *, killed: bool) -> list[str]:
    """What is wrong with the alerts: every incident went out once on each way."""
    incidents = {name for name, belief in state_of(desk).incidents.items() if belief.live}
    ledger = world.ledger
    wrong = [f"{name}: no call" for name in sorted(incidents - ledger.incidents.keys())]
    wrong += [f"{name}: {len(keys)} keys" for name, keys in ledger.incidents.items() if len(keys) > 1]
    wrong += [f"{name}: not on the desk" for name in ledger.incidents if name not in incidents]
    wrong += [f"{key}: {times} calls" for key, times in ledger.calls.items() if times > 1 and not killed]
    feed = json.loads((folder / "alerts" / "all.json").read_bytes())["items"]
    told = Counter(item["_vedette"]["incident"] for item in feed)
    wrong += [f"{name}: {times} entries of the feed" for name, times in told.items() if times > 1]
    if len(told) != min(len(incidents), NEWEST):
        wrong.append(f"{len(told)} entries of the feed for {len(incidents)} incidents")
    return wrong


def _figures(world: World, desk: Desk, folder: Path) -> dict[str, int]:
    """What there was."""
    pieces, counts = world.newsroom.pieces, desk.counts()
    states = Counter(_states(desk).values())
    return {
        "feeds": len(world.newsroom.outlets),
        "articles": len(pieces),
        "edits": sum(len(piece.edits) for piece in pieces),
        "wire copies": sum(piece.copies is not None for piece in pieces),
        "listed in two feeds": sum(piece.also_in is not None for piece in pieces),
        "addresses known": sum(states.values()),
        "put aside": states["aside"],
        "not to be had": states["failed"] + states["unread"],
        "reports on the desk": counts["reports"],
        "sightings": counts["sightings"],
        "incidents": counts["incidents"],
        "calls of the webhook": sum(world.ledger.calls.values()),
        "of them repeated": sum(world.ledger.calls.values()) - len(world.ledger.calls),
        "archive, kB": sum(path.stat().st_size for path in (folder / "archive").iterdir()) // 1000,
        **{f"answers {name}": n for name, n in sorted(world.ledger.answers.items())},
    }


def run(folder: Path, size: Size, seed: int, *, loud: bool = False) -> Check:
    """Watch a world from its beginning to its end, and check."""
    world = World(Newsroom(size, seed), SimulatedTime(), seed)

    def tell(happening: Happening) -> None:
        """Tell of what goes wrong."""
        if loud and happening.kind in ("visit failed", "given up", "unread", "not sent"):
            print(happening.at, happening.kind, happening.source, happening.words[:150])

    with world.serve():
        watch, desk = watch_over(folder, world, tell)
        with desk:
            watch.run()
            return check(world, desk, folder)


def main() -> None:
    """Run it and print the figures; exit code 1 where anything is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=60)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--days", type=float, default=6.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--loud", action="store_true", help="tell of everything that goes wrong on the way")
    given = parser.parse_args()
    began = real.monotonic()
    with tempfile.TemporaryDirectory(prefix="vedette-world-") as folder:
        found = run(Path(folder), Size(given.feeds, given.articles, given.days), given.seed, loud=given.loud)
    for name, number in found.figures.items():
        print(f"{name:24} {number:>8,}")
    for name in ("lost", "unseen", "doubled", "strange", "alerts"):
        wrong = getattr(found, name)
        print(f"{name:24} {len(wrong):>8,}", *wrong[:10], sep="\n    " if wrong else "")
    print(f"{'seconds':24} {real.monotonic() - began:>8.0f}")
    sys.exit(0 if found.sound else 1)


if __name__ == "__main__":
    main()

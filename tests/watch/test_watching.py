"""The loop: what is due is done, what fails is told and tried again, and a stop leaves nothing half done."""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FakeCoder
from vedette.errors import GatherError, ModelError
from vedette.gather.fetched import Article, Fetched, Memory, Transport
from vedette.gather.refusals import PausedError
from vedette.merge.changes import Lookout
from vedette.settings import Settings
from vedette.store import Desk, doctor, open_desk
from vedette.store.gathering import Gathering
from vedette.watch import making
from vedette.watch.happenings import Happening
from vedette.watch.making import Means, make_watch
from vedette.watch.parts import Clock
from vedette.watch.watching import Watch

START = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
HOUR = 3600.0
WORDS = (
    "Gunmen attacked the market of Djibo on Tuesday and killed nine traders, residents said. They burned the stalls "
    "and drove off with fifty head of cattle before soldiers came from the barracks at the edge of the town."
)


def page(words: str) -> bytes:
    """A page with an article."""
    return (
        f"<html><head><title>Raid</title></head><body><article><p>{WORDS} {words}</p></article></body></html>".encode()
    )


@dataclass
class Wires:
    """A transport that answers from a table: bytes, a status, or an error."""

    answers: dict[str, bytes | int | Exception] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    etag: str = '"1"'

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        self.asked.append((url, dict(headers or {})))
        said = self.answers.get(url, 404)
        if isinstance(said, Exception):
            raise said
        status, body = (said, b"") if isinstance(said, int) else (200, said)
        if status == 200 and (headers or {}).get("If-None-Match") == self.etag:
            status, body = 304, b""
        kept = {"content-type": "text/html", "etag": self.etag}
        return Fetched(url, url, status, kept, body, START.isoformat())


@dataclass
class Listing:
    """A source that lists what a test puts into it."""

    name: str
    articles_: list[Article | Exception] = field(default_factory=list)
    visits: int = 0

    def articles(self, transport: Transport, memory: Memory) -> Iterator[Article]:  # noqa: ARG002
        self.visits += 1
        for article in self.articles_:
            if isinstance(article, Exception):
                raise article
            mark = f"{article.title} {article.updated} {article.text}"
            if memory.seen.get(article.url) != mark:
                yield article
            memory.seen[article.url] = mark


class Time:
    """A clock that is later as soon as somebody waits, and ends the watch when its time is over."""

    def __init__(self, hours: float) -> None:
        self.at = START
        self.end = START + dt.timedelta(hours=hours)
        self.then: list[tuple[dt.datetime, Callable[[], None]]] = []

    def now(self) -> dt.datetime:
        return self.at

    def wait(self, stopping: threading.Event, seconds: float) -> None:
        self.at += dt.timedelta(seconds=seconds)
        for when, do in [one for one in self.then if one[0] <= self.at]:
            self.then.remove((when, do))
            do()
        if self.at >= self.end:
            stopping.set()

    def after(self, hours: float, do: Callable[[], None]) -> None:
        """Do something when so many hours are over."""
        self.then.append((START + dt.timedelta(hours=hours), do))


class Room:
    """A desk with sources, wires and a clock; `watch` runs a watch over it."""

    def __init__(self, folder: Path, where: str | Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.desk: Desk = open_desk(where)
        self.wires = Wires()
        self.listings: dict[str, Listing] = {"wire": Listing("wire")}
        self.told: list[Happening] = []
        self.coder: Any = FakeCoder()
        self.merged = 0
        monkeypatch.setattr(making, "make_source", lambda _kind, _url, *, name, **_: self.listings[name])

    def settings(self, **told: Any) -> Settings:
        sources = tuple({"name": name, "url": f"https://{name}.example/feed"} for name in self.listings)
        return Settings.model_validate({"source": sources} | told)

    def make(self, time: Time, settings: Settings | None = None) -> Watch:
        means = Means(transport=self.wires, clock=Clock(time.now, time.wait, lambda: 0.5), environment={})
        return make_watch(
            self.desk, self.folder, settings or self.settings(), coder=lambda: self.coder, merge=self.merge,
            look=Lookout(self.desk).changes, tell=self.told.append, means=means,
        )  # fmt: skip

    def merge(self, _: Desk) -> int:
        self.merged += 1
        return 0

    def watch(self, hours: float = 0, settings: Settings | None = None, time: Time | None = None) -> Counter[str]:
        """Watch for so many hours; 0 is once."""
        self.told.clear()
        return self.make(time or Time(hours), settings).run(once=not hours and time is None)

    def put(self, path: str, words: str, *, by: str = "wire", **told: Any) -> str:
        """Publish an article; one of the same path is edited."""
        url = f"https://wire.example/{path}"
        self.wires.answers[url] = page(words)
        listing = self.listings[by]
        listing.articles_ = [a for a in listing.articles_ if isinstance(a, Exception) or a.url != url]
        listing.articles_.append(Article(url, title=told.pop("title", "Raid"), **told))
        return url

    def edit(self, path: str, words: str) -> None:
        """Publish an article anew, as its source tells."""
        self.put(path, words, updated="2026-11-26T13:30:00Z")

    def fetches(self, url: str) -> int:
        return sum(asked == url for asked, _ in self.wires.asked)

    def words(self, kind: str) -> list[str]:
        return [one.words for one in self.told if one.kind == kind]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterable[Room]:
    """An empty desk with one source."""
    made = Room(tmp_path, tmp_path, monkeypatch)
    with made.desk:
        yield made


@pytest.fixture
def anywhere(tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> Iterable[Room]:
    """The same on both databases."""
    made = Room(tmp_path, where, monkeypatch)
    with made.desk:
        yield made


def test_once_takes_what_is_due_and_a_second_run_has_nothing_to_do(anywhere: Room) -> None:
    urls = [anywhere.put(f"{n}", f"Case {n}.") for n in range(20)]
    tally = anywhere.watch()
    assert (tally["visited"], tally["fetched"], tally["kept"]) == (20, 20, 20)
    assert 1 <= anywhere.merged <= 3
    assert {row.url for row in anywhere.desk.reports()} == set(urls)
    assert anywhere.watch()["visited"] == 0
    assert anywhere.listings["wire"].visits == 1
    assert doctor(anywhere.desk) == []


def test_an_edit_that_the_source_tells_is_the_next_version_of_the_report(anywhere: Room) -> None:
    url = anywhere.put("1", "Nine dead.")
    time = Time(3)
    time.after(1.5, lambda: anywhere.edit("1", "Eleven dead."))
    assert anywhere.watch(time=time)["kept"] == 2
    first, second = anywhere.desk.reports(url=url)
    assert second.version_of == first.id
    assert anywhere.desk.reports(url=url, latest=True) == [second]


def test_an_edit_that_nobody_tells_is_seen_when_the_article_is_looked_at_again(room: Room) -> None:
    url = room.put("1", "Nine dead.")
    time = Time(30)

    def edit() -> None:
        room.wires.answers[url], room.wires.etag = page("Eleven dead."), '"2"'

    time.after(1, edit)
    tally = room.watch(time=time)
    assert (room.fetches(url), tally["kept"], tally["unchanged"]) == (3, 2, 1)
    assert [headers.get("If-None-Match") for asked, headers in room.wires.asked if asked == url] == [None, '"1"', '"2"']


def test_rechecks_are_those_of_the_settings(room: Room) -> None:
    url = room.put("1", "Nine dead.")
    room.watch(30, room.settings(watch={"recheck": ()}))
    assert room.fetches(url) == 1


def test_what_fails_for_a_while_is_had_later_and_what_is_gone_is_given_up(anywhere: Room) -> None:
    url, gone = anywhere.put("1", "Nine dead."), anywhere.put("2", "x")
    found, anywhere.wires.answers[url], anywhere.wires.answers[gone] = anywhere.wires.answers[url], 503, 410
    time = Time(4)
    time.after(2, lambda: anywhere.wires.answers.update({url: found}))
    tally = anywhere.watch(time=time)
    assert (tally["kept"], tally["given up"]) == (1, 1)
    assert tally["fetch failed"] == anywhere.fetches(url) - tally["fetched"] - tally["unchanged"]
    assert anywhere.words("given up") == [f"{gone}: {gone} is gone for good (410). What was read of it before stays"]
    assert Gathering(anywhere.desk).tally()["wire"]["failed"] == 1


def test_a_host_that_asks_for_quiet_is_not_asked_again_before(room: Room) -> None:
    url = room.put("1", "Nine dead.")
    room.wires.answers[url] = PausedError("is left alone", 5400.0)
    room.watch(1)
    assert room.fetches(url) == 1
    room.wires.answers[url] = page("Nine dead.")
    assert room.watch(time=Time(0.1))["kept"] == 0
    later = Time(2)
    later.at = START + dt.timedelta(hours=1.6)
    assert room.watch(time=later)["kept"] == 1


def test_a_source_that_fails_is_told_visited_ever_more_seldom_and_stops_nobody(room: Room) -> None:
    room.listings["broken"] = Listing("broken", [GatherError("no answer. Try again later")])
    room.put("1", "Nine dead.")
    tally = room.watch(24, room.settings(watch={"longest": "4h"}))
    assert tally["kept"] == 1
    assert 6 <= room.listings["broken"].visits <= 10
    row = Gathering(room.desk).sources()["broken"]
    assert (row.failures, row.error) == (room.listings["broken"].visits, "no answer. Try again later")
    assert row.last_success is None


def test_a_bug_in_an_adapter_is_told_as_one(room: Room) -> None:
    room.listings["wire"].articles_ = [ZeroDivisionError("oops")]
    room.watch()
    assert room.words("visit failed") == ["ZeroDivisionError: oops. This is a fault of Vedette's; please report it"]


def test_what_a_source_listed_before_it_broke_off_is_kept_and_not_listed_again(room: Room) -> None:
    for n in range(120):
        room.put(f"{n}", f"Case {n}.")
    room.listings["wire"].articles_.append(GatherError("broke off"))
    assert room.watch()["kept"] == 100  # two whole parts
    room.listings["wire"].articles_.pop()
    later = Time(1)
    later.at = START + dt.timedelta(hours=3)
    later.end = later.at
    assert room.watch(time=later)["visited"] == 21  # the last of a part is remembered with the next
    assert len(room.desk.reports()) == 120


def test_an_article_that_its_source_carries_is_not_fetched(room: Room) -> None:
    room.listings["wire"].articles_ = [
        Article("inbox/a.txt", title="Raid", text=WORDS, published="2026-11-20"),
        Article("inbox/b.html", page=page("As a page.")),
    ]
    assert room.watch()["kept"] == 2
    assert room.wires.asked == []
    first, second = room.desk.reports()
    assert (first.key, first.url, first.published, second.key) == ("inbox/a.txt", None, "2026-11-20", "inbox/b.html")


def test_the_same_text_at_another_address_is_known_and_coded_once(room: Room) -> None:
    room.put("1", "Nine dead.")
    room.put("2", "Nine dead.")
    room.watch()
    assert len(room.desk.reports()) == 1
    assert len(room.desk.sightings(room.desk.reports()[0].id)) == 2


class Eventless(FakeCoder):
    """Finds no event in any report that does not name Djibo twice."""

    def code(self, reports: Iterable[Any]) -> Iterator[Any]:
        for coded in super().code(reports):
            told = coded.report and coded.report.text.count("Djibo") > 1
            yield coded if told else coded.model_copy(update={"events": ()})


def test_reports_without_events_are_put_aside_unless_all_are_wanted_or_an_earlier_version_had_one(room: Room) -> None:
    room.coder = Eventless()
    told, plain = room.put("1", "Djibo again."), room.put("2", "Nothing.")
    tally = room.watch()
    assert (tally["kept"], tally["aside"]) == (1, 1)
    room.put("1", "Withdrawn.", updated="2026-11-26T13:00:00Z")
    later = Time(3)
    later.at = START + dt.timedelta(hours=2)
    assert room.watch(time=later)["kept"] == 1
    assert len(room.desk.reports(url=told)) == 2
    room.put("2", "Nothing new.", updated="2026-11-26T13:00:00Z")
    later = Time(6)
    later.at = START + dt.timedelta(hours=5)
    room.watch(time=later, settings=room.settings(watch={"keep": "all"}))
    assert len(room.desk.reports(url=plain)) == 1


def test_what_cannot_be_read_or_coded_is_told_and_costs_no_other(room: Room) -> None:
    room.put("1", "Nine dead.")
    breaks, refused, empty = room.put("2", "BREAK"), room.put("3", "REFUSE"), room.put("4", "x")
    room.wires.answers[empty] = b"<html><body></body></html>"
    tally = room.watch()
    assert (tally["kept"], tally["unread"]) == (1, 3)
    told = "\n".join(room.words("unread"))
    assert f"{breaks}: cannot be coded: ZeroDivisionError" in told
    assert f"{refused}: refused. Ask for something else." in told
    assert f"{empty}: " in told


class Dying:
    """A coder over which the program ends."""

    def code(self, _: Iterable[Any]) -> Iterator[Any]:
        msg = "the model is gone"
        raise ModelError(msg)


def test_an_answer_over_which_programs_die_is_read_alone_and_in_the_end_left(room: Room) -> None:
    bad, good = room.put("1", "Nine dead."), room.put("2", "Ten dead.")
    gathering = Gathering(room.desk)
    room.coder = Dying()
    with pytest.raises(ModelError):
        room.watch()
    for _ in range(19):
        gathering.begin([gathering.to_read()[0].seq])
    assert [capture.tries for capture in gathering.to_read()] == [20, 1]
    room.coder = FakeCoder()
    room.watch()
    assert [row.url for row in room.desk.reports()] == [good] if gathering.capture(1).url == bad else [bad]  # type: ignore[union-attr]
    assert "has ended the program 20 times" in room.words("unread")[0]


def test_an_answer_that_the_archive_lost_is_fetched_again(room: Room) -> None:
    url = room.put("1", "Nine dead.")
    room.coder = Dying()
    with pytest.raises(ModelError):
        room.watch()
    for path in (room.folder / "archive").iterdir():
        path.unlink()
    room.coder = FakeCoder()
    tally = room.watch()
    assert (room.fetches(url), tally["unread"], tally["kept"]) == (2, 1, 1)


def test_a_stop_ends_it_after_what_is_in_hand_and_the_next_run_goes_on(room: Room) -> None:
    for n in range(60):
        room.put(f"{n}", f"Case {n}.")
    watch = room.make(Time(1))
    kept: list[str] = []

    def stop_early(happening: Happening) -> None:
        if happening.kind == "kept":
            kept.append(happening.words)
            watch.stop()

    watch._tell_all = stop_early
    watch.run()
    assert 1 <= len(kept) <= 8
    assert len(room.desk.reports()) == len(kept)
    room.watch()
    assert len(room.desk.reports()) == 60
    assert max(Counter(url for url, _ in room.wires.asked).values()) <= 2  # fetched, but not yet noted when it ended


def test_a_source_that_stands_elsewhere_now_is_visited_anew(room: Room) -> None:
    room.put("1", "Nine dead.")
    room.watch()
    moved = {"name": "wire", "url": "https://elsewhere.example/feed"}
    assert room.watch(settings=Settings.model_validate({"source": (moved,)}))["visited"] == 1


def test_a_fixed_interval_goes_before_the_rhythm(room: Room) -> None:
    source = {"name": "wire", "url": "https://wire.example/feed", "interval": "30m"}
    room.watch(5.1, Settings.model_validate({"source": (source,)}))
    assert room.listings["wire"].visits == 11


def test_a_fixed_interval_doubles_with_each_failure(room: Room) -> None:
    source = {"name": "wire", "url": "https://wire.example/feed", "interval": "30m"}
    room.listings["wire"].articles_ = [GatherError("no answer")]
    room.watch(8.1, Settings.model_validate({"source": (source,)}))
    assert room.listings["wire"].visits == 4  # after 1, 3 and 7 hours


def test_many_sources_that_are_due_leave_threads_to_what_they_listed(room: Room) -> None:
    room.listings |= {f"s{n:02}": Listing(f"s{n:02}") for n in range(30)}
    made: list[int] = []

    class Noting(Wires):
        """Notes how many visits there were when an article was fetched."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
            made.append(sum(listing.visits for listing in room.listings.values()))
            return super().fetch(url, headers)

    room.wires = Noting()
    room.put("1", "Nine dead.", by="s00")
    assert room.watch(settings=room.settings(watch={"concurrency": 2}))["kept"] == 1
    assert made[0] < 15
    assert sum(listing.visits for listing in room.listings.values()) == 31


def test_a_busy_source_is_visited_more_often_than_a_quiet_one(room: Room) -> None:
    room.listings |= {"busy": Listing("busy"), "quiet": Listing("quiet")}
    for n in range(20):
        room.put(f"b{n}", f"Busy {n}.", by="busy", published=(START - dt.timedelta(minutes=20 * n)).isoformat())
        room.put(f"q{n}", f"Quiet {n}.", by="quiet", published=(START - dt.timedelta(hours=8 * n)).isoformat())
    room.watch(3)
    assert room.listings["busy"].visits > 3 * room.listings["quiet"].visits


def test_the_archive_is_pruned_as_it_is_set(room: Room) -> None:
    room.put("1", "Nine dead.")
    room.watch()
    later = Time(24 * 10)
    later.at = START + dt.timedelta(days=9)
    told = room.watch(time=later, settings=room.settings(watch={"retention": 5}))
    assert told["pruned"] == 1
    assert len(room.desk.reports()) == 1

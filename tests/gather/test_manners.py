"""Manners: robots.txt, turns, retries, quiet and the breaker, on a clock that only moves when somebody sleeps."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gather.servers import Served, answer, redirect
from vedette.errors import GatherError
from vedette.gather import manners, refusals
from vedette.gather.breaker import Breaker
from vedette.gather.fetched import Fetched
from vedette.gather.manners import Manners, PoliteTransport, polite
from vedette.gather.robots import LARGEST
from vedette.gather.turns import Time, Turns, retry_after

NOW = 1_795_000_000.0
PAGE = "https://news.example/a"
Said = int | tuple[int, dict[str, str]] | bytes | GatherError | Callable[[], Fetched]


class Clock:
    """A clock on which sleeping takes no time."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def times(self) -> Time:
        return Time(lambda: self.now, lambda: NOW + self.now, self.sleep)


class World:
    """A transport that answers from a list for each address, its last entry for good; 404 for robots.txt."""

    def __init__(self, **how: object) -> None:
        self.said: dict[str, list[Said]] = {}
        self.asked: list[tuple[float, str]] = []
        self.clock = Clock()
        settings = Manners(**({"interval": 0.0} | how))  # type: ignore[arg-type]
        self.polite = PoliteTransport(self, manners=settings, times=self.clock.times(), uniform=lambda _low, high: high)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        del headers
        self.asked.append((self.clock.now, url))
        entries = self.said.get(url, [404] if url.endswith("/robots.txt") else [200])
        said = entries.pop(0) if len(entries) > 1 else entries[0]
        if isinstance(said, GatherError):
            raise said
        if callable(said):
            return said()
        status, told = said if isinstance(said, tuple) else (said if isinstance(said, int) else 200, {})
        return Fetched(url, url, status, told, said if isinstance(said, bytes) else b"", "2026-11-26T00:00:00+00:00")

    def get(self, url: str = PAGE) -> int:
        return self.polite.fetch(url).status

    def seen(self, what: str = "") -> list[float]:
        return [at for at, url in self.asked if what in url and not url.endswith("robots.txt")]


def robots(world: World, text: str, site: str = "https://news.example") -> None:
    world.said[f"{site}/robots.txt"] = [text.encode()]


def test_robots_is_asked_once_and_kept_for_a_day() -> None:
    world = World()
    robots(world, "User-agent: *\nDisallow: /private\n\nUser-agent: Vedette\nDisallow: /secret\nAllow: /secret/press")
    assert world.get() == world.get("https://news.example/private") == world.get("https://news.example/secret/press")
    with pytest.raises(refusals.RobotsError, match=r"/secret/x: the site's robots\.txt asks") as caught:
        world.get("https://news.example/secret/x")
    assert caught.value.code == "robots"
    assert [url for _, url in world.asked].count("https://news.example/robots.txt") == 1
    robots(world, "User-agent: *\nDisallow: /")
    world.clock.now += 86_399
    assert world.get() == 200
    world.clock.now += 1
    with pytest.raises(refusals.RobotsError):
        world.get()


def test_each_origin_has_rules_of_its_own() -> None:
    world = World()
    robots(world, "User-agent: *\nDisallow: /", "https://news.example:8443")
    assert world.get() == world.get("http://news.example/a") == 200
    with pytest.raises(refusals.RobotsError):
        world.get("https://news.example:8443/a")


@pytest.mark.parametrize("said", [404, 401, 403, 410, b"<html>Not found</html>", b"", b"\xff\xfe\x00", 204])
def test_a_site_without_rules_allows_everything(said: Said) -> None:
    world = World()
    world.said["https://news.example/robots.txt"] = [said]
    assert world.get() == 200


@pytest.mark.parametrize(
    "said", [500, 503, 429, refusals.UnreachableError("gone"), refusals.SizeError("large"), refusals.TimeError("slow")]
)
def test_rules_that_are_out_of_reach_refuse_everything_for_a_while(said: Said) -> None:
    world = World(failures=99)
    world.said["https://news.example/robots.txt"] = [said]
    for _ in range(2):
        with pytest.raises(refusals.RobotsMissingError, match="cannot be had"):
            world.get()
    asked = len(world.asked)
    assert asked <= 3
    world.said["https://news.example/robots.txt"] = [404]
    world.clock.now += 3600
    assert world.get() == 200


def test_rules_behind_redirects_are_followed_and_without_end_allow_everything() -> None:
    world = World()
    world.said["https://news.example/robots.txt"] = [(301, {"location": "https://www.news.example/robots.txt"})]
    robots(world, "User-agent: *\nDisallow: /", "https://www.news.example")
    with pytest.raises(refusals.RobotsError):
        world.get()
    loop = World()
    loop.said["https://news.example/robots.txt"] = [(301, {"location": "/robots.txt"})]
    assert loop.get() == 200


def test_no_more_of_the_rules_is_read_than_the_limit() -> None:
    world = World()
    robots(world, "User-agent: *\n" + "#" * LARGEST + "\nDisallow: /")
    assert world.get() == 200


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("user-agent:VEDETTE/2.0\nDisallow: /", False),
        ("User-Agent: other\nUser-Agent: vedette # us\nDisallow: /", False),
        ("User-agent: other\nDisallow: /\nUser-agent: vedette\nDisallow: /x", True),
        ("User-agent: vedette\nSitemap: https://news.example/s\n\nUser-agent: other\nDisallow: /", False),
        ("User-agent: vedette\nDisallow:\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: vedette\n\n\nUser-agent: other\nAllow: /b\nUser-agent: *\nDisallow: /", True),
        ("User-agent: vedetteer\nDisallow: /", True),
        ("User-agent: ved\nDisallow: /", True),
        ("Disallow: /", True),
        ("User-agent: *\nDisallow: /x\nUser-agent: *\nDisallow: /a", False),
        ("User-agent: vedette\nDisallow: /x\nUser-agent: vedette\nDisallow: /a", False),
    ],
)
def test_the_rules_are_those_for_us_else_those_for_everyone(text: str, allowed: object) -> None:
    world = World()
    robots(world, text)
    if allowed:
        assert world.get() == 200
    else:
        with pytest.raises(refusals.RobotsError):
            world.get()


def test_a_robots_txt_cannot_work_the_parser() -> None:
    world = World()
    both = "".join(f"User-agent: a{n}\n" for n in range(12_000)) + "User-agent: *\n"
    robots(world, both + "".join(f"Disallow: /{n}\n" for n in range(15_000)))
    begun = time.perf_counter()
    assert world.get() == 200
    assert time.perf_counter() - begun < 5


def test_the_rules_that_are_kept_have_a_limit_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manners, "_RULES", 250)
    world = World()
    for n in range(9):
        robots(world, "User-agent: *\n" + "Disallow: /x\n" * 7, f"https://h{n}.example")
        world.get(f"https://h{n}.example/")
    kept = [name for name, host in world.polite._hosts.items() if host.rules]
    assert kept == ["h7.example", "h8.example"]


def test_a_redirect_to_another_host_asks_that_host() -> None:
    world = World()
    world.said[PAGE] = [(302, {"location": "https://other.example/b"})]
    robots(world, "User-agent: vedette\nDisallow: /b", "https://other.example")
    with pytest.raises(refusals.RobotsError, match=r"other\.example"):
        world.get()
    assert not world.seen("other")


def test_pages_that_a_person_names_ask_no_rules() -> None:
    world = World()
    robots(world, "User-agent: *\nDisallow: /")
    alone = PoliteTransport(world, robots=False, times=world.clock.times())
    assert alone.fetch(PAGE).status == 200
    assert len(world.asked) == 1


def test_a_host_is_not_hurried_and_another_does_not_wait() -> None:
    world = World(interval=2.0)
    for _ in range(3):
        world.get()
    world.get("https://other.example/")
    first, second, third = world.seen("news")
    assert (second - first, third - second) == (2.0, 2.0)
    assert world.seen("other")[0] < third + 2.1


@pytest.mark.parametrize(("asked", "kept"), [("5", 5.0), ("0.5", 2.0), ("9999", 30.0), ("-1", 2.0), ("inf", 2.0)])
def test_a_crawl_delay_is_honoured_up_to_a_limit(asked: str, kept: float) -> None:
    world = World(interval=2.0)
    robots(world, f"User-agent: *\nCrawl-delay: {asked}")
    for _ in range(3):
        world.get()
    first, second, third = world.seen()
    assert third - second == kept
    assert second - first == kept


def test_a_short_retry_after_is_waited_for() -> None:
    world = World()
    world.said[PAGE] = [(429, {"retry-after": "7"}), (503, {"retry-after": formatdate(NOW + 1020, usegmt=True)}), 200]
    assert world.get() == 200
    assert world.seen() == [1000.0, 1007.0, 1020.0]


def test_a_long_retry_after_is_told_and_kept_by_all() -> None:
    world = World()
    world.said[PAGE] = [(429, {"retry-after": "3600"})]
    assert world.get() == 429
    with pytest.raises(refusals.PausedError, match=r"news\.example is not to be asked") as caught:
        world.get("https://news.example/b")
    assert caught.value.after == 3600
    assert len(world.seen()) == 1
    assert world.get("https://other.example/") == 200
    world.clock.now += 3590
    assert world.get("https://news.example/b") == 200
    assert world.clock.slept[-1] == 10


def test_quiet_that_is_asked_for_while_others_wait_holds_for_them_too() -> None:
    clock = Clock()

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if len(clock.slept) == 1:
            turns.pause(20.0)

    turns = Turns(2, 60.0, Time(lambda: clock.now, lambda: NOW, sleep))
    for _ in range(2):
        with turns.turn(3.0):
            began = clock.now
    assert clock.slept == [3.0, 20.0]
    assert began == 1023.0


def test_nobody_can_ask_for_quiet_for_ever() -> None:
    world = World()
    world.said[PAGE] = [(429, {"retry-after": "999999999999"})]
    world.get()
    with pytest.raises(refusals.PausedError) as caught:
        world.get()
    assert caught.value.after == 86_400


@pytest.mark.parametrize(
    "failure",
    [500, 502, 504, 429, 503, refusals.UnreachableError("x"), refusals.TimeError("x"), refusals.TruncatedError("x")],
)
def test_what_may_pass_is_tried_again_later_each_time(failure: Said) -> None:
    world = World(backoff=2.0)
    world.said[PAGE] = [failure, failure, 200]
    assert world.get() == 200
    assert world.clock.slept == [2.0, 4.0]


def test_what_will_not_pass_is_not_tried_again() -> None:
    for failure in (404, 410, 304, refusals.AddressError("x"), refusals.SizeError("x"), refusals.RatioError("x")):
        world = World()
        world.said[PAGE] = [failure, 200]
        if isinstance(failure, int):
            assert world.get() == failure
        else:
            with pytest.raises(type(failure)):
                world.get()
        assert len(world.seen()) == 1


def test_the_last_failure_is_the_one_that_is_told() -> None:
    world = World(tries=2)
    world.said[PAGE] = [500]
    assert world.get() == 500
    world.said[PAGE] = [500, refusals.TruncatedError("half")]
    with pytest.raises(refusals.TruncatedError, match="half"):
        world.get()


def test_the_wait_before_another_try_is_a_random_part_of_the_longest() -> None:
    asked: list[tuple[float, float]] = []
    world = World()
    world.said[PAGE] = [500, 500, 200]

    def uniform(low: float, high: float) -> float:
        asked.append((low, high))
        return high / 2

    PoliteTransport(world, robots=False, manners=Manners(interval=0), times=world.clock.times(), uniform=uniform).fetch(
        PAGE
    )
    assert asked == [(0, 2.0), (0, 4.0)]
    assert world.clock.slept == [1.0, 2.0]


def test_a_host_that_fails_again_and_again_is_left_alone_then_tried_once() -> None:
    world = World(tries=2, failures=3, rest=100.0, longest_rest=250.0)
    down = refusals.UnreachableError("down")
    world.get()
    world.said[PAGE] = [down]
    for _ in range(3):
        with pytest.raises(refusals.UnreachableError):
            world.get()
    tried = len(world.seen())
    with pytest.raises(refusals.PausedError, match=r"news\.example failed 3 times in a row") as caught:
        world.get()
    assert caught.value.after == 100
    assert len(world.seen()) == tried == 7
    for rest in (100, 200, 250):
        world.clock.now += rest
        with pytest.raises(refusals.UnreachableError):
            world.get()  # the probe: one try, then open again for longer
        tried += 1
        assert len(world.seen()) == tried
        with pytest.raises(refusals.PausedError):
            world.get()
    world.clock.now += 250
    world.said[PAGE] = [200]
    assert world.get() == world.get() == 200


def test_only_one_probes() -> None:
    breaker = Breaker(1, 10.0, 100.0, lambda: now)
    now = 0.0
    assert breaker.enter() is False
    breaker.failed()
    now = 10.0
    assert breaker.enter() is True
    with pytest.raises(refusals.PausedError):
        breaker.enter()
    breaker.left()  # what it met says nothing: somebody else may look
    assert breaker.enter() is True
    breaker.succeeded()
    assert breaker.enter() is False


def test_what_says_nothing_of_a_host_opens_no_breaker() -> None:
    world = World(failures=1, tries=1)
    world.get()
    for failure in (404, (503, {"retry-after": "1"}), refusals.SizeError("x")):
        world.said[PAGE] = [failure]
        for _ in range(3):
            if isinstance(failure, GatherError):
                with pytest.raises(refusals.SizeError):
                    world.get()
            else:
                world.get()


def test_no_more_at_once_than_the_host_is_to_bear() -> None:
    world = World(at_once=2)
    inside: list[int] = []
    now = 0
    lock = threading.Lock()

    def slowly() -> Fetched:
        nonlocal now
        with lock:
            now += 1
            inside.append(now)
        time.sleep(0.02)
        with lock:
            now -= 1
        return Fetched(PAGE, PAGE, 200, {}, b"", "")

    world.said[PAGE] = [slowly]
    with ThreadPoolExecutor(8) as pool:
        assert {answer.status for answer in pool.map(lambda _: world.polite.fetch(PAGE), range(12))} == {200}
    assert max(inside) == 2
    assert [url for _, url in world.asked].count("https://news.example/robots.txt") == 1


def test_a_host_that_is_busy_with_us_for_too_long_is_told() -> None:
    world = World(at_once=1, longest_wait=0.05)
    go = threading.Event()

    def stuck() -> Fetched:
        go.wait(5)
        return Fetched(PAGE, PAGE, 200, {}, b"", "")

    world.get("https://news.example/first")
    world.said[PAGE] = [stuck]
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(world.get)
        while len(world.seen("/a")) == 0:
            time.sleep(0.001)
        with pytest.raises(refusals.PausedError, match="busy with others"):
            world.get("https://news.example/b")
        go.set()
        assert held.result() == 200


def test_hosts_are_forgotten_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manners, "_HOSTS", 3)
    world = World()
    for n in range(10):
        world.get(f"https://h{n}.example/")
    assert list(world.polite._hosts) == ["h7.example", "h8.example", "h9.example"]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("9" * 50, 999_999_999.0),
        (formatdate(NOW + 60, usegmt=True), 60.0),
        (formatdate(NOW - 60, usegmt=True), 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
        ("Fri, 99 Foo 2026 99:99:99 GMT", None),
    ],
)
def test_how_long_a_server_asks_to_wait(said: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": said}, NOW) == seconds


@given(st.text(max_size=60))
def test_any_retry_after_is_seconds_or_nothing(said: str) -> None:
    found = retry_after({"retry-after": said}, NOW)
    assert found is None or found >= 0


def test_the_whole_against_a_real_server(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manners, "_LONGEST_PAUSE", 0.01)
    server.answers |= {
        "/robots.txt": answer(b"User-agent: vedette\nDisallow: /no"),
        "/a": redirect("/b", "301 Moved Permanently"),
        "/b": answer(b"", "429 Too Many Requests", "Retry-After: 3"),
    }
    transport = polite("desk@example.org", allow=("127.0.0.1",), manners=Manners(interval=0.01))
    got = transport.fetch(f"{server.url}/a")
    assert (got.status, got.moved) == (429, f"{server.url}/b")
    assert server.paths == ["/robots.txt", "/a", "/b", "/b", "/b"]
    assert all(b"(+desk@example.org)" in head for head in server.asked)
    with pytest.raises(refusals.RobotsError):
        transport.fetch(f"{server.url}/no")

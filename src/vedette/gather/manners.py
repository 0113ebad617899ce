"""A transport with manners: robots.txt is asked, hosts are not hurried, and whoever fails or asks for quiet gets it.

It stands around another transport and follows redirects itself, so that every host on the way is treated alike.
"""

import contextlib
import random
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from vedette.gather.address import plain_address
from vedette.gather.breaker import Breaker
from vedette.gather.fetched import Fetched, Transport
from vedette.gather.redirects import follow
from vedette.gather.refusals import PASSING, PausedError
from vedette.gather.robots import Rules, read_rules
from vedette.gather.transport import GuardedTransport, Limits, user_agent
from vedette.gather.turns import Time, Turns, retry_after

_BUSY: Final = frozenset({429, 503})
_SERVER_ERRORS: Final = frozenset({500, 502, 503, 504})
_AGAIN: Final = _BUSY | _SERVER_ERRORS
_ROBOTS_REDIRECTS: Final = 5
_HOSTS: Final = 4096
_RULES: Final = 4_000_000  # characters of robots.txts that are kept, at thirty bytes of memory for each
_LONGEST_PAUSE: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Manners:
    """How a host is treated; all times in seconds."""

    interval: float = 1.0
    """Between the beginnings of two fetches."""
    at_once: int = 2
    longest_delay: float = 30.0
    """How much of a crawl-delay of robots.txt is honoured."""
    longest_wait: float = 60.0
    """How long a fetch waits for its turn, a Retry-After included; if it is longer, PausedError says when."""
    tries: int = 3
    """Of one fetch, where it fails in a way that passes."""
    backoff: float = 2.0
    """A second try comes after a random time up to this, a third up to twice as much."""
    failures: int = 5
    """Fetches in a row that failed, after which a host is left alone."""
    rest: float = 300.0
    """For how long, at first."""
    longest_rest: float = 21_600.0


@dataclass(slots=True)
class _Host:
    """What is kept of a host."""

    turns: Turns
    breaker: Breaker
    rules: dict[str, Rules] = field(default_factory=dict)
    reading: threading.Lock = field(default_factory=threading.Lock)


class PoliteTransport:
    """A `Transport` around another one, which should not follow redirects; thread-safe.

    Where the host is a failing one, or asks for more patience than `manners.longest_wait`, PausedError tells the
    seconds after which to come again (`after`). `robots=False` asks no robots.txt: for single pages that a person
    names. `times` and `uniform` (a random number between two) are there for tests.
    """

    def __init__(
        self,
        inner: Transport,
        *,
        manners: Manners | None = None,
        robots: bool = True,
        times: Time | None = None,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._inner = inner
        self._manners = manners or Manners()
        self._robots = robots
        self._times = times or Time()
        self._uniform = uniform
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._lock = threading.Lock()

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """The answer of a server after redirects, an error status included; waits for its turn and for retries.

        Raises RobotsError, PausedError, and whatever the inner transport raises.
        """
        return follow(partial(self._hop, robots=self._robots), url, headers)

    def _hop(self, url: str, headers: Mapping[str, str] | None, *, robots: bool) -> Fetched:
        """The answer of one server, redirects as they are."""
        sent = plain_address(url)
        name = sent.netloc.decode("ascii")
        host = self._host(name)
        interval = self._manners.interval
        if robots:
            rules = self._rules(host, f"{sent.scheme}://{name}")
            rules.check(str(sent))
            interval = max(interval, rules.delay(self._manners.longest_delay))
        try:
            return self._persist(host, url, headers, interval)
        except PausedError as error:
            msg = f"{name} {error}"
            raise PausedError(msg, error.after) from error

    def _rules(self, host: _Host, origin: str) -> Rules:
        """The rules of an origin, fetched where there are none that still hold; by one thread, the others wait."""
        with host.reading:
            rules = host.rules.get(origin)
            if rules is None or rules.until <= self._times.clock():
                hop = partial(self._hop, robots=False)
                rules = read_rules(lambda url: follow(hop, url, most=_ROBOTS_REDIRECTS), origin, self._times.clock())
                host.rules[origin] = rules
                self._forget_rules(host)
            return rules

    def _forget_rules(self, kept: _Host) -> None:
        """Forget the rules of hosts that were not asked for longest, where all together are too large; but `kept`'s."""
        with self._lock:
            sizes = [(host, sum(rules.size for rules in [*host.rules.values()])) for host in self._hosts.values()]
        total = sum(size for _, size in sizes)
        for host, size in sizes:
            if total <= _RULES:
                return
            if size and host is not kept:
                host.rules = {}
                total -= size

    def _persist(self, host: _Host, url: str, headers: Mapping[str, str] | None, interval: float) -> Fetched:
        """Fetch an address, and tell the breaker how it went."""
        tries = 1 if host.breaker.enter() else self._manners.tries
        went = host.breaker.left
        try:
            answer = self._tried(host, url, headers, interval, tries)
            if not self._asks_for_quiet(answer):
                went = host.breaker.failed if answer.status in _SERVER_ERRORS else host.breaker.succeeded
        except PASSING:
            went = host.breaker.failed
            raise
        finally:
            went()
        return answer

    def _tried(self, host: _Host, url: str, headers: Mapping[str, str] | None, interval: float, tries: int) -> Fetched:
        """Fetch an address, again where that may help; the last answer or error is the one that counts."""
        for number in range(1, tries):
            with contextlib.suppress(*PASSING):
                answer = self._in_turn(host, url, headers, interval)
                quiet = self._asks_for_quiet(answer)
                if answer.status not in _AGAIN or quiet > self._manners.longest_wait:
                    return answer
                if quiet:
                    continue  # the next turn waits for that long
            self._times.sleep(self._uniform(0, self._manners.backoff * 2 ** (number - 1)))
        return self._in_turn(host, url, headers, interval)

    def _in_turn(self, host: _Host, url: str, headers: Mapping[str, str] | None, interval: float) -> Fetched:
        """Fetch an address once, when its turn has come."""
        with host.turns.turn(interval):
            answer = self._inner.fetch(url, headers)
        quiet = self._asks_for_quiet(answer)
        if quiet:
            host.turns.pause(quiet)
        return answer

    def _asks_for_quiet(self, answer: Fetched) -> float:
        """The seconds for which an answer asks to leave its host alone, 0 where it does not."""
        if answer.status not in _BUSY:
            return 0.0
        return min(retry_after(answer.headers, self._times.wall()) or 0.0, _LONGEST_PAUSE)

    def _host(self, name: str) -> _Host:
        """What is kept of a host; the one that was not asked for longest is forgotten where there are too many."""
        with self._lock:
            if name not in self._hosts:
                m = self._manners
                turns = Turns(m.at_once, m.longest_wait, self._times)
                self._hosts[name] = _Host(turns, Breaker(m.failures, m.rest, m.longest_rest, self._times.clock))
            self._hosts.move_to_end(name)
            while len(self._hosts) > _HOSTS:
                self._hosts.popitem(last=False)
            return self._hosts[name]


def polite(
    contact: str | None = None,
    *,
    allow: Iterable[str] = (),
    limits: Limits | None = None,
    manners: Manners | None = None,
) -> PoliteTransport:
    """The transport that a desk gathers with: guarded, polite, and with the desk's contact in its name."""
    inner = GuardedTransport(allow=allow, limits=limits, agent=user_agent(contact), follows=False)
    return PoliteTransport(inner, manners=manners)

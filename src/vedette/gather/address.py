"""Which addresses may be fetched: by their form, their port, and where their host stands.

Feeds and redirects are written by strangers. What they name is fetched from this machine, which can reach its own
services, its neighbours and the metadata of its cloud; none of that is news. So a host is resolved here, every address
that it has is held against `data/gather/networks.csv`, and the connection is made to those very addresses
(`wire.py`): a name that is resolved again in between, to something else, gains nothing.
"""

import functools
import ipaddress
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vedette.errors import GatherError
from vedette.gather.refusals import AddressError, UnreachableError
from vedette.lexicon.tables import Row, data_path, flag, read_csv, text

if TYPE_CHECKING:
    import httpx

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str], Sequence[str]]
"""The IP addresses of a host name; raises OSError where it has none."""

PORTS: Final = frozenset({80, 443, 8000, 8080, 8443})
"""Where the web is served; other services of a host are not for a reader of news to speak to."""

LONGEST: Final = 8192
_NAME: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_AUTHORITY: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)")
_NUMBER: Final = re.compile(r"\d+|0x[0-9a-f]*")
_HERE: Final = re.compile(r"(?:.+\.)?localhost(?:\.localdomain)?")
_LAST_PORT: Final = 65535
_REMEDY: Final = "If it is yours, allow its host or range (in the desk's settings, or VEDETTE_ALLOW_PRIVATE)"


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be fetched, and where to connect to."""

    url: "httpx.URL"
    """As it is sent: without fragment, its host in ASCII without a dot at its end."""
    host: str
    port: int
    ips: tuple[str, ...]
    """All of them may be connected to, the best first."""


def resolve(host: str) -> Sequence[str]:
    """The IP addresses of a host name as the system knows them, at once and anew; raises OSError for none."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


class Guard:
    """Lets addresses pass or refuses them.

    `allow` names what a desk trusts beside the public network: addresses ("127.0.0.1"), ranges ("10.2.0.0/16") and
    host names ("wiki.newsroom.lan"), on any port. A host allowed by name may stand in a private network or on this
    machine, but not where clouds keep their metadata; for that its range must be named. Raises GatherError for an
    entry that is none of the three.
    """

    def __init__(
        self, allow: Iterable[str] = (), ports: Iterable[int] = PORTS, resolver: Resolve | None = None
    ) -> None:
        self._ports = frozenset(ports)
        self._resolve = resolver or resolve
        self._networks: list[Network] = []
        self._names: set[str] = set()
        for entry in allow:
            self._allow(entry.strip())

    def _allow(self, entry: str) -> None:
        """Take an entry of the desk's list."""
        try:
            self._networks.append(ipaddress.ip_network(entry, strict=False))
        except ValueError:
            name = entry.lower().removesuffix(".")
            if not _NAME.fullmatch(name) or _NUMBER.fullmatch(name.rpartition(".")[2]):
                msg = f"allowed hosts: {entry!r} is no address, range or host name. Write 10.2.0.0/16 or wiki.example"
                raise GatherError(msg) from None
            self._names.add(name)

    def check(self, url: str) -> Target:
        """Where to connect to for an address; resolves its host. Thread-safe.

        Raises AddressError where it must not be fetched, UnreachableError where its host has no address.
        """
        sent = plain_address(url)
        host = sent.raw_host.decode("ascii")
        port = sent.port or {"http": 80, "https": 443}[sent.scheme]
        ips = self._ips(host, url)
        trusted = host in self._names or all(self._trusts(ip) for ip in ips)
        for ip in ips:
            self._check_ip(ip, host, url)
        if port not in self._ports and not trusted:
            raise _refused(url, f"port {port} is not one where pages are served", _REMEDY)
        return Target(sent, host, port, tuple(map(str, ips)))

    def _ips(self, host: str, url: str) -> list[IPAddress]:
        """The addresses of a host."""
        literal = _literal(host)
        if literal:
            return [literal]
        if _HERE.fullmatch(host):  # never asked of a name server, which could say anything (RFC 6761)
            return [ipaddress.IPv4Address("127.0.0.1")]
        if "." not in host and host not in self._names:
            raise _refused(url, f"{host!r} is no full host name", "Write the whole name, or allow it by name")
        try:
            found = [ipaddress.ip_address(ip) for ip in self._resolve(host)]
        except (OSError, UnicodeError) as error:
            msg = f"{host}: the name is not known ({error}). Check the address and the connection"
            raise UnreachableError(msg) from error
        if not found:
            msg = f"{host}: the name has no address. Check the address and the connection"
            raise UnreachableError(msg)
        return found

    def _check_ip(self, ip: IPAddress, host: str, url: str) -> None:
        """Refuse a host one of whose addresses is not of the public network, unless the desk trusts it."""
        special = _special(ip)
        if special is None or self._trusts(ip) or (special["named"] and host in self._names):
            return
        problem = f"{host} stands at {ip}, which is {special['what']} ({special['network']}, {special['source']})"
        raise _refused(url, problem, _REMEDY)

    def _trusts(self, ip: IPAddress) -> bool:
        """Whether the desk has named a range with this address."""
        return any(ip.version == network.version and ip in network for network in self._networks)


def plain_address(url: str) -> "httpx.URL":
    """An address as it is sent, its form checked: host in ASCII without a dot at its end, no fragment.

    Raises AddressError for a scheme that is not http or https, a user name or password, and any spelling that one
    program could read otherwise than another. Looks nothing up.
    """
    parsed = _parsed(url)
    return parsed.copy_with(host=_host(parsed, url), fragment=None)


def _parsed(url: str) -> "httpx.URL":
    """The parts of an address whose form is beyond doubt."""
    import httpx  # noqa: PLC0415 - a tenth of a second that commands without a network need not spend

    if len(url) > LONGEST:
        raise _refused(url, f"it is longer than {LONGEST:,} characters", "Look at where it comes from")
    if any(c <= " " or c == "\x7f" or c.isspace() for c in url) or "\\" in url:
        raise _refused(url, "it holds a blank, a control character or a backslash", "Write those as %20, %5C")
    try:
        parsed = httpx.URL(url)
        host = parsed.host and parsed.raw_host  # decoding the host may fail where the rest did not
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused(url, f"it is no web address ({error})", "Check how it is written") from error
    if parsed.scheme not in ("http", "https"):
        raise _refused(url, f"its scheme is {parsed.scheme!r}", "Only http and https are fetched")
    authority = _AUTHORITY.match(url)
    if not host or authority is None:
        raise _refused(url, "it names no host", "Write the whole address: https://example.org/news")
    if "@" in authority[1]:
        raise _refused(url, "it holds a user name or password", "Give the address without them")
    if parsed.port is not None and not 0 < parsed.port <= _LAST_PORT:
        raise _refused(url, f"there is no port {parsed.port}", "Check how it is written")
    return parsed


def _host(parsed: "httpx.URL", url: str) -> str:
    """The host in one spelling, or AddressError for one that programs read differently."""
    host = parsed.raw_host.decode("ascii").lower().removesuffix(".")
    if ":" in host:
        if "%" in host or _literal(host) is None:
            raise _refused(url, f"{host!r} is no plain IPv6 address", "Write it without a zone")
        return host
    if not _NAME.fullmatch(host):
        raise _refused(url, f"{host!r} is no host name", "Check how it is written")
    if _NUMBER.fullmatch(host.rpartition(".")[2]) and _literal(host) is None:
        raise _refused(url, f"{host!r} is a number that may mean an IPv4 address", "Write it as 192.0.2.1")
    return host


def _literal(host: str) -> IPAddress | None:
    """The address that a host is written as, None for a name; only the usual spelling counts."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _refused(url: str, problem: str, remedy: str) -> AddressError:
    """The refusal of an address."""
    shown = url if len(url) <= LONGEST // 64 else url[: LONGEST // 64] + "..."
    return AddressError(f"{shown!r} is not fetched: {problem}. {remedy}")


def _special(ip: IPAddress) -> Row | None:
    """The row of the narrowest special network that an address is in."""
    return next((row for row in _networks() if ip.version == row["network"].version and ip in row["network"]), None)


@functools.cache
def _networks() -> tuple[Row, ...]:
    """The networks that are not the public one, the narrowest first."""
    schema: dict[str, Callable[[str], Any]] = {
        "network": ipaddress.ip_network,
        "what": text,
        "named": flag,
        "source": text,
    }
    rows = read_csv(data_path("gather", "networks.csv"), schema)
    return tuple(sorted(rows, key=lambda row: -row["network"].prefixlen))

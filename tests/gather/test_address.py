"""Which addresses pass, what a desk may allow beside them, and how they are sent."""

import ipaddress
import socket

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vedette.errors import GatherError
from vedette.gather.address import Guard, plain_address
from vedette.gather.refusals import AddressError, UnreachableError

PUBLIC = ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def passes(url: str, *ips: str, allow: tuple[str, ...] = ()) -> bool:
    """Whether an address passes where its host stands at these."""
    try:
        Guard(allow, resolver=lambda _host: ips).check(url)
    except AddressError:
        return False
    return True


def test_a_public_host_passes_with_all_its_addresses() -> None:
    target = Guard(resolver=lambda _host: PUBLIC).check("HTTPS://News.Example.:443/a?b=1#c")
    assert (str(target.url), target.host, target.port) == ("https://news.example/a?b=1", "news.example", 443)
    assert target.ips == PUBLIC


@pytest.mark.parametrize("port", [80, 443, 8000, 8080, 8443])
def test_where_the_web_is_served(port: int) -> None:
    assert passes(f"http://news.example:{port}/", *PUBLIC)


def test_names_in_other_alphabets_are_sent_in_ascii() -> None:
    seen: list[str] = []
    guard = Guard(resolver=lambda host: seen.append(host) or PUBLIC)  # type: ignore[func-returns-value]
    assert guard.check("https://b\u00fccher.example/\u00e9").host == "xn--bcher-kva.example"
    assert seen == ["xn--bcher-kva.example"]
    assert str(plain_address("https://x_y.example/\u00e9")) == "https://x_y.example/%C3%A9"


@pytest.mark.parametrize(
    ("allow", "url", "ips", "passing"),
    [
        (("127.0.0.1",), "http://127.0.0.1:5000/", (), True),
        (("127.0.0.1",), "http://localhost:5000/", (), True),
        (("127.0.0.1",), "http://127.0.0.2:5000/", (), False),
        (("10.2.0.0/16",), "http://wiki.example:9000/", ("10.2.3.4",), True),
        (("10.2.0.0/16",), "http://wiki.example/", ("10.3.0.1",), False),
        (("10.2.0.0/16",), "http://wiki.example/", ("10.2.3.4", "10.3.0.1"), False),
        (("wiki.newsroom",), "http://wiki.newsroom:9000/", ("192.168.1.5",), True),
        (("Wiki.Newsroom.",), "http://wiki.newsroom/", ("127.0.0.1", "fd00::5"), True),
        (("wiki",), "http://wiki/", ("10.0.0.1",), True),
        (("wiki.newsroom",), "http://wiki.newsroom/", ("169.254.169.254",), False),
        (("wiki.newsroom",), "http://evil.wiki.newsroom/", ("10.0.0.1",), False),
        (("169.254.169.254",), "http://169.254.169.254/", (), True),
        (("0.0.0.0/0", "::/0"), "http://any.example:1/", ("10.0.0.1", "::1"), True),
        (("::1",), "http://[::1]:1/", (), True),
    ],
)
def test_what_a_desk_allows(allow: tuple[str, ...], url: str, ips: tuple[str, ...], passing: object) -> None:
    assert passes(url, *ips, allow=allow) is passing


@pytest.mark.parametrize("entry", ["", "10.0.0.0/33", "http://wiki/", "a b", "1", "*.lan"])
def test_an_entry_that_is_nothing_is_told(entry: str) -> None:
    with pytest.raises(GatherError, match="is no address, range or host name"):
        Guard((entry,))


def test_the_systems_names_are_looked_up_once_for_each_address(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.215.14", 0)), (10, 1, 6, "", ("2606:2800::1", 0, 0, 0))] * 2
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: found)
    assert Guard().check("http://news.example/").ips == ("93.184.215.14", "2606:2800::1")


def test_a_name_that_cannot_be_looked_up_is_no_crash() -> None:
    def fail(_host: str) -> list[str]:
        msg = "label too long"
        raise UnicodeError(msg)

    with pytest.raises(UnreachableError, match="not known"):
        Guard(resolver=fail).check("http://news.example/")


@given(st.ip_addresses())
@example(ipaddress.ip_address("192.88.99.1"))
@example(ipaddress.ip_address("::ffff:8.8.8.8"))
def test_what_python_calls_special_is_refused(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    special = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved
    if special or ip.is_unspecified or not ip.is_global:
        assert not passes("http://news.example/", str(ip))


@given(st.ip_addresses(network="8.0.0.0/8") | st.ip_addresses(network="2a00::/12"))
def test_the_public_network_passes(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert passes("http://news.example/", str(ip))


@given(st.text(max_size=60) | st.from_regex(r"https?://[a-z0-9.@:\[\]%\\-]{0,30}(/.*)?", fullmatch=True))
def test_any_text_is_an_address_or_refused(url: str) -> None:
    try:
        sent = plain_address(url)
    except AddressError:
        return
    assert sent.scheme in ("http", "https")
    assert "@" not in sent.netloc.decode()
    assert str(plain_address(str(sent))) == str(sent)

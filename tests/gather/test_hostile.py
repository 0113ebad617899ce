"""The hostile set: what strangers may try, each refused under its own name.

Servers are real ones on this machine; name servers are played by a resolver that is passed in. A case is what is tried
and the code of the refusal; the names in front of the tables are those that `docs/security.md` points at.
"""

import gzip
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.gather.servers import Answer, Served, answer, drip, redirect, serving
from vedette.errors import GatherError
from vedette.gather import refusals
from vedette.gather.address import Guard
from vedette.gather.inflate import Bounds
from vedette.gather.transport import GuardedTransport, Limits
from vedette.gather.wire import Wire
from vedette.gather.xmlsafe import check_xml, parse_xml

PUBLIC = "93.184.215.14"
LIMITS = Limits(seconds=30, head=8192, redirects=8, bounds=Bounds(packed=300_000, body=400_000, free=50_000))
IN_HASTE = replace(LIMITS, seconds=0.4)
CERTIFICATE = Path(__file__).with_name("news.example.pem")


def names(**known: str) -> Callable[[str], list[str]]:
    """A resolver that knows these hosts (dots written as _), and nothing else."""

    def look_up(host: str) -> list[str]:
        found = known.get(host.replace(".", "_").replace("-", "_"))
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return found.split()

    return look_up


def refusal(fetch: Callable[[], object]) -> str:
    """The code under which something is refused."""
    with pytest.raises(GatherError) as caught:
        fetch()
    assert "Traceback" not in str(caught.value)
    assert caught.value.code == type(caught.value).code != GatherError.code
    return caught.value.code


ADDRESSES = [
    "file:///etc/passwd",
    "ftp://example.org/feed",
    "gopher://example.org/_x",
    "javascript:alert(1)",
    "data:text/html,x",
    "unix:///run/docker.sock",
    "//example.org/x",
    "example.org/x",
    "http:///x",
    "http:example.org",
    "http://",
    "http://user:secret@example.org/",
    "http://@127.0.0.1/",
    "http://example.org\\@127.0.0.1/",
    "http://example.org\t.evil.example/",
    "http://example.org/\r\nX-Evil: 1",
    "http://example.org/a b",
    "http://example.org:22/",
    "http://example.org:6379/",
    "http://example.org:0/",
    "http://example.org:99999/",
    "http://example.org:x/",
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/",
    "http://127.8.9.10/",
    "http://127.0.0.1./",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.0.01/",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/metadata",
    "http://192.0.0.192/",
    "http://198.18.0.1/",
    "http://203.0.113.9/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://\uff11\uff12\uff17.0.0.1/",
    "http://127\u30020\u30020\u30021/",
    "http://%31%32%37.0.0.1/",
    "http://\u24dbocalhost/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://localhost.localdomain/",
    "http://feeds.localhost/",
    "http://intranet/",
    "http://a..b/",
    "http://xn--/",
    "http://" + "a" * 64 + ".example/",
    "http://example.org/" + "a" * 9000,
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[2001:db8::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[4000::1]/",
    "http://[::1",
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_addresses_that_must_not_be_fetched(url: str) -> None:
    transport = GuardedTransport(resolver=names(example_org=PUBLIC))
    assert refusal(lambda: transport.fetch(url)) == "address-refused"


LOOKUPS = {
    "this machine": "127.0.0.1",
    "this machine, IPv6": "::1",
    "a private network": "10.1.2.3",
    "a carrier's network": "100.99.0.1",
    "the cloud's metadata": "169.254.169.254",
    "the cloud's metadata, IPv6": "fd00:ec2::254",
    "no address": "0.0.0.0",  # noqa: S104 - a case, nothing binds to it
    "mapped": "::ffff:169.254.169.254",
    "NAT64": "64:ff9b::a9fe:a9fe",
    "6to4": "2002:a9fe:a9fe::1",
    "Teredo": "2001::1",
    "link-local with a zone": "fe80::1%eth0",
    "multicast": "239.1.2.3",
    "public and private": f"{PUBLIC} 192.168.0.10",
    "public and this machine, IPv6": f"{PUBLIC} ::1",
}


@pytest.mark.parametrize("ips", LOOKUPS.values(), ids=LOOKUPS)
def test_names_that_stand_in_another_place_than_the_public_network(ips: str) -> None:
    transport = GuardedTransport(resolver=names(news_example=ips))
    assert refusal(lambda: transport.fetch("https://news.example/feed")) == "address-refused"


def test_a_name_that_nobody_knows() -> None:
    assert refusal(lambda: GuardedTransport(resolver=names()).fetch("https://gone.example/")) == "unreachable"
    assert refusal(lambda: GuardedTransport(resolver=lambda _: []).fetch("https://no.example/")) == "unreachable"


REDIRECTS = [
    "http://169.254.169.254/latest/meta-data/iam/",
    "http://127.0.0.2/",
    "http://[::1]/",
    "//10.0.0.1/admin",
    "http://2852039166/",
    "http://inside.example/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://user:x@public.example/",
    "http://public.example:25/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "javascript:alert(1)",
    "http://[/",
]


@pytest.mark.parametrize("to", REDIRECTS)
def test_redirects_to_where_nobody_may_go(server: Served, to: str) -> None:
    server.answers["/"] = redirect(to)
    known = names(inside_example="192.168.7.7", metadata_google_internal="169.254.169.254", public_example=PUBLIC)
    transport = GuardedTransport(allow=("127.0.0.1",), resolver=known)
    assert refusal(lambda: transport.fetch(f"{server.url}/")) == "address-refused"
    assert server.paths == ["/"]


def test_a_name_that_is_rebound_gains_nothing(server: Served) -> None:
    asked: list[str] = []

    def rebinding(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.9"]

    server.answers |= {"/": answer(b"first"), "/on": redirect(f"http://news.example:{server.port}/")}
    transport = GuardedTransport(allow=("127.0.0.1",), resolver=rebinding)
    # the one look-up that was checked is the one that is used: were there a second, nobody would answer at 127.0.0.9
    assert transport.fetch(f"http://news.example:{server.port}/").body == b"first"
    assert asked == ["news.example"]
    assert f"Host: news.example:{server.port}\r\n".encode() in server.asked[0]
    assert refusal(lambda: transport.fetch(f"http://news.example:{server.port}/")) == "address-refused"
    asked.clear()
    assert refusal(lambda: transport.fetch(f"http://news.example:{server.port}/on")) == "address-refused"


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
GZIP = "Content-Encoding: gzip"
BOMB = gzip.compress(b"\0" * 30_000_000, 9)
SQUARES = b" ".join(b"%d" % (n * n) for n in range(60_000))
HALF = gzip.compress(bytes(range(256)) * 40)[:-20]

ANSWERS: dict[str, tuple[Answer, str]] = {
    "a body larger than the limit": (answer(b"x" * 300_001), "too-large"),
    "a length larger than the limit": (answer(b"x", "200 OK", "Content-Length: 99999999999"), "too-large"),
    "a length of a hundred digits": (answer(b"x", "200 OK", "Content-Length: " + "9" * 100), "broken-answer"),
    "a negative length": (answer(b"x", "200 OK", "Content-Length: -1"), "broken-answer"),
    "two lengths": (answer(b"x", "200 OK", "Content-Length: 1", "Content-Length: 2"), "broken-answer"),
    "a body without a length or end": (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 300_001, "too-large"),
    "a chunk of exabytes": (CHUNKED + b"fffffffffffffff\r\n" + b"x" * 300_001, "too-large"),
    "a chunk of no size": (CHUNKED + b"zz\r\nx", "broken-answer"),
    "a chunk's size without end": (CHUNKED + b"0" * 200_000, "broken-answer"),
    "a gzip bomb": (answer(BOMB, "200 OK", GZIP), "ratio"),
    "a gzip bomb of many members": (answer(gzip.compress(b"\0" * 900_000, 9) * 60, "200 OK", GZIP), "ratio"),
    "a deflate bomb": (answer(zlib.compress(b"\0" * 30_000_000, 9), "200 OK", "Content-Encoding: deflate"), "ratio"),
    "a bomb that is not dense": (answer(gzip.compress(SQUARES), "200 OK", GZIP), "too-large"),
    "a bomb in a bomb": (answer(gzip.compress(BOMB), "200 OK", "Content-Encoding: gzip, gzip"), "encoding-refused"),
    "brotli unasked": (answer(b"\x0b\x02\x80", "200 OK", "Content-Encoding: br"), "encoding-refused"),
    "zstd unasked": (answer(b"\x28\xb5\x2f\xfd", "200 OK", "Content-Encoding: zstd"), "encoding-refused"),
    "a coding nobody knows": (answer(b"x", "200 OK", "Content-Encoding: \x1b[2J"), "encoding-refused"),
    "gzip that ends early": (answer(HALF, "200 OK", GZIP), "truncated"),
    "gzip that is none": (answer(b"<html>", "200 OK", GZIP), "broken-answer"),
    "gzip with a wrong sum": (answer(gzip.compress(b"x" * 99)[:-8] + b"\0" * 8, "200 OK", GZIP), "broken-answer"),
    "a body that ends early": (answer(b"x", "200 OK", "Content-Length: 9"), "truncated"),
    "chunks that end early": (CHUNKED + b"5\r\nab", "truncated"),
    "headers larger than the limit": (answer(b"", "200 OK", "X: " + "x" * 9000), "headers-too-large"),
    "a thousand headers": (answer(b"", "200 OK", *(f"X-{n}: 1" for n in range(1000))), "headers-too-large"),
    "a header that never ends": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500_000, "headers-too-large"),
    "a flood of 100 Continue": (b"HTTP/1.1 100 Continue\r\n\r\n" * 9000, "headers-too-large"),
    "another protocol": (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "broken-answer"),
    "no HTTP at all": (b"SSH-2.0-OpenSSH_9.6\r\n", "broken-answer"),
    "HTTP of 1991": (b"<html>hello</html>", "broken-answer"),
    "nothing": (b"", "broken-answer"),
    "a line break in a header": (b"HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n", "broken-answer"),
    "a redirect to itself": (redirect("/"), "redirect-loop"),
    "a redirect to itself with a fragment": (redirect("/#again"), "redirect-loop"),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_answers_that_are_no_use(server: Served, what: str) -> None:
    server.answers["/"], code = ANSWERS[what]
    transport = GuardedTransport(allow=("127.0.0.1",), limits=LIMITS)
    assert refusal(lambda: transport.fetch(f"{server.url}/")) == code


SLOW: dict[str, tuple[bytes, bytes, float]] = {
    "silence": (b"", b"", 9),
    "a status line that drips": (b"HT", b"T", 0.05),
    "headers that drip": (b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n", 0.05),
    "a body that drips": (b"HTTP/1.1 200 OK\r\n\r\n", b"x", 0.05),
    "chunks that drip": (CHUNKED, b"1\r\nx\r\n", 0.05),
    "gzip that drips nothing": (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip.compress(b""), 0.05),
    "a body that stops": (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx", b"", 9),
}


@pytest.mark.parametrize("what", SLOW)
def test_answers_that_never_end(server: Served, what: str) -> None:
    head, piece, every = SLOW[what]
    server.answers["/"] = drip(head, piece, every, server.stopping)
    transport = GuardedTransport(allow=("127.0.0.1",), limits=IN_HASTE)
    begun = time.perf_counter()
    assert refusal(lambda: transport.fetch(f"{server.url}/")) == "too-slow"
    assert time.perf_counter() - begun < IN_HASTE.seconds + 5


def test_an_endless_body_is_cut_off(server: Served) -> None:
    server.answers["/"] = drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536, 0, server.stopping)
    transport = GuardedTransport(allow=("127.0.0.1",), limits=LIMITS)
    assert refusal(lambda: transport.fetch(f"{server.url}/")) == "too-large"


def test_redirects_without_end(server: Served) -> None:
    server.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    server.answers |= {"/a": redirect("/b"), "/b": redirect(f"{server.url}/a")}
    transport = GuardedTransport(allow=("127.0.0.1",), limits=LIMITS)
    assert refusal(lambda: transport.fetch(f"{server.url}/0")) == "too-many-redirects"
    assert len(server.asked) == 9
    assert refusal(lambda: transport.fetch(f"{server.url}/a")) == "redirect-loop"


def test_the_time_is_that_of_the_whole_fetch(server: Served) -> None:
    def slowly(connection: socket.socket, head: bytes) -> None:
        number = int(head.split(b" ")[1][1:])
        server.stopping.wait(0.2)
        connection.sendall(redirect(f"/{number + 1}"))

    server.answers |= {f"/{n}": slowly for n in range(9)}
    transport = GuardedTransport(allow=("127.0.0.1",), limits=IN_HASTE)
    assert refusal(lambda: transport.fetch(f"{server.url}/0")) == "too-slow"
    assert len(server.asked) <= 3


def test_a_server_that_hangs_up_or_is_not_there(server: Served) -> None:
    def hang_up(connection: socket.socket, _head: bytes) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()

    server.answers["/"] = hang_up
    transport = GuardedTransport(allow=("127.0.0.1",), limits=LIMITS)
    assert refusal(lambda: transport.fetch(f"{server.url}/")) == "broken-answer"
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert refusal(lambda: transport.fetch(f"http://127.0.0.1:{port}/")) == "unreachable"


def secure() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The contexts of a server that is news.example, and of somebody who trusts its certificate."""
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(CERTIFICATE)
    return theirs, ssl.create_default_context(cafile=CERTIFICATE)


def test_the_certificate_must_be_of_the_host_that_is_named() -> None:
    theirs, ours = secure()
    asked_for: list[str | None] = []
    theirs.sni_callback = lambda _socket, name, _context: asked_for.append(name)
    guard = Guard(("127.0.0.1",), resolver=lambda _host: ["127.0.0.1"])
    with serving(theirs) as server:
        server.answers["/"] = answer(b"told in private")
        good, strict = (GuardedTransport(wire=Wire(guard, context)) for context in (ours, None))
        assert good.fetch(f"https://news.example:{server.port}/").body == b"told in private"
        assert asked_for == ["news.example"]
        assert refusal(lambda: good.fetch(f"https://other.example:{server.port}/")) == "unreachable"
        assert refusal(lambda: good.fetch(f"https://127.0.0.1:{server.port}/")) == "unreachable"
        assert refusal(lambda: strict.fetch(f"https://news.example:{server.port}/")) == "unreachable"
        assert len(server.asked) == 1


def test_a_handshake_that_never_ends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        transport = GuardedTransport(allow=("127.0.0.1",), limits=IN_HASTE)
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        assert refusal(lambda: transport.fetch(url)) == "too-slow"


FEEDS = {
    "billion laughs": (
        "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]><r>&c;</r>",
        "xml-declaration",
    ),
    "one long entity, often": (
        f"<!DOCTYPE r [<!ENTITY a '{'x' * 9999}'>]><r>{'&a;' * 9999}</r>",
        "xml-declaration",
    ),
    "a local file": ("<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>&a;</r>", "xml-declaration"),
    "a request": ("<!DOCTYPE r SYSTEM 'http://169.254.169.254/x.dtd'><r/>", "xml-declaration"),
    "parameter entities": ("<!DOCTYPE r [<!ENTITY % a SYSTEM 'http://127.0.0.1/'>%a;]><r/>", "xml-declaration"),
    "laughs after an error": ("<a><b></a><!DOCTYPE r [<!ENTITY a 'ha'>]><r>&a;</r>", "xml-declaration"),
    "depth": ("<a>" * 5000 + "</a>" * 5000, "xml-depth"),
    "attributes": ("<r " + " ".join(f"a{n}=''" for n in range(999)) + "/>", "xml-size"),
    "size": (f"<r>{' ' * 20_000_001}</r>", "xml-size"),
    "an encoding that takes hours": ("<?xml version='1.0' encoding='punycode'?><r/>", "xml-encoding"),
    "an encoding that hides": ("<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE r+AFs-", "xml-encoding"),
}


@pytest.mark.parametrize("what", FEEDS)
def test_feeds_that_would_work_the_parser(what: str) -> None:
    data, code = FEEDS[what]
    assert refusal(lambda: check_xml(data.encode())) == code
    if "error" not in what:
        assert refusal(lambda: parse_xml(data.encode())) == code


def test_there_are_enough_cases_and_every_kind_of_refusal_has_a_code_of_its_own() -> None:
    assert len(ADDRESSES) + len(LOOKUPS) + len(REDIRECTS) + len(ANSWERS) + len(SLOW) + len(FEEDS) >= 60
    kinds = [kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, GatherError)]
    assert len({kind.code for kind in kinds}) == len(kinds) > 15

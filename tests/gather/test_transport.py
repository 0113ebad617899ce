"""What the guarded transport gives back, and what it sends."""

import gzip
import socket
import threading
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gather.servers import Served, answer, redirect
from vedette.errors import GatherError
from vedette.gather import refusals
from vedette.gather.address import Guard
from vedette.gather.inflate import Bounds, gunzip, inflated
from vedette.gather.transport import GuardedTransport, user_agent
from vedette.gather.wire import Wire

if TYPE_CHECKING:
    from vedette.gather.fetched import Transport

PAGE = b"<p>Rebels shelled Idlib.</p>" * 50


def local(**how: object) -> GuardedTransport:
    """A transport that may fetch from this machine."""
    return GuardedTransport(allow=("127.0.0.1",), **how)  # type: ignore[arg-type]


def bare(data: bytes) -> bytes:
    """Deflate without zlib's frame."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def test_an_answer_as_it_is_told(server: Served) -> None:
    server.answers["/a"] = answer(PAGE, "200 OK", 'ETag: "1"', "Content-Type: text/html", "Set-Cookie: id=7")
    transport: Transport = local(agent=user_agent("https://desk.example/contact"))
    got = transport.fetch(f"{server.url}/a?b=%C3%A9#c", {"If-None-Match": '"0"', "Cookie": "x=1", "Host": "evil"})
    assert (got.url, got.final) == (f"{server.url}/a?b=%C3%A9#c", f"{server.url}/a?b=%C3%A9")
    assert (got.status, got.body) == (200, PAGE)
    assert got.headers == {"etag": '"1"', "content-type": "text/html"}
    assert got.at.endswith("+00:00")
    head = server.asked[0].decode().lower()
    assert head.startswith("get /a?b=%c3%a9 http/1.1\r\n")
    assert "(+https://desk.example/contact)" in head
    assert 'if-none-match: "0"' in head
    assert f"host: 127.0.0.1:{server.port}\r\n" in head
    assert "evil" not in head
    assert "cookie" not in head
    assert "zstd" not in head


@pytest.mark.parametrize("status", ["304 Not Modified", "404 Not Found", "410 Gone", "429 Too Many", "503 Busy"])
def test_error_statuses_are_answers(server: Served, status: str) -> None:
    server.answers["/"] = answer(b"", status, "Retry-After: 7")
    got = local().fetch(f"{server.url}/")
    assert got.status == int(status[:3])
    assert got.headers["retry-after"] == "7"


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:])),
        ("gzip", gzip.compress(PAGE) + b"\0\0\0"),
        ("GZIP, identity", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", bare(PAGE)),
        ("identity", PAGE),
        ("", PAGE),
    ],
    ids=["gzip", "two members", "bytes after it", "identity too", "deflate", "bare deflate", "identity", "none"],
)
def test_compressed_bodies_are_made_whole_however_they_are_cut(server: Served, coding: str, packed: bytes) -> None:
    server.answers["/"] = answer(packed, "200 OK", f"Content-Encoding: {coding}")
    got = local().fetch(f"{server.url}/")
    assert got.body == PAGE
    assert "content-encoding" not in got.headers
    assert inflated([packed[i : i + 1] for i in range(len(packed))], coding) == PAGE


@given(st.binary(max_size=3000), st.integers(1, 700), st.sampled_from(["gzip", "deflate"]))
def test_what_was_compressed_comes_back(data: bytes, step: int, coding: str) -> None:
    packed = gzip.compress(data) if coding == "gzip" else zlib.compress(data)
    assert inflated([packed[i : i + step] for i in range(0, len(packed), step)], coding) == data
    assert gunzip(gzip.compress(data)) == data


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_any_bytes_decompress_or_are_refused_with_an_error_of_ours(data: bytes, coding: str) -> None:
    try:
        assert isinstance(inflated([data[:9], data[9:]], coding), bytes)
    except (refusals.TruncatedError, refusals.BrokenError):
        return


def test_no_more_than_the_limit_is_ever_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000, 9)
    pieces = [bomb[i : i + 4096] for i in range(0, len(bomb), 4096)]
    tracemalloc.start()
    with pytest.raises(refusals.RatioError):
        inflated(pieces, "gzip")
    with pytest.raises(refusals.SizeError):
        inflated([bomb], "gzip", Bounds(body=1_000_000, free=10**9))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


def test_an_empty_body_needs_no_compression(server: Served) -> None:
    server.answers["/"] = answer(b"", "200 OK", "Content-Encoding: gzip")
    assert local().fetch(f"{server.url}/").body == b""


def test_redirects_are_followed_and_told(server: Served) -> None:
    server.answers |= {
        "/old": redirect("/older", "301 Moved Permanently"),
        "/older": redirect(f"{server.url}/for good", "308 Permanent Redirect"),
        "/for%20good": redirect("now", "302 Found"),
        "/now": answer(PAGE),
    }
    got = local().fetch(f"{server.url}/old")
    assert (got.url, got.final) == (f"{server.url}/old", f"{server.url}/now")
    assert got.moved == f"{server.url}/for%20good"
    assert got.body == PAGE
    assert server.paths == ["/old", "/older", "/for%20good", "/now"]
    assert local().fetch(f"{server.url}/now").moved is None
    assert local(follows=False).fetch(f"{server.url}/old").status == 301


def test_a_redirect_without_a_place_is_an_answer(server: Served) -> None:
    server.answers["/"] = answer(b"see elsewhere", "302 Found")
    assert local().fetch(f"{server.url}/").body == b"see elsewhere"


def test_a_step_down_from_https_is_told() -> None:
    def reply(request: httpx.Request) -> httpx.Response:
        if request.url.scheme == "https":
            return httpx.Response(302, headers={"Location": f"http://{request.url.host}/plain"})
        return httpx.Response(200, content=b"ok")

    got = GuardedTransport(wire=httpx.MockTransport(reply)).fetch("https://example.org/")
    assert got.remarks == ("redirected from https to http: http://example.org/plain",)


@pytest.mark.parametrize("value", ['"a\r\nX-Evil: 1"', "", "x" * 2000, '"\u4e2d"', '"\x1b[2J"'])
def test_a_validator_that_no_header_can_hold_is_left_out(server: Served, value: str) -> None:
    server.answers["/"] = answer(PAGE)
    assert local().fetch(f"{server.url}/", {"If-None-Match": value}).status == 200
    assert b"if-none-match" not in server.asked[0].lower()
    assert b"Evil" not in server.asked[0]


def test_nothing_is_kept_between_fetches_and_many_may_run_at_once(server: Served) -> None:
    server.answers["/"] = answer(PAGE, "200 OK", "Set-Cookie: a=1; Path=/")
    transport = local()
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda n: transport.fetch(f"{server.url}/?{n}"), range(40)))
    assert {g.body for g in got} == {PAGE}
    assert len(set(server.paths)) == 40
    assert not any(b"cookie" in head.lower() for head in server.asked)


def test_a_proxy_of_the_environment_is_not_used(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.answers["/"] = answer(PAGE)
    assert local().fetch(f"{server.url}/").body == PAGE


def test_the_wire_serves_an_httpx_client_that_posts(server: Served) -> None:
    server.answers["/hook"] = answer(b"taken")
    with httpx.Client(transport=Wire(Guard(("127.0.0.1",))), trust_env=False) as client:
        assert client.post(f"{server.url}/hook", json={"incident": "i12"}).text == "taken"
        with pytest.raises(refusals.AddressError):
            client.post("http://169.254.169.254/", content=b"x")
        with pytest.raises(httpx.ConnectError):
            client.post("http://127.0.0.1:9/")
    assert server.asked[0].startswith(b"POST /hook HTTP/1.1")


def test_connections_are_closed(server: Served) -> None:
    closed = threading.Event()

    def reply(connection: socket.socket, _head: bytes) -> None:
        connection.sendall(answer(PAGE, "200 OK", "Connection: keep-alive"))
        if connection.recv(1) == b"":
            closed.set()

    server.answers["/"] = reply
    local().fetch(f"{server.url}/")
    assert closed.wait(5)


def test_the_agent_names_the_program_and_whom_to_write_to() -> None:
    assert user_agent().startswith("vedette/")
    assert user_agent("desk@example.org").endswith(" (+desk@example.org)")
    for bad in ("a\r\nb", "d\u00e9sk", "(x)", " x", "x" * 300):
        with pytest.raises(GatherError, match="contact"):
            user_agent(bad)

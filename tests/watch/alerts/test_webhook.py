"""The webhook: signed, under one key at every try, and only to addresses that the rules of safety let pass."""

import hashlib
import hmac
import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from tests.gather.servers import Served, answer
from tests.watch.alerts.conftest import Make
from vedette.errors import GatherError
from vedette.gather.address import Guard
from vedette.gather.refusals import AddressError
from vedette.gather.wire import Wire
from vedette.watch.alerts.webhook import call, sign

SECRET = "of these tests"  # noqa: S105
NOW = 1_795_000_000.5
HERE = Wire(Guard(allow=("127.0.0.1",)))


def test_a_call_is_signed_as_its_receiver_checks_it(server: Served, delivery: Make) -> None:
    bodies: list[bytes] = []

    def take(connection: socket.socket, head: bytes) -> None:
        size = int(next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")).split()[1])
        body = head.partition(b"\r\n\r\n")[2]
        while len(body) < size:
            body += connection.recv(65536)
        bodies.append(body)
        connection.sendall(answer(b"", "204 No Content"))

    server.answers["/hook"] = take
    call(delivery(), f"{server.url}/hook", SECRET, HERE, NOW)
    head = server.asked[0].partition(b"\r\n\r\n")[0].decode()
    headers = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:])
    assert head.startswith("POST /hook HTTP/1.1")
    assert headers["vedette-timestamp"] == "1795000000"
    expected = hmac.new(SECRET.encode(), b"1795000000." + bodies[0], hashlib.sha256).hexdigest()
    assert headers["vedette-signature"] == f"v1={expected}"
    assert headers["idempotency-key"] == delivery().key
    assert json.loads(bodies[0]) == delivery().notice | {"key": delivery().key}


def test_the_signature_is_of_secret_time_and_body() -> None:
    told = {sign(secret, time, body) for secret in ("a", "b") for time in ("1", "2") for body in (b"x", b"y")}
    assert len(told) == 8


@pytest.mark.parametrize("status", ["500 Oops", "302 Found", "404 Not Found"])
def test_any_answer_but_a_yes_is_a_failure(server: Served, delivery: Make, status: str) -> None:
    server.answers["/hook/secret"] = answer(b"", status, "Location: /elsewhere")
    with pytest.raises(GatherError, match=status.split(maxsplit=1)[0]) as caught:
        call(delivery(), f"{server.url}/hook/secret", SECRET, HERE, NOW)
    assert "secret" not in str(caught.value)
    assert server.paths == ["/hook/secret"]


def test_an_address_inside_is_refused_unless_the_desk_allows_it(server: Served, delivery: Make) -> None:
    with pytest.raises(AddressError):
        call(delivery(), f"{server.url}/hook", SECRET, Wire(Guard()), NOW)
    assert server.asked == []


def test_a_server_that_is_not_there_is_told(delivery: Make) -> None:
    with pytest.raises(GatherError, match=r"the webhook http://127\.0\.0\.1:9 cannot be called"):
        call(delivery(), "http://127.0.0.1:9/hook", SECRET, HERE, NOW)


def test_the_receiver_that_is_documented_tells_our_calls_from_others() -> None:
    text = (Path(__file__).parents[3] / "docs" / "watch.md").read_text("utf-8")
    known: dict[str, Any] = {}
    exec(text.partition("```python\n")[2].partition("```")[0], known)  # noqa: S102 - a snippet of our own
    at = str(int(time.time()))
    headers = {"Vedette-Timestamp": at, "Vedette-Signature": sign(SECRET, at, b"{}")}
    assert known["is_ours"](SECRET, headers, b"{}")
    assert not known["is_ours"](SECRET, headers, b"{ }")
    assert not known["is_ours"]("another", headers, b"{}")
    old = str(int(time.time()) - 900)
    late = {"Vedette-Timestamp": old, "Vedette-Signature": sign(SECRET, old, b"{}")}
    assert not known["is_ours"](SECRET, late, b"{}")

"""Asking an endpoint: retried, bounded, paid for once, and never with the key in a message."""

import datetime as dt
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.code.llm.endpoint import Endpoint, saying, settings
from vedette.code.llm.client import LARGEST, Client, Pace, waiting
from vedette.code.llm.failures import AnswerError, BudgetError, EndpointError
from vedette.code.llm.keeping import Keep, Limits
from vedette.code.llm.settings import LlmSettings
from vedette.errors import StoreError

ASKED = [{"role": "user", "content": "words " * 50}]
KEY = "sk-very-secret"


def ask(client: Client) -> str:
    return client.ask(ASKED, {"type": "object"}).text


def test_an_answer_is_asked_for_once_and_kept_over_runs(tmp_path: Path) -> None:
    endpoint, path = Endpoint("yes"), tmp_path / "llm.sqlite"
    first = endpoint.client(Keep(path))
    assert (ask(first), ask(first)) == ("yes", "yes")
    assert ask(endpoint.client(Keep(path))) == "yes"
    assert len(endpoint.bodies) == 1
    assert ask(endpoint.client(Keep(path), model="another")) == "yes"
    assert len(endpoint.bodies) == 2


def test_what_fails_is_tried_again_with_longer_waits() -> None:
    endpoint = Endpoint(
        [httpx.Response(503), httpx.ReadTimeout("slow"), httpx.Response(429, headers={"retry-after": "7"}), "yes"]
    )
    assert ask(endpoint.client()) == "yes"
    assert len(endpoint.waited) == 3
    assert 0.7 < endpoint.waited[0] < 1.3 < endpoint.waited[1] < 2.6
    assert endpoint.waited[2] == 7


def test_the_waits_are_bounded() -> None:
    assert waiting(30, None) <= 75
    assert waiting(1, "100000") == 60
    assert waiting(1, "soon") < 2


@pytest.mark.parametrize(
    "answer", [httpx.Response(500), httpx.ReadTimeout("slow"), httpx.Response(302), httpx.Response(418)]
)
def test_an_endpoint_that_never_answers_fails_this_report_alone(answer: Any) -> None:
    with pytest.raises(AnswerError, match=r"gave no answer .* Try again later"):
        ask(Endpoint(answer).client())


def test_a_redirect_is_not_followed() -> None:
    endpoint = Endpoint(httpx.Response(307, headers={"location": "http://evil.test/"}))
    with pytest.raises(AnswerError):
        ask(endpoint.client(key=KEY))
    assert {request.url.host for request in endpoint.requests} == {"model.test"}


def test_an_endpoint_that_is_not_there_ends_the_run() -> None:
    with pytest.raises(EndpointError, match=r"no language model answers at model\.test .* correct url"):
        ask(Endpoint(httpx.ConnectError("refused")).client())


def test_a_refused_key_ends_the_run_and_is_told_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    endpoint = Endpoint(httpx.Response(401))
    with pytest.raises(EndpointError, match="refuses the key") as told:
        ask(endpoint.client(key=KEY))
    assert endpoint.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in str(told.value) + caplog.text


def test_the_key_is_in_no_file(tmp_path: Path) -> None:
    ask(Endpoint("yes").client(Keep(tmp_path / "llm.sqlite"), key=KEY))
    assert all(KEY.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_a_server_that_refuses_the_schema_is_asked_without() -> None:
    def script(body: dict[str, Any]) -> httpx.Response:
        return httpx.Response(400) if "json_schema" in str(body.get("response_format")) else saying("yes")

    endpoint = Endpoint(script)
    client = endpoint.client()
    assert ask(client) == "yes"
    client.ask([*ASKED, *ASKED], {})
    kinds = [body.get("response_format", {}).get("type") for body in endpoint.bodies]
    assert kinds == ["json_schema", "json_object", "json_object"]


def test_a_server_that_knows_no_form_at_all_is_asked_in_words() -> None:
    endpoint = Endpoint(lambda body: httpx.Response(422) if "response_format" in body else saying("yes"))
    assert ask(endpoint.client()) == "yes"
    assert len(endpoint.bodies) == 3


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(200, content=b"<html>"), "malformed"),
        (httpx.Response(200, json=[]), "malformed"),
        (httpx.Response(200, json={"choices": []}), "malformed"),
        (httpx.Response(200, json={"choices": [{"message": None}]}), "malformed"),
        (httpx.Response(200, content=b"[" * 100_000), "malformed"),
        (saying("", refusal="I will not"), "refused"),
        (saying(" "), "empty"),
        (httpx.Response(200, content=b" " * (LARGEST + 1)), "too long"),
    ],
)
def test_what_is_no_answer_is_told_by_kind(answer: httpx.Response, kind: str) -> None:
    with pytest.raises(AnswerError) as told:
        ask(Endpoint(answer).client())
    assert told.value.kind == kind


def test_half_a_character_does_not_stop_the_keeping() -> None:
    raw = b'{"choices": [{"message": {"content": "a\\ud800b"}}]}'
    assert ask(Endpoint(httpx.Response(200, content=raw)).client()) == "a?b"


def test_the_day_s_budget_holds_over_runs_and_ends_with_the_day(tmp_path: Path) -> None:
    now = [dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)]
    endpoint, path, limits = Endpoint("yes"), tmp_path / "llm.sqlite", Limits(cost=0.01)
    told: dict[str, Any] = {"price_in": 20.0, "price_out": 50.0, "max_tokens": 100}

    def client() -> Client:
        return endpoint.client(Keep(path, limits=limits, clock=lambda: now[0]), **told)

    client().ask([{"role": "user", "content": "1"}], {})
    assert client().keep.spent().cost == pytest.approx(100 * 20e-6 + 20 * 50e-6)
    client().ask([{"role": "user", "content": "2"}], {})
    with pytest.raises(BudgetError, match=r"0\.0060 of 0\.0100"):
        client().ask([{"role": "user", "content": "3"}], {})
    assert len(endpoint.bodies) == 2
    now[0] += dt.timedelta(days=1)
    assert client().ask([{"role": "user", "content": "3"}], {}).text == "yes"


def test_a_request_that_fails_costs_nothing() -> None:
    client = Endpoint(httpx.Response(500)).client(price_in=5.0, tokens_a_day=10_000)
    for _ in range(5):
        with pytest.raises(AnswerError):
            ask(client)
    assert client.keep.spent()[1:] == (0, 0.0)


def test_requests_keep_to_the_rate() -> None:
    time, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time[0] += seconds

    pace = Pace(30, sleep, lambda: time[0])
    for _ in range(3):
        pace.wait()
    assert slept == [0.0, 2.0, 2.0]


def test_a_file_that_is_no_file_of_answers_is_told(tmp_path: Path) -> None:
    path = tmp_path / "llm.sqlite"
    path.write_text("not a database, but long enough to be taken for one" * 30)
    with pytest.raises(StoreError, match=r"llm\.sqlite cannot be used"):
        Keep(path)


def test_the_environment_goes_before_the_file() -> None:
    told = LlmSettings(url="http://a.test/v1", model="a").completed({"VEDETTE_LLM_MODEL": "b"})
    assert (told.url, told.model) == ("http://a.test/v1", "b")


@pytest.mark.parametrize(
    "missing", [{}, {"VEDETTE_LLM_URL": "http://a.test/v1"}, {"VEDETTE_LLM_URL": "ftp://a", "VEDETTE_LLM_MODEL": "m"}]
)
def test_an_endpoint_that_is_not_set_is_told_with_the_remedy(missing: dict[str, str]) -> None:
    with pytest.raises(EndpointError, match="VEDETTE_LLM_"):
        LlmSettings().completed(missing)


def test_the_key_is_read_from_the_environment_or_a_file(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(f"{KEY}\n")
    assert settings().key({}) is None
    assert settings().key({"VEDETTE_LLM_KEY": KEY}) == KEY
    assert settings(key_file=str(path)).key({}) == KEY
    assert settings(key_env="OTHER", key_file=str(path)).key({"OTHER": "k2"}) == "k2"
    path.write_text(f"{KEY} and\nmore")
    with pytest.raises(EndpointError, match="is no key") as told:
        settings(key_file=str(path)).key({})
    assert KEY not in str(told.value)
    with pytest.raises(EndpointError, match="cannot be read"):
        settings(key_file=str(tmp_path / "none")).key({})


def test_a_password_in_the_address_is_refused() -> None:
    with pytest.raises(ValueError, match="holds a user or a password"):
        settings(url="https://me:secret@model.test/v1")

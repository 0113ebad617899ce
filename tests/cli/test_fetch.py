"""A page from its address, over a wire that is passed in or from a server on this machine."""

import httpx
import pytest
from typer.testing import CliRunner

from tests.gather.servers import answer, redirect, serving
from vedette.cli import fetch
from vedette.cli.main import app
from vedette.errors import InputError


def answering(**answer: object) -> httpx.MockTransport:
    """A wire that always answers the same."""
    given = {"status_code": 200, "headers": {"Content-Type": "text/html"}, **answer}
    return httpx.MockTransport(lambda _request: httpx.Response(**given))  # type: ignore[arg-type]


def test_the_bytes_of_a_page_behind_a_redirect() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/old":
            return httpx.Response(302, headers={"Location": "/new"})
        assert request.headers["User-Agent"].startswith("vedette/")
        return httpx.Response(200, html="<p>Page</p>")

    assert fetch.fetch("https://example.org/old", httpx.MockTransport(answer)).body == b"<p>Page</p>"


@pytest.mark.parametrize(
    ("wire", "told"),
    [
        (answering(status_code=404), "404 Not Found"),
        (answering(status_code=304), "304 Not Modified"),
        (answering(status_code=599), "answered 599. Save"),
        (answering(headers={"Content-Type": "application/pdf"}), "application/pdf, not a page"),
        (answering(content=b"x" * 1001), "larger than 1,000 bytes"),
        (httpx.MockTransport(lambda r: httpx.Response(302, headers={"Location": str(r.url)})), "in a circle"),
    ],
)
def test_what_is_no_page_is_told(wire: httpx.MockTransport, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_PAGE", 1000)
    with pytest.raises(InputError, match=told):
        fetch.fetch("https://example.org/a", wire)


def test_a_server_that_cannot_be_reached_is_told() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        msg = "refused"
        raise httpx.ConnectError(msg, request=request)

    with pytest.raises(InputError, match=r"ConnectError.*Check the address"):
        fetch.fetch("https://example.org/", httpx.MockTransport(refuse))


def test_a_page_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "PATIENCE", -1.0)
    with pytest.raises(InputError, match="took longer"):
        fetch.fetch("https://example.org/", answering(content=b"<p>slow</p>"))


@pytest.mark.parametrize("setting", [None, "", "0", "10.0.0.0/8, wiki.lan"])
def test_pages_of_the_own_network_are_refused(setting: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(fetch.ALLOWED, raising=False)
    if setting is not None:
        monkeypatch.setenv(fetch.ALLOWED, setting)
    with serving() as server:
        done = CliRunner().invoke(app, ["code", "--jsonl", f"{server.url}/"])
        assert done.exit_code == 1
        assert "127.0.0.1, which is this machine itself" in done.stderr
        assert server.asked == []


@pytest.mark.parametrize("setting", ["1", "127.0.0.1", "10.0.0.0/8 127.0.0.0/8", "10.0.0.1,localhost,127.0.0.1"])
def test_pages_of_the_own_network_are_fetched_where_that_is_set(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fetch.ALLOWED, setting)
    with serving() as server:
        server.answers |= {"/": redirect("/page"), "/page": answer(b"<p>Page</p>")}
        assert fetch.fetch(f"{server.url}/").body == b"<p>Page</p>"
        assert server.paths == ["/", "/page"]  # a person named it: robots.txt is not asked


def test_a_setting_that_is_wrong_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fetch.ALLOWED, "10.0.0.0/99")
    with pytest.raises(InputError, match=r"'10\.0\.0\.0/99' is no address, range or host name"):
        fetch.fetch("https://example.org/")


def test_only_http_is_an_address() -> None:
    assert fetch.is_url("HTTPS://example.org/a")
    assert not fetch.is_url("file:///etc/passwd")
    assert not fetch.is_url("page.html")

"""A page from its address, over a transport that is passed in."""

import httpx
import pytest

from vedette.cli import fetch
from vedette.errors import InputError


def answering(**answer: object) -> httpx.MockTransport:
    """A transport that always answers the same."""
    given = {"status_code": 200, "headers": {"Content-Type": "text/html"}, **answer}
    return httpx.MockTransport(lambda _request: httpx.Response(**given))  # type: ignore[arg-type]


def test_the_bytes_of_a_page_behind_a_redirect() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/old":
            return httpx.Response(302, headers={"Location": "/new"})
        assert request.headers["User-Agent"].startswith("vedette/")
        return httpx.Response(200, html="<p>Page</p>")

    assert fetch.fetch("https://example.org/old", httpx.MockTransport(answer)) == b"<p>Page</p>"


@pytest.mark.parametrize(
    ("transport", "told"),
    [
        (answering(status_code=404), "404 Not Found"),
        (answering(headers={"Content-Type": "application/pdf"}), "application/pdf, not a page"),
        (answering(content=b"x" * 1001), "larger than 1,000 bytes"),
        (httpx.MockTransport(lambda r: httpx.Response(302, headers={"Location": str(r.url)})), "TooManyRedirects"),
    ],
)
def test_what_is_no_page_is_told(transport: httpx.MockTransport, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_PAGE", 1000)
    with pytest.raises(InputError, match=told):
        fetch.fetch("https://example.org/a", transport)


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


def test_only_http_is_an_address() -> None:
    assert fetch.is_url("HTTPS://example.org/a")
    assert not fetch.is_url("file:///etc/passwd")
    assert not fetch.is_url("page.html")

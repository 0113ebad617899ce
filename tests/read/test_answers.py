"""From an answer to a report: whose date is believed, which address it has, and what is no page."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.errors import GatherError, InputError
from vedette.gather.failures import GoneError, NotAPageError, StatusError
from vedette.gather.fetched import Article, Fetched
from vedette.read.answers import Dated, judged_day, read_answer, read_article
from vedette.records.report import content_id

AT = "2026-11-26T12:00:00+00:00"
URL = "https://www.example.org/a"
WORDS = "Rebels shelled the town of Idlib on Monday, officials said, and soldiers left it the day after that."
MORE = "The governor of the province told reporters that the road to the north had been closed since the morning."


def page(head: str = "", extra: str = "") -> str:
    """A page with an article."""
    body = f"<article><h1>Town shelled</h1><p>{WORDS}</p><p>{MORE}</p>{extra}</article>"
    return f"<!doctype html><html><head><title>Town shelled</title>{head}</head><body>{body}</body></html>"


def answer(body: str | bytes, kind: str = "text/html", **how: object) -> Fetched:
    """An answer."""
    data = body.encode() if isinstance(body, str) else body
    return replace(Fetched(URL, URL, 200, {"content-type": kind}, data, AT), **how)  # type: ignore[arg-type]


def test_a_page_is_read_as_a_report() -> None:
    head = '<meta property="og:site_name" content="The Sample"><link rel="canonical" href="/story/7?utm_source=x">'
    report = read_answer(answer(page(head)))
    assert (report.title, report.publisher, report.url) == (
        "Town shelled",
        "The Sample",
        "https://www.example.org/story/7",
    )
    assert report.text == f"{WORDS}\n\n{MORE}"
    assert report.id == content_id(report.text)
    told = Article(URL, title="Other", publisher="Ours", published="2026-11-25T23:30:00-08:00")
    report = read_answer(answer(page(head)), told, publisher="The source's")
    assert (report.title, report.publisher) == ("Town shelled", "Ours")
    assert (report.published, report.published_by) == ("2026-11-25", "feed")
    assert read_answer(answer(page(head)), publisher="The source's").publisher == "The source's"


CASES: list[tuple[Dated, str | None, Dated]] = [
    # page's own, source's, believed
    ((None, "unknown"), None, (None, "unknown")),
    ((None, "unknown"), "2026-11-25T10:00:00+00:00", ("2026-11-25", "feed")),
    (("2026-11-25", "metadata"), None, ("2026-11-25", "metadata")),
    (("2026-11-25", "metadata"), "2026-11-24T23:00:00Z", ("2026-11-25", "metadata")),
    (("2026-11-26", "metadata"), "2026-11-20T10:00:00Z", ("2026-11-20", "feed")),
    (("2026-11-20", "metadata"), "2026-11-26T10:00:00Z", ("2026-11-20", "metadata")),
    (("2027-11-25", "metadata"), "2026-11-25T10:00:00Z", ("2026-11-25", "feed")),
    (("2026-11-25", "metadata"), "2027-11-25T10:00:00Z", ("2026-11-25", "metadata")),
    (("2026-11-25", "metadata"), "1970-01-01T00:00:00Z", ("2026-11-25", "metadata")),
    (("2027-01-01", "metadata"), "2028-01-01", (None, "unknown")),
    (("1970-01-01", "metadata"), None, (None, "unknown")),
    (("2026-11-23", "dateline"), "2026-11-24T10:00:00Z", ("2026-11-24", "feed")),
    (("2024-01-23", "dateline"), "2026-11-24T10:00:00Z", ("2024-01-23", "dateline")),
    (("2024-01-23", "text"), "2026-11-24T10:00:00Z", ("2026-11-24", "feed")),
    (("2024-01-23", "given"), "2026-11-24T10:00:00Z", ("2024-01-23", "given")),
    (("2026-11-27", "metadata"), None, ("2026-11-27", "metadata")),
]


@pytest.mark.parametrize(("own", "told", "believed"), CASES)
def test_whose_date_is_believed(own: Dated, told: str | None, believed: Dated) -> None:
    assert judged_day(own, told, URL, AT) == believed


def test_where_the_page_says_an_impossible_day_its_address_is_asked() -> None:
    own: Dated = ("2099-01-01", "metadata")
    assert judged_day(own, None, "https://example.org/2026/11/25/a", AT) == ("2026-11-25", "url")
    assert judged_day(own, None, "https://example.org/2099/11/25/a", AT) == (None, "unknown")


@settings(deadline=None)
@given(
    st.tuples(st.dates().map(str) | st.none(), st.sampled_from(["metadata", "url", "dateline", "text"])),
    st.none() | st.dates().map(str) | st.datetimes().map(lambda moment: moment.isoformat()) | st.text(max_size=12),
)
def test_a_believed_day_was_told_and_can_be(own: Dated, told: str | None) -> None:
    day, how = judged_day(own, told, URL, AT)
    assert (day is None) == (how == "unknown")
    if day:
        assert day in (own[0], (told or "")[:10])
        assert "1990-01-01" <= day <= "2026-11-28"


def test_a_page_with_the_day_of_the_visit_is_dated_by_its_feed() -> None:
    visited = page('<meta name="date" content="2026-11-26">')
    report = read_answer(answer(visited), Article(URL, published="2026-10-01T08:00:00+03:00"))
    assert (report.published, report.published_by) == ("2026-10-01", "feed")


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        (b"%PDF-1.7", "application/pdf", "gives application/pdf, not a page"),
        (b"\x89PNG", "image/png", "image/png"),
        ("<rss></rss>", "text/html", "gives a feed"),
        ('{"a": 1}', "application/json", "application/json"),
        (b"\x00\x01", "", "something without a type"),
        ("<urlset></urlset>", "text/xml", "text/xml"),
    ],
)
def test_what_is_no_page_is_named(body: str | bytes, kind: str, told: str) -> None:
    with pytest.raises(NotAPageError, match=told):
        read_answer(answer(body, kind))


def test_an_error_of_the_server_is_no_page() -> None:
    with pytest.raises(GoneError):
        read_answer(answer(page(), status=410))
    with pytest.raises(StatusError, match="answered 503"):
        read_answer(answer(page(), status=503))
    with pytest.raises(InputError, match="no article"):
        read_answer(answer("<html><body><a>Menu</a></body></html>"))


@pytest.mark.parametrize(
    ("encoding", "kind"),
    [
        ("utf-8", "text/html"),
        ("windows-1252", "text/html; charset=windows-1252"),
        ("windows-1252", "text/html; charset=ISO-8859-1"),
        ("utf-8", "text/html; charset=windows-1252"),
        ("utf-8", "text/html; charset=made-up"),
        ("utf-16", "text/html; charset=iso-8859-1"),
        ("windows-1250", 'text/html; charset="windows-1250"'),
    ],
)
def test_the_encoding_of_the_answer(encoding: str, kind: str) -> None:
    body = page(extra="<p>The mayor of Żabno spoke of a crime and asked for help from the neighbours there.</p>")
    body = body if encoding in ("utf-8", "utf-16", "windows-1250") else body.replace("Ż", "Ü")
    assert ("Żabno" in (text := read_answer(answer(body.encode(encoding), kind)).text)) or "Üabno" in text


def test_plain_text_is_read_too() -> None:
    report = read_answer(answer(f"{WORDS}\n\n{MORE}", "text/plain; charset=utf-8"), Article(URL, title="Town shelled"))
    assert (report.text, report.title, report.url) == (f"{WORDS}\n\n{MORE}", "Town shelled", URL)


def test_an_article_that_its_source_carries() -> None:
    article = Article(URL, title="Town shelled", published="2026-11-25", page=page().encode())
    report = read_article(article, AT, publisher="The Sample")
    assert (report.text, report.url, report.publisher) == (f"{WORDS}\n\n{MORE}", URL, "The Sample")
    assert (report.published, report.published_by) == ("2026-11-25", "feed")
    report = read_article(Article("/srv/news/a.txt", text=WORDS), AT)
    assert (report.text, report.url) == (WORDS, None)
    with pytest.raises(NotAPageError, match="Fetch it first"):
        read_article(Article(URL), AT)


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["text/html", "text/plain; charset=utf-16", "", "text/xml", "a;b=c;="]))
def test_any_answer_is_read_or_refused_by_name(body: bytes, kind: str) -> None:
    try:
        report = read_answer(answer(body, kind))
    except (GatherError, InputError):
        return
    assert report.text

"""Pages: the article out of its page, metadata, dates and errors."""

import time

import pytest

from vedette.errors import InputError
from vedette.read import body_spans, read_html, read_item

ARTICLE = (
    "<p>Rebels captured the town of Goma on Monday after a night of gunfire, residents and officials said.</p>"
    "<p>The army withdrew to the west, and thousands of people fled from the camps around the town.</p>"
    "<p>Rwanda denied that its soldiers had taken part in the attack on the provincial capital.</p>"
)


def page(head: str = "", body: str = ARTICLE, tail: str = "") -> str:
    return (
        f"<html><head><title>Rebels take Goma - Sample Post</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Rebels take Goma</h1>{body}</article>{tail}</body></html>"
    )


def ld(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


def test_body_is_cleaned_and_wholly_body() -> None:
    report = read_html(page(tail="<footer><p>© 2025 Sample Post</p></footer>"))
    assert report.text.startswith("Rebels captured the town of Goma")
    assert report.text.endswith("the provincial capital.")
    assert report.text.count("\n\n") == 2
    assert "Home" not in report.text
    assert "©" not in report.text
    assert body_spans(report) == [(0, len(report.text))]
    assert report.language == "en"


def test_json_ld_gives_the_fields() -> None:
    data = (
        '{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"x"},{"@type":["NewsArticle"],'
        '"headline":"M23 takes Goma","description":"The city fell.","datePublished":"2025-01-27T06:00:00+02:00",'
        '"dateModified":"2025-01-29","author":[{"@type":"Person","name":"Jane Doe"},{"name":"Ali Khan"}],'
        '"publisher":{"name":"Sample Post"},"sourceOrganization":{"name":"AFP"}}]}'
    )
    report = read_html(page(ld(data)))
    assert (report.title, report.summary, report.byline) == ("M23 takes Goma", "The city fell.", "Jane Doe, Ali Khan")
    assert (report.published, report.published_by) == ("2025-01-27", "metadata")
    assert (report.publisher, report.original_source) == ("Sample Post", "AFP")


def test_broken_json_ld_does_not_stop_the_page() -> None:
    report = read_html(page(ld('{"@type": "NewsArticle", "headline": ') + '<meta name="date" content="2025-01-27">'))
    assert (report.title, report.published, report.published_by) == ("Rebels take Goma", "2025-01-27", "metadata")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2025-01-27T06:00Z">',
        '<meta name="pubdate" content="27 Jan 2025">',
        '<meta itemprop="datePublished" content="2025-01-27">',
    ],
)
def test_dates_in_meta_elements(head: str) -> None:
    assert (read_html(page(head)).published, read_html(page(head)).published_by) == ("2025-01-27", "metadata")


def test_date_from_the_address_the_visible_text_or_nowhere() -> None:
    url = "https://a.example/2025/01/27/goma"
    by_url = read_html(page(), url=url)
    assert (by_url.published, by_url.published_by, by_url.url) == ("2025-01-27", "url", url)
    by_text = read_html(page(body=f"<p>Published: 27 January 2025</p>{ARTICLE}"))
    assert (by_text.published, by_text.published_by) == ("2025-01-27", "text")
    nowhere = read_html(page(body=f"<p>2 hours ago</p>{ARTICLE}"))
    assert (nowhere.published, nowhere.published_by) == (None, "unknown")


def test_given_fields_outrank_the_page() -> None:
    head = '<meta name="date" content="2025-01-27"><meta property="og:site_name" content="Sample Post">'
    report = read_html(page(head), id="7", title="T", published="2025-02-01", publisher="P", url="https://a.example/x")
    assert (report.id, report.title, report.published, report.published_by) == ("7", "T", "2025-02-01", "given")
    assert (report.publisher, report.url) == ("P", "https://a.example/x")


def test_furniture_that_the_extractor_leaves_is_kept_apart() -> None:
    body = f"{ARTICLE}<p>Original Source: www.example.com</p><p>Read more: Who is the M23?</p>"
    body += "<p>Correction: The town is Goma.</p><figure><figcaption>A rebel in Goma.</figcaption></figure>"
    report = read_html(page(body=body))
    assert report.original_source == "www.example.com"
    assert report.captions == ("A rebel in Goma.",)
    assert report.corrections == ("Correction: The town is Goma.",)
    assert "Read more: Who is the M23?" in report.furniture
    assert report.text.endswith("the provincial capital.")


def test_site_name_leaves_the_title() -> None:
    head = '<meta property="og:title" content="Rebels take Goma | Sample Post">'
    report = read_html(page(head + '<meta property="og:site_name" content="Sample Post">'))
    assert report.title == "Rebels take Goma"


@pytest.mark.parametrize(
    "html",
    [
        "<p>Rebels captured the town on Monday.</p>",
        "<?xml version='1.0' encoding='utf-8'?>" + page(),
        "<html><body><div><p>Rebels captured the town on Monday.</p></div></body></html>",
    ],
)
def test_small_and_odd_pages_are_read(html: str) -> None:
    assert read_html(html).text.startswith("Rebels captured the town")


def test_bytes_are_decoded_by_their_declaration() -> None:
    body = "<p>Thérèse said on Monday that rebels had captured the town of Goma in the night.</p>"
    html = page('<meta charset="iso-8859-1">', body=body)
    assert read_html(html.encode("cp1252")).text.startswith("Thérèse said")


def test_article_body_of_json_ld_serves_a_page_without_paragraphs() -> None:
    data = '{"@type":"NewsArticle","articleBody":"Rebels captured the town of Goma on Monday, residents said."}'
    html = f"<html><head>{ld(data)}</head><body><div id='app'></div></body></html>"
    assert read_html(html).text == "Rebels captured the town of Goma on Monday, residents said."


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("just words", "no markup"),
        ("", "empty"),
        ("<html><body><nav><a>Home</a> <a>World</a></nav></body></html>", "no article"),
        ("<html><body><p>Accept all cookies</p><p>Menu</p></body></html>", "no article"),
        (page(body="<p>Les rebelles ont pris la ville de Goma lundi matin, selon les habitants.</p>"), "French"),
        ("<p>Rebels \ud800 fled</p>", "surrogate"),
        ("<p>" + "x" * 20_000_001, "20 MB"),
    ],
)
def test_pages_that_cannot_be_read(html: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_html(html)


@pytest.mark.parametrize(
    "data",
    [
        "[" * 100_000,
        '{"@type":"NewsArticle","author":' + "[" * 900 + "]" * 900 + "}",
        '{"@type":[{"a":1},["NewsArticle"],"NewsArticle"],"author":{"name":["x"]},"headline":{"a":[1]}}',
        '{"@type":{"a":1},"@graph":7,"datePublished":[2024],"publisher":false}',
        '{"@type":"NewsArticle","datePublished":' + "9" * 100_000 + "}",
    ],
)
def test_data_of_any_shape_does_not_stop_the_page(data: str) -> None:
    assert read_html(page(ld(data))).title == "Rebels take Goma"


def test_a_page_that_would_take_minutes_is_refused_at_once() -> None:
    begun = time.perf_counter()
    with pytest.raises(InputError, match=r"300,0\d\d tags; the limit is 100,000"):
        read_html(page(tail="<p>x" * 300_000))
    assert time.perf_counter() - begun < 3


def test_item_with_html() -> None:
    report = read_item({"id": "h1", "html": page(), "published": "2025-01-27"})
    assert (report.id, report.published_by) == ("h1", "given")
    assert report.text.startswith("Rebels captured")

"""Addresses in their one spelling: what is taken out, what is left, and that doing it twice changes nothing more."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vedette.errors import DataFileError, GatherError
from vedette.gather.tracking import load
from vedette.gather.urls import MAX_LENGTH, canonical, identity, page_address, same_site

SAME = [
    ("HTTP://Example.ORG:80/News", "http://example.org/News"),
    ("https://example.org.:443", "https://example.org/"),
    ("https://example.org:8443/a", "https://example.org:8443/a"),
    ("https://example.org/a?utm_source=feed&id=7&fbclid=x&UTM_Medium=y", "https://example.org/a?id=7"),
    ("https://example.org/a?%75tm_source=feed", "https://example.org/a"),
    ("https://example.org/?p=12&&story=&b", "https://example.org/?p=12&story=&b"),
    ("https://example.org/a#comments", "https://example.org/a"),
    ("https://example.org/#!/news/12", "https://example.org/#!/news/12"),
    ("https://example.org/a/./b/../c", "https://example.org/a/c"),
    ("https://example.org/a/%2e%2e/%7Euser/%c3%a9 x", "https://example.org/~user/%C3%A9%20x"),
    ("https://example.org/../../etc/passwd", "https://example.org/etc/passwd"),
    ("https://example.org/100%/a%zz", "https://example.org/100%25/a%25zz"),
    ("https://example.org/a%2Fb", "https://example.org/a%2Fb"),
    ("https://bücher.example/ö", "https://xn--bcher-kva.example/%C3%B6"),
    ("https://example\u3002org/a", "https://example.org/a"),
    (" \n https://example.org/a\n\tb ", "https://example.org/ab"),
    ("http://[2001:DB8:0::1]:80/", "http://[2001:db8::1]/"),
    ("https://amp.theguardian.com/world/2024/nov/27/a", "https://www.theguardian.com/world/2024/nov/27/a"),
    ("https://www.google.com/amp/s/www.example.org/a?x=1", "https://www.example.org/a?x=1"),
    ("https://example-org.cdn.ampproject.org/c/s/example.org/a", "https://example.org/a"),
    ("https://www.google.com/url?rct=j&url=https://example.org/a%3Futm_source%3Dg%26id%3D7", "https://example.org/a?id=7"),
    ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"),
    ("https://www.theguardian.com/a?CMP=share", "https://www.theguardian.com/a"),
    ("https://example.org/a?CMP=share", "https://example.org/a?CMP=share"),
]  # fmt: skip


@pytest.mark.parametrize(("given_url", "spelt"), SAME)
def test_one_spelling(given_url: str, spelt: str) -> None:
    assert canonical(given_url) == spelt
    assert canonical(spelt) == spelt


@pytest.mark.parametrize(
    ("link", "whole"),
    [
        ("/a", "https://example.org/a"),
        ("b.html", "https://example.org/news/b.html"),
        ("?id=7", "https://example.org/news/feed.xml?id=7"),
        ("//other.example/a", "https://other.example/a"),
        ("https://other.example/a", "https://other.example/a"),
    ],
)
def test_a_relative_address_is_read_from_its_base(link: str, whole: str) -> None:
    assert canonical(link, base="https://example.org/news/feed.xml") == whole


@pytest.mark.parametrize(
    "url",
    [
        *("", " ", "example.org/a", "javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/", "data:x,y"),
        *("http://", "http:///a", "https://user:secret@example.org/", "http://a.example:99999/", "http://a.example:0/"),
        *("http://exa mple.org/", "http://-a.example/", "http://a..example/", "http://[::1", "http://[fe80::1%25eth0]/"),
        *("http://\ud800.example/", "http://" + "a" * 64 + ".example/", "https://example.org/" + "a" * MAX_LENGTH),
        *("https://example.org/" + "é" * 2000, "http://\u2100.example/"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(GatherError, match="address"):
        canonical(url)


URLS = st.one_of(
    st.from_regex(r"https?://[a-z0-9.-]{1,20}(:[0-9]{1,5})?[/?#]?.{0,60}", fullmatch=True),
    st.builds(
        lambda host, inner: host + inner,
        st.sampled_from(
            ["https://www.google.com/url?q=", "https://www.google.com/amp/s/", "https://a.cdn.ampproject.org/c/"]
        ),
        st.text(max_size=60) | st.sampled_from([spelt for _, spelt in SAME]),
    ),
    st.builds("https://example.org/{}?{}#{}".format, *[st.text("ab%25cC2F./&=?#é ~+;", max_size=30)] * 3),
)


@settings(max_examples=200, deadline=None)
@given(URLS)
@example("https://example.org/%%41")
@example("https://example.org/a?%2575tm_source=1&utm_%&%utm_a=b")
@example("https://example.org//evil.example/..//x")
def test_spelling_twice_changes_nothing_more(url: str) -> None:
    try:
        once = canonical(url)
    except GatherError:
        return
    assert canonical(once) == once
    assert re.fullmatch(r"https?://[\x21-\x7e]+", once)
    assert identity(once) == identity(url)


@settings(max_examples=100, deadline=None)
@given(URLS, st.sampled_from(["utm_source=a", "fbclid=b", "gclid=", "UTM_TERM=é"]))
def test_a_tracking_parameter_makes_no_other_page(url: str, parameter: str) -> None:
    whole, _, fragment = url.partition("#")
    bare = re.sub(r"[\x00-\x1f\x7f]", "", whole).strip()  # white space at an end would be within, before a parameter
    if bare.startswith("https://www.google.com/amp") or "\ud800" <= max(url) <= "\udfff":
        return
    try:
        plain = canonical(bare)
    except GatherError:
        return
    if not fragment and len(plain) < 1000:
        assert canonical(bare + ("&" if "?" in bare else "?") + parameter) == plain


def test_identity_passes_over_the_scheme_and_www() -> None:
    assert identity("http://www.example.org/a?utm_source=x") == identity("https://example.org/a") == "example.org/a"
    assert identity("https://example.org/b") != identity("https://example.org/a")


def test_a_site_is_its_host() -> None:
    assert same_site("https://www.example.org/a", "http://m.example.org/b")
    assert not same_site("https://evil.blog.example/a", "https://blog.example/b")
    assert not same_site("https://example.org.evil.example/", "https://example.org/")


def linking(href: str, rel: str = "canonical") -> str:
    """A page with a link of its own."""
    return (
        f"<html><head><!-- <link rel=canonical href='/commented'> --><LINK href='{href}' data-x rel=\"{rel}\"></head>"
    )


@pytest.mark.parametrize(
    ("page", "address"),
    [
        (linking("/story/7?utm_source=x&amp;id=1"), "https://www.example.org/story/7?id=1"),
        (linking("https://example.org/story/7"), "https://example.org/story/7"),
        (linking("https://evil.example/story/7"), "https://www.example.org/amp/7"),
        (linking("https://www.example.org/"), "https://www.example.org/amp/7"),
        (linking("javascript:x"), "https://www.example.org/amp/7"),
        (linking("/feed", rel="alternate"), "https://www.example.org/amp/7"),
        ("<link rel=canonical href=/bare>", "https://www.example.org/bare"),
        ("no markup", "https://www.example.org/amp/7"),
    ],
)
def test_a_page_says_its_own_address_within_its_site(page: str, address: str) -> None:
    assert page_address(page, "https://www.example.org/amp/7?fbclid=1") == address


@pytest.mark.parametrize(
    "toml",
    [
        "[any]\nnames = []",
        "[any]\nnames = ['A']\nprefixes = []",
        "[any]\nnames = []\nprefixes = []\n[[variant]]\nfrom = 'a.b'\nto = 'c.d'\n[[variant]]\nfrom = 'c.d'\nto = 'e'",
        "[any]\nnames = []\nprefixes = []\n[variant]\nfrom = 'a.b'\nto = 'c.d'",
        "[odd]",
    ],
)
def test_a_broken_table_is_told(tmp_path: Path, toml: str) -> None:
    (tmp_path / "tracking.toml").write_text(toml, "utf-8")
    with pytest.raises(DataFileError, match=r"tracking\.toml"):
        load(tmp_path / "tracking.toml")

"""Feeds of all kinds and shapes: what is listed, what is listed again, what is odd, what is no feed."""

import json
import unicodedata
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gather.fakes import NOW, Fake, no_problem
from vedette.errors import GatherError
from vedette.gather.failures import GoneError, NotAFeedError, StatusError
from vedette.gather.fetched import Article, Memory, Problem
from vedette.gather.refusals import UnreachableError, XmlDeclarationError
from vedette.gather.sources.feed import Feed
from vedette.gather.sources.listing import LEAST_REMEMBERED, MOST_LISTED
from vedette.read import read_html

AT = "https://example.org/feeds/news.xml"
DAY = "Wed, 25 Nov 2026 01:00:00 +0300"


def rss(*items: str, link: str = "https://example.org/") -> str:
    """An RSS feed of some items."""
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<rss version="2.0" {names}><channel><title>T</title><link>{link}</link>{"".join(items)}</channel></rss>'


def item(**fields: object) -> str:
    """An item of RSS; a double underscore stands for the colon of a namespace."""
    told = {"title": "Town shelled", "link": "https://example.org/a", "guid": "urn:a", "pubDate": DAY} | fields
    parts = ((name.replace("__", ":"), value) for name, value in told.items() if value is not None)
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts) + "</item>"


def visit(body: object, memory: Memory | None = None, tell: Any = no_problem, **settings_: Any) -> list[Article]:
    """The articles of one visit."""
    return list(Feed(AT, tell=tell, **settings_).articles(Fake({AT: body}), memory or Memory()))


def one(*items: str, **settings_: Any) -> Article:
    """The one article of a feed of some items."""
    (article,) = visit(rss(*items), **settings_)
    return article


RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="{AT}"><title>T</title><link>https://example.org/</link>
</channel><item rdf:about="https://example.org/a"><title>Town shelled</title><link>https://example.org/a</link>
<dc:date>2026-11-25T01:00:00+03:00</dc:date></item></rdf:RDF>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/x/"><title>T</title>
<entry><id>urn:a</id><title type="html">Town &lt;b&gt;shelled&lt;/b&gt;</title><link rel="self" href="self.xml"/>
<link rel="alternate" type="application/pdf" href="../a.pdf"/><link href="../a"/>
<published>2026-11-25T01:00:00+03:00</published><updated>2026-11-25T02:00:00+03:00</updated></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": 7, "url": "/a?utm_source=f", "title": "Town shelled", "date_published": "2026-11-25T01:00:00+03:00"}
        ],
    }
)


@pytest.mark.parametrize(
    ("body", "ident"),
    [(rss(item()), "urn:a"), (RDF, "https://example.org/a"), (ATOM, "urn:a"), (JSON, "7"), ("\ufeff \n" + JSON, "7")],
)
def test_every_kind_of_feed(body: str, ident: str) -> None:
    (article,) = visit(body)
    assert (article.url, article.id, article.title) == ("https://example.org/a", ident, "Town shelled")
    assert article.published == "2026-11-25T01:00:00+03:00"
    assert (article.page, article.text) == (None, None)
    assert article.remarks == ()


def test_nothing_is_listed_twice_and_an_edited_entry_again() -> None:
    memory = Memory()
    assert [a.title for a in visit(rss(item()), memory)] == ["Town shelled"]
    assert visit(rss(item()), memory) == []
    assert [a.title for a in visit(rss(item(title="Town shelled, 12 killed")), memory)] == ["Town shelled, 12 killed"]
    later = rss(item(title="Town shelled, 12 killed", pubDate="Wed, 25 Nov 2026 05:00:00 +0300"))
    assert len(visit(later, memory)) == 1
    assert visit(later, memory) == []


@pytest.mark.parametrize(
    "again",
    [
        item(guid="urn:other"),
        item(link="https://example.org/renamed"),
        item(link="http://www.example.org/a?utm_campaign=x#top"),
        item(guid=None),
        item() + item(),
        item() + item(title="An older title of the same"),
    ],
)
def test_an_entry_is_known_by_its_id_or_its_address(again: str) -> None:
    memory = Memory()
    visit(rss(item()), memory)
    assert visit(rss(again), memory) == []


def test_a_constant_id_and_a_constant_address_tell_nothing() -> None:
    same_id = [item(guid="news", link=f"https://example.org/{n}", title=f"Title {n}") for n in range(3)]
    assert len(visit(rss(*same_id))) == 3
    same_link = [item(guid=f"urn:{n}", link="https://example.org/live", title=f"Title {n}") for n in range(3)]
    memory = Memory()
    assert len(visit(rss(*same_link), memory)) == 3
    new = item(guid="urn:new", link="https://example.org/live", title="New")
    assert [a.id for a in visit(rss(new, *same_link), memory)] == ["urn:new"]


def test_a_date_that_all_entries_share_is_that_of_the_feed() -> None:
    memory = Memory()

    def feed(hour: int) -> str:
        when = f"Wed, 25 Nov 2026 {hour:02}:00:00 GMT"
        return rss(*(item(guid=f"urn:{n}", link=f"https://example.org/{n}", pubDate=when) for n in range(5)))

    assert len(visit(feed(1), memory)) == 5
    assert visit(feed(2), memory) == []


def test_an_entry_without_a_date_is_listed_again_when_its_words_change() -> None:
    memory = Memory()
    article = visit(rss(item(pubDate=None, description="One")), memory)[0]
    assert (article.published, article.remarks) == (None, ("no date",))
    assert visit(rss(item(pubDate=None, description="One")), memory) == []
    assert len(visit(rss(item(pubDate=None, description="Two")), memory)) == 1


@pytest.mark.parametrize(
    ("words", "published", "odd"),
    [
        ("Fri, 26 Nov 2027 10:00:00 GMT", "2027-11-26T10:00:00+00:00", "in the future"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00+00:00", "before there was news"),
        ("Thu, 26 Nov 2026 23:00:00 GMT", "2026-11-26T23:00:00+00:00", None),
        ("2026-11-25", "2026-11-25", None),
        ("25 November 2026", "2026-11-25", None),
        ("Wednesday, 25 November 2026 10:00", "2026-11-25", None),
        ("the day before yesterday", None, "cannot be read"),
        ("Wed, 32 Nov 2026 99:00:00 GMT", None, "cannot be read"),
    ],
)
def test_times_are_kept_as_said_and_what_is_odd_is_told(words: str, published: str | None, odd: str | None) -> None:
    article = one(item(pubDate=words))
    assert (article.published or "")[:10] == (published or "")[:10]
    assert len(article.remarks) == (odd is not None)
    assert odd is None or odd in article.remarks[0]


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        (item(link="/b"), "https://example.org/b"),
        (item(link="b.html"), "https://example.org/b.html"),
        (item(link=None, guid="https://example.org/g"), "https://example.org/g"),
        (item(link="https://feeds.example/r", feedburner__origLink="https://example.org/o"), "https://example.org/o"),
        (item(link="https://www.google.com/url?url=https://example.org/w&amp;ct=ga"), "https://example.org/w"),
    ],
)
def test_where_an_entry_links(entry: str, url: str) -> None:
    feed = rss(entry).replace("<rss ", '<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" ')
    assert [a.url for a in visit(feed)] == [url]


@pytest.mark.parametrize("guid", ["tag:example.org,2026:a", "12345", "../../etc/passwd", "javascript:alert(1)"])
def test_an_entry_without_a_page_carries_its_words(guid: str) -> None:
    told: list[Problem] = []
    words = "Rebels shelled the town of Idlib on Monday, officials said, and soldiers left it the day after that."
    entries = item(link=None, guid=guid, description=words), item(link="javascript:x", guid=None, title="Nothing")
    (article,) = visit(rss(*entries), tell=told.append)
    assert article.url.startswith(f"{AT}#/entry/")
    assert article.page is not None
    assert words in read_html(article.page).text
    assert [p.where for p in told] == [f"{AT} entry 2 (Nothing)"]
    assert visit(rss(*entries), tell=told.append) == [article]


def test_a_feed_that_carries_whole_articles() -> None:
    content = "&lt;p&gt;Rebels shelled the town of Idlib on Monday, officials said.&lt;/p&gt;"
    article = one(item(description="Rebels shelled", content__encoded=content), whole=True)
    assert article.page is not None
    assert b"<article><p>Rebels shelled the town" in article.page
    assert one(item(content__encoded=content)).page is None


def test_whose_article_it_is() -> None:
    source = '<source url="https://other.example/rss">Other &amp;amp; Co</source></item>'
    assert one(item().replace("</item>", source), publisher="Ours").publisher == "Other & Co"
    assert one(item(), publisher="Ours").publisher == "Ours"
    assert one(item()).publisher is None


def test_only_what_changed_is_asked_for() -> None:
    server = Fake({AT: (200, {"etag": '"1"', "last-modified": DAY}, rss(item()))})
    memory, feed = Memory(), Feed(AT)
    assert len(list(feed.articles(server, memory))) == 1
    server.answers[AT] = (304, {}, b"")
    assert list(feed.articles(server, memory)) == []
    assert [headers for _, headers in server.asked] == [{}, {"If-None-Match": '"1"', "If-Modified-Since": DAY}]


def test_a_visit_that_is_broken_off_loses_nothing() -> None:
    feed = rss(*(item(guid=f"urn:{n}", link=f"https://example.org/{n}") for n in range(5)))
    server, memory = Fake({AT: (200, {"etag": '"1"'}, feed)}), Memory()
    first = list(islice(Feed(AT).articles(server, memory), 2))
    assert memory.etag is None
    rest = list(Feed(AT).articles(server, memory))
    assert [a.id for a in (*first[:1], *rest)] == [f"urn:{n}" for n in range(5)]
    assert memory.etag == '"1"'


def test_a_permanent_redirect_is_remembered_once_it_has_proved_to_be_a_feed() -> None:
    new = "https://example.org/new.xml"
    server, memory = Fake({AT: "<html>for sale</html>"}, moved={AT: new}), Memory()
    with pytest.raises(NotAFeedError):
        list(Feed(AT).articles(server, memory))
    assert memory.moved == {}
    server.answers |= {AT: rss(item()), new: rss(item(), item(guid="urn:b", link="/b"))}
    assert len(list(Feed(AT).articles(server, memory))) == 1
    assert memory.moved == {AT: new}
    assert [a.id for a in Feed(AT).articles(server, memory)] == ["urn:b"]
    assert [url for url, _ in server.asked] == [AT, AT, new]


@pytest.mark.parametrize("fault", [(404, {}, b""), (410, {}, b""), UnreachableError("no connection")])
def test_a_feed_that_moved_and_is_no_more_there_is_asked_at_its_own_address(fault: object) -> None:
    new = "https://example.org/new.xml"
    memory = Memory(etag='"1"', moved={AT: new})
    server = Fake({AT: rss(item()), new: fault})
    assert len(list(Feed(AT).articles(server, memory))) == 1
    assert memory.moved == {}
    assert server.asked[1] == (AT, {})


@pytest.mark.parametrize(
    ("answer", "error", "told"),
    [
        ((410, {}, b""), GoneError, "gone for good"),
        ((503, {}, b""), StatusError, "answered 503"),
        ((304, {}, b""), StatusError, "answered 304"),
        (UnreachableError("no connection"), UnreachableError, "no connection"),
        ("", NotAFeedError, "neither RSS"),
        ("/etc/passwd", NotAFeedError, "neither RSS"),
        ("{oops", NotAFeedError, "begins like JSON"),
        ('{"items": []}', NotAFeedError, "no JSON Feed"),
        ("[" * 100_000, NotAFeedError, "neither RSS"),
        ('{"a":' + "[" * 100_000, NotAFeedError, "begins like JSON"),
        ("<html><body>Not found</body></html>", NotAFeedError, "neither RSS"),
        (
            '<html><link rel="alternate" type="application/rss+xml" href="/rss?a&amp;b">',
            NotAFeedError,
            r"this feed: https://example.org/rss\?a&b",
        ),
        ('<!DOCTYPE rss [<!ENTITY a "b">]>' + rss(item()), XmlDeclarationError, "document type"),
    ],
)
def test_a_source_that_cannot_be_read_is_a_named_error(answer: object, error: type[GatherError], told: str) -> None:
    with pytest.raises(error, match=told):
        visit(answer)


def test_of_a_feed_that_breaks_off_the_whole_entries_are_listed_and_it_is_asked_for_again() -> None:
    told: list[Problem] = []
    memory = Memory()
    feed = rss(*(item(guid=f"urn:{n}", link=f"https://example.org/{n}") for n in range(5)))
    articles = visit((200, {"etag": '"1"'}, feed[: feed.index("urn:3") - 20]), memory, told.append)
    assert [a.id for a in articles][:3] == ["urn:0", "urn:1", "urn:2"]
    assert [p.what for p in told][:1] == ["the feed is not well-formed XML; taken is what can be read of it"]
    assert memory.etag is None
    assert [a.id for a in visit(feed, memory)][-2:] == ["urn:3", "urn:4"]


@pytest.mark.parametrize("charset", ["punycode", "utf-16-le", "cp037", "utf-7", "zip"])
def test_a_server_cannot_name_an_encoding_that_shows_other_things_or_takes_hours(charset: str) -> None:
    hidden = '<!DOCTYPE rss [<!ENTITY a "lol">]>' + rss(item(title="&a;"))
    data = hidden.encode(charset) if charset in ("utf-16-le", "cp037", "utf-7") else b"x" * 3_000_000
    with pytest.raises((NotAFeedError, XmlDeclarationError)):
        visit((200, {"content-type": f"text/xml; charset={charset}"}, data))


@pytest.mark.parametrize(
    ("encoding", "header", "declares"),
    [
        ("utf-8", "", True),
        ("utf-8", "text/xml", False),
        ("utf-8", "text/xml; charset=iso-8859-1", False),
        ("windows-1252", "text/xml", True),
        ("windows-1252", "text/xml; charset=windows-1252", False),
        ("iso-8859-1", "application/rss+xml; charset=iso-8859-1", True),
        ("iso-8859-1", "application/rss+xml; charset=utf-8", True),
        ("utf-16", "application/rss+xml", True),
    ],
)
def test_encodings(encoding: str, header: str, declares: bool) -> None:  # noqa: FBT001 - a case of the table
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' if declares else ""
    body = (declared + rss(item(title="Évacuation à Idlib"))).encode(encoding)
    assert [a.title for a in visit((200, {"content-type": header}, body))] == ["Évacuation à Idlib"]


def test_a_feed_without_end_is_bounded() -> None:
    told: list[Problem] = []
    memory = Memory()
    items = [
        {"id": str(n), "url": f"https://example.org/{n}", "title": "T", "date_published": f"2026-11-{n % 28 + 1:02}"}
        for n in range(MOST_LISTED + 5)
    ]
    body = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items})
    assert len(visit(body, memory, told.append)) == MOST_LISTED
    assert "10,005 entries, of which the first 10,000" in told[0].what
    small = Memory(seen={f"old{n}": "x" for n in range(50_000)})
    visit(rss(item()), small)
    assert len(small.seen) == LEAST_REMEMBERED
    assert list(small.seen)[-2:] == ["urn:a", "example.org/a"]


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="<&\x00"), max_size=20)
ODD = st.sampled_from(["", "/", "https://example.org/a", "//x", "http://[", "#", "a b", "\x1b[2J", "<b>", "&amp;", "é"])
VALUES = st.one_of(st.none(), WORDS, ODD, st.integers().map(str))
ENTRIES = st.lists(
    st.fixed_dictionaries(dict.fromkeys(("title", "link", "guid", "pubDate", "dc__date", "description"), VALUES)),
    max_size=8,
)


@settings(max_examples=80, deadline=None)
@given(ENTRIES, st.integers(0, 400))
def test_a_feed_of_any_shape_is_read_or_refused_by_name(entries: list[dict[str, str]], cut: int) -> None:
    body = rss(*(item(**entry) for entry in entries))
    for feed in (body, body[: len(body) - cut]):
        memory, told = Memory(), list[Problem]()
        try:
            articles = visit(feed, memory, told.append)
        except GatherError:
            assert cut or any("<" in str(v) or "&" in str(v) for e in entries for v in e.values())
            continue
        assert len({a.url + str(a.id) for a in articles}) == len(articles)
        assert all(a.url.startswith("http") for a in articles)
        assert not any(unicodedata.category(sign) == "Cc" for a in articles for sign in a.title or "")
        assert visit(feed, memory, told.append) == []


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | VALUES
JSON_VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)
)
FIELDS = ("id", "url", "external_url", "title", "content_html", "content_text", "date_published", "date_modified")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON_VALUES) | JSON_VALUES, max_size=8))
def test_a_json_feed_of_any_shape_is_read(items: list[object]) -> None:
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    memory, told = Memory(), list[Problem]()
    articles = visit(body, memory, told.append)
    assert len(articles) + len(told) <= len(items)
    assert visit(body, memory, told.append) == []


def test_the_clock_of_the_tests_is_that_of_the_answers() -> None:
    assert Fake({AT: ""}).fetch(AT).at == NOW

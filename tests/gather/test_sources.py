"""The other sources: sitemaps, single pages, folders, JSON lines; and the kinds there are."""

import gzip
import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.gather.fakes import Fake, no_problem
from tests.gather.servers import Served, answer, redirect
from tests.gather.warcs import record
from vedette.errors import GatherError
from vedette.gather import sources
from vedette.gather.failures import FileError, GoneError, NotAFeedError, NotAPageError, SourceError
from vedette.gather.fetched import Article, Memory, Problem
from vedette.gather.refusals import RatioError, XmlBrokenError, XmlDeclarationError
from vedette.gather.sources import kinds, make_source
from vedette.gather.sources.folder import Folder, files_of
from vedette.gather.sources.lines import Lines
from vedette.gather.sources.listing import MOST_LISTED
from vedette.gather.sources.page import Page
from vedette.gather.sources.sitemap import MOST_SITEMAPS, Sitemap
from vedette.gather.transport import GuardedTransport

MAP = "https://example.org/sitemap.xml"
PAGE = "<html><body><p>Rebels shelled Idlib on Monday.</p></body></html>"
NEWS = """<news:news><news:publication><news:name>The Sample</news:name><news:language>en</news:language>
</news:publication><news:publication_date>{}</news:publication_date><news:title>{}</news:title></news:news>"""


def urls(*entries: str) -> str:
    """A sitemap of some entries."""
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0"?><urlset {names}>{"".join(entries)}</urlset>'


def url(loc: str, inner: str = "") -> str:
    """An entry."""
    return f"<url><loc>{loc}</loc>{inner}</url>"


def index(*children: tuple[str, str | None]) -> str:
    """A sitemap index."""
    told = (
        f"<sitemap><loc>{loc}</loc>{f'<lastmod>{when}</lastmod>' if when else ''}</sitemap>" for loc, when in children
    )
    return f"<sitemapindex>{''.join(told)}</sitemapindex>"


def visit(server: Fake, memory: Memory | None = None, tell: Any = no_problem, **how: Any) -> list[Article]:
    """The articles of one visit."""
    return list(Sitemap(MAP, tell=tell, **how).articles(server, memory or Memory()))


def test_a_news_sitemap() -> None:
    told = NEWS.format("2026-11-25T10:00:00+03:00", "Town &amp; shelled")
    extra = "<image:image xmlns:image='urn:i'><image:title>No</image:title></image:image>"
    server = Fake({MAP: urls(url("https://example.org/a?utm_source=x", extra + told))})
    memory = Memory()
    (article,) = visit(server, memory)
    assert (article.url, article.title) == ("https://example.org/a", "Town & shelled")
    assert (article.published, article.publisher) == ("2026-11-25T10:00:00+03:00", "The Sample")
    assert visit(server, memory) == []
    server.answers[MAP] = urls(url("https://example.org/a", NEWS.format("2026-11-25T10:00:00+03:00", "Edited")))
    assert [a.title for a in visit(server, memory)] == ["Edited"]


def test_entries_that_say_they_are_old_are_left_aside() -> None:
    entries = [url(f"/{day}", f"<lastmod>{day}</lastmod>") for day in ("2026-11-25", "2026-11-10", "2027-11-10")]
    server = Fake({MAP: urls(*entries, url("/none"))})
    found = visit(server)
    assert [a.url.rpartition("/")[2] for a in found] == ["2026-11-25", "2027-11-10", "none"]
    assert found[1].remarks == ("dated 2027-11-10, in the future",)
    assert len(visit(server, days=None)) == 4


def test_of_an_index_what_changed_is_read_the_latest_first() -> None:
    child = {f"https://example.org/{n}.xml": urls(url(f"/{n}")) for n in "abc"}
    times = {"a": "2026-11-24", "b": "2026-11-25", "c": None}

    def listing() -> str:
        return index(*((f"https://example.org/{n}.xml", when) for n, when in times.items()), ("/old.xml", "2020-01-01"))

    server, memory = Fake({MAP: (200, {"etag": '"1"'}, listing()), **child}), Memory()
    assert [a.url[-1] for a in visit(server, memory)] == ["b", "a", "c"]
    assert memory.etag is None
    times["a"] = "2026-11-26T10:00:00Z"
    server.answers |= {MAP: listing(), "https://example.org/a.xml": urls(url("/a"), url("/new"))}
    server.asked.clear()
    assert [a.url.rpartition("/")[2] for a in visit(server, memory)] == ["new"]
    assert [asked.rpartition("/")[2] for asked, _ in server.asked] == ["sitemap.xml", "a.xml", "c.xml"]


def test_a_sitemap_of_an_index_that_fails_is_told_and_asked_again() -> None:
    told: list[Problem] = []
    memory = Memory()
    places = ("/a.xml", "/gone.xml", "/again.xml", "javascript:x")
    listing = index(*((place, "2026-11-25") for place in places))
    server = Fake({MAP: (200, {"etag": '"1"'}, listing), "https://example.org/a.xml": urls(url("/a"))})
    server.answers |= {"https://example.org/gone.xml": (410, {}, b""), "https://example.org/again.xml": index()}
    assert [a.url[-1] for a in visit(server, memory, told.append)] == ["a"]
    assert [any(w in p.what for p in told) for w in ("410", "within an index", "no address")] == [True] * 3
    assert memory.etag is None
    server.answers["https://example.org/gone.xml"] = urls(url("/b"))
    assert [a.url[-1] for a in visit(server, memory, told.append)] == ["b"]


def test_indexes_and_sitemaps_are_bounded() -> None:
    told: list[Problem] = []
    many = {f"https://example.org/{n}.xml": urls(url(f"/{n}")) for n in range(MOST_SITEMAPS + 10)}
    server, memory = Fake({MAP: index(*((place, "2026-11-25") for place in many)), **many}), Memory()
    assert len(visit(server, memory, told.append)) == MOST_SITEMAPS
    assert len(server.asked) == MOST_SITEMAPS + 1
    assert f"{MOST_SITEMAPS + 10} sitemaps that changed" in told[0].what
    assert len(visit(server, memory, told.append)) == 10
    long = Fake({MAP: urls(*(url(f"/{n}") for n in range(MOST_LISTED + 1)))})
    assert len(visit(long, tell=told.append)) == MOST_LISTED
    assert "10,001 entries" in told[-1].what


def test_a_sitemap_in_a_gzip_file() -> None:
    assert len(visit(Fake({MAP: (200, {}, gzip.compress(urls(url("/a")).encode()))}))) == 1
    with pytest.raises(RatioError):
        visit(Fake({MAP: (200, {}, gzip.compress(b" " * 15_000_000))}))


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("<html></html>", NotAFeedError),
        ("oops", XmlBrokenError),
        ('<!DOCTYPE urlset [<!ENTITY a "b">]><urlset/>', XmlDeclarationError),
        ((410, {}, b""), GoneError),
    ],
)
def test_what_is_no_sitemap_is_named(body: object, error: type[GatherError]) -> None:
    with pytest.raises(error):
        visit(Fake({MAP: body}))


def test_a_page_is_listed_when_its_words_change() -> None:
    at = "https://example.org/today?utm_source=x"
    html = {"content-type": "text/html; charset=utf-8", "etag": '"1"'}
    server, memory, source = Fake({at: (200, html, PAGE)}), Memory(), Page(at, publisher="The Sample")
    (article,) = source.articles(server, memory)
    assert (article.url, article.publisher, article.page) == ("https://example.org/today", "The Sample", PAGE.encode())
    assert list(source.articles(server, memory)) == []
    assert server.asked[1] == (at, {"If-None-Match": '"1"'})
    server.answers[at] = (200, html, PAGE.replace("Monday", "Tuesday"))
    assert len(list(source.articles(server, memory))) == 1
    server.answers[at] = (200, {"content-type": "text/plain"}, "Words.")
    assert [(a.page, a.text) for a in source.articles(server, memory)] == [(None, "Words.")]
    server.answers[at] = (200, {"content-type": "application/pdf"}, "%PDF")
    with pytest.raises(NotAPageError, match="application/pdf, not a page"):
        list(source.articles(server, memory))
    server.answers[at] = (200, html, bytes(range(256)) * 9)
    with pytest.raises(NotAPageError, match="binary content"):
        list(source.articles(server, memory))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with reports of all kinds, and other things."""
    (tmp_path / "within" / ".git").mkdir(parents=True)
    (tmp_path / "b.HTML").write_text(PAGE, "utf-8")
    (tmp_path / "a.txt").write_text("Words.", "utf-8")
    (tmp_path / "c.jsonl").write_text('{"id": "x", "text": "Words."}\n', "utf-8")
    (tmp_path / "d.warc.gz").write_bytes(record("https://example.org/d", PAGE.encode()))
    (tmp_path / "within" / "e.md").write_text("Words.", "utf-8")
    (tmp_path / "paper.pdf").write_bytes(b"%PDF")
    (tmp_path / ".hidden.txt").write_text("No.", "utf-8")
    (tmp_path / "within" / ".git" / "f.txt").write_text("No.", "utf-8")
    (tmp_path / "out.txt").symlink_to("/etc/hostname")
    return tmp_path


def test_a_folder_lists_what_is_new_or_changed(folder: Path) -> None:
    memory, source = Memory(), Folder(str(folder), publisher="The Sample", tell=no_problem)
    found = list(source.articles(None, memory))
    names = [a.url.removeprefix(f"{folder}/") for a in found]
    assert names == [
        "a.txt",
        "b.HTML",
        f"{folder}/c.jsonl line 1".removeprefix(f"{folder}/"),
        "https://example.org/d",
        "within/e.md",
    ]
    assert {a.publisher for a in found} == {"The Sample"}
    assert list(source.articles(None, memory)) == []
    (folder / "a.txt").write_text("Other words.", "utf-8")
    os.utime(folder / "c.jsonl", (1, 1))
    (folder / "within" / "g.txt").write_text("New.", "utf-8")
    assert [a.text for a in source.articles(None, memory)] == ["Other words.", "Words.", "New."]
    (folder / "a.txt").unlink()
    assert list(source.articles(None, memory)) == []
    assert str(folder / "a.txt") not in memory.seen


def test_a_file_of_a_folder_that_cannot_be_read_is_told_and_tried_again(tmp_path: Path) -> None:
    told: list[Problem] = []
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "good.txt").write_text("Words.", "utf-8")
    memory, source = Memory(), Folder(str(tmp_path), tell=told.append)
    assert [a.text for a in source.articles(None, memory)] == ["Words."]
    assert [p.where for p in told] == [str(tmp_path / "bad.txt")]
    (tmp_path / "bad.txt").write_text("Mended.", "utf-8")
    assert [a.text for a in source.articles(None, memory)] == ["Mended."]


def test_a_huge_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vedette.gather.sources.folder.MAX_FILE", 10)
    told: list[Problem] = []
    (tmp_path / "huge.txt").write_text("Words. " * 10, "utf-8")
    assert list(Folder(str(tmp_path), tell=told.append).articles(None, Memory())) == []
    assert "larger than 10 bytes" in told[0].what


def test_what_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x", "utf-8")
    for path in (tmp_path / "none", tmp_path / "file.txt"):
        with pytest.raises(FileError, match="cannot be read"):
            list(Folder(str(path)).articles(None, Memory()))
    assert list(files_of(tmp_path)) == [tmp_path / "file.txt"]


def test_json_lines(tmp_path: Path) -> None:
    told: list[Problem] = []
    path = tmp_path / "in.jsonl"
    page = {"id": 7, "html": PAGE, "url": "https://example.org/a#x", "title": "T", "published": "25 Nov 2026"}
    rows = [json.dumps(page), "", '{"text": "Words.", "publisher": "P", "url": "../x"}', "{oops", "[1]"]
    rows += ['{"id": "z"}', '{"text": 5}', "\xff", '{"text": "' + "x" * 100 + '"}']
    path.write_bytes("\n".join(rows).encode("latin-1"))
    found = list(Lines(str(path), name="in", publisher="Ours", tell=told.append).articles(None, Memory()))
    assert [(a.url, a.id, a.publisher) for a in found[:2]] == [
        ("https://example.org/a", "7", "Ours"),
        ("in line 3", None, "P"),
    ]
    assert (found[0].page, found[0].published, found[0].title) == (PAGE.encode(), "2026-11-25", "T")
    assert [p.where for p in told] == [f"in line {n}" for n in (4, 5, 6, 7, 8)]
    assert len(found) == 3


def test_a_line_above_the_limit_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vedette.gather.sources import lines

    told: list[Problem] = []
    monkeypatch.setattr(lines.read_lines, "__defaults__", (40,))
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"text": "x" * 100}) + '\n{"text": "Words."}\n', "utf-8")
    assert [a.text for a in Lines(str(path), tell=told.append).articles(None, Memory())] == ["Words."]
    assert [p.where for p in told] == [f"{path} line 1"]


def test_a_feed_over_a_real_connection(server: Served) -> None:
    item = "<item><title>A</title><link>/a</link><guid>urn:a</guid></item>"
    body = gzip.compress(f"<rss version='2.0'><channel><title>T</title>{item}</channel></rss>".encode())
    server.answers["/old"] = redirect("/feed", "301 Moved Permanently")
    server.answers["/feed"] = answer(body, "200 OK", "Content-Encoding: gzip", 'ETag: "1"')
    transport, memory = GuardedTransport(allow=("127.0.0.1",)), Memory()
    source = make_source("feed", f"{server.url}/old", tell=no_problem)
    assert [a.url for a in source.articles(transport, memory)] == [f"{server.url}/a"]
    assert memory.moved == {f"{server.url}/old": f"{server.url}/feed"}
    server.answers["/feed"] = answer(b"", "304 Not Modified")
    assert list(source.articles(transport, memory)) == []
    assert server.paths == ["/old", "/feed", "/feed"]
    assert b'if-none-match: "1"' in server.asked[-1].lower()


def test_the_kinds_there_are() -> None:
    assert sources.OURS == {
        "feed": "vedette.gather.sources.feed:Feed",
        "folder": "vedette.gather.sources.folder:Folder",
        "lines": "vedette.gather.sources.lines:Lines",
        "page": "vedette.gather.sources.page:Page",
        "sitemap": "vedette.gather.sources.sitemap:Sitemap",
        "warc": "vedette.gather.sources.warc:Warc",
    }
    declared = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert declared["project"]["entry-points"][sources.GROUP] == sources.OURS
    assert set(kinds()) >= set(sources.OURS)
    for kind in sources.OURS:
        source = make_source(kind, "https://example.org/a", name="N", publisher="P", tell=no_problem)
        assert source.name == "N"


def test_a_source_that_cannot_be_made_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import EntryPoint

    with pytest.raises(SourceError, match=r"no kind of source 'telegraph'. Known: .*feed"):
        make_source("telegraph", MAP)
    with pytest.raises(SourceError, match="colour"):
        make_source("feed", MAP, colour="red")
    with pytest.raises(GatherError, match="no address"):
        make_source("feed", "file:///etc/passwd")
    others = {
        "pigeon": EntryPoint("pigeon", "json:JSONDecoder", sources.GROUP),
        "broken": EntryPoint("broken", "no_such_module:Source", sources.GROUP),
    }
    monkeypatch.setitem(sources.PLUGINS.__dict__, "others", others)
    assert "pigeon" in kinds()
    with pytest.raises(SourceError, match="no_such_module"):
        make_source("broken", MAP)

"""WARC files: every page is found, a broken record is told with its offset and costs no other, names are no paths."""

import gzip
import io
import zlib
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gather.fakes import no_problem
from tests.gather.warcs import raw_record, record
from vedette.gather import members as gzip_members
from vedette.gather import warcfile
from vedette.gather.failures import FileError
from vedette.gather.fetched import Article, Memory, Problem
from vedette.gather.refusals import BrokenError, EncodingError, RatioError, SizeError, TruncatedError
from vedette.gather.sources.warc import Warc
from vedette.gather.warcbody import decode_body

PAGE = b"<html><body><p>Rebels shelled Idlib on Monday.</p></body></html>"
THREE = [(f"https://example.org/{n}", PAGE + b" " * n) for n in range(3)]


def read(path: Path, data: bytes, memory: Memory | None = None) -> tuple[list[Article], list[Problem]]:
    """The articles and the problems of a file with this content."""
    path.write_bytes(data)
    told: list[Problem] = []
    return list(Warc(str(path), name="w", tell=told.append).articles(None, memory or Memory())), told


@pytest.mark.parametrize("make", [record, raw_record])
def test_every_page_with_its_place(tmp_path: Path, make: object) -> None:
    records = [make(*one) for one in THREE]  # type: ignore[operator]
    articles, told = read(tmp_path / "a.warc.gz", b"".join(records))
    assert told == []
    assert [(a.url, a.page) for a in articles] == THREE
    offsets = [sum(map(len, records[:n])) for n in range(3)]
    assert [a.where for a in articles] == [f"w:{offset}" for offset in offsets]


def test_a_file_that_is_one_member_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzip.compress(b"".join(raw_record(*one) for one in THREE))
    for most in (gzip_members.MOST_MEMBER, 500):
        monkeypatch.setattr(gzip_members, "MOST_MEMBER", most)
        articles, told = read(tmp_path / "a.warc.gz", data)
        assert told == []
        assert [(a.url, a.where) for a in articles] == [
            ("https://example.org/0", "w:0"),
            ("https://example.org/1", "w:0.1"),
            ("https://example.org/2", "w:0.2"),
        ]


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    records = [
        record("https://example.org/moved", b"", "Location: /", status="301 Moved"),
        record("https://example.org/none", PAGE, status="404 Not Found"),
        record("https://example.org/a.png", b"\x89PNG", "Content-Type: image/png"),
        record("https://example.org/rss", b"<rss></rss>", "Content-Type: text/html"),
        record("https://example.org/empty", b" \n"),
        record("https://example.org/asked", b"GET / HTTP/1.1", kind="request"),
        record("dns:example.org", b"192.0.2.1", "Content-Type: text/dns", kind="resource"),
        record("https://example.org/r", PAGE, "Content-Type: text/html", kind="resource"),
        record("https://example.org/t", b"Words.", "Content-Type: text/plain; charset=utf-8"),
        record("https://example.org/u", PAGE, "X-None: 1"),
    ]
    articles, told = read(tmp_path / "a.warc.gz", b"".join(records))
    assert told == []
    assert [a.url.rpartition("/")[2] for a in articles] == ["r", "t", "u"]
    assert (articles[1].text, articles[1].page) == ("Words.", None)


BOMB = gzip.compress(b"\0" * 30_000_000)
CODINGS = [
    (("Content-Encoding: gzip",), gzip.compress(PAGE)),
    (("Content-Encoding: deflate",), zlib.compress(PAGE)),
    (("Content-Encoding: br",), brotli.compress(PAGE)),
    (("Transfer-Encoding: chunked",), b"40\r\n" + PAGE + b"\r\n0\r\n\r\n"),
    (("Transfer-Encoding: chunked", "Content-Encoding: gzip"), b"%x\r\n%s\r\n0\r\n\r\n" % (64, b"?" * 64)),
    (("Content-Encoding: gzip", "Transfer-Encoding: chunked"), PAGE),
    (("Content-Encoding: br",), PAGE),
]


@pytest.mark.parametrize(("headers", "body"), CODINGS)
def test_codings_are_undone_unless_the_archive_has_undone_them(
    tmp_path: Path, headers: tuple[str, ...], body: bytes
) -> None:
    if b"????" in body:
        packed = gzip.compress(PAGE)
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    articles, told = read(
        tmp_path / "a.warc.gz", record("https://example.org/a", body, *headers, "Content-Type: text/html")
    )
    assert told == []
    assert [a.page for a in articles] == [PAGE]


@pytest.mark.parametrize(
    ("body", "headers", "error"),
    [
        (gzip.compress(PAGE)[:30], {"content-encoding": "gzip"}, TruncatedError),
        (b"\x1f\x8b\xff\xff", {"content-encoding": "gzip"}, BrokenError),
        (b"\xff\xff\xff", {"content-encoding": "br"}, BrokenError),
        (b"abc", {"content-encoding": "rot13"}, EncodingError),
        (b"5\r\nhello\r\nzz\r\n", {"transfer-encoding": "chunked"}, BrokenError),
        (BOMB, {"content-encoding": "gzip"}, RatioError),
        (brotli.compress(b"\0" * 30_000_000), {"content-encoding": "br"}, SizeError),
        (b"x" * 20_000_001, {}, SizeError),
    ],
)
def test_a_body_that_cannot_be_had_is_a_named_error(
    body: bytes, headers: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        decode_body(headers, body)


def broken_records() -> list[tuple[str, bytes]]:
    """Records of which something is wrong, with what is told of them."""
    whole = record("https://example.org/bad", PAGE * 20)
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    return [
        ("decompressing", bytes(flipped)),
        ("decompressing", b"no gzip at all"),
        ("breaks off", record("https://example.org/bad", PAGE, length=9000)),
        ("no WARC record", gzip.compress(b"GARBAGE\r\n\r\n")),
        ("no HTTP answer", record("https://example.org/bad", PAGE, status="OK")),
        ("does not decompress", record("https://example.org/bad", b"\x1f\x8b\xff\xff", "Content-Encoding: gzip")),
        ("grow to more", record("https://example.org/bad", BOMB, "Content-Encoding: gzip")),
    ]  # fmt: skip


@pytest.mark.parametrize(("words", "bad"), broken_records())
def test_a_broken_record_is_told_with_its_offset_and_costs_no_other(tmp_path: Path, words: str, bad: bytes) -> None:
    one, two = record("https://example.org/1", PAGE), record("https://example.org/2", PAGE)
    articles, told = read(tmp_path / "a.warc.gz", one + bad + two)
    assert [a.url[-1] for a in articles] == ["1", "2"]
    assert [p.where for p in told] == [f"w:{len(one)}"]
    assert words in told[0].what


@pytest.mark.parametrize(
    "bad",
    [
        raw_record("https://example.org/bad", PAGE, length=20),
        raw_record("https://example.org/bad", PAGE, length=100_000),
        raw_record("https://example.org/bad", PAGE).replace(b"WARC/1.1", b"WRAC/1.1"),
        raw_record("https://example.org/bad", PAGE, length=-5),
    ],
)
def test_in_a_file_that_is_not_compressed_the_next_record_is_found_again(tmp_path: Path, bad: bytes) -> None:
    one, two, three = (raw_record(f"https://example.org/{n}", PAGE * 30) for n in (1, 2, 3))
    articles, told = read(tmp_path / "a.warc", one + two + bad + three + one)
    assert [a.url[-1] for a in articles if "bad" not in a.url] == ["1", "2", "3", "1"]
    assert len(told) >= 1


def test_a_file_that_breaks_off_gives_what_is_whole(tmp_path: Path) -> None:
    data = b"".join(record(*one) for one in THREE)
    articles, told = read(tmp_path / "a.warc.gz", data[:-30])
    assert [a.url[-1] for a in articles] == ["0", "1"]
    assert "breaks off within a record" in told[0].what


def test_a_record_of_monstrous_size_ends_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warcfile, "MOST_RECORD", 1000)
    articles, told = read(tmp_path / "a.warc.gz", record("https://example.org/1", PAGE * 50))
    assert articles == []
    assert "which no page has" in told[0].what


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "file:///etc/passwd", "/etc/passwd", "", "urn:uuid:7", "C:\\Windows", "javascript:x", "\x00"],
)
def test_names_in_records_are_no_paths(tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    articles, _ = read(tmp_path / "a.warc.gz", record(name, PAGE))
    assert [a.url for a in articles] in (["w:0"], [])
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "a.warc.gz"])


def test_addresses_are_canonical(tmp_path: Path) -> None:
    articles, _ = read(tmp_path / "a.warc.gz", record("<HTTPS://Example.org/a?utm_source=x#top>", PAGE))
    assert [a.url for a in articles] == ["https://example.org/a"]


@pytest.mark.parametrize(("charset", "encoding"), [("windows-1251", "cp1251"), ("utf-8", "utf-8"), ("x", "utf-8")])
def test_the_encoding_that_the_server_named(tmp_path: Path, charset: str, encoding: str) -> None:
    name = "Идлиб"
    kind = f"Content-Type: text/html; charset={charset}"
    articles, _ = read(tmp_path / "a.warc.gz", record("https://a.example/", PAGE + name.encode(encoding), kind))
    assert [a.page for a in articles] == [PAGE + name.encode()]


def test_a_file_is_read_again_only_where_it_changed(tmp_path: Path) -> None:
    path, memory = tmp_path / "a.warc.gz", Memory()
    assert len(read(path, record(*THREE[0]), memory)[0]) == 1
    assert list(Warc(str(path), tell=no_problem).articles(None, memory)) == []
    assert len(read(path, record(*THREE[0]) + record(*THREE[1]), memory)[0]) == 2


def test_a_file_that_is_not_there_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        list(Warc(str(tmp_path / "none.warc")).articles(None, Memory()))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_anywhere_costs_at_most_the_records_it_touches(data: st.DataObject) -> None:
    compressed = data.draw(st.booleans())
    records = [(record if compressed else raw_record)(f"https://example.org/{n}", PAGE * 5) for n in range(5)]
    hurt = data.draw(st.integers(0, 4))
    broken = bytearray(records[hurt])
    for _ in range(data.draw(st.integers(1, 5))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    told: list[tuple[int, str]] = []
    whole = b"".join([*records[:hurt], bytes(broken), *records[hurt + 1 :]])
    found = list(warcfile.read_answers(io.BytesIO(whole), lambda offset, why: told.append((offset, why))))
    others = {f"https://example.org/{n}" for n in range(5) if n != hurt}
    assert others <= {kept.url for kept in found}
    assert len(found) <= 6
    if len(found) < 5:
        assert told

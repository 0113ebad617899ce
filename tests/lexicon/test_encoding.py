"""Bytes to text, and the texts that cannot be read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.errors import InputError
from vedette.lexicon.encoding import SIZE_LIMIT, check_text
from vedette.read import decode, read_item


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_decodes(encoding: str) -> None:
    text = "Thérèse said: “Café was hit”."
    assert decode(text.encode(encoding)) == text


def test_declared_charset_is_honoured() -> None:
    page = '<html><head><meta charset="windows-1251"></head><p>Привет</p></html>'
    assert decode(page.encode("cp1251")) == page
    old = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>caf\xe9 \u201chit\u201d</p>'
    assert decode(old.encode("cp1252")) == old


def test_utf8_wins_over_a_wrong_declaration() -> None:
    page = '<meta charset="iso-8859-1"><p>Thérèse</p>'
    assert decode(page.encode()) == page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\x00\x01", "a PDF, whatever the name says"),
        (b"GIF89a\x07\x00\x01", "NUL byte at offset 7"),
        (b"\x01\x02\x03\x04abc", "control characters"),
        (b"\x80abc\x81\x8d", "not UTF-8"),
        ("قتل خمسة".encode("cp1256"), "not UTF-8"),
        (b'<meta charset="nope"><p>caf\xe9', "nope"),
        (b'<meta charset="shift_jis"><p>\x81', "shift_jis"),
        (b"\xff\xfeR\x00e", "byte order mark"),
        (b"x" * (SIZE_LIMIT + 1), "limit is 20 MB"),
    ],
)
def test_refuses_bytes(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        decode(data)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("Rebels \ud83d fled.", r"U\+D83D\) at offset 7"),
        ("Rebels\x00fled", "NUL character at offset 6"),
        ("\x01\x02\x03 abc", "control characters"),
        ("é" * 10_000_001, "limit is 20 MB"),
    ],
)
def test_refuses_texts(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        check_text(text)


def test_too_large_is_refused_quickly() -> None:
    text = "a" * (SIZE_LIMIT + 1)
    started = time.perf_counter()
    with pytest.raises(InputError, match="20 MB"):
        read_item({"text": text})
    assert time.perf_counter() - started < 0.5


def test_a_stray_control_character_is_no_binary() -> None:
    text = "Rebels fled\x0c the town.\x1f"
    check_text(text)
    assert read_item({"text": text}).text == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_round_trip(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode()) == text

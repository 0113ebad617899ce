"""Foreign text before a terminal and in a page."""

import json
import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.cli import console
from vedette.errors import DataFileError
from vedette.gather import clean
from vedette.gather.clean import json_line, plain, plain_lines, safe_html, same_length

TERMINAL = {
    "colour": ("\x1b[31mRed\x1b[0m", "Red"),
    "colour of one byte": ("\x9b31mRed", "Red"),
    "clear the screen": ("a\x1b[2J\x1b[Hb", "ab"),
    "the window's title": ("a\x1b]0;owned\x07b", "ab"),
    "a link": ("\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\", "click"),
    "what asks the terminal": ("a\x1b[6n\x1b[cb", "ab"),
    "a device string": ("a\x1bP$q\x1b\\b", "ab"),
    "another character set": ("a\x1b(0b", "ab"),
    "half an escape": ("a\x1b[", "a"),
    "escape within escape": ("a\x1b[3\x1b[31m1mb", "a31mb"),
    "back and over": ("safe\b\b\b\bevil", "safeevil"),
    "return and over": ("safe\revil", "safe evil"),
    "bell and zero": ("a\x07\x00b", "ab"),
    "another line": ("one\ntwo\u2028three\x85four", "one two three four"),
    "override": ("safe\u202etxt.exe", "safetxt.exe"),
    "isolates": ("\u2066a\u2069\u2067b", "ab"),
    "words for machines": ("a" + "".join(chr(0xE0000 + ord(c)) for c in "ignore") + "b", "ab"),
    "half a character": ("a\ud800b", "ab"),
    "a lookalike cell": ("a\tb", "a b"),
}


@pytest.mark.parametrize("what", TERMINAL)
def test_a_line_cannot_steer_the_terminal(what: str) -> None:
    given_, shown = TERMINAL[what]
    assert plain(given_) == shown


@given(st.text(st.characters() | st.sampled_from("\x1b[]0;m\x07\x9b\\\u202e\n\r"), max_size=60))
def test_whatever_the_text_nothing_that_steers_is_left(text: str) -> None:
    line, lines, same = plain(text), plain_lines(text), same_length(text)
    assert not [c for c in line if unicodedata.category(c) in {"Cc", "Cs"}]
    assert not [c for c in lines if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", line + lines + same)
    assert len(same) == len(text)
    assert plain(line) == line


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\x7f\x9b\u202e\u2028\x85\U000e0041"), max_size=30))
def test_a_line_of_json_says_the_same_and_steers_nothing(text: str) -> None:
    line = json_line(json.dumps({"a": text}, ensure_ascii=False))
    assert json.loads(line) == {"a": text}
    assert line.splitlines() == [line]
    assert not [c for c in line if unicodedata.category(c) in {"Cc", "Cs"} or c in "\u202e\u2066\U000e0041"]


def test_scripts_that_need_marks_keep_them() -> None:
    persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u200f\u0633\u0644\u0627\u0645"
    assert plain(persian) == plain_lines(persian) == persian
    assert plain_lines("one\r\ntwo\n\tthree") == "one\ntwo\n\tthree"


def test_the_command_line_uses_the_same() -> None:
    assert console.plain is plain


def test_many_halves_of_escapes_cost_little() -> None:
    begun = time.perf_counter()
    plain("\x1b]" * 100_000)
    plain("\x1b[" * 100_000)
    assert time.perf_counter() - begun < 5


HTML = {
    "a script": ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
    "an event": ('<b onclick="alert(1)">a</b>', "<b>a</b>"),
    "a script in a link": ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener noreferrer nofollow">a</a>'),
    "one with a control in it": (
        '<a href="java&#10;script:alert(1)">a</a>',
        '<a rel="noopener noreferrer nofollow">a</a>',
    ),
    "one with an override in it": (
        '<a href="java\u202escript:alert(1)">a</a>',
        '<a rel="noopener noreferrer nofollow">a</a>',
    ),
    "data in a link": ('<a href="data:text/html,x">a</a>', '<a rel="noopener noreferrer nofollow">a</a>'),
    "a link into the page's own site": ('<a href="/undo/1">a</a>', '<a rel="noopener noreferrer nofollow">a</a>'),
    "a picture that tells who reads": ('a<img src="https://evil.example/p.gif">', "a"),
    "a style": ('<style>body{display:none}</style><p style="position:fixed">a</p>', "<p>a</p>"),
    "a form": ('<form action="https://evil.example"><input name="password">a</form>', "a"),
    "a frame": ('<iframe src="https://evil.example">x</iframe>a', "a"),
    "another base": ('<base href="https://evil.example/">a', "a"),
    "a jump": ('<meta http-equiv="refresh" content="0;url=https://evil.example">a', "a"),
    "a drawing": ("<svg><script>alert(1)</script></svg>a", "a"),
    "a drawing that hides a script": (
        '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">a',
        '<p></p>"&gt;a',
    ),
    "a formula that hides a script": ("<math><mtext><table><mglyph><style><!--</style><img onerror=alert(1)>", ""),
    "a name that shadows": ('<p id="document" name="cookie" class="admin">a</p>', "<p>a</p>"),
    "a comment": ("a<!-- <script> -->b", "ab"),
    "a control by reference": ("a&#27;[31m&#x202e;b", "a[31mb"),
    "a tag in pieces": ("<scr\x00ipt>alert(1)</scr\x00ipt>a", "a"),
    "half a tag": ("a<script", "a"),
    "plain words": ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
}


@pytest.mark.parametrize("what", HTML)
def test_html_of_strangers_can_do_nothing(what: str) -> None:
    given_, shown = HTML[what]
    assert safe_html(given_) == shown


def test_what_a_text_needs_stays() -> None:
    kept = '<p>On <b>Monday</b>, see <a href="https://example.org/a" rel="noopener noreferrer nofollow">this</a>.</p>'
    assert safe_html(kept) == kept


@given(st.text(st.sampled_from("<>/\"'= abscriptonhefjv:&#;!-\x00\u202e"), max_size=80))
def test_whatever_the_html_no_tag_is_left_that_is_not_allowed(html: str) -> None:
    safe = safe_html(html)
    tags = {tag.lower() for tag in re.findall(r"</?([a-zA-Z]+)", safe)}
    assert tags <= clean._html()["tags"]
    assert not re.search(r"<[^>]*\son", safe)
    assert safe_html(safe) == safe


def test_html_without_end_costs_little() -> None:
    begun = time.perf_counter()
    safe_html("<div>" * 1_000_000)
    assert time.perf_counter() - begun < 15


def test_a_broken_list_of_tags_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    clean._html.cache_clear()
    monkeypatch.setattr(clean, "read_toml", lambda _path: {"tags": ["p"]})
    with pytest.raises(DataFileError, match=r"html\.toml"):
        safe_html("<p>")
    clean._html.cache_clear()

"""JSON lines in: whatever a line holds, it becomes one item, and the stream is not read ahead of need."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.cli.items import Item, Seen
from vedette.cli.stream import json_items

TEXT = "Rebels shelled the town on Monday, officials said, and soldiers left it the day after."


def items(raw: bytes, *, published: str | None = None, limit: int = 10_000) -> tuple[list[Item], list[str]]:
    """The items of a stream and the warnings."""
    found = list(json_items(io.BytesIO(raw), "in", published=published, limit=limit))
    return found, [f"{item.where}: {warning}" for item in found for warning in item.warnings]


def line(**fields: object) -> bytes:
    """One JSON line."""
    return json.dumps(fields).encode() + b"\n"


def test_good_lines_come_in_order_and_blank_ones_are_skipped() -> None:
    found, warned = items(b"\xef\xbb\xbf" + line(id="a", text=TEXT) + b"\n  \r\n" + line(id="b", text=TEXT))
    assert [(item.id, item.where, item.error) for item in found] == [("a", "in line 1", None), ("b", "in line 4", None)]
    assert all(item.report and item.report.text == TEXT for item in found)
    assert warned == []


@pytest.mark.parametrize(
    ("raw", "key", "told"),
    [
        (b"{nonsense\n", "line:1", "not JSON"),
        (b"[1, 2]\n", "line:1", "list, not an object"),
        (b'{"id": "x", "text": "caf\xe9"}\n', "x", "byte 25 is not UTF-8"),
        (b'{"id": "x", "text": "cut off', "x", "not JSON"),
        (b'{"id": "x"}\n', "x", "text"),
        (b'{"id": "x", "text": 7}\n', "x", "text"),
        (b'{"id": "x", "body": "' + TEXT.encode() + b'"}\n', "x", "'body'"),
        (b'{"id": "x", "text": "' + TEXT.encode() + b' \\ud800 and more"}\n', "x", "surrogate"),
        (b'{"id": "x", "text": "' + TEXT.encode() + b' \\u0000 and more"}\n', "x", "NUL"),
        (b"[" * 100_000 + b"\n", "line:1", "not JSON that can be read"),
        (b'{"n": ' + b"9" * 5_000 + b"}\n", "line:1", "not JSON that can be read"),
        (b'{"id": "long", "text": "' + b"word " * 60_000 + b'"}\n', "long", "longer than 200,000 bytes"),
        (b"\xff\xfe{\x00}\x00\n", "line:1", "not UTF-8"),
    ],
)
def test_a_bad_line_says_what_is_wrong_and_the_next_is_read(raw: bytes, key: str, told: str) -> None:
    given_lines = raw.rstrip(b"\n") + b"\n" + line(id="after", text=TEXT)
    found, _ = items(given_lines, limit=200_000)
    assert [item.id for item in found] == [key, "after"]
    assert found[0].report is None
    assert told.lower() in (found[0].error or "").lower()
    assert found[1].error is None


def test_unknown_fields_are_told_and_the_text_is_coded() -> None:
    found, warned = items(line(id="a", text=TEXT, colour="red"))
    assert found[0].error is None
    assert warned == ["in line 1: unknown field 'colour' is ignored"]


def test_a_date_given_for_all_stands_in_only_where_a_line_has_none() -> None:
    found, _ = items(line(id="a", text=TEXT) + line(id="b", text=TEXT, published="2024-01-02"), published="2024-11-30")
    assert [item.report.published for item in found if item.report] == ["2024-11-30", "2024-01-02"]


def test_a_line_without_an_id_gets_its_number() -> None:
    found, _ = items(line(text=TEXT) + line(text=TEXT))
    assert [(item.id, item.report and item.report.id) for item in found] == [("line:1", "line:1"), ("line:2", "line:2")]


def test_a_number_is_an_id_too() -> None:
    found, _ = items(line(id=17, text=7))
    assert found[0].id == "17"


@given(st.lists(st.binary(min_size=1, max_size=60).filter(lambda raw: b"\n" not in raw and raw.strip())))
def test_every_line_becomes_one_item(raws: list[bytes]) -> None:
    found, _ = items(b"\n".join(raws))
    assert len(found) == len(
        [raw for n, raw in enumerate(raws) if (raw[3:] if n == 0 and raw[:3] == b"\xef\xbb\xbf" else raw).strip()]
    )


def test_lines_are_read_as_they_are_needed() -> None:
    stream = io.BytesIO(line(id="a", text=TEXT) * 1000)
    next(json_items(stream, "in", published=None))
    assert stream.tell() == len(line(id="a", text=TEXT))


def test_the_second_use_of_an_id_names_the_first() -> None:
    seen = Seen()
    assert seen.check(Item("in line 1", "a")).error is None
    again = seen.check(Item("in line 3", "a"))
    assert again.report is None
    assert "in line 1" in (again.error or "")
    assert seen.check(Item("in line 4", "b")).error is None

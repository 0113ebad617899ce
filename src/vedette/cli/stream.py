"""JSON lines in: one item per line, whatever the line holds, with bounded memory."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from vedette.cli.items import Item
from vedette.cli.lines import whole
from vedette.errors import InputError
from vedette.gather.sources.lines import HEAD, MAX_LINE, object_of, read_lines

if TYPE_CHECKING:
    from vedette.records.report import Report

_ID_AT_START = re.compile(r'\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.)*")')


def json_items(stream: BinaryIO, name: str, *, published: str | None, limit: int = MAX_LINE) -> Iterator[Item]:
    """The items of a stream of JSON lines, in order; blank lines are none.

    `published` (ISO date) stands in where a line has none; `limit` is the longest line in bytes.
    """
    for number, raw, complete in read_lines(stream, limit):
        where, key = f"{name} line {number}", f"line:{number}"
        if not complete:
            yield _too_long(raw, where, key, limit)
        elif raw.strip():
            yield _item(raw, where, key, published)


def _too_long(head: bytes, where: str, fallback: str, limit: int) -> Item:
    """The error for a line above the limit."""
    problem = f"the line is longer than {limit:,} bytes. Split the report or send its text without the page."
    return Item(where, _id_at_start(head) or fallback, error=problem)


def _item(raw: bytes, where: str, fallback: str, published: str | None) -> Item:
    """One line as an item."""
    try:
        given = object_of(raw)
    except InputError as error:
        return Item(where, _id_at_start(raw) or fallback, error=str(error))
    from vedette.read import item_warnings

    key = _id_of(given) or fallback
    try:
        report = _report({**given, "id": key}, published)
        return Item(where, key, report=report, warnings=tuple(item_warnings(given)))
    except InputError as error:
        return Item(where, key, error=str(error))


def _report(given: dict[str, Any], published: str | None) -> "Report":
    """The report of one JSON object; unknown fields are an error only where there is nothing else to read."""
    from vedette.read import read_item, unknown_fields

    if {"report", "events"} <= given.keys() and not given.get("text") and not given.get("html"):
        msg = "this line was written by `vedette code`. Give the report that it was coded from."
        raise InputError(msg)
    unknown = ", ".join(repr(field) for field in unknown_fields(given))
    if unknown and not given.get("text") and not given.get("html"):
        msg = f"neither 'text' nor 'html' is there, but {unknown}. Put the article into 'text' or its page into 'html'."
        raise InputError(msg)
    if published and given.get("published") is None:
        given = {**given, "published": published}
    return read_item(given)


def _id_of(given: dict[str, Any]) -> str | None:
    """The id given, as it will be written; None where it is none."""
    key = given.get("id")
    if isinstance(key, str) and key:
        return whole(key)
    return str(key) if isinstance(key, int) and not isinstance(key, bool) else None


def _id_at_start(raw: bytes) -> str | None:
    """The id at the beginning of a line that cannot be read whole, so that its error can be told from others."""
    found = _ID_AT_START.match(raw[:HEAD].decode("utf-8", "replace"))
    try:
        return whole(json.loads(found[1])) or None if found else None
    except ValueError:
        return None  # the id itself is broken: the line's number will do

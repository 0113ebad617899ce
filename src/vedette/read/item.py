"""One input line of the JSON lines contract -> a Report, and what about the line a user should be told."""

from collections.abc import Mapping

from vedette.errors import InputError
from vedette.lexicon.days import parse_day
from vedette.read.page import read_html
from vedette.read.report import read_text
from vedette.records.report import Report

FIELDS = ("id", "text", "html", "title", "published", "url", "publisher")
"""The fields of an input line; others are ignored."""


def read_item(item: Mapping[str, object]) -> Report:
    """The Report of one input line; where `text` is given it is kept character for character, else `html` is read.

    `id` may be a number. Raises InputError for a line without words, a field of the wrong type, and whatever
    `read_text` and `read_html` refuse.
    """
    _refuse_no_object(item)
    fields = {name: _field(item, name) for name in FIELDS}
    about = {name: fields[name] for name in ("id", "title", "published", "url", "publisher")}
    if fields["text"] is not None:
        return read_text(fields["text"], **about, keep_text=True)
    if fields["html"] is not None:
        return read_html(fields["html"], **about)
    if item.get("text") is not None or item.get("html") is not None:
        msg = "the text is empty. Give the article's words in `text`, or the page in `html`"
    else:
        msg = "neither text nor html. Give the article's words in `text`, or the page in `html`"
    raise InputError(msg)


def _refuse_no_object(item: object) -> None:
    """Refuse a line that is valid JSON and yet no object."""
    if not isinstance(item, Mapping):
        msg = f"an input line must be a JSON object, not {_json_type(item)}. Write {{'id': ..., 'text': ...}} as JSON"
        raise InputError(msg)


def unknown_fields(item: Mapping[str, object]) -> list[str]:
    """The fields of an input line that the reader does not know and ignores, sorted."""
    return sorted(str(name) for name in item if name not in FIELDS)


def item_warnings(item: Mapping[str, object]) -> list[str]:
    """What was ignored in an input line, in words for its user: unknown fields, a date that names no whole day."""
    warnings = [f"unknown field {name!r} is ignored" for name in unknown_fields(item)]
    published = item.get("published")
    if isinstance(published, str) and published.strip() and parse_day(published) is None:
        warnings.append(f"published {published!r} names no whole day and is taken as unknown; write YYYY-MM-DD")
    if item.get("text") and item.get("html"):
        warnings.append("both text and html are given; html is ignored")
    return warnings


def _field(item: Mapping[str, object], name: str) -> str | None:
    """One field as text, None where it is missing or blank."""
    value = item.get(name)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or isinstance(value, str):
        return value if value and not value.isspace() else None
    msg = f"field {name!r} must be a string, not {_json_type(value)}. Correct the input line"
    raise InputError(msg)


def _json_type(value: object) -> str:
    """What JSON calls a value's type."""
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "null" if value is None else f"a {type(value).__name__}")

"""JSON documents with one long list in them, written as its members come."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from pydantic_core import from_json

from vedette.export.exporter import storable


def dumped(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """A JSON value on one line in UTF-8; halves of surrogate pairs, which UTF-8 cannot hold, are left out."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return storable(text).encode("utf-8")


def parsed(body: str) -> Any:  # noqa: ANN401 - any JSON value
    """What JSON says; the quick reader refuses halves of surrogate pairs, which texts of the web hold at times."""
    try:
        return from_json(body)
    except ValueError:
        return json.loads(body)


def write_list(head: Mapping[str, Any], name: str, members: Iterable[Any], out: BinaryIO) -> int:
    """An object of what `head` holds and, under `name`, a list with one member a line; how many members."""
    out.write(dumped(dict(head))[:-1] + (b", " if head else b"") + dumped(name) + b": [")
    count = 0
    for count, member in enumerate(members, 1):
        out.write((b",\n" if count > 1 else b"\n") + dumped(member))
    out.write(b"\n]}\n")
    return count


def write_lines(members: Iterable[Any], out: BinaryIO) -> int:
    """One JSON value a line; how many."""
    count = 0
    for count, member in enumerate(members, 1):  # noqa: B007 - the last number is how many there were
        out.write(dumped(member) + b"\n")
    return count

"""Tables as CSV: RFC 4180 in UTF-8, and no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, Final

from vedette.export.exporter import storable

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet take a text for a formula (OWASP: CSV injection)."""

SEPARATOR: Final = "; "
AT_ONCE: Final = 2000


def cell(value: Any) -> Any:  # noqa: ANN401 - what a record holds
    """A value as a cell; texts come from foreign pages, so one that looks like a formula gets an apostrophe."""
    if value.__class__ is str:
        if not value.isprintable():
            value = storable(value).replace("\r", " ").replace("\n", " ")
        return "'" + value if value.startswith(_FORMULA) else value
    if value.__class__ is bool:
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return cell(SEPARATOR.join(value)) if value else ""
    return value


def write_rows(rows: Iterable[Sequence[Any]], heads: Iterable[Sequence[str]], out: BinaryIO) -> int:
    """Write the header rows and the rows, some at a time; how many rows there were."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerows(heads)
    count = 0
    for row in rows:
        writer.writerow([cell(value) for value in row])
        count += 1
        if count % AT_ONCE == 0:
            _flush(held, out)
    _flush(held, out)
    return count


def _flush(held: io.StringIO, out: BinaryIO) -> None:
    """Pass on what is held."""
    out.write(held.getvalue().encode("utf-8", "replace"))
    held.seek(0)
    held.truncate()

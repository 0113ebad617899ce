"""Read a TOML file into a record, with the line of what breaks its schema in the error.

The records say what may stand there; a key that they do not know is refused with the nearest that they know.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from rapidfuzz import process

from vedette.errors import DataFileError
from vedette.lexicon.tables import read_toml
from vedette.records.base import Record

Kind = TypeVar("Kind", bound=Record)

_UNKNOWN: Final = "extra_forbidden"
_NEAR: Final = 70
"""Of 100: below it, a known key is no likely slip of the pen for an unknown one."""


def read_record(path: Path, kind: type[Kind], guide: str, beneath: Mapping[str, Any] | None = None) -> Kind:
    """The record in a file; where `beneath` is given, that holds for what the file leaves out, table by table.

    `guide` is the page that says what each key means, for the remedy.
    Raises DataFileError with file, line and remedy where the file cannot be read or breaks the schema.
    """
    told = read_toml(path)
    try:
        return kind.model_validate(laid_over(beneath or {}, told))
    except ValidationError as error:
        raise _broken(path, error, kind, guide) from error


def laid_over(beneath: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two tables in one: the upper one's values where both have one, their tables laid over each other likewise."""
    both = {
        key: laid_over(old, new)
        for key, new in above.items()
        if isinstance(new, Mapping) and isinstance(old := beneath.get(key), Mapping)
    }
    return {**beneath, **above, **both}


def _broken(path: Path, error: ValidationError, kind: type[Record], guide: str) -> DataFileError:
    """A fault that pydantic found in a file's content, with its line; of several first the unknown keys."""
    first = min(error.errors(), key=lambda fault: fault["type"] != _UNKNOWN)
    where = [part for part in first["loc"] if not (isinstance(part, str) and "[" in part)]
    named = ".".join(part for part in where if isinstance(part, str)) or "the file"
    line = line_of(path.read_text(encoding="utf-8"), where)
    if first["type"] == _UNKNOWN:
        return DataFileError(path, line, f"{named} is no known key", _nearest(str(where[-1]), kind, guide))
    if first["type"] == "missing":
        return DataFileError(path, line, f"{named} is missing", f"Write it; {guide} says what it is")
    said = first["msg"].removeprefix("Value error, ")
    return DataFileError(path, line, f"{named}: {said}", f"Correct it; {guide} says what may stand there")


def _nearest(key: str, kind: type[Record], guide: str) -> str:
    """The remedy for an unknown key."""
    schema = kind.model_json_schema()
    known = {name for part in (schema, *schema.get("$defs", {}).values()) for name in part.get("properties", {})}
    found = process.extractOne(key, sorted(known), score_cutoff=_NEAR)
    return f"Did you mean {found[0]!r}?" if found else f"Leave it out; {guide} lists the keys"


def line_of(source: str, where: Sequence[str | int]) -> int | None:
    """The line of a TOML text where a key stands, or the table that should hold it; None where neither is found.

    `where` is pydantic's: names of tables and keys, numbers for the places in lists of tables.
    """
    lines = [line.strip() for line in source.splitlines()]
    for end in range(len(where), -1, -1):
        begin = _table(lines, where[:end]) if end else 0
        if begin is not None:
            return _key(lines, begin, where[end:]) or begin or None
    return None


def _table(lines: Sequence[str], where: Sequence[str | int]) -> int | None:
    """The line of the header of a table, None where there is none of that name."""
    name = ".".join(part for part in where if isinstance(part, str))
    numbers = [part for part in where if isinstance(part, int)]
    found = [n for n, line in enumerate(lines, 1) if line.replace('"', "") in {f"[{name}]", f"[[{name}]]"}]
    nth = numbers[-1] if numbers else 0
    return found[nth] if nth < len(found) else None


def _key(lines: Sequence[str], begin: int, where: Sequence[str | int]) -> int | None:
    """The line of a key in the table whose header is line `begin` (0: above all tables)."""
    for number, line in enumerate(lines[begin:], begin + 1):
        if line.startswith("["):
            return None
        if where and re.match(rf'"?{re.escape(str(where[0]))}"?\s*[=.]', line):
            return number
    return None

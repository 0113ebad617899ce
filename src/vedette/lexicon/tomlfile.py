"""Read a TOML file into a record, with the line of what breaks its schema in the error.

The records say what may stand there; a key that they do not know is refused with the nearest that they know.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from rapidfuzz import process

from vedette.errors import DataFileError
from vedette.lexicon.tables import read_toml
from vedette.lexicon.tomllines import line_of
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

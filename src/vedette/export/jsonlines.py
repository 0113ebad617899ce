"""JSON lines: the whole record, one line per incident, as `vedette schema incident` describes it."""

from collections.abc import Iterable
from typing import BinaryIO, Final

from pydantic_core import PydanticSerializationError

from vedette.export.exporter import Writing
from vedette.export.jsonwrite import dumped, parsed
from vedette.records.incident import Incident

_HALF: Final = "\\ud"
"""How JSON begins to tell of half a surrogate pair, most often of a pair."""


class JsonLines(Writing):
    """One incident a line, nothing lost."""

    name = "jsonl"
    title = "JSON lines, the whole record of each incident"
    suffix = ".jsonl"
    columns = tuple(Incident.model_fields)

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many."""
        count = 0
        for count, one in enumerate(incidents, 1):  # noqa: B007 - the last number is how many there were
            out.write(_line(one) + b"\n")
        return count

    def write_json(self, bodies: Iterable[str], out: BinaryIO) -> int:
        """The same from the desk's JSON, which is one line already."""
        count = 0
        for count, body in enumerate(bodies, 1):  # noqa: B007 - as above
            out.write((dumped(parsed(body)) if _HALF in body else body.encode("utf-8")) + b"\n")
        return count


def _line(incident: Incident) -> bytes:
    """One line; halves of surrogate pairs, which UTF-8 cannot hold, are left out."""
    try:
        return incident.model_dump_json().encode("utf-8")
    except PydanticSerializationError:
        return dumped(incident.as_json())

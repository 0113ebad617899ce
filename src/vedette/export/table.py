"""CSV: one row per incident, the plainest of the formats."""

from collections.abc import Iterable
from typing import BinaryIO

from vedette.export.cells import write_rows
from vedette.export.columns import COLUMNS, row
from vedette.export.exporter import Writing
from vedette.export.jsonwrite import parsed
from vedette.records.incident import Incident


class Csv(Writing):
    """A header and one row per incident; lists are joined with "; "."""

    name = "csv"
    title = "CSV, one row per incident"
    suffix = ".csv"
    columns = tuple(COLUMNS)

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many."""
        return write_rows((row(one.model_dump()) for one in incidents), [self.columns], out)

    def write_json(self, bodies: Iterable[str], out: BinaryIO) -> int:
        """The same from the desk's JSON."""
        return write_rows((row(parsed(body)) for body in bodies), [self.columns], out)

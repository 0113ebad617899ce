"""CSV: one row per incident, the plainest of the formats."""

from collections.abc import Iterable
from typing import BinaryIO

from vedette.export.cells import write_rows
from vedette.export.columns import COLUMNS, row
from vedette.export.exporter import Writing
from vedette.records.incident import Incident


class Csv(Writing):
    """A header and one row per incident; lists are joined with "; "."""

    name = "csv"
    title = "CSV, one row per incident"
    suffix = ".csv"
    columns = tuple(COLUMNS)
    gone = True

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many."""
        return write_rows(map(row, incidents), [self.columns], out)

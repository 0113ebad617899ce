"""Bring a table onto a desk: batch by batch, each kept whole or not at all, so that a second run goes on from there.

A row that cannot be used is reported with file, line and remedy, and the rest goes on. A file that was imported to its
end is not read again, unless rows of it were refused: then these are named once more.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vedette.errors import DataFileError
from vedette.imports.maps import Map
from vedette.imports.rows import RowReader
from vedette.lexicon.placegiven import RefusedError
from vedette.store import imported

if TYPE_CHECKING:
    from vedette.imports.tablefile import Line, TableFile
    from vedette.store.desk import Desk

BATCH: Final = 1000
READING: Final = 1
"""Raised where rows come to mean something else than before: the same file then counts as another."""

OUTCOMES: Final = ("new", "revised", "deleted", "known", "older", "refused")

Report = Callable[[DataFileError], None]
Tick = Callable[[int], None]


@dataclass(slots=True)
class Tally:
    """What became of the rows of a file. `before` is when it was imported to its end earlier, None where it was not.

    `resumed` is the line after which this run began, 0 for the first.
    """

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    before: str | None = None
    resumed: int = 0


@dataclass(slots=True)
class _Batch:
    """Rows that wait to be kept together, with their lines."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def import_file(desk: "Desk", table: "TableFile", given: Map, report: Report, tick: Tick = lambda _: None) -> Tally:
    """Bring a table onto a desk; `report` gets each row that is refused, `tick` how many bytes of the file are read.

    Raises DataFileError where the file is no such table, StoreError where the desk cannot be written.
    """
    file = imported.begin(desk, _described(table, given))
    tally = Tally()
    if file.finished_at is not None and not file.refused:
        tally.before = file.finished_at
        return tally
    tally.resumed = 0 if file.finished_at else file.line
    tally.counts["refused"] = 0 if file.finished_at else file.refused
    _Importing(desk, file, given, report, tally).run(table, tick)
    return tally


def _described(table: "TableFile", given: Map) -> dict[str, Any]:
    """What the desk is told of a file; its id is that of its bytes as this map reads them."""
    read_as = json.dumps([READING, table.digest, table.encoding, given.as_json()], sort_keys=True)
    return {
        "id": hashlib.sha256(read_as.encode("utf-8")).hexdigest()[:32],
        "source": given.source,
        "name": table.path.name,
        "licence": given.licence,
        "citation": given.citation,
        "about": given.about(),
    }


class _Importing:
    """One run over one file."""

    def __init__(self, desk: "Desk", file: imported.ImportedFile, given: Map, report: Report, tally: Tally) -> None:
        """Keep what the run works on."""
        self.desk, self.file, self.map, self.report, self.tally = desk, file, given, report, tally
        self.reader: RowReader | None = None
        self.batch = _Batch()
        self.line = tally.resumed

    def run(self, table: "TableFile", tick: Tick) -> None:
        """Read the file to its end, from where an earlier run stopped."""
        for line in table.lines(self.map.delimiter, quotes=self.map.quotes):
            if self.reader is None:
                self.reader = self._reader(line, table)
                if self.map.header:
                    continue
            if line.number <= self.tally.resumed:
                continue
            self._take(line, self.reader, table)
            if len(self.batch.rows) >= BATCH:
                self._keep()
                tick(table.position)
        if self.reader is None:
            raise DataFileError(table.path, None, "is empty", "See that it was fetched whole")
        self._keep()
        imported.finish(self.desk, self.file)

    def _reader(self, line: "Line", table: "TableFile") -> RowReader:
        """The reader for the file's columns, from its first row where that names them."""
        if not self.map.header:
            return RowReader(self.map, self.map.names, table.path, line.number)
        if line.cells is None:
            raise line.error or DataFileError(table.path, line.number, "is no header", "Name the columns there")
        return RowReader(self.map, line.cells, table.path, line.number)

    def _take(self, line: "Line", reader: RowReader, table: "TableFile") -> None:
        """Read a row into the batch, or report it."""
        self.line = line.number
        if line.cells is None:
            self._refuse(line.error or DataFileError(table.path, line.number, "is no row", "Correct it"))
            return
        try:
            self.batch.rows.append(reader.read(line.cells))
            self.batch.lines.append(line.number)
        except RefusedError as why:
            self._refuse(DataFileError(table.path, line.number, why.problem, why.remedy))

    def _refuse(self, error: DataFileError) -> None:
        """Count and report a row that cannot be used."""
        self.tally.counts["refused"] += 1
        self.report(error)

    def _keep(self) -> None:
        """Write the batch, with all up to the last line taken as done."""
        batch, self.batch = self.batch, _Batch()
        outcomes = imported.keep(self.desk, self.file, batch.rows, self.line, self.tally.counts["refused"])
        for number, row, outcome in zip(batch.lines, batch.rows, outcomes, strict=True):
            if outcome == "twice":
                problem = f"id {row['source_id']!r} stands in this file before, with other content"
                self._refuse(DataFileError(self.file.name, number, problem, "Keep one row of each id"))
            else:
                self.tally.counts[outcome] += 1

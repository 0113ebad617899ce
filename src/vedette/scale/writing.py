"""A shard's rows into Parquet files, one for each day and table, put in place when all of them are whole."""

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from vedette.scale.columns import EVENTS, REPORTS, TABLES, Row, arrow, event_table_rows, partition, report_row, table

if TYPE_CHECKING:
    from vedette.records.coded import Coded
    from vedette.scale.places import Place

MOST: Final = 100_000_000
"""Characters of rows that are held in memory before they are written."""


class ShardWriter:
    """Takes the coded reports of a shard and puts their files into a place at the end, or nothing."""

    def __init__(self, to: "Place", ident: str) -> None:
        """Write to a scratch folder; `ident` is in the names of the files, so that no two shards' are one."""
        arrow()  # its lack is told before the work and not after
        self._to, self._ident = to, ident
        self._scratch = tempfile.TemporaryDirectory(prefix="vedette-")
        self._rows: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        self._held = self._part = 0
        self._files: list[str] = []

    def __enter__(self) -> Self:
        """Use it in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the scratch folder away."""
        self._scratch.cleanup()

    def add(self, coded: "Coded") -> None:
        """Take one coded report."""
        report = coded.report
        if report is None:
            return
        day, row = partition(report), report_row(coded, report)
        self._rows["reports", day].append(row)
        self._rows["events", day] += event_table_rows(coded, report)
        self._held += 2 * len(row["line"])
        if self._held > MOST:
            self._flush()

    def finish(self) -> list[str]:
        """Put all files in place; their names."""
        self._flush()
        for name in self._files:
            self._to.take(Path(self._scratch.name) / name, name)
        return self._files

    def _flush(self) -> None:
        """Write what is held."""
        pq = arrow().parquet
        for (kind, day), rows in sorted(self._rows.items()):
            if rows:
                name = f"{kind}/day={day}/{self._ident}-{self._part}.parquet"
                path = Path(self._scratch.name) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                pq.write_table(table(TABLES[kind], rows), path, compression="zstd")
                self._files.append(name)
        self._rows.clear()
        self._held, self._part = 0, self._part + 1


__all__ = ["EVENTS", "REPORTS", "ShardWriter"]

"""Parquet: the columns of CSV with their types, lists as lists; read by pandas, polars, DuckDB, R and Spark."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO, Final, TypeVar

from vedette.export.columns import COLUMNS, row
from vedette.export.exporter import ExportError, Writing, storable
from vedette.export.jsonwrite import parsed
from vedette.records.incident import Incident

AT_ONCE: Final = 1_000
"""Rows that are held as Python's objects, few enough to stay in the processor's cache."""

GROUP: Final = 20
"""Such pieces in a row group: enough for the format to pack well."""


Thing = TypeVar("Thing")


class Parquet(Writing):
    """A table of the columns of CSV, packed with zstd."""

    name = "parquet"
    title = "Parquet, the columns of CSV with types"
    suffix = ".parquet"
    binary = True
    columns = tuple(COLUMNS)

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all, a row group at a time; how many. Raises ExportError without pyarrow."""
        return self._write((row(one.model_dump()) for one in incidents), out)

    def write_json(self, bodies: Iterable[str], out: BinaryIO) -> int:
        """The same from the desk's JSON."""
        return self._write((row(parsed(body)) for body in bodies), out)

    def _write(self, rows: Iterable[list[Any]], out: BinaryIO) -> int:
        """Write the rows; how many."""
        arrow, parquet = _arrow()
        schema = _schema(arrow, {**self.about.asked, "made_at": self.about.made_at, "desk": self.about.desk})
        count = 0
        with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
            pieces = (_batch(arrow, schema, some) for some in _some(rows, AT_ONCE))
            for group in _some(pieces, GROUP):
                table = arrow.Table.from_batches(group, schema=schema)
                writer.write_table(table, row_group_size=table.num_rows)
                count += table.num_rows
        return count


def _arrow() -> tuple[Any, Any]:
    """Pyarrow and its Parquet part."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        msg = "Parquet needs pyarrow, which is not installed. Install it with: pip install 'vedette[parquet]'"
        raise ExportError(msg) from error
    return pa, parquet


def _schema(arrow: Any, told: dict[str, str]) -> Any:  # noqa: ANN401 - pyarrow has no types
    """The columns with their types; what the export tells of itself goes into the file's metadata."""
    kinds = {
        "text": arrow.string(),
        "many": arrow.list_(arrow.string()),
        "number": arrow.int64(),
        "degrees": arrow.float64(),
        "truth": arrow.bool_(),
    }
    fields = [(name, kinds[kind]) for name, kind in COLUMNS.items()]
    return arrow.schema(fields, metadata={f"vedette.{name}": value for name, value in told.items()})


def _batch(arrow: Any, schema: Any, rows: list[list[Any]]) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Rows as columns; halves of surrogate pairs, which UTF-8 cannot hold, are left out."""
    try:
        arrays = [
            arrow.array(values, field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)
        ]
    except UnicodeEncodeError:
        return _batch(arrow, schema, [[_clean(value) for value in row] for row in rows])
    return arrow.RecordBatch.from_arrays(arrays, schema=schema)


def _clean(value: Any) -> Any:  # noqa: ANN401 - what a record holds
    """A value whose texts UTF-8 can hold."""
    if isinstance(value, str):
        return storable(value)
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value


def _some(things: Iterable[Thing], number: int) -> Iterator[list[Thing]]:
    """The things, so many at a time."""
    waiting = iter(things)
    while some := list(islice(waiting, number)):
        yield some

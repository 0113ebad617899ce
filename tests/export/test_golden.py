"""Each format's output for the samples is the one that was looked at and kept.

After a change that is meant: VEDETTE_GOLDEN=write pytest tests/export/test_golden.py, then read the difference.
"""

import io
import json
import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.export.written import written
from vedette.export import OURS, exporter_class

GOLDEN = Path(__file__).parent / "golden"


def _shown(name: str) -> str:
    """What an exporter writes, as text; a Parquet file as its schema and rows."""
    data = written(name)
    if name != "parquet":
        return data.decode("utf-8")
    table = pq.read_table(io.BytesIO(data))
    names = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    told = {key: value for key, value in names.items() if key.startswith("vedette.")}
    schema = {field.name: str(field.type) for field in table.schema}
    lines = [told, schema, *table.to_pylist()]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


@pytest.mark.parametrize("name", OURS)
def test_what_is_written_is_what_was_kept(name: str) -> None:
    path = GOLDEN / f"{name}{exporter_class(name).suffix}{'.txt' if name == 'parquet' else ''}"
    if os.environ.get("VEDETTE_GOLDEN") == "write":
        path.write_bytes(_shown(name).encode("utf-8"))
    assert path.read_bytes().decode("utf-8") == _shown(name)


def test_no_file_is_kept_for_nothing() -> None:
    assert len(list(GOLDEN.iterdir())) == len(OURS)

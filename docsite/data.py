"""The page of data files: every table that ships with Vedette, how much is in it, and what it says of itself."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from docsite import tables
from docsite.tables import code, need, plain, table
from vedette.lexicon.tables import data_path

ROOT: Final = Path(__file__).resolve().parent.parent
_TABLES: Final = frozenset({".csv", ".tsv"})


def files() -> Iterator[Path]:
    """The data files, READMEs left out, folder by folder."""
    for path in sorted(data_path().rglob("*")):
        if path.is_file() and path.suffix not in {".md", ".pyc", ".py"}:
            yield path


def page() -> str:
    """The page."""
    told = tomllib.loads(Path(__file__).with_name("data.toml").read_text("utf-8"))
    parts = [tables.words("data")]
    folders: dict[str, list[Path]] = {}
    for path in files():
        folders.setdefault(path.parent.relative_to(data_path()).as_posix(), []).append(path)
    for folder, paths in folders.items():
        rows = ([code(path.name), _much(path), plain(words(path, told))] for path in paths)
        parts += [f"## {folder}", table(["file", "holds", "what it is"], rows)]
    return "\n\n".join(parts)


def words(path: Path, told: Mapping[str, Mapping[str, str]]) -> str:
    """What a file is: the comment that it begins with, else the line of data.toml."""
    name = path.relative_to(data_path()).as_posix()
    said = told["files"].get(name) or next(
        (text for folder, text in told["folders"].items() if name.startswith(f"{folder}/")), None
    )
    if said is None and path.suffix == ".toml":
        said = _comment(path.read_text("utf-8"))
    return need(said, f"the data file {name}", "Begin it with a comment, or describe it in docsite/data.toml")


def _comment(text: str) -> str:
    """The first sentence or two of the comment that a file begins with."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#") or not line.lstrip("# "):
            break
        lines.append(line.lstrip("# "))
    return " ".join(lines)


def _much(path: Path) -> str:
    """How much is in a file: rows of a table, entries of a TOML file, else its size."""
    if path.suffix in _TABLES:
        with path.open(encoding="utf-8", newline="") as lines:
            return f"{sum(1 for row in csv.reader(lines) if row) - (path.suffix == '.csv'):,} rows"
    if path.suffix == ".toml":
        return f"{_entries(tomllib.loads(path.read_text('utf-8'))):,} entries"
    if path.suffix == ".jsonl":
        return f"{len(path.read_text('utf-8').splitlines()):,} lines"
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"  # noqa: PLR2004 - from there on in MB


def _entries(value: Any) -> int:  # noqa: ANN401 - what TOML holds
    """How many values of their own there are in it: words of lists, keys of tables."""
    if isinstance(value, Mapping):
        return sum(map(_entries, value.values()))
    return sum(map(_entries, value)) if isinstance(value, list) else 1

"""Load data/gather/tracking.toml: what in an address is no part of the page's name; its schema stands in its head."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path, read_toml

_TABLES: Mapping[str, frozenset[str]] = {
    "any": frozenset({"names", "prefixes"}),
    "host": frozenset({"host", "names"}),
    "variant": frozenset({"from", "to"}),
    "wrapper": frozenset({"host", "path", "parameters"}),
    "cache": frozenset({"host", "path"}),
}


@dataclass(frozen=True, slots=True)
class Tracking:
    """The tables of the file; hosts and names of parameters are in lower case."""

    names: frozenset[str]
    prefixes: tuple[str, ...]
    of_hosts: Mapping[str, frozenset[str]]
    variants: Mapping[str, str]
    wrappers: Mapping[tuple[str, str], tuple[str, ...]]
    caches: tuple[tuple[str, str], ...]

    def is_tracking(self, name: str, host: str) -> bool:
        """Whether a parameter (its name decoded, in lower case) says nothing about the page at a host."""
        if name in self.names or name.startswith(self.prefixes):
            return True
        return any(name in self.of_hosts.get(parent, ()) for parent in _and_parents(host))

    def cached_path(self, host: str, path: str) -> str | None:
        """What follows the beginning that an AMP cache puts before the address of a page; None for other addresses."""
        for known, start in self.caches:
            here = host.endswith(known[1:]) if known.startswith("*") else host == known
            if here and path.startswith(start):
                return path[len(start) :]
        return None


@cache
def tracking() -> Tracking:
    """The package's table."""
    return load(data_path("gather", "tracking.toml"))


def load(path: Path) -> Tracking:
    """The table of a file, validated; raises DataFileError with the table, its number and the remedy."""
    told = read_toml(path)
    if unknown := sorted(set(told) - set(_TABLES)):
        raise DataFileError(path, None, f"unknown table {unknown[0]!r}", f"Known: {', '.join(_TABLES)}")
    both = _checked(path, "any", [told.get("any")])[0]
    variants = {row["from"]: row["to"] for row in _rows(path, told, "variant")}
    if chained := sorted(set(variants) & set(variants.values())):
        raise DataFileError(path, None, f"variant {chained[0]!r} is put back to and from", "Name the last host at once")
    return Tracking(
        names=frozenset(both["names"]),
        prefixes=tuple(both["prefixes"]),
        of_hosts={row["host"]: frozenset(row["names"]) for row in _rows(path, told, "host")},
        variants=variants,
        wrappers={(row["host"], row["path"]): tuple(row["parameters"]) for row in _rows(path, told, "wrapper")},
        caches=tuple((row["host"], row["path"]) for row in _rows(path, told, "cache")),
    )


def _rows(path: Path, told: Mapping[str, Any], table: str) -> Sequence[dict[str, Any]]:
    """The rows of one [[table]], checked; none where it is not there."""
    rows = told.get(table, [])
    if not isinstance(rows, list):
        raise DataFileError(path, None, f"{table} is no list", f"Write each row under its own [[{table}]] line")
    return _checked(path, table, rows)


def _checked(path: Path, table: str, rows: Sequence[Any]) -> Sequence[dict[str, Any]]:
    """Refuse rows that lack a field, have another, or hold anything but words in lower case."""
    for number, row in enumerate(rows, 1):
        place = f"[{table}] number {number}"
        if not isinstance(row, dict) or set(row) != _TABLES[table]:
            raise DataFileError(path, None, f"{place} has not the fields due", f"Give {', '.join(_TABLES[table])}")
        for field, value in row.items():
            if not _is_words(value if isinstance(value, list) else [value], lower=field != "path"):
                problem = f"{place}: {field} is {value!r}"
                raise DataFileError(path, None, problem, "Give words in lower case, without blanks")
    return rows


def _is_words(values: Iterable[object], *, lower: bool) -> bool:
    """Whether all values are words without blanks."""
    return all(isinstance(v, str) and v and not set(v) & set(" \t\n") and (not lower or v == v.lower()) for v in values)


def _and_parents(host: str) -> Iterable[str]:
    """A host and the domains that it lies in, the nearest first."""
    labels = host.split(".")
    return (".".join(labels[start:]) for start in range(len(labels)))

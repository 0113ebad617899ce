"""The page of export columns: each format with its columns in their order, each with what docs/export.md says of it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from docsite.tables import code, need, table, words
from vedette.export import OURS, exporter_class
from vedette.records import Incident
from vedette.records.fields import descriptions

SOURCE: Final = Path(__file__).resolve().parent.parent / "docs" / "export.md"
_SECTION: Final = re.compile(r"^## (.+?)\n(.*?)(?=^##? |\Z)", re.MULTILINE | re.DOTALL)
_NAME: Final = re.compile(r"`([^`]+)`")
_REFERENCE: Final = re.compile(r"^(?P<before>.*?)(?:, )?as in `csv`$")


def page() -> str:
    """The page."""
    sections = {name: text for heading, text in _SECTION.findall(_text()) for name in heading.split(", ")}
    rows = ([f"[`{name}`](#{name})", _title(name), code(_suffix(name))] for name in sorted(OURS))
    parts = [words("exports"), table(["format", "what it is", "file"], rows)]
    parts += [_section(name, told_of(name, sections)) for name in sorted(OURS)]
    return "\n\n".join(parts)


def _text() -> str:
    """The page that people wrote."""
    return SOURCE.read_text("utf-8")


def _title(name: str) -> str:
    """What a format is."""
    return str(exporter_class(name).title)


def _suffix(name: str) -> str:
    """What its files end in."""
    return str(exporter_class(name).suffix)


def _section(name: str, told: Mapping[str, str]) -> str:
    """A format's part of the page."""
    remedy = f"Describe it in docs/export.md, in the section {name}"
    rows = ([code(column), need(told.get(column), f"{name}: {column}", remedy)] for column in columns(name))
    return (
        f"## {_title(name)} {{#{name}}}\n\n`vedette export {name}`\n\n{table(['column', 'what it comes from'], rows)}"
    )


def columns(name: str) -> tuple[str, ...]:
    """The columns of a format."""
    found: tuple[str, ...] = tuple(exporter_class(name).columns)
    return found


def told_of(name: str, sections: Mapping[str, str]) -> dict[str, str]:
    """What is said of each column of a format; where the tables only point at those of CSV, what is said there."""
    if name == "jsonl":
        return dict(descriptions(Incident))
    told = _tables(sections[name])
    csv = {} if name == "csv" else told_of("csv", sections)
    for column, text in told.items():
        if (points := _REFERENCE.match(text)) is not None:
            own = column.lower()
            there = next((csv[name] for name in (own, f"{own}_best", f"place_{own}") if name in csv), "")
            told[column] = f"{points['before']}: {there}" if points["before"] and there else there or text
    return told


def _tables(text: str) -> dict[str, str]:
    """Each name in the cells before the last of each row, with the last cell; the first row that has a name holds."""
    told: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("|"):
            *names, meaning = [cell.strip() for cell in line.strip().strip("|").split("|")]
            for column in (found for cell in names for found in _NAME.findall(cell)):
                told.setdefault(column, meaning)
    for inline in re.finditer(r"On edges: (.*)", text):
        for column in _NAME.findall(inline[1]):
            told.setdefault(column, f"on edges: {inline[1].rstrip('.')}")
    return told

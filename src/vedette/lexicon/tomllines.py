"""On which line of a TOML file a setting stands, so that an error can say where it is.

Python's own reader keeps no lines. This looks for the header of the table and then for the key, which finds the line in
files as people write them; where a setting is written in some other way (a table in braces over many lines) it gives
the line of the nearest part that it finds, or None.
"""

import re
from collections.abc import Sequence
from itertools import count

Part = str | int
_HEADER = re.compile(r"""\s*(?P<open>\[{1,2})\s*(?P<name>[^\[\]#]+?)\s*\]{1,2}\s*(?:\#.*)?$""")
_KEY = re.compile(
    r"""\s*(?P<name>(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PIECE = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")


def line_of(text: str, path: Sequence[Part]) -> int | None:
    """The line (from 1) of a setting, or of the nearest table around it; None where not even that is found.

    `path` is that of the value in the read file: ("source", 2, "interval") is the key `interval` of the third source.
    """
    found: dict[tuple[Part, ...], int] = {}
    for number, place in _places(text):
        found.setdefault(place, number)
    for length in range(len(path), 0, -1):
        if (line := found.get(tuple(path[:length]))) is not None:
            return line
    return None


def _places(text: str) -> list[tuple[int, tuple[Part, ...]]]:
    """Every header and key with its line, as the path of what it names."""
    table: tuple[Part, ...] = ()
    numbers: dict[tuple[Part, ...], count[int]] = {}
    latest: dict[tuple[Part, ...], int] = {}
    found: list[tuple[int, tuple[Part, ...]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _numbered(_pieces(header["name"]), latest)
            if header["open"] == "[[":
                found.append((number, table))  # the list itself begins with its first table
                latest[table] = next(numbers.setdefault(table, count()))
                table = (*table, latest[table])
            found.append((number, table))
        elif key := _KEY.match(line):
            found.append((number, table + tuple(_pieces(key["name"]))))
    return found


def _pieces(name: str) -> list[str]:
    """The parts of a dotted name."""
    return [piece.strip("\"'") for piece in _PIECE.findall(name)]


def _numbered(pieces: Sequence[str], latest: dict[tuple[Part, ...], int]) -> tuple[Part, ...]:
    """The path of a table: [alert.filter] after the second [[alert]] is of that one."""
    path: tuple[Part, ...] = ()
    for n, piece in enumerate(pieces):
        path = (*path, piece)
        if n < len(pieces) - 1 and path in latest:
            path = (*path, latest[path])
    return path

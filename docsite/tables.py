"""Markdown that pages are made of: tables, code, anchors."""

import functools
import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from vedette.errors import VedetteError

_CODE: Final = re.compile(r"(`[^`]+`)")
_SIGNS: Final = re.compile(r"[\\`*_\[\]<>#]")


class UndescribedError(VedetteError):
    """Something of the code has no description, so the page that lists it cannot be made."""


@functools.cache
def _heads() -> dict[str, Any]:
    """The words of heads.toml."""
    return tomllib.loads(Path(__file__).with_name("heads.toml").read_text("utf-8"))


def words(page: str, part: str = "head") -> str:
    """What a page, or a part of one, begins with; KeyError where heads.toml has nothing."""
    return str(_heads()[page][part]).strip()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are Markdown, bars and line breaks in them are made harmless."""
    lines = [_row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    """One line of a table."""
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"


def code(text: str) -> str:
    """Text as it stands in code."""
    return f"`{text}`" if text else ""


def codes(texts: Iterable[str]) -> str:
    """Several of these, with commas between."""
    return ", ".join(map(code, texts))


def fence(text: str, language: str = "text") -> str:
    """A block of code."""
    return f"```{language}\n{text.strip(chr(10))}\n```\n"


def plain(text: str) -> str:
    """Words as Markdown that shows them as they are; what stands between backticks stays code."""
    parts = _CODE.split(text)
    parts[::2] = [_SIGNS.sub(r"\\\g<0>", part) for part in parts[::2]]
    return "".join(parts)


def need(text: str | None, what: str, remedy: str) -> str:
    """A description; raises UndescribedError where there is none."""
    if not text:
        msg = f"{what} is not described. {remedy}"
        raise UndescribedError(msg)
    return text

"""What `vedette` says when nothing is asked of it: how to begin, and what is in this folder. Nothing heavy is read."""

import os
from pathlib import Path
from typing import Final

import typer

START: Final = """\
Vedette reads news of armed conflict and keeps the record: who did what to whom, where
and when, how many were hurt, who says so. Every value points at the words it came from.

To begin:
  vedette demo                        code the sample reports that ship with it
  vedette code report.txt             your own reports: .html, .txt, .jsonl, a web address
  vedette init, vedette add *.html    a desk that keeps reports and the incidents they tell of
  vedette incidents                   what happened; show, correct and brief go on from there
  vedette serve --open                the same in your browser
  vedette doctor                      what is installed, what is missing, how the desk is
"""
END: Final = "All commands: vedette --help. One of them, with examples: vedette code --help"
_DESK: Final = "desk.sqlite"
_MOST: Final = 3


def start() -> None:
    """Print how to begin."""
    typer.echo(START)
    typer.echo(here())
    typer.echo(END)


def here() -> str:
    """Which desk the commands use that name none, or where one may be."""
    told = os.environ.get("VEDETTE_DESK")
    if told:
        shown = told.split("://")[0] + "://..." if "://" in told else told  # an address may hold a password
        return f"The desk is {shown}, as VEDETTE_DESK says."
    if _has_desk(Path("vedette-desk")):
        return "This folder has a desk: vedette-desk."
    others = other_desks()
    if others:
        return f"There are desks in this folder: {', '.join(others)}. Name one with --desk {others[0]}"
    return "There is no desk in this folder yet; `code` and `demo` need none."


def other_desks(folder: Path | None = None) -> list[str]:
    """The names of some folders below this one that hold a desk."""
    try:
        found = sorted(path.name for path in (folder or Path()).iterdir() if path.is_dir() and _has_desk(path))
    except OSError:
        return []  # a folder that cannot be listed has none that could be named
    return found[:_MOST]


def _has_desk(folder: Path) -> bool:
    """Whether a folder holds a desk."""
    return (folder / _DESK).is_file()

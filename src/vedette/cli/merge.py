"""`vedette merge`: which reports tell of the same incident, which repeat or only relay another."""

import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from vedette.cli import coding, options
from vedette.cli.console import fail, quiet_pipe, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vedette.cli.items import Item
    from vedette.merge.merging import Placed
    from vedette.records.coded import Coded


def merge(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files of JSON lines; without any, standard input.", show_default=False)
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON lines in and out; so far the only form.")] = True,  # noqa: ARG001
    model: options.Model = None,
    published: options.Published = None,
) -> None:
    """Merge reports into incidents.

    \b
    A JSON line in: as for `vedette code --jsonl`. A line out for each, in the same order:
      {"id", "incident", "incidents": [...], "duplicate_of", "independent", "error"}

    \b
    incident      what the report is mainly about, null for nothing; reports of one incident share it
    incidents     all that the report tells of
    duplicate_of  the report whose text it repeats (a wire copy, a mirror, an edit)
    independent   false where the report only relays another origin

    \b
    Examples:
      vedette merge --jsonl < in.jsonl > out.jsonl
      vedette merge monday.jsonl tuesday.jsonl > out.jsonl
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.cli.code import day_of

    with quiet_pipe(), contextlib.ExitStack() as stack:
        streams = [(str(p), _open(stack, p)) for p in files] if files else [("standard input", sys.stdin.buffer)]
        items = list(_items(streams, day_of(published)))
        failures = _write(items, model)
    if failures:
        raise typer.Exit(1)


def _open(stack: contextlib.ExitStack, path: Path) -> BinaryIO:
    """An input file."""
    try:
        return stack.enter_context(path.open("rb"))
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}. Name a file of JSON lines.")


def _items(streams: "Iterable[tuple[str, BinaryIO]]", published: str | None) -> "Iterator[Item]":
    """The inputs; the second one with an id is an error."""
    from vedette.cli.items import Seen
    from vedette.cli.stream import json_items

    seen = Seen()
    for name, stream in streams:
        for item in json_items(stream, name, published=published):
            yield seen.check(item)


def _write(items: "list[Item]", model: str | None) -> int:
    """Code, merge and write; how many inputs failed, each of which is named on stderr."""
    from vedette.errors import VedetteError
    from vedette.merge.merging import merge as merge_all

    try:
        pairs = list(coding.code_items(items, lambda: coding.make_pipeline(model)))
        placed = merge_all([coded for _, coded in pairs]).placed
    except VedetteError as error:
        fail(str(error))
    for (item, coded), place in zip(pairs, placed, strict=True):
        if coded.error:
            say(f"{item.where}: {coded.error}")
        sys.stdout.write(_line(coded, place) + "\n")
    return sum(coded.error is not None for _, coded in pairs)


def _line(coded: "Coded", place: "Placed") -> str:
    """One output line."""
    told = {
        "id": coded.id,
        "incident": place.incident,
        "incidents": list(place.incidents),
        "duplicate_of": place.duplicate_of,
        "independent": place.independent,
        "error": coded.error,
    }
    return json.dumps(told, ensure_ascii=False)

"""`vedette explain`: why one report was coded as it was, or why an incident holds what it holds."""

import contextlib
import io
import re
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, cast

import typer

from vedette.cli import code, desks, explain_incident, options
from vedette.cli.console import fail, forgiving_stdout, quiet_pipe, say

if TYPE_CHECKING:
    from vedette.cli.items import Item
    from vedette.cli.tracing import Explained

_LINE = re.compile(r"(?P<path>.+\.(?:jsonl|ndjson)):(?P<line>[1-9]\d{0,8})", re.IGNORECASE)


Report = Annotated[
    str,
    typer.Argument(
        help="One .html, .htm, .txt or .md file, a line of JSON lines (in.jsonl:3), an http(s) address, '-' "
        "for standard input, or an incident of a desk (i12).",
        metavar="REPORT|ID",
        show_default=False,
    ),
]
Sentence = Annotated[
    int | None, typer.Option("--sentence", "-s", min=1, metavar="N", help="Only the sentence of this number.")
]


def explain(
    report: Report,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with the trees drawn to this file.")] = None,
    sentence: Sentence = None,
    model: options.Model = None,
    published: options.Published = None,
    desk: desks.Where = desks.HOME,
    as_of: desks.AsOf = None,
) -> None:
    """Explain how one report was coded, sentence by sentence; or an incident of a desk.

    \b
    For each sentence of the article's body: its dependency tree; the frames that
    were tried at each trigger word, and why they were taken or not; for each event
    the frame with its file and line, who fills each role and from which slot, the
    word that gives the status, the sources with their cues, what the codes depend
    on, the scores; and what was joined into what, or dropped, and by which rule.

    \b
    First, whether the relevance gate (`--gate`, `vedette watch`) lets the report pass,
    by which passage and which words: in a pipe, lines of sentence 0 and part `gate`.

    \b
    On a terminal: an indented tree and lists. In a pipe: one tab-separated line per
    fact (sentence, part, word, what, why). With --html: one page that needs no
    network, with the trees and the words of each role drawn by displaCy.

    \b
    Of an incident (i12): what each report tells of it; what speaks for and against
    that being the same happening, against the member that is most alike and against
    the nearest other incident, feature by feature (the sum is the log odds); and the
    judgements of it in order. --html, --sentence, --model and --published are for
    reports, --desk and --as-of for incidents.

    \b
    Examples:
      vedette explain report.txt | less
      vedette explain in.jsonl:3 --sentence 2
      vedette explain page.html --html why.html
      echo "Rebels shelled Idlib." | vedette explain - | grep dropped
      vedette explain i12 --desk sahel

    Exit codes: 0 explained, 1 the report or the incident cannot be had, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    if explain_incident.is_incident(report):
        if html is not None or sentence is not None:
            fail("--html and --sentence explain reports, not incidents.")
        explain_incident.explain(report, desk, as_of)
        return
    _report(_one_item(report, code.day_of(published)), report, html, model, sentence)


def _report(item: "Item", name: str, html: Path | None, model: str | None, sentence: int | None) -> None:
    """Explain one report, on the terminal or as a page."""
    for warning in item.warnings:
        say(f"{item.where}: warning: {warning}")
    if item.report is None:
        fail(f"{item.where}: {item.error}", 1)
    with contextlib.ExitStack() as stack:
        stack.enter_context(quiet_pipe())
        explained = _explained(item, model, sentence)
        if html is None:
            _print(explained)
        else:
            _write(explained, code.open_out(stack, html, [name]))
            typer.echo(f"{len(explained.sentences)} sentences explained: {html}")


def _write(explained: "Explained", out: BinaryIO) -> None:
    """The explanation as a page."""
    from vedette.cli.tracing_html import page_of

    out.write(page_of(explained).encode("utf-8"))


def _print(explained: "Explained") -> None:
    """The explanation on standard output: for people on a terminal, as plain lines in a pipe."""
    from vedette.cli.tracing import PLAIN_COLUMNS, plain_lines, show

    forgiving_stdout()
    if not sys.stdout.isatty():
        sys.stdout.writelines(f"{line}\n" for line in ("\t".join(PLAIN_COLUMNS), *plain_lines(explained)))
        return
    from rich.console import Console

    show(explained, Console(highlight=False, emoji=False))


def _explained(item: "Item", model: str | None, number: int | None) -> "Explained":
    """Code the report with a trace and tell how."""
    from vedette.cli.tracing import explained
    from vedette.errors import VedetteError

    try:
        told = explained(item, model)
    except VedetteError as error:
        fail(str(error))
    if number is None:
        return told
    if number > len(told.sentences):
        fail(f"--sentence {number}: the report's body has {len(told.sentences)} sentences.")
    return told.only(number)


def _one_item(name: str, published: str | None) -> "Item":
    """The one report that is named; a second one in the same input is wrong usage."""
    from vedette.cli.sources import Sources

    line = _LINE.fullmatch(name)
    if line and not Path(name).exists():
        return _json_line(line["path"], int(line["line"]), published)
    stdin = cast("Any", sys.stdin.buffer)
    sources = Sources([name], stdin, published=published, transport=code.make_transport())
    found = [*islice(sources.items(), 2)]
    if not found:
        fail(f"{name}: holds no report.", 1)
    if len(found) > 1:
        remedy = "Pipe one line in." if name == "-" else f"Name the line of one: {name}:1"
        fail(f"{name}: holds more than one report. {remedy}")
    return found[0]


def _json_line(path: str, number: int, published: str | None) -> "Item":
    """The report on one line of a file of JSON lines; the lines before it are not parsed."""
    from vedette.cli.stream import json_items

    try:
        with Path(path).open("rb") as stream:
            raw = next(islice(stream, number - 1, None), b"")
    except OSError as error:
        fail(f"{path}: cannot be read: {error.strerror or error}. Check the path and its permissions.", 1)
    alone = io.BytesIO(b"\n" * (number - 1) + raw)
    item = next(json_items(alone, path, published=published), None)
    if item is None:
        fail(f"{path}: has no report on line {number}.", 1)
    return item

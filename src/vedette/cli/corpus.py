"""`vedette corpus`: what people corrected, as labelled examples."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from vedette.cli import desks
from vedette.cli.console import fail, say

if TYPE_CHECKING:
    from collections.abc import Iterable

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def corpus() -> None:
    """Labelled examples out of what people judged.

    \b
    Examples:
      vedette corpus export --out corrections.jsonl
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"


@app.command("export")
def export(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where the JSON lines go; else standard output.")
    ] = None,
    desk: desks.Where = desks.HOME,
) -> None:
    """Write what people corrected, confirmed and retracted as labelled sentences, JSON lines.

    \b
    A line for each sentence: "label" is corrected (with "field", "value" and the words
    picked as evidence), right or wrong; "coded" is what the coder made of it. Of splits
    and of events told apart: pairs, labelled same or different. Who judged is left out.

    \b
    Examples:
      vedette corpus export --out corrections.jsonl
      vedette corpus export | jq -r 'select(.label == "corrected") | .field' | sort | uniq -c

    Exit codes: 0 written, 1 nothing was judged by a person, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.merge.examples import examples
    from vedette.store.accounts import Accounts
    from vedette.store.teamwork import Teamwork

    with desks.opened(desk) as held:
        given = Teamwork(held.store, Accounts(held.store).clock).given()
        found = list(examples(held, given))
        if not found:
            fail("nothing was judged by a person yet. Review incidents: vedette serve", desks.TOLD)
        if out is None:
            _write(found, sys.stdout)
        else:
            try:
                with out.open("w", encoding="utf-8") as stream:
                    _write(found, stream)
            except OSError as error:
                fail(f"{out} cannot be written: {error.strerror}. Name a file in a folder that can be written.")
    say(f"{len(found)} examples")


def _write(found: "Iterable[dict[str, Any]]", stream: TextIO) -> None:
    """The examples as JSON lines."""
    stream.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in found)

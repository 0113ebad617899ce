"""`vedette history`: deaths by country and month from what was imported, for `vedette forecast`."""

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from vedette.cli import asking, desks
from vedette.cli.console import fail, quiet_pipe, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vedette.imports.history import CountryMonth


def history(
    source: Annotated[str, typer.Option(metavar="NAME", help="Whose numbers: ucdp, acled, a map's.")] = "ucdp",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Where to write them; else standard output.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM", help="First month.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM", help="Last month.")] = None,
    every: Annotated[
        bool, typer.Option("--all-countries", help="Also those of which the source has no row, as zeros.")
    ] = False,
    as_of: desks.AsOf = None,
    desk: desks.Where = desks.HOME,
) -> None:
    """Write deaths by country and month as CSV (country, month, fatalities), as `vedette forecast` reads it.

    \b
    Best numbers, by the month in which an event began; events without a number count 0.
    Zeros are filled in up to the last month of the source: from its first month on where
    it covers the world (ucdp), from a country's first event on where it does not (acled).
    The last month may be incomplete: leave it out with --to.

    \b
    Examples:
      vedette history --out history.csv
      vedette history --source acled --to 2026-10 > history.csv
      vedette forecast --history history.csv --from 2026-10 --months 1..12

    Exit codes: 0 written, 1 the source tells no deaths or is not there, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.errors import InputError
    from vedette.imports.history import country_months

    span = {"first": asking.month("--from", first), "last": asking.month("--to", last)}
    with desks.opened(desk) as held:
        try:
            rows = country_months(held, source, every=every, as_of=as_of, **span)
        except InputError as error:
            fail(str(error), 1)
    if not rows:
        fail(f"{source!r} has no month between --from and --to. Ask for others.", 1)
    _write(rows, out)
    months = {row.month for row in rows}
    names = len({row.country for row in rows})
    told = f"{names} {'country' if names == 1 else 'countries'}, {min(months)} to {max(months)}"
    say(f"{told}, {sum(row.fatalities for row in rows)} deaths" + (f": {out}" if out else ""))


def _write(rows: "Iterable[CountryMonth]", out: Path | None) -> None:
    """The rows to a file or to standard output."""
    if out is None:
        with quiet_pipe():
            _write_to(rows, sys.stdout)
        return
    try:
        with out.open("w", encoding="utf-8", newline="") as stream:
            _write_to(rows, stream)
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror}. Name a file in a folder that can be written.")


def _write_to(rows: "Iterable[CountryMonth]", stream: TextIO) -> None:
    """The rows as CSV."""
    from vedette.imports.history import COLUMNS

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)

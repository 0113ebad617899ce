"""`vedette export`: the desk's incidents in a format that other tools read."""

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn

import typer

from vedette.cli import desks, filters, options
from vedette.cli.console import fail, progress_to, quiet_pipe, say

if TYPE_CHECKING:
    from vedette.export import About, Exporter
    from vedette.store.desk import Desk
    from vedette.store.incident_table import IncidentTable
    from vedette.store.rows import IncidentFilters

STDOUT = "-"


def _begun(given: str) -> list[str]:
    """The formats that begin so, for the shell's completion."""
    from vedette.export import formats

    return [name for name in formats() if name.startswith(given)]


Format = Annotated[
    str, typer.Argument(metavar="FORMAT", help="csv, geojson, parquet ...; see --list.", autocompletion=_begun)
]
Changed = Annotated[
    str | None, typer.Option("--changed-since", metavar="TIME", help="Told or judged otherwise since that time.")
]


def export(  # noqa: PLR0913, PLR0917 - one parameter for each filter
    format_: Format = "",
    out: Annotated[str, typer.Option("--out", "-o", metavar="FILE", help="Where to; - is standard output.")] = STDOUT,
    place: filters.Place = None,
    country: filters.Country = None,
    actor: filters.Actor = None,
    kind: filters.Kind = None,
    status: filters.StatusOption = None,
    first: filters.First = None,
    last: filters.Last = None,
    min_killed: filters.MinKilled = None,
    text: filters.Text = None,
    changed: Changed = None,
    limit: Annotated[int | None, typer.Option(min=1, help="The newest, so many at most.")] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="Title of feeds and documents.")] = "Incidents",
    author: Annotated[str, typer.Option(metavar="NAME", help="Who answers for feeds and bundles.")] = "Vedette desk",
    home: options.Home = None,
    listed: Annotated[bool, typer.Option("--list", help="Name the formats and stop.")] = False,
    as_of: desks.AsOf = None,
    desk: desks.Where = desks.HOME,
) -> None:
    """Write the incidents in a format that other tools read, newest first.

    \b
    Filters are those of `vedette incidents`. A file is whole or stays as it was. Memory
    stays flat however many there are. --changed-since gives what is new since the last
    export, merged and retracted incidents too where the format can tell of them.
    `acled` with --out writes a second file, NAME.deletions.csv, with the ids that are to
    be deleted from earlier ones. docs/export.md says what each column comes from and
    what each format loses. What is written in ACLED's and UCDP's columns is neither
    ACLED nor UCDP data.

    \b
    Examples:
      vedette export csv --country SYR -o syria.csv
      vedette export geojson --min-killed 10 --from 2024-11-01 > map.geojson
      vedette export rss --actor RSF --limit 50 --title "RSF" -o /var/www/rsf.rss
      vedette export jsonl --changed-since 2026-11-30 --as-of 2026-12-07

    Exit codes: 0 written, 1 no incident went in, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    if listed or not format_:
        _list(asked_for=listed)
    asked = filters.asked(
        place=place, country=country, actor=actor, kind=kind, status=status, first=first, last=last,
        min_killed=min_killed, text=text, changed_since=changed, limit=limit,
    )  # fmt: skip
    told = {"title": title, "author": author, **({"home": home.rstrip("/")} if home else {})}
    with desks.opened(desk) as held:
        _export(held, format_, out, asked, told, as_of)


def _list(*, asked_for: bool) -> NoReturn:
    """The formats with what they are, and the command ends."""
    from vedette.export import exporter_class, formats

    if not asked_for:
        fail(f"name a format: {', '.join(formats())}. What each is: vedette export --list")
    desks.print_rows(("format", "what"), [(name, exporter_class(name).title) for name in formats()])
    raise typer.Exit


def _export(
    desk: "Desk", name: str, out: str, asked: "IncidentFilters", told: dict[str, str], as_of: str | None
) -> None:
    """Write the format and what belongs beside it; where no incident went in, the command ends with 1."""
    from vedette.export import make
    from vedette.merge.current import incident_table

    about = about_of(desk, asked, told)
    exporter = make(name, about)
    if out == STDOUT and exporter.binary and sys.stdout.isatty():
        fail(f"{name} is no text for a terminal. Write it to a file: --out incidents{exporter.suffix}")
    table = incident_table(desk, as_of)
    number = _write(table, exporter, out, asked)
    if exporter.beside is not None and out != STDOUT:
        beside = make(exporter.beside, about)
        path = Path(out)
        _write(table, beside, str(path.with_name(f"{path.stem}.deletions{path.suffix}")), asked)
    if not number:
        fail(f"no incident went into the {name}. Ask for less, or add reports with: vedette add", 1)


def _write(table: "IncidentTable", exporter: "Exporter", out: str, asked: "IncidentFilters") -> int:
    """Write one file; how many incidents went in."""
    from vedette.export import reading

    count = reading.total(table, asked)
    shown = sys.stderr.isatty() and not (out == STDOUT and sys.stdout.isatty())
    with progress_to(f"exporting {exporter.name}", count, enabled=shown) as tick, _stream(out) as stream:
        number = reading.export(table, exporter, stream, asked, tick)
    left = count - number if not exporter.gone else 0
    rest = f"; {left} left out, which {exporter.name} has no place for (docs/export.md)" if left > 0 else ""
    say(f"{number} incident{'s' * (number != 1)} as {exporter.name}{'' if out == STDOUT else f' in {out}'}{rest}")
    return number


@contextmanager
def _stream(out: str) -> Iterator[BinaryIO]:
    """Where to write to."""
    from vedette.export.saving import replacing

    if out == STDOUT:
        with quiet_pipe():
            yield sys.stdout.buffer
        return
    with replacing(Path(out)) as stream:
        yield stream


def about_of(desk: "Desk", asked: "IncidentFilters", told: dict[str, str]) -> "About":
    """What the export tells of itself."""
    from vedette.export import About
    from vedette.store.outbox import Outbox

    words = {
        name: ", ".join(sorted(value)) if isinstance(value, set) else str(value)
        for name, value in sorted(asked.items())
        if name != "limit"
    }
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return About(made_at=now, desk=Outbox(desk).desk_id(), asked=words, **told)

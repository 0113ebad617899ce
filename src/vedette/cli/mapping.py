"""`vedette map`: the desk's incidents on a map, as a page of its own or as a picture."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import asking, desks, filters, options
from vedette.cli.console import fail, say
from vedette.cli.export import about_of

if TYPE_CHECKING:
    from vedette.export.mapping import MapView
    from vedette.store.desk import Desk
    from vedette.store.rows import IncidentFilters

SUFFIXES = (".html", ".svg", ".png")

Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where to: .html (interactive), .svg or .png.")]


def map_(  # noqa: PLR0913, PLR0917 - one parameter for each filter
    out: Out = Path("map.html"),
    place: filters.Place = None,
    country: filters.Country = None,
    actor: filters.Actor = None,
    kind: filters.Kind = None,
    status: filters.StatusOption = None,
    first: filters.First = None,
    last: filters.Last = None,
    min_killed: filters.MinKilled = None,
    text: filters.Text = None,
    limit: Annotated[int, typer.Option(min=1, help="The newest, so many at most.")] = 5000,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What stands above the map.")] = "Incidents",
    author: Annotated[str, typer.Option(metavar="NAME", help="Who answers for it.")] = "Vedette desk",
    home: options.Home = None,
    as_of: desks.AsOf = None,
    desk: desks.Where = desks.HOME,
) -> None:
    """Draw the incidents on a map: a page that needs no network, or a picture.

    \b
    Shape and colour tell the kind, size tells the deaths. No mark is finer than what is
    known: a district's or province's has a ring around it, and what is known by its
    country alone shades the country and is counted. The page holds the map itself
    (MapLibre, Natural Earth's outlines) and a table of all incidents; nothing is loaded
    from elsewhere. PNG needs the extra `vedette[picture]`.

    \b
    Examples:
      vedette map --country SYR --from 2024-11-27 -o syria.html
      vedette map --min-killed 10 --title "Ten and more killed" -o november.png

    Exit codes: 0 drawn, 1 no incident holds to this, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    if out.suffix.lower() not in SUFFIXES:
        fail(f"--out {str(out)!r} is none of {', '.join(SUFFIXES)}. Name a file that ends so.")
    asked = filters.asked(
        place=place, country=country, actor=actor, kind=kind, status=status, first=first, last=last,
        min_killed=min_killed, text=text, limit=limit,
    )  # fmt: skip
    told = {"title": title, "author": author, **({"home": home.rstrip("/")} if home else {})}
    with desks.opened(desk) as held:
        shown, left = _shown(held, asked, told, as_of)
        if not shown.shown:
            hint = asking.unheard(actor=actor, place=place)
            fail(f"no incident holds to this. {hint}Ask for less, or add reports with: vedette add", 1)
        _write(shown, out)
    more = f"; {left} older ones are left out, see --limit" if left > 0 else ""
    say(f"{len(shown.marks)} marks for {shown.shown} incidents in {out}{more}")


def _shown(desk: "Desk", asked: "IncidentFilters", told: dict[str, str], as_of: str | None) -> "tuple[MapView, int]":
    """What is to be drawn, and how many incidents the limit leaves out."""
    from vedette.export.mapping import view
    from vedette.export.reading import read
    from vedette.merge.current import incident_table

    table = incident_table(desk, as_of)
    shown = view(read(table, asked), about_of(desk, asked, told))
    return shown, table.count(**asked) - shown.shown


def _write(shown: "MapView", out: Path) -> None:
    """Write the file, whole or not at all."""
    from vedette.export.saving import replacing

    if out.suffix.lower() == ".html":
        from vedette.export.webmap import page

        data = page(shown).encode("utf-8")
    else:
        from vedette.export.picture import png, svg

        drawn = svg(shown)
        data = png(drawn) if out.suffix.lower() == ".png" else drawn.encode("utf-8")
    with replacing(out) as stream:
        stream.write(data)

"""`vedette control`: who holds what, by what the desk's reports say."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vedette.cli import asking, desks
from vedette.cli.console import fail, say

if TYPE_CHECKING:
    from vedette.track.control import History, Spell
    from vedette.track.facts import Ground

COLUMNS = ("place", "country", "status", "holder", "kind", "since", "until", "sure", "reports", "says", "why")
_NUMBERS = ("sure", "reports")
_LEAST = {"place": 12, "holder": 12, "since": 10}


At = Annotated[
    str | None, typer.Option("--at", metavar="YYYY-MM-DD", help="Who held it on this day; else who holds it now.")
]
Place = Annotated[str | None, typer.Option(metavar="NAME", help="One place with its whole history: a name or an id.")]
Geojson = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write points and areas to this file, - for standard output.")
]


def control(
    at: At = None,
    country: Annotated[str | None, typer.Option(metavar="SYR", help="ISO code or English name.")] = None,
    place: Place = None,
    geojson: Geojson = None,
    as_of: desks.AsOf = None,
    desk: desks.Where = desks.HOME,
) -> None:
    """Show who holds which place, since when, who says so and how sure that is.

    \b
    Read from captures, losses, handovers, sieges and words like "held by" in the desk's
    reports. "assessed": two independent origins say so, or the losing side itself;
    "claimed": one side or one origin; "contested": fought for, or said to be held by two;
    "lost": given up, to whom is not told. Where claims contradict each other each has a
    line. A planned, feared or denied advance changes nothing. "since" with "by" before it
    is when a place is first said to be held, where nobody tells how it was taken.
    On a terminal: a table. In a pipe: tab-separated lines.
    --geojson draws, round each place, what is nearer to it than to any other, at most 25
    km: no front line.

    \b
    Examples:
      vedette control --country SYR --at 2024-12-05
      vedette control --place Hama
      vedette control --country SYR --geojson control.geojson

    Exit codes: 0 found, 1 nothing is known, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.track.control import control_history, standing_at
    from vedette.track.facts import facts_of

    day, code = asking.day("--at", at), asking.country(country)
    with desks.opened(desk) as held:
        ground = facts_of(held, as_of)
    chosen = _chosen(ground, code, place)
    history = control_history(fact for fact in ground.facts if fact.place in chosen)
    standing = standing_at(history, day)
    if ground.undated:
        say(f"{ground.undated} changes were left out: neither they nor their reports have a date.")
    if not (history if place else standing):
        fail("nothing is known of who holds it. Ask for less, or add reports with: vedette add", 1)
    if geojson is not None:
        _write(geojson, standing, ground, day)
        return
    shown = history if place and day is None else standing
    desks.print_rows(COLUMNS, _rows(shown, ground, whole=place is not None and day is None), _NUMBERS, _LEAST)


def _chosen(ground: "Ground", country: str | None, place: str | None) -> set[str]:
    """The ids of the places that are asked for."""
    found = {p.id for p in ground.places.values() if country is None or p.country == country}
    if place is None:
        return found
    from vedette.lexicon.places import gazetteer
    from vedette.store.words import fold

    meant = {place} | {entry.id for entry in gazetteer().lookup(place)}
    return {i for i in found if i in meant or fold(ground.places[i].name) == fold(place)}


def _rows(shown: "History", ground: "Ground", *, whole: bool) -> list[list[str]]:
    """A row for each spell, by country and place."""
    from vedette.track.control import status_of

    rows = []
    for ident in sorted(shown, key=lambda i: (ground.places[i].country or "", ground.places[i].name, i)):
        found = ground.places[ident]
        for spell in shown[ident]:
            status = spell.kind if whole else status_of(shown[ident])
            rows.append([found.name, found.country or "", status, *_told(spell)])
    return rows


def _told(spell: "Spell") -> list[str]:
    """The cells of a spell."""
    since = spell.start if spell.gained or spell.kind in {"contested", "lost"} else f"by {spell.start}"
    reports = len({fact.report for fact in spell.evidence})
    said = "; ".join(spell.asserted)
    return [
        spell.holder or "-",
        spell.kind,
        since,
        spell.end or "",
        f"{spell.sure:.2f}",
        str(reports),
        said,
        spell.why,
    ]


def _write(path: Path, standing: "History", ground: "Ground", day: str | None) -> None:
    """The map to a file or to standard output."""
    from vedette.track.areas import feature_collection

    drawn: dict[str, Any] = feature_collection(standing, ground.places, day)
    text = json.dumps(drawn, ensure_ascii=False, allow_nan=False) + "\n"
    places = sum(f["properties"]["shape"] == "point" for f in drawn["features"])
    if str(path) == "-":
        typer.echo(text, nl=False)
    else:
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            fail(f"{path} cannot be written: {error.strerror}. Name a file in a folder that can be written.")
    say(f"{places} places drawn, {len(standing) - places} have no coordinates.")

"""`vedette compare`: our incidents beside another coder's events."""

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import asking, desks
from vedette.cli.console import fail, say
from vedette.cli.imported import say_licences

if TYPE_CHECKING:
    from vedette.imports.comparing import Happening, Pair
    from vedette.store.desk import Desk

COLUMNS = (
    "who has it", "ours", "theirs", "our days", "their days", "our place", "their place", "km", "our kind",
    "their kind", "our killed", "their killed", "score",
)  # fmt: skip
READ = ("who has it", "id", "days", "place", "what", "killed")
"""The columns on a terminal, where a pair has two lines."""

Asked = tuple[str | None, str | None, str | None]
"""Country, first and last day."""

ONLY = ("both", "ours", "theirs", "beyond")


def compare(
    source: Annotated[
        str, typer.Option("--with", metavar="NAME", help="The other: acled, ucdp, gdelt, a map's.", show_default=False)
    ],
    country: Annotated[str | None, typer.Option(metavar="SYR", help="ISO code or English name.")] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Not over before this day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Begun by this day.")] = None,
    only: Annotated[str | None, typer.Option(metavar="WHOSE", help="Only these: both, ours, theirs, beyond.")] = None,
    as_of: desks.AsOf = None,
    desk: desks.Where = desks.HOME,
) -> None:
    """Set our incidents beside another coder's events: which are the same, and who lacks what.

    \b
    A pair agrees in days, place, kind and deaths, as far as both tell them; how exactly
    a day or a place is known decides how far apart the two may be. "beyond" are ours
    with fewer deaths than those from which the other counts. Coders cut happenings
    differently, so what stands alone may be a part of a pair: this is a list to be
    read, not a score. On a terminal: a table. In a pipe: tab-separated lines.

    \b
    Examples:
      vedette compare --with ucdp --country SYR --since 2024-11-01
      vedette compare --with acled --country Sudan --only theirs

    Exit codes: 0 compared, 1 nothing to compare, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    if only is not None and only not in ONLY:
        asking.none_of(f"--only {only!r} is none", only, ONLY)
    asked = (asking.country(country), asking.day("--since", since), asking.day("--until", until))
    with desks.opened(desk) as held:
        pairs = _pairs(held, source, asked, as_of)
        shown = [pair for pair in pairs if only in (None, pair.verdict)]
        if sys.stdout.isatty():
            desks.print_rows(READ, _read(shown, source), ("killed",))
        else:
            desks.print_rows(COLUMNS, map(_flat, shown))
        _sum_up(pairs, source)
        say_licences(held, {source})


def _pairs(desk: "Desk", source: str, asked: Asked, as_of: str | None) -> "list[Pair]":
    """All of both sides that was asked for; the other half of a pair may lie somewhat before or after."""
    from vedette.imports.comparing import WIDER
    from vedette.imports.comparing import compare as set_beside
    from vedette.store import imported as store

    files = [file for file in store.files(desk, as_of=as_of) if file.source == source]
    if not files:
        fail(f"nothing of {source!r} was imported. See what there is: vedette imported --sources", 1)
    country, since, until = asked
    wider = (country, _shifted(since, -WIDER), _shifted(until, WIDER))
    every = set_beside(
        _ours(desk, wider, as_of), _theirs(desk, source, wider, as_of), int(files[-1].about["min_killed"])
    )
    pairs = [pair for pair in every if any(_then(side, since, until) for side in (pair.ours, pair.theirs))]
    if not pairs:
        fail("neither side has anything there. Ask for less.", 1)
    return pairs


def _shifted(day: str | None, days: int) -> str | None:
    """A day some days earlier or later."""
    return day and (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()


def _then(side: "Happening | None", since: str | None, until: str | None) -> bool:
    """Whether a side is there and shares a day with a span."""
    return side is not None and _in((side.first.isoformat(), side.last.isoformat()), since, until)


def _ours(desk: "Desk", asked: Asked, as_of: str | None) -> "list[Happening]":
    """The incidents of the desk that are asked for."""
    from vedette.imports.comparing import of_view
    from vedette.merge.desking import state_of
    from vedette.merge.views import views

    country, since, until = asked
    live = [view for view in views(desk, state_of(desk, as_of), as_of) if view.belief.live]
    there = [view for view in live if country in (None, view.country)]
    then = [view for view in there if _in(view.days, since, until)]
    return [found for view in then if (found := of_view(view)) is not None]


def _in(days: tuple[str | None, str | None], since: str | None, until: str | None) -> bool:
    """Whether days share one with a span."""
    first, last = days
    return first is not None and (since is None or (last or first) >= since) and (until is None or first <= until)


def _theirs(desk: "Desk", source: str, asked: Asked, as_of: str | None) -> "list[Happening]":
    """The rows of the other that are asked for."""
    from vedette.imports.comparing import of_row
    from vedette.store import imported as store

    names = zip(("country", "day_from", "day_to"), asked, strict=True)
    filters: store.ImportedFilters = {name: value for name, value in names if value}  # type: ignore[assignment]
    filters["source"] = source
    rows = store.each(desk, as_of=as_of, **filters)
    return [found for row in rows if (found := of_row(row)) is not None]


def _flat(pair: "Pair") -> list[str]:
    """A pair on one line."""
    from vedette.merge.views import spread

    sides = (pair.ours, pair.theirs)
    cells = [side.id if side else "" for side in sides] + [_days(side) for side in sides]
    cells += [side.place if side else "" for side in sides]
    cells.append("" if pair.km is None else f"{pair.km:.0f}")
    cells += [side.what if side else "" for side in sides]
    cells += [spread(side.killed) if side else "" for side in sides]
    return [pair.verdict, *cells, "" if pair.score is None else f"{pair.score:.2f}"]


def _read(pairs: "Sequence[Pair]", source: str) -> Iterator[list[str]]:
    """The pairs for a reader: a line for each side that has it."""
    from vedette.merge.views import spread

    heads = {"both": "both", "ours": "only we", "theirs": f"only {source}", "beyond": f"not in {source}'s scope"}
    for pair in pairs:
        head = heads[pair.verdict]
        if pair.km is not None:
            head += f", {pair.km:.0f} km"
        for side in (pair.ours, pair.theirs):
            if side is not None:
                yield [head, side.id, _days(side), side.place, side.what, spread(side.killed)]
                head = ""


def _days(side: "Happening | None") -> str:
    """The days of a side."""
    if side is None:
        return ""
    return " to ".join(dict.fromkeys((side.first.isoformat(), side.last.isoformat())))


def _sum_up(pairs: "Sequence[Pair]", source: str) -> None:
    """How many each has, and the deaths by each, on stderr."""
    from collections import Counter

    told = Counter(pair.verdict for pair in pairs)
    ours = [p.ours.killed for p in pairs if p.ours and p.ours.killed and p.verdict != "beyond"]
    theirs = [p.theirs.killed for p in pairs if p.theirs and p.theirs.killed]
    say(f"both {told['both']}, only ours {told['ours']}, only {source} {told['theirs']}, ours beyond its scope "
        f"{told['beyond']}; killed by ours {_sum(ours)}, by {source} {_sum(theirs)}")  # fmt: skip


def _sum(killed: "Sequence[tuple[int, int]]") -> str:
    """The lowest and the highest sum."""
    from vedette.merge.views import spread

    return spread((sum(low for low, _ in killed), sum(high for _, high in killed)))

"""`vedette rebuild`: everything that tracking derives, derived anew from the incidents, timed and checked."""

import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import asking, desks
from vedette.cli.console import fail, progress, say

if TYPE_CHECKING:
    from vedette.store.desk import Desk
    from vedette.track.rebuild import Basis

COLUMNS = ("derived", "items", "digest", "seconds")


def rebuild(
    desk: desks.Where = desks.HOME,
    since: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Also bring the desk of then up to date, and compare with the rebuild."),
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day that stands for now; else the newest report's.")
    ] = None,
) -> None:
    """Derive everything from the incidents again, and tell counts, digests and seconds.

    \b
    Nothing of it is kept on the desk: tempo, what is new and what could happen next are
    worked out from the incidents whenever they are asked for. With --since, the same is
    done from what the desk was at that time and only what changed after it; the two have
    to come to the same digests.

    \b
    Examples:
      vedette rebuild
      vedette rebuild --since 2026-11-30

    Exit codes: 0 done, 1 the two ways differ, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.track.rebuild import basis, derive

    day, begun = asking.day("--at", at), time.perf_counter()
    with desks.opened(desk) as held, progress("reading incidents", enabled=sys.stderr.isatty()):
        known = basis(held, day)
        read = time.perf_counter() - begun
        rows = [["read", str(len(known.views)), "", f"{read:.2f}"]]
        rows += [[one.name, str(one.items), one.digest, f"{one.seconds:.2f}"] for one in derive(known)]
        differing = _differing(held, known, since) if since else []
    desks.print_rows(COLUMNS, rows, ("items", "seconds"))
    say(f"{len(known.views)} incidents, {time.perf_counter() - begun:.1f} s")
    if differing:
        remedy = "The rebuild is right. Please report this, with both digests"
        fail(f"brought up to date since {since}, these come to something else: {', '.join(differing)}. {remedy}", 1)
    if since:
        say(f"brought up to date since {since}: the same")


def _differing(desk: "Desk", known: "Basis", since: str) -> list[str]:
    """The derivations that come to something else when the desk of an earlier time is brought up to date."""
    from vedette.track.rebuild import basis, differing, refreshed

    return differing(known, refreshed(desk, basis(desk, known.at, since), since, known.at))

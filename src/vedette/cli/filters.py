"""The filters that the commands on incidents share, and what is asked of the desk by them."""

from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from vedette.cli import asking
from vedette.cli.console import fail

if TYPE_CHECKING:
    from vedette.store.rows import IncidentFilters

Place = Annotated[str | None, typer.Option(metavar="NAME", help="Where: any of its names, or an id (geonames:170063).")]
Country = Annotated[str | None, typer.Option(metavar="SYR", help="ISO code or English name.")]
Actor = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who takes part, in any role: a name, words, or an id.")
]
Kind = Annotated[str | None, typer.Option("--type", metavar="ASSAULT", help="PLOVER type of an event.")]
StatusOption = Annotated[
    str | None, typer.Option(metavar="WORD", help="Of an event (happened ...); new, confirmed, disputed, retracted.")
]
First = Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="Not over before this day.")]
Last = Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Begun by this day.")]
MinKilled = Annotated[int | None, typer.Option(min=0, help="At least so many killed, by the highest number.")]
Text = Annotated[str | None, typer.Option(metavar="WORDS", help='Words of a report: market "car bomb" shell*')]


def asked(  # noqa: PLR0913 - one parameter for each filter
    *,
    place: str | None = None,
    country: str | None = None,
    actor: str | None = None,
    kind: str | None = None,
    status: str | None = None,
    first: str | None = None,
    last: str | None = None,
    min_killed: int | None = None,
    text: str | None = None,
    changed_since: str | None = None,
    limit: int | None = None,
) -> "IncidentFilters":
    """What the options ask of the desk, each checked; a wrong one ends the command."""
    days = (asking.day("--from", first), asking.day("--to", last))
    asking.span(("--from", days[0]), ("--to", days[1]))
    told: dict[str, Any] = {
        "place": place and asking.meant("place", place),
        "country": asking.country(country),
        "actor": actor and asking.meant("actor", actor),
        "type": asking.plover_type(kind),
        "search": text,
        "day_from": days[0],
        "day_to": days[1],
        "min_killed": min_killed,
        "changed_since": changed_since,
        "limit": limit,
        **status_of(status),
    }
    return cast("IncidentFilters", {name: value for name, value in told.items() if value is not None})


def status_of(given: str | None) -> dict[str, str]:
    """What is asked of the status: that of events, or what became of the incident."""
    from vedette.errors import AskedError
    from vedette.merge.asked import status_of as read

    try:
        return {} if given is None else read(given, "--status")
    except AskedError as error:
        fail(f"{error}.")

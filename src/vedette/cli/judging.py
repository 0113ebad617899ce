"""What a person judges: `vedette undo`, `join`, `split`, `correct`, `confirm`, `dispute` and `retract`."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vedette.cli import asking, desks
from vedette.cli.console import fail, say

if TYPE_CHECKING:
    from vedette.merge.state import State
    from vedette.records.judgement import Judgement
    from vedette.store.desk import Desk

Id = Annotated[str, typer.Argument(metavar="ID", help="The incident.", show_default=False)]
Reason = Annotated[str, typer.Argument(metavar="REASON", help="In a few words.", show_default=False)]


def undo(
    number: Annotated[int, typer.Argument(metavar="N", help="Its number in `vedette log`.", show_default=False)],
    desk: desks.Where = desks.HOME,
    who: desks.Who = "",
    why: desks.Why = "",
) -> None:
    """Take a judgement back: the desk is as if it had never been made.

    \b
    It stays in the log. An undo can be undone as well.

    \b
    Examples:
      vedette undo 31
      vedette undo 31 --why "the second blast was another day"

    Exit codes: 0 done, 1 refused, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.merge import judgements

    _judge(
        desk, lambda _, state: judgements.undo(state, number, desks.signed(who, why)), f"judgement {number} is undone"
    )


def join(
    one: Annotated[str, typer.Argument(metavar="A", help="The incident that stays.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="B", help="The one that goes into it.", show_default=False)],
    desk: desks.Where = desks.HOME,
    who: desks.Who = "",
    why: desks.Why = "",
) -> None:
    """Join two incidents that are one: B goes into A.

    \b
    Examples:
      vedette join i12 i15
      vedette join i12 i15 --who ada --why "same market, same hour"

    Exit codes: 0 done, 1 refused, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.merge import judgements

    def make(_: "Desk", state: "State") -> "Judgement":
        return judgements.merge_incidents(state, [other], one, desks.signed(who, why))

    _judge(desk, make, f"{other} is part of {one} now")


def split(
    incident: Id,
    events: Annotated[
        list[str], typer.Argument(metavar="EVENT...", help="Events, or reports with all of theirs.", show_default=False)
    ],
    desk: desks.Where = desks.HOME,
    who: desks.Who = "",
    why: desks.Why = "",
) -> None:
    """Split an incident that is two: some of its events make a new one.

    \b
    `vedette show` tells the ids of the events; the id or the name of a report stands
    for all that it tells of this incident.

    \b
    Examples:
      vedette split i12 0a1b2c3d4e5f6071:e2
      vedette split i12 page.html --why "another village"

    Exit codes: 0 done, 1 refused, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.merge import judgements
    from vedette.merge.desking import new_incident

    made: list[str] = []

    def make(held: "Desk", state: "State") -> "Judgement":
        leaving, signed = _events(held, state, incident, events), desks.signed(who, why)
        judgements.split_incident(state, incident, leaving, "?", signed)  # refuse before an id is given out
        made.append(new_incident(held, state))
        return judgements.split_incident(state, incident, leaving, made[0], signed)

    _judge(desk, make, lambda: f"{made[0]} is an incident of its own now")


_PLACES = ("place", "origin", "destination")


def correct(
    incident: Id,
    field: Annotated[
        str, typer.Argument(metavar="FIELD", help="type, place, when, counts.killed ...", show_default=False)
    ],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="The right one; null for unknown.", show_default=False)],
    desk: desks.Where = desks.HOME,
    who: desks.Who = "",
    why: desks.Why = "",
) -> None:
    """Correct a value of an incident; what the reports say stays beside it.

    \b
    Fields: title, type, mode, sub_event, status, negated, actors, targets,
    beneficiaries, place, origin, destination, when, weapons, independent_origins, and
    counts.killed, .wounded, .abducted, .arrested, .displaced, .missing, .taking_part,
    .released, .other.
    A number of people is 12 or 10-14, a time 2024-11-26 or 2024-11-26/2024-11-28.
    Other values are texts, or JSON.

    \b
    Examples:
      vedette correct i12 counts.killed 10-14 --why "the hospital's list"
      vedette correct i12 place Djibo

    Exit codes: 0 done, 1 refused, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.merge import judgements

    def make(_: "Desk", state: "State") -> "Judgement":
        return judgements.correct_field(state, incident, field, _value(field, value), desks.signed(who, why))

    _judge(desk, make, f"{field} of {incident} is {value} now")
    if field in _PLACES and (hint := asking.unheard(place=value)):
        say(f"{hint}As it stands it has no point on a map.")


def confirm(incident: Id, desk: desks.Where = desks.HOME, who: desks.Who = "", why: desks.Why = "") -> None:
    """Confirm an incident: you stand behind it as it is.

    \b
    Examples:
      vedette confirm i12
      vedette confirm i12 --why "two witnesses, satellite image"

    Exit codes: 0 done, 1 refused, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.merge import judgements

    _judge(
        desk, lambda _, state: judgements.confirm(state, incident, desks.signed(who, why)), f"{incident} is confirmed"
    )


def dispute(
    incident: Id, reason: Reason, desk: desks.Where = desks.HOME, who: desks.Who = "", why: desks.Why = ""
) -> None:
    """Dispute an incident: it stays, and is listed as disputed.

    \b
    Examples:
      vedette dispute i12 "only one outlet, and it was not there"

    Exit codes: 0 done, 1 refused, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.merge import judgements

    def make(_: "Desk", state: "State") -> "Judgement":
        return judgements.dispute(state, incident, reason, desks.signed(who, why))

    _judge(desk, make, f"{incident} is disputed")


def retract(
    incident: Id, reason: Reason, desk: desks.Where = desks.HOME, who: desks.Who = "", why: desks.Why = ""
) -> None:
    """Retract an incident that should not be there; its id and its events are kept.

    \b
    Examples:
      vedette retract i12 "the report was of an exercise"

    Exit codes: 0 done, 1 refused, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.merge import judgements

    told = f"{reason}: {why}" if why else reason
    _judge(
        desk, lambda _, state: judgements.retract(state, incident, desks.signed(who, told)), f"{incident} is retracted"
    )


def _judge(where: str, make: "Callable[[Desk, State], Judgement]", told: str | Callable[[], str]) -> None:
    """Write one judgement into the log, and say how to take it back."""
    from vedette.merge.desking import state_of

    with desks.opened(where) as held:
        number = held.judge(make(held, state_of(held)))
        said = told if isinstance(told, str) else told()
        desks.print_line(f"{said} (judgement {number}; take it back with: vedette undo {number})")


def _events(desk: "Desk", state: "State", incident: str, given: Sequence[str]) -> list[str]:
    """The events named; a report's id or name stands for all of its events in the incident."""
    held = state.incidents[desks.known(state, incident)].events
    found: list[str] = []
    for name in given:
        kept = None if name in held else desk.report(name)
        own = [event for event in held if kept and event.startswith(f"{kept.row.id}:")]
        found += own or [name]
    return found


def _value(field: str, given: str) -> Any:  # noqa: ANN401 - any value of JSON
    """A value as it was written: people and days in their forms, else JSON, else a text."""
    if given == "null":
        return None
    if field.startswith("counts.") or field == "independent_origins":
        return _number(field, given)
    if field == "when":
        return _days(given)
    try:
        return json.loads(given) if given[:1] in '[{"' or given in ("true", "false") else given
    except ValueError:
        return given


def _number(field: str, given: str) -> int | dict[str, int]:
    """A number of people, or the lowest and the highest."""
    low, dash, high = given.partition("-")
    if not low.isdecimal() or (dash and not (high.isdecimal() and int(high) >= int(low))):
        fail(f"{given!r} is no number for {field}. Write 12, or 10-14 for the lowest and the highest.")
    if dash and field == "independent_origins":
        fail(f"{given!r} is no number for {field}. Write one number: 3")
    return {"low": int(low), "high": int(high)} if dash else int(low)


def _days(given: str) -> str:
    """A day, or the first and the last."""
    import datetime as dt

    try:
        days = [dt.date.fromisoformat(day) for day in given.split("/")]
    except ValueError:
        days = []
    if len(days) not in (1, 2) or days != sorted(days):
        fail(f"{given!r} is no time. Write 2024-11-26, or 2024-11-26/2024-11-28 for the first and the last day.")
    return "/".join(day.isoformat() for day in days)

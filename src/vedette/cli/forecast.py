"""`vedette forecast`: deaths by country and month, as draws or as a table of chances."""

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from vedette.cli.console import fail, progress, quiet_pipe, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vedette.track.forecast import History, Model, Outlook
    from vedette.track.forecast.history import Floats

FARTHEST: Final = 36
BASE: Final = "conflictology"
COLUMNS: Final = (
    *("median", "50 %", "90 %", "P(>=1)", "P(>=25)", "P(>=1000)", "P(escalation)", "P(onset)"),
    *("base", "base P(>=25)"),
)


HistoryOption = Annotated[
    Path, typer.Option(metavar="CSV", help="country, month, fatalities; later months are not read.")
]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="One JSON line per country and month, with the draws.")]
Unit = Annotated[
    str | None,
    typer.Option(metavar="COLUMN", help="Column of the units, where it is not country (a province ...)."),
]


def forecast(
    history: HistoryOption,
    known: Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="The last month known.")],
    months: Annotated[str, typer.Option(metavar="A..B", help="Months ahead: 3..14 are the third to the fourteenth.")],
    jsonl: Jsonl = False,
    unit: Unit = None,
    draws: Annotated[int, typer.Option(min=20, max=100_000, help="Paths per country.")] = 1000,
    limit: Annotated[int, typer.Option(min=0, help="Countries in the table, 0 for all.")] = 40,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no warnings.")] = False,
) -> None:
    """Forecast deaths in armed conflict by country and month, with chances.

    \b
    The history is a CSV with the columns country, month (YYYY-MM) and fatalities; rows
    in any order. A month without a row, or with an empty cell, is unknown, not zero.
    Nothing after --from is read. With another column of units (a province's name, say)
    it forecasts those; name the column with --unit where there are several.

    \b
    Without --jsonl: a row per country for all the months together. "50 %" and "90 %" are
    intervals; "escalation" is a quarter with twice the past year's monthly deaths and at
    least 25 a month, "onset" 25 deaths or more where the past twelve months had fewer.
    "base" is the median by conflictology, the last twelve months drawn again.
    With --jsonl: {"country", "month", "draws": [...]}; draws at one position are one path.

    \b
    What it cannot know: it sees numbers of deaths and nothing else. New wars, coups,
    invasions, elections, peace deals and ceasefires come into it only as often as they
    came in the history. A first outbreak in a quiet country gets a small chance and no
    date. Numbers for the last months before --from are often raised later.

    \b
    Examples:
      vedette forecast --history ucdp.csv --from 2016-10 --months 1..12
      vedette forecast --history ucdp.csv --from 2016-10 --months 3..14 --jsonl > out.jsonl
      vedette forecast --history admin1.csv --unit admin1 --from 2016-10 --months 1..6

    Exit codes: 0 done, 2 wrong usage or a history that cannot be read.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    first, last = _steps(months)
    with quiet_pipe():
        with progress("forecasting", enabled=not quiet and sys.stderr.isatty()) as advance:
            model = _model(history, known, last, unit, warn=not quiet)
            if jsonl:
                _write_lines(model, first, draws, advance)
                return
            rows = _rows(model, first, draws, advance)
        _write_table(model.history.column, rows, limit)


def _steps(given: str) -> tuple[int, int]:
    """The first and last month ahead."""
    found = re.fullmatch(r"([0-9]{1,4})(?:\.\.([0-9]{1,4}))?", given.strip())
    if not found:
        fail(f"--months {given!r} is no range. Write the first and last month ahead: 3..14")
    first, last = int(found[1]), int(found[2] or found[1])
    if not 1 <= first <= last <= FARTHEST:
        limits = f"the first must be 1 or more, the last not before it and {FARTHEST} at most"
        fail(f"--months {given!r}: {limits}. Write 1..12")
    return first, last


def _model(path: Path, known: str, steps: int, unit: str | None, *, warn: bool) -> "Model":
    """The model of a history; what cannot be read ends the command."""
    import numpy as np

    from vedette.errors import VedetteError
    from vedette.track.forecast import Model, read_history
    from vedette.track.forecast.history import month_number, month_text

    last = month_number(known.strip())
    if last is None:
        fail(f"--from {known!r} is no month. Write it as YYYY-MM: 2016-10")
    try:
        held = read_history(path, last, unit)
    except VedetteError as error:
        fail(str(error))
    newest = held.first + int(np.nonzero(~np.isnan(held.deaths).all(axis=1))[0][-1])
    if warn and newest < last:
        say(f"{path} ends in {month_text(newest)}: the months up to {known} are taken as unknown.")
    return Model(held, steps)


def _write_lines(model: "Model", first: int, draws: int, advance: "Callable[[], None]") -> None:
    """One line per unit and month."""
    from vedette.track.forecast.history import month_text

    held = model.history
    for unit, paths in model.all_paths(draws):
        for step in range(first, model.steps + 1):
            month, values = month_text(held.last + step), paths[step - 1].astype(int).tolist()
            line = json.dumps({held.column: unit, "month": month, "draws": values})
            sys.stdout.write(line + "\n")
        advance()


def _rows(model: "Model", first: int, draws: int, advance: "Callable[[], None]") -> list[list[str]]:
    """A row of cells per unit, those with most deaths expected first."""
    held, rows = model.history, list[tuple[float, list[str]]]()
    for (unit, paths), base in zip(model.all_paths(draws), _bases(held, model.steps, draws), strict=True):
        column = len(rows)
        ours, theirs = (_outlook(held, column, p[first - 1 :]) for p in (paths, base))
        told = [unit, *_told(ours), _number(theirs.median), _chance(theirs.conflict)]
        rows.append((float(paths[first - 1 :].mean()), told))
        advance()
    return [told for _, told in sorted(rows, key=lambda row: (-row[0], row[1][0]))]


def _write_table(column: str, rows: list[list[str]], limit: int) -> None:
    """The table, cut at the limit."""
    from vedette.cli.desks import print_rows

    shown = rows[:limit] if limit else rows
    print_rows((column, *COLUMNS), shown, COLUMNS)
    if len(shown) < len(rows):
        say(f"{len(rows) - len(shown)} more. Show them with --limit 0.")


def _bases(held: "History", steps: int, draws: int) -> "Iterator[Floats]":
    """The baseline's paths of each unit."""
    from vedette.track.forecast.baselines import BASELINES
    from vedette.track.forecast.pool import seeded

    for column, unit in enumerate(held.units):
        yield BASELINES[BASE](held, column, steps, draws, seeded(held.digest(), BASE, unit))


def _outlook(held: "History", column: int, paths: "Floats") -> "Outlook":
    """What paths say of a unit."""
    from vedette.track.forecast import summed_up

    return summed_up(paths, held.past(column))


def _told(outlook: "Outlook") -> list[str]:
    """The cells of an outlook."""
    chances = (outlook.any, outlook.conflict, outlook.war, outlook.escalation, outlook.onset)
    return [
        _number(outlook.median),
        _interval(outlook.half),
        _interval(outlook.most),
        *("-" if chance is None else _chance(chance) for chance in chances),
    ]


def _number(value: float) -> str:
    """Deaths, whole."""
    return f"{value:.0f}"


def _interval(ends: tuple[float, float]) -> str:
    """An interval of deaths."""
    return f"{ends[0]:.0f}-{ends[1]:.0f}"


def _chance(value: float) -> str:
    """A chance to two places; draws cannot tell nearer than that."""
    return f"{value:.2f}"

"""An incident on a terminal: its values, each with the outlets that give it, then the sentences in full width."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from vedette.cli.console import forgiving_stdout, plain

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

FIELD, VALUE, OUTLET, REPORT, EVENT, WORDS = range(6)
"""The columns of the rows of `vedette show`."""
_INDENT: Final = 4


def show(rows: Sequence[Sequence[str]]) -> None:
    """Print the rows of `vedette show` for a reader."""
    from rich.console import Console
    from rich.padding import Padding

    forgiving_stdout()
    console = Console(highlight=False, emoji=False)
    numbers = numbered(rows)
    console.print(_values(rows, numbers))
    for line, indent in _sentences(rows, numbers):
        console.print(Padding(line, (0, 0, 0, indent)))


def numbered(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """A small number for each event, in the order in which they are first named."""
    events = dict.fromkeys(row[EVENT] for row in rows if row[EVENT])
    return {event: n for n, event in enumerate(events, 1)}


def grouped(rows: Sequence[Sequence[str]], numbers: dict[str, int]) -> Iterator[tuple[str, str, str]]:
    """Field, value and who gives it; outlets that give the same value stand together, each with its events' numbers."""
    given: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        said = given[row[FIELD], row[VALUE]][row[OUTLET] or row[REPORT]]
        said += [numbers[row[EVENT]]] if row[EVENT] else []
    for (name, value), outlets in given.items():
        yield name, value, ", ".join(_with_numbers(outlet, events) for outlet, events in outlets.items())


def _with_numbers(outlet: str, events: Sequence[int]) -> str:
    """An outlet with the numbers of its events."""
    return f"{outlet} [{' '.join(map(str, events))}]" if events else outlet


def _values(rows: Sequence[Sequence[str]], numbers: dict[str, int]) -> "Table":
    """The values as a table, a field's name once."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, show_header=False)
    for ratio in (None, 2, 3):
        table.add_column(overflow="fold", ratio=ratio)
    last = ""
    for name, value, said in grouped(rows, numbers):
        whole = said in {"", "all reports"}
        shown = Text("" if name == last else name, style="dim"), Text(plain(value), style="bold" if whole else "")
        table.add_row(*shown, Text(plain(said), style="dim" if whole else ""))
        last = name
    return table


def _sentences(rows: Sequence[Sequence[str]], numbers: dict[str, int]) -> "Iterator[tuple[Text, int]]":
    """The events with their ids, reports and sentences, each with how far it is set in."""
    from rich.text import Text

    first = {row[EVENT]: row for row in reversed(rows) if row[EVENT]}
    for event, n in numbers.items():
        row = first[event]
        head = Text(f"\n[{n}] ", style="bold").append(event, style="not bold")
        named = " · ".join(part for part in dict.fromkeys((row[OUTLET], row[REPORT])) if part)
        yield head.append(f"  {plain(named)}", style="not bold dim"), 0
        yield Text(plain(row[WORDS])), _INDENT

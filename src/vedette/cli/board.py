"""What `vedette watch` shows: a table that follows what happens on a terminal, a line for each thing in a pipe."""

import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vedette.cli.console import plain

if TYPE_CHECKING:
    from rich.table import Table

    from vedette.store.gathering import SourceRow
    from vedette.watch.happenings import Happening

COLUMNS = ("source", "last success", "new", "coded", "aside", "errors", "what went wrong last")
_ERRORS = ("visit failed", "fetch failed", "given up", "unread", "problem", "not sent")
_QUIET = ("unchanged", "fetched")


@dataclass(slots=True)
class _Line:
    """What is shown of a source."""

    success: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    wrong: str = ""


class Board:
    """Takes what happens, from any thread, and shows it."""

    def __init__(self, names: Iterable[str], rows: "dict[str, SourceRow]") -> None:
        """Begin with what is known of the sources."""
        self._lock = threading.Lock()
        self._lines: dict[str, _Line] = {name: _Line() for name in names}
        self._other: Counter[str] = Counter()
        for name, row in rows.items():
            if name in self._lines:
                self._lines[name] = _Line(success=_minute(row.last_success or ""), wrong=row.error or "")

    def take(self, happening: "Happening") -> None:
        """Note one thing that happened."""
        with self._lock:
            line = self._lines.get(happening.source)
            if line is None:
                self._other[happening.kind] += happening.number
                return
            if happening.kind == "visited":
                line.success = _minute(happening.at)
                line.counts["new"] += happening.number
            elif happening.kind == "kept":
                line.counts["coded"] += 1
            elif happening.kind == "aside":
                line.counts["aside"] += 1
            elif happening.kind in _ERRORS:
                line.counts["errors"] += 1
                line.wrong = happening.words

    def table(self) -> "Table":
        """All of it as a table, with the whole below."""
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="dim", expand=True)
        for column in COLUMNS:
            number = column in ("new", "coded", "aside", "errors")
            table.add_column(column, justify="right" if number else "left", no_wrap=True, overflow="ellipsis")
        with self._lock:
            for name, line in self._lines.items():
                numbers = [str(line.counts[column]) for column in ("new", "coded", "aside", "errors")]
                table.add_row(*map(Text, (plain(name), line.success, *numbers, plain(line.wrong))))
            told = ", ".join(f"{n} {kind}" for kind, n in sorted(self._other.items()))
        table.caption = plain(told) if told else "Ctrl-C ends it"
        return table


def print_line(happening: "Happening") -> None:
    """One thing as a line in a pipe: time, kind, source, number or words, separated by tabs."""
    if happening.kind in _QUIET or (happening.kind == "visited" and not happening.number):
        return
    words = happening.words or str(happening.number)
    sys.stdout.write("\t".join(map(plain, (happening.at, happening.kind, happening.source, words))) + "\n")
    sys.stdout.flush()


def summary(tally: "Counter[str]") -> str:
    """What a watch did, in a line."""
    told: defaultdict[str, int] = defaultdict(int, tally)
    coded = (
        f"{told['kept']} reports new, {told['known']} known, {told['aside']} without events, {told['unread']} unread"
    )
    alerts = f"{told['sent']} alerts delivered" + (f", {told['not sent']} tries failed" if told["not sent"] else "")
    visits = f"{told['visits']} visits ({told['visit failed']} failed)"
    return f"{visits}, {told['visited']} articles listed ({told['given up']} given up); {coded}; {alerts}"


def _minute(stamp: str) -> str:
    """A time to the minute."""
    return stamp[:16].replace("T", " ")

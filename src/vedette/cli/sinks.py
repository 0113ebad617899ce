"""Where coded reports go: JSON lines, a table, or tab-separated lines."""

from typing import TYPE_CHECKING, BinaryIO, Protocol, TextIO

from vedette.cli.items import Item

if TYPE_CHECKING:
    from rich.console import Console

    from vedette.records.coded import Coded


class Sink(Protocol):
    """Takes each result in order."""

    def put(self, item: Item, coded: "Coded") -> None:
        """Write one result."""
        ...


class JsonSink:
    """JSON lines in UTF-8 whatever the locale, each flushed, so that a reader never waits for a whole batch."""

    def __init__(self, stream: BinaryIO) -> None:
        """Write to `stream`."""
        self._stream = stream

    def put(self, item: Item, coded: "Coded") -> None:  # noqa: ARG002 - a sink
        """Write one line."""
        from vedette.cli.lines import to_line

        self._stream.write(to_line(coded).encode("utf-8") + b"\n")
        self._stream.flush()


class TableSink:
    """A table per report."""

    def __init__(self, console: "Console") -> None:
        """Print to `console`."""
        self._console = console

    def put(self, item: Item, coded: "Coded") -> None:
        """Print one report."""
        from vedette.cli.render import show

        show(coded, self._console, item.where)


class PlainSink:
    """One tab-separated line per event, below a line that names the columns."""

    def __init__(self, stream: TextIO) -> None:
        """Write to `stream`, the names of the columns first."""
        from vedette.cli.render import PLAIN_COLUMNS

        self._stream = stream
        self._stream.write("\t".join(PLAIN_COLUMNS) + "\n")

    def put(self, item: Item, coded: "Coded") -> None:  # noqa: ARG002 - a sink
        """Write the events of one report."""
        from vedette.cli.render import plain_lines

        for line in plain_lines(coded):
            self._stream.write(line + "\n")
        self._stream.flush()

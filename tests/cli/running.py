"""What the tests of commands share: the command itself, lines for it, and the table that it prints in a pipe."""

import json
from collections.abc import Callable, Iterable, Sequence

from typer.testing import CliRunner, Result

from vedette.cli.main import app

Vedette = Callable[..., Result]


def run(*arguments: str, given: str | None = None) -> Result:
    """Run the command in this process; `given` is its standard input."""
    return CliRunner().invoke(app, list(arguments), input=given)


def lines(fields: Sequence[str], reports: Iterable[Sequence[str]]) -> str:
    """JSON lines of reports, each told by its fields in this order."""
    return "".join(json.dumps(dict(zip(fields, report, strict=True))) + "\n" for report in reports)


def table(done: Result) -> list[dict[str, str]]:
    """The rows of tab-separated lines by the names of their columns."""
    assert done.exit_code == 0, done.output
    head, *rows = (line.split("\t") for line in done.stdout.splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]

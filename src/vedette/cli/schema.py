"""`vedette schema`: the JSON Schema of the records."""

from typing import Annotated

import typer

from vedette.cli.console import fail


def schema(
    record: Annotated[
        str | None,
        typer.Argument(help="A record (event, report, actor ...), or 'line' for an output line. Without: all of them."),
    ] = None,
) -> None:
    """Print the JSON Schema of the records that Vedette writes.

    \b
    Examples:
      vedette schema                 every record, under $defs
      vedette schema event           one record and what it is made of
      vedette schema line            one line of `vedette code --jsonl`
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    import json

    from vedette.errors import VedetteError
    from vedette.near import meant
    from vedette.records.schema import record_names, schema_of, schema_of_all

    try:
        found = schema_of(record) if record else schema_of_all()
    except VedetteError as error:
        near = meant(record or "", record_names())
        fail(str(error).replace(". Records:", f". {near}Records:"))
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False))

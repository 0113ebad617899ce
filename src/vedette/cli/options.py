"""Options that several commands have, each with its help once."""

from typing import Annotated

import typer

Model = Annotated[str | None, typer.Option(help="Another spaCy pipeline, by name or path (also: VEDETTE_MODEL).")]
Published = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Publication date of reports given without one.")
]

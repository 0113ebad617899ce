"""Options that several commands have, each with its help once."""

from typing import Annotated

import typer

Model = Annotated[str | None, typer.Option(help="Another spaCy pipeline, by name or path (also: VEDETTE_MODEL).")]
Gate = Annotated[
    bool,
    typer.Option("--gate/--no-gate", help="Pass over reports whose words tell of no conflict; for general news."),
]
Published = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Publication date of reports given without one.")
]

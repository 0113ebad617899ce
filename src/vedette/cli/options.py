"""Options that several commands have, each with its help once."""

import enum
from typing import Annotated

import typer


class CoderName(enum.StrEnum):
    """The coders there are."""

    frames = "frames"
    llm = "llm"
    hybrid = "hybrid"


Model = Annotated[str | None, typer.Option(help="Another spaCy pipeline, by name or path (also: VEDETTE_MODEL).")]
Gate = Annotated[
    bool,
    typer.Option("--gate/--no-gate", help="Pass over reports whose words tell of no conflict; for general news."),
]
Coder = Annotated[
    CoderName,
    typer.Option(envvar="VEDETTE_CODER", help="What codes: frames, llm (a language model), hybrid (see docs/llm.md)."),
]
Published = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Publication date of reports given without one.")
]
Home = Annotated[str | None, typer.Option(metavar="URL", help="Where `vedette serve` shows this desk, for links.")]

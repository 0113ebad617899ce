"""Vedette reads the news of armed conflict and keeps the record; these are its public names.

Each name is imported when it is first used, so that `import vedette` and `vedette --help` stay quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from vedette.version import __version__

if TYPE_CHECKING:
    from vedette.errors import DataFileError, InputError, JudgementError, ModelError, StoreError, VedetteError
    from vedette.pipeline import Pipeline
    from vedette.read import read_html, read_item, read_text
    from vedette.records import (
        Actor,
        Attribution,
        Brief,
        Coded,
        Control,
        Count,
        Event,
        Incident,
        Judgement,
        Mention,
        Place,
        Relation,
        Report,
        Responsibility,
        Signature,
        Span,
        TimeMention,
        When,
    )
    from vedette.store import Desk, open_desk

__all__ = [
    "Actor",
    "Attribution",
    "Brief",
    "Coded",
    "Control",
    "Count",
    "DataFileError",
    "Desk",
    "Event",
    "Incident",
    "InputError",
    "Judgement",
    "JudgementError",
    "Mention",
    "ModelError",
    "Pipeline",
    "Place",
    "Relation",
    "Report",
    "Responsibility",
    "Signature",
    "Span",
    "StoreError",
    "TimeMention",
    "VedetteError",
    "When",
    "__version__",
    "open_desk",
    "read_html",
    "read_item",
    "read_text",
]

_ELSEWHERE = {
    "DataFileError": "vedette.errors",
    "InputError": "vedette.errors",
    "JudgementError": "vedette.errors",
    "ModelError": "vedette.errors",
    "StoreError": "vedette.errors",
    "VedetteError": "vedette.errors",
    "Desk": "vedette.store",
    "Pipeline": "vedette.pipeline",
    "open_desk": "vedette.store",
    "read_html": "vedette.read",
    "read_item": "vedette.read",
    "read_text": "vedette.read",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's names have any type
    """Import a public name on first use."""
    if name.startswith("_") or name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_ELSEWHERE.get(name, "vedette.records")), name)


def __dir__() -> list[str]:
    """Offer the public names to completion though they are not imported yet."""
    return sorted(__all__)

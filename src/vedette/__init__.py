"""Vedette reads the news of armed conflict and keeps the record; these are its public names.

Each name is imported when it is first used, so that `import vedette` and `vedette --help` stay quick.

import vedette as v
coded = v.code("Rebels shelled Idlib on Monday, killing 12 people.", published="2024-11-26")
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from vedette.version import __version__

if TYPE_CHECKING:
    from vedette.errors import (
        AskedError,
        DataFileError,
        ExtraError,
        InputError,
        JudgementError,
        ModelError,
        StoreError,
        VedetteError,
    )
    from vedette.notebook.coded import CodedReport, CodedReports
    from vedette.notebook.coding import code
    from vedette.notebook.desk import Incidents, Kept, add, incidents
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
    "AskedError",
    "Attribution",
    "Brief",
    "Coded",
    "CodedReport",
    "CodedReports",
    "Control",
    "Count",
    "DataFileError",
    "Desk",
    "Event",
    "ExtraError",
    "Incident",
    "Incidents",
    "InputError",
    "Judgement",
    "JudgementError",
    "Kept",
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
    "add",
    "code",
    "incidents",
    "open_desk",
    "read_html",
    "read_item",
    "read_text",
]

_ELSEWHERE = {
    "AskedError": "vedette.errors",
    "CodedReport": "vedette.notebook.coded",
    "CodedReports": "vedette.notebook.coded",
    "DataFileError": "vedette.errors",
    "ExtraError": "vedette.errors",
    "Incidents": "vedette.notebook.desk",
    "Kept": "vedette.notebook.desk",
    "add": "vedette.notebook.desk",
    "incidents": "vedette.notebook.desk",
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


class _CallableRoom(ModuleType):
    """The package `vedette.code` as it is seen from outside: a package, and a function when called.

    Python puts the module of a package under its name into the package above, so that `vedette.code` cannot be anything
    else than the room where reports are coded; being callable makes it both.
    """

    def __call__(self, given: Any, **how: Any) -> Any:  # noqa: ANN401 - those of the function
        """Code a report, or many: `vedette.notebook.coding.code`, which see."""
        from vedette.notebook.coding import code  # noqa: PLC0415 - only where it is used

        return code(given, **how)


import_module("vedette.code")  # no more than a docstring; what is heavy is in its modules
sys.modules["vedette.code"].__class__ = _CallableRoom

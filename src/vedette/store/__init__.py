"""The store: keeps what was coded and judged, in a SQLite file or on a PostgreSQL server, and never overwrites it.

`open_desk(where)` gives a Desk; `doctor` looks it over and `backup` copies it. Nothing heavy is imported
before first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vedette.store.check import Problem, backup, doctor
    from vedette.store.desk import Desk, open_desk
    from vedette.store.rows import (
        Added,
        EventFilters,
        EventRow,
        JudgementRow,
        Kept,
        Recoded,
        ReportFilters,
        ReportRow,
        Sighting,
    )

__all__ = [
    "Added",
    "Desk",
    "EventFilters",
    "EventRow",
    "JudgementRow",
    "Kept",
    "Problem",
    "Recoded",
    "ReportFilters",
    "ReportRow",
    "Sighting",
    "backup",
    "doctor",
    "open_desk",
]

_MODULES = {"Desk": "desk", "open_desk": "desk", "Problem": "check", "backup": "check", "doctor": "check"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's names have any type
    """Import a name from its module on first use."""
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'rows')}"), name)


def __dir__() -> list[str]:
    """Offer the names to completion though they are not imported yet."""
    return sorted(__all__)

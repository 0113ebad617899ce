"""What an exporter is: a format's name, and a way to write incidents as they come, however many there are."""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar, Final, Protocol, runtime_checkable

from vedette.errors import VedetteError
from vedette.records.incident import Incident

NAMESPACE: Final = uuid.UUID("6f0a3d8e-51a4-5c0b-9d0c-6a1c5f0b8e21")
"""From which the uuids of what we export are made (uuid5), so that they stay the same from one export to the next."""

_REFUSED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class ExportError(VedetteError):
    """There is no such format, or it cannot be written here; says the remedy."""


@dataclass(frozen=True, slots=True)
class About:
    """What an export tells of itself.

    `desk` is the id of the desk it comes from: incident ids mean something there only, so it is part of every id that
    must be unique in the world. `author` is who answers for it. `made_at` is a UTC time ("2026-11-30T14:05:00Z").
    `home` is the address below which the desk's pages are, without a last slash, None where nobody serves them.
    `asked` are the filters in words.
    """

    made_at: str
    desk: str = "desk"
    title: str = "Incidents"
    author: str = "Vedette desk"
    home: str | None = None
    asked: Mapping[str, str] = field(default_factory=dict)

    def address(self, incident: str) -> str | None:
        """Where the page of an incident is."""
        return f"{self.home}/incidents/{incident}" if self.home else None

    def uuid(self, *parts: str) -> str:
        """A uuid for something of this desk, the same in each export."""
        return str(uuid.uuid5(NAMESPACE, "\x1f".join((self.desk, *parts))))


class Exporter(Protocol):
    """One format. It is made with an About, and writes incidents to a binary stream one by one.

    `suffix` is the ending of its files, `title` what it is in words, `binary` whether a terminal cannot show it.
    `columns` are the names of what a row or object of it holds; docs/export.md tells what each comes from.
    `gone` says whether it always wants the incidents too that are there no more (merged, retracted, told by no report),
    whatever the filters; `beside` names the format of a file that belongs next to it.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    suffix: ClassVar[str]
    binary: ClassVar[bool]
    columns: ClassVar[tuple[str, ...]]
    gone: ClassVar[bool]
    beside: ClassVar[str | None]

    def __init__(self, about: About) -> None:
        """Keep what the export tells of itself."""
        ...

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all, as they come; how many of them went in. What a format cannot say is left out.

        Raises ExportError where the format needs what is not installed.
        """
        ...


@runtime_checkable
class FromJson(Protocol):
    """What an exporter may be beside: one that can do without records, for the sake of speed."""

    def write_json(self, bodies: Iterable[str], out: BinaryIO) -> int:
        """Write incidents that are given as JSON objects; what is written says the same as `write` would."""
        ...


class Writing:
    """What most of our exporters share: they show live incidents, in a text."""

    binary: ClassVar[bool] = False
    gone: ClassVar[bool] = False
    beside: ClassVar[str | None] = None

    def __init__(self, about: About) -> None:
        """Keep what the export tells of itself."""
        self.about = about


def live(incidents: Iterable[Incident]) -> Iterator[Incident]:
    """Those that are there still: not merged, not retracted, told by a report."""
    return (one for one in incidents if one.live)


def storable(text: str) -> str:
    """A text without what XML and UTF-8 cannot hold: control characters, halves of surrogate pairs."""
    return _REFUSED.sub("", text)

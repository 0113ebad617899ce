"""What an exporter writes of the samples."""

import io
from collections.abc import Iterable

from tests.export.samples import ABOUT, ALL
from vedette.export import About, make
from vedette.records import Incident


def written(name: str, incidents: Iterable[Incident] = ALL, about: About = ABOUT) -> bytes:
    """The bytes of a format."""
    out = io.BytesIO()
    make(name, about).write(incidents, out)
    return out.getvalue()

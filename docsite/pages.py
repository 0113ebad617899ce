"""Which pages are made from the code, and from which files of the repository's root."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from docsite import api, codebook, commands, data, environment, exports, python, records, settings

ROOT: Final = Path(__file__).resolve().parent.parent


def _root_file(name: str) -> Callable[[], str]:
    """A page that is a file of the repository's root as it stands."""
    return lambda: (ROOT / name).read_text("utf-8")


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "reference/commands.md": commands.page,
    "reference/settings.md": settings.page,
    "reference/environment.md": environment.page,
    "reference/records.md": records.page,
    "reference/exports.md": exports.page,
    "reference/python.md": python.page,
    "reference/api.md": api.page,
    "reference/codebook.md": codebook.page,
    "reference/frames.md": codebook.frames_page,
    "reference/data.md": data.page,
    "contributing.md": _root_file("CONTRIBUTING.md"),
    "changelog.md": _root_file("CHANGELOG.md"),
}
"""Each page by its path on the site, with what makes it."""

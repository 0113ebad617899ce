"""The public face: these names and no others, each of them there."""

import re
import tomllib
from pathlib import Path

import pytest

import vedette

PUBLIC = [
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


def test_these_names_are_public() -> None:
    assert vedette.__all__ == PUBLIC == sorted(PUBLIC)
    assert dir(vedette) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_each_is_there(name: str) -> None:
    assert getattr(vedette, name) is not None


def test_others_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = vedette.nonsense


def test_the_version_is_that_of_the_package() -> None:
    root = Path(__file__).parent.parent
    hatch = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]
    packed = re.search(r'^__version__ = "([^"]+)"$', (root / hatch["version"]["path"]).read_text("utf-8"), re.MULTILINE)
    assert packed is not None
    assert vedette.__version__ == packed[1]

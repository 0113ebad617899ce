"""docs/export.md tells of each format and each of its columns."""

import re
from pathlib import Path

import pytest

from vedette.export import OURS, exporter_class
from vedette.export.hxl import TAGS

DOCS = (Path(__file__).parent.parent.parent / "docs" / "export.md").read_text("utf-8")
SECTIONS = {
    name: text
    for heading, text in re.findall(r"^## (.+?)\n(.*?)(?=^##? |\Z)", DOCS, re.MULTILINE | re.DOTALL)
    for name in heading.split(", ")
}


def test_each_format_has_a_section_and_no_section_is_of_none() -> None:
    assert set(SECTIONS) == set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_each_column_is_told(name: str) -> None:
    told = set(re.findall(r"`([^`]+)`", SECTIONS[name]))
    assert set(exporter_class(name).columns) <= told


@pytest.mark.parametrize("name", OURS)
def test_it_is_told_what_is_lost(name: str) -> None:
    assert re.search(r"\*Lost:\*|nothing is lost", SECTIONS[name])


def test_each_hashtag_is_told() -> None:
    for tag in TAGS.values():
        assert tag in SECTIONS["hxl"] or "+" + tag.partition("+")[2] in SECTIONS["hxl"], tag

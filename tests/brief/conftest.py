"""A desk of a few reports of tests/merge, coded by the real coder, and a brief on it: made once."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vedette.brief.directions import CodedReader
from vedette.brief.making import Asked, make
from vedette.merge.current import refresh
from vedette.merge.desking import assign_new
from vedette.read import read_item
from vedette.records.brief import Brief, Byline
from vedette.store import open_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vedette.pipeline import Pipeline
    from vedette.store.desk import Desk

MERGED = Path(__file__).parent.parent / "merge" / "reports_a.jsonl"
KEYS = [f"ma-{number:03}" for number in (*range(53, 66), *range(90, 100))]
"""El Fasher and Mellit in September 2024, al-Bab in January 2024."""
FIELDS = ("id", "text", "title", "published", "url", "publisher")


def lines() -> list[dict[str, str]]:
    """The reports as input lines."""
    rows = [json.loads(line) for line in MERGED.read_text("utf-8").splitlines()]
    return [{name: row[name] for name in FIELDS if name in row} for row in rows if row["id"] in KEYS]


@pytest.fixture(scope="session")
def reader(whole: "Pipeline") -> CodedReader:
    """Reads directions with the real coder."""
    return CodedReader(whole)


@pytest.fixture(scope="session")
def desk(whole: "Pipeline", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Desk]":
    """The desk."""
    with open_desk(tmp_path_factory.mktemp("brief") / "desk") as held:
        for coded in whole.code([read_item(line) for line in lines()]):
            held.add(coded, coder=whole.name)
        assign_new(held)
        refresh(held)
        yield held


@pytest.fixture(scope="session")
def sudan(desk: "Desk", reader: CodedReader) -> Brief:
    """A checked brief of Sudan in September 2024."""
    asked = Asked("2024-09-01", "2024-09-30", country="SDN")
    return make(desk, asked, reader, Byline(who="Ada <Lovelace>", on="2024-10-01"))

"""Feed files: read back by a feed reader they tell what went out, and they are whole at every moment."""

import html
import json
import os
from pathlib import Path

import feedparser
import pytest

from tests.watch.alerts.conftest import Make
from vedette.errors import GatherError
from vedette.watch.alerts.feeds import write

DESK = "11111111-1111-4111-8111-111111111111"


@pytest.mark.parametrize(("name", "version"), [("a.rss", "rss20"), ("a.xml", "rss20"), ("a.atom", "atom10")])
def test_a_feed_reader_reads_what_went_out(tmp_path: Path, delivery: Make, name: str, version: str) -> None:
    path = tmp_path / "alerts" / name
    write(path, "many killed", DESK, [delivery(2), delivery(1)])
    read = feedparser.parse(path.read_bytes())
    assert (read.bozo, read.version, read.feed.title) == (False, version, "Vedette: many killed")
    assert [entry.id for entry in read.entries] == [f"urn:uuid:{delivery(n).key}" for n in (2, 1)]
    first = read.entries[0]
    assert first.title == delivery(2).notice["headline"]
    assert first.link == "https://s.example/1"
    told = html.unescape(first.content[0].value if version == "atom10" else first.description)
    assert "Killed: 9-11" in told
    assert "Raid & fire <in> Djibo" in told


def test_a_json_feed_holds_the_notice_too(tmp_path: Path, delivery: Make) -> None:
    write(tmp_path / "a.json", "many killed", DESK, [delivery(1)])
    told = json.loads((tmp_path / "a.json").read_bytes())
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = told["items"]
    assert item["external_url"] == "https://s.example/1"
    assert item["_vedette"] == delivery(1).notice


@pytest.mark.parametrize("name", ["a.rss", "a.atom", "a.json"])
def test_the_same_rows_give_the_same_file_and_none_gives_a_feed_without_entries(
    tmp_path: Path, delivery: Make, name: str
) -> None:
    path = tmp_path / name
    write(path, "many killed", DESK, [])
    assert b"many killed" in path.read_bytes()
    write(path, "many killed", DESK, [delivery(1)])
    once = path.read_bytes()
    write(path, "many killed", DESK, [delivery(1)])
    assert path.read_bytes() == once
    assert [left.name for left in tmp_path.iterdir()] == [name]


def test_a_reader_never_finds_half_a_file(tmp_path: Path, delivery: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.rss"
    write(path, "many killed", DESK, [delivery(1)])
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GatherError, match="cannot be written: No space left"):
        write(path, "many killed", DESK, [delivery(2), delivery(1)])
    assert path.read_bytes() == before

"""What the how-to pages promise of a frame and of an actor of one's own comes about."""

import io
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from docsite import shell
from tests.docs.conftest import ROOT
from vedette.code import gazetteer as named
from vedette.code.coder import FramesCoder
from vedette.code.second import second_reader
from vedette.export.exporter import About, Exporter
from vedette.lexicon import actors, frames
from vedette.lexicon.tables import data_path
from vedette.pipeline import Pipeline
from vedette.read import read_text
from vedette.records import Coded, Incident
from vedette.resolve import naming

DAY = "2024-11-27"


def blocks(page: str) -> dict[str, str]:
    """The files that a page shows."""
    return {fence.title: fence.text for fence in shell.fences((ROOT / page).read_text("utf-8")) if fence.title}


def everywhere(patch: pytest.MonkeyPatch, name: str, real: Any, other: Any) -> None:
    """Put another table in the place of one that modules took by its name."""
    for module in list(sys.modules.values()):
        if getattr(module, name, None) is real:
            patch.setattr(module, name, lambda *_: other)


def test_the_least_exporter_that_works_works() -> None:
    page = (ROOT / "docs" / "extending.md").read_text("utf-8")
    names: dict[str, Any] = {"__name__": "page"}
    exec(next(fence.text for fence in shell.fences(page) if fence.language == "python"), names)  # noqa: S102 - our page
    days: Exporter = names["Days"](About(made_at="2026-11-30T00:00:00Z"))
    assert {name for name in vars(Exporter)["__annotations__"] if not hasattr(days, name)} == set()
    out = io.BytesIO()
    assert days.write([Incident(id="i1", title="Raid", first="2024-03-12"), Incident(id="i2", title="Talks")], out) == 2
    assert out.getvalue() == b"2024-03-12\tRaid\n\tTalks\n"


def coded(pipeline: Pipeline, text: str) -> Coded:
    """The one report, coded."""
    (found,) = pipeline.code([read_text(text, id="r", published=DAY)])
    return found


def test_a_frame_of_one_s_own_decides(tmp_path: Path, whole: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = blocks("docs/how-to/own-frames.md")
    (before,) = coded(whole, shown["report.txt"]).events
    assert before.frame == "reader.assault", "the page says that no frame knows the word"
    assert before.sub_event == "Looting/property destruction", "the page says what the second reader guesses"
    assert not coded(Pipeline(coder=FramesCoder(second=None)), shown["report.txt"]).events, "the page says so"
    shutil.copytree(data_path("frames"), tmp_path / "frames")
    (tmp_path / "frames" / "own.toml").write_text(shown["frame.toml"], "utf-8")
    everywhere(monkeypatch, "frame_table", frames.frame_table, frames.frame_table(tmp_path / "frames"))
    for second in (second_reader(), None):
        (after,) = coded(Pipeline(coder=FramesCoder(second=second)), shown["report.txt"]).events
        assert (after.type, after.mode, after.frame) == ("ASSAULT", "destroy", "assault.fell-trees")
        assert after.sub_event == "Looting/property destruction"


def test_an_actor_of_one_s_own_is_known(
    tmp_path: Path, whole: Pipeline, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    shown = blocks("docs/how-to/own-actors.md")
    before = {actor.id for actor in coded(whole, shown["report.txt"]).actors}
    assert "LAVA_BRIGADE" not in before
    assert any(name.endswith("lava-brigade") for name in before), "the page says that it is coded by its words"
    shutil.copytree(data_path("actors"), tmp_path / "actors")
    with (tmp_path / "actors" / "armed.csv").open("a", encoding="utf-8") as table:
        table.write(shown["armed.csv"].splitlines()[1] + "\n")
    everywhere(monkeypatch, "registry", actors.registry, actors.load_registry(tmp_path / "actors"))
    for made in (named._automaton, naming._forms):  # which are made of the registry once
        made.cache_clear()
        request.addfinalizer(made.cache_clear)
    known = {actor.id: actor for actor in coded(Pipeline(), shown["report.txt"]).actors}
    assert known["LAVA_BRIGADE"].code == "CODREB"

"""What the tests of the documentation share: the pages, the coder, a stage that each page gets a copy of."""

import os
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.docs import stage as making
from vedette.cli import coding
from vedette.lexicon.places import gazetteer
from vedette.pipeline import Pipeline

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")))
HOW: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("pages.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def patched(whole: Pipeline) -> Iterator[None]:
    """Commands code with the pipeline of the session, as ada, on no desk but the one in the folder they are run in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coding, "make_pipeline", lambda _model, **_: whole)
        patch.setenv("USER", "ada")
        for name in [name for name in os.environ if name.startswith("VEDETTE_") and name != "VEDETTE_GAZETTEER"]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def made(
    patched: None, tmp_path_factory: pytest.TempPathFactory, geonames_line: Callable[..., str]
) -> Path:  # fmt: skip
    """The stage as it is first made."""
    del patched
    folder = tmp_path_factory.mktemp("stage")
    making.build(folder, geonames_line)
    return folder


@pytest.fixture
def stage(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stage of a test's own, with a file of its own for places."""
    folder = tmp_path / "stage"
    shutil.copytree(made, folder)
    monkeypatch.setenv("VEDETTE_GAZETTEER", str(tmp_path / "places.sqlite"))
    yield folder
    gazetteer.cache_clear()

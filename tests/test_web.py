"""What the pages load: the built files are those of their sources, with everybody's licence, and small enough."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "src" / "vedette" / "serve" / "static"


@pytest.fixture
def hook() -> ModuleType:
    """hatch_build.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_built_files_are_not_older_than_their_sources(hook: ModuleType) -> None:
    assert hook.is_current(), "run: make web"
    told = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    assert {path.name for path in STATIC.iterdir()} == {*told["files"], "manifest.json"}
    assert {name: (STATIC / name).stat().st_size for name in told["files"]} == told["files"]


def test_a_source_that_changed_is_noticed(hook: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(hook.WEB, tmp_path / "web", ignore=shutil.ignore_patterns("node_modules"))
    monkeypatch.setattr(hook, "WEB", tmp_path / "web")
    assert hook.is_current()
    with (tmp_path / "web" / "src" / "app.js").open("a", encoding="utf-8") as file:
        file.write("// changed\n")
    assert not hook.is_current()


def test_every_package_is_pinned_with_its_hash_and_no_host_is_named() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text("utf-8"))
    asked = json.loads((ROOT / "web" / "package.json").read_text("utf-8"))
    packages = {name: told for name, told in lock["packages"].items() if name}
    assert all("integrity" in told for told in packages.values())
    assert not any("://" in told.get("resolved", "") for told in packages.values())
    for name, version in (asked["dependencies"] | asked["devDependencies"]).items():
        assert packages[f"node_modules/{name}"]["version"] == version, "a version in package.json is not exact"


def test_the_licences_of_all_that_is_in_the_files_are_beside_them() -> None:
    text = (STATIC / "LICENSES.txt").read_text("utf-8")
    for name in ("maplibre-gl", "htmx.org", "uplot", "world-atlas"):
        assert f"{name} " in text


def test_no_page_is_heavy_without_the_map() -> None:
    heavy = sum(
        path.stat().st_size for path in STATIC.glob("*.[jc]s*") if not path.name.startswith(("maplibre", "countries"))
    )
    assert heavy < 500_000

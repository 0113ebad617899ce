"""Nothing that can be used is undocumented: the pages that are made from the code have all of it, or cannot be made."""

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from pydantic import BaseModel

import vedette
from docsite import api, codebook, commands, data, environment, exports, records, settings
from docsite.pages import PAGES
from docsite.tables import UndescribedError
from vedette.export import OURS
from vedette.lexicon.frames import MODES_OF, Frame, frame_table
from vedette.lexicon.tables import data_path
from vedette.records.vocabulary import PloverType, Status, SubEvent
from vedette.settings import Settings


@pytest.fixture(scope="module")
def pages() -> Mapping[str, str]:
    """Every page that is made from the code."""
    return {path: make() for path, make in PAGES.items()}


def test_each_page_has_a_heading_and_says_something(pages: Mapping[str, str]) -> None:
    for path, text in pages.items():
        assert text.startswith("# "), path
        assert len(text) > 1000, path


def test_each_command_and_option_is_there(pages: Mapping[str, str]) -> None:
    page = pages["reference/commands.md"]
    found = list(commands.walk())
    assert len(found) > 45
    for path, command in found:
        section = page.partition(f"## vedette {' '.join(path)} {{")[2].partition("\n## ")[0]
        for param in commands.options(command):
            names = (*param.opts, *param.secondary_opts) if param.param_type_name == "option" else ()
            for name in names:
                assert f"`{name}`" in section, (path, name)


def test_a_command_or_option_without_a_word_cannot_be_shown() -> None:
    silent = typer.Typer()

    @silent.command("quiet")
    def _quiet(option: str = "") -> None:
        """Say nothing."""

    @silent.command("mute")
    def _mute() -> None:
        pass

    told = dict(commands.walk(typer.main.get_command(silent)))
    with pytest.raises(UndescribedError, match="--option of vedette quiet is not described"):
        commands._section(("quiet",), told[("quiet",)])
    with pytest.raises(UndescribedError, match="the command mute"):
        commands.first_line(told[("mute",)])


def test_each_setting_is_there(pages: Mapping[str, str]) -> None:
    page = pages["reference/settings.md"]
    seen = 0
    for name, model in settings.tables(Settings):
        section = page.partition(f"## `{name}`\n" if name else "## At the top\n")[2].partition("\n## ")[0]
        for field in model.model_fields:
            assert f"| `{field}` |" in section, (name, field)
            seen += 1
    assert seen > 60
    assert "[alert.filter]" in page


def test_a_setting_without_a_word_cannot_be_shown() -> None:
    class Silent(BaseModel):
        """A table."""

        told: str = ""
        """This one is told."""
        quiet: int = 3

    with pytest.raises(UndescribedError, match=r"\[silent\]: quiet is not described"):
        settings._section("[silent]", Silent)


def test_spans_and_defaults_are_shown_as_one_writes_them(pages: Mapping[str, str]) -> None:
    page = pages["reference/settings.md"]
    assert "| `recheck` | list of span of time | `2h`, `1d` |" in page
    assert "| `session` | span of time | `12h` |" in page
    assert "| `port` | whole number | `587` |" in page


def test_the_environment_is_that_of_the_source() -> None:
    told = environment.described()
    assert environment.read_in("src") == set(told["variables"])
    ours = {name for folder in ("tests", "bench", "scripts", "docsite") for name in environment.read_in(folder)}
    assert {name for name in ours if environment.OURS.fullmatch(name)} - set(told["variables"]) == set(told["tests"])


def test_a_variable_is_one_that_is_asked_for_or_has_a_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = (
        'import os\nKEY = "VEDETTE_A"\nOTHER: str = "VEDETTE_B"\nsaid = os.environ.get("VEDETTE_C")\n'
        'Option(envvar="VEDETTE_D")\nos.getenv("HOME" if x == "VEDETTE_E" else "TMP")\nsecret(env="VEDETTE_MADE_UP")\n'
    )
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text(source, "utf-8")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    assert environment.read_in("src") == {"VEDETTE_A", "VEDETTE_B", "VEDETTE_C", "VEDETTE_D", "HOME", "TMP"}


def test_each_field_of_each_record_is_there(pages: Mapping[str, str]) -> None:
    page = pages["reference/records.md"]
    found = records.all_fields()
    assert len(found) > 250
    for name, field in found:
        section = page.partition(f"### {name} {{#")[2].partition("\n### ")[0]
        assert f"| `{field}` |" in section, (name, field)


@pytest.mark.parametrize("name", sorted(OURS))
def test_each_column_of_each_export_is_there(pages: Mapping[str, str], name: str) -> None:
    section = pages["reference/exports.md"].partition(f"{{#{name}}}")[2].partition("\n## ")[0]
    for column in exports.columns(name):
        row = re.search(rf"^\| `{re.escape(column)}` \| (.+) \|$", section, re.MULTILINE)
        assert row, column
        assert "as in `csv`" not in row[1], "what it comes from, not where that is told"


def test_a_column_without_a_word_cannot_be_shown() -> None:
    with pytest.raises(UndescribedError, match=r"csv: id is not described\. Describe it in docs/export\.md"):
        exports._section("csv", {})


def test_each_public_name_is_there(pages: Mapping[str, str]) -> None:
    page = pages["reference/python.md"]
    for name in vedette.__all__:
        assert name.startswith("__") or f"`{name}" in page, name
    assert "`code(reports)`" in page.partition("## Pipeline")[2].partition("\n## ")[0]


def test_each_route_of_the_api_is_there(pages: Mapping[str, str]) -> None:
    page = pages["reference/api.md"]
    paths: dict[str, Any] = api.description()["paths"]
    assert "/api/v1/incidents" in paths
    for path, methods in paths.items():
        for method in methods:
            assert f"### `{method.upper()} {path}`" in page


def test_each_word_of_the_codebook_is_there_with_its_meaning(pages: Mapping[str, str]) -> None:
    page = pages["reference/codebook.md"]
    for name in (*get_args(PloverType), *get_args(SubEvent), *get_args(Status)):
        assert name in page
    assert set(codebook.told()["modes"]) == {mode for modes in MODES_OF.values() for mode in modes}
    assert page.count("**") > 150, "labelled examples, with their triggers in bold"
    with pytest.raises(UndescribedError, match="types: NOTHING"):
        codebook.meaning("types", "NOTHING")


def test_each_field_of_a_frame_is_told_beside_the_frames(pages: Mapping[str, str]) -> None:
    told = set(re.findall(r"`([a-z_]+)`", "\n".join(re.findall(r"^\| (`.+?) \|", _readme(), re.MULTILINE))))
    assert {field.name for field in dataclasses.fields(Frame)} == told
    page = pages["reference/frames.md"]
    for frame in frame_table().frames:
        assert f"| `{frame.id}` |" in page


def _readme() -> str:
    """What stands beside the frames."""
    return (data_path("frames") / "README.md").read_text("utf-8")


def test_each_data_file_is_there(pages: Mapping[str, str]) -> None:
    page = pages["reference/data.md"]
    paths = list(data.files())
    assert len(paths) > 100
    for path in paths:
        assert f"| `{path.name}` |" in page
    with pytest.raises(UndescribedError, match=r"actors/armed\.csv is not described"):
        data.words(data_path("actors", "armed.csv"), {"files": {}, "folders": {}})

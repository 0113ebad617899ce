"""Every command, every piece of Python and every table on the pages is tried.

Commands and Python are run, in the order of the page, on a stage; what cannot be run here has its reason in pages.toml.
"""

import ast
import csv
import importlib
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from docsite import commands, shell
from docsite.shell import Command, Fence
from tests.docs.conftest import HOW, PAGES, ROOT
from vedette.lexicon.actors import load_registry
from vedette.lexicon.frames import frame_table
from vedette.lexicon.outlets import load_outlets
from vedette.lexicon.places import gazetteer
from vedette.lexicon.tables import data_path
from vedette.settings import Settings, load

FOLLOWED = "docs/tutorial.md"  # whose commands test_tutorial.py runs
INLINE = re.compile(r"`vedette ([^`\n]+)`")
EMPTY = '[watch]\ncontact = "desk@example.org"\n'


def fences(page: str) -> list[Fence]:
    """The blocks of a page."""
    return list(shell.fences((ROOT / page).read_text("utf-8")))


def reason(text: str) -> str | None:
    """Why something is not run."""
    return next((how["why"] for how in HOW["unrun"] if re.search(how["match"], text)), None)


def spoken(command: Command) -> str:
    """A command with the variables that are set for it."""
    return " ".join([*(f"{name}={value}" for name, value in command.variables.items()), str(command)])


def test_each_page_is_seen_and_commands_are_found() -> None:
    found = {page: [c for fence in fences(page) for c in shell.commands(fence)] for page in PAGES}
    assert len(found["README.md"]) > 60
    assert sum(map(len, found.values())) > 140
    assert [how["match"] for how in HOW["unrun"] if not _is_used(how["match"])] == [], "reasons for nothing"


def _is_used(match: str) -> bool:
    """Whether a reason is one for something."""
    texts = [str(c) for page in PAGES for fence in fences(page) for c in shell.commands(fence)]
    texts += [fence.text for page in PAGES for fence in fences(page) if fence.language == "python"]
    return any(re.search(match, text) for text in texts)


@pytest.mark.parametrize("page", PAGES)
def test_each_command_is_one_that_there_is(page: str) -> None:
    for fence in fences(page):
        for command in shell.commands(fence):
            _, *path = shell.parsed(command).split()  # raises typer's UsageError for an option that there is not
            assert tuple(path) == tuple(command.words[: len(path)])


@pytest.mark.parametrize("page", PAGES)
def test_what_is_named_in_a_sentence_is_there(page: str) -> None:
    known = {" ".join(path): command for path, command in commands.walk()}
    groups = {path.partition(" ")[0] for path in known if " " in path}
    for said in INLINE.findall((ROOT / page).read_text("utf-8")):
        words = said.split()
        name = " ".join(words[:2]) if words[0] in groups and len(words) > 1 else words[0]
        if name in groups or not re.fullmatch(r"[a-z][a-z-]*( [a-z-]+)?", name):
            continue
        assert name in known, f"{page}: `vedette {said}`"
        options = {opt for param in known[name].params for opt in (*param.opts, *param.secondary_opts)} | {"--help"}
        for option in re.findall(r"(?<=\s)--?[a-z][a-z-]*", said):
            assert option in options, f"{page}: `vedette {said}`"


@pytest.mark.parametrize("page", [page for page in PAGES if page != FOLLOWED])
def test_each_command_and_each_piece_of_python_runs(page: str, stage: Path) -> None:
    _set(page, stage)
    names: dict[str, Any] = {"__name__": "page"}
    for how in HOW["prelude"]:
        if how["page"] == page:
            _execute(how["code"], names, stage)
    for fence in fences(page):
        if fence.language in {"text", "csv"} and fence.title:
            (stage / fence.title).write_text(fence.text, "utf-8")
        if fence.language == "python":
            _try_python(fence, names, stage, page)
            continue
        for command in shell.commands(fence):
            if reason(spoken(command)) is None:
                _try(command, stage, page)
    if "desk" in names and hasattr(names["desk"], "close"):
        names["desk"].close()


def _set(page: str, stage: Path) -> None:
    """Run what must have been run before a page."""
    for how in HOW["before"]:
        if how["page"] == page:
            block = Fence("", "", "\n".join(how["run"]), 0)
            for command in shell.commands(block):
                _try(command, stage, "pages.toml")


def _try(command: Command, stage: Path, page: str) -> None:
    """Run a command, with its patterns of file names opened as a shell would."""
    if command.words[0] == "gazetteer":
        gazetteer.cache_clear()  # each command begins anew, as it does in a process of its own
    words = [name for word in command.words for name in _opened(word, stage)]
    done = shell.run(Command(tuple(words), command.line, command.source, command.into, command.variables), stage)
    assert done.code == 0, f"{page}:{command.line}: {command}\n{done.out[-500:]}\n{done.err}"


def _opened(word: str, stage: Path) -> list[str]:
    """The files of a pattern; any other word as it is."""
    return sorted(path.relative_to(stage).as_posix() for path in stage.glob(word)) if "*" in word else [word]


def _try_python(fence: Fence, names: dict[str, Any], stage: Path, page: str) -> None:
    """Run a piece of Python, or look that what it imports is there."""
    if reason(fence.text) is None:
        _execute(fence.text, names, stage, f"{page}:{fence.line}")
        return
    for node in ast.walk(ast.parse(fence.text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = importlib.import_module(node.module)
            assert [alias.name for alias in node.names if not hasattr(module, alias.name)] == []


def _execute(code: str, names: dict[str, Any], stage: Path, where: str = "pages.toml") -> None:
    """Run Python in the folder."""
    with chdir(stage):
        exec(compile(code, where, "exec"), names)  # noqa: S102 - the project's own pages


def told(language: str) -> Iterator[tuple[str, Fence]]:
    """The blocks of a language, with their pages."""
    for page in PAGES:
        yield from ((page, fence) for fence in fences(page) if fence.language == language)


def test_each_table_of_settings_is_one_that_vedette_reads(tmp_path: Path) -> None:
    seen = 0
    for page, fence in told("toml"):
        given = tomllib.loads(fence.text)
        if given.keys() <= Settings.model_fields.keys():
            path = tmp_path / "vedette.toml"
            path.write_text(fence.text if "alert" in given or "watch" in given else fence.text + "\n", "utf-8")
            assert load(path) != Settings(), page
            seen += 1
    assert seen >= 4


def test_each_frame_outlet_and_actor_is_one_that_vedette_reads(tmp_path: Path) -> None:
    shutil.copytree(data_path("frames"), tmp_path / "frames")
    shutil.copytree(data_path("actors"), tmp_path / "actors")
    blocks = {fence.title: fence.text for language in ("toml", "csv") for _, fence in told(language) if fence.title}
    (tmp_path / "frames" / "own.toml").write_text(blocks["frame.toml"], "utf-8")
    assert "assault.fell-trees" in {frame.id for frame in frame_table(tmp_path / "frames").frames}
    head, row = blocks["armed.csv"].splitlines()
    armed = tmp_path / "actors" / "armed.csv"
    assert head == armed.read_text("utf-8").partition("\n")[0].strip()
    with armed.open("a", encoding="utf-8") as table:
        table.write(f"{row}\n")
    assert load_registry(tmp_path / "actors").by_id["LAVA_BRIGADE"].code == "CODREB"
    (tmp_path / "outlet.toml").write_text(blocks["outlet.toml"], "utf-8")
    assert "example-monitor" in load_outlets([tmp_path / "outlet.toml"]).by_id


def test_each_block_of_json_and_csv_is_sound() -> None:
    assert [json.loads(fence.text) for _, fence in told("json")]
    for _, fence in told("csv"):
        assert len({len(row) for row in csv.reader(fence.text.splitlines())}) == 1

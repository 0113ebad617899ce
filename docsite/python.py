"""The page of the Python interface: the public names of `vedette`, with what their docstrings say."""

import inspect
from collections.abc import Iterator
from typing import Any

import vedette
from docsite.tables import code, need, plain, table, words
from vedette.records.base import Record


def page() -> str:
    """The page."""
    found = {name: getattr(vedette, name) for name in vedette.__all__ if not name.startswith("__")}
    records = [name for name, thing in found.items() if inspect.isclass(thing) and issubclass(thing, Record)]
    errors = [name for name, thing in found.items() if inspect.isclass(thing) and issubclass(thing, Exception)]
    rest = [name for name in found if name not in {*records, *errors}]
    parts = [words("python"), *(_section(name, found[name]) for name in rest), words("python", "errors")]
    parts.append(table(["error", "when"], ([code(name), _first(name, found[name])] for name in errors)))
    parts += [words("python", "records"), ", ".join(f"[`{name}`](records.md#{name.lower()})" for name in records) + "."]
    return "\n\n".join(parts) + "\n"


def _section(name: str, thing: Any) -> str:  # noqa: ANN401 - a public name is anything
    """A function or a class with its methods."""
    kind = "" if inspect.isclass(thing) else _signature(thing)
    rows = [[code(f"{method}{_signature(held)}"), _first(method, held)] for method, held in _methods(thing)]
    listed = f"\n\n{table(['method', ''], rows)}" if rows else ""
    return f"## {name} {{#{name.lower()}}}\n\n`{name}{kind}`\n\n{_prose(name, thing)}{listed}"


def _methods(thing: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - as above
    """The public methods of a class, in the order of their names."""
    if inspect.isclass(thing):
        for name, held in inspect.getmembers(thing, inspect.isfunction):
            if not name.startswith("_"):
                yield name, held


def _signature(thing: Any) -> str:  # noqa: ANN401 - as above
    """The parameters, as one calls it: without types, which the docstring puts in words, and without self."""
    shown = []
    for name, one in inspect.signature(thing).parameters.items():
        if name == "self":
            continue
        if one.kind is one.KEYWORD_ONLY and "*" not in shown:
            shown.append("*")
        stars = "**" if one.kind is one.VAR_KEYWORD else "*" if one.kind is one.VAR_POSITIONAL else ""
        shown.append(f"{stars}{name}" if one.default is one.empty else f"{name}={one.default!r}")
    return f"({', '.join(shown)})"


def _prose(name: str, thing: Any) -> str:  # noqa: ANN401 - as above
    """The docstring as paragraphs."""
    told = need(inspect.getdoc(thing), name, "Give it a docstring")
    return "\n\n".join(plain(" ".join(part.split())) for part in told.split("\n\n"))


def _first(name: str, thing: Any) -> str:  # noqa: ANN401 - as above
    """The first paragraph of the docstring."""
    return _prose(name, thing).split("\n\n", maxsplit=1)[0]

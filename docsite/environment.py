"""The page of environment variables, and which of them the source reads."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from docsite.tables import code, table, words

ROOT: Final = Path(__file__).resolve().parent.parent
OURS: Final = re.compile(r"VEDETTE_[A-Z_]*[A-Z]")
_READERS: Final = frozenset({"get", "getenv", "setdefault", "pop"})


def described() -> Mapping[str, Mapping[str, str]]:
    """The variables of environment.toml, those of the tests apart."""
    return tomllib.loads(Path(__file__).with_name("environment.toml").read_text("utf-8"))


def read_in(folder: str) -> set[str]:
    """The variables that the Python files below a folder of the repository name as their own or ask the system for."""
    found: set[str] = set()
    for path in sorted((ROOT / folder).rglob("*.py")):
        source = path.read_text("utf-8")
        if "environ" in source or "getenv" in source or "envvar" in source or "VEDETTE_" in source:
            found.update(_named(ast.parse(source)))
    return found


def _named(tree: ast.AST) -> Iterator[str]:
    """The names of variables in a source: those that have a name there, and those that are asked for.

    A text that only looks like one (a secret's variable that a test makes up) is neither.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Assign(value=ast.Constant(value=str() as text)) if OURS.fullmatch(text):
                yield text
            case ast.AnnAssign(value=ast.Constant(value=str() as text)) if OURS.fullmatch(text):
                yield text
            case ast.Call(func=ast.Attribute(attr=attribute, value=asked), args=[first, *_]) if (
                attribute in _READERS and ast.unparse(asked) in {"os.environ", "os"}
            ):
                yield from _texts(first)
            case ast.keyword(arg="envvar", value=value):
                yield from _texts(value)


def _texts(node: ast.AST) -> Iterator[str]:
    """Every text within an expression, those compared with in its conditions left out."""
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def page() -> str:
    """The page."""
    told = described()
    rows = {part: [[code(name), text] for name, text in names.items()] for part, names in told.items()}
    parts = [words("environment"), table(["variable", ""], rows["variables"]), "## For the tests"]
    return "\n\n".join([*parts, table(["variable", ""], rows["tests"])])

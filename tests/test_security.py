"""The threat model and the tests that it names belong together."""

import ast
import re
from pathlib import Path

from vedette.errors import GatherError
from vedette.gather import refusals

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")


def functions(path: Path) -> set[str]:
    """The names of a module's functions."""
    return {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE))
    assert len(named) >= 30
    for path, name in sorted(named):
        assert name in functions(ROOT / path), f"{path}::{name}"


def test_every_threat_has_a_test_or_says_that_it_has_none() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| threat")]
    assert len(rows) >= 35
    for row in rows:
        last = row.strip("| ").split("|")[-1].strip()
        assert last == "-" or "the same" in last or "::test_" in last, row


def test_every_refusal_is_described() -> None:
    kinds = [kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, GatherError)]
    for code in {kind.code for kind in kinds} - {GatherError.code}:
        assert f"`{code}`" in PAGE, code

"""Accounts as a desk keeps them, so that each report's are worked out once."""

import functools
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from vedette.lexicon.tables import data_path
from vedette.merge.account import Account
from vedette.merge.growing import Growing
from vedette.merge.texts import Weights

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCES: Final = ("account", "cluster", "copies", "days", "../lexicon/shingles", "texts")
"""The modules, as seen from this one, by which accounts, their weeks and the sketches of texts are made."""


@functools.cache
def form() -> str:
    """A digest of all by which accounts are made: what is kept in another form is to be made anew."""
    held = hashlib.sha256()
    tables = (data_path("merge", name) for name in ("words.tsv", "days.toml"))
    for path in (*(Path(__file__).parent / f"{name}.py" for name in SOURCES), *tables):
        held.update(path.read_bytes())
    return held.hexdigest()[:16]


@functools.cache
def _adapter() -> "TypeAdapter[Account]":
    """Reads and writes accounts."""
    return TypeAdapter(Account)


def to_json(account: Account) -> str:
    """An account as JSON in ASCII, which both databases take whatever it quotes."""
    plain: dict[str, Any] = _adapter().dump_python(account)
    return json.dumps(plain, default=sorted, ensure_ascii=True, separators=(",", ":"))


def of_json(text: str) -> Account:
    """The account of its JSON."""
    return _adapter().validate_python(json.loads(text))


def weeks_of(account: Account) -> tuple[int, int] | None:
    """The first and last week in which an account looks for others; None where nothing dates it."""
    weeks = [week for week in Growing.weeks(account) if week is not None]
    return (weeks[0], weeks[-1]) if weeks else None


def weights_of(words: "Mapping[str, int]", accounts: int) -> Weights:
    """How much each word tells, by the packaged sample and the accounts of the desk."""
    weights = Weights.of(())
    weights.counts.update(words)
    weights.texts += accounts
    return weights

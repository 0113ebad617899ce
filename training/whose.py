"""Fit the weights that say whose a party without a country is (data/actors/whose.toml): `python -m training.whose`.

On every THIRD line of the train part of tests/corpus: each labelled party that the coder found and whose words name no
country is one choice among the countries of its sentence and none at all. A conditional logit with a ridge penalty, by
Newton's method; no more than numpy is needed. Prints first how the last fifth does when fitted on the others, beside
the rule "the place's, else the nearest".
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np

from bench import corpus
from bench.gate import as_sentence
from bench.scoring import country, match, pair
from training import fitting
from vedette.pipeline import Pipeline
from vedette.read import read_item
from vedette.resolve import build, whose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bench.corpus import Line
    from vedette.code.phrases import Phrase
    from vedette.resolve.whose import Role, Setting

RIDGE = 20.0
HELD, THIRD = 5, 3
"""One of so many choices is held out at first; one of so many lines is coded, which takes minutes as it is."""
INTENT = "What speaks for a country as that of a party that names none (src/vedette/resolve/whose.py): log odds."


@dataclass(frozen=True, slots=True)
class Choice:
    """The options of a party with their features, which is right, and which the older rule takes."""

    options: list[tuple[str | None, dict[str, float]]]
    right: int
    rule: int


def choices(lines: "Sequence[Line]", sectors: frozenset[str]) -> Iterator[Choice]:
    """The choices that the coder has in labelled sentences, where the labelled country is among them."""
    seen: dict[tuple[str, int, str, int], list[tuple[str | None, dict[str, float]]]] = {}

    def likeliest(setting: "Setting", phrase: "Phrase", role: "Role", sector: str | None) -> str | None:
        tree = setting.tree
        key = (tree.text, tree.start[setting.token], role, phrase.start)
        seen[key] = list(whose.options(setting, phrase, role, sector))
        return whose.likeliest(setting, phrase, role, sector)

    with patch.object(build, "likeliest", likeliest):
        coded = list(Pipeline().code([read_item(line.item()) for line in lines]))
    for line, one in zip(lines, coded, strict=True):
        found = as_sentence(one)
        for gold, guess in match(line.sentence().events, found.events):
            for role in ("actor", "target"):
                for own, other in pair(getattr(gold, f"{role}s"), getattr(guess, f"{role}s")).both:
                    options = seen.get((found.text, guess.trigger.start, role, other.start))
                    if options is not None and own.code is not None:
                        yield from _choice(options, country(own.code, sectors) or None)


def _choice(options: list[tuple[str | None, dict[str, float]]], right: str | None) -> Iterator[Choice]:
    """A choice, unless the right one is not among the options."""
    countries = [c for c, _ in options]
    rule = next((n for n, (_, features) in enumerate(options) if features.get("rule")), 0)
    if right in countries:
        yield Choice(options, countries.index(right), rule)


def fit(found: Sequence[Choice], names: Sequence[str]) -> "NDArray[np.float64]":
    """The weights under which the right options are likeliest."""
    x, absent, right = _arrays(found, names)

    def bent(w: "NDArray[np.float64]") -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
        """The slope and the bend of the loss."""
        p = _chances(x @ w + absent)
        mean = np.einsum("nkf,nk->nf", x, p)
        slope = mean.sum(axis=0) - x[np.arange(len(found)), right].sum(axis=0) + RIDGE * w
        weighted = (x * np.sqrt(p)[..., None]).reshape(-1, len(names))
        return slope, weighted.T @ weighted - mean.T @ mean + RIDGE * np.eye(len(names))

    return fitting.newton(np.zeros(len(names)), bent)


def _arrays(
    found: Sequence[Choice], names: Sequence[str]
) -> "tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]":
    """Features by choice and option, a great penalty where there is no such option, and the right options."""
    at = {name: n for n, name in enumerate(names)}
    most = max(len(c.options) for c in found)
    x, absent = np.zeros((len(found), most, len(names))), np.full((len(found), most), -1e9)
    for n, choice in enumerate(found):
        for k, (_, features) in enumerate(choice.options):
            absent[n, k] = 0.0
            for name, value in features.items():
                if name in at:
                    x[n, k, at[name]] = value
    return x, absent, np.array([c.right for c in found])


def _chances(scores: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Softmax over the options."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def main() -> int:
    """Fit, tell how well it does on what was held out, and write."""
    lines = [line for line in corpus.load() if line.part == "train"][::THIRD]
    found = list(choices(lines, frozenset(corpus.codebook()["codes"]["sectors"])))
    names = sorted({name for c in found for _, features in c.options for name in features})
    border = len(found) - len(found) // HELD
    held = found[border:]
    x, absent, right = _arrays(held, names)
    best = (x @ fit(found[:border], names) + absent).argmax(axis=1)
    rule = np.array([c.rule for c in held])
    print(f"{len(found)} parties; of {len(held)} held out {np.mean(best == right):.4f} right, "
          f"by the older rule {np.mean(rule == right):.4f}")  # fmt: skip
    fitted = dict(zip(names, fit(found, names).tolist(), strict=True))
    fitting.write(whose.WEIGHTS, INTENT, "`python -m training.whose` on tests/corpus", fitted)
    return 0


if __name__ == "__main__":
    sys.exit(main())

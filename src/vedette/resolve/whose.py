"""Whose a party is that names no country ("the army", "two drivers"): the likeliest of those told near it, or nobody's.

A conditional logit (McFadden 1974): each country that the sentence or the report names is scored by where it stands to
the party and the event, no country at all is one more choice, and the highest score wins. The weights are those of
data/actors/whose.toml, fitted by `python -m training.whose` on the codes of the labelled sentences.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from vedette.lexicon.tables import data_path, read_toml
from vedette.lexicon.words import ARMED, STATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vedette.code.phrases import Phrase
    from vedette.code.tree import Tree

Role = Literal["actor", "target"]

WEIGHTS: Final = data_path("actors", "whose.toml")
MOST: Final = 8
"""Countries that are weighed, nearest first: a list of thirty states says nothing of whose somebody is."""
NEAR: Final = 4.0
"""Tokens by which a country is away for its nearness to be halved."""
ON_GROUND: Final = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT"})
OTHER: Final[Mapping[Role, Role]] = {"actor": "target", "target": "actor"}


@dataclass(frozen=True, slots=True)
class Told:
    """A country that words of the sentence speak for: at which token, and by what kind of words."""

    country: str
    token: int
    place: bool = False
    capital: bool = False
    adjective: bool = False
    party: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence tells of countries round an event.

    `nearby` are all in the order of the older rule (place, sentence, report); `parties` the phrases in each role with
    the countries that they name; `ends` where forces come from and go to; `top` the country that the report names most.
    """

    tree: "Tree"
    token: int
    type: str
    nearby: "Sequence[str]"
    told: "Sequence[Told]"
    parties: "Mapping[Role, Sequence[tuple[Phrase, Sequence[str]]]]"
    place: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    top: str | None = None

    def of(self, role: Role, but: "Phrase") -> frozenset[str]:
        """The countries of all in a role but one."""
        return frozenset(c for phrase, countries in self.parties[role] if phrase is not but for c in countries)


def likeliest(setting: Setting, phrase: "Phrase", role: Role, sector: str | None) -> str | None:
    """The country of a party that names none; None where nobody's is likelier.

    Where its sentence speaks of no country it is the first of the report's, which the weights know nothing of.
    """
    if not any(t.token != phrase.head for t in setting.told):
        return next(iter(setting.nearby), None)
    known = weights()
    scored = [
        (sum(known.get(name, 0.0) * value for name, value in features.items()), -n, country)
        for n, (country, features) in enumerate(options(setting, phrase, role, sector))
    ]
    return max(scored)[2]


@functools.cache
def weights() -> dict[str, float]:
    """The weights by feature; raises DataFileError where the file cannot be read."""
    return {name: float(value) for name, value in read_toml(WEIGHTS)["weights"].items()}


def options(
    setting: Setting, phrase: "Phrase", role: Role, sector: str | None
) -> Iterator[tuple[str | None, dict[str, float]]]:
    """The choices with their features: none first, then the countries, the older rule's in front."""
    told = [t for t in setting.told if t.token != phrase.head]
    others = (c for r in OTHER for c in sorted(setting.of(r, phrase)))
    countries = list(dict.fromkeys([*setting.nearby, *(t.country for t in told), *others]))[:MOST]
    kind, act = _kind(sector), "ground" if setting.type in ON_GROUND else "speech"
    yield None, _crossed({"nobody": 1.0, "nobody else": float(len(countries) <= 1)}, kind, role, act)
    for country in countries:
        found = dict(_features(setting, phrase, role, told, country))
        found["alone"] = float(len(countries) == 1)
        yield country, _crossed(found, kind, role, act)


def _kind(sector: str | None) -> str:
    """What kind of party a sector makes."""
    if sector is None:
        return "thing"
    return "state" if sector in STATE else "armed" if sector in ARMED else "people"


def _crossed(found: Mapping[str, float], kind: str, role: Role, act: str) -> dict[str, float]:
    """Features by themselves, by kind of party, and by role in what kind of act."""
    names = {n: (n, f"{n}, {kind}", f"{n}, {role} {act}") for n, value in found.items() if value}
    return {name: found[n] for n, crossed in names.items() for name in crossed}


def _features(
    setting: Setting, phrase: "Phrase", role: Role, told: "Sequence[Told]", country: str
) -> Iterator[tuple[str, float]]:
    """What speaks for a country."""
    own = [t for t in told if t.country == country]
    yield "rule", float(bool(setting.nearby) and setting.nearby[0] == country)
    yield "place", float(country in setting.place)
    yield "not the place", float(bool(setting.place) and country not in setting.place)
    yield "end", float(country in setting.ends)
    yield "other role", float(country in setting.of(OTHER[role], phrase))
    yield "same role", float(country in setting.of(role, phrase))
    yield "source", float(country in setting.sources)
    yield "top", float(setting.top == country)
    yield "share", len(own) / max(1, len(told))
    yield "not in the sentence", float(not own)
    yield "place only", float(bool(own) and all(t.place and not t.capital for t in own))
    yield "capital", float(any(t.capital for t in own))
    yield "adjective", float(any(t.adjective for t in own))
    yield "party", float(any(t.party for t in own))
    yield from _positions(setting, phrase, told, own)


def _positions(
    setting: Setting, phrase: "Phrase", told: "Sequence[Told]", own: "Sequence[Told]"
) -> Iterator[tuple[str, float]]:
    """Where a country's words stand: right before the party, right behind it, first of all, in its clause."""
    tree, head = setting.tree, phrase.head
    before = max((t for t in told if t.token < head), key=lambda t: t.token, default=None)
    behind = min((t for t in told if t.token > head), key=lambda t: t.token, default=None)
    first = min(told, key=lambda t: t.token, default=None)
    last_before, first_of_all = float(before in own), float(first in own)
    yield "before", last_before
    yield "behind", float(behind in own)
    yield "first", first_of_all
    yield "near", max((1 / (1 + abs(t.token - head) / NEAR) for t in own), default=0.0)
    yield "clause", float(any(tree.clause(t.token) == tree.clause(head) for t in own))
    words = {tree.lower[k] for k in tree.kids[head] if tree.dep[k] in ("poss", "det")}
    if "the" in words:
        yield "the, before", last_before
        yield "the, first", first_of_all
    if words & {"their", "its", "his", "her", "our", "whose"}:
        yield "their, before", last_before
        yield "their, first", first_of_all

"""Find the names that are known before reading: countries and demonyms, armed groups, bodies, leaders, peoples.

One Aho-Corasick automaton over all forms, exact in case, at word boundaries; of overlapping names the longest stands.
The acronym of a lesser known group counts only in a text that names its country or the group in full: "CPI" is mostly
the price index.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import ahocorasick

from vedette.lexicon.actors import registry
from vedette.lexicon.countries import countries

if TYPE_CHECKING:
    from vedette.lexicon.actors import ActorEntry, Leader

HitKind = Literal["country", "actor", "leader", "people"]
ORDER = {"actor": 3, "leader": 2, "country": 1, "people": 0}


@dataclass(frozen=True, slots=True)
class Known:
    """What a form stands for: a country form, an actor of the registry, an office-holder or a people."""

    kind: HitKind
    iso3: str | None = None
    form: str | None = None
    sector: str | None = None
    entries: "tuple[ActorEntry | Leader, ...]" = ()
    ambiguous: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name in the text, at character offsets [start, end)."""

    start: int
    end: int
    text: str
    known: Known

    @property
    def kind(self) -> HitKind:
        """Whether it names a country, an actor, a leader or a people."""
        return self.known.kind

    @property
    def iso3(self) -> str | None:
        """The country it stands for or belongs to, as alpha-3."""
        return self.known.iso3

    @property
    def form(self) -> str | None:
        """For a country: name, adjective, people, capital, metonym, region or historic."""
        return self.known.form

    @property
    def entry(self) -> "ActorEntry | Leader | None":
        """The registry's actor or office-holder; the first where the name stands for several."""
        return self.known.entries[0] if self.known.entries else None


def _forms() -> Iterator[tuple[str, Known]]:
    """Every form and what it stands for, the weakest table first."""
    actors = registry()
    for form, people in actors.peoples_by_form.items():
        yield form, Known("people", people.country, people.kind)
    for form, country in countries().forms.items():
        yield form, Known("country", country.iso3, country.kind, country.sector, ambiguous=country.ambiguous)
    for form, leaders in actors.leaders_by_form.items():
        yield form, Known("leader", leaders[0].country, entries=leaders)
    for form, entries in actors.by_form.items():
        weak = form.isupper() and " " not in form and all(e.table == "ucdp" for e in entries)
        yield form, Known("actor", entries[0].country, entries=entries, weak=weak)


@functools.cache
def _automaton() -> Any:  # noqa: ANN401  pyahocorasick ships no types
    """The automaton over all forms."""
    best: dict[str, Known] = {}
    for form, known in _forms():
        if form not in best or ORDER[known.kind] > ORDER[best[form].kind]:
            best[form] = known
    automaton = ahocorasick.Automaton()
    for form, known in best.items():
        automaton.add_word(form, (form, known))
    automaton.make_automaton()
    return automaton


def find_names(text: str) -> list[Hit]:
    """The known names in a text, in order and without overlaps."""
    found = []
    for last, (form, known) in _automaton().iter(text):
        start = last - len(form) + 1
        if _bounded(text, start, last + 1):
            found.append(Hit(start, last + 1, form, known))
    found.sort(key=lambda h: (h.start - h.end, h.start))
    return list(_supported(_disjoint(found)))


def _supported(hits: list[Hit]) -> Iterator[Hit]:
    """The names without the acronyms that nothing in the text speaks for."""
    told = {hit.iso3 for hit in hits if not hit.known.weak}
    for hit in hits:
        if not hit.known.weak or any(entry.country in told for entry in hit.known.entries):
            yield hit


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether a name stands between word boundaries."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or before == "_") and not (after.isalnum() or after == "_")


def _disjoint(hits: list[Hit]) -> list[Hit]:
    """The longest names first, each that overlaps none taken before; in order of the text."""
    taken: list[Hit] = []
    used: set[int] = set()
    for hit in hits:
        extent = range(hit.start, hit.end)
        if not used.intersection((hit.start, hit.end - 1)) and not any(c in used for c in extent):
            taken.append(hit)
            used.update(extent)
    return sorted(taken, key=lambda h: h.start)

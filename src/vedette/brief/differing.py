"""Disagreements: which outlet says what, where they do not say the same."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from vedette.brief import english
from vedette.brief.drafting import quote_of, sentence
from vedette.brief.facts import Fact, borne_out
from vedette.brief.naming import where, with_the
from vedette.lexicon.actors import registry

if TYPE_CHECKING:
    from vedette.brief.facts import Count
    from vedette.brief.material import Material
    from vedette.records.brief import BriefSentence, Quote
    from vedette.records.incident import Claim

MOST: Final = 12
"""Disagreements that are told."""
_OUTLETS: Final = 3
_OF: Final = {
    "killed": "dead",
    "wounded": "wounded",
    "abducted": "people abducted",
    "arrested": "arrests",
    "displaced": "people displaced",
    "missing": "missing",
}


def disagreements(facts: Sequence[Fact], material: "Material") -> "list[BriefSentence]":
    """Who gives which number, and who claims, denies or lays blame; in the order of the facts."""
    found: list[BriefSentence] = []
    for fact in facts:
        counts = (fact.count(of) for of in ("killed", "wounded", "abducted"))
        found += [said for count in counts if count is not None and (said := _numbers(fact, count, material))]
        found += _claims(fact)
    return found[:MOST]


def _numbers(fact: Fact, count: "Count", material: "Material") -> "BriefSentence | None":
    """The numbers that outlets give, the lowest first; None where they agree, or are one outlet."""
    by: dict[int, list[str]] = defaultdict(list)
    for outlet, value in count.by:
        by[value].append(outlet)
    if len(by) < 2:  # noqa: PLR2004 - one number is no disagreement
        return None
    told, begun = [], False
    for value, names in sorted(by.items()):
        verb = "" if begun else (" says" if len(names) == 1 else " say")
        told.append(f"{english.listed(names[:_OUTLETS])}{verb} {english.number(value)}")
        begun = True
    first, last = material.scope.first[:4], material.scope.last[:4]
    year = int(last) if first == last else None
    at = " ".join(
        filter(None, (where(fact.incident.place, fact.incident.country, material.scope.country), _when(fact, year)))
    ).removesuffix(",")
    text = f"On the number of {_OF[count.of]} {at}: {'; '.join(told)}."
    return sentence(" ".join(text.split()), quotes=_quotes(fact, count), cites=[fact.id])


def _when(fact: Fact, year: int | None) -> str:
    """The day of an incident."""
    return english.days(fact.first, fact.last, year) if fact.dated and fact.first and fact.last else ""


def _quotes(fact: Fact, count: "Count") -> "list[Quote]":
    """The words in which each number is given."""
    found: dict[tuple[str | None, int], Quote] = {}
    for told in fact.core:
        for toll in told.tolls:
            if toll.of == count.of and (borne := borne_out(toll, told.quote)):
                quote = quote_of(fact.incident, told)
                if (quote.outlet, borne[0]) in count.by:
                    found.setdefault((quote.outlet, borne[0]), quote)
    return list(found.values())


def _claims(fact: Fact) -> "Iterator[BriefSentence]":
    """Who claimed it, denied it or was blamed, each party that is known."""
    seen: set[str] = set()
    for claim in fact.claims:
        text = _claim(claim, fact)
        if text and text not in seen:
            seen.add(text)
            quotes = [quote_of(fact.incident, t) for t in fact.incident.told if claim in t.claims][:2]
            yield sentence(text, quotes=quotes, cites=[fact.id])


def _claim(claim: "Claim", fact: Fact) -> str | None:
    """One claim, denial or charge in a sentence; None where it is of nobody who is known."""
    who, by = _known(claim.who), _known(claim.by or "")
    if who is None:
        return None
    place = fact.incident.place.name if fact.incident.place else ""
    what = f"the {fact.noun[0]}" + (f" in {place}" if place else "")
    if claim.kind == "claimed":
        return english.begun(f"{who} claimed responsibility for {what}.")
    if claim.kind == "denied":
        return english.begun(f"{who} denied responsibility for {what}.")
    return english.begun(f"{by} blamed {who} for {what}.") if by and by != who else None


def _known(words: str) -> str | None:
    """The name of a party of the registry that words stand for, None for others."""
    bare = words.removeprefix("the ").removeprefix("The ")
    found = registry().by_form.get(bare, ())
    return with_the(found[0].name) if len(found) == 1 else None

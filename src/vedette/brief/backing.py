"""Who takes part, and who stands behind them."""

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from vedette.brief import english
from vedette.brief.drafting import sentence
from vedette.brief.naming import Called, registered, state_name
from vedette.lexicon.actors import registry
from vedette.lexicon.countries import countries
from vedette.records.brief import Quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vedette.brief.facts import Fact
    from vedette.brief.material import Material
    from vedette.records.brief import BriefSentence
    from vedette.records.network import Tie

MOST: Final = 6
"""Parties that are told of."""
_STRONG: Final = 0.3
"""Of a tie, from 0 to 1: below it nobody told of it lately."""
_KINDS: Final = {
    "backs": "backs",
    "allied_with": "is allied with",
    "part_of": "is part of",
    "negotiates": "negotiates with",
    "truce": "has a truce with",
}


def actors(facts: "Sequence[Fact]", material: "Material") -> "Iterator[BriefSentence]":
    """The parties of most incidents, each with its backers: those that reports tell, else those of the registry."""
    part: dict[Called, list[Fact]] = defaultdict(list)
    for fact in facts:
        for who in dict.fromkeys((*fact.actors, *fact.targets)):
            if who.known and fact.kind.theme != "street" and who.ids and who.ids[0] in registry().by_id:
                part[who].append(fact)
    for who, told in sorted(part.items(), key=lambda item: (-len(item[1]), item[0].key))[:MOST]:
        yield _takes_part(who, told)
        yield from _ties(who, material)


def _takes_part(who: Called, told: "list[Fact]") -> "BriefSentence":
    """In how many of the incidents a party takes part."""
    verb = "are" if who.many else "is"
    text = f"{who.first} {verb} named as a party to {english.counted(len(told), 'incident')}."
    return sentence(english.begun(text), cites=[fact.id for fact in told])


def _ties(who: Called, material: "Material") -> "Iterator[BriefSentence]":
    """Who backs a party, what it is part of, with whom it is allied."""
    ident, network = who.ids[0], material.network
    told: set[str] = set()
    for tie in (t for t in network.ties if ident in {t.source, t.target} and not t.background) if network else ():
        if tie.kind in _KINDS and tie.strength >= _STRONG and (said := _told(tie, material)):
            told |= {tie.source, tie.target}
            yield said
    year = int(material.scope.last[:4])
    entry = registry().by_id[ident]
    backers = [b for b, first, last in entry.backed_by if (first or year) <= year <= (last or year) and b not in told]
    if backers:
        names = english.listed([_name(backer) for backer in backers])
        text = f"{who.full} {'are' if who.many else 'is'} widely reported to be backed by {names}."
        yield sentence(english.begun(text), cites=[f"registry:{ident}"])


def _told(tie: "Tie", material: "Material") -> "BriefSentence | None":
    """A tie that reports tell, with their words."""
    quotes = [_quote(t.report, t.start, t.end, t.words, material) for t in tie.evidence[-2:]]
    if not quotes:
        return None
    count = "several independent reports" if tie.origins > 1 else "one report"
    text = f"{_name(tie.source)} {_KINDS[tie.kind]} {_name(tie.target)}, according to {count}."
    return sentence(english.begun(text), quotes=quotes, cites=[f"tie:{tie.kind}:{tie.source}:{tie.target}"])


def _quote(report: str, start: int, end: int, words: str, material: "Material") -> Quote:
    """The words of a telling with where they come from."""
    outlet, day, url = material.report_day(report) if material.report_day else (report, None, None)
    return Quote(report=report, start=start, end=end, words=words, outlet=outlet, published=day, url=url)


def _name(ident: str) -> str:
    """What a party is called by its id."""
    if ident in registry().by_id:
        return registered(ident).full
    return state_name(countries().name(ident) or ident)

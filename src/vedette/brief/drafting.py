"""A sentence in the making: its words, and what of the record it rests on."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from vedette.records.brief import BriefSentence, Quote

if TYPE_CHECKING:
    from vedette.brief.facts import Fact
    from vedette.records.incident import Incident, Told

QUOTED: Final = 3
"""Reports whose words stand behind a sentence about one incident."""


def sentence(
    text: str, facts: "Iterable[Fact]" = (), theme: str = "", quotes: Sequence[Quote] = (), cites: Sequence[str] = ()
) -> BriefSentence:
    """A sentence about incidents: it cites each, and the words of the reports where there is but one."""
    held = list(facts)
    found = [*quotes, *(quotes_of(held[0]) if len(held) == 1 else [])]
    return BriefSentence(text=text, cites=(*(fact.id for fact in held), *cites), quotes=tuple(found), theme=theme)


def quotes_of(fact: "Fact", most: int = QUOTED) -> list[Quote]:
    """The words of an incident's best tellings, of different outlets, those first that count the dead."""
    counted = sorted(fact.core, key=lambda told: (not any(t.of == "killed" for t in told.tolls), -told.salience))
    found: dict[str, Quote] = {}
    for told in counted:
        quote = quote_of(fact.incident, told)
        found.setdefault(quote.outlet or quote.report, quote)
    return list(found.values())[:most]


def quote_of(incident: "Incident", told: "Told") -> Quote:
    """The words of one telling."""
    source = next((s for s in incident.sources if s.report == told.report), None)
    return Quote(
        report=told.report,
        start=told.start,
        end=told.end,
        words=told.quote,
        outlet=(source.publisher or source.key) if source else None,
        published=source.published if source else None,
        url=source.url if source else None,
    )

"""The original sources, and how the brief was made and what it cannot know."""

from collections import defaultdict
from typing import TYPE_CHECKING

from vedette.brief import english
from vedette.records.brief import BriefSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vedette.brief.material import Material
    from vedette.records.brief import Quote
    from vedette.records.incident import Source


def sources(material: "Material", told: set[str], quoted: "Iterable[Quote]" = ()) -> "Iterator[BriefSource]":
    """The reports of the incidents that are told, in the order of days: who, when, whom it relied on.

    After them those that are only quoted (`quoted`): of statements, ties, who held what.
    """
    by: dict[str, list[str]] = defaultdict(list)
    rows: dict[str, Source] = {}
    for incident in material.incidents:
        for source in incident.sources if incident.id in told else ():
            rows[source.report] = source
            by[source.report].append(incident.id)
    for report, source in sorted(
        rows.items(), key=lambda item: (item[1].published or "", item[1].publisher or "", item[0])
    ):
        yield BriefSource(
            report=report,
            outlet=source.publisher or source.key,
            title=source.title,
            published=source.published,
            url=source.url,
            relied_on=source.original_source if source.original_source != source.publisher else None,
            copies=source.copy_of_another,
            independent=source.independent,
            incidents=tuple(by[report]),
        )
    for quote in {q.report: q for q in quoted if q.report not in rows}.values():
        yield BriefSource(
            report=quote.report, outlet=quote.outlet or quote.report, published=quote.published, url=quote.url
        )


def method(material: "Material", told: int) -> "Iterator[str]":
    """How the brief was made, in numbers, and what it cannot know."""
    incidents = material.incidents
    reports = {s.report for i in incidents for s in i.sources}
    alone = sum(i.origins < 2 for i in incidents)  # noqa: PLR2004 - one origin is nobody else's word
    checked = sum(i.standing == "confirmed" for i in incidents)
    one_by_one = f"{english.number(told) if told else 'none'} of these {'is' if told == 1 else 'are'} told one by one"
    yield (
        f"Made by Vedette from {english.counted(len(reports), 'report')} on this desk, which tell of "
        f"{english.counted(len(incidents), 'incident')}; {one_by_one}. The rest is in the desk."
    )
    yield _standing(alone, checked)
    yield (
        "Each sentence was written from values in the record and checked again, number by number, name by name, day by "
        "day, against the incidents and words that it cites. Sentences that did not hold were left out."
    )
    yield (
        "The desk knows what its reports tell and nothing else: what nobody reported is missing, and early tolls are "
        "often revised. Places are where the reports put them; who held what is by report, not survey."
    )
    if material.chance is not None:
        yield "The forecast knows numbers of deaths and nothing else: no coup, talks or offensive to come."


def _standing(alone: int, checked: int) -> str:
    """How many incidents rest on one origin, how many a person confirmed."""
    confirmed = f"a person has confirmed {english.number(checked) if checked else 'none'}"
    if not alone:
        return f"Each incident has more than one origin; {confirmed}."
    told = english.begun(english.counted(alone, "incident"))
    rests = "rests" if alone == 1 else "rest"
    return f"{told} {rests} on a single origin; {confirmed}. Reports that copy or only relay another count once."

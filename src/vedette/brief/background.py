"""Background from the desk's own history: the year before, earlier incidents at the same place, who held what."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from vedette.brief import english
from vedette.brief.drafting import sentence
from vedette.brief.facts import Fact, fact_of
from vedette.brief.naming import is_many, is_name, where, with_the
from vedette.brief.wording import Voice, finished, harm_of, named_what, placed
from vedette.records.brief import Quote

if TYPE_CHECKING:
    from vedette.brief.material import Material
    from vedette.records.brief import BriefSentence
    from vedette.track.control import Spell

PLACES: Final = 4
"""Places of whose past is told."""
HELD: Final = 6


def background(facts: Sequence[Fact], material: "Material") -> "Iterator[BriefSentence]":
    """What the desk knows of the time before."""
    before = [fact for incident in material.before if (fact := fact_of(incident)) is not None]
    if len(before) > 1:
        yield _year_before(before, material)
        deadly = max(before, key=lambda fact: (fact.killed, fact.incident.origins))
        if deadly.killed > 1:
            voice = Voice(material.scope.country, None)
            yield sentence(
                finished(f"The deadliest of them was {named_what(deadly, voice)} {harm_of(deadly, voice)}"), [deadly]
            )
    yield from _same_places(facts, before, material)
    yield from _held(material)


def _year_before(before: Sequence[Fact], material: "Material") -> "BriefSentence":
    """How much happened in the year before, as far as the desk knows."""
    low = sum(count.low for fact in before if (count := fact.count("killed")) is not None)
    number = english.counted(len(before), "incident")
    text = f"In the year before, the desk has {number} {placed(material.scope)}"
    if low:
        text += f", in which at least {english.counted(low, 'person')} {'was' if low == 1 else 'were'} killed"
    return sentence(finished(text), cites=[fact.id for fact in before])


def _same_places(facts: Sequence[Fact], before: Sequence[Fact], material: "Material") -> "Iterator[BriefSentence]":
    """Earlier incidents where one of these was."""
    by: dict[str, list[Fact]] = defaultdict(list)
    for fact in before:
        if (
            fact.incident.place
            and is_name(fact.incident.place.name)
            and fact.incident.place.precision not in {"country", "province"}
        ):
            by[fact.incident.place.id].append(fact)
    told = {f.incident.place.id: f.incident.place for f in facts if f.incident.place}
    for ident in [i for i in told if i in by][:PLACES]:
        earlier = sorted(by[ident], key=lambda f: f.first or "")
        last = earlier[-1]
        if last.first is None or not last.dated:
            continue
        at = where(told[ident], last.incident.country, material.scope.country)
        voice = Voice(material.scope.country, None)
        what = named_what(last, voice)
        number, when = english.counted(len(earlier), "incident"), english.days(last.first, last.last or last.first)
        latest = f": {what} {when}" if len(earlier) == 1 else f", the latest of them {what} {when}"
        text = f"{at} the desk has {number} in the year before{latest}"
        yield sentence(finished(text), cites=[f.id for f in earlier])


def _held(material: "Material") -> "Iterator[BriefSentence]":
    """Who held the places before the first day, as far as reports say."""
    told = 0
    for ident, spells in material.history.items():
        earlier = [
            s for s in spells if s.start < material.scope.first and s.holder and s.kind in {"assessed", "claimed"}
        ]
        standing = [s for s in earlier if s.end is None or s.end >= material.scope.first]
        if len(standing) == 1 and told < HELD and is_name(material.places[ident].name):
            told += 1
            yield _spell(standing[0], material)


def _spell(spell: "Spell", material: "Material") -> "BriefSentence":
    """One hold of a place."""
    place = material.places[spell.place]
    since = english.day(spell.start)
    how = f"has held {place.name} since {since}" if spell.gained else f"was holding {place.name} by {since}"
    if spell.end is not None:
        how = f"held {place.name} from {since}" if spell.gained else how
    sure = "" if spell.kind == "assessed" else ", by its own or one side's account,"
    who = with_the(spell.holder)
    if is_many(spell.holder):
        how = how.replace("has held", "have held").replace("was holding", "were holding")
    quotes = _quotes(spell, material)
    text = f"{who}{sure} {how}"
    return sentence(finished(text), quotes=quotes, cites=[f"control:{spell.place}"])


def _quotes(spell: "Spell", material: "Material") -> list[Quote]:
    """The words of the first facts that a spell rests on."""
    found = []
    for fact in spell.evidence[:2]:
        outlet, day, url = material.report_day(fact.report) if material.report_day else (fact.source, None, None)
        found.append(Quote(report=fact.report, start=0, end=0, words=fact.words, outlet=outlet, published=day, url=url))
    return found

"""The outlook: what is meant, ordered, threatened, feared or made ready, in the words told; and the forecast."""

import re
from typing import TYPE_CHECKING, Final

from vedette.brief import english
from vedette.brief.drafting import sentence
from vedette.brief.folding import forms_of
from vedette.brief.naming import called, is_name
from vedette.brief.phrases import Aim
from vedette.brief.phrases import outlook as phrases
from vedette.lexicon.countries import countries
from vedette.records.brief import Quote
from vedette.records.incident import Participant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vedette.brief.forecasting import Chance
    from vedette.brief.material import Material
    from vedette.brief.naming import Called
    from vedette.records.brief import BriefSentence
    from vedette.track.ahead import Prospect
    from vedette.track.statements import Statement

MOST: Final = 6
"""Statements that are told."""
_SHORT: Final = 30
"""Words of a quotation within a sentence."""
_CODE: Final = 3
_BEGINS: Final = r"(?:^|[,;:.\u201c\"] ?|\b(?:that|and|but|the|The|as|while|when) )"
"""What stands before a subject."""


def outlook(material: "Material") -> "Iterator[BriefSentence]":
    """The open statements, the newest first, and what the forecast says."""
    seen: set[str] = set()
    for prospect in material.prospects:
        said = _statement(prospect, material)
        if said is not None and said.text not in seen and len(seen) < MOST:
            seen.add(said.text)
            yield said
    if material.chance is not None:
        yield _forecast(material.chance, material)


def _statement(prospect: "Prospect", material: "Material") -> "BriefSentence | None":
    """One statement with its words; None where nothing is known of who said it nor of where or against whom."""
    said = prospect.statement
    aim = next((aim for aim in phrases().aim if _fits(aim, said)), None)
    who, against = _who(said, "actor"), _who(said, "target")
    place = said.where.name if is_name(said.where.name) else ""
    told = _against(against, place)
    if aim is None or not (who or told) or (not place and "{place}" in (aim.does if who else aim.bare)):
        return None
    outlet, day, url = _from(said, material)
    phrase = f"{who.first} {aim.does}" if who else aim.bare
    phrase = phrase.replace("{against}", told).replace("{place}", place)
    when = f" on {english.day(day)}" if day else ""
    text = f'{" ".join(phrase.split())}, {outlet} reported{when}: "{english.clipped(said.words, _SHORT)}"'
    quote = Quote(
        report=said.events[0].partition(":")[0], start=0, end=0, words=said.words, outlet=outlet, published=day, url=url
    )
    return sentence(english.begun(text), quotes=[quote], cites=list(said.events))


def _fits(aim: Aim, said: "Statement") -> bool:
    """Whether a phrase is for a statement."""
    return said.kind in aim.kinds and (not aim.types or said.type in aim.types) and not aim.modes


def _who(said: "Statement", role: str) -> "Called | None":
    """Who says it or against whom it is, by name or plain noun."""
    for party in said.parties:
        if party.role == role and not party.is_place:
            known = party.code[:_CODE] if party.code[:_CODE] in countries().codes else None
            found = called(Participant(role=role, id=party.key, name=party.name, country=known), said.words)
            if found is not None and (role != "actor" or _speaks(found, party.key, said)):
                return found
    return None


def _speaks(who: "Called", ident: str, said: "Statement") -> bool:
    """Whether the words have a party for the subject of what is said: close before it, not after "on" or "blames"."""
    cue = re.escape(said.cue)
    for form in (*forms_of(ident), *(() if who.known else (who.full.split()[-1],))):
        name = re.escape(form)
        near = rf"{_BEGINS}(?:\w+ )?{name}(?!\w)(?:['\u2019]s)?(?:\W+[\w'-]+){{0,8}}?\W+{cue}"
        if re.search(near, said.words):
            return True
    return False


def _against(target: "Called | None", place: str) -> str:
    """Against whom or where."""
    return " ".join(filter(None, (f"against {target.full}" if target else "", f"in {place}" if place else "")))


def _from(said: "Statement", material: "Material") -> tuple[str, str | None, str | None]:
    """The outlet, day and address of the first report that tells it."""
    report = said.events[0].partition(":")[0]
    return (
        material.report_day(report) if material.report_day else (said.sources[0].rpartition(" < ")[2], said.day, None)
    )


def _forecast(chance: "Chance", material: "Material") -> "BriefSentence":
    """What the forecast says, with its uncertainty."""
    (low, high), half = (round(n) for n in chance.most), [round(n) for n in chance.half]
    history = f"From {chance.source.upper()}'s history up to {english.month(chance.last)}, the forecast"
    text = (
        f"{history} for the {english.number(chance.months)} months after it is a median of "
        f"{english.number(round(chance.median))} deaths in {material.scope.title}: with even odds between {half[0]:,} "
        f"and {half[1]:,}, and nine times in ten between {low:,} and {high:,}."
    )
    return sentence(text, cites=[f"forecast:{chance.source}:{material.scope.country}:{chance.last}"])

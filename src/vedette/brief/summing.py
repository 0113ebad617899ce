"""The headline and the summary."""

from typing import TYPE_CHECKING

from vedette.brief import english
from vedette.brief.drafting import sentence
from vedette.brief.naming import is_name
from vedette.brief.wording import Voice, finished, harm_of, named_what, placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vedette.brief.facts import Fact
    from vedette.brief.material import Material
    from vedette.records.brief import BriefSentence


def headline(facts: "Sequence[Fact]", material: "Material") -> "BriefSentence":
    """The most important incident in a few words, after the name of the scope."""
    title = material.scope.title
    if not facts:
        return sentence(f"{title}: nothing is on the desk for these days", cites=[i.id for i in material.incidents])
    top = facts[0]
    said = _taken(top) or _harmed(top, title) or english.begun(named_what(top)) + _place(top, title)
    return sentence(f"{title}: {said}", [top])


def _harmed(fact: "Fact", title: str) -> str:
    """The harm: "12 killed in car bombing in al-Bab", "" where nobody was harmed."""
    count = next((c for c in (fact.count(of) for of in ("killed", "abducted", "wounded")) if c and c.best), None)
    if count is None:
        return ""
    number = "at least " * (count.least and not count.differs) + english.number(count.best)
    if count.differs:
        low, high = english.ends(count.low, count.high)
        number = f"{number} reported" if count.majority else f"{low} to {high} reported"
    cause = "" if fact.kind.form == "act" else f" {fact.kind.way} {fact.noun[1] if fact.kind.mass else fact.noun[0]}"
    if fact.noun[1] == "clashes":
        cause = " in clashes"
    place = fact.incident.place
    if fact.kind.form == "control":
        if place is None or place.precision in {"country", "province"}:
            return f"{number} {count.of} in fighting{_place(fact, title)}"
        taken = "taken" if fact.kind.noun == "takeover" else "retaken"
        return f"{number} {count.of} as {place.name} is {taken}" if place and _place(fact, title) else ""
    return f"{number} {count.of}{cause}{_place(fact, title)}"


def _taken(fact: "Fact") -> str:
    """The capture: "M23 took Goma", "" where nothing was taken."""
    place = fact.incident.place
    if fact.kind.form != "control" or not fact.actors or fact.by_one or place is None or not is_name(place.name):
        return ""
    who = fact.actors[0].short or fact.actors[0].full.removeprefix("the ")
    return f"{who} said to have taken {place.name}" if fact.incident.origins < 2 else f"{who} took {place.name}"  # noqa: PLR2004


def _place(fact: "Fact", title: str) -> str:
    """Where, unless the scope says so."""
    place = fact.incident.place
    if place is None or place.precision == "country" or not is_name(place.name) or place.name == title:
        return ""
    return f" in {place.name}"


def summary(facts: "Sequence[Fact]", material: "Material") -> "Iterator[BriefSentence]":
    """The whole in one paragraph: how much, the worst of it, who took what."""
    if not material.incidents:
        return
    yield _extent(facts, material)
    voice = Voice(material.scope.country, _year(material))
    worst = [fact for fact in facts if fact.killed > 1]
    if len(worst) > 1:
        yield _worst(max(worst, key=lambda fact: fact.killed), voice)
    for fact in [f for f in facts if f.kind.form == "control" and f.actors and not f.by_one][:2]:
        if text := _change(fact, voice):
            yield sentence(text, [fact])


def _extent(facts: "Sequence[Fact]", material: "Material") -> "BriefSentence":
    """How many incidents, over which days, with how many dead."""
    scope, number = material.scope, len(material.incidents)
    span = english.days(scope.first, scope.last)
    low = sum(count.low for fact in facts if (count := fact.count("killed")) is not None)
    where = f" {placed(scope)}" if placed(scope) else ""
    text = f"the desk has {english.counted(number, 'incident')}{where} {span}"
    if low:
        text += f", in which at least {english.counted(low, 'person')} {'was' if low == 1 else 'were'} killed"
    return sentence(english.begun(text) + ".", cites=[incident.id for incident in material.incidents])


def _worst(fact: "Fact", voice: Voice) -> "BriefSentence":
    """The deadliest."""
    what = named_what(fact, voice)
    text = f"The deadliest {'were' if what.startswith('clashes') else 'was'} {what} {harm_of(fact, voice)}"
    return sentence(finished(text), [fact])


def _change(fact: "Fact", voice: Voice) -> str | None:
    """Who took what, in short."""
    place = fact.incident.place
    if place is None or not is_name(place.name) or place.precision in {"country", "province"}:
        return None
    verb = fact.kind.verb if fact.incident.origins > 1 else f"reportedly {fact.kind.verb}"
    when = english.days(fact.first, fact.last, voice.year) if fact.dated and fact.first and fact.last else ""
    return finished(f"{voice.names.say(fact.actors[0])} {verb} {place.name} {when}")


def _year(material: "Material") -> int | None:
    """The year that all of the brief is in; None where it is in several."""
    first, last = material.scope.first[:4], material.scope.last[:4]
    return int(last) if first == last else None

"""Sentences of what happened, from the values of a Fact alone.

Variety comes from the data, not from chance: what is known decides which forms are open (with a toll or without, with
an actor or without), and of these the one is taken that the sentences before it under its heading used least.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vedette.brief import english
from vedette.brief.naming import Names, adjective_of, state_name, where, with_the
from vedette.brief.phrases import people
from vedette.lexicon.countries import countries

if TYPE_CHECKING:
    from vedette.brief.facts import Count, Fact
    from vedette.brief.naming import Called
    from vedette.records.brief import BriefScope

_STATE: Final = 3
_LEADING: Final = ("killed", "abducted", "arrested", "wounded", "displaced")


@dataclass(slots=True)
class Voice:
    """How a section has spoken so far: whom it named, which forms it used, the day and the tail of its last sentence.

    `country` and `year` are those that the whole brief is about: they are not said again.
    """

    country: str | None
    year: int | None
    names: Names = field(default_factory=Names)
    used: Counter[str] = field(default_factory=Counter)
    day: str = ""
    tail: str = ""

    def begin(self) -> None:
        """Begin under a new heading; who was named stays so."""
        self.used.clear()
        self.day = self.tail = ""


def told(fact: "Fact", voice: Voice) -> str | None:
    """One incident in one sentence, None where too little is known of it to be worth one."""
    forms = _forms(fact)
    at = _at(fact, voice)
    if not forms or not (at or fact.actors or fact.counts) or not (at or fact.incident.origins > 1):
        return None
    name = min(forms, key=lambda form: (voice.used[form], list(forms).index(form)))
    sentence = forms[name](fact, voice)
    if sentence is None:
        return None
    voice.used[name] += 1
    return finished(sentence + _tail(fact, voice))


def finished(sentence: str) -> str:
    """A sentence with its spaces, commas and capital put right, and a full stop."""
    told_ = re.sub(r",\s*(?=[,;])|,\s*$", "", " ".join(sentence.split()))
    told_ = re.sub(r"\s+([,;])", r"\1", told_)
    return english.begun(told_) + "."


Writer = Callable[["Fact", Voice], str | None]


def _forms(fact: "Fact") -> dict[str, Writer]:
    """The forms that are open to a fact, by name."""
    if fact.kind.form == "control":
        return {"taken": _taken} if fact.actors or fact.incident.place else {}
    lead = _lead(fact)
    if fact.kind.form == "act":
        return {"act": _act} if lead and lead.of in {"abducted", "arrested"} else {"noun": _noun_first}
    if lead is None:
        return {"actor": _actor_first, "noun": _noun_first} if _doer(fact) else {"noun": _noun_first}
    causes = not fact.kind.mass and fact.kind.way == "in"
    return {"toll": _toll_first, "cause": _cause_first} if causes else {"toll": _toll_first}


# -- forms


def _toll_first(fact: "Fact", voice: Voice) -> str | None:
    """Say it so: "Twelve people were killed in an air strike on ..."."""
    return f"{tolls(fact)} {fact.kind.way} {_what(fact, voice)} {_at(fact, voice)} {_on(fact, voice)}"


def _cause_first(fact: "Fact", voice: Voice) -> str | None:
    """Say it so: "An air strike in Homs on 3 December killed 12 people."."""
    lead, rest = _lead(fact), fact.count("wounded")
    if lead is None or lead.of not in {"killed", "wounded"}:
        return _toll_first(fact, voice)
    harm = f"{lead.of} {people_of(lead)}"
    if rest is not None and rest.of != lead.of:
        harm += f" and wounded {people_of(rest, bare=rest.whom in {lead.whom, 'person'})}"
    return f"{_what(fact, voice)} {_at(fact, voice)} {_on(fact, voice)} {harm}"


def _actor_first(fact: "Fact", voice: Voice) -> str | None:
    """Say it so: "Turkish forces carried out an air strike in ..."."""
    doer = voice.names.say(fact.actors[0])
    tried = "tried to carry out" if fact.attempted else "carried out"
    if fact.targets and fact.kind.takes_target and not fact.attempted:
        return f"{doer} {fact.kind.verb} {voice.names.say(fact.targets[0])} {_at(fact, voice)} {_on(fact, voice)}"
    noun = fact.noun[0] if fact.kind.mass else english.with_article(fact.noun[0])
    return f"{doer} {tried} {noun} {_at(fact, voice)} {_on(fact, voice)}"


def _noun_first(fact: "Fact", voice: Voice) -> str | None:
    """Say it so: "An explosion hit Homs on ..."."""
    came, place = fact.kind.came, _at(fact, voice)
    if not place or (fact.kind.theme == "attacks" and not fact.actors and not fact.targets):
        return None
    if fact.kind.verb == "arrested" and not fact.targets:
        return f"{fact.noun[0]} {came.removesuffix(' in')} {place} {_on(fact, voice)}"
    if fact.kind.form == "act" and fact.noun[0] == fact.kind.noun and fact.targets:
        return f"{voice.names.say(fact.targets[0])} were {fact.kind.verb} {place} {_on(fact, voice)}"
    if came == "hit":
        place = place.partition(" ")[2] if not place.startswith("on the") else place[3:]
    elif came.endswith(" in"):
        came = came.removesuffix(" in")
    if fact.noun[1] == "clashes":
        return f"{_between(fact, voice)} {came} {place} {_on(fact, voice)}"
    return f"{_what(fact, voice)} {came} {place} {_on(fact, voice)}"


def _act(fact: "Fact", voice: Voice) -> str | None:
    """Say it so: "Thirty-one students were abducted in ..."."""
    doer = f" by {voice.names.say(fact.actors[0])}" if fact.actors and not fact.by_one else ""
    return f"{tolls(fact)}{doer} {_at(fact, voice)} {_on(fact, voice)}"


def _taken(fact: "Fact", voice: Voice) -> str | None:
    """Say it so: "M23 took Goma on ..."."""
    at = _at(fact, voice)
    place = (at[3:] if at.startswith("on the") else at.partition(" ")[2]) if fact.incident.place else ""
    if not place or not fact.incident.place or fact.incident.place.precision in {"country", "province"}:
        return None
    if fact.actors and not fact.by_one and fact.kind.verb:
        doer = voice.names.say(fact.actors[0])
        verb = f"tried to take {place}" if fact.attempted else f"{fact.kind.verb} {place}"
        return f"{doer} {verb} {_on(fact, voice)}{_killing(fact)}"
    if fact.kind.noun == "handover":
        return None
    by = f"; by one account {voice.names.say(fact.actors[0])} took it" if fact.by_one and fact.actors else ""
    return f"{place} {fact.kind.came} {_on(fact, voice)}{_killing(fact)}{by}"


# -- parts


def _lead(fact: "Fact") -> "Count | None":
    """The count that a sentence leads with."""
    return next((count for of in _LEADING if (count := fact.count(of)) and count.best), None)


def tolls(fact: "Fact") -> str:
    """The people harmed: "twelve people were killed and 30 wounded"."""
    lead = _lead(fact)
    if lead is None:
        return ""
    was = "was" if lead.high == 1 and not lead.least else "were"
    said = f"{people_of(lead)} {was} {lead.of}"
    others = [c for of in ("wounded", "abducted", "displaced") if of != lead.of and (c := fact.count(of)) and c.best]
    if others:
        said += f" and {people_of(others[0], bare=others[0].whom in {lead.whom, 'person'})} {others[0].of}"
    return said


def people_of(count: "Count", *, bare: bool = False) -> str:
    """How many people: "at least 12 people", "one soldier", "seven or eight people"; without the noun where `bare`."""
    noun = "" if bare else f" {count.whom if count.high == 1 else english.plural(count.whom)}"
    best, (low, high) = english.number(count.best), english.ends(count.low, count.high)
    least = "at least " if count.least else ""
    if not count.differs:
        return f"{least}{best}{noun}"
    if count.high - count.low == 1:
        return f"{low} or {high}{noun}"
    if count.high <= count.low * _NEAR or not count.majority:
        return f"between {low} and {high}{noun}"
    return f"{least}{best}{noun if count.best != 1 else ' ' + count.whom * (not bare)}{_MOST}"


_NEAR: Final = 2
"""So many times the lowest number the highest may be for both to be told as one span."""
_MOST: Final = ", by most accounts,"


def _killing(fact: "Fact") -> str:
    """The dead of a capture, as a clause."""
    count = fact.count("killed")
    return f"; {people_of(count)} {'was' if count.best == 1 else 'were'} killed" if count and count.best else ""


def _doer(fact: "Fact") -> bool:
    """Whether a sentence may begin with who did it."""
    return bool(fact.actors) and not fact.by_one and bool(fact.kind.verb) and fact.noun[1] != "clashes"


def _what(fact: "Fact", voice: Voice) -> str:
    """What happened, and by whom: "an air strike by Turkish forces", "clashes between A and B"."""
    if fact.noun[1] == "clashes":
        return _between(fact, voice)
    noun = fact.noun[0] if fact.kind.mass and fact.noun[0] == fact.kind.noun else english.with_article(fact.noun[0])
    tried = "an attempted " + fact.noun[0] if fact.attempted else noun
    if not fact.actors or fact.by_one:
        return tried
    state = next((adjective_of(i) for i in fact.actors[0].ids if len(i) == _STATE), "")
    if state and not fact.attempted:
        return (
            f"{state} {noun}"
            if fact.kind.mass and noun == fact.noun[0]
            else english.with_article(f"{state} {fact.noun[0]}")
        )
    return f"{tried} by {voice.names.say(fact.actors[0])}"


def _between(fact: "Fact", voice: Voice) -> str:
    """Clashes, and between whom."""
    sides = _sides(fact)
    if fact.by_one or not sides:
        return "clashes"
    if len(sides) == 1:
        return f"fighting that involved {voice.names.say(sides[0])}"
    return f"clashes between {voice.names.say(sides[0])} and {voice.names.say(sides[1])}"


def _sides(fact: "Fact") -> "list[Called]":
    """Whom clashes were between: where a side is known by its name, no other that is only "militants"."""
    told_ = [*fact.actors, *fact.targets]
    if any(who.known for who in told_):
        told_ = [who for who in told_ if who.known or who.full.split()[-1] in people().state.words]
    return told_[:2]


def _at(fact: "Fact", voice: Voice) -> str:
    """Where."""
    return where(fact.incident.place, fact.incident.country, voice.country)


def _on(fact: "Fact", voice: Voice) -> str:
    """When: "the same day" where the sentence before says the day; what is not dated is told in the tail."""
    if fact.first is None or fact.last is None or not fact.dated:
        return ""
    said = english.days(fact.first, fact.last, voice.year)
    if said == voice.day and fact.first == fact.last:
        voice.day = ""
        return "the same day"
    voice.day = said
    return said


def _tail(fact: "Fact", voice: Voice) -> str:
    """Who says so, where one origin does, and when, where the deed itself is not dated; who alone names the actor."""
    when = "" if fact.dated or fact.first is None else f" on {english.day(fact.first, voice.year)}"
    if fact.incident.origins > 1 or fact.incident.standing == "confirmed":
        voice.tail = ""
        reported = f", according to reports published{when}" if when else ""
        return reported + (_named_by_one(fact, voice) if fact.by_one else "")
    said = _source(fact)
    if not said or said == voice.tail:
        said = "according to one report" + (f" published{when}" if when else "")
    else:
        said += when
    voice.tail = said.removesuffix(when)
    return f", {said}"


def _source(fact: "Fact") -> str:
    """Who says it: the source that the best telling names, else its outlet."""
    if not fact.core:
        return ""
    best = fact.core[0]
    spoken = people().sources.get(best.sources[0].casefold()) if best.sources else None
    if spoken:
        return f"{spoken} said"
    outlet = outlet_of(fact, best.report)
    return f"{outlet} reported" if outlet else ""


def outlet_of(fact: "Fact", report: str) -> str:
    """The outlet of a report."""
    return next((s.publisher or "" for s in fact.incident.sources if s.report == report), "")


def _named_by_one(fact: "Fact", voice: Voice) -> str:
    """Who alone names the actor, and whom."""
    who = fact.actors[0] if fact.actors else None
    if who is None or not who.known or fact.kind.theme not in {"strikes", "attacks", "taken"}:
        return ""
    naming = next(
        (t for t in fact.core if t.actors and outlet_of(fact, t.report) and _names(t.actors, who.ids, fact)), None
    )
    if naming is None:
        return ""
    return f"; {outlet_of(fact, naming.report)} attributed it to {voice.names.say(who)}"


def _names(actors: Sequence[str], ids: tuple[str, ...], fact: "Fact") -> bool:
    """Whether a telling names one of these actors."""
    return any(p.name in actors and p.id in ids for p in fact.incident.parties if p.role == "actor")


def named_what(fact: "Fact", voice: Voice | None = None) -> str:
    """What happened as a noun, and by whom: "a car bombing", "clashes between A and B", "the recapture of Tongo"."""
    if fact.kind.form == "control" and fact.incident.place is not None:
        return f"the {fact.noun[0]} of {fact.incident.place.name}"
    return _what(fact, voice or Voice(None, None))


def harm_of(fact: "Fact", voice: Voice) -> str:
    """Where, when and with how many dead, after the noun."""
    count = fact.count("killed")
    dead = "" if count is None else f", in which {people_of(count)} {'was' if count.high == 1 else 'were'} killed"
    hedge = "" if fact.incident.origins > 1 or fact.incident.standing == "confirmed" else ", according to one report"
    at = "" if fact.kind.form == "control" else _at(fact, voice)
    return f"{at} {_on(fact, voice)}{dead}{hedge}"


def placed(scope: "BriefScope") -> str:
    """Where a whole brief is, as a phrase: "in Syria", "in Goma"; who it is about: "that involve the M23"."""
    where_ = f"in {scope.place}" if scope.place else ""
    if not where_ and scope.country:
        where_ = f"in {state_name(countries().name(scope.country) or scope.country)}"
    return " ".join(filter(None, (where_, f"that involve {with_the(scope.actor)}" if scope.actor else "")))

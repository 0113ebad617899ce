"""Errors planted in true sentences: one thing is turned wrong, by rule and a fixed seed, or by hand (brief.toml)."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from vedette.brief import english
from vedette.brief.naming import adjective_of, is_name
from vedette.brief.numbers import numbers
from vedette.brief.reading import days_in, names_in, unquoted, wheres_in
from vedette.lexicon.actors import registry
from vedette.records.brief import BriefSentence, FindingKind
from vedette.records.incident import Incident

SEED: Final = 20_240_811
PLANTED: Final[dict[FindingKind, int]] = {
    "number": 40,
    "name": 36,
    "place": 32,
    "date": 32,
    "status": 38,
    "direction": 22,
}
"""How many errors of each kind are planted: 200 in all. Where a kind has fewer, numbers make up for it."""
_SHIFTS: Final = (-9, -5, -3, -2, -1, 1, 2, 3, 4, 8)
_LAST: Final = 28
"""The last day that every month has."""
_PLANS: Final = (
    ("were killed", "may have been killed"),
    ("was killed", "was threatened with death"),
    ("carried out", "threatened to carry out"),
    ("killed", "planned to kill"),
)


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence with an error: of which kind, and the true sentence."""

    kind: FindingKind
    sentence: BriefSentence
    true: str


@dataclass(frozen=True, slots=True)
class Pool:
    """Where wrong values come from: the desk's outlets and places, the registry's actors; incidents by their ids."""

    outlets: tuple[str, ...]
    places: tuple[str, ...]
    incidents: dict[str, Incident]
    actors: tuple[str, ...] = field(
        default_factory=lambda: tuple(sorted(e.name for e in registry().entries if e.table == "armed"))
    )


def pool_of(found: Sequence[Incident]) -> Pool:
    """The pool of a desk's incidents."""
    outlets = {source.publisher for incident in found for source in incident.sources if source.publisher}
    places = {
        i.place.name for i in found if i.place and is_name(i.place.name) and i.place.precision in {"town", "point"}
    }
    return Pool(tuple(sorted(outlets)), tuple(sorted(places)), {incident.id: incident for incident in found})


def planted(
    written: Sequence[tuple[BriefSentence, dict[str, str]]], generated: Sequence[BriefSentence], pool: Pool
) -> list[Planted]:
    """The errors, as many of each kind as PLANTED says."""
    draw = random.Random(SEED)  # noqa: S311 - a fixed choice, no secret
    sentences = [sentence for sentence, _ in written] + [s for s in generated if s.cites and ":" not in s.cites[0]]
    draw.shuffle(sentences)
    found: list[Planted] = []
    for kind, wanted in PLANTED.items():
        by_hand = [_hand(kind, sentence, wrong[kind]) for sentence, wrong in written if kind in wrong]
        by_rule = _by_rule(kind, sentences, pool, draw)
        found += [*by_hand, *by_rule][:wanted]
    used = {(one.kind, one.true) for one in found}
    more = (one for one in _by_rule("number", sentences[::-1], pool, draw) if (one.kind, one.true) not in used)
    return [*found, *more][: sum(PLANTED.values())]


def _hand(kind: FindingKind, sentence: BriefSentence, text: str) -> Planted:
    """An error that a person wrote."""
    return Planted(kind, sentence.model_copy(update={"text": text}), sentence.text)


def _by_rule(
    kind: FindingKind, sentences: Sequence[BriefSentence], pool: Pool, draw: random.Random
) -> Iterator[Planted]:
    """Errors of a kind in sentences that allow one."""
    ways: dict[FindingKind, Callable[[BriefSentence, Pool, random.Random], str | None]] = {
        "number": _number, "name": _name, "place": _place, "date": _date, "status": _status, "direction": _direction,
    }  # fmt: skip
    for sentence in sentences:
        text = ways[kind](sentence, pool, draw)
        if text is not None and text != sentence.text:
            yield Planted(kind, sentence.model_copy(update={"text": text}), sentence.text)


def _number(sentence: BriefSentence, _: Pool, draw: random.Random) -> str | None:
    """Another number."""
    told = [n for n in numbers(sentence.text) if n.low == n.high]
    if not told:
        return None
    one, taken = draw.choice(told), {n.best for n in told}
    wrong = draw.choice(
        [v for v in (one.best + 1, one.best + 2, one.best + 3, one.best * 2, one.best + 10) if v not in taken]
    )
    return sentence.text[: one.start] + english.number(wrong) + sentence.text[one.end :]


def _name(sentence: BriefSentence, pool: Pool, draw: random.Random) -> str | None:
    """Another outlet or another party."""
    own = {n for n in names_in(unquoted(sentence.text)) if len(n) > 3}  # noqa: PLR2004 - no initials
    for name in sorted(own, key=lambda n: (-len(n), n)):
        wrong = pool.outlets if name in pool.outlets else pool.actors if registry().by_form.get(name) else ()
        other = [w for w in wrong if w != name and w not in sentence.text]
        if other:
            return sentence.text.replace(name, draw.choice(other))
    return None


def _place(sentence: BriefSentence, pool: Pool, draw: random.Random) -> str | None:
    """Another place of the desk."""
    there = [place for place in wheres_in(sentence.text) if place in pool.places]
    if not there:
        return None
    place = draw.choice(there)
    wrong = draw.choice([w for w in pool.places if w not in sentence.text and place not in w])
    return re.sub(rf"(?<=\b(?:in|at) ){re.escape(place)}", wrong, sentence.text)


def _date(sentence: BriefSentence, _: Pool, draw: random.Random) -> str | None:
    """Another day of the month."""
    told = [d for d in days_in(sentence.text) if d.day is not None and re.match(r"\d{1,2} [A-Z]", d.words)]
    if not told:
        return None
    day = draw.choice(told)
    wrong = (int(day.day or 1) + draw.choice(_SHIFTS) - 1) % _LAST + 1
    return sentence.text.replace(day.words, re.sub(r"^\d{1,2}", str(wrong), day.words), 1)


def _status(sentence: BriefSentence, _: Pool, __: random.Random) -> str | None:
    """A deed as a possibility, a threat or a plan."""
    for true, wrong in _PLANS:
        if f" {true} " in sentence.text:
            return sentence.text.replace(true, wrong, 1)
    return None


def _direction(sentence: BriefSentence, pool: Pool, _: random.Random) -> str | None:
    """The side that suffered as the one that did it: "Ukrainian shelling" of Ukraine's own town."""
    incident = pool.incidents.get(sentence.cites[0]) if len(sentence.cites) == 1 else None
    own = adjective_of(incident.country) if incident and incident.country else ""
    for party in incident.parties if incident and own else ():
        theirs = adjective_of(party.id or "") if party.role == "actor" else ""
        if theirs and theirs != own and f"{theirs} " in sentence.text:
            return sentence.text.replace(theirs, own).replace(f"a {own}", english.with_article(own))
    return None

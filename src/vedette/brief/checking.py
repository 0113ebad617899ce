"""The verifier: is what a sentence says in what it cites? Each number, name, place, day, status and direction.

It reads the sentence, not the template that may have made it, so it judges what a person or a language model wrote just
as well. A finding names the words and what the evidence has instead.
"""

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vedette.brief import reading
from vedette.brief.evidence import AHEAD, REAL, Evidence, Known, collect
from vedette.brief.folding import KIND, kinds_in, plain, tokens
from vedette.brief.numbers import Number, numbers
from vedette.brief.phrases import signs
from vedette.code.numberwords import number_of
from vedette.lexicon.actors import registry
from vedette.lexicon.countries import countries
from vedette.records.brief import Finding

if TYPE_CHECKING:
    from vedette.brief.directions import Reader
    from vedette.records.brief import BriefScope, BriefSentence

_ALIKE: Final = 4
"""Letters that two words have to share from the start to be forms of one another ("Houthis", "Houthi")."""
_ANYBODY: Final = frozenset({f"{KIND}civilian", f"{KIND}child", f"{KIND}anybody"})
"""Marks of people at large, who do nothing that a direction could be told by."""


class Verifier:
    """Checks sentences against what they cite; `reader` reads who does what to whom."""

    def __init__(self, known: Known, reader: "Reader", scope: "BriefScope | None" = None) -> None:
        """Keep where citations are looked up; the scope's own days and names may be said anywhere."""
        self.known, self.reader, self.scope = known, reader, scope

    def findings(self, sentence: "BriefSentence") -> tuple[Finding, ...]:
        """What of a sentence its citations do not bear out; nothing where all is borne out."""
        held = collect(sentence.cites, sentence.quotes, self.known)
        if not sentence.cites and not sentence.quotes:
            return (Finding(kind="citation", words=sentence.text, problem="it cites nothing"),)
        found = [Finding(kind="citation", words=words, problem=problem) for words, problem in held.missing]
        self._add_scope(held)
        text = sentence.text
        found += _quotations(text, held)
        text = _masked(reading.unquoted(text), held)
        for check in (_numbers, _by_outlet, _names, _kinds, _places, _status):
            found += check(text, held)
        found += _days(text, held, self.scope)
        if held.does or held.pairs:
            found += self._directions(text, held)
        return tuple(dict.fromkeys(found))

    def _add_scope(self, held: Evidence) -> None:
        """What the brief as a whole is about."""
        scope = self.scope
        if scope is not None:
            held.name(scope.title, scope.place, scope.actor)
            state = scope.country and countries().name(scope.country)
            held.place(scope.place, state, scope.title)

    def _directions(self, text: str, held: Evidence) -> Iterator[Finding]:
        """Who is said to do it, to whom, against who does in the evidence."""
        title = f"{self.scope.title}: " if self.scope is not None else ""
        for doer, sufferer, words in self.reader.deeds(text.removeprefix(title)):
            problem = _against(doer, sufferer, held)
            if problem:
                yield Finding(kind="direction", words=words, problem=problem)


def _masked(text: str, held: Evidence) -> str:
    """A sentence with "_" for the digits within names that the evidence knows: "March 23 Movement", "Radio 89"."""
    for name in sorted(held.numbered, key=len, reverse=True):
        text = text.replace(name, re.sub(r"\d", "_", name))
    return text


def _without(text: str, names: Iterable[str]) -> str:
    """A sentence without names of several words: "Ansar al-Sharia in Libya" puts nothing in Libya."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "_")
    return text


def _against(doer: frozenset[str], sufferer: frozenset[str], held: Evidence) -> str:
    """Why a deed is not as the evidence has it; "" where it is, or where the evidence does not say."""
    doer = doer - _ANYBODY
    there = any((a, b) in held.pairs for a in doer for b in sufferer)
    back = any((b, a) in held.pairs for a in doer for b in sufferer)
    if doer and sufferer and back and not there:
        return "the evidence has it the other way round"
    if doer and not doer & held.does and doer & held.suffers and held.does:
        return "in the evidence it is done to this party, not by it"
    sufferer = sufferer - _ANYBODY
    if sufferer and not sufferer & held.suffers and sufferer & held.does and held.suffers:
        return "in the evidence it is done by this party, not to it"
    return ""


def _quotations(text: str, held: Evidence) -> Iterator[Finding]:
    """Words between quotation marks that no cited report has."""
    pool = [plain(words) for words in held.words]
    for words in reading.quoted(text):
        bare = plain(words.removesuffix("..."))
        if bare and not any(bare in told for told in pool):
            yield Finding(kind="citation", words=words, problem="no cited report has these words")


def _numbers(text: str, held: Evidence) -> Iterator[Finding]:
    """Numbers that no evidence gives for what they count."""
    for number in numbers(text):
        if not _is_borne(number, held):
            what = f"{number.of} " if number.of else ""
            have = sorted(held.tolls.get(number.of or "", ())) if number.of else sorted(held.loose)
            told = (
                f"the evidence has {what}{', '.join(map(str, have[:12]))}"
                if have
                else f"the evidence has no number of {what or 'this'}"
            )
            yield Finding(kind="number", words=number.words, problem=told.strip())


def _is_borne(number: Number, held: Evidence) -> bool:
    """Whether the evidence gives a number for what it counts, or it is a sum over what is cited."""
    if number.noun in {"incident", "incidents"}:
        return number.best == held.incidents or (held.incidents == 0 and number.best in held.loose)
    if number.best in held.derived:
        return True
    values = {number.low, number.high} if number.low != number.high else {number.best}
    if number.of is None:
        allowed = held.loose | {value for some in held.tolls.values() for value in some}
        return bool(values & allowed)
    if held.incidents > 1:
        return any(values & held.sums.get(f"{number.of}/{n}", set()) for n in range(3)) or (
            held.incidents <= 2 and bool(values & held.tolls[number.of])  # noqa: PLR2004 - two may be told one by one
        )
    return bool(values & held.tolls.get(number.of, set()))


def _by_outlet(text: str, held: Evidence) -> Iterator[Finding]:
    """Numbers that a named outlet does not give: "A says four, B and C eight"."""
    if not reading.signs_in(text, "saying"):
        return
    found: list[tuple[int, int, str | Number]] = [
        (m.start(), m.end(), name) for name in held.outlets for m in re.finditer(re.escape(name), text)
    ]
    found = [one for one in found if not any(o[0] <= one[0] and one[1] <= o[1] and o != one for o in found)]
    found += [(n.start, n.end, n) for n in numbers(text)]
    asked: list[str] = []
    spent = False
    for _, _, told in sorted(found, key=lambda item: item[:2]):
        if isinstance(told, str):
            asked = [told] if spent else [*asked, told]
            spent = False
        elif asked:
            spent = True
            for outlet in asked:
                if told.best not in held.outlets[outlet] and told.low not in held.outlets[outlet]:
                    have = ", ".join(map(str, sorted(held.outlets[outlet])[:8])) or "no number"
                    yield Finding(kind="number", words=told.words, problem=f"{outlet} gives {have}")


def _names(text: str, held: Evidence) -> Iterator[Finding]:
    """Names of which the evidence knows no word."""
    for name in reading.names_in(text):
        strange = [word for word in re.findall(r"[\w\u2019']+", name) if not _is_known(word, held)]
        if strange:
            yield Finding(kind="name", words=name, problem=f"the evidence does not know {' '.join(strange)}")
        elif not _is_together(name, held):
            yield Finding(kind="name", words=name, problem="the evidence knows its words, but nothing of this name")


def _is_together(name: str, held: Evidence) -> bool:
    """Whether each two neighbouring words of a name are neighbours in some name or quotation of the evidence."""
    words = [word for word in plain(name).split() if len(word) > 1 and number_of(word) is None]
    return all(any(_has_pair(one, other, phrase) for phrase in held.phrases) for one, other in pairwise(words))


@functools.lru_cache(maxsize=65536)
def _has_pair(one: str, other: str, phrase: str) -> bool:
    """Whether a phrase has two words beside each other, in these forms or others, with a small word between at most."""
    if one not in phrase or other[:_ALIKE] not in phrase:
        return (
            one[:_ALIKE] in phrase
            and re.search(rf"\b{one[:_ALIKE]}\w*(?: \w{{1,3}})? {other[:_ALIKE]}", phrase) is not None
        )
    return re.search(rf"\b{one}\w{{0,2}}(?: \w{{1,3}})? {other[:_ALIKE]}", phrase) is not None


def _is_known(word: str, held: Evidence) -> bool:
    """Whether a word of a name stands in the evidence, in this form or another."""
    bare = re.sub(r"['\u2019]s?$", "", word)
    if (
        reading.is_calendar(bare)
        or "_" in bare
        or number_of(bare) is not None
        or bare.isdigit()
        or not bare[:1].isupper()
    ):
        return True
    folded = tokens(bare)
    if not folded or folded <= held.vocabulary:
        return True
    return all(any(_is_form(one, other) for other in held.vocabulary) for one in folded)


def _is_form(one: str, other: str) -> bool:
    """Whether two words are forms of one: "houthi" and "houthis"."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _ALIKE and long.startswith(short) and len(long) - len(short) <= 2  # noqa: PLR2004 - "-ns", "-'s"


def _kinds(text: str, held: Evidence) -> Iterator[Finding]:
    """Kinds of people that the evidence does not speak of: soldiers where it has civilians."""
    there = {mark for words in held.words for mark in kinds_in(words)} | held.does | held.suffers
    for kind in kinds_in(text) - there - _ANYBODY | (kinds_in(text) & {f"{KIND}civilian"}) - there:
        said = tokens(text) & set(signs().kinds[kind.removeprefix(KIND)]) - set(signs().kinds["anybody"])
        words = min(said, default="")
        if not words or tokens(words) <= held.vocabulary:
            continue
        yield Finding(kind="name", words=words, problem="the evidence speaks of no such people")


def _places(text: str, held: Evidence) -> Iterator[Finding]:
    """Places at which no evidence puts it."""
    for place in reading.wheres_in(_without(text, held.whole)):
        folded = plain(place)
        if _is_there(folded, held) or registry().by_form.get(place):
            continue
        if tokens(place) <= held.vocabulary:  # else its name is a finding already
            have = ", ".join(sorted(held.places)[:6])
            yield Finding(kind="place", words=place, problem=f"the evidence puts it elsewhere: {have}")


def _is_there(place: str, held: Evidence) -> bool:
    """Whether the evidence puts something at a place: by its values, or by words that do so."""
    if any(place == known or set(place.split()) <= set(known.split()) for known in held.places):
        return True
    joined = re.escape(place).replace(r"\ ", r"\W+")
    put = re.compile(
        rf"\b(?:in|at|near|of|around|outside|on|inside|hit|struck|bombed|shelled|attacked|entered|took|captured|into|to|the)\s+(?:\w+\s+){{0,3}}{joined}\b"
    )
    return any(put.search(plain(words)) for words in held.words) or any(place == p for p in held.outlets)


def _status(text: str, held: Evidence) -> Iterator[Finding]:
    """A plan told as a deed, a deed as a plan, a denial turned round."""
    told = " ".join(held.main or held.words)
    text = reading.undated(_without(text, held.whole))
    ahead, tried = reading.signs_in(text, "ahead"), reading.signs_in(text, "tried")
    if ahead and not held.statuses & AHEAD and not held.asserted and not ahead & reading.signs_in(told, "ahead"):
        yield Finding(kind="status", words=", ".join(sorted(ahead)), problem="the evidence tells it as done")
    denied = reading.stances_in(text) - {"attribut"}
    for stance in sorted(denied - held.stances - reading.stances_in(told)):
        yield Finding(kind="status", words=stance, problem="nobody in the evidence says so")
    if tried and "attempted" not in held.statuses and not tried & reading.signs_in(told, "tried"):
        yield Finding(kind="status", words=", ".join(sorted(tried)), problem="the evidence does not tell of an attempt")
    if not ahead and not tried and held.statuses and not held.statuses & REAL and not held.asserted:
        said = ", ".join(sorted(held.statuses))
        yield Finding(kind="status", words=text, problem=f"it is told as done; the evidence has: {said}")
    negated = reading.signs_in(text, "negated")
    if (
        negated
        and not held.negated
        and not negated & reading.signs_in(told, "negated")
        and "denied" not in held.statuses
    ):
        yield Finding(kind="status", words=", ".join(sorted(negated)), problem="the evidence does not deny it")


def _days(text: str, held: Evidence, scope: "BriefScope | None") -> Iterator[Finding]:
    """Days that the evidence does not have."""
    own = {scope.first, scope.last} if scope is not None and held.incidents > 1 else set()
    for day in reading.days_in(text):
        pool = held.days | own | (held.spoken if day.spoken else set())
        if not any(_is_day(day, iso) for iso in pool) and not _is_month(day, held, own):
            have = ", ".join(sorted(pool)[:6]) or "no day"
            yield Finding(kind="date", words=day.words, problem=f"the evidence has {have}")


def _is_day(day: reading.Day, iso: str) -> bool:
    """Whether a day that is named is a day of the evidence; a weekday or a month needs to fit it."""
    try:
        date = dt.date.fromisoformat(iso[:10])
    except ValueError:
        return False
    if day.weekday is not None:
        return date.weekday() == day.weekday
    wanted: Iterable[tuple[int | None, int]] = ((day.month, date.month), (day.day, date.day), (day.year, date.year))
    if day.iso is not None:
        return day.iso == iso[:10]
    return all(asked is None or asked == have for asked, have in wanted)


def _is_month(day: reading.Day, held: Evidence, own: set[str]) -> bool:
    """Whether a month or a year that is named lies in a span of the evidence or of the brief."""
    if day.day is not None or day.weekday is not None or day.year is None:
        return False
    first, last = f"{day.year}-{day.month or 1:02}", f"{day.year}-{day.month or 12:02}"
    spans = {*held.spans, *({(min(own), max(own))} if own else set())}
    return any(span[0][:7] <= last and first <= span[1][:7] for span in spans)

"""What a sentence of a brief says, read from its words: days, names, places, how it means it. Whoever wrote it.

Numbers are read in numbers.py; who did it to whom by the coder (checking.py), as in any report.
"""

import datetime as dt
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vedette.brief.english import MONTHS
from vedette.brief.folding import plain
from vedette.brief.phrases import signs
from vedette.lexicon.actors import registry
from vedette.lexicon.countries import countries
from vedette.lexicon.places import gazetteer

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH: Final = "|".join(MONTHS)
_SHORT: Final = "|".join(month[:3] for month in MONTHS)
_DAY: Final = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:-|\u2013|and|to)\s*(?P<e>\d{{1,2}}))?\s+(?:of\s+)?(?P<m>{_MONTH}|(?:{_SHORT})\b)(?:,?\s+(?P<y>\d{{4}}))?"
    rf"|\b(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})\b(?!\d)(?:,?\s+(?P<y2>\d{{4}}))?"
    r"|\b(?P<iso>\d{4}-\d\d-\d\d)\b"
    rf"|\b(?P<m3>{_MONTH})(?:\s+(?P<y3>\d{{4}}))\b"
    rf"|\b(?P<w>{'|'.join(WEEKDAYS)})\b"
    r"|\b(?:in|since|of|during|from)\s+(?P<y4>(?:19|20)\d\d)\b"
)
_UPPER: Final = r"[A-Z\u00c0-\u00de\u1e00-\u1eff]"
_WORD: Final = rf"(?:al-)?{_UPPER}[\w\u2019'-]*"
_NAME: Final = re.compile(
    rf"(?:\b(?:al|el|an|as|ad|ar|ash)-|\b(?:bin|ibn|de|da) )?\b{_UPPER}[\w\u2019'.-]*"
    rf"(?:(?:\s+(?:of|de|la|al|el|du|des)\s+|\s+|-){_WORD})*"
)
_WHERE: Final = re.compile(
    r"\b(?:in|at|near|outside|around)\s+(?:the\s+(?:town|city|village|district|province|region|state|area)\s+of\s+|the\s+)?"
    rf"((?:al-|el-)?{_UPPER}[\w\u2019'-]*(?:(?:\s+(?:of|de|la|el|al)\s+|[ -]){_WORD})*)"
)
_SPEAKS: Final = re.compile(r"\s+(?:says?|said|reports?|reported|puts?|counts?|counted|gives?|gave|attributed)\b")
_QUOTED: Final = re.compile(r'"([^"]+)"|\u201c([^\u201d]+)\u201d')


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a sentence names: `iso` where it is whole (`year` may be wanting), else month, year or weekday.

    `spoken` says that it is when something was said or published.
    """

    words: str
    iso: str | None = None
    month: int | None = None
    day: int | None = None
    year: int | None = None
    weekday: int | None = None
    spoken: bool = False


def quoted(text: str) -> list[str]:
    """The words that a sentence quotes."""
    return [one or other for one, other in _QUOTED.findall(text)]


def unquoted(text: str) -> str:
    """A sentence without what it quotes."""
    return _QUOTED.sub(" ", text)


def undated(text: str) -> str:
    """A sentence without the days that it names: "May" is no "may"."""
    return re.sub(rf"\b(?:{_MONTH})\b", " ", _DAY.sub(" ", text))


@functools.lru_cache(maxsize=4096)
def days_in(text: str) -> tuple[Day, ...]:
    """The days that a sentence names, of "between 3 and 5 May" both."""
    return tuple(_days_in(text))


def _days_in(text: str) -> Iterator[Day]:
    """The same one by one."""
    for match in _DAY.finditer(text):
        spoken = _is_spoken(text[: match.start()])
        told = match.groupdict()
        if told["iso"]:
            yield Day(match[0], told["iso"], spoken=spoken)
        elif told["w"]:
            yield Day(match[0], weekday=WEEKDAYS.index(told["w"]), spoken=spoken)
        elif told["y4"]:
            yield Day(told["y4"], year=int(told["y4"]))
        elif told["m3"]:
            yield Day(match[0], month=_month(told["m3"]), year=int(told["y3"]), spoken=spoken)
        else:
            yield from _whole_days(match[0], told, text, match.start(), spoken=spoken)


def _whole_days(words: str, told: dict[str, str | None], text: str, start: int, *, spoken: bool) -> Iterator[Day]:
    """The days of "3 May 2024", "3 and 5 May", "May 3"."""
    month = _month(told["m"] or told["m2"] or "")
    given = told["y"] or told["y2"]
    year = int(given) if given else None
    for number in filter(None, (told["d"], told["e"], told["d2"])):
        yield _whole(words, int(number), month, year, spoken=spoken)
    before = re.search(r"\bbetween (\d{1,2}) and $", text[:start])
    if before:
        yield _whole(words, int(before[1]), month, year, spoken=spoken)


def _whole(words: str, day: int, month: int, year: int | None, *, spoken: bool) -> Day:
    """One day, ISO where it has a year and is in the calendar."""
    iso = None
    if year is not None:
        try:
            iso = dt.date(year, month, day).isoformat()
        except ValueError:
            iso = f"{year}-{month:02}-{day:02}"
    return Day(words, iso, month, day, year, spoken=spoken)


def _month(name: str) -> int:
    """The number of a month by its name or the first three letters of it."""
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name))


def _is_spoken(before: str) -> bool:
    """Whether a day is that of the report: "reported on", "according to reports published on"."""
    return (
        re.search(r"\b(?:reported|published|said|wrote|report of|told \w+|announced)(?: \w+)? (?:on|of) $", before)
        is not None
    )


def names_in(text: str) -> list[str]:
    """The names of a sentence: runs of words in capitals, without the word that only begins the sentence."""
    found = []
    for match in _NAME.finditer(text):
        words = match[0].strip(".'\u2019-")
        begins = bool(
            not text[: match.start()].strip(' "\u201c') or re.search(r"[.:;!?]\s*[\"\u201c]?$", text[: match.start()])
        )
        parts = words.split()
        while begins and parts and plain(parts[0]) in signs().common:
            parts, begins = parts[1:], False
        if len(parts) == 1 and begins and not _is_name(parts[0]) and not _SPEAKS.match(text[match.end() :]):
            continue  # "Fighting broke out": a capital that the beginning gives
        if parts:
            found.append(" ".join(parts))
    return found


@functools.lru_cache(maxsize=2048)
def _is_name(word: str) -> bool:
    """Whether a word that begins a sentence is known as a name."""
    return bool(registry().by_form.get(word) or countries().forms.get(word) or gazetteer().known(word))


def is_calendar(word: str) -> bool:
    """Whether a word is a month or a weekday."""
    return word in MONTHS or word in WEEKDAYS


def wheres_in(text: str) -> list[str]:
    """The places at which a sentence puts something: names after "in", "at", "near"; adjectives are none."""
    return [
        m[1].removesuffix("'s")
        for m in _WHERE.finditer(text)
        if not _is_adjective(m[1], text[m.end() :]) and not is_calendar(m[1].split()[0])
    ]


def _is_adjective(name: str, after: str) -> bool:
    """Whether a name says whose, not where: "in Russian shelling", "in Turkish-held"."""
    if re.search(r"-(?:held|led|backed|controlled|run)\b", name):
        return True
    last = re.split(r"[\s-]", name)[-1]
    form = countries().forms.get(last)
    if form is not None and form.kind in {"adjective", "people"}:
        return True
    return bool(
        re.match(r"'s\b|\u2019s\b|-\w|\s+(?:shelling|strike|air|fire|attack|drone|missile|rocket|bomb|raid)", after)
    )


@functools.cache
def _pattern(listed: tuple[str, ...]) -> re.Pattern[str]:
    """The expression for any of some signs, "*" for any ending."""
    parts = [re.escape(word).replace(r"\*", r"\w*") for word in listed]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def signs_in(text: str, which: str) -> set[str]:
    """The signs of a kind in a text, cut to the letters that tell them from others."""
    listed: tuple[str, ...] = getattr(signs(), which)
    return {match[0].lower()[:5] for match in _pattern(listed).finditer(text)}


def stances_in(text: str) -> set[str]:
    """What parties say of a deed, by the beginning of the verb: claim, den(y), blam(e), confirm, admit, accus(e)."""
    found = re.findall(r"\b(claim|den(?=i|y)|blam|confirm|admit|accus|attribut)\w*", text, re.IGNORECASE)
    return {stem.lower() for stem in found}

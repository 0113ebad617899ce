"""Numbers that count people or things, and sums of money, as spans of plain text.

A number is found first, then read with the words around it ("at least 12", "between 20 and 30"), and dropped where
they make it a date, a measure, an age, a score or a name. The words are in data/words/numbers.toml.
"""

import re
from dataclasses import dataclass
from functools import cache

from vedette.code.numberwords import Triple, number_of, number_table, number_words
from vedette.code.wordtable import WordTable, alternation, read_table

_BEFORE = 40  # characters looked at before a number
_FIRST_YEAR, _LAST_YEAR, _OLDEST, _SCORE, _THOUSAND = 1900, 2099, 120, 10, 1000
_SIGN_ROOM = 6  # characters that a sign or code of a currency takes
_DASHES = frozenset("-\u2013\u2014")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its modifier: `text[start:end]`; `low`, `best`, `high` in whole units, None where left open.

    `vague` tells that the words name no number ("dozens"); `article` is kept for counts made from "a" or "an", which
    a coder makes from the noun phrase: this reader never does.
    """

    start: int
    end: int
    low: int | None
    best: int | None
    high: int | None
    vague: bool = False
    article: bool = False


@dataclass(frozen=True, slots=True)
class _Core:
    """A number without the words around it."""

    start: int
    end: int
    value: Triple
    digits: bool

    @property
    def vague(self) -> bool:
        """Whether the words leave the number open."""
        return self.value[0] != self.value[2]


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The compiled context of numbers."""

    modifiers: tuple[tuple[str, re.Pattern[str]], ...]
    modifiers_after: tuple[tuple[str, re.Pattern[str]], ...]
    any_modifier: re.Pattern[str]
    bad_before: re.Pattern[str]
    bad_after: re.Pattern[str]
    counted: re.Pattern[str]
    plural: re.Pattern[str]
    not_one: re.Pattern[str]
    score: re.Pattern[str]
    date_before: re.Pattern[str]
    date_after: re.Pattern[str]
    sign: re.Pattern[str]
    currency: re.Pattern[str]
    money_scale: re.Pattern[str]


_ADJACENT_BEFORE = re.compile(r"(?:[\w.,/:#'\u2019+$€£]|[\w)][-\u2013\u2014]|\d\s)$")
_ADJACENT_AFTER = re.compile(r"[\w]|[-\u2013\u2014/:.,'\u2019]\d|[-\u2013\u2014][A-Za-z]|\s\d|\s*[%°]|['\u2019][sS]\b")
_AGE_BEFORE, _AGE_AFTER = re.compile(r"\b[A-Z][\w'\u2019-]*,\s$"), re.compile(r"\s?,")
_AGED = re.compile(r"\baged\s+[\w-]+(?:,\s+[\w-]+)*,?\s+(?:and|or)\s+$", re.IGNORECASE)
_LINK = re.compile(r"\s*[-\u2013\u2014]\s*|\s+(?:to|or)\s+", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+(?:(?:about|around|some|roughly)\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_MORE = re.compile(r"\s+more\b(?!\s+than)", re.IGNORECASE)
_ENUMERATED = re.compile(r"(?:^|\n)[ \t]*$")


@cache
def _patterns() -> _Patterns:
    """The context expressions, compiled once from the table."""
    table, flags = number_table(), re.IGNORECASE
    kinds = table.section("modifiers")
    month = alternation(_month_names())
    counted = alternation(table.words("context", "counted"))
    return _Patterns(
        modifiers=tuple(
            (kind, re.compile(rf"(?<![\w-]){alternation(table.words('modifiers', kind))}\s+$", flags)) for kind in kinds
        ),
        modifiers_after=tuple(
            (kind, re.compile(rf"{alternation(table.words('modifiers_after', kind))}(?!\w)", flags))
            for kind in table.section("modifiers_after")
        ),
        any_modifier=re.compile(
            rf"(?:(?<![\w-]){alternation(w for kind in kinds for w in table.words('modifiers', kind))}\s+|~\s?)$", flags
        ),
        bad_before=re.compile(rf"(?<![\w-]){alternation(table.words('context', 'before'))}[\s#]*$", flags),
        bad_after=re.compile(rf"\s?-?{alternation(table.words('context', 'after'))}(?![\w-])", flags),
        counted=re.compile(rf"\s+(?:\w+\s+)?{counted}\b", flags),
        plural=re.compile(
            r"\s+(?:of\s+(?:the\s+)?)?(?!(?:was|has|is|this|its|as)\b)(?:[a-z]+\s+)?[a-z]{2,}(?:s|men|ple)\b"
        ),
        not_one=re.compile(rf"(?<![\w-]){alternation(table.words('context', 'not_one'))}\s+$", flags),
        score=re.compile(rf"\s*(?:[.,;)]|$)|\s+{alternation(table.words('context', 'scores'))}\b", flags),
        date_before=re.compile(rf"\b{month}\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?(?:,|\s+and|\s*[-\u2013]|\s+to)\s*)?$"),
        date_after=re.compile(
            rf"\s*(?:(?:,|\s+and|\s+or|\s*[-\u2013]|\s+to)\s*(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:of\s+)?{month}\b"
        ),
        sign=re.compile(_sign_source(table)),
        currency=re.compile(_currency_source(table), flags),
        money_scale=re.compile(rf"\s?{alternation(table.words('money', 'scales'))}\b"),
    )


def _month_names() -> list[str]:
    """The month names of data/words/times.toml, in the cases that news writes them in."""
    tables = read_table("times").section("words")
    names = [name for tag in ("MONTH", "NAMEMONTH", "MAYMONTH", "SHORTMONTH") for name in tables.get(tag, ())]
    return [name.title() for name in names] + [name.upper() for name in names]


def _sign_source(table: WordTable) -> str:
    """The expression for a currency's sign or code before a number."""
    sign, code = alternation(table.words("money", "symbols")), alternation(table.words("money", "codes"))
    owner = alternation(table.words("money", "prefixes"))
    return rf"(?:(?:(?<!\w){owner})?{sign}|(?<!\w){code})\s?$"


def _currency_source(table: WordTable) -> str:
    """The expression for a currency's name, code or sign behind a number, with its scale and its country."""
    scale = rf"(?:\s?{alternation(table.words('money', 'scales'))}\b)?"
    name, owner = alternation(table.words("money", "currencies")), alternation(table.words("money", "pound_owners"))
    sign, code = alternation(table.words("money", "symbols")), alternation(table.words("money", "codes"))
    nation = r"(?:(?:u\.?s\.?|[a-z]{4,})[\s-])?"
    return rf"{scale}(?:\s?(?:(?-i:{code})\b|{sign})|(?:\s+of)?[\s-]+(?:{nation}{name}|{owner}\s+pounds?)\b)"


def read_money(text: str) -> list[tuple[int, int]]:
    """The spans of sums of money ("$50,000", "5 million euros", "US$3 bn"), in order and apart."""
    return _money(text, [match.span() for match in number_words().core.finditer(text)])


def _money(text: str, numbers: list[Span]) -> list[Span]:
    """The numbers that are sums of money, with their signs, codes and currencies; two ends of a range are one sum."""
    sums = [_sum(text, *number) for number in numbers]
    found = [span for span in sums if span]
    for at in range(len(numbers) - 1):
        first, last = sums[at] or numbers[at], sums[at + 1] or numbers[at + 1]
        link = text[first[1] : last[0]]
        if (sums[at + 1] or (sums[at] and link.strip() in _DASHES)) and _LINK.fullmatch(link):
            found.append((first[0], last[1]))
    return _apart(found)


def _sum(text: str, start: int, end: int) -> Span | None:
    """The span of a sum of money around a number, or None where it is none."""
    patterns = _patterns()
    before = patterns.sign.search(text, max(0, start - _SIGN_ROOM), start)
    after = patterns.currency.match(text, end)
    if not before and not after:
        return None
    last = after or patterns.money_scale.match(text, end)
    return before.start() if before else start, last.end() if last else end


def _apart(spans: list[Span]) -> list[Span]:
    """The spans in order, the longer of two that overlap."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or kept[-1][1] <= span[0]:
            kept.append(span)
        elif span[1] - span[0] > kept[-1][1] - kept[-1][0]:
            kept[-1] = span
    return kept


def read_quantities(text: str) -> list[Quantity]:
    """The numbers of a text that can count people or things, in order and apart; offsets in code points.

    Values follow data/words/numbers.toml: "at least 12" is (12, 12, None), "dozens" (24, 36, 99), "over 100"
    (101, 101, None). Dates, measures, money, ages, scores, ordinals and numbers that are names are left out.
    """
    cores, found, at = _cores(text), list[Quantity](), 0
    while at < len(cores):
        quantity = _range(text, cores, at)
        if quantity:
            found.append(quantity)
            at += 2
            continue
        if _counts(text, cores[at], cores[at]):
            found.append(_modified(text, cores[at]))
        at += 1
    return _disjoint(found)


def _disjoint(found: list[Quantity]) -> list[Quantity]:
    """Drop a quantity whose modifier reaches back into the one before it."""
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or kept[-1].end <= quantity.start:
            kept.append(quantity)
    return kept


def _cores(text: str) -> list[_Core]:
    """Every number of the text outside sums of money."""
    matches = list(number_words().core.finditer(text))
    taken = iter(_money(text, [match.span() for match in matches]))
    found, money = list[_Core](), next(taken, None)
    for match in matches:
        start, end = match.span()
        while money and money[1] <= start:
            money = next(taken, None)
        if money and money[0] < end:
            continue
        value = number_of(match[0])
        if value is not None:
            found.append(_Core(start, end, value, match[0].isdigit()))
    return found


def _counts(text: str, first: _Core, last: _Core) -> bool:
    """Whether the words around a number let it be a count."""
    patterns, floor = _patterns(), max(0, first.start - _BEFORE)
    if _glued(text, first, last):
        return False
    if patterns.date_after.match(text, last.end) or patterns.bad_after.match(text, last.end):
        return False
    if patterns.counted.match(text, last.end):
        return True
    if _AGED.search(text, floor, first.start):
        return False
    if patterns.bad_before.search(text, floor, first.start) or patterns.date_before.search(text, floor, first.start):
        return False
    if text[first.start : first.end].lower() == "one" and patterns.not_one.search(text, floor, first.start):
        return False
    return not (_is_year(text, first, floor) or _is_age(text, first, floor) or _is_numbering(text, first, floor))


def _glued(text: str, first: _Core, last: _Core) -> bool:
    """Whether signs or letters stick to the number, as in "F-16", "10:30", "16th", "two-day", "007"."""
    if text[first.start] == "0" or _ADJACENT_BEFORE.search(text, max(0, first.start - 2), first.start):
        return True
    hyphen = text[last.end : last.end + 1]
    if hyphen in {"-", "+"} and any(p.match(text, last.end) for _, p in _patterns().modifiers_after):
        return False
    if hyphen == "-":
        strong = number_table().words("context", "hyphens")
        return (
            not text.startswith(tuple(f"-{word}" for word in strong), last.end)
            and text[last.end + 1 : last.end + 2] != " "
        )
    return _ADJACENT_AFTER.match(text, last.end) is not None


def _is_year(text: str, core: _Core, floor: int) -> bool:
    """Whether four digits are a year: they are, unless a modifier and a plural noun make them a count."""
    if not core.digits or not _FIRST_YEAR <= core.value[0] <= _LAST_YEAR or core.end - core.start != len("2024"):
        return False
    patterns = _patterns()
    modified = patterns.any_modifier.search(text, floor, core.start)
    return not (modified and patterns.plural.match(text, core.end))


def _is_age(text: str, core: _Core, floor: int) -> bool:
    """Whether a number between commas or alone in brackets is an age or a note: "Ahmad, 45," or "(45)"."""
    if not core.digits or core.value[0] > _OLDEST:
        return False
    if text[core.start - 1 : core.start] == "(" and text[core.end : core.end + 1] == ")":
        return True
    before = _AGE_BEFORE.search(text, floor, core.start)
    return before is not None and _AGE_AFTER.match(text, core.end) is not None


def _is_numbering(text: str, core: _Core, floor: int) -> bool:
    """Whether a number opens a line of a numbered list: "1. ..." or "2) ..."."""
    sign = text[core.end : core.end + 2]
    return core.digits and sign in {". ", ") "} and _ENUMERATED.search(text, floor, core.start) is not None


def _range(text: str, cores: list[_Core], at: int) -> Quantity | None:
    """The range that the number at `at` opens with the next one: "20 to 30", "20-30", "between 20 and 30"."""
    if at + 1 >= len(cores):
        return None
    first, last = cores[at], cores[at + 1]
    link = text[first.end : last.start]
    floor = max(0, first.start - _BEFORE)
    opened = _opening(text, first, floor)
    linked = _AND.fullmatch(link) if opened is not None else _LINK.fullmatch(link)
    if not linked or first.vague or last.vague or _FROM.search(text, floor, first.start):
        return None
    low, high = _same_scale(text, first, last)
    if low >= high or _is_score(text, first, last, link) or not _counts(text, first, last):
        return None
    if _is_year(text, first, floor) and _is_year(text, last, floor):
        return None
    start = opened if opened is not None else _modifier_start(text, first.start)
    return Quantity(start, last.end, low, (low + high) // 2, high)


def _opening(text: str, first: _Core, floor: int) -> int | None:
    """Where "between" stands before a number or its modifier; None where it does not."""
    hit = _BETWEEN.search(text, floor, _modifier_start(text, first.start))
    return hit.start() if hit else None


def _same_scale(text: str, first: _Core, last: _Core) -> tuple[int, int]:
    """Both ends of a range with the scale that only the second names: "5 to 10 million", "20-30,000"."""
    low, high = first.value[1], last.value[1]
    scale = _scale_of(text, last, dashed=text[first.end : last.start].strip() in _DASHES)
    return (low * scale, high) if low < scale and low * scale < high else (low, high)


def _scale_of(text: str, core: _Core, *, dashed: bool) -> int:
    """The scale that a number ends in: a million for "10 million", a thousand for "30,000" behind a dash, else 1."""
    words = text[core.start : core.end].lower()
    scale = number_words().scales.get(words.split()[-1], 1) if " " in words else 1
    return _THOUSAND if scale == 1 and dashed and words.endswith(",000") else scale


def _is_score(text: str, first: _Core, last: _Core, link: str) -> bool:
    """Whether two hyphened digits are a score ("won 2-3", "0-1"), not a range of things."""
    if link.strip() not in _DASHES or last.value[1] >= _SCORE:
        return False
    return first.value[1] == 0 or _patterns().score.match(text, last.end) is not None


def _modifier_start(text: str, start: int) -> int:
    """Where the modifiers before a number begin, two of them at most ("at least another 12")."""
    for _ in range(2):
        hit = _patterns().any_modifier.search(text, max(0, start - _BEFORE), start)
        if not hit:
            break
        start = hit.start()
    return start


def _modified(text: str, core: _Core) -> Quantity:
    """A number with the modifiers before and behind it."""
    start, end, kind = core.start, core.end, "exact"
    for _ in range(2):
        found = _modifier_before(text, start)
        if not found:
            break
        start, kind = found[0], found[1] if found[1] != "exact" else kind
    for name, pattern in _patterns().modifiers_after:
        tail = pattern.match(text, end)
        if tail:
            end, kind = tail.end(), name
            break
    more = _MORE.match(text, end) if core.vague else None
    return Quantity(start, more.end() if more else end, *_valued(kind, core.value), core.vague)


def _modifier_before(text: str, start: int) -> tuple[int, str] | None:
    """Start and kind of the longest modifier that ends where a number starts."""
    floor, best = max(0, start - _BEFORE), None
    if text[start - 1 : start] == "~":
        return start - 1, "about"
    for kind, pattern in _patterns().modifiers:
        hit = pattern.search(text, floor, start)
        if hit and (best is None or hit.start() < best[0]):
            best = hit.start(), kind
    return best


def _valued(kind: str, value: Triple) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of a number under a modifier; the kinds are those of the table."""
    low, best, high = value
    exact = low == high
    if kind == "at_least":
        return low, best, None
    if kind == "at_most":
        return None, high if exact else best, high
    if kind == "above":
        return (best + 1, best + 1, None) if exact else (low, best, None)
    if kind == "below":
        return (None, best - 1, best - 1) if exact else (None, best, high)
    if kind == "about":
        return (None, best, None) if exact else value
    return (None, best, high) if kind == "nearly" else value

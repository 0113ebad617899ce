"""Time expressions in plain text: where they stand and what their words say, before any day is worked out.

`find_times` runs the rules of data/words/times.toml, keeps the longest match at each place and reads its parts;
resolve/when.py turns the parts into days.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from vedette.code.numberwords import exact_number
from vedette.code.timewords import Rule, Tagged, Token, matches, time_words

Base = Literal["anchor", "story", "context"]
_MORNING_END, _DAY_HOURS, _NINETEEN_HUNDRED = 12, 24, 1900
_JOINERS = frozenset({"DASH", "TO", "UNTIL", "THROUGH"})
_STORY_TAGS = frozenset({"THAT", "SAME", "PREVIOUS", "FOLLOWING"})
_UNIT_TAGS = frozenset({"SMALLUNIT", "BIGUNIT", "WEEKEND", "CENTURY", "SMALLUNITS", "DAYS", "BIGUNITS"})
_SINGLE_UNITS = frozenset({"SMALLUNIT", "BIGUNIT", "WEEKEND", "CENTURY"})
_SHIFT_TAGS = frozenset({"LAST", "PAST", "NEXT", "COMING", "PREVIOUS", "FOLLOWING", "THIS", "THAT", "SAME"})
_MONTH_TAGS = frozenset({"MONTH", "NAMEMONTH", "MAYMONTH", "SHORTMONTH"})
_NUMBER_TAGS = frozenset({"DAY", "INT", "FLOAT", "CARDINAL", "MODYEAR", "OLDYEAR"})
_AMOUNT_TAGS = _NUMBER_TAGS | {"HALF"}
_CUE_TAGS = frozenset(
    {"SINCE", "UNTIL", "BY", "BEFORE", "AFTER", "FROM", "FOR", "IN", "ON", "AT", "BETWEEN", "DURING", "WITHIN", "TO"}
)
_NOT_MEANT = {"range": "DATE", "list": "DATE", "duration": "DURATION", "set": "SET"}


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time in a text, `text[start:end]`, with the parts that its words name; the rest is None.

    `form` tells how to read the parts: "calendar" (year, month 1-12, day, hour, minute, season "SP", part of day "NI",
    or a `unit` "decade", "century", "half", "quarter", "feast"), "weekday" (1 is Monday), "shift" (`shift` units
    from the `base` day), "duration" (`amount` of `unit`, None where vague; `shift` -1 ends and 1 begins on the base),
    "set", "reference" (`ref` is its value) or "range" (`ends`). `year` is negative before the common era. `edge` is
    early, mid, late, rest, earlier, later, into or overnight. `cue` is the preposition before the span ("since").
    """

    start: int
    end: int
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    form: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    part: str | None = None
    season: str | None = None
    edge: str | None = None
    unit: str | None = None
    amount: float | None = None
    shift: int | None = None
    base: Base = "anchor"
    ref: str | None = None
    cue: str | None = None
    ends: tuple["TimeExpression", "TimeExpression"] | None = None


def find_times(text: str) -> list[TimeExpression]:
    """The time expressions of a text, in order and apart; offsets in code points.

    A leading preposition is left out of the span, modifiers ("late", "the past") are in. Two dates with a joiner
    ("27 to 30 November", "from March to May 2023") are one expression of form "range"; see `split_ranges`.
    """
    tokens = Tagged(text)
    banned = [match.span() for match in time_words().not_times.finditer(text)]
    found: list[TimeExpression] = []
    spans: list[tuple[int, int]] = []
    for first, last, rule in _longest(matches(tokens.tags)):
        if any(tokens[first].start < b and a < tokens[last - 1].end for a, b in banned):
            continue
        for expression, a, b in _built(tokens, first, last, rule):
            found.append(expression)
            spans.append((a, b))
    return _joined(tokens, found, spans)


def split_ranges(expressions: Iterable[TimeExpression]) -> list[TimeExpression]:
    """The expressions with every range given as its two ends, each with its own span."""
    return [part for expression in expressions for part in (expression.ends or (expression,))]


def _longest(found: Iterable[tuple[int, int, Rule]]) -> list[tuple[int, int, Rule]]:
    """The matches that stay: leftmost, then longest, then the rule that stands first; none overlap."""
    kept: list[tuple[int, int, Rule]] = []
    for hit in sorted(found, key=lambda hit: (hit[0], -hit[1])):
        if not kept or kept[-1][1] <= hit[0]:
            kept.append(hit)
    return kept


def _built(tokens: Tagged, first: int, last: int, rule: Rule) -> list[tuple[TimeExpression, int, int]]:
    """The expressions of one match with their first and last token; a list of days gives two."""
    cue = _cue(tokens, first)
    if rule.form not in {"range", "list"}:
        return [(_expression(tokens, first, last, rule, cue), first, last)]
    cut = _cut(tokens, first, last)
    left = _expression(tokens, first, cut, rule, cue)
    right = _expression(tokens, cut + 1, last, rule, None)
    left, right = _shared(left, right)
    if left.year and right.year and right.year < 0:
        left = replace(left, year=-abs(left.year))
    if rule.form == "list":
        return [(left, first, cut), (right, cut + 1, last)]
    return [(_ranged(left, right), first, last)]


def _cut(tokens: Tagged, first: int, last: int) -> int:
    """Where the joiner of a range stands: the first one with a number on its left."""
    for at in range(first + 1, last):
        if tokens[at].tag in _JOINERS or tokens[at].tag == "AND":
            return at
    return first + 1


def _cue(tokens: Tagged, first: int) -> str | None:
    """The preposition before an expression, past "about"."""
    at = first - 1
    while at >= 0 and tokens[at].tag in {"ABOUT", "THE"}:
        at -= 1
    return tokens[at].text.lower() if at >= 0 and tokens[at].tag in _CUE_TAGS else None


def _expression(tokens: Tagged, first: int, last: int, rule: Rule, cue: str | None) -> TimeExpression:
    """The expression that a rule's match stands for."""
    form = "calendar" if rule.form in {"range", "list"} else rule.form
    own = tokens.slice(first, last)
    parts = _READERS[form](own, rule)
    base = parts.pop("base", None) or rule.base
    kind = _NOT_MEANT.get(form) or ("TIME" if {"hour", "part"} & parts.keys() or _small(parts) else "DATE")
    return TimeExpression(own[0].start, own[-1].end, kind, form, base=base, cue=cue, **parts)  # type: ignore[arg-type]


def _small(parts: dict[str, Any]) -> bool:
    """Whether a shift goes by hours, minutes or seconds."""
    return parts.get("unit") in {"hour", "minute", "second"}


def _calendar(own: list[Token], _rule: Rule) -> dict[str, Any]:
    """The parts of a date or clock time written out."""
    parts: dict[str, Any] = {}
    tags = {token.tag for token in own}
    if "NUMDATE" in tags:
        return _numeric(own[0].text)
    for at, token in enumerate(own):
        after = own[at + 1].tag if at + 1 < len(own) else ""
        _take(parts, token, after, tags)
    if "BC" in tags and "year" in parts:
        parts["year"] = -parts["year"]
    if parts.get("unit") in {"half", "quarter"}:
        parts["amount"] = parts.pop("day", None) or (2 if tags & {"LAST", "EDGING"} else 1)
        parts.pop("edge", None)
    return parts


def _take(parts: dict[str, Any], token: Token, after: str, tags: set[str]) -> None:
    """Add what one token of a date or weekday means."""
    tag, value = token.tag, token.value
    if tag in _MONTH_TAGS:
        parts["month"] = value
    elif tag in {"WEEKDAY", "SHORTDAY"}:
        parts["weekday"] = value
    elif tag in {"CLOCK", "MERIDIEM", "MILTIME", "FLOAT"} or after in {"MERIDIEM", "OCLOCK", "ZONE"}:
        _take_clock(parts, token, after)
    elif tag in _NUMBER_TAGS or tag in {"NTH", "ORDINAL"}:
        _take_number(parts, token, tags)
    elif tag in _SHIFT_TAGS:
        parts["shift"] = value
        if tag in _STORY_TAGS or (tag == "NEXT" and "THE" in tags):
            parts["base"] = "story"
    elif tag in {"SEASON", "FALL", "SPRING"}:
        parts["season"] = value
    elif tag in {"PART", "POINT", "LIGHT"}:
        parts |= _part_of_day(value)
    else:
        _take_rest(parts, token)


def _take_rest(parts: dict[str, Any], token: Token) -> None:
    """Add what a modifier, a unit, a decade or a feast means."""
    tag, value = token.tag, token.value
    if tag in {"EDGE", "RELATIVE", "EDGING"}:
        parts["edge"] = value
    elif tag in {"DECADE", "SHORTDECADE"}:
        digits = re.sub(r"\D", "", value)
        parts |= {"unit": "decade", "year": int(digits) + (_NINETEEN_HUNDRED if len(digits) == len("90") else 0)}
    elif tag in {"CENTURY", "HALF", "QUARTER"}:
        parts["unit"] = {"CENTURY": "century", "HALF": "half", "QUARTER": "quarter"}[tag]
        if tag == "CENTURY":
            parts["year"] = (parts.pop("day", 1) - 1) * 100
    elif tag == "BIGUNIT" and "shift" in parts:
        parts["unit"] = value
    elif tag == "HOLIDAY":
        parts |= {"unit": "feast"} | ({"month": value // 100, "day": value % 100} if value else {})
    elif tag == "EVE" and "day" in parts:
        parts["day"] -= 1


def _take_number(parts: dict[str, Any], token: Token, tags: set[str]) -> None:
    """Add a number of a date: a day, a year, or the ordinal of a century, half or quarter."""
    if token.tag in {"MODYEAR", "OLDYEAR", "INT"} or (token.tag == "DAY" and "BC" in tags):
        parts["year"] = token.value
    elif token.tag == "CARDINAL":
        parts["day"] = int(exact_number(token.text) or 0)
    elif token.tag == "ORDINAL":
        parts["day"] = parts.get("day", 0) + token.value
    else:
        parts["day"] = token.value


def _take_clock(parts: dict[str, Any], token: Token, after: str) -> None:
    """Add a clock time, or turn its hours to the afternoon."""
    if token.tag == "MERIDIEM":
        if parts.get("hour") is not None:
            parts["hour"] = parts["hour"] % _MORNING_END + (_MORNING_END if token.value == "pm" else 0)
    elif token.tag == "CLOCK":
        parts |= {"hour": token.value[0], "minute": token.value[1]}
    elif token.tag == "FLOAT":
        hour, minute = token.value.split(".")
        parts |= {"hour": int(hour) % _DAY_HOURS, "minute": int(minute[:2]) % 60}
    elif token.tag in {"MILTIME", "MODYEAR", "OLDYEAR", "INT"}:
        parts |= {"hour": token.value // 100 % _DAY_HOURS, "minute": token.value % 100 % 60}
    elif after:
        parts |= {"hour": int(exact_number(token.text) or 0) % _DAY_HOURS, "minute": 0}


def _part_of_day(value: str) -> dict[str, Any]:
    """A part of the day, or the clock time that noon and midnight mean."""
    if ":" in value:
        return {"hour": int(value[:2]), "minute": int(value[3:])}
    return {"part": value}


def _numeric(word: str) -> dict[str, Any]:
    """The parts of 2024-11-27 or 27/11/2024, the day first unless only the month can be; none where no such day is."""
    numbers = [int(part) for part in re.split(r"\D", word)]
    if "-" in word:
        year, month, day = numbers
    else:
        day, month, year = numbers
        if month > _MORNING_END >= day:
            day, month = month, day
    return {"year": year, "month": month, "day": day}


def _weekday(own: list[Token], rule: Rule) -> dict[str, Any]:
    """The parts of a day of the week; "into" marks the night before it."""
    parts = _calendar(own, rule)
    for at, token in enumerate(own):
        if token.tag == "OVERNIGHT":
            before = at + 1 < len(own) and own[at + 1].tag in {"INTO", "TO"}
            parts |= {"part": token.value} | ({"edge": "into"} if before else {})
    return parts


def _shift(own: list[Token], rule: Rule) -> dict[str, Any]:
    """The parts of a time counted from a base day."""
    tags = [token.tag for token in own]
    if rule.name in {"ago", "later"}:
        return _counted_shift(own)
    parts = _calendar(own, rule)
    values = {token.tag: token.value for token in own}
    for tag, edge in (("DEICTIC", None), ("TONIGHT", None), ("OVERNIGHT", "overnight")):
        if tag in values:
            turn = {"DEICTIC": values.get("DEICTIC"), "TONIGHT": 0, "OVERNIGHT": -1}[tag]
            parts |= {"unit": "day", "shift": (turn or 0) + values.get("BEFORE", 0) + values.get("AFTER", 0)}
            parts |= {"part": values[tag]} if tag != "DEICTIC" else {}
            parts |= {"edge": edge} if edge else {}
            return parts
    units = [t.value for t in own if t.tag in _SINGLE_UNITS]
    parts["unit"] = units[-1] if units else "day"
    if "shift" not in parts:
        steps = [t.value for t in own if t.tag in {"BEFORE", "AFTER", "FOLLOWING"}]
        parts["shift"] = steps[-1] if steps else 0
    if "THIS" in tags and {"PAST", "COMING"} & set(tags):
        parts["shift"] = values.get("PAST", values.get("COMING"))
    parts.pop("year", None)
    return parts


def _counted_shift(own: list[Token]) -> dict[str, Any]:
    """The parts of "two days ago", "a week later": a vague number leaves the shift open and sets `ref`."""
    unit = next(t.value for t in reversed(own) if t.tag in _UNIT_TAGS)
    late = own[-1].tag == "AFTERWARD" or own[-1].value == "later"
    amount = _amount(own)
    if amount is None or amount != int(amount):
        return {"unit": unit, "amount": amount, "ref": "FUTURE_REF" if late else "PAST_REF"}
    return {"unit": unit, "shift": int(amount) * (1 if late else -1)}


def _amount(own: list[Token]) -> float | None:
    """How many units: the number words of the match, 1 for "a week", None where it is left open."""
    tags = {token.tag for token in own}
    if "VAGUE" in tags and not tags & {"CARDINAL", "DAY", "INT"}:
        return None
    numbers = [token for token in own if token.tag in _AMOUNT_TAGS]
    if not numbers:
        single = tags & _SINGLE_UNITS
        return 1.0 if single else None
    if any(t.tag in {"TO", "OR"} for t in own) and "THAN" not in tags and "UP" not in tags:
        return None
    if [t.tag for t in numbers] == ["HALF"]:
        return 1.5 if own[-1].tag == "HALF" else 0.5
    digits = [t for t in numbers if t.tag in {"DAY", "INT", "FLOAT"}]
    if len(digits) > 1:
        return None
    return exact_number(" ".join(token.text for token in numbers))


def _duration(own: list[Token], rule: Rule) -> dict[str, Any]:
    """The parts of a length of time."""
    unit = next(t.value for t in reversed(own) if t.tag in _UNIT_TAGS)
    if rule.name == "first weeks of a date":
        at = next(n for n, t in enumerate(own) if t.tag in _UNIT_TAGS)
        unit, own = own[at].value, own[: at + 1]
    return {"unit": unit, "amount": _amount(own), "shift": rule.toward}


def _set(own: list[Token], rule: Rule) -> dict[str, Any]:
    """The parts of something that repeats."""
    parts = {key: value for key, value in _calendar(own, rule).items() if key in {"part", "season", "weekday"}}
    for token in own:
        if token.tag == "WEEKDAYS":
            parts["weekday"] = token.value
        elif token.tag == "SETWORD":
            parts["ref"] = token.value
    unit = next((t.value for t in reversed(own) if t.tag in _UNIT_TAGS), None)
    return parts | ({"unit": unit, "amount": _amount(own)} if unit else {})


def _reference(own: list[Token], _rule: Rule) -> dict[str, Any]:
    """The value of now, recently, former."""
    named = [t.value for t in own if t.tag in {"REF", "ADJREF", "RECENTISH", "PRESENTISH"}]
    past = any(t.tag == "PAST" for t in own)
    return {"ref": named[0] if named else "PAST_REF" if past else "PRESENT_REF"}


_READERS = {
    "calendar": _calendar, "weekday": _weekday, "shift": _shift, "duration": _duration, "set": _set,
    "reference": _reference,
}  # fmt: skip


def _joined(tokens: Tagged, found: list[TimeExpression], spans: list[tuple[int, int]]) -> list[TimeExpression]:
    """The expressions with neighbours that a joiner links made into ranges."""
    out: list[TimeExpression] = []
    previous_end = -1
    for expression, (first, last) in zip(found, spans, strict=True):
        if out and first - previous_end == 1 and _links(tokens[previous_end].tag, out[-1], expression):
            out[-1] = _ranged(*_shared(out[-1], expression))
        else:
            if out and first - previous_end == 1 and tokens[previous_end].tag in {"AND", "OR"}:
                out[-1] = _listed(out[-1], expression)
            out.append(expression)
        previous_end = last
    return out


def _links(tag: str, left: TimeExpression, right: TimeExpression) -> bool:
    """Whether a word makes a range of the expressions on its sides."""
    if tag not in _JOINERS and not (tag == "AND" and left.cue == "between"):
        return False
    dated = {"calendar", "weekday", "shift"}
    return left.form in dated and right.form in dated and (left.type == right.type or tag != "DASH")


def _shared(left: TimeExpression, right: TimeExpression) -> tuple[TimeExpression, TimeExpression]:
    """Both ends of a range with the month and year that only one of them names."""
    if left.form != "calendar" or right.form != "calendar":
        return left, right
    if left.year is not None and right.year is None and left.month is None and right.day is not None:
        return left, replace(right, year=_full_year(left.year, right.day), day=None)
    if left.year is not None and right.year is not None and right.month is None and right.year < left.year:
        right = replace(right, year=_full_year(left.year, right.year))
    if left.day is not None or left.month is not None:
        left, right = _shared_month(left, right)
    return left, right


def _listed(left: TimeExpression, right: TimeExpression) -> TimeExpression:
    """The first of two months or days in a list, with the year that only the second names ("April and June 1955")."""
    dated = left.form == right.form == "calendar" and left.month and right.month
    return _shared(left, right)[0] if dated and left.year is None and right.year is not None else left


def _full_year(first: int, short: int) -> int:
    """The second year of "1936-39"."""
    size = 10 ** len(str(abs(short)))
    year = first // size * size + short
    return year if size <= 1000 else short


def _shared_month(left: TimeExpression, right: TimeExpression) -> tuple[TimeExpression, TimeExpression]:
    """Both ends with the month and year that only one names; December to January crosses the year."""
    if left.month is None:
        left = replace(left, month=right.month)
    elif right.month is None and right.day is not None:
        right = replace(right, month=left.month)
    if left.year is None and right.year is not None:
        over = (left.month or 0) > (right.month or 0) > 0
        left = replace(left, year=right.year - over)
    elif right.year is None and left.year is not None:
        over = (left.month or 0) > (right.month or 0) > 0
        right = replace(right, year=left.year + over)
    return left, right


def _ranged(left: TimeExpression, right: TimeExpression) -> TimeExpression:
    """One expression from the start of one to the end of the other."""
    return TimeExpression(left.start, right.end, "DATE", "range", cue=left.cue, ends=(left, right))

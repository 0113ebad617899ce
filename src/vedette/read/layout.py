"""Read the top of an article: headline, standfirst, byline, time stamps, the wire agency's line and the dateline."""

import re
from dataclasses import dataclass, field

from vedette.lexicon.days import MONTHS
from vedette.read.patterns import CAP, NAME, agencies, layout
from vedette.read.units import Cut, Unit, is_bullet, is_prose, is_terminal, word_count

_ZONE_UNITS = 12
_STANDFIRST_WORDS = 45
_HEADLINE_WORDS = 32
_SECTION_WORDS = 3
_STANDFIRST_MIN = 5
_STAMP_WORDS = 16
_BYLINE_WORDS = 16
_COLON_PLACE_WORDS = 4
_DASH_PLACE_WORDS = 5
_GLUED_HEAD = 300
_PLACE_LETTERS = 4  # RSF is no place
_ALIKE = 0.6
_SPLIT = re.compile(r"\s*[|•·]\s*|\s+[-\u2013—]\s+|,\s+(?=\w+\.?\s+\d|\d{1,2}\b)|\s{2,}|\n")
_TOKEN = re.compile(r"[A-Za-z.]+|\d+")
_STAMP_SIGN = re.compile(
    rf"\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d{{1,2}}[:.]\d{{2}}|\d+\s*\w+ ago|\ban? \w+ ago|yesterday|today"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})|(?:{MONTHS})\.?\s+\d",
    re.IGNORECASE,
)
_ODD = re.compile(r"[^\w\s.,:;|/•·()+\u2013—@-]")
_PERSON = re.compile(rf"{NAME}(?:(?:,| and| &) {NAME})*")
_BYLINE_TOKEN = re.compile(
    rf"(?:{CAP}|[A-Z]\.|(?:al|el|ad|an|ar|as|ash)-{CAP}|\S+@\S+|@\w+|(?:al|el|bin|ibn|de|da|du|van|von|der|den|di)|&|/)[,.]?"
)
_DATED_BY = re.compile(rf"(?<=\w)[\s,|·•]+[Bb][Yy]\s+(?P<names>{NAME}(?:(?:,| and| &) {NAME})*)$")
_WORDS = re.compile(r"\w+")
_PLACE = r"[A-ZÀ-ÞĀ-Ž][\w.'-]*"
_DATE = rf"(?:\d{{1,2}}\s+(?:{MONTHS})\.?|(?:{MONTHS})\.?\s+\d{{1,2}})(?:,?\s+\d{{4}})?"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE}(?:(?:\s|\s?/\s?|,\s){_PLACE}){{0,6}}?)??"
    rf"(?:(?:^|(?<=[\w.'])),?\s*(?P<date>{_DATE}))?"
    r"(?:,?\s*\((?P<agency>[^()\n]{2,60})\))?"
    r"(?P<mark>(?<=\))\s*-+\s*|\s+--?\s+|--\s*|\s*[\u2013—]\s*|:\s+)(?=[\"'A-ZÀ-ÞĀ-Ž\d(\[])",
)
_GLUED = re.compile(
    r"(?P<place>(?:[A-Z][A-Z.'-]{2,}(?:[ /][A-Z][A-Z.'-]{2,}){0,2})(?:, [A-Z][\w.]+){0,2}),?\s*"
    r"\((?P<agency>[A-Za-z][\w .&/-]{1,40})\)\s*[-\u2013—]+\s*(?=[\"'A-Z])",
)
_GLUED_BYLINE = re.compile(rf"\s[Bb][Yy] (?P<names>{NAME}(?:(?:,| and) {NAME})*)\s*$")


@dataclass
class Head:
    """What the top of an article holds; `cuts` are the ranges of its headline, standfirst, byline, stamps, dateline."""

    title: str | None = None
    summary: str | None = None
    byline: str | None = None
    dateline: str | None = None
    source: str | None = None
    publisher: str | None = None
    stamps: list[str] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)


def read_head(text: str, plain: str, units: list[Unit], title: str | None) -> Head:
    """The head of an article from the paragraphs that no furniture rule took; `plain` has straight quotes.

    A headline is a first short line without a full stop before prose; where `title` is known, only a line like it.
    """
    head = Head()
    if len(units) > 1:
        _read_zone(head, text, plain, units, title)
        _read_tail_byline(head, text, plain, units)
    taken = {cut.start for cut in head.cuts}
    body = [unit for unit in units if unit.start not in taken]
    _read_dateline(head, text, plain, body[:2], title)
    return head


def _read_zone(head: Head, text: str, plain: str, units: list[Unit], title: str | None) -> None:
    """Name the lines above the first paragraph of the body."""
    zone = units[:_ZONE_UNITS]
    classes = _classes(plain, zone)
    size = _zone_size(plain, zone, classes)
    if size == 0:
        return
    candidates: list[Unit] = []
    for index in range(size):
        unit, name = zone[index], classes[index]
        words = text[unit.start : unit.end]
        if name == "stamp":
            head.stamps.append(words)
        elif name == "byline":
            head.byline = head.byline or byline_names(words)
            head.stamps += [part for part in _SPLIT.split(_DATED_BY.sub("", words)) if is_stamp(part)]
        elif name == "agency":
            head.source = head.source or words.strip(" ()[].-\u2013—")
        elif candidates and _is_bare_name(plain, zone, classes, index):
            name = "byline"
            _keep_bare_name(head, words)
        else:
            candidates.append(unit)
            continue
        head.cuts.append(Cut(unit.start, unit.end, name))
    _name_candidates(head, text, plain, candidates, title)


def _classes(plain: str, zone: list[Unit]) -> list[str]:
    """The classes of the first lines, up to the second paragraph of prose, behind which no head goes on."""
    classes: list[str] = []
    for unit in zone:
        classes.append(_classify(plain, unit))
        if classes.count("prose") > 1:
            break
    return classes


def _classify(plain: str, unit: Unit) -> str:
    """A line's class: stamp, byline, agency, bullet, prose or short."""
    words = plain[unit.start : unit.end]
    if is_bullet(plain, unit):
        return "bullet"
    if is_stamp(words):
        return "stamp"
    if byline_names(words):
        return "byline"
    if agency_name(words):
        return "agency"
    return "prose" if is_prose(plain, unit) or (_DATELINE.match(words) and is_terminal(plain, unit)) else "short"


def _zone_size(plain: str, zone: list[Unit], classes: list[str]) -> int:
    """How many lines belong to the head: up to the body's first paragraph; 0 where there is no body after them."""
    anchor = _anchor(plain, zone, classes)
    for index in range(anchor + 1, len(classes)):
        if classes[index] in ("prose", "bullet"):
            return index
    return anchor + 1 if anchor >= 0 and anchor + 1 < len(classes) else 0


def _anchor(plain: str, zone: list[Unit], classes: list[str]) -> int:
    """The last byline, stamp or agency line that has only a headline and standfirst before it; -1 for none."""
    anchor, prose = -1, 0
    for index, (unit, name) in enumerate(zip(zone, classes, strict=False)):
        if name == "bullet":
            break
        if name == "prose":
            prose += 1
            if prose > 1 or word_count(plain, unit) > _STANDFIRST_WORDS:
                break
        elif name in ("stamp", "byline", "agency"):
            anchor = index
    return anchor


def _is_bare_name(plain: str, zone: list[Unit], classes: list[str], index: int) -> bool:
    """Whether a line is just a person's name beside a time stamp."""
    unit = zone[index]
    beside = classes[index + 1 : index + 2]
    return "stamp" in beside and bool(_PERSON.fullmatch(plain, unit.start, unit.end)) and word_count(plain, unit) < 4  # noqa: PLR2004


def _keep_bare_name(head: Head, words: str) -> None:
    """Take a name that stands alone as the outlet's where it ends as outlets' names do, else as the byline."""
    if words.rsplit(maxsplit=1)[-1].lower() in layout().outlets:
        head.publisher = head.publisher or words
    else:
        head.byline = head.byline or words


def _name_candidates(head: Head, text: str, plain: str, candidates: list[Unit], title: str | None) -> None:
    """Choose headline and standfirst among the lines of the head that are neither byline nor stamp."""
    chosen = _headline(plain, candidates, title)
    if chosen is None:
        return
    unit = candidates[chosen]
    head.title = text[unit.start : unit.end]
    head.cuts.append(Cut(unit.start, unit.end, "headline"))
    for before in candidates[:chosen]:
        if _is_section(plain, before):
            head.cuts.append(Cut(before.start, before.end, "navigation"))
    after = candidates[chosen + 1 : chosen + 2]
    if after and word_count(plain, after[0]) >= _STANDFIRST_MIN:
        head.summary = text[after[0].start : after[0].end]
        head.cuts.append(Cut(after[0].start, after[0].end, "standfirst"))


def _headline(plain: str, candidates: list[Unit], title: str | None) -> int | None:
    """Which candidate is the headline: the one like the known title, else the first of some length."""
    if title:
        alike = (i for i, unit in enumerate(candidates) if same_words(plain[unit.start : unit.end], title))
        return next(alike, None)
    short = [
        i
        for i, unit in enumerate(candidates)
        if not _ends_flat(plain, unit) and word_count(plain, unit) <= _HEADLINE_WORDS
    ]
    long_enough = [i for i in short if not _is_section(plain, candidates[i])]
    return next(iter(long_enough or short), None)


def _is_section(plain: str, unit: Unit) -> bool:
    """Whether a line is a section's name and no headline: a few words, all with a capital letter."""
    words = plain[unit.start : unit.end].split()
    return len(words) <= _SECTION_WORDS and (len(words) == 1 or not any(word[0].islower() for word in words))


def _ends_flat(plain: str, unit: Unit) -> bool:
    """Whether a line ends in a full stop, as headlines do not."""
    return plain[unit.start : unit.end].rstrip("\"')]").endswith((".", ":"))


def same_words(one: str, other: str) -> bool:
    """Whether two headlines are the same but for a few words (an outlet's name added, say)."""
    first, second = set(_WORDS.findall(one.lower())), set(_WORDS.findall(other.lower()))
    if not first or not second:
        return False
    one_in_other = min(len(first), len(second)) > _SECTION_WORDS and (first <= second or second <= first)
    return one_in_other or len(first & second) >= _ALIKE * len(first | second)


def is_stamp(words: str) -> bool:
    """Whether a line is nothing but a date or time, with words such as "Published" or "ago"."""
    if len(words) > 120 or not _STAMP_SIGN.search(words) or _ODD.search(words):  # noqa: PLR2004
        return False
    tokens = _TOKEN.findall(words)
    known = layout().stamp_words
    return len(tokens) <= _STAMP_WORDS and all(t.isdigit() or t.lower().strip(".") in known or t == "." for t in tokens)


def agency_name(words: str) -> str | None:
    """The wire agency that a line consists of, by the name that records keep."""
    return agencies().get(words.strip(" ()[].-\u2013—").lower()) if len(words) < 40 else None  # noqa: PLR2004


def byline_names(words: str) -> str | None:
    """The names of a byline ("By Jane Doe in Goma | 27 Nov 2024" gives "Jane Doe in Goma"), or None."""
    line = words.strip(" .|*_-\u2013—")
    if (found := _DATED_BY.search(line)) and is_stamp(line[: found.start()]):
        return found["names"]
    if len(line) > 160:  # noqa: PLR2004
        return None
    opener = _opener(line)
    if opener == 0:
        return _dated_name(line)
    parts = [part for part in _SPLIT.split(line[opener:].strip(" :")) if part and not is_stamp(part)]
    names = ", ".join(parts)
    return names if names and _is_names(names) else None


def _opener(line: str) -> int:
    """The length of "By" or another opener at the head of a line; those of other words need a colon or "by"."""
    lower = line.lower()
    for opener in layout().openers:
        after = line[len(opener) : len(opener) + 1]
        if lower.startswith(opener) and after in (" ", ":") and (opener.endswith("by") or after == ":"):
            return len(opener)
    return 0


def _dated_name(line: str) -> str | None:
    """The person of a line such as "Jane Doe, 27 November 2024"."""
    parts = [part for part in _SPLIT.split(line) if part]
    names = [part for part in parts if not is_stamp(part)]
    if len(names) == 1 and len(parts) > 1 and _PERSON.fullmatch(names[0]):
        return names[0]
    return None


def _is_names(names: str) -> bool:
    """Whether all words of a byline are names, or the words of a desk."""
    words = names.split()
    known = layout()
    if len(words) > _BYLINE_WORDS or any(word.strip(",.").lower() in known.never for word in words):
        return False
    is_desk = [word.strip(",.").lower() in known.desks for word in words]
    named = [bool(_BYLINE_TOKEN.fullmatch(word)) for word in words]
    fits = all(desk or name for desk, name in zip(is_desk, named, strict=True))
    return fits and (any(word[0].isupper() for word in words) or is_desk[0])


def _read_tail_byline(head: Head, text: str, plain: str, units: list[Unit]) -> None:
    """A byline, stamp or agency that closes the article."""
    taken = {cut.start for cut in head.cuts}
    for unit in units[-2:]:
        words = plain[unit.start : unit.end]
        if unit.start in taken or len(words) > 160:  # noqa: PLR2004
            continue
        names, agency = byline_names(words), agency_name(words)
        if names or agency or is_stamp(words):
            head.byline = head.byline or names
            head.source = head.source or (words.strip(" ()[].-\u2013—") if agency else None)
            head.stamps += [text[unit.start : unit.end]] if is_stamp(words) else []
            kind = "byline" if names else "agency" if agency else "stamp"
            head.cuts.append(Cut(unit.start, unit.end, kind))


def _read_dateline(head: Head, text: str, plain: str, body: list[Unit], title: str | None) -> None:
    """The dateline of the first body paragraphs; also one behind a headline glued to the first paragraph."""
    for unit in body:
        found = _DATELINE.match(plain, unit.start, unit.end)
        if found and _is_dateline(found):
            _keep_dateline(head, text, found)
            return
    if body and "(" in plain[body[0].start : min(body[0].end, body[0].start + _GLUED_HEAD)]:
        _read_glued(head, text, plain, body[0], title)


def _keep_dateline(head: Head, text: str, found: re.Match[str]) -> None:
    """Record a dateline, its agency and its range."""
    head.dateline = text[found.start() : found.start("mark")].strip(" -\u2013—:,")
    if found["agency"]:
        head.source = head.source or found["agency"].strip()
    head.cuts.append(Cut(found.start(), found.end(), "dateline", head.dateline))


def _is_dateline(found: re.Match[str]) -> bool:
    """Whether a match is one: by its agency, its date, or a place set in capitals or with its country."""
    place, mark = found["place"] or "", found["mark"].strip()
    first, size, not_places = place.split(",")[0], len(place.split()), layout().not_places
    if not_places & {place.upper(), first.split(" ")[0]}:
        return False
    if agency_name(found["agency"] or ""):
        return True
    if not place or size > _DASH_PLACE_WORDS:
        return False
    capitals = first.isupper() and len(first) >= _PLACE_LETTERS
    if mark == ":":
        return capitals and size <= _COLON_PLACE_WORDS
    return capitals or bool(found["date"]) or ("," in place and not found["agency"])


def _read_glued(head: Head, text: str, plain: str, unit: Unit, title: str | None) -> None:
    """Headline, byline and dateline that a flattened page has run into its first sentence."""
    found = _GLUED.search(plain, unit.start, min(unit.end, unit.start + _GLUED_HEAD))
    if not found or not agency_name(found["agency"]):
        return
    before = plain[unit.start : found.start()].rstrip()
    if re.search(r"[.!?][\"']?\s", before) or len(before.split()) > _HEADLINE_WORDS:
        return
    byline = _GLUED_BYLINE.search(before)
    stop = unit.start + (byline.start() if byline else len(before))
    if byline:
        head.byline = head.byline or byline["names"]
    if not title and not head.title and stop > unit.start:
        head.title = text[unit.start : stop]
    head.dateline = text[found.start("place") : found.end("agency") + 1]
    head.source = head.source or found["agency"]
    head.cuts.append(Cut(unit.start, found.end(), "dateline", head.dateline))

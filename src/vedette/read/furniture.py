"""Find the page furniture in a text: comment forms, biographies, prompts, related links, captions, sources, credits.

An automaton over the rules' cues finds the few places worth a look; only there the rules' patterns are tried. A
text in which no cue stands costs one pass of the automaton.
"""

import re
from bisect import bisect_right

from vedette.read.patterns import NAME, Rule, cue_automaton
from vedette.read.units import (
    Cut,
    Unit,
    content_start,
    ends_sentence,
    is_prose,
    is_terminal,
    sentence_end,
    sentence_start,
    word_count,
)

_REST_WORDS = 120
_HEAD_REACH = 8
_CLOSE_AFTER = 25
_LIST_AFTER = 30
_LIST_ITEMS = 12
_LIST_WORDS = {"related": 20, "tags": 4}
_TAIL_UNITS = 3
_TAIL_WORDS = 90
_LIVE = re.compile(
    r"(?:\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?\s*"
    r"(?:\(?(?:GMT|UTC|BST|EST|EDT|ET|CET|EET|IST|local time)(?:[+-]\d{1,2})?\)?)?"
    r"|\d{1,2}\s?(?:h|hr|hrs|m|min|mins) ago)\s*(?P<mark>[-\u2013—|:])?\s*(?=[\"'A-Z\[]|$)",
)
_ZONE = re.compile(r"[A-Za-z]")
_JOBS = (
    r"(?:reporter|correspondent|journalist|editor|columnist|contributor|writer|freelancer|photojournalist|producer"
    r"|bureau chief|blogger)"
)
_BIOGRAPHY = re.compile(
    rf"(?P<name>{NAME})(?:,[^,.]{{2,60}},)? (?:is|was) (?:an?|the|our) (?:[\w'/&,-]+ ){{0,8}}?{_JOBS}\b"
)
_LOOKS_BACK = "([*"

Hit = tuple[int, Rule]


def find_furniture(text: str, lower: str, units: list[Unit]) -> list[Cut]:
    """All furniture of a text, in order and disjoint; `text` is plain, `lower` its folded form."""
    hits = _hits(text, lower, units)
    if not hits and len(units) == 1 and not text[units[0].start].isdigit():
        return []
    found: dict[int, list[Cut]] = {}
    ruled: dict[int, Rule] = {}
    for index, unit in enumerate(units):
        cuts, rule = _unit_cuts(text, unit, hits.get(index, []))
        found[index] = cuts
        if rule:
            ruled[index] = rule
    _extend(text, units, found, ruled)
    return [cut for index in range(len(units)) for cut in found[index]]


def _hits(text: str, lower: str, units: list[Unit]) -> dict[int, list[Hit]]:
    """The cues worth a look, by the unit that holds them: at a place and in the letter case that a rule asks for."""
    starts = [unit.start for unit in units]
    hits: dict[int, list[Hit]] = {}
    for last, cue in cue_automaton().iter(lower):
        start = last - cue.length + 1
        if start and lower[start - 1].isalnum() and lower[start].isalnum():
            continue
        index = bisect_right(starts, start) - 1
        if index < 0 or last >= units[index].end:
            continue
        rules = cue.anywhere
        if start - starts[index] <= _HEAD_REACH:
            rules += cue.at_head
        if cue.in_capitals and not text[start].islower():
            rules += cue.in_capitals
        if rules:
            hits.setdefault(index, []).extend((start, rule) for rule in rules)
    return hits


def _unit_cuts(text: str, unit: Unit, hits: list[Hit]) -> tuple[list[Cut], Rule | None]:
    """The furniture of one unit, and the rule that took all of it."""
    whole = _whole_unit(text, unit, hits)
    if whole:
        return [whole[0]], whole[1]
    cuts = _glued(text, unit, hits)
    if text[unit.start].isdigit():
        cuts = _live_stamp(text, unit) + cuts
    closing = next((rule for cut, rule in cuts if rule and rule.closes), None)
    return _merged([cut for cut, _ in cuts]), closing


def _whole_unit(text: str, unit: Unit, hits: list[Hit]) -> tuple[Cut, Rule] | None:
    """The first rule that takes the whole unit."""
    words = -1
    for rule in dict.fromkeys(rule for _, rule in hits if rule.at in ("unit", "start")):
        words = word_count(text, unit) if words < 0 else words
        if words > rule.max_words:
            continue
        start = content_start(text, unit)
        match = rule.pattern.match if rule.at == "start" else rule.pattern.fullmatch
        found = match(text, start, unit.end) or match(text, unit.start, unit.end)
        if found:
            return Cut(unit.start, unit.end, rule.kind, _value(found)), rule
    return None


def _value(found: re.Match[str]) -> str | None:
    """What a match reads: the source's or the person's name, where its rule has one."""
    groups = found.groupdict()
    return groups.get("who") or groups.get("name")


def _glued(text: str, unit: Unit, hits: list[Hit]) -> list[tuple[Cut, Rule | None]]:
    """Furniture glued to a unit's sentences; from the last cue backwards, so that each sees where the body ends."""
    cuts: list[tuple[Cut, Rule | None]] = []
    end = unit.end
    for offset, rule in sorted(hits, key=lambda hit: -hit[0]):
        if rule.at not in ("sentence", "anywhere") or offset >= end:
            continue
        found = _match_glued(text, unit, offset, end, rule)
        if found:
            cut = _glued_cut(text, unit, found, end, rule)
            cuts.append((cut, rule))
            if cut.end >= end:
                end = _rstripped(text, unit.start, cut.start)
    return cuts


def _match_glued(text: str, unit: Unit, offset: int, end: int, rule: Rule) -> re.Match[str] | None:
    """A rule's match at its cue, or at the start of the cue's sentence where the cue stands inside the pattern."""
    found = rule.pattern.match(text, offset, end)
    if not found and rule.inner:
        found = rule.pattern.match(text, sentence_start(text, unit.start, offset), end)
    if found and rule.at == "sentence" and not ends_sentence(text, unit.start, found.start()):
        return None
    return found


def _glued_cut(text: str, unit: Unit, found: re.Match[str], end: int, rule: Rule) -> Cut:
    """How far a glued match reaches; one that would take very much is held to its sentence."""
    start = found.start()
    while start > unit.start and text[start - 1] in _LOOKS_BACK:
        start -= 1
    stop = {"match": found.end(), "sentence": sentence_end(text, found.end(), end)}.get(rule.takes, end)
    if stop == end and not rule.closes and word_count(text, Unit(start, end)) > _REST_WORDS:
        stop = sentence_end(text, found.end(), end)
    return Cut(start, max(stop, found.end()), rule.kind, _value(found))


def _rstripped(text: str, floor: int, end: int) -> int:
    """The end of the text before `end` without trailing white space."""
    return floor + len(text[floor:end].rstrip())


def _live_stamp(text: str, unit: Unit) -> list[tuple[Cut, Rule | None]]:
    """The clock time at the head of a live blog's entry; it needs a zone, a mark or "ago" to be one."""
    found = _LIVE.match(text, unit.start, unit.end)
    if found and (found["mark"] or found.end() == unit.end or _ZONE.search(found[0])):
        return [(Cut(unit.start, found.end(), "live_time", found[0].strip(" -\u2013—|:")), None)]
    return []


def _merged(cuts: list[Cut]) -> list[Cut]:
    """Cuts in order, overlapping ones made one (the kind of the first)."""
    result: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, -c.end)):
        if result and cut.start < result[-1].end:
            last = result[-1]
            result[-1] = Cut(last.start, max(last.end, cut.end), last.kind, last.value)
        else:
            result.append(cut)
    return result


def _extend(text: str, units: list[Unit], found: dict[int, list[Cut]], ruled: dict[int, Rule]) -> None:
    """Take what belongs to furniture already found: lists, biographies, comment threads, tail biographies."""
    body_words = 0
    for index, unit in enumerate(units):
        rule = ruled.get(index)
        glued = _prose_words(text, unit, found[index])
        if rule and rule.closes and body_words + glued >= _CLOSE_AFTER:
            for later in range(index + 1, len(units)):
                found[later] = [_thread_cut(units[later], found[later])]
            break
        if rule and rule.list and body_words >= _LIST_AFTER:
            _take_list(text, units, found, index, rule.kind)
        if rule and rule.next:
            _take_biography(text, units, found, index)
        body_words += glued
    _tail_biographies(text, units, found)


def _whole(unit: Unit, kind: str) -> Cut:
    """A cut of a whole unit."""
    return Cut(unit.start, unit.end, kind)


def _thread_cut(unit: Unit, cuts: list[Cut]) -> Cut:
    """A cut of a unit below the comments; a source line among them still names its source."""
    source = next((cut.value for cut in cuts if cut.kind == "source"), None)
    return Cut(unit.start, unit.end, "source" if source else "comment", source)


def _prose_words(text: str, unit: Unit, cuts: list[Cut]) -> int:
    """How many words of prose stand in a unit before its first cut that is not at its head."""
    end = next((cut.start for cut in cuts if cut.start > unit.start), unit.start if cuts else unit.end)
    rest = Unit(unit.start, _rstripped(text, unit.start, end))
    return word_count(text, rest) if rest.end > rest.start and is_prose(text, rest) else 0


def _take_list(text: str, units: list[Unit], found: dict[int, list[Cut]], index: int, kind: str) -> None:
    """The short lines under a heading such as "Related articles"."""
    for later in range(index + 1, min(index + 1 + _LIST_ITEMS, len(units))):
        unit = units[later]
        if found[later] or is_terminal(text, unit) or word_count(text, unit) > _LIST_WORDS.get(kind, 0):
            return
        found[later] = [_whole(unit, kind)]


def _take_biography(text: str, units: list[Unit], found: dict[int, list[Cut]], index: int) -> None:
    """The paragraph under "About NAME" or "About the author", where it speaks of that person."""
    later = index + 1
    if later >= len(units) or found[later]:
        return
    name, unit = found[index][0].value, units[later]
    opening = text[unit.start : min(unit.end, unit.start + 80)]
    named = name.split()[-1] in opening if name else bool(re.match(NAME, opening))
    if named or opening.startswith(("He ", "She ", "They ")):
        found[later] = [_whole(unit, "biography")]


def _tail_biographies(text: str, units: list[Unit], found: dict[int, list[Cut]]) -> None:
    """Closing paragraphs such as "Jane Doe is a reporter based in Goma", of someone the article does not speak of."""
    open_units = [i for i in range(1, len(units)) if not found[i]][-_TAIL_UNITS:]
    for index in open_units:
        unit = units[index]
        match = _BIOGRAPHY.match(text, unit.start, unit.end)
        if not match or word_count(text, unit) > _TAIL_WORDS:
            continue
        if not _spoken_of(text, units, found, index, match["name"]) and is_prose(text, unit):
            found[index] = [_whole(unit, "biography")]


def _spoken_of(text: str, units: list[Unit], found: dict[int, list[Cut]], index: int, name: str) -> bool:
    """Whether a name stands in the body before a unit; the short lines of a byline do not count."""
    return any(
        name in text[unit.start : unit.end]
        for i, unit in enumerate(units[:index])
        if not found[i] and is_prose(text, unit)
    )

"""Details by which two happenings of one town and day are told apart: what was hit, with what, at what hour, names.

Reports of one strike call what was hit by words of one kind ("the market", "shoppers"), those of the next strike by
others ("a bus"). What an account does not tell speaks neither for nor against.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vedette.lexicon.tables import data_path, read_toml
from vedette.merge.texts import content_words, stem

if TYPE_CHECKING:
    from vedette.records.coded import Coded
    from vedette.records.event import Event

Hours = tuple[int, int]
"""The first hour (0 to 23) of something and the first after it; a night ends on the day after, at 30."""
PARTS: Final[Mapping[str, Hours]] = {
    "MO": (4, 12), "MI": (11, 14), "DT": (6, 18), "AF": (12, 18), "EV": (17, 22), "NI": (18, 30),
}  # fmt: skip
"""The hours of TIMEX3's parts of the day, widely: outlets disagree on where an evening begins."""
FEATURES: Final = (
    "other hours", "other names", "main kind", "other weapons", "same thing", "other thing",
)  # fmt: skip
_PART: Final = re.compile(r"T(?:(MO|MI|DT|AF|EV|NI)|(\d\d))")
_NAME: Final = re.compile(r"(?<=[a-z,] )[A-Z][\w'\u2019-]+")


@dataclass(frozen=True, slots=True)
class Details:
    """What an account tells beside who, where and when.

    `kind` is that of its main event; `things` are kinds of data/merge/things.toml in the headline and among the targets
    or, where there are none, in the sentences of the main event.
    """

    kind: str | None = None
    things: frozenset[str] = frozenset()
    weapons: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    hours: Hours | None = None


NOTHING: Final = Details()


def details(coded: "Coded", events: "Sequence[Event]") -> Details:
    """The details of an account's events, the one that it is mainly about first."""
    title = (coded.report.title or "") if coded.report else ""
    main = events[:1]
    targets = [w for e in main for m in e.targets for w in content_words(m.text)]
    told = [w for e in main for s in e.evidence for w in content_words(s.text)]
    heading = content_words(title)
    sentences = " ".join(dict.fromkeys(s.text for e in events for s in e.evidence))
    return Details(
        kind=next((e.sub_event or e.mode for e in events if e.sub_event or e.mode), None),
        things=_kinds([*heading, *targets]) or _kinds(told),
        weapons=frozenset(w for e in events for m in e.weapons for w in content_words(m.text)),
        names=frozenset(w for name in _NAME.findall(f"{title}. {sentences}") for w in content_words(name)),
        hours=next(_hours(coded, events), None),
    )


@functools.cache
def _things() -> Mapping[str, tuple[str, ...]]:
    """The kinds of things that a word may mean; raises DataFileError where the file cannot be read."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, words in read_toml(data_path("merge", "things.toml"))["kinds"].items():
        for word in words:
            found[stem(word)] = (*found.get(stem(word), ()), kind)
    return found


def _kinds(words: Iterable[str]) -> frozenset[str]:
    """The kinds of the things among words."""
    known = _things()
    return frozenset(kind for word in words for kind in known.get(word, ()))


def _hours(coded: "Coded", events: "Sequence[Event]") -> Iterator[Hours]:
    """The hours that the sentences of an account name, in the order of the text."""
    spans = [(s.start, s.end) for e in events for s in e.evidence]
    for time in coded.times:
        part = _PART.search(time.value or "")
        if part and any(first <= time.start < end for first, end in spans):
            hour = int(part[2] or 0)
            yield PARTS[part[1]] if part[1] else (hour, hour + 1)


def compare(one: Details, other: Details) -> dict[str, float]:
    """The features of two accounts' details, those that do not hold left out."""
    found = {
        "other hours": _apart(one.hours, other.hours),
        "other names": _no_common(one.names, other.names),
        "main kind": one.kind is not None and one.kind == other.kind,
        "other weapons": _no_common(one.weapons, other.weapons),
        "same thing": bool(one.things & other.things),
        "other thing": _no_common(one.things, other.things),
    }
    return {name: 1.0 for name, holds in found.items() if holds}


def _apart(one: Hours | None, other: Hours | None) -> bool:
    """Whether two spans of hours have none in common."""
    return one is not None and other is not None and not (one[0] < other[1] and other[0] < one[1])


def _no_common(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both tell something and nothing of it is the same."""
    return bool(one and other) and not one & other

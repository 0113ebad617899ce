"""What the words round a place's name say: "the outskirts of Kyiv", "rebel-held northern Idlib province".

A phrase is peeled from both ends, one descriptor at a time, and every stage is kept as a Reading, so that the
gazetteer decides how much was descriptor ("northern Syria") and how much was name ("North Kivu", "Mexico City").
The words stand in data/places/descriptors.toml.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from vedette.errors import DataFileError
from vedette.records.vocabulary import PlacePrecision
from vedette.resolve.unlisted import SITES

DESCRIPTORS_FILE: Final = Path(__file__).resolve().parent.parent / "data" / "places" / "descriptors.toml"
_SHAPE: Final = {
    "kinds": {"admin1", "admin2", "town", "country", "camp", "neighbourhood", "sea", "island"} | SITES,
    "around": {"province", "district", "town"},
    "adjectives": {"compass", "other", "alone", "endings"},
    "near": {"words", "of"},
    "joins": {"leading"},
}
_DISTANCE: Final = re.compile(
    r"(?:about |some |around |nearly )?\d[\d.,]* ?(?:km|kms|kilometers?|kilometres?|miles?|mi)\b(?: \([^)]*\))?[ ,]+"
)
_POSSESSIVE: Final = re.compile(r"['\u2019]s?(?= |$)")
_OWNER: Final = re.compile(r"['\u2019]s? +")
_BESIDE: Final = re.compile(r"\s+(?:near|outside|along|close to|next to|off|beyond|opposite)\s+", re.IGNORECASE)
_INSIDE: Final = re.compile(r"\s*[,(;]\s*|\s+(?:in|within|inside)\s+(?:the\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to part a phrase into a name and descriptors.

    `kind`: the feature that a descriptor names ("admin1" for "province"); `around`: how far the words spread over
    the land round the name; `near`: the event is near the name, not in it; `plain`: only descriptors of kind were
    taken off, so the rest may be the name in a sense of its own; `inside`: names of the places round it.
    """

    name: str
    kind: str | None = None
    around: PlacePrecision | None = None
    near: bool = False
    plain: bool = True
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    """The descriptors, compiled; each pattern matches at the start or at the end of a lower-case phrase."""

    lead: re.Pattern[str]
    near: re.Pattern[str]
    kind_of: re.Pattern[str]
    kind_within: re.Pattern[str]
    around_of: re.Pattern[str]
    adjective: re.Pattern[str]
    direction: re.Pattern[str]
    tail: re.Pattern[str]
    kinds: dict[str, str]
    spreads: dict[str, PlacePrecision]
    alone: frozenset[str]


@cache
def _words() -> _Words:
    """Load and check descriptors.toml."""
    table = _load(DESCRIPTORS_FILE)
    kinds = {word: kind for kind, group in table["kinds"].items() for word in group}
    spreads: dict[str, PlacePrecision] = {}
    for size in ("province", "district", "town"):
        spreads.update(dict.fromkeys(table["around"][size], size))
    near = table["near"]["words"] + [f"(?:to the )?{word} of" for word in table["near"]["of"]]
    endings = "|".join(table["adjectives"]["endings"])
    adjectives = [*table["adjectives"]["compass"], *table["adjectives"]["other"], rf"[^\s]+ (?:{endings})"]
    return _Words(
        lead=re.compile(rf"(?:{_either(table['joins']['leading'])}) "),
        near=re.compile(rf"(?:{_either(near)}) "),
        kind_of=re.compile(rf"({_either(kinds)}) of "),
        kind_within=re.compile(rf"(.*\S) ({_either(kinds)}) of (?:the )?(?=\S)"),
        around_of=re.compile(rf"({_either(spreads)}) of "),
        adjective=re.compile(rf"(?:{_either(adjectives)}) "),
        direction=re.compile(_either(table["adjectives"]["compass"])),
        tail=re.compile(rf" ({_either([*kinds, *spreads])})$"),
        kinds=kinds,
        spreads=spreads,
        alone=frozenset(table["adjectives"]["alone"]),
    )


def _either(words: Iterable[str]) -> str:
    """An alternation that tries longer words first; a hyphen is a space here."""
    return "|".join(sorted((w.replace("-", " ") for w in words), key=lambda w: (-len(w), w)))


def _load(path: Path) -> dict[str, dict[str, list[str]]]:
    """The tables of the file, refused where a section is missing or strange."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf8"))
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise DataFileError(path, None, str(problem), "mend or reinstall the file") from problem
    for section, keys in _SHAPE.items():
        if set(table.get(section, {})) != keys:
            remedy = f"give it exactly {', '.join(sorted(keys))}"
            raise DataFileError(path, None, f"section [{section}] is not as it should be", remedy)
    return table


def readings(phrase: str, known: Callable[[str], bool]) -> Iterator[Reading]:
    """The ways to read a phrase, from the whole to the most peeled; at least one, the last the barest.

    `known` says whether a name is that of a place smaller than a country. Containers that the phrase names itself
    ("Bucha, Ukraine", "Iraq's Anbar province", "Rakhine state of Myanmar") are in `inside`.
    """
    text = " ".join(phrase.replace("\u2019", "'").split()).strip(' .,;:"()') or phrase.strip() or phrase
    head, *rest = [part.strip(" )") for part in _INSIDE.split(text) if part.strip(" )")] or [text]
    what, *beside = _BESIDE.split(head, maxsplit=1)
    if beside:  # "Azaz near the border" is Azaz; "a village near Azaz" is near Azaz
        head = f"near {beside[0]}" if is_descriptor(what) else what
    reading: Reading | None = Reading(head, inside=tuple(rest))
    while reading is not None:
        yield reading
        reading = _part_of(reading, known) or _peel(reading) or _peel_common(reading, known)


def _part_of(reading: Reading, known: Callable[[str], bool]) -> Reading | None:
    """Part "Donetsk region of Ukraine" into name and container, "the Syrian city of Homs" into demonym and name."""
    low = reading.name.lower().replace("-", " ")
    match = _words().kind_within.match(low) if len(low) == len(reading.name) else None
    if match is None:
        return None
    left, right = reading.name[: match.end(1)], reading.name[match.end() :]
    bare = left
    for step in readings(left, lambda _: False):
        bare = step.name
    if known(bare) and not _words().adjective.fullmatch(bare.lower().replace("-", " ") + " "):
        return _with_kind(replace(reading, name=left, inside=(*reading.inside, right)), match.group(2))
    return _with_kind(replace(reading, name=right), match.group(2))


def _peel(reading: Reading) -> Reading | None:
    """Take one descriptor off, front before back; None where there is none or nothing would be left."""
    low = reading.name.lower().replace("-", " ")
    if len(low) != len(reading.name):
        return None
    step = _peel_owner(reading) or _peel_front(reading, low) or _peel_back(reading, low)
    return step if step and step.name.strip() else None


def _peel_owner(reading: Reading) -> Reading | None:
    """Part "Iraq's Anbar province" into name and container, and "Aleppo's countryside" into name and descriptor."""
    owner = _OWNER.search(reading.name)
    if owner is None:
        bare = _POSSESSIVE.sub("", reading.name)
        return replace(reading, name=bare) if bare != reading.name and bare.strip() else None
    left, right = reading.name[: owner.start()], reading.name[owner.end() :]
    if is_descriptor(right):
        return replace(reading, name=f"{right} of {left}")
    return replace(reading, name=right, inside=(*reading.inside, left)) if left else replace(reading, name=right)


def is_direction(name: str) -> bool:
    """Whether a name is but a word of direction: "the North" is seldom the North Region of Cameroon."""
    return bool(_words().direction.fullmatch(name.lower().replace("-", " ")))


def is_descriptor(text: str) -> bool:
    """Whether nothing of `text` is a name."""
    low = " x " + text.lower().replace("-", " ")
    words = _words()
    while (tail := words.tail.search(low)) or low.endswith(" x"):
        if tail is None:
            return True
        low = low[: tail.start()]
    rest = low.removeprefix(" x ")
    return bool(words.adjective.fullmatch(rest + " "))


def _peel_front(reading: Reading, low: str) -> Reading | None:
    """Take a descriptor off the front."""
    words = _words()
    if match := _DISTANCE.match(low) or words.near.match(low):
        return replace(reading, name=reading.name[match.end() :], near=True, plain=False)
    if match := words.kind_of.match(low):
        return _with_kind(replace(reading, name=reading.name[match.end() :]), match.group(1))
    if match := words.around_of.match(low):
        return _with_spread(replace(reading, name=reading.name[match.end() :]), match.group(1))
    if match := words.lead.match(low):
        return replace(reading, name=reading.name[match.end() :])
    match = words.adjective.match(low)
    return replace(reading, name=reading.name[match.end() :], plain=False) if match else None


def _peel_back(reading: Reading, low: str) -> Reading | None:
    """Take a descriptor off the back."""
    words = _words()
    match = words.tail.search(low)
    if match is None or low[: match.start()] in words.alone:
        return None
    shorter = replace(reading, name=reading.name[: match.start()])
    word = match.group(1)
    return _with_kind(shorter, word) if word in words.kinds else _with_spread(shorter, word)


def _peel_common(reading: Reading, known: Callable[[str], bool]) -> Reading | None:
    """Take any common noun off the back of a known name: "Ranchi ring", "Malmo pizzeria"."""
    name, _, last = reading.name.rpartition(" ")
    return replace(reading, name=name, plain=False) if last.islower() and last.isalpha() and known(name) else None


def _with_kind(reading: Reading, word: str) -> Reading:
    """The reading with the kind that `word` names, unless a nearer word has said one."""
    return replace(reading, kind=reading.kind or _words().kinds[word])


def _with_spread(reading: Reading, word: str) -> Reading:
    """The reading with the spread that `word` names, unless a word has said one before."""
    return replace(reading, around=reading.around or _words().spreads[word], plain=False)

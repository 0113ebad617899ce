"""Load the reader's pattern files (data/read/*.toml): furniture rules, source cues, agencies, layout words.

A file that breaks its schema raises DataFileError with the file and the line; the schema stands in each file's head.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import ahocorasick

from vedette.errors import DataFileError
from vedette.lexicon.outlets import outlets

KINDS = frozenset(
    (
        *("comment_form", "comment", "biography", "share", "newsletter", "related", "caption", "correction"),
        *("live_time", "cookie", "copyright", "tags", "navigation", "advert", "credits", "prompt", "source"),
    ),
)
_PLACES = ("unit", "start", "sentence", "anywhere")
_TAKES = ("unit", "sentence", "rest", "match")
_FLAGS = ("case", "closes", "list", "next", "inner")
_KNOWN = {"kind", "cues", "pattern", "at", "takes", "max_words", *_FLAGS}
_DEFAULT_MAX_WORDS = 40

CAP = r"(?:[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĞĢĪİĶŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ][\w'.&-]{0,40})"
NAME = rf"(?:{CAP}(?:\s(?:(?:al|el|bin|ibn|bint|de|da|du|van|von|der|den|di)[\s-])?{CAP}){{1,3}})"
SOURCE = rf"(?:{CAP}(?:/[A-Z][\w'.&-]{{0,40}})*|[\w-]+(?:\.[\w-]+)+\S*|https?://\S+|and|of|the|for|&|via)"
_MACROS = {"{NAME}": NAME, "{CAP}": CAP, "{SOURCE}": SOURCE}


@dataclass(frozen=True, slots=True)
class Rule:
    """One furniture rule; the fields are described in furniture.toml."""

    kind: str
    case: bool
    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    at: str
    takes: str
    max_words: int
    closes: bool
    list: bool
    next: bool
    inner: bool


@dataclass(frozen=True, slots=True)
class CueRules:
    """The rules that one cue may start, sorted by the cheap test that most hits fail."""

    length: int
    anywhere: tuple[Rule, ...]
    at_head: tuple[Rule, ...]
    in_capitals: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The words of layout.toml, as sets where order does not matter."""

    openers: tuple[str, ...]
    desks: frozenset[str]
    never: frozenset[str]
    stamp_words: frozenset[str]
    later: frozenset[str]
    outlets: frozenset[str]
    not_places: frozenset[str]
    published: tuple[str, ...]
    article_types: frozenset[str]
    english: frozenset[str]
    languages: Mapping[str, str]


def default_folder() -> Path:
    """Where the package keeps the reader's pattern files."""
    return Path(str(files("vedette").joinpath("data", "read")))


@cache
def rules() -> tuple[Rule, ...]:
    """Every furniture rule and source cue of the package."""
    folder = default_folder()
    return (*load_rules(folder / "sources.toml", "cue"), *load_rules(folder / "furniture.toml", "rule"))


@cache
def cue_automaton() -> ahocorasick.Automaton:
    """Aho-Corasick automaton over all cues; a hit's value is a CueRules."""
    by_cue: dict[str, list[Rule]] = {}
    for rule in rules():
        for cue in rule.cues:
            by_cue.setdefault(cue, []).append(rule)
    automaton = ahocorasick.Automaton()
    for cue, found in by_cue.items():
        automaton.add_word(cue, _cue_rules(cue, found))
    automaton.make_automaton()
    return automaton


def _cue_rules(cue: str, found: list[Rule]) -> CueRules:
    """Sort a cue's rules by where the cue must stand: anywhere, at the paragraph's head, or with a capital letter."""
    at_head = [rule for rule in found if not rule.inner and rule.at in ("unit", "start")]
    in_capitals = [rule for rule in found if not rule.inner and rule not in at_head and rule.case and cue[0].isalpha()]
    anywhere = [rule for rule in found if rule not in at_head and rule not in in_capitals]
    return CueRules(len(cue), tuple(anywhere), tuple(at_head), tuple(in_capitals))


@cache
def agencies() -> dict[str, str]:
    """Each spelling of an outlet that others relay in lower case, with the name that the record keeps."""
    return outlets().credits()


@cache
def layout() -> Layout:
    """The words of the package's layout.toml."""
    return load_layout(default_folder() / "layout.toml")


def load_rules(path: Path, table: str) -> tuple[Rule, ...]:
    """The rules of a file's [[table]] list, validated; raises DataFileError with the line of the broken rule."""
    source, data = _read_toml(path)
    lines = [n for n, line in enumerate(source.splitlines(), 1) if line.strip() == f"[[{table}]]"]
    entries = data.get(table)
    if not isinstance(entries, list) or not entries or len(entries) != len(lines):
        raise DataFileError(path, None, f"it holds no [[{table}]]", f"Write each rule under its own [[{table}]] line")
    return tuple(_rule(entry, path, line, table) for entry, line in zip(entries, lines, strict=True))


def _rule(entry: dict[str, Any], path: Path, line: int, table: str) -> Rule:
    """Check one rule and compile its pattern."""
    problem = "; ".join(_problems(entry, table))
    if problem:
        raise DataFileError(path, line, problem, "The head of furniture.toml describes the fields")
    at = entry.get("at", "unit")
    flags = 0 if entry.get("case") else re.IGNORECASE
    try:
        pattern = re.compile(_pattern_text(entry), flags)
    except re.error as error:
        raise DataFileError(path, line, f"pattern does not compile: {error}", "Correct the expression") from error
    if table == "cue" and "who" not in pattern.groupindex:
        raise DataFileError(path, line, "pattern has no group `who`", "Write (?P<who>...) around the source's name")
    return Rule(
        kind=entry.get("kind", "source"),
        case=bool(entry.get("case", False)),
        cues=tuple(entry["cues"]),
        pattern=pattern,
        at=at,
        takes=entry.get("takes", "unit" if at in ("unit", "start") else "rest"),
        max_words=entry.get("max_words", _DEFAULT_MAX_WORDS),
        closes=entry.get("closes", False),
        list=entry.get("list", False),
        next=entry.get("next", False),
        inner=entry.get("inner", False),
    )


def _problems(entry: dict[str, Any], table: str) -> Iterator[str]:
    """What is wrong with a rule's fields."""
    unknown = sorted(set(entry) - _KNOWN)
    if unknown:
        yield f"unknown field {unknown[0]!r}"
    if table == "rule" and entry.get("kind") not in KINDS:
        yield f"kind {entry.get('kind')!r} is none of {', '.join(sorted(KINDS))}"
    cues = entry.get("cues")
    if not isinstance(cues, list) or not cues or not all(isinstance(c, str) and c and c == c.lower() for c in cues):
        yield "cues must be a list of words in lower case"
    if entry.get("at", "unit") not in _PLACES:
        yield f"at must be one of {', '.join(_PLACES)}"
    if entry.get("takes", "rest") not in _TAKES:
        yield f"takes must be one of {', '.join(_TAKES)}"
    if not isinstance(entry.get("pattern", ""), str) or not isinstance(entry.get("max_words", 1), int):
        yield "pattern must be text and max_words a number"
    for flag in _FLAGS:
        if not isinstance(entry.get(flag, False), bool):
            yield f"{flag} must be true or false"


def _pattern_text(entry: dict[str, Any]) -> str:
    """A rule's expression with its macros filled in, bound to a word's start."""
    text = entry.get("pattern")
    if text is None:
        words = "|".join(re.escape(cue).replace(r"\ ", r"\s+") for cue in entry["cues"])
        text = rf"(?:{words})[\s:.!…»>→*|-]*"
    for macro, expression in _MACROS.items():
        text = text.replace(macro, expression)
    return rf"(?<!\w)(?:{text})"


def load_layout(path: Path) -> Layout:
    """The words of a layout file, validated."""
    source, data = _read_toml(path)

    def words(table: str, key: str) -> tuple[str, ...]:
        """One list of words, checked."""
        value = data.get(table, {}).get(key)
        if not isinstance(value, list) or not value or not all(isinstance(word, str) and word for word in value):
            line = _line_of(source, key) or _line_of(source, f"[{table}]")
            raise DataFileError(path, line, f"[{table}] {key} must be a list of words", 'Write it as ["word", ...]')
        return tuple(value)

    return Layout(
        openers=words("byline", "openers"),
        desks=frozenset(words("byline", "desks")),
        never=frozenset(words("byline", "never")),
        stamp_words=frozenset(words("stamp", "words")),
        later=frozenset(words("stamp", "later")),
        outlets=frozenset(words("byline", "outlets")),
        not_places=frozenset(words("dateline", "not_places")),
        published=words("metadata", "published"),
        article_types=frozenset(words("metadata", "article_types")),
        english=frozenset(words("language", "english")),
        languages=_language_names(data, path, source),
    )


def _language_names(data: Mapping[str, Any], path: Path, source: str) -> dict[str, str]:
    """The [language.names] table: the English name of each language code."""
    names = data.get("language", {}).get("names")
    if not isinstance(names, dict) or not all(isinstance(name, str) and name for name in names.values()):
        line = _line_of(source, "[language.names]")
        raise DataFileError(path, line, "[language.names] must give each code a name", 'Write fr = "French"')
    return names


def _read_toml(path: Path) -> tuple[str, Mapping[str, Any]]:
    """A TOML file's source and content; a syntax error names its line."""
    try:
        source = path.read_text(encoding="utf-8")
        return source, tomllib.loads(source)
    except OSError as error:
        raise DataFileError(path, None, f"it cannot be read ({error})", "Install Vedette again") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise DataFileError(path, int(at[1]) if at else None, f"not valid TOML: {error}", "Correct the line") from error


def _line_of(source: str, start: str) -> int | None:
    """The first line that begins with some words."""
    return next((n for n, line in enumerate(source.splitlines(), 1) if line.startswith(start)), None)

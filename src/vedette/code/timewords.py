"""The words and rules of data/words/times.toml: cut a text into tagged tokens and find what the rules match.

Every tag is one character, so a text becomes a short string of tags and a rule an ordinary regular expression over it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from vedette.code.numberwords import number_table
from vedette.code.wordtable import WordTable, alternation, read_table

SHAPES = (
    "DAY", "MODYEAR", "OLDYEAR", "INT", "FLOAT", "NTH", "CLOCK", "DECADE", "SHORTDECADE", "NUMDATE", "MERIDIEM",
    "OCLOCK", "MILTIME", "BC", "COMMA", "DOT", "DASH", "SLASH", "COLON", "LPAREN", "RPAREN", "SIGN", "PARA",
    "CARDINAL", "NAME", "OTHER",
)  # fmt: skip
FORMS = ("calendar", "weekday", "shift", "duration", "set", "reference", "range", "list")
_SIGNS = {
    ",": "COMMA", ".": "DOT", "-": "DASH", "\u2013": "DASH", "\u2014": "DASH", "/": "SLASH", ":": "COLON", ";": "COLON",
    "(": "LPAREN", ")": "RPAREN", "!": "COLON", "?": "COLON", "$": "SIGN", "€": "SIGN", "£": "SIGN", "#": "SIGN",
}  # fmt: skip
_TOKEN = re.compile(
    r"""
    [ap]\.\s?m\. | (?<=\d)[ap]\.?m\b | (?<=\d\s)[ap]\.?m\b | (?<=\d)hrs\b | B\.C\.(?:E\.)? | BCE? \b
  | o['\u2019]clock \b
  | [^\W\d_]+
  | \d{4}-\d\d-\d\d(?![\w-]) | \d{1,2}([/.])\d{1,2}\1\d{4}(?!\w)
  | \d{1,2}:\d\d(?![:\d]) | \d{1,2}\.\d\d(?=\s?[ap]\.?m\b)
  | ['\u2019]?\d{2,4}s\b | \d{1,2}(?:st|nd|rd|th)\b
  | \d{1,3}(?:,\d{3})+(?!\d) | \d+\.\d+ | \d+
  | \n\s*\n
  | [^\w\s]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z_]+")
_FIRST_CHARACTER = 0x100
_CENTURIES = ((1400, 1900, "OLDYEAR"), (1900, 2100, "MODYEAR"))


class Token(NamedTuple):
    """One word, number or sign with the name of its tag and what it means."""

    start: int
    end: int
    tag: str
    value: Any
    text: str


class Tagged:
    """A text cut into words, numbers and signs: `tags` holds one character for each, tokens are made when asked for."""

    __slots__ = ("_found", "tags")

    def __init__(self, text: str) -> None:
        """Cut and tag a text."""
        self._found = [(match.start(), match[0]) for match in _TOKEN.finditer(text)]
        characters = time_words().characters
        self.tags = "".join([characters[_meaning(word)[0]] for _, word in self._found])

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self._found)

    def __getitem__(self, at: int) -> Token:
        """One token."""
        start, word = self._found[at]
        tag, value = _meaning(word)
        return Token(start, start + len(word), tag, value, word)

    def slice(self, first: int, last: int) -> list[Token]:
        """The tokens from `first` to before `last`."""
        return [self[at] for at in range(first, last)]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the table: what it matches and what its matches mean."""

    name: str
    form: str
    base: str
    toward: int | None
    needs: str | None
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The table, ready for use: words to (tag, value), tags to characters, and the rules."""

    words: dict[str, tuple[str, Any]]
    characters: dict[str, str]
    groups: dict[str, frozenset[str]]
    rules: tuple[Rule, ...]
    not_times: re.Pattern[str]


@cache
def time_words() -> TimeWords:
    """The words and rules for times, read and compiled once."""
    return compile_table(read_table("times"))


def compile_table(table: WordTable) -> TimeWords:
    """Compile a table; raises DataFileError with the line of a word, tag or rule that is wrong."""
    tags = [*SHAPES, *table.section("words")]
    characters = {tag: chr(_FIRST_CHARACTER + n) for n, tag in enumerate(dict.fromkeys(tags))}
    groups = {name: _members(table, name, characters) for name in table.section("groups")}
    names = characters | {name: "[" + "".join(characters[t] for t in sorted(m)) + "]" for name, m in groups.items()}
    rules = table.sections.get("rules")
    if not isinstance(rules, list) or not rules:
        problem = "there are no rules"
        raise table.fault(problem, "[[rules]]", "Add a [[rules]] entry.")
    return TimeWords(
        words=_word_tags(table),
        characters=characters,
        groups=groups,
        rules=tuple(_rule(table, row, names) for row in rules),
        not_times=re.compile(rf"\b{alternation(table.words('names', 'not_times'))}\b"),
    )


def _members(table: WordTable, name: str, characters: dict[str, str]) -> frozenset[str]:
    """The tags of a group."""
    found = table.words("groups", name)
    unknown = [tag for tag in found if tag not in characters]
    if unknown:
        problem = f"group {name} names the unknown tag {unknown[0]}"
        raise table.fault(problem, f"{name} = ", "Use a tag of [words].")
    return frozenset(found)


def _word_tags(table: WordTable) -> dict[str, tuple[str, Any]]:
    """Every word, in each case it may be written in, to its tag and value."""
    capital, small = set(table.words("case", "capital")), set(table.words("case", "small"))
    numbers = number_table()
    cardinals = [w for part in ("ones", "teens", "tens", "scales") for w in numbers.integers(part) if len(w) > 1]
    found: dict[str, tuple[str, Any]] = {}
    for tag, words in {"CARDINAL": dict.fromkeys(cardinals), **table.section("words")}.items():
        if not isinstance(words, dict):
            problem = f"[words.{tag}] is not a table"
            raise table.fault(problem, f"[words.{tag}]", "Write: word = value")
        for word, value in words.items():
            forms = {word} if tag in small else {word.title(), word.upper()} | (set() if tag in capital else {word})
            if forms & found.keys():
                problem = f"{word!r} stands under two tags, {found[min(forms & found.keys())][0]} and {tag}"
                raise table.fault(problem, f"{word} = ", "Keep one of them.")
            found |= dict.fromkeys(forms, (tag, value))
    return found


def _rule(table: WordTable, row: dict[str, Any], names: dict[str, str]) -> Rule:
    """One rule with its pattern compiled."""
    name = str(row.get("name"))
    line = f'name = "{name}"'
    if row.get("form") not in FORMS:
        problem = f"rule {name!r} has no known form"
        raise table.fault(problem, line, f"Use one of {', '.join(FORMS)}.")
    source = _expanded(table, str(row.get("pattern", "")), name)
    unknown = [x for x in _NAME.findall(source) if x not in names]
    if unknown:
        problem = f"rule {name!r} names the unknown tag {unknown[0]}"
        raise table.fault(problem, line, "Use a known tag.")
    try:
        tagged = re.sub(r"\s+", "", _NAME.sub(lambda m: names[m[0]], source))
        pattern = re.compile(f"(?!{names['NEVER_FIRST']})(?:{tagged})")
    except re.error as error:
        problem = f"rule {name!r}: {error}"
        raise table.fault(problem, line, "Mend the pattern.") from error
    return Rule(name, row["form"], row.get("base", "anchor"), row.get("toward"), row.get("needs"), pattern)


def _expanded(table: WordTable, pattern: str, name: str) -> str:
    """A pattern with its macros (the words in small letters) written out."""
    macros = table.section("macros")
    for _ in range(len(macros) + 1):
        unknown = [word for word in re.findall(r"[a-z]+", pattern) if word not in macros]
        if unknown:
            line, problem = f'name = "{name}"', f"rule {name!r} uses the unknown macro {unknown[0]}"
            raise table.fault(problem, line, "Define it.")
        fuller = re.sub(r"[a-z]+", lambda m: str(macros[m[0]]), pattern)
        if fuller == pattern:
            return pattern
        pattern = fuller
    problem = f"the macros of rule {name!r} go round in a circle"
    raise table.fault(problem, "[macros]", "Break the circle.")


@lru_cache(maxsize=65536)
def _meaning(word: str) -> tuple[str, Any]:
    """Tag and value of one token."""
    return time_words().words.get(word) or _shape(word)


def matches(tags: str) -> Iterator[tuple[int, int, Rule]]:
    """First and last token and rule of every match, overlapping ones included."""
    table = time_words()
    for rule in table.rules:
        if rule.needs and table.characters[rule.needs] not in tags:
            continue
        for match in rule.pattern.finditer(tags):
            if match.end() > match.start():
                yield match.start(), match.end(), rule


def _shape(word: str) -> tuple[str, Any]:
    """Tag and value of a token that is no word of the table, by its form."""
    first = word[0]
    if first.isdecimal() or (first in "'\u2019" and len(word) > 1):
        return _number_shape(word)
    if first.isspace():
        return "PARA", None
    if first.isalpha():
        return _letter_shape(word)
    return _SIGNS.get(word, "OTHER"), None


def _letter_shape(word: str) -> tuple[str, Any]:
    """Tag of letters that are no word of the table."""
    bare = word.lower().replace(".", "").replace(" ", "")
    if bare in {"am", "pm"}:
        return "MERIDIEM", bare
    if bare in {"bc", "bce"} and word[0] == "B":
        return "BC", None
    if "clock" in bare and len(bare) > len("clock"):
        return "OCLOCK", None
    return ("NAME" if word[0].isupper() else "OTHER"), None


def _number_shape(word: str) -> tuple[str, Any]:
    """Tag and value of digits, alone or with signs and letters."""
    if word.isdecimal():
        return _digit_shape(word)
    if word[-1] in "sS" and word[-2].isdecimal():
        return _decade_shape(word)
    if word[-1].isalpha():
        return "NTH", int(word[:-2])
    if ":" in word:
        return _clock_shape(word)
    if word.count(".") + word.count("/") + word.count("-") > 1:
        return "NUMDATE", word
    return ("INT", None) if "," in word else ("FLOAT", word)


def _decade_shape(word: str) -> tuple[str, Any]:
    """A decade: four digits, two behind an apostrophe, or three as in antiquity; "in his 30s" is an age."""
    digits = word.lstrip("'\u2019")[:-1]
    if digits[-1] != "0" or (len(digits) == len("90") and digits == word[:-1]):
        return "OTHER", None
    return ("SHORTDECADE" if len(digits) == len("470") else "DECADE"), word


def _clock_shape(word: str) -> tuple[str, Any]:
    """A clock time, where its hours and minutes exist."""
    hour, minute = (int(part) for part in word.split(":"))
    return ("CLOCK", (hour, minute)) if hour <= 24 and minute < 60 else ("OTHER", None)


def _digit_shape(word: str) -> tuple[str, Any]:
    """Tag and value of bare digits by their size."""
    value = int(word[:9])
    if word[0] == "0" and len(word) == len("0600") and value < 2400 and value % 100 < 60:
        return "MILTIME", value
    if len(word) <= len("31") and 0 < value <= 31:
        return "DAY", value
    if len(word) == len("2024"):
        for first, end, tag in _CENTURIES:
            if first <= value < end:
                return tag, value
    return "INT", value

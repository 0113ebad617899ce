"""The words that a model is given: a versioned file, and one report's text in a frame that it cannot leave.

The marks around the text carry a digest of it, which nobody can write into the text beforehand; pieces of chat forms in
it ("<|im_start|>") are broken up with a character that cannot be seen, which finding the quotes forgives.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from vedette.code.llm.evidence import Finder
from vedette.errors import DataFileError
from vedette.lexicon.frames import MODES_OF, TYPES
from vedette.lexicon.tables import data_path, read_toml
from vedette.read.language import language_name

CURRENT: Final = "1"
BREAK: Final = "\u2060"
"""WORD JOINER: put into the middle of what could be taken for the end of the text."""
_PLACES: Final = ("{fence}", "{language}", "{text}")
Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of the prompt."""

    version: str
    system: str
    report: str
    foreign: str
    examples: tuple[tuple[str, str, str], ...]
    """Language, text and answer of each."""

    def messages(self, text: str, language: str | None) -> list[Message]:
        """What a model is sent for a text in a language (ISO 639-1, None where it is not known)."""
        foreign = language not in (None, "en")
        system = self.system + (self.foreign if foreign else "")
        told: list[Message] = [{"role": "system", "content": system}]
        for spoken, example, answer in self.examples:
            if foreign or spoken == "en":
                told.append({"role": "user", "content": self._framed(example, spoken)})
                told.append({"role": "assistant", "content": answer})
        return [*told, {"role": "user", "content": self._framed(text, language)}]

    def _framed(self, text: str, language: str | None) -> str:
        """A text between its marks."""
        fence = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        filled = self.report.replace("{fence}", fence).replace("{language}", language_name(language or "en"))
        return filled.replace("{text}", harmless(text))


@dataclass(frozen=True, slots=True)
class Instructions:
    """What in an article is meant for a machine."""

    orders: re.Pattern[str]
    marks: re.Pattern[str]


def harmless(text: str) -> str:
    """A text with the pieces of chat forms broken up; lone surrogates, which no server takes, as U+FFFD."""
    broken = instructions().marks.sub(lambda match: BREAK.join(match[0]), text)
    return broken.encode("utf-8", "replace").decode("utf-8")


def is_order(words: str) -> bool:
    """Whether a sentence is addressed to a machine."""
    return instructions().orders.search(words) is not None or instructions().marks.search(words) is not None


@cache
def instructions() -> Instructions:
    """The packaged lists."""
    return load_instructions(data_path("llm", "instructions.toml"))


def load_instructions(path: Path) -> Instructions:
    """The lists of a file; raises DataFileError where one is missing or holds what is no expression."""
    told = read_toml(path)
    for name in ("orders", "marks"):
        words = told.get(name)
        if not isinstance(words, list) or not words or not all(isinstance(w, str) and w for w in words):
            raise DataFileError(path, None, f"{name} is no list of words", 'Write ["...", ...]')
    for order in told["orders"]:
        try:
            re.compile(order)
        except re.error as error:
            raise DataFileError(path, None, f"{order!r} is no expression: {error}", "Correct it") from error
    flags = re.IGNORECASE | re.DOTALL | re.MULTILINE
    orders = re.compile("|".join(f"(?:{order})" for order in told["orders"]), flags)
    marks = sorted(map(re.escape, told["marks"]), key=len, reverse=True)
    return Instructions(orders, re.compile("|".join(marks), re.IGNORECASE))


@cache
def prompt(version: str = CURRENT) -> Prompt:
    """A packaged version of the prompt; raises DataFileError where there is none."""
    return load_prompt(data_path("llm", f"prompt-{version}.toml"))


def load_prompt(path: Path) -> Prompt:
    """The prompt of a file; raises DataFileError where a part is missing or an example breaks its own rules."""
    told = read_toml(path)
    for name in ("system", "report", "foreign"):
        if not isinstance(told.get(name), str):
            raise DataFileError(path, None, f"{name} is missing", "Give it as text")
    missing = [place for place in _PLACES if place not in told["report"]]
    if missing:
        raise DataFileError(path, None, f"report lacks {', '.join(missing)}", "Put them where they belong")
    types = told.get("types", {})
    if set(types) != TYPES:
        wrong = ", ".join(sorted(TYPES ^ set(types)))
        raise DataFileError(path, None, f"[types] does not fit the codebook at {wrong}", "Give each type one line")
    lines = [f"{name}: {types[name]}{_modes(name)}" for name in types]
    system = told["system"].strip() + "\n\nTypes:\n" + "\n".join(lines) + "\n"
    examples = tuple(_example(path, raw) for raw in told.get("example", ()))
    return Prompt(str(told.get("version")), system, told["report"].strip(), told["foreign"], examples)


def _modes(kind: str) -> str:
    """The modes of a type, in brackets."""
    modes = sorted(MODES_OF[kind])
    return f" (modes: {', '.join(modes)})" if modes else ""


def _example(path: Path, raw: dict[str, Any]) -> tuple[str, str, str]:
    """One example, its quotes checked against its text."""
    text, answer = raw.get("text"), raw.get("answer")
    if not isinstance(text, str) or not isinstance(answer, str):
        raise DataFileError(path, None, "an example lacks text or answer", "Give both")
    try:
        events = json.loads(answer)["events"]
    except (ValueError, KeyError, TypeError) as error:
        raise DataFileError(path, None, f"the answer to {text[:30]!r} is no answer ({error})", "Correct it") from error
    finder = Finder(text)
    for quote in _quotes(events):
        found = finder.find(quote)
        if found is None or found.how != "exact":
            raise DataFileError(path, None, f"{quote!r} is not in {text[:30]!r}", "Copy it from the text")
    return raw.get("language", "en"), text, answer


_QUOTED: Final = frozenset({"trigger", "evidence", "quote", "cue", "place", "when"})


def _quotes(value: Any, key: str = "quote") -> list[str]:  # noqa: ANN401 - what JSON holds
    """Every quote in an answer."""
    if isinstance(value, dict):
        return [quote for name, part in value.items() for quote in _quotes(part, name)]
    if isinstance(value, list):
        return [quote for part in value for quote in _quotes(part, "quote")]
    return [value] if isinstance(value, str) and key in _QUOTED else []

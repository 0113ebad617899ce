"""The labelled sentences of tests/corpus: their form, their checks, and their labels as offsets.

`python -m bench.corpus` checks every file and names each mistake with its file and line. The form is described in
docs/annotation.md.
"""

import argparse
import datetime as dt
import functools
import hashlib
import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bench.scoring import Happening, Number, Piece, Sentence
from vedette.errors import DataFileError
from vedette.lexicon.frames import MODES_OF
from vedette.records.vocabulary import CountOf, PloverType, Status, SubEvent

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus"
Part = Literal["train", "dev", "test"]
SEED = "vedette-2026"
TEST, DEV = 22, 12
"""Per cent of the reports."""
SEEN, LATER = "ab", "klmnopqrsuvwxyz0123456789"
"""Files that were read while the rules were written, and those written later, to learn from."""
HELD = "q4-"
"""The file of later sentences that is held out: what is drawn of the first files alone was too little to choose by."""

PATTERN = "sentences_*.jsonl"
REPORTS = "reports_*.jsonl"
LEADS = "leads.jsonl"
"""First sentences as agencies write them, to measure with alone: drawn from a file of such, and never trained on."""
Code = Annotated[str, Field(pattern=r"^[A-Z]{3}([A-Z]{3})*$")]


@functools.cache
def codebook() -> dict[str, Any]:
    """What labels may say (bench/codebook.toml)."""
    return tomllib.loads((Path(__file__).parent / "codebook.toml").read_text("utf-8"))


class Form(BaseModel):
    """A part of a corpus line: knows no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Form):
    """Words copied from the sentence; `nth` says which occurrence, from 1."""

    text: str = Field(min_length=1)
    nth: int = Field(default=1, ge=1)

    def find(self, sentence: str) -> Piece:
        """The words as offsets into `sentence`; raises ValueError where they are not there so often."""
        places = occurrences(self.text, sentence)
        if len(places) < self.nth:
            msg = f"{self.text!r} stands {len(places)} time(s) in the text, number {self.nth} is asked for"
            raise ValueError(msg)
        start = places[self.nth - 1]
        return Piece(start, start + len(self.text), self.text)


def _as_object(value: object) -> object:
    """The short form of words, a string, as the long one."""
    return {"text": value} if isinstance(value, str) else value


Phrase = Annotated[Words, BeforeValidator(_as_object)]


class Party(Words):
    """Who, with the PLOVER code."""

    code: Code | None = None


class Days(Words):
    """When: the words, and first and last day where they can be known."""

    start: dt.date | None = None
    end: dt.date | None = None

    @model_validator(mode="after")
    def _forward(self) -> Self:
        """Refuse an end before its start, or one without the other."""
        if (self.start is None) != (self.end is None) or (self.start and self.end and self.end < self.start):
            msg = f"{self.start} to {self.end} is no stretch of days"
            raise ValueError(msg)
        return self


class Counted(Words):
    """How many of what."""

    of: CountOf
    whom: str | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    cumulative: bool = False
    part: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        """Refuse numbers that are not in order."""
        known = [n for n in (self.low, self.best, self.high) if n is not None]
        if not known or known != sorted(known):
            msg = f"low {self.low}, best {self.best}, high {self.high} are not in order"
            raise ValueError(msg)
        return self


class Label(Form):
    """One event as the labeller saw it."""

    type: PloverType
    mode: str | None = None
    sub_event: SubEvent | None = None
    trigger: Phrase
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    beneficiaries: tuple[Party, ...] = ()
    place: Phrase | None = None
    origin: Phrase | None = None
    destination: Phrase | None = None
    when: Days | None = None
    counts: tuple[Counted, ...] = ()
    weapons: tuple[Phrase, ...] = ()
    status: Status = "happened"
    negated: bool = False
    attribution: tuple[Phrase, ...] = ()

    @model_validator(mode="after")
    def _mode_of_type(self) -> Self:
        """Refuse a mode that the type does not have."""
        if self.mode is not None and self.mode not in MODES_OF[self.type]:
            msg = f"{self.type} has no mode {self.mode!r}; it has {sorted(MODES_OF[self.type]) or 'none'}"
            raise ValueError(msg)
        return self

    def words(self) -> list[Words]:
        """Everything that is copied from the sentence."""
        single = [x for x in (self.place, self.origin, self.destination, self.when) if x]
        many = (*self.actors, *self.targets, *self.beneficiaries, *self.counts, *self.weapons, *self.attribution)
        return [self.trigger, *single, *many]

    def happening(self, sentence: str) -> Happening:
        """The label as offsets into its sentence."""
        return Happening(
            type=self.type,
            mode=self.mode,
            sub_event=self.sub_event,
            trigger=self.trigger.find(sentence),
            actors=tuple(_party(x, sentence) for x in self.actors),
            targets=tuple(_party(x, sentence) for x in self.targets),
            place=self.place.find(sentence) if self.place else None,
            when=(_iso(self.when.start), _iso(self.when.end)) if self.when else None,
            counts=tuple(Number(x.of, x.low, x.best, x.high, x.cumulative, x.part) for x in self.counts),
            status=self.status,
            negated=self.negated,
            sources=tuple(x.find(sentence) for x in self.attribution),
        )


class Line(Form):
    """One labelled sentence."""

    id: str = Field(pattern=r"^[a-z0-9]+-\d+$")
    text: str = Field(min_length=10)
    title: str | None = None
    published: dt.date | None = None
    region: str | None = None
    style: str | None = None
    negative: str | None = None
    note: str | None = None
    report: str | None = None
    events: tuple[Label, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Refuse words that are not in the text, unknown names, and a line with both events and a kind of negative."""
        for label in self.events:
            for words in label.words():
                words.find(self.text)
        if bool(self.events) == bool(self.negative):
            msg = "a sentence has events, or says what kind of negative it is; never both"
            raise ValueError(msg)
        lists: list[tuple[Literal["regions", "styles", "negatives"], str | None]]
        lists = [("regions", self.region), ("styles", self.style), ("negatives", self.negative)]
        for name, value in lists:
            if value is not None and value not in codebook()["corpus"][name]:
                msg = f"{value!r} is none of the {name}: {', '.join(codebook()['corpus'][name])}"
                raise ValueError(msg)
        return self

    def sentence(self) -> Sentence:
        """The line as the scorer takes it."""
        return Sentence(self.id, self.text, tuple(x.happening(self.text) for x in self.events))

    @property
    def part(self) -> Part:
        """Train, dev or test: drawn by report with a fixed seed, so that no story stands on both sides.

        The first two files were read while the rules were written, so they are never test; files from k on were written
        when the first figures on test were known, so none of them is test.
        """
        if self.id[0] in LATER:
            return "dev" if self.id.startswith(HELD) else "train"
        drawn = int(hashlib.sha256(f"{SEED}:{self.report or self.id}".encode()).hexdigest(), 16) % 100
        if self.id[0] in SEEN:
            return "dev" if drawn < DEV else "train"
        return "test" if drawn < TEST else "dev" if drawn < TEST + DEV else "train"

    def item(self) -> dict[str, str]:
        """The line as input for `vedette code --jsonl`, without its labels."""
        given = {"id": self.id, "text": self.text, "title": self.title, "published": _iso(self.published)}
        return {key: value for key, value in given.items() if value is not None}


def load(folder: Path = CORPUS, pattern: str = PATTERN) -> list[Line]:
    """Every labelled sentence (or whole report), files and lines in order; raises DataFileError at a mistake."""
    states = [(path, path.stat()) for path in sorted(folder.glob(pattern))]
    lines, mistakes = _read_once(folder, pattern, tuple((p, s.st_mtime_ns, s.st_size) for p, s in states))
    if mistakes:
        raise mistakes[0]
    return list(lines)


@functools.lru_cache(maxsize=2)
def _read_once(
    folder: Path, pattern: str, _state: tuple[tuple[Path, int, int], ...]
) -> tuple[list[Line], list[DataFileError]]:
    """What `read` gives, once for each state of the files: many checks of one run ask for all 20,000 lines."""
    return read(folder, pattern)


def read(folder: Path = CORPUS, pattern: str = PATTERN) -> tuple[list[Line], list[DataFileError]]:
    """The sound lines, and every mistake with its file and line."""
    lines: list[Line] = []
    mistakes: list[DataFileError] = []
    seen: dict[str, str] = {}
    for path, number, raw in _raw(folder, pattern):
        try:
            line = Line.model_validate_json(raw)
            first = seen.setdefault(line.id, f"{path.name}:{number}")
            if first != f"{path.name}:{number}":
                mistakes.append(_mistake(path, number, f"id {line.id!r} stands at {first} already"))
            lines.append(line)
        except ValidationError as error:
            mistakes += [_mistake(path, number, problem) for problem in _problems(error)]
    if not lines and not mistakes:
        mistakes.append(_mistake(folder, 0, f"there is no {pattern} with a line in it"))
    return lines, mistakes


def digest(folder: Path = CORPUS) -> str:
    """A fingerprint of the labels: the same for the same lines, however their JSON is spaced."""
    total = hashlib.sha256()
    for path, number, raw in _raw(folder):
        try:
            total.update(json.dumps(json.loads(raw), sort_keys=True, ensure_ascii=False).encode())
        except ValueError as error:
            raise _mistake(path, number, f"not JSON: {error}") from error
    return total.hexdigest()[:16]


def occurrences(words: str, sentence: str) -> list[int]:
    """Where `words` stand in `sentence` as whole words; where they never do, wherever the letters stand."""
    return list(_places(words, sentence, whole=True)) or list(_places(words, sentence, whole=False))


def _places(words: str, sentence: str, *, whole: bool) -> Iterator[int]:
    """Where the letters stand, one behind the other: a pattern for each of 150,000 words takes thrice as long."""
    at = sentence.find(words)
    while at >= 0:
        end = at + len(words)
        fits = not whole or not (_in_word(sentence[at - 1 : at]) or _in_word(sentence[end : end + 1]))
        if fits:
            yield at
        at = sentence.find(words, end if fits else at + 1)


def _in_word(letter: str) -> bool:
    """Whether a character, or none, belongs to a word."""
    return letter.isalnum() or letter == "_"


def _raw(folder: Path, pattern: str = PATTERN) -> Iterator[tuple[Path, int, str]]:
    """(file, line number, line) of every line that is not blank."""
    for path in sorted(folder.glob(pattern)):
        for number, raw in enumerate(path.read_text("utf-8").split("\n"), 1):
            if raw.strip():
                yield path, number, raw


def _problems(error: ValidationError) -> Iterator[str]:
    """Each thing that pydantic found, as where and what."""
    for found in error.errors(include_url=False):
        where = ".".join(str(part) for part in found["loc"])
        yield f"{where}: {found['msg']}" if where else found["msg"]


def _mistake(path: Path, number: int, problem: str) -> DataFileError:
    """A mistake in a corpus file."""
    return DataFileError(path, number or None, problem, "See docs/annotation.md.")


def _party(party: Party, sentence: str) -> Piece:
    """A party as a piece of the sentence, with its code."""
    piece = party.find(sentence)
    return Piece(piece.start, piece.end, piece.text, party.code)


def _iso(day: dt.date | None) -> str | None:
    """A day as it is written in records."""
    return day.isoformat() if day else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the corpus in a folder; 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="corpus", description="Check labelled sentences (docs/annotation.md).")
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS, help="default: tests/corpus")
    lines, mistakes = read(parser.parse_args(arguments).folder)
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    events = sum(len(line.events) for line in lines)
    negatives = sum(line.negative is not None for line in lines)
    print(f"{len(lines)} sentences, {events} events, {negatives} hard negatives, {len(mistakes)} mistakes")
    return int(bool(mistakes))


if __name__ == "__main__":
    sys.exit(main())

"""How far two labellers agree: the labels of the corpus beside a second, blind labelling of some of its sentences.

python -m bench.agreement                 the table
python -m bench.agreement --show targets  the sentences in which a field differs

The second labels stand in tests/corpus/second_pass.jsonl, a line per sentence: its id, and the events as in
docs/annotation.md, less the fields that were not labelled twice; actors and targets are plain words, `killed` is the
best number.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from bench import corpus
from bench.scoring import Happening, Number, Piece, Sentence, match, overlap, pair, same_piece
from vedette.errors import DataFileError, VedetteError

SECOND = corpus.CORPUS / "second_pass.jsonl"
Measure = Literal["kappa", "f1", "share"]

FIELDS: dict[str, Measure] = {
    "sentence": "kappa",
    "event": "f1",
    "event_exact": "f1",
    "type": "kappa",
    "type_by_trigger": "kappa",
    "mode": "kappa",
    "sub_event": "kappa",
    "status": "kappa",
    "negated": "kappa",
    "actors": "share",
    "targets": "share",
    "place": "share",
    "killed": "share",
}
"""The fields and their measure. `sentence` is events or none; `event` counts every pair of bench.scoring, `event_exact`
those with the same type and overlapping triggers; `type_by_trigger` is over the pairs whose triggers overlap, since
events that are paired for their type alone agree on it by construction. Shares are over the pairs of which one labeller
has the field."""


class Blind(corpus.Label):
    """An event as the second labeller saw it."""

    killed: int | None = Field(default=None, ge=0)

    @model_validator(mode="before")
    @classmethod
    def _plain_words(cls, raw: object) -> object:
        """Actors and targets as objects, where they stand as plain words."""
        if not isinstance(raw, dict):
            return raw
        lists = {name: raw[name] for name in ("actors", "targets") if isinstance(raw.get(name), list)}
        return raw | {name: [{"text": x} if isinstance(x, str) else x for x in held] for name, held in lists.items()}

    def happening(self, sentence: str) -> Happening:
        """The label as offsets into its sentence, the killed among its counts."""
        counts = () if self.killed is None else (Number("killed", None, self.killed, None),)
        return replace(super().happening(sentence), counts=counts)


class BlindLine(corpus.Form):
    """The second labels of a sentence."""

    id: str
    events: tuple[Blind, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that both labellers judged: the class, or the words, that each gave it."""

    sentence: Sentence
    first: str
    second: str
    same: bool
    about: str = ""


def kappa(judged: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa (1960): agreement beyond what the two labellers' own class frequencies would give by chance.

    `judged` holds the two classes of each item. 1 is full agreement, 0 that of chance, below 0 less than chance. None
    where it is not defined: no items, or one class that both gave to all of them.
    """
    if not judged:
        return None
    total = len(judged)
    observed = sum(one == other for one, other in judged) / total
    firsts, seconds = Counter(one for one, _ in judged), Counter(other for _, other in judged)
    # as integers, so that full agreement by necessity is told exactly
    by_chance = sum(firsts[name] * seconds[name] for name in firsts)
    if by_chance == total * total:
        return None
    expected = by_chance / (total * total)
    return (observed - expected) / (1 - expected)


def f1(judged: Sequence[Judged]) -> float | None:
    """F1 of two sets of events, from the pairs and the events that only one labeller has; None where there are none."""
    both = sum(item.same for item in judged)
    return 2 * both / (both + len(judged)) if judged else None


def share(judged: Sequence[Judged]) -> float | None:
    """The share of items on which both agree; None where there are no items."""
    return sum(item.same for item in judged) / len(judged) if judged else None


def figure(measure: Measure, judged: Sequence[Judged]) -> float | None:
    """The figure of a field."""
    if measure == "kappa":
        return kappa([(item.first, item.second) for item in judged])
    return f1(judged) if measure == "f1" else share(judged)


def load(path: Path, lines: Iterable[corpus.Line]) -> list[tuple[Sentence, Sentence]]:
    """(first, second) labels of every sentence in the file of second labels; raises DataFileError at a mistake."""
    firsts = {line.id: line.sentence() for line in lines}
    try:
        raws = [(n, raw) for n, raw in enumerate(path.read_text("utf-8").split("\n"), 1) if raw.strip()]
    except OSError as error:
        raise DataFileError(path, None, f"cannot be read ({error})", "Restore it from version control.") from error
    found: dict[str, tuple[Sentence, Sentence]] = {}
    for number, raw in raws:
        try:
            first, second = _both(raw, firsts)
        except ValueError as error:
            raise DataFileError(path, number, _problem(error), "See docs/annotation.md.") from error
        if first.id in found:
            raise DataFileError(path, number, f"id {first.id!r} stands there twice", "Keep one of the lines.")
        found[first.id] = first, second
    return list(found.values())


def _both(raw: str, firsts: dict[str, Sentence]) -> tuple[Sentence, Sentence]:
    """First and second labels of a line; raises ValueError where the corpus has no such sentence or its words."""
    line = BlindLine.model_validate_json(raw)
    if line.id not in firsts:
        msg = f"id {line.id!r} is not in the corpus"
        raise ValueError(msg)
    first = firsts[line.id]
    return first, Sentence(first.id, first.text, tuple(x.happening(first.text) for x in line.events))


def _problem(error: ValueError) -> str:
    """What is wrong with a line, in one."""
    if not isinstance(error, ValidationError):
        return str(error)
    found = error.errors(include_url=False)
    return "; ".join(f"{'.'.join(str(part) for part in x['loc'])}: {x['msg']}" for x in found)


def compare(both: Iterable[tuple[Sentence, Sentence]]) -> dict[str, list[Judged]]:
    """Everything that was judged twice, under its field."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for first, second in both:
        found["sentence"].append(_judged(first, _some(first), _some(second)))
        pairs = match(first.events, second.events)
        for name, judged in _events(first, second, pairs):
            found[name].append(judged)
        for one, other in pairs:
            for name, judged in (*_classes(first, one, other), *_fillers(first, one, other)):
                found[name].append(judged)
    return {name: found[name] for name in FIELDS}


def _events(
    first: Sentence, second: Sentence, pairs: Sequence[tuple[Happening, Happening]]
) -> Iterator[tuple[str, Judged]]:
    """The events of a sentence, as pairs and as what one labeller has alone."""
    exact = [(one, other) for one, other in pairs if one.type == other.type and overlap(one.trigger, other.trigger)]
    for name, chosen in (("event", pairs), ("event_exact", exact)):
        for one, other in chosen:
            yield name, Judged(first, _named(one), _named(other), same=True)
        for one in first.events:
            if all(one is not x for x, _ in chosen):
                yield name, Judged(first, _named(one), "-", same=False)
        for other in second.events:
            if all(other is not x for _, x in chosen):
                yield name, Judged(first, "-", _named(other), same=False)


def _classes(sentence: Sentence, one: Happening, other: Happening) -> Iterator[tuple[str, Judged]]:
    """The classes that both gave to an event; to have none is a class."""
    about = _named(one)
    values: list[tuple[str, str | None, str | None]] = [
        ("type", one.type, other.type),
        ("mode", one.mode, other.mode),
        ("sub_event", one.sub_event, other.sub_event),
        ("status", one.status, other.status),
        ("negated", str(one.negated).lower(), str(other.negated).lower()),
    ]
    if overlap(one.trigger, other.trigger):
        values.append(("type_by_trigger", one.type, other.type))
    for name, mine, yours in values:
        yield name, _judged(sentence, mine or "null", yours or "null", about)


def _fillers(sentence: Sentence, one: Happening, other: Happening) -> Iterator[tuple[str, Judged]]:
    """Actors, targets, place and killed of an event, each where a labeller has it."""
    about = _named(one)
    for name, mine, yours in (("actors", one.actors, other.actors), ("targets", one.targets, other.targets)):
        if mine or yours:
            paired = pair(mine, yours)
            same = not (paired.missed or paired.spurious)
            yield name, Judged(sentence, _words(mine), _words(yours), same, about)
    places = [tuple(filter(None, [event.place])) for event in (one, other)]
    if any(places):
        same = bool(one.place and other.place and same_piece(one.place, other.place))
        yield "place", Judged(sentence, _words(places[0]), _words(places[1]), same, about)
    killed = [count for count in (*one.counts, *other.counts) if count.of == "killed"]
    if killed and not any(count.cumulative for count in killed):
        yield "killed", _judged(sentence, _killed(one), _killed(other), about)


def _judged(sentence: Sentence, one: str, other: str, about: str = "") -> Judged:
    """What both judged, where only the same is the same."""
    return Judged(sentence, one, other, one == other, about)


def _some(sentence: Sentence) -> str:
    """Whether a sentence has events, as a class."""
    return "events" if sentence.events else "none"


def _words(pieces: Sequence[Piece]) -> str:
    """Pieces in words."""
    return "; ".join(piece.text for piece in pieces) or "-"


def _killed(event: Happening) -> str:
    """The best number of all that an event killed; a running total is none of its own."""
    best = [count.best for count in event.counts if count.of == "killed" and count.best is not None]
    return str(sum(best)) if best else "-"


def _named(event: Happening) -> str:
    """An event in words."""
    return f"{event.type} {event.trigger.text!r}"


def table(found: dict[str, list[Judged]]) -> Iterator[str]:
    """The fields with their measure, figure, plain share of agreement and number of things judged."""
    yield f"{'field':16} {'measure':8} {'figure':>7} {'alike':>7} {'n':>5}"
    for name, measure in FIELDS.items():
        judged = found[name]
        value, alike = figure(measure, judged), share(judged) if measure == "kappa" else None
        yield f"{name:16} {measure:8} {_number(value):>7} {_number(alike):>7} {len(judged):5d}"


def _number(value: float | None) -> str:
    """A figure as it is printed."""
    return "-" if value is None else f"{value:.3f}"


def differences(judged: Iterable[Judged]) -> Iterator[str]:
    """What was judged otherwise, sentence by sentence."""
    for item in judged:
        if not item.same:
            yield f"{item.sentence.id}  {item.sentence.text}"
            yield f"    first   {item.first}" + (f"   ({item.about})" if item.about else "")
            yield f"    second  {item.second}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table or the differences of a field; 1 where a file has a mistake."""
    parser = argparse.ArgumentParser(prog="agreement", description="How far two labellers agree on the corpus.")
    parser.add_argument("--show", choices=sorted(FIELDS), help="list what was judged otherwise")
    parser.add_argument("--corpus", type=Path, default=corpus.CORPUS, help="folder of the labelled sentences")
    parser.add_argument("--second", type=Path, default=SECOND, help="file of the second labels")
    options = parser.parse_args(arguments)
    try:
        both = load(options.second, corpus.load(options.corpus))
    except VedetteError as error:
        print(f"agreement: {error}", file=sys.stderr)
        return 1
    found = compare(both)
    if options.show:
        print("\n".join(differences(found[options.show])))
        return 0
    print("\n".join(table(found)))
    events = [sum(len(pair[side].events) for pair in both) for side in (0, 1)]
    print(f"{len(both)} sentences; events: {events[0]} of the first labeller, {events[1]} of the second")
    return 0


if __name__ == "__main__":
    sys.exit(main())

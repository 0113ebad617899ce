"""The quality gate: scores the coder on tests/corpus and compares each field with its floor in gate.json.

python -m bench.gate                  the table; exit code 1 where a field is below its floor
python -m bench.gate --show targets   the mistakes of a field
python -m bench.gate --update         raise floors to what is measured, less a margin; pins the corpus
"""

import argparse
import datetime as dt
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import corpus
from bench.scoring import FIELDS, Happening, Number, Piece, Sentence, Tally, score
from vedette.code.coder import FramesCoder
from vedette.errors import DataFileError, VedetteError
from vedette.pipeline import Pipeline
from vedette.read import read_item

if TYPE_CHECKING:
    from collections.abc import Collection

    from vedette.code.coder import Coder
    from vedette.records import Actor, Coded, Count, Event, Mention

GATE = corpus.ROOT / "gate.json"
MARGIN = 0.005
"""Below what was measured: other processors round the model's numbers otherwise, and a sentence or two may turn."""

ASKED = {
    "event": 0.85,
    "sub_event": 0.84,
    "roles": 0.80,
    "status_macro": 0.80,
    "attribution": 0.80,
    "killed": 0.90,
    "negatives_clean": 0.95,
}
"""What the project asks of the coder: where it was reached, no margin takes a floor below it."""


class RefusedError(VedetteError):
    """A floor would be lowered and nobody gave a reason."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What gate.json holds: the floors, the corpus they were measured on, and when and why a floor was lowered."""

    floors: dict[str, float] = field(default_factory=dict)
    corpus: str = ""
    history: tuple[dict[str, Any], ...] = ()

    @classmethod
    def read(cls, path: Path, known: "Collection[str]" = tuple(FIELDS)) -> "Gate":
        """The gate in a file; raises DataFileError where it was written by hand or names fields that are not known."""
        try:
            held = json.loads(path.read_text("utf-8"))
            gate = cls(held["floors"], held["corpus"], tuple(held["history"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataFileError(path, None, f"not a gate ({error!r})", "Restore it from version control.") from error
        if unknown := gate.floors.keys() - set(known):
            raise DataFileError(path, None, f"floors for unknown fields {sorted(unknown)}", "Run --update.")
        if held.get("seal") != gate.seal():
            remedy = "Restore it and let `make gate ARGS=--update` write it."
            raise DataFileError(path, None, "floors or history were changed by hand", remedy)
        return gate

    def write(self, path: Path) -> None:
        """Keep the gate."""
        held = {"corpus": self.corpus, "floors": self.floors, "history": list(self.history), "seal": self.seal()}
        path.write_text(json.dumps(held, indent=2, ensure_ascii=False) + "\n", "utf-8")

    def seal(self) -> str:
        """A fingerprint of what it holds, so that a floor is not lowered in an editor without a reason."""
        held = json.dumps([self.corpus, self.floors, list(self.history)], sort_keys=True)
        return hashlib.sha256(held.encode()).hexdigest()[:16]

    def below(self, scores: dict[str, float]) -> list[str]:
        """The fields that are below their floor."""
        return [name for name, floor in self.floors.items() if scores.get(name, 0.0) < floor]

    def updated(self, scores: dict[str, float], digest: str, reason: str | None, today: dt.date) -> "Gate":
        """The gate with floors raised to `scores` less the margin; lowered only where `reason` says why.

        Raises RefusedError naming the fields where one would have to be lowered without a reason.
        """
        lower = self.below(scores)
        if lower and not reason:
            told = ", ".join(f"{name} {scores.get(name, 0):.4f} < {self.floors[name]:.4f}" for name in lower)
            msg = f'refused to lower: {told}. Mend the coder, or give --allow-regression "reason".'
            raise RefusedError(msg)
        new = {name: _floor(name, value) for name, value in scores.items()}
        floors = {n: v if n in lower else max(v, self.floors.get(n, 0.0)) for n, v in new.items()}
        changed = {name: [self.floors[name], floors[name]] for name in lower}
        entry = {"date": today.isoformat(), "reason": reason, "lowered": changed}
        return Gate(floors, digest, (*self.history, entry) if lower else self.history)


def _floor(name: str, score: float) -> float:
    """The floor of a field: its score less the margin, but what is asked of it where it reaches that."""
    asked = ASKED.get(name, 0.0)
    return max(round(score - MARGIN, 4), asked if score >= asked else 0.0)


def predict(lines: Sequence[corpus.Line], coder: "Coder | None" = None) -> Iterator[Sentence]:
    """What a coder, the default one, finds in the sentences, each coded as a report of its own."""
    reports = [read_item(line.item()) for line in lines]
    for coded in Pipeline(coder=coder).code(reports):
        if coded.error:
            msg = f"{coded.id} cannot be coded: {coded.error}"
            raise VedetteError(msg)
        yield as_sentence(coded)


def as_sentence(coded: "Coded") -> Sentence:
    """A coded report as the scorer takes it."""
    actors = {actor.id: actor for actor in coded.actors}
    text = coded.report.text if coded.report else ""
    return Sentence(coded.id, text, tuple(_happening(event, actors) for event in coded.events))


def _happening(event: "Event", actors: "dict[str, Actor]") -> Happening:
    """A predicted event as the scorer takes it."""
    trigger = Piece(event.trigger.start, event.trigger.end, event.trigger.text)
    return Happening(
        type=event.type,
        mode=event.mode,
        sub_event=event.sub_event,
        trigger=trigger,
        actors=tuple(_piece(x, actors) for x in event.actors),
        targets=tuple(_piece(x, actors) for x in event.targets),
        place=_piece(event.place, actors) if event.place else None,
        when=(event.when.start, event.when.end) if event.when else None,
        counts=tuple(_numbers(event.counts)),
        status=event.status,
        negated=event.negated,
        sources=tuple(_piece(x.source, actors) for x in event.attribution),
    )


def _numbers(counts: "Iterable[Count]", *, part: bool = False) -> Iterator[Number]:
    """Counts as the scorer takes them, each followed by the parts of it that are told apart."""
    for count in counts:
        yield Number(count.of, count.low, count.best, count.high, cumulative=count.cumulative, part=part)
        yield from _numbers(count.parts, part=True)


def _piece(mention: "Mention", actors: "dict[str, Actor]") -> Piece:
    """A mention with the code of its actor."""
    actor = actors.get(mention.ref or "")
    return Piece(mention.start, mention.end, mention.text, actor.code if actor else None)


def table(tallies: dict[str, Tally], floors: dict[str, float], alone: dict[str, Tally]) -> Iterator[str]:
    """The fields with their figures, those of the frames without the second reader, floors and verdicts."""
    yield f"{'field':16} {'score':>7} {'frames':>7} {'floor':>7} {'n':>6}  "
    for name, tally in tallies.items():
        floor = floors.get(name)
        verdict = "" if floor is None else "ok" if tally.score >= floor else "BELOW"
        shown = "-" if floor is None else f"{floor:.4f}"
        yield f"{name:16} {tally.score:7.4f} {alone[name].score:7.4f} {shown:>7} {tally.size:6d}  {verdict}"


def mistakes(tally: Tally, most: int) -> Iterator[str]:
    """The mistakes of a field, sentence by sentence."""
    for mistake in tally.mistakes[:most]:
        yield f"{mistake.sentence.id}  {mistake.sentence.text}"
        yield f"    gold       {mistake.gold}"
        yield f"    predicted  {mistake.predicted}"
    yield f"{len(tally.mistakes)} mistakes in {tally.size}, score {tally.score:.4f}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="gate", description="Score the coder on the labelled corpus.")
    parser.add_argument("--update", action="store_true", help="raise the floors to what is measured and pin the corpus")
    parser.add_argument(
        "--allow-regression", metavar="REASON", help="with --update: floors may go down, for this reason"
    )
    parser.add_argument("--show", choices=sorted(FIELDS), help="list the mistakes of a field")
    parser.add_argument("--most", type=int, default=1000, help="with --show: at most so many (default 1000)")
    parser.add_argument("--part", choices=("train", "dev", "test", "all"), default="test", help="which sentences")
    parser.add_argument("--reports", action="store_true", help="whole reports instead of sentences; no floors")
    parser.add_argument("--leads", action="store_true", help="plain leads of agencies, never trained on; no floors")
    parser.add_argument("--corpus", type=Path, default=corpus.CORPUS, help="folder of the labelled sentences")
    parser.add_argument("--gate", type=Path, default=GATE, help="file of the floors")
    options = parser.parse_args(arguments)
    if options.allow_regression is not None and not (options.update and options.allow_regression.strip()):
        parser.error("--allow-regression needs a reason, and --update")
    return options


def run(options: argparse.Namespace) -> int:
    """Score, then show, update or compare; the exit code."""
    apart = options.reports or options.leads
    pattern = corpus.LEADS if options.leads else corpus.REPORTS if options.reports else corpus.PATTERN
    part = "all" if options.leads else options.part
    lines = [line for line in corpus.load(options.corpus, pattern) if part in ("all", line.part)]
    if options.update and (options.part != "test" or apart):
        raise DataFileError(options.gate, None, "floors are those of the test part", "Leave --part out")
    digest, gate = corpus.digest(options.corpus), Gate.read(options.gate)
    if options.part != "test" or apart:
        gate = Gate(corpus=digest)
    if gate.corpus != digest and not options.update and not options.show:
        told = f"the corpus is {digest}, the floors were measured on {gate.corpus or 'none'}"
        raise DataFileError(options.gate, None, told, "After changing the corpus run: make gate ARGS=--update")
    sectors = frozenset(corpus.codebook()["codes"]["sectors"])
    golds = [line.sentence() for line in lines]
    tallies, alone = (
        score(golds, {sentence.id: sentence for sentence in predict(lines, coder)}, sectors)
        for coder in (None, FramesCoder())
    )
    scores = {name: tally.score for name, tally in tallies.items()}
    if options.show:
        print("\n".join(mistakes(tallies[options.show], options.most)))
        return 0
    if options.update:
        today = dt.datetime.now(dt.UTC).date()
        updated = gate.updated(scores, digest, options.allow_regression, today)
        updated.write(options.gate)
        gate = updated
    print("\n".join(table(tallies, gate.floors, alone)))
    below = gate.below(scores)
    print(
        f"{len(lines)} sentences; "
        + (f"below the floor: {', '.join(below)}" if below else "no field is below its floor")
    )
    return int(bool(below))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate; 1 where it does not hold."""
    try:
        return run(_options(arguments))
    except VedetteError as error:
        print(f"gate: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

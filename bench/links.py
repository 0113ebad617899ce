"""How well actors, places and days are resolved.

python -m bench.links                 the table, against the floors in links.json; exit code 1 where one is not held
python -m bench.links --part dev      the same for dev, without floors
python -m bench.links --show place    what was wrong in a field: actor, place, precision, date
python -m bench.links --update        raise the floors to what is measured, less a margin

The gold is tests/corpus/links_PART.jsonl, made by a labeller from the sentences alone (docs/annotation.md, "Links").
Only what was found is resolved, so all is counted over events that were found, by their type or trigger, and actors
over parties that were found in them; whether they are found is what `make gate` measures. What the coder left out
although it is labelled counts as wrong; what it says although nothing is labelled is counted apart, as `spurious`.
"""

import argparse
import datetime as dt
import functools
import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import corpus
from bench.gate import Gate, as_sentence
from bench.scoring import country, match, pair
from vedette.errors import VedetteError
from vedette.lexicon.actors import registry
from vedette.lexicon.placekeys import fold
from vedette.pipeline import Pipeline
from vedette.read import read_item

if TYPE_CHECKING:
    from bench.scoring import Happening
    from vedette.records import Actor, Coded, Event, Place

GATE = corpus.ROOT / "links.json"
NEAR_KM = 25.0
REACH_KM = {"district": 60.0, "province": 250.0, "country": 1500.0}
"""How far from each other two tables may set the middle of one area; for points and towns it is NEAR_KM."""
STATE = frozenset({None, "GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
EARTH_KM = 6371.0
LEVEL = {"point": 1, "town": 1, "district": 2, "province": 3, "country": 4}
"""Levels as ACLED's geo-precision has them: a named site and the town that it is in are known equally well."""
FIELDS = ("actor", "place", "precision", "precision_five", "date")
"""`precision` by these levels, `precision_five` by our own five words."""


@dataclass(slots=True)
class Score:
    """Rights and wrongs of one field, with what was wrong."""

    right: int = 0
    wrong: int = 0
    spurious: int = 0
    mistakes: list[str] = field(default_factory=list)

    def judge(self, told: str, *, right: bool) -> None:
        """Count one value."""
        if right:
            self.right += 1
        else:
            self.wrong += 1
            self.mistakes.append(told)

    @property
    def accuracy(self) -> float:
        """The share of the labelled values that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0


def links(part: str) -> dict[str, dict[str, Any]]:
    """The gold of a part by the sentence's id."""
    path = corpus.CORPUS / f"links_{part}.jsonl"
    return {line["id"]: line for line in map(json.loads, path.read_text("utf-8").splitlines())}


@functools.cache
def meant_by(folded: str) -> frozenset[str]:
    """The ids of the registry's actors and office-holders that bear a name."""
    actors = {e.id for e in registry().entries if folded in map(fold, e.forms)}
    return frozenset(actors | {e.id for e in registry().leaders if folded in map(fold, e.forms)})


def named(name: str, actor: "Actor | None") -> bool:
    """Whether an actor is the one that a name stands for: by its own names, or those of the registry."""
    if actor is None:
        return False
    wanted = fold(name)
    own = {fold(form) for form in (actor.name, *actor.aliases)}
    if not meant_by(wanted) and ":" in actor.id:  # in no registry: then the name that the report gives must be in it
        return any(f" {form} " in f" {wanted} " for form in own)
    return wanted in own or actor.id.split(":")[0] in meant_by(wanted)


def right_actor(link: str, code: str | None, actor: "Actor | None", sectors: frozenset[str]) -> bool:
    """Whether a party was linked to what the gold says: a name, "state", or "group" (none of the registry)."""
    if link not in ("state", "group"):
        return named(link, actor)
    same = country(code, sectors) == country(actor.code if actor else None, sectors)
    if link == "state":
        return actor is not None and same and actor.kind in STATE
    known = registry().by_id.get(actor.id) if actor else None
    return same and (known is None or known.kind == "CVL")


def distance(one: "dict[str, Any] | Place", other: "Place") -> float:
    """Kilometres between two points on the sphere."""
    lat, lon = (one["lat"], one["lon"]) if isinstance(one, dict) else (one.lat, one.lon)
    a, b = math.radians(lat or 0), math.radians(other.lat or 0)
    turn = math.radians((other.lon or 0) - (lon or 0))
    inner = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(inner)))


def right_place(gold: dict[str, Any], place: "Place | None") -> bool:
    """Whether the event was put where it happened: within 25 km, an area within what tables differ of its middle."""
    if place is None or place.lat is None:
        return False
    if gold["precision"] == "country":
        return bool(place.country == gold["country"] and place.precision == "country")
    return distance(gold, place) <= REACH_KM.get(gold["precision"], NEAR_KM)


class Links:
    """Scores coded sentences against the gold."""

    def __init__(self, gold: dict[str, dict[str, Any]]) -> None:
        """Take the gold."""
        self.gold, self.sectors = gold, frozenset(corpus.codebook()["codes"]["sectors"])
        self.scores = {name: Score() for name in FIELDS}

    def add(self, line: corpus.Line, coded: "Coded") -> None:
        """Score one sentence."""
        link = self.gold.get(line.id)
        if link is None:
            return
        labelled, found = line.sentence(), as_sentence(coded)
        events = {(e.trigger.start, str(e.type)): e for e in coded.events}
        for gold, guess in match(labelled.events, found.events):
            event = events[(guess.trigger.start, guess.type)]
            self._actors(line, link, gold, guess, event, coded)
            self._place(line, link, gold, event, coded)
            self._date(line, gold, guess)

    def _actors(
        self,
        line: corpus.Line,
        link: dict[str, Any],
        gold: "Happening",
        guess: "Happening",
        event: "Event",
        coded: "Coded",
    ) -> None:
        """Score the parties that were found."""
        actors = {a.id: a for a in coded.actors}
        for role in ("actors", "targets"):
            refs = {(m.start, m.end): m.ref for m in getattr(event, role)}
            for one, other in pair(getattr(gold, role), getattr(guess, role)).both:
                wanted = link["parties"].get(one.text)
                if wanted is None or wanted == "place":
                    continue
                actor = actors.get(refs[(other.start, other.end)] or "")
                told = f"{line.id} {one.text!r} is {wanted} [{one.code}], linked to {_shown(actor)}: {line.text}"
                self.scores["actor"].judge(told, right=right_actor(wanted, one.code, actor, self.sectors))

    def _place(
        self, line: corpus.Line, link: dict[str, Any], gold: "Happening", event: "Event", coded: "Coded"
    ) -> None:
        """Score the event's place and its precision."""
        place = next((p for p in coded.places if event.place and p.id == event.place.ref), None)
        if gold.place is None:
            self.scores["place"].spurious += place is not None
            return
        wanted = link["places"].get(gold.place.text)
        if wanted is None:
            return
        shown = f"{place.name} {place.lat},{place.lon} {place.precision}" if place else "-"
        told = f"{line.id} {gold.place.text!r} is {wanted}, put at {shown}: {line.text}"
        if wanted["lat"] is not None:
            self.scores["place"].judge(told, right=right_place(wanted, place))
        if wanted["precision"] != "unknown":
            said = place.precision if place else "unknown"
            self.scores["precision"].judge(told, right=LEVEL.get(said) == LEVEL[wanted["precision"]])
            self.scores["precision_five"].judge(told, right=said == wanted["precision"])

    def _date(self, line: corpus.Line, gold: "Happening", guess: "Happening") -> None:
        """Score the event's days."""
        if gold.when is None or gold.when[0] is None:
            self.scores["date"].spurious += guess.when is not None and guess.when[0] is not None
            return
        told = f"{line.id} {gold.trigger.text!r} on {gold.when}, dated {guess.when}: {line.text}"
        self.scores["date"].judge(told, right=gold.when == guess.when)


def _shown(actor: "Actor | None") -> str:
    """An actor in words."""
    return f"{actor.id} ({actor.name}, {actor.code})" if actor else "nobody"


def score(part: str) -> dict[str, Score]:
    """Code a part's sentences and score them."""
    lines = [line for line in corpus.load(corpus.CORPUS, corpus.PATTERN) if line.part == part]
    links_of = Links(links(part))
    for line, coded in zip(lines, Pipeline().code([read_item(line.item()) for line in lines]), strict=True):
        links_of.add(line, coded)
    return links_of.scores


def table(scores: dict[str, Score], floors: dict[str, float]) -> Iterator[str]:
    """The fields with their figures and floors."""
    yield f"{'field':14} {'accuracy':>8} {'floor':>7} {'n':>5} {'spurious':>9}"
    for name, one in scores.items():
        floor = f"{floors[name]:.4f}" if name in floors else "-"
        yield f"{name:14} {one.accuracy:8.4f} {floor:>7} {one.right + one.wrong:5d} {one.spurious:9d}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="links", description="Score the resolving of actors, places and days.")
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    parser.add_argument("--show", choices=FIELDS, help="list the mistakes of a field")
    parser.add_argument("--update", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--allow-regression", metavar="REASON", help="with --update: floors may go down, for this")
    parser.add_argument("--gate", type=Path, default=GATE, help="file of the floors")
    options = parser.parse_args(arguments)
    if (options.update or options.allow_regression) and (options.part != "test" or not options.update):
        parser.error("floors are those of the test part, and --allow-regression goes with --update")
    return options


def run(options: argparse.Namespace) -> int:
    """Score, then show, update or compare; the exit code."""
    scores = score(options.part)
    if options.show:
        print("\n".join(scores[options.show].mistakes))
        return 0
    gate = Gate.read(options.gate, FIELDS) if options.part == "test" else Gate()
    figures = {name: one.accuracy for name, one in scores.items()}
    if options.update:
        gate = gate.updated(figures, corpus.digest(), options.allow_regression, dt.datetime.now(dt.UTC).date())
        gate.write(options.gate)
    print("\n".join(table(scores, gate.floors)))
    below = gate.below(figures)
    print(f"below the floor: {', '.join(below)}" if below else "no field is below its floor")
    return int(bool(below))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check; 1 where it does not hold."""
    try:
        return run(_options(arguments))
    except VedetteError as error:
        print(f"links: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

"""Whether changes of control are found in reports: the labelled history of a war against what is coded.

python -m bench.control                   precision, recall and F1 of changes of control, beside those of single kinds
python -m bench.control --set sudan       the same on the held-out history (default: syria, where the rules were made)
python -m bench.control --show missed     the labelled changes that were not found, each with the reports that name it
python -m bench.control --show wrong      what was found and is not labelled, with its words

A change is a place, the side that has it then, and a day. One that is found counts as right where a labelled one,
used once, has the same place by name, a side that may be the same, and a day at most three days away. Where it is found
only that a side lost the place, the labelled loser is compared; contests are compared by place and day. What the labels
mean says the README of the set, which actors each labelled side may be found as its sides.toml. Spells without a told
capture ("held by") are no changes, so are not counted.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from vedette.errors import VedetteError
from vedette.lexicon.places import gazetteer
from vedette.lexicon.tables import read_toml
from vedette.pipeline import Pipeline
from vedette.read import read_item
from vedette.store.words import fold
from vedette.track.control import Spell, control_history
from vedette.track.facts import Ground

LABELLED: Final = Path(__file__).parent.parent / "tests" / "track"
SETS: Final = {"syria": LABELLED / "history", "sudan": LABELLED / "sudan"}
"""The labelled wars: the first is the one that the rules were made on, the others were held out."""
DAYS: Final = 3
Sides = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A labelled change of control."""

    place: str
    side: str
    loser: str | None
    day: date
    kind: str

    @property
    def shown(self) -> str:
        """For people."""
        return f"{self.day}  {self.place:24} {self.kind:10} {self.side}"


@dataclass(frozen=True, slots=True)
class Found:
    """A change that was found: the first day of a spell that somebody gained, lost or contests."""

    name: str
    spell: Spell

    @property
    def shown(self) -> str:
        """For people, with the words."""
        words = self.spell.evidence[0]
        head = f"{self.spell.start}  {self.name:24} {self.spell.kind:10} {self.spell.side:14}"
        return f"{head} {words.report}: {words.words}"


def labelled(folder: Path) -> list[Change]:
    """The labelled changes; raises OSError where the file is not there."""
    lines = (folder / "changes.jsonl").read_text("utf-8").splitlines()
    told = [json.loads(line) for line in lines if line.strip()]
    return [Change(t["place"], t["side"], t["loser"], date.fromisoformat(t["date"]), t["kind"]) for t in told]


def sides_of(folder: Path) -> Sides:
    """Which actors each labelled side may be found as, and the set's country."""
    return read_toml(folder / "sides.toml")


def reports(folder: Path) -> list[dict[str, Any]]:
    """The reports as input lines."""
    return [json.loads(line) for line in (folder / "reports.jsonl").read_text("utf-8").splitlines() if line.strip()]


def ground_of(lines: Sequence[dict[str, Any]]) -> Ground:
    """The facts of the reports, coded here."""
    ground = Ground()
    for coded in Pipeline().code(read_item(line) for line in lines):
        ground.add(coded)
    return ground


def found_in(ground: Ground) -> list[Found]:
    """The changes of the history that the facts make."""
    history = control_history(ground.facts)
    spells = (s for spells in history.values() for s in spells)
    return [Found(ground.places[s.place].name, s) for s in spells if s.gained or s.kind in {"lost", "contested"}]


def pair(gold: Sequence[Change], found: Sequence[Found], sides: Sides) -> dict[int, int]:
    """Which labelled change each found one is, each used once; the nearest days first."""
    names = [_names(change.place) for change in gold]
    fits = [
        (abs((date.fromisoformat(f.spell.start) - g.day).days), n, k)
        for n, f in enumerate(found)
        for k, g in enumerate(gold)
        if _same_place(f, names[k]) and _same_side(f.spell, g, sides)
    ]
    pairs: dict[int, int] = {}
    for apart, n, k in sorted(fits):
        if apart <= DAYS and n not in pairs and k not in pairs.values():
            pairs[n] = k
    return pairs


def _names(name: str) -> set[str]:
    """A labelled place's name and the ids that bear it."""
    return {fold(name)} | {entry.id for entry in gazetteer().lookup(name, loose=True)}


def _same_place(found: Found, names: set[str]) -> bool:
    """Whether a found place is the labelled one, by id or by name."""
    told = {fold(found.name), *(fold(fact.named) for fact in found.spell.evidence)}
    return found.spell.place in names or bool(told & names)


def _same_side(spell: Spell, change: Change, sides: Sides) -> bool:
    """Whether a spell's side may be the labelled one; where it is only told who lost the place, the labelled loser."""
    if spell.kind == "contested":
        return change.kind == "contested"
    if spell.kind == "lost":
        return spell.side in sides["losers"].get(change.loser or "", ())
    return change.kind != "contested" and spell.side in sides["sides"].get(change.side, ())


def figures(right: int, found: int, gold: int) -> str:
    """Precision, recall and F1."""
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    f1 = 2 * right / (found + gold) if found + gold else 0.0
    return f"{precision:9.3f} {recall:7.3f} {f1:7.3f} {found:6} {gold:6}"


def table(gold: Sequence[Change], found: Sequence[Found], pairs: dict[int, int]) -> Iterator[str]:
    """The figures of all changes, then of those in which somebody holds the place afterwards."""
    yield f"{'changes':22} precision  recall      F1  found   gold"
    yield f"{'all':22} {figures(len(pairs), len(found), len(gold))}"
    held = {n for n, f in enumerate(found) if f.spell.gained}
    kept = {k for k, g in enumerate(gold) if g.kind != "contested"}
    right = sum(n in held and k in kept for n, k in pairs.items())
    yield f"{'with a new holder':22} {figures(right, len(held), len(kept))}"


def missed(gold: Sequence[Change], pairs: dict[int, int], lines: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The labelled changes that were not found, with the reports of those days that name the place."""
    for k, change in enumerate(gold):
        if k not in pairs.values():
            yield change.shown
            for line in lines:
                near = abs((date.fromisoformat(line["published"]) - change.day).days) <= 2 * DAYS
                if near and fold(change.place) in fold(line["text"]):
                    yield f"      {line['id']} {line['published']}: {line['text']}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures or the mistakes; 1 where the data are not there."""
    parser = argparse.ArgumentParser(prog="control", description="Whether changes of control are found in reports.")
    parser.add_argument("--set", choices=SETS, default="syria", help="which labelled war (default: syria)")
    parser.add_argument("--data", type=Path, help="a folder of changes.jsonl, reports.jsonl and sides.toml instead")
    parser.add_argument("--show", choices=("missed", "wrong", "right"), help="list the changes instead")
    options = parser.parse_args(arguments)
    try:
        folder = options.data or SETS[options.set]
        gold, lines, sides = labelled(folder), reports(folder), sides_of(folder)
        found = found_in(ground_of(lines))
    except (OSError, VedetteError) as error:
        print(f"control: {error}", file=sys.stderr)
        return 1
    pairs = pair(gold, found, sides)
    if options.show == "missed":
        print("\n".join(missed(gold, pairs, lines)))
    elif options.show:
        wanted = options.show == "right"
        print("\n".join(f.shown for n, f in enumerate(found) if (n in pairs) == wanted))
    else:
        print("\n".join(table(gold, found, pairs)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

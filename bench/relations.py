"""How well relations are found at a date: `python -m bench.relations [--set sudan] [--show] [--speed FACTS]`.

Scored on a labelled war of bench/control.py's SETS: reports.jsonl, written for this project, and relations.jsonl, the
relations that the reports themselves tell as standing at some dates. Reports published later than a date are not read
for it. A relation is right if its kind and both parties are (in any order for fights, allied_with and truce); ties of
the registry of actors are left out, as are kinds that are not labelled. `--speed` times the history of made-up facts.
"""

import argparse
import datetime as dt
import json
import random
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast, get_args

from bench.control import SETS, sides_of
from vedette.lexicon.actors import registry
from vedette.pipeline import Pipeline
from vedette.read import read_item
from vedette.records import Coded
from vedette.records.network import Network, TieKind
from vedette.track.facts import Ground
from vedette.track.names import short_name
from vedette.track.network import Asked, network
from vedette.track.parties import Parties
from vedette.track.relations import TieFact, relation_history, standing
from vedette.track.telling import Judged, facts_in
from vedette.track.tie_rules import tie_rules

LABELLED: Final[tuple[TieKind, ...]] = ("fights", "backs", "allied_with", "truce", "part_of")
STATED: Final = re.compile(r"(?:the )?(.+?)(?:ese)? (?:government|army|military|forces|state)", re.IGNORECASE)

TURN_DAYS: Final = 14
"""Days that a found turn may be away from the labelled one."""

Told = tuple[str, str, str]
"""Kind and parties; those of an undirected kind in the order of the alphabet."""


def load(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def code(rows: Sequence[dict[str, Any]]) -> list[Coded]:
    """The reports coded."""
    return list(Pipeline().code([read_item(row) for row in rows]))


def found_at(reports: Sequence[Coded], day: str, *, all_kinds: bool = False) -> tuple[dict[Told, list[str]], Parties]:
    """The ties that stand on a day by the reports published until then, each with the words that tell it."""
    told: dict[Told, list[str]] = {}
    known = [coded for coded in reports if coded.report and (coded.report.published or "") <= day]
    found, parties = network_of(known, Asked(dt.date.fromisoformat(day)))
    for tie in found.ties:
        if not tie.background and (all_kinds or tie.kind in LABELLED):
            words = [f"{t.report} {t.day} {t.words}" for t in tie.evidence]
            told[_told(tie.kind, tie.source, tie.target)] = words
    return told, parties


def network_of(reports: Iterable[Coded], asked: Asked) -> tuple[Network, Parties]:
    """The network that reports tell, and its parties."""
    parties, ground, facts = Parties(tie_rules()), Ground(), list[TieFact]()
    for coded in reports:
        facts += facts_in(coded, parties, Judged(coded.id))
        ground.add(coded)
    return network(facts, parties, asked, ground.facts), parties


def _told(kind: TieKind, one: str, other: str) -> Told:
    """A relation in its one order."""
    return (kind, one, other) if tie_rules().kinds[kind].directed or one <= other else (kind, other, one)


def labelled(rows: Sequence[dict[str, Any]], day: str, parties: Parties, country: str) -> dict[Told, str]:
    """The labelled relations of a day by the ids of their parties; a name that is nobody's stands as it is.

    `country` is whose "transitional government" the labels mean.
    """
    found = {}
    for row in rows:
        if row["at"] == day:
            ends = [_party(row[end], parties, country) for end in ("a", "b")]
            found[_told(row["kind"], *ends)] = f"{row['a']} / {row['b']}"
    return found


def _party(name: str, parties: Parties, country: str) -> str:
    """The id of a labelled name: a state's by its name or adjective ("Syrian government"), else the registry's."""
    bare = name.removeprefix("the ")
    stated = STATED.fullmatch(bare)
    known = {e.id for e in registry().entries if bare.casefold() in (form.casefold() for form in e.forms)}
    meant = known & set(parties.facts)
    if len(meant) == 1:
        return meant.pop()
    if bare[0].islower() and "government" in bare:
        return country
    if (short := short_name(bare, country)) is not None:
        return short.id
    return parties.named(bare) or (stated and parties.named(stated[1])) or f"name:{bare.casefold()}"


def table(reports: Sequence[Coded], rows: Sequence[dict[str, Any]], country: str, *, show: bool) -> Iterator[str]:
    """The figures of each date and of all, and the mistakes where they are wanted."""
    yield f"{len(reports)} reports, {len(rows)} labelled relations"
    yield f"{'':14} {'gold':>5} {'found':>5} {'P':>6} {'R':>6} {'F1':>6}"
    gold_all, found_all = set[tuple[str, Told]](), set[tuple[str, Told]]()
    mistakes = []
    for day in sorted({row["at"] for row in rows}):
        found, parties = found_at(reports, day)
        gold = labelled(rows, day, parties, country)
        yield _line(day, set(gold), set(found))
        gold_all |= {(day, told) for told in gold}
        found_all |= {(day, told) for told in found}
        mistakes += [f"{day} missed  {' '.join(t):46} {gold[t]}" for t in sorted(gold.keys() - found.keys())]
        mistakes += [f"{day} too many {' '.join(t):45} {found[t][:4]}" for t in sorted(found.keys() - gold.keys())]
    yield _line("all", gold_all, found_all)
    for kind in LABELLED:
        yield _line(kind, {g for g in gold_all if g[1][0] == kind}, {f for f in found_all if f[1][0] == kind})
    yield from mistakes if show else ()


def turns_table(reports: Sequence[Coded], rows: Sequence[dict[str, Any]], country: str, *, show: bool) -> Iterator[str]:
    """The figures of the labelled turns of each kind, over all that the reports tell, and the mistakes."""
    days = [c.report.published for c in reports if c.report and c.report.published]
    asked = Asked(dt.date.fromisoformat(max(days)), since=dt.date.fromisoformat(min(days)))
    whole, parties = network_of(reports, asked)
    found = [(t.kind, frozenset((t.who, t.whom)), t.day, t) for t in whole.turns]
    pairs: dict[int, int] = {}
    gold = [
        (r["kind"], frozenset(_party(r[end], parties, country) for end in ("who", "with")), r["date"]) for r in rows
    ]
    for n, (kind, who, day, _) in enumerate(found):
        fits = (k for k, one in enumerate(gold) if one[:2] == (kind, who) and _apart(day, one[2]) <= TURN_DAYS)
        if (k := next((k for k in fits if k not in pairs.values()), None)) is not None:
            pairs[n] = k
    for kind in sorted({row["kind"] for row in rows}):
        of = [(n, f) for n, f in enumerate(found) if f[0] == kind]
        yield _line(
            kind, {k for k, g in enumerate(gold) if g[0] == kind}, {pairs.get(n, f"too many {n}") for n, _ in of}
        )
    if show:
        yield from (f"turn missed   {rows[k]}" for k in range(len(gold)) if k not in pairs.values())
        wrong = (f[3] for n, f in enumerate(found) if n not in pairs and f[0] in {g[0] for g in gold})
        yield from (f"turn too many {t.day} {t.kind} {t.who} {t.whom} {t.evidence[0].report}" for t in wrong)


def _apart(one: str, other: str) -> int:
    """Days between two ISO days."""
    return abs((dt.date.fromisoformat(one) - dt.date.fromisoformat(other)).days)


def _line(name: str, gold: set[Any], found: set[Any]) -> str:
    """One line of precision, recall and F1 over sets."""
    both = len(gold & found)
    precision, recall = both / len(found) if found else 1.0, both / len(gold) if gold else 1.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return f"{name:14} {len(gold):5} {len(found):5} {precision:6.3f} {recall:6.3f} {f1:6.3f}"


def speed(number: int) -> Iterator[str]:
    """Seconds for the history of so many made-up facts between 300 parties over ten years."""
    facts = made_up(number)
    begin = time.perf_counter()
    history = relation_history(facts, dt.date(2025, 1, 1))
    middle = time.perf_counter()
    stand = sum(1 for _ in standing(history, dt.date(2024, 12, 31)))
    spells = sum(map(len, history.values()))
    yield f"{number} facts, {len(history)} pairs, {spells} spells in {middle - begin:.1f} s; {stand} stand at the end"
    parties = Parties(tie_rules())
    known: Mapping[str, tuple[str | None, str | None]] = {end: (None, "REB") for fact in facts for end in fact.pair}
    parties.facts.update(known)
    for end in known:
        parties.names[end].update([end])
    begin = time.perf_counter()
    whole = network(facts, parties, Asked(dt.date(2025, 1, 1), since=dt.date(2024, 1, 1)))
    seconds = time.perf_counter() - begin
    yield f"network with blocs and a year's turns: {len(whole.ties)} ties, {len(whole.turns)} turns in {seconds:.1f} s"


def made_up(number: int) -> list[TieFact]:
    """Facts by a fixed seed; a few pairs are told of very often, as in the news."""
    rng, kinds = random.Random(7), cast("tuple[TieKind, ...]", get_args(TieKind))  # noqa: S311 - made-up facts, no secret
    first, names = dt.date(2015, 1, 1).toordinal(), [f"P{n:03}" for n in range(300)]
    facts = []
    for n in range(number):
        one = min(int(rng.expovariate(0.03)), len(names) - 2)
        two = min(one + 1 + int(rng.expovariate(0.2)), len(names) - 1)
        kind = rng.choices(kinds, weights=[2, 1, 6, 1, 1, 1, 2])[0]
        origin = f"outlet {rng.randrange(200)}"
        facts.append(TieFact(first + rng.randrange(3650), kind, names[one], names[two], origin, f"r{n}", "words"))
    return facts


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="relations", description="Score relations at dates, or time their history.")
    parser.add_argument("--set", choices=SETS, default="syria", help="which labelled war (default: syria)")
    parser.add_argument("--folder", type=Path, help="a folder of reports.jsonl, relations.jsonl and sides.toml instead")
    parser.add_argument("--show", action="store_true", help="the mistakes as well")
    parser.add_argument("--speed", type=int, metavar="FACTS", help="time made-up facts instead")
    options = parser.parse_args(arguments)
    if options.speed:
        print("\n".join(speed(options.speed)))
        return 0
    folder = options.folder or SETS[options.set]
    if not (folder / "relations.jsonl").is_file():
        parser.error(f"{folder} has no relations.jsonl. Name the folder of the labelled history with --folder")
    country, coded = sides_of(folder)["country"], code(load(folder / "reports.jsonl"))
    print("\n".join(table(coded, load(folder / "relations.jsonl"), country, show=options.show)))
    if (folder / "turns.jsonl").is_file():
        print("\n".join(turns_table(coded, load(folder / "turns.jsonl"), country, show=options.show)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

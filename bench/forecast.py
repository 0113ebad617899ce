"""How good `vedette forecast` is: `python -m bench.forecast [--ideas] [--cuts N] [--draws N] [--shared FOLDER]`.

Each year of 2013-2017 is forecast from the October before (steps 3 to 14), from a history cut there, on the UCDP panel
in ../shared/bench/forecast. Printed are CRPS, ignorance and interval score by year beside four baselines, escalation
and onset with the base rate, and calibration. --ideas shows parts and variants of the model, --cuts forecasts from
every N-th other month instead, which tells whether the Octobers were lucky.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bench import forecast_scores as scores
from bench.texts import SHARED
from vedette.track.forecast import History, Model, read_history
from vedette.track.forecast.baselines import BASELINES
from vedette.track.forecast.history import month_number, month_text
from vedette.track.forecast.pool import seeded
from vedette.track.forecast.settings import Settings, settings
from vedette.track.forecast.summary import at_peace, escalates

Floats = scores.Floats
DATA = Path("forecast") / "ucdp_country_month_2010_2017.csv"
YEARS = range(2013, 2018)
FIRST, LAST = 3, 14
EARLIEST = "2012-01"
ACTIVE, CONFLICT = 1.0, 25.0
EDGES = np.array([0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9])
BAR = 40
MEASURES = {"crps": scores.crps, "ign": scores.ignorance, "mis": scores.interval_score}
Source = Callable[[History], Iterator[Floats]]


@dataclass
class Tally:
    """What one system said and what came, over all origins."""

    losses: dict[str, list[float]] = field(default_factory=lambda: {m: [] for m in MEASURES})
    escalation: list[tuple[Floats, scores.Truth]] = field(default_factory=list)
    onset: list[tuple[float, bool]] = field(default_factory=list)
    draws: list[Floats] = field(default_factory=list)
    outcomes: list[Floats] = field(default_factory=list)

    def add(self, drawn: Floats, outcome: Floats, past: Sequence[Floats]) -> None:
        """One origin: draws [unit, step, draw], outcomes [unit, step], each unit's past year."""
        for name, measure in MEASURES.items():
            self.losses[name].append(float(measure(drawn, outcome).mean()))
        for paths, came, before in zip(drawn, outcome, past, strict=True):
            if before.mean() >= ACTIVE:
                chance = escalates(paths, before).mean(axis=1)
                self.escalation.append((chance, escalates(came[:, None], before)[:, 0]))
                self.draws.append(paths)
                self.outcomes.append(came)
            if at_peace(before):
                self.onset.append((float((paths.sum(axis=0) >= CONFLICT).mean()), bool(came.sum() >= CONFLICT)))

    def escalated(self) -> tuple[scores.Truth, Floats]:
        """Truth and chances of escalation, a quarter each."""
        return np.concatenate([t for _, t in self.escalation]), np.concatenate([c for c, _ in self.escalation])

    def begun(self) -> tuple[scores.Truth, Floats]:
        """Truth and chances of onset, a year each."""
        return np.array([t for _, t in self.onset]), np.array([c for c, _ in self.onset])


def ours(draws: int, given: Settings | None = None, *, learn: bool = True) -> Source:
    """Vedette's draws of all units."""

    def source(history: History) -> Iterator[Floats]:
        """One unit after the other."""
        for _, paths in Model(history, LAST, given, learn=learn).all_paths(draws):
            yield paths[FIRST - 1 :]

    return source


def theirs(name: str, draws: int) -> Source:
    """A baseline's draws of all units."""

    def source(history: History) -> Iterator[Floats]:
        """One unit after the other."""
        for column, unit in enumerate(history.units):
            rng = seeded(history.digest(), name, unit)
            yield BASELINES[name](history, column, LAST - FIRST + 1, draws, rng)

    return source


def run(whole: History, origins: Sequence[int], systems: dict[str, Source]) -> dict[str, Tally]:
    """Forecast from each origin and tally."""
    tallies = {name: Tally() for name in systems}
    for origin in origins:
        known = whole.until(origin)
        columns = [whole.units.index(unit) for unit in known.units]
        row = origin - whole.first
        outcome = whole.deaths[row + FIRST : row + LAST + 1, columns].T
        past = [known.past(column) for column in range(len(columns))]
        for name, source in systems.items():
            tallies[name].add(np.array(list(source(known))), outcome, past)
    return tallies


def variants(draws: int) -> dict[str, Source]:
    """Parts of the model by themselves, and the model with something changed."""
    held = settings()

    def alone(member: str) -> Settings:
        """All weight on one member."""
        weights = held.pool.weights.model_copy(
            update={m: float(m == member) for m in type(held.pool.weights).model_fields}
        )
        return held.model_copy(update={"pool": held.pool.model_copy(update={"weights": weights})})

    def changed(table: str, **values: float) -> Settings:
        """Some constants changed."""
        return held.model_copy(update={table: getattr(held, table).model_copy(update=values)})

    return {
        "conflictology": theirs("conflictology", draws),
        "mixture": theirs("mixture", draws),
        "conflictology + yearly entries": ours(draws, alone("flat"), learn=False),
        "fast memory + yearly entries": ours(draws, alone("fast"), learn=False),
        "slow memory + yearly entries": ours(draws, alone("slow"), learn=False),
        "analogues + yearly entries": ours(draws, alone("analogues"), learn=False),
        "the pool, yearly entries left in": ours(draws, changed("yearly", least=1e15)),
        "the pool, no walk in the memories": ours(draws, changed("memory", drift=0.0)),
        "the pool, packaged weights": ours(draws, learn=False),
        "vedette: the pool, learned weights": ours(draws),
    }


def table(tallies: dict[str, Tally], heads: Sequence[str]) -> Iterator[str]:
    """Losses by origin."""
    wide = max(map(len, tallies)) + 1
    yield f"{'':{wide}}{'':5}" + "".join(f"{head:>9}" for head in heads) + f"{'mean':>9}"
    for measure in MEASURES:
        for name, tally in tallies.items():
            told = tally.losses[measure] if heads else []
            values = [*told, float(np.mean(tally.losses[measure]))]
            yield f"{name:{wide}}{measure:5}" + "".join(f"{value:9.3f}" for value in values)


def warnings(tallies: dict[str, Tally]) -> Iterator[str]:
    """Escalation and onset: average precision and Brier score beside the base rate."""
    wide = max(map(len, tallies)) + 1
    any_tally = next(iter(tallies.values()))
    asked = (
        ("escalation", Tally.escalated, "quarters of active countries"),
        ("onset", Tally.begun, "years of countries at peace"),
    )
    for what, pick, of in asked:
        truth, _ = pick(any_tally)
        rate = float(truth.mean())
        yield f"{what}: {len(truth)} {of}, base rate {rate:.3f}: AP {rate:.3f}, Brier {rate * (1 - rate):.4f}"
        for name, tally in tallies.items():
            truth, chances = pick(tally)
            precision, distance = scores.average_precision(truth, chances), scores.brier(truth, chances)
            yield f"  {name:{wide}}AP {precision:.3f}  Brier {distance:.4f}"


def calibration(tally: Tally) -> Iterator[str]:
    """Where outcomes fell, how often intervals held, and what became of chances."""
    draws, outcomes = np.array(tally.draws), np.array(tally.outcomes)
    yield f"calibration, {len(draws)} years of active countries (at least one death a month in the year before)"
    for what, drawn, came in (("months", draws, outcomes), ("years", draws.sum(axis=1), outcomes.sum(axis=1))):
        held = [f"{level:.0%} holds {scores.coverage(drawn, came, level):.3f}" for level in (0.5, 0.9)]
        yield f"  central interval of {what}: {', '.join(held)}"
    places = scores.pit(draws, outcomes, seeded("pit"))
    yield "  where months fell among their draws (PIT), a tenth each if calibrated"
    for n, share in enumerate(np.histogram(places, bins=10, range=(0, 1))[0] / places.size):
        yield f"  {n / 10:.1f}-{(n + 1) / 10:.1f}  {share:.3f} {'#' * round(share * 2.5 * BAR)}"
    for what, (truth, chances) in (("escalation", tally.escalated()), ("onset", tally.begun())):
        yield f"  {what}: chance told, share that came, how many"
        for told, share, many in scores.reliability(truth, chances, EDGES):
            bar = "".join(
                "*" if n == round(told * BAR) else "#" if n < round(share * BAR) else " " for n in range(BAR + 1)
            )
            yield f"  {told:.3f} {share:.3f} {many:5d}  {bar.rstrip()}"


def origins_of(cuts: int) -> tuple[list[int], list[str]]:
    """The last known months, and the heads of their columns."""
    octobers = [number for year in YEARS if (number := month_number(f"{year - 1}-10")) is not None]
    if not cuts:
        return octobers, [str(year) for year in YEARS]
    earliest = month_number(EARLIEST) or 0
    return [month for month in range(earliest, octobers[-1] + 1, cuts) if month not in octobers], []


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="forecast", description="Score vedette forecast on 2013-2017.")
    parser.add_argument("--ideas", action="store_true", help="parts and variants of the model")
    parser.add_argument("--cuts", type=int, default=0, metavar="N", help="every N-th other month as the last known")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--shared", type=Path, default=SHARED / "..", help="folder of forecast/")
    options = parser.parse_args(arguments)
    path = options.shared / DATA
    if not path.exists():
        parser.error(f"{path} is not there. Name the folder that holds {DATA} with --shared.")
    origins, heads = origins_of(options.cuts)
    whole = read_history(path, origins[-1] + LAST)
    named = {name: theirs(name, options.draws) for name in BASELINES}
    systems = variants(options.draws) if options.ideas else {"vedette": ours(options.draws), **named}
    print(
        f"{len(whole.units)} countries, from {len(origins)} months: {', '.join(map(month_text, origins))}", flush=True
    )
    tallies = run(whole, origins, systems)
    print("\n".join(table(tallies, heads)), *warnings(tallies), sep="\n")
    if not options.ideas:
        print("\n".join(calibration(tallies["vedette"])))
    return 0


if __name__ == "__main__":
    sys.exit(main())

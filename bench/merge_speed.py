"""How the cost of merging grows: `python -m bench.merge_speed [--sizes 25000 50000 100000]`.

Accounts are made up, seeded: incidents over ten years and 2,000 towns, one to eight accounts each, words drawn from a
vocabulary of 8,000 with those of the incident, its town and its actors among them. Printed are seconds, accounts a
second and the peak of memory.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence

from vedette.merge.account import Account
from vedette.merge.cluster import Clusterer
from vedette.merge.texts import Weights, background

SEED, TOWNS, DAYS, FIRST = 2026, 2_000, 3_650, 735_000
KINDS = (
    "Attack",
    "Armed clash",
    "Air/drone strike",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
)
COUNTRIES = (
    "SYR",
    "UKR",
    "SDN",
    "MLI",
    "NGA",
    "COD",
    "SOM",
    "YEM",
    "AFG",
    "MMR",
    "COL",
    "MEX",
    "IRQ",
    "PSE",
    "ETH",
    "BFA",
)


def made(size: int) -> list[Account]:
    """So many accounts."""
    drawn = random.Random(SEED)  # noqa: S311  (made-up data, the same each time)
    found: list[Account] = []
    number = 0
    while len(found) < size:
        number += 1
        found += _incident(drawn, number)
    return found[:size]


def _incident(drawn: random.Random, number: int) -> Iterator[Account]:
    """The accounts of one incident."""
    vocabulary = sorted(background())[1:]
    town, day = drawn.randrange(TOWNS), FIRST + drawn.randrange(DAYS)
    country, kind = COUNTRIES[town % len(COUNTRIES)], drawn.choice(KINDS)
    lat, lon = -30 + town % 80 + town / TOWNS, -90 + (town * 7) % 180 + town / TOWNS
    own, killed = drawn.sample(vocabulary, 12), drawn.randrange(1, 40)
    for n in range(drawn.randint(1, 8)):
        words = (*drawn.sample(own, 8), f"town{town}", *drawn.choices(vocabulary, k=60))
        yield Account(
            id=f"{number}.{n}#1", report=f"{number}.{n}", events=("e1",), family="violence", kinds=frozenset({kind}),
            place=f"geonames:{town}", lat=lat, lon=lon, reach=12.0, country=country,
            units=frozenset({f"geonames:{town}"}), first=day, last=day, dated=True,
            actors=frozenset({f"A{town % 97}"}), sides=frozenset({f"{country}REB"}),
            counts={"killed": (killed, killed + n)}, words=words, published=None, publisher=f"outlet {n}",
            chances=((day, 1.0),),
        )  # fmt: skip


def measure(size: int) -> tuple[float, int]:
    """Seconds to merge so many accounts, and into how many incidents."""
    accounts = made(size)
    begun = time.perf_counter()
    clusters = Clusterer(accounts, Weights.of(a.words for a in accounts)).run()
    return time.perf_counter() - begun, len(clusters)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(prog="merge_speed", description="How the cost of merging grows.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[25_000, 50_000, 100_000])
    for size in parser.parse_args(arguments).sizes:
        seconds, incidents = measure(size)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:8,} accounts: {seconds:6.1f} s, {size / seconds:7,.0f} a second, {incidents:,} incidents, "
              f"peak {peak:,.0f} MB", flush=True)  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())

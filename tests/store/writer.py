"""A process that adds reports to a desk, for tests that run several or kill one: writer.py WHERE FROM TO [backwards].

Prints "open", then for each report its number and whether it was new.
"""

import sys

from tests.store.made import coded
from vedette.store import open_desk


def main(where: str, first: str, end: str, *order: str) -> None:
    """Add the reports from `first` up to `end`."""
    numbers = range(int(first), int(end))
    with open_desk(where) as desk:
        print("open", flush=True)  # noqa: T201 - what it prints is its result
        for n in reversed(numbers) if order else numbers:
            print(n, desk.add(coded(n)).new, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])

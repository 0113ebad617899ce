"""Count what labelled events have together, for `vedette.code.together`: `python -m training.together`.

Writes src/vedette/data/model/together.json: of the train part of tests/corpus how many events of each PLOVER type there
are by standing (real, possible, unreal), mode and sub-event.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench import corpus
from bench.corpus import Line
from vedette.code.together import standing_of
from vedette.errors import VedetteError
from vedette.lexicon.tables import data_path

TABLE = data_path("model", "together.json")


def counted(lines: Iterable[Line]) -> dict[str, Any]:
    """How many events there are by type, standing, mode and sub-event ("" for none), in alphabetical order."""
    seen = Counter(
        (e.type, standing_of(e.status), e.mode or "", e.sub_event or "")
        for line in lines
        if line.part == "train"
        for e in line.events
    )
    table: dict[str, Any] = {}
    for (kind, standing, mode, sub_event), number in sorted(seen.items()):
        table.setdefault(kind, {}).setdefault(standing, {}).setdefault(mode, {})[sub_event] = number
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Count and write; 1 where the corpus has a mistake."""
    parser = argparse.ArgumentParser(prog="together", description="Count which labels events have together.")
    parser.add_argument("--out", type=Path, default=TABLE, help="file of the table")
    options = parser.parse_args(arguments)
    try:
        table = counted(corpus.load())
    except VedetteError as error:
        print(f"together: {error}", file=sys.stderr)
        return 1
    options.out.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{options.out}: {sum(1 for _ in options.out.open(encoding='utf-8'))} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())

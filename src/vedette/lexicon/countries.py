"""Countries: the words that stand for one, its codes and its capital.

The tables are built by scripts/build_countries.py; hand-typed additions go to data/countries/supplement.csv.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vedette.errors import DataFileError
from vedette.lexicon import tables

_CAPITAL = re.compile(
    r"(?:the )?(?:([\w. -]+?)(?:['\u2019]s)? capital(?: city)?|capital (?:city )?of (?:the )?([\w. -]+))"
)
FormKind = Literal["name", "adjective", "people", "capital", "metonym", "region", "historic"]

FORM_SCHEMA: tables.Schema = {
    "form": tables.text,
    "iso3": tables.country,
    "kind": tables.one_of("name", "adjective", "people", "capital", "metonym", "region", "historic"),
    "sector": tables.optional(tables.one_of("GOV", "MIL", "LEG", "SPY", "JUD", "COP")),
    "ambiguous": tables.flag,
    "source": tables.text,
}
CODE_SCHEMA: tables.Schema = {
    "iso3": tables.country,
    "alpha2": tables.text,
    "name": tables.text,
    "capital": tables.optional(tables.text),
}


@dataclass(frozen=True, slots=True)
class CountryForm:
    """A word for a country as the news writes it, in its own case.

    `sector` is the PLOVER sector that a metonym names ("Kremlin" GOV, "Knesset" LEG), None where it is the country's
    as a whole; `ambiguous` is true where the word often means something else ("Jordan", "Georgia", "Congress").
    """

    form: str
    iso3: str
    kind: FormKind
    sector: str | None
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class CountryCode:
    """A country's ISO 3166 codes (Kosovo: XKX and XK), display name and capital (None for an uninhabited one)."""

    iso3: str
    alpha2: str
    name: str
    capital: str | None


@dataclass(frozen=True, slots=True)
class Countries:
    """Every country by code and by every form of its name; a question about an unknown one is answered with None."""

    forms: Mapping[str, CountryForm]
    codes: Mapping[str, CountryCode]
    _alpha2: Mapping[str, str]
    _folded: Mapping[str, str]

    def name(self, iso3: str) -> str | None:
        """The display name of an alpha-3 code: "SYR" is "Syria"."""
        return self.codes[iso3].name if iso3 in self.codes else None

    def capital(self, iso3: str) -> str | None:
        """The capital of an alpha-3 code: "SYR" is "Damascus"."""
        return self.codes[iso3].capital if iso3 in self.codes else None

    def capital_meant(self, words: str) -> str | None:
        """The capital that a description stands for: "Somalia's capital", "the capital of Mali", "Malian capital"."""
        match = _CAPITAL.fullmatch(words) if "capital" in words else None  # asked of every phrase: the regex is slow
        form = self.forms.get(match.group(1) or match.group(2)) if match else None
        return self.capital(form.iso3) if form and form.kind in ("name", "adjective", "historic") else None

    def alpha2(self, iso3: str) -> str | None:
        """The alpha-2 code of an alpha-3 code: "SYR" is "SY"."""
        return self.codes[iso3].alpha2 if iso3 in self.codes else None

    def iso3(self, name_or_code: str) -> str | None:
        """The alpha-3 code of a name, former name, alpha-2 or alpha-3 code; the case of a name does not matter.

        Adjectives, peoples, capitals, regions and metonyms are no names: look those up in `forms`.
        """
        if name_or_code in self.codes:
            return name_or_code
        return self._alpha2.get(name_or_code) or self._folded.get(name_or_code.casefold())


@functools.cache
def countries() -> Countries:
    """The packaged tables, read once; raises DataFileError where one breaks its schema."""
    return load_countries(tables.data_path("countries", "codes.csv"), tables.data_path("countries", "countries.csv"))


def load_countries(codes_path: Path, forms_path: Path) -> Countries:
    """Read and cross-check the two tables: codes and forms are unique, and each form's country has its codes."""
    codes: dict[str, CountryCode] = {}
    for row in tables.read_csv(codes_path, CODE_SCHEMA):
        line = row.pop(tables.LINE)
        if row["iso3"] in codes:
            raise DataFileError(codes_path, line, f"{row['iso3']} stands twice", "Keep one row a country")
        codes[row["iso3"]] = CountryCode(**row)
    forms = _forms(forms_path, codes)
    return Countries(
        forms=forms,
        codes=codes,
        _alpha2={code.alpha2: code.iso3 for code in codes.values()},
        _folded={form.form.casefold(): form.iso3 for form in forms.values() if form.kind in ("name", "historic")},
    )


def _forms(path: Path, codes: Mapping[str, CountryCode]) -> dict[str, CountryForm]:
    """The forms by their exact words."""
    forms: dict[str, CountryForm] = {}
    for row in tables.read_csv(path, FORM_SCHEMA):
        line, form = row[tables.LINE], row["form"]
        if form in forms:
            raise DataFileError(path, line, f"{form!r} stands twice", "Run scripts/build_countries.py again")
        if row["iso3"] not in codes:
            raise DataFileError(path, line, f"{row['iso3']} is not in codes.csv", "Correct it in supplement.csv")
        forms[form] = CountryForm(form, row["iso3"], row["kind"], row["sector"], row["ambiguous"])
    return forms

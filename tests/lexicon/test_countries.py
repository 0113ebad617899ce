"""Countries: the built tables are what the script builds, and the loader answers by name, code and form."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from vedette.errors import DataFileError
from vedette.lexicon.countries import Countries, countries, load_countries

SCRIPT = Path(__file__).parents[2] / "scripts" / "build_countries.py"
CODES = "iso3,alpha2,name,capital\nSYR,SY,Syria,Damascus\n"
FORMS = "form,iso3,kind,sector,ambiguous,source\n"


@pytest.fixture(scope="module")
def known() -> Countries:
    """The packaged tables."""
    return countries()


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The build script as a module."""
    spec = importlib.util.spec_from_file_location("build_countries", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_tables_are_what_the_script_builds(script: ModuleType) -> None:
    for path, content in script.outputs().items():
        assert path.read_text(encoding="utf-8") == content, f"{path.name} is stale: run scripts/build_countries.py"


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Côte d\u2019Ivoire", ["Côte d\u2019Ivoire", "Côte d'Ivoire", "Cote d\u2019Ivoire", "Cote d'Ivoire"]),
        ("St. Kitts & Nevis", ["St. Kitts & Nevis", "Saint Kitts and Nevis", "St Kitts and Nevis"]),
        ("Chad", ["Chad"]),
    ],
)
def test_spellings(script: ModuleType, name: str, forms: list[str]) -> None:
    made = script.spellings(name)
    assert set(forms) <= set(made)
    assert len(made) == len(set(made))


@pytest.mark.parametrize(
    ("words", "iso3"),
    [
        ("Syria", "SYR"), ("syria", "SYR"), ("SY", "SYR"), ("SYR", "SYR"), ("Burma", "MMR"), ("Ivory Coast", "CIV"),
        ("Soviet Union", "RUS"), ("East Germany", "DEU"), ("Yugoslavia", "SRB"), ("Zaire", "COD"), ("DRC", "COD"),
        ("Kosovo", "XKX"), ("XK", "XKX"), ("UAE", "ARE"), ("U.S.", "USA"), ("Palestine", "PSE"), ("Turkey", "TUR"),
        ("Türkiye", "TUR"), ("Damascus", None), ("Syrian", None), ("Kremlin", None), ("Narnia", None), ("", None),
    ],
)  # fmt: skip
def test_iso3_of_names_and_codes(known: Countries, words: str, iso3: str | None) -> None:
    assert known.iso3(words) == iso3


@pytest.mark.parametrize(
    ("form", "iso3", "kind", "sector"),
    [
        ("Syrian", "SYR", "adjective", None), ("Syrians", "SYR", "people", None), ("Turks", "TUR", "people", None),
        ("Kremlin", "RUS", "metonym", "GOV"), ("Knesset", "ISR", "metonym", "LEG"),
        ("Pentagon", "USA", "metonym", "MIL"), ("Soviet", "RUS", "adjective", None),
        ("Czechoslovakia", "CZE", "historic", None), ("Darfur", "SDN", "region", None),
        ("Gaza Strip", "PSE", "region", None), ("Kyiv", "UKR", "capital", None), ("Kiev", "UKR", "capital", None),
        ("Burmese", "MMR", "adjective", None), ("Hong Kong", "HKG", "name", None), ("Taiwan", "TWN", "name", None),
        ("Palestinians", "PSE", "people", None), ("Afghans", "AFG", "people", None), ("Iraqis", "IRQ", "people", None),
        ("Nagorno-Karabakh", "AZE", "region", None), ("Icelander", "ISL", "people", None),
    ],
)  # fmt: skip
def test_forms(known: Countries, form: str, iso3: str, kind: str, sector: str | None) -> None:
    found = known.forms[form]
    assert (found.iso3, found.kind, found.sector) == (iso3, kind, sector)


def test_ambiguous_forms_are_marked(known: Countries) -> None:
    for form in ("Jordan", "Georgia", "Chad", "Congress", "Congolese", "Male", "Guinea", "Polish"):
        assert known.forms[form].ambiguous, form
    for form in ("Syria", "Iraqi", "Kremlin", "London", "Moscow", "US"):
        assert not known.forms[form].ambiguous, form


def test_no_form_is_a_regular_plural_of_what_has_none(known: Countries) -> None:
    assert not {"Chineses", "Britishs", "Frenchs", "Swisss", "Kashmir"} & set(known.forms)


def test_every_country_has_codes_and_a_name_form(known: Countries) -> None:
    assert len(known.codes) == 250
    named = {form.iso3 for form in known.forms.values() if form.kind == "name"}
    assert named == set(known.codes)
    for iso3 in known.codes:
        assert known.iso3(known.name(iso3) or "") == iso3
        assert known.iso3(known.alpha2(iso3) or "") == iso3


def test_capitals(known: Countries) -> None:
    assert [known.capital(x) for x in ("SYR", "KAZ", "MMR", "UKR", "ATA", "QQQ")] == [
        "Damascus", "Astana", "Naypyidaw", "Kyiv", None, None,
    ]  # fmt: skip
    assert known.name("QQQ") is None
    assert known.alpha2("QQQ") is None


@pytest.mark.parametrize(
    ("codes", "forms", "words"),
    [
        (CODES + "SYR,SY,Syria,Damascus\n", FORMS, "codes.csv:3: SYR stands twice"),
        (CODES, FORMS + "Syria,SYR,name,,0,x\nSyria,SYR,name,,0,x\n", "forms.csv:3: 'Syria' stands twice"),
        (CODES, FORMS + "Iraq,IRQ,name,,0,x\n", "forms.csv:2: IRQ is not in codes.csv"),
        (CODES, FORMS + "Syria,SYR,nation,,0,x\n", "forms.csv:2: column kind: 'nation'"),
    ],
)
def test_broken_tables_are_refused(tmp_path: Path, codes: str, forms: str, words: str) -> None:
    (tmp_path / "codes.csv").write_text(codes, encoding="utf-8")
    (tmp_path / "forms.csv").write_text(forms, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_countries(tmp_path / "codes.csv", tmp_path / "forms.csv")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("words", "capital"),
    [
        ("Somalia's capital", "Mogadishu"),
        ("Malian capital", "Bamako"),
        ("capital of Sudan", "Khartoum"),
        ("regional capital", None),
        ("capital of Tigray", None),
        ("venture capital", None),
    ],
)
def test_a_capital_told_by_its_country(words: str, capital: str | None) -> None:
    assert countries().capital_meant(words) == capital

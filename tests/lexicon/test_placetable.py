"""Tables with a header: columns by name, OCHA's levels, cells that are checked."""

import pytest

from vedette.lexicon.placegiven import Given, RefusedError, Unit
from vedette.lexicon.placetable import Columns, columns_of, read_cells

OCHA = ("ADM3_EN", "ADM3_AR", "ADM3_PCODE", "ADM2_EN", "ADM2_PCODE", "ADM1_EN", "ADM1_PCODE", "ADM0_EN", "ADM0_PCODE")
SUBDISTRICT = ("Qarnaba", "قرنبة", "SY020399", "Jebel Saman", "SY0203", "Aleppo", "SY02", "Syrian Arab Republic", "SY")


def known(*header: str) -> Columns:
    """The columns of a header that has all that is needed."""
    columns = columns_of(header)
    assert columns is not None
    return columns


def read(**cells: str) -> Given:
    """The place of a row, by column."""
    found = read_cells(list(cells.values()), known(*cells))
    assert found is not None
    return found


def test_columns_are_known_in_any_case_and_order() -> None:
    place = read(Type="village", LONGITUDE="37.05", Y="36.15", Site_Name="Kafr  Qarnaba", Country="syria").row
    assert (place.name, place.feature, place.country, place.lat, place.lon) == (
        "Kafr Qarnaba", "town", "SYR", 36.15, 37.05,
    )  # fmt: skip


@pytest.mark.parametrize("country", ["SY", "SYR", "sy", "Syria", "Syrian Arab Republic (the)"])
def test_a_country_by_code_or_name(country: str) -> None:
    assert read(name="Qarn", lat="36", lon="37", country=country).row.country == "SYR"


@pytest.mark.parametrize(
    ("kind", "feature"),
    [("", "town"), ("PPLX", "neighbourhood"), ("Refugee camp", "camp"), ("governorate", "admin1"), ("BASE", "base")],
)
def test_kinds_by_our_words_theirs_and_geonames(kind: str, feature: str) -> None:
    assert read(name="Qarn", lat="36", lon="37", country="SY", kind=kind).row.feature == feature


def test_numbers_as_people_write_them() -> None:
    place = read(name="Qarn", lat="36,15", lon=" 37.5 ", country="SY", population="1,200").row
    assert (place.lat, place.lon, place.population) == (36.15, 37.5, 1200)


def test_aliases_are_split_and_filed() -> None:
    place = read(name="قرنبة", lat="36", lon="37", country="SY", aliases="Qarnaba; Karnaba|Qurnaba").row
    assert set(place.names) == {"qarnaba", "karnaba", "qurnaba"}


def test_ochas_finest_level_is_the_place() -> None:
    found = read_cells(SUBDISTRICT, known(*OCHA))
    assert found is not None
    place = found.row
    assert (place.name, place.ref, place.feature, place.country) == ("Qarnaba", "pcode:SY020399", "admin2", "SYR")
    assert (place.lat, place.lon, found.level) == (None, None, 0)
    assert found.units == (Unit(1, "Aleppo", "pcode:SY02"), Unit(2, "Jebel Saman", "pcode:SY0203"))


def test_a_second_level_table_with_coordinates_and_the_older_names_of_columns() -> None:
    found = read(
        admin1Name_en="Gao", admin1Pcode="ML07", admin2Name_fr="Qarn", admin2Pcode="ML0799", admin0Name_en="Mali",
        admin2RefName="x", lat="16.2", lon="-0.1",
    )  # fmt: skip
    assert (found.row.name, found.row.ref, found.row.country, found.level) == ("Qarn", "pcode:ML0799", "MLI", 2)
    assert found.row.lat == 16.2
    assert found.units == (Unit(1, "Gao", "pcode:ML07"),)


def test_a_site_with_its_units_is_no_unit() -> None:
    found = read(name="Qarn camp", type="camp", lat="36", lon="37", ADM1_EN="Aleppo", ADM2_EN="Azaz", ADM0_PCODE="SY")
    assert (found.row.feature, found.row.country, found.level) == ("camp", "SYR", 0)
    assert [u.name for u in found.units] == ["Aleppo", "Azaz"]


def test_a_line_of_hxl_tags_is_passed_over() -> None:
    assert read_cells(["#adm3+name", "", "#adm3+code"], known(*OCHA)) is None


@pytest.mark.parametrize(
    ("column", "value", "ref", "number"),
    [
        ("id", "SY0203", "pcode:SY0203", 0),
        ("pcode", "x-17", "pcode:x-17", 0),
        ("id", "17", None, 0),
        ("id", "geonames:170063", None, 170063),
    ],
)
def test_ids(column: str, value: str, ref: str | None, number: int) -> None:
    place = read(**{"name": "Qarn", "lat": "36", "lon": "37", "country": "SY", column: value}).row
    assert (place.ref, place.id) == (ref, number)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"name": ""}, "no name"),
        ({"lat": "north"}, "latitude 'north'"),
        ({"lat": "nan"}, "latitude 'nan'"),
        ({"lon": "181"}, "longitude '181'"),
        ({"lon": ""}, "longitude ''"),
        ({"lat": "", "lon": ""}, "no coordinates"),
        ({"country": "Utopia"}, "unknown country 'Utopia'"),
        ({"country": ""}, "no country"),
        ({"kind": "moon base"}, "no kind of place"),
        ({"population": "-3"}, "no number of people"),
        ({"population": "1e400"}, "no number of people"),
        ({"pcode": "SY 02"}, "no p-code"),
        ({"name": "قرنبة"}, "no Latin letter"),
    ],
)
def test_cells_that_cannot_be_used_are_refused(cells: dict[str, str], said: str) -> None:
    whole = {"name": "Qarn", "lat": "36", "lon": "37", "country": "SY", "kind": "", "population": "", "pcode": ""}
    with pytest.raises(RefusedError, match=said) as refused:
        read(**(whole | cells))
    assert refused.value.remedy

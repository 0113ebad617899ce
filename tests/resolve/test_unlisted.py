"""Places that no table has, put in the town or unit that the text says is round them."""

import pytest

from vedette.records.place import Place
from vedette.resolve.places import PlaceQuery, PlaceResolver
from vedette.resolve.unlisted import put_in, sites_in_towns

AT = {"country": "SYR", "lat": 36.2, "lon": 37.16}
ALEPPO = Place(id="geonames:1", name="Aleppo", feature="town", admin1="Aleppo", precision="town", **AT)
PROVINCE = Place(id="admin1:SY.09", name="Aleppo", feature="admin1", admin1="Aleppo", precision="province", **AT)
UNKNOWN = Place(id="name:lanark way", name="Lanark Way")


@pytest.mark.parametrize(("kind", "start", "lat"), [("street", 20, 36.2), (None, 20, None), ("street", 500, None)])
def test_only_a_site_near_by_is_put_in_the_town(kind: str | None, start: int, lat: float | None) -> None:
    town, site = sites_in_towns([None, kind], [0, start], [ALEPPO, UNKNOWN])
    assert town is ALEPPO
    assert (site.name, site.lat) == ("Lanark Way", lat)


def test_it_is_as_exactly_known_as_what_is_round_it() -> None:
    in_town, in_province = put_in(UNKNOWN, ALEPPO), put_in(UNKNOWN, PROVINCE)
    assert (in_town.precision, in_town.feature, in_town.admin1, in_town.lat) == ("town", "point", "Aleppo", 36.2)
    assert (in_province.lat, in_province.precision, in_province.admin1) == (None, "unknown", "Aleppo")
    point = ALEPPO.model_copy(update={"precision": "point"})
    assert put_in(UNKNOWN, point).precision == "town"


@pytest.mark.parametrize(
    ("name", "inside", "name_told", "country", "precision"),
    [
        ("Zqwix market", ("Nairobi",), "Zqwix market", "KEN", "town"),
        ("Nairobi's Zqwix market", (), "Zqwix market", "KEN", "town"),
        ("Zqwix", ("Sindh",), "Zqwix", "PAK", "unknown"),
        ("Zqwix", ("Nowhere at All",), "Zqwix", None, "unknown"),
        ("Zqwix", ("Kenya",), "Zqwix", None, "unknown"),
    ],
)
def test_what_is_said_to_lie_in_a_town_or_unit(
    name: str, inside: tuple[str, ...], name_told: str, country: str | None, precision: str
) -> None:
    place = PlaceResolver().resolve([PlaceQuery(name, 0, len(name), inside)], {})[0]
    assert (place.name, place.country, place.precision) == (name_told, country, precision)
    assert (place.lat is None) is (precision == "unknown")


def test_a_road_called_by_its_ends_is_between_them() -> None:
    road = PlaceResolver().resolve([PlaceQuery("Bor-Juba road", 0, 13)], {"SSD": 1.0})[0]
    assert (road.country, road.precision) == ("SSD", "district")
    assert road.lat == pytest.approx(5.5, abs=0.4)


def test_a_district_of_which_nobody_tells_where_it_is_lies_somewhere_in_its_province() -> None:
    place = PlaceResolver().resolve([PlaceQuery("Malir District", 0, 14)], {"PAK": 1.0})[0]
    assert place.lat is not None
    assert (place.country, place.admin1) == ("PAK", "Sindh")
    assert place.precision in ("district", "province")

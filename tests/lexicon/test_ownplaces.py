"""Places of one's own: filed once under their id, tied to the packaged units, found beside the packaged places."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vedette.errors import DataFileError
from vedette.lexicon.ownplaces import OwnPlaces
from vedette.lexicon.placereading import read_rows
from vedette.lexicon.places import GAZETTEER_FILE, Gazetteer
from vedette.resolve.places import PlaceQuery, PlaceResolver

OCHA = """ADM2_EN,ADM2_PCODE,ADM1_EN,ADM1_PCODE,ADM0_EN
Qarnaba,SY0299,Aleppo,SY02,Syria
Zzyzx,SY9901,Neverland,SY99,Syria
"""
PROVINCES = """ADM1_EN,ADM1_PCODE,ADM0_EN
Idleb,SY07,Syria
"""
SITES = """name,lat,lon,country
Kafr Qarnaba,36.15,37.05,SY
Kafr Qarnaba,35.5,36.5,SY
Kafr Qarnaba,36.16,37.06,SY
"""


class Own:
    """A file of one's own, to add to and to look into."""

    def __init__(self, path: Path) -> None:
        """Begin with none."""
        self.path = path

    def add(self, text: str) -> Counter[str]:
        """Add the places of a table or dump; how many were added and renewed."""
        with OwnPlaces(self.path) as places:
            return Counter(
                places.add(row.given) for row in read_rows(text.splitlines(keepends=True), "in") if row.given
            )

    def look(self) -> Gazetteer:
        """The gazetteer with these places."""
        return Gazetteer(own=self.path)

    def rows(self) -> list[Any]:
        """All that the file holds."""
        base = sqlite3.connect(self.path)
        found = [row for table in ("places", "names", "meta") for row in base.execute(f"SELECT * FROM {table}")]  # noqa: S608
        base.close()
        return found


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """No places yet, in a folder that is not there yet."""
    return Own(tmp_path / "new" / "own.sqlite")


def test_an_added_village_is_found_with_its_units(own: Own, geonames_line: Callable[..., str]) -> None:
    assert own.add(geonames_line(99000001, "Tall Qarnabah", people=840)) == {"added": 1}
    (match,) = own.look().matches("Tal Qarnaba", loose=True)
    assert (match.entry.id, match.entry.admin1, match.unit, match.own) == (
        "geonames:99000001", "Aleppo", "admin1:SY.09", True,
    )  # fmt: skip
    assert own.look().entry("geonames:99000001") == match.entry


def test_adding_again_changes_nothing(own: Own, geonames_line: Callable[..., str]) -> None:
    dump = geonames_line(99000001, "Tall Qarnabah") + geonames_line(170062, "Aleppo Governorate", "ADM1")
    texts = (dump, OCHA, PROVINCES, SITES)
    for text in texts:
        own.add(text)
    before = own.rows()
    again = sum((own.add(text) for text in texts), Counter())
    assert set(again) == {"renewed"}
    assert own.rows() == before


def test_a_renewed_place_loses_its_old_names(own: Own, geonames_line: Callable[..., str]) -> None:
    own.add(geonames_line(99000001, "Tall Qarnabah"))
    assert own.add(geonames_line(99000001, "Brzezina")) == {"renewed": 1}
    assert not own.look().known("Tall Qarnabah")
    assert own.look().known("Brzezina")


def test_a_place_of_the_packaged_number_takes_its_stead(own: Own, geonames_line: Callable[..., str]) -> None:
    own.add(geonames_line(170063, "Aleppo", "PPLA", lat=36.5, people=5, admin1=""))
    places = own.look()
    for name in ("Aleppo", "Halab"):
        first = places.lookup(name)[0]
        assert (first.id, first.lat, first.population, first.admin1) == ("geonames:170063", 36.5, 5, "Aleppo")
    assert [m.entry.id for m in places.matches("Aleppo")].count("geonames:170063") == 1
    assert places.matches("Aleppo")[0].score == Gazetteer().matches("Aleppo")[0].score
    assert places.entry("geonames:170063") == places.lookup("Aleppo")[0]


def test_a_unit_of_the_packaged_name_takes_its_stead(own: Own) -> None:
    own.add(PROVINCES)
    places = own.look()
    units = [m for m in places.matches("Idlib province".removesuffix(" province")) if m.entry.feature == "admin1"]
    assert [m.entry.id for m in units] == ["pcode:SY07"]
    assert units[0].entry.lat is not None, "where it is only the packaged one knows"
    town = places.matches("Idlib")[0]
    assert (town.entry.feature, town.entry.admin1, town.unit) == ("town", "Idleb", "pcode:SY07")
    assert places.entry("admin1:SY.12") == places.entry("pcode:SY07") == units[0].entry


def test_units_of_two_sources_are_one(own: Own, geonames_line: Callable[..., str]) -> None:
    own.add("ADM1_EN,ADM1_PCODE,ADM0_EN\nAleppo,SY02,Syria\n")
    own.add(geonames_line(170062, "Aleppo Governorate", "ADM1", lat=36.2, lon=37.6))
    places = own.look()
    assert [e.id for e in places.lookup("Aleppo") if e.feature == "admin1"] == ["geonames:170062"]
    assert places.matches("Aleppo")[0].unit == "geonames:170062"


def test_ochas_units_are_names_with_their_containers(own: Own) -> None:
    own.add(OCHA)
    places = own.look()
    (known,), (new,) = places.matches("Qarnaba"), places.matches("Zzyzx")
    assert (known.entry.id, known.entry.admin1, known.unit) == ("pcode:SY0299", "Aleppo", "admin1:SY.09")
    assert (known.entry.lat, known.entry.lon, known.entry.precision) == (None, None, "district")
    assert (new.entry.admin1, new.unit) == ("Neverland", "pcode:SY99")
    assert not places.known("Neverland"), "a container is a label until its own table is added"


def test_namesakes_apart_get_ids_of_their_own(own: Own) -> None:
    assert own.add(SITES) == {"added": 2, "renewed": 1}
    found = {e.id: e.lat for e in own.look().lookup("Kafr Qarnaba")}
    assert found == {"own:kafr-qarnaba-SYR": 36.16, "own:kafr-qarnaba-SYR-2": 35.5}


def test_a_site_without_units_takes_the_province_of_the_nearest_town(own: Own) -> None:
    own.add("name,lat,lon,country,kind\nQarn,36.19,37.1,SYR,base\nQarn Sea,36.19,37.1,,sea\n")
    (base,), (sea,) = own.look().matches("Qarn"), own.look().matches("Qarn Sea")
    assert (base.unit, sea.unit) == ("admin1:SY.09", None)


def test_files_that_are_no_own_gazetteer_are_left_alone(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="packaged gazetteer"):
        OwnPlaces(GAZETTEER_FILE)
    other = tmp_path / "other.sqlite"
    base = sqlite3.connect(other)
    base.execute("CREATE TABLE things (a)")
    base.close()
    with pytest.raises(DataFileError, match="Move it away"):
        OwnPlaces(other)
    text = tmp_path / "text.sqlite"
    text.write_text("no database " * 500, "utf-8")
    with pytest.raises(DataFileError, match="cannot be written"):
        OwnPlaces(text)
    with pytest.raises(DataFileError, match="vedette gazetteer add"):
        Gazetteer(own=text)
    with pytest.raises(DataFileError, match="cannot be written"):
        OwnPlaces(text / "below.sqlite")


def test_the_resolver_finds_an_added_village(own: Own, geonames_line: Callable[..., str]) -> None:
    queries = [PlaceQuery("the village of Tall Qarnabah", 0, 28, ("Aleppo province",)), PlaceQuery("Aleppo", 40, 46)]
    assert PlaceResolver(Gazetteer()).resolve(queries, {"SYR": 1})[0].precision == "unknown"
    own.add(geonames_line(99000001, "Tall Qarnabah"))
    village, aleppo = PlaceResolver(own.look()).resolve(queries, {"SYR": 1})
    assert (village.id, village.admin1, village.precision) == ("geonames:99000001", "Aleppo", "town")
    assert (village.lat, village.lon) == (36.1, 37.0)
    assert aleppo.id == "geonames:170063"


def test_the_resolver_finds_a_village_in_a_unit_of_ones_own(own: Own, geonames_line: Callable[..., str]) -> None:
    own.add(geonames_line(99000001, "Tall Qarnabah", admin1="12"))
    own.add(PROVINCES)
    (village,) = PlaceResolver(own.look()).resolve(
        [PlaceQuery("Tall Qarnabah", 0, 13, ("Idlib province",))], {"SYR": 1}
    )
    assert (village.id, village.admin1) == ("geonames:99000001", "Idleb")

"""The gazetteer and its keys: spellings meet, ids round-trip, the file is sound."""

import os
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.errors import DataFileError
from vedette.lexicon.placekeys import bare_key, exact_key, fold, loose_key
from vedette.lexicon.places import GAZETTEER_FILE, Gazetteer, gazetteer


@pytest.mark.parametrize(
    "spellings",
    [
        ("Ar-Raqqah", "al Raqqah", "AL-RAQQAH", "ar Raqqah"),
        ("Ma\u2018arrat an Nu\u2018mān", "Maarrat al-Numan"),
        ("The Hague", "Hague"),
        ("St. Petersburg", "Saint Petersburg"),
        ("Łódź", "Lodz"),
    ],
)
def test_exact_key_forgives_marks_and_articles(spellings: tuple[str, ...]) -> None:
    """Case, diacritics, apostrophes, hyphens and the article's shape do not matter."""
    assert len({exact_key(s) for s in spellings}) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        ("Dayr az Zawr", "Deir ez-Zor", "Deir al-Zour"),
        ("Maarat al-Numan", "Ma'arrat an Nu'man", "Maaret al-Nouman"),
        ("Tal Rifaat", "Tel Refaat", "Tall Rif'at"),
        ("Hudaydah", "Hodeidah", "al-Hodeida"),
        ("Avdiivka", "Avdeevka", "Avdiyivka"),
        ("Zaporizhzhia", "Zaporozhye"),
        ("El Fasher", "Al-Fashir"),
        ("Qayyarah", "Kayara"),
    ],
)
def test_loose_key_forgives_romanisation(spellings: tuple[str, ...]) -> None:
    """Vowels, doubled letters, digraphs and glides do not matter."""
    assert len({loose_key(exact_key(s)) for s in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("Homs", "Hama"), ("Goma", "Gao"), ("Kherson", "Kharkiv")])
def test_loose_key_keeps_places_apart(one: str, other: str) -> None:
    """Different consonants stay different."""
    assert loose_key(exact_key(one)) != loose_key(exact_key(other))


def test_bare_key_drops_a_leading_article_only() -> None:
    """'al bab' has a bare key, 'bab' and 'tal al abyad' have none."""
    assert bare_key(exact_key("Al-Bab")) == "bab"
    assert bare_key(exact_key("Bab")) is None
    assert bare_key(exact_key("Tal al-Abyad")) is None


@given(st.text())
def test_keys_are_stable_on_any_text(text: str) -> None:
    """Keys are made of a-z, 0-9 and single spaces, and folding twice changes nothing."""
    key = fold(text)
    assert re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*|", key)
    assert fold(key) == key
    assert exact_key(exact_key(text)) == exact_key(text)
    assert " " not in loose_key(exact_key(text))


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Aleppo", "geonames:170063"), ("Halab", "geonames:170063"), ("Georgia", "country:GEO"),
        ("Red Sea", "feature:red-sea"), ("Helmand", "admin1:AF.10"), ("DR Congo", "country:COD"),
        ("Ivory Coast", "country:CIV"), ("Hmeimim", "feature:hmeimim-air-base"), ("Salvador", "geonames:3450554"),
    ],
)  # fmt: skip
def test_lookup_puts_the_best_known_first(name: str, first: str) -> None:
    """The most prominent place of a name leads."""
    assert gazetteer().lookup(name)[0].id == first


def test_loose_lookup_finds_other_romanisations_after_exact_ones() -> None:
    """A spelling that is filed nowhere is found by sound only when asked so."""
    places = gazetteer()
    assert places.lookup("Maarrit el Nouman") == ()
    assert places.lookup("Maarrit el Nouman", loose=True)[0].country == "SYR"


def test_known_needs_a_filed_spelling() -> None:
    """Case and articles do not matter, invention does."""
    places = gazetteer()
    assert places.known("al-raqqa")
    assert places.known("KYIV")
    assert not places.known("Qwrtzplin")
    assert not places.known("")


def test_entries_round_trip_and_carry_their_units() -> None:
    """An id gives back the entry that lookup gave, with province, coordinates and precision."""
    places = gazetteer()
    for name in ("Aleppo", "Syria", "Idlib", "Red Sea", "Darfur", "Kuweires"):
        entry = places.lookup(name)[0]
        assert places.entry(entry.id) == entry
    aleppo = places.entry("geonames:170063")
    assert aleppo is not None
    assert (aleppo.admin1, aleppo.country, aleppo.precision) == ("Aleppo", "SYR", "town")
    assert aleppo.lat == pytest.approx(36.2, abs=0.05)
    assert places.entry("geonames:1") is None
    assert places.entry("geonames:x") is None
    assert places.entry("feature:atlantis") is None


def test_threads_share_one_gazetteer() -> None:
    """Each thread reads through a connection of its own and gets the same answers."""
    places = Gazetteer()
    names = ["Aleppo", "Goma", "Kyiv", "Port-au-Prince"] * 50
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: places.lookup(n)[0].id, names))
    assert found == [places.lookup(n)[0].id for n in names]


def test_the_file_cannot_be_written_through_a_gazetteer() -> None:
    """The gazetteer is opened read-only."""
    with pytest.raises(DataFileError, match="readonly"):
        Gazetteer().packaged.query("DELETE FROM names WHERE key = ?", "aleppo")


def test_missing_and_broken_files_name_the_remedy(tmp_path: Path) -> None:
    """A gazetteer that is not there or is no database says what to do."""
    with pytest.raises(DataFileError, match="build_gazetteer"):
        Gazetteer(tmp_path / "none.sqlite")
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(os.urandom(4096))
    with pytest.raises(DataFileError, match="build_gazetteer"):
        Gazetteer(broken)


def test_the_file_is_sound() -> None:
    """It is small, every name has its place, and every coordinate lies on the globe."""
    assert GAZETTEER_FILE.stat().st_size < 24_500_000
    base = sqlite3.connect(f"{GAZETTEER_FILE.as_uri()}?mode=ro&immutable=1", uri=True)

    def one(sql: str) -> int:
        return int(base.execute(sql).fetchone()[0])

    assert one("SELECT count(*) FROM places WHERE feature IS NULL") > 150_000
    assert one("SELECT count(*) FROM places WHERE feature = 'country'") >= 245
    assert one("SELECT count(*) FROM places WHERE abs(lat) > 900000 OR abs(lon) > 1800000") == 0
    assert one("SELECT count(*) FROM names LEFT JOIN places ON id = place WHERE id IS NULL") == 0
    assert one("SELECT count(*) FROM places WHERE id < 0 AND ref IS NULL") == 0

"""The outlets: enough of them, from everywhere, told with their line where one is wrong."""

import csv
from pathlib import Path
from typing import get_args

import pytest

from vedette.errors import DataFileError
from vedette.lexicon.outlets import Outlet, OutletType, Ownership, load_outlets, outlets
from vedette.lexicon.tables import data_path

GOOD = """\
[[outlet]]
id = "north-post"
name = "North Post"
aliases = ["NP"]
credits = ["N.P."]
feed = "https://north.example/feed"
home = "https://north.example"
country = "SYR"
language = "ar"
ownership = "private"
type = "newspaper"
note = "Invented."
verified = false
"""


def test_there_are_enough_of_every_kind_and_from_everywhere() -> None:
    every = list(outlets().by_id.values())
    assert len(every) >= 150
    assert {outlet.type for outlet in every} == set(get_args(OutletType))
    assert {outlet.ownership for outlet in every} == set(get_args(Ownership))
    assert len({outlet.country for outlet in every}) > 60
    assert sum(outlet.where[0] == "feed" for outlet in every) >= 150
    wars = {"SYR", "LBN", "PSE", "ISR", "YEM", "IRQ", "SDN", "SSD", "ETH", "SOM", "COD", "CAF", "MLI", "BFA", "NER",
            "NGA", "MOZ", "UKR", "RUS", "MMR", "AFG", "PAK", "PHL", "COL", "HTI", "MEX"}  # fmt: skip
    assert wars <= {outlet.country for outlet in every}


def test_nothing_was_tried_from_here() -> None:
    # set to true where a feed was fetched and read; then this test goes
    assert not any(outlet.verified for outlet in outlets().by_id.values())


def test_notes_are_one_line_and_addresses_differ() -> None:
    every = list(outlets().by_id.values())
    assert all("\n" not in outlet.note and outlet.note.endswith(".") and len(outlet.note) < 160 for outlet in every)
    addresses = [outlet.where[1] for outlet in every]
    assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize(
    "name", ["sohr", "SOHR", "Syrian Observatory for Human Rights", " syrian observatory for human rights "]
)
def test_an_outlet_is_found_by_any_of_its_names(name: str) -> None:
    found = outlets().find(name)
    assert found is not None
    assert (found.id, found.type) == ("sohr", "monitor")
    assert outlets().find("Nowhere Gazette") is None


def test_credits_lead_to_the_name_that_records_keep() -> None:
    told = outlets().credits()
    assert (told["afp"], told["reuters"], told["npa"]) == ("Agence France-Presse", "Reuters", "North Press Agency")
    assert "haaretz" not in told  # relied on by name, never by a credit line of one word


def test_the_registry_of_actors_does_not_contradict_where_they_are() -> None:
    with data_path("actors", "bodies.csv").open(encoding="utf-8", newline="") as lines:
        media = [row for row in csv.DictReader(lines) if row["kind"] == "JRN"]
    shared = [(row, found) for row in media if (found := outlets().find(row["name"]))]
    assert len(shared) > 60
    for row, found in shared:  # the registry gives some exile outlets the country that they tell of
        assert row["country"] in (found.country, *found.covers, {"rferl": "USA"}.get(found.id)), found.id


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ('country = "SYR"', 'country = "SYX"', 8, "outlet.country: 'SYX' is no ISO 3166"),
        ('language = "ar"', 'covers = ["SYX"]\nlanguage = "ar"', 9, "outlet.covers: 'SYX' is no ISO 3166"),
        ('language = "ar"', 'language = "Arabic"', 9, "outlet.language: 'Arabic' is no ISO 639-1"),
        ('ownership = "private"', 'ownership = "rich"', 10, "outlet.ownership: Input should be"),
        ('feed = "https', 'feed = "gopher', 6, "is no http or https address"),
        ("feed = ", "fed = ", 6, r"outlet\.fed is no known key. Did you mean 'feed'"),
        ('home = "https://north.example"\n', "", 1, "outlet.home is missing"),
        ('id = "north-post"', 'id = "North Post"', 2, "is no id of a-z"),
        ("verified = false", "verified = maybe", 13, "is not TOML"),
        ("[[outlet]]", "[[outlets]]", 1, "outlets is no known key. Did you mean 'outlet'"),
    ],
)
def test_a_broken_outlet_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, problem: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(DataFileError, match=problem) as told:
        load_outlets([path])
    assert str(told.value).startswith(f"{path}:{line}: ")


@pytest.mark.parametrize(
    ("second", "line", "problem"),
    [
        (GOOD, 16, "'north-post' is another outlet's already"),
        (GOOD.replace("north-post", "n-p").replace("North Post", "Other"), 17, "'np' is another outlet's already"),
    ],
)
def test_two_outlets_of_one_name_are_told(tmp_path: Path, second: str, line: int, problem: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(f"{GOOD}\n{second}", "utf-8")
    with pytest.raises(DataFileError, match=problem) as told:
        load_outlets([path])
    assert f":{line}: " in str(told.value)


def test_the_readme_beside_the_files_names_every_key_and_word() -> None:
    text = data_path("outlets", "README.md").read_text("utf-8")
    for word in (*Outlet.model_fields, *get_args(Ownership), *get_args(OutletType)):
        assert f"`{word}`" in text, word

"""Where two countries meet."""

import math
from pathlib import Path

import pytest

from vedette.errors import DataFileError
from vedette.lexicon.countries import countries
from vedette.pipeline import Pipeline
from vedette.records import Report
from vedette.resolve.frontiers import LONG_KM, frontier_of, frontiers, is_frontier


def test_the_table_has_neighbours_that_are_countries_and_points_on_the_globe() -> None:
    table = frontiers()
    assert len(table) > 300
    for pair, line in table.items():
        assert len(pair) == 2
        assert all(countries().name(code) for code in pair)
        assert math.hypot(line.lat / 90, line.lon / 180) < 1.5
        assert line.km > 0


def test_a_wrong_table_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "frontiers.csv"
    path.write_text("country,other,lat,lon,km\nBLR,POL,north,23.4,339\n", encoding="utf8")
    with pytest.raises(DataFileError, match=r"frontiers\.csv.*2"):
        frontiers(path)


@pytest.mark.parametrize(
    ("said", "report", "place", "side"),
    [
        (["BLR"], {"BLR": 1, "POL": 2}, "frontier:BLR-POL", "POL"),
        (["KHM", "THA"], {"KHM": 1, "THA": 1, "LAO": 5}, "frontier:KHM-THA", "KHM"),
        (["SYR"], {"TUR": 3, "IRQ": 1, "USA": 9}, "frontier:SYR-TUR", "TUR"),
        (["SYR"], {"TUR": 1, "IRQ": 1}, None, None),
        (["SDN"], {"USA": 1}, None, None),
        ([], {"USA": 1}, None, None),
    ],
)
def test_the_neighbour_is_the_one_that_is_told(
    said: list[str], report: dict[str, float], place: str | None, side: str | None
) -> None:
    found = frontier_of(said, report)
    assert (found.id if found else None, found.country if found else None) == (place, side)


def test_a_long_frontier_is_known_by_its_countries_only() -> None:
    short, long = frontier_of(["BLR"], {"POL": 1.0}), frontier_of(["RUS"], {"UKR": 1.0})
    assert short is not None
    assert long is not None
    assert (short.precision, long.precision) == ("province", "country")
    assert frontiers()[frozenset(("RUS", "UKR"))].km > LONG_KM


def test_words_that_name_a_border() -> None:
    assert is_frontier("the Belarus Frontier")
    assert not is_frontier("Borderland")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Turkish troops were massing on the Syrian border on Monday.", "frontier:SYR-TUR"),
        ("Iraqi police killed two smugglers near the border with Iran.", "frontier:IRN-IRQ"),
        ("Rebels attacked a post on the Sudanese border.", "country:SDN"),
        ("American armour was massing in the Kuwaiti desert.", "country:KWT"),
        ("Gunmen killed six soldiers in the border town of Azaz.", "geonames:172082"),
    ],
)
def test_borders_in_reports(text: str, place: str) -> None:
    (coded,) = Pipeline().code([Report(id="r", text=text, published="2024-12-06")])
    assert {e.place.ref for e in coded.events if e.place} == {place}

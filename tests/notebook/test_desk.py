"""Desks from Python: `vedette.add` and `vedette.incidents`."""

from pathlib import Path

import pytest

import vedette as v
from vedette.pipeline import Pipeline

RAID = "Gunmen on motorbikes attacked the market of Djibo in Burkina Faso on Tuesday and killed at least nine traders."
SHELLING = "Rebels shelled the town of Idlib in Syria on Friday, killing three people, the governor said."


@pytest.fixture
def desk(pipeline: Pipeline, where: str) -> str:
    """A desk with a raid and a shelling, in a folder and on a server."""
    coded = v.code(
        [{"id": "a", "text": RAID}, {"id": "b", "text": SHELLING}], published="2024-03-15", pipeline=pipeline
    )
    assert v.add(where, coded) == v.Kept(new=2, known=0, incidents=2)
    return where


def test_reports_are_kept_once_and_what_failed_is_told(desk: str, pipeline: Pipeline) -> None:
    again = v.code([RAID, ""], published="2024-03-15", pipeline=pipeline)
    kept = v.add(desk, again)
    assert (kept.new, kept.known, kept.incidents) == (0, 1, 0)
    assert kept.failed[0][0] == "item 2"
    assert v.add(desk, v.code(RAID, pipeline=pipeline)).known == 1


def test_incidents_are_asked_by_any_name(desk: str) -> None:
    assert len(v.incidents(desk)) == 2
    for asked in ({"country": "Syria"}, {"country": "sy"}, {"place": "Idlib"}, {"min_killed": 5}, {"status": "new"}):
        assert v.incidents(desk, **asked), asked
    assert [one.country for one in v.incidents(desk, country="Burkina Faso")] == ["BFA"]
    assert len(v.incidents(desk, limit=1)) == 1
    assert v.incidents(desk, search="motorbikes")[0].country == "BFA"
    with v.open_desk(desk) as held:
        assert len(v.incidents(held, day_from="2024-03-01", day_to="2024-03-31")) == 2
        assert len(v.incidents(held, as_of="2000-01-01")) == 0


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"country": "Syira"}, r"country 'Syira' is no country. Did you mean Syria\? Write its ISO code"),
        ({"type": "asault"}, r"Did you mean ASSAULT\?"),
        ({"sub_event": "Armed clsh"}, r"Did you mean Armed clash\?"),
        ({"status": "hapened"}, r"Did you mean happened\?"),
        ({"contry": "SYR"}, r"there is no filter 'contry'. Did you mean country\?"),
        ({"day_from": "1 May"}, "day_from '1 May' is no date. Write it as YYYY-MM-DD"),
    ],
)
def test_what_is_misspelt_is_answered_with_what_is_near(asked: dict[str, str], told: str, tmp_path: Path) -> None:
    with pytest.raises(v.AskedError, match=told):
        v.incidents(tmp_path, **asked)  # type: ignore[arg-type]


def test_without_a_desk_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(v.StoreError, match="there is no desk at"):
        v.incidents(tmp_path / "none")


def test_the_settings_of_the_folder_say_where_the_database_is(tmp_path: Path, pipeline: Pipeline) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "vedette.toml").write_text('database = "kept.sqlite"\n', "utf-8")
    v.add(home, v.code(SHELLING, published="2024-03-15", pipeline=pipeline))
    assert (home / "kept.sqlite").is_file()
    assert len(v.incidents(home)) == 1
    (home / "vedette.toml").write_text("database = 3\n", "utf-8")
    with pytest.raises(v.DataFileError, match="database"):
        v.incidents(home)


def test_incidents_can_be_cut_and_told(desk: str) -> None:
    found = v.incidents(desk)
    assert isinstance(found[:1], v.Incidents)
    assert len(found[:1]) == 1
    assert "2 of" in repr(found)
    assert len(found.to_geojson()["features"]) == len(found.to_dicts()) == 2
    assert "Djibo" in found._repr_html_()

"""Maps: no mark finer than what is known, every incident counted, foreign texts as texts, nothing loaded."""

import json
import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
import resvg_py
from lxml import etree

from tests.export.samples import ABOUT, BATTLE, IDLIB, LIVE, PLAN, SYRIA, WHOLE
from vedette.export import ExportError
from vedette.export.atlas import countries
from vedette.export.crosswalk import regions
from vedette.export.kinds import kinds
from vedette.export.mapping import beside, legend, size, view
from vedette.export.picture import png, svg, unwrapped
from vedette.export.webmap import page
from vedette.records import Incident, Toll

SVG = "{http://www.w3.org/2000/svg}"


def there(ident: str, precision: str = "town", **change: Any) -> Incident:
    """An incident in Idlib."""
    place = IDLIB.model_copy(update={"precision": precision})
    return WHOLE.model_copy(update={"id": ident, "place": place} | change)


def test_the_atlas_has_the_outlines_of_nearly_all_countries() -> None:
    codes = {one.iso3 for one in countries()}
    assert len(codes - {None}) > 230
    assert codes - {None} <= set(regions())
    (syria,) = [one for one in countries() if one.iso3 == "SYR"]
    lons, lats = zip(*syria.polygons[0][0], strict=True)
    assert (35 < min(lons) < 36, 42 < max(lons) < 43, 32 < min(lats) < 33, 37 < max(lats) < 38) == (True,) * 4
    assert syria.polygons[0][0][0] == syria.polygons[0][0][-1]


def test_an_outline_goes_on_beyond_the_date_line() -> None:
    (russia,) = [one for one in countries() if one.iso3 == "RUS"]
    whole = [list(unwrapped(ring)) for polygon in russia.polygons for ring in polygon]
    assert max(abs(a[0] - b[0]) for ring in whole for a, b in pairwise(ring)) < 180


def test_each_incident_has_a_mark_or_is_counted() -> None:
    shown = view(LIVE, ABOUT)
    assert [mark.id for mark in shown.marks] == ["i1", "i4", "i5"]
    assert shown.countries == Counter({"SYR": 2})
    assert shown.nowhere == 2
    assert shown.shown == len(LIVE) == sum(number for _, number in legend(shown))
    assert beside(shown) == ["2 known by the country alone (shaded): Syria 2", "2 of which no place is known"]


def test_what_is_known_by_its_country_has_no_mark_though_there_are_coordinates() -> None:
    assert SYRIA.lat is not None
    shown = view([BATTLE], ABOUT)
    assert shown.marks == []
    drawn = etree.fromstring(svg(shown).encode())
    fills = Counter(path.get("fill") for path in drawn.iter(f"{SVG}path"))
    assert fills["#e8d5b0"] == 1
    assert "Syria (1)" in svg(shown)


def test_a_province_has_a_reach_and_a_town_has_none() -> None:
    shown = view([there("a", "province"), there("b", "district"), there("c")], ABOUT)
    assert {mark.id: mark.reach for mark in shown.marks} == {"a": 60.0, "b": 20.0, "c": 0.0}
    assert svg(view([there("a", "province")], ABOUT)).count("<circle") == 2, "the reach, and its line in the legend"
    assert "<circle" not in svg(view([there("c")], ABOUT))


def test_marks_of_one_spot_are_set_apart_and_large_ones_lie_beneath() -> None:
    many = [there(f"i{n}", tolls=(Toll(of="killed", low=n, best=n, high=n),)) for n in range(12)]
    shown = view(many, ABOUT)
    assert len({(mark.dx, mark.dy) for mark in shown.marks}) == 12
    assert [mark.killed for mark in shown.marks] == sorted(range(12), reverse=True)
    assert size(0) < size(1) < size(10) < size(100) < size(1000) <= size(10**9)


def test_the_picture_is_a_picture_and_has_shapes_for_all_kinds() -> None:
    drawn = etree.fromstring(svg(view(LIVE, ABOUT)).encode())
    shapes = {path.get("d") for path in drawn.iter(f"{SVG}path")}
    for kind in (view(LIVE, ABOUT).marks[0].kind, kinds().threat):
        assert kinds().shapes[kind.shape] in shapes
    told = [text.text for text in drawn.iter(f"{SVG}text")]
    assert "Incidents in Syria" in told
    assert "Strike, shelling, explosion: 1" in told
    data = png(svg(view([WHOLE], ABOUT)), zoom=0.5)
    assert data.startswith(b"\x89PNG\r\n")
    assert len(data) > 5000


def test_without_a_font_there_is_no_picture_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    real = resvg_py.svg_to_bytes

    def bare(**told: Any) -> bytes:
        return bytes(real(**told | {"skip_system_fonts": True}))

    monkeypatch.setattr(resvg_py, "svg_to_bytes", bare)
    with pytest.raises(ExportError, match="this machine has none"):
        png(svg(view([WHOLE], ABOUT)))


def test_foreign_texts_stay_texts() -> None:
    evil = "</script><script>alert(1)</script><!-- <b> & \x00"
    told = tuple(one.model_copy(update={"quote": evil}) for one in WHOLE.told)
    shown = view([there("a", title=evil, told=told)], ABOUT)
    etree.fromstring(svg(shown).encode())
    made = page(shown)
    assert "<script>alert" not in made
    assert made.count("</script>") == made.count("<script ") + made.count("<script>") == 6
    (marks,) = re.findall(r'id="marks">(.*?)</script>', made, re.DOTALL)
    assert json.loads(marks)["features"][0]["title"] == evil


def test_no_address_that_runs_is_linked() -> None:
    source = WHOLE.sources[0].model_copy(update={"url": "javascript:alert(1)"})
    made = page(view([there("a", sources=(source,))], ABOUT.__class__(made_at=ABOUT.made_at)))
    assert "javascript:alert" not in made


def test_the_page_loads_nothing_and_tells_all_marks_in_a_table() -> None:
    shown = view([*LIVE, PLAN.model_copy(update={"place": IDLIB})], ABOUT)
    made = page(shown)
    assert not re.search(r"<(?:link|img|iframe|script[^>]*\bsrc)\b", made)
    assert "default-src 'none'" in made
    assert made.count("<tr><td>") == len(shown.marks)
    assert "Copyright (c) 2023, MapLibre contributors" in made
    assert "import.meta" not in re.sub(r'id="worker">.*?</script>', "", made, flags=re.DOTALL)
    (outlines,) = re.findall(r'id="outlines">(.*?)</script>', made, re.DOTALL)
    shaded = [one["properties"]["name"] for one in json.loads(outlines)["features"] if one["properties"]["number"]]
    assert shaded == ["Syria"]

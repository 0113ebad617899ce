"""What the map and the timeline draw: every incident once, none nearer than it is told."""

from collections.abc import Callable
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from tests.serve.conftest import Browser
from vedette.records.vocabulary import PloverType, SubEvent
from vedette.serve.api.mapping import _joined
from vedette.serve.families import families, family_of
from vedette.store.incident_map import Cell

Come = Callable[..., Browser]
CELLS = st.lists(
    st.builds(
        Cell,
        x=st.integers(0, 6),
        y=st.integers(0, 6),
        lon=st.floats(-180, 180),
        lat=st.floats(-85, 85),
        sub_event=st.sampled_from([None, "Armed clash", "Attack"]),
        type=st.sampled_from([None, "ASSAULT", "AID"]),
        number=st.integers(1, 50),
        killed=st.integers(0, 500),
        one=st.just("i1"),
    ),
    max_size=40,
)


@given(CELLS, st.floats(0.01, 60))
def test_joining_squares_loses_no_incident_and_no_death(cells: list[Cell], step: float) -> None:
    found = _joined(cells, step)
    assert sum(one["count"] for one in found) == sum(cell.number for cell in cells)
    assert sum(one["killed"] for one in found) == sum(cell.killed for cell in cells)
    assert all(sum(one["families"].values()) == one["count"] for one in found)
    assert all((one["id"] is None) == (one["count"] != 1) for one in found)


def test_every_kind_has_one_family() -> None:
    assert family_of("ASSAULT", None).key == "attack"
    assert family_of("ASSAULT", "Armed clash").key == "fighting"
    assert family_of(None, None).key == "other"
    listed = [kind for one in families().values() for kind in (*one.sub_events, *one.types)]
    assert sorted(listed) == sorted([*get_args(SubEvent), *get_args(PloverType)])


def test_the_map_and_the_timeline_count_what_the_list_counts(browser: Come) -> None:
    come = browser("reader")
    for query in ("", "family=strike", "country=SYR", "from=2024-11-26", "family=talks"):
        told = come.get(f"/api/v1/map?zoom=5&{query}").json()
        listed = come.get(f"/api/v1/incidents?limit=1000&{query}").json()["items"]
        assert sum(one["count"] for one in told["clusters"]) + sum(area[5] for area in told["areas"]) == len(listed)
    days = come.get("/api/v1/timeline").json()
    whole = come.get("/api/v1/incidents?limit=1000").json()["items"]
    assert sum(day[1] for day in days["days"]) + days["undated"] == len(whole)


def test_what_is_seen_is_a_box(browser: Come) -> None:
    come = browser("reader")
    assert come.get("/api/v1/map?view=0,0,1,1").json()["clusters"] == []
    assert come.get("/api/v1/map?view=170,-60,-170,60").status_code == 200
    assert come.get("/api/v1/map?view=nonsense").status_code == 422
    assert come.get("/api/v1/map?family=nonsense").status_code == 422


def test_the_data_of_the_map_is_not_sent_twice(browser: Come) -> None:
    come = browser("reader")
    tag = come.get("/api/v1/map").headers["etag"]
    assert come.get("/api/v1/map", headers={"if-none-match": tag}).status_code == 304


def test_the_card_of_a_cluster_is_escaped_and_bounded(browser: Come) -> None:
    come = browser("reader")
    assert "incident" in come.page("/map/card?view=36,35,37,36")
    assert come.get("/map/card?view=1").status_code == 422


def test_network_tempo_and_forecast_are_there(browser: Come) -> None:
    come = browser("reader")
    assert "Tempo" in come.page("/tempo?by=place")
    assert "no history" in come.page("/forecast")
    assert "network" in come.page("/network?at=2024-12-01")
    assert come.get("/network?at=nonsense").status_code == 422
    assert come.get("/tempo?by=nonsense").status_code == 422

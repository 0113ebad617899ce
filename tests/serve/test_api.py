"""The API: filters, pages, changes with tombstones, ETags, packing; features for maps; the client; its description."""

import json
import string
from collections.abc import Callable, Iterator
from typing import Any, cast

import httpx
import pytest
from fastapi import FastAPI

from tests.serve.conftest import BASE, Browser
from tests.store.made import IDLIB, TEXT, coded, shelling
from vedette.client import Client, ClientError, Gone
from vedette.merge import judgements
from vedette.merge.current import refresh
from vedette.merge.desking import assign_new, state_of
from vedette.records import Incident, Signature
from vedette.serve import keys
from vedette.serve.api.features import as_30
from vedette.store import Desk

Come = Callable[..., Browser]
SIGNED = Signature(at="2026-01-01T00:00:00Z", who="ada", by="person")


def another_text(n: int) -> str:
    """TEXT behind so many other words that it is no copy."""
    letters = string.ascii_lowercase
    words = (f"{letters[n]}{letters[k % 26]}{letters[k // 26]}word" for k in range(90))
    return f"{' '.join(words)}. {TEXT}"


@pytest.fixture
def many(desk: Desk) -> Desk:
    """A desk with reports of a dozen days."""
    for day in range(1, 13):
        text, iso = another_text(day), f"2024-03-{day:02}"
        known = shelling(text).when
        assert known is not None
        when = known.model_copy(update={"start": iso, "end": iso})
        desk.add(coded(100 + day, text=text, events=(shelling(text, when=when),), published=iso))
    assign_new(desk)
    refresh(desk)
    return desk


@pytest.fixture
def reader(serve: Callable[..., FastAPI]) -> Browser:
    """Anybody, on a public desk."""
    return Browser(serve(public=True), base_url=BASE)


def paged(come: Browser, address: str) -> Iterator[dict[str, Any]]:
    """The items of all pages."""
    following: str | None = address
    while following:
        page = come.get(following).json()
        yield from page["items"]
        following = page["next"]


@pytest.mark.parametrize("order", ["newest", "importance", "review", "changed"])
def test_pages_give_every_incident_once(many: Desk, reader: Browser, order: str) -> None:
    found = [item["id"] for item in paged(reader, f"/api/v1/incidents?limit=2&order={order}")]
    assert len(found) == len(set(found)) == len(many.incidents())
    assert all(Incident.model_validate(item) for item in paged(reader, "/api/v1/incidents?limit=5"))


@pytest.mark.usefixtures("many")
def test_filters_are_those_of_the_desk(reader: Browser) -> None:
    def asked(query: str) -> set[str]:
        return {item["id"] for item in paged(reader, f"/api/v1/incidents?{query}")}

    every = asked("")
    march = asked("from=2024-03-01&to=2024-03-31")
    assert len(march) == 12 or len(march) > 5
    assert march < every
    assert asked("country=Syria&min_killed=12") >= march
    assert asked("country=MLI") == set()
    assert asked("place=geonames:169389") >= march
    assert asked("bbox=36,35,37,36.5") == asked("place=Idlib")
    assert asked("bbox=-10,10,0,20") == set()
    assert asked("q=shelled") == every
    assert asked("q=nonsense") == set()
    for wrong in (
        "country=Narnia",
        "bbox=1,2,3",
        "bbox=0,50,10,40",
        "type=PICNIC",
        "limit=0",
        "from=yesterday",
        "limit=99999",
    ):
        answer = reader.get(f"/api/v1/incidents?{wrong}")
        assert answer.status_code == 422, wrong
        assert answer.headers["content-type"] == "application/problem+json"
    for wrong in ("after=none", "changed_since=yesterday", 'q="'):
        assert reader.get(f"/api/v1/incidents?{wrong}").status_code == 400, wrong


def test_changes_tell_what_was_merged_and_retracted(many: Desk, reader: Browser) -> None:
    page = reader.get("/api/v1/incidents?limit=1000").json()
    until, ids = page["until"], [item["id"] for item in page["items"]]
    assert list(paged(reader, f"/api/v1/incidents?changed_since={until}")) == []
    many.judge(judgements.merge_incidents(state_of(many), [ids[0]], ids[1], SIGNED))
    many.judge(judgements.retract(state_of(many), ids[2], SIGNED))
    refresh(many)
    changed = {item["id"]: item for item in paged(reader, f"/api/v1/incidents?changed_since={until}&limit=1")}
    assert set(changed) == set(ids[:3])
    assert (changed[ids[0]]["tombstone"], changed[ids[0]]["merged_into"]) == (True, ids[1])
    assert (changed[ids[2]]["standing"], changed[ids[2]]["merged_into"]) == ("retracted", None)
    assert "tombstone" not in changed[ids[1]]


def test_what_has_not_changed_is_not_sent_again(many: Desk, reader: Browser) -> None:
    for address in (
        "/api/v1/incidents",
        "/api/v1/spots",
        f"/api/v1/incidents/{many.incidents()[0]}",
        "/ogc/collections/incidents/items",
    ):
        answer = reader.get(address)
        again = reader.get(address, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), address
    before = reader.get("/api/v1/incidents").headers["etag"]
    many.judge(judgements.confirm(state_of(many), many.incidents()[0], SIGNED))
    refresh(many)
    assert reader.get("/api/v1/incidents").headers["etag"] != before


@pytest.mark.usefixtures("many")
def test_long_answers_are_packed(reader: Browser) -> None:
    assert reader.get("/api/v1/incidents", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"


def test_reports_actors_places_and_what_is_tracked(many: Desk, reader: Browser) -> None:
    reports = list(paged(reader, "/api/v1/reports?limit=4"))
    assert len(reports) == len(many.reports())
    whole = reader.get(f"/api/v1/reports/{reports[0]['id']}").json()
    assert whole["coded"]["report"]["text"].startswith("Rebels")
    assert whole["incidents"]
    assert reader.get("/api/v1/actors/HTS").json()["name"] == "Hayat Tahrir al-Sham"
    assert reader.get("/api/v1/actors?q=HTS").json()["items"][0]["id"] == "HTS"
    assert reader.get("/api/v1/places/geonames:169389").json()["incidents"] >= 1
    assert reader.get("/api/v1/places?q=Idlib").json()["items"]
    assert reader.get("/api/v1/control").json()["type"] == "FeatureCollection"
    assert reader.get("/api/v1/network?at=2024-11-30").json()["at"] == "2024-11-30"
    tempo = reader.get("/api/v1/tempo?by=country&weeks=4").json()
    assert len(tempo["starts"]) == 4
    assert reader.get("/api/v1/forecast").status_code == 404


def test_spots_are_rows_for_a_map(many: Desk, reader: Browser) -> None:
    told = reader.get("/api/v1/spots?limit=3").json()
    assert told["more"] is True
    assert [len(row) for row in told["rows"]] == [len(told["columns"])] * 3
    assert {"id", "lat", "lon", "precision"} <= set(told["columns"])
    assert reader.get("/api/v1/spots").json()["more"] is (len(many.incidents()) > 5000)


# -- features


def test_features_are_linked_from_the_landing_page_on(many: Desk, reader: Browser) -> None:
    landing = reader.get("/ogc").json()
    links = {link["rel"]: link["href"] for link in landing["links"]}
    assert {"self", "service-desc", "conformance", "data"} <= set(links)
    assert all(
        uri.startswith("http://www.opengis.net/spec/") for uri in reader.get(links["conformance"]).json()["conformsTo"]
    )
    (collection,) = reader.get(links["data"]).json()["collections"]
    items = next(link["href"] for link in collection["links"] if link["rel"] == "items")
    seen: list[str] = []
    following: str | None = f"{items}?limit=3"
    while following:
        page = reader.get(following)
        assert page.headers["content-type"] == "application/geo+json"
        told = page.json()
        seen += [feature["id"] for feature in told["features"]]
        assert told["numberReturned"] == len(told["features"])
        assert told["numberMatched"] == len(many.incidents())
        following = next((link["href"] for link in told["links"] if link["rel"] == "next"), None)
    assert len(seen) == len(set(seen)) == len(many.incidents())
    feature = reader.get(f"{items}/{seen[0]}").json()
    assert feature["geometry"]["coordinates"] == [36.63, 35.93]


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("query", "some"),
    [
        ("datetime=2024-03-05", True), ("datetime=2024-03-05T12:00:00Z", True),
        ("datetime=2024-03-01/2024-03-31", True), ("datetime=2024-03-01/..", True),
        ("datetime=../2024-02-01", False), ("datetime=2023-01-01/2023-02-01", False),
        ("bbox=36,35,37,36.5", True), ("bbox=36,35,0,37,36.5,100", True), ("bbox=0,0,1,1", False),
        ("bbox=36,35,37,36.5&datetime=2024-03-05", True),
    ],
)  # fmt: skip
def test_features_are_found_by_box_and_time(reader: Browser, query: str, some: bool) -> None:  # noqa: FBT001 - a parameter
    told = reader.get(f"/ogc/collections/incidents/items?{query}").json()
    assert bool(told["features"]) is some


@pytest.mark.parametrize(
    "wrong", ["datetime=soon", "datetime=..", "datetime=2024-13-01", "datetime=1/2/3", "bbox=a", "limit=0"]
)
def test_what_is_no_box_or_time_is_refused(reader: Browser, wrong: str) -> None:
    assert reader.get(f"/ogc/collections/incidents/items?{wrong}").status_code in (400, 422)


def test_what_is_known_to_a_country_alone_has_no_point(desk: Desk, reader: Browser) -> None:
    text = another_text(20)
    when = shelling(text).when
    assert when is not None
    event = shelling(text, when=when.model_copy(update={"start": "2023-05-09", "end": "2023-05-09"}))
    wide = coded(60, text=text, events=(event,), published="2023-05-09")
    desk.add(wide.model_copy(update={"places": (IDLIB.model_copy(update={"precision": "country"}),)}))
    assign_new(desk)
    refresh(desk)
    told = reader.get("/ogc/collections/incidents/items").json()
    undrawn = [one for one in told["features"] if one["properties"]["precision"] == "country"]
    assert undrawn
    assert all(one["geometry"] is None for one in undrawn)


def test_the_description_of_features_is_of_openapi_3_0(reader: Browser) -> None:
    told = reader.get("/ogc/api").json()
    assert told["openapi"].startswith("3.0")
    assert '"null"' not in json.dumps(told)
    assert {"/ogc", "/ogc/collections/{name}/items"} <= set(told["paths"])
    assert as_30({"anyOf": [{"type": "string"}, {"type": "null"}], "title": "x"}) == {
        "type": "string",
        "nullable": True,
        "title": "x",
    }
    assert as_30({"const": "a"}) == {"enum": ["a"]}


# -- the client


@pytest.fixture
def client(app: FastAPI) -> Client:
    """A client with a token that may read and judge."""
    found = app.state.web.accounts.find("editor")
    token = keys.new_token()
    app.state.web.accounts.add_token(found.id, keys.digest(token), "client", ["read", "judge"])
    return Client(BASE, token, http=cast("httpx.Client", Browser(app, base_url=BASE)))


def test_the_client_reads_follows_changes_and_judges(many: Desk, client: Client) -> None:
    found = list(client.incidents(limit=5))
    assert {one.id for one in found} == set(many.incidents())
    assert list(client.incidents(country="SYR", from_="2030-01-01")) == []
    since = max(one.changed_at for one in found)
    first, second = found[0].id, found[1].id
    done = client.judge(first, "merge", incidents=[second])
    assert done["judgement"] == many.judgements()[-1].id
    changed = list(client.changes(since))
    assert Gone(second, first, changed[-1][2] if isinstance(changed[-1], Gone) else "") in changed or any(
        isinstance(one, Gone) and (one.id, one.into) == (second, first) for one in changed
    )
    assert isinstance(client.incident(second), Gone)
    assert isinstance(client.incident(first), Incident)
    assert client.incident("none") is None
    report = client.report("r0")
    assert report is not None
    assert report.report is not None
    assert client.report("none") is None
    assert client.tracked("control")["type"] == "FeatureCollection"


def test_the_client_tells_what_the_desk_says(client: Client, app: FastAPI) -> None:
    with pytest.raises(ClientError, match="409, an incident has no field"):
        client.judge("i1", "correct", field="nonsense", value="1")
    with pytest.raises(ClientError, match="no country") as told:
        list(client.incidents(country="Narnia"))
    assert told.value.status == 422
    stranger = Client(BASE, "vdt_none", http=cast("httpx.Client", Browser(app, base_url=BASE)))
    with pytest.raises(ClientError, match="401"):
        list(stranger.incidents())

    def unreachable(_: httpx.Request) -> httpx.Response:
        msg = "no route"
        raise httpx.ConnectError(msg)

    with (
        Client(BASE, http=httpx.Client(transport=httpx.MockTransport(unreachable))) as alone,
        pytest.raises(ClientError, match="does not answer"),
    ):
        alone.incident("i1")


def test_the_description_names_the_records(reader: Browser) -> None:
    told = reader.get("/api/v1/openapi.json").json()
    assert told["components"]["schemas"]["Incident"]["properties"].keys() == Incident.model_fields.keys()

"""What the API's answers look like; OpenAPI is made of these."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from vedette.records.brief import Brief
from vedette.records.coded import Coded
from vedette.records.incident import Incident
from vedette.records.network import Network
from vedette.records.place import Place
from vedette.store.rows import JudgementRow, ReportRow


class Problem(BaseModel):
    """What is wrong with a request (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class Tombstone(BaseModel):
    """An incident that is no more: merged into another, or retracted."""

    id: str
    tombstone: bool = True
    standing: str
    merged_into: str | None
    changed_at: str


class IncidentPage(BaseModel):
    """Some incidents; `next` is the address of those after them, null where these are the last."""

    items: list[Incident | Tombstone]
    next: str | None
    until: str = Field(description="Up to which record time this is known; the changed_since of the next call")


class SpotPage(BaseModel):
    """Incidents as a map needs them: a row of values each, in the order of `columns`."""

    columns: list[str]
    rows: list[list[Any]]
    more: bool


class JudgementPage(BaseModel):
    """What was judged of an incident, in the order of the log."""

    items: list[JudgementRow]


class JudgementDone(BaseModel):
    """What became of a judgement: its number in the log, or that of the proposal that waits for a second person."""

    judgement: int | None
    proposal: int | None


class ReportPage(BaseModel):
    """Some reports without their texts."""

    items: list[ReportRow]
    next: str | None


class ReportWhole(BaseModel):
    """A report with everything that was read from it; `events` are the desk's ids of its events, in their order."""

    row: ReportRow
    coded: Coded
    coding: int
    coder: str | None
    events: list[str]
    incidents: list[str]


class ActorShape(BaseModel):
    """An actor of the register, with how many incidents it takes part in."""

    id: str
    name: str
    aliases: list[str]
    kind: str
    country: str | None
    code: str
    active_from: int | None
    active_to: int | None
    part_of: str | None
    backed_by: list[str]
    incidents: int | None = None


class ActorPage(BaseModel):
    """Some actors."""

    items: list[ActorShape]


class PlaceShape(Place):
    """A place, with how many incidents are there."""

    incidents: int | None = None


class PlacePage(BaseModel):
    """Some places."""

    items: list[PlaceShape]


class Feature(BaseModel):
    """A feature after GeoJSON (RFC 7946); without a geometry where it is known to a country alone."""

    type: Literal["Feature"]
    id: str | None = None
    geometry: dict[str, Any] | None
    properties: dict[str, Any]


class Collection(BaseModel):
    """Features after GeoJSON."""

    type: Literal["FeatureCollection"]
    features: list[Feature]


class NetworkShape(Network):
    """Who stands with whom."""


class TempoCourse(BaseModel):
    """A unit's weeks: [incidents, deaths low, best, high] each; the ratio of its rates with the 95 % interval."""

    unit: str
    weeks: list[list[int]]
    recent: int
    before: int
    ratio: float | None
    low: float | None
    high: float | None
    way: str | None


class Tempo(BaseModel):
    """Incidents and deaths by week up to a day."""

    at: str
    starts: list[str]
    courses: list[TempoCourse]


class ForecastUnit(BaseModel):
    """Deaths of a country in the months ahead: the median, intervals, and chances."""

    unit: str
    median: float
    half: list[float]
    most: list[float]
    any: float
    conflict: float
    war: float
    escalation: float | None
    onset: float | None


class Forecast(BaseModel):
    """Deaths in the months ahead, of each country in the desk's history."""

    known: str
    months: list[str]
    units: list[ForecastUnit]


class Cluster(BaseModel):
    """Incidents near each other: their mean place, how many of each family; `id` where it is a single one."""

    lon: float
    lat: float
    count: int
    killed: int
    families: dict[str, int]
    id: str | None


class MapShape(BaseModel):
    """Clusters, and areas: [precision, country, place, longitude, latitude, incidents, deaths] each."""

    clusters: list[Cluster]
    areas: list[list[str | int | float | None]]
    more: bool


class TimelineShape(BaseModel):
    """[day, incidents, deaths] for each day on which some begin, and how many have no day."""

    days: list[list[str | int]]
    undated: int


class BriefShape(BaseModel):
    """A version of a brief without its sentences; `flagged` of them the verifier does not find borne out."""

    id: int
    number: int = Field(description="Of the version")
    state: Literal["draft", "signed", "published"]
    headline: str
    title: str
    first_day: str
    last_day: str
    country: str | None
    flagged: int
    note: str
    maker: str
    author: str
    at: str
    signer: str | None
    signed_at: str | None
    published_at: str | None
    published: int | None = Field(description="The version that readers see")
    withdrawn_at: str | None
    why: str | None


class BriefPage(BaseModel):
    """Some briefs, or versions of one."""

    items: list[BriefShape]
    next: str | None


class BriefWhole(BriefShape):
    """A version of a brief with its sentences and what they cite."""

    brief: Brief


class ReplyShape(BaseModel):
    """A reader's reply; `html` holds a few tags without attributes."""

    id: int
    name: str
    html: str
    at: str


class ReplyPage(BaseModel):
    """The replies to a brief that an editor shows, the oldest first."""

    items: list[ReplyShape]

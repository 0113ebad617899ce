"""Incidents for the exports: one whole, and one for each thing that a format may trip over. All of it is invented."""

from typing import Any

from vedette.export import About
from vedette.records import Claim, Incident, Participant, Place, Source, Told, Toll, TollTold

ABOUT = About(
    made_at="2024-12-05T10:00:00Z", desk="test-desk", author="The Syria desk", title="Incidents in Syria",
    home="https://desk.example", asked={"country": "SYR"},
)  # fmt: skip
IDLIB = Place(
    id="geonames:169389", name="Idlib", feature="town", country="SYR", admin1="Idlib", admin2="Idlib District",
    lat=35.93062, lon=36.63393, precision="town",
)  # fmt: skip
SYRIA = Place(id="country:SYR", name="Syria", feature="country", country="SYR", lat=35.0, lon=38.0, precision="country")
RUSSIA = Participant(
    role="actor", id="RUS_MIL", name="Russian Air Force", country="RUS", kind="MIL", code="RUSMIL", events=2
)
HTS = Participant(role="actor", id="HTS", name="Hayat Tahrir al-Sham", country="SYR", kind="REB", code="SYRREB")
ARMY = Participant(role="target", id="SYR_MIL", name="Syrian Army", country="SYR", kind="MIL", code="SYRMIL")
CIVILIANS = Participant(role="target", name="civilians", kind="CVL", events=2)


def source(report: str, **told: Any) -> Source:
    """A report of an outlet."""
    first: dict[str, Any] = {
        "report": report, "key": f"{report}.html", "url": f"https://{report}.example/story?a=1&b=2",
        "publisher": f"{report.title()} Post", "title": f"Strike on Idlib, {report} reports",
        "published": "2024-12-01T09:30:00+00:00", "language": "en", "added_at": "2024-12-01T12:00:00.000000Z",
    }  # fmt: skip
    return Source(**first | told)


def told(report: str, **values: Any) -> Told:
    """An event of a report."""
    first: dict[str, Any] = {
        "event": f"{report}:1", "report": report, "type": "ASSAULT", "mode": "aerial", "sub_event": "Air/drone strike",
        "status": "happened", "first": "2024-11-30", "last": "2024-11-30", "place": "Idlib",
        "actors": ("Russian Air Force",), "targets": ("civilians",),
        "tolls": (TollTold(of="killed", whom="civilians", low=4, best=4, high=4),), "sources": ("rescuers",),
        "quote": "Russian jets struck a market in Idlib on Saturday, killing four civilians, rescuers said.",
        "start": 40, "end": 128, "salience": 0.9, "confidence": 0.8,
    }  # fmt: skip
    return Told(**first | values)


WHOLE = Incident(
    id="i1", title="Air/drone strike in Idlib, 4-6 killed", type="ASSAULT", mode="aerial", sub_event="Air/drone strike",
    cameo="19", status="happened", first="2024-11-30", last="2024-11-30", day_precision="day", place=IDLIB,
    country="SYR", parties=(RUSSIA, CIVILIANS),
    tolls=(Toll(of="killed", low=4, best=4, high=6), Toll(of="wounded", low=10, best=12, high=12)),
    weapons=("warplane",),
    told=(
        told("north"),
        told(
            "south", quote='"Six people were killed," a doctor said & wept <quietly>.', sources=("a doctor",),
            tolls=(TollTold(of="killed", whom="people", low=6, best=6, high=6),), salience=0.7,
            claims=(Claim(kind="denied", who="Russia", by="Moscow"),), start=0, end=57,
        ),
    ),
    sources=(source("north"), source("south", original_source="Syria Wire", title='=HYPERLINK("x")')),
    reports=2, origins=2, outlets=2, first_reported="2024-12-01T09:30:00+00:00",
    last_reported="2024-12-01T09:30:00+00:00", disagreements=("killed",), standing="confirmed", confidence=0.86,
    importance=0.61, uncertainty=0.3, changed_at="2024-12-02T08:00:00.123456Z",
)  # fmt: skip

BATTLE = Incident(
    id="i2", title="Armed clash in Syria, 20-40 killed", type="ASSAULT", mode="firearms", sub_event="Armed clash",
    cameo="19", status="ongoing", first="2024-11-27", last="2024-12-01", day_precision="day", place=SYRIA,
    country="SYR", parties=(HTS, ARMY), tolls=(Toll(of="killed", low=20, best=30, high=40),),
    told=(told("east", sub_event="Armed clash", mode="firearms", tolls=(), quote="Fighting went on.", sources=()),),
    sources=(source("east", publisher=None, url=None, title=None),), reports=1, origins=1,
    first_reported="2024-12-01T09:30:00+00:00", last_reported="2024-12-01T09:30:00+00:00", confidence=0.5,
    changed_at="2024-12-01T12:00:00.000000Z",
)  # fmt: skip

PLAN = Incident(
    id="i3", title="Planned: Armed clash in Damascus", type="ASSAULT", mode="firearms", sub_event="Armed clash",
    status="planned", first="2024-12", last=None, day_precision="unknown", country="SYR", parties=(HTS,),
    told=(told("west", status="planned", first=None, last=None),), sources=(source("west"),), reports=1, origins=1,
    changed_at="2024-12-01T12:00:00.000000Z",
).model_copy(update={"first": None})  # fmt: skip

DENIED = WHOLE.model_copy(
    update={"id": "i4", "title": "Not so: shelling in Idlib", "status": "denied", "negated": True, "tolls": ()}
)

PROTEST = Incident(
    id="i5", title="Peaceful protest in Thiès", type="PROTEST", mode="demo", sub_event="Peaceful protest",
    status="happened", first="2023-06-02", last="2023-06-02", day_precision="day", country="SEN",
    place=Place(id="geonames:2244799", name="Thiès", country="SEN", lat=14.79, lon=-16.93, precision="town"),
    parties=(Participant(role="actor", name="students", country="SEN", kind="CVL", code="SENCVL"),),
    tolls=(Toll(of="taking_part", low=200, best=300, high=300),), told=(told("dakar", type="PROTEST", tolls=()),),
    sources=(source("dakar", language="fr"),), reports=1, origins=1, first_reported="2024-12-01T09:30:00+00:00",
    changed_at="2024-12-01T12:00:00.000000Z",
)  # fmt: skip

WORDS = Incident(
    id="i6", title="+1 \x07\ud800 “odd”\nwords, 中文 & emoji 🕊", type="ACCUSE", status="happened", first="2024-11-30",
    last="2024-11-30", day_precision="month", parties=(Participant(role="actor", name="@minister"),),
    told=(told("odd", type="ACCUSE", sub_event=None, tolls=(), quote="-2 \x00 \ufffe tab\there", sources=("=cmd",)),),
    sources=(source("odd", publisher='@Odd; "Post"'),), reports=1, origins=1, changed_at="2024-12-01T12:00:00.000000Z",
)  # fmt: skip

BARE = Incident(id="i7", title="Something", standing="disputed")
UNTOLD = Incident(id="i10", title="told no more", changed_at="2024-12-04T00:00:00.000000Z")

MERGED = Incident(id="i8", title="gone", merged_into="i1", changed_at="2024-12-03T00:00:00.000000Z")
RETRACTED = Incident(id="i9", title="gone", retracted=True, changed_at="2024-12-04T00:00:00.000000Z")

ALL = (WHOLE, BATTLE, PLAN, DENIED, PROTEST, WORDS, BARE, MERGED, RETRACTED, UNTOLD)
LIVE = tuple(one for one in ALL if one.live)

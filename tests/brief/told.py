"""Incidents made up for the tests of briefs, and a desk of nothing but them."""

from typing import Any

from vedette.brief.evidence import Derived
from vedette.records.brief import BriefScope
from vedette.records.incident import Claim, Incident, Participant, Source, Told, Toll, TollTold
from vedette.records.place import Place

QUOTES = {
    "Wire": "Russian warplanes bombed the market in Idlib on Wednesday, killed 12 civilians and wounded 30.",
    "Herald": "At least 12 people died when Russian jets struck the market of Idlib on 5 February 2020.",
}
IDLIB = Place(
    id="geonames:169389",
    name="Idlib",
    country="SYR",
    admin1="Idlib Governorate",
    lat=35.93,
    lon=36.63,
    precision="town",
)
SCOPE = BriefScope(title="Syria", country="SYR", first="2020-02-01", last="2020-02-29")


def telling(outlet: str, quote: str, **more: Any) -> Told:
    """One telling by an outlet: an air strike by Russia on Idlib that killed 12."""
    told: dict[str, Any] = {
        "event": f"r-{outlet.lower()}:e1", "report": f"r-{outlet.lower()}", "type": "ASSAULT", "mode": "aerial",
        "sub_event": "Air/drone strike", "status": "happened", "first": "2020-02-05", "last": "2020-02-05",
        "place": "Idlib", "actors": ("Russia",), "targets": ("Syria: civilians",),
        "tolls": (toll("killed", 12, "civilians"), toll("wounded", 30)), "sources": ("rescuers",), "quote": quote,
        "start": 0, "end": len(quote), "salience": 0.9, "confidence": 0.9,
    }  # fmt: skip
    return Told.model_validate(told | more)


def toll(of: str, number: int, whom: str | None = "people", *, least: bool = False) -> TollTold:
    """A count."""
    return TollTold.model_validate(
        {"of": of, "whom": whom, "low": number, "best": number, "high": None if least else number}
    )


def party(role: str, name: str, ident: str | None = None, code: str | None = None, **more: Any) -> Participant:
    """Who takes part."""
    country = (code or "")[:3] or None
    return Participant(role=role, id=ident, name=name, country=country, code=code, **more)


def strike(ident: str = "i1", *tellings: Told, **more: Any) -> Incident:
    """An air strike by Russia on Idlib that killed 12 civilians and wounded 30, by two outlets; or as it is given."""
    told = tellings or (
        telling("Wire", QUOTES["Wire"]),
        telling("Herald", QUOTES["Herald"], tolls=(toll("killed", 12, least=True),), sources=()),
    )
    outlets = dict.fromkeys(one.report.removeprefix("r-").title() for one in told)
    given: dict[str, Any] = {
        "id": ident, "title": "Air strike in Idlib", "type": "ASSAULT", "mode": "aerial", "status": "happened",
        "sub_event": "Air/drone strike", "first": "2020-02-05", "last": "2020-02-05", "day_precision": "day",
        "place": IDLIB, "country": "SYR", "told": told, "reports": len(outlets), "origins": len(outlets),
        "outlets": len(outlets),
        "parties": (party("actor", "Russia", "RUS", "RUS"), party("target", "Syria: civilians", "SYRCVL", "SYRCVL")),
        "tolls": (Toll(of="killed", low=12, best=12, high=12),), "first_reported": "2020-02-06",
        "sources": tuple(
            Source(report=f"r-{n.lower()}", key=n, publisher=n, published="2020-02-06", added_at="2020-02-07T00:00:00Z")
            for n in outlets
        ),
    }  # fmt: skip
    return Incident.model_validate(given | more)


def claim(kind: str, who: str, by: str | None = None) -> Claim:
    """A claim, a denial or blame."""
    return Claim.model_validate({"kind": kind, "who": who, "by": by})


class Shelf:
    """What citations are looked up in: incidents that are given, their quotations as the reports' texts."""

    def __init__(self, *incidents: Incident, **derived: Derived) -> None:
        """Keep them."""
        self._incidents = {incident.id: incident for incident in incidents}
        self._derived = derived

    def incident(self, ident: str) -> Incident | None:
        """One of those given."""
        return self._incidents.get(ident)

    def event(self, ident: str) -> Told | None:
        """A telling by its event."""
        return next((t for i in self._incidents.values() for t in i.told if t.event == ident), None)

    def text(self, report: str) -> str | None:
        """All that a report is quoted with."""
        told = [t.quote for i in self._incidents.values() for t in i.told if t.report == report]
        return "\n".join(told) or None

    def source(self, report: str) -> tuple[str, str | None]:
        """The outlet of a report."""
        return report.removeprefix("r-").title(), "2020-02-06"

    def derived(self, cite: str) -> Derived | None:
        """What is given under the first part of a citation's name."""
        return self._derived.get(cite.partition(":")[0])

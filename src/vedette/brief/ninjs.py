"""A brief as ninjs 2.1, the JSON of news agencies (IPTC): headline, text and HTML, places, who answers for it.

From what: `uri` from the brief's id; `headlines`, `bodies` (text/plain, text/html); `by` from the reviewer; `places`
from the incidents told; `ednote` from sources and method. Lost are the citations of single sentences, but for their
quotations, which the HTML body has.
"""

import json
from typing import TYPE_CHECKING, Any, Final

from vedette.brief.layout import Laid, told_of
from vedette.brief.page import html
from vedette.brief.text import terminal

if TYPE_CHECKING:
    from vedette.records.brief import Brief, BriefPoint

SCHEMA: Final = "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json#"


def ninjs(brief: "Brief") -> str:
    """The brief as one JSON object."""
    return json.dumps(item(brief), ensure_ascii=False, indent=1) + "\n"


def item(brief: "Brief") -> dict[str, Any]:
    """The news item."""
    laid = Laid(brief)
    plain, page = terminal(brief), html(brief)
    found: dict[str, Any] = {
        "uri": f"urn:vedette:brief:{brief.id}",
        "type": "text",
        "representationtype": "full",
        "profile": "situation-brief",
        "version": "1",
        "versioncreated": brief.made_at,
        "contentcreated": brief.made_at,
        "pubstatus": "usable" if brief.byline.who else "withheld",
        "language": "en",
        "by": brief.byline.who or "",
        "headlines": [{"role": "main", "contenttype": "text/plain", "value": brief.headline.text}],
        "descriptions": [
            {"role": "summary", "contenttype": "text/plain", "value": " ".join(s.text for s in brief.summary)}
        ],
        "bodies": [
            {"role": "main", "contenttype": "text/plain", "charcount": len(plain), "value": plain},
            {"role": "page", "contenttype": "text/html", "charcount": len(page), "value": page},
        ],
        "places": _places(brief),
        "ednote": " ".join([laid.signed, *brief.method, "Sources:", "; ".join(map(told_of, brief.sources))]),
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


def _places(brief: "Brief") -> list[dict[str, Any]]:
    """Where it happened, each place once, as points where they are known."""
    found: dict[str, dict[str, Any]] = {}
    for point in brief.points:
        if point.where and point.where not in found:
            found[point.where] = {"name": point.where, "rel": "about"} | _geometry(point)
    return list(found.values())


def _geometry(point: "BriefPoint") -> dict[str, Any]:
    """The point of a place as GeoJSON has it, none where it is not known."""
    if point.lat is None or point.lon is None:
        return {}
    return {
        "geojson": {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
        }
    }

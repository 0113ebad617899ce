"""Places told by another place: "20 km north of Aleppo", "between Bamako and Segou", "Nairobi's Gikomba market".

The point is worked out on the sphere; it is never finer than a district, for roads wind and reporters round.
"""

import math
import re
from typing import TYPE_CHECKING, Final

from vedette.lexicon.placekeys import fold
from vedette.resolve.placewords import is_descriptor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vedette.records.place import Place

    Range = tuple[int, int]

_BEARINGS: Final = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225,
                    "west": 270, "northwest": 315}  # fmt: skip
_COMPASS: Final = r"(north|south|east|west)(?:[ -]?(east|west))?(?:ern)?"
_AWAY: Final = re.compile(
    rf"(?:(\d[\d.,]*)(?:\s?|-)(km|kms|kilomet(?:er|re)s?|miles?|mi)\b(?:\s\([^)]*\))?[\s,]+)?"
    rf"(?:to the\s)?{_COMPASS}\s(?:of|from)\s"
    r"(?:the\s(?:(?:border|port|capital)\s)?(?:town|city|village|centre|center)\sof\s)?$",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"\bbetween\s(?:the\s)?(?:(?:towns?|cit(?:y|ies)|villages?)\sof\s)?$", re.IGNORECASE)
_AND: Final = re.compile(r"\sand\s(?:the\s)?$")
_OWNER: Final = re.compile(r"\b([A-Z][\w-]+(?: [A-Z][\w-]+)*)['\u2019]s? (?:[a-z-]+ ){0,2}$")
_LIES_IN: Final = re.compile(
    r"(?P<kind>(?: [a-z-]+){0,2}),? (?:(?:in|within|inside)|(?:on|at) the (?:very )?(?:edge|outskirts|fringes) of|"
    r"an? (?:[a-z]+ )?(?:suburb|quarter|district|neighbou?rhood|village|town) (?:of|in)) "
    r"(?:the )?(?:(?:[a-z]+ )?(?:city|town|district|province|county|suburb) of )?"
)
_KM: Final = {"k": 1.0, "m": 1.609}
_DEGREE_KM: Final = 111.2
_LOOK_BACK, _FAR_KM = 70, 400.0


def displaced(text: str, start: int, place: "Place") -> "Place":
    """The place meant where the words before `start` say how far off and which way of a named one it lies."""
    match = _AWAY.search(text[max(0, start - _LOOK_BACK) : start])
    if match is None or place.lat is None or place.lon is None:
        return place
    amount, unit, first, second = match.groups()
    if amount is None:
        return place.model_copy(update={"precision": "district"}) if place.precision in ("point", "town") else place
    km = float(amount.replace(",", "").rstrip(".")) * _KM[unit[0].lower()]
    if km > _FAR_KM:
        return place
    way = f"{first}{second or ''}".lower()
    angle = math.radians(_BEARINGS.get(way, _BEARINGS[first.lower()]))
    lat = place.lat + km * math.cos(angle) / _DEGREE_KM
    lon = place.lon + km * math.sin(angle) / (_DEGREE_KM * math.cos(math.radians(place.lat)))
    name = f"{km:.0f} km {way} of {place.name}"
    return _made(name, place, round(lat, 4), round(lon, 4))


def between(
    text: str, ends: "tuple[tuple[int, int], tuple[int, int]]", places: "tuple[Place, Place]"
) -> "Place | None":
    """The middle of two places where the text has "between X and Y"; `ends` are the character ranges of X and Y."""
    (first, stop), (second, _) = ends
    joined = 0 < second - stop < _LOOK_BACK and _AND.fullmatch(text[stop:second])
    if not joined or not _BETWEEN.search(text[max(0, first - _LOOK_BACK) : first]):
        return None
    return middle(*places)


def middle(a: "Place", b: "Place") -> "Place | None":
    """The middle of two places that are no further apart than a road is long; None for others."""
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return None
    if math.hypot(a.lat - b.lat, a.lon - b.lon) * _DEGREE_KM > 2 * _FAR_KM:
        return None
    return _made(f"between {a.name} and {b.name}", a, round((a.lat + b.lat) / 2, 4), round((a.lon + b.lon) / 2, 4))


def around(text: str, spans: "Sequence[Range]") -> "Iterator[tuple[str, ...]]":
    """For each of the places at `spans`, in order of the text, the names of those that the text says it lies in."""
    for n, (start, end) in enumerate(spans):
        owner = _OWNER.search(text[max(0, start - _LOOK_BACK) : start])
        after, stop = spans[n + 1] if n + 1 < len(spans) else (end, end)
        inside = _in_next(text[end:after]) and text[stop : stop + 1] not in ("'", "\u2019")
        yield (*([owner[1]] if owner else ()), *([text[after:stop]] if inside else ()))


def _in_next(gap: str) -> bool:
    """Whether the words between two places say that the first is in the second."""
    match = _LIES_IN.fullmatch(gap)
    return match is not None and (not match["kind"] or is_descriptor(match["kind"].strip()))


def _made(name: str, base: "Place", lat: float, lon: float) -> "Place":
    """A place of its own at a point that was worked out; its unit below the first is not known."""
    told = {"id": f"near:{'-'.join(fold(name).split())}", "name": name, "feature": "point", "admin2": None}
    return base.model_copy(update={**told, "lat": lat, "lon": lon, "precision": "district"})

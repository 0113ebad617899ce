"""An incident as one flat row, which is what CSV and Parquet hold."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

TEXT, MANY, NUMBER, DEGREES, TRUTH = "text", "many", "number", "degrees", "truth"

COLUMNS: Final[dict[str, str]] = {
    "id": TEXT, "standing": TEXT, "merged_into": TEXT, "changed_at": TEXT,
    "title": TEXT, "type": TEXT, "mode": TEXT, "sub_event": TEXT, "cameo": TEXT, "status": TEXT, "negated": TRUTH,
    "first": TEXT, "last": TEXT, "day_precision": TEXT,
    "country": TEXT, "place": TEXT, "place_id": TEXT, "admin1": TEXT, "admin2": TEXT, "lat": DEGREES, "lon": DEGREES,
    "place_precision": TEXT,
    "actors": MANY, "actor_ids": MANY, "actor_codes": MANY,
    "targets": MANY, "target_ids": MANY, "target_codes": MANY,
    "beneficiaries": MANY,
    "killed_low": NUMBER, "killed_best": NUMBER, "killed_high": NUMBER,
    "wounded_low": NUMBER, "wounded_best": NUMBER, "wounded_high": NUMBER,
    "abducted": NUMBER, "arrested": NUMBER, "displaced": NUMBER, "missing": NUMBER, "taking_part": NUMBER,
    "released": NUMBER,
    "weapons": MANY, "reports": NUMBER, "origins": NUMBER, "outlets": MANY, "original_sources": MANY, "urls": MANY,
    "said_by": MANY, "quote": TEXT,
    "first_reported": TEXT, "last_reported": TEXT, "disagreements": MANY, "corrected": MANY,
    "confidence": DEGREES, "importance": DEGREES, "uncertainty": DEGREES,
}  # fmt: skip
"""Each column and the kind of its values; MANY are lists of texts, which CSV joins with "; "."""

_ONE_NUMBER: Final = ("abducted", "arrested", "displaced", "missing", "taking_part", "released")
_PLAIN: Final = (
    "title", "type", "mode", "sub_event", "cameo", "status", "negated", "first", "last", "day_precision", "country",
)  # fmt: skip
_LAST: Final = (
    "first_reported", "last_reported", "disagreements", "corrected", "confidence", "importance", "uncertainty",
)  # fmt: skip
_PLACE: Final = ("name", "id", "admin1", "admin2", "lat", "lon", "precision")
_GONE: Final = len(COLUMNS) - 4

Plain = Mapping[str, Any]
"""A record as JSON has it. Rows are made of these and not of records: of 100,000 incidents that saves a second."""


def row(one: Plain) -> list[Any]:
    """The values of COLUMNS for an incident; of one that is there no more only its id and what became of it."""
    head = [one["id"], _standing(one), one["merged_into"], one["changed_at"]]
    if head[1] in {"merged", "retracted", "untold"}:
        return head + [None] * _GONE
    place = one["place"]
    return [
        *head, *[one[name] for name in _PLAIN], *([place[name] for name in _PLACE] if place else [None] * len(_PLACE)),
        *_parties(one["parties"]), *_people(one["tolls"]), one["weapons"], one["reports"], one["origins"],
        *_sources(one["sources"]), *_said(one["told"]), *[one[name] for name in _LAST],
    ]  # fmt: skip


def _standing(one: Plain) -> str:
    """What became of it, as values.standing has it."""
    if one["merged_into"] is not None:
        return "merged"
    if one["retracted"]:
        return "retracted"
    standing: str = one["standing"]
    return standing if one["told"] or standing != "new" or one["corrected"] else "untold"


def _parties(parties: Iterable[Plain]) -> tuple[list[str], ...]:
    """Names, ids and codes of actors and of targets, and the names of those whom it was for.

    Who has no id or code has an empty text there, so that the three lists go side by side.
    """
    found: dict[str, tuple[list[str], list[str], list[str]]] = {}
    for party in parties:
        names, ids, codes = found.setdefault(party["role"], ([], [], []))
        names.append(party["name"])
        ids.append(party["id"] or "")
        codes.append(party["code"] or "")
    nobody: tuple[list[str], list[str], list[str]] = ([], [], [])
    return (*found.get("actor", nobody), *found.get("target", nobody), found.get("beneficiary", nobody)[0])


def _people(tolls: Iterable[Plain]) -> list[int | None]:
    """The killed and the wounded in three numbers, the others in the one that most origins tell."""
    by = {toll["of"]: toll for toll in tolls}
    found: list[int | None] = []
    for of in ("killed", "wounded"):
        toll = by.get(of)
        found += [toll["low"], toll["best"], toll["high"]] if toll else [None, None, None]
    return found + [by[of]["best"] if of in by else None for of in _ONE_NUMBER]


def _sources(sources: Iterable[Plain]) -> list[list[str]]:
    """Outlets, whom they relied on, and addresses, each once."""
    outlets: dict[str | None, None] = {}
    relied: dict[str | None, None] = {}
    urls: dict[str | None, None] = {}
    for source in sources:
        if source["newest"]:
            outlets[source["publisher"]] = relied[source["original_source"]] = urls[source["url"]] = None
    return [[name for name in names if name] for names in (outlets, relied, urls)]


def _said(told: Sequence[Plain]) -> tuple[list[str], str | None]:
    """Who says so, each once, and the words of the event that speaks most for it."""
    counted = told if len(told) == 1 else [one for one in told if one["counted"]]
    said = dict.fromkeys(one["sources"][0] for one in counted if one["sources"] and one["counted"])
    best = max(counted or told, key=lambda one: one["salience"], default=None)
    return list(said), best["quote"] if best else None

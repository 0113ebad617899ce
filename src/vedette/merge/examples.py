"""Labelled examples out of what people judged: what a sentence should have been coded as, and which events are one.

Of each judgement of a person that stands (undone ones are left out) there is a line for each sentence that it speaks
of. Who judged is not told: the examples are for whoever trains or measures a coder.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vedette.merge.current import incidents

if TYPE_CHECKING:
    from vedette.records.incident import Incident, Told
    from vedette.store.desk import Desk
    from vedette.store.rows import JudgementRow
    from vedette.store.teamwork import Evidence

LABELS: Final = {"correct": "corrected", "confirm": "right", "retract": "wrong"}
"""What a judgement says of how the sentences were coded; a dispute doubts the news and not its coding."""
_CODED: Final = ("type", "mode", "sub_event", "status", "negated", "first", "last", "place", "actors", "targets",
                 "tolls", "sources", "weapons")  # fmt: skip


class _Known(NamedTuple):
    """What the examples are made of: incidents by id, and by the events that they hold; the words given as evidence."""

    incidents: "Mapping[str, Incident]"
    told: "Mapping[str, Told]"
    given: "Mapping[int, Evidence]"


def examples(desk: "Desk", given: "Mapping[int, Evidence] | None" = None) -> Iterator[dict[str, Any]]:
    """The examples as JSON-ready values, in the order of the log; `given` is the evidence by the judgements' ids.

    An example of coding has `label` (corrected, right, wrong), `text` (the sentence), `coded` (what the coder made of
    it) and, where it is corrected, `field`, `value` and `evidence`: offsets in `text`, null where no words were picked
    there. An example of merging has `label` (same, different) and the two sentences as `texts`.
    """
    log = desk.judgements()
    undone = _undone(log)
    standing = [row for row in log if row.by == "person" and row.id not in undone]
    every = {found.id: found for found in incidents(desk, ids=sorted({n for row in standing for n in _names(row)}))}
    known = _Known(every, {told.event: told for found in every.values() for told in found.told}, given or {})
    for row in standing:
        if row.kind in LABELS:
            yield from _of_coding(desk, row, known)
        else:
            yield from _of_merging(row, known)


def _undone(log: "Sequence[JudgementRow]") -> set[int]:
    """The judgements that are undone; an undo that is undone undoes nothing."""
    undone: set[int] = set()
    for row in reversed(log):
        if row.undoes is not None and row.id not in undone:
            undone.add(row.undoes)
    return undone


def _names(row: "JudgementRow") -> set[str]:
    """The incidents that a judgement names."""
    told = row.payload
    return {told.get("incident", ""), told.get("into", ""), *told.get("incidents", ())} - {""}


def _of_coding(desk: "Desk", row: "JudgementRow", known: _Known) -> Iterator[dict[str, Any]]:
    """What a judgement says of how the sentences of an incident were coded."""
    found, picked = known.incidents.get(row.payload["incident"]), known.given.get(row.id)
    for told in found.told if found else ():
        if picked is not None and not _holds(told, picked):
            continue
        kept = desk.report(told.report)
        report = kept.coded.report if kept is not None else None
        line: dict[str, Any] = {
            "id": f"judgement-{row.id}:{told.event}",
            "label": LABELS[row.kind],
            "text": told.quote,
            "title": report.title if report else None,
            "published": report.published if report else None,
            "coded": {name: value for name, value in told.as_json().items() if name in _CODED},
        }
        if row.kind == "correct":
            line |= {"field": row.payload["field"], "value": row.payload.get("value")}
            line["evidence"] = _within(told, picked)
        yield line


def _holds(told: "Told", picked: "Evidence") -> bool:
    """Whether the words that were picked are in a sentence."""
    return told.report == picked.report_id and told.start <= picked.start and picked.end <= told.end


def _within(told: "Told", picked: "Evidence | None") -> dict[str, Any] | None:
    """The words that were picked, by their offsets in the sentence."""
    if picked is None:
        return None
    start, end = picked.start - told.start, picked.end - told.start
    return {"start": start, "end": end, "text": told.quote[start:end]}


def _of_merging(row: "JudgementRow", known: _Known) -> Iterator[dict[str, Any]]:
    """What a judgement says of events being one happening: the first of each side, and those that were named."""
    label = {"same": "same", "merge": "same", "different": "different", "split": "different"}.get(row.kind)
    pairs: list[tuple[str, str]] = []
    if row.payload.get("events") and row.kind in ("same", "different"):
        pairs.append((row.payload["events"][0], row.payload["events"][1]))
    elif row.kind == "split":
        left = known.incidents.get(row.payload["incident"])
        pairs += [(row.payload["events"][0], told.event) for told in (left.told[:1] if left else ())]
    for one, other in pairs:
        if one in known.told and other in known.told:
            texts = [known.told[event].quote for event in (one, other)]
            yield {"id": f"judgement-{row.id}", "label": label, "events": [one, other], "texts": texts}

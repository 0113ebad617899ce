"""The reports and incidents of a job onto a desk, where people go on with them: `vedette incidents` and all the rest.

A desk without judgements that has the job's reports and no others takes the job's incidents over, as judgements of the
program. On any other desk, or where the job was not merged since it was run, the desk merges the new reports itself.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vedette.errors import StoreError
from vedette.merge.desking import assign_new
from vedette.merge.gathering import made_of
from vedette.merge.keeping import form
from vedette.merge.repeats import KIND
from vedette.scale.columns import arrow
from vedette.scale.ledger import Ledger
from vedette.scale.merging import as_desk, coded_in, digest
from vedette.scale.places import Place, ScaleError
from vedette.store import bringing
from vedette.version import __version__

if TYPE_CHECKING:
    from vedette.records.coded import Coded
    from vedette.store.desk import Desk

WHO: Final = f"vedette {__version__}"
WHY: Final = "merged in bulk, by vedette scale merge"


@dataclass(slots=True)
class Loaded:
    """What became of a job on a desk; `taken` says whether its incidents were taken over."""

    new: int = 0
    known: int = 0
    incidents: int = 0
    taken: bool = False


def load(out: Place, desk: "Desk", tick: Callable[[int], None] = lambda _: None) -> Loaded:
    """Bring a job onto a desk; a second time, or after an interruption, nothing is kept twice.

    `tick` is called with how many reports are there. Raises StoreError, and ScaleError for a job without reports.
    """
    ledger = Ledger(out)
    ledger.settings()
    found = Loaded()
    desk.worked.renew(form())
    idents: set[str] = set()
    for some in bringing.together(_reports(out, ledger)):
        new = set(bringing.add_all(desk, some))
        made = {one.id: one for one in map(as_desk, some)}
        desk.worked.put([made_of(made[ident]) for ident in made if ident in new])
        idents |= made.keys()
        found.new += len(new)
        found.known += len(some) - len(new)
        tick(found.new + found.known)
    if not idents:
        msg = f"{out.name} has no coded reports. Run the job first: vedette scale run INPUT... --out {out.name}"
        raise ScaleError(msg)
    found.taken = _is_merged(out, ledger) and _is_its_own(desk, idents)
    found.incidents = _take_over(out, desk, idents) if found.taken else assign_new(desk)
    return found


def _reports(out: Place, ledger: Ledger) -> "Iterator[Coded]":
    """All coded reports of a job, in its order."""
    for name in ledger.files("reports"):
        yield from coded_in(out, name)


def _is_merged(out: Place, ledger: Ledger) -> bool:
    """Whether a job was merged with the reports that it has now."""
    kept = out.read("merge/merge.json")
    return kept is not None and json.loads(kept).get("of") == digest(ledger.entries())


def _is_its_own(desk: "Desk", idents: set[str]) -> bool:
    """Whether a desk has these reports and no others, and nothing was judged there."""
    return not desk.judgements() and {row.id for row in desk.reports()} == idents


def _take_over(out: Place, desk: "Desk", idents: set[str]) -> int:
    """Write a job's incidents onto the desk as judgements; how many they are."""
    assigned, copies = _rows(out, "incidents"), _rows(out, "copies")
    if strange := {row["report"] for row in assigned} - idents:
        msg = f"{out.name}: report {min(strange)} was merged and is not there. Run vedette scale merge {out.name}"
        raise StoreError(msg)
    incidents = list(dict.fromkeys(row["incident"] for row in assigned))
    bringing.judge_all(
        desk,
        incidents,
        [_judgement(row["event"], row["incident"]) for row in assigned],
        [{"report_id": c["report"], "of_report": c["of"], "kind": KIND, "score": c["share"]} for c in copies],
    )
    desk.worked.set_placed(idents)
    return len(incidents)


def _rows(out: Place, name: str) -> list[dict[str, Any]]:
    """The rows of a table that merging made."""
    with out.local(f"merge/{name}.parquet") as path:
        rows: list[dict[str, Any]] = arrow().parquet.ParquetFile(path).read().to_pylist()
        return rows


def _judgement(event: str, incident: str) -> dict[str, Any]:
    """The row of a judgement that puts an event into an incident."""
    payload = json.dumps({"event": event, "incident": incident}, ensure_ascii=True, sort_keys=True)
    return {
        "who": WHO,
        "by": "machine",
        "kind": "assign",
        "payload": payload,
        "why": WHY,
        "score": None,
        "undoes": None,
    }

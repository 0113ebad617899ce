"""What goes together: the sub-event that bears out an event's likely modes and statuses.

The heads of the second reader were trained beside each other, and each answers for itself. In labelled events the
answers hang together: a plan has no sub-event, and what is done with sticks is no shelling. So the chance of a
sub-event counts as far as the other heads bear it out: a product of experts (Hinton 2002), the others to a power below
one, since heads that read the same words are no independent witnesses. data/model/together.json has what labelled
events have together; `python -m training.together` counts it.
"""

import functools
import json
from typing import TYPE_CHECKING

import numpy as np

from vedette.code.codes import UNREAL
from vedette.errors import DataFileError
from vedette.lexicon.frames import SUB_EVENTS_OF
from vedette.lexicon.tables import data_path

if TYPE_CHECKING:
    from pathlib import Path

    from vedette.code.second import Floats, Labels, Reading
    from vedette.records.vocabulary import PloverType

STANDINGS = ("real", "possible", "unreal")
WEIGHT = 0.5
"""The power of the other heads' word. From 0.25 to 1 it makes hardly a difference (dev)."""
ALIKE = 5.0
"""So many events of a mode count as having the sub-events of their standing, beside those that are known."""
SEEN, KINDS = 0.5, 10.0
"""What is added to the number of each sub-event, and to that of all, so that none is impossible."""


def standing_of(status: str) -> str:
    """Whether an event of a status has come about, may have, or is only thought of."""
    return "unreal" if status in UNREAL else "possible" if status == "possible" else "real"


def fitting_sub_event(reading: "Reading", token: int, kind: "PloverType") -> str | None:
    """The sub-event of a type's that its own chance and those of modes and statuses make the likeliest; or None."""
    labels = reading.read.labels
    statuses = reading.head("status", token)
    standing = [sum(float(statuses[n]) for n, x in enumerate(labels.status) if standing_of(x) == s) for s in STANDINGS]
    borne = np.einsum("g,m,gms->s", np.array(standing), reading.head("mode", token), _likelier(labels, kind))
    return labels.sub_event[int((reading.head("sub_event", token) * borne**WEIGHT).argmax())]


@functools.cache
def _likelier(labels: "Labels", kind: "PloverType") -> "Floats":
    """How much likelier a mode of a standing makes each sub-event of a type's (standings x modes x sub-events)."""
    known = _table(data_path("model", "together.json")).get(kind, {})
    of = [known.get(s, {}) for s in STANDINGS]
    rows = [[[g.get(m or "", {}).get(x or "", 0) for x in labels.sub_event] for m in labels.mode] for g in of]
    counts = np.array(rows, dtype=np.float64)
    each, both = counts.sum(1, keepdims=True), counts.sum((0, 1))
    usual = (each + SEEN) / (each.sum(2, keepdims=True) + KINDS)
    given = (counts + ALIKE * usual) / (counts.sum(2, keepdims=True) + ALIKE)
    allowed = np.array([x is None or x in SUB_EVENTS_OF[kind] for x in labels.sub_event])
    likelier: Floats = (allowed * given / ((both + SEEN) / (both.sum() + KINDS))).astype(np.float32)
    return likelier


@functools.cache
def _table(path: "Path") -> dict[str, dict[str, dict[str, dict[str, int]]]]:
    """How many events there are by type, standing, mode and sub-event ("" is none).

    Raises DataFileError where the file cannot be read.
    """
    try:
        table: dict[str, dict[str, dict[str, dict[str, int]]]] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        remedy = "Run `python -m training.together`, or install vedette anew."
        raise DataFileError(path, None, f"cannot be read: {error}", remedy) from error
    return table

"""Together: the sub-event is the one that the answers of the other heads bear out."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from vedette.code import together
from vedette.code.second import second_reader
from vedette.code.together import fitting_sub_event, standing_of
from vedette.errors import DataFileError
from vedette.lexicon.frames import MODES, SUB_EVENTS, TYPES
from vedette.lexicon.tables import data_path

LABELS = second_reader().labels


def reading(**told: dict[str | None, float]) -> Any:
    """A reading whose heads answer as told; what is not told has no chance."""

    def head(name: str, _token: int) -> Any:
        labels: tuple[str | None, ...] = getattr(LABELS, name)
        return np.array([told[name].get(x, 0.0) for x in labels], np.float32)

    return SimpleNamespace(read=SimpleNamespace(labels=LABELS), head=head)


def test_a_sure_answer_stays() -> None:
    sure = reading(mode={"firearms": 1.0}, status={"happened": 1.0}, sub_event={"Attack": 0.98, "Armed clash": 0.02})
    assert fitting_sub_event(sure, 0, "ASSAULT") == "Attack"


@pytest.mark.parametrize(
    ("mode", "found"), [("heavy-weapons", "Shelling/artillery/missile attack"), ("aerial", "Air/drone strike")]
)
def test_the_mode_decides_between_two_that_are_as_likely(mode: str, found: str) -> None:
    torn: dict[str | None, float] = {"Shelling/artillery/missile attack": 0.5, "Air/drone strike": 0.5}
    doubtful = reading(mode={mode: 1.0}, status={"happened": 1.0}, sub_event=torn)
    assert fitting_sub_event(doubtful, 0, "ASSAULT") == found


@pytest.mark.parametrize(("status", "found"), [("planned", None), ("happened", "Air/drone strike")])
def test_what_is_only_planned_has_no_sub_event(status: str, found: str | None) -> None:
    torn = reading(mode={"aerial": 1.0}, status={status: 1.0}, sub_event={None: 0.5, "Air/drone strike": 0.5})
    assert fitting_sub_event(torn, 0, "ASSAULT") == found


def test_a_type_has_only_its_own_sub_events() -> None:
    other = reading(mode={None: 1.0}, status={"happened": 1.0}, sub_event={"Armed clash": 0.9, None: 0.1})
    assert fitting_sub_event(other, 0, "THREATEN") is None


def test_standings_part_the_statuses() -> None:
    assert {standing_of(s) for s in LABELS.status} == set(together.STANDINGS)


def test_the_table_has_the_codebook_s_names_alone() -> None:
    table = json.loads(data_path("model", "together.json").read_text("utf-8"))
    assert set(table) == TYPES
    assert {s for kind in table.values() for s in kind} == set(together.STANDINGS)
    modes = [m for kind in table.values() for standing in kind.values() for m in standing.items()]
    assert {m for m, _ in modes} <= MODES | {""}
    assert {x for _, subs in modes for x in subs} <= SUB_EVENTS | {""}


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "together.json"
    broken.write_text("{", "utf-8")
    with pytest.raises(DataFileError, match=r"together\.json.*training\.together"):
        together._table(broken)

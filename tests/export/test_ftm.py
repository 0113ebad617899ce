"""FollowTheMoney: whole by itself, and read by the library where it is there (it needs ICU, so it is no dependency)."""

import json
import re
from typing import Any

import pytest

from tests.export.samples import LIVE, WHOLE
from tests.export.written import written
from vedette.export import exporter_class


def _entities() -> dict[str, dict[str, Any]]:
    """The entities by id."""
    lines = [json.loads(line) for line in written("ftm").splitlines()]
    found = {one["id"]: one for one in lines}
    assert len(found) == len(lines)
    return found


def test_entities_are_whole_and_lead_to_one_another() -> None:
    found = _entities()
    events = [one for one in found.values() if one["schema"] == "Event"]
    assert [event["properties"]["recordId"] for event in events] == [[one.id] for one in LIVE]
    columns = set(exporter_class("ftm").columns)
    for one in found.values():
        assert re.fullmatch(r"[0-9a-f]{40}", one["id"])
        assert {f"{one['schema']}:{name}" for name in one["properties"]} <= columns
        for name in ("organizer", "involved", "proof"):
            assert set(one["properties"].get(name, [])) <= set(found)
    assert {f"{one['schema']}:{name}" for one in found.values() for name in one["properties"]} == columns


def test_a_month_stays_a_month() -> None:
    month = WHOLE.model_copy(update={"day_precision": "month"})
    event = json.loads(written("ftm", [month]).splitlines()[-1])
    assert event["properties"]["startDate"] == ["2024-11"]


def test_the_library_reads_them_without_changing_a_value() -> None:
    ftm = pytest.importorskip("followthemoney", reason="followthemoney is not installed (it needs ICU)")
    for told in _entities().values():
        proxy = ftm.model.get_proxy(told, cleaned=False)
        proxy.schema.validate({"properties": told["properties"]})
        for name, values in told["properties"].items():
            assert sorted(proxy.get(name)) == sorted(values)

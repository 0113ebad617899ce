"""What could happen next: what is a statement, and what becomes of it."""

from pathlib import Path
from typing import Any

import pytest

from tests.track.telling import desk_of, happening, report
from vedette.merge.desking import signature, state_of
from vedette.merge.judgements import retract
from vedette.records import Coded
from vedette.track.ahead import Prospect, prospects
from vedette.track.rebuild import basis
from vedette.track.scope import Scope

AIM = happening("HTS", "Damascus", cue="reach", type="MOBILIZE", status="planned", says="its leader")
TAKEN = happening("HTS", "Damascus", "2024-12-08", cue="captured", type="COERCE")


def outlook(folder: Path, *reports: Coded, at: str | None = None) -> list[Prospect]:
    """What could happen next by a desk of these reports."""
    with desk_of(folder, reports) as desk:
        held = basis(desk, at)
        return prospects(held.statements, held.deeds, held.at)


def fates(folder: Path, said: dict[str, Any], done: dict[str, Any], at: str = "2025-03-01") -> list[str]:
    """What becomes of a statement of 1 December 2024 and why, when something is done."""
    both = (report("a", "2024-12-01", said), report("b", at, done))
    return [p.why or p.fate for p in outlook(folder, *both, at=at) if "a" in p.statement.sources[0]]


def test_an_aim_that_was_reached_has_come_true(tmp_path: Path) -> None:
    (one,) = outlook(tmp_path, report("a", "2024-12-01", AIM), report("b", "2024-12-08", TAKEN))
    assert one.told == "declared aim: reach, Damascus"
    assert (one.fate, one.kept_by, one.kept, one.why) == ("come true", "b.e0", "2024-12-08", "same actor, same place")
    assert (one.statement.day, one.statement.kind, one.until) == ("2024-12-01", "intent", "2025-01-30")
    assert one.statement.sources == ("its leader < outlet a",)
    assert one.statement.words == "HTS reach at Damascus (a-0), its leader said."


def test_until_its_horizon_is_over_it_is_open_and_then_expired(tmp_path: Path) -> None:
    reports = (report("a", "2024-12-01", AIM), report("b", "2024-12-08", TAKEN))
    asked = ("2024-12-07", "2024-12-08")
    found = [outlook(tmp_path / day, *reports, at=day)[0].fate for day in asked]
    assert found == ["open", "come true"]
    alone = [outlook(tmp_path / f"x{day}", reports[0], at=day)[0].fate for day in ("2025-01-30", "2025-01-31")]
    assert alone == ["open", "expired"]


@pytest.mark.parametrize(
    ("done", "became"),
    [
        (TAKEN, "same actor, same place"),
        (TAKEN | {"who": "rebels"}, "same side, same place"),
        (TAKEN | {"who": "Israel"}, "expired"),
        (TAKEN | {"where": "Hama"}, "expired"),
        (TAKEN | {"type": "CONSULT"}, "expired"),
        (TAKEN | {"status": "attempted"}, "expired"),
        (TAKEN | {"day": "2024-11-30"}, "expired"),
        (TAKEN | {"day": "2024-12-01"}, "expired"),
        (TAKEN | {"day": "2025-02-01"}, "expired"),
        (TAKEN | {"negated": True}, "expired"),
    ],
)
def test_only_the_same_side_at_the_same_place_in_time_keeps_it(
    tmp_path: Path, done: dict[str, Any], became: str
) -> None:
    assert fates(tmp_path, AIM, done) == [became]


def test_a_threat_against_a_town_that_stands_for_its_state_is_kept_there_alone(tmp_path: Path) -> None:
    said = happening("M23", cue="threatened", type="THREATEN", status="threatened", target="Goma")
    assert fates(tmp_path / "1", said, happening("M23", "Goma", "2025-01-20")) == ["same actor, same place"]
    assert fates(tmp_path / "2", said, happening("M23", "Hama", "2025-01-20")) == ["expired"]


def test_a_state_s_army_keeps_its_government_s_word_in_the_country_threatened(tmp_path: Path) -> None:
    said = happening("Israel", cue="warned", type="THREATEN", status="threatened", target="Iran")
    done = happening("Israeli army", "Isfahan", "2025-01-20")
    assert fates(tmp_path / "1", said, done) == ["same side, same country"]
    assert fates(tmp_path / "2", said, done | {"where": "Hama"}) == ["expired"]


def test_a_people_s_name_for_a_state_is_no_place(tmp_path: Path) -> None:
    said = happening("Israel", cue="warned", type="THREATEN", status="threatened", target="Iranian regime")
    assert fates(tmp_path, said, happening("Israel", "Isfahan", "2025-01-20")) == ["same actor, same country"]


def test_a_warning_without_an_actor_is_kept_by_anybody_there(tmp_path: Path) -> None:
    said = happening("", "Goma", status="feared")
    assert fates(tmp_path, said, happening("M23", "Goma", "2024-12-20")) == ["no actor named, same place"]


def test_a_province_is_kept_within_it(tmp_path: Path) -> None:
    said = happening("HTS", "Idlib province", status="planned")
    assert fates(tmp_path / "1", said, happening("HTS", "Maarrat", "2024-12-20")) == ["same actor, same province"]
    assert fates(tmp_path / "2", said, happening("HTS", "Hama", "2024-12-20")) == ["expired"]


def test_a_mobilisation_is_not_kept_by_another(tmp_path: Path) -> None:
    said = happening("Israel", "Hama", "2024-11-30", type="MOBILIZE", cue="massed")
    again = said | {"day": "2024-12-20"}
    assert fates(tmp_path / "1", said, again) == ["expired"]
    assert fates(tmp_path / "2", said, happening("Israel", "Hama", "2024-12-20")) == ["same actor, same place"]


def test_a_day_that_the_statement_names_is_its_horizon(tmp_path: Path) -> None:
    (one,) = outlook(tmp_path, report("a", "2024-12-01", AIM | {"day": "2024-12-05"}), at="2024-12-09")
    assert (one.until, one.fate) == ("2024-12-08", "expired")


def test_what_names_neither_place_nor_target_or_bears_no_date_is_unknown(tmp_path: Path) -> None:
    vague = report("a", "2024-12-01", happening("HTS", status="ordered", cue="retake"))
    undated = report("b", None, AIM)
    found = outlook(tmp_path, vague, undated, report("c", "2025-06-01", TAKEN))
    assert [p.fate for p in found] == ["unknown", "unknown"]


def test_a_deed_that_only_its_report_dates_says_so(tmp_path: Path) -> None:
    assert fates(tmp_path, AIM, TAKEN | {"day": None}, "2024-12-20") == ["same actor, same place, dated by its report"]


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"status": "planned"}, "intent"),
        ({"status": "ordered"}, "order"),
        ({"status": "threatened"}, "threat"),
        ({"status": "possible"}, "warning"),
        ({"status": "feared"}, "warning"),
        ({"type": "THREATEN"}, "threat"),
        ({"type": "MOBILIZE", "cue": "Deployed"}, "mobilisation"),
        ({"type": "MOBILIZE", "cue": "arrived"}, None),
        ({"status": "planned", "type": "ACCUSE"}, None),
        ({"status": "planned", "negated": True}, None),
        ({"status": "denied"}, None),
        ({}, None),
    ],
)
def test_what_is_a_statement(tmp_path: Path, more: dict[str, Any], kind: str | None) -> None:
    found = outlook(tmp_path, report("a", "2024-12-01", happening("HTS", "Hama", **more)))
    assert [p.statement.kind for p in found] == [kind] * (kind is not None)


def test_many_tellings_within_a_week_are_one_statement_with_all_its_sources(tmp_path: Path) -> None:
    days = [("a", "2024-12-03"), ("b", "2024-12-01"), ("c", "2024-12-20")]
    later, first = outlook(tmp_path, *(report(name, day, AIM) for name, day in days))
    assert (first.statement.day, len(first.statement.events)) == ("2024-12-01", 2)
    assert first.statement.sources == ("its leader < outlet b", "its leader < outlet a")
    assert later.statement.day == "2024-12-20"


def test_what_is_said_later_is_left_out_and_so_is_what_a_person_retracted(tmp_path: Path) -> None:
    assert outlook(tmp_path / "1", report("a", "2024-12-01", AIM), at="2024-11-30") == []
    massed = report("a", "2024-12-01", happening("HTS", "Hama", "2024-12-01", type="MOBILIZE", cue="massed"))
    with desk_of(tmp_path / "2", [massed]) as desk:
        assert len(basis(desk).statements) == 1
        desk.judge(retract(state_of(desk), "a.e0", signature("an exercise")))
        assert basis(desk).statements == []


def test_what_is_asked_about(tmp_path: Path) -> None:
    threat = happening("Israel", cue="warned", type="THREATEN", status="threatened", target="Iran")
    with desk_of(tmp_path, [report("a", "2024-12-01", AIM), report("b", "2024-12-01", threat, TAKEN)]) as desk:
        held = basis(desk)
    asked = {
        Scope(): 2,
        Scope(country="SYR"): 1,
        Scope(country="IRN"): 1,
        Scope(country="ISR"): 0,
        Scope(places=frozenset({"damascus"})): 1,
        Scope(actors=frozenset({"iran"})): 1,
        Scope(actors=frozenset({"HTS"}), country="IRN"): 0,
    }
    assert {scope: len(scope.statements(held.statements)) for scope in asked} == asked
    assert len(Scope(country="SYR").deeds(held.deeds)) == 1
    assert Scope(country="IRN").deeds(held.deeds) == []

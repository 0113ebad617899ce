"""All that is derived: one list, the same from nothing as brought up to date, in whatever order."""

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.track.telling import happening, put, report
from vedette.merge.desking import assign_new, now, signature, state_of
from vedette.merge.judgements import correct_field, merge_incidents, retract, split_incident, undo
from vedette.store import Desk, open_desk
from vedette.track.rebuild import DERIVATIONS, Basis, basis, derive, differing, digest, refreshed

if TYPE_CHECKING:
    from collections.abc import Callable

    from vedette.merge.state import State
    from vedette.records import Coded, Judgement

WHO = ("HTS", "rebels", "Israel", "M23")
WHERE = ("Damascus", "Hama", "Goma", "Maarrat", "Idlib province")


def made(number: int) -> "Coded":
    """A report of up to three happenings, some of them words only; the same each time."""
    drawn = random.Random(number)  # noqa: S311 - made-up data
    day = f"2024-{1 + number % 12:02}-{1 + drawn.randrange(27):02}"
    events = []
    for _ in range(1 + number % 3):
        status = drawn.choice(["happened", "happened", "planned", "feared"])
        type_ = drawn.choice(["ASSAULT", "COERCE", "THREATEN", "MOBILIZE"])
        who, where = drawn.choice(WHO), drawn.choice(WHERE)
        when = day if status == "happened" else None
        events.append(happening(who, where, when, status=status, type=type_, killed=drawn.randrange(1, 30)))
    return report(f"r{number}", day, *events)


def same(desk: Desk, held: Basis) -> None:
    """Hold a basis against one from nothing."""
    anew = basis(desk)
    assert differing(anew, held) == []
    assert held == anew


def test_added_in_batches_it_comes_to_the_same_as_a_rebuild(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        held, before = basis(desk), now()
        for start in range(0, 40, 8):
            for number in range(start, start + 8):
                desk.add(made(number))
            assign_new(desk)
            held, before = refreshed(desk, held, before), now()
            same(desk, held)
        assert len(held.deeds) > 10
        assert len(held.statements) > 10


def test_judgements_in_between_come_to_the_same_as_a_rebuild(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        put(desk, map(made, range(12)))
        names = [deed.incident for deed in basis(desk).deeds]
        ways: tuple[Callable[[State], Judgement], ...] = (
            lambda state: merge_incidents(state, [names[0]], names[1], signature()),
            lambda state: split_incident(state, names[1], state.incidents[names[1]].events[:1], "new", signature()),
            lambda state: correct_field(state, names[2], "place", "Homs", signature()),
            lambda state: retract(state, names[3], signature("an exercise")),
            lambda state: undo(state, max(state.known), signature()),
        )
        for way in ways:
            held, before = basis(desk), now()
            desk.judge(way(state_of(desk)))
            assert differing(basis(desk), held)
            same(desk, refreshed(desk, held, before))


def test_a_report_coded_again_is_read_again(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        first = report("a", "2024-12-01", happening("HTS", "Hama", "2024-12-01", type="COERCE", cue="massed", killed=3))
        put(desk, [first])
        held, before = basis(desk), now()
        event = first.events[0].model_copy(update={"type": "MOBILIZE"})
        desk.recode(first.model_copy(update={"events": (event,)}), coder="another 1")
        put(desk, [])
        assert desk.recoded_since(before) == [desk.reports()[0].id]
        assert desk.recoded_since(now()) == []
        grown = refreshed(desk, held, before)
        same(desk, grown)
        assert len(grown.statements) == 1


def test_a_desk_as_of_an_earlier_time_brought_up_to_date_is_the_desk_of_now(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        put(desk, map(made, range(6)))
        then = now()
        put(desk, map(made, range(6, 12)))
        old = basis(desk, as_of=then)
        assert 0 < len(old.views) < len(basis(desk).views)
        same(desk, refreshed(desk, old, then))


def test_every_derivation_is_done_counted_and_the_same_in_any_order(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        put(desk, map(made, range(20)))
        held = basis(desk)
        turned = Basis(
            dict(reversed(list(held.views.items()))),
            dict(reversed(list(held.done.items()))),
            dict(reversed(list(held.said.items()))),
            held.at,
        )
        found = {one.name: one for one in derive(held)}
        assert list(found) == list(DERIVATIONS)
        assert all(one.items > 0 and one.seconds >= 0 for one in found.values())
        for name in ("tempo", "firsts", "ahead"):
            assert digest(DERIVATIONS[name](turned)) == found[name].digest, name


def test_a_derivation_that_comes_to_something_else_is_named(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        put(desk, [report("a", "2024-12-01", happening("HTS", "Hama", "2024-12-01"))])
        one = basis(desk)
        put(desk, [report("b", "2024-12-01", happening("HTS", "Hama", status="planned"))])
        assert differing(one, basis(desk)) == ["statements", "ahead"]


def test_an_empty_desk_has_nothing_derived(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        assert {one.items for one in derive(basis(desk))} == {0}


def test_what_has_no_plain_form_is_in_no_digest() -> None:
    with pytest.raises(TypeError, match="bytes cannot"):
        digest([b"x"])

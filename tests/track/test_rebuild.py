"""All that is derived: one list, the same from nothing as brought up to date, in whatever order."""

import contextlib
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.track.telling import happening, put, report
from vedette.errors import JudgementError
from vedette.merge.desking import assign_new, now, signature, state_of
from vedette.merge.judgements import confirm, correct_field, dispute, merge_incidents, retract, split_incident, undo
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
        other = drawn.choice([name for name in WHO if name != who])
        takes = drawn.random() < 0.5
        more = {"takes": takes, "target": other, "cue": "captured" if takes else "hit"}
        events.append(happening(who, where, when, status=status, type=type_, killed=drawn.randrange(1, 30), **more))
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


class Course:
    """A desk to which things happen, drawn one after another."""

    def __init__(self, desk: Desk, seed: int) -> None:
        """Begin with a few reports."""
        self.desk, self.drawn, self.number = desk, random.Random(seed), 0  # noqa: S311 - made-up data
        for _ in range(4):
            self.add()

    def go(self, what: str) -> None:
        """Let one thing happen; nothing does where it cannot."""
        way = getattr(self, what, None)
        if way is not None:
            way()
        else:
            self.judge(what)

    def add(self) -> None:
        """A report comes in, and its events are given to new incidents."""
        self.desk.add(made(self.number))
        self.number += 1
        assign_new(self.desk)

    def copied(self) -> None:
        """A report is found to repeat an earlier one."""
        rows = self.desk.reports()
        self.desk.add_duplicate(rows[-1].id, rows[0].id, "copy")

    def recoded(self) -> None:
        """A report is coded again, and comes to something else."""
        row = self.drawn.choice(self.desk.reports())
        kept = self.desk.report(row.id)
        assert kept is not None
        event = kept.coded.events[0].model_copy(update={"type": "MOBILIZE", "targets": ()})
        again = kept.coded.model_copy(update={"events": (event,), "control": ()})
        self.desk.recode(again, coder=f"another {self.number}")
        self.number += 1
        assign_new(self.desk)

    def judge(self, what: str) -> None:
        """Somebody judges incidents."""
        state = state_of(self.desk)
        live = sorted(name for name, belief in state.incidents.items() if belief.live and belief.events)
        ways: dict[str, Callable[[State, str, str], Judgement]] = {
            "merge": lambda s, one, other: merge_incidents(s, [one], other, signature()),
            "confirm": lambda s, one, _: confirm(s, one, signature()),
            "dispute": lambda s, one, _: dispute(s, one, "a doubt", signature()),
            "retract": lambda s, one, _: retract(s, one, signature("an exercise")),
            "planned": lambda s, one, _: correct_field(s, one, "status", "planned", signature()),
            "day": lambda s, one, _: correct_field(s, one, "when", "2024-02-03", signature()),
            "undo": lambda s, _, __: undo(s, max(s.known - s.undone.keys()), signature()),
        }
        if len(live) > 1:
            with contextlib.suppress(JudgementError):
                self.desk.judge(ways[what](state, *self.drawn.sample(live, 2)))


HAPPENINGS = ("add", "copied", "recoded", "merge", "confirm", "dispute", "retract", "planned", "day", "undo")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(HAPPENINGS), min_size=1, max_size=6), st.integers(0, 1000))
def test_whatever_happens_to_a_desk_brought_up_to_date_is_rebuilt(whats: list[str], seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder, open_desk(folder) as desk:
        course = Course(desk, seed)
        held, before = basis(desk), now()
        for n, what in enumerate(whats):
            course.go(what)
            if n % 2 or what == whats[-1]:
                held, before = refreshed(desk, held, before), now()
        same(desk, refreshed(desk, held, before))


def test_only_what_changed_is_read_anew(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        put(desk, map(made, range(6)))
        held, before = basis(desk), now()
        put(desk, [made(6)])
        grown = refreshed(desk, held, before)
        assert sum(grown.heard[name] is not one for name, one in held.heard.items()) == 0
        assert len(grown.heard) == len(held.heard) + 1
        before = now()
        state = state_of(desk)
        desk.judge(retract(state, min(state.incidents), signature("an exercise")))
        judged = refreshed(desk, grown, before)
        assert sum(judged.heard[name] is not one for name, one in grown.heard.items()) == 1


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
            dict(reversed(list(held.heard.items()))),
        )
        found = {one.name: one for one in derive(held)}
        assert list(found) == list(DERIVATIONS)
        assert all(one.items > 0 and one.seconds >= 0 for one in found.values())
        for name in ("tempo", "firsts", "ahead", "control", "network"):
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

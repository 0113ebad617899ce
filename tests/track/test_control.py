"""Histories of control: changes, claims side by side, what settles them, and that order does not matter."""

import datetime as dt
import random
import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.track.control import control_history, standing_at, status_of
from vedette.track.facts import GroundFact
from vedette.track.sides import Side, state_side

STATE = state_side("SYR")
HTS = Side("HTS", "Hayat Tahrir al-Sham", "SYR:armed")
SDF = Side("SDF", "Syrian Democratic Forces", "SYR:armed")
REBELS = Side("SYRREB", "rebels", "SYR:armed", general=True)
HAMA = "geonames:170017"


def fact(side: Side, change: str, day: int, origin: str = "Reuters", **more: object) -> GroundFact:
    """What an origin says of Hama on a day of December 2024."""
    told: dict[str, object] = {"report": f"{origin}-{day}", "source": origin, "outlet": True} | more
    return GroundFact(HAMA, side, change, f"2024-12-{day:02}", origin=origin, **told)  # type: ignore[arg-type]


def by(side: Side, told: Side, change: str, day: int, **more: object) -> GroundFact:
    """What a side says itself."""
    return fact(told, change, day, side.id, teller=side.id, source=side.name, outlet=False, **more)


def told(*facts: GroundFact) -> list[tuple[str, str, str, str | None]]:
    """The spells of some facts in short: side, kind, first day, day of the end."""
    return [(s.side, s.kind, s.start[8:], s.end and s.end[8:]) for s in control_history(facts).get(HAMA, [])]


def test_a_capture_ends_the_hold_of_the_side_before() -> None:
    assert told(fact(STATE, "held", 1), fact(HTS, "captured", 5), fact(HTS, "captured", 5, "AP")) == [
        ("state:SYR", "claimed", "01", "05"),
        ("HTS", "assessed", "05", None),
    ]


def test_one_origin_or_one_side_only_claims() -> None:
    assert told(by(HTS, HTS, "captured", 5)) == [("HTS", "claimed", "05", None)]
    assert told(by(HTS, HTS, "captured", 5), by(HTS, HTS, "held", 6, report="b")) == [("HTS", "claimed", "05", None)]


def test_the_losing_side_s_own_word_makes_it_assessed() -> None:
    assert told(by(STATE, STATE, "lost", 5), by(HTS, HTS, "captured", 5))[-1] == ("HTS", "assessed", "05", None)
    assert told(by(STATE, HTS, "captured", 5, loser=STATE)) == [("HTS", "assessed", "05", None)]


def test_a_loss_without_a_winner_is_kept_as_such_until_one_is_told() -> None:
    assert told(fact(STATE, "held", 1), fact(STATE, "lost", 4)) == [
        ("state:SYR", "claimed", "01", "04"),
        ("state:SYR", "lost", "04", None),
    ]
    assert told(fact(STATE, "lost", 4), fact(HTS, "captured", 9)) == [
        ("state:SYR", "lost", "04", "09"),
        ("HTS", "claimed", "09", None),
    ]


def test_contradicting_claims_stand_side_by_side_until_later_evidence() -> None:
    both = [by(HTS, HTS, "captured", 5), by(STATE, STATE, "held", 6)]
    assert told(*both) == [("HTS", "claimed", "05", None), ("state:SYR", "claimed", "06", None)]
    assert status_of(control_history(both)[HAMA]) == "contested"
    later = [*both, fact(HTS, "held", 10, "AP")]
    assert told(*later) == [("HTS", "assessed", "05", None), ("state:SYR", "claimed", "06", "07")]


def test_a_second_origin_settles_it_without_waiting() -> None:
    both = [by(HTS, HTS, "captured", 5), by(STATE, STATE, "held", 5)]
    assert [s[3] for s in told(*both)] == [None, None]
    assert [s[:2] for s in told(*both, fact(HTS, "held", 6, "AP")) if s[3] is None] == [("HTS", "assessed")]


def test_a_reviewer_settles_it_either_way() -> None:
    mine, theirs = by(HTS, HTS, "captured", 5), by(STATE, STATE, "held", 5)
    confirmed = control_history([mine, replace(theirs, standing="confirmed")])[HAMA]
    assert [(s.side, s.kind) for s in confirmed if s.end is None] == [("state:SYR", "assessed")]
    assert confirmed[-1].sure >= 0.97
    doubted, plain = (control_history([replace(mine, standing=s)])[HAMA][0] for s in ("disputed", "new"))
    assert doubted.sure < plain.sure
    assert "disputed by a reviewer" in doubted.why


def test_the_loser_s_denial_keeps_its_claim_beside_the_other() -> None:
    before, taken = fact(STATE, "held", 1), by(HTS, HTS, "captured", 5)
    spells = control_history([before, taken, by(STATE, HTS, "denied", 5)])[HAMA]
    assert [(s.side, s.end) for s in spells] == [("state:SYR", None), ("HTS", None)]
    assert spells[1].denied == ("government of Syria",)
    assert spells[1].sure < control_history([taken])[HAMA][0].sure


def test_a_denial_by_itself_changes_nothing() -> None:
    assert told(by(STATE, HTS, "denied", 5)) == []


def test_a_recapture_is_a_spell_of_its_own() -> None:
    back = [fact(HTS, "captured", 5), fact(STATE, "captured", 7), fact(HTS, "captured", 9)]
    assert [s[0] for s in told(*back)] == ["HTS", "state:SYR", "HTS"]
    assert [s[3] for s in told(*back)] == ["07", "09", None]


def test_an_undated_report_of_a_capture_just_undone_is_no_recapture() -> None:
    late = fact(HTS, "captured", 8, "AP", dated=False)
    assert [s[0] for s in told(fact(HTS, "captured", 5), fact(STATE, "captured", 7), late)] == ["HTS", "state:SYR"]


def test_general_words_confirm_the_group_that_is_named_elsewhere() -> None:
    spells = control_history([fact(REBELS, "captured", 5), fact(HTS, "held", 6, "AP")])[HAMA]
    assert [(s.side, s.kind, s.start) for s in spells] == [("HTS", "assessed", "2024-12-05")]
    taken = [fact(SDF, "held", 1), fact(REBELS, "captured", 5, loser=SDF)]
    assert [s[0] for s in told(*taken)] == ["SDF", "SYRREB"]


def test_a_siege_contests_and_fades() -> None:
    assert told(fact(STATE, "held", 1), fact(HTS, "contested", 2)) == [
        ("state:SYR", "claimed", "01", None),
        ("HTS", "contested", "02", "16"),
    ]
    assert told(fact(HTS, "contested", 2), fact(HTS, "captured", 5)) == [
        ("HTS", "contested", "02", "05"),
        ("HTS", "claimed", "05", None),
    ]


def test_who_holds_it_on_a_day() -> None:
    history = control_history([fact(STATE, "held", 1), fact(HTS, "captured", 5)])
    held = {day: [s.side for s in standing_at(history, day).get(HAMA, [])] for day in ("2024-11-30", "2024-12-04")}
    assert held == {"2024-11-30": [], "2024-12-04": ["state:SYR"]}
    assert [s.side for s in standing_at(history, "2024-12-05")[HAMA]] == ["HTS"]
    assert [s.side for s in standing_at(history)[HAMA]] == ["HTS"]


FACTS = st.lists(
    st.builds(
        fact,
        st.sampled_from([STATE, HTS, SDF, REBELS]),
        st.sampled_from(["captured", "held", "lost", "contested", "denied"]),
        st.integers(1, 28),
        st.sampled_from(["Reuters", "AP", "state:SYR", "HTS"]),
        standing=st.sampled_from(["new", "new", "confirmed", "disputed"]),
        teller=st.sampled_from(["", "HTS", "state:SYR"]),
        dated=st.booleans(),
    ),
    max_size=14,
)


@given(FACTS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_history_is_the_same_in_any_order_and_sound(facts: list[GroundFact], chance: random.Random) -> None:
    shuffled = list(facts)
    chance.shuffle(shuffled)
    history = control_history(facts)
    assert history == control_history(shuffled)
    for spell in history.get(HAMA, []):
        assert 0 <= spell.sure <= 1
        assert spell.evidence
        assert spell.end is None or spell.start <= spell.end


def test_a_hundred_thousand_facts_take_less_than_ten_seconds() -> None:
    chance, first = random.Random(7), dt.date(2020, 1, 1)  # noqa: S311 - made-up facts
    facts = [
        GroundFact(
            f"geonames:{chance.randrange(1000)}",
            chance.choice([STATE, HTS, SDF, REBELS]),
            chance.choice(["captured", "held", "lost", "contested", "denied"]),
            (first + dt.timedelta(chance.randrange(1500))).isoformat(),
            report=str(n),
            origin=chance.choice("abcdef"),
        )
        for n in range(100_000)
    ]
    began = time.process_time()
    history = control_history(facts)
    assert time.process_time() - began < 10
    assert len(history) == 1000

"""Days, names, places and status in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.brief.reading import days_in, names_in, quoted, signs_in, stances_in, undated, unquoted, wheres_in


def test_days_with_and_without_a_year() -> None:
    assert [d.iso for d in days_in("on 3 May 2024 and 2024-06-01")] == ["2024-05-03", "2024-06-01"]
    assert [(d.day, d.month, d.year) for d in days_in("between 3 and 5 May")] == [(3, 5, None), (5, 5, None)]
    assert [(d.day, d.month) for d in days_in("on 28\u201329 August")] == [(28, 8), (29, 8)]
    assert [(d.month, d.year) for d in days_in("in March 2018")] == [(3, 2018)]
    assert [d.weekday for d in days_in("on Monday")] == [0]
    assert [d.iso for d in days_in("May 3, 2024")] == ["2024-05-03"]
    assert [d.iso for d in days_in("on 31 February 2024")] == [
        "2024-02-31"
    ]  # no day of the calendar, so of no evidence


def test_the_day_of_a_report_is_told_from_that_of_a_deed() -> None:
    assert [d.spoken for d in days_in("an attack on 3 May, A reported on 4 May")] == [False, True]


def test_names_are_runs_of_capitals() -> None:
    assert names_in("Between 3 and 5 people died, the White Helmets said.") == ["White Helmets"]
    assert names_in("The Rapid Support Forces took al-Fashir.") == ["Rapid Support Forces", "al-Fashir"]
    assert names_in("Fighting broke out.") == []
    assert names_in("Hezbollah denied it.") == ["Hezbollah"]


def test_places_are_where_it_is_put_and_no_adjectives() -> None:
    assert wheres_in("in Russian shelling in Vovchansk, near the town of Kupiansk") == ["Vovchansk", "Kupiansk"]
    assert wheres_in("in March 2018 in Houthi-held Sanaa") == []


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("X intends to take Hama", "ahead"), ("Y may be attacked", "ahead"), ("X threatened to attack", "ahead"),
        ("the attack was repelled", "tried"), ("X tried to enter", "tried"), ("nobody was hurt", "negated"),
    ],
)  # fmt: skip
def test_signs_of_status(text: str, which: str) -> None:
    assert signs_in(text, which)


def test_the_month_of_may_is_no_doubt() -> None:
    assert not signs_in(undated("on 3 May and in May 2024, in May"), "ahead")


def test_stances() -> None:
    assert stances_in("X denied it, Y claimed it, Z blamed W") == {"den", "claim", "blam"}


def test_quotations_are_set_apart() -> None:
    text = 'A said: "they will come" and left'
    assert quoted(text) == ["they will come"]
    assert not signs_in(unquoted(text), "ahead")


@given(st.text(max_size=150))
def test_any_text_can_be_read(text: str) -> None:
    for day in days_in(text):
        assert day.words
    assert all(name.strip() for name in names_in(text))
    assert isinstance(wheres_in(text), list)

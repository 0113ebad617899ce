"""What a number in a sentence counts, whoever wrote the sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.brief.numbers import numbers

K = [(6, "killed"), (31, "killed")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("At least 12 people were killed and 30 wounded on 3 December 2024.", [(12, "killed"), (30, "wounded")]),
        ("The blast killed 12 people and wounded 30.", [(12, "killed"), (30, "wounded")]),
        ("Eight people died and more than twenty were wounded on Saturday.", [(8, "killed"), (20, "wounded")]),
        ("12 killed, 30 wounded", [(12, "killed"), (30, "wounded")]),
        ("Levant Press says eight people were killed, Aleppo Media four.", [(8, "killed"), (4, "killed")]),
        ("Between 8 and 12 people were killed in clashes", [(8, "killed"), (12, "killed")]),
        ("a bomb killed between 8 and 12 people and wounded 11", [(8, "killed"), (12, "killed"), (11, "wounded")]),
        ("Between 6 and 31 were killed and between 10 and 54 hurt", [*K, (10, "wounded"), (54, "wounded")]),
        ("Of the 30 hostages, five were freed", [(30, "abducted"), (5, "released")]),
        ("put the dead at eight; Ankara Review counts 14", [(8, "killed"), (14, "killed")]),
        ("dozens were wounded", [(36, "wounded")]),
        ("One or two people were killed", [(1, "killed"), (2, "killed")]),
        ("On the number of dead: A Press says one; B two.", [(1, "killed"), (2, "killed")]),
    ],
)  # fmt: skip
def test_what_numbers_count(text: str, told: list[tuple[int, str]]) -> None:
    assert [(n.best, n.of) for n in numbers(text)] == told


@pytest.mark.parametrize(
    "text",
    [
        "on 3 December 2024", "on 28\u201329 August", "between 3 and 5 May", "one protester, 19, killed", "in 2018",
        "aged 19", "at 10:30 a.m.", "a 17-year-old", "one of them said so",
    ],
)  # fmt: skip
def test_days_ages_and_hours_count_nobody(text: str) -> None:
    assert not [n for n in numbers(text) if n.words.lower() != "one"]


def test_distances_and_incidents_are_no_toll() -> None:
    assert [(n.best, n.of) for n in numbers("12 incidents, ten kilometres away")] == [(12, None), (10, None)]


def test_open_numbers_are_told() -> None:
    least, most = numbers("at least 12 were killed and up to 30 wounded")
    assert (least.open, most.open) == ("least", "most")


@given(st.text(max_size=200))
def test_any_text_gives_numbers_where_they_stand(text: str) -> None:
    for number in numbers(text):
        assert text[number.start : number.end] == number.words
        assert number.low <= number.high

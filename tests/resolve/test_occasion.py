"""The days of events: what ties them to another time, what looks ahead, and what no day is known of."""

import pytest

from vedette.pipeline import Pipeline
from vedette.records import Report

PUBLISHED = "2024-11-30"  # a Saturday


def days(pipeline: Pipeline, text: str, trigger: str) -> tuple[str | None, str | None] | None:
    """First and last day of the event with a trigger."""
    (coded,) = pipeline.code([Report(id="r", text=text, published=PUBLISHED)])
    event = next(e for e in coded.events if e.trigger.text == trigger)
    return (event.when.start, event.when.end) if event.when else None


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("Iran threatened on Sunday to attack the port of Haifa.", "threatened", "2024-11-24"),
        ("Rebels warned on Wednesday that they would shell Goma.", "warned", "2024-11-27"),
        ("The army shelled Bara on Monday; rebels attacked Kosti the next day.", "attacked", "2024-11-26"),
        ("Rebels freed a nurse on Wednesday; they had kidnapped her ten days earlier.", "kidnapped", "2024-11-17"),
        ("Police arrested ten men on Friday and attacked a march the same evening.", "attacked", "2024-11-29"),
    ],
)  # fmt: skip
def test_the_day_is_read_under_its_own_verb(pipeline: Pipeline, text: str, trigger: str, day: str) -> None:
    assert days(pipeline, text, trigger) == (day, day)


def test_what_will_be_lies_ahead(pipeline: Pipeline) -> None:
    assert days(pipeline, "Unions will strike on Tuesday in Lima.", "strike") == ("2024-12-03", "2024-12-03")


@pytest.mark.parametrize(
    ("tie", "day"), [("two days after", "2024-11-27"), ("a week after", "2024-11-22"), ("a day before", "2024-11-30")]
)
def test_a_length_counts_from_the_day_that_the_sentence_names(whole: Pipeline, tie: str, day: str) -> None:
    text = (
        f"The general named himself head of state on Friday, {tie} soldiers seized the presidential palace in Niamey."
    )
    assert days(whole, text, "seized") == (day, day)


@pytest.mark.parametrize(
    ("words", "found"),
    [("at dawn", (PUBLISHED, PUBLISHED)), ("at nightfall", (None, None)), ("at midnight", (None, None))],
)
def test_a_time_of_day_alone_is_the_reports_day_but_in_the_evening(
    pipeline: Pipeline, words: str, found: tuple[str | None, str | None]
) -> None:
    assert days(pipeline, f"Rebels attacked the village of Bara {words}.", "attacked") == found


def test_a_time_of_day_is_of_the_day_named_before_it(pipeline: Pipeline) -> None:
    text = "The army shelled Bara on Monday and rebels attacked Kosti at nightfall."
    assert days(pipeline, text, "attacked") == ("2024-11-25", "2024-11-25")


def test_since_a_day_runs_on_to_the_report(pipeline: Pipeline) -> None:
    assert days(pipeline, "The army has shelled Goma since Monday.", "shelled") == ("2024-11-25", PUBLISHED)

"""What people see: every answer in its column, and nothing in a report can steer the terminal."""

import io

import pytest
from rich.console import Console

from vedette.cli.console import plain
from vedette.cli.render import PLAIN_COLUMNS, QUESTIONS, answers, plain_lines, show
from vedette.records import Actor, Attribution, Coded, Count, Event, Mention, Place, Report, Span, When

TEXT = "Rebels shelled troops in Idlib on Monday, killing at least 12, officials said."


def mention(words: str, kind: str = "actor", ref: str | None = None) -> Mention:
    """Words of TEXT as a mention."""
    start = TEXT.index(words)
    return Mention.model_validate({"start": start, "end": start + len(words), "text": words, "kind": kind, "ref": ref})


def span(words: str) -> Span:
    """Words of TEXT as a span."""
    return Span(start=TEXT.index(words), end=TEXT.index(words) + len(words), text=words)


def coded(**changes: object) -> Coded:
    """A report with one event."""
    event = Event(
        id="e1",
        type="ASSAULT",
        mode="heavy-weapons",
        sub_event="Shelling/artillery/missile attack",
        trigger=span("shelled"),
        actors=(mention("Rebels", ref="a1"),),
        targets=(mention("troops"),),
        place=mention("Idlib", "place", "p1"),
        when=When(start="2024-11-25", end="2024-11-25", text="Monday", span=(34, 40)),
        counts=(Count(of="killed", low=12, best=12, start=50, end=61),),
        attribution=(Attribution(source=mention("officials"), cue=span("said")),),
    ).model_copy(update=changes)
    return Coded(
        id="r1",
        report=Report(
            id="r1", text=TEXT, title="[bold]Shells\x1b[31m on Idlib", publisher="The Wire", published="2024-11-26"
        ),
        actors=(Actor(id="a1", name="Rebels", code="SYRREB", backed_by=("TUR",)),),
        places=(Place(id="p1", name="Idlib", country="SYR"),),
        events=(event,),
    )


def shown(given: Coded, width: int) -> str:
    """What stands on a terminal of that width."""
    page = io.StringIO()
    show(given, Console(file=page, width=width, highlight=False), "page.html")
    return page.getvalue()


def test_every_question_is_answered() -> None:
    given = coded()
    assert answers(given, given.events[0]) == {
        "who": "Rebels [SYRREB, backed by TUR]",
        "did what": "shelled: Shelling / artillery / missile attack, assault / heavy-weapons",
        "to whom": "troops",
        "where": "Idlib [SYR]",
        "when": "2024-11-25",
        "how many": "at least 12 killed",
        "status": "happened",
        "according to": "officials",
    }


@pytest.mark.parametrize(
    ("low", "best", "high", "told"),
    [
        (12, 12, 12, "12 killed"),
        (12, 12, None, "at least 12 killed"),
        (None, 30, 30, "up to 30 killed"),
        (24, 36, 99, "24 to 99 killed"),
        (None, 200, None, "about 200 killed"),
        (2000, 3000, 9999, "2,000 to 9,999 killed"),
    ],
)
def test_counts_as_people_write_them(low: int | None, best: int, high: int | None, told: str) -> None:
    given = coded(counts=(Count(of="killed", low=low, best=best, high=high, start=0, end=1),))
    assert answers(given, given.events[0])["how many"] == told


def test_what_is_denied_or_did_not_happen_says_so() -> None:
    negated = coded(negated=True)
    assert answers(negated, negated.events[0])["status"] == "not happened"
    unknown = coded(when=When(text="Monday", span=(34, 40)), place=None, targets=())
    told = answers(unknown, unknown.events[0])
    assert (told["when"], told["where"], told["to whom"]) == ("“Monday”", "", "")


@pytest.mark.parametrize("width", [80, 160])
def test_the_table_holds_head_and_questions_at_every_width(width: int) -> None:
    page = shown(coded(), width)
    assert "[bold]Shells on Idlib" in page
    assert "\x1b" not in page
    assert "The Wire" in page
    assert "2024-11-26" in page
    assert "page.html" in page
    for question in QUESTIONS:
        assert question in page
    for word in ("Rebels", "shelled", "troops", "Idlib", "2024-11-25", "12 killed", "happened", "officials"):
        assert word in page
    assert all(len(row) <= width for row in page.splitlines())


def test_a_report_without_events_and_one_with_an_error_say_so() -> None:
    quiet = coded().model_copy(update={"events": ()})
    assert "no events" in shown(quiet, 100)
    assert "not coded: too short" in shown(Coded(id="x", error="too short"), 100)


def test_plain_lines_have_as_many_values_as_columns() -> None:
    (line,) = plain_lines(coded())
    values = dict(zip(PLAIN_COLUMNS, line.split("\t"), strict=True))
    assert values["report"] == "r1"
    assert values["published"] == "2024-11-26"
    assert values["type"] == "ASSAULT"
    assert values["trigger"] == "shelled"
    assert values["to whom"] == "troops"
    assert values["according to"] == "officials"


def test_plain_is_one_line_without_controls() -> None:
    assert plain("a\tb\nc\x1b[31m\u202ed\x00") == "a b cd"

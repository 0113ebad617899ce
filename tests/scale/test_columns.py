"""The columns of Parquet are documented, and hold what they say."""

import re
from pathlib import Path

import pytest

from vedette.records import Coded, Count, Event, Mention, Report, Span
from vedette.scale.columns import EVENTS, REPORTS, event_table_rows, partition, report_row, table

DOC = (Path(__file__).parent.parent.parent / "docs" / "scale.md").read_text("utf-8")


@pytest.mark.parametrize(("name", "columns"), [("reports", REPORTS), ("events", EVENTS)])
def test_every_column_is_documented_and_no_other(name: str, columns: dict[str, str]) -> None:
    section = DOC.split("### Columns")[1].split(f"`{name}`: ")[1]
    rows = re.search(r"\| column \| \|\n\|---\|---\|\n((?:\|.*\n)+)", section)
    assert rows is not None
    told = [column for row in rows[1].splitlines() for column in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert sorted(told) == sorted(columns)


def coded(published: str | None = "2024-11-30", text: str = "Gunmen killed 12. \ud800") -> Coded:
    """A report with one event."""
    word = Mention(start=0, end=6, text="Gunmen", kind="actor")
    counts = (
        Count(of="killed", low=12, best=12, high=12, start=14, end=16),
        Count(of="wounded", whom="civilians", low=24, best=None, high=99, start=14, end=16),
        Count(of="displaced", low=10, best=10, high=None, start=14, end=16),
    )
    event = Event(
        id="e1", type="ASSAULT", trigger=Span(start=7, end=13, text="killed"), actors=(word, word), counts=counts
    )
    return Coded(id="x\ud800", report=Report(id="x", text=text, published=published), events=(event,))


def test_an_event_as_a_flat_row_whatever_its_words_hold() -> None:
    one = coded()
    assert one.report is not None
    (row,) = event_table_rows(one, one.report)
    assert (row["actors"], row["counts"]) == ("Gunmen; Gunmen", "killed 12; wounded 24-99 civilians; displaced 10+")
    assert row["event"] == f"{row['report']}:e1"
    assert table(EVENTS, [row]).num_rows == 1
    kept = table(REPORTS, [report_row(one, one.report)]).to_pylist()
    assert kept[0]["key"] == "x\ufffd"
    assert '"text":"Gunmen killed 12. \\ud800"' in kept[0]["line"]


@pytest.mark.parametrize(
    ("published", "day"),
    [("2024-11-30", "2024-11-30"), ("2024-11-30T10:00:00Z", "2024-11-30"), (None, "unknown"), ("in May", "unknown")],
)
def test_the_day_under_which_rows_are_kept(published: str | None, day: str) -> None:
    assert partition(Report(id="x", text="A.", published=published)) == day

"""When and TimeMention: the words for a time and the days they stand for."""

from vedette.records.base import Record
from vedette.records.mention import Span
from vedette.records.vocabulary import TimePrecision, TimeType


class When(Record):
    """The days of an event: ISO dates, both ends included; None where the anchor date is unknown.

    `anchor` is the date that relative words ("on Monday") were read against, None where none was needed or known.
    """

    start: str | None = None
    """First day: an ISO date."""
    end: str | None = None
    """Last day, included: an ISO date."""
    precision: TimePrecision = "unknown"
    """How exactly it is told."""
    text: str
    """The words."""
    span: tuple[int, int]
    """Where they stand in the report's text."""
    anchor: str | None = None
    """The date that they were read against."""


class TimeMention(Span):
    """A time expression with its TIMEX3-style value ("2024-11-27", "2024-W48", "P3D", "PAST_REF")."""

    value: str | None = None
    """TIMEX3-style value."""
    type: TimeType = "DATE"
    """TIMEX3 type."""

"""The days of each event: its time expression read in its place in the report, with what ties it to another time.

"Two days after they had seized it" counts from the date before it, "since Sunday, when a mob ran riot" is the Sunday of
the riot, "by nightfall" is a day only where the sentence names one. The rules are those of docs/annotation.md.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from vedette.code.times import split_ranges
from vedette.resolve.calendar import moved
from vedette.resolve.story import values_of
from vedette.resolve.when import TimeValue, value_of

if TYPE_CHECKING:
    from datetime import date

    from vedette.code.draft import Draft, DraftEvent
    from vedette.code.times import TimeExpression
    from vedette.records.when import TimeMention, When

_TIED: Final = re.compile(r"\s+(after|before)\b")
_LATE: Final = frozenset({"EV", "NI"})
_EVENING: Final = 18
_WHEN: Final = frozenset({"when", "during"})


class Occasions:
    """The days of the events of one report."""

    def __init__(self, draft: "Draft", anchor: "date | None") -> None:
        """Read all times of the report in their order, so that "the next day" follows the day before."""
        self.draft, self.tree, self.anchor = draft, draft.tree, anchor
        ahead = {id(e.time) for e in draft.events if e.time_ahead}
        self._values = {
            v.span: v for v in values_of(draft.times, anchor, self.tree.text, lambda expr: id(expr) in ahead)
        }

    def mentions(self) -> "tuple[TimeMention, ...]":
        """The time expressions with their values, each range as its two ends."""
        values = values_of(split_ranges(self.draft.times), self.anchor, self.tree.text)
        return tuple(v.mention() for v in values)

    def when(self, event: "DraftEvent") -> "When | None":
        """The days of an event; None where nothing dates it."""
        if event.time is None:
            return None
        return self._value(event, event.time).when()

    def _value(self, event: "DraftEvent", expr: "TimeExpression") -> TimeValue:
        """The value of an event's time expression."""
        value = self._values.get((expr.start, expr.end))
        if value is None or value.start is None:  # the story may not tell what the report's day does
            value = value_of(expr, self.anchor, self.tree.text, future=event.time_ahead)
        tie = expr if expr.form == "duration" else self._tie_of(event, expr)
        if tie is not None:
            return self._tied(event, tie, value)
        if (
            expr.form == "calendar"
            and expr.month is None
            and expr.year is None
            and (expr.part or expr.hour is not None)
        ):
            return self._of_day(expr, value)
        if expr.cue == "since" and value.start and self._told_at(event, expr):
            return replace(value, end=value.start)
        if event.time_ahead and expr.cue in ("by", "before", "until") and self.anchor and value.end:
            return replace(value, start=min(self.anchor, value.end), end=value.end)
        return value

    def _tied(self, event: "DraftEvent", expr: "TimeExpression", value: TimeValue) -> TimeValue:
        """A length before "after" or "before": so far from the other day that the sentence names."""
        tie = _TIED.match(self.tree.text, expr.end)
        if tie is None or expr.amount is None or expr.amount != int(expr.amount):
            return value
        trigger = self.tree.start[event.token]
        earlier = [v for v in self._dated(event) if v.span[1] <= expr.start]
        later = [v for v in self._dated(event) if v.span[0] >= expr.end]
        if earlier and trigger > expr.end:
            base, sign = earlier[-1], -1
        elif later and trigger > later[0].span[1]:
            base, sign = later[0], 1
        else:
            return value
        sign = sign if tie.group(1) == "after" else -sign
        day = base.start and moved(base.start, sign * int(expr.amount), expr.unit or "day")
        return replace(value, start=day, end=day, precision="day") if day else value

    def _tie_of(self, event: "DraftEvent", expr: "TimeExpression") -> "TimeExpression | None":
        """The length by which an event told in a clause with "after" or "before" lies off its sentence's day."""
        for tie in self.draft.times:
            if tie.form != "duration" or tie.start < expr.end or tie.start > self.tree.start[event.token]:
                continue
            word = _TIED.match(self.tree.text, tie.end)
            if word and self._under(self.tree.tokens_in(word.start(1), word.end(1))[0], event.token):
                return tie
        return None

    def _under(self, tie: int, token: int) -> bool:
        """Whether a token is told under "after" or "before": in the clause that it opens, or in its phrase."""
        top = max(tie, self.tree.head[tie])
        return token == top or top in self.tree.up(token)

    def _dated(self, event: "DraftEvent") -> list[TimeValue]:
        """The days that the event's sentence names."""
        first, end = self.tree.sentence_of(event.token)
        start, stop = self.tree.start[first], self.tree.end[end - 1]
        inside = [v for v in self._values.values() if start <= v.span[0] < stop]
        return [v for v in inside if v.start is not None and v.start == v.end and v.type != "DURATION"]

    def _of_day(self, expr: "TimeExpression", value: TimeValue) -> TimeValue:
        """A time of day alone: of the day named before it in the sentence; else of the report's, but not at night."""
        tokens = self.tree.tokens_in(expr.start, expr.end)
        first, _ = self.tree.sentence_of(tokens[0])
        start = self.tree.start[first]
        named = [v for v in self._values.values() if start <= v.span[0] < expr.start and v.start and v.start == v.end]
        if named:
            return replace(value, start=named[-1].start, end=named[-1].start, precision="day")
        if expr.part in _LATE or (expr.hour is not None and not 0 < expr.hour < _EVENING):
            return replace(value, start=None, end=None, precision="unknown")
        return replace(value, start=self.anchor, end=self.anchor, precision="day") if self.anchor else value

    def _told_at(self, event: "DraftEvent", expr: "TimeExpression") -> bool:
        """Whether the event is told in a clause of the time itself: "since Sunday, when ..."."""
        return any(
            self.tree.start[node] >= expr.start and self.tree.end[node] <= expr.end
            for node in self.tree.up(self.tree.clause(event.token))
        ) or self._after_when(event, expr)

    def _after_when(self, event: "DraftEvent", expr: "TimeExpression") -> bool:
        """Whether "when" stands right behind the time and the event behind that."""
        tokens = self.tree.tokens_in(expr.start, expr.end)
        behind = range(tokens[-1] + 1, min(tokens[-1] + 3, len(self.tree)))
        return event.token > tokens[-1] and any(self.tree.lower[t] in _WHEN for t in behind)

"""Which incidents are otherwise than they were when the log of judgements was looked at last."""

from typing import TYPE_CHECKING, NamedTuple

from vedette.merge.running import believed
from vedette.merge.state import State, fold
from vedette.merge.views import View, views
from vedette.records.judgement import Judgement

if TYPE_CHECKING:
    from vedette.store.desk import Desk


class Changes(NamedTuple):
    """Incidents as they stand, and the last judgement that was looked at: the next look goes on from there."""

    views: list[View]
    judgement: int


class Lookout:
    """Looks for changes of one desk again and again: it keeps what the log came to at the last look, not the log."""

    def __init__(self, desk: "Desk") -> None:
        """Read nothing yet."""
        self._desk = desk
        self._then, self._state = 0, State()

    @property
    def last(self) -> int:
        """The last judgement that was read."""
        return self._then

    def changes(self, after: int = 0) -> Changes:
        """The live incidents that the judgements after one of this number made or changed; all of them with 0."""
        state, last, _ = believed(self._desk).changed(self._desk, after)
        if last <= after:
            return Changes([], last)
        then = self._as_of(after).incidents
        names = [name for name, belief in state.incidents.items() if belief.live and then.get(name) != belief]
        self._then, self._state = last, state
        return Changes(views(self._desk, state, names=names) if names else [], last)

    def _as_of(self, judgement: int) -> State:
        """What the log came to up to one of its judgements; read anew where that was not the last look."""
        if judgement == self._then:
            return self._state
        log = (row for row in self._desk.judgements() if row.id <= judgement)
        return fold(Judgement(**row.as_fields()) for row in log)

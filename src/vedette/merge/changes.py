"""Which incidents are otherwise than they were when the log of judgements was looked at last."""

from typing import TYPE_CHECKING, NamedTuple

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
    """Looks for changes of one desk again and again: it keeps the log and what it came to, and reads what is new."""

    def __init__(self, desk: "Desk") -> None:
        """Read nothing yet."""
        self._desk = desk
        self._log: list[Judgement] = []
        self._folded: dict[int, State] = {}

    @property
    def last(self) -> int:
        """The last judgement that was read."""
        return self._log[-1].id if self._log else 0

    def changes(self, after: int = 0) -> Changes:
        """The live incidents that the judgements after one of this number made or changed; all of them with 0."""
        new = [Judgement(**row.as_fields()) for row in self._desk.judgements(after=self.last)]
        self._log += new
        if self.last <= after:
            return Changes([], self.last)
        then, state = self._as_of(after).incidents, self._as_of(self.last)
        self._folded = {self.last: state}
        names = [name for name, belief in state.incidents.items() if belief.live and then.get(name) != belief]
        return Changes(views(self._desk, state, names=names) if names else [], self.last)

    def _as_of(self, judgement: int) -> State:
        """What the log comes to up to one of its judgements."""
        found = self._folded.get(judgement)
        if found is None:
            found = self._folded[judgement] = fold(j for j in self._log if j.id <= judgement)
        return found

"""Which incidents are otherwise than they were when the log of judgements was looked at last."""

from typing import TYPE_CHECKING, NamedTuple

from vedette.merge.state import fold
from vedette.merge.views import View, views
from vedette.records.judgement import Judgement

if TYPE_CHECKING:
    from vedette.store.desk import Desk


class Changes(NamedTuple):
    """Incidents as they stand, and the last judgement that was looked at: the next look goes on from there."""

    views: list[View]
    judgement: int


def changes(desk: "Desk", after: int = 0) -> Changes:
    """The live incidents that the judgements after one of this number made or changed; all of them with 0."""
    log = [Judgement(**row.as_fields()) for row in desk.judgements()]
    last = max((judgement.id for judgement in log), default=0)
    if last <= after:
        return Changes([], last)
    then, state = fold(j for j in log if j.id <= after).incidents, fold(log)
    names = [name for name, belief in state.incidents.items() if belief.live and then.get(name) != belief]
    return Changes(views(desk, state, names=names) if names else [], last)

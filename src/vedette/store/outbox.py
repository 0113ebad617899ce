"""The outbox of alerts: an incident goes out once on each way of an alert, tried until it is delivered.

What is to go out is on record before anything is sent, and unique by alert, way and incident; its key goes with it, so
that a receiver can tell that a call that it is given once more, after a crash between its answer and our note of it, is
one that it has. An incident that held to an alert's filter before there was the alert is noted as such and never sent.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Connection, and_, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from vedette.records.base import Record
from vedette.records.ids import storable
from vedette.store.tables import alert, delivery, meta

if TYPE_CHECKING:
    from vedette.store.desk import Desk

_TOLD: Final = ("due", "sent")
_DESK: Final = "desk"
"""The row of `meta` with the id that no other desk has."""


class Way(NamedTuple):
    """A way on which an alert goes out: "feed", "email" or "webhook", with the filter as JSON."""

    alert: str
    channel: str
    asked: str


class DeliveryRow(Record):
    """One thing to go out, or gone out."""

    seq: int
    key: str
    alert: str
    channel: str
    incident: str
    notice: dict[str, Any]
    state: str
    tries: int
    due: str
    made_at: str
    sent_at: str | None
    error: str | None


class Outbox:
    """The outbox of a desk; to be written by one program at a time (see sole.py)."""

    def __init__(self, desk: "Desk") -> None:
        """Keep the desk."""
        self.store = desk.store

    def desk_id(self) -> str:
        """An id that no other desk has; made when it is first asked for."""
        with self.store.write() as connection:
            insert: Any = sqlite.insert if self.store.dialect == "sqlite" else postgresql.insert
            connection.execute(insert(meta).values(key=_DESK, value=str(uuid.uuid4())).on_conflict_do_nothing())
            return str(connection.execute(select(meta.c.value).where(meta.c.key == _DESK)).scalar_one())

    def looked(self) -> dict[Way, int]:
        """The ways that are known, each with the last judgement that was looked at for it."""
        with self.store.read() as connection:
            return {Way(row.name, row.channel, row.asked): row.judgement for row in connection.execute(select(alert))}

    def begin(self, way: Way, before: Iterable[str], judgement: int, at: str) -> None:
        """Take up a way, or one whose filter is another now: these incidents held to it before and do not go out."""
        with self.store.write() as connection:
            connection.execute(alert.delete().where(alert.c.name == way.alert, alert.c.channel == way.channel))
            told = {"name": way.alert, "channel": way.channel, "asked": way.asked, "judgement": judgement}
            connection.execute(alert.insert().values(told))
            self._add(connection, way, dict.fromkeys(before), "before", at)

    def end(self, ways: Iterable[Way]) -> None:
        """Drop ways that are no longer set, with what was still to go out on them."""
        with self.store.write() as connection:
            for way in ways:
                connection.execute(alert.delete().where(alert.c.name == way.alert, alert.c.channel == way.channel))
                mine = and_(delivery.c.alert == way.alert, delivery.c.channel == way.channel)
                connection.execute(update(delivery).where(mine, delivery.c.state == "due").values(state="dropped"))

    def put(self, way: Way, notices: Mapping[str, Mapping[str, Any]], judgement: int, at: str) -> int:
        """Have notices of incidents go out, and note how far the log was looked through; how many were not there."""
        with self.store.write() as connection:
            mine = and_(alert.c.name == way.alert, alert.c.channel == way.channel)
            connection.execute(update(alert).where(mine).values(judgement=judgement))
            return self._add(connection, way, notices, "due", at)

    def _add(
        self, connection: Connection, way: Way, notices: Mapping[str, Mapping[str, Any] | None], state: str, at: str
    ) -> int:
        """Add what is not there yet; how many."""
        if not notices:
            return 0
        desk = connection.execute(select(meta.c.value).where(meta.c.key == _DESK)).scalar_one()
        space = uuid.UUID(desk)
        rows = [
            {
                "key": str(uuid.uuid5(space, f"{way.alert}\n{way.channel}\n{incident}")),
                "alert": way.alert,
                "channel": way.channel,
                "incident": incident,
                "notice": None if notice is None else json.dumps(notice, ensure_ascii=True),
                "state": state,
                "tries": 0,
                "due": at,
                "made_at": at,
            }
            for incident, notice in notices.items()
        ]
        count = select(func.count()).select_from(delivery)
        before = connection.execute(count).scalar_one()
        insert: Any = sqlite.insert if self.store.dialect == "sqlite" else postgresql.insert
        connection.execute(insert(delivery).on_conflict_do_nothing(), rows)
        return int(connection.execute(count).scalar_one()) - before

    def due(self, now: str, limit: int = 50) -> list[DeliveryRow]:
        """What is to go out by now, the oldest first."""
        wanted = delivery.c.state == "due", delivery.c.due <= now
        return self._rows(select(delivery).where(*wanted).order_by(delivery.c.due, delivery.c.seq).limit(limit))

    def next_due(self) -> str | None:
        """When the next is to go out; None where nothing is."""
        with self.store.read() as connection:
            return connection.execute(select(func.min(delivery.c.due)).where(delivery.c.state == "due")).scalar()

    def newest(self, name: str, channel: str, limit: int) -> list[DeliveryRow]:
        """What an alert told last on a way, or is about to tell, the newest first."""
        mine = delivery.c.alert == name, delivery.c.channel == channel, delivery.c.state.in_(_TOLD)
        return self._rows(select(delivery).where(*mine).order_by(delivery.c.seq.desc()).limit(limit))

    def _rows(self, statement: Any) -> list[DeliveryRow]:  # noqa: ANN401 - a statement of SQLAlchemy's
        """The rows of a statement."""
        with self.store.read() as connection:
            rows = connection.execute(statement).mappings()
            return [DeliveryRow(**{**row, "notice": json.loads(row["notice"])}) for row in rows]

    def sent(self, seqs: Sequence[int], at: str) -> None:
        """Note that these are delivered."""
        changed = {"state": "sent", "sent_at": at, "tries": delivery.c.tries + 1, "error": None}
        with self.store.write() as connection:
            connection.execute(update(delivery).where(delivery.c.seq.in_(seqs)).values(changed))

    def failed(self, seq: int, error: str, again: str) -> None:
        """Note that one could not be delivered, why, and when it is tried again."""
        changed = {"tries": delivery.c.tries + 1, "error": storable(error), "due": again}
        with self.store.write() as connection:
            connection.execute(update(delivery).where(delivery.c.seq == seq).values(changed))

    def counts(self) -> dict[str, int]:
        """How many there are in each state."""
        with self.store.read() as connection:
            states = select(delivery.c.state, func.count().label("number")).group_by(delivery.c.state)
            return {row.state: row.number for row in connection.execute(states)}

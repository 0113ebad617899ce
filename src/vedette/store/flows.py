"""Logins by an OpenID provider that have begun and not come back yet: each is used once, and for some minutes."""

import datetime as dt
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select

from vedette.errors import StoreError
from vedette.records.base import Record
from vedette.records.ids import storable
from vedette.store.webtables import oidc_flow
from vedette.store.words import stamp_of

if TYPE_CHECKING:
    from vedette.store.accounts import Clock
    from vedette.store.engine import Store

MOST: Final = 5000
"""How many may have begun at a time: whoever begins more than that fills a disk."""


class Flow(Record):
    """What was sent along when somebody went to the provider; `account_id` is the account that they want to join."""

    state: str
    nonce: str
    verifier: str
    then: str
    account_id: int | None


class Flows:
    """The logins on one store that have begun."""

    def __init__(self, store: "Store", clock: "Clock") -> None:
        """Keep the store and the clock."""
        self.store = store
        self.clock = clock

    def begin(self, digest: str, flow: Flow, lasting: dt.timedelta) -> None:
        """Keep one under the hash of its key; those that are over are swept away. Raises StoreError for too many."""
        row = flow.as_json() | {"id": digest, "then": storable(flow.then), "ends_at": stamp_of(self.clock() + lasting)}
        with self.store.write() as connection:
            connection.execute(delete(oidc_flow).where(oidc_flow.c.ends_at <= stamp_of(self.clock())))
            if connection.execute(select(func.count()).select_from(oidc_flow)).scalar_one() >= MOST:
                msg = "too many logins have begun. Try again in some minutes"
                raise StoreError(msg)
            connection.execute(oidc_flow.insert().values(**row))

    def take(self, digest: str) -> Flow | None:
        """The one of a hash, which is then gone; None where there is none, or it is over."""
        with self.store.write() as connection:
            gone = delete(oidc_flow).where(oidc_flow.c.id == digest).returning(oidc_flow)
            row = connection.execute(gone).mappings().first()
        if row is None or row["ends_at"] <= stamp_of(self.clock()):
            return None
        return Flow(**{name: row[name] for name in Flow.model_fields})

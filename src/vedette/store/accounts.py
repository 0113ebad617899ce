"""Accounts of the desk on the web: who may come in, their sessions and tokens, failed tries, and the audit log.

This module keeps and finds rows; what a password or a token is worth is decided in serve/. Of what lets somebody in,
only hashes come here.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from sqlalchemy import delete, func, or_, select, update

from vedette.errors import StoreError
from vedette.records.base import Record
from vedette.records.ids import storable
from vedette.store.webtables import account, api_token, audit, login_failure, web_session
from vedette.store.words import stamp_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from vedette.store.engine import Store

Role = Literal["reader", "analyst", "editor", "admin"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""What an account may do, from the least to the most."""

NAME_LONG: Final = 80
Clock = Callable[[], dt.datetime]


class Account(Record):
    """Somebody who may come in; `has_password` is False for one who logs in elsewhere only."""

    id: int
    name: str
    role: Role
    disabled: bool
    subject: str | None
    has_password: bool
    made_at: str
    seen_at: str | None


class Session(Record):
    """A browser that is logged in; `csrf` is what its forms must hold."""

    id: str
    account: Account
    csrf: str
    made_at: str
    seen_at: str
    ends_at: str


class Token(Record):
    """An API token; its value is known to nobody but whoever it was given to."""

    id: int
    account_id: int
    name: str
    scopes: tuple[str, ...]
    made_at: str
    used_at: str | None
    ends_at: str | None
    revoked_at: str | None


class Audited(Record):
    """One line of the audit log: who did what to what, from where."""

    id: int
    at: str
    who: str
    address: str
    action: str
    about: str
    detail: dict[str, Any]


def name_key(name: str) -> str:
    """A name as names are compared: without regard to case and outer spaces."""
    return " ".join(storable(name).split()).casefold()


def _now() -> dt.datetime:
    """The time of day, UTC."""
    return dt.datetime.now(dt.UTC)


class Accounts:
    """The accounts of one desk's store."""

    def __init__(self, store: "Store", clock: Clock = _now) -> None:
        """Keep the store and the clock."""
        self.store = store
        self.clock = clock

    def stamp(self, after: dt.timedelta = dt.timedelta(0)) -> str:
        """The time, or that much later, as it is kept."""
        return stamp_of(self.clock() + after)

    # -- accounts

    def add(self, name: str, role: Role, password: str | None = None, subject: str | None = None) -> Account:
        """Make an account; `password` is its hash. Raises StoreError where the name is taken or none."""
        shown = " ".join(storable(name).split())
        if not shown or len(shown) > NAME_LONG or not shown.isprintable():
            msg = f"{name!r} is no name for an account. Give up to {NAME_LONG} letters on one line"
            raise StoreError(msg)
        if role not in ROLES:
            msg = f"{role!r} is no role. Use one of {', '.join(ROLES)}"
            raise StoreError(msg)
        row = {"name": shown, "name_key": name_key(shown), "role": role, "password": password, "subject": subject}
        with self.store.write() as connection:
            if connection.execute(select(account.c.id).where(account.c.name_key == row["name_key"])).first():
                msg = f"there is an account {shown!r} already. Choose another name"
                raise StoreError(msg)
            made = row | {"disabled": False, "made_at": self.stamp()}
            ident = int(connection.execute(account.insert().values(**made).returning(account.c.id)).scalar_one())
            return self._account(connection, account.c.id == ident)

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self.store.read() as connection:
            return [_account(row) for row in connection.execute(select(account).order_by(account.c.name_key))]

    def find(self, name: str) -> Account | None:
        """The account of a name."""
        return self._first(account.c.name_key == name_key(name))

    def of_subject(self, subject: str) -> Account | None:
        """The account of somebody at the OpenID provider."""
        return self._first(account.c.subject == subject)

    def get(self, ident: int) -> Account | None:
        """The account of an id."""
        return self._first(account.c.id == ident)

    def password_of(self, ident: int) -> str | None:
        """The hash of an account's password."""
        with self.store.read() as connection:
            return connection.execute(select(account.c.password).where(account.c.id == ident)).scalar_one_or_none()

    def change(self, ident: int, **values: Any) -> Account:  # noqa: ANN401 - values of columns
        """Set `role`, `password`, `disabled` or `subject`; whoever is logged in with it must do so again.

        Raises StoreError where that would leave the desk without an admin, or there is no such account.
        """
        with self.store.write() as connection:
            known = self._account(connection, account.c.id == ident)
            if known.role == "admin" and (values.get("disabled") or values.get("role", "admin") != "admin"):
                self._refuse_last_admin(connection, ident)
            connection.execute(update(account).where(account.c.id == ident).values(**values))
            connection.execute(delete(web_session).where(web_session.c.account_id == ident))
            return self._account(connection, account.c.id == ident)

    def rehash(self, ident: int, password: str) -> None:
        """Keep the same password in a newer form."""
        with self.store.write() as connection:
            connection.execute(update(account).where(account.c.id == ident).values(password=password))

    @staticmethod
    def _refuse_last_admin(connection: "Connection", ident: int) -> None:
        """Refuse to take the last admin away."""
        others = account.c.role == "admin", account.c.disabled.is_(False), account.c.id != ident
        if not connection.execute(select(func.count()).select_from(account).where(*others)).scalar_one():
            msg = "this is the only admin. Make another one first"
            raise StoreError(msg)

    def _first(self, condition: Any) -> Account | None:  # noqa: ANN401 - a column expression
        """The account of a condition."""
        with self.store.read() as connection:
            row = connection.execute(select(account).where(condition)).first()
        return None if row is None else _account(row)

    @staticmethod
    def _account(connection: "Connection", condition: Any) -> Account:  # noqa: ANN401 - as above
        """The account of a condition within a transaction."""
        row = connection.execute(select(account).where(condition)).first()
        if row is None:
            msg = "there is no such account. List them with: vedette user list"
            raise StoreError(msg)
        return _account(row)

    # -- sessions

    def begin(self, ident: int, digest: str, csrf: str, lasting: dt.timedelta) -> None:
        """Begin a session of an account under the hash of its key; those that ended are swept away."""
        row = {"id": digest, "account_id": ident, "csrf": csrf, "made_at": self.stamp(), "seen_at": self.stamp()}
        with self.store.write() as connection:
            connection.execute(delete(web_session).where(web_session.c.ends_at < self.stamp()))
            connection.execute(web_session.insert().values(**row, ends_at=self.stamp(lasting)))
            connection.execute(update(account).where(account.c.id == ident).values(seen_at=self.stamp()))

    def session(self, digest: str) -> Session | None:
        """The session of a hash, while it lasts and its account may come in."""
        joined = select(web_session, account.c.name).join(account).where(web_session.c.id == digest)
        with self.store.read() as connection:
            row = connection.execute(joined).mappings().first()
            if row is None or row["ends_at"] <= self.stamp():
                return None
            known = self._account(connection, account.c.id == row["account_id"])
        told = {name: row[name] for name in ("id", "csrf", "made_at", "seen_at", "ends_at")}
        return None if known.disabled else Session(account=known, **told)

    def seen(self, digest: str, lasting: dt.timedelta) -> None:
        """Let a session that is in use go on."""
        with self.store.write() as connection:
            changed = {"seen_at": self.stamp(), "ends_at": self.stamp(lasting)}
            connection.execute(update(web_session).where(web_session.c.id == digest).values(**changed))

    def end(self, digest: str) -> None:
        """End a session."""
        with self.store.write() as connection:
            connection.execute(delete(web_session).where(web_session.c.id == digest))

    # -- tokens

    def add_token(
        self, ident: int, digest: str, name: str, scopes: Iterable[str], lasting: dt.timedelta | None = None
    ) -> Token:
        """Keep a token of an account by its hash."""
        ends = None if lasting is None else self.stamp(lasting)
        row = {"account_id": ident, "digest": digest, "name": storable(name)[:NAME_LONG], "scopes": " ".join(scopes)}
        statement = api_token.insert().values(**row, made_at=self.stamp(), ends_at=ends).returning(api_token)
        with self.store.write() as connection:
            return _token(connection.execute(statement).mappings().one())

    def token(self, digest: str) -> tuple[Token, Account] | None:
        """The token of a hash with its account, while both are good."""
        good = or_(api_token.c.ends_at.is_(None), api_token.c.ends_at > self.stamp())
        asked = select(api_token).where(api_token.c.digest == digest, api_token.c.revoked_at.is_(None), good)
        with self.store.read() as connection:
            row = connection.execute(asked).mappings().first()
            if row is None:
                return None
            known = self._account(connection, account.c.id == row["account_id"])
        return None if known.disabled else (_token(row), known)

    def used(self, ident: int) -> None:
        """Note that a token was used."""
        with self.store.write() as connection:
            connection.execute(update(api_token).where(api_token.c.id == ident).values(used_at=self.stamp()))

    def tokens(self, ident: int) -> list[Token]:
        """The tokens of an account, the newest first, revoked ones too."""
        asked = select(api_token).where(api_token.c.account_id == ident).order_by(api_token.c.id.desc())
        with self.store.read() as connection:
            return [_token(row) for row in connection.execute(asked).mappings()]

    def revoke(self, ident: int, token: int) -> bool:
        """Revoke a token of an account; False where it has no such token."""
        mine = api_token.c.id == token, api_token.c.account_id == ident, api_token.c.revoked_at.is_(None)
        with self.store.write() as connection:
            return bool(connection.execute(update(api_token).where(*mine).values(revoked_at=self.stamp())).rowcount)

    # -- failed tries

    def barred(self, keys: Iterable[str]) -> str | None:
        """Until when none of these may try again; None where all may now."""
        asked = select(func.max(login_failure.c.until)).where(login_failure.c.key.in_(list(keys)))
        with self.store.read() as connection:
            until: str | None = connection.execute(asked).scalar_one_or_none()
        return until if until is not None and until > self.stamp() else None

    def failed(self, keys: Mapping[str, Callable[[int], dt.timedelta]], forgotten: dt.timedelta) -> None:
        """Count one more failure of each key, which then must wait; older ones than `forgotten` do not count."""
        table = login_failure.c
        with self.store.write() as connection:
            connection.execute(delete(login_failure).where(table.last_at < self.stamp(-forgotten)))
            for key, wait in keys.items():
                before = connection.execute(select(table.failures).where(table.key == key)).scalar_one_or_none()
                told = {"failures": (before or 0) + 1, "last_at": self.stamp()}
                told["until"] = self.stamp(wait(int(told["failures"])))
                statement = (
                    login_failure.insert().values(key=key, **told)
                    if before is None
                    else update(login_failure).where(table.key == key).values(**told)
                )
                connection.execute(statement)

    def forgive(self, key: str) -> None:
        """Forget the failures of a key."""
        with self.store.write() as connection:
            connection.execute(delete(login_failure).where(login_failure.c.key == key))

    # -- audit

    def note(self, who: str, address: str, action: str, about: str = "", **detail: Any) -> None:  # noqa: ANN401 - JSON
        """Write a line of the audit log."""
        told = {"who": storable(who)[:NAME_LONG], "address": storable(address), "action": action}
        text = json.dumps(detail, ensure_ascii=True, sort_keys=True)
        with self.store.write() as connection:
            connection.execute(audit.insert().values(**told, about=storable(about), at=self.stamp(), detail=text))

    def audited(self, limit: int = 100, before: int | None = None) -> list[Audited]:
        """The audit log, the newest first; `before` an id goes on from there."""
        asked = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            asked = asked.where(audit.c.id < before)
        with self.store.read() as connection:
            rows = connection.execute(asked).mappings()
            return [Audited(**{**row, "detail": json.loads(row["detail"])}) for row in rows]


def _account(row: Any) -> Account:  # noqa: ANN401 - a row of SQLAlchemy's
    """A row as a record, without the password."""
    told = {name: getattr(row, name) for name in Account.model_fields if name != "has_password"}
    return Account(**told, has_password=row.password is not None)


def _token(row: Any) -> Token:  # noqa: ANN401 - as above
    """A row as a record, without the digest."""
    told = {name: row[name] for name in Token.model_fields if name != "scopes"}
    return Token(**told, scopes=tuple(row["scopes"].split()))

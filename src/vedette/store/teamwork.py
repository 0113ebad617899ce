"""What people keep beside the log on the web: comments, who works on what, proposals, evidence, watch-lists."""

import datetime as dt
import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import delete, func, or_, select, update

from vedette.errors import StoreError
from vedette.records.base import Record
from vedette.records.ids import storable
from vedette.store.queries import CHUNK, judgement_row
from vedette.store.tables import judgement
from vedette.store.webtables import account, comment, evidence, proposal, task, watch_list
from vedette.store.words import stamp_of

if TYPE_CHECKING:
    from vedette.store.accounts import Clock
    from vedette.store.engine import Store
    from vedette.store.rows import JudgementRow

COMMENT_LONG: Final = 10_000
LISTS: Final = 100
"""How many watch-lists an account may keep."""
Decision = Literal["agreed", "refused", "withdrawn"]


class Comment(Record):
    """What somebody says of a thing; `account_id` is None for a reader's reply, whose e-mail address stays here."""

    id: int
    kind: str
    about: str
    account_id: int | None
    name: str
    text: str
    state: str
    at: str
    moderated_by: str | None


class Task(Record):
    """Who works on an incident: it is assigned to them, or they are changing it until `ends_at`."""

    incident: str
    kind: str
    account_id: int
    name: str
    at: str
    ends_at: str | None


class Proposal(Record):
    """A judgement that waits for a second person: `asked` is what is to be judged."""

    id: int
    at: str
    account_id: int
    name: str
    incident: str
    asked: dict[str, Any]
    state: str
    decided_by: int | None
    decided_at: str | None
    judgement: int | None


class Evidence(Record):
    """The words of a report that a person gave for a judgement, in code points of its text."""

    judgement: int
    report_id: str
    start: int
    end: int


class WatchList(Record):
    """A filter that somebody keeps: `query` is that of the address of the list of incidents."""

    id: int
    account_id: int
    name: str
    query: str
    made_at: str


class Teamwork:
    """What is kept of working together on one desk."""

    def __init__(self, store: "Store", clock: "Clock") -> None:
        """Keep the store and the clock."""
        self.store = store
        self.clock = clock

    def stamp(self, after: dt.timedelta = dt.timedelta(0)) -> str:
        """The time, or that much later, as it is kept."""
        return stamp_of(self.clock() + after)

    # -- comments

    def say(
        self,
        kind: str,
        about: str,
        text: str,
        name: str,
        *,
        account_id: int | None = None,
        email: str | None = None,
        state: str = "shown",
    ) -> int:  # fmt: skip
        """Keep a comment; raises StoreError for an empty or endless one."""
        words = storable(text).strip()
        if not words or len(words) > COMMENT_LONG:
            msg = f"a comment has between 1 and {COMMENT_LONG} characters; this one has {len(words)}. Shorten it"
            raise StoreError(msg)
        row = {"kind": kind, "about": storable(about), "text": words, "name": storable(name), "account_id": account_id}
        row |= {"email": email and storable(email), "state": state, "at": self.stamp()}
        with self.store.write() as connection:
            return int(connection.execute(comment.insert().values(**row).returning(comment.c.id)).scalar_one())

    def comments(self, kind: str, about: str) -> list[Comment]:
        """The comments on a thing that are shown, the oldest first."""
        wanted = comment.c.kind == kind, comment.c.about == about, comment.c.state == "shown"
        return self._comments(select(comment).where(*wanted).order_by(comment.c.id))

    def held(self) -> list[Comment]:
        """The replies that wait for a moderator."""
        return self._comments(select(comment).where(comment.c.state == "held").order_by(comment.c.id))

    def comment(self, ident: int) -> Comment | None:
        """A comment by its id."""
        return next(iter(self._comments(select(comment).where(comment.c.id == ident))), None)

    def moderate(self, ident: int, state: str, who: str) -> None:
        """Show or remove a comment; its row stays."""
        with self.store.write() as connection:
            changed = {"state": state, "moderated_by": storable(who)}
            connection.execute(update(comment).where(comment.c.id == ident).values(**changed))

    def _comments(self, statement: Any) -> list[Comment]:  # noqa: ANN401 - a statement of SQLAlchemy's
        """Rows as records, without the address of e-mail."""
        with self.store.read() as connection:
            rows = connection.execute(statement).mappings()
            return [Comment(**{name: row[name] for name in Comment.model_fields}) for row in rows]

    # -- who works on what

    def tasks(self, incidents: Collection[str]) -> list[Task]:
        """Who works on these incidents; locks that ended are left out."""
        columns = [*(task.c[name] for name in Task.model_fields if name != "name"), account.c.name]
        lasting = or_(task.c.ends_at.is_(None), task.c.ends_at > self.stamp())
        asked = select(*columns).join(account).where(task.c.incident.in_(list(incidents)), lasting)
        with self.store.read() as connection:
            return [Task(**row) for row in connection.execute(asked.order_by(task.c.kind)).mappings()]

    def assigned_to(self, account_id: int) -> list[str]:
        """The incidents that are assigned to somebody."""
        mine = task.c.account_id == account_id, task.c.kind == "assigned"
        with self.store.read() as connection:
            return list(connection.execute(select(task.c.incident).where(*mine).order_by(task.c.at)).scalars())

    def assign(self, incident: str, account_id: int | None) -> None:
        """Give an incident to somebody, or to nobody."""
        with self.store.write() as connection:
            connection.execute(delete(task).where(task.c.incident == incident, task.c.kind == "assigned"))
            if account_id is not None:
                row = {"incident": incident, "kind": "assigned", "account_id": account_id, "at": self.stamp()}
                connection.execute(task.insert().values(**row))

    def lock(self, incident: str, account_id: int, lasting: dt.timedelta) -> Task | None:
        """Keep others from changing an incident for a while; the lock of another where there is one, else None."""
        mine = task.c.incident == incident, task.c.kind == "editing"
        with self.store.write() as connection:
            held = select(task, account.c.name).join(account).where(*mine, task.c.ends_at > self.stamp())
            row = connection.execute(held).mappings().first()
            if row is not None and row["account_id"] != account_id:
                return Task(**{name: row[name] for name in Task.model_fields})
            connection.execute(delete(task).where(*mine))
            told = {"incident": incident, "kind": "editing", "account_id": account_id, "at": self.stamp()}
            connection.execute(task.insert().values(**told, ends_at=self.stamp(lasting)))
        return None

    def unlock(self, incident: str, account_id: int) -> None:
        """Give up one's lock."""
        mine = task.c.incident == incident, task.c.kind == "editing", task.c.account_id == account_id
        with self.store.write() as connection:
            connection.execute(delete(task).where(*mine))

    # -- proposals

    def propose(self, account_id: int, incident: str, asked: Mapping[str, Any]) -> int:
        """Keep a judgement until a second person agrees."""
        row = {"account_id": account_id, "incident": incident, "asked": json.dumps(asked), "state": "open"}
        statement = proposal.insert().values(**row, at=self.stamp()).returning(proposal.c.id)
        with self.store.write() as connection:
            return int(connection.execute(statement).scalar_one())

    def proposals(self, incident: str | None = None, state: str | None = "open") -> list[Proposal]:
        """The proposals, of one incident or all, in one state or all, the oldest first."""
        names = [name for name in Proposal.model_fields if name != "name"]
        asked = select(*(proposal.c[name] for name in names), account.c.name)
        asked = asked.join(account, account.c.id == proposal.c.account_id).order_by(proposal.c.id)
        if incident is not None:
            asked = asked.where(proposal.c.incident == incident)
        if state is not None:
            asked = asked.where(proposal.c.state == state)
        with self.store.read() as connection:
            return [
                Proposal(**{**row, "asked": json.loads(row["asked"])}) for row in connection.execute(asked).mappings()
            ]

    def decide(self, ident: int, state: Decision, account_id: int) -> bool:
        """Decide an open proposal; False where another was first."""
        wanted = proposal.c.id == ident, proposal.c.state == "open"
        told = {"state": state, "decided_by": account_id, "decided_at": self.stamp()}
        with self.store.write() as connection:
            return bool(connection.execute(update(proposal).where(*wanted).values(**told)).rowcount)

    def carried_out(self, ident: int, judgement_id: int | None) -> None:
        """Note which judgement a proposal came to; None opens it again, since it could not be judged."""
        told = {"judgement": judgement_id} if judgement_id else {"state": "open", "decided_by": None}
        with self.store.write() as connection:
            connection.execute(update(proposal).where(proposal.c.id == ident).values(**told))

    # -- evidence

    def give(self, given: Evidence) -> None:
        """Keep the words that a person gave for a judgement."""
        with self.store.write() as connection:
            connection.execute(evidence.insert().values(**given.as_json()))

    def given(self, judgements: Collection[int] | None = None) -> dict[int, Evidence]:
        """The words given for judgements, by the judgements' ids; for all of them by default."""
        asked = select(evidence)
        if judgements is not None:
            asked = asked.where(evidence.c.judgement.in_(list(judgements)))
        with self.store.read() as connection:
            return {row["judgement"]: Evidence(**row) for row in connection.execute(asked).mappings()}

    def stands(self) -> dict[str, dict[str, str]]:
        """What each person last said of each incident, confirm or dispute; judgements that are undone do not count."""
        wanted = judgement.c.kind.in_(["confirm", "dispute", "undo"])
        with self.store.read() as connection:
            log = list(connection.execute(select(judgement).where(wanted).order_by(judgement.c.id)))
        undone = set[int]()
        for row in reversed(log):
            if row.undoes is not None and row.id not in undone:
                undone.add(row.undoes)
        found: dict[str, dict[str, str]] = {}
        for row in log:
            if row.kind != "undo" and row.by == "person" and row.id not in undone:
                found.setdefault(json.loads(row.payload)["incident"], {})[row.who] = row.kind
        return found

    def judgements_about(self, incident: str) -> "list[JudgementRow]":
        """The judgements whose payload holds an incident's id, and those that undo them, in the order of the log."""
        quoted = json.dumps(incident, ensure_ascii=True)
        with self.store.read() as connection:
            holding = select(judgement).where(judgement.c.payload.contains(quoted, autoescape=True))
            found = {row.id: judgement_row(row) for row in connection.execute(holding)}
            new = list(found)
            while new:
                undoing = select(judgement).where(judgement.c.undoes.in_(new[:CHUNK]))
                more = [judgement_row(row) for row in connection.execute(undoing)]
                new = [*new[CHUNK:], *(row.id for row in more if row.id not in found)]
                found |= {row.id: row for row in more}
        return [found[ident] for ident in sorted(found)]

    # -- watch-lists

    def keep(self, account_id: int, name: str, query: str) -> WatchList:
        """Keep a filter under a name, in place of the one of that name; raises StoreError for too many or no name."""
        shown = " ".join(storable(name).split())[:80]
        mine = watch_list.c.account_id == account_id
        with self.store.write() as connection:
            many = connection.execute(select(func.count()).select_from(watch_list).where(mine)).scalar_one()
            if not shown or many >= LISTS:
                msg = f"a watch-list needs a name, and there may be {LISTS} of them. Delete one first"
                raise StoreError(msg)
            connection.execute(delete(watch_list).where(mine, watch_list.c.name == shown))
            row = {"account_id": account_id, "name": shown, "query": storable(query)[:2000], "made_at": self.stamp()}
            return WatchList(
                **connection.execute(watch_list.insert().values(**row).returning(watch_list)).mappings().one()
            )

    def lists(self, account_id: int) -> list[WatchList]:
        """The watch-lists of an account, by name."""
        asked = select(watch_list).where(watch_list.c.account_id == account_id).order_by(watch_list.c.name)
        with self.store.read() as connection:
            return [WatchList(**row) for row in connection.execute(asked).mappings()]

    def drop(self, account_id: int, ident: int) -> bool:
        """Drop a watch-list of an account; False where it has no such list."""
        mine = watch_list.c.id == ident, watch_list.c.account_id == account_id
        with self.store.write() as connection:
            return bool(connection.execute(delete(watch_list).where(*mine)).rowcount)

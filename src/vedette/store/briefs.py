"""Briefs of the desk on the web: their versions, who signed them, what readers see.

A version is a draft, then signed by a reviewer, then published. Readers see the version that was published last; what a
version says is never changed, so a change is a new version.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import and_, func, literal, or_, select, tuple_, update

from vedette.records.base import Record
from vedette.records.brief import Brief, Byline
from vedette.records.ids import storable
from vedette.store.webtables import account, brief, brief_version
from vedette.store.words import stamp_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

    from vedette.store.accounts import Clock
    from vedette.store.engine import Store

BriefState = Literal["draft", "signed", "published"]
NOTE_LONG: Final = 2000
version = brief_version.c


class BriefItem(Record):
    """One version of a brief without its sentences; times are record times, names those of accounts.

    `newest` and `published` are numbers of versions, `maker` who made the brief, `author` who wrote this version,
    `flagged` the sentences that the verifier does not find borne out. `withdrawn_at` is set where readers no longer see
    any version, `why` says why.
    """

    id: int
    number: int
    state: BriefState
    headline: str
    title: str
    first_day: str
    last_day: str
    country: str | None
    flagged: int
    note: str
    asked: dict[str, Any]
    account_id: int
    maker: str
    author: str
    at: str
    signed_by: int | None
    signer: str | None
    signed_at: str | None
    published_at: str | None
    newest: int
    published: int | None
    withdrawn_at: str | None
    why: str | None

    @property
    def live(self) -> bool:
        """Whether readers see some version of it."""
        return self.published is not None and self.withdrawn_at is None


class Briefs:
    """The briefs on one store."""

    def __init__(self, store: "Store", clock: "Clock") -> None:
        """Keep the store and the clock."""
        self.store = store
        self.clock = clock

    def stamp(self) -> str:
        """The time as it is kept."""
        return stamp_of(self.clock())

    # -- writing

    def add(self, account_id: int, made: Brief, asked: Mapping[str, Any]) -> int:
        """Keep a new brief as the draft of its first version; its id."""
        row = {"account_id": account_id, "made_at": self.stamp(), "newest": 1}
        with self.store.write() as connection:
            ident = int(connection.execute(brief.insert().values(**row).returning(brief.c.id)).scalar_one())
            connection.execute(brief_version.insert().values(**self._row(ident, 1, account_id, made, asked, "")))
        return ident

    def add_version(
        self, ident: int, after: int, account_id: int, made: Brief, asked: Mapping[str, Any], note: str
    ) -> int | None:
        """Keep a new version as a draft; its number, None where `after` is not the newest any more."""
        with self.store.write() as connection:
            known = update(brief).where(brief.c.id == ident, brief.c.newest == after).values(newest=after + 1)
            if not connection.execute(known).rowcount:
                return None
            row = self._row(ident, after + 1, account_id, made, asked, note)
            connection.execute(brief_version.insert().values(**row))
        return after + 1

    def _row(
        self, ident: int, number: int, account_id: int, made: Brief, asked: Mapping[str, Any], note: str
    ) -> dict[str, Any]:
        """A version as a row; its byline is left out, since who signs it is a column."""
        said = made.model_copy(update={"byline": Byline()}).as_json()
        return {
            "brief": ident, "number": number, "account_id": account_id, "at": self.stamp(),
            "note": storable(note).strip()[:NOTE_LONG], "asked": json.dumps(asked, ensure_ascii=True),
            "headline": storable(made.headline.text), "title": storable(made.scope.title),
            "first_day": made.scope.first, "last_day": made.scope.last, "country": made.scope.country,
            "flagged": sum(bool(sentence.findings) for sentence in made.sentences),
            "json": json.dumps(said, ensure_ascii=True, separators=(",", ":")), "state": "draft",
        }  # fmt: skip

    def sign(self, ident: int, number: int, account_id: int) -> bool:
        """Sign a draft that is the newest version; False where it is no draft, or not the newest any more."""
        newest = select(brief.c.newest).where(brief.c.id == ident).scalar_subquery()
        wanted = version.brief == ident, version.number == number, version.state == "draft", newest == number
        told = {"state": "signed", "signed_by": account_id, "signed_at": self.stamp()}
        with self.store.write() as connection:
            return bool(connection.execute(update(brief_version).where(*wanted).values(**told)).rowcount)

    def publish(self, ident: int, number: int, account_id: int) -> bool:
        """Publish a signed version, which readers then see; False where it is not signed, or was published before."""
        before = select(func.coalesce(brief.c.published, 0)).where(brief.c.id == ident).scalar_subquery()
        wanted = version.brief == ident, version.number == number, version.state == "signed", before < number
        at = self.stamp()
        told = {"state": "published", "published_by": account_id, "published_at": at}
        shown = {"published": number, "published_at": at, "withdrawn_at": None, "withdrawn_by": None, "why": None}
        with self.store.write() as connection:
            done = bool(connection.execute(update(brief_version).where(*wanted).values(**told)).rowcount)
            if done:
                connection.execute(update(brief).where(brief.c.id == ident).values(**shown))
        return done

    def withdraw(self, ident: int, account_id: int, why: str) -> bool:
        """Take a published brief from readers; False where none is published."""
        wanted = brief.c.id == ident, brief.c.published.is_not(None), brief.c.withdrawn_at.is_(None)
        told = {"withdrawn_by": account_id, "withdrawn_at": self.stamp(), "why": storable(why).strip()[:NOTE_LONG]}
        with self.store.write() as connection:
            return bool(connection.execute(update(brief).where(*wanted).values(**told)).rowcount)

    # -- asking

    def item(self, ident: int, number: int | None = None, *, published: bool = False) -> BriefItem | None:
        """A version of a brief: the newest by default, or the one that readers see; None where there is none."""
        wanted = version.number == number if number is not None else _shown(published=published)
        with self.store.read() as connection:
            return next(iter(_items(connection, _asked().where(brief.c.id == ident, wanted))), None)

    def versions(self, ident: int) -> list[BriefItem]:
        """The versions of a brief, the newest first."""
        with self.store.read() as connection:
            return _items(connection, _asked().where(brief.c.id == ident).order_by(version.number.desc()))

    def content(self, item: BriefItem) -> Brief:
        """What a version says, with who signed it."""
        wanted = version.brief == item.id, version.number == item.number
        with self.store.read() as connection:
            text = connection.execute(select(version.json).where(*wanted)).scalar_one()
        byline = Byline(who=item.signer, on=item.signed_at[:10] if item.signed_at else None)
        return Brief.model_validate(json.loads(text)).model_copy(update={"byline": byline})

    def found(
        self, *, published: bool, by: int | None = None, limit: int = 50, after: int | None = None
    ) -> list[BriefItem]:
        """Briefs, the newest first: as readers see them, or all with their newest versions.

        `by` is an account: those that it made or wrote, or of which it signed the version that is shown; `after` the id
        of the last brief of the page before, from which to go on.
        """
        asked = _asked().where(_shown(published=published))
        if by is not None:
            asked = asked.where(or_(brief.c.account_id == by, version.account_id == by, version.signed_by == by))
        column = brief.c.published_at if published else brief.c.made_at
        if after is not None:
            place = select(column).where(brief.c.id == after).scalar_subquery()
            asked = asked.where(tuple_(column, brief.c.id) < tuple_(place, literal(after)))
        with self.store.read() as connection:
            return _items(connection, asked.order_by(column.desc(), brief.c.id.desc()).limit(limit))

    def count(self, *, published: bool) -> int:
        """How many there are."""
        asked = select(func.count()).select_from(brief)
        if published:
            asked = asked.where(brief.c.published.is_not(None), brief.c.withdrawn_at.is_(None))
        with self.store.read() as connection:
            return int(connection.execute(asked).scalar_one())


def _shown(*, published: bool) -> "ColumnElement[bool]":
    """The condition for the version that is shown: to readers, or to those who write."""
    if published:
        return and_(version.number == brief.c.published, brief.c.withdrawn_at.is_(None))
    return version.number == brief.c.newest


def _asked() -> "Select[Any]":
    """Versions with their briefs and the names of who had a part in them."""
    maker, author, signer = (account.alias(name) for name in ("maker", "author", "signer"))
    own = [version[name] for name in BriefItem.model_fields if name in version]
    of_brief = [brief.c[name] for name in ("id", "newest", "published", "withdrawn_at", "why")]
    names = [maker.c.name.label("maker"), author.c.name.label("author"), signer.c.name.label("signer")]
    joined = brief_version.join(brief, brief.c.id == version.brief)
    joined = joined.join(maker, maker.c.id == brief.c.account_id).join(author, author.c.id == version.account_id)
    joined = joined.outerjoin(signer, signer.c.id == version.signed_by)
    return select(*own, *of_brief, *names).select_from(joined)


def _items(connection: "Connection", asked: "Select[Any]") -> list[BriefItem]:
    """Rows as records."""
    return [BriefItem(**{**row, "asked": json.loads(row["asked"])}) for row in connection.execute(asked).mappings()]

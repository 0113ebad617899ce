"""What the store keeps of gathering: sources between two visits, addresses to be fetched, answers that were kept.

Every method is one transaction, so that a program killed at any moment leaves all of a step or nothing of it. What a
source listed is on record in the same transaction as the source's memory of having listed it; an answer is on record
before it is read. Times are stamps of the record (see words.py), given by the caller.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import Field
from sqlalchemy import Connection, Select, case, func, select, update

from vedette.records.base import Record
from vedette.records.ids import storable
from vedette.store.tables import capture, page, source

if TYPE_CHECKING:
    from vedette.store.desk import Desk

Outcome = Literal["kept", "aside", "unread"]
"""On the desk; read, but it tells of no event; not to be read."""
_TOLD: Final = ("title", "updated")
"""What of an article tells an edit, where two sources list one address."""


class SourceRow(Record):
    """What is remembered of a source; `place` is its kind and address, `times` when its last articles appeared."""

    name: str
    place: str
    memory: dict[str, Any] = Field(default_factory=dict)
    times: tuple[str, ...] = ()
    next_visit: str
    last_visit: str | None = None
    last_success: str | None = None
    failures: int = 0
    error: str | None = None
    listed: int = 0


class PageRow(Record):
    """An article's address; `article` is what the source says of it, `due` when it is to be fetched, None for never."""

    seq: int
    id: str
    url: str
    source: str
    article: dict[str, Any]
    turn: int
    due: str | None
    tries: int
    fetches: int
    error: str | None
    etag: str | None
    modified: str | None
    digest: str | None
    listed_at: str


class Answer(Record):
    """An answer that is in the archive: when it came, what its body hashes to, where it is."""

    at: str
    digest: str
    place: dict[str, Any]
    etag: str | None = None
    modified: str | None = None


class CaptureRow(Record):
    """An answer that is to be read: its number, its page, and where in the archive it is."""

    seq: int
    page_id: str
    url: str
    source: str
    article: dict[str, Any]
    at: str
    place: dict[str, Any] | None
    tries: int
    report_id: str | None
    """The report that was last read from this address."""


class Settled(Record):
    """What became of an answer: its report on the desk and whether it is `new` there, or why there is none."""

    capture: CaptureRow
    outcome: Outcome
    report: str | None = None
    new: bool = False
    error: str | None = None


class Listed(Record):
    """An article that a source lists; `answer` is there where the source carries the whole of it."""

    url: str
    article: dict[str, Any]
    answer: Answer | None = None


def page_id(url: str) -> str:
    """The id of an address: the first 32 hex digits of its SHA-256."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Gathering:
    """The gathering of a desk; to be written by one program at a time (see sole.py)."""

    def __init__(self, desk: "Desk") -> None:
        """Keep the desk."""
        self.store = desk.store

    # -- sources

    def sources(self) -> dict[str, SourceRow]:
        """What is remembered of each source, by name."""
        with self.store.read() as connection:
            rows = connection.execute(select(source).order_by(source.c.name)).mappings()
            return {row["name"]: SourceRow(**_loaded(row, "memory", "times")) for row in rows}

    def remember(self, row: SourceRow) -> None:
        """Keep what is known of a source after a visit that listed nothing, or failed."""
        with self.store.write() as connection:
            _put_source(connection, row)

    def list_articles(self, name: str, articles: Sequence[Listed], at: str, row: SourceRow | None = None) -> int:
        """Note that a source lists articles, and, with `row`, what is known of it afterwards; how many are to be read.

        An article that was listed before is fetched again where this source lists it once more, or where another
        source says otherwise of it. One whose answer is given is not fetched; it is to be read where it is new.
        """
        with self.store.write() as connection:
            news = sum(_list(connection, name, listed, at) for listed in articles)
            if row is not None:
                _put_source(connection, row)
            return news

    # -- pages

    def due_pages(self, now: str, limit: int, besides: Collection[str] = ()) -> list[PageRow]:
        """The addresses that are to be fetched by now, the longest due first, without those of these ids."""
        wanted = select(page).where(page.c.due <= now).order_by(page.c.due, page.c.seq).limit(limit + len(besides))
        with self.store.read() as connection:
            rows = connection.execute(wanted).mappings()
            found = [PageRow(**_loaded(row, "article")) for row in rows if row["id"] not in besides]
        return found[:limit]

    def next_due(self) -> str | None:
        """When the next address is to be fetched; None where there is none."""
        with self.store.read() as connection:
            return connection.execute(select(func.min(page.c.due))).scalar()

    def keep_answer(self, fetched: PageRow, answer: Answer, again: str | None) -> int | None:
        """Note an answer that is in the archive and when to fetch its address again; the capture's number.

        None where the body is the one that came last: there is nothing to read.
        """
        with self.store.write() as connection:
            _advance(connection, fetched, again, etag=answer.etag, modified=answer.modified, digest=answer.digest)
            return None if answer.digest == fetched.digest else _capture(connection, fetched.id, answer)

    def unchanged(self, fetched: PageRow, again: str | None) -> None:
        """Note that an address still answers as it did, and when to fetch it again."""
        with self.store.write() as connection:
            _advance(connection, fetched, again)

    def fetch_failed(self, fetched: PageRow, error: str, again: str | None) -> None:
        """Note that an address could not be fetched, why, and when to try again: None for never."""
        changed = {"tries": page.c.tries + 1, "error": storable(error), "due": _unless_listed(fetched, again)}
        with self.store.write() as connection:
            connection.execute(update(page).where(page.c.id == fetched.id).values(changed))

    def postpone(self, fetched: PageRow, error: str, again: str) -> None:
        """Note that an address is to be fetched later through no fault of its own."""
        changed = {"error": storable(error), "due": _unless_listed(fetched, again)}
        with self.store.write() as connection:
            connection.execute(update(page).where(page.c.id == fetched.id).values(changed))

    def fetch_again(self, ident: str, at: str) -> None:
        """Have an address fetched once more, since its answer is lost."""
        with self.store.write() as connection:
            changed = {"due": at, "digest": None, "etag": None, "modified": None}
            connection.execute(update(page).where(page.c.id == ident).values(changed))
            connection.execute(
                update(capture)
                .where(capture.c.page_id == ident, capture.c.state == "new")
                .values(state="unread", error="it is not in the archive any more; its address is fetched once more")
            )

    # -- captures

    def to_read(self, after: int = 0, limit: int = 100) -> list[CaptureRow]:
        """The answers that are to be read, in the order in which they came, from the one after a number on."""
        wanted = _captures().where(capture.c.state == "new", capture.c.seq > after).order_by(capture.c.seq).limit(limit)
        with self.store.read() as connection:
            return [CaptureRow(**_loaded(row, "article", "place")) for row in connection.execute(wanted).mappings()]

    def capture(self, seq: int) -> CaptureRow | None:
        """An answer by its number."""
        with self.store.read() as connection:
            row = connection.execute(_captures().where(capture.c.seq == seq)).mappings().first()
            return None if row is None else CaptureRow(**_loaded(row, "article", "place"))

    def begin(self, seqs: Sequence[int]) -> None:
        """Note that answers are in hand, so that one over which the program dies again and again can be told."""
        with self.store.write() as connection:
            connection.execute(update(capture).where(capture.c.seq.in_(seqs)).values(tries=capture.c.tries + 1))

    def settle(self, settled: Sequence[Settled]) -> None:
        """Note what became of some answers."""
        with self.store.write() as connection:
            for one in settled:
                said = None if one.error is None else storable(one.error)
                changed = {"state": one.outcome, "report_id": one.report, "error": said}
                connection.execute(update(capture).where(capture.c.seq == one.capture.seq).values(changed))

    # -- the whole

    def tally(self) -> dict[str, dict[str, int]]:
        """By source: answers new, kept, aside and unread; addresses that are due (`waiting`) or given up (`failed`)."""
        states = select(page.c.source, capture.c.state, func.count()).join(page, page.c.id == capture.c.page_id)
        given_up = page.c.due.is_(None) & page.c.digest.is_(None)
        pages = select(
            page.c.source,
            func.count(case((page.c.due.is_not(None) & (page.c.fetches == 0), 1))),
            func.count(case((given_up, 1))),
        ).group_by(page.c.source)
        found: dict[str, dict[str, int]] = {}
        with self.store.read() as connection:
            for name, waiting, failed in connection.execute(pages):
                found[name] = {"new": 0, "kept": 0, "aside": 0, "unread": 0, "waiting": waiting, "failed": failed}
            for name, state, number in connection.execute(states.group_by(page.c.source, capture.c.state)):
                found[name][state] = number
        return found


def _loaded(row: Mapping[Any, Any], *names: str) -> dict[str, Any]:
    """A row with some of its columns read from JSON."""
    told = {str(name): value for name, value in row.items()}
    return told | {name: None if told[name] is None else json.loads(told[name]) for name in names}


def _json(value: object) -> str:
    """A value as JSON in ASCII, which both databases keep whole."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _put_source(connection: Connection, row: SourceRow) -> None:
    """Write what is known of a source in the place of what was."""
    told = row.model_dump() | {"memory": _json(row.memory), "times": _json(row.times)}
    told["error"] = None if row.error is None else storable(row.error)
    connection.execute(source.delete().where(source.c.name == row.name))
    connection.execute(source.insert().values(told))


def _list(connection: Connection, name: str, listed: Listed, at: str) -> bool:
    """Note one article; whether there is something to read."""
    ident = page_id(listed.url)
    row = connection.execute(select(page).where(page.c.id == ident)).mappings().first()
    told: dict[str, Any] = {"source": name, "article": _json(listed.article)}
    if listed.answer is None:
        told |= {"due": at, "fetches": 0}
    else:
        told |= {"digest": listed.answer.digest, "due": None}
    if row is None:
        new = {"id": ident, "url": storable(listed.url), "turn": 1, "tries": 0, "fetches": 0, "listed_at": at}
        connection.execute(page.insert().values(new | told))
    elif row["source"] != name and _alike(json.loads(row["article"]), listed.article):
        return False
    else:
        again = told | {"turn": page.c.turn + 1, "tries": 0, "error": None}
        connection.execute(update(page).where(page.c.id == ident).values(again))
    if listed.answer is None:
        return True
    if row is not None and row["digest"] == listed.answer.digest:
        return False
    _capture(connection, ident, listed.answer)
    return True


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sources say the same of an article."""
    return all(one.get(name) == other.get(name) for name in _TOLD)


def _unless_listed(fetched: PageRow, again: str | None) -> Any:  # noqa: ANN401 - a column expression
    """When to fetch an address again; one that was listed anew since the fetch began stays due as it is."""
    return case((page.c.turn == fetched.turn, again), else_=page.c.due)


def _advance(connection: Connection, fetched: PageRow, again: str | None, **told: str | None) -> None:
    """Note a fetch that did not fail."""
    changed = {
        "tries": 0,
        "error": None,
        "fetches": case((page.c.turn == fetched.turn, page.c.fetches + 1), else_=page.c.fetches),
        "due": _unless_listed(fetched, again),
        **told,
    }
    connection.execute(update(page).where(page.c.id == fetched.id).values(changed))


def _capture(connection: Connection, ident: str, answer: Answer) -> int:
    """Add an answer that is to be read; its number."""
    row = {"page_id": ident, "at": answer.at, "digest": answer.digest, "place": _json(answer.place)}
    statement = capture.insert().values(**row, state="new", tries=0).returning(capture.c.seq)
    return int(connection.execute(statement).scalar_one())


def _captures() -> "Select[Any]":
    """Answers with their pages and the report that was last read from the same address."""
    earlier = capture.alias("earlier")
    last = (
        select(earlier.c.report_id)
        .where(earlier.c.page_id == capture.c.page_id, earlier.c.report_id.is_not(None))
        .order_by(earlier.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    own = [capture.c[name] for name in ("seq", "page_id", "at", "place", "tries")]
    told = [page.c.url, page.c.source, page.c.article, last.label("report_id")]
    return select(*own, *told).join(page, page.c.id == capture.c.page_id)

"""The connection to a desk's database: readers see one moment and wait for nobody, writers go one after the other.

SQLite: write-ahead log, foreign keys on; a writer takes its lock at once (BEGIN IMMEDIATE) and waits for another's.
PostgreSQL: readers in one repeatable-read snapshot; a writer takes an advisory lock. So on both the stamps of the
record come in the order in which rows become visible, without which "as of" would change its answer afterwards.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from vedette.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

FILE: Final = "desk.sqlite"
PATIENCE: Final = 60
"""Seconds that a writer waits for another; one report takes milliseconds."""

POOL: Final = 12
"""Connections that are kept for the next who asks: a new one reads the whole schema first."""
LOCK: Final = 0x7665_6465  # "vede", the advisory lock of this program
_WRITES: Final = "vedette_writes"


class Store:
    """A database with the two ways of using it; `name` is what messages call it, without any password."""

    def __init__(self, engine: "Engine", name: str) -> None:
        """Keep the engine."""
        self.engine = engine
        self.name = name
        self.dialect: str = engine.dialect.name

    @contextlib.contextmanager
    def read(self) -> "Iterator[Connection]":
        """A transaction that sees one moment of the desk and blocks nobody."""
        options: dict[str, Any] = {}
        if self.dialect == "postgresql":
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with told(self.name), self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def write(self) -> "Iterator[Connection]":
        """A transaction that is the only one to write until it ends; kept whole or not at all."""
        options: dict[str, Any] = {_WRITES: True}
        if self.dialect == "postgresql":
            # every statement after the lock must see what the writer before has kept
            options = {"isolation_level": "READ COMMITTED"}
        with told(self.name), self.engine.connect().execution_options(**options) as connection, connection.begin():
            if self.dialect == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            yield connection

    def close(self) -> None:
        """Give all connections back; the last one to a SQLite file folds its log into it."""
        self.engine.dispose()


@contextlib.contextmanager
def told(name: str) -> Iterator[None]:
    """Turn the database's errors into one that names the desk and the remedy."""
    try:
        yield
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        msg = f"{name}: {said}. {_remedy(said)}"
        raise StoreError(msg) from error
    except SQLAlchemyError as error:
        msg = f"{name}: {error}. This is a fault of Vedette's; please report it"
        raise StoreError(msg) from error


_REMEDIES: Final = (
    (("locked", "lock timeout"), "Another program has been writing for a minute: let it end, then try again"),
    (("readonly", "permission denied"), "Make the desk writable for this user"),
    (("full", "no space"), "Make room on its disk, then run the command again: what was kept before stays kept"),
    (("not a database",), "Name the folder of a desk; if this file was one, put the last backup in its place"),
    (("malformed",), "The file is damaged: keep a copy of it and put the last backup in its place"),
    (("unable to open",), "See that the folder is there and can be written"),
    (("connection", "connect"), "See that the server runs and that address, user and password are right"),
)


def _remedy(said: str) -> str:
    """What to do about a database's message."""
    lower = said.lower()
    found = (remedy for signs, remedy in _REMEDIES if any(sign in lower for sign in signs))
    return next(found, "Look the desk over with vedette.store.doctor")


def is_server(where: str | Path) -> bool:
    """Whether a desk is on a PostgreSQL server, and not a folder."""
    return isinstance(where, str) and where.split("+", 1)[0].split(":", 1)[0] in ("postgresql", "postgres")


def file_of(where: str | Path) -> Path:
    """The SQLite file of a desk: in its folder, or named itself (a backup)."""
    if isinstance(where, str) and "://" in where:
        msg = f"{where.split('://')[0]}:// is no desk. Give a folder, or postgresql://user@host/database"
        raise StoreError(msg)
    path = Path(where).expanduser()
    return path if path.suffix == ".sqlite" or path.is_file() else path / FILE


def connect_file(path: Path) -> Store:
    """The store in a SQLite file, which SQLite makes on first use."""
    url = make_url("sqlite+pysqlite://").set(database=str(path))
    pool: dict[str, Any] = {} if str(path) == ":memory:" else {"pool_size": POOL}
    engine = create_engine(url, connect_args={"timeout": PATIENCE}, **pool)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return Store(engine, str(path))


def _on_connect(connection: Any, _: object) -> None:  # noqa: ANN401 - a connection of the sqlite3 module
    """Set a new connection up."""
    connection.isolation_level = None  # transactions begin where we say, not where the sqlite3 module guesses
    connection.execute("PRAGMA foreign_keys = ON")


def _on_begin(connection: "Connection") -> None:
    """Begin a transaction: a writer's with the lock in hand, since one that asks for it later may be refused."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def connect_server(where: str) -> Store:
    """The store on a PostgreSQL server; raises StoreError where the driver is missing or the address is none."""
    url = _server_url(where)
    try:
        engine = create_engine(url, pool_pre_ping=True, pool_size=POOL)
    except ImportError as error:
        msg = f"{_shown(url)}: PostgreSQL's driver is not installed. Install it: pip install 'vedette[postgres]'"
        raise StoreError(msg) from error
    return Store(engine, _shown(url))


def _server_url(where: str) -> "URL":
    """The address with the driver that we use."""
    try:
        return make_url(where).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        # the address itself is left out: it may hold a password
        msg = "this is no address of a PostgreSQL database. Write postgresql://user:password@host:5432/database"
        raise StoreError(msg) from error


def _shown(url: "URL") -> str:
    """The address for messages: no driver, no password."""
    return url.set(drivername="postgresql").render_as_string(hide_password=True)

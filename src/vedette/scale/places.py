"""Where a job keeps what it makes: a folder, or a bucket that fsspec knows (s3://, gs:// ...); all files are whole.

Names in a place are relative, with "/" between their parts. In a folder a file is written beside its place and renamed;
an object of a bucket appears when all of it was sent.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol, cast

from vedette.errors import VedetteError

_EXTRAS: Final = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "http": "aiohttp", "https": "aiohttp"}


class ScaleError(VedetteError):
    """A job cannot be begun, gone on with or read; says where, and the remedy."""


class Place(Protocol):
    """A folder or a bucket."""

    name: str

    def write(self, name: str, data: bytes) -> None:
        """Put a small file there, in place of one of its name."""
        ...

    def take(self, path: Path, name: str) -> None:
        """Take a file of this machine, which is gone afterwards."""
        ...

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where there is none."""
        ...

    def names(self, under: str) -> list[str]:
        """The names of all files under a folder, sorted; none where it is not there."""
        ...

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        ...

    def local(self, name: str) -> contextlib.AbstractContextManager[Path]:
        """A file as one of this machine, for as long as the `with` lasts."""
        ...


def place(where: str) -> Place:
    """The place at a path or an address. Raises ScaleError where what it needs is not installed."""
    return _Bucket(where) if is_remote(where) else _Folder(where)


def is_remote(where: str) -> bool:
    """Whether a name is an address (s3://...) and not a path."""
    return "://" in where


def file_system(where: str) -> tuple[Any, str]:
    """The file system of an address and the path in it. Raises ScaleError with what is to be installed."""
    scheme = where.partition("://")[0]
    try:
        import fsspec  # noqa: PLC0415 - an extra

        found, path = fsspec.core.url_to_fs(where)
    except ImportError as error:
        missing = _EXTRAS.get(scheme, "the package that fsspec names for it")
        msg = f"{where}: {error}. Install it: pip install 'vedette[scale]' {missing}"
        raise ScaleError(msg) from error
    except ValueError as error:
        msg = f"{where}: {error}. Give a path, or an address such as s3://bucket/folder"
        raise ScaleError(msg) from error
    return found, str(path)


@contextlib.contextmanager
def told(where: str) -> Iterator[None]:
    """Turn the errors of files into one that names the place and the remedy."""
    try:
        yield
    except OSError as error:
        msg = f"{where}: {error.strerror or error}. See that it is there, can be reached and has room"
        raise ScaleError(msg) from error


class _Folder:
    """A folder of this machine, or one that machines share."""

    def __init__(self, where: str) -> None:
        """Keep the path; it is made with the first file."""
        self.name = where
        self._path = Path(where).expanduser()

    def write(self, name: str, data: bytes) -> None:
        """See `Place`."""
        with told(self.name):
            self._path.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._path, prefix=".new-", delete=False) as made:
                made.write(data)
            self.take(Path(made.name), name)

    def take(self, path: Path, name: str) -> None:
        """See `Place`; on disk before it has its name, so that a power cut leaves the old file or the new one."""
        target = self._path / name
        with told(self.name):
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.stat().st_dev != target.parent.stat().st_dev:
                path = Path(shutil.move(path, target.parent / f".new-{os.getpid()}-{path.name}"))
            with path.open("rb") as made:
                os.fsync(made.fileno())
            path.chmod(0o644)
            path.replace(target)

    def read(self, name: str) -> bytes | None:
        """See `Place`."""
        with told(self.name):
            path = self._path / name
            return path.read_bytes() if path.exists() else None

    def names(self, under: str) -> list[str]:
        """See `Place`."""
        found = (path for path in (self._path / under).rglob("*") if not path.name.startswith(".") and path.is_file())
        return sorted(path.relative_to(self._path).as_posix() for path in found)

    def remove(self, name: str) -> None:
        """See `Place`."""
        with told(self.name):
            (self._path / name).unlink(missing_ok=True)

    @contextlib.contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """The file itself."""
        yield self._path / name


class _Bucket:
    """A folder of a bucket, by fsspec."""

    def __init__(self, where: str) -> None:
        """Keep the address."""
        self.name = where
        self._files, self._path = file_system(where)

    def write(self, name: str, data: bytes) -> None:
        """See `Place`."""
        with told(self.name):
            self._made(name)
            self._files.pipe_file(f"{self._path}/{name}", data)

    def take(self, path: Path, name: str) -> None:
        """See `Place`."""
        with told(self.name):
            self._made(name)
            self._files.put_file(str(path), f"{self._path}/{name}")
            path.unlink()

    def _made(self, name: str) -> None:
        """Make the folder of a file, where the file system has folders."""
        self._files.makedirs(f"{self._path}/{name}".rpartition("/")[0], exist_ok=True)

    def read(self, name: str) -> bytes | None:
        """See `Place`."""
        try:
            return bytes(self._files.cat_file(f"{self._path}/{name}"))
        except FileNotFoundError:
            return None

    def names(self, under: str) -> list[str]:
        """See `Place`."""
        with told(self.name):
            found = self._files.find(f"{self._path}/{under}") if self._files.exists(f"{self._path}/{under}") else []
        base = self._path.rstrip("/") + "/"
        return sorted(str(path).removeprefix(base) for path in found)

    def remove(self, name: str) -> None:
        """See `Place`."""
        with contextlib.suppress(FileNotFoundError):
            self._files.rm_file(f"{self._path}/{name}")

    @contextlib.contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """A copy that is gone afterwards."""
        with copied(f"{self.name.rstrip('/')}/{name}") as path:
            yield path


@contextlib.contextmanager
def copied(where: str) -> Iterator[Path]:
    """A copy of a remote file on this machine, which is gone afterwards; its name ends alike."""
    files, path = file_system(where)
    with tempfile.TemporaryDirectory(prefix="vedette-") as folder:
        copy = Path(folder) / path.rpartition("/")[2]
        with told(where):
            files.get_file(path, str(copy))
        yield copy


@contextlib.contextmanager
def opened(where: str) -> Iterator[BinaryIO]:
    """A file, here or remote, to be read from anywhere in it."""
    with told(where):
        if not is_remote(where):
            with Path(where).open("rb") as here:
                yield here
            return
        files, path = file_system(where)
        with files.open(path, "rb") as there:
            yield cast("BinaryIO", there)

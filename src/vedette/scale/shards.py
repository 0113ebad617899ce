"""Shards: the inputs of a job in pieces that are read, coded and kept one by one, each on its own.

A WARC file is a shard, a file of JSON lines as many as it has pieces of some size, and files of one report each are
put together, some hundreds a shard. A shard's id follows from what is in it, so that a second listing gives the same.
"""

import glob
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from vedette.gather.sources.files import state_of
from vedette.gather.sources.folder import PAGES, TEXTS, files_of
from vedette.gather.sources.lines import ENDINGS as PLAIN_LINES
from vedette.gather.sources.warc import ENDINGS as WARCS
from vedette.scale.places import ScaleError, file_system, is_remote, told

LINES: Final = (*PLAIN_LINES, *(f"{ending}.gz" for ending in PLAIN_LINES))
PIECE: Final = 8_000_000
"""Bytes of JSON lines in a shard: some thousand articles, a minute or two of work."""
TOGETHER: Final = 200
"""Files of one report each in a shard."""
_ENDINGS: Final = (*LINES, *WARCS, *PAGES, *TEXTS)

Kind = Literal["lines", "warc", "files"]


@dataclass(frozen=True, slots=True)
class Shard:
    """Some of the input: whole files, or of a file of JSON lines those that begin from `start` on and before `end`."""

    kind: Kind
    names: tuple[str, ...]
    state: str
    """What tells that the files have changed."""
    size: int
    """Bytes."""
    start: int = 0
    end: int | None = None

    @property
    def ident(self) -> str:
        """The shard's id: which files, and which part of them."""
        told = json.dumps([self.names, self.start, self.end], ensure_ascii=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        """The shard for people."""
        more = f" and {len(self.names) - 1} more" if len(self.names) > 1 else ""
        part = f" from byte {self.start:,}" if self.start else ""
        return f"{self.names[0]}{more}{part}"

    def as_json(self) -> dict[str, Any]:
        """The shard as plain values; `Shard(**x)` with `names` as a tuple gives it back."""
        return asdict(self)


def shard_of(told: dict[str, Any]) -> Shard:
    """The shard of its plain values."""
    return Shard(**{**told, "names": tuple(told["names"])})


def shards(names: Iterable[str], piece: int = PIECE) -> Iterator[Shard]:
    """The shards of inputs: paths, folders, patterns with "*", addresses that fsspec knows; in the order given.

    Raises ScaleError for an input that is not there or of no known kind.
    """
    loose: list[tuple[str, str, int]] = []
    for name, state, size in _files(names):
        lower = name.lower().partition("?")[0]
        if lower.endswith(WARCS):
            yield Shard("warc", (name,), state, size)
        elif lower.endswith(LINES):
            yield from _pieces(name, state, size, piece)
        else:
            loose.append((name, state, size))
            if len(loose) == TOGETHER:
                yield _together(loose)
                loose = []
    if loose:
        yield _together(loose)


def _pieces(name: str, state: str, size: int, piece: int) -> Iterator[Shard]:
    """The pieces of a file of JSON lines; a compressed one is one."""
    if name.lower().endswith(".gz") or size <= piece:
        yield Shard("lines", (name,), state, size)
        return
    for start in range(0, size, piece):
        end = min(start + piece, size)
        yield Shard("lines", (name,), state, end - start, start, end)


def _together(loose: Sequence[tuple[str, str, int]]) -> Shard:
    """Files of one report each as a shard."""
    states = hashlib.sha256("\n".join(state for _, state, _ in loose).encode()).hexdigest()[:16]
    return Shard("files", tuple(name for name, _, _ in loose), states, sum(size for _, _, size in loose))


def _files(names: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """Name, state and size of each file of the inputs."""
    for given in names:
        found = list(_remote(given) if is_remote(given) else _here(given))
        if not found:
            msg = f"{given} holds no reports. Known endings: {', '.join(_ENDINGS)}"
            raise ScaleError(msg)
        yield from found


def _here(given: str) -> Iterator[tuple[str, str, int]]:
    """The files of this machine that a name, a folder or a pattern stands for."""
    path = Path(given).expanduser()
    with told(given):
        if path.is_dir():
            paths = [
                *files_of(path),
                *(gz for ending in LINES for gz in path.rglob(f"*{ending}") if ending[-3:] == ".gz"),
            ]
        elif path.exists() or not glob.has_magic(given):
            paths = [path]
        else:
            paths = [Path(name) for name in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207 - a whole pattern
        for one in paths:
            state = state_of(one)
            yield _known(str(one)), state, one.stat().st_size


def _remote(given: str) -> Iterator[tuple[str, str, int]]:
    """The files that an address, a folder there or a pattern stands for."""
    files, path = file_system(given)
    scheme = given.partition("://")[0]
    with told(given):
        if glob.has_magic(path) and not scheme.startswith("http"):
            paths = sorted(map(str, files.glob(path)))
        else:
            paths = sorted(map(str, files.find(path))) if not scheme.startswith("http") else [path]
        for one in paths:
            about = files.info(one)
            state = str(about.get("ETag") or about.get("etag") or about.get("mtime") or about.get("created") or "")
            name = one if is_remote(one) else str(files.unstrip_protocol(one))
            yield _known(name), f"{about.get('size')} {state}", int(about.get("size") or 0)


def _known(name: str) -> str:
    """The name itself; raises ScaleError where its ending is none of ours."""
    if not name.lower().partition("?")[0].endswith(_ENDINGS):
        msg = f"{name}: unknown kind of file. Known endings: {', '.join(_ENDINGS)}"
        raise ScaleError(msg)
    return name

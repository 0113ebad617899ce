"""A file that is whole or not there: written beside its place and moved into it at the end."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from vedette.export.exporter import ExportError


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content takes the place of a file when all went well; else the file stays as it was.

    What is no ordinary file (a device, a pipe) is written as it comes. Raises ExportError where it cannot be written.
    """
    target = path.resolve()  # a link stays a link
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    straight = target.exists() and not target.is_file() and not target.is_dir()
    try:
        if straight:
            with target.open("wb") as out:
                yield out
            return
        with beside.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        beside.replace(target)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        missing = isinstance(error, FileNotFoundError) and not target.parent.is_dir()
        why = f"there is no folder {path.parent}" if missing else error.strerror or error
        msg = f"{path} cannot be written: {why}. Name a file in a folder that can be written"
        raise ExportError(msg) from error
    finally:
        if not straight:
            with contextlib.suppress(OSError):  # a folder that cannot be written: nothing was begun there
                beside.unlink(missing_ok=True)

"""What sources that are files share: whether a file is another than before, and what is said of one that fails."""

from pathlib import Path

from vedette.gather.failures import FileError
from vedette.gather.fetched import Tell, log_problem


class AtPath:
    """What sources at a path are made from; `name` stands for it in what they tell."""

    def __init__(
        self, address: str, *, name: str | None = None, publisher: str | None = None, tell: Tell = log_problem
    ) -> None:
        """Keep what is given; nothing is opened until its articles are asked for."""
        self.path = Path(address)
        self.name = name or address
        self.publisher = publisher
        self.tell = tell


def state_of(path: Path) -> str:
    """What tells that a file has changed: its size and time of change. Raises OSError where it is not there."""
    told = path.stat()
    return f"{told.st_size} {told.st_mtime_ns}"


def unreadable(path: Path, error: OSError) -> FileError:
    """The error for a file or folder that the system does not let us read."""
    return FileError(f"{path} cannot be read: {error.strerror or error}. Check the path and its permissions")

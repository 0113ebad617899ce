"""What goes wrong with a source, a page or the archive: one error a kind, each with the code it is counted under."""

from typing import Final

from vedette.errors import GatherError

_GONE: Final = 410
_ANY_OK: Final = range(200, 300)


class GoneError(GatherError):
    """The server says that the address is gone for good (410): no reason to ask again."""

    code = "gone"


class StatusError(GatherError):
    """The server answered with an error."""

    code = "status"

    def __init__(self, url: str, status: int) -> None:
        """Word the message; `status` is kept."""
        super().__init__(f"{url} answered {status}. Look at the address in a browser; if it is right, try again later")
        self.status = status


class NotAFeedError(GatherError):
    """The answer of a feed's or a sitemap's address is something else."""

    code = "not-a-feed"


class NotAPageError(GatherError):
    """The answer of an article's address is no page that words can be read from."""

    code = "not-a-page"


class SourceError(GatherError):
    """A source cannot be made: no such kind, or not with these settings."""

    code = "source"


class FileError(GatherError):
    """A file or folder that is a source cannot be read."""

    code = "file"


class ArchiveError(GatherError):
    """A copy cannot be kept, or one that was kept is no longer there or no longer whole."""

    code = "archive"


def check_status(address: str, status: int, gone: str = "What was read of it before stays") -> None:
    """Raise GoneError for 410, of which `gone` says what it means here, and StatusError for other errors."""
    if status == _GONE:
        msg = f"{address} is gone for good (410). {gone}"
        raise GoneError(msg)
    if status not in _ANY_OK:
        raise StatusError(address, status)

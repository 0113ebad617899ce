"""The last place through which a command's errors pass: what a user can act on is told in a line, no traceback."""

import errno
from typing import Any, Final

import typer
from typer.core import TyperGroup

from vedette.cli.console import USAGE, say

_REMEDIES: Final = {
    errno.ENOSPC: "Make room on its disk, then run the command again",
    errno.EDQUOT: "Make room within your quota, then run the command again",
    errno.EROFS: "Name a place that can be written",
    errno.EACCES: "Ask for the right to use it, or name another",
    errno.EPERM: "Ask for the right to use it, or name another",
    errno.ENOENT: "Check the path",
    errno.EIO: "Check the disk: its last blocks could not be read or written",
    errno.EMFILE: "Close other programs, or raise the limit: ulimit -n 4096",
}
"""What to do about an error of the system that no command foresaw; others are faults of ours and are shown whole."""


class Group(TyperGroup):
    """The commands; a fault of Vedette's keeps its traceback, which belongs in a report to us."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - a Context of click, or of the copy of it that typer brings
        """Run the command that was asked for; what it raises that a user can act on ends it with exit code 2."""
        from vedette.errors import VedetteError

        try:
            return super().invoke(ctx)
        except VedetteError as error:
            say(str(error))
        except OSError as error:
            if error.errno not in _REMEDIES or isinstance(error, BrokenPipeError):
                raise
            what = f"{error.filename}: " if error.filename else ""
            say(f"{what}{error.strerror}. {_REMEDIES[error.errno]}.")
        raise typer.Exit(USAGE)

"""Work for the tests of engines: importable, so that it can be sent to other processes."""

import os
import signal
import time
from pathlib import Path


class Square:
    """Squares numbers; refuses 13, and says which process it was in."""

    def __init__(self, folder: str = "") -> None:
        self.folder = folder
        self.is_ready = False

    def ready(self) -> None:
        self.is_ready = True

    def __call__(self, number: int) -> tuple[int, int]:
        assert self.is_ready
        if number == 13:
            msg = "thirteen"
            raise ValueError(msg)
        return number * number, os.getpid()


class Dies(Square):
    """As Square, but a worker that gets a 7 is killed, the first time or always."""

    def __init__(self, folder: str, *, always: bool = False) -> None:
        super().__init__(folder)
        self.always = always

    def __call__(self, number: int) -> tuple[int, int]:
        mark = Path(self.folder) / "died"
        if number == 7 and (self.always or not mark.exists()):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(number)


class Slow(Square):
    """As Square, but the first takes longer than the others."""

    def __call__(self, number: int) -> tuple[int, int]:
        time.sleep(0.5 if number == 0 else 0.005)
        return super().__call__(number)


class NotReady(Square):
    """Cannot begin."""

    def ready(self) -> None:
        msg = "no model. Install one"
        raise OSError(msg)

"""Memory that was freed goes back to the system."""

import ctypes
import platform
from pathlib import Path

import pytest

from vedette.watch.spare import give_back

SIZE = 32_000
PAGE = 4096


def resident() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed")
def test_what_was_freed_between_things_that_stay_is_given_back() -> None:
    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    libc.free.argtypes = [ctypes.c_void_p]
    held = [libc.malloc(SIZE) for _ in range(2000)]
    for one in held:
        ctypes.memset(one, 1, SIZE)
    for one in held[:-1]:  # the last stays, so that the heap cannot shrink from its end
        libc.free(one)
    before = resident()
    assert give_back()
    assert before - resident() > SIZE * 1000
    libc.free(held[-1])


def test_a_c_library_that_has_nothing_of_the_kind_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vedette.watch.spare._trim", lambda: None)
    assert not give_back()

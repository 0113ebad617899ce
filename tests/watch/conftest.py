"""What the tests of the watch share with those of gathering: a server on this machine."""

from tests.gather.conftest import server

__all__ = ["server"]

"""What the tests of gathering share: a server on this machine."""

from collections.abc import Iterator

import pytest

from tests.gather.servers import Served, serving


@pytest.fixture
def server() -> Iterator[Served]:
    """A server that answers what a test tells it to."""
    with serving() as served:
        yield served

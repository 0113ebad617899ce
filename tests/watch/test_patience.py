"""How long an article that cannot be had is tried."""

import pytest

from vedette.errors import GatherError
from vedette.gather.failures import GoneError, StatusError
from vedette.gather.refusals import AddressError, PausedError, RobotsError, RobotsMissingError, TruncatedError
from vedette.watch.patience import wait_for

URL = "https://sahel.example/one"


def waits(error: Exception) -> list[float]:
    """All waits until it is given up."""
    found: list[float] = []
    while (wait := wait_for(error, len(found))) is not None:
        found.append(wait)
    return found


PASSING = [TruncatedError("x"), StatusError(URL, 503), StatusError(URL, 429), RobotsMissingError("x"), OSError()]


@pytest.mark.parametrize("error", PASSING)
def test_what_passes_is_tried_for_half_a_day(error: Exception) -> None:
    assert waits(error)[:3] == [300, 600, 1200]
    assert len(waits(error)) == 8
    assert 10 * 3600 < sum(waits(error)) < 24 * 3600


@pytest.mark.parametrize("error", [AddressError("x"), RobotsError("x"), GoneError("x")])
def test_what_is_refused_or_gone_is_not_tried_again(error: Exception) -> None:
    assert waits(error) == []


@pytest.mark.parametrize("error", [StatusError(URL, 404), GatherError("too large")])
def test_what_may_be_mended_is_tried_twice_more(error: Exception) -> None:
    assert waits(error) == [300, 600]


def test_a_host_that_asks_for_quiet_gets_it_however_often() -> None:
    assert [wait_for(PausedError("x", 90.0), tries) for tries in (0, 50)] == [90, 90]
    assert wait_for(PausedError("x", 0.0), 0) == 1

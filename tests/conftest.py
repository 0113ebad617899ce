"""What all tests share: no network, no settings of the desk's own, a coder that needs no model, and the real one."""

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vedette.records import Coded, Event, Mention, Report, Span

if TYPE_CHECKING:
    from vedette.pipeline import Pipeline

# The places that whoever runs the tests has added are none of theirs. Set here and not in a fixture, since the
# pipelines below open the gazetteer before any fixture of a single test.
os.environ["VEDETTE_GAZETTEER"] = str(Path(__file__).with_name("no-own-places.sqlite"))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name no bytes by what they hold: packed ones hold the second they were packed in, and workers would disagree."""
    return "bytes" if isinstance(val, bytes) else None


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse the network, but for servers of the test's own on this machine, and forget the caller's model."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:  # which reaches processes of this machine alone
            _refuse_far(address[0] if isinstance(address, tuple) else address)
        connect(self, address)

    def look_up_here(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_far(host)
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", connect_here)
    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)
    monkeypatch.delenv("VEDETTE_MODEL", raising=False)


def _refuse_far(host: object) -> None:
    """Refuse any host but the loopback addresses; names are refused whatever they would resolve to."""
    if host not in ("127.0.0.1", "::1"):
        msg = f"tests have no network ({host}): pass a transport in"
        raise RuntimeError(msg)


def _geonames_line(number: int, name: str, code: str = "PPL", **cells: object) -> str:
    """A line of a GeoNames dump for an invented place in Aleppo province."""
    told: dict[str, object] = {"names": "", "lat": 36.1, "lon": 37.0, "country": "SY", "admin1": "09", "people": 0}
    told |= {"kind": code[0] if code[0] in "AP" else "S", "admin2": ""} | cells
    first = [number, name, name, told["names"], told["lat"], told["lon"], told["kind"], code, told["country"], ""]
    rest = [told["admin1"], told["admin2"], "", "", told["people"], "", 400, "Asia/Damascus", "2024-05-01"]
    return "\t".join(map(str, [*first, *rest])) + "\n"


@pytest.fixture(scope="session")
def geonames_line() -> Callable[..., str]:
    """Makes lines of a GeoNames dump: number, name, feature code, then names, lat, lon, country, admin1, people."""
    return _geonames_line


class FakeCoder:
    """Codes a report as one event whose trigger is its first word; breaks where the text says "BREAK"."""

    def __init__(self) -> None:
        """Remember what it is given."""
        self.batches: list[int] = []

    def code(self, reports: Iterable[Report]) -> Iterator[Coded]:
        """Code the reports, lazily and in order."""
        given = list(reports)
        self.batches.append(len(given))
        for report in given:
            if "BREAK" in report.text:
                msg = "asked to break"
                raise ZeroDivisionError(msg)
            if "REFUSE" in report.text:
                yield Coded(id=report.id, error="refused. Ask for something else.")
            else:
                yield self._coded(report)

    def _coded(self, report: Report) -> Coded:
        """The report with its one event."""
        word = report.text.split()[0]
        start = report.text.index(word)
        trigger = Span(start=start, end=start + len(word), text=word)
        actor = Mention(start=start, end=start + len(word), text=word, kind="actor")
        event = Event(id="e1", type="ASSAULT", mode="aerial", trigger=trigger, actors=(actor,))
        return Coded(id=report.id, report=report, events=(event,))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL database for this run."""
    from tests.store import server

    with server.server() as url, server.database(url) as own:
        yield own


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new desk may be: a folder that is not there yet, or an empty database; each test runs on both."""
    from tests.store import server

    if request.param == "sqlite":
        return str(tmp_path / "desk")
    url: str = request.getfixturevalue("postgres")
    server.empty(url)
    return url


@pytest.fixture
def fake_coder() -> FakeCoder:
    """A coder that needs no model."""
    return FakeCoder()


@pytest.fixture(scope="session")
def pipeline() -> "Pipeline":
    """The real pipeline with the frames alone, loaded once: the rules are tested without the second reader."""
    from vedette.code.coder import FramesCoder
    from vedette.pipeline import Pipeline

    return Pipeline(coder=FramesCoder())


@pytest.fixture(scope="session")
def whole() -> "Pipeline":
    """The pipeline as people use it, second reader included."""
    from vedette.pipeline import Pipeline

    return Pipeline()

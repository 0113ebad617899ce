"""A watch from the settings of a desk: its sources, transport, archive, intake and alerts put together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vedette.gather.address import Guard
from vedette.gather.archive import Archive, Place
from vedette.gather.fetched import Problem
from vedette.gather.manners import polite
from vedette.gather.sources import make_source
from vedette.gather.wire import Wire
from vedette.store.gathering import Gathering
from vedette.watch.alerts.posting import Look, Posting
from vedette.watch.happenings import Happening, Tell
from vedette.watch.intake import Coder, Intake
from vedette.watch.parts import Clock, Parts, Watched
from vedette.watch.visiting import read_kept
from vedette.watch.watching import Watch

if TYPE_CHECKING:
    import httpx

    from vedette.gather.fetched import Transport
    from vedette.settings import Settings, SourceSettings
    from vedette.store.desk import Desk

ARCHIVE: Final = "archive"
"""The folder of the archive in that of the desk."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a watch reaches the world by; None is the real thing. `wire` is what webhooks are called through."""

    transport: "Transport | None" = None
    wire: "httpx.BaseTransport | None" = None
    clock: Clock | None = None
    environment: Mapping[str, str] | None = None


def make_watch(
    desk: "Desk",
    folder: Path,
    settings: "Settings",
    *,
    coder: Callable[[], Coder],
    merge: "Callable[[Desk], int]",
    look: Look,
    tell: Tell = lambda _: None,
    means: Means | None = None,
) -> Watch:
    """A watch over the sources that the settings name, for a desk in a folder.

    `coder` is made when the first report needs it; `merge` and `look` are the merging of the desk and the lookout for
    what it changed. Raises GatherError where a source cannot be made, or a secret that the settings name is not set.
    """
    told, means = settings.watch, means or Means()
    time = means.clock or Clock()
    archive = Archive(folder / ARCHIVE, now=time.now)
    gathering = Gathering(desk)
    intake = Intake(desk, gathering, archive, _place, read_kept, coder, keep_all=told.keep == "all")

    def calls() -> "httpx.BaseTransport":
        """What webhooks are called through: to addresses that the desk may reach, and no others."""
        return means.wire or Wire(Guard(told.allow))

    return Watch(
        Parts(
            desk=desk,
            gathering=gathering,
            archive=archive,
            transport=means.transport or polite(told.contact, allow=told.allow),
            intake=intake,
            posting=Posting(desk, folder, settings, look, calls, means.environment),
            merge=merge,
        ),
        [Watched(_source(one, folder, tell, time), one) for one in settings.source],
        told,
        tell,
        time,
    )


def _source(settings: "SourceSettings", folder: Path, tell: Tell, clock: Clock) -> Any:  # noqa: ANN401 - a Source
    """The source of a [[source]]; a path is looked for from the desk's folder on."""

    def problem(found: Problem) -> None:
        """Tell of one article that cannot be had."""
        at = clock.now().isoformat(timespec="seconds")
        tell(Happening("problem", settings.name, f"{found.where}: {found.what}", 1, at))

    address = settings.url if "://" in settings.url else str(folder / Path(settings.url).expanduser())
    more = {"whole": True} if settings.whole else {}
    return make_source(settings.kind, address, name=settings.name, publisher=settings.publisher, tell=problem, **more)


def _place(told: Mapping[str, Any]) -> Place:
    """A place in the archive as the store keeps it."""
    return Place(**told)

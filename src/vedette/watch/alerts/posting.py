"""From incidents to what goes out: which incidents an alert tells of, and each way tried until it has told.

Finding what is to go out and noting it is done in one step after each merging (`look`), from the log of judgements on,
so that a program that was killed in between finds it again. Feeds are written here; e-mail and webhooks are jobs for a
pool, each of which may take a minute, and what became of them is noted by whoever runs the pool (`note`).
"""

import functools
import json
import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vedette.errors import GatherError
from vedette.store.outbox import DeliveryRow, Outbox, Way
from vedette.store.words import stamp_of
from vedette.watch.alerts import feeds, mail, webhook
from vedette.watch.alerts.matching import holds
from vedette.watch.alerts.notice import notice_of

if TYPE_CHECKING:
    import datetime as dt

    import httpx

    from vedette.merge.changes import Changes
    from vedette.merge.views import View
    from vedette.settings import AlertSettings, Settings
    from vedette.store.desk import Desk

log = logging.getLogger(__name__)

Look = Callable[[int], "Changes"]
"""The incidents that are otherwise since a judgement: `vedette.merge.changes.Lookout.changes`."""

FIRST_WAIT: Final = 60.0
LONGEST_WAIT: Final = 21_600.0
"""Seconds between two tries at first, and at most; each is twice the one before."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one try: no error, and it is delivered; `remark` is what to tell all the same."""

    row: DeliveryRow
    error: str | None = None
    remark: str | None = None


class Posting:
    """The alerts of a desk. Raises GatherError where a secret or password that the settings name is not set."""

    def __init__(
        self,
        desk: "Desk",
        folder: Path,
        settings: "Settings",
        look: Look,
        wire: "Callable[[], httpx.BaseTransport]",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Keep the desk; `folder` is where relative names of feed files begin, `wire` makes a webhook's transport."""
        self.desk, self.folder, self.settings = desk, folder, settings
        self.outbox = Outbox(desk)
        self._look, self._wire = look, functools.cache(wire)
        self._environment = os.environ if environment is None else environment
        self._alerts = {alert.name: alert for alert in settings.alert}
        self._held = self.outbox.desk_id() if settings.alert else ""
        self._check_secrets()

    def begin(self, now: "dt.datetime") -> None:
        """Take up the alerts as they are set now: a new one tells only of incidents that come to hold from here on."""
        known, wanted = self.outbox.looked(), self._ways()
        self.outbox.end(way for way in known if not any(w[:2] == way[:2] for w in wanted))
        new = [way for way in wanted if way not in known]
        if new:
            found = self._look(0)
            for way in new:
                before = [view.belief.id for view in self._holding(way, found.views)]
                self.outbox.begin(way, before, found.judgement, stamp_of(now))
        for name, alert in self._alerts.items():
            if alert.feed:
                self._write_feed(name)

    def look(self, now: "dt.datetime") -> int:
        """Have incidents go out that came to hold to an alert since the last look; how many notices are new."""
        ways: defaultdict[int, list[Way]] = defaultdict(list)
        for way, judgement in self.outbox.looked().items():
            ways[judgement].append(way)
        return sum(self._look_after(judgement, alike, stamp_of(now)) for judgement, alike in ways.items())

    def _look_after(self, judgement: int, ways: Sequence[Way], at: str) -> int:
        """The same for the ways that were looked at up to one judgement."""
        found = self._look(judgement)
        if found.judgement <= judgement:
            return 0
        put = 0
        for way in ways:
            notices = {
                view.belief.id: notice_of(self.desk, view, way.alert, at) for view in self._holding(way, found.views)
            }
            put += self.outbox.put(way, notices, found.judgement, at)
        return put

    def write_feeds(self, now: "dt.datetime") -> list[Posted]:
        """Write the feeds on which something is to go out; what became of each."""
        due: defaultdict[str, list[DeliveryRow]] = defaultdict(list)
        for row in self.outbox.due(stamp_of(now), limit=10_000):
            if row.channel == "feed":
                due[row.alert].append(row)
        done: list[Posted] = []
        for name, rows in due.items():
            try:
                self._write_feed(name)
            except GatherError as error:
                done += [Posted(row, str(error)) for row in rows]
            else:
                done += [Posted(row) for row in rows]
        return done

    def jobs(self, now: "dt.datetime", besides: "set[int]") -> Iterator[tuple[int, Callable[[], Posted]]]:
        """The e-mails and calls that are due, but for these numbers: each with what sends it from any thread."""
        for row in self.outbox.due(stamp_of(now)):
            if row.channel != "feed" and row.seq not in besides:
                yield row.seq, functools.partial(self._send, row, now)

    def note(self, posted: Posted, now: "dt.datetime") -> None:
        """Note what became of a try; one that failed is tried again, later each time."""
        row = posted.row
        if posted.error is None:
            self.outbox.sent([row.seq], stamp_of(now))
            return
        import datetime as dt  # noqa: PLC0415

        wait = min(FIRST_WAIT * 2 ** min(row.tries, 20), LONGEST_WAIT)
        self.outbox.failed(row.seq, posted.error, stamp_of(now + dt.timedelta(seconds=wait)))

    def _send(self, row: DeliveryRow, now: "dt.datetime") -> Posted:
        """Send one e-mail, or make one call."""
        alert = self._alerts[row.alert]
        try:
            if row.channel == "email":
                return Posted(row, remark=self._mail(row, alert))
            webhook.call(row, alert.webhook or "", self._secret(alert.secret_env), self._wire(), now.timestamp())
        except GatherError as error:
            return Posted(row, str(error))
        except Exception as error:
            log.warning("an alert could not be sent", exc_info=True)
            return Posted(row, f"{type(error).__name__}: {error}. This is a fault of Vedette's; please report it")
        return Posted(row)

    def _mail(self, row: DeliveryRow, alert: "AlertSettings") -> str | None:
        """Send one e-mail; what to tell of readers whom the server refused."""
        if self.settings.mail is None:
            msg = "there is no [mail] in the settings. Name the server there"
            raise GatherError(msg)
        refused = mail.send(row, self.settings.mail, alert.email, self._secret(self.settings.mail.password_env))
        return f"the mail server does not take mail for {', '.join(refused)}" if refused else None

    def _write_feed(self, name: str) -> None:
        """Write all feed files of an alert."""
        rows = self.outbox.newest(name, "feed", feeds.NEWEST)
        for file in self._alerts[name].feed:
            feeds.write(self.folder / file, name, self._held, rows)

    def _ways(self) -> list[Way]:
        """The ways of all alerts as they are set."""
        return [
            Way(name, channel, self._asked(alert))
            for name, alert in self._alerts.items()
            for channel in _channels(alert)
        ]

    def _asked(self, alert: "AlertSettings") -> str:
        """What an alert asks, as JSON: two that are written alike ask the same."""
        told = alert.filter.model_dump(mode="json", exclude_defaults=True)
        if alert.filter.of_interest:
            told["of_interest"] = self.settings.interest.model_dump(mode="json")
        return json.dumps(told, sort_keys=True)

    def _holding(self, way: Way, views: "Sequence[View]") -> "Iterator[View]":
        """The incidents that hold to an alert's filter."""
        asked = self._alerts[way.alert].filter
        return (view for view in views if holds(self.desk, view, asked, self.settings.interest))

    def _secret(self, name: str | None) -> str:
        """The value of a variable; empty where none is named."""
        return self._environment.get(name, "") if name else ""

    def _check_secrets(self) -> None:
        """Refuse to begin where something would go out without the secret that it needs."""
        names = [alert.secret_env for alert in self.settings.alert]
        if self.settings.mail and self.settings.mail.user:
            names.append(self.settings.mail.password_env)
        for name in names:
            if name and not self._secret(name):
                msg = f"the settings name the variable {name}, which is not set. Set it before starting, for alerts"
                raise GatherError(msg)


def _channels(alert: "AlertSettings") -> Iterator[str]:
    """The ways on which an alert goes out."""
    if alert.feed:
        yield "feed"
    if alert.email:
        yield "email"
    if alert.webhook:
        yield "webhook"

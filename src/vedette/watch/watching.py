"""The watch: sources visited when they are due, their articles fetched, kept, read, coded, merged, told of in alerts.

Threads visit and fetch; one thread, the caller's, does all that is written. What is to be done stands in the store -
when a source is due, which addresses are to be fetched, which answers are to be read, what is to go out - and is noted
as done in the transaction that does it, so that the watch can be killed at any moment and goes on where it was:

* what a source listed is noted together with the source's memory of it, so it is neither lost nor listed again;
* an answer is in the archive before it is noted, and noted before it is read;
* a report is known by its text, so one that was kept by a program that died before noting it is not kept twice;
* merging writes nothing for events that are in incidents, and alerts go out from an outbox, each under one key.
"""

import datetime as dt
import queue
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from vedette.gather.dating import moment_of
from vedette.gather.refusals import PausedError
from vedette.store.gathering import Answer, Listed, SourceRow
from vedette.store.words import stamp_of
from vedette.watch import patience, visiting
from vedette.watch.crew import Crew
from vedette.watch.happenings import Happening, Kind, Tell
from vedette.watch.intake import CARRIED
from vedette.watch.parts import Clock, Due, Flight, Parts, Watched
from vedette.watch.rhythm import KEPT, Bounds, next_visit
from vedette.watch.spare import give_back
from vedette.watch.visiting import Come, Part

if TYPE_CHECKING:
    from vedette.gather.fetched import Article, Fetched
    from vedette.settings import WatchSettings
    from vedette.store.gathering import PageRow
    from vedette.watch.alerts.posting import Posted

    Result = Part | Come | Posted

_AT_A_HOST: Final = 2
"""Articles of one host that are fetched at a time; more would only wait for each other."""
_LOOK_AHEAD: Final = 32
"""Addresses that are looked at for each that can be fetched, to find those of other hosts."""
_TURN: Final = 0.2
"""Seconds for which the loop waits for a result before it looks for what has come due."""
_LONGEST_SLEEP: Final = 300.0
_MERGE_EVERY: Final = dt.timedelta(minutes=5)
"""While there is always more to read."""
_MERGE_PAUSE: Final = dt.timedelta(minutes=1)
"""When all is read: merging looks at more than what is new, so it is not done for every single report."""
_LOOK_EVERY: Final = dt.timedelta(minutes=5)
"""For incidents that a person changed, so that they now hold to an alert."""
_PRUNE_EVERY: Final = dt.timedelta(hours=1)
_YEAR: Final = dt.timedelta(days=366)


class Watch:
    """A watch over sources. `run` returns when `stop` was called, or with `once` when all that is due is done."""

    def __init__(
        self,
        parts: Parts,
        watched: Sequence[Watched],
        settings: "WatchSettings",
        tell: Tell = lambda _: None,
        clock: Clock | None = None,
    ) -> None:
        """Keep the parts; nothing happens yet."""
        self.parts, self.settings = parts, settings
        self.watched = {one.source.name: one for one in watched}
        self._tell_all, self._clock = tell, clock or Clock()
        self._bounds = Bounds(settings.shortest, settings.longest)
        self._stopping = threading.Event()
        self._results: queue.Queue[Result] = queue.Queue(maxsize=4 * settings.concurrency)
        self._flight = Flight()
        self._rows: dict[str, SourceRow] = {}
        self._visited: set[str] = set()
        self._tally: Counter[str] = Counter()
        self._unmerged = self._unread = True
        self._due = Due(parts.gathering.next_due, parts.posting.outbox.next_due)
        self._merged_at = self._looked_at = self._pruned_at = self._clock.now() - _PRUNE_EVERY

    def stop(self) -> None:
        """Have `run` finish what it has in hand and return; from any thread, or from a signal's handler."""
        self._stopping.set()

    def run(self, *, once: bool = False) -> Counter[str]:
        """Watch; how often each kind of thing happened, and how many `visits` there were.

        Raises what the store, the archive and the model raise.
        """
        self._begin()
        crew = Crew(self.settings.concurrency)
        try:
            while not self._stopping.is_set():
                self._submit(crew, once=once)
                self._note_results()
                if not self._read_some() and not self._flight and not self._finish(once=once) and self._rest(once=once):
                    break
        finally:
            self._stopping.set()
            crew.end()
            self.parts.archive.close()
        return self._tally

    def _begin(self) -> None:
        """Take up where the last watch ended."""
        known = self.parts.gathering.sources()
        now = stamp_of(self._clock.now())
        for name, one in self.watched.items():
            row = known.get(name)
            if row is None or row.place != one.place:
                row = SourceRow(name=name, place=one.place, next_visit=now)
            self._rows[name] = row
        self.parts.posting.begin(self._clock.now())
        self._prune()

    # -- handing work to the threads

    def _submit(self, crew: Crew, *, once: bool) -> None:
        """Hand over what is due, as long as threads are free."""
        now = self._clock.now()
        alerts, pages = self._due.alert(stamp_of(now)), self._due.page(stamp_of(now))
        # sources come first, but leave threads to what they listed
        most = self.settings.concurrency // 2 if alerts or pages else self.settings.concurrency
        for name in self._due_sources(stamp_of(now), once=once):
            if len(self._flight) >= self.settings.concurrency or len(self._flight.sources) >= most:
                break
            self._flight.sources.add(name)
            self._visited.add(name)
            row, source = self._rows[name], self.watched[name].source
            memory = visiting.memory_of(row.memory)
            crew.do(partial(visiting.visit, source, self.parts.transport, memory, self._give))
        for seq, send in self.parts.posting.jobs(now, self._flight.deliveries) if alerts else ():
            if len(self._flight) >= self.settings.concurrency:
                break
            self._flight.deliveries.add(seq)
            crew.do(partial(self._give_what, send))
        for page in self._due_pages(stamp_of(now)) if pages else ():
            self._flight.pages[page.id] = _host(page.url)
            crew.do(partial(self._give_what, partial(visiting.fetch, page, self.parts.transport)))

    def _due_sources(self, now: str, *, once: bool) -> list[str]:
        """The sources that are to be visited, the longest due first; with `once` each no more than once."""
        besides = self._flight.sources | (self._visited if once else set())
        due = [row for name, row in self._rows.items() if row.next_visit <= now and name not in besides]
        return [row.name for row in sorted(due, key=lambda row: (row.next_visit, row.name))]

    def _due_pages(self, now: str) -> "list[PageRow]":
        """The addresses to fetch next, as many as threads are free, of hosts that are not busy with us."""
        free = self.settings.concurrency - len(self._flight)
        if free <= 0:
            return []
        hosts = Counter(self._flight.pages.values())
        found: list[PageRow] = []
        for page in self.parts.gathering.due_pages(now, free * _LOOK_AHEAD, self._flight.pages.keys()):
            host = _host(page.url)
            if len(found) < free and hosts[host] < _AT_A_HOST:
                hosts[host] += 1
                found.append(page)
        return found

    def _give(self, result: "Result") -> None:
        """Give a result to the writing thread; waits while it has enough to do, unless the watch is stopping."""
        while not self._stopping.is_set():
            try:
                self._results.put(result, timeout=_TURN)
            except queue.Full:
                continue
            return

    def _give_what(self, work: "Callable[[], Result]") -> None:
        """Give the result of some work."""
        self._give(work())

    # -- writing down what came

    def _note_results(self) -> None:
        """Note what the threads give; waits a moment for it where there is nothing else to do."""
        wait = bool(self._flight) and not self._unread
        try:
            result = self._results.get(timeout=_TURN) if wait else self._results.get_nowait()
            while not self._stopping.is_set():
                self._note(result)
                result = self._results.get_nowait()
        except queue.Empty:
            return

    def _note(self, result: "Result") -> None:
        """Note one result."""
        self._due.forget()
        self._unread = True
        if isinstance(result, Part):
            self._note_part(result)
        elif isinstance(result, Come):
            self._note_come(result)
        else:
            self._flight.deliveries.discard(result.row.seq)
            self._note_posted(result)

    def _note_part(self, part: Part) -> None:
        """Note some of what a source lists, or how its visit ended."""
        now = self._clock.now()
        row = self._rows[part.source]
        if part.last:
            self._flight.sources.discard(part.source)
            self._tally["visits"] += 1
        if part.error is not None:
            self._note_failed_visit(row, part.error, now)
            return
        memory = dict(part.memory or {})
        times = (*row.times, *(_appeared(article, now) for article in part.articles))[-KEPT:]
        row = row.model_copy(update={"memory": memory, "times": times, "listed": row.listed + len(part.articles)})
        if part.last:
            row = self._after_visit(row, now)
        listed = [self._listed(article, now) for article in part.articles]
        news = self.parts.gathering.list_articles(part.source, listed, stamp_of(now), row)
        self._rows[part.source] = row
        if news or part.last:
            self._tell("visited", part.source, number=news)

    def _after_visit(self, row: SourceRow, now: dt.datetime) -> SourceRow:
        """A source after a visit that went well."""
        wait = self._wait(row, now)
        told = {"last_visit": stamp_of(now), "last_success": stamp_of(now), "failures": 0, "error": None}
        return row.model_copy(update=told | {"next_visit": _after(now, wait)})

    def _note_failed_visit(self, row: SourceRow, error: Exception, now: dt.datetime) -> None:
        """Note a visit that failed; a host that asks for quiet is not to be counted as failing."""
        said = visiting.in_words(error)
        told: dict[str, Any] = {"last_visit": stamp_of(now), "error": said}
        if isinstance(error, PausedError):
            wait = self._bounds.within(error.after)
        else:
            told["failures"] = row.failures + 1
            wait = self._wait(row.model_copy(update=told), now)
        row = row.model_copy(update=told | {"next_visit": _after(now, wait)})
        self.parts.gathering.remember(row)
        self._rows[row.name] = row
        self._tell("visit failed", row.name, said)

    def _wait(self, row: SourceRow, now: dt.datetime) -> float:
        """Seconds until a source is visited next: as it is set, else by its rhythm; longer where it fails."""
        fixed = self.watched[row.name].settings.interval
        if fixed is not None:
            return min(fixed * 2.0 ** min(row.failures, 30), max(fixed, self.settings.longest))
        times = (dt.datetime.fromisoformat(time).timestamp() for time in row.times)
        return next_visit(times, now.timestamp(), self._bounds, row.failures, self._clock.dice())

    def _listed(self, article: "Article", now: dt.datetime) -> Listed:
        """An article as the store notes it; what the source carries of it goes into the archive first."""
        given = visiting.carried(article, now)
        kept = None if given is None else self._kept(given[1], given[0])
        return Listed(url=article.url, article=visiting.said_of(article), answer=kept)

    def _kept(self, answer: "Fetched", carried: str | None = None) -> Answer:
        """An answer that is now in the archive; `carried` tells that it is one that its source carried."""
        place = asdict(self.parts.archive.keep(answer)) | ({CARRIED: carried} if carried else {})
        headers = answer.headers
        return Answer(
            at=answer.at, digest=visiting.digest(answer.body), place=place,
            etag=headers.get("etag"), modified=headers.get("last-modified"),
        )  # fmt: skip

    def _note_come(self, come: Come) -> None:
        """Note what fetching an article gave."""
        page, now = come.page, self._clock.now()
        self._flight.pages.pop(page.id, None)
        if come.error is not None:
            self._note_failed_fetch(page, come.error, now)
            return
        spans = self.settings.recheck
        again = _after(now, spans[page.fetches]) if page.fetches < len(spans) else None
        if come.answer is None or visiting.digest(come.answer.body) == page.digest:
            self.parts.gathering.unchanged(page, again)
            self._tell("unchanged", page.source, page.url)
        else:
            self.parts.gathering.keep_answer(page, self._kept(come.answer), again)
            self._tell("fetched", page.source, page.url)

    def _note_failed_fetch(self, page: "PageRow", error: Exception, now: dt.datetime) -> None:
        """Note that an article could not be fetched, and when it is tried again."""
        said = visiting.in_words(error)
        wait = patience.wait_for(error, page.tries)
        if isinstance(error, PausedError) and wait is not None:
            self.parts.gathering.postpone(page, said, _after(now, wait))
            return
        self.parts.gathering.fetch_failed(page, said, None if wait is None else _after(now, wait))
        self._tell("given up" if wait is None else "fetch failed", page.source, f"{page.url}: {said}")

    # -- reading, merging, telling

    def _read_some(self) -> bool:
        """Read a few answers; whether there were any. Merges now and then where there is always more."""
        settled = self.parts.intake.take(stamp_of(self._clock.now())) if self._unread else []
        self._unread = bool(settled)
        if settled:
            self._due.forget()
        for one in settled:
            kind: Kind = "known" if one.outcome == "kept" and not one.new else one.outcome
            self._unmerged = self._unmerged or one.new
            url = one.capture.url
            self._tell(kind, one.capture.source, f"{url}: {one.error}" if one.error else url)
        if settled and self._clock.now() - self._merged_at > _MERGE_EVERY:
            self._finish()
        return bool(settled)

    def _finish(self, *, once: bool = False) -> bool:
        """Merge what is new and have alerts go out; whether there was anything."""
        now = self._clock.now()
        merges = self._unmerged and (once or now - self._merged_at >= _MERGE_PAUSE)
        if merges:
            self._unmerged, self._merged_at = False, now
            if made := self.parts.merge(self.parts.desk):
                self._tell("merged", number=made)
            give_back()
        put = self._look(now) if merges or now - self._looked_at >= _LOOK_EVERY else 0
        for posted in self.parts.posting.write_feeds(now) if self._due.alert(stamp_of(now)) else ():
            self._note_posted(posted)
        return put > 0

    def _look(self, now: dt.datetime) -> int:
        """Have alerts of new incidents go out; how many are new."""
        self._looked_at = now
        put = self.parts.posting.look(now)
        if put:
            self._due.forget()
            self._tell("alerts", number=put)
        return put

    def _note_posted(self, posted: "Posted") -> None:
        """Note what became of an alert."""
        self.parts.posting.note(posted, self._clock.now())
        self._due.forget()
        what = f"alert {posted.row.alert}, incident {posted.row.incident}, by {posted.row.channel}"
        said = posted.error or posted.remark
        self._tell("not sent" if posted.error else "sent", words=f"{what}: {said}" if said else what)

    # -- waiting

    def _rest(self, *, once: bool) -> bool:
        """Wait until something is due; whether the watch is at its end."""
        now = self._clock.now()
        due = self._due.stamps()
        due += [] if once else [row.next_visit for row in self._rows.values()]
        due += [stamp_of(self._merged_at + _MERGE_PAUSE)] if self._unmerged else []
        if once and self._due_sources(stamp_of(now), once=True):
            return False
        first = min((stamp for stamp in due if stamp is not None), default=None)
        if once and (first is None or first > stamp_of(now)):
            return True
        self._prune()
        left = _LONGEST_SLEEP if first is None else (dt.datetime.fromisoformat(first) - now).total_seconds()
        if left > 0:
            self._clock.wait(self._stopping, min(left, _LONGEST_SLEEP))
        return False

    def _prune(self) -> None:
        """Remove what the archive need not keep any longer; once an hour."""
        now, settings = self._clock.now(), self.settings
        if not (settings.retention or settings.archive_gb) or now - self._pruned_at < _PRUNE_EVERY:
            return
        self._pruned_at = now
        total = int(settings.archive_gb * 1e9) or None
        removed = self.parts.archive.prune(days=settings.retention or None, total=total)
        if removed:
            self._tell("pruned", words=", ".join(removed), number=len(removed))

    def _tell(self, kind: Kind, source: str = "", words: str = "", number: int = 1) -> None:
        """Tell of something and count it."""
        self._tally[kind] += number
        at = self._clock.now().isoformat(timespec="seconds")
        self._tell_all(Happening(kind, source, words, number, at))


def _after(now: dt.datetime, seconds: float) -> str:
    """The stamp of a moment so many seconds later."""
    return stamp_of(now + dt.timedelta(seconds=seconds))


def _host(url: str) -> str:
    """The host of an address."""
    return urlsplit(url).netloc.lower()


def _appeared(article: "Article", now: dt.datetime) -> str:
    """When an article appeared: as it says, or now where it says nothing or what cannot be."""
    told = moment_of(article.updated or article.published)
    return stamp_of(told if told and now - _YEAR < told <= now else now)

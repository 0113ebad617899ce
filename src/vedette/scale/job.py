"""A job: shards are read, gated, coded and kept as Parquet, each by itself, on any engine; and resumed.

job = Job(place("out"), Settings(gated=True))
for entry in job.run(shards(["archive/*.warc.gz"]), make_engine("pool", 2)): ...
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vedette.scale.coders import AT_A_TIME, MOST_CHARACTERS, code_each, load, pipeline
from vedette.scale.columns import arrow
from vedette.scale.ledger import Entry, Ledger, Settings
from vedette.scale.places import Place, place
from vedette.scale.reading import Letter, read
from vedette.scale.shards import Shard
from vedette.scale.writing import ShardWriter

if TYPE_CHECKING:
    from vedette.records.coded import Coded
    from vedette.records.report import Report
    from vedette.scale.engine import Engine


@dataclass(frozen=True, slots=True)
class CodeShard:
    """Work: one shard into the files of a place; its outcome is the entry that the worker wrote."""

    out: str
    settings: Settings

    def ready(self) -> None:
        """See `Work.ready`."""
        arrow()
        load(self.settings.model, gated=self.settings.gated)

    def __call__(self, shard: Shard) -> Entry:
        """Do a shard; done twice it comes to the same files."""
        begun, begun_cpu, to = time.monotonic(), time.process_time(), place(self.out)
        counts: Counter[str] = Counter()
        letters: list[Letter] = []
        with ShardWriter(to, shard.ident) as writer:
            for coded in self._coded(shard, counts, letters):
                if coded.error:
                    counts["failed"] += 1
                    letters.append(Letter(coded.id, coded.error, "coding"))
                    continue
                counts["events"] += len(coded.events)
                if self.settings.everything or coded.events or coded.relations or coded.control:
                    counts["kept"] += 1
                    writer.add(coded)
            files = writer.finish()
        took, cpu = round(time.monotonic() - begun, 3), round(time.process_time() - begun_cpu, 3)
        entry = entry_of(shard, counts=dict(counts), files=tuple(files), seconds=took, cpu=cpu)
        Ledger(to).enter(entry, letters)
        return entry

    def _coded(self, shard: Shard, counts: Counter[str], letters: list[Letter]) -> "Iterator[Coded]":
        """The coded reports of a shard, in order; what cannot be read is counted and, other languages aside, noted."""
        coder = pipeline(self.settings.model, gated=self.settings.gated)
        some: list[Report] = []
        size = 0
        for one in read(shard, self.settings.published):
            if isinstance(one, Letter):
                counts[one.kind] += 1
                if one.kind != "language":
                    letters.append(one)
                continue
            counts["read"] += 1
            some.append(one)
            size += len(one.text)
            if len(some) >= AT_A_TIME or size >= MOST_CHARACTERS:
                yield from code_each(some, coder)
                some, size = [], 0
        yield from code_each(some, coder)


def entry_of(shard: Shard, **told: object) -> Entry:
    """An entry for a shard."""
    order = (shard.names[0], shard.start)
    return Entry(ident=shard.ident, name=shard.name, state=shard.state, size=shard.size, order=order, **told)  # type: ignore[arg-type]


class Job:
    """The job in a place."""

    def __init__(self, where: Place, settings: Settings) -> None:
        """Open it, or go on with it; raises ScaleError where it was begun with other settings."""
        self.place, self.settings, self.ledger = where, settings, Ledger(where)
        self.ledger.begin(settings)

    def due(self, given: Iterable[Shard]) -> list[Shard]:
        """Which of these shards are still to be done; all of them are in the plan afterwards."""
        return self.ledger.plan(given)

    def run(self, due: Iterable[Shard], engine: "Engine") -> Iterator[Entry]:
        """Do shards; an entry for each as it is done.

        One that fails as a whole is entered as that, and tried again by the next run. Raises EngineError where the
        engine or the model cannot begin.
        """
        with engine.hire(CodeShard(self.place.name, self.settings)) as team:
            for outcome in team.map(due):
                entry = outcome.result
                if entry is None:
                    why = outcome.error or "no answer"
                    entry = entry_of(outcome.task, failed=why)
                    self.ledger.enter(entry, [Letter(outcome.task.name, why, "shard")])
                yield entry

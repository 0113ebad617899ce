"""What a job has done so far: its settings, its plan, and an entry for each shard that is done; all of it in its place.

job.json          how it codes; another way of coding needs another place
plan/<n>.json     the shards that a run was given
done/<id>.json    what became of a shard: written last, so a shard without it is done again
dead/<id>.jsonl   what was not coded of a shard, one letter a line
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from vedette.scale.places import Place, ScaleError
from vedette.scale.reading import Letter
from vedette.scale.shards import Shard, shard_of
from vedette.version import __version__

FORM: Final = 1
"""To be raised with each change of the tables that an older job's do not fit."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a job codes: all that its results depend on beside its input."""

    model: str | None = None
    gated: bool = True
    published: str | None = None
    everything: bool = False
    """Keep the reports too of which nothing was coded."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a shard: how many reports were read, kept, and so on; `failed` says why all of it failed."""

    ident: str
    name: str
    state: str
    size: int
    order: tuple[str, int]
    """The file and the offset: by which the reports of a job have an order."""
    counts: dict[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    seconds: float = 0.0
    cpu: float = 0.0
    """Seconds of the clock and of the processor that it took."""
    failed: str | None = None


class Ledger:
    """The books of the job in a place."""

    def __init__(self, place: Place) -> None:
        """Keep the place."""
        self.place = place

    def begin(self, settings: Settings) -> None:
        """Open the job, or go on with it; raises ScaleError where it was begun with other settings."""
        told = {"form": FORM, "vedette": __version__, **asdict(settings)}
        kept = self._json("job.json")
        if kept is None:
            self.place.write("job.json", _bytes(told))
            return
        if other := sorted(name for name in told.keys() | kept.keys() if told.get(name) != kept.get(name)):
            was = ", ".join(f"{name} {kept.get(name)!r} and not {told.get(name)!r}" for name in other)
            msg = f"{self.place.name} holds a job with {was}. Name another place with --out, or code as it does"
            raise ScaleError(msg)

    def settings(self) -> Settings:
        """How the job codes; raises ScaleError where there is none."""
        kept = self._json("job.json")
        if kept is None:
            msg = f"{self.place.name} holds no job. Make one: vedette scale run INPUT... --out {self.place.name}"
            raise ScaleError(msg)
        return Settings(**{name: kept[name] for name in Settings.__dataclass_fields__})

    def plan(self, shards: Iterable[Shard]) -> list[Shard]:
        """Add shards to the plan; those of them that are still to be done, a file that has changed among them."""
        known, entries = {shard.ident: shard for shard in self.planned()}, {e.ident: e for e in self.entries()}
        given = {shard.ident: shard for shard in shards}
        new = [shard for shard in given.values() if known.get(shard.ident) != shard]
        if new:
            number = len(self.place.names("plan"))
            self.place.write(f"plan/{number:06}.json", _bytes([shard.as_json() for shard in new]))
        due = []
        for shard in given.values():
            entry = entries.get(shard.ident)
            if entry is None or entry.failed or entry.state != shard.state:
                self._forget(entry)
                due.append(shard)
        return due

    def _forget(self, entry: Entry | None) -> None:
        """Take away what a shard came to that is to be done again: the entry first, for it vouches for the others."""
        if entry is not None:
            for name in (f"done/{entry.ident}.json", f"dead/{entry.ident}.jsonl", *entry.files):
                self.place.remove(name)

    def planned(self) -> list[Shard]:
        """All shards of the job, each as it was given last."""
        found: dict[str, Shard] = {}
        for name in self.place.names("plan"):
            found |= {shard.ident: shard for shard in map(shard_of, self._json(name) or [])}
        return list(found.values())

    def entries(self) -> list[Entry]:
        """What is done, in the order of the input."""
        told = (self._json(name) for name in self.place.names("done"))
        found = [
            Entry(**{**kept, "order": tuple(kept["order"]), "files": tuple(kept["files"])}) for kept in told if kept
        ]
        return sorted(found, key=lambda entry: (entry.order, entry.ident))

    def enter(self, entry: Entry, letters: Iterable[Letter]) -> None:
        """Note that a shard is done, and what of it was not coded."""
        lines = b"".join(_bytes(asdict(letter)) + b"\n" for letter in letters)
        if lines:
            self.place.write(f"dead/{entry.ident}.jsonl", lines)
        self.place.write(f"done/{entry.ident}.json", _bytes(asdict(entry)))

    def letters(self) -> Iterator[Letter]:
        """What was not coded, in the order of the input."""
        for entry in self.entries():
            for line in (self.place.read(f"dead/{entry.ident}.jsonl") or b"").splitlines():
                yield Letter(**json.loads(line))

    def files(self, kind: str) -> list[str]:
        """The Parquet files of a table that belong to finished shards, in the order of the input."""
        return [name for entry in self.entries() for name in entry.files if name.startswith(f"{kind}/")]

    def _json(self, name: str) -> Any:  # noqa: ANN401 - what JSON holds
        """A file of ours; raises ScaleError where it is damaged."""
        data = self.place.read(name)
        try:
            return None if data is None else json.loads(data)
        except ValueError as error:
            msg = f"{self.place.name}/{name} is damaged: {error}. Remove it and run the job again"
            raise ScaleError(msg) from error


def _bytes(told: Mapping[str, Any] | list[Any]) -> bytes:
    """JSON on one line."""
    return json.dumps(told, ensure_ascii=True).encode()

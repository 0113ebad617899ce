"""The frame table: which words tell of which kind of event, read from `data/frames/*.toml` and checked.

The keys of a frame are documented in `data/frames/README.md`.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path, read_toml
from vedette.records.vocabulary import PloverType, Status, SubEvent

TYPES = frozenset(get_args(PloverType))
SUB_EVENTS = frozenset(get_args(SubEvent))
_PLOVER = read_toml(data_path("codebook", "plover.toml"))
MODES_OF: dict[str, frozenset[str]] = {kind: frozenset(modes) for kind, modes in _PLOVER["modes"].items()}
SUB_EVENTS_OF: dict[str, frozenset[str]] = {kind: frozenset(subs) for kind, subs in _PLOVER["sub_events"].items()}
MODES = frozenset[str]().union(*MODES_OF.values())
CLASSES = frozenset({"irregular", "force", "place", "armed", "civil", "person", "actor", "state", "weapon", "none"})
CHOICES = frozenset({"civil", "armed", "other", "state_actor", "other_actor", "truce", "protest", "mob", "deal"})
NEEDS = frozenset({"actor", "target", "place", "any", "both"})
TERRITORY = frozenset({"gain", "loss", "hold"})
FLAGS = ("content", "mutual", "consequence", "weapon", "move", "weak", "negated")
LISTS = (
    "verbs",
    "nouns",
    "actor",
    "target",
    "beneficiary",
    "obj",
    "subj",
    "not_obj",
    "not_subj",
    "near",
    "not_near",
    "to",
)
CAMEO = {
    "AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "COOPERATE": "06", "AID": "07", "CONCEDE": "08",
    "RETREAT": "08", "ACCUSE": "11", "REQUEST": "10", "REJECT": "12", "THREATEN": "13", "PROTEST": "14",
    "MOBILIZE": "15", "SANCTION": "16", "COERCE": "17", "ASSAULT": "19",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """One kind of event and how to recognise it; see `data/frames/README.md` for each field."""

    id: str
    type: PloverType
    mode: str | None = None
    sub_event: SubEvent | Mapping[str, SubEvent] | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    actor: tuple[str, ...] | None = None
    target: tuple[str, ...] | None = None
    beneficiary: tuple[str, ...] = ()
    obj: frozenset[str] = frozenset()
    subj: frozenset[str] = frozenset()
    not_obj: frozenset[str] = frozenset()
    not_subj: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    not_near: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()
    of: str | None = None
    content: bool = False
    mutual: bool = False
    consequence: bool = False
    weapon: bool = False
    territory: str | None = None
    move: bool = False
    needs: str | None = None
    status: Status | None = None
    weak: bool = False
    negated: bool = False

    @property
    def strictness(self) -> int:
        """How much the frame asks for; the stricter of two that match a word wins."""
        return bool(self.obj) + bool(self.subj) + bool(self.near) + bool(self.to)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A frame and the further words that its trigger word asks for."""

    frame: Frame
    more: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """More trigger words first, then the stricter frame."""
        return len(self.more), self.frame.strictness


@dataclass(slots=True)
class FrameTable:
    """All frames, with their triggers by the lemma of the word they hang on."""

    frames: tuple[Frame, ...]
    verbs: dict[str, list[Trigger]] = field(default_factory=lambda: defaultdict(list))
    nouns: dict[str, list[Trigger]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Index the triggers: verbs by their first word, nouns by their last; best first."""
        for frame in self.frames:
            for verb in frame.verbs:
                first, *more = verb.split()
                self.verbs[first].append(Trigger(frame, tuple(more)))
            for noun in frame.nouns:
                *more, last = noun.split()
                self.nouns[last].append(Trigger(frame, tuple(more)))
        for triggers in (*self.verbs.values(), *self.nouns.values()):
            triggers.sort(key=lambda t: t.rank, reverse=True)

    def by_id(self, name: str) -> Frame:
        """The frame of that id; KeyError where there is none."""
        return {frame.id: frame for frame in self.frames}[name]


@functools.cache
def frame_table(folder: Path | None = None) -> FrameTable:
    """The frames of a folder of TOML files (the package's own by default).

    Raises DataFileError, naming file and line, where a frame breaks the schema.
    """
    folder = folder or data_path("frames")
    lists = _lists(folder / "lists.toml")
    frames: dict[str, Frame] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == "lists.toml":
            continue
        for raw in read_toml(path).get("frame", []):
            frame = _frame(path, raw, lists)
            if frame.id in frames:
                raise _error(path, frame.id, "the id is used twice", "Rename one of the two frames")
            frames[frame.id] = frame
    if not frames:
        raise DataFileError(folder, None, "no frame is defined", "Restore the TOML files of the package")
    return FrameTable(tuple(frames.values()))


def _lists(path: Path) -> dict[str, tuple[str, ...]]:
    """The named word lists."""
    lists = read_toml(path)
    for name, words in lists.items():
        if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
            raise DataFileError(path, None, f"list {name!r} is not a list of words", 'Write name = ["word", ...]')
    return {name: tuple(words) for name, words in lists.items()}


def _error(path: Path, name: str, problem: str, remedy: str) -> DataFileError:
    """An error about one frame, with the line its id stands on."""
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((n for n, text in enumerate(lines, 1) if re.match(rf'id\s*=\s*"{re.escape(name)}"', text)), None)
    return DataFileError(path, line, f"frame {name!r}: {problem}", remedy)


def _frame(path: Path, raw: Mapping[str, Any], lists: Mapping[str, tuple[str, ...]]) -> Frame:
    """Check one frame and build it."""
    name = str(raw.get("id", "(without id)"))
    for problem, remedy in _problems(raw):
        raise _error(path, name, problem, remedy)
    values = dict(raw)
    for key in LISTS:
        if key in values:
            values[key] = tuple(_expand(path, name, values[key], lists))
    for key in ("obj", "subj", "not_obj", "not_subj", "near", "not_near", "to"):
        values[key] = frozenset(values.get(key, ()))
    return replace(Frame(id=name, type=raw["type"]), **values)


def _expand(path: Path, name: str, words: Iterable[str], lists: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Put the words of named lists in place of "@name"."""
    found: list[str] = []
    for word in words:
        if not word.startswith("@"):
            found.append(word)
        elif word[1:] in lists:
            found.extend(lists[word[1:]])
        else:
            raise _error(path, name, f"there is no list {word!r}", "Add it to lists.toml or correct the name")
    return found


def _problems(raw: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What is wrong with a frame as read, each with its remedy."""
    unknown = set(raw) - set(Frame.__dataclass_fields__)
    if unknown:
        yield f"unknown keys {', '.join(sorted(unknown))}", "Use the keys of data/frames/README.md"
    if "id" not in raw:
        yield "it has no id", 'Give it one: id = "theme.what"'
    if raw.get("type") not in TYPES:
        yield f"type {raw.get('type')!r} is not PLOVER's", f"Use one of {', '.join(sorted(TYPES))}"
    if raw.get("mode") is not None and raw["mode"] not in MODES:
        yield f"mode {raw['mode']!r} is not PLOVER's", f"Use one of {', '.join(sorted(MODES))}"
    if not raw.get("verbs") and not raw.get("nouns"):
        yield "it has neither verbs nor nouns", "Name at least one trigger"
    for key in LISTS:
        if not all(isinstance(w, str) for w in raw.get(key, [])) or isinstance(raw.get(key), str):
            yield f"{key} is not a list of words", f'Write {key} = ["word", ...]'
    for key in FLAGS:
        if not isinstance(raw.get(key, False), bool):
            yield f"{key} is neither true nor false", f"Write {key} = true or leave it out"
    yield from _closed(raw)


def _closed(raw: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What is wrong with the values from closed lists."""
    if raw.get("needs") is not None and raw["needs"] not in NEEDS:
        yield f"needs {raw['needs']!r} is unknown", f"Use one of {', '.join(sorted(NEEDS))}"
    if raw.get("territory") is not None and raw["territory"] not in TERRITORY:
        yield f"territory {raw['territory']!r} is unknown", f"Use one of {', '.join(sorted(TERRITORY))}"
    if raw.get("status", "happened") not in get_args(Status):
        yield f"status {raw['status']!r} is unknown", f"Use one of {', '.join(get_args(Status))}"
    if raw.get("of") not in (None, "actor", "target"):
        yield f"of {raw['of']!r} is unknown", "Use actor or target"
    sub = raw.get("sub_event")
    chosen = sub if isinstance(sub, dict) else {} if sub is None else {"other": sub}
    for key, value in chosen.items():
        if key not in CHOICES or value not in SUB_EVENTS:
            yield f"sub_event {key} = {value!r} is unknown", "Use ACLED's 25 names and the choices of README.md"

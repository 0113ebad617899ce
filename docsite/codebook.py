"""The page of the codebook: PLOVER's types and modes, ACLED's sub-events, how they go together, with examples."""

import functools
import json
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_args

from bench.corpus import CORPUS, PATTERN, Label, Line
from docsite.tables import code, codes, need, plain, table, words
from vedette.lexicon.frames import CAMEO, MODES_OF, Frame, frame_table
from vedette.lexicon.tables import data_path, read_toml
from vedette.records.vocabulary import PloverType, Status, SubEvent

_REMEDY: Final = "Describe it in docsite/codebook.toml"
_WORDS: Final = 12
"""How many trigger words of a type are shown; the frames have all of them."""
_LENGTHS: Final = range(60, 200)
"""Characters of a sentence that may stand as an example."""


@functools.cache
def told() -> Mapping[str, Mapping[str, str]]:
    """The definitions."""
    return tomllib.loads(Path(__file__).with_name("codebook.toml").read_text("utf-8"))


def meaning(part: str, name: str) -> str:
    """A definition; raises UndescribedError where there is none."""
    return need(told()[part].get(name), f"{part}: {name}", _REMEDY)


def page() -> str:
    """The page."""
    examples = Examples()
    parts = [words("codebook"), _types(), *(_type(name, examples) for name in get_args(PloverType))]
    parts += [_sub_events(examples), _crosswalk(), _from_cameo(), _statuses(examples)]
    return "\n\n".join(parts) + "\n"


class Examples:
    """The shortest fitting sentence of the train part for each label."""

    def __init__(self) -> None:
        """Find those of a fitting length, unchecked: checking all of them would take seconds."""
        files = sorted(CORPUS.glob(PATTERN))
        lines = (json.loads(line) for path in files for line in path.read_text("utf-8").splitlines())
        fitting = [line for line in lines if line["events"] and len(line["text"]) in _LENGTHS]
        self._lines = sorted(fitting, key=lambda line: (len(line["events"]), len(line["text"]), line["id"]))

    def of(self, **wanted: str) -> str:
        """A sentence with an event that has these values, its trigger in bold; empty where there is none.

        Where no status is asked for, it is one of what happened.
        """
        wanted = {"status": "happened"} | wanted
        for raw in self._lines:
            if any(self._fits(event, wanted) for event in raw["events"]):
                line = Line.model_validate_json(json.dumps(raw))
                if line.part == "train":
                    label = next(one for one in line.events if self._fits(dict(one), wanted))
                    return _shown(line, label)
        return ""

    @staticmethod
    def _fits(event: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
        """Whether an event has the values."""
        told = {"status": "happened", **event}
        return not told.get("negated") and all(told.get(name) == value for name, value in wanted.items())


def _shown(line: Line, label: Label) -> str:
    """A sentence with the trigger in bold."""
    piece = label.trigger.find(line.text)
    return f"{plain(line.text[: piece.start])}**{plain(piece.text)}**{plain(line.text[piece.end :])}"


def _types() -> str:
    """The table of types."""
    quads = read_toml(data_path("export", "plover.toml"))["quad"]
    rows = (
        [f"[{name}](#{name.lower()})", quads[name], CAMEO[name], meaning("types", name)]
        for name in get_args(PloverType)
    )
    return "## Types\n\n" + table(["type", "class", "CAMEO root", "what it is"], rows)


def _type(name: PloverType, examples: Examples) -> str:
    """A type's part of the page: its modes, its words, an example."""
    frames = [frame for frame in frame_table().frames if frame.type == name]
    triggers = list(dict.fromkeys(word for frame in frames for word in (*frame.verbs, *frame.nouns)))
    shown = ", ".join(triggers[:_WORDS]) + (f" ... ({len(triggers)} in all)" if len(triggers) > _WORDS else "")
    parts = [f"### {name} {{#{name.lower()}}}", meaning("types", name), f"Words of its {len(frames)} frames: {shown}."]
    modes = read_toml(data_path("codebook", "plover.toml"))["modes"][name]
    if modes:
        rows = ([code(mode), meaning("modes", mode), examples.of(type=name, mode=mode)] for mode in modes)
        parts.append(table(["mode", "what it is", "example"], rows))
    elif example := examples.of(type=name):
        parts.append(f"> {example}")
    return "\n\n".join(parts)


def _sub_events(examples: Examples) -> str:
    """The table of sub-events."""
    acled = read_toml(data_path("export", "acled.toml"))["sub_events"]
    rows = (
        [name, acled[name]["event"], acled[name]["disorder"], meaning("sub_events", name), examples.of(sub_event=name)]
        for name in get_args(SubEvent)
    )
    return "## Sub-events\n\n" + table(
        ["sub-event", "ACLED event type", "disorder type", "what it is", "example"], rows
    )


def sub_events_of(frame: Frame) -> tuple[str, ...]:
    """The sub-events that a frame may give: one, or several of which the parties decide."""
    if isinstance(frame.sub_event, Mapping):
        return tuple(frame.sub_event.values())
    return (frame.sub_event,) if frame.sub_event else ()


def _crosswalk() -> str:
    """PLOVER against ACLED and CAMEO, as the frames and the export have it."""
    fallback = read_toml(data_path("export", "acled.toml"))["plover"]
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for frame in frame_table().frames:
        found[frame.type, frame.mode or ""].update(dict.fromkeys(sub_events_of(frame)))
    rows = []
    for name in get_args(PloverType):
        for mode in ("", *sorted(MODES_OF[name])):
            given = tuple(found.get((name, mode), ()))
            instead = fallback.get(f"{name}/{mode}" if mode else name, "")
            if given or instead:
                rows.append([name, code(mode), ", ".join(given), instead, CAMEO[name]])
    head = ["PLOVER type", "mode", "sub-events by the frames", "`export acled`, without one", "CAMEO root"]
    return f"{words('codebook', 'crosswalk')}\n\n{table(head, rows)}"


def _from_cameo() -> str:
    """CAMEO's codes as `vedette import --as gdelt` reads them."""
    kinds: Mapping[str, Any] = read_toml(data_path("imports", "gdelt.toml"))["kinds"]
    rows = ([code(key), value["type"], value.get("sub_event", "")] for key, value in kinds.items())
    return f"{words('codebook', 'cameo')}\n\n{table(['CAMEO', 'PLOVER type', 'sub-event'], rows)}"


def _statuses(examples: Examples) -> str:
    """The table of statuses."""
    rows = ([code(name), meaning("statuses", name), examples.of(status=name)] for name in get_args(Status))
    return "## Status\n\n" + table(["status", "what it is", "example"], rows)


def frames_page() -> str:
    """The page of frames: what each key means (the README beside them), and every frame with its codes."""
    readme = (data_path("frames") / "README.md").read_text("utf-8")
    rows = (
        [code(frame.id), frame.type, code(frame.mode or ""), ", ".join(sub_events_of(frame)), _some(frame)]
        for frame in frame_table().frames
    )
    listed = table(["frame", "type", "mode", "sub-events", "words"], rows)
    return f"{readme.rstrip()}\n\n## All frames\n\n{len(frame_table().frames)} frames.\n\n{listed}"


def _some(frame: Frame) -> str:
    """The first words of a frame."""
    triggers = (*frame.verbs, *frame.nouns)
    return codes(triggers[:4]) + (" ..." if len(triggers) > 4 else "")  # noqa: PLR2004 - as shown

"""The verdict: the events of a sentence, from what the frames found and what the second reader makes of it.

Where the second reader sees an event that no frame found, it becomes one; where it sees none at a frame's word, that
event is dropped. Type, mode and status are its answers where it is sure of them (it has read the frames' before it
gave them), the sub-event is the one that fits its answers best (`together.py`); who fills the roles is settled in
`filling.py`.
"""

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from vedette.code.draft import DraftEvent, DraftSource
from vedette.code.filling import GROUND, LIVE, Filling
from vedette.code.measures import HURT
from vedette.code.relevance import is_long_ago
from vedette.code.sharing import share_counts
from vedette.code.together import fitting_sub_event
from vedette.lexicon.frames import MODES_OF, SUB_EVENTS_OF, Frame

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vedette.code.clues import Found
    from vedette.code.events import Readers
    from vedette.code.second import Floats, Labels, Reading
    from vedette.records.vocabulary import PloverType

MODALS = frozenset({"must", "should", "ought", "shall", "need"})
"""Words that tell someone what to do."""
DOUBTFUL = 0.5
"""The chance up to which an event gives way to another word of its own that the second reader believes."""
TELLING = frozenset({"dobj", "xcomp", "nsubj", "nsubjpass", "attr", "acl", "pcomp"})
"""How one of two words that tell the same event hangs on the other."""
UNFIT = 0.1
"""What is left of a type's share for a mode or a sub-event that it does not have."""

CHARGED = frozenset({"of", "for", "over", "with"})
"""Prepositions before the deed that somebody is accused of."""
SHARE = 0.1
"""The least chance of a word that counts where an act is torn between words."""
DROPPED_FOR_GOOD = frozenset({"off topic", "not literal"})
"""Why a frame's event is dropped that no doubt brings back."""


def judge(readers: "Readers", found: "Found", reading: "Reading") -> list[DraftEvent]:
    """The events of the sentence that was read, in order of their triggers."""
    at = found.at()
    filled, doubted = [], []
    yielding = {token: surer for token, held in at.items() for surer in [_surer(reading, held, at)] if surer}
    kinds = {token: _kind(reading, token, held) for token, held in at.items() if held[1] == "kept"}
    left = [at[token][0] for token, kind in kinds.items() if kind is None]
    likely = [token for token in _likely(reading, at) if token not in yielding]
    for token in likely:
        if token not in kinds:
            kinds[token] = _kind(reading, token, at.get(token), orphan=_is_orphan(reading, at.get(token), at))
    torn = _torn(reading, at, {kind for token, kind in kinds.items() if token not in yielding})
    for token in sorted({*likely, *torn}):
        held, kind = at.get(token), torn.get(token) or kinds[token]
        if kind is None:
            doubted += [held[0]] if held and held[1] == "kept" else []
            continue
        event = held[0] if held else _new(readers, kind, token, left)
        event.into = None
        _code(event, kind, reading, kept=held is not None and held[1] == "kept")
        if readers.status.untrue(token) is not None:
            event.status = "denied"
        event.negated = event.negated or readers.status.of_nothing(token)
        filling = Filling(readers, reading, event)
        filling.fill()
        if (held is None or held[1] != "kept") and not filling.told and token not in yielding.values():
            continue  # an act of which nothing is told is the topic or the ground of another (docs/annotation.md)
        filled.append(filling)
    for filling in filled:
        _charge(filling, filled)
    share_counts(readers, reading, filled)
    readers.spare = [e for e in doubted if _is_spare(reading, e)]
    return [f.event for f in filled]


def _charge(filling: Filling, others: "list[Filling]") -> None:
    """Who accuses of a deed that no other source tells is its source: "prosecutors indicted two for the blasts"."""
    tree, event = filling.tree, filling.event
    if event.sources or event.type not in GROUND:
        return
    above = list(tree.up(event.token))
    for accuser in (o.event for o in others if o.event.type == "ACCUSE" and o.event.token in above):
        way = [event.token, *above[: above.index(accuser.token)]]
        charged = any(tree.dep[t] == "prep" and tree.lower[t] in CHARGED for t in way)
        if charged and accuser.status == "happened" and all(tree.dep[t] != "relcl" for t in way):
            cue = (tree.start[accuser.token], tree.end[accuser.token])
            event.sources = [DraftSource(p, cue) for p in accuser.actors[:1]]


def _is_spare(reading: "Reading", event: DraftEvent) -> bool:
    """Whether a word of harm may be all that is told of an act: of armed people's, or of what is done to people."""
    harms = event.frame.consequence and event.status in LIVE and any(c.of in HURT for c in event.counts)
    armed = any(p.armed for p in (*event.actors, *event.targets))
    least = reading.read.thresholds["spare" if armed else "spare unarmed"]
    return harms and float(reading.events[event.token - reading.first]) > least


def _likely(reading: "Reading", at: "Collection[int]") -> "Iterator[int]":
    """The tokens that may tell of an event: those of frames, and those above the least chance of a new one."""
    least = reading.read.thresholds
    asked = np.float64(min(least["new ground"], least["new speech"]))
    above = (1 - reading.chances[:, 0] > asked).tolist()
    return (token for token, likely in enumerate(above, reading.first) if likely or token in at)


def _torn(
    reading: "Reading", at: "dict[int, tuple[DraftEvent, str]]", taken: "Collection[PloverType | None]"
) -> "dict[int, PloverType]":
    """The likeliest word of an act on the ground whose chance is torn between words of a sentence, by its type.

    "Nine people were killed by men who burst into the bar" is an attack for sure, but whether "killed" or "burst" tells
    of it is not: neither is likely enough by itself.
    """
    found: dict[int, PloverType] = {}
    for column, kind in enumerate(reading.read.labels.kind):
        chances = reading.chances[:, column]
        if (
            kind is None
            or kind not in GROUND
            or kind in taken
            or float(chances[chances > SHARE].sum()) < reading.read.thresholds["torn"]
        ):
            continue
        token = reading.first + int(chances.argmax())
        if at.get(token, (None, ""))[1] not in DROPPED_FOR_GOOD:
            found[token] = kind  # type: ignore[assignment]
    return found


def _is_orphan(
    reading: "Reading", held: "tuple[DraftEvent, str] | None", at: "dict[int, tuple[DraftEvent, str]]"
) -> bool:
    """Whether an event was joined to another that the second reader drops: then it must not go too."""
    if held is None or held[1] != "joined" or held[0].into is None:
        return False
    into = held[0].into
    while into.into is not None:
        into = into.into
    return reading.first <= into.token < reading.end and _kind(reading, into.token, at.get(into.token)) is None


def _surer(reading: "Reading", held: "tuple[DraftEvent, str]", at: "dict[int, tuple[DraftEvent, str]]") -> int | None:
    """The word of a doubtful event, joined to it, that the second reader believes sooner: "killed in the fighting"."""
    own = held[0].token - reading.first
    if held[1] != "kept" or not 0 <= own < len(reading.events) or float(reading.events[own]) > DOUBTFUL:
        return None
    joined = (token for token, (event, fate) in at.items() if fate == "joined" and event.into is held[0])
    inside = (token for token in joined if reading.first <= token < reading.end)
    return next((token for token in inside if _kind(reading, token, at[token]) is not None), None)


def _kind(
    reading: "Reading", token: int, held: "tuple[DraftEvent, str] | None", *, orphan: bool = False
) -> "PloverType | None":
    """The type of the event that a word tells of; None for none.

    A frame's word is believed sooner than another, and acts on the ground sooner than acts of speech: what people say
    of each other is the wider field, of which the labelled sentences show less.
    """
    any_event, read = float(reading.events[token - reading.first]), reading.read
    least = read.thresholds
    if any_event < min(least["kept ground"], least["kept speech"]):
        return None
    shares = _shares(reading, token)
    guess: PloverType = read.labels.kind[1 + int(shares.argmax())]  # type: ignore[assignment]
    ground = "ground" if guess in GROUND else "speech"
    if held is not None and held[1] == "off topic":
        # the reader has read the words of other topics too, but does not know how long ago a year was
        yields = not reading.readers.off_topic and not is_long_ago(reading.readers, held[0])
        return guess if yields and any_event > least["off topic"] else None
    if held is None or (held[1] != "kept" and not orphan):
        asked = least[f"{'new' if held is None else 'dropped'} {ground}"]
        return guess if any_event > asked else None
    framed = held[0].type
    if any_event < least["kept ground" if framed in GROUND else "kept speech"]:
        # that a report of it is called false makes it an event sooner
        denied = any_event >= least["kept speech"] and reading.readers.status.untrue(token) is not None
        if not denied:
            return None
    both = "ground" if framed in GROUND and guess in GROUND else "speech"
    doubted = float(shares[read.labels.kind.index(framed) - 1]) < least[f"other {both}"]
    return guess if doubted and not _is_told_to(reading, held[0]) else framed


def _is_told_to(reading: "Reading", event: DraftEvent) -> bool:
    """Whether an event is what someone must do: a demand, whatever the deed is ("said Goma must agree to a truce")."""
    return event.type == "REQUEST" and reading.readers.tree.lower[event.words[0]] in MODALS


def _shares(reading: "Reading", token: int) -> "Floats":
    """The share of each type in the chance that a word tells of an event, as far as mode and sub-event bear it out.

    The heads were trained beside each other: one that says "Armed clash" speaks against RETREAT too.
    """
    shares = reading.chances[token - reading.first, 1:]
    for head in ("mode", "sub_event"):
        shares = shares * (_fitting(reading.read.labels, head) @ reading.head(head, token))
    total: Floats = shares / shares.sum()
    return total


@functools.cache
def _fitting(labels: "Labels", head: str) -> "Floats":
    """For each type (row) how far each label of a head goes with it."""
    allowed = MODES_OF if head == "mode" else SUB_EVENTS_OF
    named: tuple[str | None, ...] = getattr(labels, head)
    rows = [[1.0 if n is None or n in allowed[k] else UNFIT for n in named] for k in labels.kind[1:] if k]
    return np.array(rows, dtype=np.float32)


def _new(readers: "Readers", kind: "PloverType", token: int, left: list[DraftEvent]) -> DraftEvent:
    """An event where no frame found one; it takes the parties of a dropped one that its word governs or hangs on."""
    event = DraftEvent(reader_frame(kind), token, (token,), kind)
    same = (e for e in left if e.type == kind and _hangs(readers, e.token, token))
    framed = next(same, None)
    if framed is not None:
        event.actors, event.targets = list(framed.actors), list(framed.targets)
    standing = readers.status.standing(token)
    event.status, event.negated = standing.status, standing.negated
    event.sources = readers.attributor.sources(token)
    readers.circumstances.fill(event)
    return event


def _hangs(readers: "Readers", one: int, other: int) -> bool:
    """Whether two words tell one thing: "willing to withdraw", "staged rallies"."""
    tree = readers.tree
    return any(tree.head[a] == b and tree.dep[a] in TELLING for a, b in ((one, other), (other, one)))


@functools.cache
def reader_frame(kind: "PloverType") -> Frame:
    """The frame that stands for the second reader where none of the table fired."""
    return Frame(id=f"reader.{kind.lower()}", type=kind)


def _code(event: DraftEvent, kind: "PloverType", reading: "Reading", *, kept: bool) -> None:
    """Type, mode, status and negation: the second reader's where it is sure, else the frames'; and the sub-event."""
    same = kind == event.type
    if kind not in (event.type, event.frame.type):
        event.frame = replace(reader_frame(kind), territory=event.frame.territory)
    event.type, event.recoded = kind, event.recoded and same
    least, framed = reading.read.thresholds, kept and same
    answer = _Answers(event, reading)
    event.mode = answer.of("mode", event.mode if framed else _OPEN, least["sure code"], MODES_OF[kind])
    event.sub_event = fitting_sub_event(reading, event.token, kind)  # type: ignore[assignment]
    sure = least["sure status kept" if kept else "sure status"]
    event.status = answer.of("status", event.status, sure)  # type: ignore[assignment]
    negated = float(reading.head("negated", event.token)[0])
    if max(negated, 1 - negated) > least["sure negated"]:
        event.negated = negated > least["sure negated"]
    event.confidence = round(float(reading.events[event.token - reading.first]), 3)


_OPEN = "?"
"""Of a value that the frames leave open."""


class _Answers:
    """What the second reader answers of one event."""

    def __init__(self, event: DraftEvent, reading: "Reading") -> None:
        """Take the event as the frames have it."""
        self.event, self.reading = event, reading

    def of(self, head: str, framed: str | None, sure: float, allowed: "Collection[str] | None" = None) -> str | None:
        """The likeliest label, of those that are allowed, where it is surer than that or the frames leave it open."""
        labels: tuple[str | None, ...] = getattr(self.reading.read.labels, head)
        chances = self.reading.head(head, self.event.token)
        if allowed is not None:
            chances = np.where([x is None or x in allowed for x in labels], chances, -1)
        best = int(chances.argmax())
        return labels[best] if framed == _OPEN or chances[best] > sure else framed

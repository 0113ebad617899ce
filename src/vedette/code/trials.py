"""Which frames were tried at a word, and why those that were not taken were not.

Nothing of the matcher is repeated here. A frame is tried alone, in a matcher of its own; where it does not fit, its
constraints are lifted one by one, and the one without which it would fit is the reason.
"""

import functools
import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

from vedette.code.triggers import Matcher
from vedette.lexicon.frames import CLASSES, Frame, FrameTable, Trigger
from vedette.lexicon.tables import data_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vedette.code.triggers import Match

LIFTED: dict[str, Any] = {f.name: f.default for f in fields(Frame) if f.default == frozenset()} | {"negated": False}
"""The constraints of a frame, each with the value that asks for nothing."""

SHOWN = 6
_ID = re.compile(r'^id\s*=\s*"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Trial:
    """A frame tried at a word: `trigger` are the words it asks for, `why` what spoke for or against it."""

    frame: Frame
    trigger: str
    verdict: Literal["taken", "outranked", "refused"]
    why: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A trigger word with every frame that was tried at it; `owner` is the match of several words it is part of."""

    token: int
    trials: tuple[Trial, ...]
    owner: "Match | None" = None

    @property
    def taken(self) -> Trial | None:
        """The frame that fired."""
        return next((t for t in self.trials if t.verdict == "taken"), None)


class Trials:
    """Tries frames at the words of one tree."""

    def __init__(self, matcher: Matcher) -> None:
        """Take the matcher that coded the tree."""
        self.matcher, self.tree, self.grammar = matcher, matcher.tree, matcher.grammar

    def between(self, first: int, end: int) -> list[Tried]:
        """The trigger words from token `first` up to `end`."""
        owners = {w: m for m in self.matcher.matches(first, end) for w in m.words if w != m.token}
        found = [self.at(token, owners.get(token)) for token in range(first, end)]
        return [t for t in found if t.trials]

    def at(self, token: int, owner: "Match | None" = None) -> Tried:
        """Every frame that has the token as its trigger word, in the order they are tried."""
        triggers, word, noun = self._triggers(token)
        chosen, taken = self.matcher.match(token), None
        trials: list[Trial] = []
        for trigger in triggers:
            words = " ".join([*trigger.more, word] if noun else [word, *trigger.more])
            fits = self._fits(trigger.frame, token, trigger.more, noun=noun)
            if fits and taken is None and chosen is not None and chosen.frame.id == trigger.frame.id:
                taken = trigger
                trials.append(Trial(trigger.frame, words, "taken", _merits(trigger, noun=noun)))
            elif fits:
                trials.append(Trial(trigger.frame, words, "outranked", _behind(trigger, taken)))
            else:
                trials.append(Trial(trigger.frame, words, "refused", self._reason(trigger, token, noun=noun)))
        return Tried(token, tuple(_shorter(trials)), owner)

    def _triggers(self, token: int) -> tuple[list[Trigger], str, bool]:
        """The triggers that hang on the token, best first, the form they know it by, and whether they are nouns."""
        table, pos, lemma = self.matcher.table, self.tree.pos[token], self.tree.lemma[token]
        if pos == "VERB" and lemma in table.verbs:
            return table.verbs[lemma], lemma, False
        if pos in ("NOUN", "PROPN") and lemma in table.nouns:
            return table.nouns[lemma], lemma, True
        word = self.tree.lower[token]
        if pos == "VERB" and word in table.nouns:
            return table.nouns[word], word, True
        return table.verbs.get(lemma, []) if pos == "ADJ" else [], lemma, False

    def _fits(self, frame: Frame, token: int, more: tuple[str, ...], *, noun: bool) -> bool:
        """Whether one frame, alone and with one trigger, matches at the token."""
        forms = {self.tree.lemma[token], self.tree.lower[token]}
        names = tuple(" ".join([*more, f] if noun else [f, *more]) for f in sorted(forms))
        alone = replace(frame, verbs=() if noun else names, nouns=names if noun else ())
        matcher = Matcher(self.tree, self.grammar, self.matcher.phrases, FrameTable((alone,)))
        return matcher.match(token) is not None

    def _reason(self, trigger: Trigger, token: int, *, noun: bool) -> str:
        """Why a frame does not fit."""
        frame, more = trigger.frame, trigger.more
        free = replace(frame, **LIFTED)
        if not self._fits(free, token, more, noun=noun):
            if more and self._fits(free, token, (), noun=noun):
                return f"more words: no '{' '.join(more)}' with it"
            return f"read as {self.tree.pos[token]} ({self.tree.dep[token]}), which tells of no deed here"
        asked = [name for name in LIFTED if getattr(frame, name)]
        alone = [n for n in asked if self._fits(replace(frame, **{n: LIFTED[n]}), token, more, noun=noun)]
        several = [n for n in asked if not self._fits(replace(free, **{n: getattr(frame, n)}), token, more, noun=noun)]
        return "; ".join(self._broken(frame, name, token) for name in alone or several) or "its constraints together"

    def _broken(self, frame: Frame, name: str, token: int) -> str:
        """How a constraint is not met."""
        words: frozenset[str] | bool = getattr(frame, name)
        if isinstance(words, bool):
            return "the verb is not negated"
        if name in ("near", "not_near"):
            said = self._said(token) & words
            return f"near: none of {_some(words)}" if name == "near" else f"not_near: the sentence has {_some(said)}"
        if not name.endswith(("subj", "obj")):
            return f"{name}: asks for {_some(words)}"
        role = "subject" if name.endswith("subj") else "object"
        named = ", ".join(f"'{self.tree.word[t]}'" for t in self._filling(role, token)) or "missing"
        return f"{name}: the {role} is {named}, {'not ' if name in ('subj', 'obj') else ''}one of {_some(words)}"

    def _filling(self, role: str, token: int) -> list[int]:
        """The tokens in a role of the word."""
        if self.tree.pos[token] != "VERB":
            return self.grammar.preps(token).get("of", [])
        return self.grammar.subject(token) if role == "subject" else self.grammar.objects(token)

    def _said(self, token: int) -> frozenset[str]:
        """The words and lemmas of the token's sentence."""
        first, end = self.tree.sentence_of(token)
        return frozenset(self.tree.lemma[first:end]) | frozenset(self.tree.lower[first:end])


_ASKED = {"near": "words near by", "negated": "negation", "subj": "subject", "obj": "object"}


def _shorter(trials: list[Trial]) -> list[Trial]:
    """As many trials as frames and reasons: those of one frame that lack further words become one."""
    found: dict[tuple[str, object], Trial] = {}
    for number, trial in enumerate(trials):
        lacking = trial.why.startswith("more words")
        key = (trial.frame.id, "more" if lacking else number)
        first = found.get(key)
        if first is not None:
            missing = trial.why.partition(": no ")[2].removesuffix(" with it")
            why = f"{first.why.removesuffix(' with it')}, {missing} with it"
            trial = replace(trial, trigger=f"{first.trigger}, {trial.trigger}", why=why)  # noqa: PLW2901
        found[key] = trial
    return list(found.values())


def _merits(trigger: Trigger, *, noun: bool) -> str:
    """What a frame that fired asked for."""
    asked = [f"{what} as asked" for name, what in _ASKED.items() if getattr(trigger.frame, name)]
    parts = [f"{len(trigger.more) + 1} trigger words"] if trigger.more else []
    return "; ".join(parts + (asked[:1] if noun and trigger.frame.near else [] if noun else asked)) or "the word alone"


def _behind(trigger: Trigger, taken: Trigger | None) -> str:
    """Why a frame that fits stands behind the one that fired."""
    if taken is None:
        return "fits, and stands behind another reading of the word"
    if taken.frame.id == trigger.frame.id:
        return "fits, but so it does with more trigger words"
    if len(taken.more) > len(trigger.more):
        return f"fits, but {taken.frame.id} has more trigger words"
    if taken.frame.strictness > trigger.frame.strictness:
        return f"fits, but {taken.frame.id} is stricter"
    return f"fits, but {taken.frame.id} stands first in the table"


def _some(words: "Iterable[str]") -> str:
    """The first of some words, classes before words, with how many are left out."""
    ordered = sorted(words, key=lambda w: (w not in CLASSES, w))
    more = f" and {len(ordered) - SHOWN} more" if len(ordered) > SHOWN else ""
    return ", ".join(ordered[:SHOWN]) + more


@functools.cache
def where_is(frame_id: str) -> str:
    """The file and line in which a frame is defined ("violence.toml:26"); '' for one of another table."""
    return _places().get(frame_id, "")


@functools.cache
def _places() -> dict[str, str]:
    """File and line of every frame of the package's table."""
    found = {}
    for path in sorted(data_path("frames").glob("*.toml")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            known = _ID.match(line)
            if known:
                found[known[1]] = f"{path.name}:{number}"
    return found

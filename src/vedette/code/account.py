"""The account of how one report was coded: sentence by sentence the frames tried, the events, and what made them so.

It is worked out after the report has been coded, from its Trace and Draft, so that asking for it changes nothing. What
an event's codes came from is found by taking its parts away one at a time and choosing the codes again.
"""

import copy
import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from vedette.code.codes import choose_codes
from vedette.code.relevance import LONG_AGO, why_not
from vedette.code.roles import NOUN_ACTOR, NOUN_TARGET, VERB_ACTOR, VERB_TARGET
from vedette.code.trace import STEPS
from vedette.code.trials import Trials, Tried, where_is
from vedette.code.triggers import Match
from vedette.lexicon.words import topics

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vedette.code.draft import Draft, DraftCount, DraftEvent
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase
    from vedette.code.second import Floats
    from vedette.code.trace import SentenceTrace, Snapshot, Trace

    Story = dict[str, Snapshot]

GONE = {
    "content": "its words are what another event is about, or what someone else may do",
    "consequence": "a consequence of another event",
    "force": "the fight in which land was taken",
    "weak": "a background word beside other events",
    "same": "another word for the same happening",
    "second": "the second reader holds that this word tells of no event of its own",
}
"""Why an event is no longer there after a step."""

RULES = {
    "aside": "aside: a participle that only describes someone",
    "needs": "needs: a role that the frame cannot do without is empty",
    "not public": "not public: no state, armed group, people or the public takes part, and nobody is hurt by arms",
    "not literal": "not literal: who does it, or to whom, cannot do or suffer such a thing",
    "off topic": "off topic: fiction, sport, business, accident or the distant past",
}
"""Why an event that reached the end of its sentence is not recorded."""

SLOTS = {
    "subj": "subject", "obj": "object", "iobj": "indirect object", "poss": "possessor", "mod": "modifier",
    "light": "subject of its light verb", "clause": "in the clause it takes", "clause-subj": "subject of its clause",
}  # fmt: skip
ALTERNATIVES, FAINT = 3, 0.02
"""So many answers of the second reader are told, and none that is less likely than that."""
PARTS = ("weapons", "actors", "targets", "counts")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of an event's account: what it is about ("actor", "status"), the words, and where they come from."""

    kind: str
    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class EventAccount:
    """One event from its trigger to its fate."""

    event: "DraftEvent"
    verdict: Literal["coded", "joined", "dropped"]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SentenceAccount:
    """One body sentence, numbered from 1: tokens `first` up to `end`, the words tried, the events found."""

    number: int
    first: int
    end: int
    text: str
    tried: tuple[Tried, ...]
    events: tuple[EventAccount, ...]


def account(trace: "Trace", draft: "Draft") -> list[SentenceAccount]:
    """The account of every body sentence of a report, in order."""
    if trace.readers is None:
        return []
    trials, teller = Trials(trace.readers.matcher), _Teller(trace.readers, draft)
    found = []
    for number, seen in enumerate(trace.sentences, 1):
        text = draft.tree.slice(seen.first, seen.end - 1)[2]
        tried = tuple(trials.between(seen.first, seen.end))
        found.append(SentenceAccount(number, seen.first, seen.end, text, tried, tuple(teller.events(seen))))
    return found


class _Teller:
    """Tells the events of one draft."""

    def __init__(self, readers: "Readers", draft: "Draft") -> None:
        """Take what read the report, and what came of it."""
        self.readers, self.draft, self.tree = readers, draft, draft.tree

    def events(self, seen: "SentenceTrace") -> "Iterator[EventAccount]":
        """The events of a sentence, in order of their triggers."""
        starts = {id(shot.event): shot.event for step in seen.steps for shot in step.events}
        for event in sorted(starts.values(), key=lambda e: e.token):
            story = {step.name: shot for step in seen.steps for shot in [step.of(event)] if shot}
            yield self._event(event, story, seen)

    def _event(self, event: "DraftEvent", story: "Story", seen: "SentenceTrace") -> EventAccount:
        """The account of one event from its snapshots."""
        verdict, fate = self._fate(event, list(story)[-1], seen)
        start = next(iter(story.values()))
        facts = [self._frame(start), *self._roles(event, story), *self._circumstances(event)]
        facts += [*self._status(event, start), *self._sources(event), *self._changes(story)]
        if {"same", "codes"} <= story.keys():
            facts += self._codes(event, story)
        facts += self._second(event, seen)
        if verdict == "coded":
            facts.append(_scores(event))
        return EventAccount(event, verdict, (*facts, fate))

    def _second(self, event: "DraftEvent", seen: "SentenceTrace") -> "Iterator[Fact]":
        """What the second reader makes of the event's word: the likeliest answers with their chances."""
        reading = seen.reading
        if reading is None:
            return
        labels, row = reading.read.labels, reading.chances[event.token - seen.first]
        yield Fact("reader", _likeliest(labels.kind, row, "no event"), "type, by the second reader")
        for name in ("mode", "sub_event", "status"):
            told = _likeliest(getattr(labels, name), reading.head(name, event.token), "none")
            yield Fact("reader", told, f"{name.replace('_', '-')}, were it an event")

    def _fate(
        self, event: "DraftEvent", last: str, seen: "SentenceTrace"
    ) -> tuple[Literal["coded", "joined", "dropped"], Fact]:
        """What became of an event that was last there after a step."""
        if any(e is event for e in self.draft.events):
            return "coded", Fact("coded", self._code(event))
        after = [step.name for step in seen.steps[[s.name for s in seen.steps].index(last) + 1 :]]
        step = after[0] if after else ""
        if event.into is not None:
            into = f"'{self._words(event.into)}' ({event.into.frame.id})"
            content = event.into.content is event
            return "joined", Fact("joined", f"into {into}", "what it is about" if content else GONE.get(step, step))
        rule = why_not(self.readers, event) if step in ("", "second") else None
        if rule:
            return "dropped", Fact("dropped", RULES.get(rule, rule), self._detail(rule, event))
        if step:
            return "dropped", Fact("dropped", step, GONE.get(step, step))
        return "dropped", Fact("dropped", "told by another event of the report")

    def _detail(self, rule: str, event: "DraftEvent") -> str:
        """What in the sentence made a rule drop the event."""
        if rule == "needs":
            return f"{event.frame.id} needs {event.frame.needs or 'an actor, a target, a count or a place'}"
        return self._topic_words(event) if rule == "off topic" else ""

    def _topic_words(self, event: "DraftEvent") -> str:
        """The words of other topics in the event's sentence, with how much they weigh."""
        first, end = self.tree.sentence_of(event.token)
        known, skip = topics(), set(event.words)
        said = [
            f"'{self.tree.word[i]}' ({weight})"
            for i in range(first, end)
            for weight in [known.get(self.tree.lemma[i]) or known.get(self.tree.lower[i])]
            if weight and i not in skip
        ]
        dated = LONG_AGO.search(self.tree.text, self.tree.start[first], self.tree.end[end - 1])
        said += [f"'{dated[0]}' (past)"] if dated else []
        return ", ".join(said + ["the whole report"] * self.readers.off_topic)

    def _frame(self, start: "Snapshot") -> Fact:
        """The frame that fired."""
        mode = f"/{start.mode}" if start.mode else ""
        return Fact("frame", f"{start.frame.id}: {start.type}{mode}", where_is(start.frame.id))

    def _roles(self, event: "DraftEvent", story: "Story") -> "Iterator[Fact]":
        """Who fills each role, from which slot or step."""
        for kind, role in (("actor", "actors"), ("target", "targets")):
            for phrase in getattr(event, role):
                since = next((n for n, shot in story.items() if any(p is phrase for p in getattr(shot, role))), "")
                found = self._slot(event, story[STEPS[0]], role, phrase) if since == STEPS[0] else f"from step {since}"
                yield Fact(kind, f"'{phrase.text}'", "; ".join(x for x in (found, _known(phrase)) if x))
        for phrase in event.beneficiaries:
            yield Fact("beneficiary", f"'{phrase.text}'", _known(phrase))

    def _slot(self, event: "DraftEvent", start: "Snapshot", role: str, phrase: "Phrase") -> str:
        """The grammatical slot that a phrase fills."""
        noun, opening = self.tree.pos[event.token] != "VERB", event.words[0]
        if self.tree.pos[opening] == "AUX":
            return f"{'speaker' if role == 'actors' else 'subject'} of '{self.tree.word[opening]}'"
        match = self.readers.matcher.match(event.token)
        if match is None or match.frame is not start.frame:
            match = Match(start.frame, event.token, event.words, noun)
        for slot in _slots(match, role):
            tokens = self.readers.roles.slot(match, slot)
            if phrase.head in tokens:
                return SLOTS.get(slot, f"after '{slot}'")
            if any(p.start == phrase.start for p in self.readers.roles.parties(tokens)):
                return f"named by the {SLOTS[slot]}" if slot in SLOTS else f"named after '{slot}'"
        return "by rule"

    def _circumstances(self, event: "DraftEvent") -> "Iterator[Fact]":
        """Places, time, weapons and counts."""
        for kind in ("place", "origin", "destination"):
            phrase: Phrase | None = getattr(event, kind)
            if phrase is not None:
                yield Fact(kind, f"'{phrase.text}'", _known(phrase))
        if event.time is not None:
            yield Fact("time", f"'{self.tree.text[event.time.start : event.time.end]}'")
        for weapon in event.weapons:
            yield Fact("weapon", f"'{weapon.text}'", weapon.kind or "")
        for count in event.counts:
            yield Fact("count", f"'{self.tree.text[count.start : count.end]}'", _count(count))

    def _status(self, event: "DraftEvent", start: "Snapshot") -> "Iterator[Fact]":
        """The status and the word that says so."""
        standing = self.readers.status.standing(event.token)
        if start.status != standing.status:
            why = "the status of the frame itself"
        elif standing.by is not None:
            why = f"'{self.tree.word[standing.by]}' says so"
        else:
            why = "no word says otherwise"
        yield Fact("status", start.status, why + ("; its own actor promises it" if standing.promised else ""))
        if start.negated:
            yield Fact("negated", "yes", "a word negates it")

    def _sources(self, event: "DraftEvent") -> "Iterator[Fact]":
        """Who says so, nearest first, each with its cue."""
        for source in event.sources:
            yield Fact("source", f"'{source.phrase.text}'", f"by '{self.tree.text[slice(*source.cue)]}'")

    def _changes(self, story: "Story") -> "Iterator[Fact]":
        """What each step before the codes made of the event, and what it owns."""
        for (_, before), (name, after) in itertools.pairwise(story.items()):
            if name == "codes":
                continue
            changed = [f"{k} {before.state[k]} -> {v}" for k, v in after.state.items() if before.state[k] != v]
            if changed:
                yield Fact("changed", ", ".join(changed), f"step {name}")
        event = next(iter(story.values())).event
        if event.content is not None:
            yield Fact("content", f"'{self._words(event.content)}' ({event.content.frame.id})")

    def _codes(self, event: "DraftEvent", story: "Story") -> "Iterator[Fact]":
        """Mode and sub-event with what they depend on."""
        before, after = story["same"], story["codes"]
        if after.mode or before.mode:
            earlier = "the frame's own" if after.mode == after.frame.mode else "set by a step before"
            own = earlier if after.mode == before.mode else "the words of its clause"
            yield Fact("mode", after.mode or "none", self._depends(event, before, "mode") or own)
        own = "the frame's own" if after.sub_event else self._withheld(event, before)
        yield Fact("sub-event", after.sub_event or "none", self._depends(event, before, "sub_event") or own)

    def _depends(self, event: "DraftEvent", before: "Snapshot", code: str) -> str:
        """What a code would be without each of the event's parts that decides it; '' where none does."""
        chosen, told = getattr(event, code), []
        for part in PARTS:
            other = self._without(event, before, part, code) if getattr(event, part) else chosen
            if other != chosen:
                told.append(f"without its {part}: {other or 'none'}")
        return "; ".join(told)

    def _withheld(self, event: "DraftEvent", before: "Snapshot") -> str:
        """Why there is no sub-event."""
        if event.recoded:
            return f"none for what is recoded as {event.type}"
        real = replace(event, status="happened", mode=before.mode, sub_event=None)
        choose_codes(self.readers, real)
        if real.sub_event:
            return f"{real.sub_event} had it happened; it is {event.status}"
        return "the frame gives none" if event.frame.sub_event is None else "no choice of the frame fits"

    def _without(self, event: "DraftEvent", before: "Snapshot", part: str, code: str) -> object:
        """The code that the event would get without one of its parts."""
        less = copy.copy(event)
        less.mode, less.sub_event = before.mode, None
        setattr(less, part, [])
        choose_codes(self.readers, less)
        return getattr(less, code)

    def _code(self, event: "DraftEvent") -> str:
        """The codes of an event in short."""
        coarse = f"{event.type}/{event.mode}" if event.mode else event.type
        told = f"{coarse}, {event.sub_event}" if event.sub_event else coarse
        return f"{told}, {'not ' if event.negated else ''}{event.status}"

    def _words(self, event: "DraftEvent") -> str:
        """The trigger words of an event."""
        return " ".join(self.tree.word[w] for w in sorted(event.words))


def _slots(match: Match, role: str) -> "Sequence[str]":
    """The slots that a frame looks for a role in."""
    if role == "actors":
        return (*(match.frame.actor or (NOUN_ACTOR if match.noun else VERB_ACTOR)), "of")
    own = match.frame.target
    return (*(own if own is not None else NOUN_TARGET if match.noun else VERB_TARGET), "of")


def _known(phrase: "Phrase") -> str:
    """What is known of a phrase."""
    parts = [phrase.entry.name if phrase.entry is not None else "", phrase.sector or phrase.kind or ""]
    parts += [" ".join(dict.fromkeys(phrase.countries))]
    if phrase.pronoun or phrase.antecedent is not None:
        parts.append(f"stands for '{phrase.antecedent.text}'" if phrase.antecedent else "a pronoun nobody is found for")
    return ", ".join(p for p in parts if p)


def _count(count: "DraftCount") -> str:
    """A count in words."""
    numbers = "/".join("-" if n is None else str(n) for n in (count.low, count.best, count.high))
    return f"{count.of.replace('_', ' ')}{f' ({count.whom})' if count.whom else ''}: low/best/high {numbers}"


def _likeliest(labels: "Sequence[str | None]", chances: "Floats", none: str) -> str:
    """The likeliest labels with their chances."""
    ranked = sorted(zip(chances.tolist(), labels, strict=True), key=lambda x: -x[0])[:ALTERNATIVES]
    return ", ".join(f"{label or none} {chance:.2f}" for chance, label in ranked if chance >= FAINT)


def _scores(event: "DraftEvent") -> Fact:
    """The scores of an event."""
    return Fact("scores", f"salience {event.salience:.2f}, confidence {event.confidence:.2f}")

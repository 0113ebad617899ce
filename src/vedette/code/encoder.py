"""The encoder of the second reader: sentences in, a vector for each of their words out.

A small transformer (MiniLM, fine-tuned on our corpus), int8, run by onnxruntime on the CPU; nothing is fetched at run
time.
"""

import functools
import os
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

    from vedette.code.tree import Tree

    Floats = NDArray[np.float32]

LONGEST = 192
"""Pieces of words that a sentence may have; a longer one (a list, a table, a page without full stops) is not read."""

SLOWER = "SkipLayerNormFusion"
"""What onnxruntime would put together so that it takes four times as long as its parts (1.32, on the CPU)."""

Sentence = tuple[str, list[tuple[int, int]]]
"""The words of a sentence as it stands in the text, and the offsets of its tokens in it."""


class Encoder:
    """Encodes sentences with one set of weights."""

    def __init__(self, model: bytes, tokenizer: str) -> None:
        """Take an ONNX graph (input_ids, attention_mask -> last_hidden_state) and a tokenizer's JSON."""
        self._model, self._tokenizer = model, tokenizer

    @functools.cached_property
    def session(self) -> "InferenceSession":
        """The graph, made ready on one core: more would only take it from the parser."""
        import onnxruntime as ort  # noqa: PLC0415  heavy: only when there is something to read

        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return ort.InferenceSession(
            self._model, options, providers=["CPUExecutionProvider"], disabled_optimizers=[SLOWER]
        )

    @functools.cached_property
    def tokenizer(self) -> "Tokenizer":
        """The word-piece tokenizer, without padding."""
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from tokenizers import Tokenizer  # noqa: PLC0415  heavy, as above

        made = Tokenizer.from_str(self._tokenizer)
        made.no_padding()
        made.enable_truncation(LONGEST)
        return made

    def encode(self, sentences: "Sequence[Sentence]") -> "list[Floats | None]":
        """For each sentence an array (tokens + 1) x width: its mean, then each token by its first piece; None if long.

        One at a time: int8 scales are drawn over a whole batch, so in a batch a sentence's vectors would depend on
        its neighbours; and on one core a batch is no faster.
        """
        pieces = self.tokenizer.encode_batch([text for text, _ in sentences])
        return [self._one(p, tokens) for p, (_, tokens) in zip(pieces, sentences, strict=True)]

    def _one(self, pieces: "Encoding", tokens: list[tuple[int, int]]) -> "Floats | None":
        """The vectors of one sentence."""
        if pieces.overflowing:
            return None
        ids = np.array([pieces.ids])
        (hidden,) = self.session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        states: Floats = hidden[0]
        return np.concatenate([states.mean(axis=0, keepdims=True), states[first_pieces(pieces.offsets, tokens)]])


def sentence_of(tree: "Tree", first: int, end: int) -> Sentence:
    """The sentence from token `first` up to `end`."""
    begin = tree.start[first]
    spans = [(tree.start[t] - begin, tree.end[t] - begin) for t in range(first, end)]
    return tree.text[begin : tree.end[end - 1]], spans


def first_pieces(pieces: "Sequence[tuple[int, int]]", tokens: "Sequence[tuple[int, int]]") -> list[int]:
    """For each token the number of the first piece that shares a character with it, 0 (the start mark) for none."""
    found, at = [], 0
    for start, end in tokens:
        while at < len(pieces) and (pieces[at][1] <= start or pieces[at][0] == pieces[at][1]):
            at += 1
        inside = at < len(pieces) and pieces[at][0] < end
        found.append(at if inside else 0)
    return found

"""The gate's linear model of words and pairs of words, in which words that are alike share what is learned.

Each word of the training texts, and each whole word that the second reader's encoder knows, has a vector: the
encoder's reading of the word by itself. A passage is the hashes of its words and pairs, and the sum of its words'
vectors; a logistic regression weighs both, each with a penalty of its own. In the end what a word's vector adds is put
into the bucket of its hash, so that the gate needs no vectors and words that no training text has are known as well.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-not-found,import-untyped,unused-ignore]
from scipy.sparse import csr_matrix  # type: ignore[import-not-found,import-untyped,unused-ignore]

from vedette.code.gate import BUCKETS, Words, buckets
from vedette.code.second import second_reader

Array = np.ndarray[Any, Any]

PENALTY: Final = 2.0
"""Of the weights of hashes, and of the weights of vectors."""
SPREAD: Final = 0.05
"""The deviation of each number of a vector: how far words that are alike sway what is learned of one."""
STEPS: Final = 120
BATCH: Final = 128
SHORTEST: Final = 2


def known_words() -> set[str]:
    """The whole words of the encoder's vocabulary."""
    vocabulary = second_reader().encoder.tokenizer.get_vocab()
    return {word for word in vocabulary if word.isalpha() and word.isascii() and len(word) >= SHORTEST}


def vectors(words: Sequence[str]) -> Array:
    """A vector for each word (words x width), each number with mean 0 and deviation SPREAD over all words."""
    encoder = second_reader().encoder
    pieces = encoder.tokenizer.encode_batch(list(words))
    sizes: dict[int, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        sizes[len(piece.ids)].append(number)
    rows: list[Array] = [np.zeros(0)] * len(words)
    for numbers in (sizes[size] for size in sorted(sizes)):
        for start in range(0, len(numbers), BATCH):
            some = numbers[start : start + BATCH]
            ids = np.array([pieces[n].ids for n in some])
            (hidden,) = encoder.session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
            for n, row in zip(some, hidden[:, 1:-1].mean(axis=1), strict=True):
                rows[n] = row
    made = np.stack(rows)
    spread: Array = (made - made.mean(axis=0)) / made.std(axis=0) * SPREAD
    return spread.astype(np.float32)


class WordModel:
    """Learns weights of buckets from passages, each the hashes of its words."""

    def __init__(self, runs: Sequence[Array], words: set[str]) -> None:
        """Take passages, and the words that are to have vectors."""
        self._take_vectors(sorted(words))
        every = [np.concatenate(buckets(run)) for run in runs]
        self.counts = _counts(every)
        self.used = np.unique(self.counts.indices)
        self.counts = self.counts[:, self.used]
        self.dense = np.asarray(_counts([buckets(run)[0] for run in runs])[:, self.owners] @ self.vectors, np.float32)

    def _take_vectors(self, words: list[str]) -> None:
        """The vector of each bucket that words fall into: the mean of theirs, which mostly are forms of one word."""
        hash_of, made = Words().__getitem__, vectors(words)
        own = buckets(np.array([hash_of(word) for word in words], np.uint32))[0]
        self.owners, row = np.unique(own, return_inverse=True)
        self.vectors = np.zeros((len(self.owners), made.shape[1]), np.float32)
        np.add.at(self.vectors, row, made)
        self.vectors /= np.bincount(row)[:, None]

    def fit(self, rows: Array, yes: Array, worth: Array) -> tuple[Array, float]:
        """The weight of each bucket, and the bias, learned from some of the passages."""
        counts, dense = self.counts[rows], self.dense[rows]
        turned, sign, size = counts.T.tocsr(), np.where(yes, 1.0, -1.0), counts.shape[1]

        def loss(weights: Array) -> tuple[float, Array]:
            """The loss with these weights (of hashes, of vectors, the bias), and its gradient."""
            own, shared = weights[:size], weights[size:-1]
            margin = sign * (counts @ own + dense @ shared.astype(np.float32) + weights[-1])
            slope = -worth * sign / (1 + np.exp(np.minimum(margin, 50)))
            size_of = PENALTY / 2 * float(weights[:-1] @ weights[:-1])
            steep = np.concatenate([turned @ slope, dense.T @ slope.astype(np.float32), [slope.sum()]])
            steep[:-1] += PENALTY * weights[:-1]
            return float(worth @ np.logaddexp(0, -margin)) + size_of, steep

        start = np.zeros(size + dense.shape[1] + 1)
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
        weights = np.zeros(BUCKETS, np.float32)
        weights[self.used] = found[:size]
        weights[self.owners] += self.vectors @ found[size:-1].astype(np.float32)
        return weights, float(found[-1])


def _counts(rows: Sequence[Array]) -> csr_matrix:
    """How often each bucket stands in each row."""
    ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    columns = np.concatenate(rows).astype(np.int64)
    return csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(rows), BUCKETS))

"""Tree: what follows from the heads holds for any tree, and a parsed text becomes one without losing a character."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.code.tree import Tree, lemma_fixes

WORDS = ["Rebels", "and", "soldiers", "fought", "in", "Goma", "and", "Sake", "."]
HEADS = [3, 0, 0, 3, 3, 4, 5, 5, 3]
DEPS = ["nsubj", "cc", "conj", "ROOT", "prep", "pobj", "cc", "conj", "punct"]
POS = ["NOUN", "CCONJ", "NOUN", "VERB", "ADP", "PROPN", "CCONJ", "PROPN", "PUNCT"]


def made(words: list[str], heads: list[int], deps: list[str] | None = None, pos: list[str] | None = None) -> Tree:
    """A tree of one sentence, its words joined by single blanks."""
    size = len(words)
    start = [sum(len(w) + 1 for w in words[:i]) for i in range(size)]
    return Tree(
        text=" ".join(words),
        word=words,
        lower=[w.lower() for w in words],
        lemma=[w.lower() for w in words],
        pos=pos or ["X"] * size,
        tag=["X"] * size,
        dep=deps or ["dep"] * size,
        head=heads,
        start=start,
        end=[s + len(w) for s, w in zip(start, words, strict=True)],
        ent=[""] * size,
        ents=[],
        sents=[(0, size)],
    )


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Any tree: each token hangs on one drawn before it, in any order of the words."""
    size = draw(st.integers(1, 25))
    order = draw(st.permutations(range(size)))
    heads = [order[0]] * size
    for n, token in enumerate(order[1:], 1):
        heads[token] = order[draw(st.integers(0, n - 1))]
    return made(["w"] * size, heads, draw(st.lists(st.sampled_from(["conj", "dep"]), min_size=size, max_size=size)))


@given(trees())
def test_edges_are_those_of_the_subtree(tree: Tree) -> None:
    for i in range(len(tree)):
        below = tree.subtree(i)
        assert below == sorted(set(below))
        assert (tree.left[i], tree.right[i]) == (below[0], below[-1])
        assert all(i in (j, *tree.up(j)) for j in below)


@given(trees())
def test_conjuncts_begin_with_the_token_and_hang_on_each_other(tree: Tree) -> None:
    for i in range(len(tree)):
        found = tree.conjuncts(i)
        assert i in found
        assert all(tree.dep[j] == "conj" and tree.head[j] in found for j in found if j != i)


@given(trees(), st.integers(0, 60), st.integers(0, 60))
def test_tokens_in_a_range_are_those_that_touch_it(tree: Tree, start: int, length: int) -> None:
    end = start + length
    touching = [i for i in range(len(tree)) if tree.end[i] > start and tree.start[i] < end]
    assert tree.tokens_in(start, end) == touching


def test_children_by_label() -> None:
    tree = made(WORDS, HEADS, DEPS, POS)
    assert tree.child(3, "nsubj") == 0
    assert tree.child(3, "dobj") is None
    assert tree.children(3, "nsubj", "prep") == [0, 4]
    assert tree.conjuncts(5) == [5, 7]


@pytest.mark.parametrize(
    ("first", "found"),
    [(0, "of three words"), (1, "of two words"), (3, "of one word")],
)
def test_the_longest_noun_of_a_table_that_ends_at_a_token(first: int, found: str) -> None:
    table = {"border security forces": "of three words", "security forces": "of two words", "forces": "of one word"}
    tree = made(["border", "-", "security", "forces"], [3, 3, 3, 3])
    assert tree.longest(table, 3, first) == found
    assert tree.longest({}, 3, 0) is None


def test_slices_are_the_words_of_the_text() -> None:
    tree = made(WORDS, HEADS)
    assert tree.slice(4, 5) == (27, 34, "in Goma")
    assert tree.text[27:34] == "in Goma"


def test_the_clause_of_a_token_is_headed_by_its_verb(tree: Callable[[str], Tree]) -> None:
    parsed = tree("Officials said that rebels attacked Goma.")
    words = parsed.word
    assert words[parsed.clause(words.index("Goma"))] == "attacked"
    assert words[parsed.clause(words.index("Officials"))] == "said"


def test_the_sentence_of_each_token(tree: Callable[[str], Tree]) -> None:
    parsed = tree("Rebels attacked Goma. Soldiers fled. Nobody was hurt.")
    assert len(parsed.sents) == 3
    for first, end in parsed.sents:
        assert all(parsed.sentence_of(i) == (first, end) for i in range(first, end))


def test_offsets_are_code_points_of_the_text(tree: Callable[[str], Tree]) -> None:
    text = "🚨 Gunmen \u2013 \u202bمسلحون\u202c \u2013 attacked Ségou's café…"
    parsed = tree(text)
    assert parsed.text == text
    assert [text[s:e] for s, e in zip(parsed.start, parsed.end, strict=True)] == parsed.word


def test_an_empty_text_is_an_empty_tree(tree: Callable[[str], Tree]) -> None:
    assert (len(tree("")), tree("").sents) == (0, [])


def test_lemma_fixes_are_verbs_in_lower_case() -> None:
    assert lemma_fixes()
    assert all(form == form.lower() and lemma == lemma.lower() for form, lemma in lemma_fixes().items())

"""Reports that somebody calls untrue: "no truth to reports that X", "rumours of X are false", "it is not true that X".

What such a report tells is denied, however it is told inside; who denies it is the attributor's to say.
"""

from typing import TYPE_CHECKING, Final

from vedette.lexicon.words import disbelief_words, status_words

if TYPE_CHECKING:
    from vedette.code.tree import Tree

CLAUSES: Final = frozenset({"acl", "relcl", "ccomp"})
ABOUT: Final = frozenset({"of", "about", "on", "that"})
"""What leads from a word for a report to what it tells."""
ANSWERS: Final = frozenset({"acomp", "oprd", "attr", "xcomp", "amod", "pobj"})
PASSES: Final = frozenset({"acl", "relcl", "ccomp", "prep", "pobj", "conj", "nsubj", "nsubjpass", "compound", "dobj"})
"""Ways up from an act to the word for a report that tells of it."""
STEPS: Final = 4
"""Words up from an act to its report."""
DEEP: Final = 2
"""Words down from a verb to what it says of a report."""


def disbelieved(tree: "Tree", token: int) -> int | None:
    """The word that calls what is told at a token untrue, if one does."""
    for node in tree.up(token):
        if (no := _no_truth(tree, node)) is not None and _after_report(tree, node, token):
            return no
    return _by_report(tree, token)


def _after_report(tree: "Tree", truth: int, token: int) -> bool:
    """Whether an act is told by the report in which there is no truth, however far the parser hung it from it."""
    return any(_is_report(tree, k) for k in range(truth + 1, token))


def _by_report(tree: "Tree", token: int) -> int | None:
    """The word that calls the report untrue on which an act hangs."""
    below = token
    for steps, node in enumerate(tree.up(token)):
        dep = tree.dep[below]
        if steps == STEPS or dep not in PASSES:
            return None
        if dep in CLAUSES and (word := _untrue_that(tree, node)) is not None:
            return word
        if _tells(tree, node, below):
            return _unfounded(tree, node)
        if dep == "relcl" and not _is_report(tree, node):
            return None
        below = node
    return None


def _is_report(tree: "Tree", node: int) -> bool:
    """Whether a word is one for what people tell."""
    return tree.pos[node] == "NOUN" and tree.lemma[node] in disbelief_words().reports


def _tells(tree: "Tree", node: int, below: int) -> bool:
    """Whether a word for a report tells what is below it: "reports that X", "rumours of X"."""
    return _is_report(tree, node) and (
        tree.dep[below] in CLAUSES or (tree.dep[below] == "prep" and tree.lower[below] in ABOUT)
    )


def _unfounded(tree: "Tree", report: int) -> int | None:
    """The word that calls a report untrue: its adjective or its predicate."""
    for k in tree.children(report, "amod"):
        if _is_false(tree, k):
            return k
    head, dep = tree.head[report], tree.dep[report]
    if dep not in ("nsubj", "nsubjpass", "oprd", "dobj"):
        return None
    if dep == "nsubjpass" and _is_false(tree, head):
        return head
    if dep == "nsubj" and tree.child(head, "neg") is not None:
        return None
    return _answer(tree, head, but=report)


def _answer(tree: "Tree", verb: int, but: int, depth: int = 0) -> int | None:
    """The word for untrue below a verb: "are false", "proved to be false", "called it a fabrication", "as false"."""
    for k in tree.kids[verb]:
        if k == but or not (tree.dep[k] in ANSWERS or (tree.dep[k] == "prep" and tree.lower[k] == "as")):
            continue  # "came from a fake account" calls no report fake
        if _is_false(tree, k) and tree.child(k, "neg") is None:
            return k
        if depth < DEEP and (found := _answer(tree, k, but, depth + 1)) is not None:
            return found
    return None


def _is_false(tree: "Tree", word: int) -> bool:
    """Whether a word says that something is not true, as those do that make an act denied (status.toml)."""
    false = disbelief_words().false
    return any(w in false or status_words().adjectives.get(w) == "denied" for w in (tree.lemma[word], tree.lower[word]))


def _no_truth(tree: "Tree", truth: int) -> int | None:
    """The "no" of "no truth to"."""
    if tree.lemma[truth] not in disbelief_words().truth:
        return None
    return next((k for k in tree.children(truth, "det") if tree.lower[k] == "no"), None)


def _untrue_that(tree: "Tree", node: int) -> int | None:
    """The word for untrue where a clause hangs on it: "it is not true that X", "it was untrue that X"."""
    if tree.lemma[node] != "be":
        return None
    for k in tree.children(node, "acomp", "attr"):
        if _is_false(tree, k):
            return k
        if tree.lemma[k] in disbelief_words().true and (no := tree.child(node, "neg")) is not None:
            return no
    return None

"""The account of how a report was coded as one page: trees and words drawn by displaCy, no script, no network.

The page is XML as well as HTML, and its policy forbids to load anything, whatever a report's text may hold.
"""

from html import escape
from typing import TYPE_CHECKING

from vedette.cli.tracing import named, owned, spans, words
from vedette.gather.clean import plain, same_length
from vedette.lexicon.tables import data_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vedette.cli.tracing import Explained
    from vedette.code.account import EventAccount, SentenceAccount
    from vedette.code.tree import Tree
    from vedette.code.trials import Tried

Row = tuple[str, str, str, str]
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
DEP = {"distance": 105, "word_spacing": 32, "color": "inherit", "bg": "none", "font": "inherit"}
COLOURS = {
    "TRIGGER": "#ffd166", "ACTOR": "#9ad1f5", "TARGET": "#f7a6a0", "FOR": "#c9e4a7", "PLACE": "#c4b5f0",
    "FROM": "#c4b5f0", "TO": "#c4b5f0", "WEAPON": "#d9d9d9", "SOURCE": "#a8e0cf", "CUE": "#d3f0e7",
    "COUNT": "#f3c6e5", "TIME": "#f2e2a4",
}  # fmt: skip


def page_of(told: "Explained") -> str:
    """The whole page."""
    style = data_path("page", "explain.css").read_text("utf-8")
    toc = "".join(_link(s) for s in told.sentences)
    body = "".join(_sentence(told.tree, s) for s in told.sentences) or "<p>No sentence of it is article body.</p>"
    rows = "".join(f"<li>{_text(what)}: {_text(words)} ({_text(why)})</li>" for words, what, why in told.gate)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/>'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<title>Why this coding? {_text(told.title)}</title><style>{style}</style></head>"
        f"<body><header><h1>{_text(told.title)}</h1><p>{_text(told.where)} · coder {_text(told.coder)}</p></header>"
        f"<nav><ol>{toc}</ol></nav><details><summary>Relevance gate</summary><ul>{rows}</ul></details>"
        f"<main>{body}</main></body></html>\n"
    )


def _link(sentence: "SentenceAccount") -> str:
    """A sentence in the list at the top, with what was coded of it."""
    coded = sum(e.verdict == "coded" for e in sentence.events)
    count = f" <b>{coded} event{'s' * (coded != 1)}</b>" if coded else ""
    return f'<li value="{sentence.number}"><a href="#s{sentence.number}">{_text(sentence.text)}</a>{count}</li>'


def _sentence(tree: "Tree", sentence: "SentenceAccount") -> str:
    """The section of a sentence."""
    ents = [(tree.start[a], tree.end[b - 1], label) for a, b, label in tree.ents if sentence.first <= a < sentence.end]
    tried = "".join(_tried(tree, t) for t in sentence.tried) or "<p>No word of it is a trigger.</p>"
    events = "".join(_event(tree, sentence, e) for e in sentence.events) or "<p>No frame fired.</p>"
    return (
        f'<section id="s{sentence.number}"><h2>{sentence.number}</h2>{_drawn(tree, sentence, ents)}'
        f'<details open="open"><summary>Dependency tree</summary><div class="tree">{_arcs(tree, sentence)}</div>'
        f"</details><details><summary>Frames tried</summary>{tried}</details>{events}</section>"
    )


def _tried(tree: "Tree", tried: "Tried") -> str:
    """The frames tried at a word, as a table."""
    rows: list[Row] = [(t.verdict, t.verdict, named(t.frame.id), f"{t.trigger}: {t.why}") for t in tried.trials]
    rows += [("refused", "not used", "", owned(tree, tried))] if tried.owner else []
    return f"<h3>{_text(tree.word[tried.token])}</h3>{_table(rows)}"


def _event(tree: "Tree", sentence: "SentenceAccount", told: "EventAccount") -> str:
    """An event: its words in the sentence, and a table of its facts."""
    rows = [(fact.kind, fact.kind, fact.text, fact.why) for fact in told.facts]
    head = f'<h3><span class="{told.verdict}">{told.verdict}</span> {_text(words(tree, told.event))}</h3>'
    return f'<article class="event">{head}{_drawn(tree, sentence, spans(tree, told.event))}{_table(rows)}</article>'


def _table(rows: "Iterable[Row]") -> str:
    """Rows of a class and three cells."""
    cells = (
        f'<tr class="{escape(kind)}"><th scope="row">{_text(name)}</th><td>{_text(what)}</td><td>{_text(why)}</td></tr>'
        for kind, name, what, why in rows
    )
    return f"<table><tbody>{''.join(cells)}</tbody></table>"


def _arcs(tree: "Tree", sentence: "SentenceAccount") -> str:
    """The dependency tree of a sentence, drawn by displaCy."""
    from spacy.displacy.render import DependencyRenderer

    first, end = sentence.first, sentence.end
    drawn = [{"text": same_length(tree.word[i]), "tag": escape(tree.pos[i])} for i in range(first, end)]
    arcs = [
        {
            "start": min(i, tree.head[i]) - first,
            "end": max(i, tree.head[i]) - first,
            "label": escape(tree.dep[i]),
            "dir": "left" if i < tree.head[i] else "right",
        }
        for i in range(first, end)
        if tree.head[i] != i and first <= tree.head[i] < end
    ]
    return str(DependencyRenderer(DEP).render_svg(f"tree-{sentence.number}", drawn, arcs))


def _drawn(tree: "Tree", sentence: "SentenceAccount", marks: "Iterable[tuple[int, int, str]]") -> str:
    """The text of a sentence with some of its words marked, drawn by displaCy."""
    from spacy.displacy.render import EntityRenderer

    start, stop = tree.start[sentence.first], tree.end[sentence.end - 1]
    apart: list[dict[str, object]] = []
    last = start
    for low, high, label in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if low >= last and high <= stop:
            apart.append({"start": low - start, "end": high - start, "label": escape(label.upper())})
            last = high
    text = same_length(tree.text[start:stop])
    return str(EntityRenderer({"colors": COLOURS}).render_ents(text, apart, None))


def _text(text: str) -> str:
    """Words that are safe to stand in the page."""
    return escape(same_length(plain(text)))

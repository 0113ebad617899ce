"""The account of how a report was coded, for people: trees and lists on a terminal, tab-separated lines in a pipe."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vedette.cli.console import plain
from vedette.code.trials import where_is

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console, RenderableType

    from vedette.cli.items import Item
    from vedette.code.account import EventAccount, SentenceAccount
    from vedette.code.draft import DraftEvent
    from vedette.code.tree import Tree
    from vedette.code.trials import Tried
    from vedette.records.report import Report

PLAIN_COLUMNS = ("sentence", "part", "word", "what", "why")
STYLES = {"coded": "green", "joined": "cyan", "dropped": "yellow", "taken": "green", "outranked": "cyan"}
MARKS = {"taken": "+", "outranked": "=", "refused": "-"}


@dataclass(frozen=True, slots=True)
class Explained:
    """A coded report and the account of its sentences; `where` names its input, `coder` what coded it."""

    title: str
    where: str
    coder: str
    tree: "Tree"
    sentences: "tuple[SentenceAccount, ...]"
    gate: "tuple[tuple[str, str, str], ...]" = ()
    """What the relevance gate makes of the report: word or words, what, why."""

    def only(self, number: int) -> "Explained":
        """The same with one sentence, by its number."""
        return replace(self, sentences=tuple(s for s in self.sentences if s.number == number))


def explained(item: "Item", model: str | None) -> Explained:
    """Code the report of an item with a trace, and account for it; raises ModelError, DataFileError."""
    from vedette.code.account import account
    from vedette.code.coder import default_coder
    from vedette.code.parse import load_model, parse_reports
    from vedette.code.trace import Trace
    from vedette.read import body_spans

    report = item.report
    if report is None:
        msg = f"{item.where} holds no report"
        raise ValueError(msg)
    body = body_spans(report)
    (doc,) = parse_reports(load_model(model), [(report.text, body)])
    trace = Trace()
    coder = default_coder(trace)
    draft = coder.code(report, doc, body)
    sentences = tuple(account(trace, draft))
    return Explained(
        report.title or report.id, item.where, coder.name, draft.tree, sentences, tuple(gate_facts(report))
    )


def gate_facts(report: "Report") -> "Iterator[tuple[str, str, str]]":
    """Whether the relevance gate lets a report pass, and what speaks for and against: words, what, why."""
    from vedette.code.gate import LIKELY, NAME, SURE, weighed, why

    verdict = why(report)
    passes = "passes" if verdict.passes else "passed over"
    yield "", passes, f"chance {verdict.chance:.3f} of conflict, {verdict.needed:.3f} needed"
    start, end = verdict.passage
    yield weighed(report)[start:end], "best passage", f"score {verdict.signals.passage:+.1f}"
    kinds = {SURE: "sure word of force", LIKELY: "likely word of force", NAME: "armed actor"}
    for reason in verdict.found:
        yield reason.words, kinds[int(reason.weight)], "counted once"
    for reason in verdict.learned:
        yield reason.words, "learned", f"{reason.weight:+.2f}"


def plain_lines(told: Explained) -> "Iterator[str]":
    """One tab-separated line per fact, in the order of PLAIN_COLUMNS; never a tab or line end inside a value."""
    for fact in told.gate:
        yield "\t".join(["0", "gate", *map(plain, fact)])
    for sentence in told.sentences:
        for values in _plain(told.tree, sentence):
            yield "\t".join([str(sentence.number), *map(plain, values)])


def _plain(tree: "Tree", sentence: "SentenceAccount") -> "Iterator[tuple[str, str, str, str]]":
    """Part, word, what and why of each fact of a sentence."""
    yield "sentence", "", sentence.text, ""
    for i in range(sentence.first, sentence.end):
        head = tree.word[tree.head[i]] if tree.head[i] != i else ""
        yield "tree", tree.word[i], f"{tree.pos[i]} {tree.dep[i]}", head
    for tried in sentence.tried:
        for trial in tried.trials:
            yield "tried", tree.word[tried.token], named(trial.frame.id), f"{trial.verdict}: {trial.why}"
        if tried.owner is not None:
            yield "tried", tree.word[tried.token], "not used", owned(tree, tried)
    for told in sentence.events:
        for fact in told.facts:
            yield fact.kind, words(tree, told.event), fact.text, fact.why


def show(told: Explained, console: "Console") -> None:
    """The explanation on a terminal."""
    console.print(Text(plain(told.title), style="bold"))
    console.print(Text(plain(f"{told.where} · coder {told.coder}"), style="dim"))
    console.print(Text("relevance gate", style="dim"))
    gate = _grid()
    for words_of, what, reason in told.gate:
        gate.add_row(*map(_cell, (what, plain(words_of), reason)))
    console.print(Padding(gate, (0, 0, 0, 4)))
    if not told.sentences:
        console.print(Text("  no sentence of it is the body of an article", style="dim"))
    for sentence in told.sentences:
        console.print()
        for line in _lines(told.tree, sentence):
            console.print(line)


def _lines(tree: "Tree", sentence: "SentenceAccount") -> "Iterator[RenderableType]":
    """What is shown of a sentence, from top to bottom."""
    yield Text(f"{sentence.number}  ", style="dim").append(plain(sentence.text), style="not dim bold")
    marks = marked(sentence)
    for guide, token in indented(tree, sentence.first, sentence.end):
        line = Text(f"   {guide}", style="dim").append(plain(tree.word[token]), style=f"not dim {marks.get(token, '')}")
        yield line.append(f"  {tree.pos[token]} {tree.dep[token]}")
    for tried in sentence.tried:
        yield Text("   tried at ", style="dim").append(plain(tree.word[tried.token]), style="not dim bold")
        yield Padding(_tried(tree, tried), (0, 0, 0, 4))
    for told in sentence.events:
        head = Text(f"   {told.verdict:<8} ", style=STYLES[told.verdict])
        yield head.append(plain(words(tree, told.event)), style="bold")
        yield Padding(_event(told), (0, 0, 0, 4))


def _tried(tree: "Tree", tried: "Tried") -> Table:
    """The frames tried at a word."""
    table = _grid()
    for trial in tried.trials:
        style = STYLES.get(trial.verdict, "dim")
        table.add_row(*map(_cell, (MARKS[trial.verdict], named(trial.frame.id), trial.why)), style=style)
    if tried.owner is not None:
        table.add_row("", "", _cell(owned(tree, tried)), style="dim")
    return table


def _event(told: "EventAccount") -> Table:
    """The account of an event."""
    table = _grid()
    for fact in told.facts:
        what = Text(plain(fact.text), style=STYLES.get(fact.kind, ""))
        table.add_row(Text(fact.kind, style="dim"), what, Text(plain(fact.why), style="dim"))
    return table


def _grid() -> Table:
    """A table of three columns without lines, set in from the left; long values break within their column."""
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=2)
    table.add_column(overflow="fold", ratio=3)
    return table


def _cell(text: str) -> Text:
    """The words of a cell, as Text since a report's brackets are no markup."""
    return Text(plain(text))


def named(frame_id: str) -> str:
    """A frame with the file and line in which it is defined."""
    place = where_is(frame_id)
    return f"{frame_id} ({place})" if place else frame_id


def owned(tree: "Tree", tried: "Tried") -> str:
    """Why a word that is part of a longer trigger has no event of its own."""
    if tried.owner is None:
        return ""
    told = " ".join(tree.word[w] for w in tried.owner.words)
    return f"part of '{told}' ({tried.owner.frame.id}), so not an event of its own"


def words(tree: "Tree", event: "DraftEvent") -> str:
    """The trigger words of an event."""
    return " ".join(tree.word[w] for w in sorted(event.words))


def marked(sentence: "SentenceAccount") -> dict[int, str]:
    """The style of each trigger word of a sentence, by its token: what became of its event."""
    styles: dict[int, str] = {}
    for told in sorted(sentence.events, key=lambda e: e.verdict == "coded"):
        styles.update(dict.fromkeys(told.event.words, STYLES[told.verdict]))
    return styles


def indented(tree: "Tree", first: int, end: int) -> "Iterator[tuple[str, int]]":
    """The tokens of a sentence below their heads, each with the guide to draw before it; punctuation is left out."""
    stack = [("", "", root) for root in reversed([i for i in range(first, end) if not first <= _above(tree, i) < end])]
    while stack:
        before, corner, token = stack.pop()
        yield before + corner, token
        inner = before + {"├─ ": "│  ", "└─ ": "   "}.get(corner, "")
        kids = [k for k in tree.kids[token] if first <= k < end and not _is_mark(tree, k)]
        corners = ["├─ "] * (len(kids) - 1) + ["└─ "]
        stack += reversed([(inner, c, k) for c, k in zip(corners, kids, strict=bool(kids))])


def _above(tree: "Tree", token: int) -> int:
    """The head of a token; -1 for a root."""
    return tree.head[token] if tree.head[token] != token else -1


def _is_mark(tree: "Tree", token: int) -> bool:
    """Whether a token is punctuation or white space on which nothing hangs."""
    return tree.pos[token] in ("PUNCT", "SPACE") and not tree.kids[token]


def spans(tree: "Tree", event: "DraftEvent") -> "Iterable[tuple[int, int, str]]":
    """The character ranges of an event's words and fillers, each with its label."""
    yield from ((tree.start[w], tree.end[w], "trigger") for w in event.words)
    fillers = [("actor", p) for p in event.actors] + [("target", p) for p in event.targets]
    fillers += [("for", p) for p in event.beneficiaries] + [("weapon", p) for p in event.weapons]
    fillers += [("source", s.phrase) for s in event.sources]
    where = (("place", event.place), ("from", event.origin), ("to", event.destination))
    fillers += [(label, p) for label, p in where if p is not None]
    yield from ((p.start, p.end, label) for label, p in fillers)
    yield from ((s.cue[0], s.cue[1], "cue") for s in event.sources)
    yield from ((c.start, c.end, "count") for c in event.counts)
    if event.time is not None:
        yield event.time.start, event.time.end, "time"

"""A brief as Markdown, and as plain text for a terminal."""

import re
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from vedette.brief.layout import METHOD, SOURCES, TITLES, WORDS, Laid, flags, told_of

if TYPE_CHECKING:
    from vedette.records.brief import Brief, BriefSentence

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|])")
_PROSE: Final = frozenset({"summary"})


def markdown(brief: "Brief") -> str:
    """The brief as Markdown: sentences with numbers of their sources, the words behind each at the end."""
    laid = Laid(brief)
    return "\n".join([*_head(laid), *_sections(laid), *_back(laid), ""])


def escaped(text: str) -> str:
    """Words of a report as Markdown that shows them as they are."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _head(laid: Laid) -> Iterator[str]:
    """The headline, what it is about, who answers for it."""
    brief = laid.brief
    yield f"# {escaped(brief.headline.text)}{_marks(laid, brief.headline)}"
    yield ""
    yield f"*{escaped(brief.scope.title)}, {laid.dated}. {escaped(laid.signed)}*"
    if brief.since_brief:
        yield f"*Set against brief {brief.since_brief}: what is new is marked* **new**."


def _sections(laid: Laid) -> Iterator[str]:
    """The sections."""
    for name in laid.filled:
        yield from ("", f"## {TITLES[name]}", "")
        for theme, told in laid.themes(name):
            if theme:
                yield from (f"### {theme}", "")
            if name in _PROSE:
                yield " ".join(_said(laid, sentence) for sentence in told)
            else:
                yield from (f"- {_said(laid, sentence)}" for sentence in told)
            if theme:
                yield ""


def _said(laid: Laid, sentence: "BriefSentence") -> str:
    """One sentence with the numbers of its sources, and what the verifier found."""
    new = "**new** " if laid.brief.since_brief and sentence.new else ""
    found = f" **[not borne out: {escaped(flags(sentence))}]**" if sentence.findings else ""
    return f"{new}{escaped(sentence.text)}{_marks(laid, sentence)}{found}"


def _marks(laid: Laid, sentence: "BriefSentence") -> str:
    """The numbers of the sources."""
    numbers = laid.marks(sentence)
    return f" \\[{', '.join(map(str, numbers))}\\]" if numbers else ""


def _back(laid: Laid) -> Iterator[str]:
    """Sources, method, and the words behind each sentence."""
    yield from ("", f"## {SOURCES}", "")
    for n, source in enumerate(laid.brief.sources, 1):
        link = f" <{source.url}>" if source.url else ""
        yield f"{n}. {escaped(told_of(source))}{link}"
    yield from ("", f"## {METHOD}", "")
    yield from (f"- {escaped(line)}" for line in laid.brief.method)
    yield from ("", f"## {WORDS}", "")
    for sentence in (s for s in laid.brief.sentences if s.quotes):
        yield f"- {escaped(sentence.text)} ({', '.join(sentence.cites)})"
        for quote in sentence.quotes:
            yield f"  > {escaped(quote.outlet or quote.report)}: \u201c{escaped(quote.words)}\u201d"
            yield ""


def terminal(brief: "Brief", width: int = 88) -> str:
    """The brief as text for reading: filled lines, sources by number."""
    laid = Laid(brief)
    lines = _filled(brief.headline.text, width)
    lines += _filled(f"{brief.scope.title}, {laid.dated}. {laid.signed}", width)
    for name in laid.filled:
        lines += ["", TITLES[name].upper()]
        for theme, told in laid.themes(name):
            lines += ["", theme] if theme else []
            if name in _PROSE:
                lines += _filled(" ".join(_plain(laid, s) for s in told), width)
            else:
                lines += [line for s in told for line in _filled(_plain(laid, s), width, "- ")]
    lines += ["", SOURCES.upper()]
    lines += [line for n, s in enumerate(brief.sources, 1) for line in _filled(told_of(s), width, f"{n:>3}. ")]
    lines += ["", METHOD.upper()]
    lines += [line for told_line in brief.method for line in _filled(told_line, width)]
    return "\n".join(lines) + "\n"


def _plain(laid: Laid, sentence: "BriefSentence") -> str:
    """One sentence with the numbers of its sources."""
    numbers = laid.marks(sentence)
    new = "NEW: " if laid.brief.since_brief and sentence.new else ""
    found = f" [not borne out: {flags(sentence)}]" if sentence.findings else ""
    return f"{new}{sentence.text}" + (f" [{', '.join(map(str, numbers))}]" if numbers else "") + found


def _filled(text: str, width: int, before: str = "") -> list[str]:
    """A paragraph in lines."""
    return textwrap.wrap(text, width, initial_indent=before, subsequent_indent=" " * len(before)) or [""]

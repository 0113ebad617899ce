"""A brief as one HTML page: printable, no script, nothing loaded, map and timeline drawn in it."""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from vedette.brief.drawing import map_of, timeline_of, unplaced
from vedette.brief.layout import METHOD, SOURCES, TITLES, WORDS, Laid, flags, told_of
from vedette.gather.clean import plain
from vedette.lexicon.tables import data_path

if TYPE_CHECKING:
    from vedette.records.brief import Brief, BriefSentence, BriefSource

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_SAFE: Final = frozenset({"http", "https"})


def html(brief: "Brief") -> str:
    """The whole page, XML as well as HTML."""
    laid = Laid(brief)
    style = data_path("brief", "brief.css").read_text("utf-8")
    body = "".join((*_head(laid), *_sections(laid), *_pictures(brief), *_back(laid)))
    return (
        '<!DOCTYPE html>\n<html lang="en" xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8"/>'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<title>{_text(brief.headline.text)}</title><style>{style}</style></head><body>{body}</body></html>\n"
    )


def _text(words: str) -> str:
    """Words as text of the page: without controls, escaped."""
    return escape(plain(words))


def _head(laid: Laid) -> Iterator[str]:
    """The headline, what it is about, who answers for it."""
    brief = laid.brief
    yield f"<header><h1>{_said(laid, brief.headline)}</h1>"
    yield f'<p class="about">{_text(brief.scope.title)}, {_text(laid.dated)}. {_text(laid.signed)}'
    yield f" Made {_text(brief.made_at)}, brief {brief.id}."
    yield f" Set against brief {_text(brief.since_brief)}.</p></header>" if brief.since_brief else "</p></header>"


def _sections(laid: Laid) -> Iterator[str]:
    """The sections; the summary is a paragraph, the rest lists."""
    for name in laid.filled:
        yield f'<section id="{name}"><h2>{TITLES[name]}</h2>'
        for theme, told in laid.themes(name):
            if theme:
                yield f"<h3>{_text(theme)}</h3>"
            if name == "summary":
                yield f'<p class="summary">{" ".join(_said(laid, sentence) for sentence in told)}</p>'
            else:
                yield f"<ul>{''.join(f'<li>{_said(laid, sentence)}</li>' for sentence in told)}</ul>"
        yield "</section>"


def _said(laid: Laid, sentence: "BriefSentence") -> str:
    """One sentence with links to its sources, and what the verifier found."""
    links = "".join(f'<a href="#s{n}">{n}</a> ' for n in laid.marks(sentence)).strip()
    marks = f"<sup>{links}</sup>" if links else ""
    new = '<span class="new">new</span>' if laid.brief.since_brief and sentence.new else ""
    found = f' <span class="flag">Not borne out: {_text(flags(sentence))}</span>' if sentence.findings else ""
    return f"{new}{_text(sentence.text)}{marks}{found}"


def _pictures(brief: "Brief") -> Iterator[str]:
    """The map and the timeline, where there is anything to draw."""
    drawn = map_of(brief.points, brief.scope)
    if drawn:
        rest = unplaced(brief.points)
        left = f" Not on the map, since no closer place is told: {len(rest)}." if rest else ""
        told = f"The incidents told; discs grow with the number killed.{left}"
        yield f"<figure>{drawn}<figcaption>{told}</figcaption></figure>"
    if line := timeline_of(brief.points, brief.scope):
        yield f"<figure>{line}<figcaption>People killed by day (bars) and incidents (dots).</figcaption></figure>"


def _back(laid: Laid) -> Iterator[str]:
    """Sources, method, and the words behind each sentence."""
    brief = laid.brief
    yield f'<section id="sources"><h2>{SOURCES}</h2><ol class="sources words">'
    yield from (f'<li id="s{n}">{_source(source)}</li>' for n, source in enumerate(brief.sources, 1))
    yield f'</ol></section><section id="method"><h2>{METHOD}</h2>'
    yield from (f'<p class="method">{_text(line)}</p>' for line in brief.method)
    yield f'</section><section id="words"><h2>{WORDS}</h2>'
    for sentence in (s for s in brief.sentences if s.quotes):
        quotes = "".join(
            f"<blockquote>{_text(q.outlet or q.report)}: \u201c{_text(q.words)}\u201d</blockquote>"
            for q in sentence.quotes
        )
        yield f'<div class="words"><p>{_text(sentence.text)} ({_text(", ".join(sentence.cites))})</p>{quotes}</div>'
    yield "</section>"


def _source(source: "BriefSource") -> str:
    """A source, linked where its address is one of the web."""
    told = _text(told_of(source))
    safe = source.url is not None and urlsplit(source.url).scheme in _SAFE
    return f'<a href="{escape(source.url or "")}" rel="noopener noreferrer">{told}</a>' if safe else told

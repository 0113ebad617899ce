"""A brief as PDF and as DOCX, by libraries that are optional: `vedette[pdf]` and `vedette[docx]`."""

import io
from typing import TYPE_CHECKING, Any, NoReturn

from vedette.brief.layout import METHOD, SOURCES, TITLES, WORDS, Laid, flags, told_of
from vedette.brief.page import html
from vedette.errors import VedetteError
from vedette.gather.clean import plain

if TYPE_CHECKING:
    from vedette.records.brief import Brief, BriefSentence


def pdf(brief: "Brief") -> bytes:
    """The page of a brief as PDF, by WeasyPrint; nothing is fetched for it.

    Raises VedetteError with the remedy where WeasyPrint, or the library Pango that it draws text with, is missing.
    """
    try:
        import weasyprint  # noqa: PLC0415 - an optional extra
    except ImportError:
        _missing("WeasyPrint", "pdf")
    except OSError as error:  # WeasyPrint is there, a library of the system is not
        msg = f"PDF needs the library Pango, which is missing ({error}). On Debian: apt install libpangoft2-1.0-0"
        raise VedetteError(msg) from None
    written: bytes = weasyprint.HTML(string=html(brief), url_fetcher=_fetches_nothing).write_pdf()
    return written


def _fetches_nothing(url: str, *_: object, **__: object) -> NoReturn:
    """Refuse to load anything: a brief is whole in itself."""
    msg = f"a brief loads nothing, and {url} least of all"
    raise ValueError(msg)


def docx(brief: "Brief") -> bytes:
    """A brief as a Word document, by python-docx; raises VedetteError with the remedy where that is missing."""
    try:
        import docx as word  # noqa: PLC0415 - an optional extra
    except ImportError:
        _missing("python-docx", "docx")
    paper = word.Document()
    laid = Laid(brief)
    paper.core_properties.title = plain(brief.headline.text)[:250]
    paper.core_properties.author = brief.byline.who or "Vedette, not reviewed"
    paper.add_heading(plain(brief.headline.text), 0)
    paper.add_paragraph(f"{plain(brief.scope.title)}, {laid.dated}. {plain(laid.signed)}")
    _body(paper, laid)
    _back(paper, laid)
    held = io.BytesIO()
    paper.save(held)
    return held.getvalue()


def _body(paper: Any, laid: Laid) -> None:  # noqa: ANN401 - python-docx has no types
    """The sections."""
    for name in laid.filled:
        paper.add_heading(TITLES[name], 1)
        for theme, told in laid.themes(name):
            if theme:
                paper.add_heading(theme, 2)
            if name == "summary":
                _said(paper.add_paragraph(), laid, told)
                continue
            for sentence in told:
                _said(paper.add_paragraph(style="List Bullet"), laid, [sentence])


def _said(paragraph: Any, laid: Laid, told: "list[BriefSentence]") -> None:  # noqa: ANN401 - as above
    """Sentences in a paragraph: the numbers of their sources raised, what the verifier found in bold."""
    for sentence in told:
        if laid.brief.since_brief and sentence.new:
            paragraph.add_run("New: ").bold = True
        paragraph.add_run(plain(sentence.text))
        if numbers := laid.marks(sentence):
            paragraph.add_run(" " + ",".join(map(str, numbers))).font.superscript = True
        if sentence.findings:
            paragraph.add_run(f" [not borne out: {plain(flags(sentence))}]").bold = True
        paragraph.add_run(" ")


def _back(paper: Any, laid: Laid) -> None:  # noqa: ANN401 - as above
    """Sources, method, and the words behind each sentence."""
    paper.add_heading(SOURCES, 1)
    for n, source in enumerate(laid.brief.sources, 1):
        paper.add_paragraph(f"{n}. {plain(told_of(source))}" + (f" {plain(source.url)}" if source.url else ""))
    paper.add_heading(METHOD, 1)
    for line in laid.brief.method:
        paper.add_paragraph(plain(line))
    paper.add_heading(WORDS, 1)
    for sentence in (s for s in laid.brief.sentences if s.quotes):
        paper.add_paragraph(f"{plain(sentence.text)} ({', '.join(sentence.cites)})")
        for quote in sentence.quotes:
            paper.add_paragraph(
                f"{plain(quote.outlet or quote.report)}: \u201c{plain(quote.words)}\u201d", style="Quote"
            )


def _missing(library: str, extra: str) -> NoReturn:
    """Say what to install."""
    msg = f"this needs {library}, which is not installed. Run: pip install 'vedette[{extra}]'"
    raise VedetteError(msg)

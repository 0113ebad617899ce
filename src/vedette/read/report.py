"""Put a Report together from a text and what is known about it, and say which ranges of it are body."""

import re
from dataclasses import dataclass

from vedette.lexicon.encoding import check_text
from vedette.read.anatomy import Anatomy, dissect
from vedette.read.dates import find_published
from vedette.read.language import detect_language, refuse_other_language
from vedette.read.layout import byline_names
from vedette.records.report import Report, content_id

_CREDIT = re.compile(r"[Rr]eporting (?:and \w+ )?by (?P<who>[^;.)]{3,120})")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a report beside its words: given by the user, or read from the page's own data."""

    id: str | None = None
    title: str | None = None
    summary: str | None = None
    byline: str | None = None
    published: str | None = None
    page_date: str | None = None
    url: str | None = None
    publisher: str | None = None
    original_source: str | None = None
    captions: tuple[str, ...] = ()


def read_text(
    text: str,
    *,
    id: str | None = None,  # noqa: A002 - the contract's name
    title: str | None = None,
    published: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    keep_text: bool = False,
) -> Report:
    """A Report from plain text.

    With `keep_text` the report's text is the given text, character for character, and `body_spans` tells what of it
    is body. Without, it is the body alone, its paragraphs joined by blank lines; the rest goes to the report's other
    fields. Raises InputError for a text that cannot be read, or is in another language than English.
    """
    known = Known(id=id, title=_clean(title), published=published, url=url, publisher=_clean(publisher))
    return assemble(text, known, keep_text=keep_text)


def assemble(text: str, known: Known, *, keep_text: bool) -> Report:
    """The Report of a text and what is known beside it; what is known outranks what the text shows."""
    check_text(text)
    parts = dissect(text, known.title)
    language = detect_language(_judged(text, parts))
    refuse_other_language(language)
    body = text if keep_text else _cleaned(text, parts)
    published, how = find_published(
        given=known.published,
        metadata=known.page_date,
        url=known.url,
        dateline=parts.head.dateline,
        stamps=(*parts.head.stamps, *parts.words("stamp")),
    )
    publisher = known.publisher or _clean(parts.head.publisher)
    return Report(
        id=known.id or content_id(body),
        text=body,
        title=known.title or _clean(parts.head.title),
        summary=known.summary or _clean(parts.head.summary),
        byline=known.byline or _byline(parts),
        dateline=parts.head.dateline,
        publisher=publisher,
        original_source=_source(known, parts, publisher),
        url=known.url,
        published=published,
        published_by=how,
        language=language,
        captions=_unique((*known.captions, *parts.words("caption"))),
        corrections=_unique(parts.words("correction")),
        furniture=_unique(parts.furniture()),
    )


def body_spans(report: Report) -> list[tuple[int, int]]:
    """The ranges (start, end) of `report.text` that are article body, in order and disjoint; what a coder should read.

    Headline, byline, dateline, time stamps, captions, corrections and furniture are left out; a standfirst is not,
    since what it says may stand nowhere else. Text without any of these gives [(0, len)].
    """
    return dissect(report.text, report.title).body(standfirst=True)


def _judged(text: str, parts: Anatomy) -> str:
    """The words to judge the language by: the body, or all where there is none."""
    spans = parts.body(standfirst=True)
    return "\n".join(text[start:end] for start, end in spans[:40]) or text


def _cleaned(text: str, parts: Anatomy) -> str:
    """The body's paragraphs joined by blank lines, each on one line; the whole text where nothing is body."""
    paragraphs: list[str] = []
    spans = parts.body(standfirst=False) or [(0, len(text))]
    position = 0
    for start, end in spans:
        while position < len(parts.units) and parts.units[position].end <= start:
            position += 1
        for unit in parts.units[position:]:
            if unit.start >= end:
                break
            piece = text[max(start, unit.start) : min(end, unit.end)]
            paragraphs.append(" ".join(piece.split()))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _byline(parts: Anatomy) -> str | None:
    """The byline of the head, else the reporters that a credit line names."""
    if parts.head.byline:
        return _clean(parts.head.byline)
    for credit in parts.words("credits"):
        found = _CREDIT.search(credit)
        if found and byline_names(f"By {found['who']}"):
            return _clean(found["who"])
    return None


def _source(known: Known, parts: Anatomy, publisher: str | None) -> str | None:
    """Whom the outlet relied on; an outlet is not its own source."""
    source = _clean(known.original_source or parts.original_source())
    if source and publisher and source.lower() == publisher.lower():
        return None
    return source


def _clean(words: str | None) -> str | None:
    """One line without outer white space, or None where nothing is left."""
    return " ".join(words.split()) or None if words else None


def _unique(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Pieces on one line each, every one once, in order."""
    lines = (" ".join(piece.split()).strip(" \u2013\u2014|*") for piece in pieces)
    bare = (line[1:-1] if _BRACKETED.fullmatch(line) else line for line in lines)
    return tuple(dict.fromkeys(line for line in bare if line))

"""An HTML page -> a Report: trafilatura finds the article, the page's own data give title, byline and date."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from vedette.errors import InputError
from vedette.lexicon.days import parse_day
from vedette.lexicon.encoding import check_text, decode
from vedette.read.anatomy import dissect
from vedette.read.layout import byline_names
from vedette.read.patterns import layout
from vedette.read.report import Known, assemble
from vedette.read.units import is_prose, plain
from vedette.records.report import Report

_TAG = re.compile(r"<[a-zA-Z!/]")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_TITLE_TAIL = re.compile(r"\s+[|\u2013—-]\s+(?P<site>[^|\u2013—]{2,40})$")
_MAX_CAPTION = 400
_MAX_BYLINE = 160
_MAX_TAGS = 100_000  # the longest live blogs have a third of that; finding the article takes seconds for as many
_MAX_DEPTH = 6  # of JSON-LD; deeper nesting is no metadata


@dataclass(frozen=True, slots=True)
class PageData:
    """What a page says about its article in metadata, as far as it does."""

    title: str | None = None
    summary: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None
    original_source: str | None = None
    body: str | None = None


def read_html(
    html: str | bytes,
    *,
    id: str | None = None,  # noqa: A002 - the contract's name
    url: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
) -> Report:
    """A Report from a page; its text is the article's body, paragraphs joined by blank lines.

    Given fields outrank the page's own. Raises InputError for a page that cannot be decoded, holds no article, or is
    not in English.
    """
    page = decode(html) if isinstance(html, bytes) else html
    check_text(page)
    _refuse_too_many_tags(page)
    tree = _tree(page)
    data = page_data(tree)
    document = _extract(tree, url)
    text = document.get("text") or data.body or _paragraphs(tree)
    given = Known(id=id, url=url, published=published, publisher=publisher, title=title)
    known = _with_own(given, tree, data, document)
    _refuse_no_article(text, known.title)
    report = assemble(text, known, keep_text=False)
    return report if report.published else _dated(report, tree)


def _with_own(given: Known, tree: Any, data: PageData, document: dict[str, Any]) -> Known:  # noqa: ANN401 - lxml has no types
    """What is given, and what the page tells of itself where nothing is; `document` is trafilatura's reading of it."""
    name = given.publisher or data.publisher or document.get("sitename")
    return replace(
        given,
        title=given.title or _without_site(data.title or document.get("title"), name),
        summary=data.summary or document.get("description"),
        byline=data.byline or _authors(document.get("author")) or _marked_byline(tree),
        page_date=data.published,
        url=given.url or document.get("url"),
        publisher=name,
        original_source=data.original_source,
        captions=_captions(tree),
    )


def page_data(tree: Any) -> PageData:  # noqa: ANN401 - lxml has no types
    """The article's data in a page's JSON-LD and <meta> elements; JSON-LD comes first."""
    article = next(_articles(tree), {})
    meta = _meta(tree)
    date_names = layout().published
    published = (str(article.get("datePublished") or ""), *(meta.get(name, "") for name in date_names), *_times(tree))
    return PageData(
        title=_text(article.get("headline")) or meta.get("og:title"),
        summary=_text(article.get("description")) or meta.get("og:description") or meta.get("description"),
        byline=_names(article.get("author")),
        publisher=_names(article.get("publisher")) or meta.get("og:site_name"),
        published=next((day for value in published if (day := parse_day(value))), None),
        original_source=_names(article.get("sourceOrganization")) or _names(article.get("isBasedOn")),
        body=_text(article.get("articleBody"), lines=True),
    )


def _refuse_too_many_tags(page: str) -> None:
    """Refuse a page that would keep the reader busy for minutes."""
    tags = page.count("<")
    if tags > _MAX_TAGS:
        msg = f"the page has {tags:,} tags; the limit is {_MAX_TAGS:,}. Give the article's own page, or its text"
        raise InputError(msg)


def _tree(page: str) -> Any:  # noqa: ANN401 - lxml has no types
    """The parsed page; an error where there is no markup in it."""
    from lxml import etree, html  # noqa: PLC0415

    if not _TAG.search(page):
        msg = "html holds no markup. Give plain text in `text`"
        raise InputError(msg)
    try:
        return html.document_fromstring(_XML_DECLARATION.sub("", page))
    except (etree.ParserError, ValueError) as error:
        msg = f"the page cannot be parsed as HTML ({error}). Save it anew from the browser"
        raise InputError(msg) from error


def _extract(tree: Any, url: str | None) -> dict[str, Any]:  # noqa: ANN401 - lxml has no types
    """Trafilatura's reading of a page, as its fields; empty where it finds no article."""
    from copy import deepcopy  # noqa: PLC0415

    from trafilatura import bare_extraction  # noqa: PLC0415

    found = bare_extraction(
        deepcopy(tree),
        url=url,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None:
        return {}
    names = ("text", "title", "author", "description", "sitename", "url")
    return {name: getattr(found, name) for name in names}


def _paragraphs(tree: Any) -> str:  # noqa: ANN401 - lxml has no types
    """The <p> and <li> elements of a page too small for trafilatura, one a line."""
    return "\n".join(line for node in tree.xpath("//p|//blockquote") if (line := _content(node)))


def _refuse_no_article(text: str, title: str | None) -> None:
    """Refuse a page in which no sentence is left once its furniture is taken out."""
    if text:
        parts = dissect(text, title)
        simple = plain(text)
        body = parts.body(standfirst=True)
        for unit in parts.units:
            if is_prose(simple, unit) and any(start < unit.end and unit.start < end for start, end in body):
                return
    msg = "the page holds no article: no sentence is left beside menus and prompts. Give the article's own page or text"
    raise InputError(msg)


def _dated(report: Report, tree: Any) -> Report:  # noqa: ANN401 - lxml has no types
    """The report with the day that htmldate finds in the page's markup, where there was none."""
    from htmldate import find_date  # noqa: PLC0415

    day = find_date(tree, extensive_search=False, original_date=True)
    return report.model_copy(update={"published": day, "published_by": "text"}) if day else report


def _articles(tree: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - lxml has no types
    """The article objects of a page's JSON-LD blocks; a block that is not valid JSON holds none."""
    for script in tree.xpath('//script[contains(@type, "ld+json")]/text()'):
        try:
            block = json.loads(script, strict=False)
        except (ValueError, RecursionError):  # broken JSON-LD is common, and the page's other data may still serve
            continue
        yield from _typed(block)


def _typed(block: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects in a JSON-LD value whose type is an article's."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(block, list):
        for part in block:
            yield from _typed(part, depth + 1)
    elif isinstance(block, dict):
        kinds = block.get("@type")
        if not layout().article_types.isdisjoint(filter(_is_name, kinds if isinstance(kinds, list) else [kinds])):
            yield block
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _typed(block.get(name), depth + 1)


def _is_name(value: object) -> bool:
    """Whether a JSON-LD value is a string, as the name of a type is."""
    return isinstance(value, str)


def _meta(tree: Any) -> dict[str, str]:  # noqa: ANN401 - lxml has no types
    """The first content of each <meta> element, by its name, property or itemprop in lower case."""
    found: dict[str, str] = {}
    for node in tree.xpath("//meta[@content]"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        content = " ".join(node.get("content").split())
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _times(tree: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    """The machine-readable days of <time> elements marked as the day of publication."""
    path = '//time[@datetime and (@pubdate or @itemprop="datePublished" or contains(@class, "publish"))]/@datetime'
    return [str(value) for value in tree.xpath(path)]


def _captions(tree: Any) -> tuple[str, ...]:  # noqa: ANN401 - lxml has no types
    """The captions of a page's figures."""
    lines = (_content(node) for node in tree.xpath("//figcaption"))
    return tuple(line for line in lines if line and len(line) <= _MAX_CAPTION)


def _content(node: Any) -> str:  # noqa: ANN401 - lxml has no types
    """The words of an element on one line."""
    return " ".join(node.text_content().split())


def _text(value: object, *, lines: bool = False) -> str | None:
    """A JSON-LD value as text without markup; None for anything but a string."""
    if not isinstance(value, str) or not value.strip():
        return None
    bare = re.sub(r"<[^>]{1,200}>", " ", value)
    return bare.strip() if lines else " ".join(bare.split())


def _names(value: object, depth: int = 0) -> str | None:
    """The name or names of a JSON-LD person, organisation or list of them."""
    if depth > _MAX_DEPTH:
        return None
    if isinstance(value, list):
        names = [name for part in value if (name := _names(part, depth + 1))]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        return _text(value.get("name")) or _text(value.get("url"))
    return _text(value)


def _authors(value: str | None) -> str | None:
    """Trafilatura's authors ("A; B") as a byline; None where it took a biography for a name."""
    names = ", ".join(name.strip() for name in value.split(";")) if value else ""
    return names if byline_names(f"By {names}") else None


def _marked_byline(tree: Any) -> str | None:  # noqa: ANN401 - lxml has no types
    """The byline of an element that its class or relation marks as one."""
    path = '//*[contains(@class, "byline") or contains(@class, "-meta") or contains(@class, "author") or @rel="author"]'
    lines = (_content(node) for node in tree.xpath(path))
    return next((names for line in lines if len(line) <= _MAX_BYLINE and (names := byline_names(line))), None)


def _without_site(title: str | None, site: str | None) -> str | None:
    """A page's title without the outlet's name at its end."""
    found = _TITLE_TAIL.search(title or "")
    if title and found and site and plain(found["site"]).lower() in plain(site).lower():
        return title[: found.start()]
    return title

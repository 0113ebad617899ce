"""What kind of body an answer has: a page, plain words, or neither; and a page in an encoding that its reader knows."""

import codecs
from collections.abc import Mapping
from typing import Literal

from vedette.gather.failures import NotAPageError
from vedette.gather.fetched import Fetched
from vedette.lexicon.charsets import charset

Kind = Literal["page", "text", "feed", "other"]

_PAGES = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"})
_FEEDS = (b"<rss", b"<feed", b"<rdf:rdf", b'{"version":"https://jsonfeed.org', b'{"version": "https://jsonfeed.org')
_XML = frozenset({"text/xml", "application/xml"})
_UNTOLD = frozenset({"", "application/octet-stream", "unknown/unknown", "binary/octet-stream"})
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<article", b"<p", b"<div", b"<h1", b"<!--")
_HEAD = 1024


def kind_of(headers: Mapping[str, str], body: bytes) -> Kind:
    """What an answer holds, by its Content-Type, and by how it begins where that says nothing.

    `headers` have names in lower case. A feed is told by how it begins whatever its type, since feeds are served under
    all of them.
    """
    told = headers.get("content-type", "").partition(";")[0].strip().lower()
    head = body[:_HEAD].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if is_feed(head):
        return "feed"
    if told in _PAGES:
        return "page"
    if told in _XML | _UNTOLD:
        return "page" if head.startswith(_MARKUP) or b"<html" in head else "other"
    if told in ("text/plain", "text/markdown"):
        return "page" if head.startswith(_MARKUP[:2]) else "text"
    return "other"


def is_page(answer: Fetched) -> bool:
    """Whether an answer is a page and not plain words; raises NotAPageError where it is neither."""
    kind = kind_of(answer.headers, answer.body)
    if kind in ("page", "text"):
        return kind == "page"
    told = answer.headers.get("content-type", "").partition(";")[0] or "something without a type"
    what = "a feed" if kind == "feed" else told
    msg = f"{answer.final} gives {what}, not a page. Give the address of the article itself"
    raise NotAPageError(msg)


def is_feed(head: bytes) -> bool:
    """Whether bytes, in lower case, begin like a feed."""
    bare = head
    while bare.startswith((b"<?", b"<!--", b"<!doctype rss", b"<!doctype rdf")):
        bare = bare.partition(b">")[2].lstrip()
    return bare.startswith(_FEEDS)


def charset_of(headers: Mapping[str, str]) -> str | None:
    """The encoding that a Content-Type names, if Python knows it; None else."""
    for parameter in headers.get("content-type", "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            try:
                return charset(value.strip().strip("\"'"))
            except LookupError:
                return None  # the page itself may say better
    return None


def in_utf8(headers: Mapping[str, str], body: bytes) -> bytes:
    """A page's bytes in UTF-8 where its answer names another encoding; as they are where they do not fit it.

    UTF-8 goes before what is named, since servers that name a wrong one are common and text that is UTF-8 by chance is
    not; a byte order mark goes before both.
    """
    named = charset_of(headers)
    if named in (None, "utf-8") or body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        name = {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(named or "", named or "")
        try:
            return body.decode(name).encode("utf-8", "replace")
        except (UnicodeDecodeError, LookupError):
            return body  # what it names is not so: the reader tells with the page's own word
    return body

"""The entries of JSON Feeds (https://jsonfeed.org, versions 1 and 1.1) as articles."""

import html
import json
from collections.abc import Mapping
from typing import Any

from vedette.gather.fetched import Fetched, Problem, Tell
from vedette.gather.sources.given import Given, as_listed, not_a_feed, tell_surplus
from vedette.gather.sources.listing import MOST_LISTED, Listed

_VERSION = "https://jsonfeed.org/version/"


def looks_like_json(body: bytes) -> bool:
    """Whether an answer is a JSON object by how it begins."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_items(answer: Fetched, tell: Tell, *, publisher: str | None, whole: bool) -> tuple[list[Listed], bool]:
    """As `entries.read_entries`, of a JSON Feed. Raises NotAFeedError for JSON that is none."""
    try:
        feed = json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise not_a_feed(answer, f"it begins like JSON and is none ({str(error)[:80]})") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not str(feed.get("version", "")).startswith(_VERSION):
        raise not_a_feed(answer, "its JSON is no JSON Feed: `version` or `items` is missing")
    given = []
    for number, item in enumerate(items[:MOST_LISTED], 1):
        if isinstance(item, dict):
            given.append(_given(item, answer.final))
        else:
            tell(Problem(f"{answer.final} item {number}", f"a JSON {type(item).__name__}, where an object is due"))
    listed = as_listed(given, answer, tell, publisher=publisher, whole=whole)
    return listed, tell_surplus(len(items), answer, tell)


def _given(item: Mapping[str, Any], base: str) -> Given:
    """What an item says; values of another type than the format's say nothing."""
    ident = item.get("id")
    links = (_words(item, "url"), _words(item, "external_url"), str(ident) if _is_address(ident) else None)
    text = _words(item, "content_text")
    return Given(
        ident=str(ident) if isinstance(ident, str | int) and not isinstance(ident, bool) else None,
        links=tuple(link for link in links if link),
        title=_words(item, "title"),
        published=_words(item, "date_published"),
        updated=_words(item, "date_modified"),
        markup=_words(item, "content_html") or (_as_markup(text) if text else None) or _words(item, "summary"),
        base=base,
    )


def _words(item: Mapping[str, Any], name: str) -> str | None:
    """A field that holds words; lone surrogates, which JSON can write, are replaced."""
    value = item.get(name)
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) and value.strip() else None


def _is_address(value: object) -> bool:
    """Whether an id is the address of a page, as the format recommends."""
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def _as_markup(text: str) -> str:
    """Plain text as paragraphs."""
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n") if part.strip())

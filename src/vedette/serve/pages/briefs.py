"""Briefs as they are read: the list, one with its evidence, its versions, feeds, all by one author."""

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from markupsafe import Markup, escape

from vedette.brief import ninjs, text
from vedette.brief import page as printed
from vedette.brief.drawing import map_of, timeline_of, unplaced
from vedette.brief.layout import METHOD, SOURCES, TITLES, WORDS, Laid, told_of
from vedette.gather.clean import plain_lines
from vedette.serve import replying
from vedette.serve.briefing import author_of, item_of, may_write, no_author, withdrawn
from vedette.serve.context import web_of
from vedette.serve.failing import MissingError
from vedette.serve.feeds import KINDS, Entry, Feed, written
from vedette.serve.guard import Identity, Need
from vedette.serve.rendering import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vedette.records.brief import Brief, BriefSource
    from vedette.serve.context import Web
    from vedette.store.briefs import BriefItem

router = APIRouter(prefix="/briefs", include_in_schema=False)
Reader = Annotated[Identity, Depends(Need("reader"))]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
After = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
Form = Literal["html", "md", "txt", "json", "ninjs"]
PAGE: Final = 30
NEWEST: Final = 50
MEDIA: Final[dict[str, tuple[str, str]]] = {
    "html": ("text/html; charset=utf-8", "html"), "md": ("text/markdown; charset=utf-8", "md"),
    "txt": ("text/plain; charset=utf-8", "txt"), "json": ("application/json", "json"),
    "ninjs": ("application/json", "ninjs.json"),
}  # fmt: skip


@router.get("")
def briefs(request: Request, who: Reader, after: After = None) -> Response:
    """The briefs that are published, the newest first; to those who write also what is not yet."""
    return _list(request, who, None, after)


@router.get("/by/{name:path}")
def by(request: Request, who: Reader, name: Annotated[str, Path(max_length=80)], after: After = None) -> Response:
    """All briefs by one author: those that they made or signed."""
    return _list(request, who, author_of(web_of(request), name), after)


def _list(request: Request, who: Identity, author: Any, after: int | None) -> Response:  # noqa: ANN401 - an Account
    """A page of briefs; an author of whom there is none to see is no author."""
    web, writes = web_of(request), may_write(who)
    asked: dict[str, Any] = {"by": author.id if author else None, "limit": PAGE + 1, "after": after}
    found = web.briefs.found(published=True, **asked)
    drafts = web.briefs.found(published=False, by=asked["by"], limit=PAGE) if writes and after is None else []
    drafts = [one for one in drafts if one.number != one.published or one.withdrawn_at]
    if author is not None and not found and not drafts and after is None:
        raise MissingError(no_author(author.name))
    more = found[PAGE - 1].id if len(found) > PAGE else None
    return page(
        request, "briefs.html", found=found[:PAGE], drafts=drafts, author=author, more=more, writes=writes,
        held=len(web.teamwork.held()) if who.may("editor") and who.account else 0,
    )  # fmt: skip


@router.get("/feed.{kind}", dependencies=[Depends(Need("reader"))])
def feed(request: Request, kind: Literal["atom", "rss"], author: Annotated[str, Query(max_length=80)] = "") -> Response:
    """The newest published briefs, of all or of one author; of a desk that is not public with a token."""
    web, base = web_of(request), str(request.base_url).rstrip("/")
    one = author_of(web, author) if author else None
    found = web.briefs.found(published=True, by=one.id if one else None, limit=NEWEST)
    if one is not None and not found:
        raise MissingError(no_author(author))
    title = f"{web.settings.title}: briefs by {one.name}" if one else f"{web.settings.title}: briefs"
    here = f"{base}/briefs/by/{quote(one.name, safe='')}" if one else f"{base}/briefs"
    told = Feed(title, here, str(request.url), [_entry(web, base, item) for item in found])
    return Response(written(told, kind), media_type=KINDS[kind])


def _entry(web: "Web", base: str, item: "BriefItem") -> Entry:
    """A brief in a feed."""
    said = web.briefs.content(item)
    summary = " ".join(sentence.text for sentence in said.summary) or said.headline.text
    names = tuple(dict.fromkeys(filter(None, (item.author, item.signer))))
    return Entry(f"{base}/briefs/{item.id}", item.headline, summary, names, item.published_at or item.at)


@router.get("/{number}")
def brief(request: Request, who: Reader, number: Number) -> Response:
    """A brief: to readers the version that was published last, to those who write the newest."""
    web = web_of(request)
    if (gone := withdrawn(web, who, number)) is not None:
        return page(request, "brief-gone.html", status=410, item=gone)
    return brief_page(request, who, item_of(web, who, number))


@router.get("/{number}/versions/{version}")
def brief_version(request: Request, who: Reader, number: Number, version: Number) -> Response:
    """A version of a brief; to readers one that was published."""
    return brief_page(request, who, item_of(web_of(request), who, number, version))


def brief_page(
    request: Request, who: Identity, item: "BriefItem", *, status: int = 200, problem: str = "",
    given: "Mapping[str, str] | None" = None,
) -> Response:  # fmt: skip
    """The page of a version; `problem` is what is wrong with the reply that was `given`."""
    web, writes = web_of(request), may_write(who)
    said = web.briefs.content(item)
    versions = [one for one in web.briefs.versions(item.id) if writes or one.state == "published"]
    laid = Laid(said)
    return page(
        request, "brief.html", status=status, item=item, brief=said, laid=laid, versions=versions, writes=writes,
        own=writes and (who.name in {item.maker, item.author} or who.may("editor")),
        map=_drawn(map_of(said.points, said.scope)), line=_drawn(timeline_of(said.points, said.scope)),
        unplaced=len(unplaced(said.points)), titles=TITLES, headings=(SOURCES, METHOD, WORDS), source_line=source_line,
        cite=address_of_cite, forms=MEDIA, two_person=web.settings.two_person,
        comments=web.teamwork.comments("brief", str(item.id)) if writes else [],
        takes_replies=replying.taken(web, item), replies=replying.replies(web, item), reply_html=replying.shown,
        replied="replied" in request.query_params, problem=problem,
        given=given or dict.fromkeys(("name", "mail", "text"), ""),
    )  # fmt: skip


def _drawn(svg: str) -> Markup:
    """A picture as part of the page; its texts are escaped by brief/drawing.py, their controls are taken out here."""
    return Markup(plain_lines(svg))  # noqa: S704 - see above


def source_line(source: "BriefSource") -> Markup:
    """A source in words; a title that runs from right to left does not turn the words round it."""
    words, title = (str(escape(plain_lines(text))) for text in (told_of(source), source.title or ""))
    return Markup(words.replace(title, f"<bdi>{title}</bdi>", 1) if title else words)  # noqa: S704 - escaped above


def address_of_cite(cite: str) -> str:
    """The page of what a sentence cites."""
    kind, _, rest = cite.partition(":")
    if kind == "forecast":
        return "/forecast"
    if kind == "tie":
        return "/network"
    pages = {"registry": ("actors", rest), "control": ("places", rest)}
    event = ("reports", kind) if rest else ("incidents", cite)
    place, ident = pages.get(kind, event)
    return f"/{place}/{quote(ident, safe='')}"


@router.get("/{number}/versions/{version}/download.{form}")
def download(request: Request, who: Reader, number: Number, version: Number, form: Form) -> Response:
    """A version as a file."""
    web = web_of(request)
    item = item_of(web, who, number, version)
    media, ending = MEDIA[form]
    name = f"brief-{item.id}-{item.number}.{ending}"
    made = as_file(web.briefs.content(item), form)
    return Response(made, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})


def as_file(said: "Brief", form: str) -> str:
    """A brief in a form of MEDIA."""
    writers = {"html": printed.html, "md": text.markdown, "txt": text.terminal, "ninjs": ninjs.ninjs}
    return writers[form](said) if form in writers else said.model_dump_json(indent=1)

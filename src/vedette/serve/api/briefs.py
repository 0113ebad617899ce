"""Briefs in the API: what is published, to those who write also drafts; making, signing, publishing, withdrawing."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from vedette.serve import briefing, replying
from vedette.serve.api import shapes
from vedette.serve.api.answers import told
from vedette.serve.context import web_of
from vedette.serve.failing import GoneError, MissingError
from vedette.serve.guard import Identity, Need, address_of

if TYPE_CHECKING:
    from vedette.store.briefs import BriefItem

router = APIRouter(prefix="/briefs", tags=["briefs"])
Reader = Annotated[Identity, Depends(Need("reader"))]
Analyst = Annotated[Identity, Depends(Need("analyst"))]
Editor = Annotated[Identity, Depends(Need("editor"))]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
GONE: dict[int | str, dict[str, Any]] = {
    410: {
        "model": shapes.Problem,
        "content": {"application/problem+json": {}},
        "description": "It was withdrawn",
    }
}


class VersionAsked(BaseModel):
    """A version to be signed or published; `flags_seen` that its flagged sentences were looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = Field(ge=1, le=2**31 - 1)
    flags_seen: bool = False


class WithdrawAsked(BaseModel):
    """Why a brief is withdrawn; readers are told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    why: str = Field(min_length=1, max_length=2000)


@router.get("", response_model=shapes.BriefPage)
def briefs(
    request: Request,
    who: Reader,
    author: Annotated[str | None, Query(max_length=80, description="Those that somebody made or signed")] = None,
    drafts: Annotated[bool, Query(description="The newest versions, published or not; for those who write")] = False,  # noqa: FBT002 - of the address
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most")] = 50,
    after: Annotated[
        int | None, Query(ge=1, le=2**31 - 1, description="The id of the last brief of the page before")
    ] = None,
) -> Response:  # fmt: skip
    """The briefs, the newest first, without their sentences."""
    web = web_of(request)
    by = briefing.author_of(web, author).id if author else None
    published = not (drafts and briefing.may_write(who))
    found = web.briefs.found(published=published, by=by, limit=limit + 1, after=after)
    if by is not None and not found and after is None:
        raise MissingError(briefing.no_author(author or ""))
    following = None
    if len(found) > limit:
        here = request.url.include_query_params(after=found[limit - 1].id, limit=limit)
        following = str(here.replace(scheme="", netloc=""))
    return told(request, {"items": [shown(item) for item in found[:limit]], "next": following})


def shown(item: "BriefItem") -> dict[str, Any]:
    """A brief without its sentences, as the API tells of it."""
    return {name: getattr(item, name) for name in shapes.BriefShape.model_fields}


@router.get("/{number}", response_model=shapes.BriefWhole, responses=GONE)
def brief(
    request: Request, who: Reader, number: Number, version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> Response:
    """A brief with its sentences: the version that was published last, to those who write the newest, or one asked for.

    410 where it was withdrawn.
    """
    web = web_of(request)
    if (gone := briefing.withdrawn(web, who, number)) is not None:
        msg = f"brief {number} was withdrawn {gone.withdrawn_at}: {gone.why}"
        raise GoneError(msg)
    item = briefing.item_of(web, who, number, version)
    return told(request, shown(item) | {"brief": web.briefs.content(item).as_json()})


@router.get("/{number}/versions", response_model=shapes.BriefPage)
def versions(request: Request, who: Reader, number: Number) -> Response:
    """The versions of a brief, the newest first; to readers those that were published."""
    web = web_of(request)
    briefing.item_of(web, who, number)
    writes = briefing.may_write(who)
    found = [shown(one) for one in web.briefs.versions(number) if writes or one.state == "published"]
    return told(request, {"items": found, "next": None})


@router.get("/{number}/replies", response_model=shapes.ReplyPage)
def replies(request: Request, who: Reader, number: Number) -> Response:
    """What readers replied to a published brief, as far as an editor shows it; none where the desk takes no replies."""
    web = web_of(request)
    item = web.briefs.item(number, published=True)
    if item is None:
        item = briefing.item_of(web, who, number)
    found = [
        {"id": one.id, "name": one.name, "html": replying.safe(one.text), "at": one.at}
        for one in replying.replies(web, item)
    ]
    return told(request, {"items": found})


@router.post("", status_code=201, response_model=shapes.BriefShape)
def made(request: Request, who: Analyst, asked: briefing.BriefQuery) -> Any:  # noqa: ANN401 - made into BriefShape
    """Make a brief from filters, as a draft; it takes seconds. 409 where no incident holds to them."""
    web = web_of(request)
    ident = briefing.begin(web, who, asked)
    _note(request, who, "brief made", ident, 1)
    return shown(briefing.item_of(web, who, ident))


@router.post("/{number}/sign", response_model=shapes.BriefShape)
def signed(request: Request, who: Analyst, number: Number, asked: VersionAsked) -> Any:  # noqa: ANN401 - as above
    """Sign a draft, by which one answers for it."""
    web = web_of(request)
    briefing.sign(web, who, briefing.item_of(web, who, number, asked.version), flags_seen=asked.flags_seen)
    _note(request, who, "brief signed", number, asked.version)
    return shown(briefing.item_of(web, who, number, asked.version))


@router.post("/{number}/publish", response_model=shapes.BriefShape)
def published(request: Request, who: Editor, number: Number, asked: VersionAsked) -> Any:  # noqa: ANN401 - as above
    """Publish a version that is signed."""
    web = web_of(request)
    briefing.publish(web, who, briefing.item_of(web, who, number, asked.version))
    _note(request, who, "brief published", number, asked.version)
    return shown(briefing.item_of(web, who, number, asked.version))


@router.post("/{number}/withdraw", response_model=shapes.BriefShape)
def withdrew(request: Request, who: Editor, number: Number, asked: WithdrawAsked) -> Any:  # noqa: ANN401 - as above
    """Take a brief from readers."""
    web = web_of(request)
    item = briefing.item_of(web, who, number)
    briefing.withdraw(web, who, item, asked.why)
    _note(request, who, "brief withdrawn", number, item.number)
    return shown(briefing.item_of(web, who, number))


def _note(request: Request, who: Identity, action: str, number: int, version: int) -> None:
    """Write it into the audit log."""
    web_of(request).accounts.note(who.name, address_of(request), action, f"brief {number}", version=version)

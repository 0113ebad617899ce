"""Answers of the API: JSON with an ETag, and nothing where the copy that whoever asks has is still good."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from starlette.requests import Request

JSON = "application/json"
GEOJSON = "application/geo+json"


class GeoJson(JSONResponse):
    """What a route says that it answers with."""

    media_type = GEOJSON


def answer(request: "Request", body: bytes, media_type: str = JSON, links: str = "") -> Response:
    """A body with its ETag, or 304 where the request names that ETag already."""
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "authorization, cookie"}
    if links:
        headers["link"] = links
    if is_known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def is_known(given: str, tag: str) -> bool:
    """Whether an ETag is among those of a header If-None-Match."""
    known = [one.strip() for one in given.split(",")]
    return tag in known or "*" in known or tag.removeprefix("W/") in known


def told(request: "Request", value: Any, media_type: str = JSON) -> Response:  # noqa: ANN401 - any value of JSON
    """A value as JSON."""
    body = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return answer(request, body.encode("utf-8", "replace"), media_type)

"""The page of the web API, from its OpenAPI description."""

import tempfile
from pathlib import Path
from typing import Any, Final

from fastapi.openapi.utils import get_openapi

from docsite.tables import code, need, plain, table, words
from vedette.serve.app import create_app
from vedette.store import open_desk

_REMEDY: Final = "Give its function a docstring in src/vedette/serve/api"
_SHARED: Final = 8
"""From so many parameters on that two routes share, they are told once."""


def description() -> dict[str, Any]:
    """The OpenAPI description of an empty desk's API."""
    with tempfile.TemporaryDirectory(prefix="vedette-docs-") as folder, open_desk(Path(folder) / "desk") as desk:
        app = create_app(desk)
        return get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)


def page() -> str:
    """The page."""
    told = description()
    filters = _filters(told)
    parts = [
        words("api"),
        plain(told["info"]["description"]),
        words("api", "more"),
        table(["parameter", ""], ([code(name), text] for name, text in filters.items())),
        "## Routes",
    ]
    for path, methods in told["paths"].items():
        for method, route in methods.items():
            parts.append(_route(method.upper(), path, route, set(filters)))
    return "\n\n".join(parts) + "\n"


def _filters(told: dict[str, Any]) -> dict[str, str]:
    """The parameters that the lists of incidents share."""
    route = told["paths"]["/api/v1/spots"]["get"]
    return {one["name"]: _parameter(one) for one in route["parameters"] if one["in"] == "query"}


def _route(method: str, path: str, route: dict[str, Any], filters: set[str]) -> str:
    """A route's part of the page."""
    text = need(route.get("description"), f"{method} {path}", _REMEDY)
    taken = route.get("parameters", [])
    names = {one["name"] for one in taken}
    shared = filters & names if len(filters & names) >= _SHARED else set()
    rows = [[code(one["name"]), one["in"], _parameter(one)] for one in taken if one["name"] not in shared]
    parts = [f"### `{method} {path}`", plain(text) + (" *Filters.*" if shared else "")]
    if rows:
        parts.append(table(["parameter", "in", ""], rows))
    if "requestBody" in route:
        parts.append(f"Body: {_body(route['requestBody'])}.")
    return "\n\n".join(parts)


def _body(body: dict[str, Any]) -> str:
    """What is sent."""
    return ", ".join(f"{kind}: {_kind(held.get('schema', {}))}" for kind, held in body["content"].items())


def _parameter(one: dict[str, Any]) -> str:
    """What a parameter is for and what it takes."""
    said = one.get("description") or one["schema"].get("description") or ""
    kind = _kind(one["schema"])
    return f"{plain(said)}{'. ' if said and not said.endswith('.') else ' '}({kind})".strip()


def _kind(schema: dict[str, Any]) -> str:
    """The values that a schema allows, in words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return ", ".join(code(str(one)) for one in schema["enum"])
    if "anyOf" in schema or "oneOf" in schema:
        kinds = [_kind(one) for one in schema.get("anyOf", schema.get("oneOf", []))]
        return " or ".join(kind for kind in kinds if kind != "null")
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return {"string": "text", "integer": "whole number"}.get(schema.get("type", ""), str(schema.get("type", "any")))

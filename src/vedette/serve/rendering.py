"""Pages made of templates: every text that comes from elsewhere is escaped, and freed of what steers terminals."""

import functools
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from vedette.gather.clean import plain_lines
from vedette.lexicon.countries import countries
from vedette.serve import keys
from vedette.serve.context import web_of
from vedette.serve.families import families, family_of
from vedette.serve.guard import Identity, before_cookie
from vedette.serve.nav import NAV
from vedette.version import __version__

if TYPE_CHECKING:
    from starlette.requests import Request


NOW: Final = "as-it-is-now="
"""Marks the one link of a page of the past that leads to now; `carried` takes it out."""
_PAST: Final = re.compile(
    r' href="(/(?:(?:api/v1/)?(?:incidents|reports|actors|places|network|tempo)(?:/[^"?#]*)?'
    r'|api/v1/(?:map|timeline|spots|control)|calendar|ogc/collections/incidents/items)?)(\?[^"#]*)?(?=["#])'
)
"""Links to what is told as of a time."""


@functools.cache
def environment() -> Environment:
    """The templates; a name that a template uses and nobody gives is an error, not an empty string."""
    made = Environment(
        loader=PackageLoader("vedette.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    made.filters["segment"] = lambda text: quote(str(text), safe="")
    made.filters["minute"] = lambda stamp: str(stamp)[:16].replace("T", " ")
    made.filters["times"] = _times
    made.globals["version"] = __version__
    made.globals["nav"] = NAV
    made.globals["families"] = families()
    made.globals["family_of"] = family_of
    made.globals["country_name"] = country_name
    return made


def _harmless(value: Any) -> Any:  # noqa: ANN401 - whatever a template shows
    """A text without controls and direction overrides; nothing for None."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return plain_lines(value)
    return "" if value is None else value


def country_name(code: str) -> str:
    """A country's English name."""
    return countries().name(code) or code


def _times(toll: Any) -> str:  # noqa: ANN401 - a Toll
    """A range of people: "12", "9-11 (best 10)"."""
    if toll is None:
        return ""
    if toll.low == toll.high:
        return str(toll.low)
    return f"{toll.low}\u2013{toll.high} (best {toll.best})"


def carried(body: str, as_of: str) -> str:
    """A page whose links to what the desk knew lead to what it knew at the same time.

    A text of an article holds no such attribute, since its quotation marks are escaped.
    """

    def with_time(found: re.Match[str]) -> str:
        """A link with the time."""
        path, query = found[1], found[2] or ""
        if "as_of=" in query or NOW in query:
            return found[0].replace(NOW, "")
        return f' href="{path}{query}{"&amp;" if query else "?"}{escape(urlencode({"as_of": as_of}))}'

    return _PAST.sub(with_time, body)


def _now(request: "Request") -> str:
    """The address of the same page as it is now."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "as_of"]
    return f"{quote(request.url.path)}?{urlencode([*asked, (NOW.rstrip('='), '')])}"


def page(request: "Request", template: str, *, status: int = 200, **told: Any) -> HTMLResponse:  # noqa: ANN401
    """A page; forms of those who are not logged in get a word of their own, kept in a cookie."""
    web = web_of(request)
    who: Identity = getattr(request.state, "identity", Identity())
    before = request.cookies.get(before_cookie(web)) or keys.new_key()
    asked: list[str] = []

    def csrf() -> str:
        """The word that a form must hold."""
        asked.append("word")
        return keys.masked(who.session.csrf if who.session else before)

    shared = {
        "who": who,
        "title": web.settings.title,
        "public": web.settings.public,
        "provider": web.settings.oidc.label if web.settings.oidc else "",
        "csrf": csrf,
        "path": request.url.path,
        "as_of": web.as_of,
        "as_of_given": request.query_params.get("as_of", ""),
        "now": _now(request) if web.as_of else "",
        "updated": web.fresh.at,
        "stale": web.fresh.error,
        "today": web.today,
        "flash": request.query_params.get("said", "")[:300] if who.account else "",
    }
    body = environment().get_template(template).render(**(shared | told))
    if web.as_of:
        body = carried(body, request.query_params["as_of"])
    made = HTMLResponse(body, status, {"cache-control": "no-store"})
    if asked and who.session is None:
        made.set_cookie(before_cookie(web), before, secure=web.settings.secure, httponly=True, samesite="strict")
    return made

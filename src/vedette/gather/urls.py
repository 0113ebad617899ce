"""The one spelling of an address: what was added to follow the reader is taken out, what is alike is written alike.

After RFC 3986 (section 6.2, normalisation) and UTS 46 (names of hosts). Only what is sure is done: an address that was
changed leads to the same page. What a page says of itself (`<link rel=canonical>`) is believed within its own site.
"""

import html
import ipaddress
import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

from vedette.errors import GatherError
from vedette.gather.tracking import tracking

MAX_LENGTH = 8192
"""Of an address in characters; servers refuse longer ones."""

SCHEMES = ("http", "https")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_MAX_HOST = 253
_MAX_PORT = 65_535
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SIGNS = "%/:@!$&'()*+,;=~"
_QUERY_SIGNS = _PATH_SIGNS + "?"
_ROUTES = ("!", "/")
"""How fragments begin that name a page, on sites of one page for all."""
_SAME_SITE = ("www.", "m.", "mobile.", "amp.")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"<link\s[^>]{1,4000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_HEAD = 300_000


def canonical(url: str, base: str | None = None) -> str:
    """The address in its one spelling; a relative one is read from `base`. Applying it twice changes nothing more.

    Lower-case host in ASCII (IDN by UTS 46) without trailing dots, no default port, percent-encoding only where it is
    needed, no dot segments, no tracking parameters, no fragment (but for routes, "#!" and "#/"), the page's own address
    instead of that of an AMP cache or of a link that only leads on. Raises GatherError for what names no page.
    """
    found = _plain(_joined(url, base))
    while inner := _inside(found):
        try:
            found = _plain(inner)
        except GatherError:
            break  # what it leads on to is no address; the one around it is
    return found


def identity(url: str) -> str:
    """What two addresses of one page share: the canonical address without its scheme and a "www." before the host."""
    return canonical(url).partition("://")[2].removeprefix("www.")


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host, "www.", "m.", "mobile." and "amp." before it aside."""
    return _bare_host(one) == _bare_host(other)


def page_address(page: str, address: str) -> str:
    """The canonical address of a page that was fetched from `address`: its own word for it where that can be true.

    Its own word is `<link rel=canonical>`; it is not believed where it names another site, or the front page.
    """
    own = canonical(address)
    for href in _canonical_links(page[:_HEAD]):
        try:
            said = canonical(href, base=address)
        except GatherError:
            continue  # a broken link says nothing
        if same_site(said, own) and (urlsplit(said).path != "/" or urlsplit(own).path == "/"):
            return said
    return own


def _joined(url: str, base: str | None) -> str:
    """The whole address, without the white space and line breaks that feeds leave around and in it."""
    bare = re.sub(r"[\x00-\x1f\x7f]", "", url).strip()
    if not bare:
        msg = "an empty address. Give one that begins with http:// or https://"
        raise GatherError(msg)
    try:
        whole = urljoin(base, bare) if base else bare
    except ValueError as error:
        raise _no_address(bare, str(error)) from error
    if len(whole) > MAX_LENGTH:
        raise _no_address(bare, f"longer than {MAX_LENGTH} characters")
    return whole


def _plain(url: str) -> str:
    """The spelling of one address, whatever other address it may hold."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _no_address(url, str(error)) from error
    scheme = parts.scheme.lower()
    if scheme not in SCHEMES:
        raise _no_address(url, f"{scheme or 'no scheme'!r} is neither http nor https")
    if "@" in parts.netloc:
        raise _no_address(url, "it holds a user name or password")
    if port == 0:
        raise _no_address(url, "port 0")
    host = _host(parts.hostname or "", url)
    host = tracking().variants.get(host, host)
    place = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    path = _without_dots(_escaped(parts.path, _PATH_SIGNS)) or "/"
    spelt = urlunsplit((scheme, place, path, _query(parts.query, host), _route(parts.fragment)))
    if len(spelt) > MAX_LENGTH:
        raise _no_address(url, f"longer than {MAX_LENGTH} characters")
    return spelt


def _host(name: str, url: str) -> str:
    """A host's name in ASCII and lower case; raises GatherError where it is none."""
    if ":" in name:
        if "%" in name:
            raise _no_address(url, "a zone belongs to one machine")
        try:
            return f"[{ipaddress.IPv6Address(name)}]"
        except ValueError as error:
            raise _no_address(url, str(error)) from error
    host = name.lower().rstrip(".")
    if not host.isascii():
        import idna  # noqa: PLC0415 - its tables are large, and most hosts are ASCII

        try:
            host = idna.encode(host, uts46=True).decode("ascii").rstrip(".")
        except (idna.IDNAError, UnicodeError) as error:
            raise _no_address(url, f"{name!r} is no name of a host") from error
    if len(host) > _MAX_HOST or not all(_LABEL.match(label) for label in host.split(".")):
        raise _no_address(url, f"{name!r} is no name of a host")
    return host


def _escaped(words: str, signs: str) -> str:
    """Part of an address, percent-encoded where it must be and nowhere else, in capitals."""
    whole = _STRAY_PERCENT.sub("%25", words)
    bare = _ESCAPE.sub(lambda m: c if (c := chr(int(m[1], 16))) in _UNRESERVED else m[0].upper(), whole)
    return quote(bare, safe=signs, errors="replace")


def _without_dots(path: str) -> str:
    """A path with its "." and ".." segments carried out (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    joined = "/".join(kept)
    return joined if joined.startswith("/") or not joined else f"/{joined}"


def _query(query: str, host: str) -> str:
    """A query without tracking parameters and without empty ones, in its order."""
    table = tracking()
    kept = [
        piece
        for piece in query.split("&")
        if piece and not table.is_tracking(unquote(piece.partition("=")[0]).lower(), host)
    ]
    return _escaped("&".join(kept), _QUERY_SIGNS)


def _route(fragment: str) -> str:
    """A fragment that names a page of its own; any other is dropped."""
    return _escaped(fragment, _QUERY_SIGNS) if fragment.startswith(_ROUTES) else ""


def _inside(url: str) -> str | None:
    """The address that this one holds and only leads on to; None for one that is a page's own."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    rest = tracking().cached_path(host, parts.path)
    if rest is not None:
        return _cached(rest, parts)
    told = dict(reversed(parse_qsl(parts.query)))
    values = (told.get(name, "") for name in tracking().wrappers.get((host, parts.path), ()))
    return next((value for value in values if value.lower().startswith(("http://", "https://"))), None)


def _cached(rest: str, parts: SplitResult) -> str | None:
    """The address of the page that an AMP cache shows; None where what follows is no host."""
    scheme, where = ("https", rest[2:]) if rest.startswith("s/") else ("http", rest)
    if "." not in where.partition("/")[0]:
        return None
    return f"{scheme}://{where}" + (f"?{parts.query}" if parts.query else "")


def _bare_host(url: str) -> str:
    """An address's host without what only says how its pages are shown."""
    host = urlsplit(url).hostname or ""
    return next((host[len(start) :] for start in _SAME_SITE if host.startswith(start)), host)


def _canonical_links(head: str) -> list[str]:
    """The addresses of the <link rel=canonical> elements at the top of a page."""
    found: list[str] = []
    for link in _LINK.findall(_COMMENT.sub("", head)):
        told = {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(link)}
        if "canonical" in told.get("rel", "").lower().split() and told.get("href"):
            found.append(told["href"])
    return found


def _no_address(url: str, why: str) -> GatherError:
    """The error for something that is no address of a page."""
    return GatherError(f"{url[:200]!r} is no address of a page: {why}. Give one that begins with http:// or https://")

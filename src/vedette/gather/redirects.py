"""Following redirects one by one, so that every address on the way is asked for by the rules."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from vedette.gather.fetched import Fetched
from vedette.gather.refusals import AddressError, RedirectCountError, RedirectLoopError

Hop = Callable[[str, Mapping[str, str] | None], Fetched]
"""Fetches one address and follows nothing."""

MOST: Final = 8
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
FOR_GOOD: Final = frozenset({301, 308})


def follow(hop: Hop, url: str, headers: Mapping[str, str] | None = None, most: int = MOST) -> Fetched:
    """The answer at the end of the redirects from an address.

    `final` is the address that answered, `moved` the one that redirects for good alone led to, and a step from https
    down to http is told in `remarks`. An answer that redirects without saying where to is given back as it is. Raises
    RedirectLoopError, RedirectCountError, AddressError where the new address is none, and whatever `hop` raises.
    """
    seen = {_known(url)}
    at, moved, good = url, None, True
    remarks: list[str] = []
    while True:
        answer = hop(at, headers)
        after = _after(answer, at)
        if after is None:
            return replace(
                answer, url=url, final=answer.final, moved=moved or answer.moved, remarks=(*remarks, *answer.remarks)
            )
        if _known(after) in seen:
            msg = f"{url[:200]}: the redirects lead in a circle, back to {after[:200]!r}. Ask the owner of the source"
            raise RedirectLoopError(msg)
        if len(seen) > most:
            msg = f"{url[:200]}: more than {most} redirects. Give the address of the page itself"
            raise RedirectCountError(msg)
        good = good and answer.status in FOR_GOOD
        moved = after if good else moved
        if at.lower().startswith("https:") and after.lower().startswith("http:"):
            remarks.append(f"redirected from https to http: {after[:200]}")
        seen.add(_known(after))
        at = after


def _after(answer: Fetched, at: str) -> str | None:
    """Where an answer redirects to, None where it does not."""
    place = answer.headers.get("location", "").strip().replace(" ", "%20")  # a mistake that is common and plain
    if answer.status not in REDIRECTS or not place:
        return None
    try:
        joined = urljoin(at, place)
        urlsplit(joined)
    except ValueError as error:
        msg = f"{at[:200]} redirects to {place[:200]!r}, which is no address ({error}). Ask the owner of the source"
        raise AddressError(msg) from error
    return joined


def _known(url: str) -> str:
    """An address for comparison; a fragment makes no other page."""
    return urldefrag(url).url

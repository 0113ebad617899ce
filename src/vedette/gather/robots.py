"""What a site's robots.txt allows, as RFC 9309 says: kept for a day; out of reach means "no" for a while."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from protego import Protego

from vedette.errors import GatherError
from vedette.gather.fetched import Fetched
from vedette.gather.refusals import PausedError, RedirectCountError, RedirectLoopError, RobotsError, RobotsMissingError

TOKEN: Final = "vedette"  # noqa: S105 - the name that robots.txt calls us by, no secret
LARGEST: Final = 512_000
"""Bytes that are read of it (500 KiB, section 2.5)."""

GOOD_FOR: Final = 86_400.0
"""Seconds that it is kept (section 2.4)."""

REFUSED_FOR: Final = 3600.0
"""Seconds after which one that was out of reach is tried again."""

_TOO_MANY: Final = 429
_AGENT: Final = re.compile(r"\s*user[-_ ]?agents?\s*[:\s]\s*(.*)", re.IGNORECASE)
_OF_THE_SITE: Final = re.compile(r"\s*(?:sitemap|host)\b", re.IGNORECASE)
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz_-"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to us, and until when that holds."""

    until: float
    found: Protego | None = None
    missing: str | None = None
    """Why it could not be had, where that refuses everything."""
    size: int = 0
    """Characters of it that speak to us."""

    def check(self, url: str) -> None:
        """Refuse an address; raises RobotsError, or RobotsMissingError, which is so for a while only."""
        shown = url[:200]
        if self.missing is not None:
            msg = f"{shown}: its robots.txt cannot be had ({self.missing}). It is asked again later by itself"
            raise RobotsMissingError(msg)
        if self.found is not None and not self.found.can_fetch(url, TOKEN):
            msg = f"{shown}: the site's robots.txt asks programs to stay away. Leave it out, or ask the site"
            raise RobotsError(msg)

    def delay(self, longest: float) -> float:
        """The seconds that it asks to leave between two fetches, at most `longest`."""
        asked = self.found.crawl_delay(TOKEN) if self.found is not None else None
        return min(max(asked or 0.0, 0.0), longest)


def read_rules(get: Callable[[str], Fetched], origin: str, now: float) -> Rules:
    """The rules of an origin ("https://example.org"), fetched by `get`, which follows redirects.

    No robots.txt (4xx, or redirects without end) allows everything; one that is out of reach (5xx, 429, no answer)
    refuses everything for a while. Raises PausedError where the host is left alone, which says nothing about its rules.
    """
    try:
        answer = get(f"{origin}/robots.txt")
    except PausedError:
        raise
    except (RedirectCountError, RedirectLoopError):
        return Rules(now + GOOD_FOR)
    except GatherError as error:
        return Rules(now + REFUSED_FOR, missing=f"{error.code}: {error}")
    if answer.status >= 500 or answer.status == _TOO_MANY:  # noqa: PLR2004 - the server's own errors
        return Rules(now + REFUSED_FOR, missing=f"the server answers {answer.status}")
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - success
        return Rules(now + GOOD_FOR)
    text = ours(answer.body[:LARGEST].decode("utf-8", "replace").removeprefix("\ufeff"))
    return Rules(now + GOOD_FOR, found=Protego.parse(text), size=len(text))


def ours(text: str) -> str:
    """A robots.txt with the rules for us and for everyone ("*") alone, each under one name.

    Parsers give every name of a group every rule of it, so that a file of thousands of both would fill the memory.
    """
    groups: dict[str, list[str]] = {"*": [], TOKEN: []}
    named: set[str] = set()
    within = False  # the rules of a group, and not the names before them
    for line in text.splitlines():
        bare = line.partition("#")[0]
        agent = _AGENT.match(bare)
        if agent:
            named = set() if within else named
            within = False
            name = _product(agent[1])
            if name in groups:
                named.add(name)
                groups[name] = groups[name] or [f"User-agent: {name}"]
        elif bare.strip() and not _OF_THE_SITE.match(bare):
            within = True
            for name in named:
                groups[name].append(bare)
    return "\n".join(line for lines in groups.values() for line in lines)


def _product(said: str) -> str:
    """The name that a robots.txt gives to a program, without version and case."""
    name = said.strip().lower()
    return "*" if name.startswith("*") else name[: len(name) - len(name.lstrip(_LETTERS))]

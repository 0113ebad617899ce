"""Short names: "the Joint Force" in a report about Sudan is the one Sudanese group whose name begins so.

Reports give a group its whole name once, or never, and then the first words of it. Where a name in capitals is the
beginning of the names of exactly one actor of the registry in the country at hand, it is that actor.
"""

import functools
import re
from collections.abc import Mapping
from typing import Final

from vedette.lexicon.actors import ActorEntry, registry

NAME: Final = re.compile(r"[A-Z][\w\u2019'-]+(?: [A-Z][\w\u2019'-]+)+")
"""Two words or more in capitals, none of them all in capitals as in a dateline."""
_ARTICLE: Final = re.compile(r"(?:[Tt]he |[\w\u2019']+[\u2019']s )+")


def bare_name(words: str) -> str:
    """A name without its article or owner: "the Joint Force", "Darfur's Joint Force"."""
    return _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words


def short_name(words: str, country: str | None) -> ActorEntry | None:
    """The actor of a country whose name begins with these words; None where there is none, or more than one."""
    name = bare_name(words)
    if country is None or not NAME.fullmatch(name) or name.isupper():
        return None
    meant = {e.id: e for e in _beginnings().get((country, name), ())}
    return next(iter(meant.values())) if len(meant) == 1 else None


@functools.cache
def _beginnings() -> Mapping[tuple[str, str], tuple[ActorEntry, ...]]:
    """The actors by country and the first words of their names, two words at least."""
    found: dict[tuple[str, str], list[ActorEntry]] = {}
    for entry in registry().entries:
        for form in entry.forms if entry.country else ():
            words = form.split()
            for n in range(2, len(words)):
                found.setdefault((str(entry.country), " ".join(words[:n])), []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}

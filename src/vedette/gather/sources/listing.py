"""Which of the articles that a source lists are new or changed since the last visit, each once.

An entry is known by its id and by its address, since either may change while the other stays. Where entries of one
listing share an id (a constant guid) or an address (a page of many items), that one tells nothing and is left aside.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vedette.errors import GatherError
from vedette.gather.fetched import Article, Memory
from vedette.gather.urls import identity

MOST_LISTED = 10_000
"""Entries of one listing that are looked at."""

LEAST_REMEMBERED = 1000
"""Keys that are kept beyond those of the listing: entries may leave it and come back."""

_SPARE = 4
_ENOUGH_TO_TELL = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a listing, and the words of it that stand for its text where it has no date."""

    article: Article
    words: str = ""

    def fingerprint(self, *, dated: bool) -> str:
        """What changes when the entry is edited: its title, and its date, or its words where it has none."""
        article = self.article
        when = (article.updated or article.published) if dated else None
        told = (article.title or "", when or self.words)
        return hashlib.sha256("\x00".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def fresh(listing: Sequence[Listed], memory: Memory) -> Iterator[Article]:
    """The articles of a listing that `memory` does not know as they are now, in the listing's order, each once.

    An article goes into memory when the next one is asked for, so that none is lost where a visit is broken off.
    """
    keys = _keys(listing)
    dated = not _share_a_date(listing)
    met: set[str] = set()
    for entry, own in zip(listing, keys, strict=True):
        if met.intersection(own):
            continue
        met.update(own)
        mark = entry.fingerprint(dated=dated)
        if not any(memory.seen.get(key) == mark for key in own):
            yield entry.article
        _remember(memory, own, mark)
    _forget(memory, len(met))


def _keys(listing: Sequence[Listed]) -> list[tuple[str, ...]]:
    """What each entry is known by: id and address, without those that other entries have too."""
    told = [(entry.article.id, _address(entry.article)) for entry in listing]
    addresses, ids = defaultdict(set), defaultdict(set)
    for ident, address in told:
        addresses[ident].add(address)
        ids[address].add(ident)
    found = []
    for ident, address in told:
        good = [ident] if ident is not None and len(addresses[ident]) == 1 else []
        good += [address] if len(ids[address]) == 1 else []
        found.append(tuple(good) or (f"{ident} {address}",))
    return found


def _address(article: Article) -> str:
    """An article's address as far as it identifies it; of a file, its path."""
    try:
        return identity(article.url)
    except GatherError:
        return article.url


def _share_a_date(listing: Sequence[Listed]) -> bool:
    """Whether all entries bear one and the same time: then it is that of the listing, written anew at each visit."""
    dates = [entry.article.updated or entry.article.published for entry in listing]
    return len(dates) >= _ENOUGH_TO_TELL and len(set(dates)) == 1 and "T" in (dates[0] or "")


def _remember(memory: Memory, keys: Iterable[str], mark: str) -> None:
    """Keep an entry's fingerprint under all its keys, as the latest seen."""
    for key in keys:
        memory.seen.pop(key, None)
        memory.seen[key] = mark


def _forget(memory: Memory, listed: int) -> None:
    """Let go of what was not seen for longest, so that a memory stays in proportion to what the source lists."""
    surplus = len(memory.seen) - max(LEAST_REMEMBERED, _SPARE * listed)
    for key in list(memory.seen)[: max(0, surplus)]:
        del memory.seen[key]

"""Asking a source's address: only for what changed, at the place that it has moved to, and what the answer means."""

from typing import TypedDict

from vedette.errors import GatherError
from vedette.gather.failures import check_status
from vedette.gather.fetched import Fetched, Memory, Tell, Transport, log_problem
from vedette.gather.urls import canonical

_NOT_MODIFIED = 304


class Told(TypedDict, total=False):
    """What every source is told beside where it is."""

    name: str | None
    publisher: str | None
    tell: Tell


class AtAddress:
    """What sources at an address of the web are made from. Raises GatherError for what is no address."""

    def __init__(
        self, address: str, *, name: str | None = None, publisher: str | None = None, tell: Tell = log_problem
    ) -> None:
        """Check the address; nothing is fetched yet. It stays as given: feeds may need their parameters."""
        canonical(address)
        self.address = address
        self.name = name or address
        self.publisher = publisher
        self.tell = tell


def visit(transport: Transport, address: str, memory: Memory) -> Fetched | None:
    """The answer of a source's address; None where nothing changed since `memory` (304).

    Asked is where the address has moved to for good; if that fails, the address as set. Raises GoneError for 410,
    StatusError for any other error, and whatever the transport raises.
    """
    moved = memory.moved.get(address)
    if moved is not None:
        try:
            return _ask(transport, moved, memory)
        except GatherError:
            # what it moved to is no more: it may have moved back, or elsewhere
            del memory.moved[address]
            memory.etag = memory.modified = None
    return _ask(transport, address, memory)


def settle(memory: Memory, address: str, answer: Fetched, *, whole: bool = True) -> None:
    """Keep an answer's validators and where the address has moved to, once everything in it was taken.

    `whole` is False for an answer of which something is missing: it is asked for again in full.
    """
    memory.etag = answer.headers.get("etag") if whole else None
    memory.modified = answer.headers.get("last-modified") if whole else None
    if answer.moved and answer.moved != address:
        memory.moved[address] = answer.moved


def _ask(transport: Transport, address: str, memory: Memory) -> Fetched | None:
    """The answer of one address, None for 304."""
    known = {"If-None-Match": memory.etag, "If-Modified-Since": memory.modified}
    headers = {name: value for name, value in known.items() if value}
    answer = transport.fetch(address, headers)
    if answer.status == _NOT_MODIFIED and headers:
        return None
    check_status(address, answer.status, "Take the source out of the settings, or look for its new address")
    return answer

"""Replies of readers to published briefs: held until a moderator shows them, few at a time, and nothing in them acts.

The e-mail address is kept in the store and shown to nobody: no record, page, feed or answer of the API has it.
"""

import datetime as dt
import functools
import hashlib
import ipaddress
import re
import threading
from typing import TYPE_CHECKING, Annotated, Final

import nh3
from markupsafe import Markup
from pydantic import Field

from vedette.gather.clean import plain, plain_lines
from vedette.lexicon.tables import data_path
from vedette.lexicon.tomlfile import read_record
from vedette.records.base import Record
from vedette.serve.entrance import BarredError
from vedette.serve.failing import ConflictError, MissingError
from vedette.store.teamwork import COMMENT_LONG

if TYPE_CHECKING:
    from collections.abc import Callable

    from vedette.serve.context import Web
    from vedette.store.briefs import BriefItem
    from vedette.store.teamwork import Comment

KIND: Final = "reply"
NAME_LONG: Final = 80
MAIL_LONG: Final = 254
DAY: Final = dt.timedelta(hours=24)
MINUTE: Final = dt.timedelta(minutes=1)
_MAILBOX: Final = re.compile(r"[^@\s<>,;\"()]{1,64}@[^@\s<>,;\"()]+\.[^@\s<>,;\"().]{2,}")
_SIX: Final = 6
_ONE: Final = threading.Lock()
Number = Annotated[int, Field(ge=1)]


class Limits(Record):
    """How many replies are taken: see the file."""

    free: Number
    first_wait: Number
    longest_wait: Number
    desk: Number
    waiting: Number


class Rules(Record):
    """What data/web/replies.toml holds."""

    tags: tuple[str, ...]
    dropped: tuple[str, ...]
    limits: Limits


class UnfitReplyError(Exception):
    """A reply is not filled in rightly; the text says what to mend."""


@functools.cache
def rules() -> Rules:
    """The rules for replies; raises DataFileError where the file is not as it must be."""
    return read_record(data_path("web", "replies.toml"), Rules, "docs/serve.md")


def safe(text: str) -> str:
    """A reply as HTML that can stand in a page: a few tags without attributes, the rest as text."""
    once = _sanitised(plain_lines(text))
    return _sanitised(plain_lines(once))  # taking a character out may have made a tag of what was none


def _sanitised(html: str) -> str:
    """HTML through nh3."""
    known = rules()
    return nh3.clean(html, tags=set(known.tags), clean_content_tags=set(known.dropped), attributes={}, link_rel=None)


def shown(text: str) -> Markup:
    """The same for a template; it is cleaned again, whatever way it came into the store."""
    return Markup(safe(text))  # noqa: S704 - what nh3 lets through


def leave(web: "Web", item: "BriefItem", name: str, mail: str, text: str, address: str) -> None:
    """Keep a reply until a moderator looks at it.

    Raises MissingError where this desk takes none, UnfitReplyError, BarredError for too many, ConflictError where too
    many wait already.
    """
    if not taken(web, item):
        msg = "This desk takes no replies."
        raise MissingError(msg)
    who, box, said = _fit(name, mail, text)
    with _ONE:  # so that of many at once no more are let in than of many one by one
        count(web, address, box)
        if len(web.teamwork.held()) >= rules().limits.waiting:
            msg = "So many replies wait to be looked at that no further one is taken now. Try again in some days."
            raise ConflictError(msg)
        web.teamwork.say(KIND, str(item.id), said, who, email=box, state="held")


def taken(web: "Web", item: "BriefItem") -> bool:
    """Whether replies to a version are taken and shown: it must be what readers see."""
    return web.settings.replies and item.live and item.state == "published"


def _fit(name: str, mail: str, text: str) -> tuple[str, str, str]:
    """Name, address and text as they are kept; raises UnfitReplyError."""
    who, box = " ".join(plain(name).split()), mail.strip()
    if not who or len(who) > NAME_LONG:
        msg = f"Give a name of up to {NAME_LONG} letters."
        raise UnfitReplyError(msg)
    if len(box) > MAIL_LONG or not box.isprintable() or not _MAILBOX.fullmatch(box):
        msg = "Give an address of e-mail, such as name@example.org. It is shown to nobody."
        raise UnfitReplyError(msg)
    said = safe(text).strip()
    if not re.sub(r"<[^>]*>|&nbsp;|\s", "", said):
        msg = "There is nothing in your reply."
        raise UnfitReplyError(msg)
    if max(len(said), len(text)) > COMMENT_LONG:
        msg = f"A reply has up to {COMMENT_LONG} characters. Shorten it."
        raise UnfitReplyError(msg)
    return who, box, said


def count(web: "Web", address: str, mail: str) -> None:
    """Count a reply from an address and under an e-mail; raises BarredError where the next must wait."""
    known = {"address": network_of(address), "mail": mail.casefold(), "desk": ""}
    counted = {
        hashlib.sha256(f"reply {kind}\n{value}".encode("utf-8", "replace")).hexdigest(): _waits(kind)
        for kind, value in known.items()
    }
    if (until := web.accounts.barred(counted)) is not None:
        raise BarredError(until)
    web.accounts.failed(counted, DAY)


def network_of(address: str) -> str:
    """What an address is counted by: of IPv6 the network of 64 bits, since one home has all of it."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if found.version == _SIX else str(found)


def _waits(kind: str) -> "Callable[[int], dt.timedelta]":
    """How long to wait after so many replies."""
    limits = rules().limits

    def wait(replies: int) -> dt.timedelta:
        """The wait after this one."""
        if kind == "desk":
            return MINUTE if replies >= limits.desk else dt.timedelta(0)
        over = replies - limits.free
        seconds = min(limits.longest_wait, limits.first_wait * 2 ** min(over, 20)) if over >= 0 else 0
        return dt.timedelta(seconds=seconds)

    return wait


def replies(web: "Web", item: "BriefItem") -> "list[Comment]":
    """The replies to a brief that a moderator shows."""
    return web.teamwork.comments(KIND, str(item.id)) if taken(web, item) else []


def moderate(web: "Web", ident: int, state: str, who: str) -> "Comment":
    """Show or remove a reply; raises MissingError where it is none."""
    found = web.teamwork.comment(ident)
    if found is None or found.kind != KIND or found.state == "removed":
        msg = f"There is no reply {ident} to look at."
        raise MissingError(msg)
    web.teamwork.moderate(ident, state, who)
    return found

"""Feeds of entries as Atom 1.0 and RSS 2.0: plain texts alone, freed of what is no character of XML."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Final
from xml.etree import ElementTree as ET

from vedette.gather.clean import plain
from vedette.store.words import moment_of

ATOM: Final = "http://www.w3.org/2005/Atom"
KINDS: Final = {"atom": "application/atom+xml", "rss": "application/rss+xml"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its address, what it is called and says, who wrote it, and when it came out (a record time)."""

    address: str
    title: str
    summary: str
    authors: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, the page that it is the feed of, its own address, and its entries, the newest first."""

    title: str
    page: str
    address: str
    entries: Sequence[Entry]

    @property
    def updated(self) -> str:
        """When its newest entry came out; without one the beginning of time, so that an empty feed never changes."""
        return max((entry.at for entry in self.entries), default="1970-01-01T00:00:00.000000Z")


def written(feed: Feed, kind: str) -> bytes:
    """The feed as a document of a kind of KINDS."""
    made: bytes = ET.tostring(_atom(feed) if kind == "atom" else _rss(feed), "utf-8", xml_declaration=True)
    return made


def _atom(feed: Feed) -> ET.Element:
    """As Atom (RFC 4287)."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    _tell(root, ATOM, title=feed.title, id=feed.page, updated=feed.updated)
    ET.SubElement(root, f"{{{ATOM}}}link", href=feed.page)
    ET.SubElement(root, f"{{{ATOM}}}link", rel="self", href=feed.address)
    for entry in feed.entries:
        told = ET.SubElement(root, f"{{{ATOM}}}entry")
        _tell(told, ATOM, title=entry.title, id=entry.address, updated=entry.at, published=entry.at)
        ET.SubElement(told, f"{{{ATOM}}}link", href=entry.address)
        for name in entry.authors:
            _tell(ET.SubElement(told, f"{{{ATOM}}}author"), ATOM, name=name)
        _tell(told, ATOM, summary=entry.summary)
    return root


def _rss(feed: Feed) -> ET.Element:
    """As RSS 2.0; its `author` is an address of e-mail, so names stand in Dublin Core's `creator`."""
    creator = "http://purl.org/dc/elements/1.1/"
    ET.register_namespace("dc", creator)
    ET.register_namespace("atom", ATOM)
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _tell(channel, "", title=feed.title, link=feed.page, description=feed.title, lastBuildDate=_dated(feed.updated))
    for entry in feed.entries:
        told = ET.SubElement(channel, "item")
        _tell(told, "", title=entry.title, link=entry.address, guid=entry.address, pubDate=_dated(entry.at))
        for name in entry.authors:
            _tell(told, creator, creator=name)
        _tell(told, "", description=entry.summary)
    return root


def _dated(stamp: str) -> str:
    """A time as mail has it."""
    return format_datetime(moment_of(stamp).astimezone(dt.UTC))


def _tell(parent: ET.Element, space: str, **texts: str) -> None:
    """Add elements with texts."""
    for name, text in texts.items():
        ET.SubElement(parent, f"{{{space}}}{name}" if space else name).text = plain(text)

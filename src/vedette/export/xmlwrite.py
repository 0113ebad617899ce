"""XML as text, a piece at a time: every text and attribute is made safe here and nowhere else."""

import html
from collections.abc import Iterable
from typing import BinaryIO

from vedette.export.exporter import storable

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def safe(text: object) -> str:
    """A text or attribute value as XML can hold it."""
    return html.escape(storable(str(text)))


def start(name: str, attributes: Iterable[tuple[str, object]] = ()) -> str:
    """A start tag; attributes that are None are left out."""
    told = "".join(f' {key}="{safe(value)}"' for key, value in attributes if value is not None)
    return f"<{name}{told}>"


def element(name: str, text: object = None, /, **attributes: object) -> str:
    """An element that holds a text; nothing at all where the text is None and no attribute is told."""
    told = start(name, attributes.items())
    if text is None:
        return told[:-1] + "/>" if attributes else ""
    return f"{told}{safe(text)}</{name}>"


def holding(name: str, /, *inside: str, **attributes: object) -> str:
    """An element that holds elements; nothing where it would be empty."""
    told = "".join(inside)
    return f"{start(name, attributes.items())}{told}</{name}>" if told else ""


def write_pieces(out: BinaryIO, head: str, pieces: Iterable[str], tail: str) -> int:
    """Write a document whose pieces come one by one, each on a line of its own; how many there were."""
    out.write(head.encode())
    count = 0
    for count, piece in enumerate(pieces, 1):  # noqa: B007 - the last number is how many there were
        out.write(f"\n{piece}".encode())
    out.write(f"\n{tail}\n".encode())
    return count

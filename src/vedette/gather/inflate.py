"""Compressed bodies made whole again, a little at a time, so that a bomb is known before it has gone off.

Only gzip and deflate are offered to servers, which zlib can take apart in bounded steps; whoever sends something else
unasked (br, zstd), or compresses twice, is refused.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from vedette.gather.refusals import BrokenError, EncodingError, RatioError, SizeError, TruncatedError

OFFERED: Final = "gzip, deflate"
_GZIP: Final = b"\x1f\x8b"
_STEP: Final = 65_536
_ZLIB_METHOD, _ZLIB_CHECK = 8, 31


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a body may be."""

    packed: int = 20_000_000
    """Bytes as sent."""
    body: int = 20_000_000
    """Bytes decompressed."""
    ratio: int = 100
    """Bytes decompressed for one that was sent; pages come to 4 or 5, sitemaps to 40, bombs to 1000."""
    free: int = 1_000_000
    """Bytes decompressed before the ratio counts."""


BOUNDS: Final = Bounds()


def inflated(pieces: Iterable[bytes], coding: str = "", bounds: Bounds = BOUNDS) -> bytes:
    """The body of an answer from its pieces and its Content-Encoding.

    Raises SizeError, RatioError, EncodingError for a coding that was not offered, TruncatedError for one that ends
    early and BrokenError for one that cannot be decompressed. No more than the limits and one step are ever held.
    """
    steps = _steps(_counted(pieces, bounds), coding)
    body, packed = bytearray(), 0
    for size, piece in steps:
        packed += size
        body += piece
        if len(body) > bounds.body:
            raise _too_large(bounds.body, "decompressed")
        if len(body) > bounds.free and len(body) > bounds.ratio * packed:
            msg = f"{packed:,} bytes grow to more than {len(body):,}, which no article does. Leave the source out"
            raise RatioError(msg)
    return bytes(body)


def gunzip(data: bytes, bounds: Bounds = BOUNDS) -> bytes:
    """The content of a gzip file that was fetched as such (sitemap.xml.gz); raises as `inflated` does."""
    return inflated([data], "gzip", bounds)


def check_length(length: str | None, bounds: Bounds = BOUNDS) -> None:
    """Refuse an answer by its Content-Length before its body is read; raises SizeError."""
    if length and length.isascii() and length.isdigit() and (len(length) > 18 or int(length) > bounds.packed):  # noqa: PLR2004 - a number that long needs no reading
        raise _too_large(bounds.packed, "sent")


def _too_large(limit: int, how: str) -> SizeError:
    """The refusal of a body by its size."""
    return SizeError(f"the body is larger than {limit:,} bytes {how}. An article is not; look at the address")


def _counted(pieces: Iterable[bytes], bounds: Bounds) -> Iterator[bytes]:
    """The pieces as sent, up to the limit."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > bounds.packed:
            raise _too_large(bounds.packed, "sent")
        yield piece


def _steps(pieces: Iterator[bytes], coding: str) -> Iterator[tuple[int, bytes]]:
    """How many bytes were taken, and what they give, step by step."""
    names = [name for name in coding.lower().replace(" ", "").split(",") if name not in ("", "identity", "none")]
    if not names:
        return ((len(piece), piece) for piece in pieces)
    if names in (["gzip"], ["x-gzip"]):
        return _gzip(pieces)
    if names == ["deflate"]:
        return _deflate(pieces)
    msg = f"the body is compressed as {coding[:60]!r}, and {OFFERED} was offered. Ask the owner of the source"
    raise EncodingError(msg)


def _gzip(pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Take gzip apart; several members may follow each other, other bytes after the last are passed over."""
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    begun = done = False
    for piece in pieces:
        rest = piece
        while rest:
            if member.eof:
                if not rest.startswith(_GZIP[: len(rest)]):
                    done = True
                    break
                member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            begun = True
            yield from _drain(member, rest)
            rest = member.unused_data
        if done:
            return
    _refuse_unfinished(member, begun=begun)


def _deflate(pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Take deflate apart: in zlib's frame, as it should be, or bare, as some servers send it."""
    member, head = None, b""
    for piece in pieces:
        rest = head + piece
        if member is None and len(rest) < len(_GZIP):  # two bytes tell
            head = rest
            continue
        head = b""
        member = member or zlib.decompressobj(zlib.MAX_WBITS if _framed(rest) else -zlib.MAX_WBITS)
        yield from _drain(member, rest)
        if member.eof:
            return
    if member or head:
        _refuse_unfinished(member or zlib.decompressobj(), begun=True)


def _framed(data: bytes) -> bool:
    """Whether data begins with the two bytes of zlib's frame."""
    return data[0] & 15 == _ZLIB_METHOD and int.from_bytes(data[:2], "big") % _ZLIB_CHECK == 0


def _drain(member: "zlib._Decompress", data: bytes) -> Iterator[tuple[int, bytes]]:
    """What the data gives, in steps of a bounded size, each with the bytes that it took."""
    try:
        while True:
            part = member.decompress(data, _STEP)
            rest = member.unused_data if member.eof else member.unconsumed_tail
            yield len(data) - len(rest), part
            # what is not read yet, or read and not given out yet
            if not part or member.eof:
                return
            data = rest
    except zlib.error as error:
        msg = f"the body does not decompress ({error}). Try again later"
        raise BrokenError(msg) from error


def _refuse_unfinished(member: "zlib._Decompress", *, begun: bool) -> None:
    """Refuse a compressed body that ends before its end."""
    if begun and not member.eof:
        msg = "the compressed body ends before its end. Try again later"
        raise TruncatedError(msg)

"""The body of an HTTP answer as it stands in a WARC record: taken out of its transfer and content codings, bounded."""

import io
import re
import zlib
from collections.abc import Mapping

from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader

from vedette.gather.refusals import BrokenError, EncodingError, SizeError, TruncatedError

MOST_BODY = 20_000_000
"""Bytes of a decoded body: as much as one page may have."""

MOST_CODINGS = 3
_CHUNK = re.compile(rb"[0-9a-fA-F]{1,8}[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_GZIP = b"\x1f\x8b"
_REMEDY = "Fetch the page anew"
_ANY_WRAPPER, _BARE = 47, -15


def decode_body(headers: Mapping[str, str], raw: bytes, limit: int = MOST_BODY) -> bytes:
    """The bytes of the page; `headers` have names in lower case.

    Many archives undo a coding and leave its header standing: a body that is not so coded is taken as it is. Raises
    SizeError above `limit`, TruncatedError, BrokenError, and EncodingError for a coding that is not known.
    """
    body = raw
    if "chunked" in headers.get("transfer-encoding", "").lower() and _CHUNK.match(body):
        body = _read(ChunkedReader(io.BytesIO(body)), limit)
    codings = [name.strip().lower() for name in headers.get("content-encoding", "").split(",") if name.strip()]
    if len(codings) > MOST_CODINGS:
        msg = f"the body is compressed {len(codings)} times over. {_REMEDY}"
        raise EncodingError(msg)
    for name in reversed(codings):
        body = _decoded(name, body, limit)
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _decoded(name: str, body: bytes, limit: int) -> bytes:
    """A body out of one content coding."""
    if name in ("identity", "none", "utf-8"):
        return body
    if name in ("gzip", "x-gzip"):
        return _inflate(body, limit, _ANY_WRAPPER) if body.startswith(_GZIP) else body
    if name == "deflate":
        return _deflated(body, limit)
    if name not in ("br", "zstd"):
        msg = f"the body is compressed as {name[:40]!r}, which is not known. {_REMEDY}"
        raise EncodingError(msg)
    try:
        return _read((BrotliReader if name == "br" else ZstdReader)(io.BytesIO(body)), limit)
    except BrokenError:
        if body.lstrip()[:1] == b"<":
            return body  # markup already: the coding was undone
        raise


def _deflated(body: bytes, limit: int) -> bytes:
    """A body out of "deflate", which is zlib's form by the standard and bare deflate by custom."""
    try:
        return _inflate(body, limit, _ANY_WRAPPER)
    except BrokenError:
        if body.lstrip()[:1] == b"<":
            return body
        return _inflate(body, limit, _BARE)


def _inflate(body: bytes, limit: int, bits: int) -> bytes:
    """A body out of gzip, zlib or bare deflate; gzip members that follow one another are one body."""
    out, rest = bytearray(), body
    while rest:
        stream = zlib.decompressobj(bits)
        try:
            out += stream.decompress(rest, limit + 1 - len(out))
        except zlib.error as error:
            msg = f"the body does not decompress ({error}). {_REMEDY}"
            raise BrokenError(msg) from error
        if len(out) > limit:
            raise _too_large(limit)
        if not stream.eof:
            msg = f"the compressed body breaks off after {len(out):,} bytes. {_REMEDY}"
            raise TruncatedError(msg)
        rest = stream.unused_data if stream.unused_data.startswith(_GZIP) else b""
    return bytes(out)


def _read(stream: ChunkedReader | BrotliReader | ZstdReader, limit: int) -> bytes:
    """All of a decoding stream, up to the limit."""
    try:
        body = stream.read(limit + 1)
    except OSError as error:
        msg = f"the body does not decode ({error}). {_REMEDY}"
        raise BrokenError(msg) from error
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _too_large(limit: int) -> SizeError:
    """The error for a body above the limit."""
    return SizeError(f"the body is larger than {limit:,} bytes. Save the article as text and give that")

"""The body of an HTTP answer as it stands in a WARC record: taken out of its transfer and content codings, bounded."""

import io
import re
from collections.abc import Mapping

from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader

from vedette.gather.inflate import Bounds, inflated
from vedette.gather.refusals import BrokenError, SizeError

MOST_BODY = 20_000_000
"""Bytes of a decoded body: as much as one page may have."""

_CHUNK = re.compile(rb"[0-9a-fA-F]{1,8}[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_GZIP = b"\x1f\x8b"
_READERS = {"br": BrotliReader, "zstd": ZstdReader}


def decode_body(headers: Mapping[str, str], raw: bytes, limit: int = MOST_BODY) -> bytes:
    """The bytes of the page; `headers` have names in lower case.

    Many archives undo a coding and leave its header standing: a body that is not so coded is taken as it is. Raises
    SizeError above `limit`, BrokenError, and what `inflated` raises.
    """
    body = raw
    if "chunked" in headers.get("transfer-encoding", "").lower() and _CHUNK.match(body):
        body = _read(ChunkedReader(io.BytesIO(body)), limit)
    coding = headers.get("content-encoding", "").strip().lower()
    if coding and not _is_undone(coding, body):
        reader = _READERS.get(coding)
        bounds = Bounds(packed=limit, body=limit)
        body = _read(reader(io.BytesIO(body)), limit) if reader else inflated([body], coding, bounds)
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _is_undone(coding: str, body: bytes) -> bool:
    """Whether a body is plain, whatever its header says: markup, or no gzip where that is told by its first bytes."""
    return body.lstrip()[:1] == b"<" or (coding in ("gzip", "x-gzip") and not body.startswith(_GZIP))


def _read(stream: ChunkedReader | BrotliReader | ZstdReader, limit: int) -> bytes:
    """All of a decoding stream, up to the limit."""
    try:
        body = stream.read(limit + 1)
    except OSError as error:
        msg = f"the body does not decode ({error}). Fetch the page anew"
        raise BrokenError(msg) from error
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _too_large(limit: int) -> SizeError:
    """The error for a body above the limit."""
    return SizeError(f"the body is larger than {limit:,} bytes. Save the article as text and give that")

"""WARC records made for tests, right ones and wrong ones."""

import gzip

HTML = ("Content-Type: text/html",)


def raw_record(
    url: str, body: bytes, *headers: str, kind: str = "response", status: str = "200 OK", length: int | None = None
) -> bytes:
    """A WARC record, not compressed; `length` is what it says of its size where that is to be wrong."""
    head = "\r\n".join((f"HTTP/1.1 {status}", *(headers or HTML), "", "")).encode("latin-1")
    block = head + body if kind == "response" else body
    told = {"response": "application/http; msgtype=response"}.get(kind, (headers or HTML)[0].partition(": ")[2])
    lines = (
        *("WARC/1.1", f"WARC-Type: {kind}", "WARC-Date: 2026-11-26T10:00:00Z", f"WARC-Target-URI: {url}"),
        *("WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>", f"Content-Type: {told}"),
        f"Content-Length: {len(block) if length is None else length}",
    )
    return "\r\n".join((*lines, "", "")).encode() + block + b"\r\n\r\n"


def record(url: str, body: bytes, *headers: str, **how: str | int | None) -> bytes:
    """The same, compressed as a member of its own."""
    return gzip.compress(raw_record(url, body, *headers, **how), mtime=0)  # type: ignore[arg-type]

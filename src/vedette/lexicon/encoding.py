"""From bytes to text, and what a text must be before it is read: decodable, printable, of a size that can be read."""

import codecs
import re

from vedette.errors import InputError
from vedette.lexicon.charsets import charset

SIZE_LIMIT = 20_000_000
"""The largest input, in bytes of UTF-8 (characters for a text that is checked before it is encoded)."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEAD = 4096
_CONTROLS = bytes({*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F})
_MAX_CONTROL_SHARE = 0.05
_MAX_ODD_SHARE = 0.3
_COMMON_SIGNS = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\xa0\xb0\xa9\xab\xbb\xa3\u20ac"


def decode(data: bytes) -> str:
    """The text of a file: byte order mark, then <meta charset>, then UTF-8, then cp1252 where that is plausible.

    Raises InputError for more than 20 MB, binary content, and bytes that no plausible encoding explains.
    """
    _refuse_too_large(len(data))
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_as(data, encoding, "its byte order mark")
    if data.startswith(b"%PDF-"):
        msg = "binary content: a PDF, whatever the name says. Convert it to text first"
        raise InputError(msg)
    if b"\x00" in data:
        msg = f"binary content: a NUL byte at offset {data.index(0)}. Convert PDF or Word to text first"
        raise InputError(msg)
    _refuse_controls(data)
    return _decode_plain(data)


def check_text(text: str) -> None:
    """Refuse a text that cannot be read: empty, too large, with lone surrogates, or binary; quick on a large one."""
    _refuse_too_large(len(text))
    if not text or text.isspace():
        msg = "the text is empty. Give the article's words in `text`, or the page in `html`"
        raise InputError(msg)
    data = _encode(text)
    _refuse_too_large(len(data))
    if "\x00" in text:
        msg = f"binary content: a NUL character at offset {text.index(chr(0))}. Give plain text"
        raise InputError(msg)
    _refuse_controls(data)


def _encode(text: str) -> bytes:
    """UTF-8 bytes of a text; a lone surrogate is an error that names its offset."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        msg = (
            f"a lone surrogate (U+{ord(text[error.start]):04X}) at offset {error.start}: half of a character. "
            "Write the text anew with whole characters, for instance text.encode('utf-16', 'surrogatepass')"
            ".decode('utf-16', 'replace')"
        )
        raise InputError(msg) from error


def _decode_plain(data: bytes) -> str:
    """Decode bytes without a byte order mark."""
    declared = _declared(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if declared:
            return _decode_as(data, declared, "its own declaration")
        text = data.decode("cp1252", "replace")
        if _plausible(text):
            return text
        msg = (
            f"wrong encoding: byte {data[error.start]:#04x} at offset {error.start} is not UTF-8, "
            "and the file does not read as Windows-1252 either. Save it as UTF-8"
        )
        raise InputError(msg) from error


def _declared(data: bytes) -> str | None:
    """The encoding that the page's own head declares, if Python knows it and it is not UTF-8."""
    found = _CHARSET.search(data, 0, _HEAD) or _XML_ENCODING.search(data, 0, _HEAD)
    if not found:
        return None
    name = found[1].decode("ascii")
    try:
        known = charset(name)
    except LookupError as error:
        msg = f"the page declares the encoding {name!r}, which is not known. Save it as UTF-8"
        if _is_utf8(data):
            return None
        raise InputError(msg) from error
    return {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-8": None}.get(known, known)


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_as(data: bytes, encoding: str, why: str) -> str:
    """Decode as declared; bytes that break the declared encoding are an error."""
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        msg = f"wrong encoding: the file is {encoding} by {why}, but does not decode as it ({error}). Save it as UTF-8"
        raise InputError(msg) from error


def _plausible(text: str) -> bool:
    """Whether a cp1252 reading looks like writing: every byte has a meaning, and letters outweigh odd signs."""
    if "\ufffd" in text:
        return False
    high = [c for c in text if ord(c) > 0x7F]  # noqa: PLR2004
    odd = sum(not c.isalpha() and c not in _COMMON_SIGNS for c in high)
    return odd <= _MAX_ODD_SHARE * len(high) and len(high) <= _MAX_ODD_SHARE * len(text)


def _refuse_too_large(size: int) -> None:
    """Refuse more than the limit."""
    if size > SIZE_LIMIT:
        msg = f"the input is {size / 1e6:.1f} MB; the limit is {SIZE_LIMIT // 1_000_000} MB. Split it into articles"
        raise InputError(msg)


def _refuse_controls(data: bytes) -> None:
    """Refuse content in which control characters are more than a stray few."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > 1 and controls > _MAX_CONTROL_SHARE * len(data):
        msg = f"binary content: {controls} of {len(data)} bytes are control characters. Give text or HTML"
        raise InputError(msg)

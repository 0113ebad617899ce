"""XML from strangers: looked over before any parser works on it, and a small parser that cannot be made to work much.

A few bytes of entity declarations can grow to gigabytes (billion laughs), name local files and start requests, so
declarations are refused and not merely limited. The one exception are the document types of old feeds
(`data/gather/doctypes.toml`), which declare nothing in the document itself.

Feeds are often not well-formed, and forgiving parsers read on where expat stops. So what expat has seen up to there is
held to all rules, and the whole document must then be free of the marks that begin a declaration.
"""

import codecs
import functools
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from vedette.errors import DataFileError
from vedette.gather.refusals import (
    XmlBrokenError,
    XmlDeclarationError,
    XmlDepthError,
    XmlEncodingError,
    XmlSizeError,
)
from vedette.lexicon import charsets
from vedette.lexicon.tables import data_path, read_toml

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_MARKS = re.compile(r"<!\s*(?:ENTITY|ELEMENT|ATTLIST|NOTATION)\b|<!\s*DOCTYPE[^>\[]{0,2000}\[", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_REMEDY = "No news feed needs that: leave the source out, or ask its owner"


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """How much XML is looked at."""

    size: int = 20_000_000
    """Bytes."""
    depth: int = 64
    """Elements within each other; feeds nest about ten deep."""
    elements: int = 1_000_000
    attributes: int = 256
    """Of one element."""
    token: int = 1_000_000
    """Characters of one comment, instruction or attribute; parsers that are fed in pieces begin each anew."""


LIMITS = XmlLimits()


def check_xml(data: bytes, limits: XmlLimits = LIMITS, charset: str | None = None) -> bool:
    """Refuse XML that declares entities or types, nests too deep or is too large; whether it is well-formed.

    For parsers that come after this one (feedparser); `charset` is what the server calls its encoding, if it does.
    Raises XmlDeclarationError, XmlDepthError, XmlSizeError, or XmlEncodingError for an encoding that is not known or
    is none of text. XML that is not well-formed is no error here.
    """
    text = _decoded(data, limits, charset)
    try:
        _parse(text, _Watch(limits))
    except expat.ExpatError:
        # a forgiving parser may take the bytes for something else than what they say they are
        for reading in (text, *(data.decode(name, "replace") for name in ("latin-1", "utf-16-le", "utf-16-be"))):
            _refuse_marks(reading)
        return False
    return True


def parse_xml(data: bytes, limits: XmlLimits = LIMITS, charset: str | None = None) -> Element:
    """The root of an XML document, names in ElementTree's form ("{namespace}name"); comments are left out.

    Raises as `check_xml` does, and XmlBrokenError where the document is not well-formed.
    """
    watch = _Builder(limits)
    try:
        _parse(_decoded(data, limits, charset), watch)
    except expat.ExpatError as error:
        msg = f"not well-formed XML: {error}. Look at the address in a browser: it may be a page and no feed"
        raise XmlBrokenError(msg) from error
    return watch.tree.close()


def _decoded(data: bytes, limits: XmlLimits, charset: str | None) -> str:
    """The document as text: by its byte order mark, else as the server says, else as it says itself."""
    if len(data) > limits.size:
        msg = f"XML of {len(data):,} bytes; the limit is {limits.size:,}. {_REMEDY} for a shorter one"
        raise XmlSizeError(msg)
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    found = _DECLARED.match(data)
    name = charset or (found[1].decode("ascii") if found else _guess(data))
    try:
        return data.decode(charsets.charset(name), "replace")
    except (LookupError, UnicodeError) as error:
        msg = f"XML in the encoding {name[:40]!r}, which is not known. Ask the owner of the source to use UTF-8"
        raise XmlEncodingError(msg) from error


def _guess(data: bytes) -> str:
    """The encoding of a document that does not say: UTF-16 by where its first sign has the zero, else UTF-8."""
    return {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}.get(data[:2], "utf-8")


def _parse(text: str, watch: "_Watch") -> None:
    """Run expat over a document; what the watch refuses ends it at once."""
    # expat is told the encoding, so that it reads what was decoded whatever the document says of itself
    parser = expat.ParserCreate("utf-8", "}")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = watch.doctype
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = watch.declaration
    parser.ElementDeclHandler = parser.AttlistDeclHandler = parser.NotationDeclHandler = watch.declaration
    parser.ExternalEntityRefHandler = watch.declaration
    parser.StartElementHandler = watch.start
    parser.EndElementHandler = watch.end
    parser.CharacterDataHandler = watch.words
    parser.CommentHandler = watch.token
    parser.ProcessingInstructionHandler = watch.token
    parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - expat takes no keywords


class _Watch:
    """What expat calls: counts, and refuses."""

    def __init__(self, limits: XmlLimits) -> None:
        """Begin at nothing."""
        self.limits = limits
        self.depth = self.elements = 0

    def doctype(self, name: str, system: str | None, public: str | None, inside: object) -> None:
        """Refuse a document type that declares something or is not one of the known ones."""
        if inside or public not in _doctypes():
            msg = f"XML with the document type {name[:40]!r} ({(public or system or 'its own')[:80]}). {_REMEDY}"
            raise XmlDeclarationError(msg)

    def declaration(self, *told: object) -> int:
        """Refuse whatever is declared, and every reference to something outside."""
        msg = f"XML that declares entities or types ({str(told[0])[:40]!r}). {_REMEDY}"
        raise XmlDeclarationError(msg)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        self.elements += 1
        if self.depth > self.limits.depth:
            msg = f"XML nested more than {self.limits.depth} deep, at {name[-40:]!r}. {_REMEDY}"
            raise XmlDepthError(msg)
        if self.elements > self.limits.elements or len(attributes) > self.limits.attributes:
            msg = f"XML with {self.elements:,} elements, and {len(attributes)} attributes of one. {_REMEDY}"
            raise XmlSizeError(msg)
        self.token(*attributes.values())

    def end(self, _name: str) -> None:
        """An element ends."""
        self.depth -= 1

    def token(self, *parts: str) -> None:
        """A comment, the parts of an instruction or the attributes of an element."""
        if any(len(part) > self.limits.token for part in parts):
            msg = f"XML with a comment or attribute of more than {self.limits.token:,} characters. {_REMEDY}"
            raise XmlSizeError(msg)

    def words(self, _text: str) -> None:
        """Characters between the tags."""


class _Builder(_Watch):
    """A watch that builds the tree."""

    def __init__(self, limits: XmlLimits) -> None:
        """Begin an empty tree."""
        super().__init__(limits)
        self.tree = TreeBuilder()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        super().start(name, attributes)
        self.tree.start(_named(name), {_named(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        """An element ends."""
        super().end(name)
        self.tree.end(_named(name))

    def words(self, text: str) -> None:
        """Characters between the tags."""
        self.tree.data(text)


def _named(name: str) -> str:
    """A name as ElementTree writes it; expat gives "namespace}name"."""
    return "{" + name if "}" in name else name


def _refuse_marks(text: str) -> None:
    """Refuse a document that is not well-formed and has the beginning of a declaration anywhere."""
    found = _MARKS.search(text)
    if found:
        msg = f"broken XML with a declaration ({found[0][:40]!r}). {_REMEDY}"
        raise XmlDeclarationError(msg)


@functools.cache
def _doctypes() -> frozenset[str]:
    """The public identifiers of the document types that feeds may have."""
    path = data_path("gather", "doctypes.toml")
    known = read_toml(path).get("public")
    if not isinstance(known, list) or not all(isinstance(name, str) for name in known):
        raise DataFileError(path, None, "`public` is no list of strings", "List public identifiers")
    return frozenset(known)

"""What gathering refuses: one error a kind, each with the code under which it is counted.

The first group is of safety (what a hostile server or file could do), the second of the network, the third of manners
(what the server asked for). Those that `passing` may be tried again; the others would end the same way.
"""

from vedette.errors import GatherError


class AddressError(GatherError):
    """An address that must not be fetched: its form, its port, or where its host stands."""

    code = "address-refused"


class SizeError(GatherError):
    """A body that is larger than the limit, as sent or decompressed."""

    code = "too-large"


class HeaderSizeError(GatherError):
    """The headers of an answer are larger than the limit."""

    code = "headers-too-large"


class RatioError(GatherError):
    """A body that decompresses to far more than an article does: a decompression bomb."""

    code = "ratio"


class TimeError(GatherError):
    """An answer that takes longer than the limit, however lively it drips."""

    code = "too-slow"


class RedirectLoopError(GatherError):
    """A redirect to an address that was asked before in the same fetch."""

    code = "redirect-loop"


class RedirectCountError(GatherError):
    """More redirects than the limit."""

    code = "too-many-redirects"


class EncodingError(GatherError):
    """A body compressed in a way that was not offered, or more than once."""

    code = "encoding-refused"


class TruncatedError(GatherError):
    """A body that ends before its end; it may be whole another time."""

    code = "truncated"


class BrokenError(GatherError):
    """An answer that is not HTTP, or a body that does not decompress."""

    code = "broken-answer"


class XmlDeclarationError(GatherError):
    """XML that declares a document type or entities."""

    code = "xml-declaration"


class XmlDepthError(GatherError):
    """XML that is nested deeper than the limit."""

    code = "xml-depth"


class XmlSizeError(GatherError):
    """XML with more bytes, elements or attributes than the limit."""

    code = "xml-size"


class XmlEncodingError(GatherError):
    """XML in an encoding that is not known or not of text."""

    code = "xml-encoding"


class XmlBrokenError(GatherError):
    """XML that is not well-formed, where it must be."""

    code = "xml-broken"


class UnreachableError(GatherError):
    """No connection: the name is not known, nobody answers, or the certificate is not good."""

    code = "unreachable"


class RobotsError(GatherError):
    """The site's robots.txt asks not to fetch the address."""

    code = "robots"


class RobotsMissingError(RobotsError):
    """The site's robots.txt is out of reach, which refuses everything for a while."""

    code = "robots-missing"


class PausedError(GatherError):
    """The host is left alone for a while, because it asked for that or because it fails."""

    code = "paused"

    def __init__(self, message: str, after: float) -> None:
        """Keep the seconds after which to come again."""
        super().__init__(message)
        self.after = after


PASSING = (TimeError, TruncatedError, BrokenError, UnreachableError)
"""Failures that may be over a moment later."""

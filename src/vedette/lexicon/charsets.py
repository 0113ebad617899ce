"""Which character encodings a stranger may name for a text.

Python's codec registry also holds transformations that are no character sets. The domain name ones take time that
grows with the square of the length (punycode: hours for a page of the largest size), others turn plain letters into
marks of any kind, so that what was looked over is not what is read.
"""

import codecs
from typing import Final

_TRANSFORMATIONS: Final = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})


def charset(name: str) -> str:
    """Python's name of a character encoding ("UTF8" is "utf-8"); raises LookupError where it is none for a text."""
    try:
        found = codecs.lookup(name)
    except ValueError as error:  # a name with a NUL
        raise LookupError(name) from error
    # private, but the only mark that Python sets on bz2, hex, rot13 and their like
    if found.name.replace("_", "-") in _TRANSFORMATIONS or not getattr(found, "_is_text_encoding", True):
        raise LookupError(name)
    return found.name

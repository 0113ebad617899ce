"""The keys under which place names are filed: how a spelling in the news meets a spelling in the gazetteer.

Two keys. The *exact* key forgives case, diacritics, apostrophes, hyphens and the Arabic article's many shapes
("Ar-Raqqah", "al Raqqah"). The *loose* key forgives how a name was carried into Latin letters as well ("Dayr az
Zawr", "Deir al-Zour"): it keeps the order of the consonants and where vowels stand, not which vowels they are.
"""

import re
import unicodedata
from typing import Final

# Letters that Unicode does not decompose, and the marks that stand for ayn and hamza, which the news leaves out.
_LETTERS: Final = str.maketrans(
    {
        "\u0131": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
        "ħ": "h", "ə": "e", "ǝ": "e", "ŋ": "n", "'": "", "`": "", ".": "", "&": " and ",
        **dict.fromkeys("\u2018\u2019\u00b4\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf", ""),
    }
)  # fmt: skip
_WORDS: Final = re.compile(r"[a-z0-9]+")
_ARABIC: Final = frozenset(
    "al el ad ed as es ar er an en at et ash esh az ez ul ud il".split()  # noqa: SIM905  (reads as a list of words)
)
_ROMANCE: Final = frozenset({"la", "le", "les", "los", "las"})
_SHORT: Final = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}

_DIGRAPHS: Final = (
    ("tsch", "ch"), ("tch", "ch"), ("dzh", "j"), ("dj", "j"), ("ph", "f"), ("ck", "k"), ("gh", "g"), ("kh", "k"),
    ("dh", "d"), ("th", "t"), ("zh", "z"), ("q", "k"), ("x", "ks"), ("iy", "i"), ("uw", "u"), ("eye", "e"),
    ("oye", "e"),
)  # fmt: skip
_HARD_C: Final = re.compile(r"c(?!h)")
_GLIDE: Final = re.compile(r"(?<=[aeiou])[yw](?![aeiou])|(?<=[^aeiouy])y")
_SILENT_H: Final = re.compile(r"(?<=[aeiou])h(?![aeiou])")
_DOUBLED: Final = re.compile(r"(..)\1+|(.)\2+")
_VOWELS: Final = re.compile(r"[aeiou]+")


def fold(name: str) -> str:
    """Lower case, without diacritics, apostrophes or points; words of letters and digits joined by one space."""
    text = name.casefold().translate(_LETTERS)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_WORDS.findall(text))


def exact_key(name: str) -> str:
    """The key of a spelling as it stands: folded, "the" dropped, every Arabic article written "al"."""
    words = fold(name).split(" ")
    if len(words) == 1:
        return words[0]
    if words[0] == "the":
        words = words[1:]
    if len(words) == 1:
        return words[0]
    last = len(words) - 1
    return " ".join("al" if w in _ARABIC and i != last else _SHORT.get(w, w) for i, w in enumerate(words))


def bare_key(key: str) -> str | None:
    """An exact key without its leading article ("al bab" -> "bab"); None where it has none."""
    first, space, rest = key.partition(" ")
    return rest if space and (first == "al" or first in _ROMANCE) else None


def loose_key(key: str) -> str:
    """The romanisation key of an exact key: "dayr al zawr", "deir al zour" -> "darzar".

    Articles and spaces go, digraphs and look-alike consonants become one letter, doubled letters single, silent h
    and glides vanish, and each run of vowels becomes one "a". Names that differ only in these ways share the key.
    """
    words = (bare_key(key) or key).split(" ")
    text = "".join(w for w in words if w != "al") or key.replace(" ", "")
    for old, new in _DIGRAPHS:
        if old in text:
            text = text.replace(old, new)
    text = _HARD_C.sub("k", text)
    text = _GLIDE.sub("i", text)
    text = _SILENT_H.sub("", text).replace("w", "v")
    text = _VOWELS.sub("a", text)
    return _DOUBLED.sub(_single, text)


def _single(match: re.Match[str]) -> str:
    """One copy of a repeated letter; a repeated pair such as "shsh" is one sound written twice."""
    pair, letter = match.groups()
    if letter:
        return str(letter)
    return str(pair) if pair == "sh" else str(match.group(0))

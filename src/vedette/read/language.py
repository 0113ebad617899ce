"""Decide whether a text can be coded: only English can be, and a text too short to judge is let through."""

import contextlib
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from vedette.errors import OtherLanguageError
from vedette.read.patterns import layout

_OPENING = 800
_SAMPLE = 4000
_MIN_LETTERS = 40
_MIN_OTHER_LETTERS = 15
_ENGLISH_SHARE = 0.16
_ENGLISH_KINDS = 4
_SOME_ENGLISH = 0.08
_LIKELY = 0.5
_RULED_OUT = 1e-4
_WORD = re.compile(r"[a-z']+")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, or None where it is too short or unclear.

    Many English function words settle it. Else py3langid decides: another language only where it rules English out,
    since headlines full of foreign names look like many languages. Same text, same answer.
    """
    share, kinds = _english(text[:_OPENING])
    if share >= _ENGLISH_SHARE and kinds >= _ENGLISH_KINDS:
        return "en"
    sample = text[:_SAMPLE]
    share, kinds = _english(sample)
    letters, latin = len(_LETTER.findall(sample)), len(_LATIN.findall(sample))
    mostly_latin = latin * 2 > letters
    if letters < (_MIN_LETTERS if mostly_latin else _MIN_OTHER_LETTERS):
        return None
    ranked = _identifier().rank(_latin_only(sample) if mostly_latin else sample)
    english = next(float(probability) for code, probability in ranked if code == "en")
    if ranked[0][0] == "en":
        return "en" if english >= _LIKELY else None
    is_other = english < _RULED_OUT and (share < _SOME_ENGLISH or not mostly_latin)
    return str(ranked[0][0]) if is_other else None


_allowed: list[str] = []
"""Who wants texts in any language now; a list, since watching reads in other threads than the one that asked."""


@contextlib.contextmanager
def any_language(who: str) -> Iterator[None]:
    """Let texts in any language pass, in all threads, for a coder that reads them."""
    _allowed.append(who)
    try:
        yield
    finally:
        _allowed.remove(who)


def refuse_other_language(code: str | None) -> None:
    """Raise OtherLanguageError for a language that cannot be coded; None passes, and all within any_language."""
    if code in (None, "en") or _allowed:
        return
    told = f"the text is in {language_name(str(code))} ({code})"
    msg = f"{told}; only English can be coded without a language model. Translate it first, or see docs/llm.md"
    raise OtherLanguageError(msg)


def language_name(code: str) -> str:
    """The English name of a language code; the code itself where there is none."""
    return layout().languages.get(code, code)


def _english(sample: str) -> tuple[float, int]:
    """The share of English function words among the words of a sample, and how many different ones there are."""
    words = _WORD.findall(sample.lower())
    found = [word for word in words if word in layout().english]
    return len(found) / max(1, len(words)), len(set(found))


def _latin_only(sample: str) -> str:
    """The sample without letters of other scripts, such as a name given in Arabic."""
    return "".join(char for char in sample if not _LETTER.match(char) or _LATIN.match(char))


@cache
def _identifier() -> Any:  # noqa: ANN401
    """py3langid's identifier with probabilities; loaded (0.7 s) only for texts that are not plainly English."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

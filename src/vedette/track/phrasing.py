"""Phrases between parties ("X, an ally of Y", "A, B and C are part of D"), by the forms of data/track/relations.toml.

The coder reads relations from the grammar of a sentence; lists and appositions are where parsers go wrong most. Here a
sentence is matched as written, with its parties as single signs, so that a list of them can be told from the words.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Final

from vedette.records.network import TieKind
from vedette.track.tie_rules import TieRules, tie_rules

Placed = Mapping[tuple[int, int], str]
"""Parties by the offsets of their mentions."""
Found = tuple[TieKind, str, str, int, int]

_FIRST: Final = 0xE000
_MOST: Final = 4000
"""Mentions of a report that can have a sign of their own; Unicode's private use area has some more."""
_RETORT: Final = 6
"""Words that a sentence has at most that is nothing but a denial of the one before."""
_SMALL: Final = frozenset(
    {"the", "and", "has", "had", "have", "are", "was", "were", "with", "which", "who", "that", "its"}
)
"""Words that are in most sentences."""
_PARTIES: Final = 2
"""A tie has two ends."""
_FILL: Final = "\uf8ff"
_PARTY: Final = r"(?:(?:both|[Tt]he|fighters of|troops of|forces of|men of|foreign) )*[\ue000-\uefff]\uf8ff*"
_LIST: Final = (
    rf"{_PARTY}(?:(?:, (?:by )?{_PARTY}){{1,20}},? and (?:by )?{_PARTY}| (?:and|as well as) (?:by )?{_PARTY})?"
)
_ASIDE: Final = r"(?:, (?!and\b)[^.;,]{1,80},)?"
_SUBJECT: Final = rf"(?<!by )(?<!by the )(?P<A>{_LIST}){_ASIDE}"
_MACROS: Final[Mapping[str, str]] = {
    "{A}": f"(?P<A>{_LIST})",
    "{B}": f"(?P<B>{_LIST})",
    "{S}": _SUBJECT,
    "{...}": r"[^.;:\ue000-\uf8ff]{0,60}?",
    "{....}": r"[^.;:]{0,80}?",
}
_MACRO: Final = re.compile(r"\{(?:[ABS]|\.{3,4})\}")
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+(?=[\"\u201c\u2018'A-Z\ue000-\uf8ff])")


def phrases_in(text: str, placed: Placed) -> Iterator[Found]:
    """The ties that the phrases of a text tell: kind, source, target, and the offsets of the phrase."""
    rules = tie_rules()
    signs, parties = _signed(text, placed)
    for start, end in _sentences(signs):
        sentence = signs[start:end]
        if sum(sign in sentence for sign in parties) < _PARTIES or _has(text[start:end], rules.phrases.denied):
            continue
        for kind, form, words in _forms(rules):
            for match in form.finditer(sentence) if any(word in sentence for word in words) else ():
                first, last = start + match.start(), start + match.end()
                if not _has(text[first:last], rules.phrases.unsaid):
                    yield from ((kind, one, other, first, last) for one, other in _pairs(match, parties))


def _signed(text: str, placed: Placed) -> tuple[str, Mapping[str, str]]:
    """The text with each party as a sign and fillers, as long as it was, and the party of each sign.

    Of mentions within each other the innermost stands: "part of the Syrian army" has words that matter.
    """
    signs, parties = list(text), dict[str, str]()
    taken: list[tuple[int, int]] = []
    for start, end in sorted(placed, key=lambda span: (span[1] - span[0], span))[:_MOST]:
        if any(start < last and first < end for first, last in taken):
            continue
        taken.append((start, end))
        sign = chr(_FIRST + len(parties))
        parties[sign] = placed[start, end]
        signs[start:end] = [sign, *[_FILL] * (end - start - 1)]
    return "".join(signs), parties


def _sentences(signs: str) -> Iterator[tuple[int, int]]:
    """The offsets of sentences, and of what a semicolon parts."""
    start = 0
    for match in _SENTENCE.finditer(signs):
        yield start, match.start()
        start = match.end()
    yield start, len(signs)


Form = tuple[TieKind, re.Pattern[str], frozenset[str]]
"""A kind, the expression of a phrase, and words of which every match has one."""


@functools.lru_cache(maxsize=4)
def _compiled(forms: tuple[tuple[TieKind, str], ...]) -> tuple[Form, ...]:
    """The forms as expressions, lists in place of {A} and {B}."""
    return tuple((kind, re.compile(_MACRO.sub(lambda m: _MACROS[m[0]], form)), _words_of(form)) for kind, form in forms)


def _words_of(form: str) -> frozenset[str]:
    """The words that a form is about: a sentence without any of them need not be searched, which takes long."""
    bare = re.sub(r"\(\?!.*?\)(?=\W|$)|\(\?:(?:[^()]|\([^()]*\))*\)[?*]|\\\\\w|\{[^}]*\}", " ", form)
    words = {word[:-2] if word.endswith("?") else word for word in re.findall(r"[a-z]{3,}\??", bare)}
    return frozenset(words - _SMALL)


def _forms(rules: TieRules) -> tuple[Form, ...]:
    """The expressions of the rules."""
    return _compiled(tuple((rule.kind, rule.form) for rule in rules.phrase))


def _pairs(match: re.Match[str], parties: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The pairs that a phrase is about."""
    named = match.groupdict()
    ones = [parties[sign] for sign in named["A"] if sign in parties]
    if named.get("B") is None:
        yield from combinations(ones, 2)
    else:
        yield from product(ones, [parties[sign] for sign in named["B"] if sign in parties])


def denied_at(text: str, start: int, rules: TieRules) -> bool:
    """Whether the sentence around an offset has a denial of what it tells, or the next is one ("Tehran denied it.")."""
    if not _has(text, rules.phrases.retorts):
        return False
    spans = list(_sentences(text))
    here = next((n for n, (first, last) in enumerate(spans) if first <= start < last), len(spans))
    if here == len(spans):
        return False
    after = text[slice(*spans[here + 1])] if here + 1 < len(spans) else ""
    short = len(after.split()) <= _RETORT and _has(after, rules.phrases.retorts)
    return short or _has(text[slice(*spans[here])], rules.phrases.retorts)


def _has(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text has one of the words."""
    return re.search(rf"\b(?:{'|'.join(map(re.escape, words))})\b", text, re.IGNORECASE) is not None

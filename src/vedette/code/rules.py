"""The model's attribute rules, quicker: what spaCy's `attribute_ruler` does, with the same outcome.

The ruler tries each of its 180 patterns at each token, a tenth of the cost of a parse. Nearly all of them ask of one
token its tag, its word and its dependency alone, and of words only some hundred: so what they make of a token is kept
by those three, and asked of spaCy's own matcher once. Patterns of several tokens, or that ask for more, are matched
as ever.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

RULER, QUICK = "attribute_ruler", "vedette_rules"
ASKED = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
"""What a pattern may ask that is kept."""
LISTS = frozenset({"IN", "NOT_IN"})
_Key = tuple[int, int, int, int]
"""Tag, word (0 where no pattern names it), dependency, whether white space."""


class Rules:
    """A component in the stead of a ruler."""

    def __init__(self, ruler: "AttributeRuler") -> None:
        """Part the ruler's patterns into those that can be kept and the others."""
        from spacy.matcher import Matcher  # noqa: PLC0415  heavy: only when a report is coded
        from spacy.tokens._retokenize import set_token_attrs  # noqa: PLC0415  as above

        self.ruler, self._set = ruler, set_token_attrs
        self.kept, self.others = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self.words: set[int] = set()
        for number, rule in enumerate(ruler.patterns):
            patterns: Any = rule["patterns"]
            for matcher, plain in ((self.kept, True), (self.others, False)):
                fit: list[Any] = [tokens for tokens in patterns if _is_plain(tokens) is plain]
                if fit:
                    matcher.add(str(number), fit)
            named = (word for tokens in patterns if _is_plain(tokens) for word in _words(tokens[0]))
            self.words.update(ruler.vocab.strings.add(word) for word in named)
        self._made: dict[_Key, tuple[list[int], dict[Any, Any]]] = {}

    def __call__(self, doc: "Doc") -> "Doc":
        """Set the attributes of each token, later rules over earlier ones."""
        others = self._others(doc) if len(self.others) else {}
        rows: list[list[int]] = doc.to_array(["TAG", "LOWER", "DEP", "IS_SPACE"]).tolist() if len(doc) else []
        for token, (tag, word, dep, space) in enumerate(rows):
            key = (tag, word if word in self.words else 0, dep, space)
            made = self._made.get(key)
            if made is None:
                made = self._made[key] = self._ask(doc, token)
            attributes = self._merged([*made[0], *others[token]]) if token in others else made[1]
            if attributes:
                self._set(doc[token], attributes)
        return doc

    def _ask(self, doc: "Doc", token: int) -> tuple[list[int], dict[Any, Any]]:
        """The kept rules that hold at a token, and what they set together."""
        found = self.kept(doc[token : token + 1], allow_missing=True)
        numbers = [int(doc.vocab.strings[name]) for name, _, _ in found]
        return numbers, self._merged(numbers)

    def _others(self, doc: "Doc") -> dict[int, list[int]]:
        """The other rules that hold, by the token that they are about."""
        found: dict[int, list[int]] = defaultdict(list)
        for name, start, end in self.others(doc, allow_missing=True):
            number = int(doc.vocab.strings[name])
            index = self.ruler.indices[number]
            found[(start if index >= 0 else end) + index].append(number)
        return found

    def _merged(self, numbers: list[int]) -> dict[Any, Any]:
        """What rules set, the later over the earlier."""
        merged: dict[Any, Any] = {}
        for number in sorted(numbers):
            merged |= self.ruler.attrs[number]
        return merged


def quicken(nlp: "Language") -> None:
    """Put Rules in the stead of a pipeline's ruler."""
    from spacy.language import Language  # noqa: PLC0415  heavy, as above

    @Language.factory(QUICK)
    def make(nlp: "Language", name: str) -> Rules:  # noqa: ARG001 - a factory
        """The component of a pipeline."""
        return Rules(nlp.get_pipe(RULER))  # type: ignore[arg-type]

    if QUICK not in nlp.pipe_names:
        nlp.add_pipe(QUICK, after=RULER)
        nlp.disable_pipe(RULER)


def _is_plain(tokens: list[dict[str, Any]]) -> bool:
    """Whether a pattern asks of one token nothing but what is kept, by value or in a list."""
    values = [value for value in tokens[0].values() if isinstance(value, dict)]
    return len(tokens) == 1 and tokens[0].keys() <= ASKED and all(value.keys() <= LISTS for value in values)


def _words(asked: dict[str, Any]) -> list[str]:
    """The words that a token's pattern names."""
    word = asked.get("LOWER")
    if isinstance(word, dict):
        return [one for listed in word.values() for one in listed]
    return [] if word is None else [word]

"""A difference brief: what is new since an earlier one."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vedette.records.brief import Brief, BriefSentence


def since(brief: "Brief", before: "Brief") -> "Brief":
    """The same brief with each sentence marked as new or not, and of an unchanged one nothing but the headline's mark.

    A sentence is not new where the brief before says the same of the same; one that says another number, or cites what
    the one before did not, is.
    """
    said = {_key(sentence) for sentence in before.sentences}
    update: dict[str, Any] = {name: tuple(_marked(told, said)) for name, told in brief.sections.items()}
    (headline,) = _marked([brief.headline], said)
    return brief.model_copy(update=update | {"headline": headline, "since_brief": before.id})


def only_new(brief: "Brief") -> "Brief":
    """A difference brief without the sentences that are not new; the sources are those of what is left."""
    update: dict[str, Any] = {name: tuple(s for s in told if s.new) for name, told in brief.sections.items()}
    left = brief.model_copy(update=update)
    cited = {ident for sentence in left.sentences for ident in sentence.cites}
    quoted = {quote.report for sentence in left.sentences for quote in sentence.quotes}
    kept = tuple(s for s in brief.sources if s.report in quoted or cited & set(s.incidents))
    points = tuple(point for point in brief.points if point.incident in cited)
    return left.model_copy(update={"sources": kept, "points": points})


def _marked(sentences: "Iterable[BriefSentence]", said: set[tuple[str, tuple[str, ...]]]) -> "list[BriefSentence]":
    """Sentences with whether they are new."""
    return [sentence.model_copy(update={"new": _key(sentence) not in said}) for sentence in sentences]


def _key(sentence: "BriefSentence") -> tuple[str, tuple[str, ...]]:
    """By what two sentences are one: their words and what they cite."""
    return " ".join(sentence.text.split()), tuple(sorted(sentence.cites))

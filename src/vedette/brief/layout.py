"""How a brief is laid out, whatever it is written as: titles, numbered sources, which of them a sentence rests on."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from vedette.brief import english

if TYPE_CHECKING:
    from vedette.records.brief import Brief, BriefSentence, BriefSource

TITLES: Final = {
    "summary": "Summary",
    "happened": "What happened",
    "disagreements": "Where reports disagree",
    "actors": "Who is involved, and who stands behind them",
    "background": "Background",
    "outlook": "Outlook",
}
SOURCES: Final = "Sources"
METHOD: Final = "Method and limits"
WORDS: Final = "What each sentence rests on"
_MARKS: Final = 4
"""Sources that a sentence shows by number; all of them are with its words."""


@dataclass(frozen=True)
class Laid:
    """A brief with its sources numbered from 1."""

    brief: "Brief"

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each source by its report."""
        return {source.report: n for n, source in enumerate(self.brief.sources, 1)}

    @cached_property
    def _of_incident(self) -> dict[str, list[int]]:
        """The sources of each incident, those with an origin of their own first."""
        found: dict[str, list[int]] = {}
        for source in sorted(self.brief.sources, key=lambda s: not s.independent):
            for ident in source.incidents:
                found.setdefault(ident, []).append(self.numbers[source.report])
        return found

    def marks(self, sentence: "BriefSentence") -> list[int]:
        """The numbers of the sources that a sentence rests on, a few; those whose words it quotes first."""
        found = [self.numbers[q.report] for q in sentence.quotes if q.report in self.numbers]
        if not found and len(sentence.cites) <= _MARKS:
            found = [number for ident in sentence.cites for number in self._of_incident.get(ident, [])]
        return sorted(dict.fromkeys(found).keys())[:_MARKS]

    @property
    def dated(self) -> str:
        """Which days it is about: "3 to 9 March 2024"."""
        first, last = self.brief.scope.first, self.brief.scope.last
        return english.day(first) if first == last else f"{english.day(first)} to {english.day(last)}"

    @property
    def signed(self) -> str:
        """Who answers for it, in a sentence."""
        byline = self.brief.byline
        if byline.who is None:
            return "Not reviewed by a person."
        return f"Reviewed by {byline.who}" + (f", {english.day(byline.on)}." if byline.on else ".")

    def themes(self, name: str) -> "list[tuple[str, list[BriefSentence]]]":
        """The sentences of a section under their headings, in order."""
        found: dict[str, list[BriefSentence]] = {}
        for sentence in self.brief.sections[name]:
            found.setdefault(sentence.theme, []).append(sentence)
        return list(found.items())

    @property
    def filled(self) -> list[str]:
        """The names of the sections that say something, in order."""
        return [name for name, told in self.brief.sections.items() if told]


def told_of(source: "BriefSource") -> str:
    """A source in words: outlet, title, day, whom it relied on."""
    parts = [source.outlet]
    if source.title:
        parts.append(f"\u201c{source.title}\u201d")
    if source.published:
        parts.append(english.day(source.published))
    text = ", ".join(parts)
    if source.copies:
        return f"{text} (repeats another report)"
    if source.relied_on:
        return f"{text} (relied on {source.relied_on})"
    return text if source.independent else f"{text} (relays another)"


def flags(sentence: "BriefSentence") -> str:
    """What the verifier found of a sentence, in words; "" where it found nothing."""
    return "; ".join(f"{f.kind}: {f.words} ({f.problem})" for f in sentence.findings)

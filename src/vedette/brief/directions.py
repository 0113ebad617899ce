"""Who does what to whom in a sentence: read by the coder, as in any report, and by the plainest forms beside it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Protocol

from vedette.brief.evidence import HURT
from vedette.brief.folding import kinds_in, marks
from vedette.lexicon.countries import countries
from vedette.records.report import Report, content_id

if TYPE_CHECKING:
    from vedette.pipeline import Pipeline
    from vedette.records.coded import Coded
    from vedette.records.mention import Mention

Deed = tuple[frozenset[str], frozenset[str], str]
"""Marks of who does it, marks of to whom, the words."""
_ARMED: Final = re.compile(
    r"\b([A-Z][a-z]+)(?: [a-z-]+){0,2} (?:air ?strikes?|strikes?|shelling|shells?|drones?|missiles?|rockets?|artillery|"
    r"warplanes?|jets?|raids?|bombing|bombardment|attacks?|forces|troops|soldiers|commandos|army|navy|police|military|fire)\b"
)
""" "Russian shelling", "an Israeli air strike": whose it is."""


class Reader(Protocol):
    """What reads the deeds of a sentence."""

    def deeds(self, text: str) -> Iterator[Deed]:
        """Who does it to whom, as far as the sentence says."""
        ...


class CodedReader:
    """Reads with the coder of reports."""

    def __init__(self, pipeline: "Pipeline") -> None:
        """Keep the pipeline; sentences that were read are kept."""
        self._pipeline = pipeline
        self._read: dict[str, Coded] = {}

    def deeds(self, text: str) -> Iterator[Deed]:
        """The deeds that hurt or force somebody, with both ends where the sentence names them."""
        coded = self._coded(text)
        actors = {actor.id: actor for actor in coded.actors}

        def known(mention: "Mention") -> frozenset[str]:
            """The marks of a mention."""
            actor = actors.get(mention.ref or "")
            own = marks(actor.id, actor.name) if actor and ": " not in actor.name else frozenset[str]()
            return own | marks(None, mention.text, actor.code if actor else None)

        for event in coded.events:
            if event.type not in HURT or event.negated:
                continue
            whom = [kinds_in(count.whom or "") for count in event.counts]
            sufferers = [*map(known, event.targets), *map(frozenset, whom)]
            if event.sub_event == "Armed clash" and not event.targets:
                continue  # "fighting that involved X" is nobody's deed
            for doer in map(known, event.actors):
                for sufferer in sufferers or [frozenset[str]()]:
                    if not doer & sufferer:
                        yield doer, sufferer, event.trigger.text

        yield from whose(text)

    def _coded(self, text: str) -> "Coded":
        """A sentence as a report of its own."""
        if text not in self._read:
            report = Report(id=content_id(text), text=text)
            self._read[text] = next(iter(self._pipeline.code([report])))
        return self._read[text]


def whose(text: str) -> Iterator[Deed]:
    """Of which state strikes and shelling are, where a sentence says so by its adjective."""
    for match in _ARMED.finditer(text):
        form = countries().forms.get(match[1])
        if form is not None and form.kind == "adjective" and not _is_hit(text[: match.start()]):
            yield frozenset({form.iso3}), frozenset(), match[0]


def _is_hit(before: str) -> bool:
    """Whether what comes next is what was hit: "killed eight Malian soldiers", "fired on a Pakistani post"."""
    return (
        re.search(
            r"\b(?:on|at|against|killed|wounded|hit|struck|attacked|shelled|bombed|captured|from|of)\s+(?:(?!when|by|as|in|after|during|with|because)[\w-]+\s+){0,3}$",
            before,
        )
        is not None
    )

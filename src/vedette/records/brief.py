"""Brief: a situation brief of which every sentence rests on incidents, events or words that it cites."""

from typing import Literal

from vedette.records.base import Record

Verdict = Literal["supported", "flagged", "unchecked"]

FindingKind = Literal["number", "name", "place", "date", "status", "direction", "citation"]


class Quote(Record):
    """Words of a report: `words` is its text from `start` to `end`, in Unicode code points; `published` an ISO date."""

    report: str
    start: int
    end: int
    words: str
    outlet: str | None = None
    published: str | None = None
    url: str | None = None


class Finding(Record):
    """What of a sentence its citations do not bear out: which words, and what was found instead."""

    kind: FindingKind
    words: str
    problem: str


class BriefSentence(Record):
    """A sentence, what it cites, and whether that bears it out; one without citations may not stand.

    `cites` are ids: of incidents ("i12"), of events as the desk knows them ("<report>:<n>"), or of an entry in the
    registry of actors ("registry:HTS"). `theme` is the heading that it stands under. `new` is False in a difference
    brief where the brief before says the same.
    """

    text: str
    cites: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    theme: str = ""
    verdict: Verdict = "unchecked"
    findings: tuple[Finding, ...] = ()
    new: bool = True


class BriefScope(Record):
    """What was asked: days are ISO dates, both ends included; `title` names it for people ("Syria")."""

    title: str
    country: str | None = None
    place: str | None = None
    actor: str | None = None
    incidents: tuple[str, ...] = ()
    first: str
    last: str
    as_of: str | None = None


class BriefSource(Record):
    """A report behind the brief: `relied_on` is whom it says it had its news from, `copies` a report that it repeats.

    `incidents` are those of the brief that it tells of.
    """

    report: str
    outlet: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    relied_on: str | None = None
    copies: bool = False
    independent: bool = True
    incidents: tuple[str, ...] = ()


class BriefPoint(Record):
    """An incident on the map and the timeline; without coordinates where its place is not known closer than `where`."""

    incident: str
    label: str
    where: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: str = "unknown"
    day: str | None = None
    killed: int = 0
    theme: str = ""


class Byline(Record):
    """Who answers for a brief: the reviewer and the day of the review; nobody does where `who` is None."""

    who: str | None = None
    on: str | None = None


class Brief(Record):
    """A situation brief. `id` comes from its content, `made_at` is UTC.

    `dropped` are the sentences that the verifier did not let stand, with what it found; `since_brief` is the id of the
    brief that this one is set against.
    """

    id: str
    made_at: str
    scope: BriefScope
    headline: BriefSentence
    summary: tuple[BriefSentence, ...] = ()
    happened: tuple[BriefSentence, ...] = ()
    disagreements: tuple[BriefSentence, ...] = ()
    actors: tuple[BriefSentence, ...] = ()
    background: tuple[BriefSentence, ...] = ()
    outlook: tuple[BriefSentence, ...] = ()
    sources: tuple[BriefSource, ...] = ()
    points: tuple[BriefPoint, ...] = ()
    method: tuple[str, ...] = ()
    dropped: tuple[BriefSentence, ...] = ()
    byline: Byline = Byline()
    since_brief: str | None = None

    @property
    def sections(self) -> dict[str, tuple[BriefSentence, ...]]:
        """The sentences by the names of their fields, in the order of reading, without the headline."""
        names = ("summary", "happened", "disagreements", "actors", "background", "outlook")
        return {name: getattr(self, name) for name in names}

    @property
    def sentences(self) -> tuple[BriefSentence, ...]:
        """All that stand, the headline first."""
        return self.headline, *(sentence for told in self.sections.values() for sentence in told)

"""Brief: a situation brief of which every sentence rests on incidents, events or words that it cites."""

from typing import Literal

from vedette.records.base import Record

Verdict = Literal["supported", "flagged", "unchecked"]

FindingKind = Literal["number", "name", "place", "date", "status", "direction", "citation"]


class Quote(Record):
    """Words of a report: `words` is its text from `start` to `end`, in Unicode code points; `published` an ISO date."""

    report: str
    """Id of the report."""
    start: int
    """Where the words begin."""
    end: int
    """Where they end."""
    words: str
    """The words."""
    outlet: str | None = None
    """Who published them."""
    published: str | None = None
    """When: an ISO date."""
    url: str | None = None
    """The report's address."""


class Finding(Record):
    """What of a sentence its citations do not bear out: which words, and what was found instead."""

    kind: FindingKind
    """What does not hold."""
    words: str
    """The words of the sentence."""
    problem: str
    """What the citations have instead."""


class BriefSentence(Record):
    """A sentence, what it cites, and whether that bears it out; one without citations may not stand.

    `cites` are ids: of incidents ("i12"), of events as the desk knows them ("<report>:<n>"), or of an entry in the
    registry of actors ("registry:HTS"). `theme` is the heading that it stands under. `new` is False in a difference
    brief where the brief before says the same.
    """

    text: str
    """The sentence."""
    cites: tuple[str, ...] = ()
    """Ids of what it rests on."""
    quotes: tuple[Quote, ...] = ()
    """Words of reports that bear it out."""
    theme: str = ""
    """The heading that it stands under."""
    verdict: Verdict = "unchecked"
    """What the verifier says."""
    findings: tuple[Finding, ...] = ()
    """What the verifier found."""
    new: bool = True
    """False where the brief before says the same."""


class BriefScope(Record):
    """What was asked: days are ISO dates, both ends included; `title` names it for people ("Syria")."""

    title: str
    """Its name for people."""
    country: str | None = None
    """ISO 3166 alpha-3."""
    place: str | None = None
    """A place's name."""
    actor: str | None = None
    """An actor's name or id."""
    incidents: tuple[str, ...] = ()
    """Ids, where single incidents were asked for."""
    first: str
    """First day."""
    last: str
    """Last day."""
    as_of: str | None = None
    """The moment as of which the desk was asked, UTC."""


class BriefSource(Record):
    """A report behind the brief: `relied_on` is whom it says it had its news from, `copies` a report that it repeats.

    `incidents` are those of the brief that it tells of.
    """

    report: str
    """Id of the report."""
    outlet: str
    """Who published it."""
    title: str | None = None
    """Its headline."""
    published: str | None = None
    """When: an ISO date."""
    url: str | None = None
    """Its address."""
    relied_on: str | None = None
    """Whom it says it had its news from."""
    copies: bool = False
    """That it repeats another report."""
    independent: bool = True
    """That it neither copies nor only relays another."""
    incidents: tuple[str, ...] = ()
    """Ids of the incidents that it tells of."""


class BriefPoint(Record):
    """An incident on the map and the timeline; without coordinates where its place is not known closer than `where`."""

    incident: str
    """Id of the incident."""
    label: str
    """What the map and the timeline call it."""
    where: str = ""
    """The closest that its place is known."""
    lat: float | None = None
    """Degrees north, WGS 84."""
    lon: float | None = None
    """Degrees east, WGS 84."""
    precision: str = "unknown"
    """How exactly the place is known."""
    day: str | None = None
    """Its first day: an ISO date."""
    killed: int = 0
    """The best number of dead."""
    theme: str = ""
    """The heading that it stands under."""


class Byline(Record):
    """Who answers for a brief: the reviewer and the day of the review; nobody does where `who` is None."""

    who: str | None = None
    """The reviewer."""
    on: str | None = None
    """The day of the review: an ISO date."""


class Brief(Record):
    """A situation brief. `id` comes from its content, `made_at` is UTC.

    `dropped` are the sentences that the verifier did not let stand, with what it found; `since_brief` is the id of the
    brief that this one is set against.
    """

    id: str
    """Made from its content: the same brief has the same id."""
    made_at: str
    """When it was made, UTC."""
    scope: BriefScope
    """What was asked."""
    headline: BriefSentence
    """The most important incident."""
    summary: tuple[BriefSentence, ...] = ()
    """How many incidents and dead, the deadliest, who took what."""
    happened: tuple[BriefSentence, ...] = ()
    """One sentence an incident, under headings."""
    disagreements: tuple[BriefSentence, ...] = ()
    """Where reports differ."""
    actors: tuple[BriefSentence, ...] = ()
    """Who is involved, and who backs them."""
    background: tuple[BriefSentence, ...] = ()
    """What came before."""
    outlook: tuple[BriefSentence, ...] = ()
    """Open aims, orders, threats and warnings; the forecast."""
    sources: tuple[BriefSource, ...] = ()
    """The reports behind it."""
    points: tuple[BriefPoint, ...] = ()
    """What the map and the timeline show."""
    method: tuple[str, ...] = ()
    """How it was made, and what it cannot know."""
    dropped: tuple[BriefSentence, ...] = ()
    """Sentences that did not stand, with what the verifier found."""
    byline: Byline = Byline()
    """Who answers for it."""
    since_brief: str | None = None
    """Id of the brief that it is set against."""

    @property
    def sections(self) -> dict[str, tuple[BriefSentence, ...]]:
        """The sentences by the names of their fields, in the order of reading, without the headline."""
        names = ("summary", "happened", "disagreements", "actors", "background", "outlook")
        return {name: getattr(self, name) for name in names}

    @property
    def sentences(self) -> tuple[BriefSentence, ...]:
        """All that stand, the headline first."""
        return self.headline, *(sentence for told in self.sections.values() for sentence in told)

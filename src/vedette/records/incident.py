"""Incident: one happening as the desk has it now, whole in one record: exports, briefs and pages need nothing else.

Its values are the reports' taken together, or a person's correction of them (`corrected` names those fields); `told`
keeps beside them what each event of each report says, with its words, so that whoever disagrees is still heard.
"""

from vedette.records.base import Record
from vedette.records.event import Count
from vedette.records.place import Place
from vedette.records.vocabulary import CountOf, PloverType, ResponsibilityKind, Standing, Status, SubEvent


class Participant(Record):
    """Who takes part: `role` is "actor", "target" or "beneficiary", `id` None where it is no known actor.

    `events` says in how many of the events it has that role.
    """

    role: str
    """"actor", "target" or "beneficiary"."""
    id: str | None = None
    """Id of a known actor."""
    name: str
    """Its name, or the reports' words."""
    country: str | None = None
    """ISO 3166 alpha-3."""
    kind: str | None = None
    """PLOVER sector."""
    code: str | None = None
    """PLOVER code."""
    events: int = 1
    """In how many of the events it has the role."""


class Toll(Record):
    """How many people, over all reports: the lowest and highest number told, and the one that most origins tell."""

    of: CountOf
    """What is counted."""
    low: int
    """The lowest number of all reports."""
    best: int
    """The number that most origins tell."""
    high: int
    """The highest number of all reports."""


class TollTold(Record):
    """One count of one event: how many of what, of whom ("civilians"), as its report has it."""

    of: CountOf
    """What is counted."""
    whom: str | None = None
    """Of whom, in the report's words."""
    low: int | None = None
    """The lowest number."""
    best: int | None = None
    """The number to use where one is needed."""
    high: int | None = None
    """The highest number."""
    cumulative: bool = False
    """Whether it is a running total, of more than this event."""

    @classmethod
    def of_count(cls, count: Count) -> "TollTold":
        """A count of an event without its place in the text."""
        return cls(
            of=count.of, whom=count.whom, low=count.low, best=count.best, high=count.high, cumulative=count.cumulative
        )


class Claim(Record):
    """That `who` claims, denies or is blamed for it, by whom (None where nobody is named), in the words of a report."""

    kind: ResponsibilityKind
    """Claimed, denied or blamed."""
    who: str
    """Who is said to have done it."""
    by: str | None = None
    """Who says so."""


class Told(Record):
    """One event of one report: what it says under each heading, and the sentence that says so.

    `sources` is the chain of who says it, the nearest to the report first; `quote` are the words of the evidence, and
    `start` and `end` their place in the report's text. `counted` is False where a newer version of the page speaks.
    """

    event: str
    """Id of the event on the desk."""
    report: str
    """Id of the report."""
    type: PloverType
    """PLOVER event type."""
    mode: str | None = None
    """PLOVER mode."""
    sub_event: SubEvent | None = None
    """One of ACLED's 25 names."""
    status: Status
    """Whether it happened, is planned ..."""
    negated: bool = False
    """That it is told as not so."""
    first: str | None = None
    """First day: an ISO date."""
    last: str | None = None
    """Last day: an ISO date."""
    place: str | None = None
    """The place's name."""
    actors: tuple[str, ...] = ()
    """Names of who did it."""
    targets: tuple[str, ...] = ()
    """Names of to whom or what."""
    tolls: tuple[TollTold, ...] = ()
    """Its counts."""
    sources: tuple[str, ...] = ()
    """Who says it, the nearest to the report first."""
    claims: tuple[Claim, ...] = ()
    """Who claims it, denies it or is blamed for it."""
    weapons: tuple[str, ...] = ()
    """With what."""
    quote: str
    """The words of the evidence."""
    start: int
    """Where they begin in the report's text."""
    end: int
    """Where they end."""
    salience: float
    """0 to 1: its weight within the report."""
    confidence: float
    """0 to 1: how sure the coder is."""
    counted: bool = True
    """False where a newer version of the page speaks."""


class Source(Record):
    """A report that tells of the incident.

    `independent` is False where it copies another report (`copy`) or only relays another's news; `newest` is False for
    an earlier version of a page.
    """

    report: str
    """Id of the report on the desk."""
    key: str
    """Its id where it came from (a file, a line, an address)."""
    url: str | None = None
    """Its address."""
    publisher: str | None = None
    """Who published it."""
    title: str | None = None
    """Its headline."""
    published: str | None = None
    """When: an ISO date."""
    original_source: str | None = None
    """Whom the outlet relied on."""
    language: str | None = None
    """ISO 639-1."""
    added_at: str
    """When the desk got it, UTC."""
    copy_of_another: bool = False
    """That it repeats the text of another report."""
    independent: bool = True
    """False where it copies or only relays another."""
    newest: bool = True
    """False for an earlier version of a page."""


class Incident(Record):
    """Events of many reports judged to be one happening.

    Days are ISO dates, both ends included; `first` and `last` are the whole span that is told. `disagreements` name the
    headings ("when", "killed" ...) under which reports differ. `importance` and `uncertainty` (0..1) order lists and
    the review. `merged_into` is the incident that absorbed it; of a merged or retracted one only the id, the standing
    and `changed_at` (UTC, when it was last judged or told otherwise) are to be used.
    """

    id: str
    """Its id on this desk ("i12")."""
    title: str
    """A line made of kind, place and deaths, or a person's."""
    type: PloverType | None = None
    """PLOVER event type."""
    mode: str | None = None
    """PLOVER mode."""
    sub_event: SubEvent | None = None
    """One of ACLED's 25 names."""
    cameo: str | None = None
    """CAMEO root, derived from the type."""
    status: Status | None = None
    """Whether it happened, is planned, feared ..."""
    negated: bool = False
    """That it is told as not so."""
    first: str | None = None
    """First day that is told: an ISO date."""
    last: str | None = None
    """Last day that is told: an ISO date."""
    day_precision: str = "unknown"
    """How exactly the days are told."""
    place: Place | None = None
    """Where, as the gazetteer has it."""
    country: str | None = None
    """ISO 3166 alpha-3."""
    parties: tuple[Participant, ...] = ()
    """Who takes part, in which role."""
    tolls: tuple[Toll, ...] = ()
    """How many people, over all reports."""
    weapons: tuple[str, ...] = ()
    """With what, as the reports name it."""
    told: tuple[Told, ...] = ()
    """What each event of each report says."""
    sources: tuple[Source, ...] = ()
    """The reports that tell of it."""
    reports: int = 0
    """How many reports tell of it."""
    origins: int = 0
    """How many of them are independent of each other."""
    outlets: int = 0
    """How many outlets published them."""
    first_reported: str | None = None
    """When the first was published: an ISO date."""
    last_reported: str | None = None
    """When the last was published: an ISO date."""
    disagreements: tuple[str, ...] = ()
    """Headings under which reports differ."""
    corrected: tuple[str, ...] = ()
    """Fields that a person corrected."""
    standing: Standing = "new"
    """What people said of it: new (nothing), confirmed, disputed."""
    retracted: bool = False
    """That a person says it should not be there."""
    merged_into: str | None = None
    """Id of the incident that absorbed it."""
    confidence: float = 0.0
    """0 to 1: how sure the coder is of its events."""
    importance: float = 0.0
    """0 to 1: the order of lists."""
    uncertainty: float = 0.0
    """0 to 1: how much a look at it is worth."""
    changed_at: str = ""
    """When it was last told or judged otherwise, UTC."""

    @property
    def live(self) -> bool:
        """Whether it is one still: neither absorbed nor retracted, and told by a report's newest coding or judged."""
        told = self.told or self.standing != "new" or self.corrected
        return self.merged_into is None and not self.retracted and bool(told)

    def toll(self, of: CountOf = "killed") -> Toll | None:
        """How many people of one kind, None where nobody counts them."""
        return next((toll for toll in self.tolls if toll.of == of), None)

    def named(self, role: str) -> tuple[str, ...]:
        """The names of those in a role, those of most events first."""
        return tuple(party.name for party in self.parties if party.role == role)

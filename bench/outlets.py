"""A made-up world of outlets for `bench.world`: what each publishes when, edits, copies, and what goes wrong.

All of it follows from a seed. Nothing here knows of gathering; `Newsroom.version` says what stands at an address at a
moment, and so what a watch that misses nothing must have.
"""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Final, Literal

COPIED, SHARED, EDITED, HAMPERED, LOST = 0.1, 0.03, 0.125, 0.17, 0.002
"""Shares of articles: wire copies, listed in a second feed, edited, fetched with trouble, never to be had."""
OTHER: Final = 7
"""One happening in so many is no conflict."""

START: Final = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
Trouble = Literal["500", "429", "slow", "truncated", "loop", "reset"]
Fate = Literal["article", "gone", "pdf", "robots"]
Kind = Literal["rss", "atom", "json", "rdf"]

_TROUBLES: Final[tuple[Trouble, ...]] = ("500", "429", "slow", "truncated", "loop", "reset")
_TOWNS: Final = ("Karvel", "Tuma", "Ostrel", "Nabira", "Selim", "Daroum", "Zhalin", "Moraq", "Venta", "Ibor")
_WHO: Final = ("Gunmen", "Rebels", "Soldiers", "Militiamen", "Border guards", "Insurgents")
_DID: Final = (
    "attacked a checkpoint",
    "shelled the market",
    "raided a village",
    "seized a bridge",
    "burned two trucks",
)
_MORE: Final = (
    "Residents spoke of hours of gunfire and of smoke over the eastern districts.",
    "The provincial governor said that reinforcements were on their way from the capital.",
    "Aid workers could not reach the area, since the road remained closed to all traffic.",
    "Shops and schools stayed shut, and the hospital asked for blood and for fuel.",
    "It was the third such attack in the district since the rains ended.",
    "No group said at first that it had carried out the attack.",
    "Families left on foot towards the river, carrying what they could.",
    "The army did not answer questions about its own losses.",
)
_QUIET: Final = (
    "Tickets for the first evening were sold out within an hour of going on sale.",
    "The programme runs for nine days and ends with a concert in the old market hall.",
    "Hotels in the town and in the villages around it report that they have no rooms left.",
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of an article: `loud` where its feed tells of it."""

    at: dt.datetime
    loud: bool


@dataclass(slots=True)
class Piece:
    """An article at an address of an outlet."""

    number: int
    outlet: "Outlet"
    published: dt.datetime
    edits: tuple[Edit, ...] = ()
    copies: "Piece | None" = None
    """The wire copy's original, whose first text this one has."""
    trouble: Trouble | None = None
    troubled: int = 0
    """So many requests for it go wrong before one does not."""
    fate: Fate = "article"
    also_in: "Outlet | None" = None

    @property
    def path(self) -> str:
        """Its path on its outlet's host."""
        folder = "/private" if self.fate == "robots" else ""
        return f"{folder}/{self.published:%Y/%m/%d}/story-{self.number}"

    def version(self, now: dt.datetime) -> int:
        """How often it was edited by a moment."""
        return sum(edit.at <= now for edit in self.edits)

    def loud(self, now: dt.datetime) -> dt.datetime | None:
        """The last edit by a moment that its feed tells of."""
        return max((edit.at for edit in self.edits if edit.loud and edit.at <= now), default=None)

    def title(self, now: dt.datetime) -> str:
        """Its headline."""
        told = sum(edit.loud and edit.at <= now for edit in self.edits)
        return f"{self._head()} ({self.number})" + (f", update {told}" if told else "")

    @property
    def case(self) -> int:
        """The number of its happening; a copy's is its original's."""
        return self.copies.number if self.copies else self.number

    @property
    def of_conflict(self) -> bool:
        """Whether it tells of conflict."""
        return self.case % OTHER != 0

    def _head(self) -> str:
        """What it is about."""
        dice = random.Random(self.case)  # noqa: S311 - no secret
        if not self.of_conflict:
            return f"Festival of song opens in {dice.choice(_TOWNS)}"
        return f"{dice.choice(_WHO)} {dice.choice(_DID)} in {dice.choice(_TOWNS)}"

    def words(self, version: int) -> list[str]:
        """Its paragraphs in a version; no two articles that are no copies have the same."""
        dice = random.Random(self.case)  # noqa: S311 - no secret
        own = self.number if version else self.case
        news = [f"Update {n} of report {own}: officials now speak of {30 + n} people." for n in range(1, version + 1)]
        if not self.of_conflict:
            first = f"{self._head()} on Monday with choirs from five countries, the mayor said in note {self.case:05}."
            return [first, " ".join(_QUIET[:2]), _QUIET[2], *news]
        more = dice.sample(_MORE, 5)
        first = (
            f"{self._head()} on Monday, killing {dice.randint(1, 30)} people, officials said in case {self.case:05}."
        )
        return [first, " ".join(more[:2]), " ".join(more[2:4]), more[4], *news]


@dataclass(slots=True)
class Outlet:
    """An outlet with one feed; the fields are its ways of publishing, most of which are odd somewhere."""

    number: int
    kind: Kind = "rss"
    window: int = 20
    """How many articles its feed holds."""
    validators: Literal["etag", "modified", "none"] = "etag"
    dates: Literal["right", "none", "future", "absurd"] = "right"
    ids: Literal["permalink", "opaque", "none"] = "opaque"
    encoding: str = "utf-8"
    tracking: bool = False
    relative: bool = False
    compressed: bool = False
    moves_at: dt.datetime | None = None
    """From when on its feed's address answers that it has moved for good."""
    down: tuple[dt.datetime, dt.datetime] | None = None
    """From when to when its server answers 503."""
    pieces: list[Piece] = field(default_factory=list)
    borrowed: list[Piece] = field(default_factory=list)
    """Articles of others that its feed lists too."""

    @property
    def host(self) -> str:
        """Its host name."""
        return f"outlet{self.number:02}.world.test"

    def listed(self, now: dt.datetime) -> list[Piece]:
        """What its feed holds at a moment, the newest first."""
        out = [piece for piece in (*self.pieces, *self.borrowed) if piece.published <= now]
        return sorted(out, key=lambda piece: (piece.published, piece.number), reverse=True)[: self.window]

    def is_down(self, now: dt.datetime) -> bool:
        """Whether its server is down."""
        return self.down is not None and self.down[0] <= now < self.down[1]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a world is."""

    feeds: int = 60
    articles: int = 5000
    days: float = 6.0


class Newsroom:
    """All outlets and what they publish."""

    def __init__(self, size: Size, seed: int) -> None:
        """Make the world up."""
        self.size = size
        self.end = START + dt.timedelta(days=size.days)
        self._dice = random.Random(seed)  # noqa: S311 - a world can be made again from its seed
        self.outlets = [self._outlet(n) for n in range(size.feeds)]
        self.pieces: list[Piece] = []
        self._publish()
        self._copy()
        for piece in self.pieces:
            self._edit(piece)
            self._hamper(piece)

    def _outlet(self, number: int) -> Outlet:
        """An outlet; the first ones have each oddity once, so that a small world has all of them."""
        dice, last = self._dice, self.size.days * 24
        outlet = Outlet(
            number,
            kind=("rss", "atom", "json", "rdf")[number % 4],
            window=dice.choice((15, 20, 30, 50)),
            validators=("etag", "modified", "none")[number % 3],
            dates=("right", "right", "none", "future", "right", "absurd")[number % 6],
            ids=("opaque", "permalink", "none")[number % 5 % 3],
            encoding=("utf-8", "utf-8", "iso-8859-1", "windows-1252", "utf-16")[number % 5],
            tracking=number % 3 > 1,
            relative=number % 7 == 1,
            compressed=number % 2 == 1,
        )
        if outlet.dates == "right" and outlet.kind == "rss":
            outlet.moves_at = START + dt.timedelta(hours=dice.uniform(0.2, 0.6) * last)
        if number % 8 == len(outlet.kind):
            begin = START + dt.timedelta(hours=dice.uniform(0.2, 0.6) * last)
            outlet.down = (begin, begin + dt.timedelta(hours=dice.uniform(1, 3)))
        return outlet

    def _publish(self) -> None:
        """Give out the articles: a few outlets publish much, most little; by day more than by night."""
        weights = [1 / (1 + n % 12) for n in range(len(self.outlets))]
        dealt = self._dice.choices(self.outlets, weights, k=self.size.articles - len(self.outlets))
        for number, outlet in enumerate([*self.outlets, *dealt]):
            day = self._dice.uniform(0, self.size.days - 0.3)
            hour = min(self._dice.triangular(0, 24, 13), 23.9)
            at = START + dt.timedelta(days=min(int(day) + hour / 24, self.size.days - 0.3))
            piece = Piece(number, outlet, at.replace(microsecond=0))
            outlet.pieces.append(piece)
            self.pieces.append(piece)

    def _copy(self) -> None:
        """Make a tenth of the articles wire copies of earlier ones elsewhere, and list some in a second feed."""
        for piece in self.pieces:
            chance = self._dice.random()
            earlier = [p for p in self._dice.sample(self.pieces, 5) if p.published < piece.published and not p.copies]
            if chance < COPIED and earlier and earlier[0].outlet is not piece.outlet:
                piece.copies = earlier[0]
            elif chance > 1 - SHARED and len(self.outlets) > 1:
                piece.also_in = self._dice.choice([o for o in self.outlets if o is not piece.outlet])
                piece.also_in.borrowed.append(piece)

    def _edit(self, piece: Piece) -> None:
        """Edit one article in eight, some of them twice, while its feed still lists it; a third of edits silently."""
        if self._dice.random() > EDITED:
            return
        later = sorted(p.published for p in piece.outlet.pieces if p.published > piece.published)
        leaves = later[piece.outlet.window // 2] if len(later) > piece.outlet.window // 2 else self.end
        room = min((leaves - piece.published).total_seconds(), 20 * 3600)
        edits = []
        for share in sorted(self._dice.uniform(0.3, 0.6) for _ in range(self._dice.choice((1, 1, 2)))):
            loud = self._dice.random() > 1 / 3
            seconds = share * room if loud else self._dice.uniform(300, 5400)
            edits.append(Edit(piece.published + dt.timedelta(seconds=round(seconds)), loud))
        piece.edits = tuple(sorted(edits, key=lambda edit: edit.at))

    def _hamper(self, piece: Piece) -> None:
        """Let something go wrong with one article in six, for a while or for good."""
        chance = self._dice.random()
        if chance < LOST or piece.number in (3, 4, 5):
            piece.fate = ("gone", "pdf", "robots")[piece.number % 3]
            piece.edits, piece.copies = (), None
        elif chance < HAMPERED:
            piece.trouble = self._dice.choice(_TROUBLES)
            piece.troubled = 1 if piece.trouble == "slow" else self._dice.randint(1, 4)

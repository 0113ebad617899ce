"""Give each party of a draft an Actor: one of the registry, a country, or one composed from what its words say.

Composed ids are PLOVER-style codes with the backers behind ("IRQPRM+IRN"), so that "Iranian-backed Iraqi militias" is
the same actor in every report. A party whose country is not said takes that of the event's place or of the report.
"""

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from vedette.code.gazetteer import find_names
from vedette.lexicon.actors import ActorEntry, Leader, registry
from vedette.lexicon.countries import countries
from vedette.lexicon.placekeys import fold
from vedette.lexicon.words import ARMED, STATE, word_class
from vedette.records.actor import Actor
from vedette.resolve.naming import of_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vedette.code.phrases import Phrase

    Whose = Callable[[str | None], str | None]
    """The country of a party of a sector."""

LEADING = frozenset({"The", "A", "An", "Some", "Several", "Dozens", "Hundreds", "Members", "Fighters", "Supporters"})
STANDALONE = frozenset({"IGO", "NGO", "IMG", "MNC"})
PRESS = "JRN"
"""Outlets tell of other countries than their own."""
NOBODY = "UNK"
STANDS_FOR: Final = {
    "GOV": "government", "MIL": "armed forces", "COP": "police", "SPY": "intelligence", "JUD": "courts",
    "LEG": "parliament", "CVL": "civilians",
}  # fmt: skip
"""What the parts of a country are called where only an office-holder, a capital or a building names them."""
NAMED = frozenset({"REB", "SEP", "INS", "PRM", "UAF", "CRM", "PTY", "OPP", "SOC", "NGO", "BUS", "LAB", "EDU", "MED"})
"""Sectors whose bodies bear names of their own, by which those that are in no registry are told apart."""
_WORD: Final = r"[A-Z0-9][\w\u2019'-]*"
_NAME: Final = re.compile(rf"{_WORD}(?: (?:(?:de|del|des|du|la|el|al|and|for|of the|of|y|e) )?{_WORD})+")


class ActorResolver:
    """Resolves the parties of one report; the same words give the same actor."""

    def __init__(self, year: int | None, countries_said: "Mapping[str, int] | None" = None) -> None:
        """`year` and the countries of the report choose among actors of one name; None where unknown."""
        self.year, self.said = year, countries_said or {}
        self.actors: dict[str, Actor] = {}

    def resolve(self, phrase: "Phrase", nearby: "Iterable[str]" = (), whose: "Whose | None" = None) -> str | None:
        """The id of a party's actor, None where its words name nobody.

        `nearby` are countries that may be its own, likeliest first; `whose` tells of a sector which of them it is.
        """
        actor = self._actor(phrase, [c for c in nearby if c], whose)
        if actor is None:
            return None
        known = self.actors.setdefault(actor.id, actor)
        return known.id

    def _actor(self, phrase: "Phrase", nearby: list[str], whose: "Whose | None") -> Actor | None:
        """The actor that a party's words name."""
        if kin := self._kin(phrase, nearby):
            return self._made(kin, phrase.sector or "CVL", phrase)
        entry = self._choose(phrase)
        nickname = self._by_nickname(phrase, nearby) if entry is None else None
        if isinstance(nickname, str):
            return self._made(nickname[:3], nickname[3:], phrase) if nickname[3:] else self._plain(nickname)
        entry = entry or nickname
        known = self._known(phrase, entry, nearby) if entry is not None else None
        if known is not None:
            return known
        if phrase.hit is not None and phrase.hit.kind == "country" and not phrase.sector:
            return self._of_country(phrase)
        return self._composed(phrase, nearby, whose)

    def _known(self, phrase: "Phrase", entry: ActorEntry | Leader, nearby: list[str]) -> Actor | None:
        """An actor of the registry, or the body of that name of another country; None for a people's men elsewhere."""
        if isinstance(entry, Leader):
            return self._of_leader(phrase, entry)
        communal = entry.table == "ucdp" and entry.kind == "CVL" and phrase.sector in ARMED
        if communal and nearby and entry.country not in nearby:
            return None  # "Tuareg fighters" in Mali are none of Niger's
        if phrase.inside and phrase.sector == "GOV" and entry.country and not self._active(entry):
            return self._made(entry.country, "GOV", phrase)  # those who fought for it then: "the Sandinista government"
        elsewhere = self._namesake(entry, phrase, nearby)
        return self._made(elsewhere, entry.kind, phrase) if elsewhere else self._of_entry(phrase, entry)

    def _choose(self, phrase: "Phrase") -> ActorEntry | Leader | None:
        """The one meant among the actors of one name: active in the report's year, then of its countries."""
        if len(phrase.choices) < 2:  # noqa: PLR2004  one is no choice
            forgotten = isinstance(phrase.entry, ActorEntry) and phrase.entry.table == "ucdp"
            return None if forgotten and phrase.entry and not self._active(phrase.entry) else phrase.entry
        return max(
            phrase.choices,
            key=lambda e: (self._active(e), self.said.get(e.country or "", 0), getattr(e, "since", None) or 0),
        )

    def _kin(self, phrase: "Phrase", nearby: list[str]) -> str | None:
        """The country where a people lives that is called as another state's: "Serb gunners" near Sarajevo."""
        near = next(iter((*phrase.located, *nearby)), None)  # "Serbs from Leposavić", else where the report plays
        if near is None or len(phrase.countries) != 1 or phrase.entry is not None:
            return None
        words, sector = set(phrase.text.split()), phrase.sector or "CVL"
        for kin in registry().kin.get(phrase.countries[0], ()):
            if words & kin.words and near in kin.lives_in and (not kin.kinds or sector in kin.kinds):
                return near
        return None

    def _by_nickname(self, phrase: "Phrase", nearby: list[str]) -> ActorEntry | str | None:
        """The actor, or the code, that common words mean in a country: "Maoist rebels" in India."""
        said = dict.fromkeys((phrase.text.casefold(), of_kind(phrase.text).casefold()))
        for iso3 in (*phrase.countries, *phrase.located, *nearby):
            for words in said:
                found = registry().by_nickname.get((iso3, words))
                if isinstance(found, str) or (found is not None and self._active(found)):
                    return found
        return None

    def _namesake(self, entry: ActorEntry, phrase: "Phrase", nearby: list[str]) -> str | None:
        """The country whose body of that name is meant, where it is another than the registry's: "Congress" in Lima."""
        if entry.kind not in STATE or entry.country is None:
            return None
        own = [c for c in phrase.countries if c != entry.country]
        if own and len(own) == len(phrase.countries):
            return own[0]
        bare = phrase.hit is not None and " " not in phrase.hit.text and entry.table in ("forces", "bodies", "parties")
        alone = self.said.get(entry.country, 0) <= 1  # its own name is all that speaks for its country
        others = [c for c in nearby if c != entry.country]
        return others[0] if bare and alone and others else None

    def _active(self, entry: ActorEntry | Leader) -> bool:
        """Whether an actor existed or held office in the report's year."""
        if self.year is None:
            return True
        return entry.held_in(self.year) if isinstance(entry, Leader) else entry.active_in(self.year)

    def _of_leader(self, phrase: "Phrase", leader: Leader) -> Actor:
        """An office-holder, or those around one ("Assad's government")."""
        # A warlord's jets are no state's, nor are his spokesman, his aides and his men.
        men = phrase.sector == "GOV" or phrase.text.endswith(" men")
        theirs = leader.kind in ARMED and (phrase.sector in ARMED or (leader.kind not in STATE and men))
        if phrase.inside and phrase.sector and phrase.sector != leader.kind and leader.country and not theirs:
            return self._made(leader.country, phrase.sector, phrase)
        return Actor(id=leader.id, name=leader.name, aliases=leader.aliases, kind=leader.kind, country=leader.country,
                     code=leader.code, active_from=leader.since, active_to=leader.until)  # fmt: skip

    def _of_entry(self, phrase: "Phrase", entry: ActorEntry) -> Actor:
        """An organization, or people of one ("UN peacekeepers")."""
        code = entry.code or f"{entry.country or ''}{entry.kind}"
        if phrase.inside and entry.kind in STANDALONE and phrase.sector == "MIL":
            return Actor(id=f"{entry.id}:MIL", name=f"{entry.name} forces", kind="MIL", code=f"{code[:3]}MIL")
        return Actor(id=entry.id, name=entry.name, aliases=entry.aliases, kind=entry.kind, country=entry.country,
                     code=code, active_from=entry.active_from, active_to=entry.active_to, part_of=entry.part_of,
                     backed_by=self._backers(entry, phrase))  # fmt: skip

    def _backers(self, entry: ActorEntry, phrase: "Phrase") -> tuple[str, ...]:
        """Backers of the registry in the report's year, and those that the text names."""
        year = self.year
        known = [c for c, first, last in entry.backed_by if year is None or (first or year) <= year <= (last or year)]
        return tuple(dict.fromkeys([*known, *phrase.backers]))

    def _of_country(self, phrase: "Phrase") -> Actor | None:
        """A country by name; its capital or a metonym stands for the government."""
        hit = phrase.hit
        if hit is None or hit.iso3 is None:
            return None
        sector = hit.known.sector or {"capital": "GOV", "metonym": "GOV", "people": "CVL"}.get(hit.form or "")
        if hit.form == "capital" and phrase.kind == "place" and not phrase.acts:
            sector = None
        return self._made(hit.iso3, sector, phrase) if sector else self._plain(hit.iso3)

    def _plain(self, iso3: str) -> Actor:
        """A country as an actor."""
        return Actor(id=iso3, name=countries().name(iso3) or iso3, country=iso3, code=iso3)

    def _composed(self, phrase: "Phrase", nearby: list[str], whose: "Whose | None") -> Actor | None:
        """An actor from a country and a sector that the words give."""
        sector = phrase.sector or ("CVL" if phrase.people else None)
        own = phrase.countries or phrase.located
        if phrase.people and phrase.located:
            own = phrase.located
        if sector == "SOC" and not own and phrase.text[:1].isupper():
            sector = "NGO"
        if sector in STANDALONE and not own:
            return Actor(id=sector, name=phrase.text, kind=sector, code=sector)
        iso3 = own[0] if own else self._guess(phrase, sector, nearby, whose)
        if sector is None and phrase.kind == "person":
            sector = "GOV" if phrase.office else None
        if iso3 is None and sector is None:
            return None
        if sector is None and iso3 and not own and phrase.kind != "place":
            sector = NOBODY
        if sector is None or (sector == NOBODY and own):
            return self._plain(iso3) if iso3 else None
        if sector == "IGO" and iso3 and word_class("peacekeepers").intersection(phrase.text.casefold().split()):
            sector = "MIL"  # "Russian peacekeepers" are Russia's soldiers
        return self._made(iso3, sector, phrase)

    def _guess(self, phrase: "Phrase", sector: str | None, nearby: list[str], whose: "Whose | None") -> str | None:
        """The country of a party that does not say it; words of no kind name nobody."""
        words = phrase.text.casefold().split()
        abroad = word_class("anywhere").intersection(words) and not word_class("titles").intersection(words)
        if abroad or word_class("regions").intersection(words) or (sector is None and phrase.kind is None):
            return None
        if sector == "NGO":
            return None
        return whose(sector) if whose else next(iter(nearby), None)

    def _made(self, iso3: str | None, sector: str, phrase: "Phrase") -> Actor:
        """A composed actor with its stable id."""
        code = f"{iso3 or ''}{sector if sector not in STANDALONE or not iso3 else ''}"
        backers = tuple(dict.fromkeys(phrase.backers))
        own = _own_name(phrase) if sector in NAMED else None
        if own:
            known = f"{code}:{'-'.join(fold(own).split())}"
            return Actor(id=known, name=own, kind=sector, country=iso3, code=code, backed_by=backers)
        return Actor(
            id="+".join([code, *backers]),
            name=_kind_name(phrase, iso3, sector),
            kind=sector,
            country=iso3,
            code=code,
            backed_by=backers,
        )


def _kind_name(phrase: "Phrase", iso3: str | None, sector: str) -> str:
    """What a kind of actor is called: its words without how many and whose, after the country that they do not name.

    Those who hold an office, a capital that stands for its state and a building give no name to all of their kind.
    """
    text, country = phrase.text, countries().name(iso3) if iso3 else None
    stands_for = phrase.kind in ("person", "place") or (phrase.hit is not None and phrase.hit.form == "metonym")
    if country and stands_for and sector in STANDS_FOR:
        return f"{country}: {STANDS_FOR[sector]}"
    words = of_kind(text)
    if words != text and iso3 is None:
        return words[:1].upper() + words[1:]
    if phrase.hit is None and not phrase.countries and words[1:].islower():  # the first word of a sentence
        words = words[:1].lower() + words[1:]
    return words if words[:1].isupper() or country is None else f"{country}: {words}"


def _own_name(phrase: "Phrase") -> str | None:
    """The name in a phrase of a group that no registry knows: "fighters of the Comuneros del Sur"."""
    if phrase.named is not None:
        return phrase.named
    if phrase.hit is not None or phrase.kind != "actor" or phrase.people:
        return None
    text = phrase.text
    while text.split(" ", 1)[0] in LEADING and " " in text:
        text = text.split(" ", 1)[1].removeprefix("of ").removeprefix("the ")
    for match in _NAME.finditer(text):
        if not any(hit.kind in ("country", "people") for hit in find_names(match.group())):
            return match.group()
    return None


def is_seat(phrase: "Phrase") -> bool:
    """Whether a town is told for the bodies or talks that it houses: Geneva speaks for no country."""
    return phrase.text.casefold() in word_class("seats")


def report_countries(phrases: "Iterable[Phrase]", year: int | None = None) -> "Counter[str]":
    """How often each country is said in a report, by name, demonym, capital or the home of an actor of its year."""
    seen: Counter[str] = Counter()
    for phrase in phrases:
        if is_seat(phrase):
            continue
        seen.update(phrase.countries)
        entry = phrase.entry
        if (
            entry is None
            or entry.country is None
            or entry.kind == PRESS
            or len({e.country for e in phrase.choices}) != 1
        ):
            continue
        if isinstance(entry, Leader) or entry.table != "ucdp" or year is None or entry.active_in(year):
            seen[entry.country] += 1
    return seen

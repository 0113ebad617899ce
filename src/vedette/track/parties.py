"""Who can be a party to a relation: states, armed groups and bodies, each under one id, and what they are called."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vedette.lexicon.actors import registry
from vedette.lexicon.countries import countries
from vedette.records.network import Party, TieKind
from vedette.track.names import short_name
from vedette.track.tie_rules import TieRules

if TYPE_CHECKING:
    from vedette.records.actor import Actor
    from vedette.records.mention import Mention

_COUNTRY = "country:"
_OWN_NAME = re.compile(r"[A-Z][\w\u2019'-]+(?: (?:(?:of|for|the|and|al-|de)\b ?)*[A-Z][\w\u2019'-]+)+")
"""A name of two words or more in capitals."""
_OF_THEIRS = re.compile(r"[\u2019']s ")
_STATED = frozenset({"name", "adjective", "people", "historic"})


@dataclass(slots=True)
class Parties:
    """Finds the parties that mentions stand for; remembers what they are called and what they are."""

    rules: TieRules
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    facts: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)

    def of(
        self, mention: "Mention", actors: "Mapping[str, Actor]", home: str | None = None, *, person: bool = False,
        base: bool = False,
    ) -> str | None:  # fmt: skip
        """The id of a mention's party, None for whom none can be named; a single person is one only with `person`.

        With `base` a place that is an army's or a group's ("the army base") stands for them.

        `home` is the country that a report is mainly about: "the army" is that country's. A group that has a name of
        its own and is in no table is a party under that name ("name:eighth brigade").
        """
        ref = mention.ref or ""
        if ref.startswith(_COUNTRY):
            return self._state(ref.removeprefix(_COUNTRY))
        actor = actors.get(ref)
        short = short_name(mention.text, home) if mention.kind == "actor" and ref not in registry().by_id else None
        if short is not None:
            return self.known(short.id)
        if actor is None:
            return self._nobody(mention)
        if home and self._is_bare(mention, actor):
            return self._state(home)  # "the army", whichever country was named last
        theirs = base and actor.kind in self.rules.party.bases
        plain = (mention.kind == "place" and not theirs) or (actor.kind is None and actor.country is not None)
        if plain and not _is_state(mention.text):  # a town that stands for its country, "a Palestinian aged 17"
            return None
        return self._actor(actor, person=person, alone=mention.kind == "person") or self._unlisted(mention, actor, home)

    def _is_bare(self, mention: "Mention", actor: "Actor") -> bool:
        """Whether a mention is only "the army", or what is the army's."""
        first = _OF_THEIRS.split(mention.text.removeprefix("the ").removeprefix("The "), maxsplit=1)[0]
        return first in self.rules.party.bare and actor.kind in {*self.rules.party.state, "UNK", None}

    def fights(self, party: str) -> bool:
        """Whether a party can fight."""
        country, kind = self.facts[party]
        return kind in self.rules.party.fighting if kind else country is not None

    def is_state(self, party: str) -> bool:
        """Whether a party is a state."""
        return countries().name(party) is not None

    def is_body(self, party: str) -> bool:
        """Whether a party is a body that states can be part of."""
        return self.facts[party][1] in self.rules.party.bodies

    def named(self, words: str) -> str | None:
        """The party of a country's or a group's name or a nationality, None where it is neither or more than one."""
        form = countries().forms.get(words)
        if form is not None and form.kind in _STATED:
            return self._state(form.iso3)
        meant = registry().by_form.get(words, ())
        return self._put(meant[0].id, meant[0].name, meant[0].country, meant[0].kind) if len(meant) == 1 else None

    def known(self, ident: str) -> str | None:
        """The party of an alpha-3 code or of an id of the registry."""
        entry = registry().by_id.get(ident)
        if entry is None or (entry.country and self._serves(entry.kind, entry.code)):
            return self._state(entry.country if entry and entry.country else ident)
        return self._put(entry.id, entry.name, entry.country, entry.kind)

    def take(self, other: "Parties") -> None:
        """Remember the parties that another knows."""
        for ident, known in other.facts.items():
            self.facts.setdefault(ident, known)
            self.names[ident].update(other.names[ident])

    def of_side(self, side: str) -> str | None:
        """The party of a side that holds ground (track/sides.py), None where it is a general word or nobody's."""
        ident = side.removeprefix("state:")
        return self.known(ident) if ident != side or ident in registry().by_id else None

    def party(self, ident: str) -> Party:
        """The record of a party, under the name that is told most."""
        country, kind = self.facts[ident]
        told = self.names[ident]
        return Party(id=ident, name=min(told, key=lambda name: (-told[name], name)), country=country, kind=kind)

    def _actor(self, actor: "Actor", *, person: bool, alone: bool) -> str | None:
        """An actor's party: its state for what serves one, else itself; none for the vague."""
        table = self.rules.party
        if actor.country and (actor.kind is None or self._serves(actor.kind, actor.code)):
            return None if person and alone else self._state(actor.country)
        if (alone and not person) or actor.kind not in table.sectors:
            return None
        if actor.country is None and actor.kind not in table.bodies and actor.id not in registry().by_id:
            return None
        if actor.id not in registry().by_id and (_OWN_NAME.fullmatch(actor.name) or not (actor.backed_by or alone)):
            return None  # "rebels" in two reports need not be the same
        return self._put(actor.id, actor.name, actor.country, actor.kind)

    def _serves(self, kind: str, code: str | None) -> bool:
        """Whether an actor serves its state: a government that its code calls rebels is not the state's."""
        state = self.rules.party.state
        return kind in state and (not code or code[3:6] in {*state, ""})

    def _nobody(self, mention: "Mention") -> str | None:
        """The party of a mention that the coder knows nothing of, where it has the name of a group."""
        name = mention.text.removeprefix("the ").removeprefix("The ")
        group = mention.kind == "actor" or name.split()[0] in self.rules.party.heads
        if (
            mention.ref
            or name.isupper()
            or mention.kind not in ("actor", "person")
            or not group
            or not _OWN_NAME.fullmatch(name)
        ):
            return None
        return self.unlisted(name)

    def _unlisted(self, mention: "Mention", actor: "Actor", home: str | None) -> str | None:
        """The party of an actor that is in no table: a group by its own name, or a force of the country at hand."""
        if mention.kind != "actor" or actor.id in registry().by_id:
            return None
        name = mention.text.removeprefix("the ").removeprefix("The ")
        if _OWN_NAME.fullmatch(name) and actor.kind in {*self.rules.party.sectors, None}:
            return self.unlisted(name, actor.country)
        serves = actor.kind in self.rules.party.state and actor.country is None
        return self._state(home) if home and serves and name.endswith(self.rules.party.home) else None

    def unlisted(self, name: str, country: str | None = None) -> str:
        """The party of a group that is in no table, under its name."""
        return self._put(f"name:{name.casefold()}", name, country, "UAF")

    def _state(self, iso3: str) -> str | None:
        """A state as a party."""
        name = countries().name(iso3)
        return self._put(iso3, name, iso3, None) if name else None

    def _put(self, ident: str, name: str, country: str | None, kind: str | None) -> str:
        """Remember a party; what it is called is counted."""
        self.facts.setdefault(ident, (country, kind))
        self.names[ident][name] += 1
        return ident


def _is_state(words: str) -> bool:
    """Whether the words of a place are the name of a country, and not of a town that stands for one."""
    form = countries().forms.get(words.removeprefix("the ").removeprefix("The "))
    return form is not None and form.kind in _STATED


def adjectives(text: str, rules: TieRules) -> Iterator[tuple[TieKind, str, int, int]]:
    """What a mention says of itself ("US-backed"): kind, the words for the other party, and the offsets in `text`."""
    name = r"([A-Z][\w.\u2019']*(?:[ -](?:al-)?[A-Z][\w.\u2019']*){0,3})"
    kinds: tuple[tuple[TieKind, Iterable[str]], ...] = (
        ("backs", rules.adjectives.backs),
        ("allied_with", rules.adjectives.allied_with),
        ("leads", rules.adjectives.leads),
    )
    for kind, words in kinds:
        for match in re.finditer(rf"\b{name}[-\u2010\u2011\u2013](?:{'|'.join(map(re.escape, words))})\b", text):
            yield kind, match[1], match.start(), match.end()
    for match in re.finditer(rf"\b[Pp]ro-{name}\b", text):
        yield rules.adjectives.pro, match[1], match.start(), match.end()

"""Which deeds and statements are asked about: of a country, a place, an actor; all that is asked has to hold."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vedette.track.deeds import Deed
    from vedette.track.parts import Party, Where
    from vedette.track.statements import Statement


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked: a country's alpha-3 code, and the ids and folded names that a place or an actor goes by.

    None asks nothing.
    """

    country: str | None = None
    places: frozenset[str] | None = None
    actors: frozenset[str] | None = None

    def deeds(self, deeds: "Iterable[Deed]") -> "list[Deed]":
        """The deeds that are asked about: those that lie in the country, and the place, and have the actor."""
        return [deed for deed in deeds if self._country(deed.where, ()) and self._rest(deed.where, deed.parties)]

    def statements(self, statements: "Iterable[Statement]") -> "list[Statement]":
        """The statements that are asked about; one that names no place is of the countries of those it is against."""
        return [
            said
            for said in statements
            if self._country(said.where, said.parties) and self._rest(said.where, said.parties)
        ]

    def _country(self, where: "Where", parties: "Iterable[Party]") -> bool:
        """Whether it is of the country."""
        if self.country is None or where.country:
            return self.country in (None, where.country)
        return any(party.role == "target" and party.code.startswith(self.country) for party in parties)

    def _rest(self, where: "Where", parties: "Iterable[Party]") -> bool:
        """Whether it is of the place and the actor, in any role."""
        if self.places is not None and not self.places & where.aims:
            return False
        return self.actors is None or any({party.key, party.folded, party.spoken} & self.actors for party in parties)

"""Actor: a state, force, group, body or kind of people that does things or has them done to it."""

from vedette.records.base import Record


class Actor(Record):
    """Who. `code` is PLOVER style: country or IGO/NGO/IMG/MNC, then sector ("SYRMIL", "IRQREB").

    `kind` is a PLOVER sector (GOV, MIL, REB ...), `country` ISO 3166 alpha-3, `backed_by` holds actor codes.
    """

    id: str
    """Its id in the registry ("HTS"), or one made of its code and words where it is in no table."""
    name: str
    """Its usual English name, or the words of the report."""
    aliases: tuple[str, ...] = ()
    """Other names and spellings."""
    kind: str | None = None
    """PLOVER sector: GOV, MIL, COP, REB, UAF, CVL, IGO ..."""
    country: str | None = None
    """Its home, ISO 3166 alpha-3; None for a transnational one or where it is not known."""
    code: str | None = None
    """PLOVER code: country and sector, and who backs it ("IRQPRM+IRN")."""
    active_from: int | None = None
    """First year in which it existed."""
    active_to: int | None = None
    """Last year in which it existed; None while it goes on."""
    part_of: str | None = None
    """Id of the actor that it is a part or wing of."""
    backed_by: tuple[str, ...] = ()
    """Who backs it, as the report or the registry has it: codes."""

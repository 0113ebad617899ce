"""Actor: a state, force, group, body or kind of people that does things or has them done to it."""

from vedette.records.base import Record


class Actor(Record):
    """Who. `code` is PLOVER style: country or IGO/NGO/IMG/MNC, then sector ("SYRMIL", "IRQREB").

    `kind` is a PLOVER sector (GOV, MIL, REB ...), `country` ISO 3166 alpha-3, `backed_by` holds actor codes.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    country: str | None = None
    code: str | None = None
    active_from: int | None = None
    active_to: int | None = None
    part_of: str | None = None
    backed_by: tuple[str, ...] = ()

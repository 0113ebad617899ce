"""The registry of known actors: armed groups, forces, bodies, parties, office-holders and peoples.

It holds organizations and public office only. `backed_by` repeats what is widely reported of an actor, with years; it
is background for the reader of a record, never evidence for an event.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from vedette.errors import DataFileError
from vedette.lexicon import tables
from vedette.lexicon.countries import countries

ActorTable = Literal["armed", "forces", "bodies", "parties", "ucdp"]
DescentKind = Literal["splinter_of", "merged_into", "joined"]
PeopleKind = Literal["ethnic", "religious", "regional"]

SECTORS = frozenset({
    "GOV", "MIL", "COP", "SPY", "JUD", "LEG", "PTY", "OPP", "REB", "SEP", "INS", "PRM", "UAF", "CRM",
    "CVL", "BUS", "EDU", "ELI", "JRN", "MED", "LAB", "AGR", "REF", "REL", "SOC", "PRE", "UNK",
})  # fmt: skip
SUPRANATIONAL = frozenset({"IGO", "NGO", "IMG", "MNC"})
CODE_PART = 3
SHORTEST_LOWER_CASE = 5


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An organization. `kind` and `code` are PLOVER's; `country` is alpha-3 or None for a transnational one.

    `backed_by` holds (alpha-3 or the id of another actor, first year or None, last year or None); years that are None
    are open.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str | None
    code: str
    active_from: int | None
    active_to: int | None
    part_of: str | None
    backed_by: tuple[tuple[str, int | None, int | None], ...]
    table: ActorTable

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and every alias."""
        return (self.name, *self.aliases)

    def active_in(self, year: int) -> bool:
        """Whether the actor existed in that year; an open end counts as yes."""
        return (self.active_from or year) <= year <= (self.active_to or year)


@dataclass(frozen=True, slots=True)
class Descent:
    """That an actor split from another, merged into it or joined it."""

    actor: str
    kind: DescentKind
    other: str


@dataclass(frozen=True, slots=True)
class Kin:
    """A people called as those of a state, other states it lives in, and the sectors that are meant (empty: all)."""

    words: frozenset[str]
    lives_in: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Leader:
    """A public office-holder or the head of an armed group: one row an office held, `until` None while held."""

    id: str
    name: str
    aliases: tuple[str, ...]
    country: str | None
    office: str
    kind: str
    code: str
    since: int
    until: int | None

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and every alias."""
        return (self.name, *self.aliases)

    def held_in(self, year: int) -> bool:
        """Whether the office was held in that year."""
        return self.since <= year <= (self.until or year)


Named = TypeVar("Named", ActorEntry, Leader)


@dataclass(frozen=True, slots=True)
class People:
    """An ethnic, religious or regional people by its adjective or singular; `country` only where there is but one."""

    form: str
    plurals: tuple[str, ...]
    kind: PeopleKind
    country: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything known of actors; forms are exact words in their case, and a form may stand for several actors."""

    entries: tuple[ActorEntry, ...]
    by_id: Mapping[str, ActorEntry]
    by_form: Mapping[str, tuple[ActorEntry, ...]]
    leaders: tuple[Leader, ...]
    leaders_by_form: Mapping[str, tuple[Leader, ...]]
    peoples: tuple[People, ...]
    peoples_by_form: Mapping[str, People]
    descent: tuple[Descent, ...]
    by_nickname: Mapping[tuple[str, str], ActorEntry | str]
    kin: Mapping[str, tuple[Kin, ...]]


def _known_country(cell: str) -> str:
    """A cell that holds the alpha-3 code of a country in the tables."""
    iso3 = tables.country(cell)
    if countries().name(iso3) is None:
        msg = f"{iso3} is no known country"
        raise ValueError(msg)
    return iso3


def _code(cell: str) -> str:
    """A PLOVER-style code: a country or IGO/NGO/IMG/MNC, then a sector or nothing; or a sector alone."""
    head, sector = cell[:CODE_PART], cell[CODE_PART:]
    alone = head in SUPRANATIONAL or (head in SECTORS and not sector) or countries().name(head) is not None
    if not alone or (sector and sector not in SECTORS | {"NGO", "IGO"}):
        msg = f"{cell!r} is no PLOVER-style code"
        raise ValueError(msg)
    return cell


def _backer(cell: str) -> tuple[str, int | None, int | None]:
    """A backer with years: "IRN:2003-", "SYR:1990-2024", "USA:-1991", "HEZBOLLAH:2012-" or just "IRN"."""
    backer, _, years = cell.partition(":")
    first, dash, last = years.partition("-")
    if years and not dash:
        msg = f"{cell!r} does not read country:from-to"
        raise ValueError(msg)
    year = tables.optional(tables.year)
    since, until = year(first), year(last)
    _check_years(since, until)
    return tables.slug(backer), since, until


def _check_years(since: int | None, until: int | None) -> None:
    """Refuse an end before its start."""
    if since is not None and until is not None and until < since:
        msg = f"ends in {until} before it begins in {since}"
        raise ValueError(msg)


BODY_SCHEMA: tables.Schema = {
    "id": tables.slug,
    "name": tables.text,
    "aliases": tables.many(tables.text),
    "kind": tables.one_of(*SECTORS, *SUPRANATIONAL),
    "country": tables.optional(_known_country),
    "code": _code,
    "source": tables.text,
}
ARMED_SCHEMA: tables.Schema = {
    "id": tables.slug,
    "name": tables.text,
    "aliases": tables.many(tables.text),
    "kind": tables.one_of(*SECTORS),
    "country": tables.optional(_known_country),
    "code": _code,
    "active_from": tables.optional(tables.year),
    "active_to": tables.optional(tables.year),
    "part_of": tables.optional(tables.slug),
    "backed_by": tables.many(_backer),
    "leads": tables.many(tables.slug),
    "source": tables.text,
}
LINEAGE_SCHEMA: tables.Schema = {
    "actor": tables.slug,
    "kind": tables.one_of("splinter_of", "merged_into", "joined"),
    "other": tables.slug,
    "source": tables.text,
}
KIN_SCHEMA: tables.Schema = {
    "country": _known_country,
    "words": tables.many(tables.text),
    "lives_in": tables.many(_known_country),
    "kinds": tables.many(tables.one_of(*SECTORS)),
    "source": tables.text,
}
NICKNAME_SCHEMA: tables.Schema = {
    "country": _known_country,
    "words": tables.many(tables.text),
    "actor": tables.slug,
    "source": tables.text,
}
LEADER_SCHEMA: tables.Schema = {
    "id": tables.slug,
    "name": tables.text,
    "aliases": tables.many(tables.text),
    "country": tables.optional(_known_country),
    "office": tables.text,
    "kind": tables.one_of(*SECTORS, "IGO", "NGO"),
    "code": _code,
    "from": tables.year,
    "to": tables.optional(tables.year),
    "source": tables.text,
}
PEOPLE_SCHEMA: tables.Schema = {
    "form": tables.text,
    "plurals": tables.many(tables.text),
    "kind": tables.one_of("ethnic", "religious", "regional"),
    "country": tables.optional(_known_country),
    "code": tables.optional(_code),
    "source": tables.text,
}
ACTOR_SCHEMAS: Mapping[ActorTable, tables.Schema] = {
    "armed": ARMED_SCHEMA,
    "forces": ARMED_SCHEMA,
    "bodies": BODY_SCHEMA,
    "parties": BODY_SCHEMA,
    "ucdp": ARMED_SCHEMA,
}


@functools.cache
def registry() -> Registry:
    """The packaged tables, read once; raises DataFileError where one breaks its schema."""
    return load_registry(tables.data_path("actors"))


def load_registry(folder: Path) -> Registry:
    """Read and cross-check the tables of a folder: ids are unique over all, every part_of and leads exists.

    Raises DataFileError with the file and line of the first row that breaks a rule.
    """
    seen: dict[str, str] = {}
    found: list[tuple[Path, int, ActorEntry]] = []
    leads: list[tuple[Path, int, str]] = []
    for table, schema in ACTOR_SCHEMAS.items():
        path = folder / f"{table}.csv"
        for row in tables.read_csv(path, schema):
            _check_row(path, row, seen)
            found.append((path, row[tables.LINE], _entry(row, table)))
            leads += [(path, row[tables.LINE], who) for who in row.get("leads", ())]
    leaders = tuple(_leaders(folder / "leaders.csv", seen))
    _check_links(found, leads, {leader.id for leader in leaders})
    entries = tuple(entry for _, _, entry in found)
    peoples = _peoples(folder / "peoples.csv")
    return Registry(
        entries=entries,
        by_id={entry.id: entry for entry in entries},
        by_form=_by_form(entries),
        leaders=leaders,
        leaders_by_form=_by_form(leaders),
        peoples=tuple(peoples),
        peoples_by_form={form: people for people in peoples for form in (people.form, *people.plurals)},
        descent=tuple(_descent(folder / "lineage.csv", {entry.id for entry in entries})),
        by_nickname=dict(_nicknames(folder / "nicknames.csv", {entry.id: entry for entry in entries})),
        kin=_kin(folder / "kin.csv"),
    )


def _entry(row: tables.Row, table: ActorTable) -> ActorEntry:
    """An actor from a checked row; bodies and parties have no years, parent or backers."""
    return ActorEntry(
        id=row["id"],
        name=row["name"],
        aliases=row["aliases"],
        kind=row["kind"],
        country=row["country"],
        code=row["code"],
        active_from=row.get("active_from"),
        active_to=row.get("active_to"),
        part_of=row.get("part_of"),
        backed_by=row.get("backed_by", ()),
        table=table,
    )


def _check_row(path: Path, row: tables.Row, seen: dict[str, str]) -> None:
    """Refuse an id that stands elsewhere, years out of order, and forms that are doubled or plain words."""
    line = row[tables.LINE]
    if row["id"] in seen:
        raise DataFileError(path, line, f"id {row['id']} also stands in {seen[row['id']]}", "Give each its own id")
    seen[row["id"]] = f"{path.name}:{line}"
    try:
        _check_years(row.get("active_from", row.get("from")), row.get("active_to", row.get("to")))
    except ValueError as error:
        raise DataFileError(path, line, f"{row['id']} {error}", "Correct the years") from error
    _check_forms(path, line, (row["name"], *row["aliases"]))


def _check_forms(path: Path, line: int, forms: tuple[str, ...]) -> None:
    """Refuse a form twice in a row, and one in lower case that is not another form of the row in small letters."""
    if len(set(forms)) != len(forms):
        raise DataFileError(path, line, f"{forms[0]!r} has one form twice", "Name each once")
    small = [form for form in forms if form.islower()]
    if not small:
        return
    capitalised = {form.lower() for form in forms if not form.islower()}
    for form in small:
        if len(form) < SHORTEST_LOWER_CASE or form not in capitalised:
            remedy = "A common word would match everywhere: give the capitalised form as well, or drop it"
            raise DataFileError(path, line, f"the alias {form!r} is in lower case", remedy)


def _check_links(
    found: list[tuple[Path, int, ActorEntry]], leads: list[tuple[Path, int, str]], leader_ids: set[str]
) -> None:
    """Refuse a part_of that is no other actor, a backer that is nobody and a leads that is no leader."""
    ids = {entry.id for _, _, entry in found}
    for path, line, entry in found:
        for backer, _, _ in entry.backed_by:
            if backer == entry.id or (backer not in ids and countries().name(backer) is None):
                problem = f"backed_by {backer} is neither a country nor another actor"
                raise DataFileError(path, line, problem, "Name an alpha-3 code or another actor's id")
        if entry.part_of is not None and (entry.part_of not in ids or entry.part_of == entry.id):
            raise DataFileError(path, line, f"part_of {entry.part_of} is no other actor", "Name another actor's id")
    for path, line, who in leads:
        if who not in leader_ids:
            raise DataFileError(path, line, f"leads {who} is not in leaders.csv", "Name an id of leaders.csv")


def _descent(path: Path, ids: set[str]) -> Iterator[Descent]:
    """The links of descent in the order of the file; both ends must be actors."""
    for row in tables.read_csv(path, LINEAGE_SCHEMA):
        for who in (row["actor"], row["other"]):
            if who not in ids:
                raise DataFileError(path, row[tables.LINE], f"{who} is no actor", "Name an actor's id")
        yield Descent(row["actor"], row["kind"], row["other"])


def _nicknames(path: Path, by_id: Mapping[str, ActorEntry]) -> Iterator[tuple[tuple[str, str], ActorEntry | str]]:
    """What common words mean in a country, in small letters: an actor that must exist, or a code."""
    for row in tables.read_csv(path, NICKNAME_SCHEMA):
        meant: ActorEntry | str | None = by_id.get(row["actor"])
        try:
            meant = meant or _code(row["actor"])
        except ValueError as error:
            problem = f"{row['actor']} is neither an actor nor a code"
            raise DataFileError(path, row[tables.LINE], problem, "Name an actor's id or a PLOVER code") from error
        for words in row["words"]:
            yield (row["country"], words.casefold()), meant


def _kin(path: Path) -> dict[str, tuple[Kin, ...]]:
    """The peoples of a state's name that live in other states, by that state."""
    found: dict[str, tuple[Kin, ...]] = {}
    for row in tables.read_csv(path, KIN_SCHEMA):
        one = Kin(frozenset(row["words"]), frozenset(row["lives_in"]), frozenset(row["kinds"]))
        found[row["country"]] = (*found.get(row["country"], ()), one)
    return found


def _leaders(path: Path, seen: dict[str, str]) -> Iterator[Leader]:
    """The office-holders in the order of the file."""
    for row in tables.read_csv(path, LEADER_SCHEMA):
        _check_row(path, row, seen)
        values: dict[str, Any] = {name: row[name] for name in LEADER_SCHEMA if name not in ("from", "to", "source")}
        yield Leader(**values, since=row["from"], until=row["to"])


def _peoples(path: Path) -> list[People]:
    """The peoples in the order of the file; a form stands once."""
    found: dict[str, People] = {}
    for row in tables.read_csv(path, PEOPLE_SCHEMA):
        if row["form"] in found:
            raise DataFileError(path, row[tables.LINE], f"{row['form']!r} stands twice", "Keep one row a form")
        found[row["form"]] = People(row["form"], row["plurals"], row["kind"], row["country"], row["code"])
    return list(found.values())


def _by_form(things: Iterable[Named]) -> dict[str, tuple[Named, ...]]:
    """Each form with all that it may stand for, in the order of the tables."""
    found: dict[str, list[Named]] = {}
    for thing in things:
        for words in thing.forms:
            found.setdefault(words, []).append(thing)
    return {words: tuple(meant) for words, meant in found.items()}

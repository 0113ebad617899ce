"""Briefs on the web: made from a filter, changed by hand and checked again, signed, published, withdrawn.

Who writes is an analyst, who publishes an editor; where the desk asks for two people, nobody signs what they wrote.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field

from vedette.brief.making import Asked, check, make, span_of
from vedette.lexicon.actors import registry
from vedette.lexicon.places import gazetteer
from vedette.merge.current import incidents
from vedette.records.brief import BriefSentence, Byline
from vedette.records.ids import storable
from vedette.serve.failing import ConflictError, MissingError
from vedette.serve.filters import IncidentQuery, filters_of, names_of_actor, names_of_place
from vedette.serve.guard import Identity, RefusedError
from vedette.store.words import fold

if TYPE_CHECKING:
    from vedette.brief.directions import Reader
    from vedette.records.brief import Brief
    from vedette.serve.context import Web
    from vedette.settings import Settings
    from vedette.store.accounts import Account
    from vedette.store.briefs import BriefItem

Readers = Callable[[], "Reader"]
NAMED: Final = frozenset({"country", "place", "actor", "role", "day_from", "day_to", "order"})
"""Filters that a brief's scope tells, and the order, which is its own."""
SECTIONS: Final = ("summary", "happened", "disagreements", "actors", "background", "outlook")
LONGEST: Final = 2000
"""Characters of a sentence, and of what it cites."""
_ONE: Final = threading.Lock()


class BriefQuery(IncidentQuery):
    """What a brief is made from: the filters, or incidents by their ids; the last week by default."""

    incident: Annotated[str, Field(max_length=2000, description="Ids of incidents: i12 i15")] | None = None
    title: Annotated[str, Field(max_length=120, description="What the brief is called to be about")] | None = None

    @property
    def idents(self) -> tuple[str, ...]:
        """The incidents that are named."""
        return tuple(dict.fromkeys((self.incident or "").replace(",", " ").split()))


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as somebody wrote it: in which section, in place of which sentence (None for a new one)."""

    section: str
    number: int | None
    text: str
    cites: tuple[str, ...]


def readers_of(settings: "Settings") -> Readers:
    """What makes a reader of sentences for each brief; the pipeline behind them is loaded for the first one."""
    held: list[Any] = []

    def reader() -> "Reader":
        """A reader that has read nothing yet."""
        from vedette.brief.directions import CodedReader  # noqa: PLC0415 - slow to import

        if not held:
            from vedette.pipeline import Pipeline  # noqa: PLC0415 - as above

            held.append(Pipeline(model=settings.model))
        return CodedReader(held[0])

    return reader


def asked_of(web: "Web", query: BriefQuery) -> Asked:
    """What a brief is asked about.

    Raises MissingError for an incident that is not there, VedetteError for no days, RefusedError for the past.
    """
    if query.as_of:
        msg = "a brief is written of the desk as it is now; `vedette brief --as-of` writes one of the past"
        raise RefusedError(msg)
    found = dict[str, Any](filters_of(query.model_copy(update={"days": None})))
    first, last = _days(web, query)
    place, actor = query.place, query.actor
    return Asked(
        first, last, query.country,
        place and _place_name(place), _meant(names_of_place, place),
        actor and _actor_name(actor), _meant(names_of_actor, actor),
        query.idents, {name: value for name, value in found.items() if name not in NAMED}, query.title or "",
    )  # fmt: skip


def _days(web: "Web", query: BriefQuery) -> tuple[str, str]:
    """The first and the last day asked about; those of the incidents that are named where no days are."""
    last = query.last.isoformat() if query.last else None
    since = query.first.isoformat() if query.first else f"{min(query.days, 9999)}d" if query.days else None
    if query.idents:
        found = list(incidents(web.desk, ids=list(query.idents)))
        if unknown := sorted(set(query.idents) - {one.id for one in found if one.live}):
            msg = f"There is no incident {', '.join(unknown)} on this desk."
            raise MissingError(msg)
        days = [day[:10] for one in found for day in (one.first, one.last, one.first_reported) if day]
        if days and since is None:
            return min(days), last or max(days)
    return span_of(web.desk, since, last)


def _meant(names: Callable[[str], set[str]], given: str | None) -> set[str]:
    """The ids and folded names that a name means."""
    return {one for word in names(given) for one in (word, fold(word))} if given else set()


def _place_name(given: str) -> str:
    """A place's name where its id is given."""
    entry = gazetteer().entry(given)
    return entry.name if entry else given


def _actor_name(given: str) -> str:
    """An actor's name where its id is given."""
    entry = registry().by_id.get(given)
    return entry.name if entry else given


# -- writing


def begin(web: "Web", who: Identity, query: BriefQuery) -> int:
    """Make a brief from what is asked, as a draft; its id. Raises ConflictError where there is nothing to tell."""
    writer = _writer(who)
    with _ONE:  # making one takes seconds of both cores; two at once are not made sooner
        made = make(web.desk, asked_of(web, query), web.readers())
    _refuse_empty(made)
    return web.briefs.add(writer.id, made, query.given())


def again(web: "Web", who: Identity, item: "BriefItem") -> int:
    """Make the brief anew from the same question, as the desk is now; the number of the version."""
    writer = _writer(who, item)
    query = BriefQuery.model_validate(item.asked)
    with _ONE:
        made = make(web.desk, asked_of(web, query), web.readers())
    _refuse_empty(made)
    return _kept(web, item, writer, made, "made anew from the desk as it was then")


def _refuse_empty(made: "Brief") -> None:
    """Refuse a brief that tells of nothing."""
    if not made.happened and not made.points:
        msg = "No incident of these days holds to this. Ask for more days, or for less."
        raise ConflictError(msg)


def rewrite(web: "Web", who: Identity, item: "BriefItem", lines: Sequence[Line], note: str) -> int:
    """Keep what somebody wrote as a new version: every sentence is checked again, none is left out but by them.

    Raises ConflictError where the headline is empty, nothing is changed, or somebody else was first.
    """
    writer, before = _writer(who, item), web.briefs.content(item)
    written = before.model_copy(update=_sections(before, lines))
    if not written.headline.text:
        msg = "A brief needs a headline."
        raise ConflictError(msg)
    if written == before:
        msg = "Nothing is changed."
        raise ConflictError(msg)
    with _ONE:
        made = check(web.desk, written, web.readers(), keep=True)
    return _kept(web, item, writer, made.model_copy(update={"dropped": before.dropped}), note)


def _sections(before: "Brief", lines: Sequence[Line]) -> dict[str, Any]:
    """The fields of a brief as the lines have them; a sentence whose line is empty is left out."""
    found: dict[str, Any] = {name: [] for name in SECTIONS} | {"headline": None}
    held: dict[str, tuple[BriefSentence, ...]] = {"headline": (before.headline,), **before.sections}
    for line in lines:
        if line.section not in held:
            msg = f"A brief has no section {line.section}."
            raise MissingError(msg)
        made = _sentence(held[line.section], line)
        if line.section == "headline":
            found["headline"] = made
        elif made.text:
            found[line.section].append(made)
    head = found["headline"] or before.headline.model_copy(update={"text": ""})
    return {name: tuple(found[name]) for name in SECTIONS} | {"headline": head}


def _sentence(held: Sequence[BriefSentence], line: Line) -> BriefSentence:
    """A line as a sentence; where other things are cited, the words that were quoted are left out."""
    text = " ".join(storable(line.text).split())[:LONGEST]
    if line.number is None or not 0 <= line.number < len(held):
        return BriefSentence(text=text, cites=line.cites)
    old = held[line.number]
    quotes = old.quotes if line.cites == old.cites else ()
    theme = old.theme
    if (old.text, old.cites) == (text, line.cites):
        return old
    return BriefSentence(text=text, cites=line.cites, quotes=quotes, theme=theme)


def _kept(web: "Web", item: "BriefItem", writer: "Account", made: "Brief", note: str) -> int:
    """Keep a version; raises ConflictError where somebody else was first."""
    made = made.model_copy(update={"byline": Byline()})
    number = web.briefs.add_version(item.id, item.number, writer.id, made, item.asked, note)
    if number is None:
        msg = "Somebody else has written a newer version. Load the page again."
        raise ConflictError(msg)
    return number


def _writer(who: Identity, item: "BriefItem | None" = None) -> "Account":
    """The account that writes; what another one made is changed by an editor. Raises RefusedError."""
    if who.account is None or not who.may("analyst"):
        msg = "to write a brief needs the role analyst"
        raise RefusedError(msg)
    if item is not None and who.name not in {item.maker, item.author} and not who.may("editor"):
        msg = "what another one wrote is changed by an editor"
        raise RefusedError(msg)
    return who.account


# -- signing and publishing


def sign(web: "Web", who: Identity, item: "BriefItem", *, flags_seen: bool) -> None:
    """Sign a draft, by which one answers for it. Raises RefusedError or ConflictError."""
    signer = _writer(who) if item.state == "draft" else None
    if signer is not None and web.settings.two_person and item.account_id == signer.id:
        msg = "on this desk another person than who wrote it signs a brief"
        raise RefusedError(msg)
    if item.flagged and not flags_seen:
        msg = "Sentences of it are flagged. Say that you have looked at them, or write a version without them."
        raise ConflictError(msg)
    if signer is None or not web.briefs.sign(item.id, item.number, signer.id):
        msg = "Only the newest version is signed, and once. Load the page again."
        raise ConflictError(msg)


def publish(web: "Web", who: Identity, item: "BriefItem") -> None:
    """Publish a signed version. Raises RefusedError or ConflictError."""
    if who.account is None or not who.may("editor"):
        msg = "to publish needs the role editor"
        raise RefusedError(msg)
    if not web.briefs.publish(item.id, item.number, who.account.id):
        msg = "Only a version that is signed and newer than the published one is published. Load the page again."
        raise ConflictError(msg)


def withdraw(web: "Web", who: Identity, item: "BriefItem", why: str) -> None:
    """Take a brief from readers, who are told why. Raises RefusedError or ConflictError."""
    if who.account is None or not who.may("editor"):
        msg = "to withdraw needs the role editor"
        raise RefusedError(msg)
    if not why.strip():
        msg = "Say why it is withdrawn: readers are told."
        raise ConflictError(msg)
    if not web.briefs.withdraw(item.id, who.account.id, why):
        msg = "It is not published."
        raise ConflictError(msg)


# -- looking


def may_write(who: Identity) -> bool:
    """Whether somebody sees drafts."""
    return who.account is not None and who.may("analyst")


def item_of(web: "Web", who: Identity, ident: int, number: int | None = None) -> "BriefItem":
    """A version of a brief as somebody may see it; raises MissingError, also for what they may not see."""
    writes = may_write(who)
    found = web.briefs.item(ident, number, published=not writes)
    if found is not None and not writes and (found.state != "published" or not found.live):
        found = None
    if found is None:
        msg = f"There is no brief {ident} on this desk." if number is None else f"There is no such version of {ident}."
        raise MissingError(msg)
    return found


def withdrawn(web: "Web", who: Identity, ident: int) -> "BriefItem | None":
    """A brief that readers saw and do not see any more; None where it is none."""
    found = web.briefs.item(ident)
    if found is None or may_write(who) or found.published is None or found.withdrawn_at is None:
        return None
    return web.briefs.item(ident, found.published)


def author_of(web: "Web", name: str) -> "Account":
    """The account of an author; raises MissingError."""
    found = web.accounts.find(name)
    if found is None:
        raise MissingError(no_author(name))
    return found


def no_author(name: str) -> str:
    """What is told of a name of which there are no briefs, be there an account of it or not."""
    return f"There are no briefs by {name} on this desk."

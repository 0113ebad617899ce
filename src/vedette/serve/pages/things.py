"""Actors and places: who and where, with what happened, who stands with whom, and who held what when."""

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Path, Request, Response

from vedette.lexicon.actors import registry
from vedette.lexicon.places import gazetteer
from vedette.serve.asof import as_of
from vedette.serve.calendar import calendar_of
from vedette.serve.context import web_of
from vedette.serve.drawing import timespan
from vedette.serve.failing import MissingError
from vedette.serve.filters import names_of_actor, names_of_place
from vedette.serve.guard import Need
from vedette.serve.pages.tracked import held_by
from vedette.serve.rendering import page
from vedette.store.words import fold

if TYPE_CHECKING:
    from vedette.records.network import Network
    from vedette.serve.context import Web
    from vedette.serve.drawing import Strip
    from vedette.track.control import Spell

router = APIRouter(include_in_schema=False, dependencies=[Depends(Need("reader")), Depends(as_of)])
NEWEST: Final = 50
Ident = Annotated[str, Path(max_length=200)]


@router.get("/actors/{ident:path}")
def actor(request: Request, ident: Ident) -> Response:
    """One actor by an id or a name."""
    web = web_of(request)
    entry = next((one for one in registry().entries if ident == one.id or fold(ident) == fold(one.name)), None)
    asked = sorted(names_of_actor(ident))
    found = list(web.incidents.each(actor=asked, limit=NEWEST))
    if entry is None and not found:
        msg = f"There is no actor {ident} in the register, and none in the incidents of this desk."
        raise MissingError(msg)
    places = Counter(one.place.name for one in found if one.place)
    count = web.incidents.count(actor=asked)
    ties = network_about(web, {ident, *asked, *({entry.id} if entry else ())})
    return page(
        request, "actor.html", ident=ident, calendar=calendar_of(web.incidents, {"actor": asked}),
        entry=entry, found=found, places=places, count=count, ties=ties,
        name=entry.name if entry else ident, strip=_relations(web, {ident, *asked, *({entry.id} if entry else ())}),
    )  # fmt: skip


def _relations(web: "Web", names: set[str]) -> "Strip | None":
    """Who somebody stood with and against, by time."""
    from vedette.track.relations import relation_history  # noqa: PLC0415 - slow to import

    told = web.derived.told()
    mine = [fact for fact in told.ties if {fact.source, fact.target} & names]
    history = relation_history(mine, web.today, told.parties.rules)
    spells = [spell for found in history.values() for spell in found]
    party = told.parties.party
    return timespan(
        (
            party(spell.target if spell.source in names else spell.source).name,
            spell.kind,
            dt.date.fromordinal(spell.first).isoformat(),
            dt.date.fromordinal(spell.until).isoformat() if spell.until else None,
        )
        for spell in spells
    )


def network_about(web: "Web", names: set[str]) -> "Network":
    """The ties of one actor as they stand today."""
    from vedette.track.network import only  # noqa: PLC0415 - slow to import

    whole, folded = web.derived.network(web.today), {fold(name) for name in names}
    return only(whole, frozenset(p.id for p in whole.parties if p.id in names or fold(p.name) in folded))


@router.get("/places/{ident:path}")
def place(request: Request, ident: Ident) -> Response:
    """One place by an id or a name."""
    web = web_of(request)
    entry = gazetteer().entry(ident)
    asked = [ident] if entry else sorted(names_of_place(ident))
    found = list(web.incidents.each(place=asked, limit=NEWEST))
    if entry is None and not found:
        msg = f"There is no place {ident} among the incidents of this desk."
        raise MissingError(msg)
    shown = entry or (found[0].place if found else None)
    ids = {ident, *asked, *({shown.id} if shown else ())}
    return page(
        request, "place.html", ident=ident, calendar=calendar_of(web.incidents, {"place": asked}),
        place=shown, found=found, count=web.incidents.count(place=asked),
        spells=spells_of(web, ids), strip=held_by(web, ids), name=shown.name if shown else ident,
    )  # fmt: skip


def spells_of(web: "Web", ids: set[str]) -> "list[Spell]":
    """Who held a place when, the newest first."""
    spells = [spell for ident in sorted(ids) for spell in web.derived.control().get(ident, ())]
    return sorted(spells, key=lambda spell: spell.start, reverse=True)

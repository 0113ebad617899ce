"""Accounts: which happening a report is mainly about."""

from tests.store.made import IDLIB, TEXT, coded, mention, shelling
from vedette.merge.account import accounts


def test_one_act_outweighs_several_that_are_told_in_passing_elsewhere() -> None:
    elsewhere = IDLIB.model_copy(update={"id": "geonames:170063", "name": "Aleppo"})
    there = mention(TEXT, "Idlib", "place", elsewhere.id)
    passing = [shelling(id=f"e{n}", salience=0.4, place=there, counts=()) for n in (2, 3, 4)]
    told = coded().model_copy(update={"places": (IDLIB, elsewhere), "events": tuple(passing)})
    main, *_ = accounts(told.model_copy(update={"events": (shelling(salience=0.9, counts=()), *passing)}))
    assert (main.place, main.events) == (IDLIB.id, ("e1",))
    assert accounts(told)[0].place == elsewhere.id

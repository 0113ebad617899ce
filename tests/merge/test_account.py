"""Accounts: which happening a report is mainly about."""

from tests.store.made import IDLIB, TEXT, coded, mention, shelling
from vedette.merge.account import accounts


def test_one_act_outweighs_several_that_are_told_in_passing_elsewhere() -> None:
    elsewhere = IDLIB.model_copy(update={"id": "geonames:170063", "name": "Aleppo"})
    there = mention(TEXT, "Idlib", "place", elsewhere.id)
    passing = [shelling(id=f"e{n}", salience=0.4, place=there, counts=()) for n in (2, 3, 4)]
    made = coded(events=(shelling(salience=0.9, counts=()), *passing))
    main, *_ = accounts(made.model_copy(update={"places": (IDLIB, elsewhere)}))
    assert (main.place, main.events) == (IDLIB.id, ("e1",))
    alone = coded(events=tuple(passing)).model_copy(update={"places": (IDLIB, elsewhere)})
    assert accounts(alone)[0].place == elsewhere.id

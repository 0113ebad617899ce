"""Belongings: whose a thing is that is attacked, and who the men are that attack."""

from collections.abc import Callable

import pytest

from vedette.code.belongings import belongings, settle_attacker, settle_target
from vedette.code.events import Readers
from vedette.code.phrases import Phrase
from vedette.lexicon.words import agents

Read = Callable[[str], Readers]


def phrase(read: Readers, word: str) -> Phrase:
    """The phrase at a word."""
    found = read.matcher.phrases.at(read.tree.word.index(word))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "word", "sector"),
    [
        ("Shells hit a tea stall in Konduga.", "stall", "CVL"),
        ("Shells hit a garrison in Konduga.", "garrison", "MIL"),
        ("Shells hit a police car in Konduga.", "car", "COP"),
        ("Shells hit a warehouse in Konduga.", "warehouse", "BUS"),
        ("Shells hit a camp in Konduga.", "camp", None),
        ("Shells hit Konduga.", "Konduga", None),
    ],
)
def test_whose_a_thing_is(readers: Read, text: str, word: str, sector: str | None) -> None:
    read = readers(text)
    hit = phrase(read, word)
    settle_target(read, hit)
    assert hit.sector == sector
    assert hit.kind is not None


@pytest.mark.parametrize(
    ("text", "word", "mode", "sector"),
    [
        ("Two men threw a grenade.", "men", "explosives", "UAF"),
        ("Two men beat a teacher.", "men", "beat", "CVL"),
        ("Soldiers threw a grenade.", "Soldiers", "explosives", "MIL"),
    ],
)
def test_men_with_arms_are_armed_men(readers: Read, text: str, word: str, mode: str, sector: str) -> None:
    read = readers(text)
    hit = phrase(read, word)
    settle_attacker(read, hit, mode)
    assert hit.sector == sector


def test_the_table_names_sectors_and_no_agents() -> None:
    assert set(belongings().values()) == {"MIL", "CVL", "BUS"}
    assert not belongings().keys() & agents().keys()

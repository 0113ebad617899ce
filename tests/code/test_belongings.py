"""Belongings: whose a thing is that is attacked, and who the men are that attack."""

from collections.abc import Callable
from pathlib import Path

import pytest

from vedette.code.belongings import belongings, settle_attacker, settle_party, settle_target, trades
from vedette.code.events import Readers
from vedette.code.phrases import Phrase
from vedette.errors import DataFileError
from vedette.lexicon.actors import SECTORS
from vedette.lexicon.words import agents, word_class

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
        ("Shells hit a fuel depot in Konduga.", "depot", "BUS"),
        ("Shells hit the mayor's house.", "house", "GOV"),
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
        ("A woman blew herself up.", "woman", "suicide-attack", "UAF"),
        ("Soldiers threw a grenade.", "Soldiers", "explosives", "MIL"),
    ],
)
def test_men_with_arms_are_armed_men(readers: Read, text: str, word: str, mode: str, sector: str) -> None:
    read = readers(text)
    hit = phrase(read, word)
    settle_attacker(read, hit, mode)
    assert hit.sector == sector


@pytest.mark.parametrize(
    ("text", "word", "sector"),
    [
        ("Bakers blocked the bridge.", "Bakers", "LAB"),
        ("Prisoners blocked the bridge.", "Prisoners", "CVL"),
        ("Opposition supporters blocked the bridge.", "supporters", "OPP"),
        ("The rebels' spokesman objected.", "spokesman", "REB"),
        ("The junta's men blocked the bridge.", "men", "MIL"),
        ("The men blocked the bridge.", "men", "CVL"),
        ("Cartel drones hit the bridge.", "drones", "CRM"),
        ("Ugandan and Congolese troops blocked the bridge.", "Ugandan", "MIL"),
        ("The security forces blocked the bridge.", "forces", "MIL"),
        ("The price rose.", "price", None),
    ],
)
def test_of_what_kind_a_party_is(readers: Read, text: str, word: str, sector: str | None) -> None:
    read = readers(text)
    who = phrase(read, word)
    settle_party(read, who)
    assert who.sector == sector


def test_the_tables_name_sectors_and_no_agents() -> None:
    assert set(belongings().values()) | set(trades().values()) <= set(SECTORS) | {"IGO", "NGO"}
    assert not belongings().keys() & agents().keys()
    assert not belongings().keys() & trades().keys()
    assert "spokesman" in word_class("bearers")


def test_a_noun_that_stands_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "trades.toml"
    table.write_text('[LAB]\nwords = ["baker"]\n[BUS]\nwords = ["baker"]\n')
    monkeypatch.setattr("vedette.code.belongings.data_path", lambda *_: table)
    with pytest.raises(DataFileError, match="'baker' stands twice"):
        trades.__wrapped__()

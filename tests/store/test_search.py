"""Full-text search means the same on both databases."""

from typing import Final

import pytest

from tests.store.made import coded
from vedette.errors import StoreError
from vedette.store import Desk

TITLE = "Al-Shabaab's raid near Şirvan"
BODY = (
    "Fighters killed/wounded many in São Tomé; U.S.-backed troops (12.5 km off) fled.The end of 2024-11-25. "
    "Hay\u2019at Tahrir al-Sham — also “HTS” — shelled it. See example.org/a_b for F-16s and état d'âme."
)

FOUND: Final = (
    "shabaab", "AL-SHABAAB", '"al shabaab"', "Şirvan", "sirvan", "sao tome", "SÃO", "killed", "wounded",
    "killed/wounded", "u.s.-backed", "backed troops", "fled", "the", '"fled the end"', "12.5", "5", "2024-11-25",
    "2024",
    "hay'at", "hay*", "HTS", '"al-sham also hts"', "shel*", "tahrir al-sh*", "example.org", "a_b",
    "f-16s", "f 16*", "etat", "d'ame", "fighters raid", "raid fighters",
)  # fmt: skip
NOT_FOUND: Final = (
    "shab", "sham-al", '"tahrir hayat"', "killed dozens", "backedtroops", "shelling", '"irvan fighters"',
    '"şirvan fighters"', "OR", "fighters OR nobody", "NEAR(raid)", "title:raid", "-raid nobody",
)  # fmt: skip


def test_these_find_it(desk: Desk) -> None:
    desk.add(coded(text="Nothing of this.", events=(), title=None))
    ident = desk.add(coded(text=BODY, events=(), title=TITLE)).id
    for query in FOUND:
        assert [row.id for row in desk.search(query)] == [ident], query


def test_these_do_not(desk: Desk) -> None:
    desk.add(coded(text=BODY, events=(), title=TITLE))
    for query in NOT_FOUND:
        assert desk.search(query) == [], query


def test_no_word_is_told(desk: Desk) -> None:
    for query in ("", "  ", "*", '""', "'; --", "& | !"):
        with pytest.raises(StoreError, match="has no word to search for"):
            desk.search(query)


def test_no_query_is_read_as_the_databases_own_language(desk: Desk) -> None:
    ident = desk.add(coded(text=BODY, events=(), title=TITLE)).id
    for query in (
        "raid & | !",
        "raid' & '",
        'raid "',
        "raid)",
        "raid:*",
        "raid<->",
        "{raid}",
        "^raid",
        "+raid",
        "raid**",
    ):
        assert [row.id for row in desk.search(query)] == [ident], query


def test_a_very_long_report_can_be_kept_and_found(desk: Desk) -> None:
    long = " ".join(f"word{n}" for n in range(150_000))
    ident = desk.add(coded(text=long, events=())).id
    assert [row.id for row in desk.search("word999")] == [ident]


def test_as_many_as_are_asked_for(desk: Desk) -> None:
    ids = [desk.add(coded(n)).id for n in range(3)]
    assert [row.id for row in desk.search("shelled", limit=2)] == ids[:2]

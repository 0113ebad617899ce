"""Tolls: what the words right beside a number say of those it counts, in the flat style of reports."""

from collections.abc import Callable
from pathlib import Path

import pytest

from vedette.code import tolls as module
from vedette.code.events import Readers
from vedette.code.tolls import toll_words
from vedette.code.wordtable import read_table
from vedette.errors import DataFileError

Read = Callable[[str], Readers]
Row = tuple[str, int | None]


def rows(readers: Readers) -> list[Row]:
    """What is counted and how many, once each."""
    found = readers.counter.counts(0, len(readers.tree))
    return list(dict.fromkeys((c.of, c.best) for c in found))


def ones(readers: Readers) -> set[tuple[str, str]]:
    """Of what one person is counted, and the words."""
    text = readers.tree.text
    return {(c.of, text[c.start : c.end]) for c in readers.counter.ones(0, len(readers.tree))}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bomb at the Zaku bazaar: 14 dead and 52 hurt.", [("killed", 14), ("wounded", 52)]),
        ("The raid failed; own losses 6 killed, 21 wounded.", [("killed", 6), ("wounded", 21)]),
        ("The blast left four pilgrims dead and up to nine hurt.", [("killed", 4), ("wounded", 9)]),
        (
            "Shelling of Bakara: 8 dead, 3 missing, some 700 displaced.",
            [("killed", 8), ("missing", 3), ("displaced", 700)],
        ),
        ("Mine kills 7 shepherds, wounds 2 near Kidal", [("killed", 7), ("wounded", 2)]),
        ("Six sergeants, 19 miners dead in Potosi.", [("killed", 6), ("killed", 19)]),
        ("The mayor put the dead at six.", [("killed", 6)]),
        ("The death toll was put at between 40 and 60.", [("killed", 50)]),
        ("Rebels gunned down eight clerks.", [("killed", 8)]),
        ("Snipers picked off three of the marchers.", [("killed", 3)]),
        ("The crowd burned two brokers alive.", [("killed", 2)]),
        ("The battle claimed the lives of nine recruits.", [("killed", 9)]),
        ("Nine recruits lost their lives in the battle.", [("killed", 9)]),
        ("The garrison lost 17 soldiers in the ambush.", [("killed", 17)]),
        ("The ambush cost the battalion 12 men.", [("killed", 12)]),
        ("Four of the patients did not survive.", [("killed", 4)]),
        ("A barrel bomb killed a family of six.", [("killed", 6)]),
        ("The bomber killed herself and eight patients.", [("killed", 8)]),
        ("Ten people, four of them nurses, were massacred in a clinic.", [("killed", 10)]),
        ("Police broke the arms of two porters.", [("wounded", 2)]),
        ("Twenty miners were treated for burns.", [("wounded", 20)]),
        ("Twelve villagers burnt to death in the barn.", [("killed", 12)]),
        ("Bogotá condemned the massacre of 11 recruits.", [("killed", 11)]),
        ("The gang lost three rangers to snipers.", [("killed", 3)]),
    ],
)
def test_the_words_beside_a_number_say_what_became_of_those_it_counts(
    readers: Read, text: str, told: list[Row]
) -> None:
    assert rows(readers(text)) == told


@pytest.mark.parametrize(
    "text",
    [
        "Ten gunmen killed time.",  # they did it
        "A court sentenced 12 officers to death.",
        "The rebels threatened to behead two sailors.",
        "Gunmen tried to kill three judges.",
        "Rebels killed 40 sheep.",
        "The judges passed 34 death sentences.",
        "A cousin of one of the dead spoke.",
    ],
)
def test_what_is_no_toll(readers: Read, text: str) -> None:
    assert [row for row in rows(readers(text)) if row[0] in ("killed", "wounded")] == []


def test_a_part_of_a_total_is_not_added(readers: Read) -> None:
    assert rows(readers("The shell killed 15 people, among them three girls.")) == [("killed", 15)]
    assert rows(readers("The shell killed 15 people, including three girls.")) == [("killed", 15)]
    assert rows(readers("The gas sickened 18 people, two of them fatally.")) == [("wounded", 18), ("killed", 2)]


def test_a_running_total_is_not_the_toll_of_the_event(readers: Read) -> None:
    text = "The shell killed five nuns, bringing the toll since January to 900."
    assert rows(readers(text)) == [("killed", 5)]


def test_what_may_have_come_about_counts_and_what_may_yet_come_does_not(readers: Read) -> None:
    assert rows(readers("A second shell may have killed five nuns.")) == [("killed", 5)]
    assert rows(readers("A second shell could kill five nuns.")) == []


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Shells hit a barn and killed a Thai beekeeper.", ("killed", "a Thai beekeeper")),
        ("Gunmen waylaid a lorry and shot its owner dead.", ("killed", "its owner")),
        ("Villagers clubbed to death an elderly soothsayer.", ("killed", "an elderly soothsayer")),
        ("The blast hurt a caretaker.", ("wounded", "a caretaker")),
        ("A beekeeper was strangled at dawn.", ("killed", "A beekeeper")),
        ("The crowd cornered a thief and lynched him.", ("killed", "him")),
        ("The crowd dragged two thieves out and kicked them to death.", ("killed", "two")),
    ],
)
def test_one_person_is_counted_whatever_the_noun(readers: Read, text: str, one: tuple[str, str]) -> None:
    assert ones(readers(text)) == {one}


@pytest.mark.parametrize(
    "text",
    [
        "Militiamen kicked and clubbed a beekeeper.",
        "A beekeeper lost a thumb in the blast.",
        "The mob burnt a lorry.",
        "Drones killed a crowd.",
        "Mourners wept for the dead beekeeper.",
        "The fighting died down.",
    ],
)
def test_nobody_is_dead_where_no_word_says_so(readers: Read, text: str) -> None:
    assert {of for of, _ in ones(readers(text))} <= {"wounded"}


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ('[killed]\ntold = ["kill"]\n', 2),
        ('[killed]\ntold = ["# # dead"]\n', 2),
        ('[killed]\nsaid = ["# dead"]\n', 1),
        ('[kiled]\ntold = ["# dead"]\n', 1),
    ],
)
def test_a_mistake_in_the_table_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str, line: int
) -> None:
    (tmp_path / "tolls.toml").write_text(wrong, "utf-8")
    monkeypatch.setattr(module, "read_table", lambda name: read_table(name, tmp_path))
    toll_words.cache_clear()
    with pytest.raises(DataFileError, match=rf"tolls\.toml:{line}\b"):
        toll_words()
    monkeypatch.undo()
    toll_words.cache_clear()

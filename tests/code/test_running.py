"""Running totals: numbers of more than the one happening, and those that only look like it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from vedette.code import running
from vedette.code.events import Readers
from vedette.code.running import RunningTotals
from vedette.code.wordtable import read_table
from vedette.errors import DataFileError

Read = Callable[[str], Readers]


def marked(readers: Readers) -> list[tuple[int | None, bool]]:
    """The numbers of a text, as of dead, and whether each is a running total."""
    totals, counter, tree = RunningTotals(readers.tree), readers.counter, readers.tree
    numbers = [t for t in range(len(tree)) if tree.pos[t] == "NUM"]
    told = {c.start: c for c in counter.counts(0, len(tree))}
    made = [told.get(tree.start[t]) or counter.at_number(t, "killed") for t in numbers]
    return [(c.best, totals.holds(c)) for c in made if c is not None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shelling killed four people on Monday, bringing the death toll to 61.", [(4, False), (61, True)]),
        ("The attack brought to 40 the number of farmers killed in the valley.", [(40, True)]),
        ("At least 212 people have been killed since Thursday in the fighting.", [(212, True)]),
        ("Since June 55 people have died in gun battles on the coast.", [(55, True)]),
        ("Bombs dropped on the suburb since Sunday have killed 58 people.", [(58, True)]),
        ("Gunmen have killed 38 policemen in the province this year.", [(38, True)]),
        ("In the past two weeks 17 villagers were killed by mines.", [(17, True)]),
        ("The fighting has killed 80 people and displaced 36,000.", [(80, True), (36_000, True)]),
    ],
)
def test_running_totals(readers: Read, text: str, found: list[tuple[int, bool]]) -> None:
    assert marked(readers(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "Rebels killed 12 civilians on Monday.",
        "A blast killed 12 people in the town, which rebels have held since June.",
        "Two more hostages died, police said.",
        "Twelve villagers were killed and some 300 have since fled.",
        "The raid, the deadliest since 1989, killed 11 men.",
        "The deadliest raid this year killed 11 men in the valley.",
        "Gunmen killed 16 villagers in the third such raid in two months.",
        "A drone killed two shepherds on Monday, the fifth strike since the truce of 27 November.",
        "The army put the dead at 30.",
        "A suicide attack has killed 20 people in the capital.",
        "Clashes have killed nine soldiers near the border.",
        "The death toll of the strike has risen to 47.",
        "Gunmen killed three traders, and 40 others walked to the river.",
    ],
)
def test_what_is_the_toll_of_the_day(readers: Read, text: str) -> None:
    assert not any(total for _, total in marked(readers(text)))


def test_a_list_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "running.toml").write_text('[totals]\nnouns = ["toll"]\n', "utf-8")
    monkeypatch.setattr(running, "read_table", lambda name: read_table(name, tmp_path))
    running.running_words.cache_clear()
    with pytest.raises(DataFileError, match=r"running\.toml.*brought"):
        running.running_words()
    monkeypatch.undo()
    running.running_words.cache_clear()

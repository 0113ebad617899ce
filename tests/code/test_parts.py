"""Parts and wholes among numbers: what is told apart within a total, and what counts nobody hurt."""

from collections.abc import Callable

import pytest

from vedette.code.events import Readers

Read = Callable[[str], Readers]


def totals(readers: Readers) -> list[tuple[str, int | None, list[tuple[str | None, int | None]]]]:
    """The counts of a text, each once: of what, the best number, and its parts."""
    found = {c.start: c for c in readers.counter.counts(0, len(readers.tree))}.values()
    return [(c.of, c.best, [(p.whom, p.best) for p in c.parts]) for c in found]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Soldiers killed 223 villagers, 56 children among them, in Nondin.", [("children", 56)]),
        ("Gunmen killed 29 people, 16 women and four children among them.", [("women", 16), ("children", 4)]),
        (
            "The bomb killed 55 people, ten women, seven children and three rangers included.",
            [("women", 10), ("children", 7), ("rangers", 3)],
        ),
        ("The raid killed 250 people (58 children) in Ghouta.", [("children", 58)]),
        ("Shells killed 40 villagers, incl. nine children, in Nondin.", [("children", 9)]),
    ],
)
def test_parts_by_what_stands_before_or_closes_them(readers: Read, text: str, parts: list[tuple[str, int]]) -> None:
    ((of, _, found),) = totals(readers(text))
    assert (of, found) == ("killed", parts)


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Nine of the 40 passengers were killed.", [9]),
        ("Ninety-five of the 300 people of the village were killed.", [95]),
        ("None of the 12 hostages was killed.", []),
        ("Gunmen killed two of its 30 guards.", [2]),
        ("A nurse of 27 was shot dead.", [1]),
        ("Four members of one family were killed.", [4]),
        ("Two boys aged 14 and 18 were shot dead.", [2]),
    ],
)
def test_ages_and_wholes_are_no_dead(readers: Read, text: str, best: list[int]) -> None:
    assert [row[1] for row in totals(readers(text))] == best


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Most of the 40 killed were women.", [40]),
        ("A family of six was killed.", [6]),
        ("A detachment of 30 was killed.", [30]),
        ("A crowd of 30 villagers was killed.", [30]),
    ],
)
def test_all_the_dead_and_groups_are_counted(readers: Read, text: str, best: list[int]) -> None:
    assert [row[1] for row in totals(readers(text))] == best


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Rebels killed nine farmers, five in Eringeti and four in Oicha.", [9]),
        ("Rebels killed nine farmers, and five villagers in Eringeti.", [9, 5]),
    ],
)
def test_a_total_told_by_places_is_added_once(readers: Read, text: str, best: list[int]) -> None:
    assert [row[1] for row in totals(readers(text))] == best

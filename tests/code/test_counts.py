"""Counts: how many of what, from the words of harm and the numbers on them."""

from collections.abc import Callable

import pytest

from vedette.code.events import Readers
from vedette.code.measures import harm_words
from vedette.records import Event
from vedette.records.vocabulary import CountOf

Read = Callable[[str], Readers]
Row = tuple[str, str, int | None, int | None, int | None]


def rows(readers: Readers) -> list[Row]:
    """The counts of a text, each once (two words may tell it): of what, of whom, low, best and high."""
    found = readers.counter.counts(0, len(readers.tree))
    return list(dict.fromkeys((c.of, c.whom or "", c.low, c.best, c.high) for c in found))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Rebels killed 12 civilians.", ("killed", "civilians", 12, 12, 12)),
        ("12 civilians were killed.", ("killed", "civilians", 12, 12, 12)),
        ("Twelve civilians died.", ("killed", "civilians", 12, 12, 12)),
        ("At least 12 civilians were killed.", ("killed", "civilians", 12, 12, None)),
        ("More than 100 civilians were killed.", ("killed", "civilians", 101, 101, None)),
        ("Up to 30 soldiers were killed.", ("killed", "soldiers", None, 30, 30)),
        ("Between 20 and 30 soldiers were killed.", ("killed", "soldiers", 20, 25, 30)),
        ("About 200 soldiers were wounded.", ("wounded", "soldiers", None, 200, None)),
        ("Dozens of villagers were killed.", ("killed", "villagers", 24, 36, 99)),
        ("Hundreds of villagers were displaced.", ("displaced", "villagers", 200, 300, 999)),
        ("Several soldiers were wounded.", ("wounded", "soldiers", 3, 5, 9)),
        ("A soldier was killed.", ("killed", "soldier", 1, 1, 1)),
        ("The blast killed a policeman.", ("killed", "policeman", 1, 1, 1)),
        ("Gunmen kidnapped 40 pupils.", ("abducted", "pupils", 40, 40, 40)),
        ("Police arrested 15 protesters.", ("arrested", "protesters", 15, 15, 15)),
        ("The rebels released nine prisoners.", ("released", "prisoners", 9, 9, 9)),
        ("The blast left 12 people dead.", ("killed", "people", 12, 12, 12)),
        ("Gunmen shot dead three farmers.", ("killed", "farmers", 3, 3, 3)),
        ("Three farmers were beaten to death.", ("killed", "farmers", 3, 3, 3)),
        ("Rebels attacked the town, killing 12 civilians.", ("killed", "civilians", 12, 12, 12)),
        ("Fighting has displaced 2,000 families.", ("displaced", "families", 2000, 2000, 2000)),
        ("Gunmen fatally shot two pharmacists.", ("killed", "pharmacists", 2, 2, 2)),
        ("A policeman was mortally wounded.", ("killed", "policeman", 1, 1, 1)),
        ("Twelve farmers were led to the shore and beheaded.", ("killed", "farmers", 12, 12, 12)),
        ("Three farmers lost their lives in the shelling.", ("killed", "farmers", 3, 3, 3)),
        ("Six vigilantes KIA.", ("killed", "", 6, 6, 6)),
        ("More than 30 demonstrators fell to army bullets.", ("killed", "demonstrators", 31, 31, None)),
        ("The massacre of 39 people shocked the town.", ("killed", "people", 39, 39, 39)),
        ("A bomber killed self and 6 at the clinic.", ("killed", "", 6, 6, 6)),
        ("Bomber rams checkpoint; toll 11", ("killed", "", 11, 11, 11)),
        ("Fourteen pickers were found shot in an orchard.", ("killed", "pickers", 14, 14, 14)),
    ],
)
def test_one_count(readers: Read, text: str, row: Row) -> None:
    assert rows(readers(text)) == [row]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("12 people were killed and 30 wounded.", [("killed", 12), ("wounded", 30)]),
        ("The blast killed 12 people and wounded 30 others.", [("killed", 12), ("wounded", 30)]),
        ("The blast killed five soldiers and seven civilians.", [("killed", 5), ("killed", 7)]),
        ("Five people were killed. Nine were wounded.", [("killed", 5), ("wounded", 9)]),
        ("A councillor was gunned down together with three cousins.", [("killed", 1), ("killed", 3)]),
        ("Two drivers perished along with six neighbours.", [("killed", 2), ("killed", 6)]),
    ],
)
def test_several_counts(readers: Read, text: str, pairs: list[tuple[str, int]]) -> None:
    assert [(row[0], row[3]) for row in rows(readers(text))] == pairs


def test_a_bare_number_counts_those_named_before(readers: Read) -> None:
    found = rows(readers("Ten soldiers were killed and 30 wounded."))
    assert [row[1] for row in found] == ["soldiers", "soldiers"]


def test_counts_keep_to_the_tokens_asked_for(readers: Read) -> None:
    read = readers("Ten soldiers were killed. Five were wounded.")
    first, end = read.tree.sents[1]
    assert [c.of for c in read.counter.counts(first, end)] == ["wounded"]


@pytest.mark.parametrize(
    "text",
    [
        "The soldiers were killed.",
        "Police arrested the crowd.",
        "Rebels attacked 12 villages.",
        "12 lorries arrived.",
        "The army lost.",
        "It killed the deal.",
    ],
)
def test_what_is_not_counted(readers: Read, text: str) -> None:
    assert rows(readers(text)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("At least 12 civilians were killed.", "At least 12"),
        ("Dozens of villagers were killed.", "Dozens"),
        ("A soldier was killed.", "A soldier"),
        ("Between 20 and 30 soldiers were killed.", "Between 20 and 30"),
    ],
)
def test_the_words_of_a_count(readers: Read, text: str, words: str) -> None:
    (count,) = (read := readers(text)).counter.counts(0, len(read.tree))
    assert text[count.start : count.end] == words


def test_every_measure_of_the_table_is_one_of_the_records() -> None:
    known = set(CountOf.__args__)  # type: ignore[attr-defined]
    assert {of for table in harm_words().values() for of in table.values()} <= known


def test_counts_go_to_their_event(only: Callable[..., Event]) -> None:
    event = only("An air strike on Idlib killed 12 people and wounded 30.")
    assert {c.of: c.best for c in event.counts} == {"killed": 12, "wounded": 30}


def test_one_person_beside_the_counted_is_one_whatever_the_noun(only: Callable[..., Event]) -> None:
    event = only("Missiles hit a hospital in Ariha. Two nurses and a pharmacist were killed.")
    assert sorted((c.of, c.best) for c in event.counts) == [("killed", 1), ("killed", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "Three reporters from state radio were killed by a drone.",
        "Two men from the capital were killed.",
    ],
)
def test_a_noun_that_describes_the_dead_is_no_dead_of_its_own(readers: Read, text: str) -> None:
    assert len(rows(readers(text))) == 1


def test_a_noun_in_a_clause_about_the_dead_is_no_dead_of_its_own(readers: Read) -> None:
    read = readers("A tailor who stood in the way was killed with an axe.")
    assert {read.tree.text[c.start : c.end] for c in read.counter.ones(0, len(read.tree))} == {"A tailor"}


def test_morgues_are_not_people_whatever_the_reader_says(readers: Read) -> None:
    read = readers("Three morgues received bodies all night.")
    assert read.counter.at_number(read.tree.lower.index("morgues"), "killed") is None


def test_a_name_behind_known_as_is_counted_once(readers: Read) -> None:
    assert len(rows(readers("A gang leader known as Vladimir was killed."))) == 1


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        (
            "Rebels killed 14 people, including six children and four women.",
            ("killed", 14),
            [("children", 6), ("women", 4)],
        ),
        ("The blast killed ten people, three of them children.", ("killed", 10), [("children", 3)]),
        ("Twelve people, among them four children, lost their lives in the raid.", ("killed", 12), [("children", 4)]),
        ("Rebels killed 26 villagers, among them a schoolgirl.", ("killed", 26), [("schoolgirl", 1)]),
        ("The bomb wounded 30 people, including five nurses.", ("wounded", 30), [("nurses", 5)]),
        ("Eleven people were killed, one of them a soldier.", ("killed", 11), [("soldier", 1)]),
    ],
)
def test_some_of_a_total_are_told_apart_and_not_added(
    only: Callable[[str], Event], text: str, total: tuple[str, int], parts: list[tuple[str, int]]
) -> None:
    event = only(text)
    assert [(c.of, c.best) for c in event.counts] == [total]
    assert [(p.whom, p.best) for p in event.counts[0].parts] == parts
    assert all(p.of == total[0] for p in event.counts[0].parts)


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("The rebels killed nine soldiers and 15 civilians.", [9, 15]),
        ("The shell killed ten people and destroyed 40 houses, three of them empty.", [10]),
        ("The shell killed ten people, including a cow.", [10]),
        ("The shell killed ten people on the eve of the vote.", [10]),
        ("The artillery killed ten people and a flag burned.", [10]),
    ],
)
def test_what_is_no_part_is_not_taken_for_one(readers: Read, text: str, best: list[int]) -> None:
    read = readers(text)
    found = {c.start: c for c in read.counter.counts(0, len(read.tree))}.values()
    assert [(c.best, c.parts) for c in found] == [(n, []) for n in best]


@pytest.mark.parametrize(
    "text",
    [
        "A crowd nearly killed a teacher.",
        "The blast almost killed two guards.",
        "They came close to killing a nurse.",
        "The charge went off, killing nobody but the bomber.",
        "He denies that any civilian was killed.",
        "Not one detainee was killed.",
    ],
)
def test_what_nearly_came_about_has_no_dead(readers: Read, text: str) -> None:
    found = readers(text)
    assert rows(found) == []
    assert found.counter.ones(0, len(found.tree)) == []


def test_single_persons_in_a_list_with_a_number_are_counted(readers: Read) -> None:
    text = "A judge, his driver and two bodyguards perished in the blast."
    assert rows(readers(text)) == [("killed", w, n, n, n) for w, n in (("judge", 1), ("driver", 1), ("bodyguards", 2))]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Seven worshippers died on the spot and an eighth died in hospital.", ("killed", 1, "an eighth")),
        ("Four rangers were shot dead; a fifth was wounded.", ("wounded", 1, "a fifth")),
    ],
)
def test_an_ordinal_is_one_more(readers: Read, text: str, told: tuple[str, int, str]) -> None:
    read = readers(text)
    found = [(c.of, c.best, read.tree.text[c.start : c.end]) for c in read.counter.ones(0, len(read.tree))]
    assert found[-1] == told


def test_an_ordinal_before_a_noun_is_nobody(readers: Read) -> None:
    read = readers("Four rangers were killed in a third attack.")
    assert read.counter.ones(0, len(read.tree)) == []


def test_one_person_of_a_killing_told_by_a_noun(readers: Read) -> None:
    read = readers("The lynching of a taxi thief in Achacachi shocked the town.")
    assert [(c.of, c.best) for c in read.counter.ones(0, len(read.tree))] == [("killed", 1)]


def test_a_life_that_is_taken_is_one_death(readers: Read) -> None:
    read = readers("The bomb went off on Sunday, taking the life of a herdsman.")
    assert [(c.of, c.best) for c in read.counter.ones(0, len(read.tree))] == [("killed", 1)]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("A salesman was set alight and killed by villagers.", [1]),
        ("A 17-year-old apprentice was killed in Bignona on Friday.", [1]),
        ("The council killed the bill.", []),
        ("A widow of 70 was stoned to death by a crowd.", [1]),
        ("Two boys, aged nine and thirteen, were shot dead.", [2]),
        ("They charged that he had ordered the killing of a separatist.", [1]),
        ("He ordered the murder of six priests at a university.", [6]),
        ("Three gendarmes were blown up by a mine.", [3]),
        ("A thief was doused with petrol and burnt alive by a mob.", [1]),
        ("Troops gun down sect members; 43 dead", [43]),
    ],
)
def test_one_who_is_killed(readers: Read, text: str, best: list[int]) -> None:
    read = readers(text)
    found = [*read.counter.counts(0, len(read.tree)), *read.counter.ones(0, len(read.tree))]
    assert list({c.start: c.best for c in found if c.of == "killed"}.values()) == best


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Gunmen killed a judge and his driver in Peshawar.", [1, 1]),
        ("Gunmen killed the mayor of San Miguel and his bodyguard.", [1, 1]),
        ("Gunmen killed a judge and his driver fled.", [1]),
        ("Shelling killed a couple in their home.", [2]),
        ("A married couple was killed by shelling.", [2]),
    ],
)
def test_who_belongs_to_the_dead_and_couples(readers: Read, text: str, best: list[int]) -> None:
    reader = readers(text)
    both = [*reader.counter.counts(0, len(reader.tree)), *reader.counter.ones(0, len(reader.tree))]
    found = {c.start: c.best for c in both if c.of == "killed"}
    assert [found[start] for start in sorted(found)] == best


def test_of_whom_one_dies_are_not_all_dead(readers: Read) -> None:
    reader = readers("Four soldiers were hit by gunfire, and one of them died.")
    assert [c.best for c in reader.counter.ones(0, len(reader.tree))] == []

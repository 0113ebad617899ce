"""Roles: the parties of a trigger in every construction, as whole phrases."""

from collections.abc import Callable

import pytest

from vedette.code.events import Readers

Read = Callable[[str], Readers]


def parties(readers: Readers, word: str) -> tuple[list[str], list[str]]:
    """Actors and targets of the trigger at a word."""
    match = readers.matcher.match(readers.tree.word.index(word))
    assert match is not None
    actors = readers.roles.actors(match)
    return [p.text for p in actors], [p.text for p in readers.roles.targets(match, actors)]


@pytest.mark.parametrize(
    ("text", "word", "actors", "targets"),
    [
        ("Syrian rebels attacked Russian soldiers.", "attacked", ["Syrian rebels"], ["Russian soldiers"]),
        ("Russian soldiers were attacked by Syrian rebels.", "attacked", ["Syrian rebels"], ["Russian soldiers"]),
        ("The rebels attacked soldiers and policemen.", "attacked", ["rebels"], ["soldiers", "policemen"]),
        ("The rebels and the bandits attacked soldiers.", "attacked", ["rebels", "bandits"], ["soldiers"]),
        ("Rebels who attacked soldiers in May surrendered.", "attacked", ["Rebels"], ["soldiers"]),
        ("Rebels tried to attack the soldiers.", "attack", ["Rebels"], ["soldiers"]),
        ("The general told the troops to attack the rebels.", "attack", ["troops"], ["rebels"]),
    ],
)
def test_of_verbs(readers: Read, text: str, word: str, actors: list[str], targets: list[str]) -> None:
    assert parties(readers(text), word) == (actors, targets)


@pytest.mark.parametrize(
    ("text", "actors", "targets"),
    [
        ("The rebels launched an attack on soldiers.", ["rebels"], ["soldiers"]),
        ("The rebels' attack on soldiers failed.", ["rebels"], ["soldiers"]),
        ("The attack on soldiers by rebels failed.", ["rebels"], ["soldiers"]),
        ("An attack carried out by rebels killed five soldiers.", ["rebels"], ["five soldiers"]),
        ("The rebel attack against soldiers failed.", ["rebel"], ["soldiers"]),
        ("An Israeli attack on soldiers failed.", ["Israeli"], ["soldiers"]),
        ("An attack killed five soldiers.", [], ["five soldiers"]),
        ("The soldiers came under attack.", [], ["soldiers"]),
    ],
)
def test_of_nouns(readers: Read, text: str, actors: list[str], targets: list[str]) -> None:
    assert parties(readers(text), "attack") == (actors, targets)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The army and the rebels clashed in Goma.", "clashed"),
        ("The army clashed with the rebels in Goma.", "clashed"),
        ("Clashes between the army and the rebels continued.", "Clashes"),
    ],
)
def test_both_sides_of_a_clash_are_actors(readers: Read, text: str, word: str) -> None:
    assert parties(readers(text), word) == (["army", "rebels"], [])


def test_a_quantity_stands_for_what_is_counted(readers: Read) -> None:
    assert parties(readers("Dozens of soldiers were attacked by a group of rebels."), "attacked") == (
        ["rebels"],
        ["soldiers"],
    )


def test_two_nationalities_before_one_noun_are_two_parties(readers: Read) -> None:
    read = readers("Rebels attacked French and Malian soldiers.")
    match = read.matcher.match(1)
    assert match is not None
    found = read.roles.targets(match, [])
    assert [(p.text, p.countries, p.sector) for p in found] == [
        ("French", ["FRA"], "MIL"),
        ("Malian soldiers", ["MLI"], "MIL"),
    ]


def test_a_pronoun_gives_way_to_what_it_stands_for(readers: Read) -> None:
    assert parties(readers("Malian soldiers fled after they attacked the rebels."), "attacked")[0] == [
        "Malian soldiers"
    ]


def test_its_troops_are_of_the_country_named_before(readers: Read) -> None:
    read = readers("Turkey said its troops attacked the rebels.")
    match = read.matcher.match(read.tree.word.index("attacked"))
    assert match is not None
    assert [(p.text, p.countries) for p in read.roles.actors(match)] == [("its troops", ["TUR"])]


def test_things_are_targets_of_deeds(readers: Read) -> None:
    assert parties(readers("Bandits attacked a school bus."), "attacked") == (["Bandits"], ["school bus"])


def test_nobody_is_both_actor_and_target(readers: Read) -> None:
    for text in ("Rebels attacked.", "Rebels attacked rebels.", "The army attacked itself."):
        actors, targets = parties(readers(text), "attacked")
        assert actors
        assert targets != actors or text.count("ebels") > 1

"""Grammar: who is subject and object of a word, across passives, relatives, control and coordination."""

from collections.abc import Callable

import pytest

from vedette.code.grammar import Grammar
from vedette.code.tree import Tree

Parse = Callable[[str], Tree]


def at(tree: Tree, word: str) -> int:
    """The number of a word that stands once in the text."""
    assert tree.word.count(word) == 1
    return tree.word.index(word)


def words(tree: Tree, tokens: list[int]) -> list[str]:
    """The words of tokens."""
    return [tree.word[i] for i in tokens]


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Rebels attacked the base.", "attacked", ["Rebels"]),
        ("The base was attacked by rebels.", "attacked", ["rebels"]),
        ("The base was attacked.", "attacked", []),
        ("Rebels and bandits attacked the base.", "attacked", ["Rebels", "bandits"]),
        ("The base was attacked by rebels and bandits.", "attacked", ["rebels", "bandits"]),
        ("The rebels who attacked the base fled.", "attacked", ["rebels"]),
        ("The base attacked by rebels burned.", "attacked", ["rebels"]),
        ("Rebels attacked the base and burned the depot.", "burned", ["Rebels"]),
        ("Rebels tried to attack the base.", "attack", ["Rebels"]),
        ("The president ordered the army to attack the base.", "attack", ["army"]),
        ("The army was ordered to attack the base.", "attack", ["army"]),
        ("Gunmen attacked a bus, killing five people.", "killing", ["Gunmen"]),
        ("After seizing the base, the rebels burned it.", "seizing", ["rebels"]),
        ("France accused Russia of bombing the hospital.", "bombing", ["Russia"]),
        ("The United States imposed sanctions on two generals for supplying drones.", "supplying", ["generals"]),
        ("France imposed sanctions on Russia for bombing the hospital.", "bombing", ["Russia"]),
        ("The soldiers guarding the base fled.", "guarding", ["soldiers"]),
        ("The houses were looted and burned by soldiers.", "looted", ["soldiers"]),
    ],
)
def test_who_does_it(tree: Parse, text: str, verb: str, subject: list[str]) -> None:
    parsed = tree(text)
    assert words(parsed, Grammar(parsed).subject(at(parsed, verb))) == subject


@pytest.mark.parametrize(
    ("text", "verb", "objects"),
    [
        ("Rebels attacked the base.", "attacked", ["base"]),
        ("The base was attacked by rebels.", "attacked", ["base"]),
        ("Rebels attacked the base and the depot.", "attacked", ["base", "depot"]),
        ("Houses and shops were burned.", "burned", ["Houses", "shops"]),
        ("The base attacked by rebels burned.", "attacked", ["base"]),
        ("The town that the rebels seized burned.", "seized", ["town"]),
        ("The houses were looted and burned.", "burned", ["houses"]),
        ("The men who were abducted on Friday returned.", "abducted", ["men"]),
        ("Rebels shelled and stormed the base.", "shelled", ["base"]),
        ("The rebels fled.", "fled", []),
    ],
)
def test_to_whom_it_is_done(tree: Parse, text: str, verb: str, objects: list[str]) -> None:
    parsed = tree(text)
    assert words(parsed, Grammar(parsed).objects(at(parsed, verb))) == objects


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("The base was attacked.", "attacked", True),
        ("The base attacked by rebels burned.", "attacked", True),
        ("The houses were looted and burned.", "burned", True),
        ("Rebels attacked the base.", "attacked", False),
        ("Rebels have attacked the base.", "attacked", False),
    ],
)
def test_passives(tree: Parse, text: str, verb: str, *, passive: bool) -> None:
    parsed = tree(text)
    assert Grammar(parsed).passive(at(parsed, verb)) is passive


def test_the_indirect_object(tree: Parse) -> None:
    parsed = tree("Iran gave the rebels ten missiles.")
    grammar, gave = Grammar(parsed), at(parsed, "gave")
    assert words(parsed, grammar.recipients(gave)) == ["rebels"]
    assert words(parsed, grammar.objects(gave)) == ["missiles"]


def test_objects_of_prepositions_by_preposition(tree: Parse) -> None:
    parsed = tree("Troops moved from Kirkuk and Tikrit to Mosul.")
    found = Grammar(parsed).preps(at(parsed, "moved"))
    assert {name: words(parsed, tokens) for name, tokens in found.items()} == {
        "from": ["Kirkuk", "Tikrit"],
        "to": ["Mosul"],
    }


def test_nested_prepositions_stand_under_the_last(tree: Parse) -> None:
    parsed = tree("The army drove the rebels out of Mosul.")
    assert words(parsed, Grammar(parsed).preps(at(parsed, "drove")).get("of", [])) == ["Mosul"]


@pytest.mark.parametrize(
    ("text", "word", "clause"),
    [
        ("The rebels agreed to leave Goma.", "agreed", "leave"),
        ("France demanded that Russia leave the town.", "demanded", "leave"),
        ("France accused Russia of bombing the hospital.", "accused", "bombing"),
        ("The rebels renewed their threat to attack Goma.", "threat", "attack"),
        ("The rebels left the town.", "left", None),
        ("The rebels fled after bombing the town.", "fled", None),
    ],
)
def test_the_clause_that_a_word_takes(tree: Parse, text: str, word: str, clause: str | None) -> None:
    parsed = tree(text)
    found = Grammar(parsed).complement(at(parsed, word))
    assert (None if found is None else parsed.word[found]) == clause


@pytest.mark.parametrize(
    ("text", "noun", "verb", "role"),
    [
        ("Rebels launched an attack on Goma.", "attack", "launched", "actor"),
        ("Rebels carried out a raid on Goma.", "raid", "carried", "actor"),
        ("The base came under attack.", "attack", "came", "target"),
        ("An attack carried out by rebels failed.", "attack", "carried", "actor"),
    ],
)
def test_a_light_verb_lends_its_clause_to_a_noun(tree: Parse, text: str, noun: str, verb: str, role: str) -> None:
    parsed = tree(text)
    assert Grammar(parsed).light_verb(at(parsed, noun)) == (at(parsed, verb), role)


def test_other_verbs_lend_nothing(tree: Parse) -> None:
    parsed = tree("France condemned the attack on Goma.")
    assert Grammar(parsed).light_verb(at(parsed, "attack")) is None

"""Phrases between parties: lists, asides, allies, parts, and the words with which a phrase does not count."""

import re

import pytest

from vedette.track.phrasing import phrases_in
from vedette.track.tie_rules import PhraseRule

Told = set[tuple[str, str, str]]
NAME = re.compile(r"\b[A-Z]{3}\b")


def told(text: str) -> Told:
    """The ties of a text whose parties are words of three capitals."""
    placed = {match.span(): match[0] for match in NAME.finditer(text)}
    return {(kind, one, other) for kind, one, other, _, _ in phrases_in(text, placed)}


def each(kind: str, ones: str, others: str) -> Told:
    """A tie of each of some parties with each of others."""
    return {(kind, one, other) for one in ones.split() for other in others.split()}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("AAA, an old ally of BBB, sent men.", each("allied_with", "AAA", "BBB")),
        ("AAA and BBB, allies since the war, met.", each("allied_with", "AAA", "BBB")),
        ("AAA took it with its allies BBB, the CCC and DDD.", each("allied_with", "AAA", "BBB CCC DDD")),
        ("The AAA, the BBB, CCC and the DDD are part of the EEE.", each("part_of", "AAA BBB CCC DDD", "EEE")),
        ("The AAA, whose parts are the BBB and the CCC, held on.", each("part_of", "BBB CCC", "AAA")),
        ("The army of AAA, backed by BBB, by CCC and by DDD, fell.", each("backs", "BBB CCC DDD", "AAA")),
        ("AAA, which BBB backs, fell back.", each("backs", "BBB", "AAA")),
        ("AAA, also supported by BBB, fights CCC.", each("backs", "BBB", "AAA") | each("fights", "AAA", "CCC")),
        ("AAA fights BBB, as do CCC and the DDD.", each("fights", "AAA CCC DDD", "BBB")),
        ("AAA and BBB exchanged fire near the dam.", each("fights", "AAA", "BBB")),
        ("CCC still backs AAA, whose truce with BBB holds.", each("backs", "CCC", "AAA") | each("truce", "AAA", "BBB")),
        ("The truce of March between AAA and BBB holds.", each("truce", "AAA", "BBB")),
    ],
)
def test_phrases_become_ties_of_each_with_each(text: str, wanted: Told) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "AAA may no longer be an ally of BBB.",
        "AAA is not part of BBB.",
        "AAA backs BBB, officials said, and AAA denied it.",
        "AAA would support BBB if attacked.",
        "AAA met BBB. An ally of CCC spoke.",
        "Reports that AAA backs BBB are false.",
    ],
)
def test_what_is_denied_or_not_said_to_be_so_is_no_tie(text: str) -> None:
    assert told(text) == set()


def test_a_party_after_by_is_no_subject_and_a_new_clause_ends_a_list() -> None:
    assert ("fights", "BBB", "CCC") not in told("AAA, backed by BBB, fights CCC.")
    assert told("AAA and BBB back CCC, and DDD has promised money.") == {
        ("backs", "AAA", "CCC"),
        ("backs", "BBB", "CCC"),
    }


def test_offsets_are_those_of_the_text_and_of_nested_mentions_the_inner_one_stands() -> None:
    text = "Yesterday the part of AAA fell. BBB is part of CCC."
    placed = {(14, 25): "outer", (22, 25): "AAA", (32, 35): "BBB", (47, 50): "CCC"}
    (found,) = phrases_in(text, placed)
    assert found[:3] == ("part_of", "BBB", "CCC")
    assert text[found[3] : found[4]] == "BBB is part of CCC"


@pytest.mark.parametrize("form", ["backs {B}", "{A} and {S} fight", "{A} (backs {B}"])
def test_a_form_that_names_nobody_or_is_no_expression_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="form"):
        PhraseRule(kind="backs", form=form)

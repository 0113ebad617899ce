"""Paragraphs and their offsets."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vedette.read.units import Unit, ends_sentence, folded, is_prose, plain, sentence_end, sentence_start, split_units

WRAPPED = (
    "Rebels captured the town of Hama on Friday after two days\n"
    "of heavy fighting in which the army lost dozens of men and\n"
    "withdrew to the south, two residents of the town have said.\n"
)


def words_of(text: str) -> list[str]:
    return [text[unit.start : unit.end] for unit in split_units(text)]


@given(st.text())
def test_units_are_trimmed_ordered_and_lose_no_word(text: str) -> None:
    units = split_units(text)
    assert all(text[u.start : u.end].strip() == text[u.start : u.end] != "" for u in units)
    assert all(one.end <= two.start for one, two in pairwise(units))
    assert "".join("".join(words_of(text)).split()) == "".join(text.split())


@given(st.text())
def test_plain_and_folded_keep_every_offset(text: str) -> None:
    assert len(folded(plain(text))) == len(plain(text)) == len(text)


def test_lines_are_paragraphs_but_wrapped_lines_are_joined() -> None:
    assert words_of("Headline\nBy Jane Doe\n\nBody text.") == ["Headline", "By Jane Doe", "Body text."]
    assert words_of(WRAPPED) == [WRAPPED.strip()]
    assert words_of("The army went\non to Homs.\nIt fell.") == ["The army went\non to Homs.", "It fell."]
    assert words_of("- one\n- two") == ["- one", "- two"]
    assert words_of("") == []


def test_prose() -> None:
    def prose(text: str) -> bool:
        return is_prose(text, Unit(0, len(text)))

    assert prose("The army shelled the town on Monday.")
    assert not prose("Army shells town on Monday")
    assert not prose("What do the rebels want from Damascus?")
    assert not prose("He said.")


def test_sentences() -> None:
    text = "Rebels fled. The army came. Nobody spoke"
    assert sentence_end(text, 0, len(text)) == 12
    assert sentence_end(text, 30, len(text)) == len(text)
    assert sentence_start(text, 0, 20) == 13
    assert ends_sentence(text, 0, 13)
    assert not ends_sentence(text, 0, 17)

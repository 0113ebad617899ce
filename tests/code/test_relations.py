"""Relations: how parties stand to each other, from verbs, nouns, noun phrases and events."""

from collections.abc import Callable
from pathlib import Path

import pytest

from vedette.code import relations as subject
from vedette.errors import DataFileError
from vedette.records import Coded

Code = Callable[..., Coded]
Row = tuple[str, str, str]


def rows(coded: Coded) -> set[Row]:
    """The relations of a report: type, source, target."""
    return {(r.type, r.source.text, r.target.text) for r in coded.relations}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("The army fought the rebels near Bunia.", ("fights", "army", "rebels")),
        ("Rebels attacked soldiers near Bunia.", ("fights", "Rebels", "soldiers")),
        ("The army clashed with the rebels.", ("fights", "army", "rebels")),
        ("The army's fight against the rebels goes on.", ("fights", "army", "rebels")),
        ("The chancellor met the president in Berlin.", ("met_with", "chancellor", "president")),
        ("Germany supports Ukraine.", ("supports", "Germany", "Ukraine")),
        ("France condemned Russia.", ("opposes", "France", "Russia")),
        ("Rwanda trained the rebels.", ("allied_with", "Rwanda", "rebels")),
        ("The general commands the brigade.", ("leads", "general", "brigade")),
        ("The militia belongs to the alliance.", ("part_of", "militia", "alliance")),
        ("He is a member of the militia.", ("part_of", "member of the militia", "militia")),
        ("Troops were killed in Mosul.", ("located_in", "Troops", "Mosul")),
        ("The troops in Iraq are leaving.", ("located_in", "troops", "Iraq")),
        ("The coalition, which includes Chad and Mali, met.", ("part_of", "Chad", "coalition")),
        ("Nations that have struck Libya include Jordan and Qatar.", ("part_of", "Qatar", "Nations")),
        ("Turkey is working as part of the coalition.", ("part_of", "Turkey", "coalition")),
        ("Ali Hassan, commander of the brigade, spoke.", ("leads", "Ali Hassan", "brigade")),
        ("Near Mosul, one strike destroyed a tank.", ("located_in", "tank", "Mosul")),
        ("Near Mosul, one strike destroyed a tank.", ("fights", "one strike", "tank")),
    ],
)
def test_what_the_words_say(code: Code, text: str, row: Row) -> None:
    assert row in rows(code(text))


def test_the_passive_keeps_who_fights_whom(code: Code) -> None:
    found = rows(code("The soldiers were attacked by rebels near Bunia."))
    assert ("fights", "rebels", "soldiers") in found
    assert ("fights", "soldiers", "rebels") not in found


def test_who_leads_a_group(code: Code) -> None:
    assert ("leads", "Hayat Tahrir al-Sham", "Insurgents") in rows(
        code("Insurgents led by Hayat Tahrir al-Sham attacked Aleppo.")
    )


def test_a_name_and_the_acronym_behind_it_are_the_same(code: Code) -> None:
    coded = code("The Sudan Liberation Army (SLA) left Darfur.")
    assert ("same_as", "Sudan Liberation Army", "SLA") in rows(coded)


@pytest.mark.parametrize("text", ["The army (in May) left.", "The army (see below) left.", "The army left."])
def test_other_brackets_are_no_acronyms(code: Code, text: str) -> None:
    assert not [r for r in code(text).relations if r.type == "same_as"]


def test_nothing_stands_in_a_relation_to_itself(code: Code) -> None:
    for relation in code("Rebels attacked rebels. The army fought itself.").relations:
        assert relation.source != relation.target


def test_the_words_that_say_so_are_within_the_text(code: Code) -> None:
    text = "Germany supports Ukraine. The army fought the rebels near Bunia."
    for relation in code(text).relations:
        assert text[relation.start : relation.end].strip()


def test_no_words_no_relations(code: Code) -> None:
    assert code("It rained.").relations == ()


def test_an_unknown_relation_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "relations.toml"
    path.write_text('[loves]\nverbs = ["love"]\nverb_preps = []\nnouns = []\nnoun_preps = []\n', encoding="utf-8")
    monkeypatch.setattr(subject, "data_path", lambda *_: path)
    with pytest.raises(DataFileError, match=r"relations\.toml: relation 'loves' is unknown.*Use one of backs"):
        subject.relation_words.__wrapped__()

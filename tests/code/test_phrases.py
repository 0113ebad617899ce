"""Phrases: their extent, and what their words say of who they name: sector, country, backers, registry entry."""

from collections.abc import Callable

import pytest

from vedette.code.events import Readers
from vedette.code.phrases import Phrase

Read = Callable[[str], Readers]


def phrase(readers: Readers, word: str) -> Phrase:
    """The phrase headed by a word of the text."""
    found = readers.matcher.phrases.at(readers.tree.word.index(word))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "head", "extent"),
    [
        ("The Syrian army advanced.", "army", "Syrian army"),
        ("A group of armed men attacked the bus.", "bus", "bus"),
        ("Turkish-backed rebels attacked.", "rebels", "Turkish-backed rebels"),
        ("The president of Armenia spoke.", "president", "president of Armenia"),
        ("Rebels from the north who fled were caught.", "Rebels", "Rebels"),
        ("Police detained the driver, a foreigner.", "driver", "driver"),
        ("At least 12 civilians were killed.", "civilians", "At least 12 civilians"),
        ("Soldiers entered the village's school.", "school", "village's school"),
        ("Dozens of villagers were killed.", "Dozens", "Dozens"),
    ],
)
def test_extent_is_the_noun_with_what_stands_before_it(readers: Read, text: str, head: str, extent: str) -> None:
    found = phrase(readers(text), head)
    assert found.text == extent
    assert text[found.start : found.end] == extent


@pytest.mark.parametrize(
    ("text", "head", "sector", "countries"),
    [
        ("Malian soldiers advanced.", "soldiers", "MIL", ["MLI"]),
        ("Soldiers of Mali advanced.", "Soldiers", "MIL", ["MLI"]),
        ("The foreign minister of Chad spoke.", "minister", "GOV", ["TCD"]),
        ("Colombian guerrillas retreated.", "guerrillas", "REB", ["COL"]),
        ("Kenyan police officers arrived.", "officers", "COP", ["KEN"]),
        ("Ukrainian civilians fled.", "civilians", "CVL", ["UKR"]),
        ("Unknown gunmen attacked.", "gunmen", "UAF", []),
        ("Afghan journalists protested.", "journalists", "JRN", ["AFG"]),
        ("Syrian refugees returned.", "refugees", "REF", ["SYR"]),
    ],
)
def test_agent_nouns_give_the_sector_and_names_the_country(
    readers: Read, text: str, head: str, sector: str, countries: list[str]
) -> None:
    found = phrase(readers(text), head)
    assert (found.sector, found.countries) == (sector, countries)


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Iranian-backed militias attacked.", "militias"),
        ("Iran-backed militias attacked.", "militias"),
        ("Militias backed by Iran attacked.", "Militias"),
        ("Pro-Iranian militias attacked.", "militias"),
        ("Iranian-funded militias attacked.", "militias"),
    ],
)
def test_backers_are_not_the_country(readers: Read, text: str, head: str) -> None:
    found = phrase(readers(text), head)
    assert (found.backers, found.countries, found.sector) == (["IRN"], [], "PRM")


def test_the_backed_keep_their_own_country(readers: Read) -> None:
    found = phrase(readers("Iranian-backed Iraqi militias attacked."), "militias")
    assert (found.backers, found.countries) == (["IRN"], ["IRQ"])


@pytest.mark.parametrize("word", ["Russian-held", "Russian-occupied", "Russian-made"])
def test_who_holds_or_made_a_thing_is_neither_backer_nor_country(readers: Read, word: str) -> None:
    found = phrase(readers(f"The {word} positions burned."), "positions")
    assert (found.backers, found.countries) == ([], [])


def test_a_registry_name_is_the_whole_phrase(readers: Read) -> None:
    found = phrase(readers("The Syrian Democratic Forces withdrew."), "Forces")
    assert found.text == "Syrian Democratic Forces"
    assert found.entry is not None
    assert (found.entry.id, found.inside, found.kind) == ("SDF", False, "actor")


def test_people_of_a_registry_name_are_inside_it(readers: Read) -> None:
    found = phrase(readers("Hamas fighters withdrew."), "fighters")
    assert found.entry is not None
    assert (found.entry.id, found.inside, found.sector) == ("HAMAS", True, "REB")


def test_a_people_is_not_a_country(readers: Read) -> None:
    found = phrase(readers("Kurdish fighters withdrew."), "fighters")
    assert (found.people, found.sector, found.countries) == ("Kurdish", "REB", [])


def test_an_office_is_a_person(readers: Read) -> None:
    found = phrase(readers("The defence minister resigned."), "minister")
    assert (found.kind, found.office, found.sector) == ("person", True, "GOV")


def test_where_someone_is_said_to_be(readers: Read) -> None:
    assert phrase(readers("Rebels based in Uganda attacked."), "Rebels").located == ["UGA"]
    assert phrase(readers("Protesters in France rallied."), "Protesters").located == ["FRA"]


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Rebels attacked Ukraine.", "Ukraine", "place"),
        ("He lives in Nairobi.", "Nairobi", "place"),
        ("They fired a mortar.", "mortar", "weapon"),
        ("They marched on Monday.", "Monday", "time"),
    ],
)
def test_kinds(readers: Read, text: str, word: str, kind: str) -> None:
    assert phrase(readers(text), word).kind == kind


@pytest.mark.parametrize(("word", "kind"), [("he", "person"), ("they", "actor"), ("it", "actor")])
def test_personal_pronouns_are_phrases(readers: Read, word: str, kind: str) -> None:
    found = phrase(readers(f"Soldiers fled when {word} attacked."), word)
    assert (found.pronoun, found.kind, found.text) == (True, kind, word)


def test_other_pronouns_are_none(readers: Read) -> None:
    read = readers("Soldiers who fled attacked nothing.")
    assert read.matcher.phrases.at(read.tree.word.index("who")) is None


def test_the_longest_weapon_that_ends_at_a_word(readers: Read) -> None:
    read = readers("A roadside bomb exploded.")
    assert read.matcher.phrases.weapon_at(2) == "roadside bomb"
    assert read.matcher.phrases.weapon_at(3) is None


def test_every_phrase_stands_in_the_text(readers: Read) -> None:
    text = (
        "Fighters of the M23 \u2013 allies of Rwanda \u2013 took Sake from the army\u2019s 31st Brigade, Stéphane said."
    )
    found = readers(text).matcher.phrases.all()
    assert len(found) > 5
    assert all(text[p.start : p.end] == p.text for p in found)
    assert len({p.head for p in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "head", "armed", "civil"),
    [
        ("Soldiers fled.", "Soldiers", True, False),
        ("Villagers fled.", "Villagers", False, True),
        ("The government fled.", "government", False, False),
        ("The price rose.", "price", False, False),
    ],
)
def test_who_carries_arms(readers: Read, text: str, head: str, *, armed: bool, civil: bool) -> None:
    found = phrase(readers(text), head)
    assert (found.armed, found.civil) == (armed, civil)


def test_a_word_of_kind_is_no_name_of_a_place(readers: Read) -> None:
    """Guangzhou was called Canton, yet "the canton of San Lorenzo" is not in China."""
    read = readers("Armed men seized three technicians in the canton of San Lorenzo, Esmeraldas province.")
    assert phrase(read, "canton").place_name != "canton"

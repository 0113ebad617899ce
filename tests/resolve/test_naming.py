"""Names inside one report: acronyms it introduces, misspelt names, descriptions of who was named before."""

from collections.abc import Callable

import pytest

from vedette.pipeline import Pipeline
from vedette.records import Report
from vedette.resolve.naming import of_kind

Refs = Callable[[str], dict[str, str | None]]


@pytest.fixture(scope="module")
def refs(pipeline: Pipeline) -> Refs:
    """The actor of each actor and target of a text's events, by its words."""

    def run(text: str) -> dict[str, str | None]:
        (coded,) = pipeline.code([Report(id="r", text=text, published="2024-11-30")])
        return {m.text: m.ref for e in coded.events for m in (*e.actors, *e.targets)}

    return run


def test_a_misspelt_name_is_found_in_the_reports_country(refs: Refs) -> None:
    assert refs("Hayat Tahrir al-Shaam seized Aleppo on Monday.")["Hayat Tahrir al-Shaam"] == "HTS"


def test_a_like_name_of_another_country_is_not(refs: Refs) -> None:
    assert refs("Hayat Tahrir al-Shaam seized Bunia in Congo.").get("Hayat Tahrir al-Shaam") != "HTS"


@pytest.mark.parametrize("words", ["The militia", "The movement", "The rebels", "The Movement"])
def test_a_description_stands_for_the_one_named_before(refs: Refs, words: str) -> None:
    found = refs(f"M23 seized Goma on Monday. {words} attacked soldiers in Bukavu on Tuesday.")
    assert found[words.split()[1]] == "M23"


@pytest.mark.parametrize("words", ["The force", "The force's fighters"])
def test_the_last_word_of_a_name_stands_for_it(refs: Refs, words: str) -> None:
    found = refs(f"The Syrian Democratic Forces and HTS seized Hama on Monday. {words} attacked soldiers in Homs.")
    assert found[words.removeprefix("The ")] == "SDF"


def test_the_last_word_of_no_name_stands_for_nobody(refs: Refs) -> None:
    found = refs(
        "The Syrian Democratic Forces seized Hama on Monday. The command's fighters attacked soldiers in Homs."
    )
    assert found["command's fighters"] != "SDF"


def test_a_leaders_surname_behind_another_given_name_is_somebody_else(refs: Refs) -> None:
    found = refs("The forces of Omar al-Bashir attacked Homs. The government of Mohammed al-Bashir attacked Hama.")
    assert [ref == "OMAR_AL_BASHIR" for ref in found.values()].count(True) <= 1
    assert found.get("government of Mohammed al-Bashir") != "OMAR_AL_BASHIR"


def test_the_rebels_are_nobody_where_two_groups_were_named(refs: Refs) -> None:
    found = refs("M23 and the ADF attacked Goma on Monday. The rebels attacked soldiers in Bukavu.")
    assert found["rebels"] not in {"M23", "ADF"}


def test_the_group_is_nobody_where_none_was_named(refs: Refs) -> None:
    assert refs("The group attacked soldiers in Bukavu.").get("group") not in {"M23", "ADF"}


def test_an_introduced_acronym_means_what_the_report_says(refs: Refs) -> None:
    found = refs("The Popular Front for Change (PFC) attacked Goma. PFC fighters attacked soldiers in Bukavu.")
    assert found["PFC fighters"] != "POPULAR_FRONT_BFA"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("at least 48 inmates", "inmates"),
        ("Twenty-six people", "people"),
        ("its mujahideen", "mujahideen"),
        ("more than 530 people", "people"),
        ("dozens of villagers", "villagers"),
        ("ten or more Mozambican soldiers", "Mozambican soldiers"),
        ("several hundred Houthi fighters", "Houthi fighters"),
        ("all the neighbours", "neighbours"),
        ("17 November", "17 November"),
        ("43rd military zone", "43rd military zone"),
        ("two-man team", "two-man team"),
        ("hundreds", "hundreds"),
        ("people", "people"),
    ],
)
def test_a_kind_of_people_is_called_without_how_many_they_are_and_whose(words: str, kind: str) -> None:
    assert of_kind(words) == kind

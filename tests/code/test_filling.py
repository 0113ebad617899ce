"""Filling: who has which role in an event."""

from collections.abc import Callable

import pytest

from vedette.pipeline import Pipeline
from vedette.records import Report


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Gunmen killed nine villagers near Jos on Friday, a police chief told deputies.", ["police chief"]),
        (
            "Troops shot nine villagers near Jos on Friday, an aide to the prime minister told the paper.",
            ["aide", "paper"],
        ),
    ],
)
def test_who_only_hears_or_only_describes_a_source_is_none(whole: Pipeline, text: str, sources: list[str]) -> None:
    (coded,) = whole.code([Report(id="r", text=text)])
    (event,) = coded.events
    assert [next(w for w in sources if w in a.source.text) for a in event.attribution] == sources


def test_a_number_of_parties_that_agree_counts_nobody(whole: Pipeline) -> None:
    (coded,) = whole.code(
        [Report(id="r", text="Nine rebel factions agreed to a ceasefire with the government on Friday.")]
    )
    assert all(c.of != "taking_part" for e in coded.events for c in e.counts)


def test_what_someone_must_do_is_a_demand(whole: Pipeline) -> None:
    text = "Rwandan rebels announced that the government in Kigali must agree to changes before they lay down arms."
    (coded,) = whole.code([Report(id="r", text=text)])
    assert "REQUEST" in {e.type for e in coded.events}


def test_who_does_an_act_by_saying_so_is_no_source_of_it(whole: Pipeline) -> None:
    text = "Iran on Monday threatened to attack Israel, and officials in Cairo said rebels had shelled Goma."
    (coded,) = whole.code([Report(id="r", text=text, published="2024-11-30")])
    told = {e.type: [a.source.text for a in e.attribution] for e in coded.events}
    assert "Iran" not in told["THREATEN"]
    assert told["ASSAULT"] == ["officials"]


def test_who_is_only_shot_at_is_not_dead(dead: Callable[[str], dict[str, list[int]]]) -> None:
    text = "Fishermen, four of whom were shot at by a patrol boat last week, marched to the harbour of Rameswaram."
    assert not any(dead(text).values())


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Contrary to what the radio says, rebels attacked Goma on Monday.", []),
        ("Rebels attacked Goma on Monday, whatever the radio says.", []),
        ("Soldiers killed two rebels in Goma, not three as the radio says.", []),
        ("Rebels attacked Goma on Monday, as the radio says.", ["radio"]),
    ],
)
def test_who_is_contradicted_is_no_source(whole: Pipeline, text: str, sources: list[str]) -> None:
    (coded,) = whole.code([Report(id="r", text=text, published="2024-11-30")])
    assert [[a.source.text for a in e.attribution] for e in coded.events] == [sources]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Gunmen shot a teacher in Pattani; he died later in hospital.", [1]),
        ("Gunmen shot a teacher in Pattani, and she bled to death.", [1]),
        ("Men on motorbikes lobbed a hand grenade at a constable in Lyari, who lost his life.", [1]),
        ("Gunmen tied up a farmer in Benue and cut his throat.", [1]),
        ("Gunmen shot a teacher in Pattani; he will recover.", []),
    ],
)
def test_whom_only_a_pronoun_says_to_have_died_is_dead(
    dead: Callable[[str], dict[str, list[int]]], text: str, killed: list[int]
) -> None:
    assert list(dead(text).values()) == [killed]

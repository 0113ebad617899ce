"""Joining: one happening told in several words is one event, and what is promised or demanded is of that kind."""

from collections.abc import Callable

import pytest

from vedette.records import Coded, Event, Mention

Code = Callable[..., Coded]
Only = Callable[..., Event]


def words(mentions: tuple[Mention, ...]) -> list[str]:
    """The words of mentions."""
    return [m.text for m in mentions]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked a camp near Bunia, killing 12 soldiers.",
        "Rebels attacked a camp near Bunia and killed 12 soldiers.",
        "A rebel attack on a camp near Bunia killed 12 soldiers.",
        "12 soldiers were killed when rebels attacked a camp near Bunia.",
        "12 soldiers were killed in a rebel attack near Bunia.",
    ],
)
def test_killing_is_part_of_the_attack_that_did_it(only: Only, text: str) -> None:
    event = only(text)
    assert event.type == "ASSAULT"
    assert "attack" in event.trigger.text
    assert [(c.of, c.best) for c in event.counts] == [("killed", 12)]


def test_killing_without_a_means_is_an_event_of_its_own(only: Only) -> None:
    event = only("Gunmen killed 12 villagers near Bunia.")
    assert (event.trigger.text, words(event.actors)) == ("killed", ["Gunmen"])


def test_the_attack_takes_over_what_only_the_killing_tells(only: Only) -> None:
    event = only("An air strike killed 12 civilians in Idlib.")
    assert words(event.targets) == ["12 civilians"]
    assert event.place is not None
    assert event.place.text == "Idlib"


def test_two_deeds_are_two_events(code: Code) -> None:
    coded = code("Rebels attacked a convoy near Bunia and kidnapped 12 nurses.")
    assert [e.sub_event for e in coded.events] == ["Armed clash", "Abduction/forced disappearance"]
    coded = code("Cattle raiders snatched 15 children and killed at least 10 herders near Bunia on Thursday.")
    assert [e.sub_event for e in coded.events] == ["Abduction/forced disappearance", "Attack"]
    coded = code("Rebels attacked Bunia and the army shelled Goma.")
    assert [words(e.targets) for e in coded.events] == [["Bunia"], ["Goma"]]


def test_a_place_taken_in_a_fight_is_taken_by_assault(only: Only) -> None:
    event = only("Rebels captured Bunia after heavy fighting.")
    assert (event.type, event.sub_event) == ("ASSAULT", "Non-state actor overtakes territory")
    assert only("Rebels captured Bunia on Monday.").type == "COERCE"


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("Turkey promised to withdraw its troops from Syria.", "AGREE", None),
        ("Rebels promised to release the hostages.", "AGREE", None),
        ("Britain will send weapons to Ukraine.", "AGREE", None),
        ("Iran plans to attack Israel.", "THREATEN", "violence"),
        ("Iran will attack Israel.", "THREATEN", "violence"),
        ("Iran threatened to attack Israel.", "THREATEN", "violence"),
        ("Iran threatened to close the Strait of Hormuz.", "THREATEN", "restrict"),
        ("HTS plans to capture Damascus.", "THREATEN", "territory"),
    ],
)
def test_what_an_actor_says_it_will_do(only: Only, text: str, kind: str, mode: str | None) -> None:
    event = only(text)
    assert (event.type, event.mode, event.sub_event) == (kind, mode, None)
    assert event.status == ("threatened" if "threatened" in text else "planned")


def test_one_who_will_not_do_a_kindness_refuses_it(only: Only) -> None:
    event = only("The army will not withdraw from Bunia.")
    assert (event.type, event.status, event.negated) == ("REJECT", "happened", False)


@pytest.mark.parametrize(
    ("text", "kind", "mode", "target"),
    [
        ("Russia demanded that Ukraine withdraw from Kursk.", "REQUEST", "yield", "Ukraine"),
        ("France said Russia must withdraw from Ukraine.", "REQUEST", "yield", "Russia"),
        ("The rebels refused to withdraw from Bunia.", "REJECT", "yield", "Bunia"),
        ("Iran threatened to attack Israel.", "THREATEN", "violence", "Israel"),
    ],
)
def test_content_belongs_to_the_demand_the_refusal_the_threat(
    only: Only, text: str, kind: str, mode: str, target: str
) -> None:
    event = only(text)
    assert (event.type, event.mode, words(event.targets)) == (kind, mode, [target])


def test_a_warning_of_what_others_may_do_is_no_threat(code: Code) -> None:
    coded = code("The UN warned that militants could attack Goma.")
    assert "THREATEN" not in [e.type for e in coded.events]


def test_what_an_order_asks_for_stays_an_event_with_its_status(only: Only) -> None:
    event = only("The president ordered the army to bomb the rebels.")
    assert (event.type, event.status, words(event.actors)) == ("ASSAULT", "ordered", ["army"])

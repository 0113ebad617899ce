"""The aftermath: later sentences that only count the dead belong to the attack; others stand for themselves."""

from collections.abc import Callable

import pytest

from vedette.pipeline import Pipeline
from vedette.records import Coded, Report

Code = Callable[..., Coded]


def killed(coded: Coded) -> list[list[tuple[str, int | None]]]:
    """For each event what it counts."""
    return [[(c.of, c.best) for c in e.counts] for e in coded.events]


def test_the_dead_of_the_next_sentence_are_the_attacks(code: Code) -> None:
    coded = code(
        "Rebels shelled the town of Idlib on Monday. At least 12 people were killed and 30 wounded, officials said."
    )
    (event,) = coded.events
    assert event.trigger.text == "shelled"
    assert [(c.of, c.low) for c in event.counts] == [("killed", 12), ("wounded", 30)]
    assert [a.source.text for a in event.attribution] == ["officials"]
    assert len(event.evidence) == 2
    assert event.evidence[1].text.startswith("At least 12")


def test_who_is_blamed_beside_the_dead_did_the_attack(whole: Pipeline) -> None:
    text = (
        "Two car bombs went off in a market of Jos on Tuesday. "
        "At least 118 people were killed, the agency said, and the governor blamed Boko Haram."
    )
    (coded,) = whole.code([Report(id="r", text=text)])
    attack, *others = [e for e in coded.events if e.type == "ASSAULT"]
    assert (attack.trigger.text, [c.low for c in attack.counts], others) == ("went off", [118], [])


def test_the_dead_that_an_adjective_tells_of_are_the_attacks(whole: Pipeline) -> None:
    text = (
        "Men on horses charged the crowd in Tahrir Square on Wednesday. By midnight five people were dead and 836 hurt."
    )
    (coded,) = whole.code([Report(id="r", text=text)])
    (attack,) = [e for e in coded.events if e.type == "ASSAULT"]
    assert [(c.of, c.best) for c in attack.counts] == [("killed", 5), ("wounded", 836)]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shelled Idlib on Monday. Gunmen killed five people in Jos on Tuesday.",
        "Police arrested three men in Goma. Five people were killed.",
        "Rebels shelled Idlib on Monday, killing two people. Five people were killed.",
        "Rebels may shell Idlib. Five people were killed.",
        "Rebels shelled Idlib. Police closed a road in Hama. The mayor resigned. It rained. Five people were killed.",
    ],
)
def test_other_deaths_are_not(code: Code, text: str) -> None:
    *_, last = code(text).events
    assert [(c.of, c.best) for c in last.counts] == [("killed", 5)]


def test_the_nearest_attack_takes_them(code: Code) -> None:
    coded = code("Rebels shelled Idlib on Monday. Gunmen attacked a convoy in Hama. Five soldiers were killed.")
    assert killed(coded) == [[], [("killed", 5)]]


def test_a_word_of_harm_is_the_event_where_nothing_else_tells_of_the_dead(whole: Pipeline) -> None:
    text = "Six militants were killed in the exchange of fire that followed, the military's media wing said."
    (coded,) = whole.code([Report(id="r", text=text)])
    (event,) = coded.events
    assert [(c.of, c.best) for c in event.counts] == [("killed", 6)]
    assert event.evidence[0].text == text


def test_deaths_by_accident_are_no_event(whole: Pipeline) -> None:
    text = "Six soldiers were killed when their lorry fell into a ravine, the ministry said."
    (coded,) = whole.code([Report(id="r", text=text)])
    assert not [e for e in coded.events if e.type == "ASSAULT"]


def test_the_dead_of_a_sentence_too_short_to_be_read_are_the_attacks(whole: Pipeline) -> None:
    (coded,) = whole.code([Report(id="r", text="Rebels shelled Maroua barracks on Monday. Seven dead.")])
    assert killed(coded) == [[("killed", 7)]]


def test_where_the_arms_of_an_attack_went_is_no_attack_of_its_own(whole: Pipeline) -> None:
    text = "Rebels shelled Idlib on Monday. The shells hit a school in the north of the town. Five pupils were killed."
    (coded,) = whole.code([Report(id="r", text=text)])
    assert [(e.trigger.text, [(c.of, c.best) for c in e.counts]) for e in coded.events] == [
        ("shelled", [("killed", 5)])
    ]

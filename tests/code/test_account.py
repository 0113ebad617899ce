"""The account: roles with their slots, the words behind status and sources, what was joined or dropped and why."""

from collections.abc import Callable

import pytest

from vedette.code.account import EventAccount, SentenceAccount, account
from vedette.code.coder import FramesCoder, default_coder
from vedette.code.trace import Trace
from vedette.records import Report

Told = Callable[[str], list[SentenceAccount]]


@pytest.fixture(scope="module")
def told(nlp: Callable[[str], object]) -> Told:
    """Account for a text."""

    def run(text: str) -> list[SentenceAccount]:
        trace = Trace()
        draft = FramesCoder(trace).code(Report(id="r", text=text), nlp(text), [(0, len(text))])  # type: ignore[arg-type]
        return account(trace, draft)

    return run


def facts(event: EventAccount, kind: str) -> list[tuple[str, str]]:
    """What an account says of one matter, and why."""
    return [(f.text, f.why) for f in event.facts if f.kind == kind]


def test_sentences_are_numbered_from_one_also_those_without_events(told: Told) -> None:
    sentences = told("It rained. Rebels shelled Idlib.")
    assert [(s.number, s.text, len(s.events)) for s in sentences] == [
        (1, "It rained.", 0),
        (2, "Rebels shelled Idlib.", 1),
    ]


def test_an_event_from_frame_to_scores(told: Told) -> None:
    (event,) = told("Rebels shelled Idlib with mortars on Monday, officials said.")[0].events
    assert event.verdict == "coded"
    ((frame, place),) = facts(event, "frame")
    assert frame == "assault.heavy: ASSAULT/heavy-weapons"
    assert place.startswith("violence.toml:")
    assert facts(event, "actor") == [("'Rebels'", "subject; REB")]
    assert facts(event, "target")[0][0] == "'Idlib'"
    assert facts(event, "target")[0][1].startswith("object")
    assert facts(event, "weapon") == [("'mortars'", "weapon")]
    assert facts(event, "time") == [("'Monday'", "")]
    assert facts(event, "source") == [("'officials'", "by 'said'")]
    assert facts(event, "status") == [("happened", "no word says otherwise")]
    assert facts(event, "scores")[0][0].startswith("salience ")
    assert facts(event, "reader") == []


@pytest.mark.parametrize(
    ("text", "status", "word"),
    [
        ("The army denied shelling Homs.", "denied", "'denied' says so"),
        ("Rebels may attack Homs.", "possible", "'may' says so"),
        ("Rebels tried to attack Homs.", "attempted", "'tried' says so"),
    ],
)
def test_the_word_that_gives_the_status(told: Told, text: str, status: str, word: str) -> None:
    (event,) = [e for e in told(text)[0].events if e.verdict == "coded"]
    assert facts(event, "status")[0][0] == status
    assert facts(event, "status")[0][1].startswith(word)


def test_a_consequence_names_what_it_was_joined_into(told: Told) -> None:
    attack, killing = told("Rebels attacked a camp near Bunia and killed 12 soldiers.")[0].events
    assert (attack.verdict, killing.verdict) == ("coded", "joined")
    assert facts(killing, "joined") == [("into 'attacked' (assault.attack)", "a consequence of another event")]
    assert facts(attack, "count") == [("'12'", "killed (soldiers): low/best/high 12/12/12")]


def test_content_belongs_to_what_takes_it(told: Told) -> None:
    demand, release = told("Israel demanded that Hamas release the hostages.")[0].events
    assert facts(demand, "content") == [("'release' (retreat.release)", "")]
    assert ("mode change -> yield", "step content") in facts(demand, "changed")
    assert facts(release, "joined")[0][1] == "what it is about"


def test_a_demand_by_a_modal_has_its_speaker(told: Told) -> None:
    demand = next(e for e in told("The minister said on Monday that militants must leave Gao.")[0].events)
    assert facts(demand, "actor")[0][1].startswith("speaker of 'must'")


@pytest.mark.parametrize(
    ("text", "rule", "why"),
    [
        ("The rally of prices began.", "needs", "needs"),
        ("A man accused of spying was seen.", "aside", ""),
        ("Residents shelled peas.", "not literal", ""),
        ("Gunmen killed villagers in the 1850 war.", "off topic", "'1850' (past)"),
    ],
)
def test_what_is_dropped_and_by_which_rule(told: Told, text: str, rule: str, why: str) -> None:
    dropped = [f for e in told(text)[0].events if e.verdict == "dropped" for f in facts(e, "dropped")]
    assert any(text.startswith(rule) and why in reason for text, reason in dropped), dropped


def test_a_background_word_gives_way(told: Told) -> None:
    events = told("A car bomb in Mogadishu killed four soldiers in a fierce battle.")[0].events
    assert facts(events[-1], "dropped") == [("weak", "a background word beside other events")]


def test_what_a_code_would_be_without_the_part_that_decides_it(told: Told) -> None:
    clash, attack = (told(f"Gunmen opened fire on {whom} in Gao.")[0].events[0] for whom in ("soldiers", "villagers"))
    assert facts(clash, "sub-event")[0][0] == "Armed clash"
    assert facts(attack, "sub-event")[0][0] == "Attack"
    assert any("without its targets: " in facts(e, "sub-event")[0][1] for e in (clash, attack))


def test_no_sub_event_for_what_did_not_happen(told: Told) -> None:
    (event,) = [e for e in told("Officials feared that rebels would shell Homs.")[0].events if e.verdict == "coded"]
    assert facts(event, "sub-event") == [
        ("none", f"Shelling/artillery/missile attack had it happened; it is {event.event.status}")
    ]
    (event,) = [e for e in told("Rebels vowed to shell Homs.")[0].events if e.verdict == "coded"]
    assert facts(event, "sub-event")[0][0] == "none"


def test_the_second_reader_tells_its_answers_and_what_it_dropped(nlp: Callable[[str], object]) -> None:
    text = "Rebels shelled Idlib on Monday. The coach attacked the referee over a red card in Tuesday's league match."
    trace = Trace()
    draft = default_coder(trace).code(Report(id="r", text=text), nlp(text), [(0, len(text))])  # type: ignore[arg-type]
    first, second = account(trace, draft)
    (event,) = first.events
    assert event.verdict == "coded"
    kind, mode, sub_event, status = facts(event, "reader")
    assert kind[0].startswith("ASSAULT ")
    assert kind[1] == "type, by the second reader"
    assert mode[0].startswith("heavy-weapons ")
    assert sub_event[0].startswith("Shelling/artillery/missile attack ")
    assert status[0].startswith("happened ")
    assert all(e.verdict == "dropped" for e in second.events)

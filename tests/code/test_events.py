"""Events of whole sentences: roles, codes and status put together; demands told with a modal; the order of events."""

from collections.abc import Callable

import pytest

from vedette.code.events import Readers, sentence_events
from vedette.records import Coded, Event, Mention

Only = Callable[..., Event]


def words(mentions: tuple[Mention, ...]) -> list[str]:
    """The words of mentions."""
    return [m.text for m in mentions]


@pytest.mark.parametrize(
    ("text", "kind", "actors", "targets"),
    [
        ("Iran shelled Basra.", "ASSAULT", ["Iran"], ["Basra"]),
        ("Basra was shelled by Iran.", "ASSAULT", ["Iran"], ["Basra"]),
        ("Police arrested 15 protesters in Minsk.", "COERCE", ["Police"], ["15 protesters"]),
        ("Turkey delivered aid to Gaza.", "AID", ["Turkey"], ["Gaza"]),
        ("The rebels released 12 prisoners.", "RETREAT", ["rebels"], ["12 prisoners"]),
        ("France condemned Russia.", "ACCUSE", ["France"], ["Russia"]),
        ("France praised Mali.", "SUPPORT", ["France"], ["Mali"]),
        ("The United States imposed sanctions on Iran.", "SANCTION", ["United States"], ["Iran"]),
        ("France expelled the Russian ambassador.", "SANCTION", ["France"], ["Russian ambassador"]),
        ("Egypt rejected the Israeli proposal.", "REJECT", ["Egypt"], ["Israeli"]),
        ("Russia and Ukraine exchanged 90 prisoners.", "COOPERATE", ["Russia", "Ukraine"], ["90 prisoners"]),
        ("Qatar mediated talks between Israel and Hamas.", "CONSULT", ["Qatar"], ["Israel", "Hamas"]),
        ("The army and the rebels agreed to a ceasefire.", "AGREE", ["army", "rebels"], []),
    ],
)
def test_each_type_with_its_parties(only: Only, text: str, kind: str, actors: list[str], targets: list[str]) -> None:
    event = only(text)
    assert (event.type, words(event.actors), words(event.targets)) == (kind, actors, targets)
    assert (event.status, event.negated) == ("happened", False)


def test_everything_of_one_sentence(only: Only) -> None:
    text = (
        "Iranian-backed militias attacked a convoy of US soldiers near Mosul on Monday with rockets, "
        "killing at least four people, officials said."
    )
    event = only(text)
    assert (event.type, event.mode) == ("ASSAULT", "heavy-weapons")
    assert words(event.actors) == ["Iranian-backed militias"]
    assert event.actors[0].ref == "IRQPRM+IRN"
    assert words(event.targets) == ["convoy of US soldiers"]
    assert event.place is not None
    assert event.place.text == "Mosul"
    assert event.when is not None
    assert event.when.start == "2024-11-25"
    assert [(c.of, c.low, c.high) for c in event.counts] == [("killed", 4, None)]
    assert words(event.weapons) == ["rockets"]
    assert [a.source.text for a in event.attribution] == ["officials"]
    assert [s.text for s in event.evidence] == [text]


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("France said Russia must leave Ukraine.", "France", "Russia"),
        ("The UN says Israel should open the border.", "UN", "Israel"),
    ],
)
def test_what_someone_says_another_must_do_is_a_demand(
    code: Callable[..., Coded], text: str, actor: str, target: str
) -> None:
    (event,) = [e for e in code(text).events if e.type == "REQUEST"]
    assert (words(event.actors), words(event.targets)) == ([actor], [target])


@pytest.mark.parametrize("text", ["Russia must leave Ukraine.", "France said it must rest."])
def test_a_modal_without_another_who_asks_is_none(code: Callable[..., Coded], text: str) -> None:
    assert "REQUEST" not in [e.type for e in code(text).events]


def test_events_are_numbered_in_the_order_of_the_text(code: Callable[..., Coded]) -> None:
    coded = code("Rebels attacked Bunia. Soldiers shelled Goma. France condemned Russia.")
    assert [e.id for e in coded.events] == ["e1", "e2", "e3"]
    starts = [e.trigger.start for e in coded.events]
    assert starts == sorted(starts)


def test_coordinated_nationalities_are_two_actors(only: Only) -> None:
    event = only("US and British troops arrived in Cyprus on Thursday.")
    assert [(m.text, m.ref) for m in event.actors] == [("US", "USAMIL"), ("British troops", "GBRMIL")]


def test_a_relative_clause_tells_an_event_of_its_own(code: Callable[..., Coded]) -> None:
    events = code("The rebels who attacked Bunia in May released 12 prisoners.").events
    assert [(e.trigger.text, words(e.actors)) for e in events] == [("attacked", ["rebels"]), ("released", ["rebels"])]


def test_what_is_condemned_did_happen(code: Callable[..., Coded]) -> None:
    condemned, attack = code("France condemned the rebel attack on Bamako.").events
    assert (condemned.type, words(condemned.actors)) == ("ACCUSE", ["France"])
    assert (attack.type, attack.status, words(attack.targets)) == ("ASSAULT", "happened", ["Bamako"])


def test_a_sentence_without_trigger_words_is_left_at_once(readers: Callable[[str], Readers]) -> None:
    read = readers("The minister opened a bridge.")
    assert sentence_events(read, 0, len(read.tree)) == []


@pytest.mark.parametrize(
    ("text", "target", "dead"),
    [
        ("A car bomb rocked a market in Baghdad, killing three soldiers.", "market", 3),
        ("A blast ripped through a mosque in Quetta, killing 12 worshippers.", "mosque", 12),
    ],
)
def test_a_bomb_that_rocks_something(only: Only, text: str, target: str, dead: int) -> None:
    event = only(text)
    assert (event.type, event.mode, event.sub_event) == ("ASSAULT", "explosives", "Remote explosive/landmine/IED")
    assert target in " ".join(words(event.targets))
    assert [(c.of, c.best) for c in event.counts] == [("killed", dead)]

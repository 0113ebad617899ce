"""Triggers: frames made for the test fit where their words and constraints do, and the best of several stands."""

from collections.abc import Callable

import pytest

from vedette.code.grammar import Grammar
from vedette.code.phrases import Phrases
from vedette.code.tree import Tree
from vedette.code.triggers import Match, Matcher
from vedette.lexicon.frames import Frame, FrameTable

Parse = Callable[[str], Tree]
Find = Callable[..., list[Match]]


@pytest.fixture
def find(tree: Parse) -> Find:
    """Match frames against a text."""

    def run(text: str, *frames: Frame) -> list[Match]:
        parsed = tree(text)
        matcher = Matcher(parsed, Grammar(parsed), Phrases(parsed), FrameTable(frames))
        return matcher.matches(0, len(parsed))

    return run


def verb(*verbs: str, name: str = "test.verb", **more: frozenset[str] | bool) -> Frame:
    """A frame of verbs."""
    return Frame(id=name, type="ASSAULT", verbs=verbs, **more)  # type: ignore[arg-type]


def noun(*nouns: str, name: str = "test.noun") -> Frame:
    """A frame of nouns."""
    return Frame(id=name, type="ASSAULT", nouns=nouns)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attack the base.",
        "The base was attacked.",
        "Rebels will have been attacking the base.",
        "Rebels who attacked the base fled.",
    ],
)
def test_every_form_of_a_verb(find: Find, text: str) -> None:
    (match,) = find(text, verb("attack"))
    assert not match.noun
    assert text.split()[match.token].startswith("attack")


def test_a_verb_is_no_noun_and_a_noun_no_verb(find: Find) -> None:
    assert find("The attack on the base failed.", verb("attack")) == []
    assert find("Rebels attacked the base.", noun("attack")) == []
    assert [m.noun for m in find("The attack on the base failed.", noun("attack"))] == [True]


@pytest.mark.parametrize("text", ["The wounded soldiers returned.", "The wounded were treated."])
def test_participles_before_a_noun_tell_of_no_deed(find: Find, text: str) -> None:
    assert find(text, verb("wound")) == []


@pytest.mark.parametrize(
    ("trigger", "text"),
    [
        ("take over", "Rebels took over the station."),
        ("take over", "Rebels took the station over."),
        ("open fire", "Gunmen opened fire on the crowd."),
        ("fall to", "The town fell to the rebels."),
        ("come under fire", "The convoy came under fire."),
        ("impose curfew", "The army imposed a nightly curfew."),
        ("impose curfew", "A curfew was imposed in the town."),
        ("lay down arms", "The rebels laid down their arms."),
    ],
)
def test_triggers_of_several_words(find: Find, trigger: str, text: str) -> None:
    (match,) = find(text, verb(trigger))
    assert len(match.words) == len(trigger.split())


@pytest.mark.parametrize(
    ("trigger", "text"),
    [
        ("take over", "Rebels took the station."),
        ("open fire", "Gunmen opened the gate while fire raged."),
        ("fall to", "Prices fell sharply."),
    ],
)
def test_all_the_words_must_hang_on_the_verb(find: Find, trigger: str, text: str) -> None:
    assert find(text, verb(trigger)) == []


@pytest.mark.parametrize("text", ["An air strike hit the base.", "Air strikes hit the base."])
def test_nouns_of_several_words(find: Find, text: str) -> None:
    (match,) = find(text, noun("air strike"))
    assert match.words == tuple(range(match.token - 1, match.token + 1))


def test_more_words_win_then_the_stricter_frame(find: Find) -> None:
    loose, longer = verb("take", name="test.loose"), verb("take over", name="test.longer")
    strict = verb("take", name="test.strict", obj=frozenset({"place"}))
    assert [m.frame.id for m in find("Rebels took over the station.", loose, longer)] == ["test.longer"]
    assert [m.frame.id for m in find("Rebels took Goma.", loose, strict)] == ["test.strict"]
    assert [m.frame.id for m in find("Rebels took the money.", loose, strict)] == ["test.loose"]


@pytest.mark.parametrize(
    ("obj", "text", "fits"),
    [
        ("place", "Rebels captured Goma.", True),
        ("place", "Rebels captured a colonel.", False),
        ("armed", "Rebels captured three soldiers.", True),
        ("armed", "Rebels captured three farmers.", False),
        ("civil", "Rebels captured three farmers.", True),
        ("person", "Rebels captured the governor.", True),
        ("weapon", "Rebels captured a howitzer.", True),
        ("none", "Rebels captured.", True),
        ("town", "Rebels captured the town.", True),
        ("town", "Rebels captured the imagination.", False),
        ("town", "Goma and the town were captured.", True),
    ],
)
def test_what_the_object_must_be(find: Find, obj: str, text: str, *, fits: bool) -> None:
    assert bool(find(text, verb("capture", obj=frozenset({obj})))) is fits


def test_what_the_object_and_subject_must_not_be(find: Find) -> None:
    frame = verb("hit", not_obj=frozenset({"market"}), not_subj=frozenset({"storm"}))
    assert find("Rebels hit the base.", frame)
    assert not find("Rebels hit the market.", frame)
    assert not find("A storm hit the base.", frame)


def test_words_that_must_be_near(find: Find) -> None:
    frame = verb("release", near=frozenset({"hostage"}))
    assert find("Rebels released the hostages.", frame)
    assert not find("Rebels released a statement. The hostages wept.", frame)


def test_a_frame_of_refusal_asks_for_a_negation(find: Find) -> None:
    frame = verb("accept", negated=True)
    assert find("Rebels did not accept the offer.", frame)
    assert not find("Rebels accepted the offer.", frame)


def test_a_noun_inside_a_longer_trigger_is_not_one_of_its_own(find: Find) -> None:
    found = find("Rebels launched an attack on Goma.", verb("launch attack"), noun("attack"))
    assert [len(m.words) for m in found] == [2]


def test_a_bare_number_is_of_people(find: Find) -> None:
    taking = verb("capture", obj=frozenset({"person"}))
    assert find("Police killed three men, and one was captured.", taking)
    assert not find("The village was captured.", taking)

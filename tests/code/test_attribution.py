"""Attribution: the chain of sources, nearest first, each with the words that say so."""

from collections.abc import Callable

import pytest

from vedette.code.events import Readers
from vedette.records import Coded, Event

Read = Callable[[str], Readers]


def chain(readers: Readers, word: str) -> list[tuple[str, str]]:
    """The sources of the trigger at a word, each with its cue."""
    text, token = readers.tree.text, readers.tree.word.index(word)
    return [(s.phrase.text, text[s.cue[0] : s.cue[1]]) for s in readers.attributor.sources(token)]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("The rebels attacked Goma.", []),
        ("Officials said the rebels attacked Goma.", [("Officials", "said")]),
        ("The rebels attacked Goma, officials said.", [("officials", "said")]),
        ("The army confirmed that rebels attacked Goma.", [("army", "confirmed")]),
        ("A witness told the minister that rebels attacked Goma.", [("witness", "told")]),
        ("According to the police, rebels attacked Goma.", [("police", "According to")]),
        ("The rebels attacked Goma, according to the police.", [("police", "according to")]),
        ("The police and the army said rebels attacked Goma.", [("police", "said"), ("army", "said")]),
        ("“The rebels attacked Goma,” a nurse said.", [("nurse", "said")]),
    ],
)
def test_who_says_so(readers: Read, text: str, sources: list[tuple[str, str]]) -> None:
    assert chain(readers(text), "attacked") == sources


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (
            "The radio reported that officials said rebels attacked Goma.",
            [("officials", "said"), ("radio", "reported")],
        ),
        (
            "Citing a police officer, the newspaper said rebels attacked Goma.",
            [("newspaper", "said"), ("police officer", "Citing")],
        ),
    ],
)
def test_chains(readers: Read, text: str, sources: list[tuple[str, str]]) -> None:
    assert chain(readers(text), "attacked") == sources


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("The agency quoted a doctor as saying rebels attacked Goma.", ["doctor", "agency"]),
        ("A nurse told the newspaper that rebels attacked Goma.", ["nurse", "newspaper"]),
    ],
)
def test_those_who_pass_it_on_stand_behind_those_who_say_it(readers: Read, text: str, sources: list[str]) -> None:
    assert [name for name, _ in chain(readers(text), "attacked")] == sources


@pytest.mark.parametrize(
    "text",
    [
        "The rebels attacked Goma. Officials said rain was falling.",
        "The rebels attacked Goma because officials said little.",
        "The rebels who attacked Goma said nothing.",
    ],
)
def test_words_said_of_something_else(readers: Read, text: str) -> None:
    assert chain(readers(text), "attacked") == []


def test_one_who_denies_is_the_source_of_the_denial(only: Callable[..., Event]) -> None:
    event = only("The army denied shelling Goma.")
    assert event.status == "denied"
    assert [m.text for m in event.actors] == ["army"]
    assert [(a.source.text, a.cue.text) for a in event.attribution] == [("army", "denied")]


def test_sources_refer_to_actors_where_they_are_known(code: Callable[..., Coded]) -> None:
    coded = code("The Kremlin said rebels had attacked Donetsk.")
    (link,) = coded.events[0].attribution
    (kremlin,) = [a for a in coded.actors if a.id == link.source.ref]
    assert kremlin.code == "RUSGOV"

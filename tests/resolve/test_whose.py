"""Whose a party is that names no country: the likeliest of those near it, or nobody's."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.code.phrases import Phrase
from vedette.code.tree import Tree, from_doc
from vedette.pipeline import Pipeline
from vedette.records import Report
from vedette.resolve.whose import Setting, Told, likeliest, options, weights

COUNTRIES = ("MLI", "NER", "DZA")


@pytest.fixture(scope="module")
def tree(pipeline: Pipeline) -> Tree:
    """A sentence in which nobody is of any country."""
    return from_doc(pipeline.nlp("Soldiers shot at the protesters who had stoned their lorry near a market."))


def setting(tree: Tree, told: Sequence[Told], kind: str = "ASSAULT", place: str = "", ends: str = "") -> Setting:
    """A setting in which these countries are told."""
    nearby = [t.country for t in told]
    lies, goes = (frozenset(filter(None, [country])) for country in (place, ends))
    return Setting(tree, 1, kind, nearby, told, {"actor": [], "target": []}, place=lies, ends=goes)


def phrase(head: int = 0) -> Phrase:
    """A party at a token."""
    return Phrase(head, head, head, 0, 8, "Soldiers")


def test_the_only_country_near_is_the_party_s(tree: Tree) -> None:
    assert likeliest(setting(tree, [Told("MLI", 12, place=True)]), phrase(), "actor", "MIL") == "MLI"


def test_nobody_near_is_nobody_s(tree: Tree) -> None:
    assert likeliest(setting(tree, []), phrase(), "actor", "REB") is None


def test_none_comes_first_and_each_country_once(tree: Tree) -> None:
    told = [Told("MLI", 5), Told("NER", 7), Told("MLI", 12, place=True)]
    found = [country for country, _ in options(setting(tree, told), phrase(), "target", None)]
    assert found == [None, "MLI", "NER"]


def test_the_words_of_a_party_speak_for_no_country_of_its_own(tree: Tree) -> None:
    found = dict(options(setting(tree, [Told("MLI", 0)]), phrase(0), "actor", "MIL"))
    assert found["MLI"]["not in the sentence"] == 1.0


def test_every_weight_is_of_a_feature_that_may_come_up(tree: Tree) -> None:
    told = [Told("MLI", 5, capital=True), Told("NER", 7, adjective=True, party=True), Told("DZA", 12, place=True)]
    known: set[str] = set()
    for kind in ("ASSAULT", "ACCUSE"):
        for role in ("actor", "target"):
            for sector in ("MIL", "REB", "CVL", None):
                for head in (0, 4, 9):
                    given_ = setting(tree, told, kind, place="DZA", ends="NER")
                    for _, features in options(given_, phrase(head), role, sector):
                        known |= features.keys()
    bases = {name.partition(",")[0] for name in known}
    rare = {"other role", "same role", "source", "top", "nobody else", "alone", "not in the sentence", "the", "their"}
    assert {name.partition(",")[0] for name in weights()} <= bases | rare


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(COUNTRIES), st.integers(0, 13), st.booleans()), max_size=6))
def test_whatever_is_told_the_answer_is_one_of_it_or_nobody(
    pipeline: Pipeline, told: list[tuple[str, int, bool]]
) -> None:
    tree = from_doc(pipeline.nlp("Soldiers shot at the protesters who had stoned their lorry near a market."))
    given_ = setting(tree, [Told(c, t, place=p) for c, t, p in told])
    assert likeliest(given_, phrase(4), "target", "CVL") in {None, *(c for c, _, _ in told)}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Soldiers shot dead two herders near Gao, a Malian officer said.",
            {"Soldiers": "MLIMIL", "herders": "MLICVL"},
        ),
        ("Rebels attacked a patrol in Beni, Congo's army said.", {"Rebels": "CODREB"}),
    ],
)
def test_parties_take_the_country_of_what_they_do(pipeline: Pipeline, text: str, codes: Mapping[str, str]) -> None:
    (coded,) = pipeline.code([Report(id="r", text=text, published="2024-11-30")])
    actors = {actor.id: actor.code for actor in coded.actors}
    for word, wanted in codes.items():
        told = {actors.get(m.ref or "") for e in coded.events for m in (*e.actors, *e.targets) if word in m.text}
        assert told == {wanted}, word


def test_where_the_sentence_speaks_of_no_country_the_first_of_the_report_stands(tree: Tree) -> None:
    told_before = Setting(tree, 1, "ASSAULT", ["UKR", "RUS"], [], {"actor": [], "target": []})
    assert likeliest(told_before, phrase(), "actor", "MIL") == "UKR"

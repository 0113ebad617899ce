"""What reports tell of relations: from words to facts, with the real coder, and what must not count."""

import datetime as dt

import pytest

from vedette.pipeline import Pipeline
from vedette.read import read_item
from vedette.records import Coded
from vedette.track.network import Asked, network
from vedette.track.parties import Parties, adjectives
from vedette.track.telling import Judged, facts_in, origin_of
from vedette.track.tie_rules import tie_rules

DAY = "2024-11-30"


def coded(pipeline: Pipeline, text: str, **more: str | None) -> Coded:
    """A report of one text."""
    row = {"id": "r", "text": text, "published": DAY, "publisher": "Levant News"} | more
    return next(iter(pipeline.code([read_item(row)])))


def told(pipeline: Pipeline, text: str, **more: str | None) -> set[tuple[str, str, str]]:
    """Kind, source and target of the facts of a text."""
    facts = facts_in(coded(pipeline, text, **more), Parties(tie_rules()), Judged("r"))
    return {(f.kind, f.source, f.target) for f in facts}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Turkish forces attacked the Syrian Democratic Forces on Friday.", ("fights", "TUR", "SDF")),
        ("Turkey backs the Syrian National Army.", ("backs", "TUR", "SNA")),
        ("Hezbollah supports the government of Syria.", ("backs", "HEZBOLLAH", "SYR")),
        ("The US-backed Syrian Democratic Forces captured Manbij on Friday.", ("backs", "USA", "SDF")),
        ("Israel and Hezbollah agreed to a ceasefire on Wednesday.", ("truce", "ISR", "HEZBOLLAH")),
        ("The Hamza Division is part of the Syrian National Army.", ("part_of", "HAMZA_DIV", "SNA")),
        ("President Erdogan met President Putin in Ankara on Friday.", ("negotiates", "TUR", "RUS")),
    ],
)
def test_words_become_ties(pipeline: Pipeline, text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in told(pipeline, text)


@pytest.mark.parametrize(
    "text",
    [
        "Turkey could attack the Syrian Democratic Forces.",
        "Turkey plans to attack the Syrian Democratic Forces next week.",
        "Turkey denied that it had attacked the Syrian Democratic Forces.",
        "Iran denied that it backs the Houthis.",
        "Officials said that Iran backs the Houthis, and Tehran denied it.",
        "Gunmen killed nine traders in Djibo on Friday.",
    ],
)
def test_what_is_planned_possible_or_denied_is_no_tie_nor_is_harm_to_civilians(pipeline: Pipeline, text: str) -> None:
    assert told(pipeline, text) == set()


def test_an_event_dates_its_tie_and_the_report_the_rest(pipeline: Pipeline) -> None:
    text = "Turkish forces attacked the Syrian Democratic Forces on Wednesday. Turkey backs the Syrian National Army."
    facts = facts_in(coded(pipeline, text), Parties(tie_rules()), Judged("r"))
    days = {f.kind: dt.date.fromordinal(f.day).isoformat() for f in facts}
    assert days == {"fights": "2024-11-27", "backs": DAY}
    assert {text[f.start : f.end] for f in facts} == {f.words for f in facts}


def test_without_any_date_there_is_no_fact(pipeline: Pipeline) -> None:
    assert told(pipeline, "Turkey backs the Syrian National Army.", published=None) == set()


def test_a_relay_has_the_origin_of_what_it_relays(pipeline: Pipeline) -> None:
    text = "Turkey backs the Syrian National Army."
    assert origin_of(coded(pipeline, text)) == "levant news"
    relay = Coded.model_validate(coded(pipeline, text).model_dump() | {})
    assert relay.report is not None
    relayed = relay.model_copy(update={"report": relay.report.model_copy(update={"original_source": "Reuters"})})
    assert origin_of(relayed) == "reuters"


def test_events_that_a_person_took_out_do_not_count_and_confirmed_ones_weigh_more(pipeline: Pipeline) -> None:
    report = coded(pipeline, "Turkish forces attacked the Syrian Democratic Forces on Friday.")
    (event,) = report.events
    parties = Parties(tie_rules())
    assert facts_in(report, parties, Judged("r", left=frozenset({event.id}))) == []
    sure = facts_in(report, parties, Judged("r", sure=frozenset({event.id})))
    assert [f.weight for f in sure] == [tie_rules().counting.confirmed]


def test_adjectives_are_read_with_their_hyphen_only() -> None:
    found = [(kind, words) for kind, words, _, _ in adjectives("US-led, Iran-backed, pro-Russian men", tie_rules())]
    assert sorted(found) == [("allied_with", "Russian"), ("backs", "Iran"), ("leads", "US")]
    assert list(adjectives("Syrian armed groups, heavily-armed men", tie_rules())) == []


def test_the_registry_stands_beside_as_background(pipeline: Pipeline) -> None:
    parties = Parties(tie_rules())
    facts = facts_in(coded(pipeline, "Turkish forces attacked the SDF on Friday."), parties, Judged("r"))
    found = network(facts, parties, Asked(dt.date(2024, 12, 1)))
    background = [t for t in found.ties if t.background]
    assert ("backs", "USA", "SDF") in {(t.kind, t.source, t.target) for t in background}
    assert all(not t.evidence and t.since is None and t.origins == 0 for t in background)
    assert [p.name for p in found.parties if p.id == "USA"] == ["United States"]


def test_a_group_in_no_table_is_a_party_under_its_own_name(pipeline: Pipeline) -> None:
    text = "The Red Valley Brigade is part of the Syrian National Army."
    assert told(pipeline, text) == {("part_of", "name:red valley brigade", "SNA")}


def test_who_only_brokered_a_truce_has_none(pipeline: Pipeline) -> None:
    text = "Israel and Hezbollah agreed on a ceasefire with the help of the United States on Wednesday."
    assert {t for t in told(pipeline, text) if t[0] == "truce"} == {("truce", "ISR", "HEZBOLLAH")}
    assert not [t for t in told(pipeline, text) if "USA" in t]


def test_the_army_is_that_of_the_country_at_hand(pipeline: Pipeline) -> None:
    text = "Hezbollah fighters in Aleppo and in Hama said on Friday that the Fatemiyoun Brigade backs the army in Homs."
    assert ("backs", "LIWA_FATEMIYOUN", "SYR") in told(pipeline, text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "In Sudan, the Sudan Shield Forces fight on the army's side against the Rapid Support Forces in Khartoum.",
            {("allied_with", "SDN_SHIELD", "SDN"), ("fights", "SDN_SHIELD", "RSF")},
        ),
        (
            "The SPLM-N of Abdelaziz al-Hilu is allied with the Rapid Support Forces in the Tasis coalition.",
            {("part_of", "SPLM_N", "TASIS"), ("part_of", "RSF", "TASIS")},
        ),
        ("The Rapid Support Forces attacked the army base in Nyala on Monday.", {("fights", "RSF", "SDN")}),
        ("Fighters of the Sudan Shield Forces defected to the Sudanese army.", set()),
    ],
)
def test_who_fights_on_whose_side(whole: Pipeline, text: str, wanted: set[tuple[str, str, str]]) -> None:
    undirected = {(kind, *sorted(ends)) for kind, *ends in told(whole, text)}
    assert {(kind, *sorted(ends)) for kind, *ends in wanted} <= undirected
    assert ("part_of", "TASIS", "SDN") not in undirected


def test_a_group_that_supports_its_own_army_is_an_ally_and_a_state_that_does_is_a_backer(whole: Pipeline) -> None:
    found = told(whole, "The Sudan Shield Forces support the Sudanese army. Egypt supports the Sudanese army.")
    assert ("allied_with", "SDN_SHIELD", "SDN") in found
    assert ("backs", "EGY", "SDN") in found
    assert ("backs", "SDN_SHIELD", "SDN") not in found


def test_a_charge_that_the_next_sentence_denies_does_not_count(whole: Pipeline) -> None:
    charge = "Egyptian aircraft bombed the Rapid Support Forces on Friday."
    assert ("fights", "EGY", "RSF") in told(whole, charge)
    assert ("fights", "EGY", "RSF") not in told(whole, f"{charge} Egypt denied the charge.")

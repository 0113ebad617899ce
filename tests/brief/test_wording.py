"""What may be said of an incident, and the sentences that say it."""

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.brief.told import QUOTES, party, strike, telling, toll
from vedette.brief.facts import fact_of
from vedette.brief.numbers import numbers
from vedette.brief.phrases import kinds, outlook, people, signs, words
from vedette.brief.wording import Voice, told
from vedette.records.incident import Incident


def said(incident: Incident, country: str | None = "SYR", year: int | None = 2020) -> str | None:
    """The sentence of an incident in a section of its own."""
    fact = fact_of(incident)
    return told(fact, Voice(country, year)) if fact else None


def test_a_strike_is_told_with_toll_state_place_and_day() -> None:
    assert (
        said(strike())
        == "At least 12 people were killed and 30 wounded in a Russian air strike in Idlib on 5 February."
    )


def test_one_origin_is_told_as_such() -> None:
    alone = strike("i1", telling("Wire", QUOTES["Wire"]))
    assert (
        said(alone)
        == "Twelve civilians were killed and 30 wounded in a Russian air strike in Idlib on 5 February, rescuers said."
    )
    unnamed = strike("i1", telling("Wire", QUOTES["Wire"], sources=("he",)))
    assert str(said(unnamed)).endswith(", Wire reported.")


def test_the_state_and_year_are_said_where_the_brief_is_not_about_them() -> None:
    sentence = said(strike(), None, None)
    assert "in Idlib, Syria, on 5 February 2020." in str(sentence)


def test_numbers_that_differ_are_told_as_a_span() -> None:
    other = telling("Herald", "Six people were killed in the strike on Idlib.", tolls=(toll("killed", 6),))
    assert "Between 6 and 12 people were killed" in str(said(strike("i1", telling("Wire", QUOTES["Wire"]), other)))


def test_a_count_that_its_words_do_not_bear_out_is_not_told() -> None:
    wrong = telling("Wire", "One protester, 19, was killed in an air strike on Idlib.", tolls=(toll("killed", 19),))
    fact = fact_of(strike("i1", wrong))
    assert fact is not None
    assert fact.count("killed") is None


def test_an_actor_that_the_words_have_as_the_victim_is_not_told_as_the_actor() -> None:
    quote = "An air strike killed 12 civilians on land that Hezbollah had bought, in Idlib."
    victim = telling("Wire", quote, actors=("Hezbollah",), tolls=(toll("killed", 12),))
    fact = fact_of(strike("i1", victim, parties=(party("actor", "Hezbollah", "HEZBOLLAH", "LBNREB"),)))
    assert fact is not None
    assert not fact.actors


def test_a_correction_holds_whatever_the_words_say() -> None:
    corrected = strike(corrected=("counts.killed", "when"), first="2020-02-04", last="2020-02-04")
    fact = fact_of(corrected)
    assert fact is not None
    assert (fact.first, [c.best for c in fact.counts if c.of == "killed"]) == ("2020-02-04", [12])


TALK = {"sub_event": None, "mode": None, "type": "ACCUSE"}


@pytest.mark.parametrize(
    "change", [{"status": "planned"}, {"negated": True}, {"retracted": True}, {"merged_into": "i2"}, TALK]
)
def test_what_did_not_come_about_is_not_told(change: dict[str, Any]) -> None:
    assert fact_of(strike("i1", **change)) is None


def test_forms_change_with_what_was_used_and_names_are_shortened() -> None:
    voice = Voice("SYR", 2020)
    quote = "Fighters of the Rapid Support Forces carried out an air strike on Idlib and killed 12 people."
    parties = (party("actor", "Rapid Support Forces", "RSF", "SDNPRM"),)
    tellings = [
        telling(n, quote, actors=("Rapid Support Forces",), tolls=(toll("killed", 12),)) for n in ("Wire", "Herald")
    ]
    sentences = []
    for n in range(3):
        fact = fact_of(strike(f"i{n}", *tellings, parties=parties))
        assert fact is not None
        sentences.append(str(told(fact, voice)))
    assert sentences[0].startswith("Twelve people were killed in an air strike by the Rapid Support Forces (RSF)")
    assert sentences[1].startswith("An air strike by the RSF in Idlib the same day killed 12 people")
    assert len({re.sub(r"\(RSF\)|the same day|on 5 February", "", s) for s in sentences}) > 1


def test_a_place_taken_names_who_took_it() -> None:
    quote = "The Taliban captured Idlib on Wednesday."
    parties = (party("actor", "Taliban", "TALIBAN", "AFGREB"),)
    sub = "Non-state actor overtakes territory"
    tellings = [telling(n, quote, sub_event=sub, actors=("Taliban",), tolls=(), targets=()) for n in ("Wire", "Herald")]
    assert said(strike("i1", *tellings, sub_event=sub, parties=parties)) == "The Taliban took Idlib on 5 February."


@given(st.integers(1, 5000), st.integers(0, 5000), st.dates(dt.date(2020, 1, 1), dt.date(2020, 12, 31)), st.booleans())
def test_every_sentence_is_whole_and_says_the_numbers_it_was_given(
    killed: int,
    wounded: int,
    day: dt.date,
    least: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    assume(not {killed, wounded} & set(range(1900, 2101)))  # which may be years where no noun follows
    quote = f"An air strike killed {'at least ' * least}{killed} people" + f" and wounded {wounded} in Idlib." * (
        wounded > 0
    )
    tolls = (toll("killed", killed, least=least), *([toll("wounded", wounded)] if wounded else []))
    one = telling("Wire", quote, actors=(), tolls=tolls, first=day.isoformat(), last=day.isoformat())
    sentence = said(
        strike("i1", one, telling("Herald", quote, actors=(), tolls=tolls, first=day.isoformat(), last=day.isoformat()))
    )
    assert sentence is not None
    assert sentence[0].isupper() or killed > 99  # only numbers up to 99 can be spelt out
    assert sentence.endswith(".")
    assert not re.search(r"  |,,| ,|\.\.|\bNone\b|[{}]", sentence)
    read = {(n.of, n.best) for n in numbers(sentence)}
    assert ("killed", killed) in read or killed == 1
    assert not wounded or ("wounded", wounded) in read or wounded == 1


def test_the_tables_are_sound() -> None:
    assert {"control", "strikes"} <= kinds().themes.keys()
    assert words().plurals["person"] == "people"
    assert people().victims["jawans"] == "soldier"
    assert outlook().aim
    assert signs().harm.keys() >= {"killed", "wounded"}

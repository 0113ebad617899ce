"""Outlook, backers, background and disagreements from made-up material."""

from dataclasses import replace
from itertools import count

from tests.brief.told import QUOTES, SCOPE, Shelf, claim, party, strike, telling, toll
from vedette.brief import forecasting
from vedette.brief.background import background
from vedette.brief.backing import actors
from vedette.brief.checking import Verifier
from vedette.brief.choosing import chosen, rank
from vedette.brief.composing import compose
from vedette.brief.differing import disagreements
from vedette.brief.directions import whose
from vedette.brief.evidence import Derived
from vedette.brief.facts import fact_of
from vedette.brief.forecasting import Chance
from vedette.brief.material import Material
from vedette.brief.outlook import outlook
from vedette.records.network import Network, Party, Telling, Tie
from vedette.track.ahead import Prospect
from vedette.track.parts import Party as Side
from vedette.track.parts import Where
from vedette.track.statements import Statement

HTS = Side("HTS", "Hayat Tahrir al-Sham", "HTS", "SYRREB", "actor")
WORDS = "HTS said it plans to attack Hama within days."


class WhoseReader:
    """Reads whose strikes they are."""

    deeds = staticmethod(whose)


def statement(**more: object) -> Statement:
    """That HTS plans to attack Hama."""
    where = Where("Hama", frozenset({"hama"}), "", "SYR")
    said = Statement("intent", "ASSAULT", "2020-02-20", None, where, (HTS,), WORDS, "attack", ("Wire",), ("r-wire:e9",))
    return replace(said, **more)  # type: ignore[arg-type]  # fields by name


def material(*incidents: object, **more: object) -> Material:
    """Material of these incidents."""
    return Material(SCOPE, tuple(incidents), report_day=lambda _: ("Wire", "2020-02-20", None), **more)  # type: ignore[arg-type]  # as above


def ahead(said: Statement) -> list[str]:
    """What the outlook says of a statement."""
    return [s.text for s in outlook(material(prospects=(Prospect(said, "open", None),)))]


def test_an_intent_is_told_as_such_in_its_own_words() -> None:
    (text,) = ahead(statement())
    assert text == (
        f'Hayat Tahrir al-Sham (HTS) said it planned an attack in Hama, Wire reported on 20 February 2020: "{WORDS}"'
    )


def test_one_who_is_not_the_subject_is_not_said_to_mean_it() -> None:
    (text,) = ahead(statement(words="He blames HTS and says an attack on Hama is planned.", cue="attack"))
    assert text.startswith("An attack in Hama is said to be planned, Wire reported")


def test_a_statement_of_nobody_about_nothing_is_left_out() -> None:
    assert not ahead(statement(parties=(), where=Where()))
    assert not ahead(statement(type="CONSULT"))


def test_other_kinds_of_statement() -> None:
    assert "made a threat" in ahead(statement(kind="threat", type="THREATEN"))[0]
    assert "gave an order" in ahead(statement(kind="order"))[0]
    assert "massing or moving forces" in ahead(statement(kind="mobilisation", type="MOBILIZE"))[0]
    assert "warning of an attack" in ahead(statement(kind="warning"))[0]


def test_the_forecast_is_told_with_its_uncertainty_and_checked() -> None:
    chance = Chance("ucdp", "2020-01", 3, 120.0, (80.0, 170.0), (20.0, 410.0))
    (said,) = outlook(material(chance=chance))
    assert (
        "a median of 120 deaths in Syria: with even odds between 80 and 170, and nine times in ten between 20 and 410"
        in said.text
    )
    derived = Derived(("UCDP",), ("2020-01-01",), (3, 120, 80, 170, 20, 410, 9, 10))
    assert not Verifier(Shelf(forecast=derived), WhoseReader(), SCOPE).findings(said)
    wrong = said.model_copy(update={"text": said.text.replace("410", "510")})
    assert [f.kind for f in Verifier(Shelf(forecast=derived), WhoseReader(), SCOPE).findings(wrong)] == ["number"]


def test_a_history_of_deaths_gives_a_chance() -> None:
    months = [f"{2017 + n // 12}-{n % 12 + 1:02}" for n in range(36)]
    deaths = {(code, month): float(n % 7 * 10) for code in ("SYR", "IRQ", "LBN") for n, month in enumerate(months)}
    chance = forecasting._chance("ucdp", deaths, SCOPE)
    assert chance is not None
    assert (chance.last, chance.months) == ("2019-12", forecasting.MONTHS)
    assert chance.most[0] <= chance.half[0] <= chance.median <= chance.half[1] <= chance.most[1]
    assert forecasting._chance("ucdp", {k: v for k, v in deaths.items() if k[1] < "2018-06"}, SCOPE) is None


def test_who_stands_behind_a_party_comes_from_reports_or_from_the_registry() -> None:
    words = "Iran arms Hezbollah."
    told = Telling(report="r-wire", origin="Wire", day="2020-02-01", words=words, start=0, end=len(words))
    tie = Tie(
        kind="backs", source="IRN", target="HEZBOLLAH", since="2020-02-01", strength=0.9, origins=2, evidence=(told,)
    )
    network = Network(at="2020-02-29", parties=(Party(id="IRN", name="Iran"),), ties=(tie,), blocs=())
    quote = "Hezbollah fighters carried out an air strike on Idlib and killed 12 people."
    parties = (party("actor", "Hezbollah", "HEZBOLLAH", "LBNREB"),)
    tellings = [telling(n, quote, actors=("Hezbollah",), tolls=(toll("killed", 12),)) for n in ("Wire", "Herald")]
    fact = fact_of(strike("i1", *tellings, parties=parties))
    assert fact is not None
    texts = [s.text for s in actors([fact], material(network=network))]
    assert texts[:2] == [
        "Hezbollah is named as a party to one incident.",
        "Iran backs Hezbollah, according to several independent reports.",
    ]
    assert not any("Iran" in text for text in texts[2:])  # reports say so, the registry need not
    assert any("widely reported to be backed by Iran" in s.text for s in actors([fact], material()))


def test_who_says_which_number_is_told_lowest_first() -> None:
    six = telling("Herald", "Six people were killed in the strike on Idlib.", tolls=(toll("killed", 6),))
    fact = fact_of(strike("i1", telling("Wire", QUOTES["Wire"], claims=(claim("blamed", "Hezbollah", "Hamas"),)), six))
    assert fact is not None
    texts = [s.text for s in disagreements([fact], material())]
    assert texts[0] == "On the number of dead in Idlib on 5 February: Herald says six; Wire 12."
    assert "Hamas blamed Hezbollah for the air strike in Idlib." in texts


def test_the_desk_s_own_history_is_the_background() -> None:
    now = fact_of(strike("i1"))
    earlier = [strike(f"i{n}", first=f"2019-0{n}-05") for n in (2, 3)]
    assert now is not None
    texts = [s.text for s in background([now], material(before=tuple(earlier)))]
    assert (
        texts[0] == "In the year before, the desk has two incidents in Syria, in which at least 24 people were killed."
    )
    assert texts[-1].startswith(
        "In Idlib the desk has two incidents in the year before, the latest of them a Russian air strike"
    )


def test_those_with_more_people_and_control_and_novelty_come_first() -> None:
    small, large = fact_of(strike("i1")), fact_of(strike("i2"))
    assert small is not None
    assert large is not None
    more = replace(large, counts=tuple(replace(c, best=900) for c in large.counts))
    assert rank(more) > rank(small)
    assert rank(small, {"i1"}) > rank(small)
    ids = (f"i{n}" for n in count())
    held = [f.id for f in chosen(material(strike(next(ids)), strike(next(ids))))]
    assert held == ["i0", "i1"]


def test_an_empty_desk_gives_a_brief_that_says_so() -> None:
    brief = compose(material())
    assert brief.headline.text == "Syria: nothing is on the desk for these days"
    assert not brief.sources

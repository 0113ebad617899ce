"""From a draft to the records: places and countries resolved together, and every span equal to its words, always."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vedette.pipeline import Pipeline
from vedette.records import Coded, Report

Code = Callable[..., Coded]
PIECES = [
    "Rebels attacked Bunia on Monday.",
    "At least 12 people were killed and 30 wounded, officials said.",
    "The Syrian Democratic Forces (SDF) withdrew from Raqqa.",
    "US and British troops arrived in Cyprus on Thursday.",
    "“We fear an attack on Goma,” said a nurse…",
    "Iran threatened to attack Israel\u00a0\u2013 again!",
    "🚨🔥 Drones hit Odesa 🇺🇦",
    "هاجم المتمردون القرية.",
    "\u202eהצבא הפגיז את הכפר\u202c",
    "Ségou\u2019s garrison fell; Łódź rejoiced.",
    "e\u0301 and \u1e69\u0323",
    "\u200b\ufeff",
    "It rained.",
    "(",
    '"',
    "- - -",
    "1",
    "@user: https://example.org/?q=a&b #Goma",
    "No clashes were reported in Goma.\tFighting resumed.",
]


@pytest.fixture(scope="module")
def code(pipeline: Pipeline) -> Code:
    """Code a text published on a Saturday, 30 November 2024, unless another day is given."""

    def run(text: str, published: str | None = "2024-11-30", dateline: str | None = None) -> Coded:
        (coded,) = pipeline.code([Report(id="r", text=text, published=published, dateline=dateline)])
        assert coded.error is None
        return coded

    return run


def actor_codes(coded: Coded) -> list[str | None]:
    """The codes of the actors of the first event."""
    known = {a.id: a.code for a in coded.actors}
    return [known.get(m.ref or "") for m in coded.events[0].actors]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=6),
    glue=st.sampled_from([" ", "\n", "\n\n", "", "\r\n", "\u2003"]),
)
def test_every_span_is_its_words_in_any_mixture(code: Code, parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    coded = code(text)
    assert all(text[span.start : span.end] == span.text != "" for span in coded.spans())
    assert all(0 <= c.start < c.end <= len(text) for e in coded.events for c in e.counts)
    assert all(0 <= r.start < r.end <= len(text) for r in coded.relations)
    assert all(0 <= c.start < c.end <= len(text) for c in coded.control)
    assert [e.id for e in coded.events] == [f"e{n}" for n in range(1, len(coded.events) + 1)]
    assert Coded.model_validate_json(coded.model_dump_json()) == coded


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked Bunia " + "and shelled Goma " * 250 + "on Monday.",
        "The " + "very " * 600 + "angry rebels attacked Bunia.",
        "Officials said that " * 80 + "rebels attacked Bunia.",
        "Bunia " * 500,
        "(" * 400 + "Rebels attacked Bunia" + ")" * 400,
    ],
    ids=["coordination", "modifiers", "nesting", "names", "brackets"],
)
def test_a_very_long_sentence_is_coded_and_its_spans_hold(code: Code, text: str) -> None:
    coded = code(text)
    assert all(span.holds_in(text) for span in coded.spans())


def test_refs_point_at_actors_and_places_of_the_report(code: Code) -> None:
    coded = code(" ".join(PIECES))
    known = {a.id for a in coded.actors} | {p.id for p in coded.places}
    refs = {m.ref for e in coded.events for m in (*e.actors, *e.targets, *([e.place] if e.place else []))}
    assert refs - {None} <= known
    assert len({a.id for a in coded.actors}) == len(coded.actors)
    assert len({p.id for p in coded.places}) == len(coded.places)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The rebels attacked Bunia.", ["CODREB"]),
        ("Gunmen killed 12 people in Jos.", ["NGAUAF"]),
        ("The army shelled rebels in Idlib.", ["SYRMIL"]),
        ("Ugandan soldiers attacked Bunia.", ["UGAMIL"]),
        ("Iranian-backed militias attacked soldiers in Mosul.", ["IRQPRM"]),
        ("Damascus accused Israel of the attack.", ["SYRGOV"]),
        ("French and Malian soldiers attacked rebels in Gao.", ["FRAMIL", "MLIMIL"]),
    ],
)
def test_a_party_without_a_country_takes_that_of_the_place(code: Code, text: str, codes: list[str]) -> None:
    assert actor_codes(code(text)) == codes


def test_or_that_of_the_report(code: Code) -> None:
    coded = code("Mali is in turmoil. The Malian government met. Rebels attacked a convoy on Friday.")
    (event,) = [e for e in coded.events if e.trigger.text == "attacked"]
    assert [m.ref for m in event.actors] == ["MLIREB"]


def test_a_known_place_has_its_country_and_coordinates(code: Code) -> None:
    coded = code("Rebels attacked Bunia.")
    (place,) = [p for p in coded.places if p.name == "Bunia"]
    assert (place.country, place.precision) == ("COD", "town")
    assert place.id.startswith("geonames:")
    assert place.lat == pytest.approx(1.56, abs=0.1)
    assert place.lon == pytest.approx(30.25, abs=0.1)


def test_an_unknown_name_has_no_pin(code: Code) -> None:
    coded = code("Rebels attacked a convoy in the village of Qarvashti on Monday.")
    mention = coded.events[0].place
    assert mention is not None
    (place,) = [p for p in coded.places if p.id == mention.ref]
    assert (place.id, place.precision) == ("name:qarvashti", "unknown")
    assert (place.lat, place.lon, place.country) == (None, None, None)


def test_one_place_of_many_mentions_is_one_record(code: Code) -> None:
    coded = code("Rebels attacked Bunia. Soldiers left Bunia. Bunia was calm.")
    assert [p.name for p in coded.places].count("Bunia") == 1


def test_days_are_read_against_the_reports_own(code: Code) -> None:
    texts = {day: code("Rebels attacked Bunia yesterday.", day).events[0].when for day in ("2024-11-30", "2023-01-01")}
    assert [w.start for w in texts.values() if w] == ["2024-11-29", "2022-12-31"]
    assert [w.anchor for w in texts.values() if w] == ["2024-11-30", "2023-01-01"]


def test_times_are_those_of_the_whole_text(code: Code) -> None:
    coded = code("On Monday it rained. Rebels attacked Bunia on 12 March 2024.")
    assert [(t.text, t.value) for t in coded.times] == [("Monday", "2024-11-25"), ("12 March 2024", "2024-03-12")]


def test_evidence_is_the_sentence_and_the_trigger_stands_in_it(code: Code) -> None:
    coded = code("It rained. Rebels launched an attack on Bunia. It rained.")
    (event,) = coded.events
    (sentence,) = event.evidence
    assert sentence.text == "Rebels launched an attack on Bunia."
    assert sentence.start <= event.trigger.start < event.trigger.end <= sentence.end


def test_coding_twice_gives_the_same(code: Code) -> None:
    text = " ".join(PIECES)
    assert code(text) == code(text)


def test_an_agency_lends_its_country_to_nobody(code: Code) -> None:
    coded = code("Gunmen killed 60 soldiers in Djibo in Burkina Faso, AFP said. Militants shot two soldiers, AFP said.")
    assert "FRAMIL" not in {a.code for a in coded.actors}


def test_a_bare_force_is_that_of_the_dateline(code: Code) -> None:
    text = "KYIV, May 6 (AFP) - Russia launched drones at Odesa, Russia said.\n\nThe air force shot down 41 of them."
    assert "UKRMIL" in {a.code for a in code(text, dateline="KYIV, May 6 (AFP)").actors}


def test_the_same_group_is_the_one_named_before(code: Code) -> None:
    text = "JNIM fighters attacked Djibo, killing ten soldiers. A week earlier the same group had attacked a base."
    (group,) = (m for m in code(text).mentions if m.text == "same group")
    assert group.ref == "JNIM"


@pytest.mark.parametrize(
    ("text", "sub_event"),
    [
        ("Government troops captured Bambari on Monday.", "Government regains territory"),
        ("Rwandan and Mozambican troops captured Mocimboa da Praia on Monday.", "Government regains territory"),
        ("Russian troops captured Vuhledar on Monday.", "Non-state actor overtakes territory"),
        ("Gunmen captured Bambari on Monday.", "Non-state actor overtakes territory"),
    ],
)
def test_ground_is_regained_by_the_state_that_it_is_part_of(code: Code, text: str, sub_event: str) -> None:
    (event,) = code(text).events
    assert event.sub_event == sub_event


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Fighters from Hezbollah attacked a patrol near Metula.", "LBNREB"),
        ("Gunmen from the Haqqani network attacked a patrol near Kabul.", "AFGREB"),
        ("Fighters from Aleppo attacked a patrol near Idlib.", "SYRREB"),
    ],
)
def test_fighters_from_an_organisation_are_of_it(code: Code, text: str, actor: str) -> None:
    assert actor_codes(code(text)) == [actor]


def test_refugees_from_an_organisation_are_not_of_it(code: Code) -> None:
    coded = code("Soldiers shot at refugees from the Islamic State near Kilis.")
    assert "IMGREB" not in {a.code for a in coded.actors if a.id in {m.ref for m in coded.events[0].targets}}

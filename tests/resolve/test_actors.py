"""Actors: the registry's, a country's, or one composed of a country, a sector and its backers, with a stable id."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from vedette.code.phrases import Phrase, Phrases
from vedette.code.tree import from_doc
from vedette.lexicon.actors import registry
from vedette.lexicon.countries import countries
from vedette.pipeline import Pipeline
from vedette.records import Actor
from vedette.resolve.actors import ActorResolver, report_countries

Resolve = Callable[..., Actor | None]


@pytest.fixture(scope="module")
def phrases(pipeline: Pipeline) -> Callable[[str], Phrases]:
    """The phrases of a text."""
    return lambda text: Phrases(from_doc(pipeline.nlp(text)))


@pytest.fixture(scope="module")
def resolve(phrases: Callable[[str], Phrases]) -> Resolve:
    """The actor of the phrase that a word of a text heads."""

    def run(
        text: str, word: str, nearby: Iterable[str] = (), year: int | None = 2024, said: dict[str, int] | None = None
    ) -> Actor | None:
        found = phrases(text)
        phrase = found.at(found.tree.word.index(word))
        assert phrase is not None
        resolver = ActorResolver(year, said)
        ref = resolver.resolve(phrase, nearby)
        return resolver.actors[ref] if ref else None

    return run


def made(**values: Any) -> Phrase:
    """A phrase of one word."""
    return Phrase(0, 0, 0, 0, 4, "them", **values)


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        ("Syrian soldiers attacked.", "soldiers", "SYRMIL"),
        ("Soldiers of Mali attacked.", "Soldiers", "MLIMIL"),
        ("The Ukrainian government fell.", "government", "UKRGOV"),
        ("Colombian guerrillas attacked.", "guerrillas", "COLREB"),
        ("Malian villagers fled.", "villagers", "MLICVL"),
        ("Mali attacked.", "Mali", "MLI"),
        ("The Israelis left.", "Israelis", "ISRCVL"),
        ("The Kremlin objected.", "Kremlin", "RUSGOV"),
        ("Unknown gunmen attacked.", "gunmen", "UAF"),
        ("The Senate met.", "Senate", "USALEG"),
        ("The Kenyan Senate met.", "Senate", "KENLEG"),
    ],
)
def test_codes_composed_of_country_and_sector(resolve: Resolve, text: str, word: str, code: str) -> None:
    actor = resolve(text, word)
    assert actor is not None
    assert (actor.code, actor.id) == (code, code)


@pytest.mark.parametrize(
    ("text", "word", "name", "code", "backers"),
    [
        ("Iranian-backed Iraqi militias attacked.", "militias", "IRQPRM+IRN", "IRQPRM", ("IRN",)),
        ("Iraqi militias backed by Iran attacked.", "militias", "IRQPRM+IRN", "IRQPRM", ("IRN",)),
        ("Russian-backed Syrian soldiers attacked.", "soldiers", "SYRMIL+RUS", "SYRMIL", ("RUS",)),
        ("Turkish-backed rebels attacked.", "rebels", "REB+TUR", "REB", ("TUR",)),
    ],
)
def test_backers_stand_behind_the_code(
    resolve: Resolve, text: str, word: str, name: str, code: str, backers: tuple[str, ...]
) -> None:
    actor = resolve(text, word)
    assert actor is not None
    assert (actor.id, actor.code, actor.backed_by) == (name, code, backers)


@pytest.mark.parametrize(
    ("text", "word", "entry"),
    [
        ("Hezbollah attacked.", "Hezbollah", "HEZBOLLAH"),
        ("The Syrian Democratic Forces attacked.", "Forces", "SDF"),
        ("Hamas fighters attacked.", "fighters", "HAMAS"),
        ("NATO objected.", "NATO", "NATO"),
    ],
)
def test_actors_of_the_registry(resolve: Resolve, text: str, word: str, entry: str) -> None:
    actor, known = resolve(text, word), registry().by_id[entry]
    assert actor is not None
    assert (actor.id, actor.name, actor.code, actor.country) == (entry, known.name, known.code, known.country)
    assert actor.aliases == known.aliases


def test_soldiers_of_a_supranational_body_are_its_forces(resolve: Resolve) -> None:
    actor = resolve("UN troops attacked.", "troops")
    assert actor is not None
    assert (actor.id, actor.kind, actor.country) == ("UN:MIL", "MIL", None)


def test_a_leader_is_an_office_and_those_around_one_are_the_states(resolve: Resolve) -> None:
    leader, forces = resolve("Vladimir Putin spoke.", "Putin"), resolve("Assad's forces attacked.", "forces")
    assert leader is not None
    assert (leader.country, leader.code, leader.active_to) == ("RUS", "RUSGOV", None)
    assert forces is not None
    assert forces.code == "SYRMIL"


@pytest.mark.parametrize(
    ("name", "year", "said", "chosen"),
    [
        ("Putin", 2005, {}, "VLADIMIR_PUTIN_2000"),
        ("Putin", 2010, {}, "VLADIMIR_PUTIN_2008"),
        ("Putin", 2023, {}, "VLADIMIR_PUTIN_2012"),
        ("Rutte", 2020, {}, "MARK_RUTTE_2010"),
        ("Rutte", 2025, {"NLD": 9}, "MARK_RUTTE_2024"),
        ("Taliban", 2010, {}, "TALIBAN"),
        ("Taliban", 2023, {}, "TALIBAN_GOV"),
        ("Bashir", None, {"IDN": 2, "SDN": 1}, "ABU_BAKAR_BASHIR"),
        ("Bashir", None, {"IDN": 1, "SDN": 2}, "OMAR_AL_BASHIR"),
    ],
)
def test_of_several_with_one_name_the_one_of_the_year_and_the_country(
    resolve: Resolve, name: str, year: int | None, said: dict[str, int], chosen: str
) -> None:
    actor = resolve(f"{name} objected.", name, year=year, said=said)
    assert actor is not None
    assert actor.id == chosen


def test_backers_of_the_registry_hold_in_their_years(resolve: Resolve) -> None:
    entry = next(e for e in registry().entries if len(e.name.split()) == 1 and any(last for _, _, last in e.backed_by))
    backer, first, last = next(b for b in entry.backed_by if b[2])
    assert last is not None
    during, after = (resolve(f"{entry.name} attacked.", entry.name, year=year) for year in (first or last, last + 1))
    assert during is not None
    assert after is not None
    assert backer in during.backed_by
    assert backer not in after.backed_by or sum(b[0] == backer for b in entry.backed_by) > 1


def test_a_capital_is_the_government_where_it_acts_and_the_country_elsewhere(
    phrases: Callable[[str], Phrases],
) -> None:
    found = phrases("Damascus objected.")
    phrase = found.at(0)
    assert phrase is not None
    assert ActorResolver(2024).resolve(phrase) == "SYR"
    phrase.acts = True
    assert ActorResolver(2024).resolve(phrase) == "SYRGOV"


@pytest.mark.parametrize(
    ("text", "nearby", "code"),
    [
        ("The rebels attacked.", ["COD", "RWA"], "CODREB"),
        ("The rebels attacked.", [], "REB"),
        ("The rebels attacked.", [""], "REB"),
        ("Ugandan rebels attacked.", ["COD"], "UGAREB"),
    ],
)
def test_the_country_of_what_is_near_where_none_is_said(
    resolve: Resolve, text: str, nearby: list[str], code: str
) -> None:
    actor = resolve(text, "rebels", nearby)
    assert actor is not None
    assert actor.code == code


def test_a_people_is_of_the_country_it_is_said_to_be_in(resolve: Resolve) -> None:
    actor = resolve("Kurdish fighters in Turkey attacked.", "fighters")
    assert actor is not None
    assert actor.code == "TURREB"
    people = resolve("The Kurds objected.", "Kurds", ["IRQ"])
    assert people is not None
    assert people.kind == "CVL"


@pytest.mark.parametrize(("text", "word"), [("The price rose.", "price"), ("The rain stopped.", "rain")])
def test_words_that_name_nobody(resolve: Resolve, text: str, word: str) -> None:
    assert resolve(text, word, ["MLI"]) is None


@pytest.mark.parametrize(
    ("text", "word", "nearby", "code"),
    [
        ("The North objected.", "North", ["KOR"], "PRK"),
        ("African migrants objected.", "migrants", ["TUN"], "REF"),
        ("The foreign minister objected.", "minister", ["TUN"], "TUNGOV"),
        ("Khalifa Haftar's jets attacked.", "jets", ["LBY"], "LBYREB"),
        ("Serb gunners attacked.", "gunners", ["BIH"], "BIHMIL"),
        ("Serb gunners attacked.", "gunners", ["DEU"], "SRBMIL"),
        ("Serbian gunners attacked.", "gunners", ["BIH"], "SRBMIL"),
        ("Albanian ministers objected.", "ministers", ["XKX"], "ALBGOV"),
        ("Brussels objected.", "Brussels", [], "IGO"),
        ("Both sides objected.", "sides", ["LBY"], "LBYUNK"),
        ("Al-Qaeda-linked militants attacked.", "militants", ["YEM"], "YEMREB"),
    ],
)
def test_words_that_mean_somebody_by_what_is_near(
    resolve: Resolve, text: str, word: str, nearby: list[str], code: str
) -> None:
    actor = resolve(text, word, nearby)
    assert actor is not None
    assert actor.code == code


def test_the_same_words_give_the_same_actor() -> None:
    resolver = ActorResolver(2024)
    refs = {resolver.resolve(made(kind="actor", sector="MIL", countries=["MLI"])) for _ in range(3)}
    assert refs == {"MLIMIL"} == set(resolver.actors)


def test_a_composed_actor_is_named_by_its_country_and_words() -> None:
    resolver = ActorResolver(None)
    ref = resolver.resolve(made(kind="actor", sector="MIL", countries=["MLI"]))
    assert ref is not None
    assert resolver.actors[ref].name == f"{countries().name('MLI')}: them"


def test_countries_of_a_report_are_counted_with_actors_homes(phrases: Callable[[str], Phrases]) -> None:
    found = phrases("Syrian soldiers and Russian soldiers left Syria. Hezbollah objected.").all()
    assert report_countries(found) == {"SYR": 2, "RUS": 1, "LBN": 1}
    assert report_countries([]) == {}


@pytest.mark.parametrize(
    ("text", "word", "nearby", "ref"),
    [
        ("Maoist rebels attacked.", "rebels", ["IND"], "CPI_MAOIST"),
        ("Maoist rebels attacked.", "rebels", ["NPL"], "NPLREB"),
        ("Maoist rebels attacked.", "rebels", ["FRA"], "FRAREB"),
    ],
)
def test_common_words_mean_the_group_of_the_country_and_the_year(
    resolve: Resolve, text: str, word: str, nearby: list[str], ref: str
) -> None:
    actor = resolve(text, word, nearby)
    assert actor is not None
    assert actor.id == ref


def test_a_body_of_state_is_that_of_the_country_said(resolve: Resolve) -> None:
    actor = resolve("Venezuela's National Guard fired.", "Guard")
    assert actor is not None
    assert (actor.country, actor.kind) == ("VEN", "MIL")


def test_a_group_of_no_registry_keeps_its_name(resolve: Resolve) -> None:
    actor = resolve("Fighters of the Comuneros del Sur attacked.", "Fighters", ["COL"])
    assert actor is not None
    assert (actor.id, actor.name, actor.code) == ("COLREB:comuneros-del-sur", "Comuneros del Sur", "COLREB")


def test_a_lesser_group_that_was_gone_by_then_is_not_meant() -> None:
    gone = next(
        e for e in registry().entries if e.table == "ucdp" and e.active_to and " " in e.name and e.name.isascii()
    )
    assert ActorResolver(gone.active_to)._choose(made(entry=gone, choices=(gone,))) is gone
    assert ActorResolver(2024)._choose(made(entry=gone, choices=(gone,))) is None


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Governor Caleb Mutfwang of Nigeria condemned it.", "Mutfwang", "Nigeria: government"),
        ("Security forces in Pakistan killed six.", "forces", "Pakistan: security forces"),
        ("Indian security forces killed six.", "forces", "Indian security forces"),
    ],
)
def test_what_a_kind_of_actor_is_called(resolve: Resolve, text: str, word: str, name: str) -> None:
    actor = resolve(text, word)
    assert actor is not None
    assert actor.name == name


def test_a_government_of_those_who_once_fought_for_it_is_the_state_s(resolve: Resolve) -> None:
    then, later = (resolve("The Sandinista government objected.", "government", year=year) for year in (1970, 1989))
    assert then is not None
    assert later is not None
    assert (then.code, later.code) == ("NICREB", "NICGOV")


@pytest.mark.parametrize(
    ("text", "word", "nearby", "ref"),
    [
        ("Russian peacekeepers left Stepanakert.", "peacekeepers", ["AZE"], "RUSMIL"),
        ("The UN sent peacekeepers to Goma.", "peacekeepers", ["COD"], "IGO"),
        ("Balkan presidents met in Dayton.", "presidents", ["USA"], "GOV"),
        ("Two Gulf foreign ministers signed accords.", "ministers", ["PSE"], "GOV"),
        ("Aceh separatists freed a cameraman.", "separatists", ["IDN"], "GAM"),
        ("Some 200 Aceh rebels surrendered.", "rebels", ["IDN"], "GAM"),
        ("Kurdish rebels attacked a post.", "rebels", ["TUR"], "PKK"),
        ("Kurdish rebels attacked a post.", "rebels", ["IRN"], "IRNREB"),
        ("Soldiers shot four Pemon Indians.", "Indians", ["VEN"], "VENCVL"),
        ("Indians voted on Monday.", "Indians", ["IND"], "INDCVL"),
        ("The Southern African bloc will send troops.", "bloc", ["MOZ"], "SADC"),
        ("Rallies by the opposition Chadema party were banned.", "party", ["TZA"], "CHADEMA"),
        ("Customs officers seized rifles at Sofia.", "officers", ["BGR"], "BGRGOV"),
        ("Riot officers dispersed a crowd.", "officers", ["KEN"], "KENCOP"),
    ],
)
def test_whose_words_of_many_kinds_are(resolve: Resolve, text: str, word: str, nearby: list[str], ref: str) -> None:
    year = 2001 if ref == "GAM" else 2015
    found = resolve(text, word, nearby, year=year)
    assert found is not None
    assert found.id == ref


@pytest.mark.parametrize(
    ("text", "word", "ref"),
    [
        ("Haftar's spokesman denied it.", "spokesman", "leader"),
        ("Haftar's men entered Derna.", "men", "leader"),
        ("Putin's soldiers entered Kursk.", "soldiers", "state"),
    ],
)
def test_those_round_a_warlord_are_his_those_round_a_president_the_states(
    resolve: Resolve, text: str, word: str, ref: str
) -> None:
    found = resolve(text, word)
    assert found is not None
    assert (found.id in {e.id for e in registry().leaders}) is (ref == "leader")


def test_a_people_s_men_in_another_state_are_none_of_the_registrys(resolve: Resolve) -> None:
    at_home = resolve("Tuareg fighters attacked Agadez.", "fighters", ["NER"])
    abroad = resolve("Tuareg fighters attacked Kidal.", "fighters", ["MLI"])
    assert at_home is not None
    assert abroad is not None
    assert (at_home.id, abroad.country) == ("TUAREG_NER", "MLI")


def test_towns_told_for_what_they_house_are_of_no_country(phrases: Callable[[str], Phrases]) -> None:
    found = phrases("With a nod to Brussels, Skopje pardoned 56 people.")
    assert report_countries(found.all()) == {"MKD": 1}


def test_a_leaders_name_behind_a_word_of_place_is_a_place(phrases: Callable[[str], Phrases]) -> None:
    hits = phrases("Masisi met nurses in a field at Masisi.")
    assert hits.hit(0) is not None
    assert hits.hit(7) is None

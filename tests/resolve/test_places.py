"""Places: accuracy on own cases over all regions, and the rules that keep a pin honest."""

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.records.place import Place
from vedette.resolve.places import PlaceQuery, PlaceResolver

CASES = Path(__file__).parent / "places_cases.csv"
FLOOR = 0.93
WITHIN_KM = 35


@pytest.fixture(scope="module")
def resolver() -> PlaceResolver:
    """One resolver for all tests: it keeps nothing between reports."""
    return PlaceResolver()


def ask(resolver: PlaceResolver, *names: str, inside: tuple[str, ...] = (), **countries: float) -> list[Place]:
    """Resolve names that stand one after another; containers belong to the first."""
    queries = [PlaceQuery(n, 9 * i, 9 * i + 1, inside if i == 0 else ()) for i, n in enumerate(names)]
    return resolver.resolve(queries, countries)


def problem_with(case: dict[str, str], place: Place) -> str | None:
    """What is wrong with the answer to a case; None if nothing."""
    if case["id"] and place.id != case["id"]:
        return f"id {place.id}"
    if (place.country or "") != case["country"]:
        return f"country {place.country} ({place.id})"
    if case["precision"] and place.precision != case["precision"]:
        return f"precision {place.precision} ({place.id})"
    if case["lat"]:
        lat, lon = float(case["lat"]), float(case["lon"])
        if place.lat is None or place.lon is None:
            return "no coordinates"
        off = math.hypot(place.lat - lat, (place.lon - lon) * math.cos(math.radians(lat))) * 111
        # Provinces and regions have only a middle, which different sources put differently.
        if off > (WITHIN_KM if place.precision in {"point", "town", "district"} else 80):
            return f"{off:.0f} km off ({place.id})"
    return None


def test_accuracy_on_own_cases(resolver: PlaceResolver) -> None:
    """At least 93 % of the cases come out right in id, country, precision and position."""
    with CASES.open(encoding="utf8", newline="") as lines:
        cases = list(csv.DictReader(lines))
    misses = []
    for case in cases:
        countries = {c: float(w) for c, _, w in (p.partition(":") for p in case["countries"].split(";")) if c}
        inside = tuple(filter(None, case["inside"].split("|")))
        others = list(filter(None, case["others"].split("|")))
        place = ask(resolver, case["name"], *others, inside=inside, **countries)[0]
        if problem := problem_with(case, place):
            misses.append(f"{case['name']!r} {case['inside']} {case['countries']}: {problem}")
    accuracy = 1 - len(misses) / len(cases)
    report = f"{accuracy:.3f} of {len(cases)} right; misses:\n" + "\n".join(misses)
    print(report)  # noqa: T201  (shown by pytest -s)
    assert len(cases) >= 150, "the case file has shrunk"
    assert accuracy >= FLOOR, report


def test_unknown_place_has_no_pin(resolver: PlaceResolver) -> None:
    """A name in no gazetteer keeps its words and gets no coordinates."""
    (place,) = ask(resolver, "the village of Qwrtzplin", SYR=1)
    assert (place.id, place.precision) == ("name:qwrtzplin", "unknown")
    assert (place.lat, place.lon, place.country) == (None, None, None)


def test_ambiguous_without_evidence_stays_unknown_and_evidence_settles_it(resolver: PlaceResolver) -> None:
    """Two far apart candidates of like size are not guessed between; a container, country or neighbour decides."""
    assert ask(resolver, "Punjab")[0].precision == "unknown"
    assert ask(resolver, "Punjab", inside=("Pakistan",))[0].country == "PAK"
    assert ask(resolver, "Punjab", IND=1)[0].country == "IND"
    assert ask(resolver, "Punjab", "Lahore", "Faisalabad")[0].country == "PAK"


def test_container_said_once_holds_for_the_name_elsewhere(resolver: PlaceResolver) -> None:
    """'Tripoli, Lebanon' settles the later bare 'Tripoli' as well."""
    queries = [PlaceQuery("Tripoli", 0, 7, ("Lebanon",)), PlaceQuery("Tripoli", 50, 57)]
    assert [p.country for p in resolver.resolve(queries, {"LBY": 0.2})] == ["LBN", "LBN"]


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("Hama", "town"), ("central Hama", "town"), ("the outskirts of Hama", "town"), ("north of Hama", "district"),
        ("near Hama", "district"), ("20 km north of Hama", "district"), ("the Hama countryside", "province"),
        ("Hama's countryside", "province"), ("Hama province", "province"), ("Syria's Hama province", "province"),
        ("the rebel-held northern province of Hama", "province"), ("southwestern Syria", "country"),
        ("the Hama road", "district"), ("the road to Hama", "district"), ("the Hama hills", "district"),
        ("the hills above Hama", "district"), ("the highway from Hama", "district"),
    ],
)  # fmt: skip
def test_descriptors_set_the_precision(resolver: PlaceResolver, words: str, precision: str) -> None:
    """The words round a name say how exactly the place is known."""
    (place,) = ask(resolver, words, SYR=1)
    assert (place.country, place.precision) == ("SYR", precision)


def test_a_name_that_looks_like_a_descriptor_stays_whole(resolver: PlaceResolver) -> None:
    """'South Sudan', 'North Kivu' and 'Mexico City' are names, 'southern Sudan' is not."""
    assert ask(resolver, "South Sudan")[0].id == "country:SSD"
    assert ask(resolver, "southern Sudan")[0].id == "country:SDN"
    assert ask(resolver, "North Kivu")[0].id == "admin1:CD.11"
    assert ask(resolver, "Mexico City")[0].precision == "town"


def test_an_adjective_is_no_name_without_its_word_of_kind(resolver: PlaceResolver) -> None:
    """'The Naval College' is no place called Naval, 'Latakia naval base' is at Latakia."""
    assert ask(resolver, "the Naval College", SYR=1)[0].name == "Naval College"
    assert ask(resolver, "Latakia naval base", SYR=1)[0].id == "geonames:173576"


def test_small_foreign_namesakes_are_refused(resolver: PlaceResolver) -> None:
    """A report on Syria does not put its unknown villages into Ohio."""
    (place,) = ask(resolver, "Willow Springs", SYR=1)
    assert place.country is None


def test_a_village_whose_name_no_other_place_has_needs_no_support(resolver: PlaceResolver) -> None:
    """An Afghan boy is beaten at Röszke: there is but one, wherever he comes from; two far towns speak against it."""
    assert ask(resolver, "Röszke", AFG=1)[0].country == "HUN"
    assert ask(resolver, "Faradje", UGA=1)[0].country == "COD"  # its district, of unknown place, is no other place
    assert ask(resolver, "Röszke", "Titao", "Ouahigouya")[0].country is None


def test_a_report_that_plays_elsewhere_does_not_borrow_a_town(resolver: PlaceResolver) -> None:
    """Molde in Norway is no place of a report on two towns of Burkina Faso; alone it is one."""
    assert ask(resolver, "Molde", "Titao", "Ouahigouya")[0].country is None
    assert ask(resolver, "Molde")[0].country == "NOR"


def test_order_and_number_are_kept(resolver: PlaceResolver) -> None:
    """One Place a query, in order; no queries, no places."""
    assert [p.country for p in ask(resolver, "Kyiv", "nowhereland", "Goma")] == ["UKR", None, "COD"]
    assert resolver.resolve([], {"SYR": 1}) == []


@given(
    st.text(max_size=60) | st.sampled_from(["Goma", "Idlib", "Syria", "Springfield"]),
    st.dictionaries(st.sampled_from(["SYR", "USA", "XXX"]), st.floats(0, 5), max_size=2),
)
def test_any_words_give_a_place(name: str, countries: dict[str, float]) -> None:
    """Whatever stands in the text, an answer comes, and a pin only with a known precision."""
    (place,) = PlaceResolver().resolve([PlaceQuery(name, 0, len(name))], countries)
    assert (place.precision == "unknown") == place.id.startswith("name:")
    assert place.precision != "unknown" or place.lat is None


def test_a_great_town_that_only_sounds_alike_is_no_place_of_another_country(resolver: PlaceResolver) -> None:
    assert ask(resolver, "Nam Ya", "Hpakant", MMR=1.0)[0].lat is None
    assert ask(resolver, "Nam Ya", "Hpakant", MMR=1.0)[1].country == "MMR"


def test_a_word_of_direction_is_a_unit_only_in_its_own_country(resolver: PlaceResolver) -> None:
    assert ask(resolver, "North", KOR=1.0)[0].lat is None
    assert ask(resolver, "North", CMR=1.0)[0].country == "CMR"


def test_a_street_is_not_the_far_town_of_its_name(resolver: PlaceResolver) -> None:
    street = ask(resolver, "University Avenue")[0]
    assert (street.name, street.lat) == ("University Avenue", None)
    assert ask(resolver, "the Kabinda road", COD=1.0)[0].precision == "district"


def test_a_container_of_the_same_name_is_none(resolver: PlaceResolver) -> None:
    assert ask(resolver, "Gothèye", inside=("Gothèye",))[0].precision == "town"

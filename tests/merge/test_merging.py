"""Reports to incidents, the whole way; and the labelled set's form and figures."""

from collections import Counter

import pytest

from bench import merging
from vedette.merge.merging import merge
from vedette.pipeline import Pipeline
from vedette.records import Report

FIRST = (
    "Gunmen on motorbikes attacked the market of Djibo in Burkina Faso on Tuesday and killed at least nine traders, "
    "residents said. They burned stalls and drove off with about fifty head of cattle."
)
SECOND = (
    "At least eleven people were shot dead on Tuesday when jihadists stormed the market in Djibo, Burkina Faso, a "
    "security source said. Stalls were torched and cattle stolen by the attackers on motorbikes."
)
THIRD = "Fishermen went on strike in the port of Paita in Peru on Friday over the price of diesel, their union said."


def test_two_reports_of_one_raid_share_an_incident(pipeline: Pipeline) -> None:
    reports = [
        Report(id="a", text=FIRST, published="2024-03-13"),
        Report(id="b", text=SECOND, published="2024-03-13"),
        Report(id="c", text=THIRD, published="2024-03-16"),
        Report(id="d", text=FIRST, title="Market raid", published="2024-03-14"),
    ]
    placed = {p.report: p for p in merge(list(pipeline.code(reports))).placed}
    assert placed["a"].incident == placed["b"].incident == placed["d"].incident
    assert placed["c"].incident not in {None, placed["a"].incident}
    assert (placed["d"].duplicate_of, placed["d"].independent, placed["b"].independent) == ("a", False, True)
    assert all(p.incident in p.incidents for p in placed.values())


def test_a_report_of_which_no_event_was_read_joins_what_others_tell(pipeline: Pipeline) -> None:
    """A list of victims belongs to the raid that others report; a poem belongs nowhere."""
    victims = (
        "The names of the traders of Djibo market are known: Issa, Salam and seven more, shopkeepers and drivers of "
        "cattle from the north of Burkina Faso. The stalls that burned were theirs. Motorbikes are feared now."
    )
    reports = [
        Report(id="a", text=FIRST, published="2024-03-13"),
        Report(id="b", text=victims, published="2024-03-14"),
        Report(id="c", text="My mother ironed on Sundays, and the house smelt of starch.", published="2024-03-14"),
    ]
    coded = [c.model_copy(update={"events": ()}) if c.id == "b" else c for c in pipeline.code(reports)]
    placed = {p.report: p for p in merge(coded).placed}
    assert placed["b"].incident == placed["a"].incident
    assert placed["c"].incident is None


def test_a_report_that_could_not_be_coded_belongs_nowhere(pipeline: Pipeline) -> None:
    from vedette.cli.lines import failed

    coded = [*pipeline.code([Report(id="a", text=FIRST)]), failed("bad", "not read")]
    placed = merge(coded).placed
    assert [p.report for p in placed] == ["a", "bad"]
    assert placed[1].incident is None


@pytest.mark.parametrize("name", ["a", "b", "c", "d", "e"])
def test_the_labelled_set_has_the_form_that_is_described(name: str) -> None:
    rows = merging.load(name)
    ids = {row["id"] for row in rows}
    sizes = Counter(row["incident"] for row in rows if row["incident"])
    assert len(ids) == len(rows) > 100
    assert len(sizes) >= 20
    assert all(3 <= n <= 8 for n in sizes.values())
    assert all(row["duplicate_of"] in ids | {None} for row in rows)


def test_the_measures_of_clusters() -> None:
    gold = {"a": "1", "b": "1", "c": "2", "d": "2"}
    assert merging.pairwise(gold, gold) == (1.0, 1.0, 1.0)
    assert merging.b_cubed(gold, gold) == (1.0, 1.0, 1.0)
    one = dict.fromkeys(gold, "x")
    assert merging.pairwise(gold, one)[0] == pytest.approx(1 / 3)
    assert merging.pairwise(gold, one)[1] == 1.0
    assert merging.b_cubed(gold, one)[:2] == (0.5, 1.0)
    alone = {r: r for r in gold}
    assert merging.pairwise(gold, alone)[1] == 0.0
    assert merging.b_cubed(gold, alone)[:2] == (1.0, 0.5)

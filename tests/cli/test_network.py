"""`vedette network` on a desk: ties, blocs, changes, the files it writes, and what people judged."""

import json
import re
from pathlib import Path

import networkx as nx
import pytest
from typer.testing import Result

from tests.cli.running import Vedette, lines, table
from vedette.cli import coding
from vedette.pipeline import Pipeline
from vedette.records.network import Network

REPORTS = (
    ("a", "Turkish forces attacked the Syrian Democratic Forces near Manbij on Friday.", "2024-11-01", "Gulf Wire"),
    ("b", "The Turkish army shelled the Syrian Democratic Forces in Kobani on Sunday.", "2024-11-25", "Levant News"),
    ("c", "Turkey backs the Syrian National Army, officials said.", "2024-11-26", "Gulf Wire"),
    ("d", "Israel could attack Hezbollah in the coming days.", "2024-11-26", "Gulf Wire"),
    ("e", "Israeli forces attacked the Syrian Democratic Forces near Raqqa on Thursday.", "2024-11-29", "War Monitor"),
)


@pytest.fixture
def desk(work: Vedette, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Vedette:
    """Runs the command in a folder with a desk of the reports."""
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: pipeline)
    given = lines(("id", "text", "published", "publisher"), REPORTS)
    assert work("init").exit_code == 0
    assert work("add", "-", "--jsonl", given=given).exit_code == 0
    return work


def ties(done: Result) -> dict[tuple[str, str, str], dict[str, str]]:
    """The ties that are told, without background."""
    found = [row for row in table(done) if row["told"] != "background"]
    return {(row["source"], row["kind"], row["target"]): row for row in found}


def test_the_ties_of_a_day_with_their_origins_and_words(desk: Vedette) -> None:
    found = ties(desk("network", "--at", "2024-11-30"))
    assert set(found) == {
        ("Syrian Democratic Forces", "fights", "Turkey"),
        ("Israel", "fights", "Syrian Democratic Forces"),
        ("Turkey", "backs", "Syrian National Army"),
    }
    fights = found["Syrian Democratic Forces", "fights", "Turkey"]
    assert (fights["since"], fights["told"], fights["origins"]) == ("2024-11-01", "2024-11-24", "2")
    assert fights["words"] == "gulf wire: attacked; levant news: shelled"
    assert set(ties(desk("network", "--at", "2024-11-02"))) == {("Syrian Democratic Forces", "fights", "Turkey")}


def test_background_is_marked_and_undated(desk: Vedette) -> None:
    background = [row for row in table(desk("network", "--at", "2024-11-30")) if row["told"] == "background"]
    assert ("United States", "backs") in {(row["source"], row["kind"]) for row in background}
    assert {row["since"] for row in background} == {""}


def test_one_country_or_one_actor_by_any_name(desk: Vedette) -> None:
    assert len(ties(desk("network", "--at", "2024-11-30", "--country", "Israel"))) == 1
    assert set(ties(desk("network", "--at", "2024-11-30", "--actor", "SNA"))) == {
        ("Turkey", "backs", "Syrian National Army")
    }
    none = desk("network", "--at", "2024-11-30", "--actor", "Nobody")
    assert (none.exit_code, "nothing is told" in none.stderr) == (1, True)


def test_changes_are_dated_findings(desk: Vedette) -> None:
    found = table(desk("network", "--at", "2024-11-30", "--changes", "--since", "2024-11-20"))
    assert [(row["day"], row["what"], row["who"], row["whom"]) for row in found if row["what"] == "new enemy"] == [
        ("2024-11-28", "new enemy", "Israel", "Syrian Democratic Forces")
    ]
    none = desk("network", "--at", "2024-11-30", "--changes", "--since", "2024-11-30")
    assert (none.exit_code, len(none.stdout.splitlines())) == (1, 1)


def test_blocs_are_a_line_each(desk: Vedette) -> None:
    (one, two) = table(desk("network", "--at", "2024-11-30", "--blocs"))
    told = {one["parties"], two["parties"]}
    assert told == {"Syrian National Army; Turkey", "Syrian Democratic Forces; United States"}
    assert {one["bloc"], two["bloc"]} == {"1", "2"}


def test_json_holds_to_its_schema_and_graphml_opens_again(desk: Vedette, tmp_path: Path) -> None:
    done = desk("network", "--at", "2024-11-30", "--json", "n.json", "--graphml", "n.graphml")
    assert done.exit_code == 0
    read = Network.model_validate_json((tmp_path / "n.json").read_text("utf-8"))  # which refuses unknown fields
    schema = json.loads(desk("schema", "Network").stdout)
    assert set(json.loads((tmp_path / "n.json").read_text("utf-8"))) == set(schema["required"]) | {"as_of", "turns"}
    graph = nx.read_graphml(tmp_path / "n.graphml", force_multigraph=True)
    assert set(graph.nodes) == {party.id for party in read.parties}
    assert graph.number_of_edges() == len(read.ties)
    texts = {key: text for key, text, _, _ in REPORTS}
    words = [(t.words, t.start, t.end) for tie in read.ties for t in tie.evidence]
    assert words
    assert all(any(text[start:end] == said for text in texts.values()) for said, start, end in words)


@pytest.mark.parametrize("verb", ["retract", "dispute"])
def test_what_a_person_retracts_or_disputes_is_no_tie_until_that_is_undone(desk: Vedette, verb: str) -> None:
    key = ("Israel", "fights", "Syrian Democratic Forces")
    (row,) = table(desk("incidents", "--text", "Raqqa"))
    assert desk(verb, row["id"], "not so").exit_code == 0
    assert key not in ties(desk("network", "--at", "2024-11-30"))
    number = re.findall(r"\d+", desk("log", row["id"], "--by", "person").stdout)[0]
    assert desk("undo", number).exit_code == 0
    assert key in ties(desk("network", "--at", "2024-11-30"))


def test_a_confirmed_incident_makes_its_tie_stronger(desk: Vedette) -> None:
    key = ("Israel", "fights", "Syrian Democratic Forces")
    before = float(ties(desk("network", "--at", "2024-11-30"))[key]["strength"])
    (row,) = table(desk("incidents", "--text", "Raqqa"))
    assert desk("confirm", row["id"]).exit_code == 0
    assert float(ties(desk("network", "--at", "2024-11-30"))[key]["strength"]) > before


def test_as_of_answers_as_the_desk_would_have_then(desk: Vedette) -> None:
    assert desk("network", "--at", "2024-11-30", "--as-of", "2000-01-01").exit_code == 1
    assert len(ties(desk("network", "--at", "2024-11-30", "--as-of", "2200-01-01"))) == 3


def test_a_retelling_by_the_same_outlet_adds_no_origin(desk: Vedette) -> None:
    again = {"id": "f", "text": "Turkish troops attacked the SDF on Friday near Ain Issa, witnesses said."}
    line = json.dumps(again | {"published": "2024-11-29", "publisher": "Gulf Wire"}) + "\n"
    assert desk("add", "-", "--jsonl", given=line).exit_code == 0
    assert ties(desk("network", "--at", "2024-11-30"))["Syrian Democratic Forces", "fights", "Turkey"]["origins"] == "2"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--at", "yesterday"), "no date"),
        (("--since", "2024-01-01"), "--changes"),
        (("--changes", "--blocs"), "two questions"),
        (("--at", "2024-01-01", "--changes", "--since", "2024-02-01"), "after"),
        (("--country", "Atlantis"), "no country"),
    ],
)
def test_wrong_usage_says_the_remedy(desk: Vedette, given: tuple[str, ...], said: str) -> None:
    done = desk("network", *given)
    assert (done.exit_code, said in done.stderr) == (2, True)


def test_a_file_that_cannot_be_written_ends_the_command(desk: Vedette) -> None:
    done = desk("network", "--at", "2024-11-30", "--json", "no/such/folder.json")
    assert (done.exit_code, "cannot be written" in done.stderr) == (1, True)

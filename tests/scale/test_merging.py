"""A job that is merged and loaded comes to the incidents of a desk to which the same reports were added."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scale import made
from vedette.merge.current import incidents
from vedette.merge.desking import assign_new, state_of
from vedette.records import Coded
from vedette.scale import coders
from vedette.scale.engine import make_engine
from vedette.scale.job import Job
from vedette.scale.ledger import Ledger, Settings
from vedette.scale.loading import load
from vedette.scale.merging import coded_in, merge
from vedette.scale.places import ScaleError, place
from vedette.scale.shards import shards
from vedette.store import Desk, doctor, open_desk

LABELLED = Path(__file__).parent.parent / "merge" / "reports_a.jsonl"


def source(path: Path) -> Path:
    """Labelled reports of a few incidents, a copy of one, and two versions of a page."""
    given = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()[:40]]
    lines = [{name: row[name] for name in ("id", "publisher", "published", "title", "text")} for row in given]
    lines.append(lines[3] | {"id": "copy", "text": "Update. " + lines[3]["text"], "publisher": "Another"})
    lines.append(lines[5] | {"id": "again"})
    page = {"url": "https://news.example/live", "published": "2024-01-14", "title": "Shells on Idlib"}
    first = "Shells hit a market in Idlib on Sunday and killed three people, rescuers said."
    lines += [{"id": "v1", "text": first, **page}, {"id": "v2", "text": f"{first} The army denied it.", **page}]
    return made.write(path, lines)


@pytest.fixture(scope="session")
def job(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports coded, in many shards."""
    folder = tmp_path_factory.mktemp("merging")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VEDETTE_SECOND", "0")
        patch.setattr(coders, "_HELD", {})
        running = Job(place(str(folder / "job")), Settings())
        due = running.due(shards([str(source(folder / "in.jsonl"))], 4000))
        assert len(due) > 3
        assert all(entry.failed is None for entry in running.run(due, make_engine("inline")))
    return folder / "job"


@pytest.fixture(scope="session")
def coded(job: Path) -> list[Coded]:
    """The coded reports of the job."""
    out = place(str(job))
    return [one for name in Ledger(out).files("reports") for one in coded_in(out, name)]


def grouping(desk: Desk) -> dict[str, str]:
    """In which incident each event is."""
    return dict(state_of(desk).holders)


@pytest.fixture(scope="session")
def by_hand(coded: list[Coded], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk to which the reports were added all at once; it is only read."""
    with open_desk(tmp_path_factory.mktemp("by-hand")) as desk:
        for one in coded:
            desk.add(one)
        assign_new(desk)
        yield desk


@pytest.mark.parametrize("engine", ["inline", "pool", "ray"])
def test_each_engine_merges_as_one_desk_does(
    engine: str, job: Path, by_hand: Desk, request: pytest.FixtureRequest
) -> None:
    if engine == "ray":
        request.getfixturevalue("cluster")
    out = place(str(job))
    merged = merge(out, make_engine(engine, 2))
    rows = read(job, "incidents")
    versions = {row.id for row in by_hand.reports() if row.version_of}
    assert len(versions) == 1
    expected = grouping(by_hand)
    assert {row["event"]: row["incident"] for row in rows if row["report"] not in versions} == {
        event: incident for event, incident in expected.items() if event.partition(":")[0] not in versions
    }
    assert {(row["report"], row["of"]) for row in read(job, "copies")} == {
        (row.report_id, row.of_report) for row in by_hand.duplicates()
    }
    assert merged.copies >= 1
    assert merged.reports == by_hand.counts()["reports"] == 42
    assert merged.incidents < merged.reports


def read(job: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a table of merging."""
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.ParquetFile(job / "merge" / f"{name}.parquet").read().to_pylist()
    return rows


def test_a_merged_job_is_loaded_onto_a_new_desk(where: str, job: Path, by_hand: Desk) -> None:
    merge(place(str(job)), make_engine("inline"))
    with open_desk(where) as desk:
        found = load(place(str(job)), desk)
        assert (found.new, found.known, found.taken) == (42, 1, True)
        assert found.incidents == len(set(grouping(desk).values())) == desk.counts()["incidents"]
        assert doctor(desk) == []
        assert events(desk) == events(by_hand)
        assert [row.id for row in desk.reports()] == [row.id for row in by_hand.reports()]
        assert {row.key: row.version_of for row in desk.reports()} == {r.key: r.version_of for r in by_hand.reports()}
        assert desk.worked.words() == by_hand.worked.words()
        assert len(list(incidents(desk, country="SYR"))) >= 3
        assert len(desk.search("Update market")) == len(by_hand.search("Update market"))
        log = len(desk.judgements())
        assert load(place(str(job)), desk).new == 0  # a second time nothing is kept twice
        assert assign_new(desk) == 0
        assert len(desk.judgements()) == log


def events(desk: Desk) -> list[Any]:
    """All that a desk has of events, in order."""
    return sorted((row.model_dump_json() for row in desk.events()), key=str)


def test_onto_a_desk_with_other_reports_the_desk_merges_itself(job: Path, coded: list[Coded], tmp_path: Path) -> None:
    merge(place(str(job)), make_engine("inline"))
    with open_desk(tmp_path / "desk") as desk:
        desk.add(coded[0])
        assign_new(desk)
        found = load(place(str(job)), desk)
        assert (found.new, found.known, found.taken) == (41, 2, False)
        assert grouping(desk)
        assert doctor(desk) == []


def test_a_load_that_was_broken_off_goes_on(job: Path, tmp_path: Path, by_hand: Desk) -> None:
    merge(place(str(job)), make_engine("inline"))

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with open_desk(tmp_path / "desk") as desk:
        with pytest.raises(KeyboardInterrupt):
            load(place(str(job)), desk, stop)
        assert load(place(str(job)), desk).taken
        assert sizes(desk) == sizes(by_hand)


def sizes(desk: Desk) -> list[int]:
    """How many events each incident has."""
    held: dict[str, int] = defaultdict(int)
    for incident in grouping(desk).values():
        held[incident] += 1
    return sorted(held.values())


def test_a_job_that_went_on_since_it_was_merged_is_merged_by_the_desk(job: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "job"
    shutil.copytree(job, copy)
    merge(place(str(copy)), make_engine("inline"))
    (copy / "done" / Ledger(place(str(copy))).entries()[0].ident).with_suffix(".json").unlink()
    with open_desk(tmp_path / "desk") as desk:
        assert not load(place(str(copy)), desk).taken


def test_a_job_without_reports_has_nothing_to_merge(tmp_path: Path) -> None:
    Job(place(str(tmp_path)), Settings())
    with pytest.raises(ScaleError, match="no coded reports to merge"):
        merge(place(str(tmp_path)), make_engine("inline"))
    with open_desk(tmp_path / "desk") as desk, pytest.raises(ScaleError, match="has no coded reports"):
        load(place(str(tmp_path)), desk)

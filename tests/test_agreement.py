"""Agreement of two labellers: kappa as in the textbooks, fields compared as the gate compares them, mistakes named."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import agreement, corpus
from bench.agreement import Judged, compare, differences, f1, figure, kappa, load, share, table
from bench.scoring import Sentence
from vedette.errors import DataFileError

FIRST: list[dict[str, Any]] = [
    {
        "id": "t-0001",
        "text": "Syrian rebels shelled troops near Idlib, killing 12 of them and 3 children, and may retreat.",
        "events": [
            {
                "type": "ASSAULT",
                "mode": "heavy-weapons",
                "sub_event": "Shelling/artillery/missile attack",
                "trigger": "shelled",
                "actors": [{"text": "Syrian rebels", "code": "SYRREB"}],
                "targets": [{"text": "troops", "code": "SYRMIL"}],
                "place": "Idlib",
                "counts": [
                    {"of": "killed", "whom": "troops", "low": 12, "best": 12, "high": 12, "text": "12"},
                    {"of": "killed", "whom": "children", "low": 3, "best": 3, "high": 3, "text": "3"},
                ],
            },
            {"type": "RETREAT", "mode": "withdraw", "trigger": "retreat", "status": "possible"},
        ],
    },
    {"id": "t-0002", "text": "The army took the town of Sukna.", "events": [{"type": "COERCE", "trigger": "took"}]},
    {"id": "t-0003", "text": "The striker shelled the keeper's goal with shots.", "events": [], "negative": "sport"},
]

SECOND: list[dict[str, Any]] = [
    {
        "id": "t-0001",
        "events": [
            {
                "type": "ASSAULT",
                "mode": "heavy-weapons",
                "sub_event": "Shelling/artillery/missile attack",
                "trigger": "shelled",
                "actors": ["rebels"],
                "targets": ["troops", "children"],
                "place": "Idlib",
                "status": "happened",
                "negated": False,
                "killed": 15,
            }
        ],
    },
    {"id": "t-0002", "events": [{"type": "ASSAULT", "trigger": "took", "actors": ["army"], "place": "Sukna"}]},
    {"id": "t-0003", "events": [{"type": "ASSAULT", "trigger": "shelled"}]},
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with FIRST, and the file of SECOND in it."""
    (tmp_path / "sentences_t.jsonl").write_text("\n".join(json.dumps(line) for line in FIRST), "utf-8")
    return tmp_path, put(tmp_path, SECOND)


def put(folder: Path, lines: list[Any]) -> Path:
    """A file of second labels."""
    path = folder / "second_pass.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n", "utf-8")
    return path


@pytest.fixture
def found(files: tuple[Path, Path]) -> dict[str, list[Judged]]:
    """FIRST and SECOND compared."""
    return compare(load(files[1], corpus.load(files[0])))


def crossed(matrix: list[list[int]]) -> list[tuple[str, str]]:
    """The items of a table of agreement: rows are the first labeller's classes, columns the second's."""
    return [
        (str(row), str(column))
        for row, counts in enumerate(matrix)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        # fifty proposals, two readers: observed 0.7, by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5
        ([[20, 5], [10, 15]], 0.4),
        # Fleiss, Statistical Methods for Rates and Proportions: three diagnoses, observed 0.89, by chance 0.66
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.23 / 0.34),
        # the same observed agreement of 0.6, and more or less of it by chance
        ([[45, 15], [25, 15]], (0.60 - 0.54) / 0.46),
        ([[25, 35], [5, 35]], (0.60 - 0.46) / 0.54),
    ],
)
def test_kappa_of_the_textbooks(matrix: list[list[int]], expected: float) -> None:
    assert kappa(crossed(matrix)) == pytest.approx(expected)


def test_kappa_at_its_ends() -> None:
    assert kappa(crossed([[3, 0], [0, 4]])) == 1
    assert kappa(crossed([[0, 5], [5, 0]])) == -1
    assert kappa(crossed([[4, 4], [4, 4]])) == 0
    # one labeller who never varies is no better than chance
    assert kappa(crossed([[8, 2], [0, 0]])) == 0


def test_kappa_is_undefined_where_nothing_can_differ() -> None:
    assert kappa([]) is None
    assert kappa([("a", "a")]) is None
    assert kappa(crossed([[7]])) is None
    assert kappa([("a", "b")]) == 0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=30))
def test_kappa_does_not_care_who_is_first_nor_in_what_order(judged: list[tuple[str, str]]) -> None:
    value = kappa(judged)
    assert kappa(judged[::-1]) == value
    assert kappa([(other, one) for one, other in judged]) == pytest.approx(value) if value is not None else True
    assert value is None or -1 <= value <= 1


def test_shares_and_f1_of_nothing_and_of_something() -> None:
    sentence = Sentence("t-0001", "text")
    both = Judged(sentence, "a", "a", same=True)
    alone = Judged(sentence, "a", "-", same=False)
    assert share([]) is None
    assert f1([]) is None
    assert share([both, alone]) == 0.5
    assert f1([both, alone]) == pytest.approx(2 / 3)
    assert f1([alone]) == 0
    assert figure("f1", [both, alone]) == f1([both, alone])


def test_sentences_and_events(found: dict[str, list[Judged]]) -> None:
    assert [item.same for item in found["sentence"]] == [True, True, False]
    # two pairs, the retreat of the first alone, the striker of the second alone
    assert f1(found["event"]) == pytest.approx(4 / 6)
    # took is COERCE to the one and ASSAULT to the other: a pair, and no exact one
    assert f1(found["event_exact"]) == pytest.approx(2 / 6)
    assert [(item.first, item.second) for item in found["event"] if not item.same] == [
        ("RETREAT 'retreat'", "-"),
        ("-", "ASSAULT 'shelled'"),
    ]


def test_classes_are_compared_over_pairs_and_null_is_one(found: dict[str, list[Judged]]) -> None:
    assert [(item.first, item.second) for item in found["type"]] == [("ASSAULT", "ASSAULT"), ("COERCE", "ASSAULT")]
    assert found["type_by_trigger"] == found["type"]
    assert [(item.first, item.second) for item in found["mode"]] == [("heavy-weapons",) * 2, ("null", "null")]
    assert share(found["sub_event"]) == share(found["status"]) == share(found["negated"]) == 1


def test_events_paired_for_their_type_alone_are_left_out_of_type_by_trigger(files: tuple[Path, Path]) -> None:
    second = [{"id": "t-0002", "events": [{"type": "COERCE", "trigger": "town"}]}]
    found = compare(load(put(files[0], second), corpus.load(files[0])))
    assert len(found["type"]) == len(found["event"]) == 1
    assert found["type_by_trigger"] == []
    assert f1(found["event_exact"]) == 0


def test_fillers_are_compared_by_their_heads_where_one_has_them(found: dict[str, list[Judged]]) -> None:
    # "rebels" is the head of "Syrian rebels"; the army is the second labeller's alone
    assert [(item.second, item.same) for item in found["actors"]] == [("rebels", True), ("army", False)]
    assert [(item.second, item.same) for item in found["targets"]] == [("troops; children", False)]
    assert [(item.first, item.same) for item in found["place"]] == [("Idlib", True), ("-", False)]


def test_killed_are_summed_and_running_totals_left_out(files: tuple[Path, Path]) -> None:
    lines = corpus.load(files[0])
    (judged,) = compare(load(files[1], lines))["killed"]
    assert (judged.first, judged.second, judged.same) == ("15", "15", True)
    without = [SECOND[0] | {"events": [SECOND[0]["events"][0] | {"killed": None}]}]
    (judged,) = compare(load(put(files[0], without), lines))["killed"]
    assert (judged.second, judged.same) == ("-", False)
    total = json.loads(json.dumps(FIRST[0]))
    total["events"][0]["counts"][0]["cumulative"] = True
    assert compare(load(files[1].parent / "second_pass.jsonl", [corpus.Line.model_validate(total)]))["killed"] == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"id": "t-0009", "events": []}, "not in the corpus"),
        ({"id": "t-0002", "events": [{"type": "COERCE", "trigger": "seized"}]}, "stands 0 time"),
        ({"id": "t-0002", "events": [{"type": "COERCE", "trigger": "took", "mode": "aerial"}]}, "has no mode"),
        ({"id": "t-0002", "events": [{"type": "COERCE", "trigger": "took", "killed": -1}]}, "greater than or equal"),
        (
            {"id": "t-0002", "events": [{"type": "COERCE", "trigger": "took", "actors": "army"}]},
            "events.0.actors: Input should be a valid array",
        ),
        ({"id": "t-0002", "events": ["took"]}, "events.0: Input should be an object"),
        ({"id": "t-0001", "events": []}, "stands there twice"),
    ],
)
def test_mistakes_in_the_second_labels_are_named(files: tuple[Path, Path], line: dict[str, Any], told: str) -> None:
    path = put(files[0], [SECOND[0], line])
    with pytest.raises(DataFileError, match=told) as caught:
        load(path, corpus.load(files[0]))
    assert f"{path}:2" in str(caught.value)


def test_a_missing_file_is_told_and_is_no_crash(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert agreement.main(["--corpus", str(files[0]), "--second", str(files[0] / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err


def test_the_table_has_every_field_and_the_differences_both_sides(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    given_files = ["--corpus", str(files[0]), "--second", str(files[1])]
    assert agreement.main(given_files) == 0
    printed = capsys.readouterr().out
    assert [row.split()[0] for row in printed.splitlines()[1:-1]] == list(agreement.FIELDS)
    assert "3 sentences; events: 3 of the first labeller, 3 of the second" in printed
    assert agreement.main([*given_files, "--show", "type"]) == 0
    shown = capsys.readouterr().out
    assert "first   COERCE   (COERCE 'took')" in shown
    assert "second  ASSAULT" in shown
    assert "t-0001" not in shown


def test_a_figure_that_is_not_defined_is_a_dash() -> None:
    empty: dict[str, list[Judged]] = {name: [] for name in agreement.FIELDS}
    assert all(row.split()[2] == "-" for row in list(table(empty))[1:])
    assert list(differences([])) == []


def test_the_second_labels_of_the_corpus_are_sound_and_no_part_of_it(files: tuple[Path, Path]) -> None:
    both = load(agreement.SECOND, corpus.load())
    assert len(both) == 200
    assert len({first.id for first, _ in both}) == 200
    before = corpus.digest(files[0])
    files[1].unlink()
    assert corpus.digest(files[0]) == before

"""What is taken for what, and how sure the coder was, counted right on sentences made for it."""

import pytest

from bench import confusion, corpus
from bench.confusion import Outcome
from bench.scoring import Happening, Piece
from vedette.pipeline import Pipeline


def event(kind: str, start: int, status: str = "happened") -> Happening:
    """An event whose trigger is five letters long."""
    return Happening(type=kind, trigger=Piece(start, start + 5, "words"), status=status)


@pytest.fixture
def outcome() -> Outcome:
    """Two right, one taken for another type, one missed, one too many."""
    made = Outcome()
    made.add([event("ASSAULT", 0), event("AID", 20)], [event("ASSAULT", 0), event("COERCE", 20)], [0.97, 0.5])
    made.add([event("ASSAULT", 0, "planned"), event("PROTEST", 30)], [event("ASSAULT", 1)], [0.99])
    made.add([], [event("SANCTION", 5)], [0.1])
    return made


def test_each_event_is_counted_once(outcome: Outcome) -> None:
    assert outcome.types == {
        ("ASSAULT", "ASSAULT"): 2,
        ("AID", "COERCE"): 1,
        ("PROTEST", "-"): 1,
        ("-", "SANCTION"): 1,
    }
    assert outcome.statuses == {("happened", "happened"): 2, ("planned", "happened"): 1}
    assert sorted(outcome.sure) == [
        (0.1, False, False),
        (0.5, True, False),
        (0.97, True, True),
        (0.99, True, True),
    ]


def test_the_tables_say_what_was_counted(outcome: Outcome) -> None:
    rows = "\n".join(confusion.by_type(outcome.types))
    assert "| ASSAULT | 2 | 2 | 0 | 0 | 1.00 | 1.00 |  |" in rows
    assert "| AID | 1 | 0 | 0 | 0 | - | 0.00 | COERCE 1 |" in rows
    assert "| PROTEST | 1 | 0 | 1 | 0 | - | 0.00 |  |" in rows
    assert "| SANCTION | 0 | 0 | 0 | 1 | 0.00 | - |  |" in rows
    assert "| planned | 1 |  |" in "\n".join(confusion.matrix(outcome.statuses, ["happened", "planned"]))


def test_calibration_sets_what_was_said_beside_what_was_so(outcome: Outcome) -> None:
    told = "\n".join(confusion.calibration(outcome.sure))
    assert "| 0 to 0.2 | 1 | 0.10 | 0.00 | 0.00 |" in told
    assert "| 0.95 to 1 | 2 | 0.98 | 1.00 | 1.00 |" in told
    assert told.endswith("Mean gap between confidence and being an event: 0.160.")  # (.1 + .5 + .03 + .01) / 4


def test_a_confidence_of_one_is_in_the_last_range() -> None:
    assert "| 0.95 to 1 | 1 | 1.00 | 1.00 | 0.00 |" in "\n".join(confusion.calibration([(1.0, True, False)]))


def test_labelled_sentences_go_through_the_coder(pipeline: Pipeline) -> None:
    lines = [line for line in corpus.load() if line.part == "dev"][:4]
    outcome = confusion.measured(lines, pipeline)
    labelled = sum(len(line.events) for line in lines)
    assert sum(n for (gold, _), n in outcome.types.items() if gold != confusion.NOTHING) == labelled
    assert len(outcome.sure) == sum(n for (_, guess), n in outcome.types.items() if guess != confusion.NOTHING)

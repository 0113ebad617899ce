"""The gate itself: right is 1, nothing is 0, a floor goes down only with a reason, and the labels are sound."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import corpus, gate
from bench.scoring import FIELDS, Happening, Number, Piece, Sentence, country, match, pair, same_piece, score
from vedette.errors import DataFileError
from vedette.records import Actor, Attribution, Coded, Count, Event, Mention, Report, Span, When

SECTORS = frozenset({"REB", "MIL", "CVL"})
TODAY = dt.date(2026, 1, 2)

LINES: list[dict[str, Any]] = [
    {
        "id": "t-0001",
        "report": "r-t003",
        "text": "Rebels shelled troops in Idlib on Monday, killing 12, two of them women, "
        "and wounding at least 3 people, officials said.",
        "published": "2024-11-26",
        "region": "mena",
        "style": "wire",
        "events": [
            {
                "type": "ASSAULT",
                "mode": "heavy-weapons",
                "sub_event": "Shelling/artillery/missile attack",
                "trigger": "shelled",
                "actors": [{"text": "Rebels", "code": "SYRREB"}],
                "targets": [{"text": "troops", "code": "SYRMIL"}],
                "place": "Idlib",
                "when": {"text": "on Monday", "start": "2024-11-25", "end": "2024-11-25"},
                "counts": [
                    {"of": "killed", "low": 12, "best": 12, "high": 12, "text": "12"},
                    {"of": "killed", "whom": "women", "low": 2, "best": 2, "high": 2, "text": "two", "part": True},
                    {"of": "wounded", "whom": "people", "low": 3, "best": 3, "high": None, "text": "at least 3"},
                ],
                "attribution": ["officials"],
            }
        ],
    },
    {
        "id": "t-0002",
        "report": "r-t003",
        "text": "The army did not attack the camp, and the army said it would free 5 detainees.",
        "events": [
            {"type": "ASSAULT", "trigger": "attack", "negated": True, "actors": [{"text": "army"}]},
            {
                "type": "AGREE",
                "trigger": "free",
                "status": "planned",
                "actors": [{"text": "army", "nth": 2}],
                "counts": [{"of": "released", "low": 5, "best": 5, "high": 5, "text": "5"}],
            },
        ],
    },
    {
        "id": "t-0003",
        "report": "r-t003",
        "text": "The striker shelled the keeper's goal with shots.",
        "events": [],
        "negative": "sport",
    },
]


def write(folder: Path, lines: list[Any]) -> Path:
    """A corpus of these lines."""
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / "sentences_t.jsonl").write_text(text + "\n", "utf-8")
    return folder


def changed(number: int, **changes: Any) -> list[Any]:
    """LINES with changes to the first event of one."""
    lines = json.loads(json.dumps(LINES))
    lines[number]["events"][0].update(changes)
    return list(lines)


@pytest.fixture
def golds(tmp_path: Path) -> list[Sentence]:
    """The labelled sentences of LINES."""
    return [line.sentence() for line in corpus.load(write(tmp_path, LINES))]


# -- scoring


def test_gold_as_prediction_scores_1(golds: list[Sentence]) -> None:
    tallies = score(golds, {x.id: x for x in golds}, SECTORS)
    assert {name: tally.score for name, tally in tallies.items()} == dict.fromkeys(FIELDS, 1.0)
    assert all(not tally.mistakes for tally in tallies.values())


def test_nothing_scores_0_but_for_quiet_on_negatives(golds: list[Sentence]) -> None:
    scores = {name: tally.score for name, tally in score(golds, {}, SECTORS).items()}
    assert scores.pop("negatives_clean") == 1.0
    assert set(scores.values()) == {0.0}


def test_a_live_event_on_a_negative_is_counted_and_a_denied_one_is_not(golds: list[Sentence]) -> None:
    event = Happening("ASSAULT", Piece(12, 19, "shelled"))
    loud = {"t-0003": Sentence("t-0003", golds[2].text, (event,))}
    tally = score(golds, loud, SECTORS)["negatives_clean"]
    assert tally.score == 0.0
    assert tally.mistakes[0].predicted == "ASSAULT 'shelled'"
    denied = Happening("ASSAULT", Piece(12, 19, "shelled"), status="denied")
    assert score(golds, {"t-0003": Sentence("t-0003", "", (denied,))}, SECTORS)["negatives_clean"].score == 1.0


def test_each_field_sees_its_own_mistake(golds: list[Sentence]) -> None:
    right = golds[0].events[0]
    text = golds[0].text
    somewhere = Piece(text.index("people"), text.index("people") + 6, "people", "SYRCVL")
    wrong: dict[str, dict[str, Any]] = {
        "mode": {"mode": "aerial"},
        "actors": {"actors": (somewhere,)},
        "targets": {"targets": ()},
        "code_country": {"actors": (Piece(0, 6, "Rebels", "IRQREB"),)},
        "code_full": {"actors": (Piece(0, 6, "Rebels", "SYRMIL"),)},
        "place": {"place": somewhere},
        "when": {"when": ("2024-11-18", "2024-11-25")},
        "killed": {"counts": (Number("killed", 12, 12, None), *right.counts[1:])},
        "wounded_best": {"counts": (*right.counts[:2], Number("wounded", 3, 4, None))},
        "parts": {"counts": (right.counts[0], right.counts[2])},
        "status": {"status": "possible"},
        "negated": {"negated": True},
        "attribution": {"sources": (somewhere,)},
    }
    for name, changes in wrong.items():
        values = {slot: getattr(right, slot) for slot in right.__slots__}
        guess = Happening(**(values | changes))
        tallies = score(golds[:1], {"t-0001": Sentence("t-0001", text, (guess,))}, SECTORS)
        assert len(tallies[name].mistakes) == 1, name
        assert tallies["event"].score == 1.0


def test_a_running_total_is_neither_right_nor_wrong(golds: list[Sentence]) -> None:
    right = golds[0].events[0]
    total = Number("killed", 900, 900, 900, cumulative=True)
    gold = Happening("ASSAULT", right.trigger, counts=(total,))
    guess = Happening("ASSAULT", right.trigger, counts=(Number("killed", 9, 9, 9),))
    tally = score([Sentence("a", "", (gold,))], {"a": Sentence("a", "", (guess,))}, SECTORS)["killed"]
    assert (tally.size, tally.mistakes) == (0, [])


@pytest.mark.parametrize(("told", "right"), [((12, 900), 1), ((12,), 1), ((900,), 0)])
def test_ours_marked_as_a_running_total_is_no_toll(golds: list[Sentence], told: tuple[int, ...], right: int) -> None:
    gold = Happening("ASSAULT", golds[0].events[0].trigger, counts=(Number("killed", 12, 12, 12),))
    numbers = tuple(Number("killed", n, n, n, cumulative=n == 900) for n in told)
    guess = Happening("ASSAULT", gold.trigger, counts=numbers)
    tally = score([Sentence("a", "", (gold,))], {"a": Sentence("a", "", (guess,))}, SECTORS)["killed"]
    assert (tally.size, tally.right.total()) == (1, right)


def test_pairing_prefers_the_same_words_then_the_same_type() -> None:
    first, second, third = Piece(0, 5, "fired"), Piece(10, 15, "fired"), Piece(20, 25, "fired")
    golds = [Happening("ASSAULT", first), Happening("COERCE", second)]
    guesses = [Happening("ASSAULT", second), Happening("ASSAULT", first), Happening("COERCE", third)]
    assert match(golds, guesses) == [(golds[0], guesses[1]), (golds[1], guesses[0])]
    assert match(golds[1:], guesses[2:]) == [(golds[1], guesses[2])]
    assert match(golds[:1], [Happening("AID", third)]) == []


def test_pieces_answer_by_their_last_word_or_half_of_them() -> None:
    text = "Turkish-backed rebels of the north"
    rebels = Piece(15, 21, text[15:21])
    whole = Piece(0, 21, text[0:21])
    assert same_piece(whole, rebels)
    assert same_piece(rebels, whole)  # its last word is "rebels"
    assert not same_piece(Piece(0, 14, text[:14]), Piece(0, 34, text))
    assert len(pair([whole], [rebels, whole]).both) == 1
    assert pair([whole], [rebels, whole]).both[0][1] is whole


def test_the_country_of_a_code() -> None:
    assert [country(code, SECTORS) for code in ("SYRREB", "REB", "IGO", "", None)] == ["SYR", "", "IGO", "", ""]


@given(st.lists(st.tuples(st.sampled_from(["ASSAULT", "AID", "COERCE"]), st.integers(0, 30)), max_size=6))
def test_pairing_is_one_to_one_and_whole_on_itself(events: list[tuple[str, int]]) -> None:
    happenings = [Happening(kind, Piece(n, n + 1, "x")) for kind, n in events]
    pairs = match(happenings, list(happenings))
    assert len(pairs) == len(happenings)


# -- the labels


def test_the_labels_of_the_project_are_sound() -> None:
    lines, mistakes = corpus.read()
    assert [str(mistake) for mistake in mistakes] == []
    assert len(lines) >= 400
    assert sum(line.negative is not None for line in lines) >= 100


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["{oops"], r"sentences_t\.jsonl:1: Invalid JSON"),
        (["", *LINES[:1], *LINES[:1]], r"sentences_t\.jsonl:3: id 't-0001' stands at sentences_t\.jsonl:2"),
        (changed(0, trigger="bombed"), r":1: .*'bombed' stands 0 time"),
        (changed(0, place={"text": "Idlib", "nth": 2}), "'Idlib' stands 1 time"),
        (changed(0, mode="sneeze"), "ASSAULT has no mode 'sneeze'"),
        (changed(0, sub_event="Brawl"), r"events\.0\.sub_event"),
        (changed(0, actors=[{"text": "Rebels", "code": "syr"}]), r"events\.0\.actors\.0\.code"),
        (changed(0, when={"text": "on Monday", "start": "2024-11-25", "end": "2024-11-24"}), "no stretch of days"),
        (changed(0, counts=[{"of": "killed", "low": 9, "best": 3, "text": "12"}]), "not in order"),
        (changed(0, mood="grim"), "mood"),
        ([{**LINES[2], "negative": None}], "kind of negative"),
        ([{**LINES[0], "negative": "sport"}], "kind of negative"),
        ([{**LINES[0], "region": "moon"}], "'moon' is none of the regions"),
        ([], "no sentences_"),
    ],
)
def test_a_mistake_in_the_labels_is_named_with_its_line(lines: list[Any], told: str, tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=told):
        corpus.load(write(tmp_path, lines))


def test_words_are_found_as_whole_words_first() -> None:
    assert corpus.occurrences("Iran", "Iranian jets left Iran") == [18]
    assert corpus.occurrences("Iran", "Iranian jets") == [0]
    assert corpus.occurrences("na", "banana, na_na na") == [14]
    assert corpus.occurrences("aa", "aaaa") == [0, 2]
    assert corpus.occurrences("Iran", "jets") == []


def test_labels_that_change_are_read_anew(tmp_path: Path) -> None:
    folder = write(tmp_path, LINES)
    before = len(corpus.load(folder))
    write(tmp_path, LINES[:1])
    assert (before, len(corpus.load(folder))) == (len(LINES), 1)


def test_the_digest_is_of_the_labels_and_not_of_their_spacing(tmp_path: Path) -> None:
    before = corpus.digest(write(tmp_path, LINES))
    assert (
        corpus.digest(write(tmp_path, [json.dumps(line, indent=None, separators=(",", ":")) for line in LINES]))
        == before
    )
    assert corpus.digest(write(tmp_path, changed(0, mode="aerial"))) != before


# -- the floors


def test_floors_are_raised_to_the_score_less_the_margin() -> None:
    new = gate.Gate({"event": 0.5, "mode": 0.698}).updated({"event": 0.6, "mode": 0.7}, "d", None, TODAY)
    assert new.floors == {"event": 0.595, "mode": 0.698}
    assert new.history == ()
    assert new.corpus == "d"


def test_no_margin_takes_a_floor_below_what_is_asked() -> None:
    new = gate.Gate().updated({"sub_event": 0.8413, "killed": 0.8999, "mode": 0.8413}, "d", None, TODAY)
    assert new.floors == {"sub_event": 0.84, "killed": 0.8949, "mode": 0.8363}


def test_a_lower_floor_is_refused() -> None:
    with pytest.raises(gate.RefusedError, match=r"event 0\.4000 < 0\.5000"):
        gate.Gate({"event": 0.5}).updated({"event": 0.4}, "d", None, TODAY)


def test_a_lower_floor_with_a_reason_is_kept_with_it() -> None:
    new = gate.Gate({"event": 0.5, "mode": 0.5}).updated({"event": 0.4, "mode": 0.6}, "d", "harder labels", TODAY)
    assert new.floors == {"event": 0.395, "mode": 0.595}
    assert new.history == ({"date": "2026-01-02", "reason": "harder labels", "lowered": {"event": [0.5, 0.395]}},)


def test_a_field_that_is_gone_is_below_its_floor() -> None:
    assert gate.Gate({"event": 0.5}).below({}) == ["event"]


def test_a_floor_changed_in_an_editor_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "gate.json"
    gate.Gate({"event": 0.5}, "d").write(path)
    assert gate.Gate.read(path) == gate.Gate({"event": 0.5}, "d")
    path.write_text(path.read_text("utf-8").replace("0.5", "0.1"), "utf-8")
    with pytest.raises(DataFileError, match="changed by hand"):
        gate.Gate.read(path)


def test_the_gate_of_the_project_can_be_read() -> None:
    assert gate.Gate.read(gate.GATE).floors.keys() <= FIELDS.keys()


# -- the command


@pytest.fixture
def desk(
    tmp_path: Path, golds: list[Sentence], monkeypatch: pytest.MonkeyPatch
) -> tuple[list[str], dict[str, Sentence]]:
    """The options for a gate of its own over LINES, and the predictions that it will see."""
    predictions = {x.id: x for x in golds}
    monkeypatch.setattr(gate, "predict", lambda _lines, _coder=None: predictions.values())
    gate.Gate().write(tmp_path / "gate.json")
    return ["--corpus", str(tmp_path), "--gate", str(tmp_path / "gate.json")], predictions


def test_the_gate_from_pinning_to_falling(
    desk: tuple[list[str], dict[str, Sentence]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options, predictions = desk
    assert gate.main(options) == 1
    assert "After changing the corpus run" in capsys.readouterr().err
    assert gate.main([*options, "--update"]) == 0
    assert gate.main(options) == 0
    assert "no field is below its floor" in capsys.readouterr().out
    predictions.pop("t-0001")
    assert gate.main(options) == 1
    assert "BELOW" in capsys.readouterr().out
    before = (tmp_path / "gate.json").read_text("utf-8")
    assert gate.main([*options, "--update"]) == 1
    assert "refused to lower" in capsys.readouterr().err
    assert (tmp_path / "gate.json").read_text("utf-8") == before
    assert gate.main([*options, "--update", "--allow-regression", "a sentence is gone"]) == 0
    assert "a sentence is gone" in (tmp_path / "gate.json").read_text("utf-8")
    assert gate.main(options) == 0


def test_mistakes_are_shown(desk: tuple[list[str], dict[str, Sentence]], capsys: pytest.CaptureFixture[str]) -> None:
    options, predictions = desk
    predictions["t-0001"] = Sentence("t-0001", "")
    assert gate.main([*options, "--show", "event"]) == 0
    out = capsys.readouterr().out
    assert "t-0001  Rebels shelled troops" in out
    assert "gold       ASSAULT" in out
    assert "predicted  -" in out
    assert "1 mistakes in 3" in out


@pytest.mark.parametrize("arguments", [["--allow-regression", "why"], ["--update", "--allow-regression", " "]])
def test_a_regression_needs_an_update_and_a_reason(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        gate.main(arguments)
    assert ended.value.code == 2


def test_a_coded_report_becomes_a_sentence() -> None:
    text = "Rebels shelled troops on Monday, killing 12, officials said."

    def at(words: str, ref: str | None = None) -> Mention:
        start = text.index(words)
        return Mention(start=start, end=start + len(words), text=words, kind="actor", ref=ref)

    event = Event(
        id="e",
        type="ASSAULT",
        mode="heavy-weapons",
        trigger=Span(start=7, end=14, text="shelled"),
        actors=(at("Rebels", "a"),),
        targets=(at("troops"),),
        when=When(start="2024-11-25", end="2024-11-25", text="Monday", span=(25, 31)),
        counts=(Count(of="killed", low=12, best=12, high=12, start=41, end=43),),
        attribution=(Attribution(source=at("officials"), cue=Span(start=55, end=59, text="said")),),
    )
    coded = Coded(
        id="x", report=Report(id="x", text=text), actors=(Actor(id="a", name="R", code="SYRREB"),), events=(event,)
    )
    (found,) = gate.as_sentence(coded).events
    assert found.actors == (Piece(0, 6, "Rebels", "SYRREB"),)
    assert found.targets == (Piece(15, 21, "troops"),)
    assert found.when == ("2024-11-25", "2024-11-25")
    assert found.counts == (Number("killed", 12, 12, 12),)
    assert found.sources[0].text == "officials"

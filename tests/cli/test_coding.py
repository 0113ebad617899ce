"""Batches are bounded, order is kept, and one report that breaks the coder loses only itself."""

from collections.abc import Iterator

import pytest

from vedette.cli import coding
from vedette.cli.items import Item
from vedette.errors import ModelError
from vedette.records import Coded, Report
from vedette.scale.coders import MOST_CHARACTERS


def item(number: int, text: str = "Shelling went on.") -> Item:
    """One item."""
    return Item(f"line {number}", str(number), report=Report(id=str(number), text=text))


def test_results_keep_the_order_with_failures_between(fake_coder: coding.Coder) -> None:
    given = [item(0), Item("line 1", "1", error="bad"), item(2, "REFUSE it"), item(3)]
    done = list(coding.code_items(given, lambda: fake_coder))
    assert [(one.id, coded.id) for one, coded in done] == [(x, x) for x in "0123"]
    assert [coded.error for _, coded in done] == [None, "bad", "refused. Ask for something else.", None]


def test_a_report_that_breaks_the_coder_loses_only_itself(fake_coder: coding.Coder) -> None:
    given = [item(n, "BREAK it" if n == 2 else "Shelling went on.") for n in range(5)]
    done = list(coding.code_items(given, lambda: fake_coder))
    assert [coded.id for _, coded in done] == list("01234")
    assert [bool(coded.error) for _, coded in done] == [False, False, True, False, False]
    assert "ZeroDivisionError: asked to break" in (done[2][1].error or "")


def test_a_missing_model_stops_everything() -> None:
    class Broken:
        def code(self, _reports: object) -> Iterator[Coded]:
            msg = "no model"
            raise ModelError(msg)

    with pytest.raises(ModelError):
        list(coding.code_items([item(0)], Broken))


def test_a_coder_that_gives_too_little_is_told() -> None:
    class Mute:
        def code(self, _reports: object) -> Iterator[Coded]:
            return iter(())

    ((_, coded),) = coding.code_items([item(0)], Mute)
    assert "no answer" in (coded.error or "")


def test_no_model_is_loaded_where_nothing_can_be_coded() -> None:
    def never() -> coding.Coder:
        raise AssertionError

    ((_, coded),) = coding.code_items([Item("x", "x", error="bad")], never)
    assert coded.error == "bad"


def test_batches_are_bounded_by_number_and_by_size() -> None:
    assert [len(batch) for batch in coding.batches(item(n) for n in range(150))] == [64, 64, 22]
    big = "x" * (MOST_CHARACTERS // 2)
    assert [len(batch) for batch in coding.batches(item(n, big) for n in range(5))] == [2, 2, 1]


def test_input_is_not_read_ahead_of_the_batch(fake_coder: coding.Coder) -> None:
    taken = []

    def endless() -> Iterator[Item]:
        for number in range(10_000):
            taken.append(number)
            yield item(number)

    next(coding.code_items(endless(), lambda: fake_coder))
    assert len(taken) <= coding.MOST_ITEMS

"""A span is what stands at its offsets, in code points, or it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from vedette.records import Mention, Span


@given(st.text(min_size=1), st.data())
def test_any_slice_of_a_text_is_a_span_that_holds(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span(start=start, end=end, text=text[start:end])
    assert span.holds_in(text)
    assert not span.holds_in("\uffff" * len(text)) or set(text[start:end]) == {"\uffff"}


def test_offsets_count_code_points() -> None:
    text = "🚩🚩 Aleppo fell"
    assert Span(start=3, end=9, text="Aleppo").holds_in(text)


@pytest.mark.parametrize(("start", "end", "text"), [(0, 3, "ab"), (-1, 1, "ab"), (5, 5, ""), (4, 2, "ab")])
def test_a_span_that_cannot_be_is_refused(start: int, end: int, text: str) -> None:
    with pytest.raises(ValidationError):
        Span(start=start, end=end, text=text)


def test_a_kind_outside_the_list_is_refused() -> None:
    with pytest.raises(ValidationError):
        Mention.model_validate({"start": 0, "end": 1, "text": "a", "kind": "vibe"})

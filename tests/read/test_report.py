"""Reports from text: the offset contract of body_spans for any text, and the two ways to keep a text."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.errors import InputError
from vedette.read import body_spans, read_item, read_text
from vedette.read.anatomy import dissect
from vedette.records.report import Report

PIECES = st.sampled_from(
    [
        "The army shelled the town on Monday, killing two civilians.",
        "Rebels enter the city",
        "BEIRUT (Reuters) - ",
        "By Jane Doe",
        "27 November 2024",
        "Leave a Reply",
        "Your email address will not be published.",
        "About Jane Doe",
        "About Jane Doe Jane Doe is a reporter.",
        "View all posts by Jane Doe",
        "Source: AFP",
        "Read more: Who are they?",
        "3 Comments",
        "- 12 killed in Goma",
        "14:30 GMT \u2013 ",
        "© 2024",
        "قال المتحدث",
        "İstanbul\u2019da",
        "“Fire!” he said…",
        "🙂",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u2028",
        "(Photo: Sample)",
    ],
)
ANYTHING = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200)
TEXTS = st.one_of(ANYTHING, st.lists(st.one_of(PIECES, ANYTHING), max_size=14).map("".join))


@given(TEXTS, st.one_of(st.none(), st.just("Rebels enter the city")))
@settings(max_examples=400, deadline=None)
def test_spans_are_inside_ordered_disjoint_and_hold_words(text: str, title: str | None) -> None:
    spans = body_spans(Report(id="x", text=text, title=title))
    end_before = 0
    for start, end in spans:
        assert end_before <= start < end <= len(text)
        end_before = end
    if spans != [(0, len(text))]:
        assert all(any(char.isalnum() for char in text[start:end]) for start, end in spans)
        assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_given_text_is_kept_character_for_character(text: str) -> None:
    try:
        report = read_item({"text": text})
    except InputError:
        return
    assert report.text == text


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_cuts_and_body_do_not_overlap(text: str) -> None:
    parts = dissect(text)
    body = {i for start, end in parts.body(standfirst=False) for i in range(start, end)}
    restored = parts._restored()
    if parts.cuts and parts.body(standfirst=False) != restored:
        assert not body & {i for cut in parts.cuts for i in range(cut.start, cut.end)}


@given(st.lists(st.text(alphabet=string.ascii_lowercase, min_size=2, max_size=9), min_size=5, max_size=60))
def test_plain_prose_is_all_body(words: list[str]) -> None:
    text = "Then " + " ".join(words) + " fell."
    assert body_spans(Report(id="x", text=text)) == [(0, len(text))]


def test_page_without_furniture_is_one_span_with_its_white_space() -> None:
    text = "  Rebels captured the town on Friday, officials said.\n\nThe army denied that it had lost the town.\n"
    assert body_spans(read_item({"text": text})) == [(0, len(text))]


@pytest.mark.parametrize("text", ["Rebels capture Aleppo", "Photo: rebels in Aleppo", "Correction: 12 were killed"])
def test_a_text_that_is_only_headline_or_caption_is_body(text: str) -> None:
    assert body_spans(read_item({"text": text})) == [(0, len(text))]


def test_text_equal_to_the_title_is_body() -> None:
    report = read_item({"text": "Rebels capture Aleppo.", "title": "Rebels capture Aleppo."})
    assert body_spans(report) == [(0, len(report.text))]


def test_only_furniture_has_no_body() -> None:
    assert body_spans(read_item({"text": "Leave a Reply\nYour email address will not be published."})) == []


PAGE = """Skip to content

Rebels enter Aleppo

Insurgents reach the centre, residents say

By Jane Doe

29 November 2024

BEIRUT (Reuters) - Rebels entered the city on Friday, two
residents said, after a three-day advance through the north of
the province.

The army said it had sent reinforcements. Leave a Reply
"""


def test_cleaned_text_is_the_body_joined_by_blank_lines() -> None:
    report = read_text(PAGE)
    assert report.text == (
        "Rebels entered the city on Friday, two residents said, after a three-day advance through the north of "
        "the province.\n\nThe army said it had sent reinforcements."
    )
    assert report.title == "Rebels enter Aleppo"
    assert report.summary == "Insurgents reach the centre, residents say"
    assert (report.byline, report.dateline, report.original_source) == ("Jane Doe", "BEIRUT (Reuters)", "Reuters")
    assert (report.published, report.published_by) == ("2024-11-29", "text")
    assert report.furniture == ("Skip to content", "Leave a Reply")
    assert body_spans(report) == [(0, len(report.text))]


def test_kept_text_has_the_same_fields_and_keeps_the_standfirst_in_the_body() -> None:
    cleaned, kept = read_text(PAGE), read_text(PAGE, keep_text=True)
    assert kept.text == PAGE
    same = {"text", "id"}
    assert kept.model_dump(exclude=same) == cleaned.model_dump(exclude=same)
    body = [PAGE[start:end] for start, end in body_spans(kept)]
    assert body[0] == "Insurgents reach the centre, residents say"
    assert body[1].startswith("Rebels entered the city on Friday, two\nresidents")
    assert body[1].endswith("sent reinforcements.")


def test_given_fields_outrank_the_text() -> None:
    report = read_text(PAGE, id="a", title="Rebels enter Aleppo city", published="2024-11-30", publisher="Reuters")
    assert (report.id, report.title, report.published, report.published_by) == (
        *("a", "Rebels enter Aleppo city", "2024-11-30", "given"),
    )
    assert report.original_source is None  # an outlet is not its own source


def test_id_is_made_from_the_content() -> None:
    one, two = read_text("Rebels fled the town."), read_text("Rebels left the town.")
    assert one.id == read_text("Rebels fled the town.").id != two.id


def test_right_to_left_words_in_an_english_article_are_fine() -> None:
    text = "The spokesman (قال المتحدث باسم الجيش) said the army “killed ten” in Idlib on Monday, and the rebels fled."
    report = read_item({"text": text})
    assert report.language == "en"
    assert body_spans(report) == [(0, len(text))]

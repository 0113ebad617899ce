"""The input line of the JSON lines contract: fields, types, warnings."""

from typing import Any

import pytest

from vedette.errors import InputError
from vedette.read import item_warnings, read_item, unknown_fields

TEXT = "Rebels fled the town."


def test_all_fields() -> None:
    item = {
        "id": "a",
        "text": TEXT,
        "title": "T",
        "published": "27 Nov 2024",
        "url": "https://a.example",
        "publisher": "P",
    }
    report = read_item({**item, "extra": 1})
    assert (report.id, report.text, report.title, report.url, report.publisher) == ("a", TEXT, "T", item["url"], "P")
    assert (report.published, report.published_by) == ("2024-11-27", "given")


def test_id_may_be_a_number_or_missing() -> None:
    assert read_item({"id": 7, "text": TEXT}).id == "7"
    assert len(read_item({"text": TEXT}).id) == 16


def test_null_and_blank_fields_are_missing_ones() -> None:
    report = read_item({"id": "a", "text": TEXT, "title": None, "published": "", "publisher": "  ", "html": None})
    assert (report.title, report.published, report.publisher) == (None, None, None)


def test_text_outranks_html() -> None:
    item = {"text": TEXT, "html": "<p>Other words stand here.</p>"}
    assert read_item(item).text == TEXT
    assert item_warnings(item) == ["both text and html are given; html is ignored"]


@pytest.mark.parametrize("published", ["2 hours ago", "yesterday", "2024-11", "03/04/2024", "soon"])
def test_dates_without_a_day_stay_unknown_and_are_told(published: str) -> None:
    item = {"text": TEXT, "published": published}
    report = read_item(item)
    assert (report.published, report.published_by) == (None, "unknown")
    assert published in item_warnings(item)[0]


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({}, "neither text nor html"),
        ({"id": "a", "text": None}, "neither text nor html"),
        ({"text": ""}, "the text is empty"),
        ({"text": " \n"}, "the text is empty"),
        ({"text": 5}, "'text' must be a string, not a number"),
        ({"text": ["a"]}, "'text' must be a string, not a list"),
        ({"text": TEXT, "id": True}, "'id' must be a string, not true or false"),
        ({"text": TEXT, "title": {}}, "'title' must be a string, not an object"),
        ({"text": TEXT, "published": 20241127}, "'published' must be a string, not a number"),
        ({"html": 1}, "'html' must be a string"),
        ({"text": "Rebels \udc00 fled"}, "offset 7"),
        ([TEXT], "must be a JSON object, not a list"),
        (None, "must be a JSON object, not null"),
    ],
)
def test_wrong_items(item: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_item(item)


def test_unknown_fields() -> None:
    item = {"text": TEXT, "lang": "en", "body": "x"}
    assert unknown_fields(item) == ["body", "lang"]
    assert item_warnings(item) == ["unknown field 'body' is ignored", "unknown field 'lang' is ignored"]
    assert item_warnings({"id": "a", "text": TEXT, "published": "2024-11-27"}) == []

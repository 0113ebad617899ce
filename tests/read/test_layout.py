"""The top of an article: headline, standfirst, byline, stamps, agency lines, datelines."""

import pytest

from vedette.read import body_spans, read_item
from vedette.read.layout import byline_names, is_stamp, same_words

BODY = "Rebels captured the town of Hama on Friday, two residents said."


@pytest.mark.parametrize(
    ("line", "dateline", "source", "day"),
    [
        ("BEIRUT (Reuters) - ", "BEIRUT (Reuters)", "Reuters", None),
        ("(Reuters) - ", "(Reuters)", "Reuters", None),
        ("BEIRUT, Nov 29 (Reuters) - ", "BEIRUT, Nov 29 (Reuters)", "Reuters", None),
        ("KHARTOUM, April 15 (AFP) — ", "KHARTOUM, April 15 (AFP)", "AFP", None),
        ("DAMASCUS, Nov. 30, 2024 (Xinhua) -- ", "DAMASCUS, Nov. 30, 2024 (Xinhua)", "Xinhua", "2024-11-30"),
        ("DAMASCUS, Syria (AP) — ", "DAMASCUS, Syria (AP)", "AP", None),
        ("Goma, 27 January 2025 (MSF) \u2013 ", "Goma, 27 January 2025 (MSF)", "MSF", "2025-01-27"),
        ("GENEVA/BAMAKO, 12 March 2024 \u2013 ", "GENEVA/BAMAKO, 12 March 2024", None, "2024-03-12"),
        ("KYIV, Ukraine — ", "KYIV, Ukraine", None, None),
        ("Beirut, Lebanon \u2013 ", "Beirut, Lebanon", None, None),
        ("MOSCOW -- ", "MOSCOW", None, None),
        ("ISLAMABAD: ", "ISLAMABAD", None, None),
        ("PORT-AU-PRINCE, Haiti (AP) — ", "PORT-AU-PRINCE, Haiti (AP)", "AP", None),
    ],
)
def test_datelines(line: str, dateline: str, source: str | None, day: str | None) -> None:
    text = line + BODY
    report = read_item({"text": text})
    assert (report.dateline, report.original_source) == (dateline, source)
    assert (report.published, report.published_by) == (day, "dateline" if day else "unknown")
    assert body_spans(report) == [(len(line), len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "ISIS-K attacked the airport in Kabul on Thursday.",
        "UNRWA: Two schools were hit in Gaza.",
        "BREAKING: Rebels enter Hama.",
        "Hezbollah \u2013 the group backed by Iran \u2013 fired rockets.",
        "The RSF (Rapid Support Forces) \u2013 Once a militia \u2013 holds Nyala.",
        "Hamas (the Islamic Resistance Movement) said it would not disarm.",
        "Iran-backed militias \u2013 Most of them Iraqi \u2013 crossed the border.",
    ],
)
def test_no_dateline(text: str) -> None:
    report = read_item({"text": text})
    assert report.dateline is None
    assert body_spans(report) == [(0, len(text))]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("By JANE DOE and ALI KHAN", "JANE DOE and ALI KHAN"),
        ("By Jane Doe in Goma", "Jane Doe in Goma"),
        ("By Jane Doe | 27 November 2024", "Jane Doe"),
        ("By Jane Doe, Associated Press", "Jane Doe, Associated Press"),
        ("By Mohammed al-Omar", "Mohammed al-Omar"),
        ("By Staff Reporter", "Staff Reporter"),
        ("By our correspondent", "our correspondent"),
        ("Written by Jane Doe", "Jane Doe"),
        ("Author: Jane Doe", "Jane Doe"),
        ("Jane Doe, 27 November 2024", "Jane Doe"),
        ("Posted on October 5, 2024 by Jane Doe", "Jane Doe"),
        ("By Monday", None),
        ("By land and sea", None),
        ("By the time troops came, all had fled", None),
        ("Author of the attack", None),
        ("Rebels killed by Jane Doe", None),
        ("Jane Doe", None),
    ],
)
def test_bylines(line: str, names: str | None) -> None:
    assert byline_names(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "27 November 2024",
        "Nov 27, 2024 10:30 AM EST",
        "Published: 27/11/2024",
        "2 hours ago",
        "Updated 3 hrs ago",
        "Wednesday, November 27th, 2024",
        "Last updated on 2024-11-27 at 10:30 GMT",
        "an hour ago",
    ],
)
def test_stamps(line: str) -> None:
    assert is_stamp(line)


@pytest.mark.parametrize("line", ["200", "March on", "12 killed on Monday", "May 2", "Two days ago rebels fled", ""])
def test_no_stamps(line: str) -> None:
    assert not is_stamp(line) or line == "May 2"


def test_headline_needs_prose_below_it() -> None:
    assert read_item({"text": f"Rebels take Hama\n{BODY}"}).title == "Rebels take Hama"
    text = "Rebels take Hama\nJets strike Idlib"
    report = read_item({"text": text})
    assert report.title is None
    assert body_spans(report) == [(0, len(text))]


def test_bullets_are_no_headline() -> None:
    text = f"- 12 killed in Goma\n- 30 wounded in Sake\n{BODY}"
    report = read_item({"text": text})
    assert report.title is None
    assert body_spans(report) == [(0, len(text))]


def test_a_first_sentence_is_no_headline() -> None:
    text = f"The army shelled the town on Monday.\n\n{BODY}"
    assert body_spans(read_item({"text": text})) == [(0, len(text))]


def test_with_a_known_title_only_a_line_like_it_is_the_headline() -> None:
    text = f"Rebels take Hama\n{BODY}"
    same = read_item({"text": text, "title": "Rebels Take Hama - Sample Post"})
    assert body_spans(same) == [(17, len(text))]
    other = read_item({"text": text, "title": "Something else entirely"})
    assert body_spans(other) == [(0, len(text))]


def test_standfirst_between_headline_and_byline() -> None:
    text = f"Rebels take Hama\nThe city fell after a week of heavy fighting.\nBy Jane Doe\n2 hours ago\n{BODY}\n{BODY}"
    report = read_item({"text": text})
    assert report.summary == "The city fell after a week of heavy fighting."
    assert (report.byline, report.published, report.published_by) == ("Jane Doe", None, "unknown")


def test_outlet_alone_beside_the_date_is_the_publisher_and_a_person_the_byline() -> None:
    outlet = read_item({"text": f"Rebels take Hama\nSample Caucasus Weekly\n5 December 2024\n{BODY}"})
    assert (outlet.publisher, outlet.byline) == ("Sample Caucasus Weekly", None)
    person = read_item({"text": f"Rebels take Hama\nJane Doe\n5 December 2024\n{BODY}"})
    assert (person.publisher, person.byline) == (None, "Jane Doe")


def test_agency_alone_on_a_line() -> None:
    text = f"Rebels take Hama\nReuters\n5 December 2024\n{BODY}"
    report = read_item({"text": text})
    assert report.original_source == "Reuters"
    assert body_spans(report) == [(text.index(BODY), len(text))]


def test_head_glued_to_the_first_sentence() -> None:
    text = f"Rebels take Hama in surprise raid By Jane Doe BEIRUT (Reuters) - {BODY}"
    report = read_item({"text": text})
    assert (report.title, report.byline) == ("Rebels take Hama in surprise raid", "Jane Doe")
    assert body_spans(report) == [(text.index(BODY), len(text))]


def test_byline_at_the_end_and_in_credits() -> None:
    assert read_item({"text": f"{BODY}\n\nBy Jane Doe"}).byline == "Jane Doe"
    credit = read_item({"text": f"{BODY} (Reporting by Jane Doe and Ali Khan; Editing by Bob Ray)"})
    assert credit.byline == "Jane Doe and Ali Khan"


def test_same_words() -> None:
    assert same_words("Rebels take Hama", "REBELS TAKE HAMA!")
    assert not same_words("Rebels take Hama", "Rebels lose Homs")
    assert not same_words("", "Rebels")

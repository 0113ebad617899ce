"""Every kind of furniture: recognised where it stands, and real sentences that look like it left alone."""

import time

import pytest

from vedette.read import body_spans, read_item, read_text
from vedette.read.anatomy import dissect

BODY = "The army shelled the town on Monday, killing two civilians."
NEXT = "Rebels withdrew to the north on Tuesday, a local official said."


def body_of(text: str) -> list[str]:
    report = read_item({"text": text})
    assert report.text == text
    return [text[start:end] for start, end in body_spans(report)]


GLUED = {
    "comment form": ("comment_form", "Leave a Reply Your email address will not be published."),
    "long comment form": (
        "comment_form",
        (
            "Leave a Comment Your email address will not be published. Required fields are marked * Comment * Name * "
            "Email * Website Save my name, email, and website in this browser for the next time I comment."
        ),
    ),
    "form without heading": ("comment_form", "Your email address will not be published. Required fields are marked *"),
    "biography": ("biography", "About Jane Doe Jane Doe is a freelance journalist in Beirut."),
    "biography by trade": ("biography", "About Jane Doe is a senior reporter at the Sample."),
    "author's posts": ("biography", "View all posts by Jane Doe"),
    "share": ("share", "Share this: Facebook Twitter WhatsApp"),
    "share on": ("share", "Share on Facebook"),
    "follow": ("share", "Follow us on Twitter."),
    "newsletter": ("newsletter", "Sign up for our weekly newsletter."),
    "inbox": ("newsletter", "Subscribe to our newsletter and get stories in your inbox."),
    "related": ("related", "Read more: Who are the rebels?"),
    "see also": ("related", "See also: A timeline of the war."),
    "copyright sign": ("copyright", "© 2024 The Sample Post. All rights reserved."),
    "copyright word": ("copyright", "Copyright 2024 The Sample Post."),
    "credits": ("credits", "(Reporting by Jane Doe in Goma; Editing by Ali Khan)"),
    "source": ("source", "Source: AFP"),
    "original source": ("source", "Original Source: www.example.com"),
    "first appeared": ("source", "This article first appeared in The Sample Post."),
    "tags": ("tags", "Tags: Syria, Aleppo"),
    "correction": ("correction", "This story has been corrected to fix the name of the town."),
    "earlier version": ("correction", "An earlier version of this article misspelled a name."),
    "cookies": ("cookie", "We use cookies to improve this site."),
}


@pytest.mark.parametrize(("kind", "furniture"), GLUED.values(), ids=GLUED.keys())
@pytest.mark.parametrize("joint", [" ", "\n", "\n\n"])
def test_furniture_behind_the_last_sentence(kind: str, furniture: str, joint: str) -> None:
    text = f"{NEXT} {BODY}{joint}{furniture}"
    assert body_of(text) == [f"{NEXT} {BODY}"]
    assert kind in {cut.kind for cut in dissect(text).cuts}


LINES = {
    "comment_form": ["Leave a Reply", "Leave a Comment / News / By admin", "Post Comment", "Cancel reply", "Name *"],
    "biography": ["View all posts by Jane Doe", "Twitter: @jane", "About the author"],
    "share": ["Share", "Tweet", "Share this article", "Facebook Twitter WhatsApp Email", "Print", "Copy link"],
    "newsletter": ["Subscribe", "Newsletter", "Enter your email address", "Get the news delivered to your inbox"],
    "prompt": ["Listen to this article", "Download our app", "Support independent journalism", "Log in"],
    "related": [
        "Related articles",
        "Read more",
        "You may also like",
        "Most read",
        "More on this story",
        "READ ALSO: A",
    ],
    "cookie": ["Accept all cookies", "Privacy Policy | Terms of Use", "This website uses cookies."],
    "copyright": ["All rights reserved.", "© Sample Media 2024"],
    "tags": ["Tags: Sudan, RSF", "Filed under: Africa", "Categories: War", "Posted in Africa"],
    "navigation": ["Skip to content", "Home > World > Africa", "Back to top", "4 min read", "Menu"],
    "advert": ["Advertisement", "ADVERTISEMENT", "Story continues below", "- Advertisement -"],
    "caption": [
        "FILE PHOTO: Soldiers stand guard in Homs.",
        "Photo: Sample Agency",
        "A burnt tank in Homs [Omar Haj/AFP]",
        "Smoke rises over Gaza City. REUTERS/Jane Doe",
        "Displaced people in Tawila (Photo: Sample)",
    ],
    "correction": ["Correction: The town is Hama, not Homs.", "Editor's note: Names were changed.", "CLARIFICATION: x"],
    "credits": ["Additional reporting by Jane Doe", "Jane Doe in Cairo contributed to this report."],
    "source": ["Source: SANA", "(Source: AFP)", "Courtesy of The Sample Post", "Read the original article here"],
    "comment": ["3 Comments", "Comments (12)", "Join the conversation"],
    "live_time": ["14:30 GMT", "2h ago"],
}


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, lines in LINES.items() for line in lines])
def test_a_line_of_furniture_between_paragraphs(kind: str, line: str) -> None:
    text = f"{BODY}\n\n{line}\n\n{NEXT}"
    assert body_of(text) == [BODY, NEXT]
    assert [cut.kind for cut in dissect(text).cuts] == [kind]


REAL = [
    "The source said that rebels had fled the town.",
    "Sources close to the army said it would attack.",
    "Sources: said to be close to the army.",
    "Share of the vote fell to 12 percent, officials said.",
    "Share prices fell after the attack on the port.",
    "About 200 militiamen crossed over from Iraq.",
    "About Kharkiv, Zelensky said little.",
    "Comments by the minister angered the rebels.",
    "Leave a comment, he said, and go.",
    "Leave a reply, they said, or die.",
    "Tags were found on the bodies of the soldiers.",
    "Correction officers were taken hostage in the prison.",
    "Live fire killed three protesters in Kinshasa.",
    "World leaders condemned the attack.",
    "Home Minister Amit Shah visited Manipur after clashes.",
    "News of the attack spread quickly through the camp.",
    "Photo shops were looted in Goma, residents said.",
    "Read more than ten times, the statement blamed Israel.",
    "Related violence killed 12 people in the district.",
    "Print media reported clashes in the capital.",
    "Subscribers to the newsletter of the rebel group were arrested.",
    "Copyright law was suspended by the junta.",
    "Follow the army, he told them.",
    "Search teams found ten bodies under the rubble.",
    "Advertisement boards were torn down by the mob.",
    "Editing by hand, the censors removed the report.",
    "He asked them to sign up for the militia.",
    "Video shows soldiers shooting at the crowd.",
    "At 10:30 GMT a drone hit the depot.",
    "10 soldiers were killed in an ambush in Borno.",
    "12:30 p.m. was the time of the blast.",
    "By Monday the rebels had taken Hama.",
    "By land and sea, troops attacked the port.",
    "From Goma the rebels marched on Bukavu.",
    "The article was published before the first attack.",
    "The journalist John Smith is a reporter and was wounded in Gaza.",
    "Rebels told them to register for the draft.",
    "Cookies and milk powder were looted from the depot.",
]


@pytest.mark.parametrize("sentence", REAL)
@pytest.mark.parametrize("shape", ["{}", "{} " + BODY, BODY + " {}", BODY + "\n\n{}\n\n" + NEXT])
def test_real_sentences_stay(sentence: str, shape: str) -> None:
    text = shape.format(sentence)
    assert body_spans(read_item({"text": text})) == [(0, len(text))]


def test_form_is_cut_out_of_the_middle_of_a_pasted_line() -> None:
    text = f"{BODY} Read more: Who are the rebels? The rebels then left the town."
    assert body_of(text) == [BODY, "The rebels then left the town."]


def test_biography_under_its_heading_and_at_the_tail() -> None:
    assert body_of(f"{BODY}\nAbout Jane Doe\nDoe has covered Syria since 2012 from Beirut.") == [BODY]
    assert body_of(f"{BODY}\n{NEXT}\nJane Doe is a reporter based in Beirut.") == [f"{BODY}\n{NEXT}"]


def test_a_reporter_whom_the_article_speaks_of_is_no_biography() -> None:
    text = f"Gunmen shot Jane Doe on Monday, the police said.\n{BODY}\nJane Doe is a reporter based in Beirut."
    assert body_of(text) == [text]


def test_comment_thread_closes_the_article_but_a_comment_link_at_its_top_does_not() -> None:
    body = f"{BODY} {NEXT} {BODY}"
    assert body_of(f"{body}\n3 Comments\nBob says: Shell them all again today.\nAl: no.") == [body]
    top = f"Rebels leave the town\nLeave a Comment\n{body}\n{NEXT}"
    assert body_of(top) == [f"{body}\n{NEXT}"]


def test_source_line_below_a_comment_form_still_names_the_source() -> None:
    text = f"{BODY} {NEXT} {BODY} Leave a Reply Your email address will not be published.\nOriginal Source: www.a.org"
    report = read_item({"text": text})
    assert report.original_source == "www.a.org"
    assert body_spans(report) == [(0, text.index(" Leave"))]


def test_related_headings_take_their_links() -> None:
    text = f"{BODY} {NEXT} {BODY}\nRelated articles\nWho are the rebels\nThe war in maps\n{NEXT}"
    assert body_of(text) == [f"{BODY} {NEXT} {BODY}", NEXT]


def test_live_stamp_is_cut_from_its_entry() -> None:
    assert body_of(f"{BODY}\n14:30 GMT \u2013 {NEXT}") == [BODY, NEXT]
    assert body_of(f"{BODY}\n14.30: {NEXT}") == [BODY, NEXT]


def test_captions_and_corrections_have_their_own_fields() -> None:
    text = f"{BODY}\n\nA tank in Homs (Photo: Sample)\n\n{NEXT}\n\nCorrection: The town is Hama."
    report = read_text(text)
    assert report.text == f"{BODY}\n\n{NEXT}"
    assert report.captions == ("A tank in Homs (Photo: Sample)",)
    assert report.corrections == ("Correction: The town is Hama.",)
    assert report.furniture == ()


@pytest.mark.parametrize(
    "text",
    [
        "1" * 4000,
        "share " * 3000,
        "Source: " + "A" * 4000,
        "About " + "John Smith " * 500,
        "(" * 4000,
        "- " * 3000,
        "Home News " * 2000 + "x",
        "Source: " + "A and " * 2000,
        "comment * " * 2000 + "x",
        "A B " * 3000 + "© 2024",
    ],
    ids=range(10),
)
def test_no_pattern_runs_away(text: str) -> None:
    started = time.perf_counter()
    dissect(text)
    assert time.perf_counter() - started < 1.0


def test_a_clean_text_is_quick() -> None:
    sentence = "Government forces shelled the town on Monday and some 200 people left it, officials in the area said. "
    text = sentence * 56
    report = read_item({"text": text})
    best = min(_seconds(report) for _ in range(30))
    assert best < 0.001  # 0.1 ms on an idle machine, here with room for a busy one


def _seconds(report: object) -> float:
    started = time.perf_counter()
    body_spans(report)  # type: ignore[arg-type]
    return time.perf_counter() - started

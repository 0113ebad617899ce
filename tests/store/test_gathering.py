"""What is kept of gathering: nothing is read twice, nothing that was listed is lost, an edit is read again."""

import pytest

from tests.store.made import coded
from vedette.store import Desk, doctor
from vedette.store.gathering import Answer, Gathering, Listed, PageRow, Settled, SourceRow

URL = "https://sahel.example/one"
NINE, TEN, NOON = (f"2026-11-26T{hour}:00:00.000000Z" for hour in ("09", "10", "12"))


@pytest.fixture
def gathering(desk: Desk) -> Gathering:
    """The gathering of an empty desk."""
    return Gathering(desk)


def article(url: str = URL, **told: str | None) -> Listed:
    """An article as a feed lists it."""
    return Listed(url=url, article={"title": "Raid", "updated": None} | told)


def answer(digest: str = "d1") -> Answer:
    """An answer in the archive."""
    return Answer(at=NINE, digest=digest, place={"file": "a.warc.gz", "offset": 0}, etag='"1"')


def listed(gathering: Gathering, *articles: Listed, by: str = "wire") -> int:
    """Note what a source lists."""
    return gathering.list_articles(by, articles, NINE)


def one(gathering: Gathering, at: str = NINE) -> PageRow:
    """The one address that is due."""
    (page,) = gathering.due_pages(at, 10)
    return page


def test_a_source_is_remembered_whole(gathering: Gathering) -> None:
    row = SourceRow(name="wire", place="feed x", memory={"etag": "\x00é", "seen": {"a": "b"}}, next_visit=TEN)
    gathering.remember(row)
    gathering.remember(row.model_copy(update={"failures": 2, "error": "no answer", "times": (NINE,)}))
    assert gathering.sources() == {
        "wire": row.model_copy(update={"failures": 2, "error": "no answer", "times": (NINE,)})
    }


def test_what_is_listed_is_due_once_until_it_is_fetched(gathering: Gathering) -> None:
    state = SourceRow(name="wire", place="feed x", next_visit=TEN, listed=2)
    assert gathering.list_articles("wire", [article(), article("https://sahel.example/two")], NINE, state) == 2
    assert gathering.sources()["wire"].listed == 2
    first, second = gathering.due_pages(NINE, 10)
    assert (first.url, first.article["title"], first.turn) == (URL, "Raid", 1)
    assert [page.id for page in gathering.due_pages(NINE, 1, {first.id})] == [second.id]
    assert gathering.keep_answer(first, answer(), None) is not None
    assert one(gathering).id == second.id
    assert gathering.next_due() == NINE


def test_another_source_with_the_same_article_asks_for_nothing_but_an_edit_is_fetched(gathering: Gathering) -> None:
    listed(gathering, article())
    gathering.keep_answer(one(gathering), answer(), None)
    assert listed(gathering, article(), by="aggregator") == 0
    assert gathering.due_pages(NOON, 10) == []
    assert listed(gathering, article(title="Raid kills nine"), by="aggregator") == 1
    gathering.keep_answer(one(gathering), answer("d2"), None)
    assert listed(gathering, article(updated=TEN)) == 1
    assert one(gathering).turn == 3


def test_an_edit_that_is_listed_while_the_first_version_is_fetched_is_fetched_after_it(gathering: Gathering) -> None:
    listed(gathering, article())
    begun = one(gathering)
    listed(gathering, article(updated=TEN))
    gathering.keep_answer(begun, answer(), again=None)
    assert one(gathering).turn == 2
    gathering.fetch_failed(begun, "no answer", again=None)
    assert one(gathering).due == NINE
    assert len(gathering.to_read()) == 1


def test_the_same_body_once_more_is_not_read_again(gathering: Gathering) -> None:
    listed(gathering, article())
    assert gathering.keep_answer(one(gathering), answer(), TEN) is not None
    again = one(gathering, TEN)
    assert (again.fetches, again.etag, again.digest) == (1, '"1"', "d1")
    assert gathering.keep_answer(again, answer(), NOON) is None
    gathering.unchanged(one(gathering, NOON), None)
    assert gathering.due_pages(NOON, 10) == []
    assert len(gathering.to_read()) == 1


def test_an_answer_that_a_source_carries_is_read_and_never_fetched(gathering: Gathering) -> None:
    carried = article().model_copy(update={"answer": answer()})
    assert listed(gathering, carried) == 1
    assert listed(gathering, carried) == 0
    assert gathering.due_pages(NOON, 10) == []
    (waiting,) = gathering.to_read()
    assert (waiting.url, waiting.place, waiting.report_id) == (URL, {"file": "a.warc.gz", "offset": 0}, None)
    assert listed(gathering, carried.model_copy(update={"answer": answer("d2")})) == 1
    assert len(gathering.to_read()) == 2


def test_what_became_of_an_answer_is_kept_and_the_next_one_knows_of_its_report(
    desk: Desk, gathering: Gathering
) -> None:
    listed(gathering, article())
    first = gathering.keep_answer(one(gathering), answer(), TEN)
    assert first is not None
    gathering.begin([first])
    assert gathering.to_read()[0].tries == 1
    (waiting,) = gathering.to_read()
    gathering.settle([Settled(capture=waiting, outcome="kept", report=desk.add(coded()).id)])
    second = gathering.keep_answer(one(gathering, TEN), answer("d2"), None)
    (waiting,) = gathering.to_read()
    assert (waiting.seq, waiting.report_id) == (second, desk.reports()[0].id)
    assert gathering.to_read(after=waiting.seq) == []
    gathering.settle([Settled(capture=waiting, outcome="unread", error="not \x00 English")])
    assert gathering.capture(waiting.seq) is not None
    assert gathering.tally() == {"wire": {"new": 0, "kept": 1, "aside": 0, "unread": 1, "waiting": 0, "failed": 0}}
    assert doctor(desk) == []


def test_a_fetch_that_fails_is_tried_again_and_in_the_end_given_up(gathering: Gathering) -> None:
    listed(gathering, article())
    gathering.fetch_failed(one(gathering), "500", TEN)
    assert gathering.due_pages(NINE, 10) == []
    assert (one(gathering, TEN).tries, one(gathering, TEN).error) == (1, "500")
    gathering.fetch_failed(one(gathering, TEN), "500", None)
    assert gathering.tally()["wire"]["failed"] == 1
    assert gathering.next_due() is None


def test_an_answer_that_the_archive_lost_is_fetched_once_more(gathering: Gathering) -> None:
    listed(gathering, article())
    gathering.keep_answer(one(gathering), answer(), None)
    gathering.fetch_again(gathering.to_read()[0].page_id, TEN)
    assert gathering.to_read() == []
    assert gathering.keep_answer(one(gathering, TEN), answer(), None) is not None

"""Briefs on the web as the store keeps them: versions that stay as they are, states in order, what readers see."""

import datetime as dt

import pytest
from sqlalchemy import text

from vedette.errors import StoreError
from vedette.records.brief import Brief, BriefScope, BriefSentence, Byline, Finding
from vedette.store import Desk
from vedette.store.accounts import Account, Accounts
from vedette.store.briefs import Briefs
from vedette.store.webtables import brief_version


def said(headline: str = "Twelve die in Idlib", **changes: object) -> Brief:
    """A brief of one sentence."""
    scope = BriefScope(title="Syria", country="SYR", first="2024-11-20", last="2024-11-26")
    sentence = BriefSentence(text=headline, cites=("i1",), verdict="supported")
    told: dict[str, object] = {"id": "b", "made_at": "2024-11-27T00:00:00+00:00", "scope": scope}
    return Brief.model_validate(told | {"headline": sentence} | changes)


@pytest.fixture
def briefs(desk: Desk) -> Briefs:
    """The briefs of a desk, on a clock that goes on a minute with each look."""
    moments = (dt.datetime(2026, 1, 1, 12, minute, tzinfo=dt.UTC) for minute in range(60))
    return Briefs(desk.store, lambda: next(moments))


@pytest.fixture
def people(desk: Desk) -> tuple[Account, Account]:
    """One who writes and one who signs."""
    accounts = Accounts(desk.store)
    return accounts.add("ada", "analyst"), accounts.add("ben", "editor")


def test_a_brief_goes_from_draft_to_signed_to_published(briefs: Briefs, people: tuple[Account, Account]) -> None:
    ada, ben = people
    ident = briefs.add(ada.id, said(byline=Byline(who="somebody else")), {"country": "SYR"})
    item = briefs.item(ident)
    assert item is not None
    assert (item.state, item.number, item.maker, item.live) == ("draft", 1, "ada", False)
    assert item.asked == {"country": "SYR"}
    assert briefs.content(item).byline.who is None
    assert not briefs.publish(ident, 1, ben.id), "a draft is not published"
    assert briefs.found(published=True) == []
    assert briefs.sign(ident, 1, ben.id)
    assert not briefs.sign(ident, 1, ada.id)
    assert briefs.publish(ident, 1, ben.id)
    assert not briefs.publish(ident, 1, ben.id)
    shown = briefs.item(ident, published=True)
    assert shown is not None
    assert (shown.signer, shown.live) == ("ben", True)
    assert briefs.content(shown).byline == Byline(who="ben", on="2026-01-01")


def test_readers_see_the_version_that_was_published_last(briefs: Briefs, people: tuple[Account, Account]) -> None:
    ada, ben = people
    ident = briefs.add(ada.id, said(), {})
    briefs.sign(ident, 1, ben.id)
    briefs.publish(ident, 1, ben.id)
    flagged = BriefSentence(text="No.", findings=(Finding(kind="number", words="No", problem="none"),))
    assert briefs.add_version(ident, 1, ben.id, said("Thirteen die", summary=(flagged,)), {}, "one more") == 2
    assert briefs.add_version(ident, 1, ada.id, said("Lost"), {}, "") is None, "somebody was first"
    (shown,), (newest,) = briefs.found(published=True), briefs.found(published=False)
    assert (shown.headline, newest.headline) == ("Twelve die in Idlib", "Thirteen die")
    assert (newest.flagged, newest.note, newest.author, newest.maker) == (1, "one more", "ben", "ada")
    assert [one.number for one in briefs.versions(ident)] == [2, 1]
    assert not briefs.sign(ident, 1, ben.id)
    assert briefs.withdraw(ident, ben.id, "wrong town")
    assert not briefs.withdraw(ident, ben.id, "again")
    assert briefs.item(ident, published=True) is None
    assert briefs.count(published=True) == 0
    briefs.sign(ident, 2, ben.id)
    assert briefs.publish(ident, 2, ben.id)
    again = briefs.item(ident, published=True)
    assert again is not None
    assert (again.number, again.why, again.live) == (2, None, True)


def test_an_older_version_is_not_published_over_a_newer(briefs: Briefs, people: tuple[Account, Account]) -> None:
    ada, ben = people
    ident = briefs.add(ada.id, said(), {})
    assert briefs.sign(ident, 1, ben.id)
    briefs.add_version(ident, 1, ada.id, said("Thirteen die"), {}, "")
    assert briefs.sign(ident, 2, ben.id)
    assert briefs.publish(ident, 2, ben.id)
    assert not briefs.publish(ident, 1, ben.id)
    old = briefs.item(ident, 1)
    assert old is not None
    assert old.state == "signed"


def test_pages_go_on_and_authors_have_their_own(briefs: Briefs, people: tuple[Account, Account]) -> None:
    ada, ben = people
    made = [briefs.add(who.id, said(f"Number {n}"), {}) for n, who in enumerate([ada, ben, ada, ben, ada])]
    first = briefs.found(published=False, limit=2)
    rest = briefs.found(published=False, after=first[-1].id)
    assert [one.id for one in first + rest] == made[::-1]
    assert {one.id for one in briefs.found(published=False, by=ada.id)} == {made[0], made[2], made[4]}
    briefs.sign(made[0], 1, ben.id)
    assert {one.id for one in briefs.found(published=False, by=ben.id)} == {made[0], made[1], made[3]}


@pytest.mark.parametrize("statement", ["DELETE FROM brief_version", "UPDATE brief_version SET json = '{}'"])
def test_what_a_version_says_is_kept(
    briefs: Briefs, people: tuple[Account, Account], desk: Desk, statement: str
) -> None:
    briefs.add(people[0].id, said(), {})
    with pytest.raises(StoreError, match="kept as it is"), desk.store.write() as connection:
        connection.execute(text(statement))
    with desk.store.read() as connection:
        assert connection.execute(brief_version.select()).first() is not None

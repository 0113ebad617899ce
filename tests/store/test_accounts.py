"""Accounts and what people keep beside the log, on SQLite and on PostgreSQL."""

import datetime as dt
from threading import Thread

import pytest
from sqlalchemy import text

from tests.store.conftest import Clock
from tests.store.made import coded
from vedette.errors import StoreError
from vedette.store import Desk
from vedette.store.accounts import Account, Accounts
from vedette.store.teamwork import COMMENT_LONG, LISTS, Evidence, Teamwork

HOUR = dt.timedelta(hours=1)


class Still:
    """A clock that stands until it is set on."""

    def __init__(self) -> None:
        self.now = Clock().now

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Still:
    """The time."""
    return Still()


@pytest.fixture
def accounts(desk: Desk, clock: Still) -> Accounts:
    """The accounts of an empty desk."""
    return Accounts(desk.store, clock)


@pytest.fixture
def ada(accounts: Accounts) -> Account:
    """An admin."""
    return accounts.add("Ada Lovelace", "admin", "hash")


@pytest.fixture
def team(desk: Desk, clock: Still) -> Teamwork:
    """What is kept of working together."""
    return Teamwork(desk.store, clock)


def test_an_account_is_found_by_its_name_whatever_the_case(accounts: Accounts, ada: Account) -> None:
    assert accounts.find(" ADA  lovelace ") == accounts.get(ada.id) == ada
    assert accounts.find("nobody") is accounts.get(99) is None
    assert accounts.password_of(ada.id) == "hash"
    assert "hash" not in repr(ada)
    other = accounts.add("ben", "reader", subject="https://id.example|7")
    assert accounts.of_subject("https://id.example|7") == other
    assert not other.has_password
    assert [one.name for one in accounts.all()] == ["Ada Lovelace", "ben"]
    accounts.rehash(ada.id, "newer")
    assert accounts.password_of(ada.id) == "newer"


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x1bb", "ADA LOVELACE"])
def test_a_name_that_is_none_or_taken_is_refused(accounts: Accounts, ada: Account, name: str) -> None:
    with pytest.raises(StoreError):
        accounts.add(name, "reader")
    assert accounts.all() == [ada]


def test_a_role_that_is_none_is_refused(accounts: Accounts) -> None:
    with pytest.raises(StoreError, match="no role"):
        accounts.add("ben", "king")  # type: ignore[arg-type]


def test_the_last_admin_is_kept(accounts: Accounts, ada: Account) -> None:
    for change in ({"role": "reader"}, {"disabled": True}):
        with pytest.raises(StoreError, match="only admin"):
            accounts.change(ada.id, **change)
    accounts.add("ben", "admin")
    assert accounts.change(ada.id, role="reader").role == "reader"
    with pytest.raises(StoreError, match="no such account"):
        accounts.change(99, role="reader")


def test_a_session_lasts_as_long_as_it_may(accounts: Accounts, ada: Account, clock: Still) -> None:
    accounts.begin(ada.id, "key", "word", HOUR)
    found = accounts.session("key")
    assert found is not None
    assert (found.account.id, found.csrf) == (ada.id, "word")
    assert accounts.session("other") is None
    clock.now += HOUR / 2
    accounts.seen("key", HOUR)
    clock.now += HOUR * 0.9
    assert accounts.session("key") is not None
    clock.now += HOUR
    assert accounts.session("key") is None
    accounts.begin(ada.id, "second", "word", HOUR)
    accounts.change(ada.id, password="other")  # noqa: S106 - of tests
    assert accounts.session("second") is None, "a changed account must log in again"
    accounts.begin(ada.id, "third", "word", HOUR)
    accounts.end("third")
    assert accounts.session("third") is None


def test_a_token_is_good_until_it_ends_or_is_revoked(accounts: Accounts, ada: Account, clock: Still) -> None:
    short = accounts.add_token(ada.id, "d1", "short", ["read", "judge"], HOUR)
    long = accounts.add_token(ada.id, "d2", "long", ["read"])
    found = accounts.token("d1")
    assert found is not None
    assert found[0].scopes == ("read", "judge")
    accounts.used(short.id)
    clock.now += 2 * HOUR
    assert accounts.token("d1") is None
    assert accounts.token("d2") is not None
    other = accounts.add("ben", "reader")
    assert not accounts.revoke(other.id, long.id), "not theirs"
    assert accounts.revoke(ada.id, long.id)
    assert not accounts.revoke(ada.id, long.id)
    assert accounts.token("d2") is None
    assert [one.name for one in accounts.tokens(ada.id)] == ["long", "short"]


def test_failures_are_counted_and_forgotten(accounts: Accounts, clock: Still) -> None:
    waits = {"a": lambda n: HOUR * (n > 1), "b": lambda _: dt.timedelta(0)}
    accounts.failed(waits, 24 * HOUR)
    assert accounts.barred(["a", "b"]) is None
    accounts.failed(waits, 24 * HOUR)
    assert accounts.barred(["a", "b"]) is not None
    assert accounts.barred(["b"]) is None
    clock.now += 1.5 * HOUR
    assert accounts.barred(["a"]) is None
    clock.now += 25 * HOUR
    accounts.failed(waits, 24 * HOUR)
    assert accounts.barred(["a"]) is None, "it is the first again"
    accounts.failed(waits, 24 * HOUR)
    accounts.forgive("a")
    assert accounts.barred(["a"]) is None


def test_the_audit_log_is_only_added_to(accounts: Accounts, desk: Desk) -> None:
    for n in range(3):
        accounts.note("ada", "127.0.0.1", "did", f"thing {n}\x00", number=n)
    assert [line.about for line in accounts.audited(2)] == ["thing 2\ufffd", "thing 1\ufffd"]
    (first,) = accounts.audited(5, before=accounts.audited(2)[-1].id)
    assert first.detail == {"number": 0}
    for statement in ("DELETE FROM audit", "UPDATE audit SET who = 'me'"):
        with pytest.raises(StoreError, match="only ever added"), desk.store.write() as connection:
            connection.execute(text(statement))
    assert len(accounts.audited()) == 3


def test_comments_are_shown_in_their_order_and_removed_ones_are_not(team: Teamwork, ada: Account) -> None:
    first = team.say("incident", "i1", " one \x00", "ada", account_id=ada.id)
    team.say("incident", "i1", "two", "ada", account_id=ada.id)
    team.say("report", "i1", "elsewhere", "ada", account_id=ada.id)
    held = team.say("brief", "b1", "a reply", "reader", email="r@example.org", state="held")
    assert [one.text for one in team.comments("incident", "i1")] == ["one \ufffd", "two"]
    assert [one.id for one in team.held()] == [held]
    assert "example.org" not in repr(team.held())
    team.moderate(first, "removed", "ada")
    assert [one.text for one in team.comments("incident", "i1")] == ["two"]
    found = team.comment(first)
    assert found is not None
    assert (found.state, found.moderated_by) == ("removed", "ada")
    for wrong in ("", "  ", "x" * (COMMENT_LONG + 1)):
        with pytest.raises(StoreError):
            team.say("incident", "i1", wrong, "ada")


def test_one_at_a_time_has_the_lock(team: Teamwork, accounts: Accounts, ada: Account, clock: Still) -> None:
    ben = accounts.add("ben", "analyst")
    assert team.lock("i1", ada.id, HOUR) is None
    other = team.lock("i1", ben.id, HOUR)
    assert other is not None
    assert other.name == "Ada Lovelace"
    team.unlock("i1", ben.id)
    assert [one.kind for one in team.tasks(["i1"])] == ["editing"], "not theirs to give up"
    clock.now += 2 * HOUR
    assert team.lock("i1", ben.id, HOUR) is None
    team.assign("i1", ada.id)
    assert team.assigned_to(ada.id) == ["i1"]
    assert {(one.kind, one.name) for one in team.tasks(["i1", "i2"])} == {
        ("assigned", "Ada Lovelace"),
        ("editing", "ben"),
    }
    team.assign("i1", None)
    assert team.assigned_to(ada.id) == []


def test_of_many_who_want_the_lock_one_gets_it(team: Teamwork, accounts: Accounts) -> None:
    ids = [accounts.add(f"n{n}", "analyst").id for n in range(6)]
    got: list[int] = []
    threads = [Thread(target=lambda i=i: got.append(i) if team.lock("i1", i, HOUR) is None else None) for i in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1


def test_a_proposal_is_decided_once(team: Teamwork, accounts: Accounts, ada: Account, desk: Desk) -> None:
    ben = accounts.add("ben", "editor")
    ident = team.propose(ada.id, "i1", {"kind": "retract"})
    (found,) = team.proposals("i1")
    assert (found.name, found.asked, found.state) == ("Ada Lovelace", {"kind": "retract"}, "open")
    assert team.decide(ident, "agreed", ben.id)
    assert not team.decide(ident, "refused", ben.id)
    number = desk.judge({"who": "ada", "by": "person", "kind": "confirm", "incident": "i1"})
    team.carried_out(ident, number)
    (decided,) = team.proposals("i1", state=None)
    assert (decided.state, decided.judgement, decided.decided_by) == ("agreed", number, ben.id)
    team.carried_out(ident, None)
    assert team.proposals()[0].state == "open"


def test_judgements_are_found_by_the_incident_and_by_what_undoes_them(team: Teamwork, desk: Desk) -> None:
    def put(kind: str, undoes: int | None = None, **payload: object) -> int:
        return desk.judge({"who": "ada", "by": "person", "kind": kind, "undoes": undoes, "payload": payload})

    one = put("confirm", incident="i1")
    put("confirm", incident="i10")
    two = put("merge", incidents=["i3", "i1"], into="i2")
    undo = put("undo", one)
    again = put("undo", undo)
    odd = put("confirm", incident='i"1%_\u00e9')
    assert [row.id for row in team.judgements_about("i1")] == [one, two, undo, again]
    assert [row.id for row in team.judgements_about('i"1%_\u00e9')] == [odd]
    assert team.stands() == {"i1": {"ada": "confirm"}, "i10": {"ada": "confirm"}, 'i"1%_\u00e9': {"ada": "confirm"}}


def test_evidence_belongs_to_a_judgement_and_a_report(team: Teamwork, desk: Desk) -> None:
    report = desk.add(coded()).id
    number = desk.judge({"who": "ada", "by": "person", "kind": "confirm", "incident": "i1"})
    given = Evidence(judgement=number, report_id=report, start=3, end=9)
    team.give(given)
    assert team.given() == team.given([number]) == {number: given}
    assert team.given([]) == {}
    with pytest.raises(StoreError):
        team.give(Evidence(judgement=number + 1, report_id="none", start=0, end=1))


def test_watch_lists_are_their_owners(team: Teamwork, accounts: Accounts, ada: Account) -> None:
    ben = accounts.add("ben", "reader")
    first = team.keep(ada.id, " Sahel ", "country=MLI")
    assert team.keep(ada.id, "Sahel", "country=BFA").query == "country=BFA"
    (kept,) = team.lists(ada.id)
    assert (kept.name, kept.query, kept.id != first.id) == ("Sahel", "country=BFA", True)
    assert team.lists(ben.id) == []
    assert not team.drop(ben.id, kept.id)
    assert team.drop(ada.id, kept.id)
    with pytest.raises(StoreError):
        team.keep(ada.id, "   ", "")
    for n in range(LISTS):
        team.keep(ada.id, f"list {n}", "")
    with pytest.raises(StoreError, match="Delete one"):
        team.keep(ada.id, "one more", "")

"""Alerts from incidents to their readers: only new ones, once on each way, tried until they are delivered."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.store.made import coded, count, denial, shelling
from tests.watch.alerts.mailserver import mail_server
from vedette.errors import GatherError
from vedette.merge import judgements
from vedette.merge.changes import Lookout
from vedette.merge.desking import new_incident, signature, state_of
from vedette.settings import AlertFilter, Interest, Settings
from vedette.store import Desk, open_desk
from vedette.watch.alerts.matching import holds
from vedette.watch.alerts.posting import Posting

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
HOOK: dict[str, Any] = {"webhook": "https://hooks.example/x", "secret_env": "HOOK"}
SECRETS = {"HOOK": "of these tests", "MAIL": "right"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty desk."""
    with open_desk(tmp_path) as opened:
        yield opened


def happen(desk: Desk, n: int, *, killed: int = 12, into: str | None = None) -> str:
    """A report of a shelling of Idlib comes in and is made an incident of its own, or part of one."""
    event = shelling(counts=(count("killed", killed, killed),))
    report = desk.add(coded(n, events=(event, denial()))).id
    state = state_of(desk)
    incident = into or new_incident(desk, state)
    desk.judge(judgements.assign(state, f"{report}:e1", incident, signature()))
    return incident


def settings(mail: dict[str, Any] | None = None, **alert: Any) -> Settings:
    """Settings with one alert."""
    one = {"name": "many", "feed": ("alerts/many.json",)} | alert
    return Settings.model_validate({"alert": (one,), "mail": mail})


def posting(desk: Desk, tmp_path: Path, told: Settings, wire: httpx.BaseTransport | None = None) -> Posting:
    """The alerts of a desk, taken up."""
    made = Posting(
        desk,
        tmp_path,
        told,
        Lookout(desk).changes,
        lambda: wire or httpx.MockTransport(lambda _: httpx.Response(500)),
        SECRETS,
    )
    made.begin(NOW)
    return made


def go_out(made: Posting, now: dt.datetime = NOW) -> list[str | None]:
    """Look, and have all that is due go out; the errors."""
    made.look(now)
    done = [*made.write_feeds(now), *(send() for _, send in made.jobs(now, set()))]
    for posted in done:
        made.note(posted, now)
    return [posted.error for posted in done]


def told(tmp_path: Path) -> list[str]:
    """The incidents in the feed file, the newest first."""
    feed = json.loads((tmp_path / "alerts" / "many.json").read_bytes())
    return [item["_vedette"]["incident"] for item in feed["items"]]


def test_only_incidents_that_come_after_the_alert_go_out_and_each_once(desk: Desk, tmp_path: Path) -> None:
    happen(desk, 1)
    made = posting(desk, tmp_path, settings())
    assert told(tmp_path) == []
    second = happen(desk, 2)
    assert go_out(made) == [None]
    assert go_out(made) == []
    happen(desk, 3, into=second)
    assert go_out(posting(desk, tmp_path, settings())) == []
    third = happen(desk, 4)
    go_out(made)
    assert told(tmp_path) == [third, second]


def test_an_incident_goes_out_when_it_comes_to_hold(desk: Desk, tmp_path: Path) -> None:
    few = happen(desk, 1, killed=3)
    made = posting(desk, tmp_path, settings(filter={"min_killed": 10}))
    other = happen(desk, 2, killed=4)
    assert go_out(made) == []
    happen(desk, 3, killed=11, into=few)
    go_out(made)
    assert told(tmp_path) == [few]
    desk.judge(judgements.correct_field(state_of(desk), other, "counts.killed", 20, signature()))
    go_out(made)
    assert told(tmp_path) == [other, few]


def test_what_came_while_nobody_watched_goes_out_but_not_under_a_filter_that_was_changed(
    desk: Desk, tmp_path: Path
) -> None:
    posting(desk, tmp_path, settings())
    first = happen(desk, 1)
    go_out(posting(desk, tmp_path, settings()))
    assert told(tmp_path) == [first]
    happen(desk, 2)
    made = posting(desk, tmp_path, settings(filter={"country": "SYR"}))
    go_out(made)
    assert told(tmp_path) == [first]


def test_a_retracted_incident_does_not_go_out(desk: Desk, tmp_path: Path) -> None:
    made = posting(desk, tmp_path, settings())
    incident = happen(desk, 1)
    desk.judge(judgements.retract(state_of(desk), incident, signature("an exercise")))
    assert go_out(made) == []


def test_a_webhook_is_tried_until_it_takes_the_call_and_then_never_again(desk: Desk, tmp_path: Path) -> None:
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        return httpx.Response(503 if len(keys) < 3 else 200)

    made = posting(desk, tmp_path, settings(**HOOK), httpx.MockTransport(answer))
    happen(desk, 1)
    assert go_out(made) == [None, "the webhook https://hooks.example answered 503. See what its log says"]
    assert go_out(made) == []  # not yet due again
    assert [go_out(made, NOW + n * HOUR) for n in (1, 2, 3)] == [
        ["the webhook https://hooks.example answered 503. See what its log says"],
        [None],
        [],
    ]
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert made.outbox.counts() == {"sent": 2}


def test_each_try_waits_longer_up_to_a_bound(desk: Desk, tmp_path: Path) -> None:
    made = posting(desk, tmp_path, settings(**HOOK))
    happen(desk, 1)
    now, waits = NOW, []
    for _ in range(12):
        go_out(made, now)
        due = made.outbox.next_due()
        assert due is not None
        waits.append((dt.datetime.fromisoformat(due) - now).total_seconds())
        now = dt.datetime.fromisoformat(due)
    assert waits[:3] == [60, 120, 240]
    assert waits[-1] == 21_600


def test_e_mail_goes_out_once(desk: Desk, tmp_path: Path) -> None:
    with mail_server(tls=False) as box:
        mail = {"host": "127.0.0.1", "port": box.port, "security": "none", "sender": "desk@example.org"}
        made = posting(desk, tmp_path, settings(mail, email=("ada@example.org",)))
        happen(desk, 1)
        assert go_out(made) == [None, None]
        assert go_out(made, NOW + HOUR) == []
    assert [message["Subject"] for message in box.taken] == [
        "[many] Shelling/artillery/missile attack - Idlib, SYR - 2024-11-25 - 12 killed"
    ]


def test_a_secret_that_is_not_set_is_told_at_once(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(GatherError, match="the variable OTHER, which is not set"):
        posting(desk, tmp_path, settings(**HOOK | {"secret_env": "OTHER"}))


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ({}, True),
        ({"country": "SYR", "type": "ASSAULT", "min_killed": 12, "status": "happened"}, True),
        ({"country": "IRQ"}, False),
        ({"type": "PROTEST"}, False),
        ({"place": "idlib"}, True),
        ({"place": "geonames:169389"}, True),
        ({"place": "Aleppo"}, False),
        ({"actor": "Front for the Liberation of Sham"}, True),
        ({"actor": "rebels of the FLS"}, True),
        ({"actor": "a1"}, True),
        ({"actor": "Syrian Army"}, False),
        ({"status": "denied"}, False),
        ({"min_killed": 13}, False),
        ({"text": "shelled officials"}, True),
        ({"text": "market"}, False),
        ({"min_origins": 1}, True),
        ({"min_origins": 2}, False),
        ({"of_interest": True}, False),
    ],
)
def test_an_incident_holds_to_what_is_asked(desk: Desk, asked: dict[str, Any], held: bool) -> None:  # noqa: FBT001
    happen(desk, 1)
    (view,) = Lookout(desk).changes().views
    assert holds(desk, view, AlertFilter.model_validate(asked), Interest()) == held


@pytest.mark.parametrize(
    ("interest", "held"),
    [
        ({"regions": ("Syria",)}, True),
        ({"regions": ("SYR", "MLI")}, True),
        ({"regions": ("Idlib",)}, True),
        ({"actors": ("front for the liberation of sham",)}, True),
        ({"regions": ("Mali",), "actors": ("JNIM",)}, False),
    ],
)
def test_what_is_of_interest_is_told_by_region_or_actor(desk: Desk, interest: dict[str, Any], held: bool) -> None:  # noqa: FBT001
    happen(desk, 1)
    (view,) = Lookout(desk).changes().views
    asked = AlertFilter.model_validate({"of_interest": True})
    assert holds(desk, view, asked, Interest.model_validate(interest)) == held


def test_what_a_person_corrected_counts(desk: Desk) -> None:
    incident = happen(desk, 1)
    for name, value in (("place", "Sarmin"), ("type", "COERCE")):
        desk.judge(judgements.correct_field(state_of(desk), incident, name, value, signature()))
    (view,) = Lookout(desk).changes().views
    told = [holds(desk, view, AlertFilter.model_validate(asked), Interest()) for asked in
            ({"place": "Sarmin"}, {"place": "Idlib"}, {"type": "COERCE"}, {"type": "ASSAULT"})]  # fmt: skip
    assert told == [True, False, True, False]


def test_a_notice_holds_no_control_characters_whatever_reports_held(desk: Desk, tmp_path: Path) -> None:
    made = posting(desk, tmp_path, settings())
    title = "Raid\x1b[2J\u202e\nBcc: all\x00"
    report = desk.add(coded(1, title=title, url="https://s.example/\x1b1")).id
    state = state_of(desk)
    desk.judge(judgements.assign(state, f"{report}:e1", new_incident(desk, state), signature()))
    go_out(made)
    feed = (tmp_path / "alerts" / "many.json").read_text("utf-8")
    assert "Raid Bcc: all" in feed
    for bad in ("\x1b", "\u202e", "\x00", "\\u001b"):
        assert bad not in feed

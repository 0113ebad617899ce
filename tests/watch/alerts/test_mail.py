"""E-mail of alerts, through a real server on this machine."""

import pytest

from tests.watch.alerts.conftest import Make
from tests.watch.alerts.mailserver import CERTIFICATE, Mailbox, mail_server
from vedette.errors import GatherError
from vedette.settings import MailSettings
from vedette.watch.alerts.mail import message_of, send

READERS = ("ada@example.org", "bo@example.org")


def settings(box: Mailbox, **told: object) -> MailSettings:
    """[mail] for a server of the tests."""
    given = {"host": "127.0.0.1", "port": box.port, "sender": "desk@example.org", "ca_file": str(CERTIFICATE)}
    return MailSettings.model_validate(given | told)


def test_a_message_goes_out_encrypted_and_under_a_name(delivery: Make) -> None:
    with mail_server() as box:
        assert send(delivery(), settings(box, user="desk"), READERS, "right") == []
    (message,) = box.taken
    assert (box.encrypted, box.logins) == ([True], [("desk", "right")])
    assert message["Subject"] == "[many killed] Attack - Djibo, BFA - 2026-11-01 - 9-11 killed"
    assert message["To"] == "ada@example.org, bo@example.org"
    assert message["Message-ID"] == f"<{delivery().key}@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Sahel Wire: Raid & fire <in> Djibo\r\n  https://s.example/1" in message.get_content()


def test_each_try_is_the_same_message(delivery: Make) -> None:
    assert (
        message_of(delivery(), "desk@example.org", READERS).as_bytes()
        == message_of(delivery(), "desk@example.org", READERS).as_bytes()
    )
    with mail_server() as box:
        box.busy = 1
        with pytest.raises(GatherError, match="451"):
            send(delivery(), settings(box), READERS)
        send(delivery(), settings(box), READERS)
    assert len(box.taken) == 1


def test_nothing_is_sent_in_the_clear_unless_it_is_set_so(delivery: Make) -> None:
    with mail_server(tls=False) as box:
        with pytest.raises(GatherError, match="STARTTLS"):
            send(delivery(), settings(box), READERS)
        assert box.taken == []
        send(delivery(), settings(box, security="none"), READERS)
    assert box.encrypted == [False]


def test_a_server_whose_certificate_is_not_good_gets_nothing(delivery: Make) -> None:
    with mail_server() as box:
        with pytest.raises(GatherError, match="CERTIFICATE_VERIFY_FAILED"):
            send(delivery(), settings(box, ca_file=None), READERS)
        assert box.taken == []


def test_a_wrong_password_and_a_server_that_is_not_there_are_told(delivery: Make) -> None:
    with mail_server() as box, pytest.raises(GatherError, match=r"535.*Check \[mail\]"):
        send(delivery(), settings(box, user="desk"), READERS, "wrong")
    with pytest.raises(GatherError, match="ConnectionRefused"):
        send(delivery(), settings(box), READERS)


def test_readers_whom_the_server_does_not_know_are_told_and_do_not_stop_the_others(delivery: Make) -> None:
    with mail_server() as box:
        box.refused = frozenset(READERS[:1])
        assert send(delivery(), settings(box), READERS) == ["ada@example.org"]
        assert len(box.taken) == 1
        box.refused = frozenset(READERS)
        with pytest.raises(GatherError, match=r"refused every reader: ada@example.org \(550 unknown\)"):
            send(delivery(), settings(box), READERS)


def test_no_report_can_write_a_header(delivery: Make) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        message_of(delivery(headline="x\nBcc: all@example.org"), "desk@example.org", READERS)

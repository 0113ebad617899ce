"""E-mail of an alert: one message for an incident, to all its readers, through the server of [mail].

A message is sent at least once, and hardly ever twice: if this program is killed after the server has taken a message
and before that is noted, it is sent again, with the same Message-ID, by which mailboxes and people can tell that they
are one. No way of sending mail can promise more, since a server's yes and our note of it are two steps.
"""

import contextlib
import datetime as dt
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from typing import TYPE_CHECKING, Final

from vedette.errors import GatherError
from vedette.watch.alerts.notice import plain_text

if TYPE_CHECKING:
    from vedette.settings import MailSettings
    from vedette.store.outbox import DeliveryRow

PATIENCE: Final = 30.0
"""Seconds for each answer of the server."""


def message_of(row: "DeliveryRow", sender: str, readers: Sequence[str]) -> EmailMessage:
    """The message; the same bytes at each try."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = ", ".join(readers)
    message["Subject"] = f"[{row.notice['alert']}] {row.notice['headline']}"
    message["Date"] = dt.datetime.fromisoformat(row.made_at)
    message["Message-ID"] = f"<{row.key}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # so that no robot on holiday answers (RFC 3834)
    message.set_content(plain_text(row.notice))
    return message


def send(row: "DeliveryRow", mail: "MailSettings", readers: Sequence[str], password: str | None = None) -> list[str]:
    """Send the message; the readers whom the server refused while it took it for the others.

    Raises GatherError where it took it for nobody, or cannot be spoken to as the settings want.
    """
    try:
        with _server(mail) as server:
            if mail.user:
                server.login(mail.user, password or "")
            return sorted(server.send_message(message_of(row, mail.sender, readers), mail.sender, list(readers)))
    except smtplib.SMTPRecipientsRefused as error:
        msg = f"{mail.host} refused every reader: {_said(error.recipients)}. Check the alert's email"
        raise GatherError(msg) from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        said = " ".join(str(error).split())
        msg = f"mail cannot be sent through {mail.host}:{mail.port} ({type(error).__name__}: {said}). Check [mail]"
        raise GatherError(msg) from error


@contextlib.contextmanager
def _server(mail: "MailSettings") -> Iterator[smtplib.SMTP]:
    """A connection to the server, encrypted as it is set; never in the clear where it is set otherwise."""
    context = None
    if mail.security != "none":
        context = ssl.create_default_context()
        if mail.ca_file:
            context.load_verify_locations(mail.ca_file)
    if mail.security == "tls":
        with smtplib.SMTP_SSL(mail.host, mail.port, timeout=PATIENCE, context=context) as server:
            yield server
        return
    with smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE) as server:
        if context:
            server.starttls(context=context)
        yield server


def _said(refused: "dict[str, tuple[int, bytes]]") -> str:
    """What the server said of each reader."""
    return "; ".join(f"{who} ({code} {words.decode('utf-8', 'replace')})" for who, (code, words) in refused.items())

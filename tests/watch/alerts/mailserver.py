"""A real SMTP server on this machine, small: STARTTLS, a login, and a list of what it took."""

import base64
import contextlib
import socketserver
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

TLS = Path(__file__).with_name("tls")
CERTIFICATE = TLS / "cert.pem"
"""Of 127.0.0.1, signed by itself; made for these tests."""


@dataclass
class Mailbox:
    """What the server took, and how it is to behave."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    busy: int = 0
    """So many messages are put off (451) before one is taken."""
    refused: frozenset[str] = frozenset()
    """Readers whom it does not know."""


class _Session(socketserver.StreamRequestHandler):
    """One conversation."""

    box: Mailbox
    context: ssl.SSLContext | None = None
    secure = False

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            verb = line.split(" ")[0].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            getattr(self, f"do_{verb.lower()}", self.do_other)(line)

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode("ascii"))

    def do_other(self, _: str) -> None:
        self.say("250 ok")

    def do_ehlo(self, _: str) -> None:
        more = ["250-STARTTLS"] if self.context and not self.secure else []
        self.say("250-here", *more, "250 AUTH PLAIN")

    def do_starttls(self, _: str) -> None:
        assert self.context
        self.say("220 go ahead")
        self.connection = self.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.secure = True

    def do_auth(self, line: str) -> None:
        _, user, password = base64.b64decode(line.split(" ")[2]).decode().split("\0")
        self.box.logins.append((user, password))
        self.say("235 welcome" if password == "right" else "535 no")  # noqa: S105 - of these tests

    def do_rcpt(self, line: str) -> None:
        unknown = any(f"<{who}>" in line for who in self.box.refused)
        self.say("550 unknown" if unknown else "250 ok")

    def do_data(self, _: str) -> None:
        if self.box.busy:
            self.box.busy -= 1
            self.say("451 come again")
            return
        self.say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        message = message_from_bytes(b"".join(line.removeprefix(b".") for line in lines), policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.box.taken.append(message)
        self.box.encrypted.append(self.secure)
        self.say("250 taken")


@contextlib.contextmanager
def mail_server(*, tls: bool = True) -> Iterator[Mailbox]:
    """A running server; gone at the end."""
    mailbox = Mailbox()
    made: ssl.SSLContext | None = None
    if tls:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(CERTIFICATE, TLS / "key.pem")

    class Session(_Session):
        box, context = mailbox, made

        def handle(self) -> None:
            with contextlib.suppress(OSError):  # a client that does not trust the certificate goes
                super().handle()

        def finish(self) -> None:
            with contextlib.suppress(OSError):
                super().finish()
            self.connection.close()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads, block_on_close = True, False

    with Server(("127.0.0.1", 0), Session) as server:
        mailbox.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield mailbox
        finally:
            server.shutdown()
            thread.join()

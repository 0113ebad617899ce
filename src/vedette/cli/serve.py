"""`vedette serve`: the desk on the web."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from vedette.cli import desks
from vedette.cli.console import fail, progress, say

if TYPE_CHECKING:
    import socket

    from fastapi import FastAPI

    from vedette.settings import Settings
    from vedette.store.desk import Desk

PORT: Final = 8750
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


def serve(
    desk: desks.Where = desks.HOME,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port, 0 for any that is free.")] = PORT,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:  # fmt: skip
    """Put the desk on the web: pages, review, and an API.

    \b
    Make the first account before: vedette user add NAME --role admin. What is set under
    [serve] in vedette.toml (docs/serve.md): public reading, names of hosts, https, two
    persons for each change. It loads nothing from elsewhere. Ends with Ctrl-C.

    \b
    Examples:
      vedette serve --open
      vedette serve --desk sahel --port 8000
      vedette serve --host 0.0.0.0        behind a proxy that does https

    Exit codes: 0 ended, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    told = desks.all_settings(desk)
    if host not in LOOPBACK and not told.serve.hosts:
        fail(f"--host {host} is beyond this machine. Set hosts under [serve] in vedette.toml: the names it is asked by")
    with desks.opened(desk) as held:
        run(held, told, host, port, where=desk, open_=open_)


def run(held: "Desk", told: "Settings", host: str, port: int, *, where: str, open_: bool) -> None:
    """Serve an open desk until Ctrl-C, and say where."""
    import uvicorn

    with progress("bringing the incidents up to date", enabled=sys.stderr.isatty()) as tick:
        from vedette.merge.current import refresh
        from vedette.merge.desking import state_of

        refresh(held, tick)
        state_of(held)  # read once, so that whoever judges first need not wait for it
    app = made(held, told, where)
    if not told.serve.public and not app.state.web.accounts.all():
        say("nobody may come in yet. Make an account: vedette user add NAME --role admin")
    listening = listen(host, port)
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(told.serve.proxies),
        forwarded_allow_ips=list(told.serve.proxies),
    )
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    typer.echo(f"the desk is at {address} (Ctrl-C ends it)")
    if open_:
        import webbrowser

        webbrowser.open(address)
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> "socket.socket":
    """A socket that listens; ends the command where it cannot."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        fail(f"cannot listen on {host} port {port}: {error.strerror or error}. Choose another with --port")
    # What is accepted inherits it. asyncio sets it for sockets of its own making alone, and without it an answer whose
    # head and body go out apart waits 40 ms for the reader's acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def free_port(port: int) -> int:
    """The port, or 0 for any where another program has it."""
    import socket

    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return 0
    return port


def made(held: "Desk", told: "Settings", where: str) -> "FastAPI":
    """The application of a desk with its settings."""
    from vedette.errors import VedetteError
    from vedette.serve.app import create_app

    history = Path(where).expanduser() / told.serve.history if told.serve.history else None
    if history is not None and not history.is_file():
        fail(f"{history}, the history under [serve], is not there. Correct vedette.toml")
    try:
        return create_app(held, told, history=history)
    except VedetteError as error:
        fail(str(error))

"""`vedette user`: who may come in where the desk is on the web. The first admin is made here."""

import datetime as dt
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import asking, desks
from vedette.cli.console import fail

if TYPE_CHECKING:
    from vedette.store.accounts import Account, Accounts, Role

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Who may come in where the desk is on the web.")
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name to log in with.", show_default=False)]
RoleArg = Annotated[
    str, typer.Argument(metavar="ROLE", help="reader, analyst, editor or admin.", show_default=False)
]  # fmt: skip
FromStdin = Annotated[bool, typer.Option("--stdin", help="Read the password from standard input, one line.")]


@app.command("add")
def add(
    name: Name,
    role: Annotated[str, typer.Option(metavar="ROLE", help="reader, analyst, editor or admin.")] = "reader",
    stdin: FromStdin = False,
    desk: desks.Where = desks.HOME,
) -> None:
    """Make an account; its password is asked for.

    \b
    A reader reads. An analyst also judges, corrects and comments. An editor also splits,
    merges, retracts and undoes what others judged. An admin also manages accounts.

    \b
    Examples:
      vedette user add ada --role admin
      pass show desk/ben | vedette user add ben --role analyst --stdin

    Exit codes: 0 made, 1 refused, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.serve import keys

    chosen = _role(role)
    with desks.opened(desk) as held:
        made = _accounts(held).add(name, chosen, keys.hashed(_password(stdin=stdin), name))
        _accounts(held).note("command line", "", "account made", made.name, role=made.role)
        desks.print_line(f"{made.name} may come in as {made.role}")


@app.command("list")
def list_(desk: desks.Where = desks.HOME) -> None:
    """List the accounts.

    \b
    Examples:
      vedette user list

    Exit codes: 0 listed, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    with desks.opened(desk) as held:
        found = _accounts(held).all()
        rows = [[one.name, one.role, "no" if one.disabled else "yes", one.made_at, one.seen_at or ""] for one in found]
        desks.print_rows(("name", "role", "may come in", "made", "seen"), rows)


@app.command("role")
def role(name: Name, role: RoleArg, desk: desks.Where = desks.HOME) -> None:
    """Give an account another role; it is logged out.

    \b
    Examples:
      vedette user role ben editor

    Exit codes: 0 done, 1 there is no such account, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    chosen = _role(role)
    with desks.opened(desk) as held:
        changed = _accounts(held).change(_known(_accounts(held), name).id, role=chosen)
        _accounts(held).note("command line", "", "role changed", changed.name, role=chosen)
        desks.print_line(f"{changed.name} is {changed.role} now")


@app.command("password")
def password(name: Name, stdin: FromStdin = False, desk: desks.Where = desks.HOME) -> None:
    """Give an account another password; it is logged out.

    \b
    Examples:
      vedette user password ben

    Exit codes: 0 done, 1 there is no such account, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.serve import keys

    with desks.opened(desk) as held:
        known = _known(_accounts(held), name)
        kept = keys.hashed(_password(stdin=stdin), known.name)
        _accounts(held).change(known.id, password=kept, disabled=False)
        _accounts(held).note("command line", "", "password set", known.name)
        desks.print_line(f"the password of {known.name} is another now")


@app.command("token")
def token(
    name: Name,
    label: Annotated[str, typer.Option(metavar="TEXT", help="What it is for.")] = "command line",
    scope: Annotated[list[str] | None, typer.Option(metavar="SCOPE", help="read, judge or admin; repeatable.")] = None,
    days: Annotated[int, typer.Option(min=0, max=3650, help="How long it lasts, 0 for good.")] = 90,
    desk: desks.Where = desks.HOME,
) -> None:  # fmt: skip
    """Make a token of an account for a program, and print it; it is kept as a hash only.

    \b
    Examples:
      vedette user token ben --scope read --label QGIS
      curl -H "Authorization: Bearer $(vedette user token ben)" http://127.0.0.1:8750/api/v1/incidents

    Exit codes: 0 made, 1 there is no such account, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.serve import keys
    from vedette.serve.guard import SCOPES

    scopes = scope or ["read"]
    if strange := set(scopes) - set(SCOPES):
        asking.none_of(f"--scope {min(strange)!r} is none", min(strange), SCOPES)
    with desks.opened(desk) as held:
        accounts = _accounts(held)
        known, made = _known(accounts, name), keys.new_token()
        lasting = dt.timedelta(days=days) if days else None
        kept = accounts.add_token(known.id, keys.digest(made), label, [one for one in SCOPES if one in scopes], lasting)
        accounts.note("command line", "", "token made", str(kept.id), account=known.name)
        desks.print_line(made)


def _accounts(held: object) -> "Accounts":
    """The accounts of a desk."""
    from vedette.store.accounts import Accounts

    return Accounts(held.store)  # type: ignore[attr-defined]  # a Desk, which is slow to import


def _known(accounts: "Accounts", name: str) -> "Account":
    """The account of a name; else the command ends."""
    found = accounts.find(name)
    if found is None:
        fail(f"there is no account {name!r}. List them with: vedette user list", desks.TOLD)
    return found


def _role(given: str) -> "Role":
    """A role, checked."""
    from vedette.store.accounts import ROLES

    found = next((role for role in ROLES if role == given), None)
    if found is None:
        asking.none_of(f"{given!r} is no role", given, ROLES)
    return found


def _password(*, stdin: bool) -> str:
    """A new password: typed twice, or a line of standard input."""
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    try:
        given: str = typer.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt=True)
    except typer.Abort:
        if sys.stdin.isatty():
            raise
        fail("there is no terminal on which to ask for the password. Pipe it in, with --stdin.")
    return given

"""The page of commands: each with its arguments, options and examples, as typer has them."""

import enum
import re
from collections.abc import Iterator
from typing import Any, Final, get_args

import typer.main

from docsite.tables import code, codes, fence, need, table, words
from vedette.cli.main import app

EXAMPLES: Final = "Examples:"
_REMEDY: Final = "Give it a help text in src/vedette/cli"


def walk(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 - typer's
    """Every command that does something, with the words that call it, groups of commands opened."""
    group = typer.main.get_command(app) if group is None else group
    for name, command in group.commands.items():
        if command.hidden:
            continue
        if hasattr(command, "commands"):
            yield from walk(command, (*path, name))
        else:
            yield (*path, name), command


def options(command: Any) -> list[Any]:  # noqa: ANN401 - typer's
    """What a command takes, without --help."""
    return [param for param in command.params if "--help" not in param.opts and not getattr(param, "hidden", False)]


def page() -> str:
    """The page."""
    found = list(walk())
    listed = table(
        ["command", "what it does"],
        ([f"[`vedette {' '.join(path)}`](#{anchor(path)})", first_line(command)] for path, command in found),
    )
    return f"{words('commands')}\n\n{listed}\n" + "\n".join(_section(path, command) for path, command in found)


def anchor(path: tuple[str, ...]) -> str:
    """Where on the page a command stands."""
    return "vedette-" + "-".join(path)


def first_line(command: Any) -> str:  # noqa: ANN401 - typer's
    """What a command does, in one line."""
    told = need(command.help, f"the command {command.name}", _REMEDY)
    return " ".join(told.replace("\b", "").strip().split("\n\n")[0].split())


def _section(path: tuple[str, ...], command: Any) -> str:  # noqa: ANN401 - typer's
    """A command's part of the page."""
    name = " ".join(path)
    parts = [f"## vedette {name} {{#{anchor(path)}}}", *_prose(command.help)]
    taken = options(command)
    arguments = [param for param in taken if param.param_type_name == "argument"]
    given = [param for param in taken if param.param_type_name == "option"]
    if arguments:
        rows = ([code(_shown(param)), _told(name, param)] for param in arguments)
        parts.append(table(["argument", "what it is"], rows))
    if given:
        rows = ([codes((*param.opts, *param.secondary_opts)), _told(name, param), _default(param)] for param in given)
        parts.append(table(["option", "what it is", "without it"], rows))
    return "\n\n".join(parts) + "\n"


def _prose(told: str) -> list[str]:
    """A help text's paragraphs; its examples as a block of commands."""
    parts = []
    for paragraph in re.split(r"\n\s*\n", told.replace("\b", "").strip()):
        lines = [line.rstrip() for line in paragraph.strip("\n").splitlines()]
        if lines[0].strip() == EXAMPLES:
            parts.append(fence("\n".join(line.strip() for line in lines[1:])))
        elif any(line.startswith("  ") for line in lines):
            parts.append(fence("\n".join(lines)))
        else:
            parts.append(" ".join(" ".join(lines).split()).replace("<", "&lt;"))
    return parts


def _shown(param: Any) -> str:  # noqa: ANN401 - typer's
    """An argument as the usage line has it."""
    name = param.metavar or param.name.upper()
    return f"{name}..." if param.nargs == -1 else name


def _told(command: str, param: Any) -> str:  # noqa: ANN401 - typer's
    """What a parameter is for, the words that it takes, the variable that gives it."""
    told = need(param.help, f"{param.opts[0]} of vedette {command}", _REMEDY).replace("<", "&lt;")
    if choices := _choices(param):
        told += f" One of {codes(choices)}."
    if param.envvar and str(param.envvar) not in told:
        told += f" Also: `{param.envvar}`."
    return told


def _choices(param: Any) -> list[str]:  # noqa: ANN401 - typer's
    """The words that a parameter takes, where they are a closed list."""
    kind = param.type_descriptor.annotation
    for found in (kind, *get_args(kind)):
        if isinstance(found, type) and issubclass(found, enum.Enum):
            return [str(member.value) for member in found]
    return []


def _default(param: Any) -> str:  # noqa: ANN401 - typer's
    """What holds where the option is not given."""
    if param.required:
        return "must be given"
    default = param.default
    if default is None or isinstance(default, bool) or default == () or callable(default):
        return ""
    return code(str(default.value if isinstance(default, enum.Enum) else default))

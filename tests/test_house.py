"""The rules of the house that no linter has: sizes, tests that can fail, names that only some systems have."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = ("src", "tests", "bench", "docsite", "training", "scripts")
LONGEST_FUNCTION, LONGEST_MODULE = 50, 600
ASSERTING = frozenset({"expect", "raises", "warns", "fail"})
"""What pytest and Playwright assert with; NumPy's begin with assert_."""

POSIX_MODULES = frozenset({"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"})
POSIX_NAMES = {
    "os": frozenset(
        {"O_CLOEXEC", "O_DIRECTORY", "O_DSYNC", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC", "chown", "chroot"}
        | {"fchmod", "fchown", "fdatasync", "fork", "forkpty", "getegid", "geteuid", "getgid", "getloadavg", "getpgid"}
        | {"getuid", "killpg", "lchown", "mkfifo", "mknod", "nice", "openpty", "posix_fadvise", "posix_spawn", "pread"}
        | {"pwrite", "sched_getaffinity", "sched_setaffinity", "setgid", "setpgid", "setsid", "setuid", "sync"}
        | {"sysconf", "uname", "wait", "wait3", "wait4", "writev"}
    ),
    "signal": frozenset(
        {"SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGUSR1", "SIGUSR2", "alarm", "setitimer"}
    ),
    "socket": frozenset({"AF_UNIX"}),
}
"""What Python has on Linux and macOS, and not on Windows: its documentation says so of each."""

POSIX_PATH = re.compile(r"/(dev|etc|home|mnt|opt|proc|root|srv|tmp|usr|var)(/|$)")
"""A path that only some systems have."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All that a module is made of, the module itself first."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def modules(*folders: str) -> Iterator[tuple[Path, tuple[ast.AST, ...]]]:
    """The modules of some folders with what they are made of."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert paths
    return ((path.relative_to(ROOT), nodes_of(path)) for path in paths)


def functions(nodes: Iterable[ast.AST]) -> list[Function]:
    """The functions and methods among them, those within others too."""
    return [node for node in nodes if isinstance(node, Function)]


def length(node: Function) -> int:
    """Lines from `def` to the end, docstring included."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_and_modules_are_short() -> None:
    found = []
    for path, nodes in modules(*OURS):
        lines = len((ROOT / path).read_text("utf-8").splitlines())
        if lines > LONGEST_MODULE:
            found.append(f"{path} has {lines} lines, {LONGEST_MODULE} at most")
        long = [node for node in functions(nodes) if length(node) > LONGEST_FUNCTION]
        found += [f"{path}:{node.lineno} {node.name} has {length(node)} lines" for node in long]
    assert not found


def called(node: ast.AST) -> set[str]:
    """The bare names of what is called within a piece of code."""
    calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in calls}


def can_fail(node: ast.AST) -> bool:
    """Whether a piece of code asserts something by itself."""
    if any(isinstance(part, ast.Assert) for part in ast.walk(node)):
        return True
    return any(name in ASSERTING or name.startswith("assert_") for name in called(node))


def test_every_test_can_fail() -> None:
    """By an assertion of its own, or one in a function of its module (a helper, a fixture) that it uses."""
    idle = []
    for path, nodes in modules("tests"):
        every = functions(nodes)
        tests = [node for node in every if node.name.startswith("test_") and not can_fail(node)]
        helpers = {node.name for node in every if tests and not node.name.startswith("test_") and can_fail(node)}
        idle += [
            f"{path}:{node.lineno} {node.name} asserts nothing"
            for node in tests
            if not helpers & (called(node) | {argument.arg for argument in node.args.args})
        ]
    assert not idle


def guarded(nodes: Iterable[ast.AST]) -> set[ast.AST]:
    """What runs only where the system has it: after `hasattr`, or where an ImportError is awaited."""
    found: set[ast.AST] = set()
    for node in nodes:
        if isinstance(node, ast.Try) and any("ImportError" in ast.dump(handler) for handler in node.handlers):
            found.update(part for line in node.body for part in ast.walk(line))
        if isinstance(node, ast.If | ast.IfExp) and "hasattr" in called(node.test):
            found.update(ast.walk(node))
    return found


def posix_only(node: ast.AST) -> str | None:
    """What of a node Windows does not have."""
    if isinstance(node, ast.Import):
        return next((name.name for name in node.names if name.name in POSIX_MODULES), None)
    if isinstance(node, ast.ImportFrom):
        there = {name.name for name in node.names} & POSIX_NAMES.get(node.module or "", frozenset())
        return node.module if node.module in POSIX_MODULES else next(iter(there), None)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and POSIX_PATH.match(node.value):
        return node.value
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}" if node.attr in POSIX_NAMES.get(node.value.id, ()) else None
    return None


def unsafe(nodes: tuple[ast.AST, ...]) -> list[str]:
    """What of a module Windows does not have and nothing asks for first."""
    found = [(node, name) for node in nodes if (name := posix_only(node))]
    safe = guarded(nodes) if found else set()
    return [name for node, name in found if node not in safe]


def test_the_package_uses_nothing_that_only_some_systems_have() -> None:
    """Paths are pathlib's and no shell is used: ruff's PTH and S60x see to that. This is for the rest."""
    assert not [f"{path} {name}" for path, nodes in modules("src") for name in unsafe(nodes)]


def test_what_windows_does_not_have_is_seen_unless_it_is_asked_for_first() -> None:
    def seen(code: str) -> list[str]:
        """What is found in a piece of code."""
        return unsafe(tuple(ast.walk(ast.parse(code))))

    assert seen("import fcntl") == ["fcntl"]
    assert seen("from os import fork") == ["fork"]
    assert seen("import signal\nsignal.SIGKILL") == ["signal.SIGKILL"]
    assert seen("Path('/etc/hosts')") == ["/etc/hosts"]
    assert seen("try:\n    import fcntl\nexcept ImportError:\n    fcntl = None") == []
    assert seen("n = os.getuid() if hasattr(os, 'getuid') else 0") == []

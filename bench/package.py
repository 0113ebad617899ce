"""The package as a stranger gets it: built, looked into, installed elsewhere in a clean environment, used.

python -m bench.package [--no-install]     (or: make package)

The wheel and the source archive go to dist/. The wheel must hold every file of src/vedette that git knows, the licences
and nothing else; the archive what a wheel can be built from and nothing that was made. Then a new environment in a
folder of its own: what the lock file pins, the wheel, and a stranger's first commands, run where nothing of the
repository is in reach. Sizes and times are printed; whatever does not hold ends it with 1.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parent.parent
DIST: Final = ROOT / "dist"
SHORT: Final = "Rebels shelled the town of Idlib on Monday, killing at least 12 civilians, local officials said.\n"
MUST: Final = (
    "vedette/py.typed",
    "vedette/data/model/reader.npz",
    "vedette/data/model/gate.npz",
    "vedette/data/frames/violence.toml",
    "vedette/data/samples/README.md",
    "vedette/serve/static/manifest.json",
    "vedette/serve/templates/base.html",
    "vedette/store/migrations/env.py",
)
"""One file of each kind: what git ignores by mistake is in neither list, and would be missed by nobody."""
LICENCES: Final = ("LICENSE", "NOTICE")
MADE: Final = re.compile(
    r"(^|/)(__pycache__|node_modules|\.venv|\.git|dist|build|out|\.[a-z]+_cache|vedette-demo[^/]*)(/|$)"
)
"""Parts of a path that no archive of sources has: what was made, and what tools keep."""
LARGEST: Final = 60_000_000
"""Bytes of the wheel: the index takes 100 MB, and every new machine has to fetch it."""


class Wrong(Exception):  # noqa: N818 - it is what it says
    """Something about the package does not hold."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built."""

    wheel: Path
    archive: Path


def build(to: Path) -> Built:
    """Build both into an empty folder."""
    shutil.rmtree(to, ignore_errors=True)
    _run([sys.executable, "-m", "hatchling", "build", "-d", str(to)], ROOT, dict(os.environ))
    (wheel,), (archive,) = to.glob("*.whl"), to.glob("*.tar.gz")
    return Built(wheel, archive)


def tracked(under: str) -> set[str]:
    """The files below a folder that git knows, or would take: what is not ignored. Raises Wrong outside a clone."""
    told = _run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", under], ROOT, dict(os.environ))
    return {name for name in told.split("\0") if name and (ROOT / name).is_file()}


def wrong_with_wheel(names: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """What is wrong with the files of a wheel, which must be the wanted ones of the package, and what tells of it."""
    there, wanted_ = set(names), set(wanted)
    about = {name for name in there if PurePosixPath(name).parts[0].endswith(".dist-info")}
    found = [f"the wheel lacks {name}" for name in sorted((wanted_ | set(MUST)) - there)]
    found += [f"the wheel holds {name}, which is no file of src/vedette" for name in sorted(there - wanted_ - about)]
    licences = {PurePosixPath(name).name for name in about if "/licenses/" in name}
    return found + [f"the wheel lacks the licence file {name}" for name in LICENCES if name not in licences]


def wrong_with_archive(names: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """What is wrong with the files of an archive of sources; names are those below its one folder."""
    there = set(names)
    needed = {*wanted, *LICENCES, "README.md", "pyproject.toml", "hatch_build.py", "PKG-INFO", "web/package-lock.json"}
    found = [f"the source archive lacks {name}" for name in sorted(needed - there)]
    return found + [f"the source archive holds {name}" for name in sorted(there) if MADE.search(name)]


def look_into(built: Built) -> None:
    """Print the sizes; raises Wrong for files that are missing or do not belong."""
    sources = tracked("src/vedette")
    with zipfile.ZipFile(built.wheel) as wheel:
        names = [name for name in wheel.namelist() if not name.endswith("/")]
        whole = sum(entry.file_size for entry in wheel.infolist())
    found = wrong_with_wheel(names, (name.removeprefix("src/") for name in sources))
    with tarfile.open(built.archive) as archive:
        members = [member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()]
    found += wrong_with_archive(members, sources)
    size = built.wheel.stat().st_size
    if size > LARGEST:
        found.append(f"the wheel has {size / 1e6:.1f} MB, {LARGEST / 1e6:.0f} at most")
    if found:
        raise Wrong("\n".join(found))
    print(
        f"wheel            {size / 1e6:6.1f} MB  {built.wheel.name}, {len(names)} files, {whole / 1e6:.0f} MB installed"
    )
    print(f"source archive   {built.archive.stat().st_size / 1e6:6.1f} MB  {built.archive.name}, {len(members)} files")


class Took(NamedTuple):
    """Seconds that a command took by the clock, and of processor, which others at work on the machine lengthen less."""

    clock: float
    processor: float

    def __str__(self) -> str:
        """Both, in columns."""
        return f"{self.clock:6.2f} s  ({self.processor:.2f} s of processor)"


class Elsewhere:
    """A clean environment in a folder of its own, and what a stranger does in it."""

    def __init__(self, folder: Path) -> None:
        """Make the environment; nothing of the caller's Python reaches into it."""
        self.folder = folder
        self._bin = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        venv.create(folder / "venv", with_pip=True)
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VEDETTE", "VIRTUAL"))
        }
        home = folder / "home"
        home.mkdir()
        self._environment = kept | {
            "HOME": str(home),
            "USERPROFILE": str(home),
            "PYTHONNOUSERSITE": "1",
            "COLUMNS": "100",
        }
        self._pip = {"PIP_CACHE_DIR": _pip_cache(), "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}

    def install(self, wheel: Path) -> None:
        """Install what the lock file pins, then the wheel; raises Wrong where the wheel asks for more than that."""
        self._python("pip", "install", "-qq", "--require-hashes", "-r", str(ROOT / "requirements.lock"))
        self._python("pip", "install", "-qq", "--no-deps", str(wheel))
        self._python("pip", "check")

    def _python(self, *module: str) -> str:
        """Run a module of the environment's Python."""
        return _run([str(self._bin / "python"), "-m", *module], self.folder, self._environment | self._pip)

    def vedette(self, *arguments: str) -> tuple[str, "Took"]:
        """What the command writes, and how long it takes."""
        command = shutil.which("vedette", path=str(self._bin))
        if command is None:
            msg = f"there is no command vedette in {self._bin}"
            raise Wrong(msg)
        before, begun = os.times(), time.perf_counter()
        told = _run([command, *arguments], self.folder, self._environment)
        took, after = time.perf_counter() - begun, os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        return told, Took(took, used)


def use(there: Elsewhere) -> None:
    """Do what a stranger does first, and print the times; raises Wrong where a command fails or finds nothing."""
    place = there.vedette("version")[0]
    print(f"installed        {place.splitlines()[0]}, {place.splitlines()[1]}", flush=True)
    report = there.folder / "report.txt"
    report.write_text(SHORT, "utf-8")
    first, took = there.vedette("code", str(report), "--published", "2024-11-30", "--jsonl")
    events = [event["sub_event"] for event in json.loads(first)["events"]]
    _must("Shelling/artillery/missile attack" in events, f"vedette code finds {events} in {SHORT!r}, and no shelling")
    print(f"first result     {took}  vedette code report.txt, first run: {', '.join(events)}", flush=True)
    took = min(there.vedette("--help")[1] for _ in range(3))
    print(f"cold start       {took}  vedette --help, the quickest of three", flush=True)
    shown, took = there.vedette("demo", "--web", "0")
    told = re.search(r"(\d+) reports, (\d+) events", shown)
    _must(told is not None and int(told[2]) >= int(told[1]), f"vedette demo does not tell of events:\n{shown[-500:]}")
    print(f"demo             {took}  vedette demo --web 0: {told and told[0]}", flush=True)
    sound, took = there.vedette("doctor", "--desk", "vedette-demo-desk")
    _must("is sound" in sound, f"vedette doctor does not find the sample desk sound:\n{sound}")
    print(f"doctor           {took}  vedette doctor --desk vedette-demo-desk", flush=True)
    _, took = there.vedette("map", "--desk", "vedette-demo-desk", "-o", "map.html")
    print(
        f"map              {took}  vedette map -o map.html: {(there.folder / 'map.html').stat().st_size / 1e6:.1f} MB"
    )


def _must(holds: bool, else_: str) -> None:  # noqa: FBT001 - the question itself
    """Raise Wrong where something does not hold."""
    if not holds:
        raise Wrong(else_)


def _pip_cache() -> str:
    """Pip's cache of the caller, since the environment has a home of its own."""
    told = subprocess.run([sys.executable, "-m", "pip", "cache", "dir"], check=True, capture_output=True, text=True)
    return told.stdout.strip()


def _run(command: Sequence[str], folder: Path, environment: dict[str, str]) -> str:
    """Run a command and give what it writes; raises Wrong with what it says where it fails."""
    done = subprocess.run(
        command, cwd=folder, env=environment, check=False, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        msg = f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
        raise Wrong(msg)
    return done.stdout


def main() -> None:
    """Build, look into what was built, and use it elsewhere."""
    parser = argparse.ArgumentParser(prog="python -m bench.package", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--no-install", action="store_true", help="only build and look into what was built")
    asked = parser.parse_args()
    begun = time.perf_counter()
    try:
        built = build(DIST)
        look_into(built)
        if not asked.no_install:
            with tempfile.TemporaryDirectory(prefix="vedette-package-") as folder:
                there = Elsewhere(Path(folder))
                there.install(built.wheel)
                use(there)
    except Wrong as wrong:
        sys.exit(str(wrong))
    print(f"all of it        {time.perf_counter() - begun:6.0f} s")


if __name__ == "__main__":
    main()

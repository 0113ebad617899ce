"""What `vedette doctor` looks at beside the desk: lines for Python, model, data, extras, settings, rights and room."""

import importlib.util
import json
import os
import platform
import re
import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

OK, NOTE, WRONG = "ok", "note", "wrong"
Line = tuple[str, str, str]

OLDEST: Final = (3, 11)
PORT: Final = 8750
LITTLE: Final = 500_000_000
"""Bytes on a disk below which a desk may soon be full."""

_EXTRA: Final = re.compile(r"extra\s*==\s*['\"]([\w-]+)['\"]")
_NAME: Final = re.compile(r"[\w.-]+")
_FOR_WORKING: Final = frozenset({"dev", "docs"})
_SECRET: Final = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|DESK|URL")


def machine(folder: Path) -> Iterator[Line]:
    """Every line about this machine; `folder` is where a desk is or would be."""
    yield python()
    yield model()
    yield from data()
    yield from extras(installed())
    yield from settings(os.environ)
    yield writable("folder", folder)
    yield writable("places", own_places().parent)
    yield room(folder)
    yield port()


def python() -> Line:
    """Which Python, and on what."""
    from vedette.version import __version__

    told = f"vedette {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    if sys.version_info < OLDEST:
        return "python", WRONG, f"{told}. Vedette needs Python {'.'.join(map(str, OLDEST))} or newer"
    return "python", OK, told


def model() -> Line:
    """The language model: which, and in what version; it is not loaded."""
    from vedette.code.parse import KNOWN_VERSION, REMEDY, model_name
    from vedette.errors import ModelError

    try:
        name = model_name()
    except ModelError as error:
        return "model", WRONG, str(error)
    found = importlib.util.find_spec(name) if name.isidentifier() else None
    folder = Path(found.origin).parent if found and found.origin else Path(name)
    told = sorted(folder.glob("meta.json")) or sorted(folder.glob("*/meta.json"))
    if not told:
        return "model", WRONG, f"the language model {name!r} is not there. {REMEDY}"
    version = str(json.loads(told[0].read_text("utf-8")).get("version", "unknown"))
    if not version.startswith(KNOWN_VERSION):
        return "model", NOTE, f"{name} {version}; what was measured was measured with {KNOWN_VERSION}*"
    return "model", OK, f"{name} {version}"


def data() -> Iterator[Line]:
    """The tables and weights that ship with Vedette: each read as coding reads it."""
    from vedette.errors import VedetteError

    for name, read in _tables().items():
        try:
            yield "data", OK, f"{name}: {read()}"
        except (VedetteError, OSError) as error:
            yield "data", WRONG, f"{name}: {error}. Install Vedette again: pip install --force-reinstall vedette"


def _tables() -> Mapping[str, Callable[[], str]]:
    """What is read, by its name; each says how much is in it."""
    from vedette.lexicon.actors import registry
    from vedette.lexicon.countries import countries
    from vedette.lexicon.places import gazetteer
    from vedette.lexicon.tables import data_path

    def weights() -> str:
        """The weights of the second reader."""
        if os.environ.get("VEDETTE_SECOND") == "0":
            return "left out, as VEDETTE_SECOND=0 says"
        return f"{data_path('model', 'reader.npz').stat().st_size / 1_000_000:.0f} MB"

    return {
        "countries": lambda: f"{len(countries().codes)}",
        "actors": lambda: f"{len(registry().entries):,}",
        "gazetteer": lambda: "is read" if gazetteer().lookup("Damascus") else "Damascus is not in it",
        "second reader": weights,
    }


def installed() -> Mapping[str, list[str]]:
    """The extras that Vedette has, each with the packages that it brings and that are not here."""
    found: dict[str, list[str]] = {}
    try:
        needs = metadata.requires("vedette") or []
    except metadata.PackageNotFoundError:
        return {}  # run from its source: nothing says which extras there are
    for need in needs:
        extra, name = _EXTRA.search(need), _NAME.match(need)
        if extra and name and extra[1] not in _FOR_WORKING:
            missing = found.setdefault(extra[1], [])
            missing += [] if _is_there(name[0]) else [name[0]]
    return found


def _is_there(package: str) -> bool:
    """Whether a package is installed."""
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def extras(found: Mapping[str, list[str]]) -> Iterator[Line]:
    """Which extras are there, and how to get each that is not."""
    there = sorted(name for name, missing in found.items() if not missing)
    if there:
        yield "extras", OK, f"installed: {', '.join(there)}"
    for name in sorted(set(found) - set(there)):
        yield "extras", NOTE, f"{name} is not installed ({', '.join(found[name])}): pip install 'vedette[{name}]'"


def settings(environment: Mapping[str, str]) -> Iterator[Line]:
    """What the environment sets; nothing that may hold a password is shown."""
    ours = {name: value for name, value in sorted(environment.items()) if name.startswith("VEDETTE_")}
    shown = [name if _SECRET.search(name) else f"{name}={value}" for name, value in ours.items()]
    if shown:
        yield "settings", NOTE, f"set in the environment: {', '.join(shown)}"


def own_places() -> Path:
    """Where places of one's own are kept."""
    from vedette.lexicon.placefile import own_file

    return own_file()


def writable(part: str, folder: Path) -> Line:
    """Whether something can be written into a folder, or into the nearest above it that is there."""
    there = next((one for one in (folder.absolute(), *folder.absolute().parents) if one.exists()), folder)
    if os.access(there, os.W_OK | os.X_OK):
        return part, OK, f"{folder.absolute()} can be written"
    return part, WRONG, f"{there} cannot be written by this user. Make it writable, or work in another folder"


def room(folder: Path) -> Line:
    """How much room is on the disk."""
    free = shutil.disk_usage(folder).free
    told = f"{free / 1_000_000_000:,.1f} GB free on the disk of {folder.absolute()}"
    return ("disk", OK, told) if free >= LITTLE else ("disk", NOTE, f"{told}. Make room before a desk grows")


def port() -> Line:
    """Whether the port of `vedette serve` is free."""
    try:
        socket.create_server(("127.0.0.1", PORT)).close()
    except OSError as error:
        told = f"{PORT} is taken ({error.strerror or error}), perhaps by `vedette serve` itself. Or choose another: "
        return "port", NOTE, f"{told}vedette serve --port 8751"
    return "port", OK, f"{PORT}, that of `vedette serve`, is free"

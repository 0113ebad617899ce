"""Finds a Chromium for the browser tests, or installs Debian's: `python -m tests.serve.browser.chromium` says which.

Looked for, in this order: the path in VEDETTE_CHROMIUM, a Chromium or Chrome of this machine, the one that Playwright
downloaded. Where there is none and this is root on a machine with apt-get, Debian's is installed. Where that fails too
(no network), the browser tests are left out, and `make test` says so before it begins, with the remedy;
VEDETTE_BROWSER=required makes it an error.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DOWNLOADED = ("ms-playwright/chromium-*/chrome-linux*/chrome", "ms-playwright/chromium-*/chrome-mac*/*/*/MacOS/*")
PACKAGES = ("chromium", "fonts-dejavu-core")
REMEDY = (
    "there is no Chromium for the browser tests. Install one (Debian: apt-get install chromium; elsewhere: "
    "python -m playwright install chromium), or name it in VEDETTE_CHROMIUM"
)
FLAGS = (
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
)  # fmt: skip


class Found(NamedTuple):
    """A browser, and how it came to be there."""

    path: str
    how: str


def find() -> Found:
    """A Chromium; raises RuntimeError with the remedy."""
    if given := os.environ.get("VEDETTE_CHROMIUM"):
        if not os.access(given, os.X_OK):
            msg = f"VEDETTE_CHROMIUM is {given}, which is no program. Correct it"
            raise RuntimeError(msg)
        return Found(given, "named in VEDETTE_CHROMIUM")
    if found := _here():
        return found
    if sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        if found := _here():
            return Found(found.path, "installed by apt-get just now")
    raise RuntimeError(REMEDY)


def _here() -> Found | None:
    """One that is on this machine."""
    for name in NAMES:
        if path := shutil.which(name):
            return Found(path, "found on this machine")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for pattern in DOWNLOADED:
        if paths := sorted(cache.glob(pattern)):
            return Found(str(paths[-1]), "downloaded by Playwright before")
    return None


def _install() -> None:
    """Install Debian's; raises RuntimeError with what apt-get said."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run(["apt-get", *command], capture_output=True, text=True, check=False, env=quiet)  # noqa: S607 - words of our own
        if done.returncode:
            msg = f"{REMEDY}. apt-get {command[0]} failed: {done.stderr[-500:]}"
            raise RuntimeError(msg)


def required() -> bool:
    """Whether the browser tests must run."""
    return os.environ.get("VEDETTE_BROWSER") == "required"


def main() -> int:
    """Say which."""
    try:
        found = find()
    except RuntimeError as error:
        sys.stderr.write(f"browser tests: LEFT OUT: {error}\n")
        return int(required())
    sys.stdout.write(f"browser tests: {found.path}, {found.how}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

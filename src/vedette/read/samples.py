"""The sample reports that the package ships, to try the reader and the coder on."""

from importlib.resources import files
from pathlib import Path

_SUFFIXES = (".html", ".jsonl", ".txt")


def sample_paths() -> list[Path]:
    """The paths of the sample reports (.html, .jsonl, .txt), sorted by name; their README tells what each shows."""
    folder = Path(str(files("vedette").joinpath("data", "samples")))
    return sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)

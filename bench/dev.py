"""Vedette's figures on the open data sets in ../shared/bench: runs `vedette code --jsonl` and their own scorer.

python -m bench.dev [NAME ...] [--check] [--full] [--shared FOLDER]
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from bench import texts
from bench.corpus import ROOT

OUT = ROOT / "bench" / "out"


def code(name: str, shared: Path) -> tuple[Path, bool]:
    """Code one data set into bench/out; where the lines are, and whether every input was coded."""
    OUT.mkdir(parents=True, exist_ok=True)
    out = OUT / f"{name}.out.jsonl"
    command = [sys.executable, "-m", "vedette", "code", "--jsonl"]
    begin = time.perf_counter()
    with (shared / "data" / f"{name}.in.jsonl").open("rb") as given, out.open("wb") as taken:
        done = subprocess.run(command, stdin=given, stdout=taken, check=False)
    print(f"== {name}: coded in {time.perf_counter() - begin:.1f} s -> {out.relative_to(ROOT)}", flush=True)
    return out, done.returncode == 0


def judge(name: str, out: Path, shared: Path, *options: str) -> bool:
    """Run the scorer over the lines; whether it was content."""
    command = [sys.executable, "-B", str(shared / "score.py"), name, str(out), *options]
    return subprocess.run(command, check=False).returncode == 0


def main() -> int:
    """Code and score the data sets; 1 where an input failed or the contract is broken."""
    parser = argparse.ArgumentParser(
        prog="dev", description="Score vedette on the open data sets beside the repository."
    )
    parser.add_argument(
        "names", nargs="*", default=texts.DEV_SETS, metavar="NAME", help="gsr_dev, re3d_dev (default: both)"
    )
    parser.add_argument("--check", action="store_true", help="only ask what breaks the JSON lines contract")
    parser.add_argument("--full", action="store_true", help="every table of the scorer")
    parser.add_argument("--shared", type=Path, default=texts.SHARED, help="folder of score.py and data/")
    options = parser.parse_args()
    if not (options.shared / "score.py").exists():
        parser.error(f"{options.shared} has no score.py. Name the folder with --shared.")
    sound = True
    for name in options.names:
        out, coded = code(name, options.shared)
        sound &= coded & judge(name, out, options.shared, "--check")
        if not options.check:
            judge(name, out, options.shared, *(["--full"] if options.full else []))
    return int(not sound)


if __name__ == "__main__":
    sys.exit(main())

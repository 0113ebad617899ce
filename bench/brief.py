"""What the verifier of briefs catches and what it flags wrongly: planted errors, and true sentences.

The desk is made of tests/merge's reports in a temporary folder. True sentences are those of ten briefs on it, and those
of brief.toml, which a person wrote from the reports. Errors are planted in both (planting.py): another number, name,
place or day by rule and a fixed seed; another status or direction by hand, and by rule where a sentence allows it.

    python -m bench.brief                 the rates, and the count of sentences of the ten briefs
    python -m bench.brief --show missed   the planted errors that were not found; `flagged`: true sentences that were
    python -m bench.brief --read FOLDER   the ten briefs as text, to be read line by line
"""

import argparse
import json
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.planting import Planted, planted, pool_of
from vedette.brief.checked import tally
from vedette.brief.checking import Verifier
from vedette.brief.composing import compose
from vedette.brief.directions import CodedReader
from vedette.brief.folding import tokens
from vedette.brief.looking import DeskKnown
from vedette.brief.making import Asked, check
from vedette.brief.material import gather
from vedette.brief.text import terminal
from vedette.merge.current import incidents, refresh
from vedette.merge.desking import assign_new
from vedette.pipeline import Pipeline
from vedette.read import read_item
from vedette.records.brief import Brief, BriefScope, BriefSentence
from vedette.store import open_desk

if TYPE_CHECKING:
    from vedette.records.incident import Incident
    from vedette.store.desk import Desk

HERE: Final = Path(__file__).parent
REPORTS: Final = sorted((HERE.parent / "tests" / "merge").glob("reports_*.jsonl"))
ASKED: Final = (
    ("SDN", "2024-08-01", "2025-04-30"), ("SYR", "2020-01-01", "2020-03-31"), ("COD", "2022-05-01", "2022-12-31"),
    ("UKR", "2023-06-01", "2024-03-31"), ("SOM", "2024-01-01", "2024-12-31"), ("YEM", "2021-01-01", "2024-12-31"),
    ("IND", "2023-01-01", "2023-12-31"), ("PSE", "2024-01-01", "2024-12-31"), ("LBN", "2024-01-01", "2024-12-31"),
    ("BFA", "2024-01-01", "2024-12-31"),
)  # fmt: skip
"""The ten briefs: country, first and last day."""


Scoped = tuple[BriefSentence, BriefScope | None]


def main() -> None:
    """Make the desk, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", choices=["missed", "flagged"])
    parser.add_argument("--read", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder) / "desk") as desk:
        pipeline = Pipeline()
        fill(desk, pipeline)
        reader = CodedReader(pipeline)
        briefs = [made(desk, *asked) for asked in ASKED]
        checked = [check(desk, brief, reader, keep=False) for brief in briefs]
        _report_briefs(checked, given.read)
        verifier = Verifier(DeskKnown(desk), reader)
        written = list(hand_written(desk))
        generated = [(s, brief.scope) for brief in briefs for s in brief.sentences]  # those that were dropped too
        pool = pool_of(list(incidents(desk)))
        _rates(
            verifier,
            [*((s, None) for s, _ in written), *generated],
            planted(written, [s for s, _ in generated], pool),
            given.show,
        )


def fill(desk: "Desk", pipeline: Pipeline) -> None:
    """Put the reports onto a desk, coded, and into incidents."""
    rows = [json.loads(line) for path in REPORTS for line in path.read_text("utf-8").splitlines()]
    kept = ("id", "text", "title", "published", "url", "publisher")
    reports = [read_item({name: row[name] for name in kept if name in row}) for row in rows]
    for coded in pipeline.code(reports):
        desk.add(coded, coder=pipeline.name)
    assign_new(desk)
    refresh(desk)


def made(desk: "Desk", country: str, first: str, last: str) -> Brief:
    """One brief, its sentences not checked yet."""
    asked = Asked(first, last, country)
    return compose(gather(desk, asked.scope, asked.wanted, asked.tracked))


def hand_written(desk: "Desk") -> Iterator[tuple[BriefSentence, dict[str, str]]]:
    """The sentences that a person wrote, with their errors by kind."""
    held = list(incidents(desk))
    for row in tomllib.loads((HERE / "brief.toml").read_text("utf-8"))["sentence"]:
        wrong = {kind: row[kind] for kind in ("direction", "status") if kind in row}
        yield BriefSentence(text=row["text"], cites=(_meant(held, row["report"], row["text"]),)), wrong


def _meant(held: "Sequence[Incident]", key: str, text: str) -> str:
    """The incident of a report that a sentence is about: whose quotations from it share most words with it."""
    shared: dict[str, int] = {}
    for incident in held:
        for report in (source.report for source in incident.sources if source.key == key):
            told = [len(tokens(one.quote) & tokens(text)) for one in incident.told if one.report == report]
            shared[incident.id] = max(told, default=0)
    return max(sorted(shared), key=lambda ident: shared[ident])


def _report_briefs(checked: Sequence[Brief], folder: Path | None) -> None:
    """A row for each brief, and its text where it is asked for."""
    print(f"{'brief':44} sentences supported dropped")
    whole: Counter[str] = Counter()
    for brief in checked:
        told = tally(brief)
        whole.update(told)
        name = f"{brief.scope.title} {brief.scope.first}..{brief.scope.last}"
        print(f"{name:44} {told['sentences']:9} {told['supported']:9} {told['dropped']:7}")
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{brief.scope.country}.txt").write_text(terminal(brief), encoding="utf-8")
    print(f"{'together':44} {whole['sentences']:9} {whole['supported']:9} {whole['dropped']:7}\n")


def _rates(verifier: Verifier, true: Sequence[Scoped], wrong: Sequence[Planted], show: str | None) -> None:
    """What is caught of the errors, what is flagged of the true sentences, those of briefs within their scope."""
    found = {kind: [one for one in wrong if one.kind == kind] for kind in dict.fromkeys(one.kind for one in wrong)}
    missed = [one for one in wrong if not verifier.findings(one.sentence)]
    print(f"{'planted errors':16} planted caught")
    for kind, some in found.items():
        print(f"{kind:16} {len(some):7} {len(some) - sum(one.kind == kind for one in missed):6}")
    caught = 1 - len(missed) / len(wrong)
    print(f"{'together':16} {len(wrong):7} {len(wrong) - len(missed):6}  {caught:.1%}\n")
    flagged = []
    for sentence, scope in true:
        verifier.scope = scope
        if findings := verifier.findings(sentence):
            flagged.append((sentence, findings))
    print(f"true sentences {len(true)}, flagged {len(flagged)}: {len(flagged) / len(true):.1%}")
    for one in missed if show == "missed" else ():
        print(f"missed {one.kind}: {one.sentence.text}\n    true: {one.true}")
    for sentence, findings in flagged if show == "flagged" else ():
        print(f"flagged: {sentence.text} {sentence.cites}")
        print("".join(f"    {f.kind}: {f.words}: {f.problem}\n" for f in findings), end="")


if __name__ == "__main__":
    main()

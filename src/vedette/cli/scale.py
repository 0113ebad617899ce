"""`vedette scale`: whole archives, on all cores or on a cluster: into Parquet, into incidents, onto a desk."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import desks, options
from vedette.cli.console import fail, progress_to, quiet_pipe, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vedette.scale.engine import Engine
    from vedette.scale.ledger import Entry
    from vedette.scale.shards import Shard

app = typer.Typer(
    name="scale", no_args_is_help=True, help="Whole archives, on all cores or a cluster. See docs/scale.md.",
    rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip

Out = Annotated[
    str, typer.Argument(metavar="JOB", help="The folder or address (s3://...) of a job.", show_default=False)
]
Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        show_default=False,
        help="Files (.jsonl, .jsonl.gz, .warc.gz, .html, .txt ...), folders, patterns with *, s3:// gs:// https://",
    ),
]
Everything = Annotated[
    bool, typer.Option("--everything", help="No relevance gate, and keep reports without events too.")
]
EngineName = Annotated[str, typer.Option("--engine", metavar="NAME", help="What runs it: inline, pool, ray.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="How many workers.", show_default="a core each")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@app.command("run")
def run(  # noqa: PLR0913, PLR0917 - one parameter per option
    inputs: Inputs,
    out: Annotated[str, typer.Option("--out", "-o", metavar="JOB", help="The folder or address to write to.")],
    engine: EngineName = "pool",
    workers: Workers = CORES,
    everything: Everything = False,
    shard_size: Annotated[float, typer.Option(min=0.001, metavar="MB", help="JSON lines in a shard.")] = 8.0,
    model: options.Model = None,
    published: options.Published = None,
    quiet: Quiet = False,
) -> None:
    """Code an archive into Parquet: read, gate, code, write, shard by shard.

    \b
    JOB gets reports/day=.../ and events/day=.../ (by the day of publication), an entry
    for each shard that is done, and letters about what could not be coded. Run it again
    after an interruption, or with more inputs: what is done is not done again, what has
    changed or failed is. docs/scale.md has the columns, clusters and what it costs.

    \b
    Examples:
      vedette scale run agency-2014.jsonl.gz agency-2015.jsonl.gz --out decade
      vedette scale run 'news/*.warc.gz' --out s3://bucket/job --engine ray --workers 64

    Exit codes: 0 all done, 1 some reports or shards failed (vedette scale status JOB --dead), 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.cli.code import day_of
    from vedette.errors import VedetteError
    from vedette.scale.job import Job
    from vedette.scale.ledger import Settings
    from vedette.scale.places import place
    from vedette.scale.shards import shards

    settings = Settings(model=model, gated=not everything, published=day_of(published), everything=everything)
    try:
        runs = _engine(engine, workers)
        job = Job(place(out), settings)
        due = job.due(shards(inputs, int(shard_size * 1_000_000)))
        failed = _tell(job.run(due, runs), due, quiet=quiet)
    except VedetteError as error:
        fail(str(error))
    if failed:
        raise typer.Exit(1)


def _engine(name: str, workers: int) -> "Engine":
    """The engine of that name."""
    from vedette.scale.engine import make_engine

    return make_engine(name, workers)


def _tell(entries: "Iterable[Entry]", due: "list[Shard]", *, quiet: bool) -> int:
    """Follow a job to its end and say what it came to; how many reports and shards failed."""
    import time
    from collections import Counter

    total, begun, done = sum(shard.size for shard in due), time.monotonic(), 0
    tally: Counter[str] = Counter()
    with progress_to("coding", total, enabled=not quiet and sys.stderr.isatty()) as tick:
        for entry in entries:
            done += entry.size
            tally.update(entry.counts)
            tally["shards"] += 1
            if entry.failed:
                tally["shards failed"] += 1
                say(f"{entry.name}: {entry.failed}")
            rate = tally["read"] / (time.monotonic() - begun)
            tick(done, f"coding, {tally['read']:,} reports, {rate:,.0f}/s")
    rate = tally["read"] / max(time.monotonic() - begun, 0.001)
    failures = tally["unread"] + tally["failed"]
    typer.echo(
        f"{tally['shards']:,} shards: {tally['read']:,} reports read ({rate:,.0f}/s), {tally['kept']:,} kept with "
        f"{tally['events']:,} events; {tally['language']:,} in other languages, {failures:,} failed"
        + (f"; {tally['shards failed']:,} shards failed" if tally["shards failed"] else "")
    )
    return failures + tally["shards failed"]


@app.command("merge")
def merge(job: Out, engine: EngineName = "pool", workers: Workers = CORES, quiet: Quiet = False) -> None:
    """Merge the reports of a job into incidents, kept in JOB/merge.

    \b
    They are those that a desk would make of the same reports. Only what shares a place,
    a country or rare words in the same weeks is compared. All accounts are in the memory
    of the driver: docs/scale.md says how much that is.

    \b
    Examples:
      vedette scale merge decade
      vedette scale merge s3://bucket/job --engine ray --workers 64
    """  # noqa: D301 - as above
    from vedette.errors import VedetteError
    from vedette.scale.merging import merge as merge_all
    from vedette.scale.places import place

    try:
        with progress_to("merging", 1, enabled=not quiet and sys.stderr.isatty()) as tick:
            found = merge_all(
                place(job), _engine(engine, workers), lambda part, done, of: tick(done / max(of, 1), f"merging: {part}")
            )
    except VedetteError as error:
        fail(str(error))
    typer.echo(
        f"{found.reports:,} reports, {found.copies:,} of them copies; "
        f"{found.events:,} events in {found.incidents:,} incidents"
    )


@app.command("load")
def load(job: Out, desk: desks.Where = desks.HOME, quiet: Quiet = False) -> None:
    """Load the reports and incidents of a job onto a desk, for all that people do with one.

    \b
    A new desk takes over the incidents that `vedette scale merge` made, as judgements of
    the program; one that has other reports merges the new ones with its own. What is
    there already is not kept twice; after an interruption run it again.

    \b
    Examples:
      vedette init decade-desk && vedette scale load decade --desk decade-desk
      vedette scale load s3://bucket/job --desk postgresql://vedette@db.example/desk
    """  # noqa: D301 - as above
    from vedette.errors import VedetteError
    from vedette.scale.ledger import Ledger
    from vedette.scale.loading import load as load_all
    from vedette.scale.places import place

    try:
        out = place(job)
        total = sum(entry.counts.get("kept", 0) for entry in Ledger(out).entries())
        with (
            desks.opened(desk) as held,
            progress_to("loading", total, enabled=not quiet and sys.stderr.isatty()) as tick,
        ):
            found = load_all(out, held, tick)
    except VedetteError as error:
        fail(str(error))
    whose = "taken over from the job" if found.taken else "made by the desk"
    typer.echo(f"{found.new:,} reports new, {found.known:,} known; {found.incidents:,} new incidents, {whose}")


@app.command("status")
def status(
    job: Out,
    dead: Annotated[bool, typer.Option("--dead", help="What was not coded, a line each: where, why.")] = False,
) -> None:
    """Show how far a job is.

    \b
    Examples:
      vedette scale status decade
      vedette scale status decade --dead > letters.tsv
    """  # noqa: D301 - as above
    from collections import Counter

    from vedette.errors import VedetteError
    from vedette.scale.ledger import Ledger
    from vedette.scale.places import place

    try:
        with quiet_pipe():
            ledger = Ledger(place(job))
            ledger.settings()
            if dead:
                desks.print_rows(("where", "kind", "why"), ((x.where, x.kind, x.why) for x in ledger.letters()))
                return
            entries, planned = ledger.entries(), ledger.planned()
            tally: Counter[str] = Counter()
            for entry in entries:
                tally.update(entry.counts)
            failed = sum(entry.failed is not None for entry in entries)
            rows = {"shards": len(planned), "done": len(entries) - failed, "failed": failed} | {
                f"reports {name}" if name != "events" else name: tally[name]
                for name in ("read", "kept", "events", "language", "unread", "failed")
            }
            rows["processor seconds"] = round(sum(entry.cpu for entry in entries))
            desks.print_rows(("what", "number"), ((name, f"{n}") for name, n in rows.items()), ("number",))
    except VedetteError as error:
        fail(str(error))

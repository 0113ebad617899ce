"""The `vedette` command: gathers the commands, imports nothing heavy."""

import os
from typing import Annotated

import typer

from vedette.cli import (
    add,
    ahead,
    brief,
    code,
    compare,
    control,
    corpus,
    demo,
    doctor,
    explain,
    export,
    forecast,
    gazetteer,
    group,
    history,
    imported,
    importing,
    incidents,
    init,
    judging,
    log,
    mapping,
    merge,
    network,
    outlets,
    rebuild,
    recode,
    scale,
    schema,
    serve,
    show,
    start,
    tempo,
    upkeep,
    user,
    version,
    watch,
)

# The second reader's products are small and its encoder has a thread of its own: more threads for each only get in the
# way (a fifth of the speed on two cores). numpy reads this when it is first imported, which is after this module.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

app = typer.Typer(
    name="vedette",
    cls=group.Group,
    invoke_without_command=True,
    pretty_exceptions_enable=False,  # a traceback of ours should be plain enough to paste into an issue
    rich_markup_mode=None,  # rich help costs a third of the start-up time
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("code")(code.code)
app.command("demo")(demo.demo)
app.command("explain")(explain.explain)
app.command("forecast")(forecast.forecast)
app.add_typer(gazetteer.app, name="gazetteer")
app.command("merge")(merge.merge)
app.add_typer(scale.app, name="scale")
app.command("schema")(schema.schema)
app.command("version")(version.version)
app.command("init")(init.init)
app.command("add")(add.add)
app.command("watch")(watch.watch)
app.command("recode")(recode.recode)
app.command("incidents")(incidents.incidents)
app.command("show")(show.show)
app.command("log")(log.log)
app.command("undo")(judging.undo)
app.command("join")(judging.join)
app.command("split")(judging.split)
app.command("correct")(judging.correct)
app.command("confirm")(judging.confirm)
app.command("dispute")(judging.dispute)
app.command("retract")(judging.retract)
app.command("import")(importing.import_)
app.command("imported")(imported.imported)
app.command("compare")(compare.compare)
app.command("network")(network.network)
app.command("history")(history.history)
app.command("control")(control.control)
app.command("tempo")(tempo.tempo)
app.command("ahead")(ahead.ahead)
app.command("brief")(brief.brief)
app.command("export")(export.export)
app.command("map")(mapping.map_)
app.command("rebuild")(rebuild.rebuild)
app.command("outlets")(outlets.outlets)
app.command("serve")(serve.serve)
app.add_typer(user.app, name="user")
app.add_typer(corpus.app, name="corpus")
app.command("doctor")(doctor.doctor)
app.command("backup")(upkeep.backup)
app.command("upgrade")(upkeep.upgrade)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it with the flag
    """Print the version and stop."""
    if wanted:
        version.version()
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Vedette reads news of armed conflict: who did what to whom, where, when, how many, and who says so.

    \b
    Examples:
      vedette demo                                  code the sample reports that ship with the package
      vedette code page.html notes.txt              a table of the events of two files
      vedette code https://example.org/report       the same for a web page
      vedette code --jsonl < in.jsonl > out.jsonl   one JSON line in, one JSON line out, in order
      vedette explain page.html                     why a report was coded as it was
      vedette merge --jsonl < in.jsonl              which reports tell of the same incident
      vedette scale run 'news/*.warc.gz' -o job     a whole archive, on all cores or a cluster
      vedette forecast --history ucdp.csv ...       deaths in the months ahead, with chances
      vedette gazetteer find Tripoli                the places of a name; `add` takes more of them
      vedette init, then vedette add *.html         a desk that keeps reports and the incidents they tell of
      vedette watch                                 the desk's sources, visited as long as it runs
      vedette incidents --country SYR               what happened; `show`, `log` and `correct` go on from there
      vedette control --country SYR                 who holds which place, who says so, how sure
      vedette network --at 2024-12-15               who stands with whom and against whom
      vedette tempo --country SDN --by place        is it getting worse; `ahead`: what could happen next
      vedette brief --country SYR --since 7d        a cited brief; `--out brief.html`, .pdf, .docx, .md
      vedette export geojson -o map.geojson         incidents for other tools; `export --list`
      vedette map --country SYR -o syria.html       on a map: a page, or a picture (.svg, .png)
      vedette serve --open                          the desk on the web; `user` says who may come in
      vedette import ged.csv --as ucdp              another coder's events beside ours; `compare` them

    Exit codes: 0 all done, 1 some inputs failed (each is named on stderr), 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    if context.invoked_subcommand is None:
        start.start()

"""`vedette brief`: a cited situation brief, every sentence of it checked."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer

from vedette.cli import asking, desks, options
from vedette.cli.console import fail, forgiving_stdout, progress, quiet_pipe, say

if TYPE_CHECKING:
    from vedette.brief.directions import Reader
    from vedette.brief.making import Asked
    from vedette.records.brief import Brief
    from vedette.store.desk import Desk

FORMS: Final = ("text", "html", "md", "pdf", "docx", "ninjs", "json")
_BY_NAME: Final = {
    ".html": "html",
    ".htm": "html",
    ".md": "md",
    ".pdf": "pdf",
    ".docx": "docx",
    ".json": "json",
    ".txt": "text",
}
_LINES: Final = 1

Saved = Annotated[
    str | None, typer.Option("--filter", metavar="NAME", help="The filter of an alert in the desk's vedette.toml.")
]
Since = Annotated[str | None, typer.Option(metavar="7d", help="From this day, or for so many days (7d, 2w, 3m).")]
Until = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="The last day; that of the newest report by default.")
]
NewSince = Annotated[Path | None, typer.Option(metavar="BRIEF.json", help="Only what is new since that brief.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write to this file; its ending says as what.")]


def brief(  # noqa: PLR0913, PLR0917 - one parameter for each question
    desk: desks.Where = desks.HOME,
    country: Annotated[str | None, typer.Option(metavar="SYR", help="ISO code or English name.")] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Where: any of its names, or an id.")] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Who takes part: a name, words, or an id.")] = None,
    incident: Annotated[list[str] | None, typer.Option(metavar="ID", help="One incident; again for more.")] = None,
    saved: Saved = None,
    since: Since = None,
    until: Until = None,
    new_since: NewSince = None,
    verify: Annotated[Path | None, typer.Option(metavar="FILE", help="Check a brief in JSON instead.")] = None,
    out: Out = None,
    form: Annotated[str | None, typer.Option("--as", metavar="WORD", help=f"One of {', '.join(FORMS)}.")] = None,
    reviewer: Annotated[str | None, typer.Option(metavar="NAME", help="Who has read it and answers for it.")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep sentences that do not hold, and flag them.")] = False,
    as_of: desks.AsOf = None,
    model: options.Model = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no tally.")] = False,
) -> None:
    """Write a situation brief of which every sentence cites what it rests on and was checked against it.

    \b
    Headline, summary, what happened, where reports disagree, who is involved and who
    stands behind them, background from the desk's own history, outlook, sources, method.
    Each sentence is made from values in the record, then read again by a verifier that
    holds its numbers, names, places, days, status and direction against the citations;
    what does not hold is left out, or flagged with --keep. --verify does the same for a
    brief that somebody else wrote or rewrote: its JSON with "text" and "cites".
    On a terminal: text. PDF needs vedette[pdf], DOCX vedette[docx].

    \b
    Examples:
      vedette brief --country SYR --since 7d
      vedette brief --place Goma --since 2025-01-20 --out goma.html --reviewer "Ada Lovelace"
      vedette brief --country SDN --since 1m --as json > monday.json
      vedette brief --country SDN --since 1m --new-since monday.json
      vedette brief --verify rewritten.json

    Exit codes: 0 done, 1 nothing found, or sentences did not hold (--verify), 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    wanted = _form(form, out)
    before = _read(new_since) if new_since else None
    with desks.opened(desk) as held, progress("reading", enabled=not quiet and sys.stderr.isatty()) as tick:
        reader = _reader(model or desks.settings(desk).get("model"))
        if verify is not None:
            _verify(held, _read(verify), reader, wanted if form or out else None, out)
        asked = _asked(held, country, place, actor, tuple(incident or ()), (since, until, as_of))
        made = _made(held, _with_saved(asked, desk, saved), reader, reviewer, keep=keep, tick=tick)
    _give(made if before is None else _news(made, before), wanted, out, quiet=quiet)


def _news(made: "Brief", before: "Brief") -> "Brief":
    """What of a brief an earlier one does not tell."""
    from vedette.brief.fresh import only_new, since

    return only_new(since(made, before))


def _give(made: "Brief", form: str, out: Path | None, *, quiet: bool) -> None:
    """Write a brief and tell of it; one that says nothing ends the command with 1."""
    _write(made, form, out)
    if not quiet:
        _tell(made)
    if not made.points and not made.happened:
        fail("no incident of these days holds to this. Ask for more days with --since, or for less", desks.TOLD)


def _form(given: str | None, out: Path | None) -> str:
    """As what it is written: as asked, as the file's ending says, else as text."""
    form = given or (_BY_NAME.get(out.suffix.lower()) if out else "text")
    if given is None and form is None:
        fail(f"--out {str(out)!r} is none of {', '.join(_BY_NAME)}. Name a file that ends so, or give --as.")
    if form not in FORMS:
        asking.none_of(f"--as {given!r} is none", str(given), FORMS)
    if form in {"pdf", "docx"} and out is None and sys.stdout.isatty():
        fail(f"{form} is no text for a terminal. Name a file: --out brief.{form}")
    return str(form)


def _reader(model: str | None) -> "Reader":
    """What reads who does what to whom."""
    from vedette.brief.directions import CodedReader
    from vedette.cli.coding import make_pipeline
    from vedette.errors import VedetteError

    try:
        return CodedReader(make_pipeline(model))
    except VedetteError as error:
        fail(str(error))


def _read(path: Path) -> "Brief":
    """A brief from a file; one that is none ends the command."""
    from pydantic import ValidationError

    from vedette.records.brief import Brief

    try:
        return Brief.model_validate_json(path.read_bytes())
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}. Name a brief written with --as json")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        fail(f"{path} is no brief: {where}: {first['msg']}. `vedette schema brief` says what one holds")


def _asked(
    desk: "Desk", country: str | None, place: str | None, actor: str | None, incidents: tuple[str, ...],
    days: tuple[str | None, str | None, str | None],
) -> "Asked":  # fmt: skip
    """What the brief is about; names are looked up with their other names."""
    from vedette.brief.making import Asked, span_of
    from vedette.errors import VedetteError
    from vedette.store.words import fold

    since, until, as_of = days
    try:
        first, last = span_of(desk, since, asking.day("--until", until), as_of)
    except VedetteError as error:
        fail(str(error))
    if incidents:
        first, last = _span(desk, incidents, as_of, (since, first), last)

    def names(name: str, value: str | None) -> set[str]:
        """A name's ids and folded names."""
        return {m for word in asking.meant(name, value) for m in (word, fold(word))} if value else set()

    return Asked(
        first, last, asking.country(country), place, names("place", place), actor, names("actor", actor), incidents,
        as_of=as_of,
    )  # fmt: skip


def _span(
    desk: "Desk", incidents: tuple[str, ...], as_of: str | None, since: tuple[str | None, str], last: str
) -> tuple[str, str]:
    """The days of incidents that are named, where no days are asked for; an unknown one ends the command."""
    from vedette.merge.current import incidents as found_on

    found = list(found_on(desk, as_of=as_of, ids=incidents))
    unknown = set(incidents) - {incident.id for incident in found}
    if unknown:
        fail(f"there is no incident {', '.join(sorted(unknown))}. List them with: vedette incidents", desks.TOLD)
    days = [d for i in found for d in (i.first, i.last, i.first_reported) if d]
    return (since[1], last) if since[0] or not days else (min(days)[:10], max(days)[:10])


def _with_saved(asked: "Asked", where: str, saved: str | None) -> "Asked":
    """The same with the filter of an alert in the desk's settings."""
    if saved is None:
        return asked
    from dataclasses import replace

    alerts = {alert.name: alert.filter for alert in desks.all_settings(where).alert}
    if saved not in alerts:
        fail(f"--filter {saved!r} is none. vedette.toml has: {', '.join(alerts) or 'no [[alert]]'}")
    told: dict[str, Any] = alerts[saved].model_dump(exclude_none=True, exclude_defaults=True)
    known = {name: told[name] for name in ("type", "status", "min_killed", "min_origins") if told.get(name)}
    known |= {"search": told["text"]} if told.get("text") else {}
    country = asking.country(told.get("country"))
    place, actor = told.get("place"), told.get("actor")
    return replace(
        asked, name=saved, filters=known, country=asked.country or country, place=asked.place or place,
        places=asked.places or (asking.meant("place", place) if place else ()), actor=asked.actor or actor,
        actors=asked.actors or (asking.meant("actor", actor) if actor else ()),
    )  # fmt: skip


def _made(
    desk: "Desk", asked: "Asked", reader: "Reader", reviewer: str | None, *, keep: bool, tick: Callable[[], None]
) -> "Brief":
    """The brief, checked; the table of incidents is brought up to date first."""
    import datetime as dt

    from vedette.brief.making import make
    from vedette.merge.current import refresh
    from vedette.records.brief import Byline

    refresh(desk, tick)
    byline = Byline(who=reviewer, on=dt.datetime.now(dt.UTC).date().isoformat()) if reviewer else None
    return make(desk, asked, reader, byline, keep=keep, tick=tick)


def _verify(desk: "Desk", given: "Brief", reader: "Reader", form: str | None, out: Path | None) -> NoReturn:
    """Check a brief, tell what does not hold, and end: with 1 where anything does not."""
    from vedette.brief.checked import tally
    from vedette.brief.making import check

    checked = check(desk, given, reader, keep=True)
    if form:
        _write(checked, form, out)
    else:
        rows = [[s.text, f.kind, f.words, f.problem] for s in checked.sentences for f in s.findings]
        desks.print_rows(("sentence", "kind", "words", "problem"), rows)
    told = tally(checked)
    say(f"{told['sentences']} sentences: {told['supported']} supported, {told['flagged']} flagged")
    raise typer.Exit(_LINES if told["flagged"] else 0)


def _tell(made: "Brief") -> None:
    """How many sentences stand, and what was left out."""
    from vedette.brief.checked import tally

    told = tally(made)
    say(f"{told['supported']} sentences supported, {told['flagged']} flagged, {told['dropped']} dropped")
    for sentence in made.dropped:
        say(f"dropped: {sentence.text} ({'; '.join(f'{f.kind}: {f.words}' for f in sentence.findings)})")


def _write(made: "Brief", form: str, out: Path | None) -> None:
    """Write it to the file or to standard output."""
    content = _content(made, form)
    if out is None:
        with quiet_pipe():
            forgiving_stdout()
            (sys.stdout.buffer.write if isinstance(content, bytes) else sys.stdout.write)(content)  # type: ignore[arg-type]  # each takes its own
        return
    try:
        out.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror}. Name a file in a folder that can be written.")


def _content(made: "Brief", form: str) -> str | bytes:
    """The brief in one form; a missing library ends the command with what to install."""
    from vedette.brief import ninjs, page, paper, text
    from vedette.errors import VedetteError

    writers: dict[str, Callable[[Brief], str | bytes]] = {
        "text": text.terminal,
        "md": text.markdown,
        "html": page.html,
        "pdf": paper.pdf,
        "docx": paper.docx,
        "ninjs": ninjs.ninjs,
        "json": lambda given: json.dumps(given.as_json(), ensure_ascii=False, indent=1) + "\n",
    }
    try:
        return writers[form](made)
    except VedetteError as error:
        fail(str(error))

"""`vedette.code`: texts, files, addresses and Reports in, coded reports out, by a pipeline that is loaded once."""

import functools
import io
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

from vedette.errors import AskedError, InputError

if TYPE_CHECKING:
    import datetime as dt

    from typing_extensions import TypeIs

    from vedette.cli.items import Item
    from vedette.notebook.coded import CodedReport, CodedReports
    from vedette.pipeline import Pipeline
    from vedette.records.report import Report

    One: TypeAlias = "str | Report | Mapping[str, Any]"
    Given: TypeAlias = "One | PathLike[str]"

_FILE: Final = re.compile(r"\S+\.(html?|xhtml|txt|text|md|jsonl|ndjson|warc|warc\.gz)", re.IGNORECASE)
_MANY: Final = (".jsonl", ".ndjson", ".warc", ".warc.gz")
_ONE_AT_A_TIME: Final = threading.Lock()
"""Zones of the model's memory may not cross, so that threads code one after the other."""


@overload
def code(  # type: ignore[overload-overlap]  # a text is itself an iterable of texts, and is tried first
    given: "One", *, published: "str | dt.date | None" = None, title: str | None = None,
    publisher: str | None = None, url: str | None = None, model: str | None = None,
    pipeline: "Pipeline | None" = None,
) -> "CodedReport": ...  # fmt: skip
@overload
def code(
    given: "PathLike[str]", *, published: "str | dt.date | None" = None, title: str | None = None,
    publisher: str | None = None, url: str | None = None, model: str | None = None,
    pipeline: "Pipeline | None" = None,
) -> "CodedReport | CodedReports": ...  # fmt: skip
@overload
def code(
    given: "Iterable[Given]", *, published: "str | dt.date | None" = None, title: str | None = None,
    publisher: str | None = None, url: str | None = None, model: str | None = None,
    pipeline: "Pipeline | None" = None,
) -> "CodedReports": ...  # fmt: skip
def code(
    given: "Given | Iterable[Given]",
    *,
    published: "str | dt.date | None" = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    model: str | None = None,
    pipeline: "Pipeline | None" = None,
) -> "CodedReport | CodedReports":
    """Code a report, or many, into events.

    `given` is a text, a page's address (http, https), a `pathlib.Path` of what `vedette code` reads (a folder, JSON
    lines and a WARC file give many), a Report, a dict of the JSON lines contract, or an iterable of these. A text is
    kept character for character, so that spans count in it. `published` (YYYY-MM-DD or a date) turns "on Monday" into
    a day; it stands in for reports that come without a date. `title`, `publisher` and `url` are known of a single text.

    The pipeline (spaCy's model, the second reader) is loaded at the first call and kept, one for each `model`; or give
    your own. Of one report gives a CodedReport and raises InputError where it cannot be read; of many gives
    CodedReports, in which those that cannot be coded have their `error` set. Raises AskedError for a date that is none.
    """
    from vedette.notebook.coded import CodedReports  # noqa: PLC0415 - `import vedette` must be quick

    known = {name: value for name, value in (("title", title), ("publisher", publisher), ("url", url)) if value}
    day = _day(published)
    single = isinstance(given, str | Mapping) or _is_report(given)
    if known and not isinstance(given, str):
        msg = f"{', '.join(known)} can be told of one text alone. Give dicts with 'text' and these fields instead"
        raise AskedError(msg)
    items = _of_one(given, day, known) if single or isinstance(given, PathLike) else _of_many(given, day)
    coded = CodedReports(_coded(items, model, pipeline))
    if not single and not (isinstance(given, PathLike) and _holds_one(given)):
        return coded
    if coded[0].error:
        msg = f"{coded[0].id}: {coded[0].error}" if isinstance(given, PathLike) else coded[0].error
        raise InputError(msg)
    return coded[0]


def _coded(items: "Iterable[Item]", model: str | None, pipeline: "Pipeline | None") -> Iterator[Any]:
    """The items coded, in order; one that cannot be read or coded has its error."""
    from vedette.cli.coding import code_items  # noqa: PLC0415 - as above

    with _ONE_AT_A_TIME:
        yield from [coded for _, coded in code_items(items, lambda: pipeline or default_pipeline(model))]


@functools.lru_cache(maxsize=4)
def default_pipeline(model: str | None = None) -> "Pipeline":
    """The pipeline that `code` uses: made once for each model. Raises ModelError where the model is missing."""
    from vedette.pipeline import Pipeline  # noqa: PLC0415 - heavy

    return Pipeline(model=model)


def _of_many(given: Any, day: str | None) -> "Iterator[Item]":  # noqa: ANN401 - anything may be given
    """The items of each thing given, under ids of their own."""
    from vedette.cli.items import Seen  # noqa: PLC0415 - as above

    if isinstance(given, bytes | bytearray) or not isinstance(given, Iterable):
        kind = type(given).__name__
        msg = f"{kind!r} is nothing to code. Give a text, a pathlib.Path, a Report, a dict, or a list of these"
        raise AskedError(msg)
    seen = Seen()
    for number, one in enumerate(given, 1):
        if isinstance(one, bytes | bytearray) or not (isinstance(one, str | Mapping | PathLike) or _is_report(one)):
            msg = f"item {number}: {type(one).__name__!r} is nothing to code. Give texts, paths, Reports or dicts"
            raise AskedError(msg)
        for item in _of_one(one, day, {}, f"item {number}"):
            yield seen.check(item)


def _of_one(given: Any, day: str | None, known: Mapping[str, str], where: str = "the text") -> "Iterator[Item]":  # noqa: ANN401
    """The items of one thing given."""
    from vedette.cli.items import Item  # noqa: PLC0415 - as above

    if _is_report(given):
        yield Item(where, given.id, report=_dated(given, day))
    elif isinstance(given, PathLike):
        yield from _named(fspath(given), day)
    elif isinstance(given, str) and given.strip().startswith(("http://", "https://")) and len(given.split()) == 1:
        yield from _named(given.strip(), day)
    else:
        yield _read(given, day, known, where)


def _named(name: str, day: str | None) -> "Iterator[Item]":
    """The items of a file, a folder or an address, as `vedette code` reads it."""
    from vedette.cli.sources import Sources  # noqa: PLC0415 - as above

    yield from Sources([name], io.BytesIO(), published=day).items()


def _read(given: "str | Mapping[str, Any]", day: str | None, known: Mapping[str, str], where: str) -> "Item":
    """A text or a dict as an item; a text that looks like a file's name is refused, not coded as a word."""
    from vedette.cli.items import Item  # noqa: PLC0415 - as above
    from vedette.read import read_item  # noqa: PLC0415 - as above

    told: dict[str, Any] = {"text": given, **known} if isinstance(given, str) else dict(given)
    if told.get("published") is None and day is not None:
        told["published"] = day
    key = str(told.get("id") or "")
    try:
        _refuse_name(given)
        report = read_item(told)
    except InputError as error:
        return Item(where, key or where, error=str(error))
    return Item(where, key or report.id, report=report)


def _refuse_name(given: "str | Mapping[str, Any]") -> None:
    """Refuse a text that looks like a file's name: coded as a word, it would have no events, and nobody knew why."""
    name = given.strip() if isinstance(given, str) else ""
    if _FILE.fullmatch(name):
        msg = f"{name!r} is taken as a text, and looks like a file's name. Give pathlib.Path({name!r})"
        raise InputError(msg)


def _dated(report: "Report", day: str | None) -> "Report":
    """A Report with the date that is given for those that come without one."""
    if report.published is not None or day is None:
        return report
    return report.model_copy(update={"published": day, "published_by": "given"})


def _day(published: "str | dt.date | None") -> str | None:
    """The date given, checked."""
    from vedette.merge.asked import day  # noqa: PLC0415 - as above

    return None if published is None else day(published, "published")


def _is_report(given: object) -> "TypeIs[Report]":
    """Whether something is a Report."""
    from vedette.records.report import Report  # noqa: PLC0415 - as above

    return isinstance(given, Report)


def _holds_one(path: "PathLike[str]") -> bool:
    """Whether a path is that of a file with one report in it."""
    from pathlib import Path  # noqa: PLC0415 - as above

    return not Path(path).is_dir() and not fspath(path).lower().endswith(_MANY)

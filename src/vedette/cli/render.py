"""Coded reports for people: a table on a terminal, tab-separated lines in a pipe."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vedette.cli.console import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vedette.records.coded import Coded
    from vedette.records.event import Count, Event, Responsibility
    from vedette.records.mention import Mention
    from vedette.records.report import Report
    from vedette.records.when import When

WIDE = 114
"""Columns of a terminal from which each of the eight questions gets a column of its own."""

QUESTIONS = ("who", "did what", "to whom", "where", "when", "how many", "status", "according to")
PLAIN_COLUMNS = (
    "report", "published", "type", "mode", "sub_event", "trigger", *QUESTIONS[:1], *QUESTIONS[2:],
)  # fmt: skip

_NARROW = (("who", "to whom"), ("did what", "status"), ("where", "when"), ("how many", "according to"))
_LEAST = {"who": 12, "did what": 18, "to whom": 12, "where": 12, "when": 10, "how many": 12, "status": 9,
          "according to": 12}  # fmt: skip
"""Widths below which words would break in the middle."""
SHARES = {"who": 0.2, "did what": 0.15, "to whom": 0.2, "where": 0.1, "how many": 0.15, "according to": 0.2}
"""How the width beyond that is shared out."""
_STYLES = {"happened": "", "ongoing": "", "denied": "red", "feared": "yellow", "possible": "yellow"}


def show(coded: "Coded", console: Console, where: str) -> None:
    """One report on a terminal: its head, then its events with what it is about first."""
    console.print(_head(coded, where))
    if coded.error:
        console.print(Text(f"  not coded: {plain(coded.error)}", style="red"))
    elif not coded.events:
        console.print(Text("  no events", style="dim"))
    else:
        console.print(_table(coded, console.width))
    console.print()


def plain_lines(coded: "Coded") -> "Iterable[str]":
    """One tab-separated line per event, in the order of PLAIN_COLUMNS; never a tab or line end inside a value."""
    report = coded.report
    for event in by_salience(coded.events):
        told = answers(coded, event)
        values = [coded.id, (report and report.published) or "", event.type, event.mode or "", event.sub_event or ""]
        values += [event.trigger.text, told["who"], *(told[question] for question in QUESTIONS[2:])]
        yield "\t".join(plain(value) for value in values)


def by_salience(events: "Iterable[Event]") -> "list[Event]":
    """Events with what the report is about first; ties keep the order of the text."""
    return sorted(events, key=lambda event: -event.salience)


def answers(coded: "Coded", event: "Event") -> dict[str, str]:
    """The event's answer to each of the QUESTIONS in words; '' where the report gives none."""
    return {
        "who": _people(coded, event.actors),
        "did what": f"{event.trigger.text}: {_code(event)}",
        "to whom": _people(coded, event.targets) or _for(coded, event.beneficiaries),
        "where": _where(coded, event),
        "when": _days(event.when),
        "how many": "; ".join(_count(count) for count in event.counts),
        "status": f"not {event.status}" if event.negated else event.status,
        "according to": "; ".join([*_sources(event), *map(_responsibility, event.responsibility)]),
    }


def _sources(event: "Event") -> list[str]:
    """The chain of sources as one answer, none where there is none."""
    return [" < ".join(link.source.text for link in event.attribution)] if event.attribution else []


def _responsibility(told: "Responsibility") -> str:
    """Who claims it, denies it or is blamed for it: "blamed on M23 by Kinshasa"."""
    if told.kind != "blamed":
        return f"{told.kind} by {told.who.text}"
    return f"blamed on {told.who.text}" + (f" by {told.by.text}" if told.by else "")


def _head(coded: "Coded", where: str) -> Text:
    """Headline, then publisher, date and how it was found, whom the outlet relied on, and the input's name."""
    report = coded.report
    title = (report and report.title) or coded.id
    parts = _known(report) if report else []
    line = Text(plain(title), style="bold")
    return line.append("\n" + " · ".join(plain(part) for part in [*parts, where] if part), style="not bold dim")


def _known(report: "Report") -> list[str]:
    """What is known of a report beside its text."""
    published = f"{report.published} (date: {report.published_by})" if report.published else "date unknown"
    relied_on = f"relying on {report.original_source}" if report.original_source else ""
    return [report.publisher or "", published, relied_on]


def _table(coded: "Coded", width: int) -> Table:
    """The events as a table; on a narrow terminal two answers share a column."""
    wide = width >= WIDE
    groups = tuple((question,) for question in QUESTIONS) if wide else _NARROW
    gap = 1 if wide else 2
    table = Table(box=None, padding=(0, gap, 0 if wide else 1, 0), show_edge=False, header_style="dim")
    widths = _widths(width - gap * len(groups)) if wide else {}
    for group in groups:
        table.add_column("\n".join(group), overflow="fold", width=widths.get(group[0]))
    for event in by_salience(coded.events):
        told = answers(coded, event)
        table.add_row(
            *(_cell([told[question] for question in group]) for group in groups), style=_STYLES.get(event.status)
        )
    return table


def _widths(total: int) -> dict[str, int]:
    """The width of each question's column: what words need, and a share of the rest where much is told."""
    spare = total - sum(_LEAST.values())
    return {q: least + int(spare * SHARES.get(q, 0)) for q, least in _LEAST.items()}


def _cell(values: "Sequence[str]") -> Text:
    """The answers of one cell, each on a line of its own; as Text, since a report's brackets are no markup."""
    return Text("\n".join(plain(value) or "-" for value in values))


def _code(event: "Event") -> str:
    """The event's codes in short: the sub-event where there is one, else type and mode."""
    coarse = f"{event.type.lower()} / {event.mode}" if event.mode else event.type.lower()
    return f"{event.sub_event.replace('/', ' / ')}, {coarse}" if event.sub_event else coarse


def _people(coded: "Coded", mentions: "Iterable[Mention]") -> str:
    """Mentions with the codes of the actors they refer to, and who backs them."""
    actors = {actor.id: actor for actor in coded.actors}
    told = []
    for mention in mentions:
        actor = actors.get(mention.ref or "")
        backed = f", backed by {' and '.join(actor.backed_by)}" if actor and actor.backed_by else ""
        code = f" [{actor.code}{backed}]" if actor and actor.code else ""
        told.append(mention.text + code)
    return "; ".join(told)


def _for(coded: "Coded", beneficiaries: "Sequence[Mention]") -> str:
    """For whom something was done, where it was done to nobody."""
    return f"for {_people(coded, beneficiaries)}" if beneficiaries else ""


def _where(coded: "Coded", event: "Event") -> str:
    """The place with its country, and the way where something moves."""
    way = [("from ", event.origin), ("to ", event.destination)]
    moved = [word + _place(coded, mention) for word, mention in way if mention]
    still = event.place is not None and event.place not in (event.origin, event.destination)
    return "; ".join([_place(coded, event.place)] * still + moved) if event.place else "; ".join(moved)


def _place(coded: "Coded", mention: "Mention") -> str:
    """A place's words and, where it was found, its country."""
    country = next((place.country for place in coded.places if place.id == mention.ref), None)
    return f"{mention.text} [{country}]" if country else mention.text


def _days(when: "When | None") -> str:
    """The day or days of an event; its words where no date could be made of them."""
    if when is None:
        return ""
    if not when.start and not when.end:
        return f"“{when.text}”"
    if when.start == when.end:
        return when.start or ""
    return f"{when.start or '...'} to {when.end or '...'}"


def _count(count: "Count") -> str:
    """A count in words: "at least 12 civilians killed", "20 to 30 wounded"."""
    what = [_number(count), count.whom or "", count.of.replace("_", " ")]
    parts = ", ".join(f"{_number(part)} {part.whom or 'of them'}" for part in count.parts)
    said = " ".join(word for word in what if word) + (f" (among them {parts})" if parts else "")
    return f"{said} in all so far" if count.cumulative else said


def _number(count: "Count") -> str:
    """Low, best and high as people write them."""
    low, best, high = count.low, count.best, count.high
    if low is not None and high is not None:
        return f"{low:,}" if low == high else f"{low:,} to {high:,}"
    if low is not None:
        return f"at least {low:,}"
    if high is not None:
        return f"up to {high:,}"
    return f"about {best:,}" if best is not None else "some"

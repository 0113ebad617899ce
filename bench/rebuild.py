"""How long `vedette rebuild` takes: `python -m bench.rebuild --incidents 100000`, on a desk of made-up reports.

A report tells of five incidents between two groups each, one in five of them the capture of a town, and one in ten with
a threat of another. Filling the desk is not part of the
figure; reading the incidents and every derivation is. Then fifty reports more are added, and the desk is brought up to
date, which has to come to the same as a rebuild. Seeded.
"""

import argparse
import datetime as dt
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

from vedette.merge.desking import now, signature, state_of
from vedette.merge.judgements import assign
from vedette.records import Actor, Coded, Control, Count, Event, Judgement, Mention, Place, Report, Span, When
from vedette.store import Desk, open_desk
from vedette.track.rebuild import basis, derive, differing, refreshed

SEED, EACH, DAYS, TOWNS, GROUPS, TALK, LAST = 2026, 5, 730, 2_000, 200, 10, 50
SIDES: Final = 9
"""Groups whose men are killed."""
KINDS: Final = ("Attack", "Armed clash", "Air/drone strike", "Shelling/artillery/missile attack")


def made(number: int, drawn: random.Random) -> Coded:
    """A report of a day, with so many killings in as many towns."""
    day = dt.date(2024, 1, 1) + dt.timedelta(days=drawn.randrange(DAYS))
    towns, groups = drawn.sample(range(TOWNS), EACH), drawn.sample(range(GROUPS), EACH)
    text = " ".join(
        f"Group N{group} killed {drawn.randint(1, 30)} men of Group N{GROUPS + group % SIDES} in Town{town}"
        f" with rockets, report {number} says."
        for town, group in zip(towns, groups, strict=True)
    )
    events = list(_events(text, towns, groups, day, drawn))
    killings = [event for event in events if event.type == "ASSAULT"]
    places = tuple(
        Place(id=f"geonames:{t}", name=f"Town{t}", country="SYR", admin1=f"Province {t % 14}", precision="town")
        for t in towns
    )
    everybody = dict.fromkeys([*groups, *(GROUPS + group % SIDES for group in groups)])
    actors = tuple(Actor(id=f"G{g}", name=f"Group N{g}", kind="REB", country="SYR", code="SYRREB") for g in everybody)
    control = [_captured(event) for event in killings[:1]]
    mentions = [m for event in killings for m in (*event.actors, *event.targets)]
    report = Report(id=f"r{number}", text=text, published=day.isoformat(), publisher=f"outlet {number % 40}")
    return Coded(
        id=f"r{number}", report=report, places=places, actors=actors, events=events, control=control, mentions=mentions
    )


def _captured(event: Event) -> Control:
    """That a killing's actor took its place."""
    place, start = event.place, event.trigger.start
    if place is None:
        msg = "a made-up killing has a place"
        raise ValueError(msg)
    holder = event.actors[0]
    return Control(place=place, holder=holder, change="captured", when=event.when, start=start, end=event.trigger.end)


def _events(
    text: str, towns: Sequence[int], groups: Sequence[int], day: dt.date, drawn: random.Random
) -> Iterator[Event]:
    """The events of a report, one a sentence, and now and then the threat of another."""
    begin = 0
    for n, (town, group) in enumerate(zip(towns, groups, strict=True)):
        end = text.find(". Group", begin + 1) + 1 if n < EACH - 1 else len(text)
        sentence, enemy = text[begin:end], f"Group N{GROUPS + group % SIDES}"
        told: dict[str, Any] = {
            "trigger": Span(**_at(sentence, "killed", begin)),
            "actors": (Mention(**_at(sentence, f"Group N{group}", begin), kind="actor", ref=f"G{group}"),),
            "targets": (Mention(**_at(sentence, enemy, begin), kind="actor", ref=f"G{GROUPS + group % SIDES}"),),
            "place": Mention(**_at(sentence, f"Town{town}", begin), kind="place", ref=f"geonames:{town}"),
            "evidence": (Span(start=begin, end=end, text=sentence),),
        }
        when = When(start=str(day), end=str(day), precision="day", text=sentence, span=(begin, end))
        dead = int(sentence.split(" killed ")[1].split()[0])
        count = Count(of="killed", low=dead, best=dead, high=dead, start=begin, end=end)
        weapon = Mention(**_at(sentence, "rockets", begin), kind="weapon")
        kind = drawn.choice(KINDS)
        yield Event(id=f"e{n}", type="ASSAULT", sub_event=kind, when=when, counts=(count,), weapons=(weapon,), **told)
        if not drawn.randrange(TALK):
            yield Event(id=f"t{n}", type="THREATEN", status="threatened", **told)
        begin = end + 1


def _at(text: str, words: str, begin: int) -> dict[str, Any]:
    """The span of words of a sentence that begins somewhere."""
    start = text.index(words)
    return {"start": begin + start, "end": begin + start + len(words), "text": words}


def filled(desk: Desk, numbers: range, drawn: random.Random) -> int:
    """Add reports, each event that happened an incident of its own; how many incidents."""
    judgements: list[Judgement] = []
    state, signed = state_of(desk), signature("made up")
    for number in numbers:
        one = made(number, drawn)
        report = desk.add(one).id
        for event in one.events:
            if event.type == "ASSAULT":
                name = f"i{number * EACH + int(event.id[1:]) + 1}"
                judgements.append(assign(state, f"{report}:{event.id}", name, signed))
    desk.judge_all(judgements)
    return len(judgements)


def lines(incidents: int) -> Iterator[str]:
    """The figures, one a line."""
    drawn, reports = random.Random(SEED), incidents // EACH  # noqa: S311 - made-up data, the same each time
    with tempfile.TemporaryDirectory() as folder, open_desk(folder) as desk:
        begun = time.perf_counter()
        count = filled(desk, range(reports), drawn)
        yield f"{count:,} incidents of {reports:,} reports filled in {time.perf_counter() - begun:.1f} s"
        begun = time.perf_counter()
        held = basis(desk)
        yield f"{'read':12}{len(held.views):>10,}  {time.perf_counter() - begun:6.2f} s"
        for one in derive(held):
            yield f"{one.name:12}{one.items:>10,}  {one.seconds:6.2f} s"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield f"rebuilt in {time.perf_counter() - begun:.1f} s, {peak:,.0f} MB at most"
        before = now()
        filled(desk, range(reports, reports + LAST), drawn)
        begun = time.perf_counter()
        grown = refreshed(desk, held, before)
        yield f"brought up to date after {LAST} reports more in {time.perf_counter() - begun:.1f} s"
        yield f"otherwise than a rebuild: {', '.join(differing(basis(desk), grown)) or 'nothing'}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="rebuild", description="Seconds to derive everything from made-up incidents.")
    parser.add_argument("--incidents", type=int, default=100_000, metavar="N", help="how many (default: 100,000)")
    for line in lines(parser.parse_args(arguments).incidents):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

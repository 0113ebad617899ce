"""A folder in which the commands of the documentation can be run: a desk, and files by the names that pages use.

The desk is in `vedette-desk`. Its incident i12 is told by `report.txt` and `page.html`, i13 to i15 are others.
"""

import datetime as dt
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from docsite import shell
from tests.gather.warcs import record
from tests.imports import made

FIRST: Final = (
    "The army shelled rebels near Idlib on 3 October 2024, killing 14 people, a monitor said.",
    "Rebels captured Saraqib on 29 November 2024 from government forces, the rebels said.",
    "HTS captured Aleppo on 30 November 2024 from the Syrian army, residents said.",
    "Rapid Support Forces shelled a market in El Fasher on 2 December 2024, killing 12 people, doctors said.",
    "The Sudanese army bombed Nyala on 4 December 2024, killing 9 civilians, residents said.",
    "M23 rebels backed by Rwanda captured Goma on 27 January 2025 from the Congolese army, the governor said.",
    "Gunmen abducted 17 people in Katsina on 5 December 2024, police said.",
    "Police arrested 30 protesters in Tunis on 6 December 2024, a lawyer said.",
    "A roadside bomb killed 3 soldiers near Mogadishu on 7 December 2024, the army said.",
    "Russian forces shelled Kherson on 8 December 2024, killing 2 people, the governor said.",
    "Al-Shabaab fighters attacked a base near Kismayo on 9 December 2024, killing 5 soldiers, officials said.",
)
RAID: Final = (
    "Gunmen on motorbikes attacked the market of Djibo in Burkina Faso on 12 March 2024 and killed at least nine "
    "traders, residents said. They burned stalls and drove off with cattle."
)
SAME: Final = (
    "Jihadists on motorbikes stormed the market of Djibo in Burkina Faso on 12 March 2024 and killed at least eleven "
    "people, a security source said. Stalls were burned by the attackers."
)
LAST: Final = (
    "Rebels captured Hama on 5 December 2024 from government forces, a monitor said.",
    "Israel struck a depot near Damascus on 9 December 2024, killing 3 people, state television said.",
    "Rapid Support Forces shelled Omdurman on 12 January 2025, killing 20 people, doctors said.",
    "Sudan's army threatened on 13 January 2025 to attack Nyala, a spokesman said.",
    "The Sudanese army captured Wad Madani on 11 January 2025 from the Rapid Support Forces, residents said.",
    "Turkish forces shelled Manbij in Syria on 28 January 2025, killing 4 people, residents said.",
    "HTS fighters clashed with Islamic State fighters near Homs on 29 January 2025, a monitor said.",
    "Ukrainian drones struck Belgorod on 14 January 2025, wounding 6 people, the governor said.",
    "Gunmen killed 11 farmers near Maiduguri in Nigeria on 15 January 2025, residents said.",
    "Protesters marched in Tbilisi on 16 January 2025, witnesses said.",
    "The Arakan Army captured Ann in Myanmar on 17 January 2025 from the junta, it said.",
    "ELN rebels attacked a village in Catatumbo on 18 January 2025, killing 30 people, the governor said.",
    "Israel and Hamas agreed to a ceasefire on 15 January 2025, Qatar said.",
    "Houthi fighters released the crew of a ship on 22 January 2025, Oman said.",
    "A suicide bomber killed 8 people at a market in Kunduz on 23 January 2025, police said.",
    "Security forces dispersed protesters with tear gas in Maputo on 24 January 2025, witnesses said.",
    "Gangs burned houses in Kenscoff in Haiti on 28 January 2025, killing 40 people, the mayor said.",
    "Chad expelled a French envoy on 29 January 2025, the government said.",
)
TIES: Final = (
    "The Syrian Democratic Forces, which are backed by the United States, took Manbij from Islamic State on Monday.",
    "HTS fighters attacked Islamic State in Homs on Monday, killing 4 militants.",
)
TOLD: Final = "2024-12-10"
NEW: Final = (
    "HTS fighters attacked Islamic State near Palmyra on Sunday, killing 6 militants.",
    "Rapid Support Forces shelled Kosti in Sudan on Sunday, killing 13 people, doctors said.",
    "Turkey threatened on Sunday to attack Manbij in Syria, the foreign minister of Turkey said.",
    "The Rapid Support Forces threatened on Sunday to attack El Obeid in Sudan, a spokesman said.",
    "Turkish forces shelled Kobani in Syria on Sunday, killing 5 people, residents said.",
)
"""Of today: what is asked without a date is asked of today, and of the last weeks."""
PUBLISHED: Final = "2025-01-31"
_MONTHS: Final = 82
"""From January 2010 to October 2016."""


def page(text: str) -> str:
    """A web page with an article."""
    meta = '<meta property="article:published_time" content="2024-03-13">'
    return (
        f"<!doctype html><html lang=en><head><title>Attack on a market</title>{meta}</head><body><article>"
        f"<h1>Attack on a market</h1><p>{text}</p></article></body></html>"
    )


def lines(key: str, texts: Iterable[str], published: str = PUBLISHED) -> str:
    """Reports as JSON lines."""
    given = ({"id": f"{key}{n}", "text": text, "published": published} for n, text in enumerate(texts))
    return "".join(f"{json.dumps(one)}\n" for one in given)


def build(folder: Path, geonames_line: Callable[..., str]) -> None:
    """Make all of it; the coder is the caller's."""
    _articles(folder)
    _tables(folder, geonames_line)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    (folder / "first.jsonl").write_text(lines("f", FIRST), "utf-8")
    (folder / "last.jsonl").write_text(lines("l", LAST) + lines("t", TIES, TOLD) + lines("n", NEW, today), "utf-8")
    for words in (["init"], ["add", "first.jsonl"], ["add", "report.txt", "page.html"], ["add", "last.jsonl"]):
        done = shell.run(shell.Command(tuple(words), 0), folder)
        assert done.code == 0, done.err
    for name in ("first.jsonl", "last.jsonl"):
        (folder / name).unlink()


def _articles(folder: Path) -> None:
    """Reports in the forms that pages name."""
    (folder / "report.txt").write_text(f"{RAID}\n", "utf-8")
    (folder / "page.html").write_text(page(SAME), "utf-8")
    (folder / "in.jsonl").write_text(lines("r", LAST[:2]), "utf-8")
    for name in ("pages", "news", "archive"):
        (folder / name).mkdir()
    (folder / "pages" / "one.html").write_text(page(LAST[0]), "utf-8")
    for name in ("a.warc.gz", "crawl.warc.gz", "news.warc.gz", "news/a.warc.gz", "archive/a.warc.gz"):
        (folder / name).write_bytes(record("https://example.org/a", page(LAST[1]).encode()))


def _tables(folder: Path, geonames_line: Callable[..., str]) -> None:
    """Tables of places, of deaths, of other coders' events."""
    with zipfile.ZipFile(folder / "SY.zip", "w") as packed:
        packed.writestr("SY.txt", geonames_line(99000001, "Tall Qarn"))
    (folder / "sites.csv").write_text("name,lat,lon,country\nCamp Dawn,13.62,25.35,SD\n", "utf-8")
    (folder / "ucdp.csv").write_text("country,month,fatalities\n" + "".join(_history()), "utf-8")
    for name in ("ged.csv", "GEDEvent.csv"):
        (folder / name).write_text(made.ucdp({"country": "Syria", "side_b": "Al-Shabaab"}), "utf-8")
    (folder / "acled.csv").write_text(made.acled({}), "utf-8")
    (folder / "deleted.csv").write_text("event_id_cnty,deleted_timestamp\nSYR900001,1734000000\n", "utf-8")
    with zipfile.ZipFile(folder / "20241127.export.CSV.zip", "w") as packed:
        packed.writestr("20241127.export.CSV", made.gdelt({}))
    (folder / "ours.csv").write_text("case_no,date,country,dead\n1,2024-11-27,Syria,3\n", "utf-8")
    (folder / "ours.toml").write_text(
        'source = "ours"\ntitle = "Ours"\nlicence = "internal"\ncitation = "Us (2026)"\n[columns]\nid = "case_no"\n'
        'day_from = "date"\ncountry = "country"\nkilled_best = "dead"\n[kinds]\n',
        "utf-8",
    )


def _history() -> Iterator[str]:
    """Deaths by month of two countries."""
    for month in range(_MONTHS):
        named = f"{2010 + month // 12}-{month % 12 + 1:02d}"
        yield f"SYR,{named},{900 + 37 * (month % 11)}\nNGA,{named},{20 + month % 7}\n"

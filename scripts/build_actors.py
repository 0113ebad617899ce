"""Build data/actors/{ucdp,lineage}.csv from a UCDP Actor Dataset file and from scripts/actors/knowledge.csv.

Run it again on a newer file of UCDP's:

    PYTHONPATH=src python scripts/build_actors.py ../shared/data/ucdp_actor_221.csv

UCDP gives names, languages, countries and descent. knowledge.csv, typed by hand, gives for each ActorId the kind, the
years, aliases, what it is part of and who backs it, or says that it is an actor of our other tables (`same_as`). An
actor that knowledge.csv does not have is taken with what UCDP says and named on stderr. Governments (Org 4) are left
out: they follow from the country tables.
"""

import csv
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from vedette.lexicon.actors import ARMED_SCHEMA, LINEAGE_SCHEMA, registry
from vedette.lexicon.countries import countries

ACTORS: Final = Path(__file__).resolve().parents[1] / "src" / "vedette" / "data" / "actors"
KNOWLEDGE: Final = Path(__file__).resolve().parent / "actors" / "knowledge.csv"
RIVALS: Final = Path(__file__).resolve().parent / "actors" / "not_names.txt"
SOURCE: Final = "UCDP Actor Dataset"
GOVERNMENT, SUPPORTERS, COMMUNAL = "4", "2", "3"
NAMES: Final = ("NameOrigFullEng", "NameOrigFull", "NewNameFullEng", "NewNameFullMotherTongue", "NewName", "NameData")
DESCENT: Final = (
    ("Splinter", "ActorIdPrev", "splinter_of"),
    ("Alliance", "ActorIdAlliance", "merged_into"),
    ("JoinGroup", "ActorIdGroup", "joined"),
)
SHORTEST_ACRONYM: Final = 3
GROUP_WORDS: Final = ("militia", "militias", "fighters", "tribesmen", "gunmen")


@dataclass(slots=True)
class Known:
    """What knowledge.csv says of one actor."""

    same_as: str = ""
    cells: dict[str, str] = field(default_factory=dict)


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, blanks at the ends of cells gone."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [{k: " ".join((v or "").split()) for k, v in row.items() if k} for row in csv.DictReader(lines)]


def knowledge() -> dict[str, Known]:
    """What was typed by hand, by ActorId."""
    return {row["ucdp_id"]: Known(row["same_as"], row) for row in read(KNOWLEDGE)}


def key(name: str) -> str:
    """A name without case, marks and punctuation."""
    plain = unicodedata.normalize("NFKD", name)
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c)).lower()).strip()


def slug(words: str, iso3: str, taken: set[str]) -> str:
    """A new id from a name and a country."""
    plain = unicodedata.normalize("NFKD", words)
    stem = re.sub(r"[^A-Z0-9]+", "_", "".join(c for c in plain if not unicodedata.combining(c)).upper()).strip("_")
    found = f"{stem[:40].strip('_') or 'ACTOR'}_{iso3}" if iso3 else stem[:40].strip("_")
    number = 2
    while found in taken:
        found, number = f"{found.rstrip('0123456789').rstrip('_')}_{number}", number + 1
    return found


def home(location: str) -> str:
    """The alpha-3 code of the first country of UCDP's Location, '' where the tables know none."""
    for part in location.split(","):
        name = re.sub(r"\(.*?\)", "", part).strip()
        for form in (name, *re.findall(r"\((.*?)\)", part)):
            known = countries().forms.get(form.strip())
            if known is not None and known.iso3:
                return known.iso3
    return ""


def is_acronym(form: str) -> bool:
    """Whether a form is written in capitals throughout."""
    return form.isascii() and " " not in form and form.upper() == form


def forms(row: dict[str, str], extra: Iterable[str], banned: set[str]) -> list[str]:
    """The names of an actor that may stand in a text, its English one first."""
    found: dict[str, str] = {}
    for name in (*(row[n] for n in NAMES), row["NameOrig"], *extra):
        bare = re.sub(r"\s*\([^)]*\)", "", name).replace(" - ", " ").replace("\u00b4", "'").strip(" .,;")
        short = is_acronym(bare) and len(bare) < SHORTEST_ACRONYM
        plain = " " not in bare and key(bare) in banned
        if bare and ";" not in bare and not short and not plain and not bare.islower():
            found.setdefault(bare, bare)
    return list(found)


def communal(row: dict[str, str], iso3: str) -> tuple[str, list[str]]:
    """Name and forms of a people or clan that fights: never its bare name, which is a people's."""
    bare = re.sub(r"\s*\([^)]*\)", "", row["NameOrigFullEng"] or row["NameData"]).strip()
    own = countries().name(iso3) or "communal"
    return f"{bare} ({own})", [f"{bare} {word}" for word in GROUP_WORDS]


def entry(row: dict[str, str], known: Known | None, taken: set[str], banned: set[str]) -> dict[str, str]:
    """One row of ucdp.csv."""
    told = known.cells if known else {}
    iso3 = told.get("country") or home(row["Location"])
    if row["Org"] == COMMUNAL:
        name, names = communal(row, iso3)
    else:
        names = forms(row, filter(None, told.get("aliases", "").split(";")), banned)
        name = row["NameOrigFullEng"] or row["NameData"]
        names = [n for n in names if n != name]
    kind = told.get("kind") or {SUPPORTERS: "PTY", COMMUNAL: "CVL"}.get(row["Org"], "REB")
    cells = {column: told.get(column, "") for column in ARMED_SCHEMA}
    return cells | {
        "id": told.get("id") or slug(row["NameData"], iso3, taken), "name": name, "aliases": ";".join(names),
        "kind": kind, "country": iso3, "code": f"{iso3}{kind}", "leads": "",
        "source": told.get("source") or f"{SOURCE} {row['Version']}",
    }  # fmt: skip


def lineage(rows: list[dict[str, str]], ids: dict[str, str]) -> Iterator[dict[str, str]]:
    """Who split from whom, merged into or joined whom; both must be actors of the registry."""
    told = set()
    for row in rows:
        for flag, column, kind in DESCENT:
            for other in re.findall(r"\d+", row[column]) if row[flag] == "1" else ():
                link = (ids.get(row["ActorId"]), kind, ids.get(other))
                if None not in link and link[0] != link[2] and link not in told:
                    told.add(link)
                    source = f"{SOURCE} {row['Version']}"
                    yield {"actor": link[0] or "", "kind": kind, "other": link[2] or "", "source": source}


def write(path: Path, columns: Iterable[str], rows: Iterable[dict[str, str]]) -> int:
    """Write a table; how many rows it has."""
    held = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(held)
    return len(held)


def main(path: Path) -> None:
    """Build both tables from a UCDP file."""
    rows = [row for row in read(path) if row["Org"] != GOVERNMENT]
    told = knowledge()
    curated = [e for e in registry().entries if e.table != "ucdp"]
    banned = {line.strip() for line in RIVALS.read_text("utf-8").splitlines() if line.strip() and line[0] != "#"}
    taken = {e.id for e in curated} | {k.cells["id"] for k in told.values()}
    ids, built = {}, []
    for row in rows:
        known = told.get(row["ActorId"])
        if known is None and row["Org"] != COMMUNAL:
            print(f"{row['ActorId']} {row['NameData']} is not in {KNOWLEDGE.name}: add it", file=sys.stderr)
        if known is not None and known.same_as:
            ids[row["ActorId"]] = known.same_as
            continue
        made = entry(row, known, taken, banned)
        taken.add(made["id"])
        ids[row["ActorId"]] = made["id"]
        built.append(made)
    built.sort(key=lambda r: (r["country"], r["id"]))
    print(write(ACTORS / "ucdp.csv", ARMED_SCHEMA, built), "actors")
    print(write(ACTORS / "lineage.csv", LINEAGE_SCHEMA, lineage(rows, ids)), "links of descent")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit(__doc__)
    main(Path(sys.argv[1]))

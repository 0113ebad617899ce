"""Tables in the formats of other coders, every event of them invented here."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from vedette.imports.maps import known_map

_ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
_UCDP = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,"
    "dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,"
    "source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,"
    "where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"
)
(ACLED,) = csv.reader([_ACLED])
(UCDP,) = csv.reader([_UCDP])
GDELT = known_map("gdelt").names

CLASH = {
    "event_id_cnty": "SYR900001", "event_date": "2024-11-27", "time_precision": 1, "event_type": "Battles",
    "sub_event_type": "Armed clash", "actor1": "Blue Front", "assoc_actor_1": "Blue Youth; Blue Guard",
    "actor2": "Green Army", "country": "Syria", "admin1": "Aleppo", "location": "Tall Qarn", "latitude": "36.10",
    "longitude": "37.00", "geo_precision": 1, "notes": "On 27 November, an invented clash near Tall Qarn.",
    "fatalities": 7, "timestamp": 1733000000,
}  # fmt: skip
SHELLED = {
    "id": 700001, "type_of_violence": 1, "side_a": "Government of Nowhere", "side_b": "Blue Front", "where_prec": 1,
    "where_coordinates": "Tall Qarn town", "adm_1": "Aleppo governorate", "latitude": "36.1", "longitude": "37.0",
    "country": "DR Congo (Zaire)", "country_id": 490, "date_prec": 2, "date_start": "2024-11-27 00:00:00.000",
    "date_end": "2024-11-29 00:00:00.000", "best": 5, "high": 12, "low": 3, "source_headline": 'Invented, "quoted"',
}  # fmt: skip
FIGHT = {
    "GLOBALEVENTID": 990000001, "SQLDATE": "20241127", "Actor1Name": "REBEL", "Actor2Name": "AUSTRIA",
    "EventCode": "1951", "ActionGeo_Type": 4, "ActionGeo_FullName": "Tall Qarn, Halab, Syria",
    "ActionGeo_CountryCode": "SY", "ActionGeo_ADM1Code": "SY09", "ActionGeo_Lat": "36.1", "ActionGeo_Long": "37",
    "DATEADDED": "20241127120000", "SOURCEURL": "https://example.org/a",
}  # fmt: skip


def table(columns: Sequence[str], rows: Iterable[dict[str, Any]], *, delimiter: str = ",", header: bool = True) -> str:
    """Rows as text in the form of a table."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", delimiter=delimiter, lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def acled(*rows: dict[str, Any], **how: Any) -> str:
    """ACLED's table: each row the clash with changes."""
    return table(ACLED, [CLASH | row for row in rows], **how)


def ucdp(*rows: dict[str, Any]) -> str:
    """UCDP's table."""
    return table(UCDP, [SHELLED | row for row in rows])


def gdelt(*rows: dict[str, Any]) -> str:
    """GDELT's table: tab-separated, nothing quoted, no header."""
    lines = [[str((FIGHT | row).get(name, "")) for name in GDELT] for row in rows]
    return "".join("\t".join(line) + "\n" for line in lines)

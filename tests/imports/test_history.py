"""The history of deaths: zeros where the source looked, none where it did not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.imports import made
from vedette.errors import InputError
from vedette.imports.history import country_months, months_between
from vedette.imports.importing import import_file
from vedette.imports.maps import known_map
from vedette.imports.tablefile import TableFile
from vedette.store import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with the same five events of two countries from ACLED and from UCDP."""
    told = [
        ("Syria", "2024-01-31", 5), ("Syria", "2024-01-01", 2), ("Syria", "2024-04-10", 1), ("Mali", "2024-02-29", 4),
        ("Mali", "2024-03-01", 0),
    ]  # fmt: skip
    acled = made.acled(
        *({"event_id_cnty": n, "country": c, "event_date": d, "fatalities": k} for n, (c, d, k) in enumerate(told, 1))
    )
    ucdp = made.ucdp(
        *(
            {"id": n, "country": c, "date_start": d, "date_end": "2024-05-01", "low": 0, "best": k, "high": 9}
            for n, (c, d, k) in enumerate(told, 1)
        )
    )
    with open_desk(tmp_path / "desk") as opened:
        for name, text in (("acled", acled), ("ucdp", ucdp), ("gdelt", made.gdelt({}))):
            path = tmp_path / f"{name}.csv"
            path.write_text(text, "utf-8")
            import_file(opened, TableFile(path), known_map(name), lambda error: pytest.fail(str(error)))
        yield opened


def of(desk: Desk, source: str, country: str, **how: Any) -> dict[str, int]:
    """A country's months."""
    return {row.month: row.fatalities for row in country_months(desk, source, **how) if row.country == country}


def test_a_source_that_covers_the_world_gives_zeros_from_its_first_month(desk: Desk) -> None:
    assert of(desk, "ucdp", "SYR") == {"2024-01": 7, "2024-02": 0, "2024-03": 0, "2024-04": 1}
    assert of(desk, "ucdp", "MLI") == {"2024-01": 0, "2024-02": 4, "2024-03": 0, "2024-04": 0}
    assert of(desk, "ucdp", "SDN") == {}


def test_one_that_does_not_gives_zeros_from_a_country_s_own_first_row(desk: Desk) -> None:
    assert of(desk, "acled", "MLI") == {"2024-02": 4, "2024-03": 0, "2024-04": 0}


def test_all_countries_and_other_months(desk: Desk) -> None:
    assert of(desk, "ucdp", "SDN", every=True, last="2024-02") == {"2024-01": 0, "2024-02": 0}
    assert of(desk, "ucdp", "SYR", first="2024-04", last="2024-06") == {"2024-04": 1, "2024-05": 0, "2024-06": 0}
    rows = country_months(desk, "ucdp")
    assert rows == sorted(rows)


def test_what_gives_no_history_is_told(desk: Desk) -> None:
    with pytest.raises(InputError, match="'gdelt' tells no deaths"):
        country_months(desk, "gdelt")
    with pytest.raises(InputError, match=r"no rows of 'other' with a country. There are: acled, gdelt, ucdp"):
        country_months(desk, "other")


def test_months_go_over_the_year() -> None:
    assert months_between("2023-11", "2024-02") == ["2023-11", "2023-12", "2024-01", "2024-02"]
    assert months_between("2024-02", "2024-01") == []

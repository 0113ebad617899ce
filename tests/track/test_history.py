"""Reading a history: what is taken, what is refused with file, line and remedy, what is never looked at."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.errors import InputError
from vedette.track.forecast.history import History, calendar, month_number, month_text, read_history

HEAD = "country,month,fatalities\n"
LAST = 2016 * 12 + 9


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a history is written."""
    return tmp_path / "history.csv"


def read(file: Path, text: str, unit: str | None = None) -> History:
    """Write and read a history up to October 2016."""
    file.write_bytes(text.encode())
    return read_history(file, LAST, unit)


@given(st.integers(min_value=12, max_value=9999 * 12 + 11))
def test_months_read_as_they_are_written(number: int) -> None:
    assert month_number(month_text(number)) == number
    assert calendar(number) == int(month_text(number)[5:])


@given(st.text(max_size=8))
def test_what_is_no_month_is_none(text: str) -> None:
    number = month_number(text)
    assert number is None or month_text(number) == text


def test_rows_in_any_order_with_gaps_empty_cells_crlf_and_a_mark(file: Path) -> None:
    rows = ["SYR,2016-10,7", "AFG,2016-07,3", "SYR,2016-08,", "SYR,2016-07,5", "AFG,2016-10,0"]
    text = "\ufeffcountry,month,fatalities\r\n" + "\r\n".join(rows) + "\r\n"
    held = read(file, text)
    assert held.units == ("AFG", "SYR")
    assert (month_text(held.first), month_text(held.last)) == ("2016-07", "2016-10")
    np.testing.assert_equal(held.deaths.T, [[3, np.nan, np.nan, 0], [5, np.nan, np.nan, 7]])
    assert read(file, HEAD + "\n".join(reversed(rows))).digest() == held.digest()


def test_columns_in_another_order_and_others_beside_them(file: Path) -> None:
    held = read(file, "region,fatalities,month,country\nAsia,12,2016-10,AFG\n")
    assert held.units == ("AFG",)
    assert held.deaths.tolist() == [[12.0]]


def test_another_column_of_units(file: Path) -> None:
    assert read(file, "province,month,fatalities\nKunduz,2016-10,4\n").column == "province"
    both = "country,admin1,month,fatalities\nAFG,Kunduz,2016-10,4\nAFG,Helmand,2016-10,9\n"
    assert read(file, both, "admin1").units == ("Helmand", "Kunduz")
    with pytest.raises(InputError, match=r"history\.csv:3: AFG 2016-10 is there already, in line 2.*--unit"):
        read(file, both)
    with pytest.raises(InputError, match=r"has no column 'country'.*--unit"):
        read(file, "a,b,month,fatalities\n1,2,2016-10,0\n")


def test_later_rows_are_not_looked_at(file: Path) -> None:
    told = read(file, HEAD + "AFG,2016-10,1\n")
    later = read(file, HEAD + "AFG,2016-11,-5\nAFG,2016-10,1\nAFG,2016-11,many\n,2017-01,\nZZZ,2016-11,3\n")
    assert later.digest() == told.digest()
    assert later.units == told.units


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("AFG,2016-13,1\n", r"history\.csv:2: '2016-13' is no month\. Write months as YYYY-MM"),
        ("AFG,2016-01,1\nAFG,2016-1,1\n", r"history\.csv:3: '2016-1' is no month"),
        ("AFG,2016-01,-1\n", r"history\.csv:2: -1 deaths are fewer than none"),
        ("AFG,2016-01,x\n", r"history\.csv:2: 'x' is no number of deaths"),
        ("AFG,2016-01,inf\n", r"history\.csv:2: 'inf' is no number of deaths"),
        ("AFG,2016-01,nan\n", r"history\.csv:2: 'nan' is no number of deaths"),
        ("AFG,2016-01,1e11\n", r"history\.csv:2: 1e11 deaths are more than there are people"),
        (",2016-01,1\n", r"history\.csv:2: the column 'country' is empty"),
        ("AFG,2016-01,1\nAFG,2016-01,1\n", r"history\.csv:3: AFG 2016-01 is there already, in line 2"),
        ("AFG,2016-11,1\n", r"history\.csv: holds no number of deaths up to 2016-10\. Give a later --from"),
        ("AFG,2016-01,\n", r"holds no number of deaths"),
        ("AFG,0016-01,1\n", r"reaches from 0016-01 to 2016-10\. Mend the mistyped year"),
        ('AFG,2016-01,"1\n', r"history\.csv:\d: is not CSV"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_remedy(file: Path, rows: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read(file, HEAD + rows)


def test_headers_that_will_not_do(file: Path) -> None:
    with pytest.raises(InputError, match=r"history\.csv:1: has no column 'fatalities'.*it is country,month,deaths"):
        read(file, "country,month,deaths\n")
    with pytest.raises(InputError, match="has more than one column 'month'"):
        read(file, "country,month,month,fatalities\n")
    with pytest.raises(InputError, match="it is empty"):
        read(file, "")
    with pytest.raises(InputError, match="cannot be read"):
        read_history(file.with_name("nowhere.csv"), LAST)
    file.write_bytes(b"country,month,fatalities\n\xff\xfe,2016-01,1\n")
    with pytest.raises(InputError, match="is not UTF-8"):
        read_history(file, LAST)


def test_as_it_was_known_earlier(file: Path) -> None:
    held = read(file, HEAD + "AFG,2016-01,1\nAFG,2016-10,2\nSSD,2016-05,3\n")
    earlier = held.until(2016 * 12 + 2)
    assert (earlier.units, month_text(earlier.last)) == (("AFG",), "2016-03")
    assert held.past(0).tolist() == [1.0, 2.0]
    assert held.past(0, 3).tolist() == [2.0]
    assert held.past(1, 3).tolist() == [3.0]  # nothing known so lately: the newest there is

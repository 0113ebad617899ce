"""`vedette forecast`: the contract of its lines, its table, and what it refuses."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from vedette.cli.main import app

KNOWN, MONTHS = "2014-10", "3..14"


def rows(later: str = "") -> str:
    """A history of four countries to October 2014, two of them at war, one young, one quiet."""
    rng, told = np.random.default_rng(4), ["country,month,fatalities"]
    for month in range(58):
        named = f"{2010 + month // 12}-{month % 12 + 1:02d}"
        told += [f"SYR,{named},{rng.poisson(900)}", f"NGA,{named},{rng.poisson(20)}", f"CHE,{named},0"]
        if month >= 40:
            told.append(f"SSD,{named},{rng.poisson(60)}")
    return "\n".join(told) + "\n" + later


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """The history as a file."""
    path = tmp_path / "history.csv"
    path.write_text(rows(), "utf-8")
    return path


def ask(path: Path, *more: str, known: str = KNOWN, months: str = MONTHS) -> tuple[int, str, str]:
    """Exit code, standard output, standard error of a forecast."""
    given = ["forecast", "--history", str(path), "--from", known, "--months", months, "--draws", "100", *more]
    done = CliRunner().invoke(app, given)
    return done.exit_code, done.stdout, done.stderr


def test_a_line_for_each_country_and_month_with_its_draws(history: Path) -> None:
    code, out, err = ask(history, "--jsonl")
    told = [json.loads(line) for line in out.splitlines()]
    months = ["2015-01", *(f"2015-{n:02d}" for n in range(2, 13))]
    assert (code, err) == (0, "")
    assert [list(line) for line in told] == [["country", "month", "draws"]] * 48
    assert [(line["country"], line["month"]) for line in told] == [
        (country, month) for country in ("CHE", "NGA", "SSD", "SYR") for month in months
    ]
    assert all(len(line["draws"]) == 100 and min(line["draws"]) >= 0 for line in told)
    assert 500 < np.median(told[-1]["draws"]) < 1500


def test_later_rows_and_the_order_of_rows_change_nothing_byte_for_byte(history: Path) -> None:
    wanted = ask(history, "--jsonl")
    later = "SYR,2014-11,999999\nUKR,2014-11,5\nSYR,2014-11,-1\nNGA,2015-03,many\n"
    history.write_text(rows(later), "utf-8")
    assert ask(history, "--jsonl") == wanted
    head, *body = rows().splitlines()
    history.write_bytes(("\ufeff" + "\r\n".join([head, *reversed(body)])).encode())
    assert ask(history, "--jsonl") == wanted
    earlier = ask(history, "--jsonl", known="2014-09")
    assert earlier[1] != wanted[1]


def test_a_month_s_draws_do_not_depend_on_where_the_range_begins(history: Path) -> None:
    far, near = (ask(history, "--jsonl", months=months)[1].splitlines() for months in (MONTHS, "1..14"))
    assert set(far) < set(near)
    assert len(ask(history, "--jsonl", months="5")[1].splitlines()) == 4


def test_the_table_in_a_pipe(history: Path) -> None:
    code, out, _ = ask(history)
    head, *told = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert head[:4] == ["country", "median", "50 %", "90 %"]
    assert [line[0] for line in told] == ["SYR", "SSD", "NGA", "CHE"]
    cells = dict(zip(head, told[0], strict=True))
    assert 8000 < int(cells["median"]) < 14_000
    assert (cells["P(>=1)"], cells["P(>=25)"], cells["P(>=1000)"], cells["P(onset)"]) == ("1.00", "1.00", "1.00", "-")
    assert cells["base P(>=25)"] == "1.00"
    quiet = dict(zip(head, told[-1], strict=True))
    assert quiet["P(onset)"] == quiet["P(>=25)"] < "0.20"
    _, out, err = ask(history, "--limit", "1")
    assert len(out.splitlines()) == 2
    assert "3 more. Show them with --limit 0." in err


def test_provinces(tmp_path: Path) -> None:
    path = tmp_path / "admin1.csv"
    body = "".join(f"AFG,{p},2014-{m:02d},{m}\n" for p in ("Kunduz", "Helmand") for m in range(1, 11))
    path.write_text("country,admin1,month,fatalities\n" + body, "utf-8")
    code, out, _ = ask(path, "--unit", "admin1", "--jsonl")
    assert code == 0
    assert list(json.loads(out.splitlines()[0])) == ["admin1", "month", "draws"]
    assert "--unit" in ask(path)[2]


@pytest.mark.parametrize(
    ("known", "months", "problem"),
    [
        ("2014-10", "5..3", "--months '5..3': the first must be 1 or more, the last not before it"),
        ("2014-10", "0..3", "the first must be 1 or more"),
        ("2014-10", "1..99", "36 at most"),
        ("2014-10", "soon", "--months 'soon' is no range. Write the first and last month ahead: 3..14"),
        ("2014-10-01", "1..2", "--from '2014-10-01' is no month. Write it as YYYY-MM"),
        ("2009-12", "1..2", "holds no number of deaths up to 2009-12. Give a later --from"),
    ],
)
def test_what_is_asked_wrongly(history: Path, known: str, months: str, problem: str) -> None:
    code, out, err = ask(history, known=known, months=months)
    assert (code, out) == (2, "")
    assert problem in " ".join(err.split())


def test_a_history_that_ends_early_is_forecast_with_a_warning(history: Path) -> None:
    code, out, err = ask(history, "--jsonl", known="2015-02")
    assert code == 0
    assert json.loads(out.splitlines()[0])["month"] == "2015-05"
    assert "ends in 2014-10: the months up to 2015-02 are taken as unknown" in err
    assert ask(history, "--jsonl", "--quiet", known="2015-02")[2] == ""


def test_help_says_what_it_cannot_know() -> None:
    told = " ".join(CliRunner().invoke(app, ["forecast", "--help"]).stdout.split())
    assert "What it cannot know" in told
    for word in ("wars", "coups", "peace deals"):
        assert word in told

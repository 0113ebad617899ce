"""`vedette gazetteer` from end to end: files in, candidates out, exit codes, and coding that knows the new places."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from vedette.cli import gazetteer as command
from vedette.cli.main import app
from vedette.code.coder import FramesCoder
from vedette.lexicon import places
from vedette.pipeline import Pipeline
from vedette.read import read_text

OCHA = """ADM3_EN,ADM3_PCODE,ADM2_EN,ADM2_PCODE,ADM1_EN,ADM1_PCODE,ADM0_EN
#adm3+name,#adm3+code,#adm2+name,#adm2+code,#adm1+name,#adm1+code,#country
Qarnaba,SY020399,Jebel Saman,SY0203,Aleppo,SY02,Syrian Arab Republic
,SY020398,Jebel Saman,SY0203,Aleppo,SY02,Syrian Arab Republic
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the own places go in this test; those of the process are forgotten before and after."""
    path = tmp_path / "own.sqlite"
    monkeypatch.setenv("VEDETTE_GAZETTEER", str(path))
    places.gazetteer.cache_clear()
    yield path
    places.gazetteer.cache_clear()


@pytest.fixture
def dump(tmp_path: Path, geonames_line: Callable[..., str]) -> Path:
    """A GeoNames dump of invented places, and one kind that is of no use."""
    path = tmp_path / "SY.txt"
    lines = [
        geonames_line(99000001, "Tall Qarnabah", names="Tell Qarnaba", people=840),
        geonames_line(99000002, "Qarnabah Air Base", "AIRB", lat=36.3),
        geonames_line(99000003, "Qarnabah Farm", "FRM"),
    ]
    path.write_text("".join(lines), "utf-8")
    return path


def vedette(*arguments: str | Path) -> Result:
    """Run `vedette gazetteer` as a new process would: with the own places as they are now."""
    places.gazetteer.cache_clear()
    return CliRunner().invoke(app, ["gazetteer", *map(str, arguments)])


def found(*arguments: str) -> list[dict[str, object]]:
    """What `find --json` tells."""
    rows: list[dict[str, object]] = json.loads(vedette("find", *arguments, "--json").stdout)
    return rows


def test_a_dump_is_added_and_renewed(own: Path, dump: Path) -> None:
    first = vedette("add", dump)
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout == f"2 places added, 0 renewed, 0 refused, 1 of other kinds passed over: {own}\n"
    assert vedette("add", dump).stdout.startswith("0 places added, 2 renewed, 0 refused")


def test_bad_rows_and_files_are_named_and_the_rest_goes_on(own: Path, dump: Path, tmp_path: Path) -> None:
    ocha = tmp_path / "syr_adm3.csv"
    ocha.write_text(OCHA, "utf-8-sig")
    done = vedette("add", tmp_path / "none.csv", ocha, dump)
    assert done.exit_code == 1
    assert f"{ocha}:4: the place has no name. Write a name" in done.stderr
    assert "none.csv: cannot be read" in done.stderr
    assert done.stdout.startswith("3 places added, 0 renewed, 2 refused, 2 of other kinds passed over")
    assert own.exists()
    (unit,) = found("Qarnaba", "--limit", "1")
    assert unit == {
        "name": "Qarnaba", "feature": "admin2", "country": "SYR", "admin1": "Aleppo", "lat": None, "lon": None,
        "population": 0, "precision": "district", "score": 1.0, "id": "pcode:SY020399", "file": "own",
    }  # fmt: skip


def test_an_own_file_that_cannot_be_written(tmp_path: Path, dump: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("VEDETTE_GAZETTEER", str(tmp_path / "file" / "own.sqlite"))
    done = vedette("add", dump)
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr
    assert "VEDETTE_GAZETTEER" in done.stderr


@pytest.mark.usefixtures("own")
def test_find_in_a_pipe() -> None:
    done = vedette("find", "Tripoli", "--limit", "2")
    assert (done.exit_code, done.stderr) == (0, "")
    head, *lines = done.stdout.split("\n")[:-1]
    assert head.split("\t") == list(command.COLUMNS)
    assert len(lines) == 2
    first = dict(zip(command.COLUMNS, lines[0].split("\t"), strict=True))
    assert (first["id"], first["country"], first["precision"], first["file"]) == (
        "geonames:2210247", "LBY", "town", "packaged",
    )  # fmt: skip


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("width", [80, 140])
def test_find_on_a_terminal(width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    command.find(["Tripoli"], limit=2)
    told = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    for word in (*command.COLUMNS, "geonames:2210247", "Tripoli", "packaged"):
        assert word in told
    assert all(len(line) <= width for line in told.splitlines())


@pytest.mark.usefixtures("own")
def test_find_keeps_to_a_country_and_a_limit() -> None:
    assert {row["country"] for row in found("Tripoli", "--country", "lb")} == {"LBN"}
    assert len(found("Tripoli", "--limit", "3")) == 3
    assert found("Tal", "Rifaat")[0]["country"] == "SYR"


@pytest.mark.usefixtures("own")
def test_nothing_found_says_what_to_do() -> None:
    done = vedette("find", "Qwrtzplin")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no place bears the name 'Qwrtzplin'" in done.stderr
    assert "vedette gazetteer add" in done.stderr
    empty = vedette("find", "Aleppo", "--country", "VUT", "--json")
    assert (empty.exit_code, empty.stdout) == (1, "[]\n")


@pytest.mark.parametrize(
    "arguments", [["add"], ["find"], ["find", "Gao", "--country", "Utopia"], ["find", "Gao", "--limit", "0"], ["lose"]]
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    assert vedette(*arguments).exit_code == 2


@pytest.mark.usefixtures("own")
def test_an_added_village_is_coded(dump: Path) -> None:
    text = "Rebels shelled the village of Tall Qarnabah in Aleppo province, Syria, on Monday, killing 12 people."
    report = read_text(text, id="r", published="2024-11-30")
    before = next(iter(Pipeline(coder=FramesCoder()).code([report])))
    assert "geonames:99000001" not in {place.id for place in before.places}
    assert vedette("add", dump).exit_code == 0
    places.gazetteer.cache_clear()
    after = next(iter(Pipeline(coder=FramesCoder()).code([report])))
    assert "geonames:99000001" in {place.id for place in after.places}

"""`vedette outlets`: lists, filters, and blocks that a desk's settings can hold."""

import re
import tomllib

import pytest
from typer.testing import CliRunner, Result

from vedette.cli import outlets as command
from vedette.cli.main import app
from vedette.lexicon.outlets import outlets


def vedette(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, ["outlets", *arguments])


def table(done: Result) -> list[dict[str, str]]:
    """The rows of tab-separated lines by the names of their columns."""
    assert done.exit_code == 0, done.output
    head, *rows = (line.split("\t") for line in done.stdout.splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_all_are_listed() -> None:
    rows = table(vedette())
    assert len(rows) == len(outlets().by_id)
    assert tuple(rows[0]) == command.COLUMNS
    assert {row["verified"] for row in rows} == {"no"}


def test_filters() -> None:
    found = table(vedette("--country", "Sudan", "--ownership", "state"))
    assert [row["id"] for row in found] == ["suna", "aljazeera"]
    assert {row["type"] for row in table(vedette("--type", "monitor", "--language", "es"))} == {"monitor"}
    assert [row["id"] for row in table(vedette("AFP", "afp", "Reuters"))] == ["afp", "reuters"]
    about = {row["id"]: row["country"] for row in table(vedette("--country", "SDN"))}
    assert about.items() >= {"suna": "SDN", "radio-dabanga": "NLD", "sudan-tribune": "FRA"}.items()
    assert vedette("--country", "Fiji").exit_code == 1


def test_blocks_for_the_settings() -> None:
    done = vedette("--toml", "sohr", "B'Tselem", "reuters")
    assert done.exit_code == 0
    told = tomllib.loads(done.stdout)["source"]
    keys = {"name", "kind", "url", "country", "language", "ownership", "publisher", "reliability"}
    assert all(set(block) == keys for block in told)
    assert [(block["name"], block["kind"], block["country"]) for block in told] == [
        ("sohr", "feed", "GBR"), ("btselem", "page", "ISR"), ("reuters", "sitemap", "GBR"),
    ]  # fmt: skip
    assert told[0]["publisher"] == "Syrian Observatory for Human Rights"
    assert done.stdout.count("# not tried yet") == 3


def test_every_outlet_makes_a_block() -> None:
    blocks = tomllib.loads(vedette("--toml").stdout)["source"]
    assert [block["url"] for block in blocks] == [outlet.where[1] for outlet in outlets().by_id.values()]
    assert [block["reliability"] for block in blocks] == [outlet.note for outlet in outlets().by_id.values()]


def test_an_unknown_name_is_told_and_the_others_are_there() -> None:
    done = vedette("sohr", "Nowhere Gazette")
    assert done.exit_code == 1
    assert "no outlet is called 'Nowhere Gazette'" in done.stderr
    assert "sohr" in done.stdout


@pytest.mark.parametrize("arguments", [["--type", "blog"], ["--ownership", "rich"], ["--country", "Utopia"]])
def test_wrong_usage(arguments: list[str]) -> None:
    assert vedette(*arguments).exit_code == 2


def test_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    command.outlets(["sohr"])
    told = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    assert all(word in told for word in ("sohr", "GBR", "NGO", "monitor"))
    assert all(len(line) <= 100 for line in told.splitlines())

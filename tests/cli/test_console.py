"""What commands share on a terminal: the bar that fills up."""

import pytest

from vedette.cli.console import progress_to


def test_a_bar_fills_up_on_stderr_and_is_gone_in_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    with progress_to("importing a.csv", 200, enabled=True) as tick:
        tick(50)
        tick(200)
    told = capsys.readouterr()
    assert told.out == ""
    assert "importing a.csv" in told.err
    assert "100%" in told.err


def test_no_bar_where_it_is_not_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_to("importing a.csv", 200, enabled=False) as tick:
        tick(200)
    assert capsys.readouterr() == ("", "")

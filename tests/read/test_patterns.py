"""The pattern files: all of the package's load, and a broken one is reported with its file and line."""

from pathlib import Path

import pytest

from vedette.errors import DataFileError
from vedette.read.patterns import KINDS, agencies, default_folder, layout, load_layout, load_rules, rules

GOOD = '[[rule]]\nkind = "share"\ncues = ["share this"]\n'


def test_the_package_s_own_files() -> None:
    assert len(rules()) > 40
    assert {rule.kind for rule in rules()} <= KINDS
    assert agencies()["afp"] == "Agence France-Presse"
    assert "by" in layout().openers
    assert layout().languages["fr"] == "French"


def test_every_rule_s_cues_can_be_found() -> None:
    for rule in rules():
        assert all(cue == cue.lower() and "\u2019" not in cue for cue in rule.cues)


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ('kind = "share"\ncues = ["Share"]', "lower case"),
        ('kind = "share"\ncues = []', "lower case"),
        ('kind = "nonsense"\ncues = ["a"]', "'nonsense' is none of"),
        ('kind = "share"\ncues = ["a"]\ncolour = 1', "unknown field 'colour'"),
        ('kind = "share"\ncues = ["a"]\nat = "top"', "at must be one of"),
        ('kind = "share"\ncues = ["a"]\ntakes = "all"', "takes must be one of"),
        ('kind = "share"\ncues = ["a"]\ncase = 1', "case must be true or false"),
        ('kind = "share"\ncues = ["a"]\npattern = "("', "does not compile"),
        ('kind = "share"\ncues = ["a"]\nmax_words = "9"', "max_words a number"),
    ],
)
def test_a_broken_rule_names_file_and_line(tmp_path: Path, broken: str, problem: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(f"# head\n{GOOD}\n[[rule]]\n{broken}\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=problem) as error:
        load_rules(path, "rule")
    assert f"{path}:6:" in str(error.value)


def test_syntax_errors_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(GOOD + "at = \n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"rules\.toml:4: not valid TOML"):
        load_rules(path, "rule")


def test_other_broken_files(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        load_rules(tmp_path / "none.toml", "rule")
    cue = tmp_path / "cue.toml"
    cue.write_text('[[cue]]\ncues = ["source"]\n', encoding="utf-8")
    with pytest.raises(DataFileError, match="no group `who`"):
        load_rules(cue, "cue")
    with pytest.raises(DataFileError, match=r"it holds no \[\[rule\]\]"):
        load_rules(cue, "rule")


def test_a_broken_layout_names_the_line(tmp_path: Path) -> None:
    source = (default_folder() / "layout.toml").read_text(encoding="utf-8")
    path = tmp_path / "layout.toml"
    path.write_text(source.replace('later = ["updated"', 'later = [1, "updated"'), encoding="utf-8")
    line = next(n for n, words in enumerate(source.splitlines(), 1) if words.startswith("later"))
    with pytest.raises(DataFileError, match=rf"layout\.toml:{line}: \[stamp\] later"):
        load_layout(path)

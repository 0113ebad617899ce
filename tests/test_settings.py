"""Settings of a desk: read whole, and every mistake told with its line and the remedy."""

import configparser
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from vedette import settings
from vedette.errors import DataFileError
from vedette.lexicon.tomllines import line_of
from vedette.settings import Settings, load

WHOLE = """\
database = "postgresql://ada@localhost/vedette"

[watch]
contact = "desk@example.org"
allow = ["127.0.0.1"]
concurrency = 4
retention = 30
archive_gb = 2
recheck = ["1h", "1d"]

[interest]
regions = ["SYR", "Mopti"]
actors = ["Hayat Tahrir al-Sham"]

[[source]]
name = "Sahel Wire"
url = "https://sahel.example/feed"
country = "Mali"
language = "en"
ownership = "private"
reliability = "quotes the army at length"
publisher = "Sahel Wire"

[[source]]
name = "papers"
kind = "folder"
url = "inbox"
interval = "15m"

[[alert]]
name = "many killed"
feed = ["alerts/many.xml", "alerts/many.json"]
email = "ada@example.org"
webhook = "https://hooks.example/vedette"
secret_env = "HOOK"
[alert.filter]
country = "SYR"
type = "assault"
min_killed = 10

[mail]
host = "mail.example.org"
sender = "desk@example.org"
"""


def given(tmp_path: Path, text: str) -> Settings:
    """The settings of a file with this text."""
    path = tmp_path / "vedette.toml"
    path.write_text(text, "utf-8")
    return load(path)


def refused(tmp_path: Path, text: str) -> str:
    """What is said of a file that is refused, the folder left out."""
    with pytest.raises(DataFileError) as caught:
        given(tmp_path, text)
    return str(caught.value).removeprefix(f"{tmp_path}/")


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    told = given(tmp_path, WHOLE)
    first, second = told.source
    assert (first.kind, first.country, first.ownership, first.interval) == ("feed", "MLI", "private", None)
    assert (second.kind, second.interval) == ("folder", 900)
    assert told.watch.recheck == (3600, 86_400)
    assert told.interest.countries() == {"SYR"}
    alert = told.alert[0]
    assert alert.email == ("ada@example.org",)
    assert (alert.filter.type, alert.filter.min_killed) == ("ASSAULT", 10)
    assert told.mail is not None
    assert told.mail.security == "starttls"


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    assert given(tmp_path, "") == Settings()


def without(line: str) -> str:
    """The whole file without a line."""
    assert line in WHOLE
    return WHOLE.replace(f"{line}\n", "")


def with_line(old: str, new: str) -> str:
    """The whole file with another line in the place of one."""
    assert old in WHOLE
    return WHOLE.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('interval = "15m"', 'intervall = "15m"', "source 2, intervall is no setting. Write interval"),
        ('interval = "15m"', "interval = 15", "source 2, interval: 15 is no span of time"),
        ('interval = "15m"', 'interval = "0m"', "source 2, interval: '0m' is no span of time"),
        ('country = "Mali"', 'country = "Malli"', "source 1, country: 'Malli' is no country"),
        ('ownership = "private"', 'ownership = "secret"', "source 1, ownership: Input should be"),
        ("min_killed = 10", 'min_killed = "ten"', "alert 1, filter, min_killed: Input should be"),
        ("min_killed = 10", "min_kiled = 10", "alert 1, filter, min_kiled is no setting. Write min_killed"),
        ('type = "assault"', 'type = "war"', "alert 1, filter, type: Input should be 'AGREE'"),
        ("concurrency = 4", "concurrency = 0", "watch, concurrency: Input should be greater"),
        ('many.json"', 'many.txt"', "alert 1, feed 2: 'alerts/many.txt' does not end in"),
        ('"ada@example.org"', '"ada"', "alert 1, email 1: 'ada' is no address of e-mail"),
        ('"ada@example.org"', r'"ada@example.org\nBcc: x@y.z"', "alert 1, email 1:"),
        ("https://hooks", "ftp://hooks", "alert 1, webhook: 'ftp://hooks.example/vedette' is no web address"),
        ("[interest]", "[interst]", "interst is no setting. Write interest"),
        ("[interest]", "[colours]", "colours is no setting. There are database, model, source, watch"),
        ("[interest]", "[interest", "is not TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_remedy(tmp_path: Path, old: str, new: str, said: str) -> None:
    wrong = with_line(old, new)
    line = 1 + wrong[: wrong.index(new)].count("\n")
    assert refused(tmp_path, wrong).startswith(f"vedette.toml:{line}: {said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (with_line("concurrency = 4", 'shortest = "1d"'), ":3: watch: shortest is longer than longest"),
        (without('secret_env = "HOOK"'), ":30: alert 1: its webhook needs secret_env"),
        (without('url = "inbox"'), ":24: source 2, url is missing. Add it"),
        (with_line('"papers"', '"Sahel Wire"'), ": there are 2 of [[source]] with the name 'Sahel Wire'"),
        (WHOLE.partition("[mail]")[0], ": an alert goes out by email, and there is no [mail]"),
        ("[[alert]]\nname = 'quiet'\n", ":1: alert 1: tells nobody"),
    ],
)
def test_what_is_missing_is_told_where_it_should_be(tmp_path: Path, text: str, said: str) -> None:
    assert refused(tmp_path, text).startswith(f"vedette.toml{said}")


def test_lines_are_found_in_files_as_people_write_them() -> None:
    first = 'watch.contact = "x"\n[[alert]]\nname = "a"\n["alert".filter]\nplace = "b"\n'
    text = first + '[[ alert ]] # two\n\n  "name" = "c"\n'
    assert line_of(text, ("watch", "contact")) == 1
    assert line_of(text, ("alert", 0, "filter", "place")) == 5
    assert line_of(text, ("alert", 1, "name")) == 8
    assert line_of(text, ("alert", 1, "feed", 0)) == 6
    assert line_of(text, ("mail",)) is None


def test_a_setting_that_is_unknown_is_told_with_those_that_there_are() -> None:
    assert settings._known(("alert", 0, "filter"))[:2] == ["place", "country"]
    assert settings._known(("mail",))[0] == "host"


def models(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and all that are in it."""
    yield kind
    for field in kind.model_fields.values():
        if inner := settings._table_in(field.annotation):
            yield from models(inner)


def test_every_setting_is_documented_and_the_documented_file_is_sound(tmp_path: Path) -> None:
    docs = Path(__file__).parents[1] / "docs"
    text = (docs / "watch.md").read_text("utf-8")
    model = (docs / "llm.md").read_text("utf-8")
    names = {name for model in models(Settings) for name in model.model_fields}
    assert {"reliability", "secret_env", "ca_file", "of_interest", "recheck"} <= names
    tables = {"source", "watch", "interest", "alert", "mail", "llm", "serve", "oidc"}
    assert [name for name in sorted(names - tables) if f"`{name}`" not in text + model] == []
    told = given(tmp_path, text.partition("```toml\n")[2].partition("```")[0])
    assert (len(told.source), len(told.alert), told.alert[0].filter.of_interest) == (2, 1, True)


def test_the_systemd_unit_runs_a_command_that_there_is() -> None:
    unit = configparser.ConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(Path(__file__).parents[1] / "docs" / "vedette-watch.service", "utf-8")
    command = unit["Service"]["ExecStart"].split()
    assert command[1:3] == ["watch", "--desk"]
    assert unit["Service"]["ReadWritePaths"] == command[3]

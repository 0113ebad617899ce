"""The schema describes what is written."""

import json

import pytest

from vedette import records
from vedette.errors import VedetteError
from vedette.records import Coded, Report
from vedette.records.report import content_id
from vedette.records.schema import record_names, schema_of, schema_of_all


def test_every_public_record_has_a_schema() -> None:
    assert set(record_names()) == set(records.__all__) - {"Record"}
    for name in record_names():
        found = schema_of(name)
        assert found["title"] == name
        assert found["description"]


def test_the_schema_of_a_line_names_what_a_line_holds() -> None:
    written = json.loads(Coded(id="r", report=Report(id="r", text="Text.")).model_dump_json())
    asked = {"also", "asked", "glosses"}  # only where a language model was asked
    assert schema_of("line")["properties"].keys() - asked == written.keys()
    assert schema_of("report")["properties"].keys() == written["report"].keys()


def test_all_references_lead_somewhere() -> None:
    whole = schema_of_all()
    for wanted in {part.split('"')[0] for part in json.dumps(whole).split("#/$defs/")[1:]}:
        assert wanted in whole["$defs"]


def test_an_unknown_record_is_told_with_those_there_are() -> None:
    with pytest.raises(VedetteError, match=r"no record 'x'\. Records: Actor"):
        schema_of("x")


def test_importing_the_package_does_not_import_pydantic() -> None:
    import subprocess
    import sys

    program = "import sys, vedette, vedette.records; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        _ = records.Nonsense


def test_the_same_text_has_the_same_id_and_another_another() -> None:
    assert content_id("Text.") == content_id("Text.") != content_id("Text")
    assert len(content_id("\ud800")) == 16


def test_each_field_of_each_record_says_what_it_holds() -> None:
    silent = [
        f"{name}.{field}"
        for name, record in schema_of_all()["$defs"].items()
        for field, told in record.get("properties", {}).items()
        if not told.get("description", "").endswith((".", ".)", "..."))
    ]
    assert silent == []
    assert schema_of("mention")["properties"]["start"]["description"].startswith("Where the words begin")  # inherited

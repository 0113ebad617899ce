"""The JSON Schema of the records, made from the models, so that it cannot differ from them."""

from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import models_json_schema

from vedette import records
from vedette.errors import VedetteError
from vedette.records.base import Record
from vedette.records.fields import add_descriptions

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def record_names() -> tuple[str, ...]:
    """The names of all records, as they are written in code ("Event", "TimeMention")."""
    return tuple(name for name in records.__all__ if name != "Record")


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of one record as it is written out; `name` in any case, "line" is the output line (Coded).

    Raises VedetteError naming the records where there is none of that name.
    """
    known = {found.lower(): found for found in record_names()} | {"line": "Coded"}
    if name.lower() not in known:
        msg = f"there is no record {name!r}. Records: {', '.join(record_names())}"
        raise VedetteError(msg)
    model = _model(known[name.lower()])
    schema = {"$schema": DIALECT, **model.model_json_schema(mode="serialization")}
    if schema.pop("$ref", None):  # a record that holds others of its kind stands among its $defs alone
        schema |= schema["$defs"][known[name.lower()]]
    add_descriptions(schema, model)
    _describe(schema.get("$defs", {}))
    return schema


def schema_of_all() -> dict[str, Any]:
    """One JSON Schema with every record under `$defs`; the document it describes is an output line (Coded)."""
    models = [(_model(name), "serialization") for name in record_names()]
    _, schema = models_json_schema(models)  # type: ignore[arg-type]  # the mode is a plain str here
    _describe(schema["$defs"])
    return {"$schema": DIALECT, "$ref": "#/$defs/Coded", **schema}


def _describe(defs: dict[str, Any]) -> None:
    """Say of each field of each record what it holds; JsonValue and the like are no records of ours."""
    ours = {model.__name__: model for model in _family(Record)}
    for name, schema in defs.items():
        if name in ours:
            add_descriptions(schema, ours[name])


def _family(kind: type[Record]) -> Iterator[type[Record]]:
    """All models below one, those included that are not public (Asked, Gloss)."""
    for below in kind.__subclasses__():
        yield below
        yield from _family(below)


def _model(name: str) -> type[Record]:
    """The model of a record."""
    model: type[Record] = getattr(records, name)
    return model

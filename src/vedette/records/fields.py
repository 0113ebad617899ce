"""What each field of a model is for, read from the line of text that stands below it in the source.

Pydantic can do this itself (`use_attribute_docstrings`), but reads every source when the class is made, which would be
paid for by each start of the program. Here it is read when somebody asks.
"""

import ast
import functools
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel


@functools.cache
def descriptions(model: type[BaseModel]) -> Mapping[str, str]:
    """The fields of a model that have a line of text, own and inherited; an own line goes before an inherited one.

    Raises OSError where the source is not there.
    """
    found: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        if issubclass(kind, BaseModel) and kind is not BaseModel:
            found.update(_lines(kind))
    return MappingProxyType({name: text for name, text in found.items() if name in model.model_fields})


def add_descriptions(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Put them into a model's JSON Schema."""
    for name, text in descriptions(model).items():
        told = schema["properties"].get(name)
        if told is not None:
            told["description"] = text


def _lines(kind: type) -> Iterator[tuple[str, str]]:
    """Each attribute of a class that a text follows, and the text on one line."""
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    if not isinstance(body, ast.ClassDef):
        return
    for attribute, below in zip(body.body, body.body[1:], strict=False):
        if not (isinstance(attribute, ast.AnnAssign) and isinstance(attribute.target, ast.Name)):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
            yield attribute.target.id, " ".join(below.value.value.split())

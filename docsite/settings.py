"""The page of settings: each table of `vedette.toml`, from the models that read it."""

import types
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from docsite.tables import code, codes, need, plain, table, words
from vedette.records.fields import descriptions
from vedette.settings import Settings

_WORDS: Final = {"str": "text", "bool": "true or false", "int": "whole number", "float": "number"}


def tables(model: type[BaseModel], name: str = "", *, many: bool = False) -> Iterator[tuple[str, type[BaseModel]]]:
    """Each table of the file as one writes its heading, and the model behind it."""
    yield (f"[[{name}]]" if many else f"[{name}]") if name else "", model
    for field, info in model.model_fields.items():
        inner, lists = inner_model(info.annotation)
        if inner is not None:
            yield from tables(inner, f"{name}.{field}" if name else field, many=lists)


def inner_model(kind: Any) -> tuple[type[BaseModel] | None, bool]:  # noqa: ANN401 - a type of typing's
    """The model in a type, and whether there may be several of it."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind, False
    for part in get_args(kind):
        found, lists = inner_model(part)
        if found is not None:
            return found, lists or get_origin(kind) is tuple
    return None, False


def page() -> str:
    """The page."""
    parts = [words("settings")]
    parts += [_section(name, model) for name, model in tables(Settings)]
    return "\n\n".join(parts) + "\n"


def _section(name: str, model: type[BaseModel]) -> str:
    """A table's part of the page."""
    told = descriptions(model)
    rows = []
    for field, info in model.model_fields.items():
        text = need(told.get(field), f"{name or 'vedette.toml'}: {field}", "Put a line of text below it in its model")
        inner, _ = inner_model(info.annotation)
        form = "table" if inner else _form(info)
        rows.append([code(field), form, "" if inner else _default(info), plain(text)])
    heading = f"## `{name}`" if name else "## At the top"
    return f"{heading}\n\n{table(['setting', 'kind', 'without it', ''], rows)}"


def _form(info: FieldInfo) -> str:
    """The values that a setting takes, in words."""
    if any(isinstance(part, BeforeValidator) and part.func.__name__ == "_seconds" for part in info.metadata):
        return "span of time"
    return _kind(info.annotation)


def _kind(kind: Any) -> str:  # noqa: ANN401 - a type of typing's
    """A type in words."""
    origin = get_origin(kind)
    if origin is Annotated:
        spans = any(getattr(getattr(part, "func", None), "__name__", "") == "_seconds" for part in get_args(kind)[1:])
        return "span of time" if spans else _kind(get_args(kind)[0])
    if origin is Literal:
        return codes(map(str, get_args(kind)))
    if origin is tuple:
        return f"list of {_kind(get_args(kind)[0])}"
    if origin in (Union, types.UnionType):
        return " or ".join(_kind(part) for part in get_args(kind) if part is not type(None))
    return _WORDS.get(getattr(kind, "__name__", ""), str(kind))


def _default(info: FieldInfo) -> str:
    """What holds where it is not given."""
    if info.is_required():
        return "must be given"
    default = info.get_default(call_default_factory=True)
    if default is None or default == ():
        return ""
    if _form(info) == "span of time":
        return code(_span(default))
    if isinstance(default, tuple):
        return codes(_span(one) if "span" in _form(info) else str(one) for one in default)
    return code(str(default).lower() if isinstance(default, bool) else str(default))


def _span(seconds: int) -> str:
    """Seconds as one writes them in the file."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds % size == 0 and seconds >= size:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"

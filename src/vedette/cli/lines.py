"""The output line of `vedette code --jsonl`: one Coded as one line of UTF-8 JSON."""

import json

from pydantic_core import PydanticSerializationError

from vedette.gather.clean import json_line
from vedette.records.coded import Coded


def to_line(coded: Coded) -> str:
    """`coded` as compact JSON on one line, without the line's end; always valid Unicode."""
    try:
        line = coded.model_dump_json()
    except PydanticSerializationError:  # a lone surrogate somewhere: ten times slower, and rare
        line = whole(json.dumps(coded.as_json(), ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    return json_line(line)  # people print these lines, and other tools break them where str.splitlines() does


def whole(text: str) -> str:
    """`text` with each lone surrogate replaced by U+FFFD, so that it can be written as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def failed(key: str, error: str) -> Coded:
    """The record of an input that could not be coded: all keys of the contract, nothing in them but the error."""
    return Coded(id=whole(key), error=whole(error))

"""The form of an answer: the JSON schema that servers are asked to hold a model to, made from the codebook.

It is the same for every report of a language kind: nothing of a report's words goes into it. A server that knows
`response_format` can then say nothing else; from one that does not, the answer is read by the same rules.
"""

from functools import cache
from typing import Any, Final, get_args

from vedette.lexicon.frames import MODES, SUB_EVENTS
from vedette.records.vocabulary import CountOf, PloverType, Status

NAME: Final = "conflict_events"
MOST_EVENTS: Final = 24
"""Events of one piece of a report; more are a model that runs in circles."""
MOST_VALUES: Final = 8
"""Values of one role."""
LONGEST: Final = 400
"""Characters of a quote as they are asked for."""
ROLES: Final = ("actors", "targets", "weapons")
"""Lists of quotes."""
SINGLE: Final = ("place", "when")
"""Quotes of which there is one or none."""


@cache
def answer_schema(*, foreign: bool) -> dict[str, Any]:
    """The schema of a whole answer; with `foreign` each quote may have its translation beside it."""
    events = {"type": "array", "items": _event(foreign=foreign), "maxItems": MOST_EVENTS}
    return _object({"events": events})


def _event(*, foreign: bool) -> dict[str, Any]:
    """The schema of one event; what decides comes first, since a model writes from front to back."""
    value = _value() if foreign else _quote()
    many = {"type": "array", "items": value, "maxItems": MOST_VALUES}
    return _object(
        {
            "trigger": _quote(),
            "evidence": _quote(),
            "type": _one_of(get_args(PloverType)),
            "mode": _or_null(_one_of(sorted(MODES))),
            "sub_event": _or_null(_one_of(sorted(SUB_EVENTS))),
            "status": _one_of(get_args(Status)),
            "negated": {"type": "boolean"},
            **dict.fromkeys(ROLES, many),
            **dict.fromkeys(SINGLE, _or_null(value)),
            "counts": {"type": "array", "items": _count(), "maxItems": MOST_VALUES},
            "sources": {"type": "array", "items": _source(foreign=foreign), "maxItems": MOST_VALUES},
        }
    )


def _count() -> dict[str, Any]:
    """How many of what: the number is read from the quote, so there is no field for it."""
    return _object({"of": _one_of(get_args(CountOf)), "quote": _quote()})


def _source(*, foreign: bool) -> dict[str, Any]:
    """Who says so, and the word that says it."""
    gloss = {"gloss": _quote()} if foreign else {}
    return _object({"quote": _quote(), **gloss, "cue": _or_null(_quote())})


def _value() -> dict[str, Any]:
    """A quote with its translation."""
    return _object({"quote": _quote(), "gloss": _quote()})


def _quote() -> dict[str, Any]:
    """Words of the report."""
    return {"type": "string", "maxLength": LONGEST}


def _one_of(words: Any) -> dict[str, Any]:  # noqa: ANN401 - the arguments of a Literal
    """One of some words."""
    return {"type": "string", "enum": list(words)}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """That, or nothing."""
    return {"anyOf": [schema, {"type": "null"}]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """An object with all of the properties and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }

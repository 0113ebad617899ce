"""The page of records: what each holds, field by field, from their JSON Schema."""

from typing import Any, Final

from docsite.tables import code, codes, need, plain, table, words
from vedette.records.schema import record_names, schema_of_all

_GROUPS: Final = {
    "What one report tells": (
        "Coded", "Report", "Event", "Count", "Attribution", "Responsibility", "When", "Span", "Mention", "Actor",
        "Place", "Relation", "Control", "TimeMention",
    ),
    "Incidents and judgements": (
        "Incident", "Participant", "Toll", "Told", "TollTold", "Claim", "Source", "Judgement", "Signature",
    ),
    "What follows from incidents": (
        "Network", "Party", "Tie", "Telling", "Turn", "Brief", "BriefScope", "BriefSentence", "Quote", "Finding",
        "BriefSource", "BriefPoint", "Byline",
    ),
    "With a language model": ("Asked", "Gloss"),
}  # fmt: skip
"""In which order records are told; a record that is in none comes at the end."""


def page() -> str:
    """The page."""
    schemas = {name: told for name, told in schema_of_all()["$defs"].items() if "properties" in told}
    named = {name for names in _GROUPS.values() for name in names}
    rest = tuple(name for name in sorted(schemas) if name not in named)
    groups = _GROUPS | ({"Further records": rest} if rest else {})
    parts = [words("records")]
    for title, names in groups.items():
        parts.append(f"## {title}")
        parts += [_section(name, schemas[name]) for name in names if name in schemas]
    return "\n\n".join(parts) + "\n"


def all_fields() -> list[tuple[str, str]]:
    """Each record's fields, public records alone."""
    schemas = schema_of_all()["$defs"]
    return [(name, field) for name in record_names() for field in schemas[name]["properties"]]


def _section(name: str, schema: dict[str, Any]) -> str:
    """A record's part of the page."""
    wanted = set(schema.get("required", ()))
    rows = []
    for field, told in schema["properties"].items():
        text = need(told.get("description"), f"{name}.{field}", "Put a line of text below it in src/vedette/records")
        rows.append([code(field), kind(told), plain(text) if field not in wanted else plain(text) + " Always there."])
    return f"### {name} {{#{name.lower()}}}\n\n{_prose(schema['description'])}\n\n{table(['field', 'kind', ''], rows)}"


def _prose(text: str) -> str:
    """A docstring as paragraphs, without the tables of its source."""
    return "\n\n".join(" ".join(part.split()).replace("<", "&lt;") for part in text.split("\n\n"))


def kind(told: dict[str, Any]) -> str:
    """The values that a field may have, in words."""
    if "$ref" in told:
        name = told["$ref"].rpartition("/")[2]
        return "any JSON" if name == "JsonValue" else f"[{name}](#{name.lower()})"
    if "anyOf" in told:
        kinds = [kind(one) for one in told["anyOf"]]
        return " or ".join(x for x in kinds if x != "null") + (" or null" if "null" in kinds else "")
    if "enum" in told:
        return codes(map(str, told["enum"]))
    if "const" in told:
        return code(str(told["const"]))
    return _container(told)


def _container(told: dict[str, Any]) -> str:
    """Lists, objects and plain values."""
    match told.get("type"):
        case "array" if "prefixItems" in told:
            return "list of " + ", ".join(kind(one) for one in told["prefixItems"])
        case "array":
            return f"list of {kind(told['items'])}"
        case "object":
            values = told.get("additionalProperties")
            return f"object of {kind(values)}" if isinstance(values, dict) else "object"
        case None:
            return "any JSON"
        case str() as plain_kind:
            return {"string": "text", "number": "number", "integer": "whole number"}.get(plain_kind, plain_kind)
        case other:
            return str(other)

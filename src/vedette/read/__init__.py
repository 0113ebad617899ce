"""A page or a text -> a Report: body, title, summary, byline, dates, original source; furniture kept apart."""

from vedette.lexicon.encoding import decode
from vedette.read.item import item_warnings, read_item, unknown_fields
from vedette.read.page import read_html
from vedette.read.report import body_spans, read_text
from vedette.read.samples import sample_paths

__all__ = [
    "body_spans",
    "decode",
    "item_warnings",
    "read_html",
    "read_item",
    "read_text",
    "sample_paths",
    "unknown_fields",
]

"""Foreign text made harmless: before a terminal, in a line, in a page.

A headline is written by strangers. On a terminal, control characters could move the cursor, change the window's title
or answer for the user; direction overrides could make a line read as its contrary; invisible tag characters could
carry words that only a machine reads. In a web page, HTML could act. This module is the one place that knows; `cli`
and whatever writes pages or alerts pass foreign text through it, and nothing else stands between.

What is read and coded is never altered here: spans point at the text as it came.
"""

import functools
import json
import re
import unicodedata
from typing import Any, Final

from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path, read_toml

LONGEST_HTML: Final = 50_000
"""Characters of HTML; sanitising takes time that grows with the square of how deep it nests."""

# controls, lone surrogates, direction embeddings, overrides and isolates, interlinear marks, tag characters; the
# marks of direction and the joiners stay, Arabic and Persian need them
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]"
)  # fmt: skip
_HARMFUL_BUT_LINES = re.compile(_HARMFUL.pattern.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f"))
_HARMFUL_BUT_BLANKS = re.compile(
    _HARMFUL.pattern.replace("\x00-\x1f", "\x00-\x08\x0e-\x1b").replace("\x7f-\x9f", "\x7f-\x84\x86-\x9f")
)
_HARMFUL_IN_JSON = re.compile(_HARMFUL.pattern.replace("\x00-\x1f", "\u2028\u2029"))
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]"  # colours, the cursor
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]{0,500}(?:\x07|\x1b\\|\x9c)"  # the window's title, links
    r"|\x1b[ -/]{0,8}[0-~]"
)


def plain(text: str) -> str:
    """`text` on one line and unable to steer a terminal: without escape sequences, controls and overrides."""
    return " ".join(_HARMFUL_BUT_BLANKS.sub("", _ESCAPES.sub("", text)).split())


def plain_lines(text: str) -> str:
    """`text` unable to steer a terminal, its lines and tabs kept; every kind of line end is a newline."""
    return _HARMFUL_BUT_LINES.sub("", "\n".join(_ESCAPES.sub("", text).splitlines()))


def json_line(line: str) -> str:
    """A line of JSON that says the same, with what is harmful or breaks lines in other programs written as escapes."""
    return _HARMFUL_IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], line)


def same_length(text: str) -> str:
    """`text` for a page, as long as before: line ends are blanks, what is harmful or no character is U+FFFD."""
    return "".join(" " if c.isspace() else "\ufffd" if _is_harmful(c) else c for c in text)


def safe_html(html: str) -> str:
    """A stranger's HTML as a fragment that can stand in a page: it loads nothing, runs nothing, hides nothing.

    What may stay is in `data/gather/html.toml`; links are absolute, to http and https, and tell the other side nothing
    of the page they were on. Whatever comes after LONGEST_HTML characters is left out.
    """
    # a character reference may stand for a control, so that what nh3 gives back is looked over as well; and then anew
    # by nh3, since taking a character out may have made a tag or scheme of what was none
    return _sanitised(_without_controls(_sanitised(_without_controls(html[:LONGEST_HTML]))))


def _without_controls(text: str) -> str:
    """Text without harmful characters, its lines kept."""
    return _HARMFUL_BUT_LINES.sub("", text)


def _sanitised(html: str) -> str:
    """HTML through nh3."""
    import nh3  # noqa: PLC0415 - commands without pages need not load it

    allowed = _html()
    return nh3.clean(
        html,
        tags=allowed["tags"],
        clean_content_tags=allowed["dropped"],
        attributes=allowed["attributes"],
        url_schemes=allowed["schemes"],
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )


@functools.cache
def _html() -> dict[str, Any]:
    """What of HTML may stay."""
    path = data_path("gather", "html.toml")
    raw = read_toml(path)
    try:
        attributes = {tag: frozenset(names) for tag, names in raw["attributes"].items()}
        lists = {key: frozenset(raw[key]) for key in ("tags", "dropped", "schemes")}
    except (KeyError, TypeError, AttributeError) as error:
        problem = f"tags, dropped, schemes or [attributes] is missing or no list ({error})"
        raise DataFileError(path, None, problem, "Restore the file") from error
    return {**lists, "attributes": attributes}


def _is_harmful(char: str) -> bool:
    """Whether a character is harmful, or none at all."""
    return _HARMFUL.match(char) is not None or unicodedata.category(char) == "Cn"

"""Whether a report has an origin of its own, or only relays another's.

An outlet relies on another where it says so at its head or foot ("Reuters", "with AFP"), or where all that it tells of
the happening is told by news media.
"""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vedette.records.coded import Coded
    from vedette.records.event import Event
    from vedette.records.mention import Mention

MEDIA: Final = "JRN"  # MED are the medical: rescuers, ambulance services
_OUTLET: Final = re.compile(
    r"\b(?:agency|agencies|wire|newspaper|daily|weekly|radio|television|TV|broadcaster|news site|website|outlet|media|"
    r"press|news|channel|post|times|herald|tribune|gazette|bulletin)\b",
    re.IGNORECASE,
)
_RELAYED: Final = re.compile(
    r"\b(?:as|was|were|is) (?:first )?(?:reported|carried|quoted) by\b|\bcarried by\b|\breports? from\b.*\bsaid\b",
    re.IGNORECASE,
)
_KIND: Final = (
    r"(?:news agency|agency|outlet|station|newspaper|paper|news site|site|website|daily|wire service|news service|wire|"
    r"broadcaster|portal)"
)
_REFERRED: Final = re.compile(
    rf"\b(?:according to|cited by|quoted by) (?:the|the same) (?:[\w-]+ )?{_KIND}\b"
    rf"|\bthe (?:[\w-]+ )?{_KIND}(?:, [^.,]{{1,60}},)? "
    r"(?:says?|said|adds?|added|writes?|wrote|quotes?|quoted|reports?|reported|cites?|cited|indicates?|mentions?|puts)\b",
    re.IGNORECASE,
)
"""A report that comes back to "the agency" has its news from there; an outlet calls itself "this agency"."""
_NAMED: Final = re.compile(
    r"\b(?:News ?wire|Agency|Agencia|Press|News|Dispatch|Radio|Voice|Wire|Wire Service|Press Service|Post|Times)\b"
    r"(?: \w+){0,2},? (?:reports?|reported|said|says|quotes|writes)\b"
)
"""A name of an outlet that says so, in the first sentences."""
_ACCORDING: Final = re.compile(
    r"\b(?:according to|citing|quoting|told) (?:the )?((?:[A-Z][\w&'\u2019-]* ){0,5}"
    r"(?:News ?wire|Agency|Agencia|Press|News|Dispatch|Wire Service|Press Service|Herald|Tribune|Gazette))\b"
)
"""An outlet that the first sentences rest on."""
_IT_REPORTS: Final = re.compile(r", it (?:reports?|reported|writes?|wrote|quotes?|quoted),")
"""A report that comes back to an outlet by a pronoun: "the police, it reports, maintain they came under fire"."""
HEAD: Final = 300


def relays(coded: "Coded", events: "Sequence[Event]") -> bool:
    """Whether a report relays: `events` are those of the happening that it is mainly about."""
    report = coded.report
    if report is None:
        return False
    if report.original_source and report.original_source != report.publisher:
        return True
    if _RELAYED.search(report.text[:HEAD]) or _REFERRED.search(report.text):
        return True
    if _IT_REPORTS.search(report.text) or _names_outlet(report.text[:HEAD], report.publisher or ""):
        return True
    kinds = {actor.id: actor.kind for actor in coded.actors}
    sources = [link.source for e in events for link in e.attribution[:1]]
    told = [e for e in events if e.attribution]
    return bool(told) and 2 * len(told) >= len(events) and all(_is_outlet(s, kinds, report.publisher) for s in sources)


def _names_outlet(text: str, publisher: str) -> bool:
    """Whether a text rests on an outlet by its name, and not on the one that publishes it."""
    said, according = _NAMED.search(text), _ACCORDING.search(text)
    if said is not None and said[0].split()[0] not in publisher:
        return True
    return according is not None and according[1].split()[0] not in publisher


def _is_outlet(source: "Mention", kinds: "dict[str, str | None]", publisher: str | None) -> bool:
    """Whether a source is a news outlet, and not the one that publishes."""
    if source.text.casefold().startswith("our ") or (publisher and source.text.casefold() in publisher.casefold()):
        return False
    return kinds.get(source.ref or "") == MEDIA or _OUTLET.search(source.text) is not None

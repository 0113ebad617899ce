"""What briefs call people, places and outlets: full on first naming, short after it.

A name that is known (an actor of the registry, a state) is called by it; of others a report tells only what they are
("Libya: rival armed groups"), and a brief uses the plain noun of data/brief/people.toml with the state's adjective.
What is neither, an odd phrase of a report, is not named at all.
"""

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vedette.brief.english import singular
from vedette.brief.phrases import people, words
from vedette.lexicon.actors import registry
from vedette.lexicon.countries import countries

if TYPE_CHECKING:
    from vedette.records.incident import Participant
    from vedette.records.place import Place

_SHORTEST, _LONGEST = 2, 6
_LONG: Final = 3
"""Words from which on a name is shortened."""
_CODE: Final = 3
_AT: Final = frozenset({"point"})
_INITIALS: Final = re.compile(r"[A-Z][A-Z0-9-]{1,5}")


@dataclass(frozen=True, slots=True)
class Called:
    """How somebody is called: `full` with its article, `short` from the second time on, "" where that is the same.

    `many` says that its verb stands in the plural; `known` that it is a name and not only what somebody is; `ids` by
    which the record knows it.
    """

    key: str
    full: str
    short: str = ""
    many: bool = False
    known: bool = False
    ids: tuple[str, ...] = field(default=())

    @property
    def first(self) -> str:
        """How it is called the first time: with its short form behind it, where there is one."""
        return f"{self.full} ({self.short})" if self.short and _INITIALS.fullmatch(self.short) else self.full


class Names:
    """Who was named already: the short form is used from then on."""

    def __init__(self) -> None:
        """Nobody was named."""
        self._named: set[str] = set()

    def say(self, who: Called) -> str:
        """The name for this time."""
        if who.key in self._named:
            short = who.short or who.full
            return f"the {short}" if who.short and _INITIALS.fullmatch(short) and who.full.startswith("the ") else short
        self._named.add(who.key)
        return who.first

    def forget(self) -> None:
        """Name all in full again."""
        self._named.clear()


def called(party: "Participant", quote: str = "") -> Called | None:
    """What a participant is called, None where no name or plain noun is known for it.

    Of whom it is told only what they are, the state is named where the words of a report (`quote`) do so.
    """
    entry = registry().by_id.get(party.id or "")
    if entry is not None:
        return registered(entry.id)
    if party.id and len(party.id) == _CODE and (state := countries().name(party.id)):
        return Called(party.id, state_name(state), known=True, ids=(party.id,))
    told = party.country and adjective_of(party.country)
    return _described(party.name, party.country if told and told.casefold() in quote.casefold() else None)


@functools.cache
def registered(ident: str) -> Called:
    """What an actor of the registry is called."""
    entry = registry().by_id[ident]
    short = next((a for a in entry.aliases if _INITIALS.fullmatch(a)), "")
    full = with_the(re.sub(r"\s+\([A-Z]{2,6}\)$", "", entry.name))
    if len(entry.name.split()) < _LONG or short == entry.name:
        short = ""
    return Called(ident, full, short, is_many(entry.name), known=True, ids=(ident,))


def with_the(name: str) -> str:
    """A name with "the" where it takes it."""
    if name in words().no_the or name.casefold().startswith("the "):
        return name
    last = name.rsplit(" ", 1)[-1]
    takes = name in words().the_names or (" " in name and last in words().the) or last in {"Houthis", "Taliban"}
    return f"the {name}" if takes else name


def state_name(name: str) -> str:
    """A state as it stands in a sentence: "the Central African Republic"."""
    return with_the(name)


def is_many(name: str) -> bool:
    """Whether a name is a plural: "the Rapid Support Forces are"."""
    last = name.rsplit(" ", 1)[-1]
    return (last.islower() and last.endswith("s")) or name.endswith(
        ("Forces", "Units", "Brigades", "Guards", "Houthis", "Battalions", "Volunteers", "Patriots")
    )


def _described(name: str, country: str | None) -> Called | None:
    """What somebody is called of whom it is told only what they are: "Libyan armed groups"."""
    told = name.partition(": ")[2] or name
    parts = re.findall(r"[\w'-]+", told.casefold())
    if not parts or len(parts) > _LONGEST:
        return None
    noun = people().parties.get(" ".join(parts[-2:])) or people().parties.get(parts[-1])
    if noun is None:
        return None
    kept = [part for part in parts[:-1] if part in people().kept.words and part not in noun]
    adjective = adjective_of(country) if country else ""
    if noun in people().vague.words and not (adjective or kept):
        return None
    full = " ".join(filter(None, (adjective, *kept, noun)))
    one = noun in people().one.words
    return Called(full, f"the {full}" if one else full, many=not one, known=False)


@functools.cache
def adjective_of(country: str) -> str:
    """The adjective of a state, the likest to its name: "Sudanese", not "Darfuri"; "" where none is known."""
    if country in words().adjectives:
        return words().adjectives[country]
    name = countries().name(country) or ""
    forms = [f.form for f in countries().forms.values() if f.iso3 == country and f.kind == "adjective"]
    return max(forms, key=lambda form: (_shared(form, name), -len(form)), default="")


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with in common."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def victims(whom: str | None) -> str:
    """The singular noun for those whom a count counts: "soldier"; "person" where it says nothing that is known."""
    key = (whom or "").casefold()
    return people().victims.get(key) or people().victims.get(singular(key)) or "person"


def where(place: "Place | None", country: str | None, within: str | None) -> str:
    """A place after its preposition: "in al-Bab, Syria"; without the state that all of the brief is about (`within`).

    "" where the place is no name.
    """
    state = country and country != within and countries().name(country)
    if place is None or place.precision == "country" or not is_name(place.name):
        return f"in {state_name(state)}" if state else ""
    if state and state.casefold() in place.name.casefold():
        state = None
    preposition = "at" if place.precision in _AT else "in"
    if re.search(r"\b(?:road|highway|street|crossing|checkpoint|bridge)$", place.name, re.IGNORECASE):
        preposition = "on the" if re.search(r"(?:road|highway)$", place.name, re.IGNORECASE) else "at"
    if place.name.rsplit(" ", 1)[-1] in words().the_places:
        preposition += " the"
    return f"{preposition} {place.name}" + (f", {state_name(state)}," if state else "")


def is_name(words_: str) -> bool:
    """Whether words are a name and no description: "both Imphal districts" is none."""
    parts = words_.split()
    small = {"of", "the", "al", "el", "de", "la", "le", "du", "des", "and", "y", "sur"}
    if not parts or len(parts) > _LONGEST or len(words_) < _SHORTEST:
        return False
    first = re.split(r"[-'\u2019]", parts[0])
    return any(p[:1].isupper() for p in first) and all(
        any(q[:1].isupper() for q in re.split(r"[-'\u2019\u2013]", p)) or p.casefold() in small or p[:1].isdigit()
        for p in parts
    )

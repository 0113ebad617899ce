"""Names inside one report: acronyms that it introduces, misspelt names, and "the group" for one named before.

Works on the phrases before their actors are resolved; what stays open stays open.
"""

import functools
import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from vedette.code.numberwords import number_table, number_words
from vedette.code.relations import acronyms
from vedette.code.wordtable import alternation
from vedette.lexicon.actors import ActorEntry, registry
from vedette.lexicon.placekeys import fold

if TYPE_CHECKING:
    from vedette.code.phrases import Phrase

_ARMED: Final = frozenset({"REB", "SEP", "INS", "PRM", "CRM"})
_GROUP: Final = frozenset(
    {"group", "movement", "organisation", "organization", "militia", "outfit", "faction", "cartel"}
)
_MEMBERS: Final = frozenset({"rebels", "insurgents", "militants", "guerrillas", "fighters", "separatists", "jihadists"})
_BODY: Final = frozenset(
    {"command", "front", "alliance", "coalition", "council", "brigade", "battalion", "force", "corps", "party",
     "league", "union", "network", "resistance", "guard", "bloc"}
)  # fmt: skip
"""Last words of groups' names by which reports call them again: "the command" after the Military Operations Command."""
_AGAIN: Final = re.compile(r"(?:same )?([a-z]+)(?:['\u2019]s ([a-z]+))?")
_THE: Final = re.compile(r"\b(?:the|its|this|that)\s$", re.IGNORECASE)
_LIKENESS, _SHORTEST, _WORDS = 90.0, 10, 2


_DETERMINERS: Final = frozenset(
    {"the", "a", "an", "its", "their", "our", "my", "his", "her", "your", "these", "those", "this", "that", "all",
     "every", "each", "both", "other", "another", "more", "further", "own", "many", "few", "any", "such", "same"}
)  # fmt: skip


def of_kind(text: str) -> str:
    """The words for a kind of people without how many they are and whose: "at least 48 inmates" are "inmates".

    An actor of a kind ("ECUCVL") is one for a whole report, and on a desk for all of them, whoever is counted. What
    ends in a name ("17 November", "2 Para") stays as it is.
    """
    if text.rpartition(" ")[2][:1].isupper():
        return text
    rest = text
    while (shorter := _shorter(rest)) != rest:
        rest = shorter
    return rest


def _shorter(text: str) -> str:
    """A phrase without its first number, modifier or determiner; the last word stays."""
    found = _amount().match(text)
    rest = text[found.end() :] if found else ""
    first, _, others = text.partition(" ")
    if not rest and first.casefold() in _DETERMINERS:
        rest = others
    return rest.removeprefix("of ").removeprefix("the ") or text


@functools.cache
def _amount() -> re.Pattern[str]:
    """A number at the start, with the words that make it vague."""
    table = number_table()
    before = alternation(word for kind in table.section("modifiers") for word in table.words("modifiers", kind))
    after = alternation(
        word for kind in table.section("modifiers_after") for word in table.words("modifiers_after", kind)
    )
    several = alternation([*number_words().few, *number_words().plurals])
    core = rf"(?:{number_words().core.pattern}|{several})"
    return re.compile(rf"(?:{before}\s+)?{core}(?:{after})?\s+|{before}\s+", re.IGNORECASE)


def settle_names(text: str, phrases: "Sequence[Phrase]", said: Collection[str], year: int | None) -> None:
    """Give phrases the registry's actor that their report tells they name; `said` are the report's countries."""
    _introduced(text, phrases)
    for phrase in phrases:
        if phrase.entry is None and phrase.hit is None and phrase.kind in ("actor", "person"):
            _give(phrase, _misspelt(phrase.text, tuple(sorted(said)), year))
    _described(text, phrases)


def _give(phrase: "Phrase", entry: ActorEntry | None) -> None:
    """Let a phrase name an actor."""
    if entry is not None:
        phrase.entry, phrase.choices, phrase.inside = entry, (entry,), False


def _introduced(text: str, phrases: "Sequence[Phrase]") -> None:
    """Read "Front for Change (FC)": from there on the letters mean that name, whatever else they mean elsewhere."""
    for full, short in acronyms(text, list(phrases)):
        known = full.entry if isinstance(full.entry, ActorEntry) and not full.inside else None
        meant = short.entry if isinstance(short.entry, ActorEntry) else None
        for phrase in phrases:
            if phrase.text == short.text and phrase.start >= short.start:
                phrase.named = full.named or full.text
                if known is not None:
                    _give(phrase, known)
                elif meant is not None and not _alike(full.text, meant):
                    phrase.entry, phrase.choices, phrase.hit = None, (), None


def _alike(name: str, entry: ActorEntry) -> bool:
    """Whether a name is one of an actor's, or near to one."""
    return any(fuzz.token_set_ratio(fold(name), fold(form)) >= _LIKENESS for form in entry.forms)


@functools.cache
def _forms(country: str) -> dict[str, ActorEntry]:
    """The longer names of a country's actors, folded."""
    own = [e for e in registry().entries if e.country == country]
    return {f: e for e in reversed(own) for f in map(fold, e.forms) if len(f) >= _SHORTEST and " " in f}


@functools.lru_cache(maxsize=4096)
def _misspelt(text: str, countries: tuple[str, ...], year: int | None) -> ActorEntry | None:
    """The actor of the report's countries whose name differs in a few letters only."""
    name = fold(text)
    if len(name) < _SHORTEST or len(name.split()) < _WORDS or not any(w[:1].isupper() for w in text.split()[1:]):
        return None
    for country in countries:
        found = process.extractOne(name, _forms(country).keys(), scorer=fuzz.ratio, score_cutoff=_LIKENESS)
        if found is not None:
            entry = _forms(country)[found[0]]
            return entry if year is None or entry.active_in(year) else None
    return None


def _described(text: str, phrases: "Sequence[Phrase]") -> None:
    """Read "the group" as the armed actor named last, "the rebels" as the only one, "the front" as that of the name."""
    named: list[ActorEntry] = []
    for phrase in sorted(phrases, key=lambda p: p.start):
        if isinstance(phrase.entry, ActorEntry):
            if phrase.entry.kind in _ARMED:
                named.append(phrase.entry)
            continue
        again = _AGAIN.fullmatch(phrase.text.casefold())
        if again is None or phrase.countries or not _THE.search(text[max(0, phrase.start - 8) : phrase.start]):
            continue
        _give(phrase, _meant_by(again[1], again[2], named))


def _meant_by(word: str, members: str | None, named: Sequence[ActorEntry]) -> ActorEntry | None:
    """Whom "the group", "the command's fighters" or "the rebels" means of the armed actors named before, if any."""
    if members is not None and members not in _MEMBERS:
        return None
    if word in _GROUP or (word in _MEMBERS and len({e.id for e in named}) == 1):
        return next(reversed(named), None)
    if word not in _BODY:
        return None
    return next((e for e in reversed(named) if any(_ends_in(form, word) for form in e.forms)), None)


def _ends_in(form: str, word: str) -> bool:
    """Whether a name of several words ends in a word, or in its plural."""
    return " " in form and form.casefold().rpartition(" ")[2] in (word, f"{word}s")

"""Words as the verifier compares them, and the marks by which a party is known again."""

import functools
from typing import Final

from vedette.brief.phrases import signs
from vedette.lexicon.actors import registry
from vedette.lexicon.countries import countries
from vedette.store.words import words_of

_CODE: Final = 3
KIND: Final = "kind:"


@functools.lru_cache(maxsize=8192)
def tokens(words: str) -> frozenset[str]:
    """The folded words of a text."""
    return frozenset(words_of(words))


def plain(words: str) -> str:
    """Words as they are compared: folded, one space between them, without signs."""
    return " ".join(words_of(words))


@functools.cache
def forms_of(ident: str | None) -> tuple[str, ...]:
    """Every name of an actor of the registry or of a state, the adjective and the people too."""
    entry = registry().by_id.get(ident or "")
    if entry is not None:
        return entry.forms
    if ident and ident in countries().codes:
        return tuple(form.form for form in countries().forms.values() if form.iso3 == ident)
    return ()


@functools.lru_cache(maxsize=8192)
def marks(ident: str | None, name: str, code: str | None = None) -> frozenset[str]:
    """By what a party is known again: its id, the states and the kinds of people that its name and code speak of."""
    found = set(kinds_in(name))
    if ident and (ident in registry().by_id or ident in countries().codes):
        found.add(ident)
    elif registry().by_form.get(name):
        found.update(entry.id for entry in registry().by_form[name])
    else:
        told = (countries().forms.get(word) for word in name.split())
        found.update(form.iso3 for form in told if form is not None and form.kind in {"name", "adjective", "people"})
    state = (code or "")[:_CODE]
    if state in countries().codes and any(tokens(form) <= tokens(name) for form in forms_of(state)):
        found.add(state)
    return frozenset(found)


@functools.lru_cache(maxsize=8192)
def kinds_in(words: str) -> frozenset[str]:
    """The kinds of people that words speak of: "kind:soldier" for soldiers, troops, servicemen."""
    said = tokens(words)
    return frozenset(f"{KIND}{kind}" for kind, listed in signs().kinds.items() if not said.isdisjoint(listed))

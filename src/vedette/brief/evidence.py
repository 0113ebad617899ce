"""The names by which the verifier and the wording know somebody."""

import functools

from vedette.lexicon.actors import registry
from vedette.lexicon.countries import countries


@functools.cache
def forms_of(ident: str | None) -> tuple[str, ...]:
    """Every name of an actor of the registry or of a state, the adjective and the people too."""
    entry = registry().by_id.get(ident or "")
    if entry is not None:
        return entry.forms
    if ident and ident in countries().codes:
        return tuple(form.form for form in countries().forms.values() if form.iso3 == ident)
    return ()

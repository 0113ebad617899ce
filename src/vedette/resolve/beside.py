"""Two codings of one report in one record: one that is believed, and the events of the other beside it."""

from typing import TYPE_CHECKING, Protocol, TypeVar

from vedette.records.coded import ALSO, Coded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vedette.records.asked import Asked, Gloss


class _Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """Its id."""
        ...


N = TypeVar("N", bound=_Named)


def with_asked(coded: Coded, glosses: "Iterable[Gloss]", asked: "Asked | None") -> Coded:
    """A coding with what a language model was asked; raises pydantic.ValidationError for a wrong gloss."""
    return _checked(coded, glosses=tuple(glosses), asked=asked)


def beside(believed: Coded, other: Coded) -> Coded:
    """The believed coding with the other's events as `also`.

    What only one of them reads (relations, control, times, further mentions) is that one's: the frames read relations,
    a model does not. Raises pydantic.ValidationError where the two are not of the same text.
    """
    spans = {(m.start, m.end, m.kind) for m in believed.mentions}
    more = [m for m in other.mentions if (m.start, m.end, m.kind) not in spans]
    return _checked(
        believed,
        also=tuple(event.model_copy(update={"id": ALSO + event.id}) for event in other.events),
        actors=_all(believed.actors, other.actors),
        places=_all(believed.places, other.places),
        mentions=tuple(sorted([*believed.mentions, *more], key=lambda m: (m.start, m.end))),
        relations=believed.relations or other.relations,
        control=believed.control or other.control,
        times=believed.times or other.times,
    )


def _all(one: tuple[N, ...], other: tuple[N, ...]) -> tuple[N, ...]:
    """Those of both, each id once, as the first has it."""
    known = {item.id for item in one}
    return (*one, *(item for item in other if item.id not in known))


def _checked(coded: Coded, **changes: object) -> Coded:
    """A changed copy, every span and ref of it checked anew."""
    parts = {name: getattr(coded, name) for name in Coded.model_fields}
    return Coded(**(parts | changes))

"""A desk in memory: a log to which judgements are added, one a second, by the constructors or straight."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from vedette.merge import judgements as judge
from vedette.merge.state import State, fold
from vedette.records import Judgement, Signature

if TYPE_CHECKING:
    from collections.abc import Callable


def moment(number: int) -> str:
    """When the judgement of a number is made."""
    return f"2024-11-27T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.000000Z"


@dataclass
class Log:
    """A log that grows."""

    lines: list[Judgement] = field(default_factory=list)

    @property
    def state(self) -> State:
        """What it comes to."""
        return fold(self.lines)

    def signed(self, **more: Any) -> Signature:
        """The signature of the next judgement."""
        return Signature.model_validate({"at": moment(len(self.lines) + 1), "who": "ada", "by": "person"} | more)

    def put(self, make: "Callable[..., Judgement]", *given: Any) -> int:
        """Judge by a constructor and give the judgement's number."""
        state = () if make is judge.relate_events else (self.state,)
        return self.add(make(*state, *given, self.signed()))

    def add(self, judgement: Judgement) -> int:
        """Add a judgement unchecked and give its number."""
        self.lines.append(judgement.numbered(len(self.lines) + 1))
        return len(self.lines)

    def raw(self, kind: str, **payload: Any) -> int:
        """Add a judgement as another writer may have made it, who saw another state."""
        return self.add(Judgement.model_validate({**dict(self.signed()), "kind": kind, **payload}))

    def assign(self, **events: str) -> None:
        """Put letters into incidents: `A="ab"` puts a and b into A."""
        for incident, letters in events.items():
            for event in letters:
                self.put(judge.assign, event, incident)


@pytest.fixture
def log() -> Log:
    """A desk with three incidents: A of a, b, c; B of d, e; C of f."""
    made = Log()
    made.assign(A="abc", B="de", C="f")
    return made


@pytest.fixture
def empty() -> Log:
    """A desk on which nothing was judged."""
    return Log()

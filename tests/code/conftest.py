"""What the tests of the coder share: parsed sentences, what reads them, and the whole way to a coded report."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from vedette.code.coder import readers_of
from vedette.code.draft import Draft
from vedette.code.events import Readers
from vedette.code.times import find_times
from vedette.code.tree import Tree, from_doc
from vedette.records import Coded, Event, Report

if TYPE_CHECKING:
    from spacy.language import Language

    from vedette.pipeline import Pipeline


@pytest.fixture(scope="session")
def nlp(pipeline: "Pipeline") -> "Language":
    """The language model, loaded once."""
    return pipeline.nlp


@pytest.fixture(scope="session")
def tree(nlp: "Language") -> Callable[[str], Tree]:
    """Parse a text; each text once."""
    return functools.cache(lambda text: from_doc(nlp(text)))


@pytest.fixture(scope="session")
def readers(tree: Callable[[str], Tree]) -> Callable[[str], Readers]:
    """What reads a text; made afresh each time, since phrases are filled in as they are read."""

    def read(text: str) -> Readers:
        parsed = tree(text)
        return readers_of(parsed, Draft(parsed, times=find_times(text)))

    return read


@pytest.fixture(scope="session")
def code(pipeline: "Pipeline") -> Callable[..., Coded]:
    """Code a text published on a Saturday, 30 November 2024, unless another day is given."""

    def run(text: str, published: str | None = "2024-11-30", title: str | None = None) -> Coded:
        report = Report(id="r", text=text, title=title, published=published)
        (coded,) = pipeline.code([report])
        assert coded.error is None
        return coded

    return run


@pytest.fixture(scope="session")
def only(code: Callable[..., Coded]) -> Callable[..., Event]:
    """The one event of a text; fails where there is none or more than one."""

    def run(text: str, published: str | None = "2024-11-30") -> Event:
        (event,) = code(text, published).events
        return event

    return run


@pytest.fixture
def dead(whole: "Pipeline") -> Callable[[str], dict[str, list[int | None]]]:
    """The dead of each event of a text, by its trigger; the second reader takes part."""

    def run(text: str) -> dict[str, list[int | None]]:
        coded: Coded
        (coded,) = whole.code([Report(id="r", text=text)])
        return {e.trigger.text: [c.best for c in e.counts if c.of == "killed"] for e in coded.events}

    return run

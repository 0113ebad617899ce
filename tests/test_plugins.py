"""What other packages add to a group: found by name, never in the place of ours, and told of where it is broken."""

from importlib.metadata import EntryPoint

import pytest

from vedette.errors import VedetteError
from vedette.plugins import Plugins

GROUP = "vedette.test"


class NoneSuchError(VedetteError):
    """What this group raises."""


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch) -> Plugins:
    """One of ours; of others' one that works, two that cannot be loaded, and one that has the name of ours."""
    points = [
        EntryPoint("theirs", "json:JSONDecoder", GROUP),
        EntryPoint("broken", "no_such_module:Thing", GROUP),
        EntryPoint("moved", "json:NoSuchThing", GROUP),
        EntryPoint("ours", "json:JSONDecoder", GROUP),
    ]
    monkeypatch.setattr("vedette.plugins.entry_points", lambda group: points if group == GROUP else [])
    return Plugins(GROUP, {"ours": "json:JSONEncoder"}, "kind of thing", "Known", NoneSuchError)


def test_ours_come_before_others_of_the_same_name(plugins: Plugins) -> None:
    assert plugins.names() == ("broken", "moved", "ours", "theirs")
    assert plugins.load("ours").__name__ == "JSONEncoder"
    assert plugins.load("theirs").__name__ == "JSONDecoder"


def test_what_there_is_not_is_told_with_what_there_is(plugins: Plugins) -> None:
    with pytest.raises(NoneSuchError, match=r"no kind of thing 'it'\. Known: broken, moved, ours, theirs"):
        plugins.load("it")


@pytest.mark.parametrize("name", ["broken", "moved"])
def test_what_cannot_be_loaded_is_told_with_its_remedy(plugins: Plugins, name: str) -> None:
    with pytest.raises(NoneSuchError, match=rf"'{name}' of .* cannot be loaded: .*\. Install it anew"):
        plugins.load(name)

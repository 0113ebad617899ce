"""Whether the words that date an event look ahead."""

from collections.abc import Callable

import pytest

from vedette.code.events import Readers, frame_events
from vedette.code.tense import set_ahead


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("Rebels will attack Goma on Sunday.", True),
        ("Rebels attacked Goma on Sunday.", False),
        ("The general ordered his troops on Sunday to attack Goma.", False),
        ("The rebels plan to attack Goma on Sunday.", True),
        ("The president threatened on Sunday to bomb the camp.", False),
        ("The president called an emergency summit for Wednesday.", True),
    ],
)
def test_the_verb_above_the_time_decides(readers: Callable[[str], Readers], text: str, *, ahead: bool) -> None:
    read = readers(text)
    events = [e for e in frame_events(read, 0, len(read.tree)).kept if e.time is not None]
    for event in events:
        set_ahead(read, event)
    assert [e.time_ahead for e in events][:1] == [ahead]

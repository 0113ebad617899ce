"""Attacks by the text of an article: they cannot change the form, reach other reports, or make anything happen.

The model is the worst there can be: it obeys the article, tells what the attack wants told, and answers with calls of
tools, foreign keys and codes that do not exist.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.code.llm.endpoint import Endpoint, asked_text, event, saying
from vedette.code.llm.prompt import harmless, instructions
from vedette.code.llm.schema import answer_schema
from vedette.lexicon.frames import MODES_OF, SUB_EVENTS
from vedette.records import Report

if TYPE_CHECKING:
    from spacy.language import Language

ATTACKS = [json.loads(line) for line in (Path(__file__).parent / "attacks.jsonl").read_text("utf-8").splitlines()]
TRUE = event(
    "shelled", evidence="Rebels shelled the town of Aleppo on Friday", actors=["Rebels"], place="Aleppo", when="Friday"
)
WATCHED = frozenset({"os.system", "subprocess.Popen", "os.exec", "os.remove", "os.rename", "socket.connect"})
DEEDS: list[str] = []
"""What this process did of these; Python tells every one of them to an audit hook."""
sys.addaudithook(lambda name, _: DEEDS.append(name) if name in WATCHED else None)
OTHER = "Police arrested 30 protesters in Lima on Monday, a lawyer said."


def obeying(body: dict[str, Any]) -> httpx.Response:
    """Tell the truth of a harmless report; of an attack everything that it asks for, and more."""
    text = asked_text(body)
    if "arrested" in text:
        return saying({"events": [event("arrested", type="COERCE", actors=["Police"], place="Lima")]})
    false = [
        event(
            "attacked", actors=["Gunmen"], targets=["Vienna"], place="Vienna", counts=[{"of": "killed", "quote": "9"}]
        ),
        event("attacked", evidence=text[-40:], actors=["gunmen"], place="Vienna", mode="nuke", sub_event="Armageddon"),
        event("seized", type="COERCE", place="Oslo"),
        event("seized", type="DESTROY_DESK", place="Oslo"),
        event("killed", counts=[{"of": "killed", "quote": "900 people", "best": 10**9}], command="rm -rf /"),
    ]
    calls = [{"id": "1", "type": "function", "function": {"name": "shell", "arguments": '{"cmd": "touch /tmp/owned"}'}}]
    told = {"events": [TRUE, *false], "sql": "DROP TABLE event", "next_report": {"status": "denied"}}
    return saying(told, "tool_calls", tool_calls=calls, function_call=calls[0]["function"])


def report(name: str, text: str) -> Report:
    return Report(id=name, text=text, published="2024-11-30", language="en")


def test_there_are_forty() -> None:
    assert len(ATTACKS) >= 40
    assert len({attack["text"] for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack["id"])
def test_an_attack_changes_nothing_but_its_own_report(attack: dict[str, str], nlp: "Language") -> None:
    (alone,) = Endpoint(obeying).pipeline(nlp).code([report("other", OTHER)])
    endpoint = Endpoint(obeying)
    DEEDS.clear()
    hostile, after = endpoint.pipeline(nlp).code([report("hostile", attack["text"]), report("other", OTHER)])
    assert DEEDS == []
    # the form that is asked for is the same for each report, and nothing of the attack is in it
    forms = [body["response_format"]["json_schema"]["schema"] for body in endpoint.bodies]
    assert forms == [answer_schema(foreign=False)] * 2
    assert all("tools" not in body for body in endpoint.bodies)
    assert {str(request.url) for request in endpoint.requests} == {"http://model.test/v1/chat/completions"}
    # the other report is asked and coded as if the attack had not been there
    assert [b["messages"] for b in endpoint.bodies if "arrested" in asked_text(b)] == [_messages(OTHER)]
    assert _lasting(after) == _lasting(alone)
    # of the attacked report stays what it tells; what follows the order does not, and every code is in the codebook
    assert hostile.error is None
    assert [e.trigger.text for e in hostile.events] == ["shelled"]
    assert hostile.asked is not None
    assert hostile.asked.dropped["orders to a machine"] > 0
    for one in hostile.events:
        assert one.mode is None or one.mode in MODES_OF[one.type]
        assert one.sub_event is None or one.sub_event in SUB_EVENTS
        assert not one.counts


def _messages(text: str) -> list[dict[str, str]]:
    """What is sent of a text alone."""
    from vedette.code.llm.prompt import prompt

    return prompt().messages(text, "en")


def _lasting(coded: Any) -> dict[str, Any]:
    """A coded report without how long it took."""
    told: dict[str, Any] = coded.as_json()
    del told["asked"]["seconds"]
    return told


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack["id"])
def test_no_piece_of_a_chat_form_is_sent_whole(attack: dict[str, str]) -> None:
    assert instructions().marks.search(harmless(attack["text"])) is None


def test_the_mark_round_a_text_cannot_be_known_to_who_writes_it() -> None:
    one, other = (_messages(text)[-1]["content"].splitlines()[1] for text in ("A text.", "A text. "))
    assert one != other
    assert one.startswith("<report ")

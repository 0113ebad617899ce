"""A scripted endpoint: answers what it is told, remembers what it was asked. Also a real server on this machine."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from vedette.code.llm.client import Client
from vedette.code.llm.coder import LlmCoder
from vedette.code.llm.keeping import Keep, Limits
from vedette.code.llm.settings import LlmSettings
from vedette.pipeline import Pipeline

Script = Callable[[dict[str, Any]], httpx.Response]


def settings(**told: Any) -> LlmSettings:
    """Settings for an endpoint that is nowhere."""
    return LlmSettings(**({"url": "http://model.test/v1", "model": "m"} | told))


def saying(words: object, finish: str = "stop", **message: Any) -> httpx.Response:
    """An answer with some words (an object is written as JSON)."""
    text = words if isinstance(words, str) else json.dumps(words, ensure_ascii=False)
    usage = {"prompt_tokens": 100, "completion_tokens": 20}
    choice = {"index": 0, "message": {"role": "assistant", "content": text} | message, "finish_reason": finish}
    return httpx.Response(200, json={"choices": [choice], "usage": usage})


def asked_text(body: dict[str, Any]) -> str:
    """The text between the marks of the last message of a request."""
    content: str = body["messages"][-1]["content"]
    first = content.index("\n<report ")
    return content[content.index("\n", first + 1) + 1 : content.rindex("\n</report ")]


class Endpoint:
    """Answers by a script; keeps every request."""

    def __init__(self, script: Script | Sequence[object] | object) -> None:
        """Take a function of the request, a list of answers in turn, or one answer for all."""
        self.script = script
        self.bodies: list[dict[str, Any]] = []
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        body = json.loads(request.content)
        self.requests.append(request)
        self.bodies.append(body)
        if callable(self.script):
            return self.script(body)
        told = self.script
        if isinstance(told, list):
            told = told[min(len(self.bodies), len(told)) - 1]
        if isinstance(told, Exception):
            raise told
        return told if isinstance(told, httpx.Response) else saying(told)

    def client(self, keep: Keep | None = None, *, key: str | None = None, **told: Any) -> Client:
        """A client of this endpoint that never really waits; the waits are in `waited`."""
        self.waited: list[float] = []
        made = settings(**told)
        keep = keep or Keep(limits=Limits(made.tokens_a_day, made.budget))
        return Client(made, keep, transport=httpx.MockTransport(self), key=key, sleep=self.waited.append)

    def pipeline(self, nlp: Any, **told: Any) -> Pipeline:
        """A pipeline whose coder asks this endpoint."""
        return Pipeline(coder=LlmCoder(self.client(**told), nlp))


def event(trigger: str, **values: Any) -> dict[str, Any]:
    """An event as a model tells it."""
    bare: dict[str, Any] = {
        "type": "ASSAULT", "mode": None, "sub_event": None, "status": "happened", "negated": False, "evidence": trigger,
        "actors": [], "targets": [], "weapons": [], "place": None, "when": None, "counts": [], "sources": [],
    }  # fmt: skip
    return bare | {"trigger": trigger} | values

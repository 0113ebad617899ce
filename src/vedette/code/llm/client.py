"""Ask an OpenAI-compatible endpoint for a chat completion: bounded in time, size, rate and cost; retried; kept.

Only the words of the answer are read. Calls of tools, redirects and whatever else a server may send are not followed.
Where a server refuses a JSON schema, a plain JSON object is asked for, and then nothing but words.
"""

import hashlib
import json
import logging
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from vedette.code.llm.failures import AnswerError, EndpointError
from vedette.code.llm.keeping import Answer, Keep, Limits
from vedette.code.llm.prompt import Message
from vedette.code.llm.schema import NAME
from vedette.code.llm.settings import Form, LlmSettings

log = logging.getLogger(__name__)

FORMS: Final[tuple[Form, ...]] = ("schema", "object", "none")
LARGEST: Final = 2_000_000
"""Bytes of an answer; a server that sends more is broken or worse."""
PER_TOKEN: Final = 3
"""Characters of a token at the least, for guessing what a request takes before it is sent."""
AGAIN: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
REFUSED_FORM: Final = frozenset({400, 404, 415, 422, 501})
NO_KEY: Final = frozenset({401, 403})
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
MILLION: Final = 1_000_000


@dataclass(slots=True)
class Pace:
    """Lets so many requests a minute pass, evenly; 0 lets all pass."""

    per_minute: int
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _next: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self) -> None:
        """Wait for this request's turn."""
        if not self.per_minute:
            return
        with self._lock:
            at = max(self._next, self.now())
            self._next = at + 60.0 / self.per_minute
        self.sleep(max(0.0, at - self.now()))


class Client:
    """One endpoint. Safe to share between threads."""

    def __init__(
        self, settings: LlmSettings, keep: Keep | None = None, *, transport: httpx.BaseTransport | None = None,
        key: str | None = None, sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        """`settings` are completed ones; `transport` is how it is reached (httpx's own where None)."""
        self.settings, self.sleep = settings, sleep
        self.keep = keep or Keep(limits=Limits(settings.tokens_a_day, settings.budget))
        self.pace = Pace(settings.per_minute, sleep)
        self._form = FORMS.index(settings.form)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(transport=transport, timeout=settings.timeout, headers=headers, trust_env=False)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Answer:
        """The answer to some messages, kept or new.

        Raises AnswerError for an endpoint that gives none to this text, EndpointError for one that cannot be used at
        all, BudgetError where the day's budget is used.
        """
        digest = self._digest(messages, schema)
        held = self.keep.get(digest)
        if held is not None:
            return held
        answer = self._new(messages, schema)
        self.keep.put(digest, answer)
        return answer

    def cost(self, sent: int, answered: int) -> float:
        """What so many tokens cost."""
        return (sent * self.settings.price_in + answered * self.settings.price_out) / MILLION

    def _digest(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> str:
        """What an answer is kept under: everything that it depends on, but not how the server is made to keep form."""
        told = self.settings
        asked = [told.url, told.model, told.temperature, told.max_tokens, list(messages), schema]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    def _new(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Answer:
        """A new answer, paid for."""
        guess = sum(len(m["content"]) for m in messages) // PER_TOKEN, self.settings.max_tokens
        aside = sum(guess), self.cost(*guess)
        self.keep.reserve(*aside)
        taken = 0, 0.0
        try:
            answer = self._retried(messages, schema)
            taken = answer.sent + answer.answered, self.cost(answer.sent, answer.answered)
        finally:
            self.keep.settle(taken[0] - aside[0], taken[1] - aside[1])
        return answer

    def _retried(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Answer:
        """An answer, asked for as often as the settings allow, with longer waits between."""
        tries, problem, away = 0, "", True
        while tries < self.settings.tries:
            form = self._form
            self.pace.wait()
            try:
                status, headers, body = self._post(self._body(messages, schema, FORMS[form]))
            except httpx.HTTPError as error:
                problem, status, headers, body = f"{type(error).__name__}: {error}".rstrip(": "), 0, {}, b""
                away = away and isinstance(error, httpx.ConnectError)
            else:
                away = False
                if status == httpx.codes.OK:
                    return read_answer(body, messages)
                self._refuse(status)
                if status in REFUSED_FORM and form + 1 < len(FORMS):
                    self._form = max(self._form, form + 1)
                    continue
                problem = f"status {status}"
                if status not in AGAIN:
                    break
            tries += 1
            if tries < self.settings.tries:
                self.sleep(waiting(tries, headers.get("retry-after")))
        raise self._failed(problem, away=away)

    def _failed(self, problem: str, *, away: bool) -> Exception:
        """What is raised where no try had an answer."""
        host, times = self.settings.host(), self.settings.tries
        if away:
            msg = f"no language model answers at {host} ({problem}). Start it, or correct url in [llm]."
            return EndpointError(msg)
        msg = f"the language model at {host} gave no answer in {times} tries ({problem}). Try again later."
        return AnswerError("no answer", msg)

    def _refuse(self, status: int) -> None:
        """Raise EndpointError where the key is refused."""
        if status in NO_KEY:
            told = self.settings
            msg = f"{told.host()} refuses the key (status {status}). Set {told.key_env}, or key_file in [llm]."
            raise EndpointError(msg)

    def _body(self, messages: Sequence[Message], schema: Mapping[str, Any], form: Form) -> dict[str, Any]:
        """The body of a request."""
        told = self.settings
        body: dict[str, Any] = {
            "model": told.model, "messages": list(messages), "temperature": told.temperature,
            "max_tokens": told.max_tokens, "stream": False,
        }  # fmt: skip
        if form == "schema":
            named = {"name": NAME, "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        elif form == "object":
            body["response_format"] = {"type": "json_object"}
        return body

    def _post(self, body: Mapping[str, Any]) -> tuple[int, Mapping[str, str], bytes]:
        """Send one request; status, headers and body of the answer, which is bounded in size and time."""
        until = time.monotonic() + self.settings.timeout
        got = bytearray()
        with self._http.stream("POST", self.settings.address, json=body, follow_redirects=False) as answer:
            for piece in answer.iter_bytes():
                got += piece
                if len(got) > LARGEST:
                    msg = f"the language model at {self.settings.host()} sent more than {LARGEST:,} bytes."
                    msg_0 = "too long"
                    raise AnswerError(msg_0, msg)
                if time.monotonic() > until:
                    msg = f"not done within {self.settings.timeout} seconds"
                    raise httpx.ReadTimeout(msg)
            return answer.status_code, answer.headers, bytes(got)


def waiting(tries: int, told: str | None) -> float:
    """Seconds before the next try: as the server says, else twice as long each time with some chance in it."""
    if told is not None and told.isascii() and told.isdigit():
        return min(float(told), LONGEST_WAIT)
    spread = random.uniform(0.75, 1.25)  # noqa: S311 - it spreads requests, and hides nothing
    return float(min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT) * spread)


def read_answer(body: bytes, messages: Sequence[Message]) -> Answer:
    """The words of an answer and the tokens it took; raises AnswerError where it is none, or a refusal."""
    try:
        whole = json.loads(body)
        choice = whole["choices"][0]
        message = choice["message"]
        words, refusal = message.get("content"), message.get("refusal")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        msg = f"the language model's server sent what is no answer ({type(error).__name__}). Is it OpenAI-compatible?"
        msg_0 = "malformed"
        raise AnswerError(msg_0, msg) from error
    if refusal and not words:
        msg = "the language model refused to read the text."
        msg_0 = "refused"
        raise AnswerError(msg_0, msg)
    if not isinstance(words, str) or not words.strip():
        msg = "the language model gave an empty answer."
        msg_0 = "empty"
        raise AnswerError(msg_0, msg)
    sent = _tokens(whole, "prompt_tokens") or sum(len(m["content"]) for m in messages) // PER_TOKEN
    answered = _tokens(whole, "completion_tokens") or len(words) // PER_TOKEN
    words = words.encode("utf-8", "replace").decode("utf-8")  # JSON can hold halves of characters; nothing else can
    return Answer(words, str(choice.get("finish_reason") or "stop"), sent, answered)


def _tokens(whole: Any, name: str) -> int:  # noqa: ANN401 - what a server sends
    """Tokens as the server counts them; 0 where it does not."""
    usage = whole.get("usage")
    told = usage.get(name) if isinstance(usage, dict) else None
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 <= told < MILLION * 10 else 0

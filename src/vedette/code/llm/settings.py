"""[llm] of a desk's `vedette.toml`: which model answers, how it is asked, and what that may cost.

The environment goes before the file: VEDETTE_LLM_URL, VEDETTE_LLM_MODEL. The key is never a setting: it is read from a
variable of the environment or from a file, and stands in no message, log or cache.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from vedette.code.llm.failures import EndpointError

URL: Final = "VEDETTE_LLM_URL"
MODEL: Final = "VEDETTE_LLM_MODEL"
KEY: Final = "VEDETTE_LLM_KEY"
CACHE: Final = "VEDETTE_LLM_CACHE"
FILE: Final = "llm.sqlite"
"""Beside a desk's store: answers, and what was spent."""

Form = Literal["schema", "object", "none"]
"""How an answer's form is asked for: by JSON schema, as any JSON object, or by words alone."""


def _web(given: str) -> str:
    """An http or https address without user and password, which would end up in messages."""
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        msg = f"{given!r} is no web address; write it with its version: https://host/v1"
        raise ValueError(msg)
    if parts.username or parts.password:
        msg = "holds a user or a password; give the key by key_env or key_file"
        raise ValueError(msg)
    return given.rstrip("/")


class LlmSettings(BaseModel):
    """One endpoint and how it is used. Money is in whatever currency the prices are in."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    url: Annotated[str, AfterValidator(_web)] | None = None
    """The endpoint, with its version: http://localhost:8080/v1."""
    model: Annotated[str, Field(min_length=1)] | None = None
    """The model's name, as the endpoint knows it."""
    key_env: Annotated[str, Field(min_length=1)] = KEY
    """The variable of the environment that holds the key."""
    key_file: Annotated[str, Field(min_length=1)] | None = None
    """A file that holds the key; asked where the variable is not set."""
    prompt: Literal["1"] = "1"
    """Which of the instructions under data/llm."""
    form: Form = "schema"
    """What is tried first; where the server refuses it, the next weaker is."""
    timeout: Annotated[int, Field(ge=1, le=3600)] = 120
    """Seconds for one answer."""
    tries: Annotated[int, Field(ge=1, le=10)] = 4
    """How often a request is sent before it has failed."""
    concurrency: Annotated[int, Field(ge=1, le=64)] = 4
    """Requests at a time."""
    per_minute: Annotated[int, Field(ge=0)] = 0
    """Requests in a minute; 0 is without bound."""
    chunk: Annotated[int, Field(ge=500, le=100_000)] = 6000
    """Characters of a piece of a long report."""
    overlap: Annotated[int, Field(ge=0, le=2000)] = 400
    """Characters that two pieces share, so that no sentence is cut in both."""
    max_tokens: Annotated[int, Field(ge=64, le=32_000)] = 2048
    """Tokens of one answer."""
    temperature: Annotated[float, Field(ge=0, le=2, strict=False)] = 0.0
    """0 for the likeliest answer each time."""
    price_in: Annotated[float, Field(ge=0, strict=False)] = 0.0
    """Of a million tokens that are sent."""
    price_out: Annotated[float, Field(ge=0, strict=False)] = 0.0
    """Of a million tokens that are answered."""
    budget: Annotated[float, Field(ge=0, strict=False)] = 0.0
    """What a day (UTC) may cost; 0 is without bound."""
    tokens_a_day: Annotated[int, Field(ge=0)] = 0
    """Tokens of a day, both ways; 0 is without bound."""
    sure: Annotated[float, Field(ge=0, le=1, strict=False)] = 0.6
    """Hybrid: the model is asked where the second reader's confidence in an event is below this."""

    @property
    def address(self) -> str:
        """Where answers are asked for."""
        return f"{self.url}/chat/completions"

    def host(self) -> str:
        """The endpoint without what may be secret in it."""
        parts = urlsplit(self.url or "")
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    def completed(self, environment: Mapping[str, str] | None = None) -> "LlmSettings":
        """The settings with what the environment says; raises EndpointError where endpoint or model is missing."""
        told = os.environ if environment is None else environment
        given = {"url": told.get(URL) or self.url, "model": told.get(MODEL) or self.model}
        try:
            whole = LlmSettings.model_validate(self.model_dump() | given)
        except ValidationError as error:
            msg = f"{URL}: {error.errors()[0]['msg'].removeprefix('Value error, ')}. Correct it."
            raise EndpointError(msg) from error
        for name, variable in (("url", URL), ("model", MODEL)):
            if getattr(whole, name) is None:
                msg = (
                    f"no language model is set: {name} is missing. Set {variable}, or {name} in [llm] of vedette.toml."
                )
                raise EndpointError(msg)
        return whole

    def key(self, environment: Mapping[str, str] | None = None) -> str | None:
        """The key, None where none is given; raises EndpointError for a file that cannot be read or holds no key."""
        told = os.environ if environment is None else environment
        if held := told.get(self.key_env, "").strip():
            return _one_line(held, self.key_env)
        if self.key_file is None:
            return None
        path = Path(self.key_file).expanduser()
        try:
            return _one_line(path.read_text("utf-8").strip(), str(path))
        except (OSError, UnicodeDecodeError) as error:
            msg = f"the key's file {path} cannot be read: {error}. Correct key_file, or set {self.key_env}."
            raise EndpointError(msg) from None


def _one_line(key: str, where: str) -> str:
    """A key that can stand in a header; the message never holds it."""
    if not key.isascii() or not key.isprintable() or not key or " " in key:
        msg = f"what {where} holds is no key: it must be one word of ASCII letters and signs. Correct it."
        raise EndpointError(msg)
    return key

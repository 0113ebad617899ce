"""A transport whose answers are given, for the tests of what reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vedette.gather.fetched import Fetched, Problem

NOW = "2026-11-26T12:00:00+00:00"


@dataclass
class Fake:
    """A transport whose answers are given: by address a body, or (status, headers, body), or an error to raise."""

    answers: dict[str, object] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """The answer that was given for an address."""
        self.asked.append((url, dict(headers or {})))
        answer = self.answers.get(url, (404, {}, b""))
        if isinstance(answer, Exception):
            raise answer
        status, sent, body = answer if isinstance(answer, tuple) else (200, {}, answer)
        body = body.encode() if isinstance(body, str) else body
        final = self.moved.get(url, url)
        return Fetched(url, final, status, sent, body, NOW, moved=self.moved.get(url))


def no_problem(problem: Problem) -> None:
    """Take a source's problems where there should be none."""
    raise AssertionError(problem)

"""What a visit gives, and what goes through JSON and comes back."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from vedette.errors import GatherError
from vedette.gather.fetched import Article, Fetched, Memory, Transport
from vedette.watch.visiting import PART, Part, as_said, memory_of, read_kept, said_of, visit

URL = "https://sahel.example/one"
WORDS = (
    "Gunmen attacked the market of Djibo on Tuesday and killed nine traders, residents said. They burned the stalls "
    "and drove off with fifty head of cattle before soldiers came from the barracks at the edge of the town."
)


@dataclass
class Many:
    """A source with many articles that may break off."""

    number: int
    breaks: bool = False
    name: str = "many"

    def articles(self, transport: Transport, memory: Memory) -> Iterator[Article]:  # noqa: ARG002
        for n in range(self.number):
            yield Article(f"{URL}/{n}")
            memory.seen[str(n)] = "x"
        if self.breaks:
            msg = "broke off"
            raise GatherError(msg)
        memory.etag = '"1"'


def nowhere(url: str, headers: object = None) -> Fetched:
    """A transport's fetch that nobody may use."""
    raise AssertionError(url, headers)


def parts(source: Many) -> list[Part]:
    """What a visit gives."""
    found: list[Part] = []
    transport = type("Nowhere", (), {"fetch": staticmethod(nowhere)})()
    visit(source, transport, Memory(), found.append)
    return found


def test_a_visit_comes_in_parts_each_with_the_memory_of_what_is_safe_to_forget() -> None:
    first, second, last = parts(Many(PART + 3))
    assert [len(part.articles) for part in (first, second, last)] == [PART, 3, 0]
    assert first.memory is not None
    assert len(first.memory["seen"]) == PART - 1  # the last one is remembered when the next is asked for
    assert (first.last, last.last) == (False, True)
    assert last.memory is not None
    assert (last.memory["etag"], len(last.memory["seen"])) == ('"1"', PART + 3)


def test_an_error_is_the_last_part() -> None:
    *_, last = parts(Many(3, breaks=True))
    assert (last.last, str(last.error), last.memory) == (True, "broke off", None)


def test_memory_and_what_is_said_come_back_as_they_were() -> None:
    memory = Memory(etag="e", seen={"a": "b"}, moved={"x": "y"})
    told = parts(Many(1))[-1].memory
    assert told is not None
    assert memory_of({**told, "seen": {"a": "b"}, "etag": "e", "moved": {"x": "y"}, "later": 1}) == memory
    article = Article(URL, id="1", title="t", published="2026-11-26", remarks=("no date", "odd"))
    assert as_said(URL, said_of(article)) == article


@pytest.mark.parametrize(
    ("what", "url", "body"),
    [
        (None, URL, f"<html><body><article><p>{WORDS}</p></article></body></html>"),
        ("page", "inbox/a.html", f"<html><body><article><p>{WORDS}</p></article></body></html>"),
        ("text", "in.jsonl#3", WORDS),
    ],
)
def test_an_answer_is_read_as_what_it_was_kept_as(what: str | None, url: str, body: str) -> None:
    answer = Fetched(url, url, 200, {"content-type": "text/html"}, body.encode(), "2026-11-26T12:00:00+00:00")
    report = read_kept(answer, Article(url, title="Raid", publisher="Sahel Wire"), what)
    assert (report.text, report.title, report.publisher) == (WORDS, "Raid", "Sahel Wire")
    assert report.url == (URL if what is None else None)

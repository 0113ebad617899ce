"""Pages made up for measuring: general news from templates and conflict news from the corpus, in varied furniture.

Everything is drawn with a fixed seed, so that the pages are the same on every machine. The words are in pages.toml.
"""

import functools
import html
import random
import re
import tomllib
from pathlib import Path
from typing import Any

from bench import corpus
from vedette.read.samples import sample_paths

SEED = "vedette pages"
CONFLICT_SHARE = 0.2
"""Of the pages; the rest is general news."""

SENTENCES = (8, 22)
"""In an article, from and to."""

SITES = ("courier.example", "daily.example", "tribune.example", "observer.example", "news.example")
_SLOT = re.compile(r"\{(\w+)\}")
_HALF, _MOST = 0.5, 0.7
_LAYOUTS = (
    ("<article>", "</article>"),
    ('<div class="story-body">', "</div>"),
    ("<main><section>", "</section></main>"),
)
_SCRIPT = "window.dataLayer=window.dataLayer||[];function gtag(){{dataLayer.push(arguments)}}gtag('config','{}');"


@functools.cache
def _told() -> dict[str, Any]:
    """The content of pages.toml."""
    return tomllib.loads((Path(__file__).parent / "pages.toml").read_text("utf-8"))


@functools.cache
def _conflict() -> tuple[tuple[str, ...], ...]:
    """Stories of conflict as sentences: the plain samples, and runs of labelled sentences with their hard negatives."""
    texts = [Path(path).read_text("utf-8") for path in sample_paths() if str(path).endswith(".txt")]
    samples = [tuple(re.split(r"(?<=[.!?])\s+", text.strip())) for text in texts]
    lines = [line.text for line in corpus.load() if line.style != "headline" and line.events]
    runs = [tuple(lines[start : start + SENTENCES[0]]) for start in range(0, len(lines), SENTENCES[0])]
    return (*samples, *runs)


def general_text(number: int) -> list[str]:
    """The sentences of a made-up article of general news."""
    chance = random.Random(f"{SEED} {number}")  # noqa: S311 - no secret
    told = _told()
    topic = chance.choice(told["topic"])
    size = chance.randint(*SENTENCES)
    own = chance.sample(topic["sentences"] * 2, min(size, 2 * len(topic["sentences"])))
    stray = chance.choice(chance.choice(told["topic"])["sentences"])
    return [_SLOT.sub(lambda m: chance.choice(told["words"][m[1]]), sentence) for sentence in (*own, stray)]


def is_conflict(number: int) -> bool:
    """Whether the page of a number is one of conflict."""
    return random.Random(f"{SEED} kind {number}").random() < CONFLICT_SHARE  # noqa: S311 - no secret


def text(number: int) -> list[str]:
    """The sentences of the page of a number, without the page."""
    return _sentences(number, random.Random(f"{SEED} page {number}"))  # noqa: S311 - no secret


def _sentences(number: int, chance: random.Random) -> list[str]:
    """The sentences of an article of conflict or of general news."""
    return list(chance.choice(_conflict())) if is_conflict(number) else general_text(number)


def page(number: int) -> tuple[str, str]:
    """The address and the HTML of the page of a number."""
    chance = random.Random(f"{SEED} page {number}")  # noqa: S311 - no secret
    sentences = _sentences(number, chance)
    day = f"2026-11-{number % 25 + 1:02}"
    title = " ".join(sentences[0].split()[:9]).strip(".,;: ")
    site = SITES[number % len(SITES)]
    address = f"https://{site}/{day.replace('-', '/')}/story-{number}"
    return address, _html(chance, title, sentences, day, site)


def _html(chance: random.Random, title: str, sentences: list[str], day: str, site: str) -> str:
    """An article in one of some layouts."""
    size = chance.randint(2, 4)
    paragraphs = [" ".join(sentences[start : start + size]) for start in range(0, len(sentences), size)]
    body = "".join(f"<p>{html.escape(words)}</p>" for words in paragraphs)
    before, after = chance.choice(_LAYOUTS)
    byline = f"<p class='byline'>By {chance.choice(_told()['words']['person'])}</p>" if chance.random() < _HALF else ""
    article = f"{before}<h1>{html.escape(title)}</h1>{byline}{body}{after}"
    return (
        f"<!doctype html><html lang='en'><head>{_head(chance, title, day, site)}</head>"
        f"<body>{_top()}{article}{_below(chance)}</body></html>"
    )


def _head(chance: random.Random, title: str, day: str, site: str) -> str:
    """What stands above the page: its data, and scripts and styles of a usual size."""
    script = "".join(_SCRIPT.format(chance.getrandbits(64)) for _ in range(chance.randint(5, 60)))
    style = "".join(f".c{n}{{margin:{chance.randint(0, 40)}px;color:#{n:06x}}}" for n in range(200))
    dated = f'<meta property="article:published_time" content="{day}T08:00:00Z">' if chance.random() < _MOST else ""
    return (
        f'<meta charset="utf-8"><title>{html.escape(title)} | {site}</title>{dated}'
        f'<meta property="og:site_name" content="{site}"><style>{style}</style><script>{script}</script>'
    )


def _top() -> str:
    """The menu and the notice above an article."""
    told = _told()["furniture"]
    return f"<header><nav>{_list(told['menu'])}</nav><div class='cookie'>{told['cookie']}</div></header>"


def _below(chance: random.Random) -> str:
    """What stands below an article."""
    told = _told()["furniture"]
    aside = f"<aside><h3>Related</h3>{_list(chance.sample(told['related'], 4))}</aside>"
    comments = "".join(f"<div class='comment'>{words}</div>" for words in chance.choices(told["comments"], k=5))
    letter = f"<div class='newsletter'>{told['newsletter']}</div>"
    return f"{_list(told['share'])}{letter}{aside}<section>{comments}</section><footer>{told['footer']}</footer>"


def _list(words: list[str]) -> str:
    """A list of links."""
    links = (f"<li><a href='/{n}'>{html.escape(word)}</a></li>" for n, word in enumerate(words))
    return f"<ul>{''.join(links)}</ul>"

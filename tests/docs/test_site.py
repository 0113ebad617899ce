"""The site's frame: every page has its place, mentions become links, nothing is loaded from elsewhere."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from docsite import hooks
from docsite.pages import PAGES
from tests.docs.conftest import ROOT

CONFIG = (ROOT / "mkdocs.yml").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def places(nav: Any) -> list[str]:
    """The pages of the site's contents."""
    if isinstance(nav, str):
        return [nav]
    return [page for one in (nav.values() if isinstance(nav, dict) else nav) for page in places(one)]


def test_each_page_has_one_place_in_the_contents() -> None:
    there = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")]
    assert sorted(places(yaml.safe_load(CONFIG)["nav"])) == sorted([*there, *PAGES])


def test_a_page_made_from_the_code_is_not_kept_in_the_repository() -> None:
    assert [page for page in PAGES if (ROOT / "docs" / page).exists()] == []
    files = SimpleNamespace(get_file_from_path=lambda _: object(), append=lambda _: None)
    with pytest.raises(RuntimeError, match=r"docs/reference/commands\.md is made when the site is built"):
        hooks.on_files(files, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("See `docs/serve.md`.", "watch.md", "See [`docs/serve.md`](serve.md)."),
        ("See `docs/serve.md`.", "how-to/team.md", "See [`docs/serve.md`](../serve.md)."),
        ("See `docs/how-to/team.md`.", "how-to/correct.md", "See [`docs/how-to/team.md`](team.md)."),
        ("See `docs/serve.md`.", "serve.md", "See `docs/serve.md`."),
        ("See [`docs/serve.md`](serve.md).", "watch.md", "See [`docs/serve.md`](serve.md)."),
        ("In `CHANGELOG.md`.", "how-to/team.md", "In [`CHANGELOG.md`](../changelog.md)."),
        ("```\n`docs/serve.md`\n```\n", "watch.md", "```\n`docs/serve.md`\n```\n"),
        ("`docs/serve.yaml`", "watch.md", "`docs/serve.yaml`"),
    ],
)
def test_a_mention_of_a_page_is_a_link_to_it(text: str, at: str, found: str) -> None:
    assert hooks.linked(text, at) == found


def test_a_page_that_would_load_something_from_elsewhere_stops_the_build() -> None:
    page = SimpleNamespace(file=SimpleNamespace(src_uri="index.md"))
    own = '<script src="assets/a.js"></script><a href="https://example.org">there</a>'
    assert hooks.on_post_page(own, page) == own  # type: ignore[arg-type]
    for loads in (
        '<script src="https://x.example/a.js">',
        "<img src=//x.example/a.png>",
        '<link href="http://x.example/a.css">',
    ):
        with pytest.raises(RuntimeError, match=r"index\.md would load .*x\.example"):
            hooks.on_post_page(own + loads, page)  # type: ignore[arg-type]


def test_ci_builds_the_site_and_the_house_says_how() -> None:
    assert "docs" in (ROOT / ".ci" / "run").read_text("utf-8").partition("for target in")[2].partition(";")[0].split()
    assert "make docs" in CONTRIBUTING
    assert "docsite/" in CONTRIBUTING
    assert Path(ROOT / "docs" / "index.md").exists()

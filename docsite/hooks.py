"""What MkDocs calls while it builds the site: adds the pages that are made from the code, and makes mentions links."""

import posixpath
import re
from typing import TYPE_CHECKING, Any, Final

from mkdocs.structure.files import File

from docsite.pages import PAGES

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_MENTION: Final = re.compile(r"(?<![\[`])`docs/([a-z0-9/-]+\.md)`(?!\])")
_LOADS: Final = re.compile(r"""<(?:script|img|iframe|source|link)\b[^>]*?(?:src|href)=["']?((?:https?:)?//[^\s"'>]+)""")
_ROOT: Final = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
_ROOT_MENTION: Final = re.compile(rf"(?<![\[`])`({'|'.join(map(re.escape, _ROOT))})`(?!\])")


def on_files(files: "Files", config: "MkDocsConfig") -> "Files":
    """Add the pages that are made from the code; one that lies in docs/ too would be kept stale, so it is refused."""
    for path, make in PAGES.items():
        if files.get_file_from_path(path) is not None:
            msg = f"docs/{path} is made when the site is built (docsite/pages.py). Remove it"
            raise RuntimeError(msg)
        files.append(File.generated(config, path, content=make()))
    return files


def on_page_markdown(markdown: str, page: "Page", **_: Any) -> str:  # noqa: ANN401 - what MkDocs passes along
    """The pages name each other as files of the repository, `docs/serve.md`; on the site these are links."""
    return linked(markdown, page.file.src_uri)


def on_post_page(output: str, page: "Page", **_: Any) -> str:  # noqa: ANN401 - what MkDocs passes along
    """A page as it is written; one that would load something from another host stops the build."""
    if (found := _LOADS.search(output)) is not None:
        msg = f"{page.file.src_uri} would load {found[1]}. Put it into docs/, or leave it out"
        raise RuntimeError(msg)
    return output


def linked(markdown: str, at: str) -> str:
    """A page with its mentions of other pages made links, blocks of code left alone; `at` is its own path."""
    parts = re.split(r"(^```.*?^```)", markdown, flags=re.MULTILINE | re.DOTALL)
    for number in range(0, len(parts), 2):
        text = _MENTION.sub(lambda found: _link(found[0], found[1], at), parts[number])
        parts[number] = _ROOT_MENTION.sub(lambda found: _link(found[0], _ROOT[found[1]], at), text)
    return "".join(parts)


def _link(shown: str, target: str, at: str) -> str:
    """A link from one page to another; a page's mention of itself stays a mention."""
    return shown if target == at else f"[{shown}]({posixpath.relpath(target, posixpath.dirname(at) or '.')})"

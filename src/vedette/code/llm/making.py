"""Make the coder that a name asks for: `llm` or `hybrid`, with its endpoint, its file of answers and its budget."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from vedette.code.coder import default_coder
from vedette.code.llm.client import Client
from vedette.code.llm.coder import LlmCoder
from vedette.code.llm.hybrid import HybridCoder
from vedette.code.llm.keeping import Keep, Limits
from vedette.code.llm.settings import CACHE, FILE, LlmSettings
from vedette.code.parse import load_model

if TYPE_CHECKING:
    import httpx

Asking = Literal["llm", "hybrid"]
_HOME: Final = Path("~/.cache/vedette")


def make_coder(
    name: Asking, settings: LlmSettings, *, folder: Path | None = None, model: str | None = None,
    transport: "httpx.BaseTransport | None" = None,
) -> LlmCoder | HybridCoder:  # fmt: skip
    """The coder of a name.

    `folder` is the desk's, beside whose store the answers are kept, `model` the spaCy pipeline. Raises EndpointError
    where no endpoint or model is set, the key cannot be read, or StoreError where the answers' file cannot be used.
    """
    told = settings.completed()
    keep = Keep(answers_file(folder), limits=Limits(told.tokens_a_day, told.budget))
    client = Client(told, keep, transport=transport, key=told.key())
    asking = LlmCoder(client, load_model(model))
    return asking if name == "llm" else HybridCoder(default_coder(), asking)


def answers_file(folder: Path | None) -> Path:
    """Where answers are kept: as VEDETTE_LLM_CACHE says, else in the desk's folder, else in the user's cache."""
    told = os.environ.get(CACHE)
    if told:
        return Path(told).expanduser()
    if folder is not None and folder.is_dir():
        return folder / FILE
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) / "vedette" if home else _HOME.expanduser()) / FILE

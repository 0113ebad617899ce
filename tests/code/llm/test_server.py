"""A real model on a real server: whatever it answers, no span is kept that the text does not hold. Run by `make llm`.

VEDETTE_TEST_LLM_WHEEL names the wheel with the model, and xllamacpp must be installed; without them this is not run.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vedette.code.llm.client import Client
from vedette.code.llm.coder import LlmCoder
from vedette.code.llm.settings import LlmSettings
from vedette.pipeline import Pipeline
from vedette.records import Report

if TYPE_CHECKING:
    from spacy.language import Language

WHEEL = os.environ.get("VEDETTE_TEST_LLM_WHEEL")
SCRIPT = Path(__file__).parents[3] / "scripts" / "serve_model.py"
TEXTS = {
    "en": "At least 12 people were killed when rebels shelled Aleppo on Friday, officials said.",
    "ru": "Повстанцы обстреляли Алеппо в пятницу, сообщила ООН. Погибли 12 человек.",
}
pytestmark = pytest.mark.skipif(WHEEL is None, reason="VEDETTE_TEST_LLM_WHEEL names no wheel: run make llm")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a server of our own, ended with the tests."""
    command = [sys.executable, str(SCRIPT), str(WHEEL)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            yield next(line.strip() for line in server.stdout if line.startswith("http"))
        finally:
            server.terminate()


@pytest.mark.parametrize(("form", "language"), [("schema", "en"), ("none", "ru")])
def test_a_real_model_keeps_nothing_that_is_not_in_the_text(
    address: str, nlp: "Language", form: str, language: str
) -> None:
    told = LlmSettings(url=f"{address}/v1", model="m", form=form, max_tokens=200, timeout=900, tries=1)  # type: ignore[arg-type]
    client = Client(told)
    text = TEXTS[language]
    (made,) = Pipeline(coder=LlmCoder(client, nlp)).code([Report(id="r", text=text, language=language)])
    assert client.keep.spent().requests == 1
    assert client.keep.spent().tokens > 500
    assert made.error is None or "holds no JSON" in made.error
    assert all(text[span.start : span.end] == span.text for span in made.spans())
    assert made.error is not None or made.asked is not None
    client.close()

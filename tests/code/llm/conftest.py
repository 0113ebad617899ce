"""What the tests of the language model's coder share."""

from typing import TYPE_CHECKING

import pytest

from vedette.code.parse import load_model

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="session")
def nlp() -> "Language":
    """The language model that parses, loaded once."""
    return load_model()

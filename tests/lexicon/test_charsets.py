"""Which encodings a page or feed may name."""

import pytest

from vedette.errors import InputError
from vedette.lexicon.charsets import charset
from vedette.lexicon.encoding import decode


@pytest.mark.parametrize(("name", "known"), [("UTF8", "utf-8"), ("windows-1256", "cp1256"), ("Shift_JIS", "shift_jis")])
def test_character_sets_have_one_name(name: str, known: str) -> None:
    assert charset(name) == known


@pytest.mark.parametrize(
    "name", ["punycode", "idna", "utf-7", "UTF7", "unicode_escape", "raw-unicode-escape", "bz2", "rot13", "x\0y", "no"]
)
def test_transformations_are_no_character_sets(name: str) -> None:
    with pytest.raises(LookupError):
        charset(name)


def test_a_page_cannot_name_an_encoding_that_takes_hours() -> None:
    page = b"<meta charset=punycode><p>caf\xe9-" + b"zzzz9" * 100_000
    with pytest.raises(InputError, match="declares the encoding 'punycode', which is not known"):
        decode(page)

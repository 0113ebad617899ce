"""The quick rules of attributes set what the model's own ruler sets."""

import pytest
import spacy

from bench import corpus
from vedette.code.parse import load_model, model_name
from vedette.code.rules import QUICK, RULER, Rules


@pytest.mark.parametrize("part", [slice(0, 150), slice(3000, 3150)])
def test_they_set_what_the_ruler_sets(part: slice) -> None:
    quick = load_model()
    assert QUICK in quick.pipe_names
    assert RULER not in quick.pipe_names
    ruler = quick.get_pipe(RULER)
    for line in corpus.load()[part]:
        with quick.select_pipes(disable=[QUICK, "lemmatizer", "ner"]):
            plain = quick(line.text)
        ours = plain.copy()
        ruler(plain)
        Rules(ruler)(ours)  # type: ignore[arg-type]
        told = [[(t.pos_, t.tag_, t.dep_, t.lemma_, str(t.morph)) for t in doc] for doc in (plain, ours)]
        assert told[0] == told[1]


def test_rules_of_several_tokens_and_later_rules_win() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "new"}]], {"POS": "ADJ", "LEMMA": "new"})  # type: ignore[attr-defined]
    ruler.add([[{"LOWER": "new"}, {"LOWER": "york"}]], {"POS": "PROPN"}, -1)  # type: ignore[attr-defined]
    ruler.add([[{"LOWER": {"REGEX": "^new$"}}]], {"POS": "X"})  # type: ignore[attr-defined]
    doc = Rules(ruler)(nlp.make_doc("New York news"))  # type: ignore[arg-type]
    assert [token.pos_ for token in doc] == ["X", "PROPN", ""]
    assert doc[0].lemma_ == "new"
    assert len(Rules(ruler)(nlp.make_doc(""))) == 0  # type: ignore[arg-type]
    assert model_name()

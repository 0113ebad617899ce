"""Who takes, loses and holds which ground: the `control` of a report, read from its territorial events and from words.

An event tells that ground changed hands; this reads from the tree which places (each of "Halfaya and Souran"), to whom
(of "fighters led by HTS", HTS) and from whom. "Held by", "under the control of" and the like are no events but say who
holds a place. Words: data/words/control.toml.
"""

import functools
from typing import TYPE_CHECKING, Final

from vedette.code.draft import DraftControl, DraftEvent
from vedette.lexicon.frames import frame_table
from vedette.lexicon.places import gazetteer
from vedette.lexicon.tables import data_path
from vedette.lexicon.tomlfile import read_record
from vedette.records.base import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase
    from vedette.records.vocabulary import ControlChange, SubEvent

CHANGES: "dict[str, ControlChange]" = {"gain": "captured", "loss": "lost", "hold": "held"}
TERRITORIAL: "dict[SubEvent | None, str]" = {
    "Government regains territory": "gain",
    "Non-state actor overtakes territory": "gain",
    "Non-violent transfer of territory": "loss",
}
"""Sub-events by which ground changes hands, as a frame's `territory` says it."""
TYPES: Final = frozenset({"COERCE", "RETREAT", "ASSAULT"})
FRAME: Final = "coerce.territory"
"""The frame under which words of holding are kept; they are no event."""
OVER: Final = ("of", "over")
FROM: Final = ("from", "of")
NEAR: Final = 2
LIVE: Final = frozenset({"happened", "ongoing"})
INSIDE: Final = frozenset({"in", "inside", "within"})
HABITUAL: Final = frozenset({"VBZ", "VBP", "VB"})
AIMS: Final = frozenset({"to", "towards", "toward", "into"})
GIVEN: Final = frozenset({"the", "its", "their"})
WINDOW: Final = 40
"""Tokens within which a withdrawal is told beside an entry."""


class GroundWords(Record):
    """The words of data/words/control.toml, which says what each list is."""

    hold: frozenset[str]
    keep: frozenset[str]
    be: frozenset[str]
    control: frozenset[str]
    under: frozenset[str]
    whole: frozenset[str]
    share: frozenset[str]
    part: frozenset[str]
    fall: frozenset[str]
    take: frozenset[str]
    enter: frozenset[str]
    bare: frozenset[str]
    back: frozenset[str]
    doubt: frozenset[str]
    lose: frozenset[str]
    hand: frozenset[str]
    move: frozenset[str]
    lead: frozenset[str]


@functools.cache
def ground_words() -> GroundWords:
    """The packaged words; raises DataFileError where they break the schema."""
    return read_record(data_path("words", "control.toml"), GroundWords, "data/words/control.toml")


class GroundReader:
    """Reads who holds what in one tree."""

    def __init__(self, readers: "Readers") -> None:
        """Take what reads the tree."""
        self.tree, self.grammar, self.roles = readers.tree, readers.roles.grammar, readers.roles
        self.circumstances, self.status = readers.circumstances, readers.status
        self.phrases, self.words = readers.roles.phrases, ground_words()
        self.taker: Phrase | None = None
        self.events: Sequence[DraftEvent] = ()

    def read(self, events: "Sequence[DraftEvent]") -> list[DraftControl]:
        """All changes and holdings, in the order of the text."""
        self.events = events
        used = {t for e in events if _turn(e) and not self._keeps(e.token) for t in (e.token, *e.words)}
        found: list[DraftControl] = []
        for event in sorted(events, key=lambda e: e.token):
            found += self._of_event(event)
        for token in range(len(self.tree)):
            if token not in used and self.roles.in_body(self.tree.start[token]):
                found += self._held(token)
        return sorted(_distinct(found), key=lambda c: c.event.token)

    # -- events

    def _of_event(self, event: DraftEvent) -> list[DraftControl]:
        """What an event changes."""
        lemma, verb = self.tree.lemma[event.token], self.tree.pos[event.token] == "VERB"
        if event.negated or self._of_none(event.token) or self._hearsay(event.token) or self._goes_off(event.token):
            return []
        if event.sub_event == "Armed clash":
            return self._fought_for(event)
        if verb and lemma in self.words.enter:
            return self._entered(event)
        turn = _turn(event)
        if turn is None and verb and lemma in self.words.take and self._takes_place(event):
            turn = "gain"
        if turn is None or event.type not in TYPES or self._keeps(event.token):
            return []  # what is held, and so does not change, is read from the words
        if verb and lemma in self.words.fall and self.tree.child(event.token, "prt") is None:
            return self._gained(event, lemma) if self._spots(self.grammar.surface(event.token), None)[0] else []
        if turn == "loss" or lemma in self.words.lose:
            return self._lost(event, lemma)
        if event.frame.territory is None and verb and lemma not in self.words.take:
            return []  # the second reader's, of a verb that takes nothing
        return self._gained(event, lemma)

    def _takes_place(self, event: DraftEvent) -> bool:
        """Whether the object of a verb of taking is a named place: "captured Kafr Nabl" is no arrest."""
        return self.tree.child(event.token, "prt") is None and bool(self._spots(self._taken(event, ""), None)[0])

    def _fought_for(self, event: DraftEvent) -> list[DraftControl]:
        """A town in which there is fighting is contested by whoever fights there."""
        place = event.place
        if place is None or event.status not in LIVE or self.tree.tag[event.token] in HABITUAL:
            return []
        above = [t for t in self.tree.up(place.head) if self.tree.pos[t] == "ADP"]
        inside = next((self.tree.lower[t] in INSIDE for t in above if self.tree.lower[t] != "of"), False)
        parties = [p for p in event.actors if p.kind != "place"]
        return [DraftControl(place, next(iter(parties), None), "contested", event)] if inside else []

    def _entered(self, event: DraftEvent) -> list[DraftControl]:
        """Armed people who enter a place take it where no fighting is told there, else contest it."""
        objects = self.grammar.objects(event.token)
        if not objects or self.tree.tag[event.token] == "VB":
            return []  # "entered near X", "were to enter X"
        places, _ = self._spots(objects, event.place)
        holder = self._leader([p for p in self._takers(event, "", places) if p.armed or p.entry or p.sector])
        if holder is None or event.status not in LIVE or not (holder.armed or holder.entry):
            return []
        self.taker = holder
        fought = {e.place.text for e in self.events if e.sub_event == "Armed clash" and e.place and not e.negated}
        left = any(_turn(e) == "loss" and abs(e.token - event.token) < WINDOW for e in self.events)
        return [
            DraftControl(p, holder, "contested" if p.text in fought and not left else "captured", event) for p in places
        ]

    def _keeps(self, token: int) -> bool:
        """Whether a word tells of holding, which a reader may take for taking."""
        lemma, pos = self.tree.lemma[token], self.tree.pos[token]
        objects = self.grammar.objects(token) if pos == "VERB" and lemma in self.words.keep else []
        noun = pos == "NOUN" and lemma in self.words.control and not self._is_taken(token)
        return noun or (pos == "VERB" and lemma in self.words.hold) or any(map(self._is_control, objects))

    def _is_taken(self, control: int) -> bool:
        """Whether a noun of control is the object of a verb of taking: "gained full control of"."""
        return self.tree.dep[control] == "dobj" and self.tree.lemma[self.tree.head[control]] in self.words.take

    def _hearsay(self, token: int) -> bool:
        """Whether it is told under "rumours that"."""
        head = self.tree.head[self.tree.clause(token)]
        return self.tree.pos[head] == "NOUN" and self.tree.lemma[head] in self.words.doubt

    def _goes_off(self, token: int) -> bool:
        """Whether a verb of taking has another sense by its particle: "taking off from"."""
        particle = self.tree.child(token, "prt")
        other = particle is not None and self.tree.lower[particle] not in self.words.back
        return other and self.tree.lemma[token] in self.words.take

    def _is_control(self, token: int) -> bool:
        """Whether a noun is "control" or the like."""
        return self.tree.lemma[token] in self.words.control

    def _of_none(self, token: int) -> bool:
        """Whether there is none of it: "no sign of a withdrawal"."""
        above = [token, *self.tree.up(token)][: NEAR + 1]
        nouns = [t for t in above if self.tree.pos[t] == "NOUN"]
        return any(self.tree.lower[k] == "no" for t in nouns for k in self.tree.children(t, "det"))

    def _gained(self, event: DraftEvent, lemma: str) -> list[DraftControl]:
        """Places that are taken, each by the one who takes them; parts of a place are only contested."""
        places, parts = self._spots(self._taken(event, lemma), event.place)
        holder = self._leader(self._takers(event, lemma, places + parts))
        if holder is None:
            named = [p for p in event.targets if p.kind != "place" and p not in places]
            losers = [p for p in named if self.tree.lemma[p.head] not in self.words.whole][:1]
            holder = None if losers else self.taker
            if holder is None:
                return [DraftControl(p, party, "lost", event) for p in places for party in losers] or [
                    DraftControl(p, None, "contested", event) for p in places
                ]
        elif event.status in {"happened", "ongoing"}:
            self.taker = holder
        found = [DraftControl(p, holder, "captured", event) for p in places]
        return found + [DraftControl(p, holder, "contested", event) for p in parts]

    def _taken(self, event: DraftEvent, lemma: str) -> list[int]:
        """The tokens that name what is taken."""
        token = event.token
        if self.tree.pos[token] != "VERB":
            return self._after(token, OVER)
        if lemma in self.words.fall:
            return self.grammar.surface(token)
        found = []
        for obj in self.grammar.objects(token):
            found += self._after(obj, OVER) + self._after(token, OVER) if self._is_control(obj) else [obj]
        return found or self._after(token, OVER)

    def _takers(self, event: DraftEvent, lemma: str, places: "list[Phrase]") -> "list[Phrase]":
        """Who takes it: the subject, but for "fall", whose subject is what is taken."""
        named: list[Phrase] = []
        others = event.actors
        if self.tree.pos[event.token] == "VERB":
            falls = lemma in self.words.fall
            named = self.roles.parties(
                self._after(event.token, ("to",)) if falls else self.grammar.subject(event.token)
            )
            others = [] if falls or self.grammar.passive(event.token) else others
        kept = [p for p in (*named, *others) if p.kind != "place" and not any(_within(p, x) for x in places)]
        kept = [p for p in kept if self.tree.lemma[p.head] not in self.words.whole]
        if not kept or not self._bare(kept[0]):
            return kept
        before = self._owner(kept[0]) or self.taker
        return [before] if before is not None else kept

    def _owner(self, party: "Phrase") -> "Phrase | None":
        """Whose "its fighters" are, where that is an armed group."""
        own = [self.phrases.at(k) for k in self.tree.children(party.head, "poss")]
        owners = [self.roles.antecedents.of(p) for p in own if p is not None and p.pronoun]
        return next((p for p in owners if p is not None and p.kind != "place" and (p.entry or p.armed)), None)

    def _bare(self, party: "Phrase") -> bool:
        """Whether a party is only "the forces" or "its fighters": those told of before."""
        if party.pronoun or party.first != party.last or party.entry is not None:
            return party.pronoun
        before = self.tree.children(party.head, "det", "poss")
        return self.tree.lemma[party.head] in self.words.bare and any(self.tree.lower[k] in GIVEN for k in before)

    def _leader(self, parties: "list[Phrase]") -> "Phrase | None":
        """The first party, or who leads it where that is said."""
        for party in parties[:1]:
            for verb in self.tree.children(party.head, "acl"):
                if self.tree.lemma[verb] in self.words.lead:
                    return next(iter(self.roles.parties(self.grammar.subject(verb))), party)
            return party
        return None

    def _lost(self, event: DraftEvent, lemma: str) -> list[DraftControl]:
        """Places that are given up, and who has them then where that is told."""
        verb = self.tree.pos[event.token] == "VERB"
        objects = self.grammar.objects(event.token) if verb else []
        inner = [t for o in objects if self.tree.lemma[o] in self.words.control for t in self._after(o, OVER)]
        tokens = self._after(event.token, FROM) + inner + [o for o in objects if o not in self._movers(objects)]
        places, _ = self._spots(tokens, event.place)
        if not tokens:
            own = event.origin or (event.place if not objects or lemma in self.words.move else None)
            own = None if own is not None and self._aim(own) else own
            places = [own] if own is not None else []
        subject = self.roles.parties(self.grammar.subject(event.token)) if verb else []
        losers = [p for p in (*subject, *event.actors) if p.kind != "place" and p not in places]
        found = [DraftControl(p, self._leader(losers), "lost", event) for p in places if losers]
        if verb and lemma in self.words.hand | self.words.lose:
            to = self.roles.parties(self._after(event.token, ("to",)) + self.grammar.recipients(event.token))
            takers = [p for p in to if p.kind != "place" and p not in losers[:1]]
            found += [DraftControl(p, takers[0], "captured", event) for p in places if takers]
        return found

    def _aim(self, place: "Phrase") -> bool:
        """Whether a place is where somebody goes."""
        return self.tree.lower[self.tree.head[place.head]] in AIMS

    def _movers(self, objects: list[int]) -> list[int]:
        """Those objects that are forces: who withdraws its troops leaves the place, not them."""
        phrases = [(o, self.phrases.at(o)) for o in objects]
        return [o for o, p in phrases if p is not None and p.kind != "place" and (p.armed or p.actor_like)]

    # -- holding

    def _held(self, token: int) -> list[DraftControl]:
        """What a word says of who holds a place."""
        lemma, pos = self.tree.lemma[token], self.tree.pos[token]
        if pos == "VERB" and lemma in self.words.hold:
            return self._by_verb(token)
        if pos == "NOUN" and lemma in self.words.control:
            return self._by_noun(token)
        return []

    def _by_verb(self, verb: int) -> list[DraftControl]:
        """Read "X holds Y" and "Y, held by X", but not what X had held before."""
        if any(self.tree.lower[k] == "had" for k in self.tree.children(verb, "aux")):
            return []
        return self._holding(verb, self.grammar.subject(verb), self.grammar.objects(verb))

    def _by_noun(self, noun: int) -> list[DraftControl]:
        """Read "Y is under the control of X", "under X's control", "X keeps control of Y", "X is in control of Y"."""
        tree, head = self.tree, self.tree.head[noun]
        over = self._after(noun, OVER)
        if tree.dep[noun] == "dobj" and tree.lemma[head] in self.words.keep:
            return self._holding(head, self.grammar.subject(head), over)
        if tree.dep[noun] != "pobj" or tree.lower[head] not in self.words.under:
            return []
        verb = tree.head[head]
        own = tree.children(noun, "poss", "compound", "amod", "nmod")
        if tree.pos[verb] in ("VERB", "AUX"):
            if tree.lemma[verb] not in self.words.be:
                return []
            subject = self.grammar.surface(verb)
            if tree.lower[head] == "in" and over and self._named(over):
                return self._holding(verb, subject, over)
            return self._holding(verb, over or own, subject)
        return self._holding(noun, over or own, [verb])

    def _named(self, tokens: "Iterable[int]") -> bool:
        """Whether tokens name a place."""
        phrases = [self.phrases.at(t) for t in tokens]
        return any(p is not None and p.kind == "place" for p in phrases)

    def _holding(self, token: int, who: list[int], what: list[int]) -> list[DraftControl]:
        """The holding of places by a party, as the words round the token let it stand."""
        standing = self.status.standing(token)
        parties = [p for p in self.roles.parties(who) if p.kind != "place" and p.actor_like]
        if standing.negated or not parties or not what:
            return []
        made = DraftEvent(frame_table().by_id(FRAME), token, (token,), "COERCE", status=standing.status)
        places, _ = self._spots(what, None)
        return [DraftControl(p, self._leader(parties), "held", made) for p in places]

    # -- places

    def _after(self, token: int, names: "tuple[str, ...]") -> list[int]:
        """The objects of prepositions on a word, also of coordinated ones: "of Deir Hafir and of Maskanah"."""
        preps = [k for k in self.tree.kids[token] if self.tree.dep[k] in ("prep", "dative", "agent")]
        preps += [k for p in preps for k in self.tree.children(p, "conj", "prep") if self.tree.pos[k] == "ADP"]
        return [t for p in preps if self.tree.lower[p] in names for t in self.grammar.of_prep(p)]

    def _spots(self, tokens: list[int], meant: "Phrase | None") -> "tuple[list[Phrase], list[Phrase]]":
        """The places that tokens name, and those of which only a part is; "the town" is the one that is `meant`."""
        places: list[Phrase] = []
        parts: list[Phrase] = []
        for token in tokens:
            lemma, of = self.tree.lemma[token], self._after(token, ("of",))
            inner = [p for t in of for p in self._named_at(t)]
            if lemma in self.words.part and inner:
                parts += inner
            elif lemma in self.words.whole | self.words.share:
                beside = [p for k in self.tree.children(token, "appos") for p in self._named_at(k)]
                own = self._named_at(token) if self.tree.pos[token] == "PROPN" else []
                places += inner or beside or own or ([meant] if meant else [])
            elif self.tree.pos[token] == "PRON":
                places += self._stood_for(token) or ([meant] if meant else [])
            else:
                places += self._named_at(token)
        kept = list(dict.fromkeys(places or ([meant] if meant and not tokens else [])))
        return kept, [p for p in dict.fromkeys(parts) if p not in kept]

    def _stood_for(self, token: int) -> "list[Phrase]":
        """The places that a pronoun stands for."""
        pronoun = self.phrases.at(token)
        before = self.roles.antecedents.of(pronoun) if pronoun is not None and pronoun.pronoun else None
        if before is None or before.kind != "place":
            return []
        return [p for t in self.tree.conjuncts(before.head) for p in self._named_at(t)]

    def _named_at(self, token: int) -> "list[Phrase]":
        """The named place whose head is the token; a building in a town is not the town."""
        phrase = self.phrases.at(token)
        if phrase is None or phrase.pronoun or phrase.head != token or phrase.entry:
            return []
        named = any(self.tree.pos[t] == "PROPN" for t in range(phrase.first, phrase.last + 1))
        if not named and phrase.text[:1].isupper() and gazetteer().known(phrase.text):
            phrase.kind, phrase.place_name = "place", phrase.text  # a name that the tagger took for a common noun
            return [phrase]
        if not named or phrase.kind not in ("place", "person", None, "actor"):
            return []
        place = self.circumstances.place_at(token)
        if place is None or place.kind != "place":
            return []
        if place is not phrase and self.tree.pos[token] == "NOUN" and place.end <= phrase.end:
            return [self._site(phrase, place)]
        if place is not phrase and not phrase.first <= place.head <= phrase.last:
            phrase.kind, phrase.place_name = "place", phrase.text  # "the Naval College near Jableh" is not Jableh
            return [phrase]
        return [self._numbered(place)]

    def _site(self, phrase: "Phrase", town: "Phrase") -> "Phrase":
        """A site by its town, "the airport of Aleppo": the place of that name where it is known, else in the town."""
        inside = town.place_name or town.text
        own = f"{inside} {self.tree.lower[phrase.head]}"
        phrase.kind, phrase.place_name = "place", own if gazetteer().known(own) else inside
        return phrase

    def _numbered(self, place: "Phrase") -> "Phrase":
        """A place with the number that is part of its name: "Hill 105"."""
        after = place.last + 1
        if after < len(self.tree) and self.tree.pos[after] == "NUM" and self.tree.head[after] == place.head:
            place.last = after
            place.start, place.end, place.text = self.tree.slice(place.first, after)
            place.place_name = place.text
        return place


def _within(party: "Phrase", place: "Phrase") -> bool:
    """Whether a party's words are those of a place or stand in them: "Menagh" of "the Menagh air base"."""
    return place.start <= party.start and party.end <= place.end


def _turn(event: DraftEvent) -> str | None:
    """How an event changes who holds its place, if it does."""
    return event.frame.territory or TERRITORIAL.get(event.sub_event)


def _distinct(found: "Iterable[DraftControl]") -> "Iterator[DraftControl]":
    """Each change once: the same words may be read by a frame and by the second reader."""
    seen: set[tuple[int, int, str]] = set()
    for told in found:
        key = (told.place.start, told.holder.start if told.holder else -1, told.change)
        if key not in seen:
            seen.add(key)
            yield told

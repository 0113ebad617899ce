"""Clues: what the second reader sees of a word that may tell of an event, and of its sentence, as short strings.

All of it the coder has read already: lemmas, parts of speech, the grammar's slots, what phrases name, the frame that
was matched; and for words that the training sentences do not have, the classes of like words that they belong to
(`WordClasses`). A clue is "name=value"; the model knows clues by their hash only, so whoever changes them here raises
VERSION and trains anew (`make model`).
"""

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from vedette.code.counts import harm_words
from vedette.lexicon.tables import data_path, read_toml
from vedette.lexicon.words import agents, topics, weapons

if TYPE_CHECKING:
    from vedette.code.events import Readers
    from vedette.code.triggers import Match
    from vedette.lexicon.frames import FrameTable

TIMES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"})
CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "ADV"})
MODIFIERS = ("amod", "compound", "nmod")
MOST = 3
"""So many words of a slot are looked at."""

VERSION = 1
"""Of the clues: weights trained on another version do not fit."""

Matches = Mapping[int, "Match"]
WordClasses = Mapping[str, tuple[str, ...]]
"""For a lemma the classes of like words that it is in, the widest first."""


def candidates(readers: "Readers", matches: Matches, first: int, end: int) -> list[int]:
    """The words from token `first` up to `end` that may tell of an event: verbs, nouns that name no one, matches."""
    tree, known = readers.tree, agents()
    found = []
    for i in range(first, end):
        pos = tree.pos[i]
        noun = pos == "NOUN" and tree.ent[i] not in TIMES and tree.lemma[i] not in known
        if pos == "VERB" or noun or i in matches:
            found.append(i)
    return found


def sentence_clues(readers: "Readers", matches: Matches, first: int, end: int, like: WordClasses) -> set[str]:
    """What is the same for all words of a sentence: its words, topics, arms, actors, harm, and how it is written."""
    tree, topic = readers.tree, topics()
    found = set()
    for i in range(first, end):
        lemma, pos = tree.lemma[i], tree.pos[i]
        if pos in CONTENT:
            found.add(f"b={lemma}")
            found.add("bt=" + topic.get(lemma, topic.get(tree.lower[i], "")))
            found.update(f"B={c}" for c in like.get(lemma, ()))
        found.update(_known_word(readers, i))
    found |= {f"bm={m.frame.type}" for m in matches.values()}
    found.add(f"bn={min(len(matches), 3)}")
    found |= {f"bl={min((end - first) // 8, 5)}", f"bf={tree.word[end - 1] in '.!?'}"}
    return found


def _known_word(readers: "Readers", token: int) -> Iterator[str]:
    """What the lexicon knows of a word of the sentence: arms, harm, sector, names."""
    tree, phrases, harm = readers.tree, readers.matcher.phrases, harm_words()
    lemma, pos = tree.lemma[token], tree.pos[token]
    if pos == "NOUN":
        weapon, agent = phrases.weapon_at(token), agents().get(lemma)
        if weapon:
            yield f"bw={weapons()[weapon].family}"
        if agent:
            yield f"bs={agent.sector}"
        if lemma in harm["nouns"]:
            yield f"bh={harm['nouns'][lemma]}"
    elif pos == "VERB" and lemma in harm["verbs"]:
        yield f"bh={harm['verbs'][lemma]}"
    hit = phrases.hit(token)
    if hit is not None:
        yield f"bn={hit.kind}{hit.entry.kind if hit.entry else ''}"
    elif tree.ent[token]:
        yield f"be={tree.ent[token]}"


def token_clues(readers: "Readers", token: int, match: "Match | None", like: WordClasses) -> list[str]:
    """What is said of one word: itself, its frame, its slots, its neighbours."""
    tree = readers.tree
    lemma = tree.lemma[token]
    own = like.get(lemma, ())
    kinds = known_kinds(readers.matcher.table, lemma, noun=tree.pos[token] != "VERB")
    found = [f"l={lemma}", f"w={tree.lower[token]}", f"p={tree.tag[token]}", f"d={tree.dep[token]}"]
    found += [f"ld={lemma}|{tree.dep[token]}", f"x={lemma[:4]}", f"y={lemma[-4:]}"]
    found += [f"k={k}" for k in kinds] or ["k="]
    found += [f"C={c}" for c in own]
    found += list(_frame_clues(match, kinds))
    for slot, values in _slots(readers, token):
        for v in values:
            found += [f"{slot}={v}", f"{slot}={v}|{lemma}"]
            if v[0] == "=":
                classes_of = like.get(v[1:], ())
                found += [f"C{slot}={c}" for c in classes_of]
                found += [f"D{slot}={c}|{o}" for c, o in zip(classes_of, own, strict=False)]
                found += [f"E{slot}={c}|{lemma}" for c in classes_of[:2]]
            else:
                found += [f"{slot}={v}|{k}" for k in kinds]
    found += _around(readers, token, kinds, like)
    return found


def _frame_clues(match: "Match | None", kinds: tuple[str, ...]) -> Iterator[str]:
    """The frame that was matched at the word."""
    if match is None:
        yield f"m0={len(kinds) > 0}"
        return
    frame = match.frame
    yield f"m={frame.id}"
    yield f"mt={frame.type}|{frame.mode}"
    yield f"ms={frame.type}"
    yield f"mw={frame.weak}|{len(match.words) > 1}|{frame.strictness}"


def _slots(readers: "Readers", token: int) -> Iterator[tuple[str, list[str]]]:
    """The grammatical slots of a word, and what stands in each: words (marked "=") and classes."""
    tree, grammar = readers.tree, readers.matcher.grammar
    if tree.pos[token] == "VERB":
        slots = {"s": grammar.subject(token), "o": grammar.objects(token), "i": grammar.recipients(token)}
    else:
        light = grammar.light_verb(token)
        slots = {"s": grammar.subject(light[0]) if light else [], "g": tree.children(token, "poss")}
        slots["a"] = tree.children(token, *MODIFIERS)
        if light:
            yield "v", ["=" + tree.lemma[light[0]], light[1]]
    for name, tokens in (*slots.items(), *grammar.preps(token).items()):
        values = {v for t in tokens[:MOST] for v in ("=" + tree.lemma[t], *classes(readers, t))}
        yield name, sorted(values) if values else ["none"]


def classes(readers: "Readers", token: int) -> list[str]:
    """What a word stands for: its sector, its kind, the lists of the frame table that it is in."""
    tree = readers.tree
    found = [f"L{name}" for name in word_lists().get(tree.lemma[token], ())]
    phrase = readers.matcher.phrases.at(token)
    if phrase is None:
        return [*found, f"P{tree.pos[token]}"]
    if phrase.pronoun:
        return ["pronoun"]
    if phrase.entry is not None:
        found.append(f"e{phrase.entry.kind}")
    if phrase.sector:
        found.append(f"s{phrase.sector}")
    if phrase.kind in ("weapon", "platform"):
        weapon = readers.matcher.phrases.weapon_at(phrase.head)
        found.append(f"w{weapons()[weapon].family if weapon else ''}")
    found.append(f"K{phrase.kind}")
    if phrase.countries and not phrase.entry:
        found.append("country")
    return found


def _around(readers: "Readers", token: int, kinds: tuple[str, ...], like: WordClasses) -> list[str]:
    """The word's head, its dependents, and its neighbours."""
    tree = readers.tree
    head, dep, lemma = tree.head[token], tree.dep[token], tree.lemma[token]
    found = [f"h={tree.lemma[head]}|{dep}", f"hp={tree.pos[head]}|{dep}"]
    found += [f"hk={k}|{dep}" for k in known_kinds(readers.matcher.table, tree.lemma[head], noun=False)]
    found += [f"H={c}|{dep}" for c in like.get(tree.lemma[head], ())]
    found += _below(readers, token, kinds, like)
    for step in (-2, -1, 1, 2):
        i = token + step
        word = tree.lemma[i] if 0 <= i < len(tree) else ""
        found.append(f"n{step}={word}")
        if abs(step) == 1:
            found.append(f"n{step}={word}|{lemma}")
            found += [f"N{step}={c}" for c in like.get(word, ())]
    return found


def _below(readers: "Readers", token: int, kinds: tuple[str, ...], like: WordClasses) -> list[str]:
    """The word's dependents: particles, auxiliaries and prepositions by their words, clauses by their heads."""
    tree, lemma, found = readers.tree, readers.tree.lemma[token], []
    for k in tree.kids[token]:
        dep = tree.dep[k]
        if dep in ("aux", "auxpass", "neg", "mark", "prt", "prep", "agent", "det"):
            found.append(f"c{dep}={tree.lemma[k]}")
            if dep in ("prt", "prep"):
                found.append(f"c{dep}={tree.lemma[k]}|{lemma}")
                found += [f"c{dep}={tree.lemma[k]}|{kind}" for kind in kinds]
        else:
            found.append(f"cd={dep}")
            if dep in ("xcomp", "ccomp", "advcl", "acl", "relcl"):
                found += [f"cl={tree.lemma[k]}", f"cl={tree.lemma[k]}|{lemma}"]
                found += [f"Cl={c}" for c in like.get(tree.lemma[k], ())]
    return found


@functools.cache
def word_lists() -> dict[str, tuple[str, ...]]:
    """For each word the lists of the frame table that it is in."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in read_toml(data_path("frames", "lists.toml")).items():
        for word in words:
            found[word] = (*found.get(word, ()), name)
    return found


_KINDS: dict[tuple[int, str, bool], tuple[str, ...]] = {}


def known_kinds(table: "FrameTable", lemma: str, *, noun: bool) -> tuple[str, ...]:
    """The types and modes of all frames that have a lemma among their trigger words, matched or not."""
    key = (id(table), lemma, noun)
    if key not in _KINDS:
        triggers = (table.nouns if noun else table.verbs).get(lemma, [])
        single = {f"{t.frame.type}|{t.frame.mode}" for t in triggers if not t.more}
        _KINDS[key] = tuple(sorted(single | {t.frame.type for t in triggers}))
    return _KINDS[key]

"""Who is subject, object or prepositional object of a word, across passives, relatives, control and coordination.

All functions take and give token numbers of a `Tree`. The labels are those of spaCy's English pipelines (CLEAR style).
"""

from typing import TYPE_CHECKING

from vedette.lexicon.words import light_words

if TYPE_CHECKING:
    from vedette.code.tree import Tree

RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
DEPTH = 6
BLAMING = ("on", "against")
"""Behind these stands whom a measure is laid on "for" what they did."""


class Grammar:
    """Grammatical functions over one tree."""

    def __init__(self, tree: "Tree") -> None:
        """Take the tree; nothing is computed before it is asked for."""
        self.tree = tree
        self._light = light_words()
        self._subjects: dict[int, list[int]] = {}

    def passive(self, verb: int) -> bool:
        """Whether a verb stands in the passive, its own or that of the verb it is coordinated with."""
        tree = self.tree
        if tree.child(verb, "nsubjpass", "auxpass", "csubjpass") is not None:
            return True
        if tree.tag[verb] != "VBN" or tree.child(verb, "aux") is not None or tree.child(verb, "nsubj") is not None:
            return False
        if tree.dep[verb] in ("acl", "advcl"):
            return tree.child(verb, "dobj") is None
        head = tree.head[verb]
        return tree.dep[verb] == "conj" and tree.tag[head] == "VBN" and self.passive(head)

    def expand(self, token: int) -> list[int]:
        """A noun and those coordinated with it; a relative pronoun gives what it stands for."""
        tree = self.tree
        if tree.tag[token] in RELATIVE_TAGS or (tree.lower[token] == "that" and tree.dep[token].startswith("nsubj")):
            clause = tree.clause(token)
            if tree.dep[clause] == "relcl":
                return tree.conjuncts(tree.head[clause])[:1]
        return tree.conjuncts(token)

    def subject(self, verb: int, depth: int = DEPTH) -> list[int]:
        """The one who does what the verb says: the agent of a passive, else the subject, said or understood."""
        if verb not in self._subjects:
            self._subjects[verb] = self._agent(verb) if self.passive(verb) else self.surface(verb, depth)
        return self._subjects[verb]

    def _agent(self, verb: int) -> list[int]:
        """The by-phrase of a passive."""
        tree = self.tree
        for by in tree.children(verb, "agent", "prep"):
            if tree.lower[by] == "by":
                return [t for obj in tree.children(by, "pobj") for t in self.expand(obj)]
        following = [k for k in tree.children(verb, "conj") if self.passive(k)]
        return self._agent(following[0]) if following else []

    def surface(self, verb: int, depth: int = DEPTH) -> list[int]:
        """The surface subject, said or understood from the verbs above."""
        tree = self.tree
        own = tree.child(verb, "nsubj", "nsubjpass")
        if own is not None:
            return self.expand(own)
        if depth == 0:
            return []
        head, dep = tree.head[verb], tree.dep[verb]
        if dep in ("acl", "relcl") and tree.pos[head] not in ("VERB", "AUX"):
            return self._owner(head, verb, depth)
        if dep in ("conj", "xcomp", "advcl", "ccomp", "parataxis", "dep") and tree.pos[head] in ("VERB", "AUX", "ADJ"):
            return self._above(head, dep, depth)
        if dep in ("pcomp", "xcomp", "ccomp"):
            return self._above_prep(head, depth)
        return []

    def _above(self, head: int, dep: str, depth: int) -> list[int]:
        """The understood subject of a verb below another: its object where that controls, else its subject."""
        tree = self.tree
        if dep == "xcomp" and tree.lemma[head] in self._light.object_control:
            obj = tree.child(head, "dobj", "nsubjpass")
            if obj is not None:
                return self.expand(obj)
        if tree.pos[head] == "ADJ":
            return self.surface(tree.head[head], depth - 1)
        return self.surface(head, depth - 1)

    def _above_prep(self, prep: int, depth: int) -> list[int]:
        """The understood subject of "after seizing", "accused X of killing"."""
        tree = self.tree
        head = tree.head[prep]
        if tree.pos[head] in ("VERB", "AUX"):
            obj = tree.child(head, "dobj", "nsubjpass")
            if tree.lower[prep] == "for" and obj is not None:
                return self._blamed(head, obj) or self.expand(obj)
            if tree.lower[prep] in ("of", "from", "with", "into") and obj is not None:
                return self.expand(obj)
            return self.surface(head, depth - 1)
        if tree.lower[prep] == "for" and tree.dep[head] == "pobj" and tree.lower[tree.head[head]] in BLAMING:
            return tree.conjuncts(head)
        return self._holder(head, depth)

    def _blamed(self, verb: int, obj: int) -> list[int]:
        """On whom a measure is laid for what they did: "imposed sanctions on two generals for supplying drones"."""
        return [t for word in (obj, verb) for name in BLAMING for t in self.preps(word).get(name, [])]

    def _owner(self, noun: int, verb: int, depth: int) -> list[int]:
        """The understood subject of a participle or infinitive on a noun."""
        tree = self.tree
        if tree.tag[verb] == "VBG" or tree.dep[verb] == "relcl":
            return tree.conjuncts(noun)[:1]
        return self._holder(noun, depth)

    def _holder(self, noun: int, depth: int) -> list[int]:
        """Who has a plan, a threat, an attempt: its possessor, or the subject of the verb it belongs to."""
        tree = self.tree
        poss = tree.child(noun, "poss")
        if poss is not None:
            return self.expand(poss)
        if tree.dep[noun] in ("dobj", "attr", "pobj", "nsubjpass") and depth:
            verb = tree.head[noun] if tree.dep[noun] != "pobj" else tree.head[tree.head[noun]]
            if tree.pos[verb] in ("VERB", "AUX") and tree.lemma[verb] not in self._light.target:
                return self.subject(verb, depth - 1)
        return []

    def objects(self, verb: int) -> list[int]:
        """What the verb is done to: direct object, subject of a passive, the noun of a reduced relative."""
        tree = self.tree
        if self.passive(verb):
            return self._passive_object(verb)
        own = [k for k in tree.children(verb, "dobj", "oprd") if tree.dep[k] == "dobj" or tree.pos[k] != "ADJ"]
        if own:
            return [t for k in own for t in self.expand(k)]
        if tree.dep[verb] == "relcl" and tree.child(verb, "nsubj") is not None and self._gap(verb):
            return [tree.head[verb]]
        if tree.lemma[verb] in self._light.object_control:
            inner = [s for k in tree.children(verb, "ccomp") for s in [tree.child(k, "nsubj")] if s is not None]
            if inner:  # "let inspectors board": the one who is let is parsed as the lower subject
                return self.expand(inner[0])
        shared = [k for k in tree.children(verb, "conj") if tree.pos[k] == "VERB" and tree.child(k, "nsubj") is None]
        if shared and tree.child(verb, "prep", "prt", "ccomp", "xcomp") is None:
            return [t for k in tree.children(shared[0], "dobj") for t in self.expand(k)]
        return []

    def _gap(self, verb: int) -> bool:
        """Whether a relative clause lacks its object: "the town that the rebels seized"."""
        tree = self.tree
        return not any(
            tree.dep[k] in ("ccomp", "xcomp", "dobj") or tree.lower[k] in ("where", "when") for k in tree.kids[verb]
        )

    def _passive_object(self, verb: int) -> list[int]:
        """What a passive is said of."""
        tree = self.tree
        own = tree.child(verb, "nsubjpass", "nsubj")
        if own is not None:
            return self.expand(own)
        head = tree.head[verb]
        if tree.dep[verb] == "acl":
            return tree.conjuncts(head)[:1]
        if tree.dep[verb] in ("conj", "advcl") and tree.pos[head] in ("VERB", "AUX"):
            return self._passive_object(head) if self.passive(head) else self.surface(head)
        if tree.dep[verb] in ("xcomp", "ccomp"):
            return self.surface(verb)
        return []

    def recipients(self, verb: int) -> list[int]:
        """The indirect object."""
        return [t for k in self.tree.children(verb, "dative", "iobj") for t in self.of_prep(k)]

    def of_prep(self, token: int) -> list[int]:
        """The objects of a preposition, or the noun itself."""
        objects = self.tree.children(token, "pobj")
        if objects:
            return [t for obj in objects for t in self.expand(obj)]
        return self.expand(token) if self.tree.pos[token] in ("NOUN", "PROPN", "PRON") else []

    def preps(self, token: int) -> dict[str, list[int]]:
        """Objects of the prepositions on a word, by preposition; nested ones ("out of", "up to") under the last too."""
        tree = self.tree
        found: dict[str, list[int]] = {}
        for k in tree.kids[token]:
            if tree.dep[k] in ("prep", "agent", "dative") and tree.pos[k] in ("ADP", "SCONJ", "ADV", "VERB", "PART"):
                found.setdefault(tree.lower[k], []).extend(self.of_prep(k))
                for inner in tree.children(k, "prep"):
                    found.setdefault(tree.lower[inner], []).extend(self.of_prep(inner))
        return found

    def complement(self, token: int) -> int | None:
        """The head of the clause a word takes: "agreed to leave", "demanded that it leave", "accused of leaving"."""
        tree = self.tree
        for k in tree.children(token, "xcomp", "ccomp", "acl", "relcl"):
            if k > token and tree.pos[k] in ("VERB", "AUX", "ADJ", "NOUN") and tree.dep[k] in ("xcomp", "ccomp", "acl"):
                return k
        for prep in tree.children(token, "prep"):
            inner = tree.child(prep, "pcomp")
            if inner is not None and tree.lower[prep] not in ("after", "before", "while", "since", "by", "without"):
                return inner
        return None

    def light_verb(self, noun: int) -> tuple[int, str] | None:
        """The verb that lends its clause to a noun, with the role its subject fills ("actor" or "target")."""
        tree = self.tree
        verb = tree.head[noun]
        if tree.dep[noun] == "pobj":
            verb = tree.head[verb]
        elif tree.dep[noun] not in ("dobj", "nsubjpass", "conj", "attr"):
            passive = [k for k in tree.children(noun, "acl") if tree.tag[k] == "VBN"]
            if not passive:
                return None
            verb = passive[0]
        if tree.dep[noun] == "conj":
            return self.light_verb(verb) if tree.pos[verb] in ("NOUN", "PROPN") else None
        if tree.pos[verb] not in ("VERB", "AUX"):
            return None
        return self._lends(verb, direct=tree.dep[noun] != "pobj")

    def _lends(self, verb: int, *, direct: bool) -> tuple[int, str] | None:
        """The role that a light verb's subject fills in the noun's event."""
        tree = self.tree
        particle = tree.child(verb, "prt")
        name = tree.lemma[verb] + (f" {tree.lower[particle]}" if particle is not None else "")
        if name in self._light.target:
            return verb, "target"
        if name in self._light.actor and (direct or name in ("engage", "participate", "lead", "join")):
            return verb, "actor"
        return None

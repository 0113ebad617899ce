"""How far reviewers agree: of the incidents that two or more of them judged, and of each pair of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Agreement:
    """`judged` incidents that two or more judged, `agreed` those of which all said the same.

    `pairs` are pairs of judgements, `alike` those that say the same; `kappa` is Cohen's kappa over the pairs with the
    chance of agreeing taken from all that was said (Scott's pi), None where it is not defined.
    """

    judged: int
    agreed: int
    pairs: int
    alike: int
    kappa: float | None


def agreement(stands: Mapping[str, Mapping[str, str]]) -> Agreement:
    """The agreement in what each person last said of each incident."""
    shared = [list(said.values()) for said in stands.values() if len(said) > 1]
    pairs = [(one, other) for said in shared for one, other in combinations(said, 2)]
    alike = sum(one == other for one, other in pairs)
    said = Counter(word for pair in pairs for word in pair)
    chance = sum((number / (2 * len(pairs))) ** 2 for number in said.values()) if pairs else 1.0
    kappa = (alike / len(pairs) - chance) / (1 - chance) if pairs and chance < 1 else None
    return Agreement(len(shared), sum(len(set(said)) == 1 for said in shared), len(pairs), alike, kappa)

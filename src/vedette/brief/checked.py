"""A brief with the verifier's word on each sentence: what does not hold is dropped, or kept and flagged."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from vedette.brief.composing import identity

if TYPE_CHECKING:
    from vedette.brief.checking import Verifier
    from vedette.records.brief import Brief, BriefSentence


def verified(brief: "Brief", verifier: "Verifier", *, keep: bool = False) -> "Brief":
    """The brief with a verdict on each sentence; those that do not hold move to `dropped` unless `keep`.

    The headline is never dropped: where it does not hold it is flagged, and the first sentence that does stands for it.
    """
    dropped: list[BriefSentence] = []
    update: dict[str, Any] = {}
    for name, told in brief.sections.items():
        judged = [judge(sentence, verifier) for sentence in told]
        update[name] = tuple(s for s in judged if keep or s.verdict == "supported")
        dropped += [s for s in judged if not keep and s.verdict != "supported"]
    headline = judge(brief.headline, verifier)
    if headline.verdict != "supported" and not keep:
        dropped.append(headline)
        first = next((s for name in ("happened", "summary") for s in update[name]), None)
        headline = first.model_copy(update={"text": first.text.rstrip("."), "theme": ""}) if first else headline
    update |= {"headline": headline, "dropped": (*brief.dropped, *dropped)}
    done = brief.model_copy(update=update)
    return done.model_copy(update={"id": identity(done)})


def judge(sentence: "BriefSentence", verifier: "Verifier") -> "BriefSentence":
    """A sentence with what the verifier finds of it."""
    findings = verifier.findings(sentence)
    verdict = "flagged" if findings else "supported"
    return sentence.model_copy(update={"verdict": verdict, "findings": findings})


def tally(brief: "Brief") -> Counter[str]:
    """How many sentences a brief has, how many are supported, flagged and dropped."""
    counted = Counter({"sentences": len(brief.sentences) + len(brief.dropped), "dropped": len(brief.dropped)})
    counted.update(sentence.verdict for sentence in brief.sentences)
    return counted

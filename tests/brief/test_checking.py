"""The verifier: what it lets stand and what it finds, in sentences of any writer."""

from collections.abc import Iterator

import pytest

from tests.brief.told import QUOTES, SCOPE, Shelf, claim, party, strike, telling, toll
from vedette.brief.checking import Verifier
from vedette.brief.directions import CodedReader, Deed, whose
from vedette.brief.evidence import Derived, holds
from vedette.pipeline import Pipeline
from vedette.records.brief import BriefSentence, Quote


class NoReader:
    """Reads of no deed; direction is tested with the real one."""

    def deeds(self, text: str) -> Iterator[Deed]:
        """Whose strikes they are alone."""
        return whose(text)


def found(text: str, *more: str, shelf: Shelf | None = None) -> set[str]:
    """The kinds of finding in a sentence that cites the strike on Idlib."""
    verifier = Verifier(shelf or Shelf(strike()), NoReader(), SCOPE)
    return {f.kind for f in verifier.findings(BriefSentence(text=text, cites=("i1", *more)))}


@pytest.mark.parametrize(
    "text",
    [
        "At least 12 people were killed and 30 wounded in a Russian air strike in Idlib on 5 February.",
        "Russian jets hit the market of Idlib: twelve dead, thirty hurt.",
        "On Wednesday, 5 February 2020, warplanes of Russia killed 12 civilians in Syria.",
        "The Herald reported on 6 February that at least 12 people had died.",
        "Wire says 12 people were killed; Herald 12.",
        'Rescuers gave the toll: "killed 12 civilians and wounded 30" in Idlib.',
        "A Syrian market was bombed in February 2020 and 30 people were wounded.",
    ],
)
def test_true_sentences_stand_whoever_wrote_them(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("At least 13 people were killed in a Russian air strike in Idlib.", "number"),
        ("Thirty people were killed and 12 wounded in Idlib.", "number"),
        ("Two incidents in Idlib killed 12 people.", "number"),
        ("Wire says 30 people were killed.", "number"),
        ("Turkish jets killed 12 people in Idlib.", "name"),
        ("Tribune reported 12 people killed in Idlib.", "name"),
        ("Twelve soldiers were killed in Idlib.", "name"),
        ("Twelve people were killed in Hama.", "name"),
        ("Twelve people were killed in Idlib on 6 February.", "date"),
        ("Twelve people were killed in Idlib on Friday.", "date"),
        ("Twelve people were killed in Idlib in March 2020.", "date"),
        ("Russia threatened to kill 12 civilians in Idlib.", "status"),
        ("Russian jets may have killed 12 civilians in Idlib.", "status"),
        ("Russian jets tried to bomb Idlib.", "status"),
        ("Russia denied that it killed 12 civilians in Idlib.", "status"),
        ("Nobody was wounded in Idlib.", "status"),
        ("Syrian warplanes killed 12 people in Idlib.", "direction"),
        ('Rescuers said: "we counted 12 dead in Idlib".', "citation"),
    ],
)
def test_what_is_wrong_is_found(text: str, kind: str) -> None:
    assert kind in found(text)


def test_a_place_that_is_only_mentioned_is_not_where_it_was() -> None:
    quote = QUOTES["Wire"] + " The jets had come from Latakia."
    shelf = Shelf(strike("i1", telling("Wire", quote)))
    assert found("Twelve civilians were killed in Latakia.", shelf=shelf) == {"place"}


def test_a_plan_is_no_deed() -> None:
    quote = "Russia plans to bomb the market of Idlib, officials said."
    planned = telling("Wire", quote, status="planned", tolls=(), targets=())
    verifier = Verifier(Shelf(strike("i1", planned)), NoReader(), SCOPE)
    wrong = BriefSentence(text="Russia bombed the market of Idlib.", cites=("r-wire:e1",))
    right = BriefSentence(text="Russia plans to bomb the market of Idlib.", cites=("r-wire:e1",))
    assert [f.kind for f in verifier.findings(wrong)] == ["status"]
    assert not verifier.findings(right)


def test_a_claim_may_be_told_where_somebody_makes_it() -> None:
    shelf = Shelf(strike("i1", telling("Wire", QUOTES["Wire"], claims=(claim("denied", "Russia"),))))
    assert not found("Russia denied responsibility for the air strike in Idlib.", shelf=shelf)
    assert found("Russia claimed responsibility for the air strike in Idlib.", shelf=shelf) == {"status"}


def test_sums_over_incidents_are_derived_anew() -> None:
    shelf = Shelf(strike("i1"), strike("i2"), strike("i3"))
    text = "The desk has three incidents in Syria in February 2020, in which at least 36 people were killed."
    assert not found(text, "i2", "i3", shelf=shelf)
    assert found(text.replace("36", "37"), "i2", "i3", shelf=shelf) == {"number"}
    assert found(text.replace("three", "four"), "i2", "i3", shelf=shelf) == {"number"}


def test_what_is_cited_has_to_be_there() -> None:
    assert found("Twelve people were killed in Idlib.", "i9") == {"citation"}
    assert found("Twelve people were killed in Idlib.", "registry:NOBODY") == {"citation"}
    assert found("Twelve people were killed in Idlib.", "control:geonames:1") == {"citation"}
    verifier = Verifier(Shelf(), NoReader())
    assert [f.kind for f in verifier.findings(BriefSentence(text="All is well."))] == ["citation"]


def test_quotations_are_held_against_the_report() -> None:
    def kinds(words: str) -> list[str]:
        """What is found of a quotation."""
        quote = Quote(report="r-wire", start=0, end=0, words=words)
        said = BriefSentence(text="Twelve civilians were killed in Idlib.", cites=("i1",), quotes=(quote,))
        return [f.kind for f in Verifier(Shelf(strike()), NoReader(), SCOPE).findings(said)]

    assert kinds("killed 12 civilians and wounded 30") == []
    assert kinds("killed 13 civilians and wounded 30") == ["citation"]
    assert holds("One two three four. Five six seven.", "One two three Five six seven.")
    assert not holds("One two three four.", "One two five.")


def test_the_registry_speaks_for_backers_and_derivations_for_ties() -> None:
    shelf = Shelf(
        tie=Derived(("Iran", "Hezbollah"), pairs=(("IRN", "HEZBOLLAH"),)),
        control=Derived(("Idlib", "HTS"), ("2020-02-05",)),
    )
    verifier = Verifier(shelf, NoReader())
    for text, cite, right in (
        ("Hezbollah is widely reported to be backed by Iran.", "registry:HEZBOLLAH", True),
        ("Hezbollah is widely reported to be backed by Brazil.", "registry:HEZBOLLAH", False),
        ("Iran backs Hezbollah.", "tie:backs:IRN:HEZBOLLAH", True),
        ("HTS has held Idlib since 5 February 2020.", "control:geonames:1", True),
        ("HTS has held Idlib since 6 February 2020.", "control:geonames:1", False),
    ):
        assert (not verifier.findings(BriefSentence(text=text, cites=(cite,)))) == right, text


def test_who_did_it_to_whom_is_read_by_the_coder(whole: Pipeline) -> None:
    quote = "Islamic State militants killed four policemen at a checkpoint near Idlib on Wednesday."
    attack = telling(
        "Wire", quote, type="ASSAULT", mode="firearms", sub_event="Attack", actors=("Islamic State",),
        targets=("Syria: policemen",), tolls=(toll("killed", 4, "policemen"),),
    )  # fmt: skip
    parties = (party("actor", "Islamic State", "IS", "REB"), party("target", "Syria: policemen", "SYRCOP", "SYRCOP"))
    shelf = Shelf(strike("i1", attack, sub_event="Attack", mode="firearms", parties=parties))
    verifier = Verifier(shelf, CodedReader(whole), SCOPE)

    def kinds(text: str) -> list[str]:
        """What is found."""
        return [f.kind for f in verifier.findings(BriefSentence(text=text, cites=("i1",)))]

    assert kinds("Islamic State militants killed four policemen near Idlib.") == []
    assert kinds("Four policemen were killed by Islamic State militants near Idlib.") == []
    assert set(kinds("Policemen killed four Islamic State militants near Idlib.")) == {"direction"}

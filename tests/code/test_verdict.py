"""The verdict: what the second reader answers decides, and what it cannot say stays the frames'."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from vedette.code.clues import ROLES, Found
from vedette.code.draft import DraftEvent
from vedette.code.events import Readers, frame_events
from vedette.code.second import Labels, second_reader
from vedette.code.verdict import judge
from vedette.pipeline import Pipeline
from vedette.records import Coded, Event, Report

Read = Callable[[str], Readers]
LABELS = second_reader().labels
THRESHOLDS = second_reader().thresholds


@dataclass
class Reader:
    """A second reader with answers of our own."""

    labels: Labels = LABELS
    thresholds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(THRESHOLDS, 0.5))


class Answers:
    """A reading in which words tell of what the test says: type, mode, sub-event, status, negated, roles by word."""

    def __init__(self, read: Readers, **told: tuple[str, str | None, str | None, str, bool, dict[str, str]]) -> None:
        """Take the answers by trigger word."""
        self.read, self.readers, self.first, self.end = Reader(), read, 0, len(read.tree)
        self.words = read.tree.word
        self.told = {self.words.index(word): answer for word, answer in told.items()}
        self.chances = np.zeros((self.end, len(LABELS.kind)), np.float32)
        self.chances[:, 0] = 0.9
        self.chances[:, 1] = 0.1  # of any event, for words of which nothing is told
        for token, answer in self.told.items():
            self.chances[token] = 0
            self.chances[token, LABELS.kind.index(answer[0])] = 1

    @property
    def events(self) -> "np.typing.NDArray[np.float32]":
        """The chance of any event."""
        return 1 - self.chances[:, 0]

    def head(self, name: str, token: int) -> "np.typing.NDArray[np.float32]":
        """A sure answer."""
        at = {"mode": 1, "sub_event": 2, "status": 3, "negated": 4}[name]
        if name == "negated":
            return np.array([float(self.told[token][4])], np.float32)
        labels = getattr(LABELS, name)
        return np.array([float(x == self.told[token][at]) for x in labels], np.float32)

    def roles(self, token: int) -> "np.typing.NDArray[np.float32]":
        """Sure roles."""
        chances = np.zeros((self.end, len(ROLES)), np.float32)
        for word, roles in self.told[token][5].items():
            for role in roles.split():
                chances[self.words.index(word), ROLES.index(role)] = 1
        return chances


def judged(read: Readers, **told: tuple[str, str | None, str | None, str, bool, dict[str, str]]) -> list[DraftEvent]:
    """The events of a text by the frames and the answers."""
    return judge(read, frame_events(read, 0, len(read.tree)), Answers(read, **told))  # type: ignore[arg-type]


def test_what_no_frame_found_becomes_an_event(readers: Read) -> None:
    read = readers("The marshal waved away London's draft for a truce on Friday, officials said.")
    roles = {"marshal": "actor", "London": "target", "Friday": "when", "officials": "source"}
    (event,) = judged(read, waved=("REJECT", "yield", None, "happened", False, roles))
    assert (event.type, event.mode, event.sub_event, event.frame.id) == ("REJECT", "yield", None, "reader.reject")
    assert [p.text for p in event.actors] == ["marshal"]
    assert [p.text for p in event.targets] == ["London"]
    assert [s.phrase.text for s in event.sources] == ["officials"]
    assert event.time is not None
    assert read.tree.text[event.time.start : event.time.end] == "Friday"
    assert event.confidence == 1.0


def test_what_it_does_not_see_is_dropped(readers: Read) -> None:
    read = readers("Rebels shelled Idlib.")
    assert len(frame_events(read, 0, len(read.tree)).kept) == 1
    assert judged(read) == []


def test_a_frames_event_takes_its_answers_and_keeps_its_words(readers: Read) -> None:
    read = readers("Rebels shelled Idlib on Monday, killing at least 12 people, officials said.")
    roles = {"Rebels": "actor", "Idlib": "target place", "Monday": "when", "12": "killed", "officials": "source"}
    (event,) = judged(read, shelled=("ASSAULT", "heavy-weapons", "Attack", "denied", True, roles))
    assert (event.sub_event, event.status, event.negated) == ("Attack", "denied", True)
    assert event.frame.id == "assault.heavy"
    assert [(c.of, c.low, c.best, c.high) for c in event.counts] == [("killed", 12, 12, None)]
    assert event.place is not None
    assert event.place.text == "Idlib"


def test_one_person_is_counted_by_the_noun(readers: Read) -> None:
    read = readers("Shells hit a silo in Bosra, killing a night watchman.")
    (event,) = judged(read, hit=("ASSAULT", "heavy-weapons", None, "happened", False, {"watchman": "killed"}))
    assert [(c.of, c.low, c.best, c.high) for c in event.counts] == [("killed", 1, 1, 1)]
    assert read.tree.text[event.counts[0].start : event.counts[0].end] == "a night watchman"


def test_other_counts_go_by_the_mode(readers: Read) -> None:
    read = readers("Gunmen took 12 pupils from Kuriga.")
    (event,) = judged(read, took=("ASSAULT", "abduct", None, "happened", False, {"12": "counted"}))
    assert [(c.of, c.best) for c in event.counts] == [("abducted", 12)]


def test_a_mode_of_another_type_is_never_taken(readers: Read) -> None:
    read = readers("The marshal waved away London's draft.")
    (event,) = judged(read, waved=("REJECT", "aerial", None, "happened", False, {"marshal": "actor"}))
    assert event.mode != "aerial"


def test_a_new_act_of_which_nothing_is_told_is_none(readers: Read) -> None:
    read = readers("The marshal waved away London's draft.")
    assert judged(read, draft=("AGREE", None, None, "planned", False, {})) == []
    (event,) = judged(read, draft=("AGREE", None, None, "planned", False, {"London": "actor"}))
    assert [p.text for p in event.actors] == ["London"]


def test_nobody_is_both_actor_and_target(readers: Read) -> None:
    read = readers("Gunmen raked the bazaar in Izeh.")
    both = {"Gunmen": "actor target", "bazaar": "target"}
    (event,) = judged(read, raked=("ASSAULT", "firearms", None, "happened", False, both))
    assert not {p.text for p in event.actors} & {p.text for p in event.targets}


def test_a_party_is_named_once(readers: Read) -> None:
    read = readers("Turkish drones targeted a PKK vehicle in Sinjar.")
    roles = {"Turkish": "actor", "drones": "actor", "vehicle": "target"}
    (event,) = judged(read, targeted=("ASSAULT", "drone", "Air/drone strike", "happened", False, roles))
    assert [p.text for p in event.actors] == ["Turkish"]


def test_of_two_targets_of_which_one_stands_in_the_other_one_stays(readers: Read) -> None:
    read = readers("Gunmen attacked a convoy of aid workers near Bosra.")
    roles = {"Gunmen": "actor", "convoy": "target", "workers": "target"}
    (event,) = judged(read, attacked=("ASSAULT", "firearms", "Attack", "happened", False, roles))
    assert [p.text for p in event.targets] == ["aid workers"]


def test_a_party_of_an_earlier_sentence_stays(readers: Read) -> None:
    read = readers("Rebels reached Hama. They shelled Homs.")
    first, end = read.tree.sents[1]
    found = frame_events(read, first, end)
    answers = Answers(read, shelled=("ASSAULT", "heavy-weapons", None, "happened", False, {"Homs": "target"}))
    answers.first = first
    answers.chances = answers.chances[first:]
    roles = answers.roles
    answers.roles = lambda token: roles(token)[first:]  # type: ignore[method-assign]
    (event,) = judge(read, found, answers)  # type: ignore[arg-type]
    assert [p.text for p in event.actors] == ["Rebels"]
    assert [p.text for p in event.targets] == ["Homs"]


def test_nothing_found_and_nothing_seen(readers: Read) -> None:
    read = readers("It rained in Cairo.")
    assert judge(read, Found([], []), Answers(read)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Rebels shelled Idlib on Monday, killing 12 people.", ["ASSAULT"]),
        ("Police arrested 30 protesters in Khartoum.", ["COERCE"]),
        ("Egypt's president condemned Ethiopia.", ["ACCUSE"]),
        ("Kampala closed its border with Rwanda on Monday over a cup final.", ["COERCE"]),
        ("The governor sent two battalions to Wau while the cricket league went on.", ["MOBILIZE"]),
        ("Arsenal beat Chelsea 2-0 on Sunday.", []),
        ("The company posted record profits.", []),
    ],
)
def test_plain_sentences_are_read_as_people_read_them(whole: object, text: str, kinds: list[str]) -> None:
    from vedette.pipeline import Pipeline
    from vedette.records import Report

    assert isinstance(whole, Pipeline)
    (coded,) = whole.code([Report(id="r", text=text, published="2024-11-30")])
    assert isinstance(coded, Coded)
    assert [e.type for e in coded.events] == kinds


def test_one_person_is_dead_only_where_a_word_says_so(readers: Read) -> None:
    read = readers("Rebels clubbed a beekeeper in Rutshuru.")
    (event,) = judged(read, clubbed=("ASSAULT", "beat", None, "happened", False, {"beekeeper": "killed target"}))
    assert event.counts == []
    read = readers("Rebels clubbed a beekeeper to death in Rutshuru.")
    (event,) = judged(read, clubbed=("ASSAULT", "beat", None, "happened", False, {"beekeeper": "killed target"}))
    assert [(c.of, c.best) for c in event.counts] == [("killed", 1)]


def test_the_words_beside_a_number_outdo_the_second_reader(readers: Read) -> None:
    read = readers("Rebels shelled Idlib: 14 dead, 52 hurt.")
    roles = {"14": "killed", "52": "killed"}
    (event,) = judged(read, shelled=("ASSAULT", "heavy-weapons", None, "happened", False, roles))
    assert [(c.of, c.best) for c in event.counts] == [("killed", 14), ("wounded", 52)]


def test_the_dead_go_to_the_attack_in_whose_clause_they_are_told(readers: Read) -> None:
    read = readers("Rebels shelled Idlib on Monday, and gunmen raided Homs, killing six clerks.")
    (first, other) = judged(
        read,
        shelled=("ASSAULT", "heavy-weapons", None, "happened", False, {}),
        raided=("ASSAULT", "firearms", None, "happened", False, {}),
    )
    assert first.counts == []
    assert [(c.of, c.best) for c in other.counts] == [("killed", 6)]


def test_the_dead_go_to_what_is_said_to_have_killed_them(readers: Read) -> None:
    read = readers("Rockets hit a school on Saturday and a missile launched from Karabakh killed 13 people in Ganja.")
    told = ("ASSAULT", "heavy-weapons", None, "happened", False, {"13": "killed"})
    first, other = judged(read, hit=told, launched=told)
    assert first.counts == []
    assert [(c.of, c.best) for c in other.counts] == [("killed", 13)]


def test_the_dead_go_to_that_in_which_they_died(readers: Read) -> None:
    read = readers("Eleven people lost their lives in a day of unrest in Luanda; the police used no live rounds.")
    riot, shots = judged(
        read,
        unrest=("PROTEST", "riot", None, "happened", False, {"Luanda": "place"}),
        used=("ASSAULT", "firearms", None, "denied", False, {"police": "actor", "Eleven": "killed"}),
    )
    assert [(c.of, c.best) for c in riot.counts] == [("killed", 11)]
    assert shots.counts == []


def test_whom_others_killed_were_no_bombers(readers: Read) -> None:
    read = readers("Twelve recruits were killed in a suicide attack on a camp.")
    roles = {"recruits": "actor"}
    (event,) = judged(read, attack=("ASSAULT", "suicide-attack", None, "happened", False, roles))
    assert [(c.of, c.best) for c in event.counts] == [("killed", 12)]


def test_the_dead_go_to_the_event_whose_word_tells_them(readers: Read) -> None:
    read = readers("Federal troops executed about 50 men in Merawi after a clash with militiamen on Monday.")
    first, other = judged(
        read,
        executed=("ASSAULT", "firearms", None, "happened", False, {}),
        clash=("ASSAULT", "firearms", None, "happened", False, {"50": "killed"}),
    )
    assert [(c.of, c.best) for c in first.counts] == [("killed", 50)]
    assert other.counts == []


def test_some_of_the_wounded_who_died_are_dead(readers: Read) -> None:
    read = readers("A gunman wounded eight soldiers at a checkpoint on Tuesday, two of them fatally.")
    (event,) = judged(read, wounded=("ASSAULT", "firearms", None, "happened", False, {"eight": "wounded"}))
    assert [(c.of, c.best) for c in event.counts] == [("wounded", 8), ("killed", 2)]


def test_what_is_an_event_is_nobody(readers: Read) -> None:
    read = readers("The group claimed the shelling of Idlib.")
    (event,) = judged(read, shelling=("ASSAULT", "heavy-weapons", None, "happened", False, {}))
    assert event.counts == []


def test_a_part_of_a_total_is_not_counted_as_something_else(readers: Read) -> None:
    read = readers("Rebels shelled Idlib, killing 12 people, including three children, and wounding 40.")
    roles = {"12": "killed", "three": "killed wounded", "40": "wounded"}
    (event,) = judged(read, shelled=("ASSAULT", "heavy-weapons", None, "happened", False, roles))
    assert [(c.of, c.best) for c in event.counts] == [("killed", 12), ("wounded", 40)]


def test_a_number_goes_to_one_event_only(readers: Read) -> None:
    read = readers("Gunmen burst into the hall and took 12 pupils from Kuriga.")
    (_, took) = judged(
        read,
        burst=("ASSAULT", "firearms", None, "happened", False, {}),
        took=("ASSAULT", "abduct", None, "happened", False, {"12": "counted"}),
    )
    assert [(c.of, c.best) for c in took.counts] == [("abducted", 12)]


def test_a_suicide_bomber_is_not_among_the_dead(readers: Read) -> None:
    read = readers("Two bombers died when they blew themselves up in Mora.")
    (event,) = judged(
        read, blew=("ASSAULT", "suicide-attack", None, "happened", False, {"bombers": "actor", "Mora": "place"})
    )
    assert event.counts == []


@pytest.mark.parametrize(("mode", "of"), [("abduct", "abducted"), ("arrest", "arrested")])
def test_those_taken_are_counted_by_the_mode(readers: Read, mode: str, of: str) -> None:
    read = readers("Masked men detained 14 porters in Goma.")
    kind = "ASSAULT" if mode == "abduct" else "COERCE"
    (event,) = judged(read, detained=(kind, mode, None, "happened", False, {"men": "actor", "porters": "target"}))
    assert [(c.of, c.best) for c in event.counts] == [(of, 14)]


def test_marchers_are_counted_by_who_marches(readers: Read) -> None:
    read = readers("Some 300 miners surged into Marikana.")
    (event,) = judged(read, surged=("PROTEST", "demo", None, "happened", False, {"miners": "actor"}))
    assert [(c.of, c.best, c.low) for c in event.counts] == [("taking_part", 300, None)]


def test_an_attack_that_failed_has_no_captive(readers: Read) -> None:
    read = readers("Gunmen tried to abduct a beekeeper in Goma.")
    (event,) = judged(read, abduct=("ASSAULT", "abduct", None, "attempted", False, {"beekeeper": "target"}))
    assert event.counts == []


def test_a_type_must_bear_out_its_mode_and_sub_event(whole: Pipeline) -> None:
    text = (
        "The nuclear-armed neighbours exchanged fire for four days in May before U.S. President Donald Trump "
        "announced a ceasefire."
    )
    (coded,) = whole.code([Report(id="r", text=text)])
    (event,) = (e for e in coded.events if "fire" in e.trigger.text.split())
    assert (event.type, event.sub_event) == ("ASSAULT", "Armed clash")


def test_an_attack_on_people_without_arms_is_no_clash(whole: Pipeline) -> None:
    text = "Gunmen on motorbikes attacked the market of Djibo on Tuesday and killed at least nine traders."
    (coded,) = whole.code([Report(id="r", text=text)])
    assert [e.sub_event for e in coded.events] == ["Attack"]


@pytest.mark.parametrize(
    "text",
    [
        "At least twelve militants were killed in the fighting, according to a military spokesman.",
        "Four soldiers and at least twelve militants were killed in the clash.",
    ],
)
def test_the_dead_of_a_fight_are_told_once(only: Callable[[str], Event], text: str) -> None:
    event = only(text)
    assert event.sub_event == "Armed clash"
    assert ("killed", 12) in [(c.of, c.best) for c in event.counts]


@pytest.mark.parametrize(("chance", "lone", "targets"), [(0.3, 0.25, ["village"]), (0.3, 0.4, []), (0.2, 0.25, [])])
def test_who_is_likeliest_has_a_role_that_nobody_surely_has(
    readers: Read, monkeypatch: pytest.MonkeyPatch, chance: float, lone: float, targets: list[str]
) -> None:
    read = readers("The gunmen ravaged a village and a mill.")
    sure = Answers.roles

    def unsure(answers: Answers, token: int) -> "np.typing.NDArray[np.float32]":
        """The village is hit with some chance, the mill with less."""
        chances = sure(answers, token)
        for word, likely in (("village", chance), ("mill", chance / 2)):
            chances[answers.words.index(word), ROLES.index("target")] = likely
        return chances

    monkeypatch.setattr(Answers, "roles", unsure)
    answers = Answers(read, ravaged=("ASSAULT", None, "Attack", "happened", False, {"gunmen": "actor"}))
    answers.read.thresholds["lone ground"] = lone
    (event,) = judge(read, frame_events(read, 0, len(read.tree)), answers)  # type: ignore[arg-type]
    assert [p.text for p in event.targets] == targets


def test_an_event_takes_the_parties_of_the_dropped_word_that_it_governs(readers: Read) -> None:
    read = readers("Syria is willing to withdraw its troops from Lebanon.")
    (event,) = judged(read, willing=("AGREE", None, None, "planned", False, {}))
    assert (event.type, [p.text for p in event.actors]) == ("AGREE", ["Syria"])
    assert event.targets


def test_a_torn_act_is_told_by_its_likeliest_word(readers: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    read = readers("Nine people were killed by men who burst into a bar in Salamanca.")
    answers = Answers(read, burst=("ASSAULT", "firearms", None, "happened", False, {"men": "actor"}))
    column = LABELS.kind.index("ASSAULT")
    for word, chance in (("killed", 0.45), ("burst", 0.3)):
        answers.chances[answers.words.index(word)] = 0
        answers.chances[answers.words.index(word), [0, column]] = 1 - chance, chance
    answers.told[answers.words.index("killed")] = answers.told[answers.words.index("burst")]
    found = frame_events(read, 0, len(read.tree))
    monkeypatch.setitem(answers.read.thresholds, "torn", 0.7)
    (event,) = judge(read, found, answers)  # type: ignore[arg-type]
    assert (event.type, read.tree.word[event.token]) == ("ASSAULT", "killed")
    monkeypatch.setitem(answers.read.thresholds, "torn", 0.8)
    assert judge(read, found, answers) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Prosecutors indicted two officers for the explosions in Vrbetice.", ["Prosecutors"]),
        ("Prosecutors indicted two officers after the explosions in Vrbetice.", []),
    ],
)
def test_who_accuses_of_a_deed_is_its_source(readers: Read, text: str, sources: list[str]) -> None:
    told = judged(
        readers(text),
        indicted=("ACCUSE", None, None, "happened", False, {"Prosecutors": "actor", "officers": "target"}),
        explosions=("ASSAULT", "explosives", None, "happened", False, {"Vrbetice": "place"}),
    )
    (deed,) = [e for e in told if e.type == "ASSAULT"]
    assert [s.phrase.text for s in deed.sources] == sources


CLOSING = ("COERCE", "restrict", None, "happened", False, {"Kampala": "actor", "Rwanda": "target"})


def test_words_of_another_topic_give_way_to_the_reader(readers: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cup final is why the border was closed, and no match report; how sure it must be is a threshold."""
    read = readers("Kampala closed its border with Rwanda on Monday over a cup final.")
    (fate,) = [why for _, why in frame_events(read, 0, len(read.tree)).dropped]
    assert fate == "off topic"
    answers = Answers(read, closed=CLOSING)
    (event,) = judge(read, frame_events(read, 0, len(read.tree)), answers)  # type: ignore[arg-type]
    assert (event.type, event.mode) == ("COERCE", "restrict")
    monkeypatch.setitem(answers.read.thresholds, "off topic", 1.5)
    assert judge(read, frame_events(read, 0, len(read.tree)), answers) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("when", ["on Monday over a cup final", "eighty years ago"])
def test_what_was_long_ago_or_stands_in_a_match_report_stays_out(readers: Read, when: str) -> None:
    read = readers(f"Kampala closed its border with Rwanda {when}.")
    read.off_topic = "cup" in when
    assert judged(read, closed=CLOSING) == []


@pytest.mark.parametrize(
    ("text", "told"), [("No rebels shelled Idlib.", 0), ("It is false that rebels shelled Idlib.", 1)]
)
def test_less_is_asked_of_what_is_called_untrue(
    readers: Read, monkeypatch: pytest.MonkeyPatch, text: str, told: int
) -> None:
    read = readers(text)
    roles = {"rebels": "actor", "Idlib": "target"}
    answers = Answers(read, shelled=("ASSAULT", None, None, "happened", False, roles))
    monkeypatch.setitem(answers.read.thresholds, "kept speech", 0.2)
    answers.chances[read.tree.word.index("shelled")] = 0
    answers.chances[read.tree.word.index("shelled"), [0, LABELS.kind.index("ASSAULT")]] = 0.7, 0.3
    found = judge(read, frame_events(read, 0, len(read.tree)), answers)  # type: ignore[arg-type]
    assert [e.status for e in found] == ["denied"] * told

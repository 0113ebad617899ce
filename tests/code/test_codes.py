"""Codes: mode and sub-event follow from the weapon named, who is hurt and who acts."""

from collections.abc import Callable

import pytest

from vedette.lexicon.frames import CAMEO
from vedette.records import Event

Only = Callable[..., Event]


@pytest.mark.parametrize(
    ("text", "sub_event"),
    [
        ("Gunmen attacked soldiers in Bunia.", "Armed clash"),
        ("Gunmen attacked civilians in Bunia.", "Attack"),
        ("Gunmen killed five soldiers in Bunia.", "Armed clash"),
        ("Gunmen killed five villagers in Bunia.", "Attack"),
        ("The army clashed with rebels in Bunia.", "Armed clash"),
        ("Soldiers shot four protesters in Conakry.", "Excessive force against protesters"),
        ("Soldiers opened fire on protesters in Conakry.", "Excessive force against protesters"),
        ("Police fired tear gas at protesters in Nairobi.", "Protest with intervention"),
    ],
)
def test_by_who_is_hurt(only: Only, text: str, sub_event: str) -> None:
    event = only(text)
    assert (event.type, event.sub_event) == ("ASSAULT", sub_event)


@pytest.mark.parametrize(
    ("text", "mode", "sub_event"),
    [
        ("The army attacked the rebels with drones in Bunia.", "drone", "Air/drone strike"),
        ("The army attacked the rebels with artillery.", "heavy-weapons", "Shelling/artillery/missile attack"),
        ("The army attacked the rebels with helicopters.", "aerial", "Air/drone strike"),
        ("Hezbollah fired rockets at Haifa.", "heavy-weapons", "Shelling/artillery/missile attack"),
        ("A drone struck a fuel depot in Odesa.", "drone", "Air/drone strike"),
        ("A roadside bomb killed five civilians in Kabul.", "explosives", "Remote explosive/landmine/IED"),
        ("A suicide bomber killed seven soldiers in Mogadishu.", "suicide-attack", "Suicide bomb"),
        ("Rebels threw a grenade at a police station in Bunia.", "explosives", "Grenade"),
        ("Villagers killed a soldier with machetes in Bunia.", "primitive", "Armed clash"),
        ("Militants used chlorine gas against soldiers in Mosul.", "unconventional", "Chemical weapon"),
    ],
)
def test_by_weapon(only: Only, text: str, mode: str, sub_event: str) -> None:
    event = only(text)
    assert (event.mode, event.sub_event) == (mode, sub_event)


@pytest.mark.parametrize(
    ("text", "sub_event"),
    [
        ("The army captured Bunia.", "Government regains territory"),
        ("Rebels captured Bunia.", "Non-state actor overtakes territory"),
        ("Hamas captured Bunia.", "Non-state actor overtakes territory"),
        ("Soldiers left Bunia.", "Non-violent transfer of territory"),
        ("The army sent troops to Bunia.", "Change to group/activity"),
        ("Militants established a base in Bunia.", "Headquarters or base established"),
        ("Police seized 200 rifles in Bogota.", "Disrupted weapons use"),
        ("Police arrested 15 protesters in Minsk.", "Arrests"),
        ("Gunmen abducted two nurses in Jos.", "Abduction/forced disappearance"),
        ("Soldiers raped women in Bunia.", "Sexual violence"),
        ("Bandits looted shops in Jos.", "Looting/property destruction"),
        ("Soldiers burned houses in Bunia.", "Looting/property destruction"),
        ("Thousands of people marched in Tbilisi.", "Peaceful protest"),
        ("Protesters rioted in Dhaka.", "Violent demonstration"),
        ("The government and the rebels agreed to a ceasefire.", "Agreement"),
    ],
)
def test_by_who_acts_and_by_the_frame(only: Only, text: str, sub_event: str) -> None:
    assert only(text).sub_event == sub_event


@pytest.mark.parametrize(
    "text",
    [
        "Iran threatened to attack Israel.",
        "HTS plans to capture Damascus.",
        "France condemned Russia.",
        "The United States imposed sanctions on Iran.",
        "If the rebels attack Bunia, the war will widen.",
    ],
)
def test_words_and_unreal_deeds_have_no_sub_event(only: Only, text: str) -> None:
    assert only(text).sub_event is None


def test_an_attack_that_failed_or_is_denied_keeps_its_sub_event(only: Only) -> None:
    assert only("The rebels tried to attack the soldiers.").sub_event == "Armed clash"
    assert only("The army denied shelling Goma.").sub_event == "Shelling/artillery/missile attack"


@pytest.mark.parametrize(
    "text", ["Rebels attacked soldiers.", "France condemned Russia.", "Iran threatened to attack Israel."]
)
def test_the_cameo_root_follows_from_the_type(only: Only, text: str) -> None:
    event = only(text)
    assert event.cameo == CAMEO[event.type]

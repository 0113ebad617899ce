"""Only English can be coded; what cannot be judged passes."""

import pytest

from vedette.errors import InputError
from vedette.read import read_item
from vedette.read.language import detect_language, language_name

OTHER = {
    "fr": "Les forces gouvernementales ont repris la ville de Goma après de violents combats, selon des habitants.",
    "es": "El ejército colombiano mató a tres guerrilleros en el Catatumbo, informó el ministro de Defensa el lunes.",
    "de": "Die Armee hat die Stadt am Montag nach schweren Kämpfen zurückerobert, sagte ein Sprecher.",
    "ar": "قتل خمسة مدنيين في قصف على مدينة إدلب يوم الاثنين بحسب المرصد السوري",
    "ru": "Войска обстреляли Харьков, погибли трое мирных жителей, сообщил губернатор области.",
    "sw": "Waasi wa M23 wameuteka mji wa Goma mashariki mwa Jamhuri ya Kidemokrasia ya Congo, wakazi wamesema.",
}


@pytest.mark.parametrize(("code", "text"), OTHER.items())
def test_other_languages_are_named_and_refused(code: str, text: str) -> None:
    assert detect_language(text) == code
    with pytest.raises(InputError, match=language_name(code)):
        read_item({"text": text})


def test_chinese_is_refused_though_it_has_few_letters() -> None:
    with pytest.raises(InputError, match="Chinese"):
        read_item({"text": "土耳其军队周一炮击叙利亚北部城镇造成五名平民死亡叙利亚人权观察组织说。"})


def test_english_article_is_english_without_the_identifier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vedette.read.language._identifier", lambda: pytest.fail("not needed"))
    text = "The army said that it had sent troops to the north of the country, and that they were near the border."
    assert detect_language(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Rebels capture Aleppo",
        "M23",
        "Jihadistas atacan Bamako",
        "Hayat Tahrir al-Sham captures Maarat al-Numan, Saraqib, Khan Sheikhoun and Tal Rifaat",
        "12 killed, 30 wounded: Borno, Yobe, Adamawa, Zamfara, Katsina, Sokoto, Kaduna, Plateau, Benue attacks",
        "Israel strikes Khan Younis, Rafah, Nuseirat, Jabalia camps; dozens killed, Gaza health ministry says",
    ],
)
def test_short_or_unclear_texts_pass(text: str) -> None:
    assert detect_language(text) is None
    assert read_item({"text": text}).text == text


def test_the_same_text_gets_the_same_answer() -> None:
    assert {detect_language(OTHER["de"]) for _ in range(5)} == {"de"}


def test_unknown_codes_name_themselves() -> None:
    assert language_name("xx") == "xx"

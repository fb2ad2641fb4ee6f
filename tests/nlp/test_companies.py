"""Carriers that no table lists, told by their own words or by the words beside them."""

import time

import pytest

from pipeline.nlp.companies import find_companies, row_of
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.transliterate import latin_name


def names(text: str, lang: str = "en") -> list[tuple[str, str]]:
    found = find_companies(text, lang=lang, gazetteers=load_gazetteers())
    for item in found:
        assert item.text == text[item.start : item.end]
    return [(item.value, item.country) for item in found]


@pytest.mark.parametrize(
    ("lang", "text", "value", "country"),
    [
        ("en", "An Il-76 of the Kyrgyz firm Steppe Falcon landed in Juba.", "Steppe Falcon", "KG"),
        ("en", "The jet, chartered from Bluebird, left at noon.", "Bluebird", ""),
        ("en", "On board Lake Chad Airways' An-26 were six people.", "Lake Chad Airways", ""),
        ("en", "The freighter of Minsk-based Prypiat Cargo is overdue.", "Prypiat Cargo", ""),
        ("en", "Its owner is Delta Lotus Air (Egypt), a small carrier.", "Delta Lotus Air", "EG"),
        ("en", "Operator: Coral Jets. The crew is safe.", "Coral Jets", ""),
        ("uk", "Літак молдовської авіакомпанії «Дністер Карго» зник.", "Dnister Cargo", "MD"),
        ("uk", "Ан-26 компанії Cedar Lines вилетів до Хартума.", "Cedar Lines", ""),
        ("ru", "Борт таджикской Pamir Freight сел в Дубае.", "Pamir Freight", "TJ"),
        ("ru", "Эксплуатант — North Wind Cargo, сообщили в порту.", "North Wind Cargo", ""),
    ],
)
def test_a_carrier_no_table_knows_is_found_with_its_country(
    lang: str, text: str, value: str, country: str
) -> None:
    assert names(text, lang) == [(value, country)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Two jets of the Royal Air Force left, Air Marshal Green told the Daily Express."),
        ("en", "The Ministry of Civil Aviation and the oil company Shellback knew of it."),
        ("en", "An Air Koryo plane and one of Qatar Airways stood side by side."),
        ("en", "Mystery Russian Cargo Jet Lands Near Old Cairo Express Station"),
        ("uk", "Супутникова компанія Horizon показала знімок, а літак Boeing стояв."),
        ("ru", "Нефтяная компания Rosswell и телекомпания Orbit молчат."),
    ],
)
def test_what_only_looks_like_a_carrier_is_none(lang: str, text: str) -> None:
    assert names(text, lang) == []


def test_a_carrier_without_a_row_answers_like_one_that_has() -> None:
    text = "The Kenyan carrier Savanna Lift flew it."
    found = find_companies(text, lang="en", gazetteers=load_gazetteers())
    row = row_of(found[0], load_gazetteers())
    assert (row.name, row.country, row.kind) == ("Savanna Lift", "KE", "airline")


@pytest.mark.parametrize(
    ("name", "latin"),
    [("Витязь Эйр", "Vityaz Air"), ("Дністер Карго", "Dnister Cargo"), ("ЮТэйр", "Yuteyr"),
     ("Щорс", "Shchors"), ("Sky Люкс", "Sky Lyuks")],
)  # fmt: skip
def test_cyrillic_names_are_written_in_latin_letters(name: str, latin: str) -> None:
    assert latin_name(name) == latin


def test_time_grows_with_the_text_alone() -> None:
    def seconds(count: int) -> float:
        text = "Alpha Beta & Gamma Air's company Delta «Эпсилон " * count + "авиакомпании " * count
        start = time.process_time()
        find_companies(text, lang="ru", gazetteers=load_gazetteers())
        return time.process_time() - start

    seconds(10)
    assert seconds(800) < 30 * seconds(100) + 0.5

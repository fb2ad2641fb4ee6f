"""Towns of the long table: found where words beside the name want a place, and read when asked."""

import pytest

from pipeline.nlp.actors import find_places
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.names import name_index
from pipeline.nlp.towns import KEY, letters_dropped, load_towns, town_key


def places(text: str, lang: str) -> list[str]:
    return [item.value for item in find_places(text, lang=lang, gazetteers=load_gazetteers())]


@pytest.mark.parametrize(
    ("text", "lang", "city"),
    [
        ("landed in Kingstown before noon", "en", "Kingstown"),
        ("a flight from Cagayan de Oro", "en", "Cagayan de Oro"),
        ("борт ушёл в Кондопогу", "ru", "Kondopoga"),
        ("вертолёт взлетел из Северо-Курильска", "ru", "Severo-Kurilsk"),
        ("літак сів у Ніжині", "uk", "Nizhyn"),
        ("вилетів до Катовіце", "uk", "Katowice"),
        ("вилетів до Кошице", "uk", "Košice"),
        ("відбув з Віго", "uk", "Vigo"),
        ("перевернулся в Малакале", "ru", "Malakal"),
    ],
)
def test_a_town_is_found_in_three_languages(text: str, lang: str, city: str) -> None:
    assert places(text, lang) == [city]


@pytest.mark.parametrize(
    ("text", "lang", "city"),
    [
        ("on its way to Nur-Sultan", "en", "Astana"),
        ("летел в Нур-Султан", "ru", "Astana"),
        ("прилетів до Нур-Султана", "uk", "Astana"),
        ("сел в Днепропетровске", "ru", "Dnipro"),
        ("a flight from Rangoon", "en", "Yangon"),
    ],
)
def test_a_city_is_found_by_the_name_it_had(text: str, lang: str, city: str) -> None:
    assert places(text, lang) == [city]


def test_the_name_of_a_person_is_no_name_of_a_city() -> None:
    assert places("Нурсултан Назарбаев вылетел в Москву", "ru") == ["Moscow"]


@pytest.mark.parametrize(
    ("text", "lang", "city"),
    [
        ("fog closed Bournemouth Airport", "en", "Bournemouth"),
        ("загорелся аэропорт Кондопога", "ru", "Kondopoga"),
        ("горіло селище Ворзель", "uk", "Vorzel"),
        ("сел в тихой Кондопоге", "ru", "Kondopoga"),
        ("приземлився у похмурому Ніжині", "uk", "Nizhyn"),
    ],
)
def test_a_word_beside_a_name_tells_that_it_is_a_place(text: str, lang: str, city: str) -> None:
    assert places(text, lang) == [city]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Kingstown won again", "en"),
        ("a letter to Kingstown Marley arrived", "en"),
        ("Кондопога не ответила", "ru"),
        ("he flew in March", "en"),
    ],
)
def test_a_name_without_such_a_word_is_no_town(text: str, lang: str) -> None:
    assert places(text, lang) == []


def test_a_listed_city_comes_before_a_town_whose_case_reads_alike() -> None:
    assert places("сів у Львові", "uk") == ["Lviv"]
    assert places("вылетел из Твери", "ru") == ["Tver"]


@pytest.mark.parametrize(
    ("text", "country"),
    [("landed in Betong, Thailand", "TH"), ("landed in Betong, Malaysia", "MY")],
)
def test_a_name_of_several_towns_means_the_one_whose_country_follows(
    text: str, country: str
) -> None:
    gazetteers = load_gazetteers()
    (found,) = find_places(text, lang="en", gazetteers=gazetteers)
    assert gazetteers.place(found.ref).country == country


def test_a_name_of_several_towns_alone_is_none() -> None:
    assert places("landed in Betong at noon", "en") == []


def test_every_line_is_found_by_the_keys_of_its_names() -> None:
    drops = letters_dropped(load_gazetteers().inflections)
    towns = load_towns()
    for number in range(0, len(towns.lines), 97):
        forms = list(towns.forms(number))
        keys = {town_key(form.text, form.lang, drops) for form in forms}
        assert keys == set(towns.lines[number].partition(",")[0].split(";"))
        assert all(1 <= len(key) <= KEY for key in keys)


def test_no_line_needs_quotes_and_no_key_stands_twice() -> None:
    towns = load_towns()
    assert not any('"' in line for line in towns.lines)
    assert {line.count(",") for line in towns.lines} == {len(towns.columns) - 1}
    ids = {line.split(",")[1] for line in towns.lines}
    assert len(ids) == len(towns.lines)
    assert not ids & {row.place_id for row in load_gazetteers().places}


def test_a_town_is_known_by_its_key_before_a_text_named_it() -> None:
    towns = load_towns()
    place_id = towns.lines[-1].split(",")[1]
    assert towns.place(place_id).place_id == place_id
    with pytest.raises(KeyError):
        towns.place("nowhere")


def test_no_row_is_read_before_a_text_asks() -> None:
    load_gazetteers.cache_clear()
    name_index.cache_clear()
    gazetteers = load_gazetteers()
    name_index(gazetteers)
    assert gazetteers.towns.rows == {}
    find_places("сел в Кондопоге", lang="ru", gazetteers=gazetteers)
    assert 0 < len(gazetteers.towns.rows) < len(gazetteers.towns.lines) / 4

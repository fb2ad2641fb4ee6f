"""Operators, countries, places and credited names are found in three languages."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.actors import (
    find_nationalities,
    find_operators,
    find_outlets,
    find_places,
    find_trackers,
)
from pipeline.nlp.gazetteers import load_gazetteers


def operators(text: str, lang: str = "en") -> list[str]:
    return [item.value for item in find_operators(text, lang=lang, gazetteers=load_gazetteers())]


def places(text: str, lang: str = "en") -> list[str]:
    return [item.value for item in find_places(text, lang=lang, gazetteers=load_gazetteers())]


def outlets(text: str, lang: str = "en") -> list[str]:
    return [item.value for item in find_outlets(text, lang=lang, gazetteers=load_gazetteers())]


def test_carriers_of_a_state_that_has_many_are_no_one_of_them():
    assert operators("британские авиалинии отменили рейсы", "ru") == []
    assert operators("німецькі авіалінії скасували рейси", "uk") == []


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("a plane of the Russian Air Force", "en", "Russian Air Force"),
        ("літак Повітряно-космічних сил Росії", "uk", "Russian Air Force"),
        ("борт ВКС РФ", "ru", "Russian Air Force"),
        ("Ту-214 СЛО «Россия»", "uk", "Special Flight Squadron Rossiya"),
        ("самолёт специального лётного отряда «Россия»", "ru", "Special Flight Squadron Rossiya"),
        ("Ан-124 «Авіаліній Антонова»", "uk", "Antonov Airlines"),
        ("аэробус «Египетских авиалиний»", "ru", "EgyptAir"),
        ("рейс «Победы»", "ru", "Pobeda"),
        ("Ил-76 сирийских авиалиний", "ru", "Syrian Air"),
        ("борт азербайджанських авіаліній", "uk", "Azerbaijan Airlines"),
        ("an SAS Airbus", "en", "Scandinavian Airlines"),
        ("the Vistara flight", "en", "Vistara"),
        ("RC-135 Королівських ПС", "uk", "Royal Air Force"),
        ("Ан-74 Національної гвардії", "uk", "National Guard of Ukraine"),
        ("борт МЧС Казахстана", "ru", "Kazakh Emergencies Ministry"),
        ("a Kenya Defence Forces helicopter", "en", "Kenya Defence Forces"),
        ("A319 державного підприємства «Україна»", "uk", "State Aviation Enterprise Ukraine"),
        ("a Bamboo Airways jet", "en", "Bamboo Airways"),
        ("лайнер «Уральских авиалиний»", "ru", "Ural Airlines"),
        ("борт ВПС Польщі", "uk", "Polish Air Force"),
        ("Iran's Mahan Air", "en", "Mahan Air"),
        ("224-го лётного отряда", "ru", "224th Flight Unit"),
        ("a C-130 of the Air Force of Angola", "en", "Angolan Air Force"),
        ("Singapore's air force sent a tanker", "en", "Republic of Singapore Air Force"),
        ("the Dutch Air Force", "en", "Royal Netherlands Air Force"),
        ("борт бенінського уряду", "uk", "Beninese government"),
        ("самолёт чилийских военно-воздушных сил", "ru", "Chilean Air Force"),
        ("літак військово-морських сил Еквадору", "uk", "Ecuadorian Navy"),
    ],
)
def test_an_operator_is_found_in_its_cases(text: str, lang: str, name: str) -> None:
    assert name in operators(text, lang)


def test_a_country_is_not_the_squadron_of_its_name() -> None:
    assert operators("самолёт вернулся в Россию", "ru") == []
    assert operators("Путін і Росія", "uk") == []


@pytest.mark.parametrize(
    ("text", "lang", "code", "flag"),
    [
        ("an American jet", "en", "US", "adjective"),
        ("a Beninese jet", "en", "BJ", "adjective"),
        ("тоголезького літака", "uk", "TG", "adjective"),
        ("на Багамах", "ru", "BS", "country"),
        ("північнокорейського літака", "uk", "KP", "adjective"),
        ("в КНДР", "ru", "KP", "country"),
        ("російський борт", "uk", "RU", "adjective"),
        ("the U.S. plane", "en", "US", "country"),
        ("ОАЭ отвергают", "ru", "AE", "country"),
        ("до В'єтнаму", "uk", "VN", "country"),
    ],
)
def test_a_nationality_is_its_iso_code(text: str, lang: str, code: str, flag: str) -> None:
    found = find_nationalities(text, lang=lang, gazetteers=load_gazetteers())
    assert code in {item.value for item in found}
    assert flag in {flag for item in found if item.value == code for flag in item.flags}


@pytest.mark.parametrize(
    ("text", "lang", "city"),
    [
        ("вилетів з Москви", "uk", "Moscow"),
        ("ушёл из Внукова", "ru", "Moscow"),
        ("з Чкаловського", "uk", "Moscow"),
        ("летел над Пхеньяном", "ru", "Pyongyang"),
        ("котився перонами Сунана", "uk", "Pyongyang"),
        ("landed at JFK", "en", "New York"),
        ("приземлився у Відні", "uk", "Vienna"),
        ("долетів до Тель-Авіва", "uk", "Tel Aviv"),
        ("сел в Ростове-на-Дону", "ru", "Rostov-on-Don"),
        ("a Rzeszow flight", "en", "Rzeszów"),
        ("took off from RAF Mildenhall", "en", "Mildenhall"),
        ("flew to Nice", "en", "Nice"),
        ("Moscow's answer", "en", "Moscow"),
    ],
)
def test_a_place_is_the_city_it_stands_for(text: str, lang: str, city: str) -> None:
    assert places(text, lang) == [city]


@pytest.mark.parametrize(
    "text",
    [
        "a nice flight",
        "Nice work, he said",
        "The Moscow Times wrote",
        "the New York Times",
        "Split second",
    ],
)
def test_what_only_looks_like_a_place_is_none(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "lang", "city"),
    [
        ("landed in Waco, Texas, on Monday", "en", "Waco"),
        ("flew to Hamilton, Canada", "en", "Hamilton"),
        ("сел в Викторвилле (штат Калифорния)", "ru", "Victorville"),
    ],
)
def test_a_name_of_several_cities_needs_its_state(text: str, lang: str, city: str) -> None:
    assert city in places(text, lang)


def test_a_name_of_several_cities_alone_is_none() -> None:
    assert "Hamilton" not in places("a talk with Hamilton about Canada")


@pytest.mark.parametrize(
    ("text", "lang", "city"),
    [
        ("прилетів до Джодхпура", "uk", "Jodhpur"),
        ("вылетел из Лондрины", "ru", "Londrina"),
        ("у тебризькому аеропорту", "uk", "Tabriz"),
        ("в рижском аэропорту", "ru", "Riga"),
        ("приземлився на Сайпані", "uk", "Saipan"),
    ],
)
def test_cities_are_found_as_they_are_spelt_by_sound(text: str, lang: str, city: str) -> None:
    assert city in places(text, lang)


def test_a_sea_is_a_region_and_no_city() -> None:
    (found,) = find_places("над Чорним морем", lang="uk", gazetteers=load_gazetteers())
    assert "region" in found.flags
    assert load_gazetteers().place(found.ref).city == ""


def test_an_airport_keeps_its_own_row() -> None:
    gazetteers = load_gazetteers()
    (found,) = find_places("з Внукова", lang="uk", gazetteers=gazetteers)
    row = gazetteers.place(found.ref)
    assert (row.name, row.city, row.airports, row.tz) == (
        "Vnukovo",
        "Moscow",
        ("UUWW",),
        "Europe/Moscow",
    )


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("пишет «Коммерсантъ»", "ru", "Kommersant"),
        ("розповідала Російська служба ВВС", "uk", "BBC Russian"),
        ("каже «Інтерфакс-Україна»", "uk", "Interfax-Ukraine"),
        ("the Wall Street Journal said", "en", "Wall Street Journal"),
        ("проєкт «Беларускі Гаюн» пише", "uk", "Belarusian Hajun"),
    ],
)
def test_an_outlet_has_its_usual_latin_name(text: str, lang: str, name: str) -> None:
    assert outlets(text, lang) == [name]


def test_an_outlet_named_like_a_word_needs_a_word_of_saying() -> None:
    assert outlets("He stood at dawn. Dawn came.") == []
    assert outlets("Об этом пишет канал Mash", "ru") == ["Mash"]


@pytest.mark.parametrize("text", ["FlightRadar24", "Flight Radar", "на «Флайтрадарі»"])
def test_a_tracker_has_one_name(text: str) -> None:
    (found,) = find_trackers(text, lang="uk", gazetteers=load_gazetteers())
    assert found.value == "Flightradar24"


def test_latin_letters_inside_a_cyrillic_name_do_not_hide_it() -> None:
    assert places("вилетів з Кuєвa, з Мoскви", "uk") == ["Moscow"]


@given(st.text(alphabet="МоскваRussian Air Force«»'\u200b’-.\nрейс", max_size=60))
def test_every_span_is_a_piece_of_the_text(text: str) -> None:
    gazetteers = load_gazetteers()
    for finder in (find_operators, find_nationalities, find_places, find_outlets, find_trackers):
        for found in finder(text, lang="uk", gazetteers=gazetteers):
            assert found.text == text[found.start : found.end]


@pytest.mark.parametrize("piece", ["Russian Air ", "New ", "із Москви ", "«", "in In in ", "Mash "])
def test_time_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    gazetteers = load_gazetteers()

    def seconds(size: int) -> float:
        fastest = float("inf")
        for turn in range(3):
            text = f"{piece * (size // len(piece))}{turn}"
            start = time.process_time()
            for finder in (find_operators, find_places, find_outlets):
                finder(text, lang="uk", gazetteers=gazetteers)
            fastest = min(fastest, time.process_time() - start)
        return fastest

    seconds(1_000)
    small, large = seconds(5_000), seconds(20_000)
    assert large < 16 * max(small, 0.01)

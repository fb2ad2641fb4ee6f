"""Words of motion in Ukrainian and Russian: who flies, from where, and what no end is."""

import time

import pytest

from tests.nlp.told import ends, legs

pytestmark = pytest.mark.model

SLOWEST_S = 10.0
UK, RU = "uk", "ru"


ONWARD = [
    (UK, "У вівторок Boeing 737 N108MS вилетів з Осло і сів у Мінську. До Осло він прибув того ж "
         "дня з Рима. Завтра борт полетить до Варшави."),
    (RU, "Во вторник Boeing 737 N108MS вылетел из Осло и сел в Минске. В Осло он прибыл в тот же "
         "день из Рима. Завтра борт полетит в Варшаву."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), ONWARD)
def test_a_leg_goes_on_from_where_the_journey_ended_not_from_a_look_back(
    lang: str, text: str
) -> None:
    found = ends(legs(lang, text))
    assert ("Rome", "Oslo") in found
    assert ("Minsk", "Warsaw") in found


FROM_THE_COUNTRY = [
    (UK, "Іл-96 RA-96019 у понеділок вилетів з Мінська до Дамаска. Із Сирії борт у середу прямує "
         "до Алжира."),
    (RU, "Ил-96 RA-96019 в понедельник вылетел из Минска в Дамаск. Из Сирии борт в среду "
         "проследовал в Алжир."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), FROM_THE_COUNTRY)
def test_from_a_country_is_from_the_city_reached_there(lang: str, text: str) -> None:
    assert [leg.origin for leg in legs(lang, text)] == ["Minsk", "Damascus"]


def test_another_aircraft_does_not_begin_where_the_first_one_ended() -> None:
    text = (
        "Ил-62М RA-86559 в среду прилетел в Минск из Дамаска. Второй борт, Ту-204, вылетел вчера."
    )
    assert "Minsk" not in [leg.origin for leg in legs(RU, text)]


NOT_REACHED = [
    (UK, "Ан-24 RA-47315 розбився в четвер, не долетівши до Мінська."),
    (UK, "Ан-24 RA-47315 у четвер не дотягнув до Мінська і розбився."),
    (RU, "Ан-24 RA-47315 разбился в четверг, не долетев до Минска."),
    (RU, "Ан-24 RA-47315 в четверг не дотянул до Минска и разбился."),
]


@pytest.mark.parametrize(("lang", "text"), NOT_REACHED)
def test_what_is_not_reached_is_where_the_flight_was_going(lang: str, text: str) -> None:
    (leg,) = legs(lang, text)
    assert (leg.destination, leg.outcome) == ("Minsk", "crashed")


BESIDE = [
    (UK, "Іл-20 RF-75939 у середу летів на південь від Мінська і взяв курс на Варшаву."),
    (RU, "Ил-20 RF-75939 в среду летел к юго-западу от Минска и взял курс на Варшаву."),
    (RU, "Ил-20 RF-75939 в среду летел в сорока километрах от Минска и взял курс на Варшаву."),
    (RU, "Ил-20 RF-75939 в среду прошёл севернее Минска и взял курс на Варшаву."),
]


@pytest.mark.parametrize(("lang", "text"), BESIDE)
def test_away_from_a_place_is_not_from_it(lang: str, text: str) -> None:
    assert ends(legs(lang, text)) == [(None, "Warsaw")]


THERE_BY_MORNING = [
    (UK, "Учора C-17 RCH871 вилетів із Рима, на світанку вже стояв у Мінську."),
    (RU, "Вчера C-17 RCH871 вылетел из Рима и сегодня к концу дня по местному времени уже был в "
         "Минске."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), THERE_BY_MORNING)
def test_where_it_stands_after_it_left_is_where_it_went(lang: str, text: str) -> None:
    assert ends(legs(lang, text)) == [("Rome", "Minsk")]


def test_what_a_relative_clause_says_of_an_owner_is_no_arrival() -> None:
    text = "Boeing 747 EP-FAB вилетів у середу з Мінська, який перебуває під санкціями США."
    assert [leg.destination_country for leg in legs(UK, text)] == [None]


ABOARD = [
    (UK, "Іл-62М RA-86559 прилетів до Мінська вчора. До Рима делегація прибула в середу на борту "
         "китайського Boeing 747."),
    (RU, "Ил-62М RA-86559 прилетел в Минск вчера. В Рим делегация прибыла в среду на борту "
         "китайского Boeing 747."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), ABOARD)
def test_on_board_of_an_aircraft_named_behind_it_is_of_no_other(lang: str, text: str) -> None:
    flown = {leg.destination: leg.type_family for leg in legs(lang, text)}
    assert flown == {"Minsk": "Il-62", "Rome": "Boeing 747"}


def test_any_sign_opens_an_item_of_a_list() -> None:
    text = (
        "Ночь.\n\n⚡️ SU1142 из Минска вчера сел в Риме.\n\n⚡️ FZ905 из Дубая вчера ушёл в Ереван."
    )
    assert ("Minsk", "Rome") in ends(legs(RU, text))
    assert ("Minsk", "Yerevan") not in ends(legs(RU, text))


PARADIGMS = [
    (UK, "Судно RA-76502 відлетіло з Мінська вчора."),
    (UK, "RA-76502, відлетівши вчора з Мінська, сів у Римі."),
    (RU, "Судно RA-76502 отлетело из Минска вчера."),
    (RU, "RA-76502, отлетевший вчера из Минска, сел в Риме."),
]


@pytest.mark.parametrize(("lang", "text"), PARADIGMS)
def test_a_verb_of_motion_is_known_in_all_its_forms(lang: str, text: str) -> None:
    assert [leg.origin for leg in legs(lang, text)] == ["Minsk"]


HE = [
    (UK, "Boeing 737 N108MS переобладнали. Усередині двадцять нош. Автобуси підвезли поранених. "
         "У середу він вилетів порожнім з Осло. Двох залишили. За годину він сів у Варшаві."),
    (RU, "Boeing 737 N108MS переоборудовали. Внутри двадцать носилок. Автобусы подвезли раненых. "
         "В среду он вылетел пустым из Осло. Двоих оставили. Через час он сел в Варшаве."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), HE)
def test_a_pronoun_keeps_the_telling_at_its_aircraft(lang: str, text: str) -> None:
    assert ends(legs(lang, text)) == [("Oslo", "Warsaw")]


BROKEN_OFF = [
    (UK, "Ан-24 RA-47260 учора вилетів з Мінська до Рима. Командир вирішив не ризикувати й "
         "повернувся до Мінська."),
    (RU, "Пассажиры рейса Ан-24 RA-47260 до Рима пережили вчера тревогу: встал двигатель. Экипаж "
         "решил не рисковать и вернулся в Минск."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), BROKEN_OFF)
def test_who_left_for_a_place_and_returned_turned_back(lang: str, text: str) -> None:
    (leg,) = legs(lang, text)
    assert (leg.destination, leg.outcome) == ("Rome", "turned_back")


def test_who_flew_there_and_returned_flew_twice() -> None:
    text = "Ан-24 RA-47260 вчера слетал из Минска в Рим. Ночью он вернулся в Минск."
    assert [leg.outcome for leg in legs(RU, text)] == [None, None]


def test_a_colon_explains_what_was_told_with_a_day() -> None:
    text = "Борт RA-76502 приходил сюда в мае: доставил груз из Минска в Рим."
    (leg,) = legs(RU, text)
    assert leg.arrived is not None
    assert leg.arrived.earliest.month == 5


WITH = [
    (UK, "Іл-96 RA-96019 з президентом Росії вчора приземлився в Мінську."),
    (RU, "Ил-96 RA-96019 с президентом России вчера приземлился в Минске."),
]


@pytest.mark.parametrize(("lang", "text"), WITH)
def test_with_whom_is_not_from_where(lang: str, text: str) -> None:
    (leg,) = legs(lang, text)
    assert leg.origin_country is None


def test_home_says_where_an_aircraft_that_left_was_going() -> None:
    text = (
        "З Мінська RA-76502 вилетів у середу. У понеділок він прилетів туди з Тегерана. "
        "Додому машина пішла без вантажу."
    )
    out = next(leg for leg in legs(UK, text) if leg.origin == "Minsk")
    assert out.destination_country == "IR"


def test_the_aircraft_of_a_headline_does_not_come_from_the_place_the_text_opens_with() -> None:
    title = "Іранський Boeing у Венесуелі"
    text = "Із Каракаса в понеділок вилетів вантажний літак EP-FAB. Він прямує до Рима."
    assert ends(legs(UK, text, title)) == [("Caracas", "Rome")]


@pytest.mark.parametrize("size", [100, 400])
def test_time_grows_with_the_text_alone(size: int) -> None:
    began = time.process_time()
    legs(RU, "Он с и президентом к юго-западу от России шёл, не долетев до Минска. " * size)
    assert time.process_time() - began < SLOWEST_S

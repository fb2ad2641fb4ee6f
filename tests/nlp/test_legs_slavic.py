"""Articles of our own in Ukrainian and Russian: how these languages tell of a leg, and of none."""

import time
from datetime import date

import pytest

from tests.nlp.told import ends, legs

pytestmark = pytest.mark.model

SLOWEST_S = 10.0
UK, RU = "uk", "ru"


THERE = [
    (UK, "З Хартума Іл-76 RA-76502 вилетів учора. Туди він прилетів у понеділок із Мінська."),
    (RU, "Из Хартума Ил-76 RA-76502 улетел вчера. Туда он прибыл в понедельник из Минска."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), THERE)
def test_there_is_the_place_told_last(lang: str, text: str) -> None:
    assert ("Minsk", "Khartoum") in ends(legs(lang, text))


def test_there_that_a_clause_explains_is_not_the_place_told_before() -> None:
    text = "Ил-76 RA-76502 вылетел из Минска в среду и сел там, где его ждали, — в Аддис-Абебе."
    assert "Minsk" not in [report.destination for report in legs(RU, text)]


OPPOSITE = [
    (UK, "Boeing 747 EP-FAB у суботу прилетів із Тегерана до Дамаска. "
         "Виліт у зворотному напрямку відбувся в понеділок."),
    (UK, "Boeing 747 EP-FAB у суботу прилетів із Тегерана до Дамаска. "
         "У зворотну путь він вирушив у понеділок."),
    (RU, "Boeing 747 EP-FAB в субботу прилетел из Тегерана в Дамаск. "
         "Вылет в обратном направлении состоялся в понедельник."),
    (RU, "Boeing 747 EP-FAB в субботу прилетел из Тегерана в Дамаск. "
         "Назад борт отправился в понедельник."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), OPPOSITE)
def test_a_flight_in_the_opposite_direction_is_the_way_home(lang: str, text: str) -> None:
    out, home = legs(lang, text)
    assert out.origin == "Tehran"
    assert (home.origin, home.destination) == (out.destination, "Tehran")
    assert home.departed is not None
    assert home.departed.earliest == date(2023, 9, 25)


def test_years_ago_is_no_way_home() -> None:
    text = "Два года назад Ил-76 RA-76502 вылетел из Минска в Дамаск."
    assert ends(legs(RU, text)) == [("Minsk", "Damascus")]


AND_BACK = [
    (UK, "Іл-76 RA-76502 у вівторок злітав із Мінська до Казані й назад."),
    (RU, "Ил-76 RA-76502 во вторник слетал из Минска в Казань и обратно."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), AND_BACK)
def test_there_and_back_are_two_legs(lang: str, text: str) -> None:
    assert ends(legs(lang, text)) == [("Minsk", "Kazan"), ("Kazan", "Minsk")]


ELSEWHERE = [
    (UK, "Airbus A320 летів у вівторок з Алмати до Варшави. Над морем запахло димом, і лайнер сів "
         "у Тбілісі."),
    (UK, "Рейс LO123 з Алмати до Варшави у вівторок приземлився в Тбілісі."),
    (UK, "Airbus A320 у вівторок не долетів до Варшави: він вилетів з Алмати, але сів у Тбілісі."),
    (RU, "Airbus A320 летел во вторник из Алматы в Варшаву. Над морем запахло дымом, и лайнер сел "
         "в Тбилиси."),
    (RU, "Airbus A320 во вторник направлялся из Алматы в Варшаву, однако приземлился в Тбилиси."),
    (RU, "Airbus A320 во вторник не долетел до Варшавы: вылетев из Алматы, он сел в Тбилиси."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), ELSEWHERE)
def test_a_flight_that_landed_elsewhere_is_one_leg_to_where_it_was_going(lang, text):
    (report,) = legs(lang, text)
    assert (report.origin, report.destination) == ("Almaty", "Warsaw")
    assert report.outcome == "diverted"


def test_where_it_had_been_going_may_be_told_after_the_landing() -> None:
    text = "Airbus A320 во вторник сел в Тбилиси. Он летел в Варшаву из Алматы."
    (report,) = legs(RU, text)
    assert (report.destination, report.outcome) == ("Warsaw", "diverted")


def test_a_stop_and_then_another_landing_are_no_diversion() -> None:
    text = "Ил-76 RA-76502 летел во вторник из Минска в Дамаск. Затем он сел в Хартуме."
    assert all(report.outcome is None for report in legs(RU, text))


STOPS = [
    (UK, "Іл-96 у п'ятницю прибув до Каракаса. Внуково він покинув напередодні, дорогою "
         "заправлявся в Дакарі."),
    (RU, "Ил-96 в пятницу прибыл в Каракас. Внуково он покинул накануне, по дороге заправлялся "
         "в Дакаре."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), STOPS)
def test_a_place_left_stands_without_a_preposition_and_a_fuel_stop_is_no_leg(lang, text):
    assert ends(legs(lang, text)) == [("Moscow", "Caracas")]


def test_where_an_aircraft_goes_up_is_its_origin() -> None:
    text = "Ил-76 RA-76502 во вторник поднялся в воздух в Минске и взял курс на Дамаск."
    assert ends(legs(RU, text)) == [("Minsk", "Damascus")]


ARRIVED = [
    (UK, "Ан-12 UR-11316 у вівторок вилетів із Карачі і ввечері був у Делі."),
    (UK, "Ан-12 UR-11316 у вівторок вилетів із Карачі. Увечері він уже був у Делі."),
    (RU, "Ан-12 UR-11316 во вторник вылетел из Карачи и вечером был в Дели."),
    (RU, "Ан-12 UR-11316 во вторник вылетел из Карачи. Вечером он уже был в Дели."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), ARRIVED)
def test_being_there_after_leaving_is_the_arrival(lang: str, text: str) -> None:
    assert ends(legs(lang, text)) == [("Karachi", "Delhi")]


MET = [
    (UK, "У середу французькі винищувачі зустріли над морем російський Ан-12."),
    (RU, "В среду французские истребители встретили над морем российский Ан-12."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), MET)
def test_fighters_that_meet_an_aircraft_intercept_it(lang: str, text: str) -> None:
    assert [report.outcome for report in legs(lang, text)] == ["intercepted"]


OTHERS = [
    (UK, "Іл-76 RA-76502 у вівторок сів у Бамако. У Ніамеї чекають на міністра оборони."),
    (RU, "Ил-76 RA-76502 во вторник сел в Бамако. В Ниамее ждут министра обороны."),
    (RU, "Ил-76 RA-76502 во вторник сел в Бамако. Неделю назад Ниамей посетил министр обороны."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), OTHERS)
def test_people_awaited_or_visiting_are_no_leg(lang: str, text: str) -> None:
    assert [report.destination for report in legs(lang, text)] == ["Bamako"]


UNTIL = [
    (UK, "Іл-20 RF-93610 кружляв над морем, поки в середу не взяв курс на Калінінград."),
    (RU, "Ил-20 RF-93610 кружил над морем, пока в среду не взял курс на Калининград."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), UNTIL)
def test_until_it_did_is_no_negation(lang: str, text: str) -> None:
    assert [report.destination for report in legs(lang, text)] == ["Kaliningrad"]


@pytest.mark.parametrize("verb", ["пришёл", "пришел"])
def test_a_word_is_read_with_and_without_the_dots(verb: str) -> None:
    text = f"Ил-76 RA-76502 во вторник {verb} из Минска в Дамаск."
    assert ends(legs(RU, text)) == [("Minsk", "Damascus")]


def test_a_way_back_that_is_not_set_is_no_report() -> None:
    text = "Завтра з Мінська до Хараре має вилетіти Boeing 767. Зворотний рейс не призначено."
    assert ends(legs(UK, text)) == [("Minsk", "Harare")]


def test_a_country_of_two_words_is_a_destination_in_every_case() -> None:
    text = "Іл-62М RA-86559 у вівторок вилетів із Москви до Північної Кореї."
    assert [report.destination_country for report in legs(UK, text)] == ["KP"]


FROM_TO = [
    (UK, "Рейс EK131 авіакомпанії Emirates з Дубая до Москви вранці 27 вересня перенаправили до "
         "Самари."),
    (RU, "Рейс EK131 авиакомпании Emirates из Дубая в Москву утром 27 сентября перенаправили в "
         "Самару."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), FROM_TO)
def test_from_and_to_side_by_side_are_ends_of_one_flight(lang: str, text: str) -> None:
    (report,) = legs(lang, text)
    assert (report.origin, report.destination) == ("Dubai", "Moscow")
    assert report.outcome == "diverted"


BEGAN = [
    (UK, "Іл-96 RA-96024 у середу сів у Пекіні. Літак вилетів о другій ночі в середу."),
    (RU, "Ил-96 RA-96024 в среду сел в Пекине. Самолёт вылетел в два часа ночи в среду."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), BEGAN)
def test_a_take_off_told_after_the_landing_may_be_how_the_flight_began(lang, text):
    assert [report.destination for report in legs(lang, text)] == ["Beijing"]


SUCH = [
    (UK, "Іл-96 RA-96024 у середу прилетів із Москви до Пекіна. Попередній такий рейс відбувся "
         "наприкінці серпня."),
    (RU, "Ил-96 RA-96024 в среду прилетел из Москвы в Пекин. Аналогичный рейс был выполнен в "
         "начале августа."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), SUCH)
def test_such_a_flight_on_another_day_is_a_leg_of_the_same_route(lang: str, text: str) -> None:
    assert ends(legs(lang, text)) == [("Moscow", "Beijing"), ("Moscow", "Beijing")]


ONWARD = [
    (UK, "Airbus A321 рейсу Тегеран — Стамбул у вівторок здійснив вимушену посадку в Тебризі "
         "через несправність. У середу борт вирушив до місця призначення."),
    (RU, "Airbus A321 рейса Тегеран — Стамбул во вторник совершил вынужденную посадку в Тебризе "
         "из-за неисправности. В среду борт вылетел к месту назначения."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), ONWARD)
def test_on_to_where_it_was_bound_is_a_leg_from_where_it_came_down(lang: str, text: str) -> None:
    assert ends(legs(lang, text)) == [("Tehran", "Istanbul"), ("Tabriz", "Istanbul")]


def test_a_negation_before_a_comma_is_of_another_verb() -> None:
    text = "Ил-76 RA-76502 во вторник вылетел из Минска и, не заходя в Дамаск, сел в Хартуме."
    assert [report.destination for report in legs(RU, text)] == ["Khartoum"]


def test_that_same_day_is_no_togo() -> None:
    text = "Іл-76 RA-76502 у вівторок прилетів із Мінська до Дамаска. Того ж дня він повернувся."
    assert {report.destination_country for report in legs(UK, text)} == {"SY", "BY"}


def test_an_aircraft_lost_flies_no_further() -> None:
    text = "Ил-76 разбился в Мали в субботу. Борт заходил на посадку со стороны Бамако."
    assert [report.outcome for report in legs(RU, text)] == ["crashed"]


STUCK = [
    (UK, "Два транспортники A400M застрягли в Борисполі. У понеділок вони відлетіли до Анкари."),
    (RU, "Два транспортника A400M застряли в Борисполе. В понедельник они улетели в Анкару."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), STUCK)
def test_two_transports_that_left_are_two_legs_from_where_they_were_stuck(lang, text):
    assert ends(legs(lang, text)) == [("Kyiv", "Ankara")] * 2


def test_what_an_aircraft_does_since_a_year_is_no_flight() -> None:
    text = "Boeing 737 EW-001PD завтра вилетить із Мінська до Янгона. Він возить міністрів з 2019."
    assert ends(legs(UK, text)) == [("Minsk", "Yangon")]


@pytest.mark.parametrize("size", [40, 160])
def test_time_grows_with_the_text_alone(size: int) -> None:
    text = "Борт вылетел из Минска туда и обратно, а потом назад в Дамаск, пока не сел. " * size
    started = time.process_time()
    legs(RU, text)
    assert time.process_time() - started < SLOWEST_S


SAME_WAY = [
    (UK, "У понеділок Іл-76 RA-76502 прилетів із Мінська до Москви. "
         "Аналогічний рейс прибув у четвер до Казані."),
    (RU, "В понедельник Ил-76 RA-76502 прилетел из Минска в Москву. "
         "Аналогичный рейс прибыл в четверг в Казань."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), SAME_WAY)
def test_a_flight_like_the_one_before_that_ends_elsewhere_is_a_leg_of_its_own(
    lang: str, text: str
) -> None:
    assert len(legs(lang, text)) == 2

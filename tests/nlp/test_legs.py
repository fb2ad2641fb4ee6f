"""Articles of our own with several legs: what goes on, what came before, what was broken off."""

import time

import pytest

from tests.nlp.told import ends, legs

pytestmark = pytest.mark.model

SLOWEST_S = 10.0


WENT_HOME = [
    ("en", "The Il-76 RA-76502 flew from Moscow to Bamako on Monday. Two days later it went home."),
    ("en", "A Falcon 900 of the government left Accra and landed in Lagos on Tuesday. "
           "It returned on Thursday."),
    ("uk", "Іл-76 RA-76502 у понеділок прилетів із Москви до Бамако. У середу він повернувся."),
    ("uk", "Урядовий Falcon 900 у вівторок вилетів з Аккри й сів у Лагосі. "
           "У четвер повернувся додому."),
    ("ru", "Ил-76 RA-76502 в понедельник прилетел из Москвы в Бамако. Два дня спустя он вернулся."),
    ("ru", "Правительственный Falcon 900 во вторник вылетел из Аккры и сел в Лагосе. "
           "Домой экипаж отправится завтра."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), WENT_HOME)
def test_a_dated_way_home_is_a_leg_that_begins_where_the_first_one_ended(lang, text):
    out, home = legs(lang, text)
    assert home.origin == out.destination
    assert home.destination in (None, out.origin)


WAS_THERE_BEFORE = [
    ("en", "An Il-62M with the number RA-86559 landed in Pyongyang on Tuesday. "
           "The same aircraft had already been in Pyongyang on 1 August."),
    ("uk", "У вівторок у Пхеньяні приземлився Іл-62М з номером RA-86559. "
           "Той самий літак уже був у Пхеньяні 1 серпня."),
    ("ru", "Во вторник в Пхеньяне приземлился Ил-62М с номером RA-86559. "
           "Тот же самолёт уже был в Пхеньяне 1 августа."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), WAS_THERE_BEFORE)
def test_a_day_long_before_on_which_the_aircraft_was_there_is_a_flight_of_its_own(lang, text):
    now, before = legs(lang, text)
    assert now.role == "primary"
    assert before.role == "background"
    assert before.destination == "Pyongyang"
    assert before.arrived is not None
    assert before.arrived.earliest.isoformat() == "2023-08-01"


STANDS_SINCE = [
    ("en", "The Il-62M RA-86559 landed in Pyongyang on Tuesday. It is in Pyongyang still."),
    ("uk", "У вівторок у Пхеньяні приземлився Іл-62М RA-86559. Літак і зараз стоїть у Пхеньяні."),
    ("ru", "Во вторник в Пхеньяне приземлился Ил-62М RA-86559. Самолёт и сейчас стоит в Пхеньяне."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), STANDS_SINCE)
def test_an_aircraft_that_is_still_there_flew_there_once(lang, text):
    assert len(legs(lang, text)) == 1


TWO_PLANNED = [
    ("en", "Two Il-76s of the Russian Air Force are to fly from Moscow to Kabul on Sunday."),
    ("uk", "Два Іл-76 ВКС Росії мають у неділю вилетіти з Москви до Кабула."),
    ("ru", "Два Ил-76 ВКС России должны вылететь в воскресенье из Москвы в Кабул."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), TWO_PLANNED)
def test_two_aircraft_that_are_to_fly_are_two_planned_reports(lang, text):
    reports = legs(lang, text)
    assert [report.status for report in reports] == ["planned", "planned"]
    assert ends(reports) == [("Moscow", "Kabul")] * 2


FLOWN_ON = [
    ("en", "A Boeing 737 of Belavia bound from Minsk to Istanbul turned back on Monday. "
           "After repairs it set out again and reached Istanbul the same evening."),
    ("uk", "Boeing 737 компанії Belavia, що летів у понеділок із Мінська до Стамбула, "
           "здійснив аварійну посадку в Одесі. "
           "Увечері літак продовжив політ і приземлився у Стамбулі."),
    ("ru", "Boeing 737 компании Belavia, летевший в понедельник из Минска в Стамбул, "
           "совершил аварийную посадку в Одессе. "
           "Вечером самолёт продолжил полёт и приземлился в Стамбуле."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), FLOWN_ON)
def test_a_flight_broken_off_that_goes_on_is_two_legs(lang, text):
    first, second = legs(lang, text)
    assert first.outcome in ("turned_back", "diverted")
    assert second.outcome is None
    assert second.destination == "Istanbul"


HELD_AND_FREED = [
    ("uk", "Суданський Ан-12, який у суботу змусили приземлитися єгипетські винищувачі, у середу "
           "вилетів з Каїра до Порт-Судану."),
    ("ru", "Суданский Ан-12, который в субботу заставили сесть египетские истребители, в среду "
           "вылетел из Каира в Порт-Судан."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), HELD_AND_FREED)
def test_fighters_of_a_relative_clause_do_not_fly_in_the_main_one(lang, text):
    forced, freed = legs(lang, text)
    assert forced.outcome == "forced_down"
    assert (freed.origin, freed.destination) == ("Cairo", "Port Sudan")


SERIES = [
    ("en", "The Il-76 RA-76502 flew from Moscow to Bamako on 3 September, 7 September and "
           "12 September."),
    ("uk", "Іл-76 RA-76502 літав із Москви до Бамако 3 вересня, 7 вересня та 12 вересня."),
    ("ru", "Ил-76 RA-76502 летал из Москвы в Бамако 3 сентября, 7 сентября и 12 сентября."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), SERIES)
def test_a_list_of_days_is_a_flight_on_each_of_them(lang, text):
    reports = legs(lang, text)
    assert ends(reports) == [("Moscow", "Bamako")] * 3
    assert [report.departed and report.departed.earliest.day for report in reports] == [3, 7, 12]


def test_a_weekday_with_its_date_is_one_day():
    text = "The Il-76 RA-76502 flew from Moscow to Bamako on Tuesday, 26 September."
    assert len(legs("en", text)) == 1


GAPPED = [
    ("en", "On Monday the Il-96 took the delegation from Moscow to Beijing, on Tuesday to Hanoi "
           "and on Thursday home to Moscow."),
    ("uk", "Іл-96 у понеділок полетів із Москви до Пекіна, у вівторок до Ханоя, "
           "а в четвер назад до Москви."),
    ("ru", "Ил-96 в понедельник полетел из Москвы в Пекин, во вторник в Ханой, "
           "а в четверг домой в Москву."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), GAPPED)
def test_a_verb_left_unsaid_tells_of_a_leg_as_well(lang, text):
    reports = legs(lang, text)
    assert ends(reports) == [("Moscow", "Beijing"), ("Beijing", "Hanoi"), ("Hanoi", "Moscow")]
    assert [report.departed and report.departed.earliest.day for report in reports] == [25, 26, 28]


ONCE_MORE = [
    ("en", "The Il-76 RA-76502 flew from Moscow to Bamako on 3 September. "
           "A second flight followed on 12 September."),
    ("uk", "Іл-76 RA-76502 3 вересня прилетів із Москви до Бамако. "
           "Другий такий рейс відбувся 12 вересня."),
    ("ru", "Ил-76 RA-76502 3 сентября прилетел из Москвы в Бамако. "
           "Второй такой рейс состоялся 12 сентября."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), ONCE_MORE)
def test_a_second_flight_told_by_its_day_has_the_ends_of_the_first(lang, text):
    assert ends(legs(lang, text)) == [("Moscow", "Bamako")] * 2


def test_each_aircraft_of_a_list_has_the_day_told_behind_it():
    text = "N628TS left Austin on 3 September, N272BG on 4 September and N502SX on 5 September."
    told = [(r.registration, r.departed and r.departed.earliest.day) for r in legs("en", text)]
    assert told == [("N628TS", 3), ("N272BG", 4), ("N502SX", 5)]


def test_was_back_in_belongs_to_no_verb_before_it():
    text = (
        "The presidential A340 left Bangkok for Delhi on Monday, then went on to Doha and was "
        "back in Berlin on Wednesday."
    )
    assert ends(legs("en", text)) == [("Bangkok", "Delhi"), ("Delhi", "Doha"), ("Doha", "Berlin")]


@pytest.mark.parametrize("filler", ["3 September, ", "to Hanoi and ", ",  ", " and  "])
def test_long_lists_are_read_in_time_that_grows_with_them(filler):
    start = time.process_time()
    legs("en", "The Il-76 RA-76502 flew from Moscow to Bamako on " + filler * 150 + "Monday.")
    assert time.process_time() - start < SLOWEST_S


HYPHENED = [
    ("en", "The Il-62M RA-86559 did the Vladivostok-Pyongyang hop on Tuesday."),
    ("uk", "Іл-62М RA-86559 у вівторок виконав рейс Владивосток-Пхеньян."),
    ("ru", "Ил-62М RA-86559 во вторник выполнил рейс Владивосток-Пхеньян."),
]


@pytest.mark.parametrize(("lang", "text"), HYPHENED)
def test_two_cities_joined_by_a_hyphen_beside_a_word_of_flying_are_a_route(lang, text):
    assert ends(legs(lang, text)) == [("Vladivostok", "Pyongyang")]


def test_the_place_after_a_stop_for_fuel_is_no_stop():
    text = "The Boeing 757 EX-76112 left Kabul, refuelled in Baku and reached Kyiv on Tuesday."
    assert ends(legs("en", text)) == [("Kabul", "Kyiv")]


def test_what_had_come_from_where_it_goes_back_to_came_to_where_it_was():
    text = (
        "A Boeing 747 freighter, EP-FAB, took off from Minsk for Tehran on Tuesday, two days after "
        "it had flown in. It had arrived from Tehran on Sunday."
    )
    assert set(ends(legs("en", text))) == {("Minsk", "Tehran"), ("Tehran", "Minsk")}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "An Il-76 of Aviacon left Havana on Tuesday. Two days earlier it had landed "
               "there from Caracas. It flew home empty, the crew said."),
        ("uk", "У вівторок із Гавани вилетів Іл-76. За два дні до того він приземлився там із "
               "Каракаса. Додому літак полетів порожнім."),
        ("ru", "Во вторник из Гаваны вылетел Ил-76. За два дня до того он приземлился там из "
               "Каракаса. Домой самолёт полетел пустым."),
    ],
)  # fmt: skip
def test_a_word_of_going_home_goes_on_with_a_flight_of_which_the_start_was_told(lang, text):
    assert len(legs(lang, text)) == 2

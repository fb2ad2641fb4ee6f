"""Which words of an article tell a further leg, or one told before: articles of our own."""

import pytest

from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.types import find_types
from tests.nlp.told import ends, legs

pytestmark = pytest.mark.model

EN, UK, RU = "en", "uk", "ru"


FROM_AND_TO = [
    (EN, "The Il-76 flew from Minsk to Rome on Monday and on Tuesday from Rome to Oslo."),
    (UK, "Іл-76 перелетів із Мінська до Рима в понеділок, а у вівторок — із Рима до Осло."),
    (RU, "Ил-76 перелетел из Минска в Рим в понедельник, а вечером – из Рима в Осло."),
]


@pytest.mark.parametrize(("lang", "text"), FROM_AND_TO)
def test_a_verb_told_once_takes_two_more_ends(lang: str, text: str) -> None:
    assert ends(legs(lang, text)) == [("Minsk", "Rome"), ("Rome", "Oslo")]


OTHER_FIRMS = [
    (EN, "A Wizz Air jet from Milan landed in Riga on Monday. A Ryanair flight from Oslo landed in "
     "Kaunas on Monday."),
    (UK, "Літак Wizz Air з Мілана сів у Ризі в понеділок. Рейс Ryanair з Осло сів у Каунасі в "
     "понеділок."),
    (RU, "Самолет Wizz Air из Милана сел в Риге в понедельник. Рейс Ryanair из Осло сел в Каунасе "
     "в понедельник."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), OTHER_FIRMS)
def test_a_flight_of_another_operator_is_of_another_aircraft(lang: str, text: str) -> None:
    told = legs(lang, text)
    assert [report.operator for report in told] == ["Wizz Air", "Ryanair"]
    assert ends(told) == [("Milan", "Riga"), ("Oslo", "Kaunas")]


def test_satellite_pictures_fly_nowhere() -> None:
    text = (
        "The freighter was an Il-76, EX-76019. Satellite pictures of the base show that it had "
        "left Abu Dhabi on Monday."
    )
    (leg,) = legs(EN, text)
    assert leg.origin == "Abu Dhabi"


def test_what_took_off_and_was_back_elsewhere_flew_once() -> None:
    text = "The Boeing 777 took off from Iqaluit on Monday and was back in Zurich by Tuesday."
    assert ends(legs(EN, text)) == [("Iqaluit", "Zurich")]


def test_what_took_off_again_and_went_back_flew_twice() -> None:
    text = "The Boeing 777 landed in Iqaluit on Monday and was back in Zurich by Tuesday."
    assert len(legs(EN, text)) == 2


def test_where_a_flight_that_turned_back_was_bound_for_may_be_told_later() -> None:
    text = (
        "A Global 6000 turned round over the sea on Tuesday and went back to Nice. The jet had "
        "left Nice for Dubai at 9.40 a.m."
    )
    (leg,) = legs(EN, text)
    assert (leg.origin, leg.destination, leg.outcome) == ("Nice", "Dubai", "turned_back")


LANDED_SHORT = [
    (EN, "A Boeing 737 that left Funchal for Kyiv on Tuesday landed in Chisinau the same day."),
    (UK, "Boeing 737, який у вівторок вилетів із Фуншала до Києва, того ж дня сів у Кишиневі."),
    (RU, "Boeing 737, который во вторник вылетел из Фуншала в Киев, в тот же день сел в Кишиневе."),
]


@pytest.mark.parametrize(("lang", "text"), LANDED_SHORT)
def test_what_left_for_one_place_and_landed_at_another_was_diverted(lang: str, text: str) -> None:
    (leg,) = legs(lang, text)
    assert (leg.origin, leg.destination, leg.outcome) == ("Funchal", "Kyiv", "diverted")


def test_a_stop_on_the_way_diverts_nothing() -> None:
    text = "Ил-76 во вторник вылетел из Минска в Хартум, дозаправился в Джидде и сел в Найроби."
    assert [report.outcome for report in legs(RU, text)] != ["diverted"]


def test_what_was_forced_down_goes_on_at_a_later_hour() -> None:
    text = (
        "A Boeing 737 flying from Athens to Vilnius was forced to land in Minsk on Sunday. It "
        "touched down at 1:16 p.m. after a warning. It left at 8:48 p.m. without five passengers."
    )
    first, second = legs(EN, text)
    assert (first.origin, first.destination) == ("Athens", "Vilnius")
    assert (second.origin, second.destination) == ("Minsk", "Vilnius")


def test_the_hour_a_flight_forced_down_had_left_is_not_of_another() -> None:
    text = (
        "A Boeing 737 flying from Athens to Vilnius was forced to land in Minsk on Sunday. It "
        "touched down at 1:16 p.m. after a warning. It left at 9:48 a.m. with five passengers."
    )
    assert len(legs(EN, text)) == 1


def test_two_planes_both_named_later_are_no_third() -> None:
    text = (
        "Two Russian Air Force aircraft landed in Caracas on Thursday, a witness said. An Il-62 "
        "and an An-124 freighter had left Moscow for Caracas on Wednesday."
    )
    assert sorted(report.type_family or "" for report in legs(EN, text)) == ["An-124", "Il-62"]


LISTED = [
    (EN, "An Il-62 and an An-124 left Moscow for Caracas on Monday. The Il-62 left Caracas for "
     "Havana on Wednesday."),
    (UK, "Іл-62 та Ан-124 вилетіли з Москви до Каракаса в понеділок. Іл-62 вилетів із Каракаса до "
     "Гавани в середу."),
    (RU, "Ил-62 и Ан-124 вылетели из Москвы в Каракас в понедельник. Ил-62 вылетел из Каракаса в "
     "Гавану в среду."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), LISTED)
def test_what_is_listed_before_the_subject_shares_its_verb(lang: str, text: str) -> None:
    told = legs(lang, text)
    assert sorted(report.type_family or "" for report in told) == ["An-124", "Il-62", "Il-62"]
    assert ends(told).count(("Moscow", "Caracas")) == 2


NAMED_BY_TYPE = [
    (UK, "Борт EW-001PB, Boeing 767, сів у Мінську в п'ятницю. У середу до Дубая з Мінська літав "
     "бізнес-джет Challenger 850."),
    (RU, "Борт EW-001PB, Boeing 767, сел в Минске в пятницу. В среду в Дубай из Минска летал "
     "бизнес-джет Challenger 850."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), NAMED_BY_TYPE)
def test_a_noun_that_a_type_follows_is_that_aircraft(lang: str, text: str) -> None:
    told = [report for report in legs(lang, text) if report.destination == "Dubai"]
    assert [report.type_family for report in told] == ["Challenger 850"]


def test_two_planes_of_two_types_are_not_three() -> None:
    text = (
        "Two military aircraft landed in Eindhoven on Monday. The planes, a C-130 Hercules of the "
        "Royal Netherlands Air Force and a C-17, had taken off from Kharkiv at noon."
    )
    assert sorted(report.type_family or "" for report in legs(EN, text)) == ["C-130", "C-17"]


BY_BUS = [
    (EN, "The Boeing 737 from Milan landed in Riga on Tuesday. They were taken on to Vilnius on "
     "Wednesday by bus."),
    (UK, "Boeing 737 з Мілана сів у Ризі у вівторок. Пасажирів у середу повезли до Вільнюса "
     "автобусами."),
    (RU, "Boeing 737 из Милана сел в Риге во вторник. Пассажиров в среду повезли в Вильнюс "
     "автобусами."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), BY_BUS)
def test_what_goes_by_road_flies_nowhere(lang: str, text: str) -> None:
    assert ends(legs(lang, text)) == [("Milan", "Riga")]


def test_trucks_aboard_are_cargo() -> None:
    text = "The Boeing 747 came from Sharjah to Bangui on Tuesday with pick-up trucks and tents."
    assert ends(legs(EN, text)) == [("Sharjah", "Bangui")]


@pytest.mark.parametrize("text", ["«Ил» сел в Минске", "«Іл» сів у Мінську"])
def test_letters_of_a_maker_in_quotation_marks_are_its_aircraft(text: str) -> None:
    (found,) = find_types(text, gazetteers=load_gazetteers())
    assert (found.value, found.flags) == ("Ilyushin", ("manufacturer",))


def test_a_nickname_beside_a_type_is_one() -> None:
    text = "The coffins came on a Dutch Hercules and an Australian C-17."
    found = find_types(text, gazetteers=load_gazetteers())
    assert [item.value for item in found] == ["C-130", "C-17"]


def test_a_person_of_a_maker_s_name_is_no_aircraft() -> None:
    text = "The exchange in which Alex Saab was handed over took place in December."
    assert not find_types(text, gazetteers=load_gazetteers())


def test_what_is_negated_before_but_is_another_verb() -> None:
    text = (
        "The Il-76 RA-76502 landed in Baku on Tuesday. It did not fly home but went on to Ganja "
        "on Wednesday."
    )
    assert ends(legs(EN, text)) == [(None, "Baku"), ("Baku", "Ganja")]


def test_a_maker_that_opens_a_sentence_is_its_aircraft() -> None:
    found = find_types("The same Ilyushin made a run in May.", gazetteers=load_gazetteers())
    assert [item.value for item in found] == ["Ilyushin"]

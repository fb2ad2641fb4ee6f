"""Ends that a leg's own sentence leaves unsaid: headline, the only source, home, who received."""

from datetime import date

import pytest

from tests.nlp.told import legs

pytestmark = pytest.mark.model

TUESDAY = date(2023, 9, 26)


HEADLINES = [
    ("en", "Ilyushin turns up in Bamako", "An Il-76, RA-76502, left Moscow on Tuesday and landed."),
    (
        "uk",
        "Російський літак у Бамако",
        "Іл-76 RA-76502 у вівторок вилетів із Москви й приземлився.",
    ),
    ("ru", "Транспортник в Бамако", "Ил-76 RA-76502 во вторник вылетел из Москвы и приземлился."),
]


@pytest.mark.parametrize(("lang", "title", "text"), HEADLINES)
def test_a_landing_without_a_place_is_where_the_headline_is(lang, title, text):
    (report,) = legs(lang, text, title)
    assert (report.origin, report.destination) == ("Moscow", "Bamako")


def test_a_headline_of_two_places_decides_nothing():
    text = "An Il-76, RA-76502, left Moscow on Tuesday and landed."
    (report,) = legs("en", text, "Talks in Bamako, talks in Niamey")
    assert report.destination is None


def test_the_place_of_a_loss_in_the_headline_is_no_destination():
    text = "An Il-76, RA-76502, left Moscow on Tuesday and crashed."
    (report,) = legs("en", text, "Ilyushin down in Samara")
    assert report.destination is None


def test_the_only_place_something_came_from_is_where_the_only_flight_began():
    text = "An Il-76, RA-76502, landed in Bamako on Tuesday. The crates were from Sevastopol."
    (report,) = legs("en", text)
    assert (report.origin, report.destination) == ("Sevastopol", "Bamako")


WAYS_HOME = [
    ("en", "The Il-76 RA-76502 of the Russian Air Force flew from Chita to Bamako on Monday. "
           "On Thursday it flew home."),
    ("uk", "Іл-76 RA-76502 ВПС Росії в понеділок прилетів із Чити до Бамако. "
           "У четвер він полетів додому."),
    ("ru", "Ил-76 RA-76502 ВКС России в понедельник прилетел из Читы в Бамако. "
           "В четверг он вылетел домой."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), WAYS_HOME)
def test_home_is_a_country_and_no_city(lang, text):
    home = legs(lang, text)[-1]
    assert (home.origin, home.destination, home.destination_country) == ("Bamako", None, "RU")


WAYS_BACK = [
    ("en", "The Il-76 RA-76502 flew from Chita to Bamako on Monday. On Thursday it flew back."),
    ("uk", "Іл-76 RA-76502 у понеділок прилетів із Чити до Бамако. У четвер він вилетів назад."),
    ("ru", "Ил-76 RA-76502 в понедельник прилетел из Читы в Бамако. В четверг он вылетел обратно."),
]


@pytest.mark.parametrize(("lang", "text"), WAYS_BACK)
def test_back_is_where_it_came_from(lang, text):
    assert legs(lang, text)[-1].destination == "Chita"


RECEIVED = [
    ("en", "On Tuesday Bamako airport received the Il-76 RA-76502 from Moscow."),
    ("uk", "У вівторок аеропорт Бамако прийняв Іл-76 RA-76502 із Москви."),
    ("ru", "Во вторник аэропорт Бамако принял Ил-76 RA-76502 из Москвы."),
]


@pytest.mark.parametrize(("lang", "text"), RECEIVED)
def test_the_place_that_receives_a_flight_is_its_destination(lang, text):
    (report,) = legs(lang, text)
    assert report.destination == "Bamako"


GOALS = [
    ("en", "The Il-76 RA-76502 left Moscow on Tuesday. Its destination was Bamako."),
    ("uk", "Іл-76 RA-76502 у вівторок вилетів із Москви. Пунктом призначення був Бамако."),
    ("ru", "Ил-76 RA-76502 во вторник вылетел из Москвы. Пунктом назначения был Бамако."),
]


@pytest.mark.parametrize(("lang", "text"), GOALS)
def test_words_of_destination_name_where_a_flight_was_to_end(lang, text):
    (report,) = legs(lang, text)
    assert (report.origin, report.destination) == ("Moscow", "Bamako")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Il-76 RA-76502 took off on Tuesday, the ministry in Moscow says."),
        ("uk", "Іл-76 RA-76502 вилетів у вівторок, кажуть у посольстві в Києві."),
        ("ru", "Ил-76 RA-76502 вылетел во вторник, говорят в посольстве в Москве."),
    ],
)
def test_the_seat_of_an_office_is_no_end_of_a_flight(lang, text):
    for report in legs(lang, text):
        assert report.origin is None
        assert report.destination is None


TOLD_ON = [
    ("en", "On Tuesday two aircraft left Moscow. The Il-76 RA-76502 flew to Samara."),
    ("uk", "У вівторок із Москви вирушили два літаки. Іл-76 RA-76502 перелетів до Самари."),
    ("ru", "Во вторник из Москвы ушли два самолёта. Ил-76 RA-76502 перелетел в Самару."),
]


@pytest.mark.parametrize(("lang", "text"), TOLD_ON)
def test_a_flight_without_a_day_is_of_the_day_the_telling_was_at(lang, text):
    there = [report for report in legs(lang, text) if report.destination == "Samara"]
    assert [report.departed and report.departed.earliest for report in there] == [TUESDAY]


def test_a_supposed_flight_without_a_day_stays_without_one():
    text = "Talks ended on Tuesday. The Il-76 RA-76502 could fly from Moscow to Samara."
    for report in legs("en", text):
        assert report.departed is None
        assert report.arrived is None


BESIDE = [
    ("en", "The Il-76 RA-76502 left Samara on Tuesday and passed close to Manado."),
    ("uk", "Іл-76 RA-76502 у вівторок вилетів із Самари й розвернувся неподалік від Гомеля."),
    ("ru", "Ил-76 RA-76502 во вторник вылетел из Самары и развернулся недалеко от Гомеля."),
]


@pytest.mark.parametrize(("lang", "text"), BESIDE)
def test_a_place_passed_close_by_is_no_end(lang, text):
    for report in legs(lang, text):
        assert report.origin == "Samara"
        assert report.destination is None


CITIES = [
    ("en", "The Il-76 RA-76502 flew from Aswan to Bunia on Tuesday.", "Aswan", "Bunia"),
    ("en", "The C-17 07-7178 flew from Charleroi to Bydgoszcz on Tuesday.",
     "Charleroi", "Bydgoszcz"),
    ("uk", "Іл-76 RA-76502 у вівторок перелетів з Асуана до Кісангані.", "Aswan", "Kisangani"),
    ("uk", "Іл-76 RA-76502 у вівторок перелетів із Петрозаводська до Орська.",
     "Petrozavodsk", "Orsk"),
    ("ru", "Ил-76 RA-76502 во вторник перелетел из Бериславля в Кидаль.", None, "Kidal"),
    ("ru", "Ил-76 RA-76502 во вторник перелетел из Чунцина в Оренбург.", "Chongqing", "Orenburg"),
    ("ru", "Ил-76 RA-76502 во вторник перелетел из Гумрака в Эль-Обейд.",
     "Volgograd", "El Obeid"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "origin", "destination"), CITIES)
def test_cities_of_such_news_are_known_in_all_languages(lang, text, origin, destination):
    (report,) = legs(lang, text)
    assert (report.origin, report.destination) == (origin, destination)

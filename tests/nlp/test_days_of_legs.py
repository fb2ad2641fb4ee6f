"""On which day a leg begins and ends: clocks of other zones, newsrooms, days told once for both."""

from datetime import UTC, date, datetime

import pytest

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.dates import find_dates, resolve
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Article, DateSpan, Report, stable_id

pytestmark = pytest.mark.model

FRIDAY_NIGHT = datetime(2023, 9, 29, 22, 15, tzinfo=UTC)  # Saturday in Kyiv, Seoul and Tehran
MONDAY = date(2023, 9, 25)
TUESDAY = date(2023, 9, 26)


def reports(lang: str, text: str, published: datetime = FRIDAY_NIGHT) -> tuple[Report, ...]:
    article = Article(
        article_id=stable_id("art", text),
        page_id="pag_synthetic",
        url="https://outlet.example/days",
        outlet="Outlet (synthetic)",
        lang=lang,
        title="",
        text=text,
        published_at=published,
        published_precision="instant",
        published_basis="synthetic",
        fetched_at=published,
        gate="in",
    )
    nlp, gazetteers = pipeline_for(lang), load_gazetteers()
    return annotate(article, nlp=nlp, gazetteers=gazetteers, learned=False).reports


def only(lang: str, text: str, published: datetime = FRIDAY_NIGHT) -> Report:
    (report,) = reports(lang, text, published)
    return report


def day(span: DateSpan | None) -> date | None:
    return span.latest if span is not None and span.earliest == span.latest else None


LATE_IN_UTC = [
    ("en", "The Il-76 RA-76502 landed in Pyongyang on Monday at 22:40 UTC."),
    ("uk", "Іл-76 RA-76502 приземлився в Пхеньяні в понеділок о 22:40 UTC."),
    ("ru", "Ил-76 RA-76502 приземлился в Пхеньяне в понедельник в 22:40 UTC."),
]


@pytest.mark.parametrize(("lang", "text"), LATE_IN_UTC)
def test_a_clock_of_another_zone_tells_the_day_of_the_place(lang, text):
    assert day(only(lang, text).arrived) == TUESDAY


def test_each_end_has_the_calendar_of_its_own_place():
    report = only("en", "The Il-76 RA-76502 flew from London to Seoul on Monday at 20:00 UTC.")
    assert (day(report.departed), day(report.arrived)) == (MONDAY, TUESDAY)


def test_a_weekday_already_begun_at_the_place_is_today_there():
    report = only("en", "The Il-76 RA-76502 landed in Seoul on Saturday, an official said.")
    assert day(report.arrived) == date(2023, 9, 30)


@pytest.mark.parametrize(
    ("lang", "text", "today"),
    [
        ("uk", "Сьогодні Іл-76 RA-76502 прилетів з Мінська до Києва.", date(2023, 9, 30)),
        ("ru", "Сегодня Ил-76 RA-76502 прилетел из Минска в Москву.", date(2023, 9, 30)),
        ("en", "The Il-76 RA-76502 flew from Minsk to Moscow today.", date(2023, 9, 29)),
    ],
)
def test_today_is_the_day_of_the_newsroom(lang, text, today):
    assert day(only(lang, text).arrived) == today


TOLD_BEHIND = [
    ("en", "Having left Minsk at 12:40, the Il-76 RA-76502 landed in Moscow on Tuesday."),
    ("en", "The Il-76 RA-76502 left Minsk shortly before noon and landed in Moscow on Tuesday."),
    ("uk", "Іл-76 RA-76502 вилетів із Мінська вдень і приземлився в Москві у вівторок."),
    ("ru", "Ил-76 RA-76502 вылетел из Минска утром и приземлился в Москве во вторник."),
]


@pytest.mark.parametrize(("lang", "text"), TOLD_BEHIND)
def test_an_hour_takes_the_day_that_stands_behind_it_in_the_sentence(lang, text):
    report = only(lang, text)
    assert (day(report.departed), day(report.arrived)) == (TUESDAY, TUESDAY)


PART_OF_THE_DAY = [
    ("en", "The Il-76 RA-76502 landed in Moscow on Tuesday. It had left Minsk before dawn."),
    ("uk", "Іл-76 RA-76502 сів у Москві у вівторок. Вилетів він із Мінська на світанку."),
    ("ru", "Ил-76 RA-76502 сел в Москве во вторник. Вылетел он из Минска на рассвете."),
]


@pytest.mark.parametrize(("lang", "text"), PART_OF_THE_DAY)
def test_a_part_of_the_day_belongs_to_the_day_told_before(lang, text):
    assert day(only(lang, text).departed) == TUESDAY


def test_a_landing_told_alone_dates_no_departure():
    assert only("en", "The Il-76 RA-76502 landed in Moscow on Tuesday.").departed is None


SERIES = [
    ("en", "flights on Sept. 3, 7 and 12", [3, 7, 12]),
    ("en", "seen on 3, 7, 9, and 12 September", [3, 7, 9, 12]),
    ("uk", "рейси 3, 7 та 12 вересня", [3, 7, 12]),
    ("ru", "рейсы 3, 7 и 12 сентября", [3, 7, 12]),
]


@pytest.mark.parametrize(("lang", "text", "days"), SERIES)
def test_every_day_of_a_series_has_the_month_told_once(lang, text, days):
    found = find_dates(text, lang=lang)
    spans = [resolve(item, published=FRIDAY_NIGHT) for item in found]
    assert [span and span.earliest for span in spans] == [date(2023, 9, day) for day in days]


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("en", "It left at half past nine in the evening.", "half past nine in the evening"),
        ("en", "It left at a quarter to six.", "a quarter to six"),
        ("en", "It landed at 0640 local (0340Z).", "0340Z"),
        ("en", "It rose shortly before midnight.", "before midnight"),
        ("uk", "Він злетів о пів на десяту ранку.", "о пів на десяту ранку"),
        ("uk", "Він сів увечері.", "увечері"),
        ("ru", "Он взлетел в половине десятого вечера.", "в половине десятого вечера"),
        ("ru", "Он сел днём.", "днём"),
    ],
)
def test_clock_times_in_words_are_found(lang, text, words):
    assert [(item.kind, item.text) for item in find_dates(text, lang=lang)] == [("clock", words)]


def test_a_day_earlier_is_no_part_of_the_day():
    (found,) = find_dates("Днём ранее он вылетел.", lang="ru")
    assert (found.kind, found.offset, found.direction) == ("event", 1, "past")


ONLY_STARTED = [
    ("uk", "Іл-76 RA-76502 у вівторок узяв курс із Мінська на Омськ."),
    ("ru", "Ил-76 RA-76502 во вторник взял курс из Минска на Омск."),
    ("ru", "Ил-76 RA-76502 во вторник полетел из Минска в Омск."),
    ("uk", "Іл-76 RA-76502 у вівторок полетів із Мінська до Омська."),
]


@pytest.mark.parametrize(("lang", "text"), ONLY_STARTED)
def test_setting_course_dates_the_departure_alone(lang, text):
    report = only(lang, text)
    assert (day(report.departed), report.arrived) == (TUESDAY, None)


BROUGHT = [
    ("uk", "У вівторок Іл-76 RA-76502 привіз до Борисполя вантаж."),
    ("ru", "Во вторник Ил-76 RA-76502 привёз в Минск груз."),
]


@pytest.mark.parametrize(("lang", "text"), BROUGHT)
def test_bringing_something_dates_the_arrival_alone(lang, text):
    report = only(lang, text)
    assert (report.departed, day(report.arrived)) == (None, TUESDAY)


def test_a_supposed_flight_is_dated_by_its_start():
    report = only("en", "The Il-76 RA-76502 could fly from Minsk to Omsk on Sunday.")
    assert (report.departed is not None, report.arrived) == (True, None)


WAYS_BACK = [
    ("en", "On Monday the Il-76 RA-76502 flew from Minsk to Oslo. It went home on Tuesday."),
    ("uk", "У понеділок Іл-76 RA-76502 полетів з Мінська до Осло. У вівторок він повернувся."),
    ("ru", "В понедельник Ил-76 RA-76502 слетал из Минска в Осло. Во вторник он вернулся домой."),
]


@pytest.mark.parametrize(("lang", "text"), WAYS_BACK)
def test_a_way_back_told_by_its_day_took_off_and_landed_on_it(lang, text):
    back = reports(lang, text)[1]
    assert (day(back.departed), day(back.arrived)) == (TUESDAY, TUESDAY)


def test_a_year_named_in_passing_is_not_the_day_of_a_clock_time():
    report = only(
        "en",
        "The Il-76 RA-76502 landed in Minsk on Monday. Its owner has been under sanctions since "
        "2019. In the evening it unloaded.",
    )
    assert day(report.arrived) == MONDAY


def test_two_parts_of_a_day_are_the_times_of_two_events():
    report = only(
        "ru",
        "Ил-76 RA-76502, вылетевший из Минска в понедельник утром, около одиннадцати вечера "
        "приземлился в Анкаре.",
    )
    assert (day(report.departed), day(report.arrived)) == (MONDAY, MONDAY)


ENDS_BEHIND = [
    ("en", "The Il-76 RA-76502 left Minsk on Monday at 22:10, and by 01:30 stood in Ankara."),
    ("en", "The Il-76 RA-76502 left for Ankara late on Monday. Two hours later tea was served."),
    ("uk", "Іл-76 RA-76502 вилетів з Мінська в понеділок о 22:10, а о 01:30 гостей вітали вдома."),
    ("ru", "Ил-76 RA-76502 вылетел из Минска в понедельник, а к полудню гостей ждали в Анкаре."),
]


@pytest.mark.parametrize(("lang", "text"), ENDS_BEHIND)
def test_a_time_behind_a_departure_that_no_verb_of_motion_takes_is_that_of_its_end(lang, text):
    report = only(lang, text)
    assert day(report.departed) == MONDAY
    assert day(report.arrived) == (TUESDAY if "01:30" in text else MONDAY)


@pytest.mark.parametrize(
    "text",
    [
        "The Il-76 RA-76502 left Minsk for Ankara within the hour on Monday.",
        "The Il-76 RA-76502 left Minsk for Ankara on Monday, the ministry said on Tuesday.",
        "The Il-76 RA-76502 left Minsk for Ankara on Monday, the day before it had stood idle.",
        "The Il-76 RA-76502 left Minsk for Ankara on Monday, two hours after a drone alarm.",
    ],
)
def test_other_times_behind_a_departure_date_no_arrival(text):
    report = only("en", text)
    assert (day(report.departed), report.arrived) == (MONDAY, None)


LOST_ON_LANDING = [
    ("en", "On Monday the Il-76 RA-76502 from Minsk crashed in Gao: it overran the runway."),
    ("ru", "В понедельник Ил-76 RA-76502 разбился в Гао: при посадке он выкатился с полосы."),
]


@pytest.mark.parametrize(("lang", "text"), LOST_ON_LANDING)
def test_a_crash_on_landing_dates_the_arrival_by_any_of_its_words(lang, text):
    report = only(lang, text)
    assert (report.outcome, report.departed, day(report.arrived)) == ("crashed", None, MONDAY)


def test_what_only_came_down_elsewhere_was_not_told_to_leave():
    report = only(
        "ru",
        "Ил-76 RA-76502, летевший из Минска в Анкару, ушёл на запасной аэродром и в понедельник "
        "приземлился в Измире.",
    )
    assert (report.outcome, report.departed, day(report.arrived)) == ("diverted", None, MONDAY)


def test_there_and_back_in_one_verb_dates_both_ends():
    report = only("ru", "В понедельник Ил-76 RA-76502 слетал из Минска в Анкару.")
    assert (day(report.departed), day(report.arrived)) == (MONDAY, MONDAY)

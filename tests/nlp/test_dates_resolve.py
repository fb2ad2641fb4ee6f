"""What days the words of a date mean, given publication, the event told before and the tense."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfoNotFoundError

import pytest

from pipeline.nlp.dates import DateExpression, find_dates, resolve
from pipeline.records import DateSpan

# A Friday, as in the seed article: the aircraft came on Tuesday 26 and left on Thursday 28.
FRIDAY = datetime(2023, 9, 29, 12, 0, tzinfo=UTC)
TUESDAY_EVENT = DateSpan(
    earliest=date(2023, 9, 26), latest=date(2023, 9, 26), text="Tuesday", basis="test"
)


def only(text: str, lang: str) -> DateExpression:
    (found,) = find_dates(text, lang=lang)
    return found


def days(span: DateSpan | None) -> str | None:
    return f"{span.earliest}/{span.latest}" if span else None


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "on Tuesday", "2023-09-26/2023-09-26"),
        ("en", "on Friday", "2023-09-29/2023-09-29"),
        ("en", "on Saturday", "2023-09-23/2023-09-23"),
        ("en", "last Thursday", "2023-09-21/2023-09-21"),
        ("en", "next Thursday", "2023-10-05/2023-10-05"),
        ("en", "Thursday of last week", "2023-09-21/2023-09-21"),
        ("en", "this week", "2023-09-25/2023-09-29"),
        ("en", "last week", "2023-09-18/2023-09-24"),
        ("en", "the week before last", "2023-09-11/2023-09-17"),
        ("en", "next week", "2023-10-02/2023-10-08"),
        ("en", "over the weekend", "2023-09-23/2023-09-24"),
        ("en", "in August", "2023-08-01/2023-08-31"),
        ("en", "in October", "2022-10-01/2022-10-31"),
        ("en", "early August", "2023-08-01/2023-08-10"),
        ("en", "mid-August", "2023-08-11/2023-08-20"),
        ("en", "late February", "2023-02-21/2023-02-28"),
        ("en", "in the last week of August", "2023-08-25/2023-08-31"),
        ("en", "26 September", "2023-09-26/2023-09-26"),
        ("en", "2 October", "2023-10-02/2023-10-02"),
        ("en", "3 December", "2022-12-03/2022-12-03"),
        ("en", "Monday, 4 December", "2023-12-04/2023-12-04"),
        ("en", "on the 26th", "2023-09-26/2023-09-26"),
        ("en", "on the 30th.", "2023-08-30/2023-08-30"),
        ("en", "Saturday the 23rd", "2023-09-23/2023-09-23"),
        ("en", "from 30 December to 2 January", "2022-12-30/2023-01-02"),
        ("en", "from 30 to 2 September", "2023-08-30/2023-09-02"),
        ("en", "on the night of 25 to 26 September", "2023-09-25/2023-09-26"),
        ("en", "in the night of Tuesday to Wednesday", "2023-09-26/2023-09-27"),
        ("en", "on the night to Monday", "2023-09-24/2023-09-25"),
        ("en", "overnight", "2023-09-28/2023-09-29"),
        ("en", "tonight", "2023-09-29/2023-09-29"),
        ("en", "last night", "2023-09-28/2023-09-28"),
        ("en", "last night at 2 a.m.", "2023-09-29/2023-09-29"),
        ("en", "31 July–2 August", "2023-07-31/2023-08-02"),
        ("en", "July 31-Aug. 2", "2023-07-31/2023-08-02"),
        ("en", "on 30/31 July", "2023-07-30/2023-07-31"),
        ("en", "over the past 24 hours", "2023-09-28/2023-09-29"),
        ("en", "yesterday morning", "2023-09-28/2023-09-28"),
        ("en", "the day before yesterday", "2023-09-27/2023-09-27"),
        ("en", "three days ago", "2023-09-26/2023-09-26"),
        ("en", "two months ago", "2023-07-01/2023-07-31"),
        ("en", "earlier this month", "2023-09-01/2023-09-29"),
        ("en", "later this month", "2023-09-29/2023-09-30"),
        ("en", "in 2016", "2016-01-01/2016-12-31"),
        ("en", "early 2020", "2020-01-01/2020-04-30"),
        ("en", "in the winter of 2022", "2022-12-01/2023-02-28"),
        ("en", "last summer", "2023-06-01/2023-08-31"),
        ("en", "in May last year", "2022-05-01/2022-05-31"),
        ("en", "since 29 February 2024", "2024-02-29/2024-02-29"),
        ("uk", "у вівторок вранці", "2023-09-26/2023-09-26"),
        ("uk", "минулого четверга", "2023-09-21/2023-09-21"),
        ("uk", "у наступний четвер", "2023-10-05/2023-10-05"),
        ("uk", "на початку серпня", "2023-08-01/2023-08-10"),
        ("uk", "наприкінці листопада", "2022-11-21/2022-11-30"),
        ("uk", "торік у серпні", "2022-08-01/2022-08-31"),
        ("uk", "у ніч на 26 вересня", "2023-09-25/2023-09-26"),
        ("uk", "з 24 на 25 вересня", "2023-09-24/2023-09-25"),
        ("uk", "26.09.2023", "2023-09-26/2023-09-26"),
        ("uk", "на вихідних", "2023-09-23/2023-09-24"),
        ("uk", "наприкінці минулого тижня", "2023-09-22/2023-09-24"),
        ("ru", "в прошлый четверг", "2023-09-21/2023-09-21"),
        ("ru", "во вторник", "2023-09-26/2023-09-26"),
        ("ru", "в начале августа", "2023-08-01/2023-08-10"),
        ("ru", "в конце августа", "2023-08-21/2023-08-31"),
        ("ru", "в первой декаде августа", "2023-08-01/2023-08-10"),
        ("ru", "в ночь на прошлую среду", "2023-09-26/2023-09-27"),
        ("ru", "на прошлой неделе", "2023-09-18/2023-09-24"),
        ("ru", "минувшей ночью", "2023-09-28/2023-09-29"),
        ("ru", "за последние сутки", "2023-09-28/2023-09-29"),
        ("ru", "в четверг на прошлой неделе", "2023-09-21/2023-09-21"),
        ("ru", "26 сент. 2023", "2023-09-26/2023-09-26"),
        ("ru", "29.09.23", "2023-09-29/2023-09-29"),
        ("ru", "неделю назад", "2023-09-22/2023-09-22"),
        ("ru", "26 сентября 2023 года", "2023-09-26/2023-09-26"),
    ],
)
def test_words_told_in_the_past_mean_these_days(lang: str, text: str, expected: str) -> None:
    assert days(resolve(only(text, lang), published=FRIDAY)) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "on Tuesday", "2023-10-03/2023-10-03"),
        ("en", "by Wednesday", "2023-09-29/2023-10-04"),
        ("en", "this week", "2023-09-29/2023-10-01"),
        ("en", "at the weekend", "2023-09-30/2023-10-01"),
        ("en", "in August", "2024-08-01/2024-08-31"),
        ("en", "3 December", "2023-12-03/2023-12-03"),
        ("en", "20 September", "2023-09-20/2023-09-20"),
        ("en", "on the 26th", "2023-10-26/2023-10-26"),
        ("en", "before the month is out", "2023-09-29/2023-09-30"),
        ("en", "in two weeks", "2023-10-13/2023-10-13"),
        ("uk", "до 2 жовтня", "2023-09-29/2023-10-02"),
        ("ru", "в ночь на вторник", "2023-10-02/2023-10-03"),
    ],
)
def test_words_of_what_is_to_come_mean_these_days(lang: str, text: str, expected: str) -> None:
    assert days(resolve(only(text, lang), published=FRIDAY, future=True)) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "two days later", "2023-09-28/2023-09-28"),
        ("en", "after two days", "2023-09-28/2023-09-28"),
        ("en", "36 hours later", "2023-09-27/2023-09-28"),
        ("en", "hours later", "2023-09-26/2023-09-26"),
        ("en", "three hours later", "2023-09-26/2023-09-26"),
        ("en", "the next day", "2023-09-27/2023-09-27"),
        ("en", "the evening before", "2023-09-25/2023-09-25"),
        ("en", "the same day", "2023-09-26/2023-09-26"),
        ("en", "a few days later", "2023-09-28/2023-10-01"),
        ("en", "a month later", "2023-10-01/2023-10-31"),
        ("en", "the same month", "2023-09-01/2023-09-30"),
        ("en", "the following Monday", "2023-10-02/2023-10-02"),
        ("en", "21:50", "2023-09-26/2023-09-26"),
        ("uk", "через два дні", "2023-09-28/2023-09-28"),
        ("uk", "за два дні", "2023-09-28/2023-09-28"),
        ("uk", "наступного дня", "2023-09-27/2023-09-27"),
        ("uk", "того ж дня", "2023-09-26/2023-09-26"),
        ("ru", "два дня спустя", "2023-09-28/2023-09-28"),
        ("ru", "на следующий день", "2023-09-27/2023-09-27"),
        ("ru", "тремя днями ранее", "2023-09-23/2023-09-23"),
        ("ru", "в тот же день", "2023-09-26/2023-09-26"),
    ],
)
def test_words_that_hang_on_an_event_follow_it_and_never_publication(
    lang: str, text: str, expected: str
) -> None:
    found = only(text, lang)
    assert found.hangs_on_event
    assert days(resolve(found, published=FRIDAY, anchor=TUESDAY_EVENT)) == expected
    if found.kind != "clock":
        assert resolve(found, published=FRIDAY) is None
        assert resolve(found, published=FRIDAY, future=True) is None


@pytest.mark.parametrize(("lang", "text"), [("uk", "напередодні"), ("ru", "накануне вечером")])
def test_the_eve_is_that_of_the_event_and_without_one_that_of_publication(
    lang: str, text: str
) -> None:
    found = only(text, lang)
    assert days(resolve(found, published=FRIDAY, anchor=TUESDAY_EVENT)) == "2023-09-25/2023-09-25"
    alone = resolve(found, published=FRIDAY)
    assert alone is not None
    assert (days(alone), alone.basis) == ("2023-09-28/2023-09-28", "eve of publication")


def test_by_a_day_in_the_past_runs_from_the_event_told_before() -> None:
    found = only("it was on the ground by 28 September", "en")
    assert days(resolve(found, published=FRIDAY, anchor=TUESDAY_EVENT)) == "2023-09-26/2023-09-28"
    assert days(resolve(found, published=FRIDAY)) == "2023-09-28/2023-09-28"


@pytest.mark.parametrize(
    ("lang", "text", "tz", "expected"),
    [
        ("en", "19:40 UTC on Thursday", "Asia/Ho_Chi_Minh", "2023-09-29/2023-09-29"),
        ("en", "19:40 UTC on Thursday", "Europe/Moscow", "2023-09-28/2023-09-28"),
        ("en", "at 0130 Moscow time on 26 September", "UTC", "2023-09-25/2023-09-25"),
        ("en", "31 July, Moscow time", "Asia/Pyongyang", "2023-07-31/2023-08-01"),
        ("en", "12:10 local time on Tuesday", "Asia/Pyongyang", "2023-09-26/2023-09-26"),
        ("uk", "у понеділок о 23:00 за берлінським часом", "Asia/Dubai", "2023-09-26/2023-09-26"),
        ("ru", "28 сентября в 03:10 по московскому времени", "UTC", "2023-09-28/2023-09-28"),
    ],
)
def test_a_time_stated_in_another_zone_is_the_day_of_the_place(
    lang: str, text: str, tz: str, expected: str
) -> None:
    assert days(resolve(only(text, lang), published=FRIDAY, tz=tz)) == expected


def test_a_clock_time_decides_which_half_of_a_night() -> None:
    late = only("в ночь на 26 сентября, в 23:10", "ru")
    early = only("в ночь на 26 сентября, в 1:30", "ru")
    assert days(resolve(late, published=FRIDAY)) == "2023-09-25/2023-09-25"
    assert days(resolve(early, published=FRIDAY)) == "2023-09-26/2023-09-26"


def test_a_clock_time_alone_is_the_last_one_before_publication_where_both_hours_are_known() -> None:
    found = only("в 22:40 по Москве", "ru")
    evening = datetime(2025, 7, 31, 20, 20, tzinfo=UTC)
    morning = datetime(2025, 7, 31, 6, 0, tzinfo=UTC)
    assert days(resolve(found, published=evening)) == "2025-07-31/2025-07-31"
    assert days(resolve(found, published=morning)) == "2025-07-30/2025-07-30"
    assert resolve(found, published=datetime(2025, 7, 31, tzinfo=UTC)) is None


def test_an_eastern_outlet_counts_from_its_own_day() -> None:
    late = datetime(2023, 9, 29, 22, 0, tzinfo=UTC)
    found = only("сегодня", "ru")
    span = resolve(found, published=late, published_local=date(2023, 9, 30))
    assert days(span) == "2023-09-30/2023-09-30"


def test_tuesday_with_no_date_anywhere_is_unknown() -> None:
    assert resolve(only("on Tuesday", "en"), published=None) is None
    assert resolve(only("last month", "en"), published=None) is None
    assert days(resolve(only("26 September 2023", "en"), published=None)) == "2023-09-26/2023-09-26"


def test_a_day_that_no_calendar_has_is_unknown() -> None:
    assert resolve(only("31 February 2023", "en"), published=FRIDAY) is None
    assert resolve(only("30 February", "en"), published=FRIDAY) is None


def test_the_span_carries_the_words_and_a_stable_basis() -> None:
    span = resolve(only("It landed on Tuesday morning.", "en"), published=FRIDAY)
    assert span == DateSpan(
        earliest=date(2023, 9, 26),
        latest=date(2023, 9, 26),
        text="Tuesday morning",
        basis="weekday before publication",
    )


def test_a_place_in_no_known_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        resolve(only("19:40 UTC on Thursday", "en"), published=FRIDAY, tz="Mars/Olympus")


def test_a_day_without_a_month_is_the_one_closest_to_the_event_told_before() -> None:
    for text, expected in (("on the 28th", "2023-09-28"), ("on the 2nd", "2023-10-02")):
        span = resolve(only(text, "en"), published=FRIDAY, anchor=TUESDAY_EVENT)
        assert days(span) == f"{expected}/{expected}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26 травня", "2021-05-26/2021-05-26"),
        ("1 червня", "2021-06-01/2021-06-01"),
        ("26 вересня", "2023-09-26/2023-09-26"),  # too far on: of the year of publication
    ],
)
def test_a_date_close_behind_one_told_with_its_year_is_of_that_year(
    text: str, expected: str
) -> None:
    told = resolve(only("23 травня 2021 року", "uk"), published=FRIDAY)
    assert days(resolve(only(text, "uk"), published=FRIDAY, anchor=told)) == expected


@pytest.mark.parametrize(("lang", "text"), [("ru", "на субботу"), ("uk", "на суботу")])
def test_a_flight_set_for_a_weekday_is_set_for_the_next_one(lang: str, text: str) -> None:
    assert days(resolve(only(text, lang), published=FRIDAY)) == "2023-09-30/2023-09-30"


def test_the_weekday_of_publication_is_a_week_on_behind_a_plan_of_a_later_day() -> None:
    plan = DateSpan(
        earliest=date(2023, 10, 3), latest=date(2023, 10, 3), text="Tuesday", basis="test"
    )
    found = only("on Friday", "en")
    assert days(resolve(found, published=FRIDAY, future=True)) == "2023-09-29/2023-09-29"
    span = resolve(found, published=FRIDAY, anchor=plan, future=True)
    assert days(span) == "2023-10-06/2023-10-06"


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "in August of the same year", "2019-08-01/2019-08-31"),
        ("en", "in August that year", "2019-08-01/2019-08-31"),
        ("en", "26 September of that year", "2019-09-26/2019-09-26"),
        ("en", "September 26 of the same year", "2019-09-26/2019-09-26"),
        ("uk", "у серпні того ж року", "2019-08-01/2019-08-31"),
        ("uk", "26 вересня того самого року", "2019-09-26/2019-09-26"),
        ("ru", "в августе того же года", "2019-08-01/2019-08-31"),
        ("ru", "26 сентября того же года", "2019-09-26/2019-09-26"),
    ],
)
def test_the_same_year_is_that_of_the_event_told_before(
    lang: str, text: str, expected: str
) -> None:
    told = DateSpan(
        earliest=date(2019, 5, 13), latest=date(2019, 5, 13), text="13.05.2019", basis="full date"
    )
    assert days(resolve(only(text, lang), published=FRIDAY, anchor=told)) == expected
    assert resolve(only(text, lang), published=FRIDAY) is None

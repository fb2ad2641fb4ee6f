import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.dateline import days_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Posted on 7 June 2011 at 3:20 pm by desk", ["2011-06-07T15:20:00"]),
        ("June 7th, 2011", ["2011-06-07"]),
        ("Wednesday, March 5, 2014 - 17:20", ["2014-03-05T17:20:00"]),
        ("Tue Jan 12, 2010 12:05am", ["2010-01-12T00:05:00"]),
        ("7 червня 2011 року, 09:05", ["2011-06-07T09:05:00"]),
        ("Вівторок, 7 червня 2011 | 9:05", ["2011-06-07T09:05:00"]),
        ("7 июня 2011 г. в 09:05", ["2011-06-07T09:05:00"]),
        ("07 нояб. 2024", ["2024-11-07"]),
        ("07.06.2011", ["2011-06-07"]),
        ("7-06-2011, 19:40", ["2011-06-07T19:40:00"]),
        ("2011-06-07 19:40", ["2011-06-07T19:40:00"]),
        ("Опубликовано: 07/06/2011", ["2011-06-07"]),
        ("Tue, 06/07/2011 - 10:10", ["2011-06-07T10:10:00"]),
        ("25/06/2011", ["2011-06-25"]),
        ("06/25/2011", ["2011-06-25"]),
        ("2011年06月07日", ["2011-06-07"]),
        ("2011년 6월 7일 09:05", ["2011-06-07T09:05:00"]),
        ("الثلاثاء 7 حزيران / يونيو 2011 09:22 مساءً", ["2011-06-07"]),
        ("7 June 2011 10:00 EST", ["2011-06-07"]),
        ("5 May 2011, changed 6 May 2011", ["2011-05-05", "2011-05-06"]),
    ],
)
def test_dates_of_bylines_are_read(text: str, found: list[str]) -> None:
    assert list(days_in(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "06/07/2011",  # nothing tells which is the month
        "7 June, 08:50",
        "June 2011",
        "31.02.2011",
        "12345678",
        "tel. 044/279-01-52",
        "version 1.2.2011.4",
        "17 May be the last of 2011 seats",
    ],
)
def test_what_is_no_whole_date_is_none(text: str) -> None:
    assert list(days_in(text)) == []


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for found in days_in(text):
        assert len(found) in (10, 19)


def test_long_texts_take_time_in_proportion() -> None:
    started = time.process_time()
    for text in ("1 may " * 20_000, "1.1." * 30_000, "12:00 " * 20_000, "may 1st, " * 20_000):
        assert list(days_in(text)) == []
    assert time.process_time() - started < 5

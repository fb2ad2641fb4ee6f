"""Feed times: each form with the instant it means, or with none."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.crawl.times import feed_time

NOW = datetime(2023, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("Tue, 26 Sep 2023 10:00:00 +0300", "2023-09-26 07:00:00"),
        ("Tue, 26 Sep 2023 10:00:00 +03:00", "2023-09-26 07:00:00"),
        ("Tue, 26 Sep 2023 10:00:00 GMT", "2023-09-26 10:00:00"),
        ("Tue, 26 Sep 2023 10:00:00 Z", "2023-09-26 10:00:00"),
        ("26 Sep 2023 10:00 EEST", "2023-09-26 07:00:00"),
        ("Tue, 26 Dec 2022 10:00:00 EET", "2022-12-26 08:00:00"),
        ("Tue, 26 Sep 2023 10:00:00 MSK", "2023-09-26 07:00:00"),
        ("Tue, 26 Sep 2023 10:00:00 +0300 (MSK)", "2023-09-26 07:00:00"),
        ("Tue, 26 Sep 2023 10:00:00 EDT", "2023-09-26 14:00:00"),
        ("Thu,28 Jul 2022 4:35:5 GMT+9", "2022-07-27 19:35:05"),
        ("Tue, 26 Sep 2023 10:00:00 GMT+3", "2023-09-26 07:00:00"),
        ("Tue, 26 Sep 2023 10:00:00 UTC-05:30", "2023-09-26 15:30:00"),
        ("Вт, 26 Сен 2023 10:00:00 +0300", "2023-09-26 07:00:00"),
        ("26 вересня 2023, 10:00 +0300", "2023-09-26 07:00:00"),
        ("26 травня 2023 10:00 +0300", "2023-05-26 07:00:00"),
        ("Tue, 26 Sep 23 10:00:00 +0300", "2023-09-26 07:00:00"),
        ("26 Sep 99 10:00 +0000", "1999-09-26 10:00:00"),
        ("Tuesday, 26-Sep-2023 10:00:00 GMT", "2023-09-26 10:00:00"),
        ("Tue, 26 Sep 2023 24:00:00 +0300", "2023-09-26 21:00:00"),
        ("2023-09-26T10:00:00Z", "2023-09-26 10:00:00"),
        ("2023-09-26T10:00:00.123+03:00", "2023-09-26 07:00:00"),
        ("2023-09-26 10:00 +0300", "2023-09-26 07:00:00"),
        ("2006-01-17T12:35:9+01:00", "2006-01-17 11:35:09"),
        ("2023-11-01T23:59:59Z", "2023-11-01 23:59:59"),  # within a day of now
        ("2023-09-26T10:00:00", None),  # no zone: which instant it is nobody knows
        ("Tue, 26 Sep 2023 10:00:00", None),
        ("Tue, 26 Sep 2023 10:00:00 XYZ", None),
        ("2023-09-26", None),  # a day is no instant
        ("Tue, 30 Feb 2023 10:00:00 +0300", None),
        ("Tue, 26 Sep 2023 25:00:00 +0300", None),
        ("Tue, 26 Sep 2023 24:01:00 +0300", None),
        ("26 Foo 2023 10:00 +0300", None),
        ("2023-13-26T10:00:00Z", None),
        ("2023-11-02T00:00:01Z", None),  # more than a day ahead
        ("1970-01-01T00:00:00Z", None),
        ("1989-12-31T23:59:59Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("2023-09-26T10:00:00+99:00", None),
        ("1" * 200_000, None),
        ("", None),
        (None, None),
    ],
)
def test_each_form_is_read_as_its_instant_or_not_at_all(text, utc):
    found = feed_time(text, now=NOW)
    assert (found.strftime("%Y-%m-%d %H:%M:%S") if found else None) == utc


@given(
    st.datetimes(datetime(1990, 1, 3), datetime(2023, 10, 30)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_iso_and_rfc_forms_of_one_instant_agree(local, minutes):
    sign, rest = "-" if minutes < 0 else "+", abs(minutes)
    zone = f"{sign}{rest // 60:02}{rest % 60:02}"
    expected = local.replace(microsecond=0, tzinfo=UTC) - timedelta(minutes=minutes)
    assert feed_time(f"{local:%Y-%m-%dT%H:%M:%S}{zone}", now=NOW) == expected
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    rfc = f"{local.day} {months[local.month - 1]} {local.year} {local:%H:%M:%S} {zone}"
    assert feed_time(rfc, now=NOW) == expected


@given(st.text(max_size=60))
def test_no_text_raises(text):
    found = feed_time(text, now=NOW)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize("seed", ["1", "1 ", "a", "26 Sep ", "2023-09-26 ", "(", "+1", "-"])
def test_growing_input_takes_no_time(seed):
    started = time.process_time()
    feed_time(seed * 100_000, now=NOW)
    assert time.process_time() - started < 0.1

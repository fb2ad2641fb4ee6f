from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.read.published import UNKNOWN, as_given, choose, days_in_url, parse
from pipeline.records import FeedEntry

FETCHED_AT = datetime(2024, 5, 10, 12, 0, tzinfo=UTC)


def test_evidence_is_taken_in_the_order_given() -> None:
    found = choose(
        [("jsonld", "2024-05-09T08:00:00+03:00"), ("meta", "2024-05-01T08:00:00Z")],
        entry=None,
        fetched_at=FETCHED_AT,
        time_zone=None,
    )
    assert found.at == datetime(2024, 5, 9, 5, 0, tzinfo=UTC)
    assert (found.precision, found.basis) == ("instant", "jsonld")


@pytest.mark.parametrize(
    "wording", ["2024-05-10T13:00:00Z", "2025-01-01", "1994-12-31", "1970-01-01T00:00:00Z", "soon"]
)
def test_dates_of_the_future_and_of_before_the_web_are_refused(wording: str) -> None:
    evidence = [("jsonld", wording), ("url", "2024-05-08")]
    found = choose(evidence, entry=None, fetched_at=FETCHED_AT, time_zone=None)
    assert (found.at, found.basis) == (datetime(2024, 5, 8, tzinfo=UTC), "url")


def test_nothing_credible_is_unknown() -> None:
    assert choose([], entry=None, fetched_at=FETCHED_AT, time_zone=None) == UNKNOWN


def test_a_day_is_given_as_its_midnight_in_utc() -> None:
    found = parse("2023-09-29", basis="meta")
    assert (found.at, found.precision) == (datetime(2023, 9, 29, tzinfo=UTC), "day")


def test_a_midnight_is_a_day_in_the_zone_it_is_written_in() -> None:
    found = parse("2023-09-29T00:00:00+03:00", basis="jsonld")
    assert (found.at, found.precision) == (datetime(2023, 9, 29, tzinfo=UTC), "day")


def test_a_time_without_offset_is_a_day_unless_the_outlets_zone_is_known() -> None:
    assert parse("2023-09-29 01:30", basis="meta").precision == "day"
    in_kyiv = parse("2023-09-29 01:30", basis="meta", time_zone="Europe/Kyiv")
    assert in_kyiv.at == datetime(2023, 9, 28, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "wording",
    ["2023-09-29T10:00:00Z", "2023-09-29 10:00:00 +0000", "Fri, 29 Sep 2023 13:00:00 +0300",
     "2023-09-29T13:00:00.000+03:00", "2023-09-29 10:00 UTC"],
)  # fmt: skip
def test_wordings_that_pages_use_are_read(wording: str) -> None:
    assert parse(wording, basis="meta").at == datetime(2023, 9, 29, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "wording", ["", "2023", "2023-13-40", "9999-12-31T23:59:59-05:00", "x" * 9]
)
def test_what_is_no_date_is_unknown(wording: str) -> None:
    assert parse(wording, basis="meta") == UNKNOWN


def test_an_ingested_date_is_taken_at_its_word() -> None:
    assert as_given("2023-09-29").precision == "day"
    assert as_given("2023-09-29T00:00:00").precision == "instant"
    assert as_given("2023-09-29T02:00:00+03:00").at == datetime(2023, 9, 28, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "days"),
    [
        ("https://a.example/2023/09/29/x", ("2023-09-29",)),
        ("https://a.example/x-2023-9-2.html", ("2023-09-02",)),
        ("https://a.example/20230929-x", ("2023-09-29",)),
        ("https://a.example/3767309-x", ()),
        ("https://a.example/1202309291", ()),
        ("https://2023-09-29.example/x?d=2023-09-29", ()),
    ],
)
def test_days_in_an_address_are_found_in_its_path_alone(url: str, days: tuple[str, ...]) -> None:
    assert days_in_url(url) == days


def test_the_feeds_time_refines_a_day_but_not_another_day(
    make_entry: Callable[..., FeedEntry],
) -> None:
    at = datetime(2024, 5, 8, 9, 30, tzinfo=UTC)
    entry = make_entry(published_at=at, published_text="Wed, 08 May 2024 09:30:00 GMT")
    same = choose([("url", "2024-05-08")], entry=entry, fetched_at=FETCHED_AT, time_zone=None)
    other = choose([("url", "2024-05-07")], entry=entry, fetched_at=FETCHED_AT, time_zone=None)
    assert (same.at, same.basis) == (at, "feed")
    assert (other.at, other.basis) == (at - timedelta(days=1, hours=9, minutes=30), "url")


def test_a_feed_date_without_a_clock_is_a_day(make_entry: Callable[..., FeedEntry]) -> None:
    entry = make_entry(published_at=datetime(2024, 5, 8, tzinfo=UTC), published_text="2024-05-08")
    found = choose([], entry=entry, fetched_at=FETCHED_AT, time_zone=None)
    assert (found.precision, found.basis) == ("day", "feed")

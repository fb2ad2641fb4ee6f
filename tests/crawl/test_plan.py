"""The plan: pure decisions, each with its reason."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import FeedConfig
from pipeline.crawl.plan import (
    FARTHEST,
    MAX_BACKOFF,
    KnownPage,
    backoff,
    due_feeds,
    entries_to_fetch,
    next_state,
)
from pipeline.records import FeedEntry, FeedState

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FEED = FeedConfig(outlet="Example", url="https://news.example/rss", lang="en", every_minutes=60)


def state(**values) -> FeedState:
    return FeedState(feed_url=FEED.url, outlet=FEED.outlet, **values)


def entry(url: str = "https://news.example/1", **values) -> FeedEntry:
    defaults = {
        "entry_id": "ent_1", "feed_url": FEED.url, "outlet": "Example", "lang": "en", "guid": "1",
        "title": "Title", "summary_html": "", "content_html": "", "published_at": NOW,
        "published_text": "today", "seen_at": NOW,
    }  # fmt: skip
    return FeedEntry(url=url, **(defaults | values))


def page(**values) -> KnownPage:
    defaults = {
        "url": "https://news.example/1", "kind": "html", "fetched_at": NOW - HOUR, "status": 200,
        "body_hash": "x", "entry_id": "ent_1", "title": "Title", "published_at": NOW,
        "published_text": "today",
    }  # fmt: skip
    return KnownPage(**(defaults | values))


@pytest.mark.parametrize(
    ("known", "due", "due_now"),
    [
        (None, True, True),
        (state(), True, True),
        (state(next_due_at=NOW), True, True),
        (state(next_due_at=NOW + MINUTE / 2), True, True),  # a timer that is a little early
        (state(next_due_at=NOW + 2 * MINUTE), False, True),
        (state(next_due_at=NOW + FARTHEST + HOUR), True, True),  # a clock that was wrong
        (state(next_due_at=NOW + 2 * MINUTE, last_status="server_error"), False, True),
        (state(next_due_at=NOW + MINUTE / 2, last_status="rate_limited"), False, False),
        (state(next_due_at=NOW - MINUTE, last_status="rate_limited"), True, True),
    ],
)
def test_a_feed_is_due_by_its_time_and_now_means_now_unless_the_server_asked(known, due, due_now):
    states = {FEED.url: known} if known else {}
    (plain,) = due_feeds([FEED], states, now=NOW)
    (at_once,) = due_feeds([FEED], states, now=NOW, ignore_schedule=True)
    assert (plain.due, at_once.due) == (due, due_now)
    assert plain.reason


def test_success_sets_the_interval_and_forgets_failures():
    after = next_state(state(consecutive_failures=4), outcome="ok", now=NOW, every_minutes=60)
    assert (after.consecutive_failures, after.next_due_at) == (0, NOW + HOUR)
    assert (after.last_success_at, after.last_status) == (NOW, "ok")


def test_failures_double_the_wait_up_to_a_day_and_success_resets_it():
    after, waits = state(last_success_at=NOW), []
    for _ in range(7):
        after = next_state(after, outcome="server_error", now=NOW, every_minutes=60)
        waits.append(after.next_due_at - NOW)
    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, 24 * HOUR, 24 * HOUR]
    assert (after.consecutive_failures, after.last_success_at) == (7, NOW)
    after = next_state(after, outcome="not_modified", now=NOW, every_minutes=60)
    assert (after.consecutive_failures, after.next_due_at) == (0, NOW + HOUR)


@given(st.integers(1, 20_000), st.integers(0, 10_000))
def test_the_wait_never_shrinks_below_the_interval_nor_grows_beyond_a_day(minutes, failures):
    interval = timedelta(minutes=minutes)
    wait = backoff(interval, failures)
    assert interval <= wait <= max(interval, MAX_BACKOFF)
    assert backoff(interval, failures + 1) >= wait


def test_what_the_server_asked_for_takes_the_place_of_the_backoff():
    at = NOW + timedelta(days=3)
    after = next_state(state(), outcome="server_error", now=NOW, every_minutes=60, retry_at=at)
    assert (after.next_due_at, after.last_status) == (at, "rate_limited")


@pytest.mark.parametrize("outcome", ["held", "cancelled"])
def test_a_feed_that_was_not_asked_is_what_it_was(outcome):
    before = state(next_due_at=NOW - HOUR, consecutive_failures=2)
    assert next_state(before, outcome=outcome, now=NOW, every_minutes=60) == before


@pytest.mark.parametrize(
    ("known", "fetch", "reason"),
    [
        (None, True, "new"),
        (page(), False, "known"),
        (page(title="Old title"), True, "its title changed"),
        (page(published_at=NOW - HOUR), True, "its date changed"),
        (page(published_at=None, published_text="yesterday"), False, "known"),
        (page(title=None, published_at=None, published_text=None), False, "known"),
        (page(title="Old title", entry_id="ent_2"), False, "known"),  # another feed's words
        (page(kind="entry", status=None), True, "its page could not be fetched before"),
        (page(kind="entry", status=503), True, "its page could not be fetched before"),
        (page(kind="entry", status=403), False, "known"),
        (page(kind="entry", status=503, fetched_at=NOW - 25 * HOUR), False, "known"),
    ],
)  # fmt: skip
def test_a_page_is_fetched_when_it_is_new_or_has_changed(known, fetch, reason):
    (decision,) = entries_to_fetch([entry()], {known.url: known} if known else {}, now=NOW)
    assert (decision.fetch, decision.reason, decision.known) == (fetch, reason, known)


def test_an_unreadable_date_that_changes_is_a_change_too():
    known = page(published_at=None, published_text="yesterday")
    (decision,) = entries_to_fetch([entry(published_at=None)], {known.url: known}, now=NOW)
    assert decision.reason == "its date changed"


def test_one_address_is_fetched_once_however_many_entries_name_it():
    entries = [entry(), entry(entry_id="ent_2", guid="2"), entry("https://news.example/2")]
    decisions = entries_to_fetch(entries, {}, now=NOW)
    assert [decision.fetch for decision in decisions] == [True, False, True]
    assert [decision.entry for decision in decisions] == entries

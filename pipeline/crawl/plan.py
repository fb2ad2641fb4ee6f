"""Owns the decisions of a crawl: which feeds are due, which pages are fetched. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.config import FeedConfig
from pipeline.crawl.response import FINE
from pipeline.crawl.urls import twin_key
from pipeline.records import FeedEntry, FeedState, PageKind

MAX_BACKOFF = timedelta(hours=24)
FARTHEST = timedelta(days=7)  # a due time farther away comes from a wrong clock (MAX_RETRY_AFTER)
RETRY_PAGES = timedelta(hours=24)  # how long a page that could not be fetched is tried again
# A timer starts a little early now and then; an hourly feed must not be skipped for a second.
SLACK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDecision:
    """Whether a feed is fetched now, and why."""

    feed: FeedConfig
    due: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """What the store knows of the newest page of a URL, and of the feed entry it was fetched for.

    `title` and the times that the feed states are those of the entry as it was last stored, so
    that an edit which left the page as it was is not looked at again and again.
    """

    url: str
    kind: PageKind
    fetched_at: datetime
    status: int | None
    body_hash: str
    etag: str | None = None
    last_modified: str | None = None
    entry_id: str | None = None
    title: str | None = None
    published_at: datetime | None = None
    published_text: str | None = None
    updated_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDecision:
    """Whether an entry's page is fetched, and why. `known` is what to compare it with."""

    entry: FeedEntry
    fetch: bool
    reason: str
    known: KnownPage | None = None


def due_feeds(
    feeds: Sequence[FeedConfig],
    states: Mapping[str, FeedState],
    *,
    now: datetime,
    ignore_schedule: bool = False,
) -> tuple[FeedDecision, ...]:
    """Return one decision for each feed, in the given order.

    `ignore_schedule` passes over intervals and backoff, never over a wait that the server asked
    for (`last_status` `rate_limited`).
    """
    return tuple(
        _due(feed, states.get(feed.url), now=now, ignore_schedule=ignore_schedule) for feed in feeds
    )


def entries_to_fetch(
    entries: Iterable[FeedEntry], known: Mapping[str, KnownPage], *, now: datetime
) -> tuple[EntryDecision, ...]:
    """Return one decision for each entry, in the given order; each article is fetched once, though
    a feed or two name it by the addresses of twins (`m.`, `/amp`)."""
    decisions: list[EntryDecision] = []
    taken: set[str] = set()
    twins = {twin_key(url): url for url in known}
    for entry in entries:
        page, key = known.get(entry.url), twin_key(entry.url)
        if key in taken:
            fetch, reason = False, "the same address as an entry before it"
        elif page is None and key in twins:
            fetch, reason = False, f"a twin of {twins[key]}"
        elif page is None:
            fetch, reason = True, "new"
        else:
            change = _change(entry, page, now)
            fetch, reason = change is not None, change or "known"
        if fetch:
            taken.add(key)
        decisions.append(EntryDecision(entry=entry, fetch=fetch, reason=reason, known=page))
    return tuple(decisions)


def next_state(
    state: FeedState,
    *,
    outcome: str,
    now: datetime,
    every_minutes: int,
    retry_at: datetime | None = None,
) -> FeedState:
    """Return what to remember after a feed was asked: next due time, failures, last success.

    After a failure the wait is min(interval × 2^n, 24 h), n being the failures before this one;
    `retry_at` (Retry-After) takes its place, to the second.
    """
    interval = timedelta(minutes=every_minutes)
    if outcome in FINE:
        return replace(
            state, last_status=outcome, last_success_at=now, consecutive_failures=0,
            next_due_at=now + interval,
        )  # fmt: skip
    if outcome in ("cancelled", "held"):  # not asked: nothing is known that was not before
        return state
    wait = backoff(interval, state.consecutive_failures)
    return replace(
        state,
        last_status="rate_limited" if retry_at else outcome,
        consecutive_failures=state.consecutive_failures + 1,
        next_due_at=retry_at or now + wait,
    )


def backoff(interval: timedelta, failures_before: int) -> timedelta:
    """Return interval × 2^failures_before, at most 24 h, never less than the interval."""
    doubled: timedelta = interval * 2.0 ** min(failures_before, 20)
    return max(interval, min(doubled, MAX_BACKOFF))


def _due(
    feed: FeedConfig, state: FeedState | None, *, now: datetime, ignore_schedule: bool
) -> FeedDecision:
    at = state.next_due_at if state else None
    farthest = max(FARTHEST, timedelta(minutes=feed.every_minutes))
    if state is None or at is None:
        due, reason = True, "never fetched"
    elif at > now + farthest:
        due, reason = True, f"its due time {at.isoformat()} cannot be right"
    elif at <= now + SLACK and not _held(state, now):
        due, reason = True, "its time has come"
    elif _held(state, now):
        due, reason = False, f"the server asked to be left alone until {at.isoformat()}"
    elif ignore_schedule:
        due, reason = True, "the schedule is passed over"
    else:
        due, reason = False, f"not due before {at.isoformat()}"
    return FeedDecision(feed=feed, due=due, reason=reason)


def _held(state: FeedState, now: datetime) -> bool:
    waiting = state.next_due_at is not None and state.next_due_at > now
    return state.last_status == "rate_limited" and waiting


def _change(entry: FeedEntry, page: KnownPage, now: datetime) -> str | None:
    """Why a known page is fetched again, if it is.

    Only the entry that the page was fetched for can change: an outlet's other feeds may word the
    same article differently. What was unknown is no change either.
    """
    if page.kind == "entry" and _passing(page.status) and now - page.fetched_at < RETRY_PAGES:
        return "its page could not be fetched before"
    if page.entry_id != entry.entry_id:
        return None
    if page.title and entry.title and entry.title != page.title:
        return "its title changed"
    if page.updated_text and entry.updated_text and entry.updated_text != page.updated_text:
        return "its time of update changed"
    before, after = page.published_at, entry.published_at
    if before is None and after is None:
        before, after = page.published_text, entry.published_text  # type: ignore[assignment]
    return "its date changed" if before and after and before != after else None


def _passing(status: int | None) -> bool:
    """Whether a page's failure may pass: no answer at all, too many requests, a server's fault."""
    return status is None or status == 429 or status >= 500

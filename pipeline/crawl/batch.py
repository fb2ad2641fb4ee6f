"""Owns the order of a crawl: feeds of different hosts side by side, each host one step at a time.

Nothing that a feed or page does stops another one: what went wrong travels in the outcomes.
"""

import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.config import FeedConfig
from pipeline.crawl.archive import Archive
from pipeline.crawl.feeds import parse_feed
from pipeline.crawl.fetch import Fetcher
from pipeline.crawl.pages import (
    ENTRY_TYPE,
    entry_json,
    has_text,
    page_fault,
    page_of_entry,
    page_of_response,
    sha256,
)
from pipeline.crawl.plan import (
    EntryDecision,
    FeedDecision,
    KnownPage,
    due_feeds,
    entries_to_fetch,
    next_state,
)
from pipeline.crawl.response import FINE, Response
from pipeline.crawl.robots import Robots
from pipeline.crawl.urls import host_of, twin_key
from pipeline.records import ArchiveRef, FeedEntry, FeedState, Fetched, Page

MAX_FEED_BYTES = 5_000_000  # decoded; the largest of 175 real feeds had 0.35 million
WORKERS = 8  # hosts at a time; threads wait for the network, parsing is done by two children
_FATAL = ("not_a_feed", "parse_error", "parse_timeout")
_PASSING = frozenset(
    {"server_error", "rate_limited", "connect", "dns", "truncated", "deadline", "held", "cancelled"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOutcome:
    """What became of one feed in one run; `said` tells it in words.

    `status` is `not_due`, `ok`, `not_modified`, `unchanged` or the code of a failure. `state` is
    to be stored in the same transaction as `entries` and `pages`: its validators advance only when
    every page of the feed has been dealt with. `fetched` has one line for each request.
    """

    feed_url: str
    outlet: str
    status: str
    said: str
    state: FeedState
    entries: tuple[FeedEntry, ...] = ()
    pages: tuple[Page, ...] = ()
    fetched: tuple[Fetched, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the feed was asked and did not give what a feed gives."""
        return self.status not in FINE and self.status != "not_due"


def crawl_feeds(
    feeds: Sequence[FeedConfig],
    *,
    states: Mapping[str, FeedState],
    known_pages: Mapping[str, KnownPage],
    fetcher: Fetcher,
    archive: Archive,
    clock: Callable[[], datetime],
    ignore_schedule: bool = False,
    workers: int = WORKERS,
) -> Generator[FeedOutcome, None, None]:
    """Yield one outcome for each feed, in the given order, as soon as it and those before are done.

    `states` is keyed by feed URL, `known_pages` by article URL; the latter is read from worker
    threads. What an outcome's pages refer to is on the disk when it is yielded. Raises
    StorageError if the archive cannot be written. A crawl that is abandoned ends the fetcher.
    """
    now = clock()
    decisions = due_feeds(feeds, states, now=now, ignore_schedule=ignore_schedule)
    _keep_holds(states, fetcher, now)
    crawl = _Crawl(
        states=states, known=known_pages, fetcher=fetcher, archive=archive, robots=Robots(fetcher),
        now=now,
    )  # fmt: skip
    tasks: list[_Task] = [(decision, Future()) for decision in decisions]
    stop = threading.Event()
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="crawl")
    finished = False
    try:
        for lane in _lanes(tasks):
            pool.submit(_run_lane, crawl, lane, stop)
        seen: set[str] = set()
        for _, result in tasks:
            yield _without_repeats(result.result(), seen)
        finished = True
    finally:
        stop.set()
        if not finished:
            fetcher.close()
        pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crawl:
    states: Mapping[str, FeedState]
    known: Mapping[str, KnownPage]
    fetcher: Fetcher
    archive: Archive
    robots: Robots
    now: datetime


_Task = tuple[FeedDecision, Future[FeedOutcome]]


def _lanes(tasks: list[_Task]) -> list[list[_Task]]:
    """Return the tasks by host, each lane in the order given."""
    lanes: dict[str, list[_Task]] = {}
    for task in tasks:
        lanes.setdefault(host_of(task[0].feed.url) or "", []).append(task)
    return list(lanes.values())


def _run_lane(crawl: _Crawl, lane: list[_Task], stop: threading.Event) -> None:
    """Crawl the feeds of one host one after the other. An error of ours goes to the consumer."""
    taken: set[str] = set()
    for decision, result in lane:
        if stop.is_set():
            return
        try:
            result.set_result(_crawl_feed(crawl, decision, taken))
        # whatever it is, it is raised where the outcome is waited for: no thread dies in silence
        except BaseException as error:
            result.set_exception(error)
            return


def _crawl_feed(crawl: _Crawl, decision: FeedDecision, taken: set[str]) -> FeedOutcome:
    feed = decision.feed
    state = crawl.states.get(feed.url) or FeedState(feed_url=feed.url, outlet=feed.outlet)
    base = FeedOutcome(
        feed_url=feed.url, outlet=feed.outlet, status="not_due", said=decision.reason, state=state
    )
    if not decision.due:
        return base
    response = crawl.fetcher.get(
        feed.url,
        outlet=feed.outlet,
        kind="feed",
        etag=state.etag,
        last_modified=state.last_modified,
        max_body_bytes=MAX_FEED_BYTES,
    )
    body_hash = sha256(response.body) if response.outcome == "ok" else None
    status, said, entries = _read(feed, response, state, body_hash)
    after = next_state(
        state,
        outcome=status,
        now=crawl.now,
        every_minutes=feed.every_minutes,
        retry_at=response.retry_at,
    )
    line = replace(response.fetched(), outcome=status, detail=said)
    base = replace(
        base, status=status, said=said or status, state=after, fetched=(line,), entries=entries
    )
    if body_hash is None or status == "unchanged":
        return base
    _store(crawl.archive, response)
    if status != "ok":
        crawl.archive.sync()
        return base
    return _with_pages(crawl, base, response, body_hash, taken)


def _read(
    feed: FeedConfig, response: Response, state: FeedState, body_hash: str | None
) -> tuple[str, str | None, tuple[FeedEntry, ...]]:
    """Return outcome, words and entries of a feed's response."""
    if body_hash is None:
        return response.outcome, response.detail, ()
    if body_hash == state.body_hash:
        return "unchanged", "the same bytes as before", ()
    parsed = parse_feed(
        response.body,
        feed_url=feed.url,
        base_url=response.final_url,
        outlet=feed.outlet,
        lang=feed.lang,
        charset_header=response.charset,
        seen_at=response.fetched_at,
    )
    code = (parsed.problem or "").partition(":")[0]
    moved = f"moved for good to {response.moved_to}" if response.moved_to else None
    said = "; ".join(note for note in (parsed.problem, response.detail, moved) if note) or None
    return (code if code in _FATAL else "ok"), said, parsed.entries


def _with_pages(
    crawl: _Crawl, base: FeedOutcome, response: Response, body_hash: str, taken: set[str]
) -> FeedOutcome:
    """Fetch what the plan says, and advance the validators if nothing is left to do."""
    pages: list[Page] = []
    lines: list[Fetched] = list(base.fetched)
    left = 0
    plan = [
        decision
        for decision in entries_to_fetch(base.entries, crawl.known, now=crawl.now)
        if decision.fetch and twin_key(decision.entry.url) not in taken
    ]
    for decision in plan:
        page, fetched, again = _fetch_page(crawl, decision)
        lines += fetched
        taken.add(twin_key(decision.entry.url))
        left += again
        if page:
            pages.append(page)
    crawl.archive.sync()
    from_feed = sum(page.kind == "entry" for page in pages)
    said = (
        f"{len(base.entries)} entries, {len(plan)} to fetch, {len(pages) - from_feed} new pages, "
        f"{from_feed} read from the feed, {left} to be tried again"
    )
    state = base.state
    if not left:
        state = replace(
            state,
            etag=response.etag,
            last_modified=response.last_modified,
            body_hash=body_hash,
        )
    noted = f"{said} ({base.said})" if base.said != base.status else said
    return replace(base, pages=tuple(pages), fetched=tuple(lines), state=state, said=noted)


def _fetch_page(crawl: _Crawl, decision: EntryDecision) -> tuple[Page | None, list[Fetched], bool]:
    """Return the new page of an entry, if there is one, the lines of all requests for it, and
    whether it is to be tried again."""
    entry, known = decision.entry, decision.known
    held = known if known and known.kind == "html" else None
    robots = crawl.robots.decide(entry.url, outlet=entry.outlet)
    lines = [robots.fetched] if robots.fetched else []
    if not robots.allowed:
        lines.append(_forbidden(entry, robots.reason, crawl.now))
        page = None if held else _stand_in(crawl, entry, None, known)
        return page, lines, robots.again
    response = crawl.fetcher.get(
        entry.url,
        outlet=entry.outlet,
        kind="page",
        etag=held.etag if held else None,
        last_modified=held.last_modified if held else None,
        delay_s=robots.delay_s,
    )
    line = response.fetched()
    fault = page_fault(response) if response.outcome == "ok" else None
    if fault:
        line = replace(line, outcome=fault[0], detail=fault[1])
    lines.append(line)
    if response.outcome != "ok" or fault:
        needed = held is None and response.outcome != "cancelled"
        page = _stand_in(crawl, entry, response, known) if needed else None
        return page, lines, response.outcome in _PASSING
    body_hash = sha256(response.body)
    if held and held.body_hash == body_hash:
        lines[-1] = replace(line, outcome="unchanged", detail="the same bytes as before")
        return None, lines, False
    page = page_of_response(entry, response, body_hash, _store(crawl.archive, response))
    return page, lines, False


def _stand_in(
    crawl: _Crawl, entry: FeedEntry, response: Response | None, known: KnownPage | None
) -> Page | None:
    """Keep what the feed says of an article whose page cannot be had."""
    body = entry_json(entry)
    body_hash = sha256(body)
    if not has_text(entry) or (known and known.body_hash == body_hash):
        return None
    ref = crawl.archive.store_resource(entry.url, body, ENTRY_TYPE, entry.seen_at)
    return page_of_entry(entry, response, body_hash, ref)


def _store(archive: Archive, response: Response) -> ArchiveRef:
    return archive.store_response(
        url=response.final_url,
        status=response.http_status or 0,
        reason=response.reason,
        headers=response.headers,
        body=response.raw_body,
        at=response.fetched_at,
        ip=response.ip,
    )


def _forbidden(entry: FeedEntry, reason: str, now: datetime) -> Fetched:
    return Fetched(
        url=entry.url,
        outlet=entry.outlet,
        kind="page",
        fetched_at=now,
        outcome="robots",
        http_status=None,
        bytes=0,
        elapsed_ms=0,
        detail=reason,
    )


def _keep_holds(states: Mapping[str, FeedState], fetcher: Fetcher, now: datetime) -> None:
    """What a server asked for with Retry-After holds for its whole host, and across runs."""
    for state in states.values():
        host = host_of(state.feed_url)
        held = state.last_status == "rate_limited" and state.next_due_at
        if host and held and now < held:
            fetcher.hold(host, held)


def _without_repeats(outcome: FeedOutcome, seen: set[str]) -> FeedOutcome:
    """Drop pages that an earlier feed of this run brought: feeds of two hosts may name one URL."""
    pages = tuple(page for page in outcome.pages if page.page_id not in seen)
    seen.update(page.page_id for page in pages)
    return outcome if len(pages) == len(outcome.pages) else replace(outcome, pages=pages)

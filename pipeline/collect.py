"""Owns the stages that bring evidence in: crawling feeds, ingesting files. Reads no article.

What comes from one feed or one file is written in one transaction, so that a killed run has all of
it or nothing and asks for it again.
"""

import hashlib
from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING

from pipeline.batch import Batch
from pipeline.crawl.archive import Archive
from pipeline.ingest import Item, Problem, items_of
from pipeline.records import FeedState, Fetched, Page, stable_id
from pipeline.rows import columns_of, from_row, to_row

if TYPE_CHECKING:
    from pipeline.crawl.batch import FeedOutcome

_KNOWN_PAGES = """
select page.url, page.kind, page.fetched_at, page.status, page.body_hash, page.etag,
    page.last_modified, page.entry_id,
    feed_entry.title, feed_entry.published_at, feed_entry.published_text,
    feed_entry.updated_text
from page left join feed_entry on feed_entry.entry_id = page.entry_id
qualify row_number() over (partition by page.url order by page.fetched_at desc, page.page_id) = 1
order by page.url"""


def crawl(batch: Batch) -> None:
    """Poll the feeds that are due, archive their new pages, remember how each feed did."""
    from pipeline.crawl.batch import crawl_feeds  # sockets: `ingest` has no use for them
    from pipeline.crawl.fetch import Fetcher
    from pipeline.crawl.plan import KnownPage

    config, store = batch.config, batch.store
    states = {
        state.feed_url: state for state in store.select(FeedState, "feed_state", order="feed_url")
    }
    known = {row["url"]: from_row(KnownPage, row) for row in store.query(_KNOWN_PAGES)}
    with (
        closing(Fetcher(config.fetch, batch.clock)) as fetcher,
        Archive(config.archive, clock=batch.clock) as archive,
    ):
        outcomes = crawl_feeds(
            config.feeds, states=states, known_pages=known, fetcher=fetcher, archive=archive,
            clock=batch.clock, ignore_schedule=batch.options.now,
        )  # fmt: skip
        # Closed before the archive: whoever still fetches must not find it shut.
        with closing(outcomes):
            for done, outcome in enumerate(outcomes, 1):
                _keep(batch, outcome)
                batch.report.progress("crawl", done=done, total=len(config.feeds))


def _keep(batch: Batch, outcome: "FeedOutcome") -> None:
    from pipeline.crawl.response import FINE

    counts = batch.tally.counts
    if outcome.status == "not_due":
        counts["feeds_not_due"] += 1
        return
    store = batch.store
    with store.transaction():
        store.insert("page", outcome.pages, or_ignore=True)
        store.delete("feed_entry", "entry_id", [entry.entry_id for entry in outcome.entries])
        store.insert("feed_entry", outcome.entries, or_ignore=True)
        store.delete("feed_state", "feed_url", [outcome.feed_url])
        store.insert("feed_state", [outcome.state])
        store.insert_rows(
            "fetch_log",
            ("run_id", *columns_of(Fetched)),
            [(batch.run_id, *to_row(line)) for line in outcome.fetched],
        )
    counts["feeds_polled"] += 1
    counts["feeds_failed"] += outcome.failed
    counts["pages_new"] += len(outcome.pages)
    counts["pages_failed"] += sum(
        line.kind == "page" and line.outcome not in FINE for line in outcome.fetched
    )
    if outcome.failed:
        batch.tally.problems.append(f"{outcome.outlet} {outcome.feed_url}: {outcome.said}")
    batch.report.event(
        "feed", feed=outcome.feed_url, outlet=outcome.outlet, status=outcome.status,
        pages=len(outcome.pages), problem=outcome.said if outcome.failed else None,
    )  # fmt: skip


def ingest(batch: Batch) -> None:
    """Archive what the named files hold. A bad line or file is named; the rest goes in."""
    with Archive(batch.config.archive, clock=batch.clock) as archive:
        for done, path in enumerate(batch.options.paths, 1):
            found = list(items_of(path, seen_at=batch.clock()))
            for problem in (each for each in found if isinstance(each, Problem)):
                batch.tally.counts["bad_items"] += 1
                batch.tally.problems.append(f"{problem.where}: {problem.what}")
                batch.report.event("bad_item", where=problem.where, problem=problem.what)
            _archive(batch, archive, [each for each in found if isinstance(each, Item)])
            batch.report.progress("ingest", done=done, total=len(batch.options.paths))


def _archive(batch: Batch, archive: Archive, items: Iterable[Item]) -> None:
    new: dict[str, tuple[Item, str]] = {}
    for item in items:
        body_hash = hashlib.sha256(item.body).hexdigest()
        new.setdefault(stable_id("pag", item.url, body_hash), (item, body_hash))
    rows = batch.store.query("select page_id from page order by page_id")
    held = {row["page_id"] for row in rows}
    pages, entries = [], []
    for page_id, (item, body_hash) in new.items():
        if page_id in held:
            continue
        at = item.fetched_at or batch.clock()
        ref = archive.store_resource(item.url, item.body, item.content_type, at)
        pages.append(
            Page(
                page_id=page_id, kind=item.kind, url=item.url, final_url=item.url,
                outlet=item.outlet, lang=item.lang, fetched_at=at, status=item.status,
                content_type=item.content_type, body_hash=body_hash, etag=None,
                last_modified=None, entry_id=item.entry.entry_id if item.entry else None,
                archive=ref,
            )
        )  # fmt: skip
        entries += [item.entry] if item.entry else []
    archive.sync()
    with batch.store.transaction():
        batch.store.insert("page", pages)
        batch.store.insert("feed_entry", entries, or_ignore=True)
    batch.tally.counts["pages_new"] += len(pages)
    batch.tally.counts["pages_known"] += len(new) - len(pages)

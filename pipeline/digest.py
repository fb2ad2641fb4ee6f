"""Owns the per-article stages: archived pages become articles, articles become reports.

Says which items are pending and where results go; how a page or a text is read is not known here.
"""

import traceback
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.batch import Batch, Done, Failed, Outcome, settle
from pipeline.crawl.archive import Archive
from pipeline.errors import DataError, StorageError
from pipeline.read.language import Block
from pipeline.records import Annotation, Article, FeedEntry, Page
from pipeline.repeated import forget_outdated, repeated_lines
from pipeline.rows import columns_of, from_row
from pipeline.store import Store

if TYPE_CHECKING:
    from pipeline.read.page import Reading


class ReadOne(Protocol):
    """How one page is read, with gate, languages, child and templates already given."""

    def __call__(self, page: Page, body: bytes, *, entry: FeedEntry | None, **how: Any) -> Outcome:
        """Return what became of the page."""


# A query costs 3 ms however many rows it asks for; as many records stay small in memory.
_AT_ONCE = 100
LONGEST_READ = 200_000  # characters; a parse takes about 1 GB for 100,000, news has some 5,000
_OF_ARTICLE = ("mention", "report", "claim", "report_relation")


def read(batch: Batch) -> None:
    """Make an article of every archived page that this version of reading has not seen."""
    from pipeline.nlp.gate import Gate
    from pipeline.nlp.gazetteers import load_gazetteers
    from pipeline.read.child import Child
    from pipeline.read.page import version as page_version

    gazetteers = load_gazetteers()
    languages = batch.config.languages
    version = f"{page_version()} {gazetteers.content_hash[:12]} {','.join(languages)}"
    pending = partial(
        batch.store.pending, "read", version, table="page", key="page_id", where="true",
        order="item.fetched_at, item.page_id",
    )  # fmt: skip
    forget_outdated(batch.store)  # what a killed run did not come to
    keys = pending()
    if not keys:
        return
    with Child() as child:
        read_one = partial(_article_of, gate=Gate(gazetteers), languages=languages, child=child)
        _read_pages(batch, version, keys, read_one)
        # What a template is shows when all pages are read; those that carry it are read once more.
        if forget_outdated(batch.store):
            _read_pages(batch, version, pending(), read_one)
    batch.store.connection.execute(
        "delete from stage_run where stage = 'read' and item not in (select page_id from page)"
    )
    batch.tally.counts["pages_read"] += len(keys)
    others = batch.store.query(
        "select count(*) as articles from article where gate like 'out: language%' "
        "and page_id in (select unnest(?::varchar[]))",
        [keys],
    )
    if others[0]["articles"]:
        batch.tally.counts["articles_in_other_languages"] += others[0]["articles"]
    _count_unread_blocks(batch, keys)


def _count_unread_blocks(batch: Batch, keys: list[str]) -> None:
    """Count the lines of articles that are in a language nobody configured."""
    unread = batch.store.query(
        "select count(*) as blocks from article_block join article using (article_id) "
        "where not list_contains(?::varchar[], article_block.lang) "
        "and page_id in (select unnest(?::varchar[]))",
        [list(batch.config.languages), keys],
    )
    if unread[0]["blocks"]:
        batch.tally.counts["blocks_in_other_languages"] += unread[0]["blocks"]


def _read_pages(batch: Batch, version: str, keys: list[str], read_one: ReadOne) -> None:
    one = partial(read_one, repeated=repeated_lines(batch.store))
    settle(batch, "read", version, _articles(batch, keys, one), total=len(keys))


def _articles(batch: Batch, keys: list[str], read_one: ReadOne) -> Iterator[Outcome]:
    archive = Archive(batch.config.archive, clock=batch.clock)
    for page, entry in _pages(batch.store, keys):
        try:
            body = archive.read(page.archive)
        except (DataError, StorageError) as error:
            yield Failed(item=page.page_id, reason=f"archive: {error}", permanent=True)
            continue
        yield read_one(page, body, entry=entry)


def _pages(store: Store, keys: list[str]) -> Iterator[tuple[Page, FeedEntry | None]]:
    """Yield pages in the order of the keys, with their feed entries: two queries a hundred."""
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        pages = {page.page_id: page for page in _many(store, Page, "page", "page_id", some)}
        wanted = [page.entry_id for page in pages.values() if page.entry_id]
        found = _many(store, FeedEntry, "feed_entry", "entry_id", wanted)
        entries = {entry.entry_id: entry for entry in found}
        for key in some:
            yield pages[key], entries.get(pages[key].entry_id or "")


def _article_of(page: Page, body: bytes, *, entry: FeedEntry | None, **how: Any) -> Outcome:
    from pipeline.read.page import Reading, read_whole

    read = read_whole(page, body, entry=entry, **how)
    if isinstance(read, Reading):
        return Done(item=page.page_id, write=partial(_write_reading, read))
    reason = f"{read.reason}: {read.url}: {read.detail}"
    return Failed(item=page.page_id, reason=reason, permanent=read.permanent)


def _write_reading(read: "Reading", store: Store) -> None:
    """Put an article in the place of what the same page gave before, unless nothing changed."""
    article = read.article
    before = store.select(
        Article, "article", where="page_id = ? or article_id = ?", order="article_id",
        values=[article.page_id, article.article_id],
    )  # fmt: skip
    # A page fetched again with the same text is the article we have: no new revision, no new time.
    # Its bytes stay in the archive, its row would say nothing new: an outlet whose counters and
    # advertisements change at every fetch must not make the store grow.
    if any(
        old.article_id == article.article_id and old.page_id != article.page_id for old in before
    ):
        store.delete("page", "page_id", [article.page_id])
        return
    if before:
        store.delete("outlet_line", "page_id", [article.page_id])
    store.insert("outlet_line", read.lines)
    ids = [old.article_id for old in before]
    if before == [article] and _blocks(store, ids).get(article.article_id, ()) == read.blocks:
        return
    if before:
        for table in (*_OF_ARTICLE[:2], "claim", "article_block", "article"):
            store.delete(table, "article_id", ids)
        store.connection.execute(
            "delete from report_relation where report_id not in (select report_id from report)"
        )
        store.delete("stage_run", "item", ids)
    store.insert("article", [article])
    rows = [(article.article_id, b.char_start, b.char_end, b.lang) for b in read.blocks]
    store.insert_rows("article_block", ("article_id", *columns_of(Block)), rows)


def _blocks(store: Store, article_ids: list[str]) -> dict[str, tuple[Block, ...]]:
    """Return the blocks in other languages of those articles that have some."""
    found: dict[str, tuple[Block, ...]] = {}
    for row in store.query(
        "select * from article_block where article_id in (select unnest(?::varchar[])) "
        "order by article_id, char_start",
        [article_ids],
    ):
        before = found.get(row["article_id"], ())
        found[row["article_id"]] = (*before, from_row(Block, row))
    return found


def annotate(batch: Batch) -> None:
    """Read mentions, reports and claims out of every article the gate let through."""
    from pipeline.nlp.annotate import reading_version

    version = reading_version()
    keys = batch.store.pending(
        "annotate", version, table="article", key="article_id",
        where="item.gate like 'in:%' and item.text is not null",
        order="item.fetched_at, item.article_id",
    )  # fmt: skip
    if not keys:
        return
    settle(batch, "annotate", version, _annotations(batch, keys), total=len(keys))
    batch.tally.counts["articles_annotated"] += len(keys)


def _annotations(batch: Batch, keys: list[str]) -> Iterator[Outcome]:
    from pipeline.bilingual import annotate_by_language
    from pipeline.nlp.gazetteers import load_gazetteers

    gazetteers, blocks = load_gazetteers(), _blocks(batch.store, keys)
    for key in keys:
        article = _one(batch.store, Article, "article", "article_id", key)
        if len(article.text) > LONGEST_READ:
            reason = f"too_long: {len(article.text)} characters, at most {LONGEST_READ} are read"
            yield Failed(item=key, reason=reason, permanent=True)
            continue
        try:
            annotation = annotate_by_language(
                article,
                blocks.get(key, ()),
                languages=batch.config.languages,
                gazetteers=gazetteers,
            )
        except Exception:  # a bug on one article must not lose the others; the run exits 70
            yield Failed(item=key, reason=traceback.format_exc(limit=-3), bug=True)
            continue
        yield Done(item=key, write=partial(_write_annotation, annotation))


def _write_annotation(annotation: Annotation, store: Store) -> None:
    old = [
        row["report_id"]
        for row in store.query(
            "select report_id from report where article_id = ? order by report_id",
            [annotation.article_id],
        )
    ]
    store.delete("report_relation", "report_id", old)
    for table in ("mention", "report", "claim"):
        store.delete(table, "article_id", [annotation.article_id])
    store.insert("mention", annotation.mentions)
    store.insert("report", annotation.reports)
    store.insert("claim", annotation.claims)
    store.insert("report_relation", annotation.relations)


def _many(store: Store, record: type[Any], table: str, key: str, values: list[str]) -> list[Any]:
    where = f"{key} in (select unnest(?::varchar[]))"
    return store.select(record, table, where=where, order=key, values=[values])


def _one(store: Store, record: type[Any], table: str, key: str, value: str | None) -> Any:
    found = store.select(record, table, where=f"{key} = ?", order=key, values=[value])
    return found[0] if found else None

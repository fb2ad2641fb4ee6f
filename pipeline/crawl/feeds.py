"""Owns how the bytes of a feed become feed entries. Opens no sockets, raises nothing for bad input.

The charset is decided here, feedparser reads the text in a child that is killed when it takes too
long, and what comes back is cleaned: addresses, times, characters.
"""

import atexit
import multiprocessing
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from html import unescape

from pebble import ProcessExpired, ProcessPool

from pipeline.charset import decode
from pipeline.crawl.feed_child import RawEntry, RawFeed, read_feed, start_child
from pipeline.crawl.times import feed_time
from pipeline.crawl.urls import clean_url
from pipeline.records import FeedEntry, stable_id

PARSE_LIMIT_S = 10.0  # wall clock of one feed in the child
_WORKERS = 2
_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<[^<>]*>")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedParse:
    """The entries of a feed in its order, and what was wrong with it, if anything.

    `problem` starts with a code: `not_a_feed`, `parse_error`, `parse_timeout` (no entries);
    `not_well_formed`, `too_many_entries`, `charset_guess`, `entries_dropped` (entries all the
    same). Several are joined by "; ".
    """

    entries: tuple[FeedEntry, ...]
    problem: str | None


def parse_feed(
    body: bytes,
    *,
    feed_url: str,
    outlet: str,
    lang: str | None,
    charset_header: str | None,
    seen_at: datetime,
    base_url: str | None = None,
) -> FeedParse:
    """Return the entries of a feed as received (decompressed) from `feed_url`.

    `base_url` is where redirects led to (default `feed_url`); relative addresses hang on it.
    `charset_header` is what the HTTP header said. Publication times more than a day after
    `seen_at` are unknown. Entries without an http or https address are dropped and counted.
    """
    if not body.strip():
        return FeedParse(entries=(), problem="not_a_feed: empty")
    decoded = decode(body, header=charset_header)
    raw = _in_child(decoded.text)
    if isinstance(raw, str):
        return FeedParse(entries=(), problem=raw)
    if not raw.version and not raw.entries:
        return FeedParse(entries=(), problem=_not_a_feed(decoded.text, raw))
    entries: dict[str, FeedEntry] = {}
    nameless = 0
    for each in raw.entries:
        entry = _entry(each, feed_url, base_url or feed_url, outlet, lang, seen_at)
        if entry is None:
            nameless += 1
        elif entries.setdefault(entry.entry_id, entry).url != entry.url:
            # a guid used again for another article: the address tells them apart
            entry = replace(entry, entry_id=stable_id("ent", feed_url, entry.url))
            entries.setdefault(entry.entry_id, entry)
    if not entries and raw.trouble:
        return FeedParse(entries=(), problem=f"parse_error: {raw.trouble}")
    problem = _problem(raw, nameless, guessed=decoded.charset if decoded.guessed else None)
    return FeedParse(entries=tuple(entries.values()), problem=problem)


def _problem(raw: RawFeed, nameless: int, *, guessed: str | None) -> str | None:
    """Return what was wrong with a feed that was read all the same."""
    notes = []
    if raw.trouble:
        notes.append(f"not_well_formed: {raw.trouble}")
    if raw.total > len(raw.entries):
        notes.append(f"too_many_entries: {raw.total}, the newest {len(raw.entries)} are kept")
    if guessed:
        notes.append(f"charset_guess: {guessed}")
    if nameless:
        notes.append(f"entries_dropped: {nameless} without an address")
    return "; ".join(notes) or None


def _in_child(text: str) -> RawFeed | str:
    """Return what the child read, or the problem that ended it."""
    future = _children().schedule(read_feed, args=(text,), timeout=PARSE_LIMIT_S)
    try:
        return future.result()
    except TimeoutError:
        return f"parse_timeout: not read after {PARSE_LIMIT_S:g} s"
    except (ProcessExpired, MemoryError, RecursionError) as error:
        return f"parse_error: the parser died: {type(error).__name__}"


@cache
def _children() -> ProcessPool:
    """The parser's children, started on first use and kept for all feeds of the process."""
    pool = ProcessPool(
        max_workers=_WORKERS,
        initializer=start_child,
        context=multiprocessing.get_context("forkserver"),
    )
    atexit.register(_stop, pool)
    return pool


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _not_a_feed(text: str, raw: RawFeed) -> str:
    if raw.trouble and re.search(r"<(rss|feed|rdf:RDF)\b", text[:4096]):
        return f"parse_error: {raw.trouble}"
    start = text.lstrip()[:200].lower()
    if "<html" in start or "<!doctype html" in start:
        return "not_a_feed: an HTML page"
    return "not_a_feed: neither RSS nor Atom"


def _entry(
    raw: RawEntry, feed_url: str, base: str, outlet: str, lang: str | None, seen_at: datetime
) -> FeedEntry | None:
    url = clean_url(raw.link, base=base) if raw.link else None
    if url is None and raw.guid and raw.guid.startswith(("http://", "https://")):
        url = clean_url(raw.guid)
    if url is None:
        return None
    guid = _line(raw.guid) or None if raw.guid else None
    said = raw.published or raw.updated
    return FeedEntry(
        entry_id=stable_id("ent", feed_url, guid or url),
        feed_url=feed_url,
        outlet=outlet,
        lang=lang,
        guid=guid,
        url=url,
        title=_title(raw.title),
        summary_html=_text(raw.summary),
        content_html=_text(raw.content),
        published_at=feed_time(raw.published, now=seen_at) or feed_time(raw.updated, now=seen_at),
        published_text=_line(said) if said else None,
        seen_at=seen_at,
        updated_text=_line(raw.updated) if raw.updated else None,
    )


def _title(text: str) -> str:
    """Titles are plain text by habit; tags and entities in one come from escaping it twice."""
    return _line(unescape(_TAG.sub("", text)) if "<" in text or "&" in text else text)


def _line(text: str) -> str:
    return _SPACE.sub(" ", _text(text)).strip()


def _text(text: str) -> str:
    """Return the text without characters that no text has and no database takes."""
    text = _CONTROLS.sub("", _SURROGATES.sub("\ufffd", text))
    return unicodedata.normalize("NFC", text)

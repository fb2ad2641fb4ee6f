"""Owns what counts as a page of an article, and the feed entry that stands in for one. Pure."""

import hashlib
import json

from pipeline.crawl.response import Response, header
from pipeline.records import ArchiveRef, FeedEntry, Page, stable_id

ENTRY_TYPE = "application/json"
MAX_TAGS = 50_000  # looked at; a page that has shown no text by then shows none
# Of 277 news pages (the htmldate and fundus collections) four show less: a bot wall, a consent
# frame, two that scripts draw. None of them has an article; the next page up shows 298.
MIN_VISIBLE = 250  # bytes of text outside tags, white space not counted
_HTML = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
_SILENT = (b"script", b"style", b"noscript", b"template", b"svg")


def page_fault(response: Response) -> tuple[str, str] | None:
    """Return why a page that was received cannot be an article (code, words); None if it can."""
    claimed = response.content_type
    if claimed is not None and claimed not in _HTML:
        return "not_html", f"content type {claimed[:80]}"
    start = response.body[:1024]
    if start.startswith(b"%PDF") or (b"\x00" in start and not start.startswith((b"\xff", b"\xfe"))):
        return "not_html", "binary content"
    shown = visible_bytes(response.body, enough=MIN_VISIBLE)
    if shown < MIN_VISIBLE:
        return "empty_page", f"{shown} bytes of text"
    return None


def visible_bytes(body: bytes, *, enough: int) -> int:
    """Count bytes of text outside tags and scripts, without white space; stops at `enough`.

    One pass over the bytes: nothing in a page can make it slower than linear.
    """
    shown, position = 0, 0
    for _ in range(MAX_TAGS):
        if shown >= enough:
            break
        tag = body.find(b"<", position)
        text = body[position : tag if tag >= 0 else len(body)]
        shown += sum(map(len, text.split()))
        end = body.find(b">", tag) if tag >= 0 else -1
        if end < 0:
            break
        position = end + 1
        name = body[tag + 1 : tag + 10].lower()
        silent = next((each for each in _SILENT if name.startswith(each)), None)
        if silent and not body[tag:end].endswith(b"/"):
            position = _after(body, silent, position)
    return shown


def _after(body: bytes, name: bytes, position: int) -> int:
    for closing in (b"</" + name, b"</" + name.upper()):
        found = body.find(closing, position)
        if found >= 0:
            return found
    return len(body)


def page_of_response(
    entry: FeedEntry, response: Response, body_hash: str, archive: ArchiveRef
) -> Page:
    """Return the page that was received for an entry."""
    return Page(
        page_id=stable_id("pag", entry.url, body_hash),
        kind="html",
        url=entry.url,
        final_url=response.final_url,
        outlet=entry.outlet,
        lang=entry.lang,
        fetched_at=response.fetched_at,
        status=response.http_status,
        content_type=header(response.headers, "content-type"),
        body_hash=body_hash,
        etag=response.etag,
        last_modified=response.last_modified,
        entry_id=entry.entry_id,
        archive=archive,
    )


def page_of_entry(
    entry: FeedEntry, response: Response | None, body_hash: str, archive: ArchiveRef
) -> Page:
    """Return the page that holds the feed's own text; `status` is what the page's server said."""
    return Page(
        page_id=stable_id("pag", entry.url, body_hash),
        kind="entry",
        url=entry.url,
        final_url=entry.url,
        outlet=entry.outlet,
        lang=entry.lang,
        fetched_at=response.fetched_at if response else entry.seen_at,
        status=response.http_status if response else None,
        content_type=ENTRY_TYPE,
        body_hash=body_hash,
        etag=None,
        last_modified=None,
        entry_id=entry.entry_id,
        archive=archive,
    )


def entry_json(entry: FeedEntry) -> bytes:
    """Return what a feed says of an article as UTF-8 JSON with sorted keys.

    Keys: `url` `outlet` `lang` `guid` `title` `summary` `content` (HTML as the feed has it)
    `published` (ISO 8601 in UTC, or null) `published_text`. When it was seen is not part of it:
    the same entry has the same hash in every run.
    """
    return json.dumps(
        {
            "url": entry.url,
            "outlet": entry.outlet,
            "lang": entry.lang,
            "guid": entry.guid,
            "title": entry.title,
            "summary": entry.summary_html,
            "content": entry.content_html,
            "published": entry.published_at.isoformat() if entry.published_at else None,
            "published_text": entry.published_text,
        },
        ensure_ascii=False,
        sort_keys=True,
    ).encode()


def has_text(entry: FeedEntry) -> bool:
    """Whether the feed itself says anything about the article."""
    return any(text.strip() for text in (entry.title, entry.summary_html, entry.content_html))


def sha256(body: bytes) -> str:
    """Return the hash by which a body is known."""
    return hashlib.sha256(body).hexdigest()

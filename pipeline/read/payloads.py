"""Owns the two JSON forms of an archived body: a feed entry, and one ingested article line."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipeline.records import FeedEntry, Page

_LINE_NEEDED = ("url", "outlet", "title")
_LINE_OPTIONAL = ("text", "html", "published", "lang")
_ENTRY_TEXTS = ("lang", "guid", "title", "summary", "content", "published", "published_text")


class PayloadError(ValueError):
    """The body is not what its page's kind promises; the message says in what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One article as ingested: the optional values as they stand there."""

    url: str
    outlet: str
    title: str
    text: str | None
    html: str | None
    published: str | None
    lang: str | None


def parse_line(body: bytes | str) -> Line:
    """Read one line of an ingested .jsonl file. Keys it does not know are left aside.

    Raises PayloadError where `url`, `outlet` or `title` is missing, where there is neither `text`
    nor `html`, and where a value is no string.
    """
    row = _object(body)
    _check_texts(row, needed=_LINE_NEEDED, optional=_LINE_OPTIONAL)
    if not (row.get("text") or row.get("html")):
        raise PayloadError("text or html is needed")
    return Line(
        url=row["url"],
        outlet=row["outlet"],
        title=row["title"],
        text=row.get("text"),
        html=row.get("html"),
        published=row.get("published"),
        lang=row.get("lang"),
    )


def parse_entry(body: bytes, *, page: Page) -> FeedEntry:
    """Read the feed's own text of an article, as crawling archived it for a page of kind `entry`.

    What the JSON leaves out (`feed_url`) is ""; it counts as seen when the page was fetched.
    Raises PayloadError where the body is no such JSON.
    """
    row = _object(body)
    _check_texts(row, needed=(), optional=_ENTRY_TEXTS)
    published = row.get("published")
    try:
        published_at = datetime.fromisoformat(published) if published else None
    except ValueError as error:
        raise PayloadError(f"published is no ISO 8601 time: {published!r}") from error
    return FeedEntry(
        entry_id=page.entry_id or "",
        feed_url="",
        outlet=page.outlet,
        lang=row.get("lang") or page.lang,
        guid=row.get("guid"),
        url=page.url,
        title=row.get("title") or "",
        summary_html=row.get("summary") or "",
        content_html=row.get("content") or "",
        published_at=_utc(published_at),
        published_text=row.get("published_text"),
        seen_at=page.fetched_at,
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _check_texts(
    row: Mapping[str, object], *, needed: Iterable[str], optional: Iterable[str]
) -> None:
    for key in needed:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            raise PayloadError(f"{key} must be a text, not empty")
    for key in optional:
        if not isinstance(row.get(key), str | None):
            raise PayloadError(f"{key} must be a text")


def _object(body: bytes | str) -> dict[str, Any]:
    try:
        text = body.decode("utf-8-sig") if isinstance(body, bytes) else body.removeprefix("\ufeff")
        row = json.loads(text)
    except UnicodeDecodeError as error:
        raise PayloadError(f"not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise PayloadError(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise PayloadError("not JSON: nested too deep") from error
    if not isinstance(row, dict):
        raise PayloadError("not a JSON object")
    return row

"""Owns the two JSON forms of an archived body: a feed entry, and one ingested article line."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pipeline.records import FeedEntry

_TIMES = ("published_at", "seen_at")


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
    for key in ("url", "outlet", "title"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise PayloadError(f"{key} must be a text, not empty")
    for key in ("text", "html", "published", "lang"):
        if not isinstance(row.get(key), str | None):
            raise PayloadError(f"{key} must be a text")
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


def encode_entry(entry: FeedEntry) -> bytes:
    """Return the feed entry as UTF-8 JSON with sorted keys, times in ISO 8601."""
    row = {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in asdict(entry).items()
    }
    return json.dumps(row, sort_keys=True).encode()


def parse_entry(body: bytes) -> FeedEntry:
    """Read what `encode_entry` wrote. Raises PayloadError for anything else."""
    row = _object(body)
    try:
        for key in _TIMES:
            row[key] = datetime.fromisoformat(row[key]) if row[key] else None
        return FeedEntry(**row)
    except (KeyError, TypeError, ValueError) as error:
        raise PayloadError(f"not a feed entry: {error}") from error


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

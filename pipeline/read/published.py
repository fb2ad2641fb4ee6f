"""Owns when an article was published: choosing among what page, address and feed say.

A modification date is never taken for a publication date, and unknown stays unknown.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pipeline.records import FeedEntry, PublishedPrecision

PublishedBasis = Literal["ingest", "jsonld", "meta", "feed", "url", "byline"]
Evidence = tuple[PublishedBasis, str]  # where a date stands, and its wording

# News of the web begins about here; earlier dates are defaults of a publishing system.
EARLIEST = date(1995, 1, 1)
# Clocks of outlets run a little ahead of ours.
_CLOCK_SKEW = timedelta(minutes=15)
# The first zone to see a day is 14 hours ahead of UTC.
_EARLIEST_DAWN = timedelta(hours=14)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_OFFSET_APART = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$)")
_ZULU = re.compile(r"\s*(?:UTC|GMT|Z)$")
_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})([/_.-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)"
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When an article was published.

    An `instant` is UTC. A `day` is the outlet's local day, given as 00:00 UTC of that day, which
    says nothing of the hour. `unknown` has no time and no basis.
    """

    at: datetime | None
    precision: PublishedPrecision
    basis: PublishedBasis | None


UNKNOWN = Published(at=None, precision="unknown", basis=None)


def choose(
    evidence: Iterable[Evidence],
    *,
    entry: FeedEntry | None,
    fetched_at: datetime,
    time_zone: str | None,
) -> Published:
    """Return the first credible date of the evidence, given best first as (basis, wording).

    A date is credible from 1995 on and not after `fetched_at`. Where it is only a day, and the
    feed has a time on that day in the outlet's zone (UTC when we do not know it), the feed's
    time is taken. `time_zone` (IANA) is where times without an offset are read; without it such a
    time is only a day.
    """
    feed = _of_feed(entry)
    stated = [parse(wording, basis=basis, time_zone=time_zone) for basis, wording in evidence]
    credible = [p for p in (*stated, feed) if is_credible(p, fetched_at=fetched_at)]
    if not credible:
        return UNKNOWN
    best = credible[0]
    if best.precision == "day" and feed in credible and feed.precision == "instant":
        zone = ZoneInfo(time_zone) if time_zone else UTC
        if best.at and feed.at and feed.at.astimezone(zone).date() == best.at.date():
            return feed
    return best


def parse(wording: str, *, basis: PublishedBasis, time_zone: str | None = None) -> Published:
    """Return what an ISO 8601 or RFC 2822 wording means; `UNKNOWN` where it is neither.

    Midnight to the second is what publishing systems write for "some time that day".
    """
    at = _parse_iso(wording) or _parse_mail(wording)
    if isinstance(at, datetime) and at.tzinfo is None and time_zone:
        at = at.replace(tzinfo=ZoneInfo(time_zone))
    if at is None:
        return UNKNOWN
    if not isinstance(at, datetime):
        return _day(at, basis)
    if at.tzinfo is None or at.time() == time(0):
        return _day(at.date(), basis)
    try:
        return Published(at=at.astimezone(UTC), precision="instant", basis=basis)
    except OverflowError:
        return UNKNOWN


def as_given(wording: str) -> Published:
    """Return an ingested `published`: taken at its word. A time without an offset is UTC."""
    published = parse(wording, basis="ingest", time_zone="UTC")
    at = _parse_iso(wording)
    if published.precision == "day" and isinstance(at, datetime):
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return Published(at=at.astimezone(UTC), precision="instant", basis="ingest")
    return published


def days_in_url(url: str) -> tuple[str, ...]:
    """Return the days (ISO) that the path of an address names, such as `/2023/09/29/`."""
    path = url.split("://", 1)[-1].partition("/")[2].partition("?")[0]
    days = []
    for year, separator, month, day in _URL_DAY.findall(path):
        # Eight digits in a row are a day only with both zeros written; else they are a number.
        if separator or (len(month) == 2 and len(day) == 2):
            days.append(f"{year}-{int(month):02d}-{int(day):02d}")
    return tuple(days)


def is_credible(published: Published, *, fetched_at: datetime) -> bool:
    """Return whether the date is known, not before 1995 and not after the page was fetched."""
    if published.at is None or published.at.date() < EARLIEST:
        return False
    allowed = _EARLIEST_DAWN if published.precision == "day" else _CLOCK_SKEW
    return published.at <= fetched_at + allowed


def _of_feed(entry: FeedEntry | None) -> Published:
    if entry is None or entry.published_at is None:
        return UNKNOWN
    if entry.published_text and not _CLOCK.search(entry.published_text):
        return _day(entry.published_at.date(), "feed")
    return Published(at=entry.published_at.astimezone(UTC), precision="instant", basis="feed")


def _day(day: date, basis: PublishedBasis) -> Published:
    at = datetime.combine(day, time(0), tzinfo=UTC)
    return Published(at=at, precision="day", basis=basis)


def _parse_iso(wording: str) -> datetime | date | None:
    """Read ISO 8601 with the liberties pages take; of an odd time only the day is read."""
    text = _OFFSET_APART.sub("", _ZULU.sub("+00:00", wording.strip()[:60]))
    day = _ISO_DAY.match(text)
    try:
        if day is None or day.end() < len(text):
            return datetime.fromisoformat(text)
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return date.fromisoformat(day.group()) if day else None
    except ValueError:
        return None


def _parse_mail(wording: str) -> datetime | None:
    try:
        return parsedate_to_datetime(wording.strip()[:60])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

"""Owns how a feed's wording of a time is read. Unknown is None: no guess of a missing zone.

The forms are RFC 822/2822 and ISO 8601, with the habits of outlets that feedparser reads wrongly
(it takes EET, EEST and MSK for UTC) or not at all ("GMT+3", Russian and Ukrainian month names).
"""

import re
from datetime import UTC, datetime, timedelta, timezone

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web: a default or a fault
FUTURE = timedelta(days=1)  # clocks and zones go wrong by less; more is not a publication time
_MAX_TEXT = 100
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "янв", "січ"), ("feb", "фев", "лют"), ("mar", "мар", "бер"),
            ("apr", "апр", "кві"), ("may", "май", "мая", "тра"), ("jun", "июн", "чер"),
            ("jul", "июл", "лип"), ("aug", "авг", "сер"), ("sep", "сен", "вер"),
            ("oct", "окт", "жов"), ("nov", "ноя", "лис"), ("dec", "дек", "гру"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
# RFC 822 §5.1, and the zones of our outlets: hours east of UTC
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2,
    "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7,
}  # fmt: skip
_RFC = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s*)?(\d{1,2})[\s-]+([^\W\d_]{3,12})\.?,?[\s-]+(\d{2}|\d{4}),?\s+"
    r"(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?\s*(.*)"
)
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[T\s]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?\s*(.*)",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:gmt|utc|ut)?\s*([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)


def feed_time(text: str | None, *, now: datetime) -> datetime | None:
    """Return the instant that `text` names, in UTC; None if it names none.

    None as well where the zone is missing, the day does not exist, or the time lies before 1990
    or more than a day after `now`.
    """
    text = (text or "").strip()[:_MAX_TEXT]
    found = _ISO.fullmatch(text)
    if found:
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _RFC.fullmatch(text):
        year, month, day = _full_year(found[3]), _MONTHS.get(found[2].lower()[:3], 0), int(found[1])
    else:
        return None
    zone = _zone(found[7])
    if zone is None or not month:
        return None
    try:
        local = datetime(year, month, day, tzinfo=zone) + _time_of_day(*found.group(4, 5, 6))
        moment = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if EARLIEST <= moment <= now + FUTURE else None


def _time_of_day(hour: str, minute: str, second: str | None) -> timedelta:
    """24:00 is the end of the day (ISO 8601); a leap second counts as the next minute's first."""
    hours, minutes, seconds = int(hour), int(minute), int(second or 0)
    if minutes > 59 or seconds > 60 or hours * 60 + minutes > 24 * 60:
        raise ValueError("no time of a day")
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _zone(text: str) -> timezone | None:
    text = text.strip().lower()
    text = re.sub(r"\s*\([^()]*\)$", "", text)  # "+0300 (MSK)", a comment of RFC 822
    if text in _ZONES:
        return timezone(timedelta(hours=_ZONES[text]))
    found = _OFFSET.fullmatch(text)
    if not found or int(found[2]) > 14 or int(found[3] or 0) > 59:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(offset if found[1] == "+" else -offset)


def _full_year(text: str) -> int:
    """Two digits as RFC 2822 §4.3 reads them."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 50 else 1900)

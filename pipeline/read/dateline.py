"""Owns dates as bylines write them, in three languages and in a few more that need no dictionary
but the months of `date_words.csv`. Knows nothing of pages.

Only whole dates count, with day, month and year; `nlp/dates.py` reads those of sentences.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

TABLE = "date_words.csv"
_MONTH_CLASSES = ("month", "abbrmonth", "namemonth")
_CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
_ORDINAL = r"(?:st|nd|rd|th|-?го)?"
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/-]|\.\d)")
_ISO = re.compile(r"(?<![\d./-])((?:19|20)\d\d)([./-])(\d{1,2})\2(\d{1,2})(?!\d)")
# Chinese, Japanese and Korean: 2020年7月12日, 2020년 7월 12일.
_SIGNED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]"
)
_BESIDE_DATES = frozenset(
    ("at", "on", "of", "am", "pm", "st", "nd", "rd", "th", "о", "об", "в", "г", "р", "року", "года",
     "年", "月", "日", "号", "號", "년", "월", "일")
)  # fmt: skip
_CLOCK = re.compile(
    r"[\s,|/–—·-]{0,6}(?:at|о|об|в|г\.|р\.|року|года)?[\s,|/–—·-]{0,6}(?:at|о|об|в)?\s?"
    r"(\d{1,2})[:.](\d{2})(?::\d{2})?(?!\d)\s?([ap])?\.?(?:m\b)?\.?((?-i:\s?[A-Z]{2,5}\b))?",
    re.IGNORECASE,
)

# A word in another script behind the time may be its half of the day.
_OTHER_WORD = re.compile(r"\s?(?![a-zа-яіїєґ])[^\W\d_]", re.IGNORECASE)


def days_in(text: str) -> Iterator[str]:
    """Yield the dates a short text names, as ISO 8601: a day, or a local time without an offset.

    Of `03/04/2021` the order is told by a number above 12, a weekday, or Cyrillic letters (day
    first); where nothing tells, it is no date. A time with a zone's name is left to the day.
    """
    for _, end, day in sorted(_dates(text), key=lambda found: (found[0], -found[1])):
        yield day.isoformat() + _time_after(text[end : end + 40])


def is_only_date(text: str) -> bool:
    """Return whether a text is a date and nothing else: no word but months, weekdays, "at"."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return any(days_in(text)) and all(
        word in _months() or word in _weekdays() or word in _BESIDE_DATES for word in words
    )


def _time_after(text: str) -> str:
    match = _CLOCK.match(text)
    if match is None or match[4] or _OTHER_WORD.match(text, match.end()):
        return ""
    hour, minute = int(match[1]), int(match[2])
    if match[3]:
        hour = hour % 12 + (12 if match[3].lower() == "p" else 0)
    return f"T{hour:02d}:{minute:02d}:00" if hour < 24 and minute < 60 else ""


def _dates(text: str) -> Iterator[tuple[int, int, date]]:
    for pattern, (year, month, day) in _worded():
        for match in pattern.finditer(text.lower()):
            yield from _dated(match, int(match[year]), _months()[match[month]], int(match[day]))
    for match in _ISO.finditer(text):
        yield from _dated(match, int(match[1]), int(match[3]), int(match[4]))
    for match in _SIGNED.finditer(text):
        yield from _dated(match, int(match[1]), int(match[2]), int(match[3]))
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if _is_day_first(text, match[2], first, second, year):
            yield from _dated(match, year, second, first)
        elif _is_month_first(text, first, second, year):
            yield from _dated(match, year, first, second)


def _dated(
    match: re.Match[str], year: int, month: int, day: int
) -> Iterator[tuple[int, int, date]]:
    try:
        yield match.start(), match.end(), date(year, month, day)
    except ValueError:
        return


def _is_day_first(text: str, separator: str, first: int, second: int, year: int) -> bool:
    if first > 12 or first == second or separator != "/" or _CYRILLIC.search(text):
        return second <= 12
    return _weekday_agrees(text, year, second, first)


def _is_month_first(text: str, first: int, second: int, year: int) -> bool:
    return first <= 12 < second or _weekday_agrees(text, year, first, second)


def _weekday_agrees(text: str, year: int, month: int, day: int) -> bool:
    try:
        weekday = date(year, month, day).weekday()
    except ValueError:
        return False
    words = re.findall(r"\w+", text.lower())
    return any(_weekdays().get(word) == weekday for word in words)


@cache
def _worded() -> tuple[tuple[re.Pattern[str], tuple[int, int, int]], ...]:
    """Return the patterns with a month's name, and their groups of year, month and day."""
    months = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    day, year = rf"(\d{{1,2}}){_ORDINAL}", r"(\d{4})(?!\d)"
    # The Arabic press gives a month its Syrian and its Roman name: 24 نيسان / أبريل 2020.
    also = r"(?:[^\W\d_]{2,10}(?:\s[^\W\d_]{2,10})?\s?/\s?)?"
    return (
        (
            re.compile(
                rf"(?<!\d){day}(?: of)?[\s.-]{{1,3}}{also}({months})\.?,?[\s-]{{1,3}}{year}"
            ),
            (3, 2, 1),
        ),
        (re.compile(rf"(?<!\w)({months})\.?\s{{1,3}}{day},?\s{{1,3}}{year}"), (3, 1, 2)),
    )


@cache
def _months() -> Mapping[str, int]:
    return {
        form.lower().rstrip("."): int(value)
        for kind, value, forms in _rows()
        if kind in _MONTH_CLASSES
        for form in forms
    }


@cache
def _weekdays() -> Mapping[str, int]:
    return {
        form.lower().rstrip("."): int(value)
        for kind, value, forms in _rows()
        if kind in ("weekday", "abbrweekday")
        for form in forms
    }


@cache
def _rows() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    text = (files("pipeline") / "gazetteers" / TABLE).read_text(encoding="utf-8")
    return tuple(
        (row["class"], row["value"], tuple(row["forms"].split()))
        for row in csv.DictReader(text.splitlines())
    )

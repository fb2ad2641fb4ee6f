"""Owns the calendar arithmetic that date rules share. Knows no words.

Seasons are those of the northern hemisphere; winter belongs to the year of its December.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.nlp.date_expression import DateExpression
from pipeline.records import DateSpan

ONE_DAY = timedelta(days=1)
# "A few", "several", «кілька»: at least and at most this many.
FEW = (2, 5)
SAME_YEAR = "same_year"  # the modifier of "in August of the same year": that of the event before

Resolved = tuple[date, date, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds an expression: publication (its day, and its instant where the hour is known),
    the zone of the place, the event told before, the tense."""

    published: date | None
    published_at: datetime | None
    tz: str | None
    anchor: DateSpan | None
    future: bool


def bounded(
    first: date, last: date, basis: str, expression: DateExpression, setting: Setting
) -> Resolved:
    """Widen "by Wednesday": from publication when planned, else from the event told before."""
    if expression.bound == "by":
        since = setting.published if setting.future else None
        if since is None and not setting.future and setting.anchor:
            since = setting.anchor.earliest
        if since is not None and since <= last:
            return since, last, f"by {basis}"
    return first, last, basis


def weekday_before(day: date, weekday: int) -> date:
    return day - ONE_DAY * ((day.weekday() - weekday) % 7)


def weekday_after(day: date, weekday: int) -> date:
    return day + ONE_DAY * ((weekday - day.weekday()) % 7)


def season_span(year: int, season: int) -> tuple[date, date]:
    first = date(year, 3 * season, 1)
    return first, month_span(*month_after(first, 2))[1]


def month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_span(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def month_after(day: date, months: int) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def third(first: date, last: date, modifier: str | None) -> tuple[date, date]:
    """The part of a month or a year that `modifier` names; both ends unchanged for none.

    Early, mid and late are days 1-10, 11-20 and 21-end of a month, four months each of a year.
    """
    if (last - first).days > 31:
        months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(modifier or "", (1, 12))
        return date(first.year, months[0], 1), month_span(first.year, months[1])[1]
    days = {
        "early": (1, 10),
        "mid": (11, 20),
        "late": (21, last.day),
        "first_week": (1, 7),
        "last_week": (last.day - 6, last.day),
        "first_half": (1, 15),
        "second_half": (16, last.day),
    }.get(modifier or "", (1, last.day))
    return first.replace(day=days[0]), first.replace(day=days[1])


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week of `day`."""
    monday = day - ONE_DAY * day.weekday()
    return monday, monday + ONE_DAY * 6

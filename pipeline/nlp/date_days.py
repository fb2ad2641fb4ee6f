"""Owns the rules for days and weekdays. A rule gives first day, last day and its code, or None."""

from calendar import monthrange
from datetime import date
from zoneinfo import ZoneInfo

from pipeline.nlp.date_calendar import (
    ONE_DAY,
    SAME_YEAR,
    Resolved,
    Setting,
    bounded,
    month_after,
    weekday_after,
    weekday_before,
)
from pipeline.nlp.date_expression import DateExpression

# A date without a year, told in the past, may still lie this many days after publication: dates
# are put wrong by a few days, tenses are misread, and writers name the year of old events.
AHEAD_OF_PUBLICATION_DAYS = 31
# A plan without a year may lie this many days back: "was to leave on 20 May", told in June.
PLAN_BEHIND_DAYS = 60
# A date without a year told behind one with a year goes on telling of that time when it lies at
# most this many days before or after it; the year of publication says the same for younger dates.
SAME_STORY_DAYS = (31, 61)
WITH_YEAR = ("full date", "date, year from event before")


# --- absolute days ------------------------------------------------------------------------------


def day_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """A day of the calendar, with what is left unsaid of it taken from publication."""
    if expression.day is None:
        return None
    day = _dated(expression.year, expression.month, expression.day, expression, setting)
    if day is None:
        return None
    if expression.year is not None:
        basis = "full date"
    elif expression.month and day == _in_story(expression.month, expression.day, setting):
        basis = "date, year from event before"
    else:
        basis = "date, year from publication" if expression.month else "day of month"
    return bounded(day, day, basis, expression, setting)


def days_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """A stretch from one named day to another."""
    if expression.day is None or expression.day_to is None:
        return None
    month_to = expression.month_to or expression.month
    last = _dated(expression.year, month_to, expression.day_to, expression, setting)
    if last is None:
        return None
    month = expression.month or last.month
    if expression.month is None and expression.day > expression.day_to:
        month = last.month - 1 or 12  # "from 30 to 2 October"
    first = date(last.year - (month > last.month), month, expression.day)
    return (first, last, "range of dates") if first <= last else None


def _dated(
    year: int | None, month: int | None, day: int, expression: DateExpression, setting: Setting
) -> date | None:
    """The day named. What is left unsaid follows from publication (else the anchor), the tense
    and the weekday where one is stated with the date."""
    if year is not None:
        return date(year, month, day) if month is not None else None
    if expression.modifier == SAME_YEAR:
        if month is None or setting.anchor is None:
            return None
        return date(setting.anchor.latest.year, month, day)
    base = setting.published or (setting.anchor.latest if setting.anchor else None)
    if base is None:
        return None
    if month is None:
        return _near_event(day, setting) or _day_of_month(
            day, base, expression.weekday, future=setting.future
        )
    if expression.year_offset is not None:
        return date(base.year + expression.year_offset, month, day)
    years = range(base.year - 4, base.year + 5)
    candidates = [date(y, month, day) for y in years if day <= monthrange(y, month)[1]]
    agreeing = [
        found
        for found in candidates
        if abs(found.year - base.year) <= 1 and found.weekday() == expression.weekday
    ]
    if agreeing:
        return min(agreeing, key=lambda found: abs(found - base))
    story = _in_story(month, day, setting)
    if story is not None:
        return story
    if setting.future:
        after = [found for found in candidates if (base - found).days <= PLAN_BEHIND_DAYS]
        return min(after, default=None)
    before = [found for found in candidates if (found - base).days <= AHEAD_OF_PUBLICATION_DAYS]
    return max(before, default=None)


def _in_story(month: int, day: int, setting: Setting) -> date | None:
    """The day in the year of the event told before, where that was told with its year, lies far
    from publication and close to this day."""
    anchor = setting.anchor
    if anchor is None or setting.future or anchor.basis not in WITH_YEAR:
        return None
    told = anchor.latest
    if setting.published is not None and told.year >= setting.published.year:
        return None
    years = (year for year in (told.year, told.year + 1) if day <= monthrange(year, month)[1])
    back, on = SAME_STORY_DAYS
    days = (date(year, month, day) for year in years)
    return next((found for found in days if -back <= (found - told).days <= on), None)


def _near_event(day: int, setting: Setting) -> date | None:
    """The day of such a number closest to the event told before, where that is a single day."""
    anchor = setting.anchor
    if anchor is None or anchor.latest - anchor.earliest > ONE_DAY:
        return None
    months = [month_after(anchor.latest, number) for number in (-1, 0, 1)]
    days = [date(y, m, day) for y, m in months if day <= monthrange(y, m)[1]]
    return min(days, key=lambda found: abs(found - anchor.latest))


def _day_of_month(day: int, base: date, weekday: int | None, *, future: bool) -> date | None:
    months = [month_after(base, number) for number in range(-12, 13)]
    days = [date(y, m, day) for y, m in months if day <= monthrange(y, m)[1]]
    days = [found for found in days if found.weekday() == weekday] or days
    if future:
        return min((found for found in days if found >= base), default=None)
    return max((found for found in days if found <= base), default=None)


# --- weekdays -----------------------------------------------------------------------------------


def weekday_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """The nearest such day on or before publication, unless tense or words say otherwise."""
    if expression.weekday is None or setting.published is None:
        return None
    base, weekday = setting.published, expression.weekday
    monday = base - ONE_DAY * base.weekday()
    if expression.modifier == "last":
        # Today and yesterday have names of their own: "last Thursday" lies farther back.
        day, basis = weekday_before(base - ONE_DAY * 2, weekday), "last weekday"
    elif expression.modifier == "next":
        day, basis = monday + ONE_DAY * (7 + weekday), "weekday of next week"
    elif expression.modifier in ("last_week", "this_week", "next_week"):
        weeks = {"last_week": -1, "this_week": 0, "next_week": 1}[expression.modifier]
        day, basis = monday + ONE_DAY * (7 * weeks + weekday), "weekday of named week"
    elif setting.future or expression.direction == "future":
        day, basis = _weekday_to_come(base, weekday, setting), "weekday after publication"
    else:
        base = _at_the_place(base, weekday, setting)
        day, basis = weekday_before(base, weekday), "weekday before publication"
    return bounded(day, day, basis, expression, setting)


def _weekday_to_come(published: date, weekday: int, setting: Setting) -> date:
    """The next such day from publication on; not the very day where a plan of a later one was told
    before: "leaves on Wednesday and is back on Saturday", published on a Saturday."""
    anchor = setting.anchor
    planned = anchor is not None and anchor.earliest > published
    return weekday_after(published + ONE_DAY * planned, weekday)


def _at_the_place(base: date, weekday: int, setting: Setting) -> date:
    """The day it is at the place, where that is the weekday named: published late on Tuesday in
    New York, "landed in Seoul on Wednesday" was that very day."""
    if setting.tz is None or setting.published_at is None:
        return base
    there = setting.published_at.astimezone(ZoneInfo(setting.tz)).date()
    return there if there.weekday() == weekday else base


def weekdays_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """A stretch from one weekday to another, ending on or before publication."""
    if setting.published is None or expression.weekday is None or expression.weekday_to is None:
        return None
    length = ONE_DAY * ((expression.weekday_to - expression.weekday) % 7)
    if setting.future:
        first = weekday_after(setting.published, expression.weekday)
        return first, first + length, "weekdays after publication"
    last = weekday_before(setting.published, expression.weekday_to)
    return last - length, last, "weekdays before publication"


def event_weekday_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """A weekday counted from the event told before: "the following Monday"."""
    weekday, anchor = expression.weekday, setting.anchor
    if weekday is None:
        return None
    if anchor is None:
        if expression.direction == "future" or setting.published is None:
            return None
        back = ONE_DAY if expression.direction == "past" else ONE_DAY * 0
        day = weekday_before(setting.published - back, weekday)
        return day, day, "weekday before publication"
    if expression.direction == "future":
        day = weekday_after(anchor.latest + ONE_DAY, weekday)
        return day, day, "weekday after event before"
    until = anchor.earliest - ONE_DAY if expression.direction == "past" else anchor.latest
    day = weekday_before(until, weekday)
    return day, day, "weekday before event before" if expression.direction else "same weekday"

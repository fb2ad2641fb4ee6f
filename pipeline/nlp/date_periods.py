"""Owns the rules for months, seasons, years and named periods ("last week", "earlier this month").

A rule gives first day, last day and its code, or None where nothing can be decided.
"""

from datetime import date

from pipeline.nlp.date_calendar import (
    FEW,
    ONE_DAY,
    SAME_YEAR,
    Resolved,
    Setting,
    bounded,
    month_after,
    month_span,
    season_span,
    third,
    week_of,
    year_span,
)
from pipeline.nlp.date_expression import DateExpression

# Fewer hours than this between two events leave them on one day, as newsrooms count.
SAME_DAY_HOURS = 12
# How many weeks, months or years the words lie from those of publication.
_STEPS = {
    "before_last": -2,
    "last": -1,
    "early_last": -1,
    "late_last": -1,
    "next": 1,
    "early_next": 1,
}

# --- months, seasons, years ---------------------------------------------------------------------


def month_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """A month or a part of it; without a year, the latest on or before publication."""
    if expression.month is None:
        return None
    year = _year_of_month(expression, setting)
    if year is None:
        return None
    first, last = third(*month_span(year, expression.month), expression.modifier)
    basis = "month" if expression.year else "month, year from publication"
    return bounded(first, last, basis, expression, setting)


def months_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """A stretch from one month to another."""
    if expression.month is None or expression.month_to is None:
        return None
    year = _year_of_month(expression, setting)
    if year is None:
        return None
    if expression.year is not None and expression.month > expression.month_to:
        year -= 1
    last_year = year + (expression.month_to < expression.month)
    first = month_span(year, expression.month)[0]
    return first, month_span(last_year, expression.month_to)[1], "range of months"


def _year_of_month(expression: DateExpression, setting: Setting) -> int | None:
    if expression.year is not None:
        return expression.year
    if expression.modifier == SAME_YEAR:
        return setting.anchor.latest.year if setting.anchor else None
    base, month = setting.published, expression.month or 1
    if base is None:
        return setting.anchor.latest.year if setting.anchor else None
    if expression.year_offset is not None:
        return base.year + expression.year_offset
    if expression.modifier == "this":
        return base.year
    if expression.modifier == "last":
        return base.year - (month >= base.month)
    if expression.modifier == "next":
        return base.year + (month <= base.month)
    if setting.future:
        return base.year + (month < base.month)
    return base.year - (month > base.month)


def year_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """A year or a part of it."""
    if expression.year is None:
        return None
    first, last = third(*year_span(expression.year), expression.modifier)
    return bounded(first, last, "year", expression, setting)


def season_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """A season; without a year, the latest begun on or before publication."""
    if expression.season is None:
        return None
    if expression.year is not None:
        return *season_span(expression.year, expression.season), "season"
    base = setting.published
    if base is None:
        return None
    if expression.year_offset is not None:
        return *season_span(base.year + expression.year_offset, expression.season), "season"
    spans = [season_span(base.year + number, expression.season) for number in range(-2, 3)]
    if setting.future or expression.modifier == "next":
        after = expression.modifier == "next"
        return *min(s for s in spans if (s[0] > base if after else s[1] >= base)), "season"
    over = expression.modifier == "last"
    return *max(s for s in spans if (s[1] < base if over else s[0] <= base)), "season"


# --- named periods and counted ones -------------------------------------------------------------


def period_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """Such as "last week", "this month", "earlier this year", "over the weekend"."""
    base, unit = setting.published, expression.unit
    if base is None or unit is None:
        return None
    if unit == "weekend":
        return _weekend(expression, setting, base)
    first, last = _unit_span(base, unit, _STEPS.get(expression.modifier or "", 0))
    basis = f"{unit} of publication" if expression.modifier not in _STEPS else f"named {unit}"
    match expression.modifier:
        case "earlier":
            return first, base, basis
        case "later":
            return base, last, basis
        case "this":
            return (base, last, basis) if setting.future else (first, base, basis)
        case "early" | "early_last" | "early_next":
            return *_part_of(first, last, unit, "early"), basis
        case "mid":
            return *_part_of(first, last, unit, "mid"), basis
        case "end" | "late" | "late_last":
            return *_part_of(first, last, unit, "late"), basis
        case _:
            return first, last, basis


def _weekend(expression: DateExpression, setting: Setting, base: date) -> Resolved:
    monday = base - ONE_DAY * base.weekday()
    saturday = monday + ONE_DAY * 5
    ahead = setting.future or expression.direction == "future"
    if expression.modifier == "next":
        saturday += ONE_DAY * 7
    elif expression.modifier == "last" or (base < saturday and not ahead):
        saturday -= ONE_DAY * 7
    return saturday, saturday + ONE_DAY, "weekend"


def _unit_span(day: date, unit: str, steps: int) -> tuple[date, date]:
    if unit == "week":
        return week_of(day + ONE_DAY * (7 * steps))
    if unit == "month":
        return month_span(*month_after(day, steps))
    if unit == "year":
        return year_span(day.year + steps)
    return day + ONE_DAY * steps, day + ONE_DAY * steps


def _part_of(first: date, last: date, unit: str, part: str) -> tuple[date, date]:
    """A third of a month or a year; of a week its first three days or its last three."""
    if unit != "week":
        return third(first, last, part)
    begin, end = {"early": (0, 2), "mid": (2, 4), "late": (4, 6)}[part]
    return first + ONE_DAY * begin, first + ONE_DAY * end


def recent_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """The recent or coming days and weeks: a stretch up to publication, or from it on."""
    base, unit = setting.published, expression.unit
    if base is None or unit is None:
        return None
    count = expression.offset or FEW[1]
    if unit in ("minute", "hour"):
        count, unit = -(-count // 24) if expression.offset else 1, "day"
    if expression.direction == "future":
        return base, _stepped(base, unit, count), "coming days"
    return _stepped(base, unit, -count), base, "recent days"


def relative_day_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """Such as "yesterday", "tonight", "this morning", "last night": counted from publication."""
    if setting.published is None:
        return None
    day = setting.published + ONE_DAY * (expression.offset or 0)
    if expression.part_of_day == "night" and expression.modifier in ("last", "this"):
        return _this_or_last_night(expression, setting.published, future=setting.future)
    return bounded(day, day, "day from publication", expression, setting)


def _this_or_last_night(expression: DateExpression, day: date, *, future: bool) -> Resolved:
    """The night next to publication. English "last night" is yesterday's evening unless its hour
    lies after midnight; «минулої ночі», «этой ночью» leave both days open."""
    basis = "night beside publication"
    if expression.hour is not None and expression.hour < 12 and not future:
        return day, day, basis
    if expression.lang == "en":
        return (day - ONE_DAY, day - ONE_DAY, basis) if not future else (day, day, basis)
    return (day, day + ONE_DAY, basis) if future else (day - ONE_DAY, day, basis)


def ago_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """Such as "two days ago": counted from publication; months and years stay as wide."""
    base = setting.published
    if base is None or (expression.modifier == "within" and not setting.future):
        return None  # "in two days" is a date only of what is to come
    first, last = _counted(expression, base, base, -1 if expression.direction == "past" else 1)
    return first, last, f"{expression.unit}s from publication"


def event_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """Such as "two days later", "the same evening": counted from the event told before, else None.

    Only «накануне», «напередодні» stand for the eve of publication when no event is told before.
    """
    anchor = setting.anchor
    if anchor is None:
        if expression.modifier != "eve" or setting.published is None:
            return None
        eve = setting.published - ONE_DAY
        return eve, eve, "eve of publication"
    if expression.offset == 0 and expression.unit in ("week", "month", "year"):
        first, last = _unit_span(anchor.earliest, expression.unit, 0)
        return first, last, f"same {expression.unit} as event before"
    if expression.offset == 0:
        return anchor.earliest, anchor.latest, "same day as event before"
    sign = -1 if expression.direction == "past" else 1
    first, last = _counted(expression, anchor.earliest, anchor.latest, sign)
    if expression.modifier == "within":
        first = anchor.earliest
    return first, last, f"{expression.unit}s from event before"


def _counted(
    expression: DateExpression, earliest: date, latest: date, sign: int
) -> tuple[date, date]:
    unit, offset = expression.unit or "day", expression.offset
    least, most = FEW if offset is None else (offset, offset)
    if unit in ("minute", "hour"):
        if unit == "minute" or offset is None or offset < SAME_DAY_HOURS:
            return earliest, latest
        least, most, unit = offset // 24, -(-offset // 24), "day"
    ends = [
        end
        for base, count in ((earliest, least), (earliest, most), (latest, least), (latest, most))
        for end in _around(_stepped(base, unit, sign * count), unit)
    ]
    return min(ends), max(ends)


def _stepped(day: date, unit: str, count: int) -> date:
    """`day` moved by whole units; a day that the month lacks becomes its last one."""
    if unit in ("month", "year"):
        first, last = month_span(*month_after(day, count * (12 if unit == "year" else 1)))
        return first.replace(day=min(day.day, last.day))
    return day + ONE_DAY * (count * (7 if unit == "week" else 1))


def _around(day: date, unit: str) -> tuple[date, date]:
    """The stretch that a count in such units can mean: "two years ago" is a year, not a day."""
    if unit == "month":
        return month_span(day.year, day.month)
    return year_span(day.year) if unit == "year" else (day, day)

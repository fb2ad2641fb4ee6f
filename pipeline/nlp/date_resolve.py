"""Owns turning a date expression into days of the calendar. Reads no text and guesses nothing.

The rules are those of the annotation guide of the gold: a weekday is the nearest on or before
publication, "this week" runs from Monday to publication, early, mid and late are the thirds of a
month, "two days later" hangs on the event told before it and never on publication.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType

from pipeline.nlp import date_clock, date_days, date_periods
from pipeline.nlp.date_calendar import Resolved, Setting
from pipeline.nlp.date_expression import DateExpression
from pipeline.records import DateSpan

_RULES: Mapping[str, Callable[[DateExpression, Setting], Resolved | None]] = MappingProxyType(
    {
        "day": date_days.day_rule,
        "days": date_days.days_rule,
        "weekday": date_days.weekday_rule,
        "weekdays": date_days.weekdays_rule,
        "event_weekday": date_days.event_weekday_rule,
        "month": date_periods.month_rule,
        "months": date_periods.months_rule,
        "year": date_periods.year_rule,
        "season": date_periods.season_rule,
        "period": date_periods.period_rule,
        "recent": date_periods.recent_rule,
        "ago": date_periods.ago_rule,
        "relative_day": date_periods.relative_day_rule,
        "event": date_periods.event_rule,
        "clock": date_clock.clock_rule,
    }
)


def resolve(
    expression: DateExpression,
    *,
    published: datetime | None,
    published_local: date | None = None,
    anchor: DateSpan | None = None,
    future: bool = False,
    tz: str | None = None,
) -> DateSpan | None:
    """The days that `expression` means, or None where nothing can be decided.

    `published` is aware; its own calendar day counts as the day of publication, unless
    `published_local` gives the outlet's. `anchor` is the event told before: expressions with
    `hangs_on_event` are None without it. `future` says that the words speak of what is to come.
    `tz` is the IANA zone of the place: a clock time or day stated in another zone is turned into
    that place's day, and is both days where the words leave it open. The basis is a short stable
    code of the rule. Raises `ZoneInfoNotFoundError` for a `tz` that does not exist.
    """
    day = published_local or (published.date() if published else None)
    has_hour = published is not None and published.timetz().replace(tzinfo=None) != time(0, 0)
    setting = Setting(
        published=day,
        published_at=published if has_hour else None,
        tz=tz,
        anchor=anchor,
        future=future,
    )
    try:
        found = _RULES[expression.kind](expression, setting)
        if found is None:
            return None
        found = date_clock.night(expression, found)
        if not (expression.kind == "clock" and anchor is None):
            found = date_clock.shifted(expression, found, tz)
    except (ValueError, OverflowError):  # 31 February, or a day before year 1
        return None
    return DateSpan(earliest=found[0], latest=found[1], text=expression.text, basis=found[2])

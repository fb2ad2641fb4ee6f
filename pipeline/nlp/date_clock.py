"""Owns what clock times and zones do to a day: which night half, which local day."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from pipeline.nlp.date_calendar import ONE_DAY, Resolved, Setting
from pipeline.nlp.date_expression import DateExpression

# From this hour on, "the night of 25 to 26 September" is still the 25th; before noon, the 26th.
_EVENING_HOUR, _NOON = 18, 12


def clock_rule(expression: DateExpression, setting: Setting) -> Resolved | None:
    """A clock time without a day: the day of the event told before; else the last time before
    publication that clocks showed it (the next one when it is to come), if both are known."""
    if setting.anchor is not None:
        return setting.anchor.earliest, setting.anchor.latest, "same day as event before"
    stated = setting.tz if expression.zone in (None, "local") else expression.zone
    if setting.published_at is None or expression.hour is None or stated is None:
        return None
    local = setting.published_at.astimezone(ZoneInfo(stated))
    at = local.replace(hour=expression.hour, minute=expression.minute or 0)
    if setting.future and at < local:
        at += ONE_DAY
    elif not setting.future and at > local:
        at -= ONE_DAY
    day = at.astimezone(ZoneInfo(setting.tz or stated)).date()
    return day, day, "clock time nearest publication"


def night(expression: DateExpression, found: Resolved) -> Resolved:
    """Open the night before the day named, and let a clock time say which of two days it is."""
    first, last, basis = found
    if expression.into_night:
        first, basis = first - ONE_DAY, f"night before {basis}"
    two_days = last - first == ONE_DAY and expression.part_of_day == "night"
    if two_days and expression.hour is not None:
        if expression.hour >= _EVENING_HOUR:
            last = first
        elif expression.hour < _NOON:
            first = last
    return first, last, basis


def shifted(expression: DateExpression, found: Resolved, tz: str | None) -> Resolved:
    """Turn days stated in the clock's zone into days of the place; both where it is left open."""
    first, last, basis = found
    if tz is None or expression.zone in (None, "local", tz):
        return found
    place, stated = ZoneInfo(tz), ZoneInfo(str(expression.zone))
    if expression.hour is None:
        times = (time(0, 0), time(23, 59))
    else:
        times = (time(expression.hour, expression.minute or 0),) * 2
    days = [
        datetime.combine(day, at, stated).astimezone(place).date()
        for day, at in zip((first, last), times, strict=True)
    ]
    return days[0], days[1], f"{basis}, zone shifted" if days != [first, last] else basis

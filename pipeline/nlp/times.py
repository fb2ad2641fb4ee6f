"""Owns which date expressions a word of motion takes. Must not resolve them: `frames.py` does."""

import re
from collections.abc import Sequence

from pipeline.nlp.dates import DateExpression
from pipeline.nlp.reading import Reading
from pipeline.nlp.roles import Trigger, cost_between

STANDING_COST = 30
SERIES_REACH = 24  # ", and again on the "; it also bounds what the pattern below may try
SERIAL = frozenset(
    {"depart", "arrive", "travel", "flight", "route", "return", "sighting", "intercepted"}
)
_SERIES_GAP = re.compile(
    r"\s*(?:,|and|та|і|й|и)\s*(?:and|та|і|й|и|then|again|знову|снова|а також|а также)?,?\s*"
    r"(?:again|знову|снова)?\s*(?:on|in|у|в|во)?\s*(?:the)?\s*",
    re.IGNORECASE,
)
_SIZES = ("day", "week", "month", "season", "year")


def is_weak(date: DateExpression) -> bool:
    """Return whether an expression takes its day from the date told before: a clock time."""
    return date.kind == "clock" or date.unit in ("minute", "hour")


def times_of(
    reading: Reading, triggers: Sequence[Trigger], dates: Sequence[DateExpression]
) -> dict[int, list[DateExpression]]:
    """Return the dates of each trigger by its number: the finest, then the days listed with it.

    "It flew there on 3 May, 7 May and 12 May" tells of three flights.
    """
    times: dict[int, DateExpression] = {}
    for date in dates:
        if date.kind == "period" and date.unit == "year":
            continue
        number = _nearest(reading, triggers, date)
        if number is None:
            continue
        known = times.get(number)
        if known is None or _finer(date, known):
            times[number] = date
    return {
        number: [date, *_listed(reading, date, dates, triggers)]
        if triggers[number].label in SERIAL
        else [date]
        for number, date in times.items()
    }


def _nearest(reading: Reading, triggers: Sequence[Trigger], date: DateExpression) -> int | None:
    """Return the trigger that a date stands closest to; a noun only where no verb is."""
    verbs = [item for item in enumerate(triggers) if item[1].label not in ("flight", "goal")]
    costs = [
        (
            cost_between(reading, trigger, date.start, date.end)
            + (STANDING_COST if trigger.label == "presence" else 0),
            number,
        )
        for number, trigger in verbs or enumerate(triggers)
    ]
    return min(costs)[1] if costs else None


def _listed(
    reading: Reading,
    first: DateExpression,
    dates: Sequence[DateExpression],
    triggers: Sequence[Trigger],
) -> list[DateExpression]:
    """Return the days that follow a day in one list: "on 3 May, 7 May and the 12th"; a verb left
    unsaid between two ("on Monday and on Tuesday from Rome to Oslo") parts them."""
    listed: list[DateExpression] = []
    last = first
    for date in dates:
        if date.start < last.end or not (_is_day(last) and _is_day(date)):
            continue
        gap = reading.joined[last.end : date.start]
        if len(gap) > SERIES_REACH or _SERIES_GAP.fullmatch(gap) is None:
            break
        if any(last.end <= trigger.start < date.start for trigger in triggers):
            break
        listed.append(date)
        last = date
    return listed


def _is_day(date: DateExpression) -> bool:
    return date.granularity == "day" and date.kind in ("day", "weekday") and not is_weak(date)


def _finer(date: DateExpression, known: DateExpression) -> bool:
    if is_weak(date) or is_weak(known):
        return is_weak(known) and not is_weak(date)
    if date.hangs_on_event != known.hangs_on_event:
        return known.hangs_on_event
    return _SIZES.index(date.granularity) < _SIZES.index(known.granularity)

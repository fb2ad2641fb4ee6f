"""Owns the days that the words of motion take: each expression resolved in the order of telling.

Must not know places: whose calendar a day is of is decided by `local_days.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pipeline.nlp.dates import DateExpression, resolve
from pipeline.nlp.status import Tone
from pipeline.nlp.times import is_weak
from pipeline.records import DateSpan

NARRATED_REACH = 3  # sentences; measured on our gold: 35 of 40 such legs fell on that day
ONE_NIGHT = timedelta(days=1)
NOON = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date expression bound to a frame, and the days it was resolved to.

    `weak`: a clock time or a number of hours, which takes its day from the date told before.
    `anchor` and `future` are what the words were resolved with, for when the place is known;
    `finder` is who bound it.
    """

    expression: DateExpression
    span: DateSpan
    weak: bool = False
    anchor: DateSpan | None = None
    future: bool = False
    finder: str = "dates"


class DayReader:
    """Resolves dates as they are told, remembering the day told last."""

    def __init__(self, published: datetime | None, today: date | None) -> None:
        self._published = published
        self._today = today
        self._beside: Sequence[DateExpression] = ()
        self._anchor: DateSpan | None = None
        self._sentence = 0
        self._told: list[tuple[int, When]] = []
        self._all: dict[tuple[int, date, date], When] = {}

    def open(self, sentence: int, dates: Sequence[DateExpression]) -> None:
        """Begin a sentence that has these dates."""
        self._sentence, self._beside = sentence, dates

    def narrated(self) -> When | None:
        """Return the day the telling is at: the one told last, at most a few sentences ago."""
        if not self._told or self._sentence - self._told[-1][0] > NARRATED_REACH:
            return None
        return self._told[-1][1]

    def only_day(self) -> When | None:
        """Return the day of an article that names a single one."""
        days = {(when.span.earliest, when.span.latest): when for _, when in self._told}
        return next(iter(days.values())) if len(days) == 1 else None

    def resolved(self) -> list[When]:
        """Return everything that was resolved, in the order of the text, and what has several
        meanings once for each."""
        return [when for _, when in sorted(self._all.items())]

    def days(self, dates: Sequence[DateExpression], tone: Tone) -> list[When]:
        """Return the days of a list in one tone, each once: "Tuesday, 3 May" is one."""
        days: dict[tuple[date, date], When] = {}
        for expression in dates:
            when = self._resolved(expression, tone)
            if when is not None:
                days.setdefault((when.span.earliest, when.span.latest), when)
        return list(days.values())

    def after(self, left: When, expression: DateExpression) -> When | None:
        """Return the day of an expression that hangs on a departure, from then to one day on; past
        midnight is the day after an evening."""
        span = resolve(
            expression,
            published=self._published,
            published_local=self._today,
            anchor=left.span,
            future=left.future,
        )
        if span is None:
            return None
        if _past_midnight(left.expression, expression):
            span = replace(span, earliest=span.earliest + ONE_NIGHT, latest=span.latest + ONE_NIGHT)
        when = When(
            expression=expression, span=span, weak=True, anchor=left.span, future=left.future
        )
        self._kept(when)
        return when

    def _kept(self, when: When) -> None:
        key = (when.expression.start, when.span.earliest, when.span.latest)
        self._all.setdefault(key, when)

    def _resolved(self, expression: DateExpression, tone: Tone) -> When | None:
        weak = is_weak(expression)
        future = tone.status in ("planned", "hypothetical")
        anchor = self._day_of_sentence(expression, future=future) if weak else None
        anchor = anchor or self._anchor
        span = resolve(
            expression,
            published=self._published,
            published_local=self._today,
            anchor=anchor,
            future=future,
        )
        if span is None:
            return None
        when = When(expression=expression, span=span, weak=weak, anchor=anchor, future=future)
        self._kept(when)
        if not weak and expression.granularity not in ("year", "season"):
            self._anchor = span
        if not weak and span.latest - span.earliest <= ONE_NIGHT:
            self._told.append((self._sentence, when))
        return when

    def _day_of_sentence(self, clock: DateExpression, *, future: bool) -> DateSpan | None:
        """Return the one day that the sentence of a clock time names, also when it stands behind:
        "having left at 12:40, it landed on Tuesday"."""
        days = [day for day in self._beside if day.granularity == "day" and not day.hangs_on_event]
        days = [day for day in days if not is_weak(day)]
        if len(days) != 1 or days[0].end < clock.start:
            return None
        return resolve(
            days[0], published=self._published, published_local=self._today, future=future
        )


def _past_midnight(left: DateExpression, landed: DateExpression) -> bool:
    """Return whether a clock showed an hour of the evening first and one of the morning then."""
    if landed.kind != "clock" or left.hour is None or landed.hour is None:
        return False
    return left.hour >= NOON > landed.hour

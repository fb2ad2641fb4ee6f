"""Owns the days that the words of motion take: each expression resolved in the order of telling.

Must not know places: whose calendar a day is of is decided by `local_days.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.nlp.dates import DateExpression, resolve
from pipeline.nlp.status import Tone
from pipeline.nlp.times import is_weak
from pipeline.records import DateSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date expression bound to a frame, and the days it was resolved to.

    `weak`: a clock time or a number of hours, which takes its day from the date told before.
    `anchor` and `future` are what the words were resolved with, for when the place is known.
    """

    expression: DateExpression
    span: DateSpan
    weak: bool = False
    anchor: DateSpan | None = None
    future: bool = False


class DayReader:
    """Resolves dates as they are told, remembering the day told last."""

    def __init__(self, published: datetime | None, today: date | None) -> None:
        self._published = published
        self._today = today
        self._beside: Sequence[DateExpression] = ()
        self._anchor: DateSpan | None = None

    def open(self, dates: Sequence[DateExpression]) -> None:
        """Begin a sentence that has these dates."""
        self._beside = dates

    def days(self, dates: Sequence[DateExpression], tone: Tone) -> list[When]:
        """Return the days of a list in one tone, each once: "Tuesday, 3 May" is one."""
        days: dict[tuple[date, date], When] = {}
        for expression in dates:
            when = self._resolved(expression, tone)
            if when is not None:
                days.setdefault((when.span.earliest, when.span.latest), when)
        return list(days.values())

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
        if not weak:
            self._anchor = span
        return When(expression=expression, span=span, weak=weak, anchor=anchor, future=future)

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

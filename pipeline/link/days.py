"""Owns arithmetic on local days: gaps, widths and the days a report can be about.

Knows nothing of weights. All days are local to the place they are about, so that one day of
difference between two places is no contradiction.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pipeline.records import DateSpan, Linkable, Report

Rows = NDArray[np.int64]

Spans = NDArray[np.int64]
"""Departed earliest and latest, arrived earliest and latest (ordinals, or NO_DAY) by report."""

NO_DAY = -(2**31)
_WIDEST = 2**22
_UNKNOWN = 2**62

EXACT_DAYS = 2
"""A span of up to two days (31 July to 1 August) is as exact as days in two time zones can be."""

NEWS_DAYS = 7
"""An undated flight that an article is about lies within a week of its publication."""

MEMORY_DAYS = 60
"""An undated flight that an article looks back on is sought this many days before publication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A closed interval of local days."""

    earliest: date
    latest: date

    @property
    def width(self) -> int:
        """Number of days, at least 1."""
        return (self.latest - self.earliest).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DayGap:
    """How far apart two reports date a leg. `days` 0 is overlap; `width` is of the vaguer one."""

    days: int
    width: int


def gap(left: Days | DateSpan, right: Days | DateSpan) -> int:
    """Return the days between two intervals, 0 where they overlap, 1 for neighbouring days."""
    return max(0, (left.earliest - right.latest).days, (right.earliest - left.latest).days)


def _width(left: DateSpan, right: DateSpan) -> int:
    return max((span.latest - span.earliest).days + 1 for span in (left, right))


def _after_departure(departed: DateSpan) -> Days:
    return Days(earliest=departed.earliest, latest=departed.latest + timedelta(days=1))


def day_gap(left: Report, right: Report) -> DayGap | None:
    """Compare departures with departures and arrivals with arrivals; the closer pair counts.

    Where one tells only the departure and the other only the arrival, the arrival is expected on
    the day of the departure or the next. None where a report is undated.
    """
    gaps = [
        DayGap(days=gap(one, other), width=_width(one, other))
        for one, other in ((left.departed, right.departed), (left.arrived, right.arrived))
        if one is not None and other is not None
    ]
    if not gaps:
        for departed, arrived in ((left.departed, right.arrived), (right.departed, left.arrived)):
            if departed is not None and arrived is not None:
                days = gap(_after_departure(departed), arrived)
                gaps.append(DayGap(days=days, width=_width(departed, arrived)))
    return min(gaps, key=lambda found: (found.days, found.width), default=None)


def day_gaps(left: Spans, right: Spans) -> tuple[Rows, Rows]:
    """Return days and width of `day_gap` for many pairs; NO_DAY both where it is None."""
    departed, arrived = (left[0], left[1]), (left[2], left[3])
    departed_too, arrived_too = (right[0], right[1]), (right[2], right[3])
    alike = np.minimum(_closeness(departed, departed_too), _closeness(arrived, arrived_too))
    crossed = np.minimum(
        _closeness(departed, arrived_too, late=1), _closeness(departed_too, arrived, late=1)
    )
    found = np.where(alike == _UNKNOWN, crossed, alike)
    days, width = np.divmod(found, _WIDEST)
    unknown = found == _UNKNOWN
    return np.where(unknown, NO_DAY, days), np.where(unknown, NO_DAY, width)


def _closeness(one: tuple[Rows, Rows], other: tuple[Rows, Rows], *, late: int = 0) -> Rows:
    """Return days apart and width of many pairs of spans as one number, smaller is closer; `late`
    days are added to the end of the first."""
    days = np.maximum(0, np.maximum(one[0] - other[1], other[0] - one[1] - late))
    width = np.maximum(one[1] - one[0], other[1] - other[0]) + 1
    known = (one[0] != NO_DAY) & (other[0] != NO_DAY)
    return np.where(known, days * _WIDEST + width, _UNKNOWN)


def flight_days(report: Report) -> Days | None:
    """Return the local days from the earliest departure to the latest arrival a report states."""
    spans = [span for span in (report.departed, report.arrived) if span is not None]
    if not spans:
        return None
    return Days(
        earliest=min(span.earliest for span in spans), latest=max(span.latest for span in spans)
    )


def supposed_days(item: Linkable) -> Days | None:
    """Return the days a report can be about: those it states, else those near its publication.

    An undated background report looks back; an undated one of the article's own flight lies on
    either side of publication, since it may be planned. None without any date.
    """
    stated = flight_days(item.report)
    if stated is not None:
        return stated
    if item.published_at is None:
        return None
    published = item.published_at.date()
    if item.report.role == "background":
        return Days(earliest=published - timedelta(days=MEMORY_DAYS), latest=published)
    week = timedelta(days=NEWS_DAYS)
    return Days(earliest=published - week, latest=published + week)


def ranges(starts: Rows, ends: Rows) -> tuple[Rows, Rows]:
    """Return for each number of each range from start to end its range and itself."""
    size = np.maximum(0, ends - starts)
    which = np.repeat(np.arange(len(size)), size)
    return which, np.arange(len(which)) + np.repeat(starts - (np.cumsum(size) - size), size)

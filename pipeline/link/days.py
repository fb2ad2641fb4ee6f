"""Owns arithmetic on local days: gaps, widths and the days a report can be about.

Knows nothing of weights. All days are local to the place they are about, so that one day of
difference between two places is no contradiction.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.records import DateSpan, Linkable, Report

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

"""Owns how much a report must tell to stand for a flight among others. Links nothing."""

from pipeline.link.days import flight_days
from pipeline.records import Linkable, Report

SETTLED_DAYS = 3
"""A report tells when, if it leaves no more than three days open."""


def facets(report: Report) -> int:
    """Count what a report tells of: what flew, where, when (within three days). At most 3."""
    days = flight_days(report)
    what = report.type_family is not None or report.operator is not None
    ends = (
        report.origin_country or report.origin,
        report.destination_country or report.destination,
    )
    where = bool(
        report.origin or report.destination or (ends[0] and ends[1] and ends[0] != ends[1])
    )
    when = days is not None and days.width <= SETTLED_DAYS
    return what + where + when


def is_vague(item: Linkable) -> bool:
    """Return whether a report is too vague to stand for a flight among others (see `cluster`).

    One without any day, of an article without one, may be about any flight of its aircraft.
    """
    report = item.report
    undated = report.departed is None and report.arrived is None
    if undated and (item.published_at is None or report.role == "background"):
        return True
    if report.registration or report.icao24 or report.callsign:
        return False
    return facets(report) < 2


def is_void(report: Report) -> bool:
    """Return whether a report names neither aircraft nor operator nor place nor day."""
    return not (report.registration or report.icao24 or report.callsign) and (
        facets(report) == 0 and not (report.destination_country or report.origin_country)
    )

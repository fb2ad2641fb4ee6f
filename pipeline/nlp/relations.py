"""Owns what an article itself says of two of its reports: next leg, same aircraft, background."""

from collections.abc import Sequence

from pipeline.nlp.leg import Leg
from pipeline.records import RelationKind, Report, ReportRelation


def relate(legs: Sequence[Leg], reports: Sequence[Report]) -> tuple[ReportRelation, ...]:
    """Return relations between reports of one article, in order.

    A leg that goes on where the one before ended is its `next_leg_of`; other legs of one aircraft
    are `same_airframe_as`; a background report is `background_of` the first primary one; one of
    another aircraft on the same way on the same day is `accompanied_by` the first of them.
    """
    by_leg = {id(leg): report for leg, report in zip(legs, reports, strict=True)}
    primary = next((report for report in reports if report.role == "primary"), None)
    relations: list[ReportRelation] = []
    for leg, report in zip(legs, reports, strict=True):
        before = by_leg.get(id(leg.after)) if leg.after is not None else None
        if before is not None and before.role == report.role == "primary":
            relations.append(_relation(report, before, "next_leg_of"))
        elif before is not None:
            relations.append(_relation(report, before, "same_airframe_as"))
        beside = _beside(report, leg, legs, reports)
        if beside is not None:
            relations.append(_relation(report, beside, "accompanied_by"))
        if report.role == "background" and primary is not None:
            relations.append(_relation(report, primary, "background_of"))
    return tuple(relations)


def _beside(
    report: Report, leg: Leg, legs: Sequence[Leg], reports: Sequence[Report]
) -> Report | None:
    """Return an earlier report of another aircraft on the same way on the same day."""
    ends = (report.origin, report.destination)
    if None in ends or report.role != "primary":
        return None
    for other_leg, other in zip(legs, reports, strict=True):
        if other is report:
            return None
        same_way = (other.origin, other.destination) == ends and other.role == "primary"
        same_day = (other.departed or other.arrived) == (report.departed or report.arrived)
        if same_way and same_day and other_leg.craft != leg.craft:
            return other
    return None


def _relation(report: Report, other: Report, kind: RelationKind) -> ReportRelation:
    return ReportRelation(
        report_id=report.report_id, related_report_id=other.report_id, relation=kind
    )

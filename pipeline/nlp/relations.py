"""Owns what an article itself says of two of its reports: next leg, same aircraft, background."""

from collections.abc import Sequence

from pipeline.nlp.leg import Leg
from pipeline.records import RelationKind, Report, ReportRelation


def relate(legs: Sequence[Leg], reports: Sequence[Report]) -> tuple[ReportRelation, ...]:
    """Return relations between reports of one article, in order.

    A leg that goes on where the one before ended is its `next_leg_of`; other legs of one aircraft
    are `same_airframe_as`; a background report is `background_of` the first primary one.
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
        if report.role == "background" and primary is not None:
            relations.append(_relation(report, primary, "background_of"))
    return tuple(relations)


def _relation(report: Report, other: Report, kind: RelationKind) -> ReportRelation:
    return ReportRelation(
        report_id=report.report_id, related_report_id=other.report_id, relation=kind
    )

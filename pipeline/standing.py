"""Owns what an event's reports together are worth: its status and its confidence.

Chooses no value and counts source roots, never articles.
"""

from collections.abc import Sequence
from math import prod

from pipeline.records import EventStatus, Linkable, ReportStatus

TRUST = 0.9
"""No single source makes more certain than this, however well it was read."""

CONFLICT_TOLL = 0.9
"""Each field in conflict takes a tenth of the confidence."""

_SURENESS: dict[ReportStatus, int] = {"hypothetical": 0, "planned": 1, "denied": 2, "happened": 2}


def event_status(reports: Sequence[Linkable]) -> EventStatus:
    """Return what the reports together say of the flight's reality.

    Flown, says somebody: `disputed` if another source denies it (a source that first says so and
    later denies counts by its last word), else `reported_multi` from two source roots on, else
    `reported_single`. Nobody says so: `denied` if anybody denies it and nobody of another source
    expects it, `disputed` if so, else `planned`, which includes what is only thought possible.
    A track that reports call false is a `tracking_artifact` unless other reports say it was flown.
    `corroborated` needs a check of our own against tracks or imagery; no report gives it.
    """
    real = [item for item in reports if not item.report.artifact]
    last_word = _last_word(real)
    flown = {root for root, status in last_word.items() if status == "happened"}
    denied = {root for root, status in last_word.items() if status == "denied"}
    if not flown and len(real) < len(reports):
        return "tracking_artifact"
    if flown:
        if denied:
            return "disputed"
        return "reported_multi" if len(flown) > 1 else "reported_single"
    if denied:
        return "disputed" if len(denied) < len(last_word) else "denied"
    return "planned"


def _last_word(reports: Sequence[Linkable]) -> dict[str, ReportStatus]:
    """Return source root -> status of its surest report, of equally sure ones the latest."""
    ranked = sorted(
        reports,
        key=lambda item: (
            _SURENESS[item.report.status],
            item.published_at is not None,
            item.published_at and item.published_at.timestamp(),
            item.report.report_id,
        ),
    )
    return {item.source_root: item.report.status for item in ranked}


def confidence(reports: Sequence[Linkable], fields_in_conflict: int) -> float:
    """Return how sure the record is, 0 to 1, as a rank and not as a measured probability.

    The best reading of each source root counts, at most `TRUST`; independent sources err
    independently, so that 1 minus the product of their doubts is left; each field in conflict
    takes a tenth off, a disputed event half.
    """
    best: dict[str, float] = {}
    for item in reports:
        root = item.source_root
        best[root] = max(best.get(root, 0.0), min(TRUST, item.report.confidence))
    sure = 1 - prod(1 - best[root] for root in sorted(best))
    halved = 0.5 if event_status(reports) == "disputed" else 1.0
    return round(sure * CONFLICT_TOLL**fields_in_conflict * halved, 3)

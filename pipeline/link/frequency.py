"""Owns what is common in the news: how many reports a day, and how often each value occurs.

Decides nothing. What it returns moves in steps: a report more or less seldom changes any weight, so
that a small batch leaves the weights of all other pairs, and with them their events, as they are.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import floor, log2

from pipeline.link.context import Context
from pipeline.link.days import flight_days
from pipeline.records import Linkable

FAMILIAR_REPORTS = 400
"""So many reports must be seen before their own frequencies weigh as much as the table's u."""

QUIET_DAY = 5.0
"""The prior of the table holds up to so many reports a day; above, it falls with their number."""

RARE_BITS = 2.0
"""The most that rarity or commonness of a value may add to or take from a weight."""

STEP_BITS = 0.25
"""Numbers and rarities count in quarters of a bit, which is less than u is known to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """How often values occur among all reports. `per_day` is the reports on a day with reports."""

    reports: int = 0
    per_day: float = 0.0
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def rarity(self, name: str, value: str, usual: float) -> float:
        """Return the log2 odds that agreeing on this very value adds to agreeing on any.

        `usual` is the table's u. Few reports hardly move it: an archive of ten articles about one
        plane does not make its type worthless as evidence.
        """
        share = (self.counts.get((name, value), 0) + FAMILIAR_REPORTS * usual) / (
            _step(self.reports) + FAMILIAR_REPORTS
        )
        bits = STEP_BITS * round(log2(usual / share) / STEP_BITS)
        return max(-RARE_BITS, min(RARE_BITS, bits))

    def density(self) -> float:
        """Return the log2 odds that the mere number of reports a day takes from every pair."""
        return -log2(max(1.0, _step(self.per_day) / QUIET_DAY))


def _step(number: float) -> float:
    """Return the nearest number below on a scale of quarter bits."""
    return 2 ** (STEP_BITS * floor(log2(number) / STEP_BITS)) if number > 0 else 0.0


def frequency_of(reports: Iterable[Linkable], context: Context) -> Frequency:
    """Count types, routes' ends and days over reports; older revisions do not count."""
    counts: Counter[tuple[str, str]] = Counter()
    days: Counter[object] = Counter()
    total = 0
    for item in reports:
        report = item.report
        if item.revision_rank:
            continue
        total += 1
        if report.type_family is not None:
            counts["type", context.group(report.type_family)] += 1
        for end in ("origin", "destination"):
            for value in (getattr(report, end), getattr(report, f"{end}_country")):
                if value is not None:
                    counts[end, value] += 1
        span = flight_days(report)
        if span is not None:
            days[span.latest] += 1
    per_day = days.total() / len(days) if days else 0.0
    return Frequency(reports=total, per_day=per_day, counts=dict(counts))

"""Owns what is common in the news: how many reports a day, and how often each value occurs.

Decides nothing. What it returns moves in steps: a report more or less seldom changes any weight, so
that a small batch leaves the weights of all other pairs, and with them their events, as they are.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import floor, log2

import numpy as np

from pipeline.link.days import NO_DAY, flight_days
from pipeline.link.table import Table

FAMILIAR_REPORTS = 400
"""So many reports must be seen before their own frequencies weigh as much as the table's u."""

FEW_REPORTS = 32
"""So many reports more or less with a value that nobody reports are no step."""

ALL = "all"

QUIET_DAY = 5.0
"""The prior of the table holds up to so many reports a day; above, it falls with their number."""

RARE_BITS = 2.0
"""The most that rarity or commonness of a value may add to or take from a weight."""

COUNTED = (
    ("type", ("type_group",)),
    ("origin", ("origin", "origin_country")),
    ("destination", ("destination", "destination_country")),
)

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
        share = (_common(self.counts.get((name, value), 0)) + FAMILIAR_REPORTS * usual) / (
            _common(self.reports) + FAMILIAR_REPORTS
        )
        return max(-RARE_BITS, min(RARE_BITS, log2(usual / share)))

    def density(self) -> float:
        """Return the log2 odds that the mere number of reports a day takes from every pair."""
        return -log2(max(1.0, _step(self.per_day) / QUIET_DAY))

    def steps(self) -> dict[tuple[str, str], float]:
        """Return all that any weight depends on, by field and value; `ALL` are the numbers that
        every weight depends on. Values too rare to count are left out."""
        found = {(ALL, "reports"): _common(self.reports), (ALL, "density"): self.density()}
        found |= {key: _common(number) for key, number in self.counts.items()}
        return {key: number for key, number in found.items() if key[0] == ALL or number}


def _common(count: int) -> float:
    """Return a count in steps; few reports count as none."""
    return _step(count + FEW_REPORTS) - FEW_REPORTS


def _step(number: float) -> float:
    """Return the nearest number below on a scale of quarter bits."""
    return 2 ** (STEP_BITS * floor(log2(number) / STEP_BITS)) if number > 0 else 0.0


def frequency_of(table: Table) -> Frequency:
    """Count types, routes' ends and days over reports (newest revisions)."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, fields in COUNTED:
        for each in fields:
            counts.update({(name, one): n for one, n in table.words(each).counts().items()})
    _, latest = table.span(lambda item: flight_days(item.report))
    days = latest[latest != NO_DAY]
    per_day = len(days) / len(np.unique(days)) if len(days) else 0.0
    return Frequency(reports=len(table.items), per_day=per_day, counts=dict(counts))

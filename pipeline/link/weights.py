"""Owns the parameters of comparison: the table of weights, and what is common in the news.

Decides nothing. A level's weight is log2(m / u): m is how often two reports of one flight reach
the level, u how often two reports of different flights do (Fellegi and Sunter 1969).
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import log2

from pipeline.link.context import Context
from pipeline.link.days import flight_days
from pipeline.records import Linkable

FAMILIAR_REPORTS = 400
"""So many reports must be seen before their own frequencies weigh as much as the table's u."""

QUIET_DAY = 5.0
"""The prior of the table holds up to so many reports a day; above, it falls with their number."""

RARE_BITS = 2.0
"""The most that rarity or commonness of a value may add to or take from a weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """m and u of one level of one field."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        """The log2 odds this level adds."""
        return log2(self.m / self.u)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The table of levels, and from which weight on a pair is linked (`link_at`) or a vague report
    may join an event (`attach_at`), in log2 odds.

    Two bits are odds of four to one. Measured on reports with a part of their fields taken away:
    lower thresholds join wrong pairs, higher ones lose more right pairs than they keep wrong ones
    out, for what must stay apart is kept apart by rules.
    """

    levels: Mapping[tuple[str, str], Level]
    link_at: float = 2.0
    attach_at: float = -2.0

    def level(self, name: str, level: str) -> Level:
        """Return m and u of a level; KeyError for one that the table does not have."""
        return self.levels[name, level]


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
            self.reports + FAMILIAR_REPORTS
        )
        return max(-RARE_BITS, min(RARE_BITS, log2(usual / share)))

    def density(self) -> float:
        """Return the log2 odds that the mere number of reports a day takes from every pair."""
        return -log2(max(1.0, self.per_day / QUIET_DAY))


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


@cache
def load_weights() -> Weights:
    """Return the weights of `gazetteers/link_weights.csv`, read once per process."""
    table = resources.files("pipeline") / "gazetteers" / "link_weights.csv"
    with table.open(encoding="utf-8") as lines:
        return Weights(
            levels={
                (row["field"], row["level"]): Level(m=float(row["m"]), u=float(row["u"]))
                for row in csv.DictReader(lines)
            }
        )

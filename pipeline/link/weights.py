"""Owns the parameters of comparison: the table of weights.

Decides nothing. A level's weight is log2(m / u): m is how often two reports of one flight reach
the level, u how often two reports of different flights do (Fellegi and Sunter 1969).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import log2


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """m and u of one level of one field, and what it means in a reader's words."""

    m: float
    u: float
    means: str = ""

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


@cache
def load_weights() -> Weights:
    """Return the weights of `gazetteers/link_weights.csv`, read once per process."""
    table = resources.files("pipeline") / "gazetteers" / "link_weights.csv"
    with table.open(encoding="utf-8") as lines:
        return Weights(
            levels={
                (row["field"], row["level"]): Level(
                    m=float(row["m"]), u=float(row["u"]), means=row["means"]
                )
                for row in csv.DictReader(lines)
            }
        )

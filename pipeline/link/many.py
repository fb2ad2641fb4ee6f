"""Owns the comparison of many pairs of reports: what `compare` says of each, found together.

Knows no field: it asks `compare` once for all pairs that look alike to it.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pipeline.link.compare import (
    ADDS,
    FIELDS,
    NO_LEVEL,
    OF_AIRFRAMES,
    PARTING,
    RARE,
    Level,
    Levels,
    Scale,
    thousandths,
)
from pipeline.link.days import Rows
from pipeline.link.frequency import RARE_BITS, Frequency
from pipeline.link.table import Table
from pipeline.link.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How many pairs compare, by their places: the weight of each in thousandths of log2 odds,
    whether its reports name different days, and (for each of type, origin and destination) which of
    the `levels` it reached whose weight depends on how common a value is; NO_LEVEL where on none.
    """

    pairs: NDArray[np.int64]
    weights: NDArray[np.int64]
    dissents: NDArray[np.bool_]
    reached: NDArray[np.int64]
    levels: tuple[Level, ...]


def compare_all(
    table: Table,
    left: Rows,
    right: Rows,
    *,
    weights: Weights,
    frequency: Frequency,
    least: Rows | None = None,
) -> Scores:
    """Return what `compare` says of many pairs, given by their rows: the same weights, exactly.

    Where `least` says from which weight on (in thousandths) a pair counts, only those that reach it
    are returned: a pair is left out once all that is not yet compared cannot bring it there.
    """
    scale, reads = Scale(weights, frequency), {levels: fields for fields, levels in FIELDS}
    rest = _Rest(table, weights)
    answers, codes = table.judge(left, right, *PARTING)
    kept = 1 - np.array(answers, np.int64)[codes]
    both = rest.told(left, right)
    pairs, total = np.arange(len(left)), np.full(len(left), thousandths(scale.prior()))
    reached, dissents = np.full((len(RARE), len(left)), NO_LEVEL), np.zeros(len(left), np.bool_)
    for levels in ADDS:
        sums = partial(scale.sums, levels)
        found, codes = table.judge(left[pairs], right[pairs], reads[levels], sums)
        own, airframe, differs, rare = np.array(found, np.int64).reshape(-1, 4).T
        total += own[codes] + airframe[codes] * kept
        dissents |= differs[codes] > 0
        if levels in RARE:
            counts = (kept > 0) | (levels not in OF_AIRFRAMES)
            reached[RARE.index(levels)] = np.where(counts, rare[codes], NO_LEVEL)
        rest.done(levels)
        if least is not None:
            able = total + rest.most[both] >= least[pairs]
            pairs, total, kept, both = pairs[able], total[able], kept[able], both[able]
            reached, dissents = reached[:, able], dissents[able]
    return Scores(
        pairs=pairs, weights=total, dissents=dissents, reached=reached,
        levels=tuple(scale.rare),
    )  # fmt: skip


class _Rest:
    """What is not yet compared: `most` is all that it can add, whatever is how common, in
    thousandths, to a pair of which both reports tell certain fields (see `told`)."""

    def __init__(self, table: Table, weights: Weights) -> None:
        self._weights = weights
        self._fields = [field for adds in ADDS.values() for field, _ in adds if field]
        self._told = np.zeros(len(table.items), np.int64)
        for bit, field in enumerate(self._fields):
            self._told |= (table.words(field).codes > 0).astype(np.int64) << bit
        self.most = np.zeros(2 ** len(self._fields), np.int64)
        for levels in ADDS:
            self._add(levels, 1)

    def told(self, left: Rows, right: Rows) -> Rows:
        """Return for each pair a number for the fields that both tell."""
        return np.asarray(self._told[left] & self._told[right])

    def done(self, levels: Levels) -> None:
        """Take away what was compared."""
        self._add(levels, -1)

    def _add(self, levels: Levels, sign: int) -> None:
        told = np.arange(len(self.most))
        for field, names in ADDS[levels]:
            found = [one.weight for (name, _), one in self._weights.levels.items() if name in names]
            bits = max(0.0, *found) + (RARE_BITS if levels in RARE else 0.0)
            counts = told >> self._fields.index(field) & 1 if field else 1
            self.most += sign * counts * (round(1000 * bits) + 1)

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
    rest = sum(_most(levels, weights) for levels in ADDS)
    answers, codes = table.judge(left, right, *PARTING)
    kept = 1 - np.array(answers, np.int64)[codes]
    pairs, total = np.arange(len(left)), np.full(len(left), thousandths(scale.prior()))
    reached = np.full((len(RARE), len(left)), NO_LEVEL)
    for levels in ADDS:
        sums = partial(scale.sums, levels)
        found, codes = table.judge(left[pairs], right[pairs], reads[levels], sums)
        own, airframe, dissents, rare = np.array(found, np.int64).reshape(-1, 4).T
        total += own[codes] + airframe[codes] * kept
        if levels in RARE:
            counts = (kept > 0) | (levels not in OF_AIRFRAMES)
            reached[RARE.index(levels)] = np.where(counts, rare[codes], NO_LEVEL)
        rest -= _most(levels, weights)
        if least is not None:
            able = total + rest >= least[pairs]
            pairs, total, kept = pairs[able], total[able], kept[able]
            reached, codes = reached[:, able], codes[able]
    return Scores(
        pairs=pairs, weights=total, dissents=dissents[codes] > 0, reached=reached,
        levels=tuple(scale.rare),
    )  # fmt: skip


def _most(levels: Levels, weights: Weights) -> int:
    """Return the most that a field can add, whatever is how common, in thousandths."""
    bits = RARE_BITS if levels in RARE else 0.0
    for names in ADDS[levels]:
        found = [one.weight for (name, _), one in weights.levels.items() if name in names]
        bits += max(0.0, *found)
    return round(1000 * bits) + len(ADDS[levels])

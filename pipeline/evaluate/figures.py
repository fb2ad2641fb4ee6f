"""Owns the arithmetic of figures: precision, recall, F1, shares, counts and their 95 % intervals.

Knows nothing of articles but their URLs. Proportions of counted things get a Wilson interval; F1
and means get a bootstrap over articles, since values of one article are right or wrong together.
The bootstrap is seeded by the URLs, so the same articles give the same interval on any machine.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Z = 1.959964  # 97.5 % of the standard normal distribution: a two-sided 95 % interval
RESAMPLES = 500
PERCENTILES = (2.5, 97.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with its 95 % interval and the number of cases it rests on.

    `value` is None when there was no case. A count has no interval.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    cases: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one article adds to one figure: `right` of `said` was true, `found` of `wanted` was
    found. For plain counts `right` and `found` are the same number."""

    url: str
    right: float
    said: float
    found: float
    wanted: float


def tally(url: str, *, hits: int, spurious: int, missed: int) -> Tally:
    return Tally(url=url, right=hits, said=hits + spurious, found=hits, wanted=hits + missed)


def wilson(hits: float, cases: float) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a proportion (Wilson 1927). `cases` must be > 0."""
    share, square = hits / cases, Z * Z / cases
    centre = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * sqrt(share * (1 - share) / cases + square / (4 * cases))
    return max(0.0, centre - half), min(1.0, centre + half)


def share(name: str, hits: float, cases: float) -> Figure:
    """Return a proportion with its Wilson interval."""
    if not cases:
        return Figure(name=name, value=None)
    low, high = wilson(hits, cases)
    return Figure(name=name, value=hits / cases, low=low, high=high, cases=round(cases))


def count(name: str, number: int, cases: int) -> Figure:
    """Return a plain count out of `cases`."""
    return Figure(name=name, value=float(number), cases=cases)


def precision_recall_f1(base: str, tallies: Sequence[Tally]) -> list[Figure]:
    """Return `base.precision`, `base.recall` and `base.f1` over what each article adds."""
    right, said = sum(t.right for t in tallies), sum(t.said for t in tallies)
    found, wanted = sum(t.found for t in tallies), sum(t.wanted for t in tallies)
    f1 = _f1(right, said, found, wanted)
    low, high = (None, None) if f1 is None else bootstrap(tallies)
    return [
        share(f"{base}.precision", right, said),
        share(f"{base}.recall", found, wanted),
        Figure(name=f"{base}.f1", value=f1, low=low, high=high, cases=round(wanted)),
    ]


def _f1(right: float, said: float, found: float, wanted: float) -> float | None:
    """None when nothing was said and nothing was wanted; 0 when nothing said was right."""
    if not said and not wanted:
        return None
    if not right or not found:
        return 0.0
    precision, recall = right / said, found / wanted
    return 2 * precision * recall / (precision + recall)


def bootstrap(tallies: Sequence[Tally]) -> tuple[float, float]:
    """Return the 95 % percentile interval of F1 when articles are drawn again with replacement."""
    import numpy as np  # only this verb needs it

    urls = sorted({t.url for t in tallies})
    index = {url: position for position, url in enumerate(urls)}
    sums = np.zeros((len(urls), 4))
    for t in tallies:
        sums[index[t.url]] += (t.right, t.said, t.found, t.wanted)
    seed = int.from_bytes(hashlib.sha256("\n".join(urls).encode()).digest()[:8], "big")
    draws = np.random.default_rng(seed).multinomial(
        len(urls), [1 / len(urls)] * len(urls), size=RESAMPLES
    )
    low, high = np.percentile(_f1_of_rows(draws @ sums), PERCENTILES)
    return float(low), float(high)


def _f1_of_rows(totals: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return F1 of each row (right, said, found, wanted); 0 where it has no right one."""
    import numpy as np

    right, said, found, wanted = totals.T
    precision = np.divide(right, said, out=np.zeros_like(right), where=said > 0)
    recall = np.divide(found, wanted, out=np.zeros_like(found), where=wanted > 0)
    both = precision + recall
    f1: NDArray[np.float64] = np.divide(
        2 * precision * recall, both, out=np.zeros_like(both), where=both > 0
    )
    return f1

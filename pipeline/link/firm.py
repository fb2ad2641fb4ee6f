"""Owns the joining of firm reports by their links, best first, many links at once.

Knows no rule and no person's word. A link is tried when no better one touches either of its groups:
then these are the groups that it would find if all links were tried one after another, so that what
joins is the same. Groups only grow, so that two that must stay apart do so for ever.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.link.days import Rows, ranges
from pipeline.link.forbid import forbidden
from pipeline.link.table import Table

_SEVERAL = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Pairs of rows that may be linked, with weights in thousandths; none is forbidden by a rule.
    `dissents` are those that name different days."""

    left: Rows
    right: Rows
    weights: Rows
    dissents: NDArray[np.bool_]

    def where(self, chosen: NDArray[np.bool_] | Rows) -> "Links":
        """Return the links that a mask chooses, or those at some places."""
        return Links(
            left=self.left[chosen], right=self.right[chosen], weights=self.weights[chosen],
            dissents=self.dissents[chosen],
        )  # fmt: skip


def ranked(table: Table, links: Links) -> Links:
    """Return the links, best first. Of equal ones those that their articles tell in the same place
    go first: articles about two like planes tell of them in the same order."""
    name, seq = table.name_rank, table.seq
    left, right = name[links.left], name[links.right]
    apart = np.abs(seq[links.left] - seq[links.right])
    order = (np.maximum(left, right), np.minimum(left, right), apart, -links.weights)
    return links.where(np.lexsort(order))


class Joining:
    """Reports and the groups they are in: `group` is the smallest row of each row's group, and
    `weights` (in thousandths) that of the link that brought a row there."""

    def __init__(self, table: Table) -> None:
        count = len(table.items)
        self._table = table
        self.group = np.arange(count)
        self.weights = np.zeros(count, np.int64)
        self._size = np.ones(count, np.int64)
        self._root = table.root.copy()

    def join(self, links: Links) -> None:
        """Join what the links join: first those that agree, then those whose days differ, if one
        side rests on a single source."""
        best_first = ranked(self._table, links)
        self._join(best_first.where(~best_first.dissents), self._open)
        self._join(best_first.where(best_first.dissents), self._one_slip)

    def _open(self, one: Rows, other: Rows) -> NDArray[np.bool_]:
        return np.asarray(one != other)

    def _one_slip(self, one: Rows, other: Rows) -> NDArray[np.bool_]:
        single = (self._root[one] != _SEVERAL) | (self._root[other] != _SEVERAL)
        return np.asarray((one != other) & single)

    def _join(self, links: Links, may: Callable[[Rows, Rows], NDArray[np.bool_]]) -> None:
        grown = np.ones(len(self.group), np.bool_)
        while True:
            one, other = self.group[links.left], self.group[links.right]
            kept = may(one, other)
            asked = kept & (grown[one] | grown[other]) & (self._size[one] + self._size[other] > 2)
            kept[asked] = ~self._apart(one[asked], other[asked])
            links, one, other = links.where(kept), one[kept], other[kept]
            if not len(one):
                return
            first = self._first(one, other)
            grown[:] = False
            grown[self._merge(links.where(first), one[first], other[first])] = True

    def _first(self, one: Rows, other: Rows) -> NDArray[np.bool_]:
        """Return which links are the best of both their groups."""
        place = np.arange(len(one))
        best = np.full(len(self.group), len(one))
        best[one[::-1]] = place[::-1]
        best_too = np.full(len(self.group), len(one))
        best_too[other[::-1]] = place[::-1]
        np.minimum(best, best_too, out=best)
        return np.asarray((best[one] == place) & (best[other] == place))

    def _merge(self, links: Links, one: Rows, other: Rows) -> Rows:
        """Join pairs of groups, no group twice; return the groups that result."""
        for rows, groups in ((links.left, one), (links.right, other)):
            alone = self._size[groups] == 1
            self.weights[rows[alone]] = links.weights[alone]
        into, gone = np.minimum(one, other), np.maximum(one, other)
        target = np.arange(len(self.group))
        target[gone] = into
        self.group = target[self.group]
        self._size[into] += self._size[gone]
        self._root[into] = np.where(
            self._root[into] == self._root[gone], self._root[into], _SEVERAL
        )
        return into

    def _apart(self, one: Rows, other: Rows) -> NDArray[np.bool_]:
        """Return for pairs of groups whether a rule forbids a report of one to be a report of the
        other."""
        count = len(self.group)
        pairs, place = np.unique(
            np.minimum(one, other) * count + np.maximum(one, other), return_inverse=True
        )
        one, other = np.divmod(pairs, max(1, count))
        asked = np.zeros(count, np.bool_)
        asked[one] = asked[other] = True
        rows = np.flatnonzero(asked[self.group])
        rows = rows[np.argsort(self.group[rows], kind="stable")]
        start = np.searchsorted(self.group[rows], np.stack([one, other]))
        wide = self._size[other]
        which, step = ranges(np.zeros(len(one), np.int64), self._size[one] * wide)
        left = rows[start[0][which] + step // wide[which]]
        right = rows[start[1][which] + step % wide[which]]
        apart = np.zeros(len(one), np.bool_)
        apart[which[forbidden(self._table, left, right)]] = True
        return np.asarray(apart[place])

"""Owns how far a change reaches: which clusters must be grouped again, beside which others.

Knows no rule of grouping but that links are tried one after another, and that one that joins
nothing changes nothing. So a cluster that no link of a changed one joins is as it was.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.link.days import Rows

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Reports by their rows: the number of the cluster that each was in (a row's own where in
    none), whether it is vague, and the pairs of rows that may be linked, or were."""

    cluster: Rows
    vague: Mask
    one: Rows
    other: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """`rows` are to be grouped together; of these all that `decided` says is decided by them, since
    all their links are among them; the others are there because links lead to them."""

    rows: Rows
    decided: Mask


def reach(graph: Graph, dirty: Mask) -> Reach:
    """Return what must be grouped together where some clusters (`dirty`, by number) have changed.

    These are the dirty clusters, those with a link into them, and, since a vague report is decided
    by all events that it might join, the clusters linked with any vague report among these links.
    """
    one, other = graph.one, graph.other
    changed = dirty[graph.cluster]
    touched = changed[one] | changed[other]
    linked = changed.copy()
    linked[one[touched]] = linked[other[touched]] = True
    decided = changed | (linked & graph.vague)
    near = decided[one] | decided[other]
    clusters = dirty.copy()
    for rows in (one[near], other[near], np.flatnonzero(linked)):
        clusters[graph.cluster[rows]] = True
    return Reach(rows=np.flatnonzero(clusters[graph.cluster]), decided=decided)


def broken(graph: Graph, dirty: Mask, rows: Rows, grouped: Rows) -> Rows:
    """Return the numbers of the clusters, held to be clean, that did not come out as they were.

    `grouped` is the number of the cluster that each of `rows` (whole clusters) is in now.
    """
    was = graph.cluster[rows]
    size = np.bincount(was, minlength=len(dirty))
    size_now = np.bincount(grouped, minlength=len(dirty))
    pairs, counts = np.unique(np.stack([was, grouped]), axis=1, return_counts=True)
    same = (counts == size[pairs[0]]) & (counts == size_now[pairs[1]])
    return np.unique(pairs[0][~same & ~dirty[pairs[0]]])

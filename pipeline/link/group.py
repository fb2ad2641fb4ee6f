"""Owns the order of linking: candidates, weights, components, clusters. Knows none of the rules.

Reads and writes nothing. Reports that no chain
of likely links connects cannot share an event, so that every component is grouped by itself; one
whose reports all agree needs no deciding.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pipeline.link.block import candidate_pairs
from pipeline.link.cluster import (
    FITS_NONE,
    Clustering,
    Contradiction,
    Link,
    Member,
    cluster,
    founding_key,
)
from pipeline.link.compare import compare, compare_all
from pipeline.link.context import Context
from pipeline.link.days import Rows
from pipeline.link.forbid import cannot_link, forbidden
from pipeline.link.frequency import Frequency, frequency_of
from pipeline.link.revisions import replacements, with_older_revisions
from pipeline.link.table import Table
from pipeline.link.vague import is_void
from pipeline.link.weights import Weights
from pipeline.records import Judgement, Linkable

SMALL = 40
"""In components up to this size all pairs are judged at once, in larger ones those asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """The clustering of the newest revisions, and its clusters with the older revisions beside what
    replaced them."""

    clustering: Clustering
    clusters: tuple[tuple[Member, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Pairs of rows that may be linked, with weights in thousandths."""

    left: Rows
    right: Rows
    weights: Rows
    dissents: NDArray[np.bool_]

    def where(self, mask: NDArray[np.bool_]) -> "Links":
        """Return the links that a mask chooses."""
        return Links(
            left=self.left[mask], right=self.right[mask], weights=self.weights[mask],
            dissents=self.dissents[mask],
        )  # fmt: skip


def group_reports(
    reports: Sequence[Linkable],
    judgements: Iterable[Judgement],
    *,
    weights: Weights,
    context: Context,
    frequency: Frequency | None = None,
    replaced: Mapping[str, str] | None = None,
) -> Grouping:
    """Group reports into flights; the same set in any order gives the same groups.

    `frequency` and what was `replaced` are found in these reports, unless they are part of more. A
    judgement on a report that was since rewritten holds for the report that replaced it.
    """
    table = Table([item for item in reports if item.revision_rank == 0], context)
    if frequency is None:
        frequency = frequency_of(table)
    if replaced is None:
        judge = partial(compare, weights=weights, frequency=frequency, context=context)
        replaced = replacements(reports, judge)
    left, right = candidate_pairs(table)
    links = likely_links(table, left, right, weights=weights, frequency=frequency)
    words = carried_over(judgements, replaced)
    clustering = group_linked(table, links, words, weights=weights)
    return Grouping(
        clustering=clustering, clusters=with_older_revisions(clustering.clusters, replaced)
    )


def group_linked(
    table: Table,
    links: Links,
    judgements: Sequence[Judgement],
    *,
    weights: Weights,
    settled: Mapping[str, str] | None = None,
) -> Clustering:
    """Group reports (newest revisions) by their likely links; `settled` as in `cluster`."""
    return _Components(table, links, judgements).clustering(weights, settled or {})


def carried_over(judgements: Iterable[Judgement], replaced: Mapping[str, str]) -> list[Judgement]:
    """Return people's words on what now stands for the reports they judged."""
    return [
        replace(
            one,
            left_report_id=replaced.get(one.left_report_id, one.left_report_id),
            right_report_id=replaced.get(one.right_report_id, one.right_report_id),
        )
        for one in judgements
    ]


def likely_links(
    table: Table,
    left: Rows,
    right: Rows,
    *,
    weights: Weights,
    frequency: Frequency,
) -> Links:
    """Return the pairs that may be linked: heavy enough, and forbidden by no rule."""
    scores = compare_all(table, left, right, weights=weights, frequency=frequency)
    found = Links(left=left, right=right, weights=scores.weights, dissents=scores.dissents)
    found = found.where(found.weights >= least_weights(table, left, right, weights))
    return found.where(~forbidden(table, found.left, found.right))


def least_weights(table: Table, left: Rows, right: Rows, weights: Weights) -> Rows:
    """Return from which weight on (in thousandths) each pair may be linked."""
    joins = table.vague[left] != table.vague[right]
    return np.where(joins, round(1000 * weights.attach_at), round(1000 * weights.link_at))


class _Components:
    """Reports in the parts that no likely link and no judgement connects."""

    def __init__(
        self,
        table: Table,
        links: Links,
        judgements: Sequence[Judgement],
    ) -> None:
        self._table, self._links, self._vague = table, links, table.vague
        self._ids: Sequence[str] = table.raw["report_id"]
        row_of = {report_id: row for row, report_id in enumerate(self._ids)} if judgements else {}
        self._judged = [
            (row_of[one.left_report_id], row_of[one.right_report_id], one)
            for one in judgements
            if one.left_report_id in row_of and one.right_report_id in row_of
        ]
        same = [(left, right) for left, right, one in self._judged if one.verdict == "same"]
        self._label = self._connected(links, np.array(same, np.int64).reshape(-1, 2))
        published = np.array([founding_key(item)[0].timestamp() for item in table.items])
        order = np.lexsort((np.array(self._ids), published, self._label))
        ends = np.flatnonzero(np.diff(self._label[order])) + 1
        self._members = np.split(order, ends) if len(order) else []
        self._link_order = np.argsort(self._label[links.left], kind="stable")
        self._link_labels = self._label[links.left][self._link_order]

    def clustering(self, weights: Weights, settled: Mapping[str, str]) -> Clustering:
        undecided, apart = self._undecided()
        best = np.full(len(self._ids), np.iinfo(np.int64).min)
        agreeing = self._links.where(~self._links.dissents)
        for side in (agreeing.left, agreeing.right):
            np.maximum.at(best, side, agreeing.weights)
        clusters: list[tuple[Member, ...]] = []
        unlinked: list[str] = []
        contradictions: list[Contradiction] = []
        fits: dict[str, str] = {}
        for label, rows in enumerate(self._members):
            if undecided[label]:
                found = self._decide(label, rows, apart, weights, settled)
                fits |= found.fits
                clusters += found.clusters
                unlinked += found.unlinked
                contradictions += found.contradictions
                continue
            if self._vague[rows[0]]:
                fits[self._ids[rows[0]]] = FITS_NONE
            if self._vague[rows[0]] and is_void(self._table.items[rows[0]].report):
                unlinked.append(self._ids[rows[0]])
            else:
                clusters.append(self._agreed(rows, best))
        items = {item.report.report_id: item for item in self._table.items}
        clusters.sort(key=lambda members: founding_key(items[members[0].report_id]))
        return Clustering(
            clusters=tuple(clusters),
            unlinked=tuple(sorted(unlinked)),
            contradictions=tuple(contradictions),
            fits=fits,
        )

    def _undecided(self) -> tuple[NDArray[np.bool_], set[tuple[str, str]]]:
        """Return which components need deciding, since not all in them agree, and of the small ones
        the pairs that cannot link."""
        count = len(self._members)
        size = np.array([len(rows) for rows in self._members], np.int64)
        agreeing = self._connected(self._links.where(~self._links.dissents))
        parts = np.bincount(self._label[np.unique(agreeing, return_index=True)[1]], minlength=count)
        judged = [self._label[row] for left, right, _ in self._judged for row in (left, right)]
        undecided = (size > SMALL) | (parts > 1)
        undecided[self._label[self._vague]] = True
        undecided[judged] = True
        left, right = self._pairs_within(size)
        no = forbidden(self._table, left, right)
        undecided[self._label[left[no]]] = True
        undecided &= size > 1
        ids = self._ids
        apart = {(ids[one], ids[other]) for one, other in zip(left[no], right[no], strict=True)}
        return undecided, apart

    def _pairs_within(self, size: Rows) -> tuple[Rows, Rows]:
        """Return all pairs within the small components."""
        pairs = [np.empty((0, 2), np.int64)]
        for each in np.unique(size[(size > 1) & (size <= SMALL)]):
            rows = np.stack([self._members[one] for one in np.flatnonzero(size == each)])
            left, right = np.triu_indices(each, 1)
            pairs.append(np.stack([rows[:, left].ravel(), rows[:, right].ravel()], axis=1))
        found = np.concatenate(pairs)
        return found[:, 0], found[:, 1]

    def _decide(
        self,
        label: int,
        rows: Rows,
        apart: set[tuple[str, str]],
        weights: Weights,
        settled: Mapping[str, str],
    ) -> Clustering:
        within = list(self._links_within(label))
        # A likely link is between two that no rule keeps apart.
        known: dict[tuple[str, str], bool] = {}
        for one in within if len(rows) > SMALL else ():
            known[one.left, one.right] = known[one.right, one.left] = False

        def forbid(left: Linkable, right: Linkable) -> bool:
            ids = left.report.report_id, right.report.report_id
            if len(rows) <= SMALL:
                return ids in apart or ids[::-1] in apart
            if ids not in known:
                known[ids] = cannot_link(left, right, self._table.context) is not None
            return known[ids]

        return cluster(
            [self._table.items[row] for row in rows],
            within,
            [one for left, _, one in self._judged if self._label[left] == label],
            forbid=forbid, link_at=weights.link_at, attach_at=weights.attach_at, settled=settled,
        )  # fmt: skip

    def _links_within(self, label: int) -> Iterator[Link]:
        links, (start, end) = self._links, np.searchsorted(self._link_labels, (label, label + 1))
        for one in self._link_order[start:end]:
            yield Link(
                left=self._ids[links.left[one]],
                right=self._ids[links.right[one]],
                weight=float(links.weights[one]) / 1000,
                dissents=bool(links.dissents[one]),
            )

    def _agreed(self, rows: Rows, best: Rows) -> tuple[Member, ...]:
        """Return a cluster of all: each is there by its best link."""
        return tuple(
            Member(
                report_id=self._ids[row],
                weight=float(best[row]) / 1000 if place else None,
                by_person=False,
            )
            for place, row in enumerate(rows)
        )

    def _connected(self, links: Links, same: Rows | None = None) -> Rows:
        """Return for each row the number of the component that links (and judgements) make."""
        ends = np.stack([links.left, links.right], axis=1)
        if same is not None:
            ends = np.concatenate([ends, same])
        return connected(len(self._ids), ends[:, 0], ends[:, 1])


def connected(count: int, left: Rows, right: Rows) -> Rows:
    """Return for each of `count` rows the number of its component, counted by their first rows.

    scipy has this, and takes longer to import than a batch takes to link.
    """
    first = np.arange(count)
    while (first[left] != first[right]).any():
        a, b = first[left], first[right]
        np.minimum.at(first, np.maximum(a, b), np.minimum(a, b))
        while (first != first[first]).any():
            first = first[first]
    return np.unique(first, return_inverse=True)[1]

"""Owns the order of linking: candidates, weights, components, clusters. Knows none of the rules.

Reads and writes nothing. Reports that no chain
of likely links connects cannot share an event, so that every component is grouped by itself; one
whose reports all agree needs no deciding.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

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
)
from pipeline.link.compare import compare
from pipeline.link.context import Context
from pipeline.link.days import Rows
from pipeline.link.firm import Joining, Links
from pipeline.link.forbid import cannot_link, forbidden
from pipeline.link.frequency import Frequency, frequency_of
from pipeline.link.many import compare_all
from pipeline.link.revisions import replacements, with_older_revisions
from pipeline.link.table import Table
from pipeline.link.vague import is_void
from pipeline.link.weights import Weights
from pipeline.records import Judgement, Linkable

SMALL = 40
"""In parts up to this size all pairs are judged at once, in larger ones those asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """The clustering of the newest revisions, and its clusters with the older revisions beside what
    replaced them."""

    clustering: Clustering
    clusters: tuple[tuple[Member, ...], ...]


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
    least = least_weights(table, left, right, weights)
    scores = compare_all(table, left, right, weights=weights, frequency=frequency, least=least)
    found = Links(
        left=left[scores.pairs], right=right[scores.pairs], weights=scores.weights,
        dissents=scores.dissents,
    )  # fmt: skip
    return found.where(~forbidden(table, found.left, found.right))


def least_weights(table: Table, left: Rows, right: Rows, weights: Weights) -> Rows:
    """Return from which weight on (in thousandths) each pair may be linked."""
    joins = table.vague[left] != table.vague[right]
    return np.where(joins, round(1000 * weights.attach_at), round(1000 * weights.link_at))


class _Components:
    """Reports in the parts that need deciding one by one, and all others, which are joined.

    Reports that are firm and that no chain of links connects with one that was judged are joined
    first. They need no more deciding but where a vague report is linked with them.
    """

    def __init__(
        self,
        table: Table,
        links: Links,
        judgements: Sequence[Judgement],
    ) -> None:
        self._table, self._vague = table, table.vague
        self._ids: Sequence[str] = table.raw["report_id"]
        row_of = {report_id: row for row, report_id in enumerate(self._ids)} if judgements else {}
        self._judged = [
            (row_of[one.left_report_id], row_of[one.right_report_id], one)
            for one in judgements
            if one.left_report_id in row_of and one.right_report_id in row_of
        ]
        held = self._held(links)
        firm = ~(held | self._vague)
        free = firm[links.left] & firm[links.right]
        self._joining = Joining(table)
        self._joining.join(links.where(free))
        self._links = links.where(~free)
        same = [(left, right) for left, right, one in self._judged if one.verdict == "same"]
        group = np.stack([np.arange(len(held)), self._joining.group], axis=1)
        self._label = self._connected(
            self._links, np.concatenate([group, np.array(same, np.int64).reshape(-1, 2)])
        )
        order = np.lexsort((table.seniority, self._label))
        self._order, self._starts = order, np.flatnonzero(np.diff(self._label[order], prepend=-1))
        label = self._label[self._links.left]
        self._link_order = np.argsort(label, kind="stable")
        self._link_labels = label[self._link_order]
        self._undecided = np.zeros(int(self._label.max(initial=-1)) + 1, np.bool_)
        self._undecided[label] = True
        self._undecided[self._label[held]] = True

    def _held(self, links: Links) -> NDArray[np.bool_]:
        """Return which reports are connected with one that a person judged."""
        held = np.zeros(len(self._ids), np.bool_)
        if self._judged:
            ends = np.array([(left, right) for left, right, _ in self._judged], np.int64)
            label = self._connected(links, ends)
            held = np.isin(label, label[ends])
        return held

    def clustering(self, weights: Weights, settled: Mapping[str, str]) -> Clustering:
        ends = np.append(self._starts, len(self._order))
        members = {
            label: self._order[ends[label] : ends[label + 1]]
            for label in np.flatnonzero(self._undecided).tolist()
        }
        apart = self._apart(members.values())
        clusters: list[tuple[Member, ...]] = []
        unlinked: list[str] = []
        contradictions: list[Contradiction] = []
        fits: dict[str, str] = {}
        for label, rows in members.items():
            found = self._decide(label, rows, apart, weights, settled)
            fits |= found.fits
            clusters += found.clusters
            unlinked += found.unlinked
            contradictions += found.contradictions
        (alone,) = np.nonzero(self._vague & ~self._undecided[self._label])
        for row in alone.tolist():
            fits[self._ids[row]] = FITS_NONE
            if is_void(self._table.items[row].report):
                unlinked.append(self._ids[row])
        clusters += self._agreed(set(unlinked))
        seniority = dict(zip(self._ids, self._table.seniority.tolist(), strict=True))
        clusters.sort(key=lambda one: seniority[one[0].report_id])
        return Clustering(
            clusters=tuple(clusters),
            unlinked=tuple(sorted(unlinked)),
            contradictions=tuple(contradictions),
            fits=fits,
        )

    def _agreed(self, unlinked: Set[str]) -> Iterator[tuple[Member, ...]]:
        """Yield the clusters that needed no deciding."""
        decided = ~self._undecided[self._label[self._order]]
        rows, label = self._order[decided], self._label[self._order[decided]]
        starts = np.flatnonzero(np.diff(label, prepend=-1)).tolist()
        weights: list[float | None] = (self._joining.weights[rows] / 1000).tolist()
        for start in starts:
            weights[start] = None
        members = [
            Member(report_id=self._ids[row], weight=weight, by_person=False)
            for row, weight in zip(rows.tolist(), weights, strict=True)
        ]
        for start, end in pairwise([*starts, len(members)]):
            if members[start].report_id not in unlinked:
                yield tuple(members[start:end])

    def _apart(self, members: Iterable[Rows]) -> set[tuple[str, str]]:
        """Return the pairs that cannot link in the small parts that need deciding."""
        pairs = [np.empty((0, 2), np.int64)]
        for rows in members:
            if len(rows) <= SMALL:
                left, right = np.triu_indices(len(rows), 1)
                pairs.append(np.stack([rows[left], rows[right]], axis=1))
        left, right = np.concatenate(pairs).T
        no = forbidden(self._table, left, right)
        ids = self._ids
        return {
            (ids[one], ids[other])
            for one, other in zip(left[no].tolist(), right[no].tolist(), strict=True)
        }

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
            joined=self._joined(rows),
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

    def _joined(self, rows: Rows) -> Iterator[dict[str, float]]:
        """Yield the groups among these rows that are joined, with what brought each report in."""
        group = self._joining.group[rows]
        for one in np.unique(group):
            some = rows[group == one]
            if len(some) > 1:
                yield {
                    self._ids[row]: float(self._joining.weights[row]) / 1000
                    for row in some.tolist()
                }

    def _connected(self, links: Links, more: Rows) -> Rows:
        """Return for each row the number of the component that links and more pairs make."""
        left, right = np.concatenate([np.stack([links.left, links.right], axis=1), more]).T
        return connected(len(self._ids), left, right)


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

"""Owns the order of linking: candidate pairs, comparison, clusters. The rules are elsewhere.

Reads and writes nothing but temporary tables of the connection it is given.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import duckdb

from pipeline.link.block import candidate_pairs
from pipeline.link.cluster import Clustering, Member, cluster
from pipeline.link.compare import compare
from pipeline.link.context import Context
from pipeline.link.forbid import cannot_link
from pipeline.link.frequency import frequency_of
from pipeline.link.revisions import replacements, with_older_revisions
from pipeline.link.weights import Weights
from pipeline.records import Comparison, Judgement, Linkable


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Compared pairs, the clustering of the newest revisions, and its clusters with the older
    revisions beside what replaced them."""

    pairs: tuple[Comparison, ...]
    clustering: Clustering
    clusters: tuple[tuple[Member, ...], ...]


def group_reports(
    connection: duckdb.DuckDBPyConnection,
    reports: Sequence[Linkable],
    judgements: Iterable[Judgement],
    *,
    weights: Weights,
    context: Context,
) -> Grouping:
    """Group reports into flights; the same set in any order gives the same groups.

    A judgement on a report that was since rewritten holds for the report that replaced it.
    """
    items = {item.report.report_id: item for item in reports}
    judge = partial(
        compare, weights=weights, frequency=frequency_of(reports, context), context=context
    )
    pairs = tuple(
        judge(items[left], items[right])
        for left, right in candidate_pairs(connection, reports, context)
    )
    replaced = replacements(reports, judge)
    clustering = cluster(
        [item for item in reports if item.revision_rank == 0],
        pairs,
        [_carried_over(judgement, replaced) for judgement in judgements],
        forbid=lambda left, right: cannot_link(left, right, context),
        link_at=weights.link_at,
        attach_at=weights.attach_at,
    )
    return Grouping(
        pairs=pairs,
        clustering=clustering,
        clusters=with_older_revisions(clustering.clusters, replaced),
    )


def _carried_over(judgement: Judgement, replaced: Mapping[str, str]) -> Judgement:
    left, right = judgement.left_report_id, judgement.right_report_id
    return replace(
        judgement,
        left_report_id=replaced.get(left, left),
        right_report_id=replaced.get(right, right),
    )

"""Owns the order of linking what is new into what is remembered.

Only articles of which something changed are compared, and only clusters that a change can reach
are grouped again (`reach`). The clusters are those that `group_reports` makes of all reports,
whatever came in which batch.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import duckdb
import numpy as np

from pipeline.link import memory, pairs
from pipeline.link.block import candidate_pairs, known_partners, load
from pipeline.link.cluster import Clustering
from pipeline.link.compare import Level, compare
from pipeline.link.context import Context
from pipeline.link.days import Rows
from pipeline.link.firm import Links
from pipeline.link.forbid import forbidden
from pipeline.link.frequency import COUNTED
from pipeline.link.group import carried_over, group_linked, least_weights
from pipeline.link.many import compare_all
from pipeline.link.pairs import Pairs
from pipeline.link.reach import Graph, Reach, broken, reach
from pipeline.link.revisions import replacements, with_older_revisions
from pipeline.link.table import Table
from pipeline.link.weights import Weights
from pipeline.records import Judgement, Linkable

KEPT = (*memory.KEPT, *pairs.KEPT)

Load = Callable[[Sequence[str]], Sequence[Linkable]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What grouping depends on beside `memory.NOW`: how to come by reports, by their ids, and the
    words of people in force."""

    load: Load
    judgements: Sequence[Judgement]


def regroup(
    connection: duckdb.DuckDBPyConnection, seen: Seen, *, weights: Weights, context: Context
) -> frozenset[str]:
    """Bring the remembered clusters up to date; return the reports that were grouped again, gone
    ones among them.

    A temporary `memory.NOW` of the connection is read, tables `KEPT` are read and written; empty
    ones mean that all is new.
    """
    changed = memory.changed(connection, seen.judgements)
    run = _Run(connection, seen, weights, context)
    run.take_in(changed)
    return run.group(changed)


class _Run:
    """One run: first what changed is compared, then what that reaches is grouped."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        seen: Seen,
        weights: Weights,
        context: Context,
    ) -> None:
        self._connection, self._seen = connection, seen
        self._weights, self._context = weights, context
        self._items: dict[str, Linkable] = {}

    def take_in(self, changed: memory.Changed) -> None:
        """Compare the reports of what changed with those they may be linked with."""
        connection = self._connection
        memory.forget(connection, "link_report", changed.reports)
        pairs.drop_pairs(connection, changed.rows)
        fresh = Table(self._loaded(changed.newest), self._context)
        one, other = candidate_pairs(fresh)
        near, far = known_partners(connection, fresh)
        first = self._end()
        load(connection, "link_report", fresh, first=first)
        fields = [each for _, some in COUNTED for each in some]
        memory.remember_values(connection, (v for one in fields for v in fresh.words(one).words))
        self._frequency = memory.remembered_frequency(connection)
        partners, place = np.unique(far, return_inverse=True)
        table = fresh
        if len(partners):
            both = (*fresh.items, *self._loaded(self._ids(partners)))
            table = Table(both, self._context)
        rows = np.concatenate([first + np.arange(len(fresh.items)), partners])
        left = np.concatenate([one, near])
        right = np.concatenate([other, len(fresh.items) + place.astype(np.int64)])
        self._compare(table, left, right, rows)

    def _compare(self, table: Table, left: Rows, right: Rows, rows: Rows) -> None:
        """Remember those of the pairs of the table that can be linked."""
        weights, frequency = self._weights, self._frequency
        scores = compare_all(table, left, right, weights=weights, frequency=frequency)
        self._before = pairs.recall_levels(self._connection)
        self._now = pairs.weigh_levels(
            self._connection, self._before, scores.levels, weights=weights, frequency=frequency
        )
        base, reached = pairs.base_and_reached(scores, self._now)
        least = least_weights(table, left, right, weights)
        (able,) = np.nonzero(pairs.could_weigh(base, reached, self._now, weights) >= least)
        able = able[~forbidden(table, left[able], right[able])]
        pairs.keep_pairs(
            self._connection, rows[left[able]], rows[right[able]], base[able], reached[:, able],
            least[able], scores.dissents[able],
        )  # fmt: skip

    def group(self, changed: memory.Changed) -> frozenset[str]:
        """Group again what the change reaches; return the reports of it."""
        connection = self._connection
        known = pairs.recall_pairs(connection, self._before, self._now)
        replaced, moved = self._replacements(changed)
        words = carried_over(self._seen.judgements, replaced)
        graph = self._graph(known, words)
        dirty = np.zeros(len(graph.cluster) + 1, np.bool_)
        dirty[changed.clusters] = True
        shifted = known.moved()
        again = [known.one[shifted], known.other[shifted]]
        again.append(np.array([*self._row_of(moved | {*changed.newest}).values()], np.int64))
        dirty[graph.cluster[np.concatenate(again)]] = True
        while True:
            found = reach(graph, dirty)
            ids = self._ids(found.rows)
            clustering = self._grouped(found, ids, known, words)
            more = broken(graph, dirty, found.rows, _numbers(clustering, found.rows, ids))
            if not len(more):
                break
            dirty[more] = True
        row_of = dict(zip(ids, found.rows.tolist(), strict=True))
        decided = {ids[one] for one in np.flatnonzero(found.decided[found.rows])}
        clusters = [one for one in clustering.clusters if any(m.report_id in decided for m in one)]
        memory.forget(connection, "link_member", changed.reports)
        decided |= {member.report_id for one in clusters for member in one}
        memory.remember(
            connection, {one: row_of[one] for one in decided},
            with_older_revisions(clusters, replaced), clustering.fits, replaced,
            changed.reports | moved,
        )  # fmt: skip
        dirty_ids = {ids[one] for one in np.flatnonzero(dirty[graph.cluster[found.rows]])}
        older = {one for one, new in replaced.items() if new in dirty_ids}
        return frozenset(dirty_ids | older | changed.reports | moved)

    def _replacements(self, changed: memory.Changed) -> tuple[dict[str, str], set[str]]:
        """Return what replaced which older report, and all reports of which that has changed."""
        connection, before, now = self._connection, self._before, self._now
        urls = set(changed.rewritten)
        old = len(before.levels)
        shifted = np.flatnonzero(now.weights[:old] != before.weights[:old])
        if now.prior != before.prior:
            urls |= memory.rewritten(connection)
        elif len(shifted):
            urls |= memory.rewritten_with(connection, _values(now.levels[one] for one in shifted))
        judge = partial(
            compare, weights=self._weights, frequency=self._frequency, context=self._context
        )
        items = self._loaded(memory.reports_of(connection, urls))
        was = memory.replaced_before(connection)
        found = {
            one: new
            for one, (url, new) in was.items()
            if url not in urls and one not in changed.reports
        }
        again = replacements(items, judge)
        moved = {
            report_id
            for one in {one for one, (url, _) in was.items() if url in urls} | again.keys()
            if was.get(one, ("", None))[1] != again.get(one)
            for report_id in (one, was.get(one, ("", one))[1], again.get(one, one))
        }
        return found | again, moved

    def _graph(self, known: Pairs, words: Iterable[Judgement]) -> Graph:
        """Return reports and likely links by their rows; people's words are links too."""
        cluster = np.full(self._end(), self._end())
        vague = np.zeros(len(cluster), np.bool_)
        found = self._connection.execute(
            "SELECT row, vague, coalesce(cluster, row) AS cluster FROM link_report "
            "LEFT JOIN link_member USING (row)"
        ).fetchnumpy()
        cluster[found["row"]], vague[found["row"]] = found["cluster"], found["vague"]
        ends = [(one.left_report_id, one.right_report_id) for one in words]
        row_of = self._row_of({end for pair in ends for end in pair})
        both = [(row_of[one], row_of[two]) for one, two in ends if one in row_of and two in row_of]
        said = np.array(both, np.int64).reshape(-1, 2)
        likely = known.where(known.weights >= known.least)
        return Graph(
            cluster=cluster,
            vague=vague,
            one=np.concatenate([likely.one, said[:, 0]]),
            other=np.concatenate([likely.other, said[:, 1]]),
        )

    def _grouped(
        self, found: Reach, ids: Sequence[str], known: Pairs, words: Sequence[Judgement]
    ) -> Clustering:
        """Group what is reached; vague reports that are not decided by it stay what they were."""
        table = Table(self._loaded(ids), self._context)
        place = np.full(self._end(), -1)
        place[found.rows] = np.arange(len(found.rows))
        left, right = place[known.one], place[known.other]
        within = (left >= 0) & (right >= 0) & (known.weights >= known.least)
        links = Links(
            left=left[within], right=right[within], weights=known.weights[within],
            dissents=known.dissents[within],
        )  # fmt: skip
        settled = memory.fits_before(self._connection, found.rows[~found.decided[found.rows]])
        return group_linked(table, links, words, weights=self._weights, settled=settled)

    def _loaded(self, ids: Iterable[str]) -> list[Linkable]:
        wanted = list(ids)
        more = [one for one in wanted if one not in self._items]
        self._items |= {item.report.report_id: item for item in self._seen.load(more)}
        return [self._items[one] for one in wanted]

    def _end(self) -> int:
        """Return the first number that no report and no cluster has."""
        found = self._connection.execute(
            "SELECT greatest((SELECT max(row) FROM link_report), "
            "(SELECT max(cluster) FROM link_member))"
        ).fetchall()[0][0]
        return 0 if found is None else int(found) + 1

    def _ids(self, rows: Rows) -> list[str]:
        """Return the reports of rows in ascending order."""
        found = self._connection.execute(
            "SELECT report_id FROM link_report WHERE row IN (SELECT unnest(?::INTEGER[])) "
            "ORDER BY row",
            [rows.tolist()],
        ).fetchall()
        return [report_id for (report_id,) in found]

    def _row_of(self, reports: Iterable[str]) -> dict[str, int]:
        found = self._connection.execute(
            "SELECT report_id, row FROM link_report "
            "WHERE report_id IN (SELECT unnest(?::VARCHAR[]))",
            [sorted(reports)],
        ).fetchall()
        return dict(found)


def _values(levels: Iterable[Level]) -> set[tuple[str, str]]:
    return {(field, value) for field, _, value in levels if value is not None}


def _numbers(clustering: Clustering, rows: Rows, ids: Sequence[str]) -> Rows:
    """Return for each row the number of its cluster: the row of its founder, or its own."""
    row_of = dict(zip(ids, rows.tolist(), strict=True))
    numbers = dict(row_of)
    for members in clustering.clusters:
        numbers |= {member.report_id: row_of[members[0].report_id] for member in members}
    return np.array([numbers[one] for one in ids], np.int64)

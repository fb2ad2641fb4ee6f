"""Owns what is remembered between runs, so that only what new reports touch is grouped again.

A report is touched if it, a word of a person on it or how common its values are has changed. Its
component is grouped again, together with those of every report it may be linked with; all others
are as they were, since no likely link leads into them. What is remembered is derived: without it
everything is touched.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import duckdb
import numpy as np

from pipeline.link.block import known_partners, load
from pipeline.link.cluster import Member, founding_key
from pipeline.link.compare import compare
from pipeline.link.context import Context
from pipeline.link.frequency import ALL, COUNTED, Frequency, frequency_of
from pipeline.link.group import Grouping, group_reports, likely_links, vague_rows
from pipeline.link.revisions import replacements
from pipeline.link.table import Table
from pipeline.link.weights import Weights
from pipeline.records import Judgement, Linkable

KEPT = ("link_report", "link_member", "link_count")
"""What blocking saw of each report; its digest, component and place in a cluster; what was how
common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What grouping depends on: the reports, a digest of each, people's words in force."""

    reports: Sequence[Linkable]
    digests: Mapping[str, str]
    judgements: Sequence[Judgement]


def regroup(
    connection: duckdb.DuckDBPyConnection, seen: Seen, *, weights: Weights, context: Context
) -> frozenset[str]:
    """Bring the remembered clusters up to date; return the reports that were grouped again.

    The clusters are those that `group_reports` makes of all reports, whatever came in which batch.
    Tables `KEPT` of the connection are read and written; empty ones mean that all is new.
    """
    table = Table([item for item in seen.reports if item.revision_rank == 0], context)
    frequency = frequency_of(table)
    row_of = {report_id: row for row, report_id in enumerate(table.raw["report_id"])}
    digests = _digests(seen)
    stale, components = _changed(connection, digests)
    stale |= _reweighed(connection, table, frequency)
    _forget(connection, "link_report", stale)
    rows = np.array(sorted(row_of[one] for one in stale if one in row_of), np.int64)
    fresh = Table([table.items[row] for row in rows], context)
    near, known = known_partners(connection, fresh)
    links = likely_links(
        table, rows[near], np.array([row_of[one] for one in known], np.int64),
        vague_rows(table), weights=weights, frequency=frequency,
    )  # fmt: skip
    partners = {str(table.raw["report_id"][row]) for row in np.unique(links.right)}
    partners |= _judged_with(stale, seen.judgements)
    again = _closure(connection, stale | partners, components) | (stale & row_of.keys())
    load(connection, "link_report", fresh)
    replaced = replacements(
        seen.reports, partial(compare, weights=weights, frequency=frequency, context=context)
    )
    grouping = group_reports(
        connection, [table.items[row_of[one]] for one in sorted(again & row_of.keys())],
        seen.judgements, weights=weights, context=context, frequency=frequency,
        replaced={old: new for old, new in replaced.items() if new in again},
    )  # fmt: skip
    again |= stale | {old for old, new in replaced.items() if new in again}
    _forget(connection, "link_member", again)
    _remember(connection, again & digests.keys(), digests, grouping)
    return frozenset(again)


def remembered_clusters(
    connection: duckdb.DuckDBPyConnection, reports: Iterable[Linkable]
) -> tuple[tuple[Member, ...], ...]:
    """Return all clusters as `group_reports` would: in the order of their founders."""
    seniority = {item.report.report_id: founding_key(item) for item in reports}
    clusters: defaultdict[str, list[Member]] = defaultdict(list)
    for founder, report_id, weight, by_person in connection.execute(
        "SELECT founder, report_id, weight, by_person FROM link_member "
        "WHERE founder IS NOT NULL ORDER BY founder, place"
    ).fetchall():
        clusters[founder].append(Member(report_id=report_id, weight=weight, by_person=by_person))
    return tuple(tuple(clusters[one]) for one in sorted(clusters, key=lambda one: seniority[one]))


def _digests(seen: Seen) -> dict[str, str]:
    """Return for each report a digest of all that is its own: what it says, the older revisions of
    its article, and people's words on any of them."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    for word in seen.judgements:
        for one in (word.left_report_id, word.right_report_id):
            words[one].append(f"{word.left_report_id} {word.verdict} {word.right_report_id}")
    older: defaultdict[str, list[str]] = defaultdict(list)
    for item in seen.reports:
        if item.revision_rank:
            report_id = item.report.report_id
            older[item.url] += [seen.digests[report_id], *words[report_id]]
    found = {}
    for item in seen.reports:
        report_id = item.report.report_id
        parts = (*words.get(report_id, ()), *older.get(item.url, ()))
        found[report_id] = " ".join((seen.digests[report_id], str(item.revision_rank), *parts))
    return found


def _changed(
    connection: duckdb.DuckDBPyConnection, digests: Mapping[str, str]
) -> tuple[set[str], set[str]]:
    """Return the reports that are new, changed or gone, and the components they were in."""
    import pyarrow as pa

    now = {"report_id": pa.array(list(digests), pa.string()), "digest": list(digests.values())}
    connection.register("link_now", pa.table(now))
    try:
        found = connection.execute(
            """
            SELECT coalesce(now.report_id, was.report_id), was.component
            FROM link_now now FULL JOIN link_member was ON was.report_id = now.report_id
            WHERE was.digest IS DISTINCT FROM now.digest"""
        ).fetchall()
    finally:
        connection.unregister("link_now")
    return {report_id for report_id, _ in found}, {was for _, was in found if was is not None}


def _reweighed(
    connection: duckdb.DuckDBPyConnection, table: Table, frequency: Frequency
) -> set[str]:
    """Return the reports with a value that is not as common any more as it was; all of them if the
    number of all reports, or of those a day, weighs differently now."""
    was = {
        (field, value): number
        for field, value, number in connection.execute("SELECT * FROM link_count").fetchall()
    }
    now = frequency.steps()
    if was == now:
        return set()
    connection.execute("DELETE FROM link_count")
    rows = [(*key, number) for key, number in sorted(now.items())]
    connection.execute(
        "INSERT INTO link_count SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), "
        "unnest(?::DOUBLE[])",
        [[row[place] for row in rows] for place in range(3)],
    )
    moved = {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
    ids = table.raw["report_id"]
    if any(field == ALL for field, _ in moved):
        return set(ids)
    return {
        report_id
        for name, columns in COUNTED
        for column in columns
        for report_id, value in zip(ids, table.values(column), strict=True)
        if (name, value) in moved
    }


def _judged_with(stale: set[str], judgements: Iterable[Judgement]) -> set[str]:
    ends = [(one.left_report_id, one.right_report_id) for one in judgements]
    return {end for pair in ends if stale & set(pair) for end in pair}


def _closure(
    connection: duckdb.DuckDBPyConnection, reports: set[str], components: set[str]
) -> set[str]:
    """Return the remembered reports in these components or in a component of these reports."""
    found = connection.execute(
        """
        SELECT report_id FROM link_member WHERE component IN (
            SELECT unnest(?::VARCHAR[]) UNION
            SELECT component FROM link_member WHERE report_id IN (SELECT unnest(?::VARCHAR[])))""",
        [sorted(components), sorted(reports)],
    ).fetchall()
    return {report_id for (report_id,) in found}


def _forget(connection: duckdb.DuckDBPyConnection, table: str, reports: Iterable[str]) -> None:
    connection.execute(
        f"DELETE FROM {table} WHERE report_id IN (SELECT unnest(?::VARCHAR[]))",  # noqa: S608 - the name is one of KEPT
        [sorted(reports)],
    )


def _remember(
    connection: duckdb.DuckDBPyConnection,
    reports: Iterable[str],
    digests: Mapping[str, str],
    grouping: Grouping,
) -> None:
    component = {one: min(group) for group in grouping.components for one in group}
    place_of = {
        member.report_id: (members[0].report_id, place, member.weight, member.by_person)
        for members in grouping.clusters
        for place, member in enumerate(members)
    }
    rows = []
    for report_id in sorted(reports):
        founder, place, weight, by_person = place_of.get(report_id, (None, 0, None, False))
        # An older revision is where the report is that replaced it.
        own = component.get(report_id) or component.get(founder or "") or founder or report_id
        rows.append((report_id, digests[report_id], own, founder, place, weight, by_person))
    types = ("VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "INTEGER", "DOUBLE", "BOOLEAN")
    values = ", ".join(f"unnest(?::{kind}[])" for kind in types)
    connection.execute(
        f"INSERT INTO link_member SELECT {values}",
        [[row[place] for row in rows] for place in range(len(types))],
    )

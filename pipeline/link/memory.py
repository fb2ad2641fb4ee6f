"""Owns where each report was grouped in the last run, and what has changed since then.

Groups nothing. What is remembered is derived: without it everything is new.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from pipeline.link.cluster import Member, founding_key
from pipeline.link.days import Rows
from pipeline.link.frequency import COUNTED, Frequency
from pipeline.records import Judgement, Linkable

KEPT = ("link_report", "link_value", "link_member", "link_word")

NOW = """
    CREATE OR REPLACE TEMP {kind} link_now (report_id, url, rank, digest) AS {query}"""
"""What is there now, for the caller to say: every report, its article's address, the rank of its
revision, and a digest (UBIGINT) of all else that is said of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The reports of articles of which something changed: those there now by revision, newest
    first, and of those that were there the rows and clusters."""

    reports: frozenset[str]
    newest: tuple[str, ...]
    rewritten: frozenset[str]
    rows: Rows
    clusters: Rows


def changed(connection: duckdb.DuckDBPyConnection, words: Sequence[Judgement]) -> Changed:
    """Return what is new, changed, judged otherwise or gone since the last run."""
    found = connection.execute(
        """
        WITH differing AS (
            SELECT now.url AS now_url, was.url AS was_url
            FROM link_now now FULL JOIN link_member was USING (report_id)
            WHERE was.digest IS DISTINCT FROM now.digest OR was.rank <> now.rank
                OR was.url <> now.url OR report_id IN (SELECT unnest(?::VARCHAR[]))),
        urls AS (SELECT now_url AS url FROM differing UNION SELECT was_url FROM differing)
        SELECT report_id, now.rank, coalesce(now.url, was.url), was.row, was.cluster
        FROM (FROM link_now WHERE url IN (FROM urls)) now
        FULL JOIN (FROM link_member WHERE url IN (FROM urls)) was USING (report_id)
        ORDER BY report_id""",
        [sorted(_judged_otherwise(connection, words))],
    ).fetchall()
    return Changed(
        reports=frozenset(row[0] for row in found),
        newest=tuple(row[0] for row in found if row[1] == 0),
        rewritten=frozenset(row[2] for row in found if row[1]),
        rows=np.array([row[3] for row in found if row[3] is not None], np.int64),
        clusters=np.array([row[4] for row in found if row[4] is not None], np.int64),
    )


def _judged_otherwise(
    connection: duckdb.DuckDBPyConnection, words: Sequence[Judgement]
) -> set[str]:
    """Return the reports with a word more or less than in the last run, and remember the words."""
    was = set(connection.execute("SELECT * FROM link_word").fetchall())
    now = {(one.left_report_id, one.right_report_id, one.verdict) for one in words}
    if was != now:
        connection.execute("DELETE FROM link_word")
        columns = [list(column) for column in zip(*sorted(now), strict=True)] or [[], [], []]
        connection.execute(
            "INSERT INTO link_word SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), "
            "unnest(?::VARCHAR[])",
            columns,
        )
    return {end for left, right, _ in was ^ now for end in (left, right)}


def forget(connection: duckdb.DuckDBPyConnection, table: str, reports: Iterable[str]) -> None:
    """Forget the reports in one of the tables KEPT that has them by id."""
    connection.execute(
        f"DELETE FROM {table} WHERE report_id IN (SELECT unnest(?::VARCHAR[]))",  # noqa: S608 - the name is one of KEPT
        [sorted(reports)],
    )


def remembered_frequency(connection: duckdb.DuckDBPyConnection) -> Frequency:
    """Return how often values occur among the remembered reports, as `frequency_of` them would."""
    counts: dict[tuple[str, str], int] = {}
    for name, columns in COUNTED:
        for column in columns:
            for value, number in connection.execute(
                f"SELECT value, number FROM (SELECT {column} AS hash, count(*) AS number "  # noqa: S608 - names come from our own code
                "FROM link_report GROUP BY hash) JOIN link_value USING (hash) ORDER BY value"
            ).fetchall():
                counts[name, value] = counts.get((name, value), 0) + number
    reports, dated, days = connection.execute(
        "SELECT count(*), count(*) FILTER (stated), count(DISTINCT latest) FILTER (stated) "
        "FROM link_report"
    ).fetchall()[0]
    return Frequency(reports=reports, per_day=dated / days if days else 0.0, counts=counts)


def remember_values(connection: duckdb.DuckDBPyConnection, values: Iterable[str]) -> None:
    """Remember which values the hashes of blocking stand for."""
    connection.execute(
        "INSERT INTO link_value SELECT hash(value), value FROM (SELECT unnest(?::VARCHAR[]) value) "
        "WHERE hash(value) NOT IN (SELECT hash FROM link_value)",
        [sorted(set(values))],
    )


def replaced_before(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """Return for each older report its address and what replaced it in the last run."""
    found = connection.execute(
        "SELECT report_id, url, replaced_by FROM link_member WHERE replaced_by IS NOT NULL"
    ).fetchall()
    return {report_id: (url, new) for report_id, url, new in found}


def fits_before(connection: duckdb.DuckDBPyConnection, rows: Rows) -> dict[str, str]:
    """Return what vague reports among these rows fitted in the last run (see `Clustering`)."""
    found = connection.execute(
        "SELECT report_id, fits FROM link_member "
        "WHERE fits IS NOT NULL AND row IN (SELECT unnest(?::INTEGER[]))",
        [rows.tolist()],
    ).fetchall()
    return dict(found)


def reports_of(connection: duckdb.DuckDBPyConnection, urls: Iterable[str]) -> list[str]:
    """Return the reports there are now of these addresses, in order."""
    found = connection.execute(
        "SELECT report_id FROM link_now WHERE url IN (SELECT unnest(?::VARCHAR[])) "
        "ORDER BY report_id",
        [sorted(urls)],
    ).fetchall()
    return [report_id for (report_id,) in found]


def rewritten(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the addresses of all articles that were rewritten."""
    found = connection.execute("SELECT DISTINCT url FROM link_now WHERE rank > 0").fetchall()
    return {url for (url,) in found}


def rewritten_with(
    connection: duckdb.DuckDBPyConnection, values: Iterable[tuple[str, str]]
) -> set[str]:
    """Return the addresses of rewritten articles with a report that has one of these values
    (by field)."""
    columns = dict(COUNTED)
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in values:
        for column in columns[name]:
            wanted[column].append(value)
    found: set[str] = set()
    for column, some in sorted(wanted.items()):
        rows = connection.execute(
            f"SELECT url FROM link_member JOIN link_report USING (report_id) WHERE {column} IN "  # noqa: S608 - names come from our own code
            "(SELECT hash(unnest(?::VARCHAR[]))) "
            "AND url IN (SELECT url FROM link_now WHERE rank > 0)",
            [some],
        ).fetchall()
        found |= {url for (url,) in rows}
    return found


def remember(
    connection: duckdb.DuckDBPyConnection,
    rows: Mapping[str, int],
    clusters: Sequence[Sequence[Member]],
    fits: Mapping[str, str],
    replaced: Mapping[str, str],
    alone: Iterable[str],
) -> None:
    """Remember where reports are now: the newest revisions, by `rows`, the older ones in their
    clusters, and those `alone` that have neither."""
    import pyarrow as pa

    place_of = _places(clusters)
    reports = sorted({*rows, *place_of, *alone})
    nowhere = (None, 0, None, False)
    told = [place_of.get(one, nowhere) for one in reports]
    numbers = [rows.get(founder or one) for one, (founder, *_) in zip(reports, told, strict=True)]
    columns: dict[str, tuple[Sequence[object], pa.DataType]] = {
        "report_id": (reports, pa.string()),
        "row": ([rows.get(one) for one in reports], pa.int32()),
        "replaced_by": ([replaced.get(one) for one in reports], pa.string()),
        "cluster": (numbers, pa.int32()),
        "fits": ([fits.get(one) for one in reports], pa.string()),
        "founder": ([one[0] for one in told], pa.string()),
        "place": ([one[1] for one in told], pa.int32()),
        "weight": ([one[2] for one in told], pa.float64()),
        "by_person": ([one[3] for one in told], pa.bool_()),
    }
    forget(connection, "link_member", reports)
    arrow = pa.table({name: pa.array(*column) for name, column in columns.items()})
    connection.register("link_arrow", arrow)
    try:
        connection.execute(
            "INSERT INTO link_member SELECT report_id, digest, url, rank, row, replaced_by, "
            "cluster, fits, founder, place, weight, by_person "
            "FROM link_arrow JOIN link_now USING (report_id)"
        )
    finally:
        connection.unregister("link_arrow")


def _places(
    clusters: Sequence[Sequence[Member]],
) -> dict[str, tuple[str, int, float | None, bool]]:
    return {
        member.report_id: (members[0].report_id, place, member.weight, member.by_person)
        for members in clusters
        for place, member in enumerate(members)
    }


def remembered_clusters(
    connection: duckdb.DuckDBPyConnection, reports: Iterable[Linkable]
) -> tuple[tuple[Member, ...], ...]:
    """Return the clusters that hold any of these reports as `group_reports` would: in the order of
    their founders, which must be among the reports."""
    seniority = {item.report.report_id: founding_key(item) for item in reports}
    clusters: defaultdict[str, list[Member]] = defaultdict(list)
    for founder, report_id, weight, by_person in connection.execute(
        "SELECT founder, report_id, weight, by_person FROM link_member "
        "WHERE founder IN (SELECT unnest(?::VARCHAR[])) ORDER BY founder, place",
        [list(seniority)],
    ).fetchall():
        clusters[founder].append(Member(report_id=report_id, weight=weight, by_person=by_person))
    return tuple(tuple(clusters[one]) for one in sorted(clusters, key=lambda one: seniority[one]))

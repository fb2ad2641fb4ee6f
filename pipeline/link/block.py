"""Owns candidate pairs: which reports are worth comparing, found in SQL.

Judges nothing, and may propose too many pairs, but never a quadratic number: reports meet only
under a value they share and on days that both can be about, so that pairs grow with the archive and
not with its square. The blocks are registration, address, callsign, and the ends of the route, the
operator and the source in combinations that a report of a flight usually fills; their union counts.
A report without any day, not even of publication, is too vague to found an event among others
(`vague`); it meets reports of all times, but only under an identifier or two things at once.
"""

from collections.abc import Sequence

import duckdb

from pipeline.link.context import Context, tail
from pipeline.link.days import supposed_days
from pipeline.records import Linkable

Pair = tuple[str, str]

# `a || b` is NULL where a or b is, so that a report enters only the blocks it has values for. Every
# interval reaches three days beyond its end (rule `dates_apart`), so that two reports that may be
# one flight share a week. A span of over two months would meet everything; it needs an identifier,
# and past 400 days even that says nothing of one flight.
_PAIRS = """
    WITH keys AS (
        SELECT report_id, earliest, latest, unnest([
            'registration ' || registration, 'icao24 ' || icao24, 'callsign ' || callsign
        ]) AS key
        FROM link_reports
        WHERE latest - earliest <= 400
        UNION ALL
        SELECT report_id, earliest, latest, unnest([
            'destination ' || destination,
            'origin ' || origin,
            'destination, type ' || destination_country || ' ' || type_group,
            'destination, country ' || destination_country || ' ' || operator_country,
            'origin, type ' || origin_country || ' ' || type_group,
            'origin, country ' || origin_country || ' ' || operator_country,
            'operator ' || operator,
            'country, type ' || operator_country || ' ' || type_group,
            'route ' || origin_country || ' ' || destination_country,
            'source, type ' || source_root || ' ' || type_group
        ]) AS key
        FROM link_reports
        WHERE latest - earliest <= 62
    ),
    weeks AS (
        SELECT report_id, key, earliest, latest,
            unnest(range(
                (earliest - DATE '1970-01-01') // 7, (latest + 3 - DATE '1970-01-01') // 7 + 1
            )) AS week
        FROM keys
        WHERE key IS NOT NULL
    ),
    dateless AS (
        SELECT report_id, earliest IS NULL AS undated, unnest([
            'registration ' || registration, 'icao24 ' || icao24, 'callsign ' || callsign,
            'type, origin ' || type_group || ' ' || origin,
            'type, destination ' || type_group || ' ' || destination,
            'type, operator ' || type_group || ' ' || operator,
            'type, route ' || type_group || ' ' || origin_country || ' ' || destination_country,
            'route ' || origin || ' ' || destination
        ]) AS key
        FROM link_reports
    ),
    pairs AS (
        SELECT l.report_id AS left_id, r.report_id AS right_id
        FROM weeks l
        JOIN weeks r ON l.key = r.key AND l.week = r.week AND l.report_id < r.report_id
        WHERE l.earliest <= r.latest + 3 AND r.earliest <= l.latest + 3
        UNION
        SELECT least(l.report_id, r.report_id), greatest(l.report_id, r.report_id)
        FROM dateless l
        JOIN dateless r ON l.key = r.key AND l.undated AND l.report_id <> r.report_id
        UNION
        SELECT l.report_id, r.report_id
        FROM link_reports l
        JOIN link_reports r ON l.article_id = r.article_id AND l.report_id < r.report_id
    )
    SELECT left_id, right_id FROM pairs ORDER BY left_id, right_id
"""


def candidate_pairs(
    connection: duckdb.DuckDBPyConnection, reports: Sequence[Linkable], context: Context
) -> list[Pair]:
    """Return the pairs of report ids worth comparing, each with the smaller id left, in order.

    Older revisions take no part. Reports of one article are paired too: they are the proof that two
    flights are two. The connection is only used for temporary tables, which are dropped.
    """
    _load(connection, reports, context)
    try:
        found: list[Pair] = connection.execute(_PAIRS).fetchall()
    finally:
        connection.execute("DROP TABLE link_reports")
    return found


def _load(
    connection: duckdb.DuckDBPyConnection, reports: Sequence[Linkable], context: Context
) -> None:
    import pyarrow as pa

    newest = [item for item in reports if item.revision_rank == 0]
    days = [supposed_days(item) for item in newest]
    columns: dict[str, list[object]] = {
        name: [getattr(item.report, name) for item in newest]
        for name in (
            "report_id", "article_id", "icao24", "callsign", "operator",
            "operator_country", "origin", "origin_country", "destination", "destination_country",
        )
    }  # fmt: skip
    columns["registration"] = [tail(item.report.registration) for item in newest]
    columns["type_group"] = [
        context.group(item.report.type_family) if item.report.type_family else None
        for item in newest
    ]
    columns["source_root"] = [item.source_root for item in newest]
    schema = pa.schema(
        [(name, pa.string()) for name in columns]
        + [("earliest", pa.date32()), ("latest", pa.date32())]
    )
    columns["earliest"] = [span.earliest if span else None for span in days]
    columns["latest"] = [span.latest if span else None for span in days]
    connection.register("link_arrow", pa.table(columns, schema=schema))
    try:
        connection.execute("CREATE OR REPLACE TEMP TABLE link_reports AS SELECT * FROM link_arrow")
    finally:
        connection.unregister("link_arrow")

"""Owns what the reading verbs ask of the published copy. Reads views, prints nothing."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date
from itertools import pairwise
from typing import Any

import duckdb

from pipeline.errors import UsageError
from pipeline.family import family_tree
from pipeline.revised import changes

Row = dict[str, Any]

# An event is dated by its flight; one without a stated day by when it was last reported.
_DAY = "coalesce(departed_earliest, arrived_earliest, last_reported_at::date)"
_LAST_DAY = "coalesce(arrived_latest, departed_latest, last_reported_at::date)"

_FILTERS = {
    "since": f"{_LAST_DAY} >= ?",
    "until": f"{_DAY} <= ?",
    "registration": "upper(replace(registration, '-', '')) = upper(replace(?, '-', ''))",
    "type": "contains(lower(concat_ws(' ', type_family, type_variant, type_icao)), lower(?))",
    "operator": "contains(lower(concat_ws(' ', operator, operator_country)), lower(?))",
    "place": "list_contains([lower(origin), lower(origin_country), lower(origin_icao), "
    "lower(destination), lower(destination_country), lower(destination_icao)], lower(?))",
    "status": "status = ?",
}

# Fields of an event that reports state in so many words, in the order a reader wants them.
STATED_FIELDS = (
    "type_family", "type_variant", "registration", "icao24", "callsign", "operator",
    "operator_country", "origin", "origin_country", "destination", "destination_country",
    "departed", "arrived", "status", "outcome",
)  # fmt: skip


def rows_of(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()
) -> list[Row]:
    """Return every row of a query as a dictionary. Raises UsageError where DuckDB refuses it."""
    try:
        connection.execute(sql, list(values))
        if connection.description is None:
            return []
        names = [column[0] for column in connection.description]
        return [dict(zip(names, row, strict=True)) for row in connection.fetchall()]
    except duckdb.Error as error:
        raise UsageError(str(error).strip()) from None


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    """Return the rows of one reading statement of a person's own.

    Raises UsageError for anything that is not a single select, describe, show or explain, even
    where the read-only connection would let it pass.
    """
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise UsageError(str(error).strip()) from None
    reading = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
    if len(statements) != 1 or statements[0].type not in reading:
        raise UsageError("one statement that reads is allowed: select, describe, show or explain")
    return _interruptibly(connection, sql)


def _interruptibly(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    """Return the rows of a query that a signal can end. Python hears signals in its main thread
    alone, and not while DuckDB computes there: so the query has a thread of its own."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        asked = pool.submit(rows_of, connection, sql)
        try:
            return asked.result()
        except BaseException:
            connection.interrupt()
            raise


def find_events(
    connection: duckdb.DuckDBPyConnection, filters: Mapping[str, str | date | None]
) -> list[Row]:
    """Return the events that fulfil every filter that is set, by day of flight.

    Keys are `since`, `until`, `registration`, `type`, `operator`, `place`, `status`.
    """
    chosen = {name: value for name, value in filters.items() if value is not None}
    where = " and ".join(_FILTERS[name] for name in chosen) or "true"
    sql = f"select * from events where {where} order by {_DAY} nulls last, reference, event_id"  # noqa: S608 - clauses are our own constants
    return rows_of(connection, sql, list(chosen.values()))


def resolve_event_id(connection: duckdb.DuckDBPyConnection, event_id: str) -> str:
    """Return the id under which an event lives today: merged ids resolve for ever.

    Raises UsageError if no event ever had this id.
    """
    sql = """
        with recursive chain(event_id, merged_into) as (
            select event_id, merged_into from event_ledger where event_id = ?
            union
            select event_ledger.event_id, event_ledger.merged_into
            from event_ledger join chain on event_ledger.event_id = chain.merged_into)
        select event_id from chain where merged_into is null"""
    found = rows_of(connection, sql, [event_id])
    if not found:
        raise UsageError(f"no event {event_id!r}; `flightdesk events` lists them")
    return str(found[0]["event_id"])


def event_record(connection: duckdb.DuckDBPyConnection, event_id: str) -> Row:
    """Return one event with everything it rests on.

    Keys: `event` (columns of the view), `fields` (per stated field the claims behind it),
    `conflicts`, `reports`, `family` (its articles below whom they have it from), `revisions` (what
    changed in them), `trip`, `legs`, `relations`. Raises UsageError for an unknown id.
    """
    current = resolve_event_id(connection, event_id)
    found = rows_of(connection, "select * from events where event_id = ?", [current])
    if not found:
        raise UsageError(f"event {current} has no reports any more; it stays in the event ledger")
    event, reports = found[0], _reports(connection, current)
    return {
        "asked_for": event_id,
        "event": event,
        "fields": _claims_by_field(connection, current),
        "conflicts": _rows(connection, "conflicts", current, "field, value"),
        "reports": reports,
        "family": [asdict(branch) for branch in family_tree(reports)],
        "revisions": _revisions(connection, current),
        "trip": rows_of(connection, "select * from trips where trip_id = ?", [event["trip_id"]])[0],
        "legs": rows_of(
            connection,
            f"select * from events where trip_id = ? order by {_DAY} nulls last, event_id",  # noqa: S608 - a constant
            [event["trip_id"]],
        ),
        "relations": rows_of(
            connection,
            """select relations.*, events.reference, events.status from relations
            left join events on events.event_id = relations.related_event_id
            where relations.event_id = ? order by relation, related_event_id, report_id""",
            [current],
        ),
    }


def _reports(connection: duckdb.DuckDBPyConnection, event_id: str) -> list[Row]:
    return rows_of(
        connection,
        """select reports.*, articles.title, event_reports.weight, event_reports.decided_by,
            report.basis, articles.copy_of, article_copy.overlap
        from reports join articles using (article_id) join event_reports using (report_id)
        join report using (report_id) left join article_copy using (article_id)
        where reports.event_id = ?
        order by reports.published_at nulls last, reports.outlet, reports.report_id""",
        [event_id],
    )


def _revisions(connection: duckdb.DuckDBPyConnection, event_id: str) -> list[Row]:
    """Return, for each article of an event that was revised, every change of its text."""
    rows = rows_of(
        connection,
        """select outlet, url, revision, fetched_at, title, text from articles
        where text is not null and url in (
            select url from event_reports where event_id = ?)
        order by url, revision""",
        [event_id],
    )
    return [
        {
            "outlet": new["outlet"], "url": new["url"], "revision": new["revision"],
            "fetched_at": new["fetched_at"],
            "changes": changes(f"{old['title']}\n{old['text']}", f"{new['title']}\n{new['text']}"),
        }
        for old, new in pairwise(rows)
        if old["url"] == new["url"]
    ]  # fmt: skip


def _claims_by_field(connection: duckdb.DuckDBPyConnection, event_id: str) -> dict[str, list[Row]]:
    rows = rows_of(
        connection,
        """select claims.*, reports.outlet, reports.url, reports.role from claims
        join reports using (report_id) where reports.event_id = ?
        order by claims.field, claims.value, reports.published_at nulls last, reports.outlet,
            claims.claim_id""",
        [event_id],
    )
    return {
        field: [row for row in rows if row["field"] == field]
        for field in STATED_FIELDS
        if any(row["field"] == field for row in rows)
    }


def _rows(connection: duckdb.DuckDBPyConnection, view: str, event_id: str, order: str) -> list[Row]:
    sql = f"select * from {view} where event_id = ? order by {order}"  # noqa: S608 - our own names
    return rows_of(connection, sql, [event_id])


def run_status(connection: duckdb.DuckDBPyConnection, *, runs: int = 5) -> Row:
    """Return how things stand: the last runs, every feed, and how much the store holds."""
    return {
        "runs": rows_of(connection, "select * from runs order by started_at desc limit ?", [runs]),
        "feeds": rows_of(connection, "select * from feeds order by outlet, feed_url"),
        "holds": rows_of(
            connection,
            """select (select count(*) from articles) as articles,
                (select count(*) from articles where relevant) as relevant_articles,
                (select count(*) from reports) as reports, (select count(*) from events) as events,
                (select count(*) from trips) as trips,
                (select count(*) from judgements) as judgements""",
        )[0],
        "contradictions": rows_of(
            connection,
            """select judged_by as said_same, contradicted_by as said_different, left_report_id,
                right_report_id, judged_at, note
            from judgements where contradicted_by is not null order by all""",
        ),
        "failures": rows_of(
            connection,
            """select stage, error, count(*) as items from stage_run where status <> 'ok'
            group by stage, error order by stage, error""",
        ),
    }

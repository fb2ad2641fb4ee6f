"""Owns what the pipeline read of each article, taken from the views of a published copy."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import duckdb

from pipeline.evaluate.facts import Days, Facts

# The newest revision of a URL stands for it. What the gate turned away has no text.
_ARTICLES = """
    select article_id, url, relevant, relevant = false and text is null as gated from articles
    qualify row_number() over (partition by url order by revision desc, article_id) = 1
    order by url
"""
_REPORTS = """
    select reports.*, events.trip_id, events.independent_sources
    from reports left join events on events.event_id = reports.event_id
    order by reports.report_id
"""
_MENTIONS = "select distinct article_id, kind, value from mention order by all"
_HAS_MENTIONS = "select count(*) > 0 as there from duckdb_tables() where table_name = 'mention'"
_DAYS = ("departed", "arrived")


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedReport:
    """One row of the `reports` view with what its event says. An event_id of None: in no event."""

    report_id: str
    event_id: str | None
    trip_id: str | None
    facts: Facts
    said_by: tuple[str, ...] = ()
    trackers: tuple[str, ...] = ()
    independent_sources: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """What became of one article. `relevant` None: not read. `mentions` are (kind, value) pairs,
    None where the copy has none."""

    url: str
    relevant: bool | None
    gated: bool
    reports: tuple[PredictedReport, ...] = ()
    mentions: frozenset[tuple[str, str]] | None = None


def predictions_from(connection: duckdb.DuckDBPyConnection) -> dict[str, Predicted]:
    """Return what stands in a published copy, by URL of the article."""
    reports: dict[str, list[PredictedReport]] = {}
    for row in _rows(connection, _REPORTS):
        reports.setdefault(row["article_id"], []).append(_report(row))
    mentions = _mentions(connection)
    return {
        row["url"]: Predicted(
            url=row["url"],
            relevant=row["relevant"],
            gated=row["gated"],
            reports=tuple(reports.get(row["article_id"], ())),
            mentions=None if mentions is None else frozenset(mentions.get(row["article_id"], ())),
        )
        for row in _rows(connection, _ARTICLES)
    }


def _mentions(
    connection: duckdb.DuckDBPyConnection,
) -> dict[str, set[tuple[str, str]]] | None:
    if not _rows(connection, _HAS_MENTIONS)[0]["there"]:
        return None
    found: dict[str, set[tuple[str, str]]] = {}
    for row in _rows(connection, _MENTIONS):
        found.setdefault(row["article_id"], set()).add((row["kind"], row["value"]))
    return found


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _report(row: dict[str, Any]) -> PredictedReport:
    facts: dict[str, Any] = {f.name: row[f.name] for f in fields(Facts) if f.name not in _DAYS}
    for name in _DAYS:
        facts[name] = _days(row[f"{name}_earliest"], row[f"{name}_latest"])
    return PredictedReport(
        report_id=row["report_id"],
        event_id=row["event_id"],
        trip_id=row["trip_id"],
        facts=Facts(**facts),
        said_by=tuple(row["said_by"] or ()),
        trackers=tuple(row["trackers"] or ()),
        independent_sources=row["independent_sources"],
    )


def _days(earliest: date | None, latest: date | None) -> Days | None:
    return None if earliest is None or latest is None else (earliest, latest)

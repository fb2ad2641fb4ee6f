"""Owns how linking takes reports out of a store or a published copy. Decides nothing."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb

from pipeline.records import Linkable, Report
from pipeline.rows import from_row

REPORTS = """
select report.*, revision.url, revision.outlet, revision.lang, revision.published_at,
    revision.fetched_at, report_source.source_root, report_source.voice,
    revision.revision_rank
from report
join (select *, row_number() over (
        partition by url order by fetched_at desc, article_id desc) - 1 as revision_rank
    from article) as revision on revision.article_id = report.article_id
left join report_source on report_source.report_id = report.report_id"""

NOW_THERE = """
with told as (select report_id, article_id, hash(report) as digest from report),
ranked as (
    select article_id, row_number() over (
        partition by url order by fetched_at desc, article_id desc) - 1 as rank
    from article where url in (select url from article group by url having count(*) > 1))
select report_id, url, coalesce(rank, 0) as rank, hash(
    told.digest, url, outlet, lang, published_at, fetched_at, source_root, voice, rank) as digest
from told join article using (article_id) left join ranked using (article_id)
left join report_source using (report_id)"""
"""Every report with its address, the rank of its revision, and a digest of all that REPORTS says of
it: what `link.memory` compares, in a third of the time."""


def stored_reports(
    connection: duckdb.DuckDBPyConnection,
    reports: Sequence[str] | None = None,
    *,
    urls: Sequence[str] = (),
) -> list[Linkable]:
    """Return every report as linking takes it, or those asked for and those of some addresses, by
    id."""
    sql, values = REPORTS, []
    if reports is not None:
        # The revisions are ranked among those of the same addresses, and of no others.
        near = """from article where url in (
            select url from article join report using (article_id)
            where report_id in (select unnest($1::varchar[]))
            union all select unnest($2::varchar[]))"""
        sql = sql.replace("from article)", f"{near})")
        sql += """ where report.report_id in (select unnest($1::varchar[]))
            or revision.url in (select unnest($2::varchar[]))"""
        values = [list(reports), list(urls)]
    connection.execute(f"{sql} order by report.report_id", values)
    names = [column[0] for column in connection.description or ()]
    return [_linkable(dict(zip(names, row, strict=True))) for row in connection.fetchall()]


def _linkable(row: Mapping[str, Any]) -> Linkable:
    return Linkable(
        report=from_row(Report, row),
        url=row["url"],
        outlet=row["outlet"],
        lang=row["lang"],
        published_at=_utc(row["published_at"]),
        fetched_at=row["fetched_at"].replace(tzinfo=UTC),
        source_root=row["source_root"] or row["outlet"],
        voice=row["voice"] or row["outlet"],
        revision_rank=row["revision_rank"],
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None

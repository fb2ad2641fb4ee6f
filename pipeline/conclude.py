"""Owns the set-based stage: reports in the store become events, trips and relations, and briefs.

Says what is loaded and where results go; which reports are one flight is decided in `link`, which
value an event has in `events`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import duckdb

from pipeline.batch import Batch
from pipeline.briefs import write_briefs
from pipeline.events import resolve
from pipeline.judge import take_in, write_contradictions
from pipeline.link.context import Context
from pipeline.link.judged import contradictions, in_force
from pipeline.link.ledger import LedgerUpdate, assign
from pipeline.link.memory import NOW, remembered_clusters
from pipeline.link.regroup import KEPT, Seen, regroup
from pipeline.link.weights import load_weights
from pipeline.nlp.gazetteers import Gazetteers, load_gazetteers
from pipeline.provenance import write_sources
from pipeline.records import (
    Event,
    Judgement,
    LedgerEntry,
    Linkable,
    Membership,
    Report,
    ReportRelation,
)
from pipeline.relations import relations_of
from pipeline.rows import from_row, to_row
from pipeline.store import Store
from pipeline.trips import trips_of, with_trips
from pipeline.world import context_of

_DERIVED = (
    "article_copy", "report_source", "event_report", "event", "conflict", "event_relation", "trip",
)  # fmt: skip
_REPORTS = """
select report.*, revision.url, revision.outlet, revision.lang, revision.published_at,
    revision.fetched_at, report_source.source_root, report_source.voice,
    revision.revision_rank
from report
join (select *, row_number() over (
        partition by url order by fetched_at desc, article_id desc) - 1 as revision_rank
    from article) as revision on revision.article_id = report.article_id
left join report_source on report_source.report_id = report.report_id"""


def link(batch: Batch) -> None:
    """Group all reports into events, unless nothing that they depend on has changed."""
    store, gazetteers = batch.store, load_gazetteers()
    take_in(batch)
    rules = _rules(gazetteers)
    version = f"{rules} {_content(store)}"
    row = store.query("select version from stage_run where item = '*' and stage = 'link'")
    before = row[0]["version"] if row else ""
    if before == version:
        return
    now = batch.clock()
    with store.transaction():
        # Under other rules or weights, what is remembered of earlier runs counts for nothing.
        for table in _DERIVED if before.startswith(f"{rules} ") else (*_DERIVED, *KEPT):
            store.clear(table)
        write_sources(store, gazetteers, vectors=batch.config.state / "vectors")
        reports = stored_reports(store.connection)
        words = in_force(_judgements(store), reports)
        write_contradictions(batch, contradictions(words, reports))
        update = _group(store, reports, words, context_of(gazetteers), now)
        _conclude(store, reports, update, context_of(gazetteers), now)
        store.mark("*", "link", version, now=now)
    batch.tally.counts["events"] = len(update.events)
    batch.report.progress("link", done=len(reports), total=len(reports))


def brief(batch: Batch) -> None:
    """Write the CSV briefs into the day's folder, over those of an earlier run of the day."""
    config, options, today = batch.config.briefs, batch.options, batch.clock().date()
    since = options.since
    if since is None and config.days is not None:
        since = date.fromordinal(today.toordinal() - config.days)
    folder = config.directory / today.isoformat()
    batch.tally.briefs = write_briefs(
        batch.store.connection, folder, since=since, until=options.until
    )


def stored_reports(
    connection: duckdb.DuckDBPyConnection, reports: Sequence[str] | None = None
) -> list[Linkable]:
    """Return every report of a store or a published copy as linking takes it, or those asked for,
    by id."""
    some = "" if reports is None else " where report.report_id in (select unnest(?::varchar[]))"
    values = [] if reports is None else [list(reports)]
    connection.execute(f"{_REPORTS}{some} order by report.report_id", values)
    names = [column[0] for column in connection.description or ()]
    return [_linkable(dict(zip(names, row, strict=True))) for row in connection.fetchall()]


def _rules(gazetteers: Gazetteers) -> str:
    """Return a hash of how reports are grouped: the tables, the code, and DuckDB, whose hashes
    blocking remembers."""
    digest = hashlib.sha256(f"{duckdb.__version__} {gazetteers.content_hash}".encode())
    modules = (each for each in files("pipeline.link").iterdir() if each.name.endswith(".py"))
    for module in sorted(modules, key=lambda each: each.name):
        digest.update(module.read_bytes())
    return digest.hexdigest()


def _content(store: Store) -> str:
    """Return a hash of all reports, articles, relations and judgements."""
    digest = hashlib.sha256()
    for sql in (
        "select * from report order by report_id",
        "select article_id, url, outlet, lang, published_at, fetched_at from article "
        "where text is not null order by article_id",
        "select * from report_relation order by all",
        "select * from judgement order by all",
    ):
        for row in store.query(sql):
            digest.update(repr(tuple(row.values())).encode())
    return digest.hexdigest()


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


def _judgements(store: Store) -> list[Judgement]:
    order = "left_report_id, right_report_id, judged_at, judged_by"
    return store.select(Judgement, "judgement", order=order)


def _group(
    store: Store,
    reports: Sequence[Linkable],
    words: Sequence[Judgement],
    context: Context,
    now: datetime,
) -> LedgerUpdate:
    now_there = "select report_id, url, revision_rank, hash(told) from ({}) told"
    store.connection.execute(NOW.format(kind="table", query=now_there.format(_REPORTS)))
    known = {item.report.report_id: item for item in reports}
    seen = Seen(load=lambda ids: [known[one] for one in ids], judgements=words)
    regroup(store.connection, seen, weights=load_weights(), context=context)
    clusters = remembered_clusters(store.connection, reports)
    former = [
        Membership(
            event_id=row["event_id"], report_id=row["report_id"], weight=None, decided_by="auto"
        )
        for row in store.query("select event_id, report_id from event_member order by report_id")
    ]
    entries = store.select(LedgerEntry, "event_ledger", order="event_id")
    return assign(clusters, entries, former, now=now)


def _conclude(
    store: Store, reports: Sequence[Linkable], update: LedgerUpdate, context: Context, now: datetime
) -> None:
    """Fuse every event, chain trips, relate events, and write all of it."""
    by_id = {item.report.report_id: item for item in reports}
    members = {key: [by_id[one] for one in told] for key, told in update.events.items()}
    fused = [one for key in sorted(members) if (one := resolve(key, members[key], context))]
    _write_ledger(store, update, now)
    stated = store.select(
        ReportRelation, "report_relation", order="report_id, related_report_id, relation"
    )
    trips = trips_of(
        [one.event for one in fused], members=members, stated=stated, minted_at=update.minted_at,
        context=context,
    )  # fmt: skip
    events = with_trips([one.event for one in fused], trips, context)
    event_of = {report: key for key, told in update.events.items() for report in told}
    store.insert("event", events)
    store.insert("trip", trips)
    store.insert("event_relation", relations_of(events, trips, stated, event_of))
    store.insert("conflict", [conflict for one in fused for conflict in one.conflicts])
    # Older revisions stay members for the ledger's sake; what an event rests on is the newest.
    newest = [each for each in update.memberships if by_id[each.report_id].revision_rank == 0]
    store.insert("event_report", newest)
    _write_versions(store, events, now)


def _write_ledger(store: Store, update: LedgerUpdate, now: datetime) -> None:
    known = {row["event_id"] for row in store.query("select event_id from event_ledger")}
    store.delete("event_ledger", "event_id", [entry.event_id for entry in update.entries])
    store.insert("event_ledger", update.entries)
    store.insert_rows(
        "event_log",
        ("event_id", "logged_at", "what", "other_event_id"),
        [
            (entry.event_id, now.replace(tzinfo=None), what, entry.merged_into or entry.split_from)
            for entry in update.entries
            if (what := _what_happened(entry, is_new=entry.event_id not in known))
        ],
    )
    members = [(each.report_id, each.event_id) for each in update.memberships]
    store.delete("event_member", "report_id", [report_id for report_id, _ in members])
    store.insert_rows("event_member", ("report_id", "event_id"), members)


def _what_happened(entry: LedgerEntry, *, is_new: bool) -> str:
    if entry.merged_into:
        return "merged"
    return ("split" if entry.split_from else "minted") if is_new else "changed"


def _write_versions(store: Store, events: Sequence[Event], now: datetime) -> None:
    """Count how often each event's content changed, beginning with 1."""
    before = {row["event_id"]: row for row in store.query("select * from event_version")}
    rows = []
    for event in events:
        content = hashlib.sha256(repr(to_row(event)).encode()).hexdigest()
        old = before.get(event.event_id)
        if old is None or old["content_hash"] != content:
            version = old["version"] + 1 if old else 1
            rows.append((event.event_id, version, content, now.replace(tzinfo=None)))
    store.delete("event_version", "event_id", [row[0] for row in rows])
    store.insert_rows("event_version", ("event_id", "version", "content_hash", "changed_at"), rows)

"""Owns the event ledger as the store keeps it: which event the reports of a run belong to.

Ids are given in `link.ledger`; here stands which of its entries a run can touch at all.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.link.ledger import LedgerUpdate, assign
from pipeline.link.memory import remembered_clusters
from pipeline.records import Event, LedgerEntry, Linkable, Membership
from pipeline.reports import stored_reports
from pipeline.rows import to_row
from pipeline.store import Store

_TOUCHED = """
    with recursive touched as (
        select * from event_ledger
        where founding_report_id in (select unnest($1::varchar[])) or event_id in (
            select event_id from event_member where report_id in (select unnest($1::varchar[])))
        union
        select living.*
        from event_ledger living join touched on living.event_id = touched.merged_into)
    select event_id, founding_report_id from touched"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """The events of this run with the reports of their clusters, and the events there were."""

    update: LedgerUpdate
    reports: dict[str, Linkable]
    former: frozenset[str]


def register(store: Store, again: Iterable[str], now: datetime) -> Registered:
    """Give the clusters of the reports that were grouped again their event ids, and write that.

    The same as if all clusters were given theirs: an event is touched if its founder is among the
    reports or one of them was last part of it, and then so is the cluster its founder is in now.
    """
    touched = set(again)
    while True:
        found = store.query(_TOUCHED, [sorted(touched)])
        founders = {row["founding_report_id"] for row in found} - touched
        more = _companions(store, founders) - touched
        if not more:
            break
        touched |= more
    reports = stored_reports(store.connection, sorted(touched))
    ids = [row["event_id"] for row in found]
    entries = store.select(
        LedgerEntry, "event_ledger", where="event_id in (select unnest(?::varchar[]))",
        order="event_id", values=[ids],
    )  # fmt: skip
    members = _members(store, touched)
    update = assign(remembered_clusters(store.connection, reports), entries, members, now=now)
    known = {entry.event_id for entry in entries}
    _write(store, update, known, now)
    merged = {entry.event_id for entry in update.entries if entry.merged_into}
    return Registered(
        update=update,
        reports={item.report.report_id: item for item in reports},
        former=frozenset(_shown(store, touched) | merged),
    )


def _companions(store: Store, reports: Iterable[str]) -> set[str]:
    """Return all reports of the clusters that these are in now."""
    found = store.query(
        "select report_id from link_member where founder in (select founder from link_member "
        "where report_id in (select unnest(?::varchar[])))",
        [sorted(reports)],
    )
    return {row["report_id"] for row in found}


def _members(store: Store, reports: Iterable[str]) -> list[Membership]:
    """Return which event each of these reports was last part of."""
    found = store.query(
        "select event_id, report_id from event_member "
        "where report_id in (select unnest(?::varchar[])) order by report_id",
        [sorted(reports)],
    )
    return [
        Membership(
            event_id=row["event_id"], report_id=row["report_id"], weight=None, decided_by="auto"
        )
        for row in found
    ]


def _shown(store: Store, reports: Iterable[str]) -> set[str]:
    """Return the events that these reports are shown under."""
    found = store.query(
        "select distinct event_id from event_report "
        "where report_id in (select unnest(?::varchar[]))",
        [sorted(reports)],
    )
    return {row["event_id"] for row in found}


def _write(store: Store, update: LedgerUpdate, known: set[str], now: datetime) -> None:
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


def write_versions(store: Store, events: Sequence[Event], now: datetime) -> None:
    """Count how often each event's content changed, beginning with 1."""
    found = store.query(
        "select * from event_version where event_id in (select unnest(?::varchar[]))",
        [[event.event_id for event in events]],
    )
    before = {row["event_id"]: row for row in found}
    rows = []
    for event in events:
        content = hashlib.sha256(repr(to_row(event)).encode()).hexdigest()
        old = before.get(event.event_id)
        if old is None or old["content_hash"] != content:
            version = old["version"] + 1 if old else 1
            rows.append((event.event_id, version, content, now.replace(tzinfo=None)))
    store.delete("event_version", "event_id", [row[0] for row in rows])
    store.insert_rows("event_version", ("event_id", "version", "content_hash", "changed_at"), rows)

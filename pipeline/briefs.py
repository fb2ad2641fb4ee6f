"""Owns the CSV briefs: which rows and columns they have, and that no cell can run as a formula.

Reads the views, never the tables, and concludes nothing.
"""

import csv
import io
import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipeline.errors import AccessError, CannotCreateError, StorageError

# OWASP's list of leads a spreadsheet may run, and the full-width forms it folds to them.
_FORMULA_LEADS = frozenset("=+-@|%\t\r\n＝＋－＠｜％")

EVENTS_SQL = """
select event_id, reference, status, outcome, type_family, type_variant, type_icao, registration,
    icao24, callsign, operator, operator_country, origin, origin_country, origin_icao,
    destination, destination_country, destination_icao, departed_earliest, departed_latest,
    arrived_earliest, arrived_latest, reports, articles, outlets, independent_sources, languages,
    said_by, trackers, first_reported_at, last_reported_at, confidence, conflicts, trip_id
from events
where (?::date is null or last_reported_at::date >= ?::date)
  and (?::date is null or first_reported_at::date <= ?::date)
order by coalesce(departed_earliest, arrived_earliest) nulls last, reference, event_id"""

TRIPS_SQL = """
select trip_id, reference, route, legs, registration, type_family, operator, started, ended,
    event_ids
from trips
where list_has_any(event_ids, (select coalesce(list(event_id), []) from events
    where (?::date is null or last_reported_at::date >= ?::date)
      and (?::date is null or first_reported_at::date <= ?::date)))
order by started nulls last, reference, trip_id"""

SOURCES_SQL = """
select reports.event_id, events.reference, reports.role, reports.status, reports.outlet,
    reports.lang, reports.published_at, reports.source_root, reports.said_by, reports.trackers,
    articles.title, reports.url,
    (select string_agg(claims.field || ': ' || claims.original, ' | '
        order by claims.part desc, claims.char_start, claims.field, claims.claim_id)
     from claims where claims.report_id = reports.report_id) as words, reports.report_id
from reports
join events on events.event_id = reports.event_id
join articles on articles.article_id = reports.article_id
where (?::date is null or events.last_reported_at::date >= ?::date)
  and (?::date is null or events.first_reported_at::date <= ?::date)
order by events.reference, reports.event_id, reports.published_at nulls last, reports.outlet,
    reports.report_id"""

BRIEFS = {"events.csv": EVENTS_SQL, "trips.csv": TRIPS_SQL, "sources.csv": SOURCES_SQL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One file that was written, and how many rows it holds below its header."""

    path: Path
    rows: int


def write_briefs(
    connection: duckdb.DuckDBPyConnection,
    directory: Path,
    *,
    since: date | None = None,
    until: date | None = None,
) -> tuple[Brief, ...]:
    """Write every brief into `directory`, each replaced whole or not at all.

    `since` and `until` (UTC days, both inside) keep the events reported in that time.
    Raises CannotCreateError, AccessError or StorageError if the folder or a file refuses.
    """
    written = []
    for name, sql in BRIEFS.items():
        connection.execute(sql, [since, since, until, until])
        header = [column[0] for column in connection.description or ()]
        rows = connection.fetchall()
        path = directory / name
        _replace(path, csv_text(header, rows))
        written.append(Brief(path=path, rows=len(rows)))
    return tuple(written)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return guarded CSV (RFC 4180, lines end in CRLF) of a header and rows of values."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return buffer.getvalue()


def cell(value: Any) -> str:
    """Return a value as a spreadsheet shows it: text that could run as a formula gets a leading '.

    Numbers, days and times of our own stay as they are; NULL is empty; a list is joined by `; `.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.3f}"
    text = "; ".join(str(item) for item in value) if isinstance(value, list) else str(value)
    return guarded(text)


def guarded(text: str) -> str:
    """Return text that no spreadsheet runs and no bidi control disguises."""
    shown = "".join(_shown(char) for char in text)
    lead = next((char for char in text if not _is_padding(char)), "")
    return f"'{shown}" if lead in _FORMULA_LEADS or text[:1] in _FORMULA_LEADS else shown


def _is_padding(char: str) -> bool:
    return char not in _FORMULA_LEADS and (
        char.isspace() or unicodedata.category(char) in ("Cf", "Cc")
    )


def _shown(char: str) -> str:
    if char in "\n\r\t":
        return char
    category = unicodedata.category(char)
    if category == "Cc":
        return ""
    if unicodedata.bidirectional(char) in (
        "RLE",
        "LRE",
        "RLO",
        "LRO",
        "PDF",
        "RLI",
        "LRI",
        "FSI",
        "PDI",
    ):
        return f"<U+{ord(char):04X}>"
    return char


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(path)
    except PermissionError:
        raise AccessError(f"cannot write {path}: permission denied") from None
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise CannotCreateError(f"cannot create {path}: {error.strerror}") from None
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}") from None

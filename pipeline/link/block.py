"""Owns candidate pairs: which reports are worth comparing, found in SQL.

Judges nothing, and may propose too many pairs, but never a quadratic number: reports meet only
under a value they share and on days that both can be about, so that pairs grow with the archive and
not with its square. A report without any day, not even of publication, is too vague to found an
event among others (`vague`); it meets reports of all times, but only under an identifier or two
things at once. Two reports of one article, or of two registrations read without doubt, never meet:
whatever else they share, they are two flights.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import duckdb
import numpy as np

from pipeline.link.days import NO_DAY, Rows, supposed_days
from pipeline.link.table import Table, Words

_EPOCH = date(1970, 1, 1).toordinal()

IDENTIFIERS = (("registration",), ("icao24",), ("callsign",))
"""What names one aircraft or one flight."""

DATED_BLOCKS = (
    *IDENTIFIERS,
    ("destination",),
    ("origin",),
    ("operator",),
    ("destination_country", "type_group"),
    ("destination_country", "operator_country"),
    ("origin_country", "type_group"),
    ("origin_country", "operator_country"),
    ("operator_country", "type_group"),
    ("origin_country", "destination_country"),
    ("source_root", "type_group"),
    ("source_root", "origin_country"),
    ("source_root", "destination_country"),
)
"""What reports that can be about one day must share, one line of it at least."""

DATELESS_BLOCKS = (
    *IDENTIFIERS,
    ("type_group", "origin"),
    ("type_group", "destination"),
    ("type_group", "operator"),
    ("type_group", "origin_country", "destination_country"),
    ("origin", "destination"),
)
"""What a report without any day must share with another."""

COLUMNS = (
    "article_id", "registration", "icao24", "callsign", "operator", "operator_country", "origin",
    "origin_country", "destination", "destination_country", "type_group", "source_root", "certain",
)  # fmt: skip

TABLE = f"""
    CREATE {{temporary}} TABLE {{name}} (
        row INTEGER, report_id VARCHAR, vague BOOLEAN, stated BOOLEAN, earliest DATE, latest DATE,
        {", ".join(f"{column} UBIGINT" for column in COLUMNS)}
    )"""
"""What blocking sees of a report: its days, and a hash of every value it may share. `certain` is a
registration that was read without doubt, `stated` whether the days are the report's own."""

# Every interval reaches three days beyond its end (rule `dates_apart`), so that two reports that
# may be one flight share a week; they meet in the first one they share. A span of over two months
# would meet everything; it needs an identifier, and past 400 days even that says nothing of one
# flight.
_WEEKS = """
    SELECT *, latest - earliest AS width, unnest(range(first_week, last_week + 1)) AS week
    FROM (
        SELECT *, (earliest - DATE '1970-01-01') // 7 AS first_week,
            (latest + 3 - DATE '1970-01-01') // 7 AS last_week
        FROM {table}
        WHERE latest - earliest <= 400
    )"""
_MEET = """a.week = b.week AND a.week = greatest(a.first_week, b.first_week)
    AND a.earliest <= b.latest + 3 AND b.earliest <= a.latest + 3"""
_NARROW = "a.width <= 62 AND b.width <= 62"
_TWO_FLIGHTS = "a.article_id = b.article_id OR a.certain <> b.certain"


def candidate_pairs(connection: duckdb.DuckDBPyConnection, table: Table) -> tuple[Rows, Rows]:
    """Return the pairs worth comparing by their rows in the table, the smaller left, each once.

    The connection is only used for a temporary table, which is dropped.
    """
    connection.execute(TABLE.format(temporary="TEMP", name="link_candidate"))
    try:
        load(connection, "link_candidate", table)
        found = connection.execute(
            _pairs("link_candidate", "link_candidate", "b.row", "a.row < b.row")
        ).fetchnumpy()
    finally:
        connection.execute("DROP TABLE link_candidate")
    one, other = (found[side].astype(np.int64) for side in ("one", "other"))
    return np.minimum(one, other), np.maximum(one, other)


def known_partners(connection: duckdb.DuckDBPyConnection, table: Table) -> tuple[Rows, Rows]:
    """Return the pairs worth comparing of a report of the table and one that was loaded into
    `link_report` before, by their rows in each."""
    connection.execute(TABLE.format(temporary="TEMP", name="link_candidate"))
    try:
        load(connection, "link_candidate", table)
        found = connection.execute(
            _pairs("link_candidate", "link_report", "b.row", "true")
        ).fetchnumpy()
    finally:
        connection.execute("DROP TABLE link_candidate")
    return found["one"].astype(np.int64), found["other"].astype(np.int64)


def _pairs(new: str, old: str, other: str, once: str) -> str:
    """Return SQL for the pairs of a report of table `new` and one of `old`, each pair once: as
    `one` the row of the first, as `other` what is asked for of the second. `once` tells the pairs
    of one table from their mirror images."""
    # Where one table is paired with itself, its dateless reports have been on the left already.
    sides = [("a", "b"), ("b", "a")] if new != old else [("a", "b")]
    joins = [
        f"new_weeks a JOIN old_weeks b ON {_MEET} AND {shared} AND {once}"
        for shared in _shared(DATED_BLOCKS, narrow=_NARROW)
    ] + [
        f"{new} a JOIN {old} b ON {shared}"
        f" AND {one}.earliest IS NULL AND ({two}.earliest IS NOT NULL OR {once})"
        for one, two in sides
        for shared in _shared(DATELESS_BLOCKS, narrow="true")
    ]
    weeks = f"new_weeks AS MATERIALIZED ({_WEEKS.format(table=new)})"
    if new == old:
        weeks += ", old_weeks AS (FROM new_weeks)"
    else:
        # Few reports meet few weeks; whatever else there is of many years is passed over at once.
        met = "week IN (SELECT week FROM new_weeks)"
        weeks += f", old_weeks AS MATERIALIZED (FROM ({_WEEKS.format(table=old)}) WHERE {met})"
    pairs = [f"SELECT a.row AS one, {other} AS other FROM {one}" for one in joins]  # noqa: S608 - names come from our own code
    return f"WITH {weeks} {' UNION ALL '.join(pairs)}"


def _shared(blocks: Sequence[tuple[str, ...]], *, narrow: str) -> Iterator[str]:
    """Yield for each block the condition that two reports meet in it and in none before it. Without
    an identifier they must also be `narrow`."""
    before: list[str] = []
    for block in blocks:
        agree = " AND ".join(f"a.{column} = b.{column}" for column in block)
        enough = "true" if block in IDENTIFIERS else narrow
        unseen = "".join(f" AND ({one}) IS NOT TRUE" for one in before)
        yield f"{agree} AND {enough} AND ({_TWO_FLIGHTS}) IS NOT TRUE{unseen}"
        before.append(agree)


def load(connection: duckdb.DuckDBPyConnection, name: str, table: Table, *, first: int = 0) -> None:
    """Add what blocking sees of the reports to a table of the database (`TABLE`), numbered from
    `first` on."""
    import pyarrow as pa

    earliest, latest = table.span(supposed_days)
    registration = table.words("registration")
    fuzzy = np.array(table.raw["registration_fuzzy"], np.bool_)
    said = {one: table.words(one) for one in COLUMNS[:-1]}
    said["certain"] = Words(np.where(fuzzy, 0, registration.codes), registration.words)
    columns = {
        "row": pa.array(first + np.arange(len(table.items))),
        "report_id": pa.array(table.raw["report_id"], pa.string()),
        "vague": pa.array(table.vague),
        "stated": pa.array(np.any(table.spans != NO_DAY, axis=0)),
        "earliest": _dates(earliest),
        "latest": _dates(latest),
        **{one: said[one].arrow() for one in COLUMNS},
    }
    hashed = ", ".join(f"CASE WHEN {one} IS NOT NULL THEN hash({one}) END" for one in COLUMNS)
    connection.register("link_arrow", pa.table(columns))
    try:
        connection.execute(
            f"INSERT INTO {name} SELECT row, report_id, vague, stated, earliest, latest, {hashed} "  # noqa: S608 - names come from our own code
            "FROM link_arrow"
        )
    finally:
        connection.unregister("link_arrow")


def _dates(days: Rows) -> Any:
    import pyarrow as pa

    since = np.where(days == NO_DAY, 0, days - _EPOCH).astype(np.int32)
    return pa.array(since, mask=days == NO_DAY).cast(pa.date32())

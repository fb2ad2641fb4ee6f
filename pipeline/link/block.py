"""Owns candidate pairs: which reports are worth comparing.

SQL keeps what was seen before and says which of it can be near; the meeting itself is a join by a
value and overlapping days, for which sorted columns need a fifth of the time that SQL needs.

Judges nothing, and may propose too many pairs, but never a quadratic number: reports meet only
under a value they share and on days that both can be about, so that pairs grow with the archive and
not with its square. A report without any day, not even of publication, is too vague to found an
event among others (`vague`); it meets reports of all times, but only under an identifier or two
things at once. Two reports of one article, or of two registrations read without doubt, never meet:
whatever else they share, they are two flights.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from pipeline.link.days import NO_DAY, Rows, ranges, supposed_days
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

SLACK_DAYS = 3
"""Two reports may be one flight up to so many days apart (rule `dates_apart`)."""

WIDE_DAYS, WIDEST_DAYS = 62, 400
"""A span of over two months would meet everything; it needs an identifier, and past 400 days even
that says nothing of one flight."""

_LARGEST = 2**40
"""Keys stay so small that days can be added to them."""

_SEEN = ", ".join(f"coalesce({column}, 0) AS {column}" for column in COLUMNS)
_DAYS = ", ".join(
    f"coalesce({end} - DATE '1970-01-01' + {_EPOCH}, {NO_DAY})::BIGINT AS {end}"
    for end in ("earliest", "latest")
)


@dataclass(frozen=True, slots=True)
class _Faces:
    """What blocking sees of reports: their days (`NO_DAY` for none), and by column a number for
    each value, 0 for none."""

    earliest: Rows
    latest: Rows
    columns: Mapping[str, Rows]

    def key(self, block: tuple[str, ...]) -> Rows:
        """Return one number for the values that a block asks for, 0 where one is missing."""
        key, *more = (self.columns[column] for column in block)
        for codes in more:
            size = int(codes.max(initial=0)) + 1
            if int(key.max(initial=0)) >= _LARGEST // size:
                # A zero put before them stays what is missing.
                key = np.unique(np.append(0, key), return_inverse=True)[1][1:]
            key = np.where((key > 0) & (codes > 0), key * size + codes, 0)
        return key


def candidate_pairs(table: Table) -> tuple[Rows, Rows]:
    """Return the pairs worth comparing by their rows in the table, the smaller left, each once."""
    columns = {one: words.codes for one, words in _said(table).items()}
    return _meetings(_Faces(*table.span(supposed_days), columns))


def known_partners(connection: duckdb.DuckDBPyConnection, table: Table) -> tuple[Rows, Rows]:
    """Return the pairs worth comparing of a report of the table and one that was loaded into
    `link_report` before, by their rows in each.

    The connection is otherwise only used for a temporary table, which is dropped.
    """
    connection.execute(TABLE.format(temporary="TEMP", name="link_candidate"))
    try:
        load(connection, "link_candidate", table)
        new = connection.execute(
            f"SELECT {_DAYS}, {_SEEN} FROM link_candidate ORDER BY row"  # noqa: S608 - names come from our own code
        ).fetchnumpy()
    finally:
        connection.execute("DROP TABLE link_candidate")
    days = connection.execute(f"SELECT row, {_DAYS} FROM link_report").fetchnumpy()  # noqa: S608 - as above
    near = days["row"][_near(new, days)]
    old = connection.execute(
        f"SELECT row, {_DAYS}, {_SEEN} FROM link_report "  # noqa: S608 - as above
        "WHERE row IN (SELECT unnest(?::INTEGER[]))",
        [near.tolist()],
    ).fetchnumpy()
    both = {one: np.concatenate([new[one], old[one]]) for one in new}
    columns = {one: _numbered(new[one], both[one]) for one in COLUMNS}
    columns["certain"] = _numbered(new["certain"], both["certain"], others=len(table.items) + 1)
    faces = _Faces(both["earliest"], both["latest"], columns)
    left, right = _meetings(faces, new=len(table.items))
    return left, old["row"][right - len(table.items)].astype(np.int64)


def _numbered(new: Rows, both: Rows, *, others: int = 0) -> Rows:
    """Return numbers from 1 for the values of the new reports, one for all others; 0 for none."""
    values = np.unique(new[new > 0])
    place = np.searchsorted(values, both)
    known = np.append(values, 0)[place] == both
    return np.where(both == 0, 0, np.where(known, place + 1, others))


def _near(new: Mapping[str, Rows], old: Mapping[str, Rows]) -> NDArray[np.bool_]:
    """Return which of the old reports can be about a day of a new one; one without days, any."""
    if np.any(new["earliest"] == NO_DAY):
        return np.ones(len(old["earliest"]), np.bool_)
    begun = np.searchsorted(np.sort(new["earliest"]), old["latest"] + SLACK_DAYS, "right")
    over = np.searchsorted(np.sort(new["latest"]) + SLACK_DAYS, old["earliest"], "left")
    return np.asarray((begun > over) | (old["earliest"] == NO_DAY))


def _meetings(faces: _Faces, new: int | None = None) -> tuple[Rows, Rows]:
    """Return the pairs that meet in any block, the smaller row left, each once. Of pairs with one
    of the first rows only, where it is said how many are `new`."""
    count = len(faces.earliest)
    found = [np.empty(0, np.int64)]
    for pairs in (_dated, _dateless):
        for one, other in pairs(faces):
            smaller, larger = np.minimum(one, other), np.maximum(one, other)
            if new is not None:
                crossing = (smaller < new) & (larger >= new)
                smaller, larger = smaller[crossing], larger[crossing]
            found.append(smaller * count + larger)
    left, right = np.divmod(_distinct(np.concatenate(found)), max(1, count))
    article, certain = faces.columns["article_id"], faces.columns["certain"]
    tails = certain[left], certain[right]
    two = (tails[0] > 0) & (tails[1] > 0) & (tails[0] != tails[1])
    two |= article[left] == article[right]
    return left[~two], right[~two]


def _distinct(pairs: Rows) -> Rows:
    pairs.sort()
    return pairs[np.diff(pairs, prepend=-1) > 0]


def _dated(faces: _Faces) -> Iterator[tuple[Rows, Rows]]:
    """Yield for each block the pairs that share it on days that both can be about."""
    width = faces.latest - faces.earliest
    dated = (faces.earliest != NO_DAY) & (width <= WIDEST_DAYS)
    origin = faces.earliest[dated].min(initial=0)
    span = int((faces.latest[dated] - origin).max(initial=0)) + SLACK_DAYS + 1
    for block in DATED_BLOCKS:
        key = faces.key(block)
        meet = dated & (key > 0)
        if block not in IDENTIFIERS:
            meet &= width <= WIDE_DAYS
        rows = np.flatnonzero(meet)
        first = key[rows] * span + faces.earliest[rows] - origin
        order = np.argsort(first, kind="stable")
        rows, first = rows[order], first[order]
        # Whoever begins later is met by all who begin before and are not over by then.
        last = first + width[rows] + SLACK_DAYS
        after = np.arange(1, len(rows) + 1)
        left, right = ranges(after, np.searchsorted(first, last, "right"))
        yield rows[left], rows[right]


def _dateless(faces: _Faces) -> Iterator[tuple[Rows, Rows]]:
    """Yield for each block the pairs that share it of which one is without days."""
    without = np.flatnonzero(faces.earliest == NO_DAY)
    for block in DATELESS_BLOCKS if len(without) else ():
        key = faces.key(block)
        asks = without[(key > 0)[without]]
        order = np.argsort(key, kind="stable")
        ends = (np.searchsorted(key[order], key[asks], side) for side in ("left", "right"))
        left, right = ranges(*ends)
        one, other = asks[left], order[right]
        yield one[one != other], other[one != other]


def _said(table: Table) -> dict[str, Words]:
    registration = table.words("registration")
    fuzzy = np.array(table.raw["registration_fuzzy"], np.bool_)
    said = {one: table.words(one) for one in COLUMNS[:-1]}
    said["certain"] = Words(np.where(fuzzy, 0, registration.codes), registration.words)
    return said


def load(connection: duckdb.DuckDBPyConnection, name: str, table: Table, *, first: int = 0) -> None:
    """Add what blocking sees of the reports to a table of the database (`TABLE`), numbered from
    `first` on."""
    import pyarrow as pa

    earliest, latest = table.span(supposed_days)
    said = _said(table)
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

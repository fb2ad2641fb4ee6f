"""Owns the remembered pairs: what two reports weigh together, but for how common their values are.

Compares nothing. A pair is kept with the levels whose weight depends on how common a value is, so
that all weights follow from a table of levels when values become more common, and no pair is
compared again. Kept are the pairs that no rule forbids and that some frequency could link.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

from pipeline.link.compare import Level, level_weights
from pipeline.link.days import Rows
from pipeline.link.frequency import RARE_BITS, Frequency
from pipeline.link.many import Scores
from pipeline.link.weights import Weights

KEPT = ("link_pair", "link_level", "link_prior")
_REACHED = ("type", "origin", "destination")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """The remembered pairs by their reports' rows: what they weigh (in thousandths), what they
    weighed in the last run, from which weight on they may be linked, whether their days differ."""

    one: Rows
    other: Rows
    weights: Rows
    before: Rows
    least: Rows
    dissents: NDArray[np.bool_]

    def where(self, mask: NDArray[np.bool_]) -> "Pairs":
        """Return the pairs that a mask chooses."""
        return Pairs(
            one=self.one[mask], other=self.other[mask], weights=self.weights[mask],
            before=self.before[mask], least=self.least[mask], dissents=self.dissents[mask],
        )  # fmt: skip

    def moved(self) -> NDArray[np.bool_]:
        """Return which pairs may be linked, or might, and weigh something else now."""
        either = np.maximum(self.weights, self.before) >= self.least
        return np.asarray((self.weights != self.before) & either)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelTable:
    """Levels whose weight depends on how common a value is, with what they and the prior weigh (in
    thousandths) under one frequency. The last weight is that of no level: none."""

    levels: tuple[Level, ...]
    prior: int
    weights: Rows


def recall_levels(connection: duckdb.DuckDBPyConnection) -> LevelTable:
    """Return the levels as they were in the last run."""
    rows = connection.execute(
        "SELECT field, reached, value, weight FROM link_level ORDER BY level"
    ).fetchall()
    prior = connection.execute("SELECT weight FROM link_prior").fetchall()
    return LevelTable(
        levels=tuple((field, reached, value) for field, reached, value, _ in rows),
        prior=prior[0][0] if prior else 0,
        weights=np.array([*(row[-1] for row in rows), 0], np.int64),
    )


def weigh_levels(
    connection: duckdb.DuckDBPyConnection,
    known: LevelTable,
    more: Sequence[Level],
    *,
    weights: Weights,
    frequency: Frequency,
) -> LevelTable:
    """Return the levels, and more, as they weigh under this frequency, and remember that."""
    levels = (*known.levels, *sorted(set(more) - set(known.levels), key=repr))
    prior, found = level_weights(levels, weights=weights, frequency=frequency)
    now = LevelTable(levels=levels, prior=prior, weights=np.append(found, 0))
    if (levels, prior) != (known.levels, known.prior) or np.any(now.weights != known.weights):
        connection.execute("DELETE FROM link_level")
        connection.execute("DELETE FROM link_prior")
        connection.execute("INSERT INTO link_prior VALUES (?)", [prior])
        columns = [list(column) for column in zip(*levels, strict=True)] or [[], [], []]
        connection.execute(
            "INSERT INTO link_level SELECT unnest(?::INTEGER[]), unnest(?::VARCHAR[]), "
            "unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::INTEGER[])",
            [list(range(len(levels))), *columns, found.tolist()],
        )
    return now


def keep_pairs(
    connection: duckdb.DuckDBPyConnection,
    one: Rows,
    other: Rows,
    base: Rows,
    reached: Rows,
    least: Rows,
    dissents: NDArray[np.bool_],
) -> None:
    """Remember pairs."""
    import pyarrow as pa

    columns = {"one": one, "other": other, "base": base}
    columns |= dict(zip(_REACHED, reached, strict=True))
    columns |= {"least": least}
    arrow = {name: pa.array(column.astype(np.int32)) for name, column in columns.items()}
    connection.register("link_arrow", pa.table({**arrow, "dissents": pa.array(dissents)}))
    try:
        connection.execute("INSERT INTO link_pair SELECT * FROM link_arrow")
    finally:
        connection.unregister("link_arrow")


def drop_pairs(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Forget every pair of a report among these rows."""
    if len(rows):
        connection.execute(
            "DELETE FROM link_pair WHERE one IN (SELECT unnest($1::INTEGER[])) "
            "OR other IN (SELECT unnest($1::INTEGER[]))",
            [rows.tolist()],
        )


def base_and_reached(scores: Scores, table: LevelTable) -> tuple[Rows, Rows]:
    """Return what pairs weigh without prior and levels of the table, and these levels' numbers."""
    number = {level: place for place, level in enumerate(table.levels)}
    of_table = np.array([*(number[level] for level in scores.levels), -1], np.int64)
    reached = of_table[scores.reached]
    return scores.weights - table.prior - table.weights[reached].sum(axis=0), reached


def could_weigh(base: Rows, reached: Rows, table: LevelTable, weights: Weights) -> Rows:
    """Return the most that the pairs can weigh, whatever is how common."""
    most = [weights.level(*level[:2]).weight + RARE_BITS for level in table.levels]
    thousandths = np.array([*(round(1000 * one) for one in most), 0], np.int64)
    prior = round(1000 * weights.level("prior", "linked").weight)
    return base + prior + np.asarray(thousandths[reached].sum(axis=0), np.int64)


def recall_pairs(
    connection: duckdb.DuckDBPyConnection, before: LevelTable, now: LevelTable
) -> Pairs:
    """Return all remembered pairs that may be linked now, or might in the last run."""
    found = connection.execute("SELECT * FROM link_pair").fetchnumpy()
    reached = np.stack([found[name] for name in _REACHED])
    then = np.zeros_like(now.weights)
    then[: len(before.weights) - 1] = before.weights[:-1]
    pairs = Pairs(
        one=found["one"],
        other=found["other"],
        weights=found["base"] + now.prior + now.weights[reached].sum(axis=0),
        before=found["base"] + before.prior + then[reached].sum(axis=0),
        least=found["least"],
        dissents=found["dissents"],
    )
    return pairs.where(np.maximum(pairs.weights, pairs.before) >= pairs.least)

"""Owns how a record becomes a table row and back. Opens nothing and knows no table.

A DateSpan `departed` becomes `departed_earliest`, `_latest`, `_text`, `_basis`; an ArchiveRef
`archive` becomes `archive_file`, `_offset`, `_payload_sha256`. Instants are stored as UTC without
a zone, since DuckDB would otherwise show them in the reader's zone.
"""

import typing
from collections.abc import Hashable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from types import UnionType
from typing import Any, TypeVar, cast

from pipeline.records import ArchiveRef, DateSpan

Record = TypeVar("Record")
_NESTED = (DateSpan, ArchiveRef)


def columns_of(record: type) -> tuple[str, ...]:
    """Return the column names of a record type, in the order of its fields."""
    names: list[str] = []
    for name, nested in _shape(record):
        names += [f"{name}_{inner.name}" for inner in fields(nested)] if nested else [name]
    return tuple(names)


def to_row(record: Any) -> tuple[Any, ...]:
    """Return the values of a record in the order of `columns_of` its type."""
    values: list[Any] = []
    for name, nested in _shape(type(record)):
        value = getattr(record, name)
        if nested:
            values += (
                [None] * len(fields(nested))
                if value is None
                else [getattr(value, each.name) for each in fields(nested)]
            )
        elif isinstance(value, datetime):
            values.append(value.astimezone(UTC).replace(tzinfo=None))
        else:
            values.append(list(value) if isinstance(value, tuple) else value)
    return tuple(values)


def from_row(record: type[Record], row: Mapping[str, Any]) -> Record:
    """Return the record whose columns are in `row`; other columns are passed over."""
    values: dict[str, Any] = {}
    for name, nested in _shape(record):
        if nested:
            inner = {each.name: row[f"{name}_{each.name}"] for each in fields(nested)}
            first = next(iter(inner.values()))
            values[name] = None if first is None else nested(**inner)
            continue
        value = row[name]
        if isinstance(value, datetime):
            value = value.replace(tzinfo=UTC)
        values[name] = tuple(value) if isinstance(value, list) else value
    return record(**values)


def _shape(record: type) -> tuple[tuple[str, Any], ...]:
    return _cached_shape(cast("Hashable", record))  # mypy does not see that a type is hashable


@cache
def _cached_shape(record: Any) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(record)
    return tuple((each.name, _nested(hints[each.name])) for each in fields(record))


def _nested(hint: Any) -> type | None:
    options = typing.get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return next((option for option in options if option in _NESTED), None)

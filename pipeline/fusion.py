"""Owns the choice of one value among many reports' values, and what stands against it.

Knows no field. A value is chosen so: reports of what happened before plans, denials and guesses,
whose values only fill what is open. Then, of all values, the one that a primary report states, that
the most independent sources support, that is the most precise, that was published first, and last
by the smallest report id. A report supports the value it states and every more precise one that
agrees with it: Il-62 supports Il-62M, KP supports Pyongyang, September supports the 26th. So
precision decides among values that agree, and sources decide among those that do not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from pipeline.records import Linkable, Report

_NEVER = datetime.max.replace(tzinfo=UTC)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Generic[Value]):
    """How one field is read from a report and how its values compare.

    `agree` says whether two values can both be right, `precision` ranks values that agree, `name`
    writes one for the `conflicts` view.
    """

    name: str
    get: Callable[[Report], Value | None]
    agree: Callable[[Value, Value], bool]
    precision: Callable[[Value], float]
    write: Callable[[Value], str] = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value as written, with the reports and outlets that state it."""

    value: str
    reports: int
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Generic[Value]):
    """The chosen value and, if others stand against it, all of them with their counts."""

    value: Value
    against: tuple[Stated, ...]


def choose(reports: Sequence[Linkable], field: Field[Value]) -> Choice[Value] | None:
    """Choose the value of a field by the rules of the module; None where no report states one.

    The result does not depend on the order of the reports.
    """
    told = [
        (item, value)
        for item in sorted(reports, key=lambda item: item.report.report_id)
        if (value := field.get(item.report)) is not None
    ]
    happened = [one for one in told if one[0].report.status == "happened"]
    counted = happened or told
    if not counted:
        return None
    _, chosen = min(counted, key=lambda one: _rank(one, counted, field))
    return Choice(value=chosen, against=_against(chosen, counted, field))


def _rank(
    candidate: tuple[Linkable, Value],
    told: Sequence[tuple[Linkable, Value]],
    field: Field[Value],
) -> tuple[bool, int, float, datetime, str]:
    item, value = candidate
    precision = field.precision(value)
    roots = {
        other.source_root
        for other, vaguer in told
        if field.precision(vaguer) <= precision and field.agree(vaguer, value)
    }
    return (
        item.report.role != "primary",
        -len(roots),
        -precision,
        item.published_at or _NEVER,
        item.report.report_id,
    )


def _against(
    chosen: Value, told: Sequence[tuple[Linkable, Value]], field: Field[Value]
) -> tuple[Stated, ...]:
    if all(field.agree(chosen, value) for _, value in told):
        return ()
    stated: dict[str, list[Linkable]] = {}
    for item, value in told:
        name = field.write(value)
        if name == field.write(chosen) or not field.agree(chosen, value):
            stated.setdefault(name, []).append(item)
    return tuple(
        Stated(value=name, reports=len(items), outlets=len({item.outlet for item in items}))
        for name, items in sorted(stated.items(), key=lambda one: (-len(one[1]), one[0]))
    )

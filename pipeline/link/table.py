"""Owns reports as columns, and the judging of many pairs of them by their distinct patterns.

Knows no rule. A rule is written for two reports and says which fields it reads; of all pairs that
look alike in these fields it is asked for one, and its answer counts for all.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.link.context import Context, is_long_haul, tail
from pipeline.link.days import NO_DAY, Days, Rows, day_gaps
from pipeline.link.vague import is_vague
from pipeline.records import DateSpan, Linkable

Answer = TypeVar("Answer")

_RAW = (
    "report_id", "article_id", "role", "status", "outcome", "type_family", "type_variant",
    "registration", "registration_fuzzy", "icao24", "callsign", "operator", "operator_country",
    "origin", "origin_country", "destination", "destination_country", "departed", "arrived",
)  # fmt: skip
FAR_DAYS, WIDE_DAYS = 8, 40
"""No rule asks how far beyond these two reports are apart, or how wide a span is."""

_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class _Interned:
    """A number for each row's value: 0 for None; `size` is above every number."""

    codes: Rows
    size: int


class Table:
    """Reports with their fields as columns of small numbers.

    Rules may read the fields of a report by their names; `registration` is its letters and digits,
    `address` the lower 16 bits of `icao24`, `origin+country` both (never None), `haul` whether the
    leg is a long one. `days` is `day_gap`, up to `FAR_DAYS` and `WIDE_DAYS`, and of an undated
    report when it was published and whether it looks back; `flying` is the days from the first
    departure that one report allows to the last arrival that the other does. A rule that only asks
    whether two values are known and equal reads `=registration`, one that also asks which value it
    is `~origin`; where one report leaves a field open, no rule may ask what the other has in it.
    """

    def __init__(self, items: Sequence[Linkable], context: Context) -> None:
        self.items = items
        self.context = context
        rows = map(attrgetter(*(f"report.{name}" for name in _RAW)), items)
        columns = list(zip(*rows, strict=True)) or [()] * len(_RAW)
        self.raw: dict[str, Sequence[Any]] = dict(zip(_RAW, columns, strict=True))
        self.raw["source_root"] = [item.voice or item.source_root for item in items]
        self._interned: dict[str, _Interned] = {}

    def values(self, field: str) -> Iterable[Hashable]:
        """Return a field's value, row by row."""
        raw = self.raw
        match field:
            case "registration":
                return map(tail, raw[field])
            case "address":
                return (one and one[-4:].lower() for one in raw["icao24"])
            case "type":
                pairs = zip(raw["type_family"], raw["type_variant"], strict=True)
                return (None if family is None else (family, kind) for family, kind in pairs)
            case "type_group":
                group = self.context.group
                return (family and group(family) for family in raw["type_family"])
            case "operator+country" | "origin+country" | "destination+country":
                whole = field.removesuffix("+country")
                return zip(raw[whole], raw[f"{whole}_country"], strict=True)
            case "haul":
                ends = list(zip(raw["origin"], raw["destination"], strict=True))
                long = {each: is_long_haul(*each, self.context) for each in set(ends)}
                return (long[each] for each in ends)
            case _:
                return raw[field]

    @cached_property
    def vague(self) -> NDArray[np.bool_]:
        """Return which reports are vague."""
        return np.array([is_vague(item) for item in self.items], np.bool_)

    @cached_property
    def spans(self) -> Rows:
        """Return the ordinals of departed earliest and latest, arrived earliest and latest, by
        report; `NO_DAY` where none is stated."""
        found = [
            (span.earliest.toordinal(), span.latest.toordinal()) if span else (NO_DAY, NO_DAY)
            for end in ("departed", "arrived")
            for span in self.raw[end]
        ]
        both = np.array(found, np.int64).reshape(2, -1, 2)
        return both.transpose(0, 2, 1).reshape(4, -1)

    @cached_property
    def days(self) -> tuple[Rows, _Interned]:
        """Return each report's base day and the shape of its days, which counts from the base."""
        found = [
            _shape(departed, arrived, item)
            for departed, arrived, item in zip(
                self.raw["departed"], self.raw["arrived"], self.items, strict=True
            )
        ]
        return np.array([base for base, _ in found], np.int64), _intern(s for _, s in found)

    def span(self, rule: Callable[[Linkable], Days | None]) -> tuple[Rows, Rows]:
        """Return earliest and latest day (as ordinals, `NO_DAY` for none) that a rule finds in the
        days of each report; it is asked once for days of one shape."""
        base, shape = self.days
        _, first = _first_seen(shape.codes)
        spans = np.full((shape.size, 2), NO_DAY)
        for row in first:
            found = rule(self.items[row])
            if found is not None:
                days = found.earliest.toordinal(), found.latest.toordinal()
                spans[shape.codes[row]] = np.array(days) - base[row]
        each = spans[shape.codes]
        dated = each[:, 0] != NO_DAY
        earliest, latest = (np.where(dated, base + each[:, end], NO_DAY) for end in (0, 1))
        return earliest, latest

    def judge(
        self,
        left: Rows,
        right: Rows,
        reads: Sequence[str],
        rule: Callable[[Linkable, Linkable, Context], Answer],
    ) -> tuple[list[Answer], Rows]:
        """Return the rule's answers, and for each pair (a row of `left`, one of `right`) which of
        them is its own. The rule must depend on what it reads and nothing else."""
        key, size = np.zeros(len(left), np.int64), 1
        for field in reads:
            for part, span in self._patterns(field, left, right):
                if size * span > _LARGEST:
                    key = _first_seen(key)[0]
                    size = int(key.max(initial=0)) + 1
                key, size = key * span + part, size * span
        codes, first = _first_seen(key)
        items = self.items
        pairs = zip(left[first], right[first], strict=True)
        return [rule(items[one], items[other], self.context) for one, other in pairs], codes

    def _patterns(self, field: str, left: Rows, right: Rows) -> Iterable[tuple[Rows, int]]:
        """Yield numbers for how the pairs look in a field, and a bound above them."""
        if field == "days":
            yield from self._day_patterns(left, right)
            return
        if field == "flying":
            yield from self._flying_patterns(left, right)
            return
        column = self._column(field.lstrip("=~"))
        one, other = column.codes[left], column.codes[right]
        both, equal = (one > 0) & (other > 0), one == other
        if field.startswith("="):
            yield both * (1 + equal), 3
        elif field.startswith("~"):
            yield both * (1 + equal * one), 1 + column.size
        else:
            yield both * (one * column.size + other), column.size**2

    def _day_patterns(self, left: Rows, right: Rows) -> Iterable[tuple[Rows, int]]:
        """Of two dated reports only `day_gap` counts, of others the days themselves."""
        apart, width = day_gaps(self.spans[:, left], self.spans[:, right])
        dated = apart != NO_DAY
        yield np.where(dated, np.minimum(apart, FAR_DAYS), FAR_DAYS + 1), FAR_DAYS + 2
        yield np.where(dated, np.minimum(width, WIDE_DAYS), 0), WIDE_DAYS + 1
        base, shape = self.days
        shift = np.where(dated, 0, base[right] - base[left])
        nearest = int(shift.min(initial=0))
        yield np.where(dated, 0, shape.codes[left]), shape.size
        yield np.where(dated, 0, shape.codes[right]), shape.size
        yield shift - nearest, int(shift.max(initial=0)) - nearest + 1

    def _flying_patterns(self, left: Rows, right: Rows) -> Iterable[tuple[Rows, int]]:
        """Yield the days from the departure that one states to the arrival that the other does."""
        for one, other in ((left, right), (right, left)):
            departed, arrived = self.spans[0, one], self.spans[3, other]
            known = (departed != NO_DAY) & (arrived != NO_DAY)
            days = np.clip(arrived - departed, -FAR_DAYS, FAR_DAYS) + FAR_DAYS
            yield np.where(known, days, 2 * FAR_DAYS + 1), 2 * FAR_DAYS + 2

    def _column(self, field: str) -> _Interned:
        if field not in self._interned:
            self._interned[field] = _intern(self.values(field))
        return self._interned[field]


def _shape(
    departed: DateSpan | None, arrived: DateSpan | None, item: Linkable
) -> tuple[int, Hashable]:
    spans = [span for span in (departed, arrived) if span is not None]
    if not spans:
        published = item.published_at
        return published.toordinal() if published else 0, (published is None, item.report.role)
    base = min(span.earliest for span in spans).toordinal()
    return base, tuple(
        span and (span.earliest.toordinal() - base, span.latest.toordinal() - base)
        for span in (departed, arrived)
    )


def _intern(values: Iterable[Hashable]) -> _Interned:
    seen: dict[Hashable, int] = {None: 0}
    codes = [seen.setdefault(value, len(seen)) for value in values]
    return _Interned(np.array(codes, np.int64), len(seen))


def _first_seen(key: Rows) -> tuple[Rows, Rows]:
    """Return numbers from 0 for the values, and where each first occurs."""
    import pyarrow as pa

    codes = pa.array(key).dictionary_encode().indices.to_numpy().astype(np.int64)
    first = np.zeros(int(codes.max(initial=-1)) + 1, np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, first

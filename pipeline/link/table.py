"""Owns reports as columns, and the judging of many pairs of them by their distinct patterns.

Knows no rule. A rule is written for two reports and says which fields it reads; of all pairs that
look alike in these fields it is asked for one, and its answer counts for all.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.link.context import Context, is_long_haul, tail
from pipeline.link.days import NO_DAY, Days, Rows, day_gaps
from pipeline.link.vague import is_vague
from pipeline.records import Linkable

Answer = TypeVar("Answer")

_RAW = (
    "report_id", "article_id", "seq", "role", "status", "outcome", "type_family", "type_variant",
    "registration", "registration_fuzzy", "icao24", "callsign", "operator", "operator_country",
    "origin", "origin_country", "destination", "destination_country", "departed", "arrived",
)  # fmt: skip
_TELLING = (
    "type_family", "operator", "origin", "destination", "origin_country", "destination_country",
    "registration", "icao24", "callsign",
)  # fmt: skip
"""What else `is_vague` asks whether it is told: beside days, role and whether countries differ."""

FAR_DAYS, WIDE_DAYS = 8, 40
"""No rule asks how far beyond these two reports are apart, or how wide a span is."""

_LARGEST = 2**62
_FEW = 2**12
_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class _Interned:
    """A number for each row's value: 0 for None; `size` is above every number."""

    codes: Rows
    size: int


@dataclass(frozen=True, slots=True)
class Words:
    """A number for each row's word: 0 for None, else one more than its place in `words`."""

    codes: Rows
    words: tuple[str, ...]

    def arrow(self) -> Any:
        """Return the words as a column of Arrow."""
        import pyarrow as pa

        indices = pa.array(self.codes - 1, pa.int32(), mask=self.codes == 0)
        return pa.DictionaryArray.from_arrays(indices, pa.array(self.words, pa.string()))

    def counts(self) -> dict[str, int]:
        """Return how often each word occurs."""
        found = np.bincount(self.codes, minlength=len(self.words) + 1)[1:]
        return dict(zip(self.words, found.tolist(), strict=True))


class Table:
    """Reports with their fields as columns of small numbers.

    Rules may read the fields of a report by their names; `registration` is its letters and digits,
    `address` the lower 16 bits of `icao24`, `origin+country` both (never None), `haul` whether the
    leg is a long one. `days` is `day_gap`, up to `FAR_DAYS` and `WIDE_DAYS`, and of an undated
    report when it was published and whether it looks back; `flying` is by how many days the last
    arrival that one report allows is before the first departure that the other does. A rule that
    only asks whether two values are known and equal reads `=registration`, one that also asks which
    value it is `~origin`; where one report leaves a field open, no rule may ask what the other has
    in it.
    """

    def __init__(self, items: Sequence[Linkable], context: Context) -> None:
        self.items = items
        self.context = context
        # Column by column: rows would be as many tuples, which the collector walks through.
        reports = [item.report for item in items]
        self.raw: dict[str, Sequence[Any]] = {
            name: list(map(attrgetter(name), reports)) for name in _RAW
        }
        self.raw["source_root"] = [voice_of(item) for item in items]
        self._interned: dict[str, _Interned] = {}
        self._words: dict[str, Words] = {}
        self._alike: dict[tuple[str, str], tuple[Rows, Rows]] = {}

    def words(self, field: str) -> Words:
        """Return a field of words."""
        if field not in self._words:
            group = self.context.group
            match field:
                case "registration":
                    self._words[field] = _mapped(_words(self.raw[field]), lambda one: tail(one))
                case "address":
                    hexes = self.words("icao24")
                    self._words[field] = _mapped(hexes, lambda one: one[-4:].lower())
                case "type_group":
                    self._words[field] = _mapped(self.words("type_family"), group)
                case _:
                    self._words[field] = _words(self.raw[field])
        return self._words[field]

    @cached_property
    def vague(self) -> NDArray[np.bool_]:
        """Return which reports are vague."""
        countries = self.alike("origin_country", "destination_country")
        parts = [self.days[1].codes, self._column("role").codes, countries[0] == countries[1]]
        key = _dense(parts).codes
        for name in _TELLING:
            key = 2 * key + (self._column(name).codes > 0)
        codes, first = _first_seen(key)
        return np.array([is_vague(self.items[row]) for row in first], np.bool_)[codes]

    def alike(self, one: str, other: str) -> tuple[Rows, Rows]:
        """Return two fields of words by numbers that are the same for the same word."""
        if (one, other) not in self._alike:
            count = len(self.items)
            codes = _words([*self.raw[one], *self.raw[other]]).codes
            self._alike[one, other] = codes[:count], codes[count:]
        return self._alike[one, other]

    @cached_property
    def seq(self) -> Rows:
        """Return the place of each report in its article."""
        return np.array(self.raw["seq"], np.int64)

    @cached_property
    def root(self) -> Rows:
        """Return a number for the source root of each report."""
        return _words([item.source_root for item in self.items]).codes

    @cached_property
    def name_rank(self) -> Rows:
        """Return the place of each report's id among all ids."""
        import pyarrow as pa
        import pyarrow.compute as pc

        # Arrow sorts by bytes, which in UTF-8 is the order of characters.
        order = pc.sort_indices(pa.array(self.raw["report_id"], pa.string())).to_numpy()
        rank = np.zeros(len(order), np.int64)
        rank[order] = np.arange(len(order))
        return rank

    @cached_property
    def seniority(self) -> Rows:
        """Return the place of each report among all by `founding_key`."""
        published = (item.published_at for item in self.items)
        instants = np.fromiter(
            (_NEVER if at is None else at.timestamp() for at in published), float
        )
        order = np.lexsort((self.name_rank, instants))
        rank = np.zeros(len(order), np.int64)
        rank[order] = np.arange(len(order))
        return rank

    @cached_property
    def spans(self) -> Rows:
        """Return the ordinals of departed earliest and latest, arrived earliest and latest, by
        report; `NO_DAY` where none is stated."""
        return np.stack(
            [
                _ordinals(span and end(span) for span in self.raw[leg])
                for leg in ("departed", "arrived")
                for end in (attrgetter("earliest"), attrgetter("latest"))
            ]
        )

    @cached_property
    def days(self) -> tuple[Rows, _Interned]:
        """Return each report's base day and the shape of its days, which counts from the base."""
        known = self.spans != NO_DAY
        dated = known.any(axis=0)
        published = _ordinals(item.published_at for item in self.items)
        first = np.where(known[0::2], self.spans[0::2], np.iinfo(np.int64).max).min(axis=0)
        base = np.where(dated, first, np.where(published == NO_DAY, 0, published))
        steps = np.where(known, self.spans - base, NO_DAY)
        undated = np.where(published == NO_DAY, 0, self._column("role").codes)
        parts = [*steps, np.where(dated, NO_DAY, undated)]
        parts.append(np.where(dated, 0, self._column("role").codes))
        return base, _dense(parts)

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
        codes, first = _first_of(key, size)
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
            days = np.clip(arrived - departed, -FAR_DAYS, 0) + FAR_DAYS
            yield np.where(known, days, FAR_DAYS), FAR_DAYS + 1

    def _column(self, field: str) -> _Interned:
        if field not in self._interned:
            self._interned[field] = self._numbered(field)
        return self._interned[field]

    def _numbered(self, field: str) -> _Interned:
        match field:
            case "type":
                family, kind = self._column("type_family").codes, self._column("type_variant").codes
                return _dense([family, np.where(family > 0, kind, 0)], none=family == 0)
            case "operator+country" | "origin+country" | "destination+country":
                whole = field.removesuffix("+country")
                return _dense([self._column(one).codes for one in (whole, f"{whole}_country")])
            case "haul":
                ends = [self._column(one).codes for one in ("origin", "destination")]
                pair, first = _first_seen(_dense(ends).codes)
                raw = self.raw["origin"], self.raw["destination"]
                long = [is_long_haul(raw[0][row], raw[1][row], self.context) for row in first]
                return _Interned(1 + np.array(long, np.int64)[pair], 3)
            case "registration_fuzzy":
                return _Interned(1 + np.array(self.raw[field], np.int64), 3)
            case _:
                words = self.words(field)
                return _Interned(words.codes, len(words.words) + 1)


def voice_of(item: Linkable) -> str:
    """Return whom a report's article credits first: what the field `source_root` is for rules."""
    return item.voice or item.source_root


def _words(values: Sequence[str | None]) -> Words:
    numbers: dict[str | None, int] = {None: 0}
    codes = np.fromiter((numbers.setdefault(one, len(numbers)) for one in values), np.int64)
    return Words(codes, tuple(one for one in numbers if one is not None))


def _mapped(words: Words, rule: Callable[[str], str | None]) -> Words:
    """Return what a rule makes of each word."""
    made = _words([None, *(rule(one) for one in words.words)])
    return Words(made.codes[words.codes], made.words)


def _ordinals(days: Iterable[date | None]) -> Rows:
    return np.fromiter((NO_DAY if day is None else day.toordinal() for day in days), np.int64)


def _dense(parts: Sequence[Rows], none: NDArray[np.bool_] | None = None) -> _Interned:
    """Return one number for the numbers of each row, from 1 on, 0 where `none`."""
    key = np.zeros(len(parts[0]), np.int64)
    for part in parts:
        codes, _ = _first_seen(part)
        size = int(codes.max(initial=0)) + 1
        key = _first_seen(key * size + codes)[0]
    codes = key + 1 if none is None else np.where(none, 0, key + 1)
    return _Interned(codes, int(codes.max(initial=0)) + 1)


def _first_seen(key: Rows) -> tuple[Rows, Rows]:
    """Return numbers from 0 for the values, and where each first occurs."""
    import pyarrow as pa

    codes = pa.array(key).dictionary_encode().indices.to_numpy().astype(np.int64)
    first = np.zeros(int(codes.max(initial=-1)) + 1, np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, first


def _first_of(key: Rows, size: int) -> tuple[Rows, Rows]:
    """Return what `_first_seen` does, in any order, for values below a size."""
    if size > max(_FEW, len(key)):
        return _first_seen(key)
    first = np.full(size, -1)
    first[key[::-1]] = np.arange(len(key))[::-1]
    (present,) = np.nonzero(first >= 0)
    codes = np.zeros(size, np.int64)
    codes[present] = np.arange(len(present))
    return codes[key], first[present]

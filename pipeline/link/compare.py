"""Owns the comparison of two reports: the level each field reaches and the weight that adds.

Never decides a link; `cluster` does. A field that one report leaves open adds nothing.
"""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from pipeline.link.context import Context, is_long_haul, tail
from pipeline.link.days import EXACT_DAYS, Days, Rows, day_gap, flight_days, gap
from pipeline.link.forbid import APART_DAYS, LOSS, cannot_link, same_airframe
from pipeline.link.frequency import Frequency
from pipeline.link.table import voice_of
from pipeline.link.weights import Weights
from pipeline.records import Comparison, Feature, Linkable, Outcome, Report

Level = tuple[str, str, str | None]
"""A field, the level it reached and, where its rarity counts, the value both agree on."""

Levels = Callable[[Linkable, Linkable, Context], Iterator[Level]]

FEW_DAYS, WEEK_DAYS, MONTH_DAYS = 4, 8, 31
NEAR_DAYS, FORTNIGHT_DAYS = 3, 14

TROUBLE: frozenset[Outcome] = frozenset({"diverted", "turned_back", "forced_down", "intercepted"})

OF_THE_AIRFRAME = frozenset(
    {
        *(("type", level) for level in ("variant", "family", "group", "maker")),
        *(("operator", level) for level in ("same", "part")),
        ("country", "same"),
    }
)
"""Agreement on what follows from the airframe."""

NO_LEVEL = -1

DISSENTING_DAYS = frozenset({"day_off", "postponed", "adjacent"})
"""Levels of the field `dates` at which two reports name different days."""


def compare(
    left: Linkable, right: Linkable, *, weights: Weights, frequency: Frequency, context: Context
) -> Comparison:
    """Return why two reports are, or are not, one flight. Symmetric but for the order of ids."""
    if right.report.report_id < left.report.report_id:
        left, right = right, left
    scale = Scale(weights, frequency)
    features = [scale.prior()]
    parted = bool(_parted(left, right, context))
    for _, levels in FIELDS:
        features.extend(
            scale.feature(level)
            for level in levels(left, right, context)
            if not (parted and level[:2] in OF_THE_AIRFRAME)
        )
    return Comparison(
        left_report_id=left.report.report_id,
        right_report_id=right.report.report_id,
        weight=round(sum(feature.weight for feature in features), 3),
        features=tuple(features),
        cannot_link=cannot_link(left, right, context),
    )


def level_weights(
    levels: Iterable[Level], *, weights: Weights, frequency: Frequency
) -> tuple[int, Rows]:
    """Return what the prior and each of some levels weigh now, in thousandths."""
    scale = Scale(weights, frequency)
    found = [thousandths(scale.feature(level)) for level in levels]
    return thousandths(scale.prior()), np.array(found, np.int64)


def thousandths(feature: Feature) -> int:
    """Return what a feature adds, in thousandths of log2 odds."""
    return round(feature.weight * 1000)


def is_dissenting(feature: Feature) -> bool:
    """Return whether a feature says that two reports name different days."""
    return feature.field == "dates" and feature.level in DISSENTING_DAYS


class Scale:
    """Turns levels into features: the table's weight, and the rarity of what both agree on."""

    def __init__(self, weights: Weights, frequency: Frequency) -> None:
        self._weights, self._frequency = weights, frequency
        self._known: dict[Level, Feature] = {}
        self.rare: dict[Level, int] = {}

    def prior(self) -> Feature:
        """Return what counts before anything is compared."""
        bits = self._weights.level("prior", "linked").weight + self._frequency.density()
        return Feature(field="prior", level="linked", weight=round(bits, 3))

    def feature(self, level: Level) -> Feature:
        """Return a level with what it adds."""
        field, reached, value = level
        found = self._weights.level(field, reached)
        rarity = self._frequency.rarity(field, value, found.u) if value is not None else 0.0
        return Feature(field=field, level=reached, weight=round(found.weight + rarity, 3))

    def sums(
        self, levels: Levels, left: Linkable, right: Linkable, context: Context
    ) -> tuple[int, int, bool, int]:
        """Return what levels weigh in thousandths, those of the airframe apart, whether they say
        that the days differ, and the number of the level whose rarity counts."""
        own = airframe = 0
        dissents, rare = False, NO_LEVEL
        for level in levels(left, right, context):
            if level not in self._known:
                self._known[level] = self.feature(level)
            feature = self._known[level]
            if level[:2] in OF_THE_AIRFRAME:
                airframe += thousandths(feature)
            else:
                own += thousandths(feature)
            dissents = dissents or is_dissenting(feature)
            if level[2] is not None:
                rare = self.rare.setdefault(level, len(self.rare))
        return own, airframe, dissents, rare


def _parted(left: Linkable, right: Linkable, context: Context) -> bool:
    """Tell whether the reports share a registration, but an end of the leg differs.

    A registration says type, operator and country. Where an end of the leg differs, agreeing on
    these once more is no evidence for one leg: the aircraft goes from place to place. Where none
    differs they stand in for the days and places that reports leave open.
    """
    ends = (*_origin(left, right, context), *_destination(left, right, context))
    elsewhere = any(level.startswith("different") for _, level, _ in ends)
    return elsewhere and same_airframe(left.report, right.report)


def _airframe(left: Linkable, right: Linkable, _: Context) -> Iterator[Level]:
    one, other = left.report, right.report
    if one.registration is not None and other.registration is not None:
        if tail(one.registration) == tail(other.registration):
            yield "registration", "same", None
        elif one.registration_fuzzy or other.registration_fuzzy:
            yield "registration", "near", None
    elif one.icao24 is not None and one.icao24 == other.icao24:
        yield "icao24", "same", None


def _callsign(left: Linkable, right: Linkable, _: Context) -> Iterator[Level]:
    one, other = left.report.callsign, right.report.callsign
    if one is None or other is None:
        return
    short, long = sorted((one, other), key=len)
    number = short.isdigit() and long.endswith(short)
    yield "callsign", "same" if one == other else "number" if number else "different", None


def _type(item: Linkable, mate: Linkable, context: Context) -> Iterator[Level]:
    one, other = item.report, mate.report
    left, right = one.type_family, other.type_family
    if left is None or right is None:
        return
    if left == right:
        same = one.type_variant is not None and one.type_variant == other.type_variant
        yield "type", "variant" if same else "family", context.group(left)
    elif context.group(left) == context.group(right):
        yield "type", "group", None
    elif context.families_agree(left, right):
        yield "type", "maker", None
    else:
        yield "type", "different", None


def _operator(item: Linkable, mate: Linkable, context: Context) -> Iterator[Level]:
    one, other = item.report, mate.report
    same_country: bool | None = None
    if one.operator_country is not None and other.operator_country is not None:
        same_country = one.operator_country == other.operator_country
    left, right = one.operator, other.operator
    if left is not None and right is not None:
        if left == right:
            yield "operator", "same", None
        elif context.operators_agree(left, right):
            yield "operator", "part", None
        else:
            yield "operator", "different_same_country" if same_country else "different", None
    if same_country is not None:
        yield "country", "same" if same_country else "different", None


def _origin(left: Linkable, right: Linkable, _: Context) -> Iterator[Level]:
    one, other = left.report, right.report
    return _end("origin", (one.origin, one.origin_country), (other.origin, other.origin_country))


def _destination(left: Linkable, right: Linkable, _: Context) -> Iterator[Level]:
    one, other = left.report, right.report
    return _end(
        "destination",
        (one.destination, one.destination_country),
        (other.destination, other.destination_country),
    )


def _end(
    field: str, one: tuple[str | None, str | None], other: tuple[str | None, str | None]
) -> Iterator[Level]:
    (city, country), (other_city, other_country) = one, other
    if city is not None and city == other_city:
        yield field, "same", city
    elif country is None or other_country is None:
        return
    elif country != other_country:
        yield field, "different", None
    elif city is None or other_city is None:
        yield field, "country", country
    else:
        yield field, "different_same_country", None


def _when(left: Linkable, right: Linkable, context: Context) -> Iterator[Level]:
    level = _day_level(left.report, right.report, context)
    if level is not None:
        yield "dates", level, None
        return
    level = _published_level(left, right)
    if level is not None:
        yield "published", level, None


def _day_level(one: Report, other: Report, context: Context) -> str | None:
    apart = day_gap(one, other)
    if apart is None:
        return None
    if apart.days == 0:
        if apart.width <= EXACT_DAYS:
            return "same_day"
        if apart.width <= FEW_DAYS:
            return "few_days"
        if apart.width <= WEEK_DAYS:
            return "week"
        return "month" if apart.width <= MONTH_DAYS else "wide"
    if apart.days <= APART_DAYS and "planned" in (one.status, other.status):
        return "day_off" if apart.days == 1 else "postponed"
    return "day_off" if apart.days == 1 and _day_may_slip(one, other, context) else "adjacent"


def _day_may_slip(one: Report, other: Report, context: Context) -> bool:
    """Tell whether one day of difference has a reason: the aircraft or the flight number is the
    same, an aircraft is lost only once, or the leg spans time zones."""
    if same_airframe(one, other) or (one.callsign is not None and one.callsign == other.callsign):
        return True
    if one.outcome in LOSS and other.outcome in LOSS:
        return True
    return any(is_long_haul(each.origin, each.destination, context) for each in (one, other))


def _published_level(left: Linkable, right: Linkable) -> str | None:
    """Stand in for missing dates: what is told in one week is seldom two flights.

    An undated look back says nothing by its day of publication.
    """
    days = [_news_days(left), _news_days(right)]
    if days[0] is None or days[1] is None:
        return None
    apart = gap(days[0], days[1])
    if apart <= NEAR_DAYS:
        return "near"
    return "fortnight" if apart <= FORTNIGHT_DAYS else "far"


def _news_days(item: Linkable) -> Days | None:
    stated = flight_days(item.report)
    if stated is not None:
        return stated if stated.width <= WEEK_DAYS else None
    if item.published_at is None or item.report.role == "background":
        return None
    published = item.published_at.date()
    return Days(earliest=published, latest=published)


def _outcome(left: Linkable, right: Linkable, _: Context) -> Iterator[Level]:
    one, other = left.report.outcome, right.report.outcome
    if one is None or other is None:
        return
    if {one, other} <= LOSS:
        yield "outcome", "same_loss", None
    elif {one, other} <= TROUBLE:
        yield "outcome", "same_trouble", None
    else:
        yield "outcome", "different", None


def _source(left: Linkable, right: Linkable, _: Context) -> Iterator[Level]:
    yield "source", "same" if voice_of(left) == voice_of(right) else "different", None


FIELDS: tuple[tuple[tuple[str, ...], Levels], ...] = (
    (("=registration", "registration_fuzzy", "=icao24"), _airframe),
    (("callsign",), _callsign),
    (("type_family", "=type_variant"), _type),
    (("operator", "=operator_country"), _operator),
    (("~origin", "~origin_country"), _origin),
    (("~destination", "~destination_country"), _destination),
    (("days", "status", "outcome", "haul", "=callsign", "=registration", "=icao24"), _when),
    (("outcome",), _outcome),
    (("=source_root",), _source),
)
"""What is compared, in the order of a waterfall, each with the fields of a report that it reads
(see `Table`)."""

RARE = (_type, _origin, _destination)
"""What of it yields levels whose weight depends on how common a value is, one at most each."""

OF_AIRFRAMES = (_type,)
"""What of `RARE` yields levels of `OF_THE_AIRFRAME`."""

ADDS: dict[Levels, tuple[tuple[str, tuple[str, ...]], ...]] = {
    _airframe: (("", ("registration", "icao24")),),
    _destination: (("", ("destination",)),),
    _origin: (("", ("origin",)),),
    _operator: (("operator", ("operator",)), ("operator_country", ("country",))),
    _source: (("", ("source",)),),
    _when: (("", ("dates", "published")),),
    _callsign: (("callsign", ("callsign",)),),
    _type: (("type_family", ("type",)),),
    _outcome: (("outcome", ("outcome",)),),
}
"""What each can add: one level at most of the names in a bracket, and that only where both reports
state the field before it. First what settles most pairs, last what is dear to find out."""

PARTING: tuple[tuple[str, ...], Callable[[Linkable, Linkable, Context], bool]] = (
    ("=registration", "=icao24", "=origin", "=origin_country", "=destination",
     "=destination_country"),
    _parted,
)  # fmt: skip

"""Owns the comparison of two reports: the level each field reaches and the weight that adds.

Never decides a link; `cluster` does. A field that one report leaves open adds nothing.
"""

from collections.abc import Iterator
from typing import Literal

from pipeline.link.context import Context, route_km, tail
from pipeline.link.days import EXACT_DAYS, Days, day_gap, flight_days, gap
from pipeline.link.forbid import APART_DAYS, LOSS, cannot_link, same_airframe
from pipeline.link.frequency import Frequency
from pipeline.link.weights import Weights
from pipeline.records import Comparison, Feature, Linkable, Outcome, Report

LONG_HAUL_KM = 5000
"""From here on a leg spans so many time zones that both days can be right, and no aircraft flies
it, comes back and flies it again within a day."""

FEW_DAYS, WEEK_DAYS, MONTH_DAYS = 4, 8, 31
NEAR_DAYS, FORTNIGHT_DAYS = 3, 14

TROUBLE: frozenset[Outcome] = frozenset({"diverted", "turned_back", "forced_down", "intercepted"})

ENDS = frozenset({"origin", "destination"})

OF_THE_AIRFRAME = frozenset(
    {
        *(("type", level) for level in ("variant", "family", "group", "maker")),
        *(("operator", level) for level in ("same", "part")),
        ("country", "same"),
    }
)
"""Agreement on what follows from the airframe."""

DISSENTING_DAYS = frozenset({"day_off", "postponed", "adjacent"})
"""Levels of the field `dates` at which two reports name different days."""


def compare(
    left: Linkable, right: Linkable, *, weights: Weights, frequency: Frequency, context: Context
) -> Comparison:
    """Return why two reports are, or are not, one flight. Symmetric but for the order of ids."""
    if right.report.report_id < left.report.report_id:
        left, right = right, left
    prior = Feature(
        field="prior",
        level="linked",
        weight=round(weights.level("prior", "linked").weight + frequency.density(), 3),
    )
    features = [prior]
    for field, level, value in _independent(left, right, context):
        found = weights.level(field, level)
        rarity = frequency.rarity(field, value, found.u) if value is not None else 0.0
        features.append(Feature(field=field, level=level, weight=round(found.weight + rarity, 3)))
    return Comparison(
        left_report_id=left.report.report_id,
        right_report_id=right.report.report_id,
        weight=round(sum(feature.weight for feature in features), 3),
        features=tuple(features),
        cannot_link=cannot_link(left, right, context),
    )


def _independent(
    left: Linkable, right: Linkable, context: Context
) -> Iterator[tuple[str, str, str | None]]:
    """Yield the levels without those that a shared registration already says.

    It says type, operator and country. Where an end of the leg differs, agreeing on these once more
    is no evidence for one leg: the aircraft goes from place to place. Where none differs they stand
    in for the days and places that reports leave open.
    """
    levels = tuple(_levels(left, right, context))
    elsewhere = any(field in ENDS and level.startswith("different") for field, level, _ in levels)
    known = elsewhere and same_airframe(left.report, right.report)
    for field, level, value in levels:
        if not (known and (field, level) in OF_THE_AIRFRAME):
            yield field, level, value


def _levels(
    left: Linkable, right: Linkable, context: Context
) -> Iterator[tuple[str, str, str | None]]:
    """Yield field, level and, where its rarity counts, the value both agree on."""
    one, other = left.report, right.report
    yield from _identifiers(one, other)
    yield from _type(one, other, context)
    yield from _operator(one, other, context)
    yield from _end(
        "origin", (one.origin, one.origin_country), (other.origin, other.origin_country)
    )
    yield from _end(
        "destination",
        (one.destination, one.destination_country),
        (other.destination, other.destination_country),
    )
    yield from _when(left, right, context)
    yield from _outcome(one.outcome, other.outcome)
    yield "source", "same" if left.source_root == right.source_root else "different", None


def _identifiers(one: Report, other: Report) -> Iterator[tuple[str, str, None]]:
    if one.registration is not None and other.registration is not None:
        if tail(one.registration) == tail(other.registration):
            yield "registration", "same", None
        elif one.registration_fuzzy or other.registration_fuzzy:
            yield "registration", "near", None
    elif one.icao24 is not None and one.icao24 == other.icao24:
        yield "icao24", "same", None
    level = _callsign(one.callsign, other.callsign)
    if level is not None:
        yield "callsign", level, None


def _callsign(one: str | None, other: str | None) -> Literal["same", "number", "different"] | None:
    if one is None or other is None:
        return None
    if one == other:
        return "same"
    short, long = sorted((one, other), key=len)
    return "number" if short.isdigit() and long.endswith(short) else "different"


def _type(one: Report, other: Report, context: Context) -> Iterator[tuple[str, str, str | None]]:
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


def _operator(one: Report, other: Report, context: Context) -> Iterator[tuple[str, str, None]]:
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


def _end(
    field: str, one: tuple[str | None, str | None], other: tuple[str | None, str | None]
) -> Iterator[tuple[str, str, str | None]]:
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


def _when(left: Linkable, right: Linkable, context: Context) -> Iterator[tuple[str, str, None]]:
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
    return max(route_km(one, context) or 0, route_km(other, context) or 0) >= LONG_HAUL_KM


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


def _outcome(one: Outcome | None, other: Outcome | None) -> Iterator[tuple[str, str, None]]:
    if one is None or other is None:
        return
    if {one, other} <= LOSS:
        yield "outcome", "same_loss", None
    elif {one, other} <= TROUBLE:
        yield "outcome", "same_trouble", None
    else:
        yield "outcome", "different", None

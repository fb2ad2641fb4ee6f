"""Owns which legs tell of a specific flight, and which of them the article is about."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pipeline.nlp.crafts import Craft
from pipeline.nlp.leg import Leg
from pipeline.records import ReportRole

COMMEMORATED = timedelta(days=20 * 365)
BACKGROUND_GAP = timedelta(days=3)


def keep_specific(
    legs: Sequence[Leg], crafts: Sequence[Craft], published: datetime | None
) -> list[Leg]:
    """Return the legs of specific flights, primary ones first, each group in the order told."""
    kept = [leg for leg in legs if _specific(leg, crafts[leg.craft], published)]
    roles = roles_of(kept)
    first = [leg for leg, role in zip(kept, roles, strict=True) if role == "primary"]
    rest = [leg for leg, role in zip(kept, roles, strict=True) if role == "background"]
    return first + rest


def _specific(leg: Leg, craft: Craft, published: datetime | None) -> bool:
    """Return whether a leg is one flight and not a habit: dated, or told by both ends and name.

    Losses remembered after more than 20 years are history, not news (annotation guide).
    """
    day = _day(leg)
    if day is not None and published is not None and published.date() - day > COMMEMORATED:
        return False
    place = leg.origin or leg.destination or leg.outcome
    named = craft.registration or craft.operator or leg.callsign or craft.nation
    if leg.status in ("denied", "hypothetical"):
        return bool(place and (named or craft.type or day))
    if day is not None:
        return bool(place or craft.registration or leg.callsign)
    return bool((leg.origin and leg.destination) or leg.outcome)


def roles_of(legs: Sequence[Leg]) -> list[ReportRole]:
    """Return primary or background for each leg, in the order told.

    The first leg told is what the article is about. One of three days or more before it, or told
    with words that look back ("earlier this year", «востаннє») and another aircraft or day, is
    background.
    """
    if not legs:
        return []
    lead = _day(legs[0])
    return [
        "background" if number and _looks_back(leg, legs[0], lead) else "primary"
        for number, leg in enumerate(legs)
    ]


def _looks_back(leg: Leg, first: Leg, lead: date | None) -> bool:
    day = _day(leg)
    earlier = day is not None and lead is not None and lead - day >= BACKGROUND_GAP
    words = "background" in leg.frames[0].tone.cues and leg.status == "happened"
    return earlier or (words and (leg.craft != first.craft or day != lead))


def _day(leg: Leg) -> date | None:
    when = leg.departed or leg.arrived
    return when.span.latest if when is not None else None

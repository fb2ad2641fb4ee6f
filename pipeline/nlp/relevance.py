"""Owns which legs tell of a specific flight, and not of a habit, a plan in general or history."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pipeline.nlp.companies import row_of
from pipeline.nlp.craft import Craft
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.leg import Leg
from pipeline.nlp.topics import Topics

COMMEMORATED = timedelta(days=20 * 365)
WEEKEND = timedelta(days=2)
MONTH = timedelta(days=31)
AIRLINE = "airline"


def keep_specific(
    legs: Sequence[Leg],
    crafts: Sequence[Craft],
    published: datetime | None,
    topics: Topics,
    gazetteers: Gazetteers,
) -> list[Leg]:
    """Return the legs of specific flights, in the order told."""
    return [
        leg
        for leg in legs
        if _specific(leg, crafts[leg.craft], published)
        and not _beside_the_topic(leg, crafts[leg.craft], published, topics)
        and not _is_timetable(leg, crafts[leg.craft], gazetteers)
    ]


def _specific(leg: Leg, craft: Craft, published: datetime | None) -> bool:
    """Return whether a leg is one flight and not a habit: dated, or told by both ends and name.

    Losses remembered after more than 20 years are history, not news (annotation guide).
    """
    day = _day(leg)
    if day is not None and published is not None and published.date() - day > COMMEMORATED:
        return False
    place = leg.origin or leg.destination or leg.outcome
    named = craft.registration or craft.operator or leg.callsign or craft.nation
    if leg.status == "planned" and day is None and not _told_itself(leg):
        return False
    if leg.status in ("denied", "hypothetical"):
        told = place or (craft.registration and leg.status == "denied")
        both = leg.origin and leg.destination
        return bool(told and (named or craft.type or day or both))
    if day is not None:
        return bool(place or ((craft.registration or leg.callsign) and _dated(leg)))
    located = leg.origin or leg.destination or leg.came_down or named
    ends = (leg.origin and leg.destination) or (place and craft.registration)
    return bool(ends or (leg.outcome and located))


def _told_itself(leg: Leg) -> bool:
    """Return whether a leg has a place of its own: a way back without one only follows."""
    return any(frame.origin or frame.destination or frame.came_down for frame in leg.frames)


def _beside_the_topic(leg: Leg, craft: Craft, published: datetime | None, topics: Topics) -> bool:
    """Return whether a leg is only colour in an article about something else than flights."""
    marked = bool(craft.registration or leg.callsign)
    dated = _dated(leg)
    if "simulator" in topics.about:
        return True
    lost = leg.outcome and (leg.origin or leg.destination or leg.came_down)
    if "sport" in topics.about and not (lost or marked):
        return True
    if topics.about & {"exhibition", "history"} and not _dated(leg, WEEKEND, own=True):
        return True
    if "purchase" in topics.about and not (marked or leg.outcome) and leg.status != "happened":
        return True
    if all(frame.sentence in topics.habits for frame in leg.frames) and not (dated or leg.outcome):
        return True
    oldest = min(topics.years, default=None)
    if "commemoration" not in topics.about or oldest is None or published is None:
        return False
    return timedelta(days=365 * (published.year - oldest)) >= COMMEMORATED and not marked


def _is_timetable(leg: Leg, craft: Craft, gazetteers: Gazetteers) -> bool:
    """Return whether a leg is an airline's plan without a day (annotation guide)."""
    if craft.operator is None or craft.registration or leg.status == "happened":
        return False
    return not _dated(leg) and row_of(craft.operator, gazetteers).kind == AIRLINE


def _dated(leg: Leg, at_most: timedelta = MONTH, *, own: bool = False) -> bool:
    """Return whether a day is told, or a stretch of days no longer than `at_most`; if `own`, in a
    sentence that tells of the leg, and not only around it."""
    when = leg.departed or leg.arrived
    if when is None or when.span.latest - when.span.earliest > at_most:
        return False
    at = when.expression.start
    return not own or any(item.sentence_start <= at < item.sentence_end for item in leg.frames)


def _day(leg: Leg) -> date | None:
    when = leg.departed or leg.arrived
    return when.span.latest if when is not None else None

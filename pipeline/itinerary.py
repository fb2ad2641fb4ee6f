"""Owns whether one flight is the next leg of another: same aircraft, place and time.

Forms no trips; that is `trips`. Says for two flights at most how good the evidence is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from pipeline.link.context import Context, tail
from pipeline.link.days import Days
from pipeline.records import Event, Outcome

STAY_DAYS = 10
"""Legs that one article tells of may lie a state visit apart."""

TURNAROUND_DAYS = 4
"""Legs that no article tells of together must follow soon to be one mission."""

HELD_DAYS = 60
"""A flight broken off may go on weeks later, when the aircraft is let go or repaired."""

LOST: frozenset[Outcome] = frozenset({"crashed", "shot_down"})
INTERRUPTED: frozenset[Outcome] = frozenset({"diverted", "turned_back", "forced_down"})

Continuity = Literal["city", "resumed", "country"]


class Evidence(IntEnum):
    """How well we know that a leg follows another; smaller is better."""

    STATED = 0
    TOLD_TOGETHER = 1
    SAME_AIRFRAME = 2
    SAME_COUNTRY = 3
    OUT_AND_BACK = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """An event as part of a trip: where its articles tell it (article -> number of the report), and
    a key from its reports, which unlike its id does not depend on the order of arrival."""

    event: Event
    key: str
    told: Mapping[str, int]

    def start(self) -> Days | None:
        """Return the days on which the leg can have begun."""
        return _days(self.event, "departed") or _days(self.event, "arrived")

    def end(self) -> Days | None:
        """Return the days on which the leg can have ended."""
        return _days(self.event, "arrived") or _days(self.event, "departed")


def evidence(leg: Leg, after: Leg, context: Context) -> Evidence | None:
    """Return how well `leg` is known to follow `after`, None if it is not."""
    if not _one_aircraft(leg.event, after.event, context) or not in_time(leg, after):
        return None
    place = _continuity(leg.event, after.event)
    if place is None:
        return None
    waited = wait_days(leg, after)
    together = bool(leg.told.keys() & after.told.keys())
    if together and (waited is None or waited <= (HELD_DAYS if place == "resumed" else STAY_DAYS)):
        return Evidence.SAME_COUNTRY if place == "country" else Evidence.TOLD_TOGETHER
    if waited is None or waited > TURNAROUND_DAYS:
        return None
    if _same_tail(leg.event, after.event):
        return Evidence.SAME_COUNTRY if place == "country" else Evidence.SAME_AIRFRAME
    if place == "city" and _comes_back(leg.event, after.event) and _alike(leg.event, after.event):
        return Evidence.OUT_AND_BACK
    return None


def wait_days(leg: Leg, after: Leg) -> int | None:
    """Return the days between the end of one and the start of the next, 0 where they overlap."""
    end, start = after.end(), leg.start()
    return max(0, (start.earliest - end.latest).days) if end and start else None


def in_time(leg: Leg, after: Leg) -> bool:
    """Return whether `leg` can begin after `after`.

    On days that overlap the articles' order decides, without one the leg that leaves the operator's
    own country comes first.
    """
    start, end = leg.start(), after.end()
    if start and end:
        if start.latest < end.earliest:
            return False
        if start.earliest > end.latest:
            return True
    shared = leg.told.keys() & after.told.keys()
    order = sum(1 if leg.told[one] > after.told[one] else -1 for one in shared)
    if order:
        return order > 0
    from_home = _equal(leg.event.origin_country, leg.event.operator_country)
    return not (from_home and _differ(after.event.origin_country, leg.event.origin_country))


def told_apart(leg: Leg, after: Leg) -> int:
    """Return how far apart articles tell the two, in reports; 0 if none tells both."""
    shared = leg.told.keys() & after.told.keys()
    return min((abs(leg.told[one] - after.told[one]) for one in shared), default=0)


def is_back(leg: Event, first: Event) -> bool:
    """Return whether a leg ends where the trip began, so that the trip is over."""
    if leg.outcome in INTERRUPTED:
        return False
    if leg.destination is not None and first.origin is not None:
        return leg.destination == first.origin
    abroad = first.destination_country is None or first.destination_country != first.origin_country
    return abroad and _equal(leg.destination_country, first.origin_country)


def _days(event: Event, end: Literal["departed", "arrived"]) -> Days | None:
    pair = (
        (event.departed_earliest, event.departed_latest)
        if end == "departed"
        else (event.arrived_earliest, event.arrived_latest)
    )
    earliest, latest = pair
    return Days(earliest=earliest, latest=latest) if earliest and latest else None


def _equal(left: str | None, right: str | None) -> bool:
    return left is not None and left == right


def _differ(left: str | None, right: str | None) -> bool:
    return left is not None and right is not None and left != right


def _same_tail(one: Event, other: Event) -> bool:
    return _equal(tail(one.registration), tail(other.registration))


def _one_aircraft(one: Event, other: Event, context: Context) -> bool:
    if _same_tail(one, other):
        return True
    if _differ(tail(one.registration), tail(other.registration)):
        return False
    types = one.type_family, other.type_family
    if types[0] and types[1] and not context.families_agree(types[0], types[1]):
        return False
    return not _differ(one.operator_country, other.operator_country)


def _alike(one: Event, other: Event) -> bool:
    return _equal(one.type_family, other.type_family) and _equal(
        one.operator_country, other.operator_country
    )


def _comes_back(leg: Event, after: Event) -> bool:
    if leg.destination is not None and after.origin is not None:
        return leg.destination == after.origin
    return _equal(leg.destination_country, after.origin_country)


def _continuity(leg: Event, after: Event) -> Continuity | None:
    """Tell how the place of a leg's start agrees with where the last one ended.

    `destination` is the intended one: after a diversion the aircraft goes on to it, after a return
    it sets out again.
    """
    if after.outcome in LOST:
        return None
    if after.outcome in INTERRUPTED:
        again = after.outcome == "turned_back" and _equal(leg.origin, after.origin)
        onward = _equal(leg.destination, after.destination)
        return "resumed" if again or onward else None
    if _equal(leg.origin, after.destination):
        return "city"
    if leg.origin is None or after.destination is None or _same_tail(leg, after):
        return "country" if _equal(leg.origin_country, after.destination_country) else None
    return None

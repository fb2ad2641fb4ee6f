"""Owns the legs of aircraft told in the plural: each of them flew one of its own.

Must not join frames: `legs.py` does.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.craft import Craft
from pipeline.nlp.leg import TRIP_GAP, Leg, gap_between
from pipeline.nlp.locations import Location


def spread(legs: Sequence[Leg], crafts: Sequence[Craft], silent: frozenset[int]) -> list[Leg]:
    """Return the legs, those of "two An-124s" once for each: for the aircraft named behind it that
    tell no flight of their own ("the first, RA-1 … the other, RA-2"), else for one without a name.

    `silent` are aircraft told to have stayed or to be no part of it.
    """
    families = [craft.type.value for craft in crafts if craft.type is not None]
    flown = {leg.craft for leg in legs} | silent
    out: list[Leg] = []
    copies: dict[tuple[int, int], Leg] = {}
    for leg in legs:
        craft = crafts[leg.craft]
        if _told_apart(leg, legs, craft, crafts):
            continue
        out.append(leg)
        if craft.count < 2 or leg.status == "denied" or _long_before(leg, legs):
            continue
        others = [other.number for other in _others(craft, crafts, flown)]
        named = {other.number for other in crafts if other.one_of == craft.number}
        others += sorted(named - flown - set(others))
        alone = craft.type is None or families.count(craft.type.value) == 1
        if craft.registration is None and alone:
            told = _beside(leg, legs, craft, crafts) | (named & flown)
            missing = craft.count - 1 - len(others) - len(told)
            others += [craft.number] * missing
        for place, number in enumerate(others):
            before = copies.get((id(leg.after), place))
            copies[id(leg), place] = replace(leg, craft=number, callsign=None, after=before)
            out.append(copies[id(leg), place])
    return out


def _told_apart(leg: Leg, legs: Sequence[Leg], craft: Craft, crafts: Sequence[Craft]) -> bool:
    """Return whether "two planes" are each named later and told to have gone the same way, so that
    nothing is left to tell of the two; the legs of each take the day told of both."""
    named = craft.type or craft.registration or craft.callsigns or leg.outcome
    if craft.count < 2 or named or len(_beside(leg, legs, craft, crafts)) < craft.count:
        return False
    for other in legs:
        if other.craft > craft.number and _same(other.destination, leg.destination):
            other.departed = other.departed or leg.departed
            other.arrived = other.arrived or leg.arrived
    return all(other is leg or other.craft != craft.number for other in legs)


def _beside(leg: Leg, legs: Sequence[Leg], craft: Craft, crafts: Sequence[Craft]) -> frozenset[int]:
    """Return which of the aircraft counted are named later and told to have gone the same way: any
    after "two planes", those of the type after "two An-124s"."""
    return frozenset(
        other.craft
        for other in legs
        if other.craft > craft.number
        and (not craft.count_of_type or _same_type(craft, crafts[other.craft]))
        and (_same(other.origin, leg.origin) or _same(other.destination, leg.destination))
    )


def _identified(craft: Craft) -> bool:
    """Return whether a mark, a callsign or a word like "the other" tells it from others."""
    return bool(craft.registration or craft.callsigns or craft.another)


def _same_type(first: Craft, second: Craft) -> bool:
    if first.type is None or second.type is None:
        return True
    return first.type.value == second.type.value


def _same(first: Location | None, second: Location | None) -> bool:
    return first is not None and second is not None and first.same_as(second)


def _long_before(leg: Leg, legs: Sequence[Leg]) -> bool:
    """Return whether a leg lies days away from the first one told of its aircraft."""
    first = next(other for other in legs if other.craft == leg.craft)
    main, when = first.departed or first.arrived, leg.departed or leg.arrived
    return main is not None and when is not None and gap_between(main, when) > TRIP_GAP


def _others(craft: Craft, crafts: Sequence[Craft], flown: set[int] | frozenset[int]) -> list[Craft]:
    """Return the aircraft of a plural that are named only later, at most as many as it counts."""
    behind = [
        other
        for other in crafts[craft.number + 1 :]
        if other.number not in flown and _identified(other) and not other.fighter
    ]
    same = [other for other in behind if _same_type(craft, other)]
    return same[: craft.count - 1]

"""Owns the ends of a leg that its own sentences leave unsaid and the article still tells.

A headline says where ("Ilyushin turns up in Bamako"), the text then only that it landed. An article
of one flight that names one place something came from tells where the flight began.
"""

from collections.abc import Iterable, Sequence

from pipeline.nlp.hints import hint_of
from pipeline.nlp.leg import Leg
from pipeline.nlp.locations import Location
from pipeline.nlp.reading import Reading


def fill_ends(legs: Sequence[Leg], reading: Reading, locations: Sequence[Location]) -> None:
    """Give a leg without a destination the one place its headline is about, and the only leg of an
    article without an origin the one place that stands after "from"."""
    hinted = [(place, _hint(reading, place)) for place in locations if not place.region]
    titled = [(place, hint) for place, hint in hinted if _in_title(reading, place)]
    titled = [(place, "at" if _heads(reading, place) else hint) for place, hint in titled]
    for leg in legs:
        hints = ("to",) if leg.outcome is not None else ("to", "at")
        there = _only(place for place, hint in titled if hint in hints)
        if there is not None and _lacks(leg.destination, there) and _free(leg, legs, there):
            leg.destination = there
    if len(legs) == 1 and legs[0].origin is None:
        source = _only(place for place, hint in hinted if hint == "from")
        if source is not None and not _same(source, legs[0].destination):
            legs[0].origin = source


def _hint(reading: Reading, place: Location) -> str:
    return hint_of(reading, reading.sentence_at(place.start), place, ())[0]


def _heads(reading: Reading, place: Location) -> bool:
    """Return whether a headline begins with where it is about: "Benina: no Ilyushin came"."""
    return place.start == 0 and reading.joined.startswith(": ", place.end)


def _in_title(reading: Reading, place: Location) -> bool:
    return reading.sentence_at(place.start).is_title


def _only(places: Iterable[Location]) -> Location | None:
    """Return the place if all that name a city name the same one."""
    named = {place.city: place for place in places if place.city is not None}
    return next(iter(named.values())) if len(named) == 1 else None


def _lacks(known: Location | None, there: Location) -> bool:
    return known is None or (known.city is None and known.country == there.country)


def _free(leg: Leg, legs: Sequence[Leg], there: Location) -> bool:
    """Return whether a leg may end there: it does not begin there, goes nowhere back, and no other
    leg of its aircraft ends or comes down there."""
    if leg.is_return or _same(there, leg.origin):
        return False
    others = [other for other in legs if other is not leg and other.craft == leg.craft]
    return not any(_same(there, o.destination) or _same(there, o.came_down) for o in others)


def _same(there: Location, end: Location | None) -> bool:
    return end is not None and end.city == there.city

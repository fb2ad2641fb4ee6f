"""Owns what speaks for a place as the origin or destination of a leg, as numbers."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pipeline.nlp.hints import hint_of
from pipeline.nlp.learned.model import Features
from pipeline.nlp.learned.telling import (
    LANGUAGES,
    Telling,
    distance_numbers,
    leg_numbers,
    number,
    same_place,
)
from pipeline.nlp.leg import Leg
from pipeline.nlp.locations import Location, is_capital

End = Literal["origin", "destination"]
Named = Mapping[tuple[str | None, str | None], Sequence[Location]]
ENDS: tuple[End, End] = ("origin", "destination")
HINTS = (
    "from", "to", "at", "via", "over", "near", "of", "by", "between", "with", "object", "dash",
    "and", "none",
)  # fmt: skip
TOLD = ("depart", "arrive", "travel", "return", "flight", "route", "presence")


def place_features(telling: Telling) -> dict[Location, Features]:
    """Return for each place told what does not depend on the leg, in the order of the text."""
    named: dict[tuple[str | None, str | None], list[Location]] = {}
    for place in telling.places:
        named.setdefault((place.city, place.country), []).append(place)
    return {place: _of_place(telling, place, named) for place in telling.places}


def end_features(
    telling: Telling, at: int, end: End, place: Location, known: Mapping[Location, Features]
) -> Features:
    """Return the features of a place for one end of the leg kept at number `at`. `known` are
    those of `place_features`."""
    leg, _ = telling.kept[at]
    return {
        "end": end == "origin",
        **known[place],
        **_of_ends(leg, end, place),
        **distance_numbers(telling, leg, place.start),
        **_of_taking(telling, leg, place),
        **_of_neighbours(telling, at, place),
        **leg_numbers(telling, at, TOLD),
        **_of_aircraft(telling, leg, place),
    }


def _of_ends(leg: Leg, end: End, place: Location) -> Features:
    known = leg.origin if end == "origin" else leg.destination
    other = leg.destination if end == "origin" else leg.origin
    return {
        "known": _agrees(known, place),
        "known_city": 0 if known is None else 1 + (known.city is not None),
        "known_here": known is not None and known.start == place.start,
        "other": _agrees(other, place),
        "down": 0 if leg.came_down is None else 1 + (not same_place(leg.came_down, place)),
        "via": any(same_place(stop, place) for stop in leg.via),
    }


def _agrees(known: Location | None, place: Location) -> int:
    """Return 0 for nothing known, 1 for this place, 2 for one in its country, 3 for another."""
    if known is None:
        return 0
    if same_place(known, place):
        return 1
    return 2 if known.country == place.country else 3


def _of_place(telling: Telling, place: Location, named: Named) -> Features:
    sentence = telling.reading.sentence_at(place.start)
    near = [hit for hit in telling.motion if sentence.start <= hit.start < sentence.end]
    hint, _ = hint_of(telling.reading, sentence, place, near)
    mine = named[place.city, place.country]
    return {
        "lang": number(LANGUAGES, telling.reading.lang),
        "city": place.city is not None,
        "region": place.region,
        "airport": place.icao is not None,
        "capital": is_capital(place),
        "hint": number(HINTS, hint),
        "title": sentence.is_title,
        "sentence": sentence.index,
        "sentences": len(telling.reading.sentences),
        "named": len(mine),
        "first": mine[0].start == place.start,
        "order": list(named).index((place.city, place.country)),
        "cities": sum(city is not None for city, _ in named),
        "in_country": sum(city is not None and c == place.country for city, c in named),
    }


def _of_taking(telling: Telling, leg: Leg, place: Location) -> Features:
    """Return which words of motion took the place, as what, and of which aircraft."""
    took = {
        part: [
            frame
            for frame in telling.frames
            if (there := getattr(frame, part)) is not None and there.start == place.start
        ]
        for part in ("origin", "destination", "came_down", "via")
    }
    frames = [frame for found in took.values() for frame in found]
    crafts = {frame.craft for frame in frames}
    mine = {frame.start for frame in leg.frames}
    of = 1 if leg.craft in crafts else 2 if None in crafts else 3
    return {
        **{f"took_{part}": bool(found) for part, found in took.items()},
        "took_craft": of if frames else 0,
        "took_mine": any(frame.start in mine for frame in frames),
    }


def _of_neighbours(telling: Telling, at: int, place: Location) -> Features:
    legs = [leg for leg, _ in telling.kept]
    mine = legs[at]
    found: Features = {}
    for end in ("origin", "destination"):
        there = [o for o in legs if o is not mine and same_place(getattr(o, end), place)]
        found[f"others_{end}"] = len(there)
        found[f"craft_{end}"] = sum(other.craft == mine.craft for other in there)
    for name, other in (
        ("before", legs[at - 1] if at else None),
        ("after", legs[at + 1] if at + 1 < len(legs) else None),
    ):
        found[f"{name}_origin"] = other is not None and same_place(other.origin, place)
        found[f"{name}_destination"] = other is not None and same_place(other.destination, place)
        found[f"{name}_craft"] = other is not None and other.craft == mine.craft
    return found


def _of_aircraft(telling: Telling, leg: Leg, place: Location) -> Features:
    sentence = telling.reading.sentence_at(place.start)
    mentions = [item for item in telling.crafts.mentions if item.craft is not None]
    here = {item.craft for item in mentions if sentence.start <= item.start < sentence.end}
    last = next((item for item in reversed(mentions) if item.start < place.start), None)
    country = telling.crafts.all[leg.craft].country
    return {
        "aircraft_here": 0 if not here else 1 if leg.craft in here else 2,
        "aircraft_last": 0 if last is None else 1 if last.craft == leg.craft else 2,
        "aircraft": len({item.craft for item in mentions}),
        "own_country": bool(country and country == place.country),
    }

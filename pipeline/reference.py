"""Owns the readable names of events and trips: `2023-09-26-RU-IL62-MOW-FNJ`.

A name is for people and may change with the record; ids never do. What is unknown is left out.
"""

import re
from collections.abc import Sequence
from datetime import date

from pipeline.link.context import Context
from pipeline.records import Event

_NO_CODE = re.compile(r"[^A-Z0-9]+")


def event_reference(event: Event, context: Context) -> str:
    """Return day, country of the operator, type, and both ends, as far as known.

    The day is that of arrival or departure, whichever is known more exactly, arrival where both
    are; a day that is not exact is given as its first. Types without designator go by family.
    """
    day = _day(event)
    parts = (
        day.isoformat() if day else None,
        event.operator_country,
        _type_code(event),
        _place_code(event.origin, event.origin_country, context),
        _place_code(event.destination, event.destination_country, context),
    )
    return "-".join(part for part in parts if part)


def trip_reference(events: Sequence[Event], context: Context) -> str:
    """Return the name of the first leg with all calls after it."""
    calls = [
        code
        for event in events[1:]
        if (code := _place_code(event.destination, event.destination_country, context))
    ]
    return "-".join([event_reference(events[0], context), *calls])


def route(events: Sequence[Event]) -> str:
    """Return the calls of a trip in order: `Moscow → Pyongyang → RU`; `?` for an unknown end."""
    calls: list[str] = []
    for event in events:
        for place, country in (
            (event.origin, event.origin_country),
            (event.destination, event.destination_country),
        ):
            name = place or country or "?"
            if not calls or calls[-1] != name:
                calls.append(name)
    return " → ".join(calls)


def _day(event: Event) -> date | None:
    spans = [
        (latest - earliest, earliest)
        for earliest, latest in (
            (event.arrived_earliest, event.arrived_latest),
            (event.departed_earliest, event.departed_latest),
        )
        if earliest is not None and latest is not None
    ]
    return min(spans, key=lambda span: span[0])[1] if spans else None


def _type_code(event: Event) -> str | None:
    name = event.type_icao or event.type_family
    return _NO_CODE.sub("", name.upper()) or None if name else None


def _place_code(place: str | None, country: str | None, context: Context) -> str | None:
    if place is None:
        return country
    return _NO_CODE.sub("", context.place_codes.get(place, place).upper()) or country

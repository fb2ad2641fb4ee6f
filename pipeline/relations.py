"""Owns relations between events: what articles say of two flights, and what follows from records.

Forms no trips and joins nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from pipeline.link.context import tail
from pipeline.records import Event, EventRelation, RelationKind, ReportRelation, Trip


def relations_of(
    events: Sequence[Event],
    trips: Iterable[Trip],
    stated: Iterable[ReportRelation],
    event_of: Mapping[str, str],
    airframes: Iterable[tuple[str, str]] | None = None,
) -> tuple[EventRelation, ...]:
    """Return every relation once, in order.

    `stated` are the articles' own words, carried over to the events of their reports (`event_of`:
    report -> event); of several articles that say it, the one with the smallest report id is named.
    Concluded, with `report_id` None: a leg is `next_leg_of` the one before it in its trip, and an
    event `same_airframe_as` the last one before it with its registration. A chain says all there is
    to say about an airframe with a thousand flights, in a thousand rows and not in a million.
    With `airframes`, these neighbours (earlier first), `events` need not be all of an airframe.
    What an article calls the same airframe, and the records know by two registrations, is none.
    """
    known = {event.event_id: tail(event.registration) for event in events}
    found: dict[tuple[str, str, RelationKind], str | None] = {}
    for said in sorted(stated, key=lambda one: (one.report_id, one.related_report_id)):
        event_id, related = event_of.get(said.report_id), event_of.get(said.related_report_id)
        if event_id not in known or related not in known or event_id == related:
            continue
        two_airframes = len({known[event_id], known[related]} - {None}) == 2
        if not (two_airframes and said.relation == "same_airframe_as"):
            found.setdefault((str(event_id), str(related), said.relation), said.report_id)
    for trip in trips:
        for before, event_id in pairwise(trip.event_ids):
            found.setdefault((event_id, before, "next_leg_of"), None)
    for before, event_id in _airframes(events) if airframes is None else airframes:
        if (before, event_id, "same_airframe_as") not in found:
            found.setdefault((event_id, before, "same_airframe_as"), None)
    return tuple(
        EventRelation(
            event_id=event_id, related_event_id=related, relation=relation, report_id=report_id
        )
        for (event_id, related, relation), report_id in sorted(
            found.items(), key=lambda one: one[0]
        )
    )


def _airframes(events: Sequence[Event]) -> Iterable[tuple[str, str]]:
    """Yield neighbours in time among the events of one registration, undated ones last."""
    by_registration: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        registration = tail(event.registration)
        if registration is not None:
            by_registration[registration].append(event)
    for registration in sorted(by_registration):
        flown = sorted(by_registration[registration], key=_when)
        yield from pairwise(event.event_id for event in flown)


def _when(event: Event) -> tuple[date, date, str]:
    return (
        event.departed_earliest or event.arrived_earliest or date.max,
        event.arrived_earliest or date.max,
        event.event_id,
    )

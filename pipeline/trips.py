"""Owns trips: which flights are consecutive legs of one aircraft on one mission.

Joins no reports and changes no value. A leg follows another where an article says so, or where
`itinerary` finds aircraft, place and time to agree; the best evidence is taken first, and a leg has
one leg before and one after it. A trip ends when the aircraft is back where it began. Every event
is in exactly one trip. Which events form a trip depends on content alone, never on ids of events.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import permutations

from pipeline.itinerary import (
    TURNAROUND_DAYS,
    Evidence,
    Leg,
    evidence,
    in_time,
    is_back,
    told_apart,
    wait_days,
)
from pipeline.link.context import Context, tail
from pipeline.records import Event, Linkable, ReportRelation, Trip, stable_id
from pipeline.reference import event_reference, route, trip_reference

WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """`leg` follows `after`."""

    leg: str
    after: str
    found: Evidence


def trips_of(
    events: Sequence[Event],
    *,
    members: Mapping[str, Sequence[Linkable]],
    stated: Iterable[ReportRelation],
    minted_at: Mapping[str, datetime],
    context: Context,
) -> tuple[Trip, ...]:
    """Return the trips of all events, by start and id.

    `members` maps events to their reports, `stated` is what articles say of their own reports,
    `minted_at` when each event got its id: a trip has its id from its oldest event, so that legs
    found later do not change it.
    """
    found = chains_of(events, members=members, stated=stated, context=context)
    return trips_in(found, {event.event_id: event for event in events}, minted_at, context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """Events in rows, each leg after the one before it, and the steps that an article states.

    A chain depends on the links that join its legs and on no other: a chain that no link of an
    event elsewhere joins is as if the event were not there.
    """

    chains: tuple[tuple[str, ...], ...]
    stated: frozenset[tuple[str, str]]
    legs: Mapping[str, Leg]


def chains_of(
    events: Sequence[Event],
    *,
    members: Mapping[str, Sequence[Linkable]],
    stated: Iterable[ReportRelation],
    context: Context,
) -> Chains:
    """Return the chains of events; arguments as of `trips_of`."""
    legs = {event.event_id: _leg(event, members[event.event_id]) for event in events}
    rows = _Chains(legs)
    for link in _ranked(_links(legs, members, stated, context), legs):
        rows.join(link)
    return Chains(
        chains=tuple(tuple(chain) for chain in rows.all()), stated=frozenset(rows.stated), legs=legs
    )


def trips_in(
    found: Chains, events: Mapping[str, Event], minted_at: Mapping[str, datetime], context: Context
) -> tuple[Trip, ...]:
    """Return the trips that chains consist of, by start and id."""
    trips = [
        _trip([events[one] for one in part], minted_at, context)
        for chain in found.chains
        for part in _cut(chain, found.legs, found.stated)
    ]
    return tuple(sorted(trips, key=lambda trip: (trip.started or date.max, trip.trip_id)))


def with_trips(
    events: Iterable[Event], trips: Iterable[Trip], context: Context
) -> tuple[Event, ...]:
    """Return the events with their trip and readable name filled in."""
    trip_of = {event_id: trip.trip_id for trip in trips for event_id in trip.event_ids}
    return tuple(
        replace(event, trip_id=trip_of[event.event_id], reference=event_reference(event, context))
        for event in events
    )


def _leg(event: Event, members: Sequence[Linkable]) -> Leg:
    current = [item.report for item in members if item.revision_rank == 0]
    told: dict[str, int] = {}
    for report in current:
        told[report.article_id] = min(report.seq, told.get(report.article_id, report.seq))
    return Leg(event=event, key=min(report.report_id for report in current), told=told)


class _Chains:
    """Legs in a row. Refuses a second neighbour on one side, loops and a second registration."""

    def __init__(self, legs: Mapping[str, Leg]) -> None:
        self._legs = legs
        self._next: dict[str, str] = {}
        self._last: dict[str, str] = {}
        self.stated: set[tuple[str, str]] = set()

    def join(self, link: _Link) -> None:
        if link.after in self._next or link.leg in self._last:
            return
        before, behind = self._chain(link.after), self._chain(link.leg)
        tails = {tail(self._legs[one].event.registration) for one in (*before, *behind)} - {None}
        if link.leg in before or len(tails) > 1:
            return
        self._next[link.after], self._last[link.leg] = link.leg, link.after
        if link.found is Evidence.STATED:
            self.stated.add((link.after, link.leg))

    def _chain(self, event_id: str) -> list[str]:
        while event_id in self._last:
            event_id = self._last[event_id]
        chain = [event_id]
        while chain[-1] in self._next:
            chain.append(self._next[chain[-1]])
        return chain

    def all(self) -> Iterator[list[str]]:
        for event_id in self._legs:
            if event_id not in self._last:
                yield self._chain(event_id)


def _ranked(links: Iterable[_Link], legs: Mapping[str, Leg]) -> list[_Link]:
    def rank(link: _Link) -> tuple[int, bool, int, int, str, str]:
        leg, after = legs[link.leg], legs[link.after]
        waited, apart = wait_days(leg, after) or 0, told_apart(leg, after)
        return link.found, not in_time(leg, after), waited, apart, leg.key, after.key

    return sorted(links, key=rank)


def _links(
    legs: Mapping[str, Leg],
    members: Mapping[str, Sequence[Linkable]],
    stated: Iterable[ReportRelation],
    context: Context,
) -> Iterator[_Link]:
    event_of = {
        item.report.report_id: event_id
        for event_id in legs
        for item in members[event_id]
        if item.revision_rank == 0
    }
    for relation in stated:
        leg = event_of.get(relation.report_id)
        after = event_of.get(relation.related_report_id)
        if relation.relation == "next_leg_of" and leg and after and leg != after:
            yield _Link(leg=leg, after=after, found=Evidence.STATED)
    for one, other in sorted(_neighbours(legs)):
        found = evidence(legs[one], legs[other], context)
        if found is not None:
            yield _Link(leg=one, after=other, found=found)


def _neighbours(legs: Mapping[str, Leg]) -> set[tuple[str, str]]:
    """Return the ordered pairs worth a look: told in one article, or of one aircraft or type and
    operator's country within neighbouring weeks. Never all pairs."""
    blocks: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for event_id, leg in legs.items():
        for article_id in leg.told:
            blocks["article", article_id].append(event_id)
        event = leg.event
        for week in _weeks(leg):
            if event.registration is not None:
                blocks["registration", tail(event.registration), week].append(event_id)
            if event.type_family is not None:
                place = ("type", event.type_family, event.operator_country)
                for city in {event.origin, event.destination} - {None}:
                    blocks[*place, city, week].append(event_id)
    return {pair for block in blocks.values() for pair in permutations(block, 2)}


def _weeks(leg: Leg) -> Iterator[int]:
    start, end = leg.start(), leg.end()
    if start is None or end is None or (end.latest - start.earliest).days > 5 * WEEK:
        return
    last = end.latest + timedelta(days=TURNAROUND_DAYS)
    yield from range(start.earliest.toordinal() // WEEK, last.toordinal() // WEEK + 1)


def _cut(
    chain: Sequence[str], legs: Mapping[str, Leg], stated: Collection[tuple[str, str]]
) -> Iterator[list[str]]:
    """Cut a chain where the aircraft is back, unless an article itself says the trip went on."""
    part: list[str] = []
    for event_id in chain:
        over = part and is_back(legs[part[-1]].event, legs[part[0]].event)
        if over and (part[-1], event_id) not in stated:
            yield part
            part = []
        part.append(event_id)
    yield part


def _trip(events: Sequence[Event], minted_at: Mapping[str, datetime], context: Context) -> Trip:
    oldest = min(events, key=lambda event: (minted_at[event.event_id], event.event_id))
    days = [
        day
        for event in events
        for day in (event.departed_earliest, event.arrived_earliest, event.arrived_latest)
        if day is not None
    ]
    return Trip(
        trip_id=stable_id("trp", oldest.event_id),
        reference=trip_reference(events, context),
        route=route(events),
        legs=len(events),
        registration=next((e.registration for e in events if e.registration), None),
        type_family=next((e.type_family for e in events if e.type_family), None),
        operator=next((e.operator for e in events if e.operator), None),
        started=min(days, default=None),
        ended=max(days, default=None),
        event_ids=tuple(event.event_id for event in events),
    )

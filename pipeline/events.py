"""Owns the fusion of the reports of one flight into its record.

Groups nothing and mints no ids. How a value is chosen stands in `fusion`, what the fields are in
`fields`, what the reports are worth in `standing`. Older revisions of an article decide nothing and
are not counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.fields import (
    ARRIVED,
    CALLSIGN,
    COUNTRY,
    DEPARTED,
    ICAO24,
    OUTCOME,
    REGISTRATION,
    AircraftType,
    Place,
    operator_field,
    place_field,
    type_field,
)
from pipeline.fusion import Field, Value, choose
from pipeline.link.context import Context, tail
from pipeline.records import Conflict, Event, Linkable
from pipeline.standing import confidence, event_status


@dataclass(frozen=True, slots=True, kw_only=True)
class Fused:
    """An event, still without trip and reference, and its conflicts."""

    event: Event
    conflicts: tuple[Conflict, ...]


class _Chooser:
    """Chooses field after field of one event and remembers what stood against each."""

    def __init__(self, event_id: str) -> None:
        self._event_id = event_id
        self.conflicts: list[Conflict] = []

    def __call__(self, reports: Sequence[Linkable], field: Field[Value]) -> Value | None:
        choice = choose(reports, field)
        if choice is None:
            return None
        self.conflicts.extend(
            Conflict(
                event_id=self._event_id,
                field=field.name,
                value=stated.value,
                reports=stated.reports,
                outlets=stated.outlets,
            )
            for stated in choice.against
        )
        return choice.value


def resolve(event_id: str, reports: Iterable[Linkable], context: Context) -> Fused | None:
    """Fuse the reports of one event; None if no article tells of it any more.

    `trip_id` and `reference` of the event are empty: they are known when all events are.
    """
    current = [item for item in reports if item.revision_rank == 0]
    if not current:
        return None
    value = _Chooser(event_id)
    event = _aircraft(_counted(event_id, current), current, value, context)
    event = _route(event, current, value)
    disputed = len({conflict.field for conflict in value.conflicts})
    return Fused(
        event=replace(event, confidence=confidence(current, disputed), conflicts=disputed),
        conflicts=tuple(value.conflicts),
    )


def _counted(event_id: str, reports: Sequence[Linkable]) -> Event:
    """Return the event with what is counted and nothing that is chosen."""
    published = [item.published_at for item in reports if item.published_at is not None]
    return Event(
        event_id=event_id,
        trip_id="",
        reference="",
        status=event_status(reports),
        outcome=None,
        type_family=None,
        type_variant=None,
        type_icao=None,
        type_text=None,
        registration=None,
        icao24=None,
        callsign=None,
        operator=None,
        operator_country=None,
        origin=None,
        origin_country=None,
        origin_icao=None,
        destination=None,
        destination_country=None,
        destination_icao=None,
        departed_earliest=None,
        departed_latest=None,
        arrived_earliest=None,
        arrived_latest=None,
        reports=len(reports),
        articles=len({item.report.article_id for item in reports}),
        outlets=len({item.outlet for item in reports}),
        independent_sources=len({item.source_root for item in reports}),
        languages=tuple(sorted({item.lang for item in reports if item.lang})),
        said_by=tuple(sorted({name for item in reports for name in item.report.said_by})),
        trackers=tuple(sorted({name for item in reports for name in item.report.trackers})),
        first_reported_at=min(published, default=None),
        last_reported_at=max(published, default=None),
        confidence=0.0,
        conflicts=0,
    )


def _aircraft(
    event: Event, reports: Sequence[Linkable], value: _Chooser, context: Context
) -> Event:
    """Fill in what flew, for whom. Address and country come from the reports whose registration
    and operator were chosen, so that no record mixes two aircraft."""
    kind = value(reports, type_field(context)) or AircraftType()
    registration = value(reports, REGISTRATION)
    operator = value(reports, operator_field(context))
    same_airframe = [i for i in reports if tail(i.report.registration) == tail(registration)]
    same_operator = [i for i in reports if i.report.operator == operator]
    return replace(
        event,
        type_family=kind.family,
        type_variant=kind.variant,
        type_icao=kind.icao,
        type_text=kind.text,
        registration=registration,
        icao24=value(same_airframe, ICAO24),
        callsign=value(reports, CALLSIGN),
        operator=operator,
        operator_country=value(same_operator, COUNTRY) or value(reports, COUNTRY),
    )


def _route(event: Event, reports: Sequence[Linkable], value: _Chooser) -> Event:
    origin = value(reports, place_field("origin")) or Place()
    destination = value(reports, place_field("destination")) or Place()
    departed, arrived = value(reports, DEPARTED), value(reports, ARRIVED)
    return replace(
        event,
        outcome=value(reports, OUTCOME),
        origin=origin.city,
        origin_country=origin.country,
        origin_icao=origin.icao,
        destination=destination.city,
        destination_country=destination.country,
        destination_icao=destination.icao,
        departed_earliest=departed.earliest if departed else None,
        departed_latest=departed.latest if departed else None,
        arrived_earliest=arrived.earliest if arrived else None,
        arrived_latest=arrived.latest if arrived else None,
    )

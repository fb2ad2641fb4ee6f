-- One flight leg as concluded from all its reports: the flight-event record.
create or replace view events as
select
    event.event_id, event.trip_id, event.reference, event.status, event.outcome,
    event.type_family, event.type_variant, event.type_icao, event.type_text,
    event.registration, event.icao24, event.callsign, event.operator, event.operator_country,
    event.origin, event.origin_country, event.origin_icao,
    event.destination, event.destination_country, event.destination_icao,
    event.departed_earliest, event.departed_latest, event.arrived_earliest, event.arrived_latest,
    event.reports, event.articles, event.outlets, event.independent_sources, event.languages,
    event.said_by, event.trackers, event.first_reported_at, event.last_reported_at,
    event.confidence, event.conflicts, event_version.version
from event
left join event_version on event_version.event_id = event.event_id;

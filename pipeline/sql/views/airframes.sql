-- One row per registration that events state, with the type most of them state. first_seen and
-- last_seen are local days of flights.
create or replace view airframes as
select
    registration,
    min(icao24) as icao24,
    (select other.type_family from event as other
     where other.registration = event.registration and other.type_family is not null
     group by other.type_family order by count(*) desc, other.type_family limit 1) as type_family,
    list_sort(list(distinct operator) filter (operator is not null)) as operators,
    count(*)::integer as events,
    min(coalesce(departed_earliest, arrived_earliest)) as first_seen,
    max(coalesce(arrived_latest, departed_latest)) as last_seen
from event
where registration is not null and status not in ('denied', 'tracking_artifact')
group by registration;

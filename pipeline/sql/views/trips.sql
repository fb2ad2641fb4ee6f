-- Consecutive legs of one aircraft on one mission; an event without company is a trip of one leg.
create or replace view trips as
select
    trip_id, reference, route, legs, registration, type_family, operator, started, ended, event_ids
from trip;
